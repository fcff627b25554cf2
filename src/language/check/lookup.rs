//! Look-ups: a value for each answer of a choice. As the whole of a criterion one is a list of rules, with a decision table,
//! coverage by tests and all proofs; inside a formula it is a chain of `if … then … else …`.

use super::super::rubric::{Condition, Expression, FactId};
use super::super::syntax::{self, Lookup, Rule};
use super::super::value::{Domain, Members};
use super::{CheckError, Checker};

/// The look-up as rules of a criterion.
pub(super) fn as_rules(lookup: &Lookup) -> Vec<Rule> {
    let rules = lookup.entries.iter().map(|entry| Rule::Gives {
        value: entry.value.clone(),
        condition: entry.answers.as_ref().map(|answers| syntax::Condition::Is {
            fact: lookup.fact.clone(),
            negated: false,
            answers: answers.clone(),
        }),
        label: None,
        span: entry.span,
    });
    rules.collect()
}

/// The values of a look-up by answers, and the value of all others.
pub(super) struct Cases<T> {
    pub fact: FactId,
    pub cases: Vec<(Members, T)>,
    pub rest: T,
}

impl Checker<'_> {
    pub(super) fn lookup(&mut self, lookup: &Lookup) -> Option<Expression> {
        let found = self.cases(lookup, &mut |checker, value| checker.number(value))?;
        let mut value = found.rest;
        for (answers, then) in found.cases.into_iter().rev() {
            let condition = Condition::Is {
                fact: found.fact,
                answers,
                negated: false,
                span: lookup.span,
            };
            value = Expression::If(Box::new(condition), Box::new(then), Box::new(value));
        }
        Some(value)
    }

    /// The lines of a look-up, each checked with `read`; every answer has a value.
    pub(super) fn cases<T>(
        &mut self,
        lookup: &Lookup,
        read: &mut dyn FnMut(&mut Self, &syntax::Expression) -> Option<T>,
    ) -> Option<Cases<T>> {
        let id = self.fact_named(&lookup.fact)?;
        let fact = self.facts.get(id.index())?;
        let name = fact.name.clone();
        let may_be_open = fact.asked.is_some() || fact.optional;
        let Domain::Choice { answers, .. } = &fact.domain else {
            self.errors.push(CheckError::WrongTest {
                fact: name,
                is: "no choice",
                test: "lookup",
                help: "look up a fact whose answers are listed, such as `low | middle | high`",
                span: lookup.fact.span,
            });
            return None;
        };
        let all = answers.clone();
        let mut seen = Members::default();
        let mut cases: Vec<(Members, T)> = Vec::new();
        let mut otherwise = None;
        let mut wrong = false;
        for entry in &lookup.entries {
            let value = read(self, &entry.value);
            let Some(names) = &entry.answers else {
                wrong |= value.is_none();
                otherwise = value;
                continue;
            };
            let members = self.members(id, names);
            let (Some(value), Some(members)) = (value, members) else {
                wrong = true;
                continue;
            };
            if !members.shared(seen).is_empty() {
                self.errors.push(CheckError::OutOfRange {
                    what: format!("this answer of `{name}` is looked up above"),
                    help: Some("keep one of the two lines".to_string()),
                    span: entry.span,
                });
            }
            seen = seen.with(members);
            cases.push((members, value));
        }
        if wrong {
            return None;
        }
        let left: Vec<&str> = (0u8..)
            .zip(&all)
            .filter(|(at, _)| !seen.has(*at))
            .map(|(_, answer)| answer.as_str())
            .collect();
        if otherwise.is_none() && (may_be_open || !left.is_empty()) {
            let what = match left.as_slice() {
                [] => format!("`{name}` is not always asked, and has no value then"),
                left => format!("the look-up has no value for `{}`", left.join("`, `")),
            };
            self.errors.push(CheckError::LookupGap {
                what,
                span: lookup.fact.span,
            });
            return None;
        }
        // Where all answers are there, the last one is what is left.
        let rest = match otherwise {
            Some(value) => value,
            None => cases.pop()?.1,
        };
        Some(Cases {
            fact: id,
            cases,
            rest,
        })
    }
}
