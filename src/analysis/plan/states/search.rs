//! The search through all answers to the facts of one disclosure.

use super::{Change, MOST_TRIED, State, States};
use crate::catalogue::IndicatorId;
use crate::language::evaluate::{Answer, Case, answers};
use crate::language::number::Number;
use crate::language::rubric::{CriterionId, FactId};
use crate::language::value::Value;
use crate::scoring::Outcomes;
use std::collections::BTreeMap;

/// A search from one disclosure's present answers.
pub(super) struct Search<'s, 'a> {
    pub states: &'s States<'a>,
    pub id: IndicatorId,
    pub now: &'s Case,
    pub evidence: &'s [FactId],
    pub outcomes: Outcomes,
    pub tried: usize,
    /// The cheapest state per score.
    pub best: BTreeMap<Number, State>,
}

impl Search<'_, '_> {
    pub fn try_facts(
        &mut self,
        at: usize,
        given: &mut Vec<Option<Value>>,
        judged: &[Option<Number>],
    ) {
        let rubric = &self.states.edition.rubric;
        let Some(fact) = self.evidence.get(at).copied() else {
            self.score(given, judged);
            return;
        };
        let asked = rubric
            .facts
            .get(fact.index())
            .is_some_and(|declared| match &declared.asked {
                None => true,
                Some(_) => {
                    let so_far = answers(rubric, given.clone());
                    so_far.get(fact.index()) != Some(&Answer::NotAsked)
                }
            });
        let mut candidates = if asked {
            self.states.candidates(self.id, fact, self.now, given)
        } else {
            Vec::new()
        };
        if self.tried >= MOST_TRIED {
            candidates.truncate(1);
        }
        if candidates.is_empty() {
            return self.try_facts(at + 1, given, judged);
        }
        for value in candidates {
            if let Some(slot) = given.get_mut(fact.index()) {
                *slot = Some(value);
            }
            self.try_facts(at + 1, given, judged);
        }
        if let Some(slot) = given.get_mut(fact.index()) {
            *slot = None;
        }
    }

    fn score(&mut self, given: &[Option<Value>], judged: &[Option<Number>]) {
        self.tried += 1;
        let rubric = &self.states.edition.rubric;
        let case = Case {
            answers: answers(rubric, given.to_vec()),
            assessed: self.now.assessed,
            judged: judged.to_vec(),
        };
        let Ok(outcome) = self.states.program.score(&case, &mut self.outcomes) else {
            return;
        };
        let Some(score) = self
            .outcomes
            .get(outcome)
            .map(|outcome| outcome.score.clone())
        else {
            return;
        };
        let mut changes = Vec::new();
        for fact in self.evidence {
            let (from, to) = (
                self.now.answers.get(fact.index()),
                case.answers.get(fact.index()),
            );
            if let Some(Answer::Known(to)) = to
                && from != Some(&Answer::Known(to.clone()))
            {
                let from = match from {
                    Some(Answer::Known(from)) => Some(from.clone()),
                    _ => None,
                };
                changes.push(Change::Fact {
                    fact: *fact,
                    from,
                    to: to.clone(),
                });
            }
        }
        for (at, (from, to)) in (0u16..).zip(self.now.judged.iter().zip(judged)) {
            if let (Some(from), Some(to)) = (from, to)
                && from != to
            {
                changes.push(Change::Judged {
                    criterion: CriterionId(at),
                    from: from.clone(),
                    to: to.clone(),
                });
            }
        }
        let cost = self.states.cost(self.id, &changes);
        let better = self
            .best
            .get(&score)
            .is_none_or(|known| (&cost, changes.len()) < (&known.cost, known.changes.len()));
        if better {
            self.best.insert(
                score.clone(),
                State {
                    score,
                    cost,
                    changes,
                },
            );
        }
    }
}
