//! One record in the making: keys and values, from YAML or from the cells of a table, become facts, judgements, a state
//! and notes. What is wrong is reported and left out.

use super::errors::EvidenceError;
use super::{Absence, Notes, Recorded, State};
use crate::diagnostic::{Span, did_you_mean, one_of};
use crate::language::calendar::parse_date;
use crate::language::deadline::deadlines;
use crate::language::number::Number;
use crate::language::rubric::{CriterionId, FactId, Rubric};
use crate::language::syntax::FactRole;
use crate::language::value::{Domain, Members, Value};
use jiff::civil::Date;
use std::collections::HashMap;

/// Keys of a disclosure that are no facts.
pub(super) const NOTE_KEYS: [&str; 5] = ["source", "seen", "assessor", "note", "reason"];
/// Keys that say why there are no facts, or that there may be others.
pub(super) const STATE_KEYS: [&str; 4] =
    ["withheld", "not_applicable", "not_assessed", "provisional"];
/// What stands under a state where somebody means that it does not hold.
const NO_REASONS: [&str; 5] = ["no", "false", "0", "No", "False"];

/// What the keys of a record mean under one rubric.
#[derive(Debug)]
pub(super) struct Keys<'r> {
    pub rubric: &'r Rubric,
    /// The year of the edition.
    pub year: i16,
    /// The facts that are compared with a deadline.
    pub deadlines: Vec<FactId>,
    facts: HashMap<&'r str, (FactId, &'r Domain)>,
}

/// One text with its place.
pub(super) type Text<'t> = (&'t str, Span);

impl<'r> Keys<'r> {
    pub fn of(year: i16, rubric: &'r Rubric) -> Self {
        let facts = rubric.facts_of(FactRole::Evidence);
        let compared = deadlines(rubric);
        Keys {
            rubric,
            year,
            deadlines: compared.iter().map(|deadline| deadline.fact).collect(),
            facts: facts
                .map(|(id, fact)| (fact.name.as_str(), (id, &fact.domain)))
                .collect(),
        }
    }

    pub fn fact(&self, key: &str) -> Option<(FactId, &'r Domain)> {
        self.facts.get(key).copied()
    }

    /// A key that no disclosure has under this rubric.
    pub fn unknown(&self, key: &str, span: Span) -> EvidenceError {
        EvidenceError::UnknownKey {
            what: "a disclosure",
            key: short(key),
            help: did_you_mean(key, self.known()),
            span,
        }
    }

    /// All keys a disclosure may have, for "did you mean".
    pub fn known(&self) -> Vec<&str> {
        let facts = self
            .rubric
            .facts_of(FactRole::Evidence)
            .map(|(_, fact)| fact.name.as_str());
        facts
            .chain(NOTE_KEYS)
            .chain(STATE_KEYS)
            .chain(["bodies", "judged", "since"])
            .collect()
    }
}

/// Everything that was recorded about one disclosure (or one body of a sample).
#[derive(Debug)]
pub(super) struct Draft {
    pub facts: Vec<Recorded>,
    pub judged: Vec<(CriterionId, Number, Span)>,
    pub notes: Notes,
    pub state: Option<(State, Span)>,
    pub since: Option<(Date, Span)>,
    pub seen: Option<(Date, Span)>,
    /// Something was recorded, even if it was wrong.
    pub touched: bool,
}

impl Draft {
    pub fn new() -> Self {
        Draft {
            facts: Vec::new(),
            judged: Vec::new(),
            notes: Notes::default(),
            state: None,
            since: None,
            seen: None,
            touched: false,
        }
    }

    /// Takes the value of a fact: one text, or several for a set.
    pub fn fact<'t>(
        &mut self,
        rubric: &Rubric,
        fact: (FactId, &Domain),
        texts: impl Iterator<Item = Text<'t>>,
        span: Span,
        errors: &mut Vec<EvidenceError>,
    ) {
        self.touched = true;
        let (id, domain) = fact;
        let mut value: Option<Value> = None;
        let mut members = Members::default();
        let mut wrong = false;
        for (text, place) in texts {
            match domain.read(text) {
                Ok(Value::Set(more)) => members = members.with(more),
                Ok(read) => value = Some(read),
                Err(error) => {
                    wrong = true;
                    errors.push(EvidenceError::WrongValue {
                        fact: name(rubric, id),
                        value: short(text),
                        expected: error.to_string(),
                        help: error.help,
                        span: place,
                    });
                }
            }
        }
        if wrong {
            return;
        }
        let value = match domain {
            Domain::Set(_) => Value::Set(members),
            _ => match value {
                Some(value) => value,
                None => return,
            },
        };
        self.facts.push(Recorded {
            fact: id,
            value,
            span,
        });
    }

    /// Takes a judgement.
    pub fn judge(
        &mut self,
        rubric: &Rubric,
        criterion: Text<'_>,
        score: Text<'_>,
        errors: &mut Vec<EvidenceError>,
    ) {
        self.touched = true;
        let Some(id) = rubric.criterion(criterion.0) else {
            let known = rubric
                .criteria
                .iter()
                .map(|criterion| criterion.name.as_str());
            errors.push(EvidenceError::Unknown {
                what: "criterion",
                name: short(criterion.0),
                help: did_you_mean(criterion.0, known.clone())
                    .or_else(|| Some(format!("known: {}", one_of(known)))),
                span: criterion.1,
            });
            return;
        };
        let levels = rubric
            .criteria
            .get(id.index())
            .map_or(&[][..], |criterion| &criterion.levels);
        let number = Number::parse(score.0);
        match number {
            Some(number) if levels.is_empty() || levels.contains(&number) => {
                self.judged.push((id, number, score.1));
            }
            _ => {
                let levels: Vec<String> = levels.iter().map(Number::to_string).collect();
                let expected = if levels.is_empty() {
                    "expected a number such as 0.5".to_string()
                } else {
                    format!("expected {}", one_of(levels.iter().map(String::as_str)))
                };
                errors.push(EvidenceError::NotALevel {
                    criterion: criterion.0.to_string(),
                    judged: short(score.0),
                    expected,
                    span: score.1,
                });
            }
        }
    }

    /// Takes a key that says something about state, or a note. `false` when the key is neither.
    pub fn remark(&mut self, key: &str, text: Text<'_>, errors: &mut Vec<EvidenceError>) -> bool {
        if let Some(key) = STATE_KEYS.into_iter().find(|known| *known == key)
            && NO_REASONS.contains(&text.0)
        {
            self.touched = true;
            errors.push(EvidenceError::WrongValue {
                fact: key.to_string(),
                value: text.0.to_string(),
                expected: "expected the reason".to_string(),
                help: Some(format!("leave it out where nothing is {}", spoken(key))),
                span: text.1,
            });
            return true;
        }
        let words = || text.0.to_string();
        let state = match key {
            "provisional" => Some(State::Provisional(words())),
            _ => {
                let kind = Absence::ALL.into_iter().find(|kind| kind.word() == key);
                kind.map(|kind| State::Absent {
                    kind,
                    reason: words(),
                    since: None,
                })
            }
        };
        if let Some(state) = state {
            self.touched = true;
            match &self.state {
                Some((first, place)) => errors.push(EvidenceError::TwoStates {
                    one: state_words(first),
                    other: state_words(&state),
                    span: text.1,
                    first: *place,
                }),
                None => self.state = Some((state, text.1)),
            }
            return true;
        }
        match key {
            "source" => self.notes.source = Some(text.0.into()),
            "assessor" => self.notes.assessor = Some(text.0.into()),
            "note" => self.notes.note = Some(text.0.into()),
            "reason" => self.notes.reason = Some(text.0.into()),
            "seen" => {
                self.notes.seen = date("seen", text, errors);
                self.seen = self.notes.seen.map(|day| (day, text.1));
            }
            "since" => self.since = date("since", text, errors).map(|day| (day, text.1)),
            _ => return false,
        }
        true
    }

    /// Whether there is an answer or a judgement.
    pub fn answers(&self) -> bool {
        !self.facts.is_empty() || !self.judged.is_empty()
    }
}

/// A state as messages name it.
pub(super) fn state_words(state: &State) -> &'static str {
    match state {
        State::Assessed => "assessed",
        State::Provisional(_) => "provisional",
        State::Absent { kind, .. } => match kind {
            Absence::NotApplicable => "not applicable",
            Absence::NotAssessed => "not assessed",
            Absence::Withheld => "withheld",
        },
    }
}

fn spoken(key: &str) -> String {
    key.replace('_', " ")
}

/// A day, reported when it is none.
pub(super) fn date(key: &str, text: Text<'_>, errors: &mut Vec<EvidenceError>) -> Option<Date> {
    let date = parse_date(text.0);
    if date.is_none() {
        errors.push(EvidenceError::WrongValue {
            fact: key.to_string(),
            value: short(text.0),
            expected: "expected a date such as 2023-11-30".to_string(),
            help: looks_like_a_date(text.0)
                .then(|| "there is no such day in the calendar".to_string()),
            span: text.1,
        });
    }
    date
}

fn looks_like_a_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2
}

fn name(rubric: &Rubric, fact: FactId) -> String {
    rubric
        .facts
        .get(fact.index())
        .map_or_else(String::new, |fact| fact.name.clone())
}

/// A text short enough for a message.
pub(super) fn short(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_string();
    }
    text.chars().take(57).chain("…".chars()).collect()
}
