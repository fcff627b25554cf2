//! From text to tokens, with nom. Every token knows its bytes and whether it is the first of its line, because a line
//! end finishes a statement.

use super::errors::SyntaxError;
use crate::diagnostic::{FileId, Span};
use crate::language::calendar::{Period, parse_date};
use crate::language::number::Number;
use jiff::civil::Date;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, satisfy};
use nom::combinator::{opt, recognize, verify};
use nom::sequence::{pair, preceded};
use nom::{IResult, Offset, Parser};

/// A name may be at most this long (bytes).
pub(super) const LONGEST_NAME: usize = 200;

/// A token.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub kind: Kind,
    pub span: Span,
    /// First of its line.
    pub starts_line: bool,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Name(String),
    Number(Number),
    Percent(Number),
    Date(Date),
    Period(Period),
    Text(String),
    /// `#rrggbb`, lower case.
    Colour(String),
    /// `{ } ( ) [ ] , : | + - * / = < <= > >=`
    Sign(&'static str),
    /// Could not be read; already reported.
    Wrong,
    End,
}

/// Signs, longer ones first.
const SIGNS: [&str; 19] = [
    "<=", ">=", "{", "}", "(", ")", "[", "]", ",", ":", "|", "+", "-", "*", "/", "=", "<", ">", "·",
];

/// Signs people write out of habit, with what the language writes instead.
const HABITS: [(&str, &str); 14] = [
    ("=>", ">="),
    ("=<", "<="),
    ("==", "="),
    ("!=", "`is not` for an answer, or `not (… = …)`"),
    ("<>", "`is not` for an answer, or `not (… = …)`"),
    ("&&", "and"),
    ("||", "or"),
    ("≥", ">="),
    ("≤", "<="),
    ("×", "*"),
    ("–", "-"),
    ("−", "-"),
    (";", "a new line"),
    ("!", "not (…)"),
];

/// All tokens of a text; the last one is [`Kind::End`].
pub(crate) fn tokens(file: FileId, text: &str) -> (Vec<Token>, Vec<SyntaxError>) {
    let mut tokens = Vec::new();
    let mut errors = Vec::new();
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut starts_line = true;
    loop {
        let (after, new_line) = blank(rest);
        starts_line |= new_line;
        rest = after;
        let start = text.offset(rest);
        if rest.is_empty() {
            let span = Span::new(file, start, start);
            tokens.push(Token {
                kind: Kind::End,
                span,
                starts_line: true,
            });
            return (tokens, errors);
        }
        let (after, kind) = match one(rest) {
            Ok(read) => read,
            Err(_) => wrong(file, text, rest, &mut errors),
        };
        let span = Span::new(file, start, text.offset(after));
        if let Kind::Name(name) = &kind
            && name.len() > LONGEST_NAME
        {
            errors.push(SyntaxError::NameTooLong { span });
        }
        tokens.push(Token {
            kind,
            span,
            starts_line,
        });
        starts_line = false;
        rest = after;
    }
}

/// Skips white space and comments; says whether a line ended.
fn blank(text: &str) -> (&str, bool) {
    let mut rest = text;
    let mut new_line = false;
    loop {
        let after = rest.trim_start_matches(|letter: char| letter.is_whitespace());
        new_line |= rest[..rest.offset(after)].contains('\n');
        rest = after;
        let comment = rest.strip_prefix('#').is_some_and(|after| {
            after.starts_with([' ', '\t', '\r', '\n', '#']) || after.is_empty()
        });
        if !comment {
            return (rest, new_line);
        }
        // An empty slice of this very text, so that places can still be counted from it.
        rest = rest
            .find('\n')
            .map_or(&rest[rest.len()..], |end| &rest[end..]);
    }
}

fn one(text: &str) -> IResult<&str, Kind> {
    alt((calendar, number, name, string, colour, sign)).parse(text)
}

fn is_name_start(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

fn is_name_part(letter: char) -> bool {
    // Marks that combine with a letter belong to names in many scripts.
    letter.is_alphanumeric()
        || letter == '_'
        || matches!(letter, '\u{0300}'..='\u{036f}' | '\u{02bc}' | '\u{2019}')
}

fn name(text: &str) -> IResult<&str, Kind> {
    let (rest, name) =
        recognize(pair(satisfy(is_name_start), take_while(is_name_part))).parse(text)?;
    Ok((rest, Kind::Name(name.to_string())))
}

fn digits(text: &str) -> IResult<&str, &str> {
    take_while1(|letter: char| letter.is_ascii_digit()).parse(text)
}

/// `2023-11-30`, `2023-Q2`, `2023-H1`, `2023-05`: four digits, a hyphen, and what makes a period. A bare year is a
/// number, and `2023 - 5` with spaces is a subtraction.
fn calendar(text: &str) -> IResult<&str, Kind> {
    let part = take_while1(|letter: char| letter.is_ascii_alphanumeric());
    let year = verify(digits, |year: &str| year.len() == 4);
    let (rest, found) =
        recognize((year, char('-'), part, opt(preceded(char('-'), digits)))).parse(text)?;
    let kind = parse_date(found)
        .map(Kind::Date)
        .or_else(|| Period::parse(found).map(Kind::Period));
    let shape_of_calendar = found
        .as_bytes()
        .get(5)
        .is_some_and(|byte| b"QH".contains(byte))
        || found.len() == 10
        || found.len() == 7;
    match kind {
        Some(kind) => Ok((rest, kind)),
        None if shape_of_calendar => Ok((rest, Kind::Wrong)),
        None => Err(nom::Err::Error(nom::error::Error::new(
            text,
            nom::error::ErrorKind::Digit,
        ))),
    }
}

/// Digits, at most one point with digits after it, and perhaps `%`.
fn number(text: &str) -> IResult<&str, Kind> {
    let (rest, found) = recognize(pair(digits, opt(pair(char('.'), digits)))).parse(text)?;
    // `1_000`, `5x`, `1e3` and `31.12.2023` are no numbers, and neither half of them is meant alone.
    let dotted = rest
        .strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
    let glued = rest.starts_with(is_name_part) && !rest.starts_with("\u{2019}") || dotted;
    let Some(value) = Number::parse(found).filter(|_| !glued) else {
        let (rest, _) = take_while(|letter| is_name_part(letter) || letter == '.').parse(rest)?;
        return Ok((rest, Kind::Wrong));
    };
    match rest.strip_prefix('%') {
        Some(rest) => {
            let share = value.over(&Number::whole(100)).unwrap_or(value);
            Ok((rest, Kind::Percent(share)))
        }
        None => Ok((rest, Kind::Number(value))),
    }
}

/// `"text"` on one line; `\"` and `\\` stand for `"` and `\`.
fn string(text: &str) -> IResult<&str, Kind> {
    let (mut rest, _) = char('"').parse(text)?;
    let mut found = String::new();
    loop {
        let (after, plain) =
            take_while(|letter| !matches!(letter, '"' | '\\' | '\n')).parse(rest)?;
        found.push_str(plain);
        rest = after;
        let mut letters = rest.chars();
        match (letters.next(), letters.next()) {
            (Some('"'), _) => return Ok((&rest[1..], Kind::Text(found))),
            (Some('\\'), Some(letter @ ('"' | '\\'))) => {
                found.push(letter);
                rest = &rest[2..];
            }
            (Some('\\'), _) => {
                found.push('\\');
                rest = &rest[1..];
            }
            _ => {
                return Err(nom::Err::Error(nom::error::Error::new(
                    text,
                    nom::error::ErrorKind::Char,
                )));
            }
        }
    }
}

fn colour(text: &str) -> IResult<&str, Kind> {
    let hex = take_while1(|letter: char| letter.is_ascii_hexdigit());
    let (rest, found) =
        recognize(pair(char('#'), verify(hex, |hex: &str| hex.len() == 6))).parse(text)?;
    Ok((rest, Kind::Colour(found.to_ascii_lowercase())))
}

fn sign(text: &str) -> IResult<&str, Kind> {
    if HABITS.iter().any(|(habit, _)| text.starts_with(habit)) {
        return Err(nom::Err::Error(nom::error::Error::new(
            text,
            nom::error::ErrorKind::Tag,
        )));
    }
    for sign in SIGNS {
        if let Ok((rest, _)) = tag::<_, _, nom::error::Error<&str>>(sign).parse(text) {
            return Ok((rest, Kind::Sign(sign)));
        }
    }
    Err(nom::Err::Error(nom::error::Error::new(
        text,
        nom::error::ErrorKind::Tag,
    )))
}

/// Reports what cannot be a token and says how much of it to pass over.
fn wrong<'t>(
    file: FileId,
    text: &str,
    rest: &'t str,
    errors: &mut Vec<SyntaxError>,
) -> (&'t str, Kind) {
    let start = text.offset(rest);
    let span = |end: &str| Span::new(file, start, text.offset(end));
    if let Some((habit, instead)) = HABITS.iter().find(|(habit, _)| rest.starts_with(habit)) {
        let after = &rest[habit.len()..];
        errors.push(SyntaxError::Habit {
            found: habit,
            instead,
            span: span(after),
        });
        let read_as = SIGNS.iter().find(|sign| sign == &instead);
        return (after, read_as.map_or(Kind::Wrong, |sign| Kind::Sign(sign)));
    }
    if rest.starts_with('"') {
        let end = rest.find('\n').unwrap_or(rest.len());
        errors.push(SyntaxError::OpenText {
            span: span(&rest[end..]),
        });
        return (
            &rest[end..],
            Kind::Text(rest[1..end].trim_end().to_string()),
        );
    }
    if rest.starts_with(['“', '”', '„', '«', '»', '‘', '’', '‟']) {
        // A text in typographic quotes is read as the text it was meant to be.
        let inner = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
        // One search for either, so that a line of nothing but quotes is gone through once.
        let close = inner.find(['“', '”', '«', '»', '’', '"', '\n']);
        let at = close.unwrap_or(inner.len());
        let quote = inner[at..].chars().next().filter(|found| *found != '\n');
        let words = &inner[..at];
        let length = rest.offset(inner) + at + quote.map_or(0, char::len_utf8);
        let after = &rest[length..];
        errors.push(SyntaxError::CurlyQuotes { span: span(after) });
        return (after, Kind::Text(words.trim_end().to_string()));
    }
    if let Some(after) = rest.strip_prefix('#') {
        let end = after
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(after.len());
        let colour_like = end == 3
            || (4..=8).contains(&end) && after[..end].bytes().all(|b| b.is_ascii_hexdigit());
        let end = if colour_like {
            end
        } else {
            after.find('\n').unwrap_or(after.len())
        };
        errors.push(SyntaxError::CommentOrColour {
            span: span(&after[end..]),
        });
        return (&after[end..], Kind::Wrong);
    }
    // One run of odd characters is one mistake.
    let odd = |letter: char| {
        !letter.is_whitespace()
            && !is_name_start(letter)
            && !letter.is_ascii_digit()
            && !"{}()[],:|\"#".contains(letter)
    };
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let end = rest[first..]
        .find(|letter: char| !odd(letter))
        .map_or(rest.len(), |end| first + end);
    errors.push(SyntaxError::StrayCharacter {
        found: rest[..end].chars().take(20).collect(),
        span: span(&rest[end..]),
    });
    (&rest[end..], Kind::Wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        let (tokens, errors) = tokens(FileId::default(), text);
        assert_eq!(errors, [], "{text}");
        tokens
            .into_iter()
            .map(|token| token.kind)
            .filter(|kind| *kind != Kind::End)
            .collect()
    }

    fn names(names: &[&str]) -> Vec<Kind> {
        names
            .iter()
            .map(|name| Kind::Name((*name).to_string()))
            .collect()
    }

    #[test]
    fn names_that_begin_like_numbers_stay_names() {
        // The trap of ready-made float parsers: `inf`, `nan` and exponents.
        assert_eq!(
            kinds("info nan_share infinity e5"),
            names(&["info", "nan_share", "infinity", "e5"])
        );
    }

    #[test]
    fn names_in_any_script() {
        assert_eq!(
            kinds("доступ სახელი 名前"),
            names(&["доступ", "სახელი", "名前"])
        );
    }

    #[test]
    fn literals_have_types_of_their_own() {
        assert_eq!(
            kinds("0.5 5% 2023-11-30 2023-Q2 2023-05 2023 #19aa52 \"a \\\"b\\\"\""),
            [
                Kind::Number(Number::ratio(1, 2).unwrap()),
                Kind::Percent(Number::ratio(1, 20).unwrap()),
                Kind::Date(parse_date("2023-11-30").unwrap()),
                Kind::Period(Period::Quarter(2023, 2)),
                Kind::Period(Period::Month(2023, 5)),
                Kind::Number(Number::whole(2023)),
                Kind::Colour("#19aa52".to_string()),
                Kind::Text("a \"b\"".to_string()),
            ]
        );
    }

    #[test]
    fn a_hash_and_a_space_start_a_comment() {
        assert_eq!(kinds("a # b \"c\n## more\n#\nd"), names(&["a", "d"]));
    }

    #[test]
    fn line_starts_are_known_through_comments_bom_and_crlf() {
        let (tokens, _) = tokens(FileId::default(), "\u{feff}a b # c\r\nd");
        let starts: Vec<bool> = tokens.iter().map(|token| token.starts_line).collect();
        assert_eq!(starts, [true, false, true, true]);
    }
}
