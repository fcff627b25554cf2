//! Names for people, in several languages.

use indexmap::IndexMap;

/// A text in one or more languages (BCP 47 tags such as `en`, `uk`, `zh-Hant`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels(IndexMap<String, String>);

/// Stands for the language of a text that serves for all languages; no tag is empty.
const ANY_LANGUAGE: &str = "";

impl Labels {
    /// A text without a language of its own, which serves for all.
    pub fn plain(text: impl Into<String>) -> Self {
        Labels(IndexMap::from([(ANY_LANGUAGE.to_string(), text.into())]))
    }

    /// Adds or replaces the text of a language.
    pub fn insert(&mut self, language: impl Into<String>, text: impl Into<String>) {
        self.0.insert(language.into(), text.into());
    }

    /// The text in this language, else in English, else the first there is; `None` when there is no text at all.
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

    /// The text in this language as [`get`](Labels::get) finds it, or `id` when there is no text at all.
    pub fn or<'a>(&'a self, language: &str, id: &'a str) -> &'a str {
        self.get(language).unwrap_or(id)
    }

    /// Whether there is a text for this very language, or one that serves for all.
    pub fn has(&self, language: &str) -> bool {
        self.0.contains_key(language) || self.0.contains_key(ANY_LANGUAGE)
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The texts in all languages.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_to_english_then_to_the_first_then_to_the_id() {
        let mut labels = Labels::default();
        assert_eq!(labels.or("uk", "balances"), "balances");
        labels.insert("ka", "ბალანსები");
        assert_eq!(labels.or("uk", "balances"), "ბალანსები");
        labels.insert("en", "Balances");
        assert_eq!(labels.or("uk", "balances"), "Balances");
        assert!(labels.has("ka") && !labels.has("uk"));
    }

    #[test]
    fn a_plain_text_serves_for_all_languages() {
        let labels = Labels::plain("CO₂");
        assert_eq!(labels.get("uk"), Some("CO₂"));
        assert!(labels.has("uk"));
    }
}
