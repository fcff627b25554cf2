//! Names for people, in several languages.

use indexmap::IndexMap;

/// A text in one or more languages (BCP 47 tags such as `en`, `uk`, `zh-Hant`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels(IndexMap<String, String>);

impl Labels {
    /// A text without a language of its own, which serves for all.
    pub fn plain(text: impl Into<String>) -> Self {
        Labels(IndexMap::from([(String::new(), text.into())]))
    }

    /// Adds or replaces the text of a language.
    pub fn insert(&mut self, language: impl Into<String>, text: impl Into<String>) {
        self.0.insert(language.into(), text.into());
    }

    /// The text in this language, else in English, else the first there is.
    ///
    /// ```
    /// use clearwatt::catalogue::Labels;
    /// let mut labels = Labels::default();
    /// labels.insert("en", "Balances");
    /// labels.insert("uk", "Баланси");
    /// assert_eq!(labels.get("uk"), Some("Баланси"));
    /// assert_eq!(labels.get("ka"), Some("Balances"));
    /// ```
    pub fn get(&self, language: &str) -> Option<&str> {
        let exact = self.0.get(language).or_else(|| self.0.get("en"));
        exact.or_else(|| self.0.values().next()).map(String::as_str)
    }

    /// The text in this language, or `id` when there is no text at all.
    pub fn or<'a>(&'a self, language: &str, id: &'a str) -> &'a str {
        self.get(language).unwrap_or(id)
    }

    /// Whether there is a text in exactly this language.
    pub fn has(&self, language: &str) -> bool {
        self.0.contains_key(language) || self.0.contains_key("")
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
