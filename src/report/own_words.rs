//! What a rubric calls the things it is about, in the place of our own nouns: a rubric about companies says "company"
//! where ours says "entity". English alone: in a language whose nouns change with the sentence, ours stay.

use crate::language::rubric::{Noun, OwnWord};

/// Our nouns in one form and several; of each the longer ones first, since what is replaced is not looked at again.
fn ours(noun: Noun) -> &'static [(&'static str, &'static str)] {
    match noun {
        Noun::Entity => &[("entity", "entities")],
        Noun::Disclosure => &[("disclosure", "disclosures")],
        Noun::Indicator => &[("indicator", "indicators")],
        Noun::Body => &[
            ("responsible body", "responsible bodies"),
            ("body", "bodies"),
        ],
        Noun::Market => &[("market", "markets")],
        Noun::Points => &[("point", "points")],
    }
}

/// A text with the rubric's nouns in it. What stands in braces is a place to be filled and stays.
pub(super) fn with_own_words(text: &str, own: &[OwnWord]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    'text: while let Some(first) = rest.chars().next() {
        if first == '{' {
            let end = rest.find('}').map_or(rest.len(), |at| at + 1);
            let (place, after) = rest.split_at(end);
            out.push_str(place);
            rest = after;
            continue;
        }
        let starts = !out.chars().next_back().is_some_and(char::is_alphanumeric);
        if starts {
            for word in own {
                for (one, several) in ours(word.noun) {
                    for (written, instead) in [(several, &word.several), (one, &word.one)] {
                        if let Some(after) = begins_with(rest, written) {
                            put(&mut out, instead, first.is_uppercase());
                            rest = after;
                            continue 'text;
                        }
                    }
                }
            }
        }
        out.push(first);
        rest = rest.get(first.len_utf8()..).unwrap_or("");
    }
    out
}

/// What follows a word at the start of a text, in whatever letters; `None` where another word stands there.
fn begins_with<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, after) = text.split_at_checked(word.len())?;
    let whole = !after.chars().next().is_some_and(char::is_alphanumeric);
    (whole && start.eq_ignore_ascii_case(word)).then_some(after)
}

/// Adds a noun; an article before it follows its first sound, as far as the letter shows it.
fn put(out: &mut String, noun: &str, capital: bool) {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    for (article, other) in [("a ", "an "), ("A ", "An ")] {
        let (found, right) = if vowel {
            (article, other)
        } else {
            (other, article)
        };
        let before = out.strip_suffix(found);
        let alone =
            before.is_some_and(|before| before.is_empty() || before.ends_with([' ', '“', '(']));
        if let Some(before) = before.filter(|_| alone) {
            *out = format!("{before}{right}");
            break;
        }
    }
    let mut letters = noun.chars();
    match letters.next().filter(|_| capital) {
        Some(first) => {
            out.extend(first.to_uppercase());
            out.push_str(letters.as_str());
        }
        None => out.push_str(noun),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_replaced_as_whole_words() {
        let own = [
            OwnWord::of(Noun::Entity, "company", "companies"),
            OwnWord::of(Noun::Indicator, "element", "elements"),
            OwnWord::of(Noun::Body, "service", "services"),
            OwnWord::of(Noun::Points, "per cent", "per cent"),
        ];
        let said = |text: &str| with_own_words(text, &own);
        assert_eq!(
            said("No entity has a score yet"),
            "No company has a score yet"
        );
        assert_eq!(said("{count} entities"), "{count} companies");
        assert_eq!(
            said("{entity} has {high} points"),
            "{entity} has {high} per cent"
        );
        assert_eq!(
            said("An entity and an indicator"),
            "A company and an element"
        );
        assert_eq!(
            said("Responsible bodies of everybody"),
            "Services of everybody"
        );
        assert_eq!(said("appointments pointed"), "appointments pointed");
    }
}
