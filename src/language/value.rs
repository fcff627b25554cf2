//! Values of facts, and how the text of an answer (in YAML, in a CSV cell, in a test) becomes one.

use super::calendar::{Duration, Period, parse_date};
use super::number::Number;
use crate::diagnostic::{did_you_mean, one_of};
use jiff::civil::Date;
use std::fmt;

/// The value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Which answer of a choice, counted from 0 in the order of its declaration.
    Choice(u8),
    /// Which members of a set, one bit each in the order of declaration.
    Set(Members),
    /// A number, a count, or a percentage as a fraction (5% is 0.05).
    Number(Number),
    /// A day.
    Date(Date),
    /// A period.
    Period(Period),
    /// A length of time.
    Duration(Duration),
    /// Text that is kept and never scored.
    Text(Box<str>),
    /// Records of a list fact, each with one entry per field in the order of declaration.
    Records(Vec<Vec<Option<Value>>>),
}

/// Some members of a set fact; bit `n` stands for the member declared at place `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Members(pub u64);

impl Members {
    /// How many answers a choice and how many members a set may have.
    pub const MOST: usize = 64;

    /// The set with just this member.
    pub fn only(member: u8) -> Self {
        Members(1u64.checked_shl(u32::from(member)).unwrap_or(0))
    }

    /// Both sets together.
    pub fn with(self, other: Members) -> Self {
        Members(self.0 | other.0)
    }

    /// What is in both.
    pub fn shared(self, other: Members) -> Self {
        Members(self.0 & other.0)
    }

    /// Whether `member` is in it.
    pub fn has(self, member: u8) -> bool {
        self.shared(Members::only(member)) != Members(0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The members, lowest first.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..Members::MOST as u8).filter(move |member| self.has(*member))
    }
}

/// What values a fact may take.
#[derive(Debug, Clone, PartialEq)]
pub enum Domain {
    /// One of several answers.
    Choice {
        /// The answers.
        answers: Vec<String>,
        /// Whether they stand from best to worst.
        best_first: bool,
    },
    /// Any number of several members.
    Set(Vec<String>),
    /// A number.
    Number {
        /// Its unit, for people.
        unit: Option<String>,
        /// The smallest value allowed.
        from: Option<Number>,
        /// The largest value allowed.
        to: Option<Number>,
    },
    /// A whole number from 0.
    Count,
    /// 0% to 100%.
    Percent,
    /// A day.
    Date,
    /// A year, half-year, quarter, month or day.
    Period,
    /// A length of time.
    Duration,
    /// Text that is kept and never scored.
    Text,
    /// A list of records with these fields.
    List(Vec<Field>),
}

/// A field of the records of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What values it may take.
    pub domain: Domain,
}

/// Why a text is no value of a fact: what was expected, and the nearest value when there is one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct NotAValue {
    /// What would have been right, in words.
    pub expected: String,
    /// "did you mean …?"
    pub help: Option<String>,
}

impl Domain {
    /// The answers of a choice or the members of a set.
    pub fn names(&self) -> &[String] {
        match self {
            Domain::Choice { answers, .. } => answers,
            Domain::Set(members) => members,
            _ => &[],
        }
    }

    /// The place of an answer or member.
    pub fn position(&self, name: &str) -> Option<u8> {
        let at = self.names().iter().position(|known| known == name)?;
        u8::try_from(at).ok()
    }

    /// What is expected, in words for a message.
    pub fn expected(&self) -> String {
        match self {
            Domain::Choice { answers, .. } => one_of(answers.iter().map(String::as_str)),
            Domain::Set(members) => {
                format!("a list of {}", one_of(members.iter().map(String::as_str)))
            }
            Domain::Number { unit, from, to } => {
                let unit = unit
                    .as_ref()
                    .map_or(String::new(), |unit| format!(" of {unit}"));
                match (from, to) {
                    (Some(from), Some(to)) => format!("a number{unit} from {from} to {to}"),
                    (Some(from), None) => format!("a number{unit} from {from}"),
                    (None, Some(to)) => format!("a number{unit} up to {to}"),
                    (None, None) => format!("a number{unit}"),
                }
            }
            Domain::Count => "a whole number from 0".to_string(),
            Domain::Percent => "a percentage from 0% to 100%".to_string(),
            Domain::Date => "a date such as 2023-11-30".to_string(),
            Domain::Period => {
                "a period such as 2023, 2023-H1, 2023-Q2, 2023-05 or 2023-05-17".to_string()
            }
            Domain::Duration => "a duration such as `45 days`, `3 months` or `1 year`".to_string(),
            Domain::Text => "a text".to_string(),
            Domain::List(fields) => {
                let names = fields.iter().map(|field| field.name.as_str());
                let all: Vec<String> = names.map(|name| format!("{name}: …")).collect();
                format!("a list of records such as `[{{ {} }}]`", all.join(", "))
            }
        }
    }

    /// Reads one text. A set reads it as its only member.
    pub fn read(&self, text: &str) -> Result<Value, NotAValue> {
        let value = match self {
            Domain::Choice { .. } => self.position(text).map(Value::Choice),
            Domain::Set(_) => self.position(text).map(|at| Value::Set(Members::only(at))),
            Domain::Number { from, to, .. } => Number::parse(text)
                .filter(|number| from.as_ref().is_none_or(|from| number >= from))
                .filter(|number| to.as_ref().is_none_or(|to| number <= to))
                .map(Value::Number),
            Domain::Count => Number::parse(text)
                .filter(|number| number.is_whole() && !number.is_negative())
                .map(Value::Number),
            Domain::Percent => text
                .strip_suffix('%')
                .and_then(|digits| Number::parse(digits.trim_end()))
                .and_then(|number| number.over(&Number::whole(100)))
                .filter(|number| !number.is_negative() && *number <= Number::whole(1))
                .map(Value::Number),
            Domain::Date => parse_date(text).map(Value::Date),
            Domain::Period => Period::parse(text).map(Value::Period),
            Domain::Duration => Duration::parse(text).map(Value::Duration),
            Domain::Text => Some(Value::Text(text.into())),
            Domain::List(_) => None,
        };
        value.ok_or_else(|| NotAValue {
            expected: self.expected(),
            help: did_you_mean(text, self.names().iter().map(String::as_str)),
        })
    }

    /// The text that [`read`](Domain::read) would turn into this value; sets as `[csv, pdf]`.
    pub fn show(&self, value: &Value) -> String {
        match value {
            Value::Choice(at) => self.name(*at).to_string(),
            Value::Set(members) => {
                let names: Vec<&str> = members.iter().map(|at| self.name(at)).collect();
                format!("[{}]", names.join(", "))
            }
            Value::Number(number) if *self == Domain::Percent => {
                format!("{}%", number.times(&Number::whole(100)))
            }
            Value::Records(records) => match self {
                Domain::List(fields) => {
                    let shown = records.iter().map(|record| show_record(fields, record));
                    format!("[{}]", shown.collect::<Vec<_>>().join(", "))
                }
                _ => value.to_string(),
            },
            other => other.to_string(),
        }
    }

    /// The name of an answer or member; empty when there is none at this place.
    pub fn name(&self, at: u8) -> &str {
        self.names().get(usize::from(at)).map_or("", String::as_str)
    }
}

fn show_record(fields: &[Field], record: &[Option<Value>]) -> String {
    let parts = fields.iter().zip(record).filter_map(|(field, value)| {
        let value = value.as_ref()?;
        Some(format!("{}: {}", field.name, field.domain.show(value)))
    });
    format!("{{ {} }}", parts.collect::<Vec<_>>().join(", "))
}

/// Choices and sets print their places; [`Domain::show`] prints their names.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Choice(at) => write!(f, "#{at}"),
            Value::Set(members) => write!(f, "#{:b}", members.0),
            Value::Number(number) => number.fmt(f),
            Value::Date(date) => date.fmt(f),
            Value::Period(period) => period.fmt(f),
            Value::Duration(duration) => duration.fmt(f),
            Value::Text(text) => f.write_str(text),
            Value::Records(records) => write!(f, "{} records", records.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access() -> Domain {
        let answers = ["free", "personal_data", "on_request", "paid"];
        Domain::Choice {
            answers: answers.map(String::from).to_vec(),
            best_first: true,
        }
    }

    #[test]
    fn an_unknown_answer_says_what_was_expected_and_what_is_near() {
        let error = access().read("fre").unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected `free`, `personal_data`, `on_request` or `paid`"
        );
        assert_eq!(error.help.as_deref(), Some("did you mean `free`?"));
    }

    #[test]
    fn numbers_stay_within_their_range() {
        let domain = Domain::Number {
            unit: None,
            from: Some(Number::zero()),
            to: Some(Number::whole(120)),
        };
        assert!(domain.read("83.393").is_ok());
        for text in ["-1", "120.1", "inf", "12 years", ""] {
            assert!(domain.read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_percentage_is_a_fraction() {
        let value = Domain::Percent.read("5%").unwrap();
        assert_eq!(value, Value::Number(Number::ratio(1, 20).unwrap()));
        assert_eq!(Domain::Percent.show(&value), "5%");
        assert!(Domain::Percent.read("5").is_err());
        assert!(Domain::Percent.read("101%").is_err());
    }

    #[test]
    fn what_is_shown_can_be_read_again() {
        for (domain, text) in [
            (access(), "paid"),
            (Domain::Period, "2023-Q2"),
            (Domain::Duration, "11 months"),
            (Domain::Date, "2023-11-30"),
            (Domain::Count, "14"),
        ] {
            assert_eq!(domain.show(&domain.read(text).unwrap()), text);
        }
    }
}
