//! The steps of an expression of a disclosure, with the values the evaluator gives them.

use super::{ConditionStep, Step, operator};
use crate::language::evaluate::{Answer, Case, Facts, Part, Settled, Unscored};
use crate::language::rubric::{Condition, Expression, FactId, Rubric};
use crate::language::test::reason_in_words;
use crate::language::value::Value;
use crate::language::words;

/// The steps of an expression; `criteria` holds the criteria that are known when it is evaluated.
pub(crate) fn expression(
    rubric: &Rubric,
    case: &Case,
    criteria: &[Settled],
    expression: &Expression,
) -> Step {
    let criteria: Vec<Part> = criteria.iter().map(Part::of).collect();
    Tracer::of(rubric, case, &criteria).step(expression)
}

/// A condition with the answer to it.
pub(crate) fn condition(
    rubric: &Rubric,
    case: &Case,
    criteria: &[Settled],
    condition: &Condition,
) -> ConditionStep {
    let criteria: Vec<Part> = criteria.iter().map(Part::of).collect();
    Tracer::of(rubric, case, &criteria).condition(condition)
}

struct Tracer<'a> {
    rubric: &'a Rubric,
    case: &'a Case,
    facts: Facts<'a>,
}

impl<'a> Tracer<'a> {
    fn of(rubric: &'a Rubric, case: &'a Case, criteria: &'a [Part]) -> Self {
        Tracer {
            rubric,
            case,
            facts: Facts::of(rubric, case, criteria),
        }
    }

    fn step(&self, written: &Expression) -> Step {
        let found = self.facts.value(written);
        let text = words::expression(self.rubric, written, &|_| None);
        let (value, said) = match found {
            Ok(Value::Number(number)) => (Some(number), None),
            Ok(value) => (None, Some(self.show(written, &value))),
            Err(reason) => (None, Some(absent(self.rubric, &reason))),
        };
        let step = |kind| Step {
            words: said.clone(),
            ..Step::leaf(kind, text.clone(), value.clone())
        };
        match written {
            Expression::Constant(..) => step("number"),
            Expression::Fact(id, _) => step("answer").named(self.fact(*id)),
            Expression::Criterion(id, _) => {
                let criterion = self.rubric.criteria.get(id.index());
                step("criterion").named(criterion.map_or("", |found| &found.name))
            }
            Expression::Let(id, _) => {
                let item = self.rubric.lets.get(id.index());
                step("value").named(item.map_or("", |found| &found.name))
            }
            Expression::Assessed(_) => step("assessed"),
            Expression::Score(_) => step("score"),
            Expression::NotApplicable(_) => step("not_applicable"),
            Expression::OfList { list, .. } => step("records").named(self.fact(*list)),
            Expression::Negate(inner) => step("negate").of(vec![self.step(inner)]),
            Expression::Binary(sign, left, right, _) => {
                step(operator(*sign)).of(vec![self.step(left), self.step(right)])
            }
            Expression::Call(function, arguments, _) => {
                let parts = arguments.iter().map(|argument| self.step(argument));
                step(function.name()).of(parts.collect())
            }
            Expression::If(test, then, otherwise) => {
                let test = self.condition(test);
                let taken = match test.holds {
                    Some(true) => vec![self.step(then)],
                    Some(false) => vec![self.step(otherwise)],
                    None => Vec::new(),
                };
                Step {
                    test: Some(test),
                    ..step("if").of(taken)
                }
            }
        }
    }

    fn condition(&self, written: &Condition) -> ConditionStep {
        let mut reads: Vec<(String, String)> = Vec::new();
        let mut add = |name: &str, value: String| {
            if !reads.iter().any(|(known, _)| known == name) {
                reads.push((name.to_string(), value));
            }
        };
        written.walk(&mut |part| match part {
            Condition::Is { fact, .. } | Condition::Has { fact, .. } => {
                add(self.fact(*fact), self.answer(*fact));
            }
            Condition::OfList { list, .. } => add(self.fact(*list), self.answer(*list)),
            Condition::Compare { left, right, .. } => {
                for side in [left, right] {
                    side.walk(&mut |part| match part {
                        Expression::Fact(..)
                        | Expression::Criterion(..)
                        | Expression::Let(..)
                        | Expression::Assessed(_) => {
                            let step = self.step(part);
                            add(&step.text, step.shown(12));
                        }
                        _ => {}
                    });
                }
            }
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
        });
        ConditionStep {
            text: words::condition(self.rubric, written),
            holds: self.facts.holds(written).ok(),
            reads,
        }
    }

    fn fact(&self, id: FactId) -> &'a str {
        let fact = self.rubric.facts.get(id.index());
        fact.map_or("", |fact| &fact.name)
    }

    /// The answer to a fact in words.
    fn answer(&self, id: FactId) -> String {
        match (
            self.case.answers.get(id.index()),
            self.rubric.facts.get(id.index()),
        ) {
            (Some(Answer::Known(value)), Some(fact)) => fact.domain.show(value),
            (Some(Answer::NotAsked), _) => "not asked".to_string(),
            _ => "not known".to_string(),
        }
    }

    fn show(&self, written: &Expression, value: &Value) -> String {
        match written {
            Expression::Fact(id, _) => self.answer(*id),
            _ => value.to_string(),
        }
    }
}

/// Why something has no value, in words.
fn absent(rubric: &Rubric, reason: &Unscored) -> String {
    match reason {
        Unscored::NotApplicable(_) => "not applicable".to_string(),
        other => reason_in_words(rubric, other),
    }
}
