//! The answers a fact could get.

use super::States;
use super::questions::kind;
use crate::catalogue::IndicatorId;
use crate::language::calendar::{Duration, Period, period_due};
use crate::language::evaluate::{Case, answers, value};
use crate::language::number::Number;
use crate::language::rubric::{Expression, FactId, Function, Rubric};
use crate::language::value::{Domain, Members, Value};
use jiff::civil::Date;

/// So many groups of one set are combined.
const MOST_GROUPS: usize = 5;

impl States<'_> {
    /// The answers a fact could get instead of the present one, or for the first time. `given` holds what is answered
    /// before it.
    pub(super) fn better_answers(
        &self,
        id: IndicatorId,
        fact: FactId,
        present: Option<&Value>,
        now: &Case,
        given: &[Option<Value>],
    ) -> Vec<Value> {
        let rubric = &self.edition.rubric;
        let Some(declared) = rubric.facts.get(fact.index()) else {
            return Vec::new();
        };
        match &declared.domain {
            Domain::Choice {
                answers,
                best_first,
            } => {
                let end = match present {
                    Some(Value::Choice(at)) if *best_first => *at,
                    _ => u8::try_from(answers.len()).unwrap_or(u8::MAX),
                };
                let all = (0..end).map(Value::Choice);
                all.filter(|value| Some(value) != present).collect()
            }
            Domain::Set(_) => self.sets(id, fact, present),
            domain => {
                let case = Case {
                    answers: answers(rubric, given.to_vec()),
                    assessed: now.assessed,
                    judged: Vec::new(),
                };
                let has_come_out = self.questions.deadlines.contains(&fact);
                let mut all: Vec<Value> = Vec::new();
                for reached in self.values_compared_with(fact, domain, &case) {
                    // A value is worth trying when it is one of the fact's own, as it would be written, and can have come
                    // out by the day somebody looked.
                    let own = domain.read(&domain.show(&reached)).ok();
                    let own = own.filter(|own| !has_come_out || is_over(own, now.assessed));
                    all.extend(own.filter(|own| Some(own) != present && !all.contains(own)));
                }
                all
            }
        }
    }

    /// The values that comparisons with a fact ask for. The last period that is due comes first, by its plainest name:
    /// where a plan every two years is due, any later than some day in the past will do, and the year is what one says.
    fn values_compared_with(&self, fact: FactId, domain: &Domain, case: &Case) -> Vec<Value> {
        let rubric = &self.edition.rubric;
        let mut all = Vec::new();
        for (comparison, side) in self.questions.compared.get(&fact).into_iter().flatten() {
            if *domain == Domain::Period {
                let mut calls = Vec::new();
                calls_of_period_due(rubric, side, &mut calls);
                for arguments in calls {
                    all.extend(last_period(rubric, case, arguments));
                }
            }
            let reached = value(rubric, case, side);
            if *domain == Domain::Count
                && !comparison.holds(std::cmp::Ordering::Equal)
                && let Some(Value::Number(number)) = &reached
            {
                let one = Number::whole(1);
                all.extend([number.plus(&one), number.minus(&one)].map(Value::Number));
            }
            all.extend(reached);
        }
        all
    }

    /// The present set with one member more of each combination of groups it does not touch.
    fn sets(&self, id: IndicatorId, fact: FactId, present: Option<&Value>) -> Vec<Value> {
        let had = match present {
            Some(Value::Set(had)) => *had,
            _ => Members::default(),
        };
        let usual = self.questions.usual(fact, kind(self.edition, id));
        let often = |member: u8| {
            usual
                .and_then(|usual| usual.get(&member))
                .copied()
                .unwrap_or(0)
        };
        let mut members: Vec<u8> = Vec::new();
        for group in self.questions.groups.get(&fact).into_iter().flatten() {
            if !group.shared(had).is_empty() {
                continue;
            }
            // The one most used; of equals the first declared.
            let best = group
                .iter()
                .max_by_key(|member| (often(*member), std::cmp::Reverse(*member)));
            members.extend(best);
        }
        members.sort_by_key(|member| std::cmp::Reverse(often(*member)));
        members.truncate(MOST_GROUPS);
        let mut sets: Vec<Members> = (1usize..1 << members.len())
            .map(|chosen| {
                let taken = members
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| chosen >> at & 1 == 1);
                taken.fold(had, |set, (_, member)| set.with(Members::only(*member)))
            })
            .collect();
        sets.sort_by_key(|set| set.0.count_ones());
        sets.into_iter().map(Value::Set).collect()
    }
}

/// Whether a period has ended by a day: before that nobody can publish all of it.
fn is_over(value: &Value, assessed: Option<Date>) -> bool {
    match (value, assessed) {
        (Value::Period(period), Some(assessed)) => period.last_day() <= assessed,
        _ => true,
    }
}

/// The arguments of every `period_due(…)` in an expression, also behind named values.
fn calls_of_period_due<'r>(
    rubric: &'r Rubric,
    expression: &'r Expression,
    into: &mut Vec<&'r [Expression]>,
) {
    let mut lets = Vec::new();
    expression.walk(&mut |part| match part {
        Expression::Call(Function::PeriodDue, arguments, _) => into.push(arguments),
        Expression::Let(id, _) => lets.extend(rubric.lets.get(id.index())),
        _ => {}
    });
    for item in lets {
        calls_of_period_due(rubric, &item.value, into);
    }
}

/// The last period that is due, as a year, half-year, quarter, month or day; where that has no name of its own, as the
/// last year, month or day of it.
fn last_period(rubric: &Rubric, case: &Case, arguments: &[Expression]) -> Option<Value> {
    let [every, due, day] = arguments else {
        return None;
    };
    let (Value::Duration(every), Value::Duration(due), Value::Date(day)) = (
        value(rubric, case, every)?,
        value(rubric, case, due)?,
        value(rubric, case, day)?,
    ) else {
        return None;
    };
    let named = match every {
        Duration {
            months: 1 | 3 | 6 | 12,
            days: 0,
        } => every,
        Duration { months, days: 0 } if months % 12 == 0 => Duration {
            months: 12,
            days: 0,
        },
        Duration { months, days: 0 } if months > 0 => Duration { months: 1, days: 0 },
        _ => Duration { months: 0, days: 1 },
    };
    let last: Option<Period> = period_due(named, due, day);
    last.map(Value::Period)
}
