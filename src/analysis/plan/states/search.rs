//! The search through all answers to the facts of one disclosure, and all judgements beside them.

use super::judgements::{Judgements, Level};
use super::questions::Needed;
use super::{Change, MOST_TRIED, State, States};
use crate::catalogue::IndicatorId;
use crate::language::evaluate::{Answer, Case, answers, holds};
use crate::language::number::Number;
use crate::language::rubric::FactId;
use crate::language::syntax::FactRole;
use crate::language::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A search from one disclosure's present answers.
pub(super) struct Search<'s, 'a> {
    states: &'s States<'a>,
    id: IndicatorId,
    now: &'s Case,
    judgements: Judgements,
    needed: Needed,
    /// Facts that only judged criteria read, and that speak for or against the judgement.
    beside_judgements: BTreeSet<FactId>,
    /// Whether the present answers are enough for a score.
    scores_now: bool,
    tried: usize,
    /// The cheapest state per score.
    best: BTreeMap<Number, State>,
}

impl<'s, 'a> Search<'s, 'a> {
    pub fn of(states: &'s States<'a>, id: IndicatorId, now: &'s Case, own_facts: bool) -> Self {
        let judgements = Judgements::of(states, now, own_facts);
        let beside = judgements.with_facts();
        Search {
            beside_judgements: beside
                .flat_map(|criterion| states.questions.of_criterion(criterion))
                .collect(),
            needed: states.questions.needed(&now.judged),
            judgements,
            scores_now: states.score(now).is_some(),
            states,
            id,
            now,
            tried: 0,
            best: BTreeMap::new(),
        }
    }

    /// The cheapest state for every score that can be reached.
    pub fn states(mut self) -> Vec<State> {
        let rubric = &self.states.edition.rubric;
        // What is known about the entity and the indicator stays.
        let answers = self.now.answers.iter().zip(&rubric.facts);
        let mut given: Vec<Option<Value>> = answers
            .map(|(answer, fact)| match answer {
                Answer::Known(value) if fact.role != FactRole::Evidence => Some(value.clone()),
                _ => None,
            })
            .collect();
        self.try_facts(0, &mut given);
        self.best.into_values().collect()
    }

    fn try_facts(&mut self, at: usize, given: &mut Vec<Option<Value>>) {
        let Some(fact) = self.states.questions.evidence.get(at).copied() else {
            self.try_judgements(given);
            return;
        };
        let mut candidates = self.candidates(fact, given);
        if self.tried >= MOST_TRIED {
            candidates.truncate(1);
        }
        for value in candidates {
            if let Some(slot) = given.get_mut(fact.index()) {
                *slot = value;
            }
            self.try_facts(at + 1, given);
        }
        if let Some(slot) = given.get_mut(fact.index()) {
            *slot = None;
        }
    }

    /// What a fact could be answered with, the present answer first; `None` leaves it without one.
    fn candidates(&self, fact: FactId, given: &[Option<Value>]) -> Vec<Option<Value>> {
        let rubric = &self.states.edition.rubric;
        let Some(declared) = rubric.facts.get(fact.index()) else {
            return vec![None];
        };
        if let Some(asked) = &declared.asked {
            let so_far = Case {
                answers: answers(rubric, given.to_vec()),
                assessed: None,
                judged: Vec::new(),
            };
            if holds(rubric, &so_far, asked) == Ok(false) {
                return vec![None];
            }
        }
        let present = match self.now.answers.get(fact.index()) {
            Some(Answer::Known(value)) => Some(value.clone()),
            _ => None,
        };
        let missing =
            self.scores_now && self.now.answers.get(fact.index()) == Some(&Answer::Missing);
        let judged = !self.judgements.is_empty();
        // The score does without an answer that is missing now, that may be left out, or that only judged criteria read.
        let may_stay_open = missing || declared.optional || judged && !self.needed.directly(fact);
        let moves = if missing {
            // What only decides whether others are asked is no news where those have been answered.
            self.needed.directly(fact)
        } else {
            self.needed.has(fact) || present.is_some() && self.beside_judgements.contains(&fact)
        };
        let mut all: Vec<Option<Value>> = Vec::new();
        if present.is_some() || may_stay_open {
            all.push(present.clone());
        }
        if moves {
            let present = present.as_ref();
            let better = self
                .states
                .better_answers(self.id, fact, present, self.now, given);
            all.extend(better.into_iter().map(Some));
        }
        if all.is_empty() {
            all.push(None);
        }
        all
    }

    fn try_judgements(&mut self, given: &[Option<Value>]) {
        let case = Case {
            answers: answers(&self.states.edition.rubric, given.to_vec()),
            assessed: self.now.assessed,
            judged: self.now.judged.clone(),
        };
        if self.judgements.is_empty() {
            return self.score(&case, &[]);
        }
        let levels = self.judgements.levels(self.states, &case);
        self.try_levels(&levels, &mut Vec::new(), &case);
    }

    fn try_levels<'l>(
        &mut self,
        levels: &'l [Vec<Level>],
        chosen: &mut Vec<&'l Level>,
        case: &Case,
    ) {
        let Some(of_criterion) = levels.get(chosen.len()) else {
            let mut judged = case.clone();
            self.judgements.put(chosen, &mut judged);
            return self.score(&judged, chosen);
        };
        let most = if self.tried >= MOST_TRIED {
            1
        } else {
            of_criterion.len()
        };
        for level in of_criterion.iter().take(most) {
            chosen.push(level);
            self.try_levels(levels, chosen, case);
            chosen.pop();
        }
    }

    fn score(&mut self, case: &Case, levels: &[&Level]) {
        self.tried += 1;
        let Some(score) = self.states.score(case) else {
            return;
        };
        let mut changes = self.changed_facts(case);
        changes.extend(self.judgements.changes(levels));
        let cost = self.states.cost(self.id, &changes);
        let better = self
            .best
            .get(&score)
            .is_none_or(|known| (&cost, changes.len()) < (&known.cost, known.changes.len()));
        if better {
            let state = State {
                score: score.clone(),
                cost,
                changes,
            };
            self.best.insert(score, state);
        }
    }

    fn changed_facts(&self, case: &Case) -> Vec<Change> {
        let mut changes = Vec::new();
        for fact in &self.states.questions.evidence {
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
        changes
    }
}
