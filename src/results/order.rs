//! The order of names in a language, as its readers expect it: capitals do not come first, `Ґ` stands beside `Г` in
//! Ukrainian, `Ö` beside `O` in English (Unicode Collation Algorithm with the tailorings of CLDR).

use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences, options::CollatorOptions};
use icu_locale_core::Locale;
use std::cmp::Ordering;
use std::collections::HashMap;

/// The order of names in a language.
pub(super) struct NameOrder(Option<CollatorBorrowed<'static>>);

impl NameOrder {
    /// The order of a language; an unknown one has the order that most languages share.
    pub fn of(language: &str) -> NameOrder {
        let locale: Option<Locale> = language.parse().ok();
        let preferences =
            locale.map_or_else(CollatorPreferences::default, |locale| (&locale).into());
        NameOrder(Collator::try_new(preferences, CollatorOptions::default()).ok())
    }

    /// Which of two names comes first; names that readers take for equal go by their letters' codes.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let by_language = self
            .0
            .as_ref()
            .map_or(Ordering::Equal, |order| order.compare(a, b));
        by_language.then_with(|| a.cmp(b))
    }

    /// A text for each name that sorts by its codes as the names do in the language.
    pub fn keys<'a>(&self, names: impl Iterator<Item = &'a str>) -> HashMap<String, String> {
        let mut sorted: Vec<&str> = names.collect();
        sorted.sort_by(|a, b| self.compare(a, b));
        sorted.dedup();
        let keys = sorted.into_iter().enumerate();
        keys.map(|(at, name)| (name.to_string(), format!("{at:08}")))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_as_readers_expect() {
        let sorted = |language: &str, names: &[&'static str]| {
            let order = NameOrder::of(language);
            let mut names = names.to_vec();
            names.sort_by(|a, b| order.compare(a, b));
            names
        };
        // The Ukrainian alphabet: … Г Ґ Д Е Є … Я.
        assert_eq!(
            sorted("uk", &["Яма", "Єва", "Ґанок", "Дім"]),
            ["Ґанок", "Дім", "Єва", "Яма"]
        );
        assert_eq!(
            sorted("en", &["Zürich", "eTown", "Östersund", "Oslo"]),
            ["eTown", "Oslo", "Östersund", "Zürich"]
        );
        assert_eq!(sorted("no language", &["b", "a"]), ["a", "b"]);
    }
}
