//! The countries of ISO 3166-1, and Kosovo under its user-assigned codes `XK` and `XKX`: their codes and what they are
//! called in the languages we know. The table is `countries.csv` beside this file; where it comes from stands in
//! `countries.README.md`.

use super::Labels;
use crate::diagnostic::nearest;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// Two capital letters, such as `UA`.
    pub alpha2: String,
    /// Three capital letters, such as `UKR`.
    pub alpha3: String,
    /// Its name in several languages.
    pub label: Labels,
}

/// Codes that are in wide use for a country whose code they are not. Only for advice: `UK` is never read as `GB`.
const MISTAKEN: [(&str, &str); 2] = [("UK", "GB"), ("EL", "GR")];

struct Table {
    countries: Vec<Country>,
    by_code: HashMap<Code, usize>,
}

/// A code in capitals; the third letter of a two-letter code is 0.
type Code = [u8; 3];

fn code(text: &str) -> Option<Code> {
    let letters = match *text.as_bytes() {
        [a, b] => [a, b, 0],
        [a, b, c] => [a, b, c],
        _ => return None,
    };
    Some(letters.map(|letter| letter.to_ascii_uppercase()))
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| parse(include_str!("countries.csv")))
}

/// A row that cannot be read is left out; a test shows that the table that ships has none.
fn parse(text: &str) -> Table {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let languages = reader.headers().cloned().unwrap_or_default();
    let countries: Vec<Country> = reader
        .records()
        .filter_map(Result::ok)
        .map(|row| {
            let mut label = Labels::default();
            for (language, name) in languages.iter().zip(&row).skip(2) {
                label.insert(language, name);
            }
            let cell = |at| row.get(at).unwrap_or_default().to_string();
            Country {
                alpha2: cell(0),
                alpha3: cell(1),
                label,
            }
        })
        .collect();
    let codes = countries.iter().enumerate().flat_map(|(at, country)| {
        let codes = [code(&country.alpha2), code(&country.alpha3)];
        codes.into_iter().flatten().map(move |code| (code, at))
    });
    let by_code = codes.collect();
    Table { countries, by_code }
}

/// All countries, by two-letter code.
pub fn countries() -> &'static [Country] {
    &table().countries
}

/// The country of a code, two letters or three, capitals or not.
///
/// ```
/// use clearwatt::catalogue::country;
/// assert_eq!(country("ukr").map(|country| country.alpha2.as_str()), Some("UA"));
/// assert_eq!(country("NO").and_then(|country| country.label.get("en")), Some("Norway"));
/// assert_eq!(country("Ukraine"), None);
/// ```
pub fn country(text: &str) -> Option<&'static Country> {
    let at = table().by_code.get(&code(text)?)?;
    table().countries.get(*at)
}

/// The country that was probably meant by a text that is no country's code: by a code mistaken for its own, by its
/// name in any language we know, by the nearest three-letter code, by the nearest name, by the start of its English
/// name.
pub fn nearest_country(text: &str) -> Option<&'static Country> {
    let capitals = text.to_uppercase();
    if let Some((_, right)) = MISTAKEN.iter().find(|(wrong, _)| *wrong == capitals) {
        return country(right);
    }
    let names = || {
        let all = countries().iter();
        all.flat_map(|country| country.label.texts().map(move |name| (name, country)))
    };
    let by_name = |wanted: &str| {
        let found = names().find(|(name, _)| name.to_uppercase() == wanted.to_uppercase());
        found.map(|(_, country)| country)
    };
    // Any two letters are one edit away from dozens of two-letter codes, so those are never compared.
    let by_code = || match capitals.chars().count() {
        3 => nearest(
            &capitals,
            countries().iter().map(|country| country.alpha3.as_str()),
        ),
        _ => None,
    };
    let by_similar_name = || match capitals.chars().count() {
        4.. => nearest(text, names().map(|(name, _)| name)),
        _ => None,
    };
    let by_start = || {
        let starts = |name: &str| name.to_uppercase().starts_with(&capitals);
        let english = countries()
            .iter()
            .filter_map(|country| country.label.get("en").map(|name| (name, country)))
            .filter(|(name, _)| !capitals.is_empty() && starts(name));
        // The shortest is the one of which most was written.
        let nearest = english.min_by_key(|(name, _)| name.len());
        nearest.map(|(_, country)| country)
    };
    by_name(text)
        .or_else(|| by_code().and_then(country))
        .or_else(|| by_similar_name().and_then(by_name))
        .or_else(by_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alpha2(text: &str) -> Option<&'static str> {
        country(text).map(|country| country.alpha2.as_str())
    }

    fn meant(text: &str) -> Option<&'static str> {
        nearest_country(text).map(|country| country.alpha2.as_str())
    }

    #[test]
    fn the_table_holds_the_249_countries_of_the_standard_and_kosovo() {
        assert_eq!(countries().len(), 250);
        for country in countries() {
            let capitals = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
            assert!(
                country.alpha2.len() == 2 && capitals(&country.alpha2),
                "{country:?}"
            );
            assert!(
                country.alpha3.len() == 3 && capitals(&country.alpha3),
                "{country:?}"
            );
            for language in ["en", "uk", "ka", "ro", "zh-Hant"] {
                let name = country.label.get(language).unwrap_or_default();
                assert!(
                    country.label.has(language) && !name.is_empty(),
                    "{country:?}"
                );
            }
        }
        // 250 countries with two codes each: none is taken twice.
        assert_eq!(table().by_code.len(), 500);
    }

    #[test]
    fn codes_that_yaml_and_spreadsheets_like_to_eat_are_countries() {
        for (code, english) in [("NO", "Norway"), ("NA", "Namibia"), ("XK", "Kosovo")] {
            assert_eq!(
                country(code).and_then(|country| country.label.get("en")),
                Some(english)
            );
        }
    }

    #[test]
    fn three_letters_and_lower_case_are_read() {
        for text in ["GE", "ge", "GEO", "Geo"] {
            assert_eq!(alpha2(text), Some("GE"), "{text}");
        }
        for text in ["", "G", "GEOR", "ÄÄ", "GE "] {
            assert_eq!(alpha2(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_code_leads_to_the_country_that_was_meant() {
        for (text, alpha2) in [
            ("UK", Some("GB")),
            ("el", Some("GR")),
            ("Norway", Some("NO")),
            ("україна", Some("UA")),
            ("Ukrane", Some("UA")),
            ("UKA", Some("UKR")),
            ("SW", Some("SE")),
            ("qqqqqqqq", None),
            ("", None),
        ] {
            let expected = alpha2
                .and_then(country)
                .map(|country| country.alpha2.as_str());
            assert_eq!(meant(text), expected, "{text}");
        }
    }
}
