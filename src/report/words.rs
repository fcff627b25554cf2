//! The words of reports and charts in the reader's language, from `reports/words/*.yaml`, which ship inside the program.
//! A text may stand in several plural forms (CLDR's names: `one`, `few`, `many`, `other`); `{name}` in it is filled in.

use super::own_words::with_own_words;
use crate::chart;
use crate::diagnostic::{did_you_mean, one_of};
use crate::language::number::Number;
use crate::language::rubric::OwnWord;
use crate::language::syntax::Aggregate;
use fixed_decimal::Decimal;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Deserialize;
use std::fmt::Display;
use std::sync::Arc;
use thiserror::Error;

const LANGUAGES: [(&str, &str); 4] = [
    ("en", include_str!("../../reports/words/en.yaml")),
    ("uk", include_str!("../../reports/words/uk.yaml")),
    ("zh-Hant", include_str!("../../reports/words/zh-Hant.yaml")),
    ("ka", include_str!("../../reports/words/ka.yaml")),
];

/// The words of one language.
#[derive(Debug, Clone)]
pub struct Words {
    language: &'static str,
    texts: IndexMap<String, Text>,
    plurals: Arc<PluralRules>,
    /// The same words about scores that are no points.
    without_points: Option<Box<Words>>,
}

#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(untagged)]
enum Text {
    Same(String),
    ByCount(IndexMap<String, String>),
}

/// What an aggregate is called.
pub(super) fn aggregate(words: &Words, aggregate: Aggregate) -> String {
    let (key, number) = match aggregate {
        Aggregate::PowerMean(exponent) => ("power mean".to_string(), Some(exponent)),
        Aggregate::TrimmedMean(share) => ("trimmed mean".to_string(), Some(share)),
        Aggregate::ShareAtLeast(threshold) => ("share at least".to_string(), Some(threshold)),
        other => (other.words(), None),
    };
    let key = format!("aggregate_{}", key.replace(' ', "_"));
    let number = number.map(|number| match aggregate {
        Aggregate::TrimmedMean(_) => words.share(&number.number()),
        _ => words.number(&number.number()),
    });
    words.say(&key, &[("number", &number.unwrap_or_default())])
}

/// There are no words for a language.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there are no words in `{language}`")]
pub struct NoWords {
    /// The language asked for.
    pub language: String,
    /// The languages there are.
    pub help: String,
}

impl Words {
    /// The words of a language (a BCP 47 tag such as `uk`).
    ///
    /// ```
    /// use clearwatt::report::Words;
    /// let words = Words::of("uk").unwrap();
    /// assert_eq!(words.say("rank", &[("rank", &2), ("of", &4)]), "місце 2 з 4");
    /// assert!(Words::of("tlh").is_err());
    /// ```
    ///
    /// # Errors
    /// [`NoWords`] with the languages there are.
    pub fn of(language: &str) -> Result<Words, NoWords> {
        let none = || NoWords {
            language: language.to_string(),
            help: did_you_mean(language, Words::languages())
                .unwrap_or_else(|| format!("there is {}", one_of(Words::languages()))),
        };
        let (language, text) = LANGUAGES
            .into_iter()
            .find(|(known, _)| *known == language)
            .ok_or_else(none)?;
        // The files are part of the program; a test reads each of them.
        let texts: IndexMap<String, Text> = serde_yaml::from_str(text).map_err(|_| none())?;
        let locale: Locale = language.parse().map_err(|_| none())?;
        let plurals = PluralRules::try_new_cardinal((&locale).into()).map_err(|_| none())?;
        let plurals = Arc::new(plurals);
        let of = |points: bool, without_points| Words {
            language,
            texts: texts_of(&texts, points),
            plurals: plurals.clone(),
            without_points,
        };
        Ok(of(true, Some(Box::new(of(false, None)))))
    }

    /// The same words about scores that are no points: what stands in `[…]` in the files is left out.
    pub fn without_points(&self) -> &Words {
        self.without_points.as_deref().unwrap_or(self)
    }

    /// The same with what a rubric calls things in the place of our nouns; in English alone, since nouns of other
    /// languages change with the sentence.
    pub fn speaking_of(&self, own: &[OwnWord]) -> Words {
        let mut words = self.clone();
        if own.is_empty() || self.language != "en" {
            return words;
        }
        let change = |text: &mut String| *text = with_own_words(text, own);
        for text in words.texts.values_mut() {
            match text {
                Text::Same(text) => change(text),
                Text::ByCount(forms) => forms.values_mut().for_each(change),
            }
        }
        let without_points = words.without_points.take();
        words.without_points = without_points.map(|words| Box::new(words.speaking_of(own)));
        words
    }

    /// The languages there are words for.
    pub fn languages() -> impl Iterator<Item = &'static str> + Clone {
        LANGUAGES.into_iter().map(|(language, _)| language)
    }

    /// The language.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// A text with its places filled in; the key itself when there is no such text, which a test rules out for the keys
    /// the program uses.
    pub fn say(&self, key: &str, fill: &[(&str, &dyn Display)]) -> String {
        match self.texts.get(key) {
            Some(Text::Same(text)) => filled(text, fill),
            Some(Text::ByCount(forms)) => forms
                .get("other")
                .map_or_else(|| key.to_string(), |text| filled(text, fill)),
            None => key.to_string(),
        }
    }

    /// The keys of all texts.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// A text with its places still in it, for what fills them in later.
    pub(super) fn raw(&self, key: &str) -> String {
        match self.texts.get(key) {
            Some(Text::Same(text)) => text.clone(),
            Some(Text::ByCount(forms)) => forms.get("other").cloned().unwrap_or_default(),
            None => key.to_string(),
        }
    }

    /// The texts that need nothing filled in, for templates.
    pub fn plain_texts(&self) -> IndexMap<&str, &str> {
        let texts = self.texts.iter().filter_map(|(key, text)| match text {
            Text::Same(text) if !text.contains('{') => Some((key.as_str(), text.as_str())),
            _ => None,
        });
        texts.collect()
    }

    /// A text in the form that goes with a count, which is filled in as `{count}`.
    pub fn count(&self, key: &str, count: usize, fill: &[(&str, &dyn Display)]) -> String {
        let mut fill = fill.to_vec();
        fill.push(("count", &count));
        match self.texts.get(key) {
            Some(Text::ByCount(forms)) => {
                let form = form(self.plurals.category_for(count));
                let text = forms.get(form).or_else(|| forms.get("other"));
                text.map_or_else(|| key.to_string(), |text| filled(text, &fill))
            }
            _ => self.say(key, &fill),
        }
    }

    /// The same with a small number written as a word, where the language does so within a sentence.
    pub fn count_in_words(&self, key: &str, count: usize) -> String {
        match self.texts.get(key) {
            Some(Text::ByCount(forms)) => {
                let form = form(self.plurals.category_for(count));
                let text = forms.get(form).or_else(|| forms.get("other"));
                let small = self.small(count);
                text.map_or_else(
                    || key.to_string(),
                    |text| filled(text, &[("count", &small)]),
                )
            }
            _ => self.count(key, count, &[]),
        }
    }

    /// A number as it stands in a sentence: a word up to nine, where the language writes it so.
    pub fn small(&self, number: usize) -> String {
        let words = self.say("small_numbers", &[]);
        let word = number
            .checked_sub(1)
            .and_then(|at| words.split_whitespace().nth(at));
        word.map_or_else(|| number.to_string(), str::to_string)
    }

    /// A text in the form that goes with a number, which is filled in as `{number}`.
    pub fn amount(&self, key: &str, number: &Number) -> String {
        let plain = number.absolute().significant(6);
        let written = self.number(number);
        let fill: [(&str, &dyn Display); 1] = [("number", &written)];
        match (self.texts.get(key), plain.parse::<Decimal>()) {
            (Some(Text::ByCount(forms)), Ok(decimal)) => {
                let form = form(self.plurals.category_for(&decimal));
                let text = forms.get(form).or_else(|| forms.get("other"));
                text.map_or_else(|| key.to_string(), |text| filled(text, &fill))
            }
            _ => self.say(key, &fill),
        }
    }

    /// A score as it is printed: up to six significant digits, with the decimal sign and minus of the language.
    pub fn number(&self, number: &Number) -> String {
        self.written(&number.significant(6))
    }

    /// A number with so many decimals.
    pub fn fixed(&self, number: &Number, decimals: usize) -> String {
        self.written(&number.fixed(decimals))
    }

    /// A difference with its sign; zero has none.
    pub fn signed(&self, number: &Number) -> String {
        let text = self.number(number);
        if number.is_negative() || number.is_zero() {
            text
        } else {
            format!("+{text}")
        }
    }

    /// A share of a whole, 0 to 1, in per cent.
    pub fn share(&self, share: &Number) -> String {
        let hundred = Number::whole(100);
        self.say(
            "percent",
            &[("number", &self.number(&share.times(&hundred)))],
        )
    }

    fn written(&self, plain: &str) -> String {
        plain
            .replace('.', &self.say("decimal_sign", &[]))
            .replace('-', "\u{2212}")
    }

    /// A day in words.
    pub fn date(&self, date: Date) -> String {
        let month = self.say(&format!("month_{}", date.month()), &[]);
        self.say(
            "date",
            &[
                ("day", &date.day()),
                ("month", &month),
                ("year", &date.year()),
            ],
        )
    }

    /// Some names in a row: `a, b and c`.
    pub fn list(&self, names: &[String]) -> String {
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => {
                let first = first.join(&self.say("list_separator", &[]));
                self.say("list_end", &[("first", &first), ("last", last)])
            }
        }
    }

    /// The words a chart adds by itself.
    pub fn of_charts(&self) -> chart::Words {
        let say = |key: &str| self.say(key, &[]);
        chart::Words {
            decimal_sign: say("decimal_sign"),
            ranking: say("chart_ranking"),
            heat_map: say("chart_heat_map"),
            criteria_profile: say("chart_criteria_profile"),
            timeline: say("chart_timeline"),
            waterfall: say("chart_waterfall"),
            rank_intervals: say("chart_rank_intervals"),
            dumbbell: say("chart_dumbbell"),
            card: say("chart_card"),
            profile: say("chart_profile"),
            funnel: say("chart_funnel"),
            step_passed: say("step_passed"),
            step_partly: say("step_partly"),
            step_lost: say("step_lost"),
            step_left: say("step_left"),
            step_share: say("step_share"),
            step_drop: say("step_drop"),
            slope: say("chart_slope"),
            bump: say("chart_bump"),
            ladder: say("chart_ladder"),
            reliability: say("chart_reliability"),
            actions: say("ladder_actions"),
            now: say("ladder_now"),
            points: say("changed_points"),
            score_then: say("ladder_score"),
            without_withheld: say("ladder_without_withheld"),
            contribution: say("chart_contribution"),
            losses: say("chart_losses"),
            bodies: say("chart_bodies"),
            tiles: say("chart_tiles"),
            points_lost: say("points_lost"),
            only_total: say("only_total"),
            loses_more: say("loses_more"),
            loses_less: say("loses_less"),
            others_mean: say("others_mean"),
            difference: say("difference"),
            dot_size: say("dot_size"),
            score: say("score_head"),
            indicators: say("indicators_head"),
            total: say("total"),
            without_score: say("without_score"),
            not_drawn: say("not_drawn"),
            nothing_disclosed: say("nothing_disclosed"),
            not_applicable: say("not_applicable"),
            not_assessed: say("not_assessed"),
            withheld: say("withheld"),
            no_score: say("no_score"),
            provisional: say("provisional"),
            given: say("given"),
            all_given: say("all_given"),
            peers_median: say("peers_median"),
            peers_range: say("peers_range"),
            others: say("others"),
            rise: say("rise"),
            fall: say("fall"),
            by_method: say("by_method"),
            official_rank: say("official_rank"),
            median_rank: say("median_rank"),
            entities: say("entities"),
            highest: say("highest"),
            lowest: say("lowest"),
            heads: chart::Heads {
                entity: say("entity_other"),
                rank: say("rank_column"),
                score: say("score"),
                change: say("change"),
                reason: say("reason"),
                criterion: say("criterion"),
                step: say("step_column"),
                group: say("level_group"),
                name: say("name"),
                weight: say("weight"),
                body: say("body"),
                note: say("note"),
            },
        }
    }
}

/// The texts with or without the word for points, which stands in `[…]`.
fn texts_of(texts: &IndexMap<String, Text>, points: bool) -> IndexMap<String, Text> {
    let text = |text: &String| {
        let mut out = String::with_capacity(text.len());
        let mut inside = false;
        for letter in text.chars() {
            match letter {
                '[' => inside = true,
                ']' => inside = false,
                letter if points || !inside => out.push(letter),
                _ => {}
            }
        }
        out
    };
    let texts = texts.iter().map(|(key, found)| {
        let found = match found {
            Text::Same(same) => Text::Same(text(same)),
            Text::ByCount(forms) => {
                let forms = forms.iter();
                Text::ByCount(
                    forms
                        .map(|(form, found)| (form.clone(), text(found)))
                        .collect(),
                )
            }
        };
        (key.clone(), found)
    });
    texts.collect()
}

fn form(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

fn filled(text: &str, fill: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            break;
        };
        match fill.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => out.push_str(&value.to_string()),
            None => out.push_str(name),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn places(text: &Text) -> BTreeSet<String> {
        let texts: Vec<&String> = match text {
            Text::Same(text) => vec![text],
            Text::ByCount(forms) => forms.values().collect(),
        };
        let of = |text: &&String| {
            let parts = text.split('{').skip(1);
            let names: Vec<String> = parts
                .filter_map(|part| part.split_once('}'))
                .map(|(name, _)| name.to_string())
                .collect();
            names
        };
        texts.iter().flat_map(of).collect()
    }

    #[test]
    fn all_languages_have_the_same_texts_with_the_same_places() {
        let english = Words::of("en").unwrap();
        for language in Words::languages() {
            let words = Words::of(language).unwrap();
            let keys = |words: &Words| words.texts.keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(&words), keys(&english), "{language}");
            for (key, text) in &words.texts {
                assert_eq!(
                    places(text),
                    places(&english.texts[key]),
                    "{language} {key}"
                );
            }
        }
    }

    /// Adds the texts of a folder to what is there.
    fn gather(folder: &std::path::Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, all);
            } else if path.extension().is_none_or(|ending| ending != "yaml") {
                all.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn every_text_is_read_somewhere() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut all = String::new();
        gather(&root.join("src"), &mut all);
        gather(&root.join("reports"), &mut all);
        // `"key"` in the program and in scripts, `t.key` in a template.
        let read = |key: &str| {
            let field = format!(".{key}");
            let mut ends = all.match_indices(&field).map(|(at, _)| at + field.len());
            let quoted = all.contains(&format!("\"{key}\"")) || all.contains(&format!("'{key}'"));
            let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '_';
            quoted || ends.any(|end| !all[end..].starts_with(goes_on))
        };
        // Keys that are put together: of what there is of a kind, and of texts with another where a project has costs.
        let kinds = [
            "month_",
            "varied_",
            "choice_",
            "reason_",
            "why_",
            "aggregate_",
            "level_",
        ];
        for key in Words::of("en").unwrap().keys() {
            let put_together = kinds.iter().any(|kind| key.starts_with(kind));
            let key = key.strip_suffix("_costs").unwrap_or(key);
            assert!(put_together || read(key), "nothing reads `{key}`");
        }
    }

    #[test]
    fn plural_forms_follow_the_language() {
        let words = Words::of("uk").unwrap();
        // 1 показник, 2 показники, 5 показників, 11 показників, 21 показник
        for (count, expected) in [
            (1, "1 показник"),
            (2, "2 показники"),
            (5, "5 показників"),
            (11, "11 показників"),
            (21, "21 показник"),
        ] {
            assert_eq!(words.count("indicators", count, &[]), expected);
        }
    }

    #[test]
    fn fractions_take_the_form_of_fractions() {
        let words = Words::of("uk").unwrap();
        for (number, expected) in [("1", "1 бал"), ("3.45", "3,45 бала"), ("12", "12 балів")]
        {
            assert_eq!(
                words.amount("points", &Number::parse(number).unwrap()),
                expected
            );
        }
    }

    #[test]
    fn numbers_and_dates_are_written_as_the_language_does() {
        let words = Words::of("uk").unwrap();
        assert_eq!(words.number(&Number::parse("61.05").unwrap()), "61,05");
        assert_eq!(words.signed(&Number::parse("-31").unwrap()), "−31");
        assert_eq!(words.signed(&Number::parse("12").unwrap()), "+12");
        let day = Date::new(2023, 11, 30).unwrap();
        assert_eq!(words.date(day), "30 листопада 2023 року");

        let words = Words::of("zh-Hant").unwrap();
        assert_eq!(words.number(&Number::parse("61.05").unwrap()), "61.05");
        assert_eq!(words.share(&Number::parse("0.125").unwrap()), "12.5%");
        assert_eq!(words.date(day), "2023年11月30日");

        let words = Words::of("ka").unwrap();
        assert_eq!(words.number(&Number::parse("-61.05").unwrap()), "−61,05");
        assert_eq!(words.share(&Number::parse("0.125").unwrap()), "12,5%");
        assert_eq!(words.date(day), "2023 წლის 30 ნოემბერი");
    }

    #[test]
    fn counts_without_a_plural_take_the_one_form_there_is() {
        let words = Words::of("zh-Hant").unwrap();
        assert_eq!(words.count("indicators", 1, &[]), "1項指標");
        assert_eq!(words.count("indicators", 5, &[]), "5項指標");
        let words = Words::of("ka").unwrap();
        assert_eq!(words.count("indicators", 1, &[]), "1 ინდიკატორი");
        assert_eq!(words.count("indicators", 5, &[]), "5 ინდიკატორი");
    }

    #[test]
    fn lists_are_joined_as_the_language_does() {
        let names = ["A", "B", "C"].map(String::from);
        for (language, expected) in [
            ("en", "A, B and C"),
            ("uk", "A, B і C"),
            ("zh-Hant", "A、B與C"),
            ("ka", "A, B და C"),
        ] {
            assert_eq!(Words::of(language).unwrap().list(&names), expected);
        }
    }
}
