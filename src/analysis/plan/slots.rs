//! What can be acted on: one slot per disclosure (per body of a sample), with the states it could be brought to and what
//! each gains the total.

mod finder;

use super::planner::Planner;
use super::states::{Change, State};
use crate::analysis::progress::{Leaf, NotLinear, Scored, weights};
use crate::catalogue::{BodyId, Indicator, IndicatorId};
use crate::evidence::Absence;
use crate::language::evaluate::{Answer, Case, answers, evaluate, further_scores, scores_by_facts};
use crate::language::number::Number;
use crate::language::rubric::{Index, Rubric};
use crate::project::EntityId;
use crate::results::EditionResults;
use crate::scoring::IndicatorScore;
use finder::Finder;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A disclosure (of one body of a sample) that could be brought to a better state.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The body of the sample; `None` when there is no sample.
    pub body: Option<Box<str>>,
    /// What it scores now.
    pub score: Number,
    /// The points of the total per point of its score.
    pub weight: Number,
    /// The states it could be brought to: cheapest first, each scoring more than those before it.
    pub states: Vec<State>,
    /// Whether it is closed now, as the rubric has it.
    pub black_box: bool,
    /// Why it is withheld now; `None` when it is not.
    pub withheld: Option<String>,
    /// Whether it takes a new law.
    pub law: bool,
    /// Whether it touches security.
    pub security: bool,
    /// What is recorded now, as the rubric sees it.
    pub now: Case,
    /// Whether the record holds facts of its own, beside the defaults of its sheet.
    pub own_facts: bool,
}

impl Slot {
    /// The points of the total one change would gain without the others; `None` where it makes no sense alone, as a
    /// format of what is not published, or a judgement that follows other facts.
    pub fn alone(
        &self,
        edition: &EditionResults,
        index: &Index,
        change: &Change,
    ) -> Option<Number> {
        let rubric = &edition.rubric;
        let known = self.now.answers.iter().map(|answer| match answer {
            Answer::Known(value) => Some(value.clone()),
            Answer::Missing | Answer::NotAsked => None,
        });
        let mut given: Vec<_> = known.collect();
        let mut case = self.now.clone();
        match change {
            Change::Fact { fact, to, .. } => {
                // What is not asked before another answer is given cannot be answered alone.
                let optional = rubric
                    .facts
                    .get(fact.index())
                    .is_some_and(|fact| fact.optional);
                if self.now.answers.get(fact.index()) == Some(&Answer::NotAsked) && !optional {
                    return None;
                }
                *given.get_mut(fact.index())? = Some(to.clone());
                case.answers = answers(rubric, given);
                if self.own_facts {
                    self.follow(rubric, &mut case);
                }
            }
            Change::Judged { follows: true, .. } => return None,
            Change::Judged { criterion, to, .. } => {
                *case.judged.get_mut(criterion.index())? = Some(to.clone());
            }
        }
        let score = counted_of_case(rubric, index, &case)?;
        Some(score.minus(&self.score).times(&self.weight))
    }

    /// Lets judgements follow the facts that changed.
    fn follow(&self, rubric: &Rubric, case: &mut Case) {
        let (before, after) = (
            scores_by_facts(rubric, &self.now),
            scores_by_facts(rubric, case),
        );
        for ((judged, before), after) in case.judged.iter_mut().zip(before).zip(after) {
            if before != after
                && let (Some(judged), Some(after)) = (judged, after)
            {
                *judged = after.max(judged.clone());
            }
        }
    }
}

/// What an index counts of a disclosure: its score, or the further one that the index goes by.
pub(super) fn counted<'s>(found: &'s IndicatorScore, index: &Index) -> Option<&'s Number> {
    match index.from {
        None => found.score.as_ref(),
        Some(id) => found.further.get(id.index())?.as_ref(),
    }
}

fn counted_of_case(rubric: &Rubric, index: &Index, case: &Case) -> Option<Number> {
    match index.from {
        None => Some(evaluate(rubric, case).ok()?.score),
        Some(id) => further_scores(rubric, case).ok()?.get(id.index())?.clone(),
    }
}

/// What may be acted on.
#[derive(Debug, Clone, Default)]
pub struct Constraints {
    /// Nothing that touches security: what is withheld, and what the cost file marks.
    pub safe: bool,
    /// Nothing that takes a new law.
    pub no_law: bool,
    /// Only what these bodies are responsible for; everybody's when empty.
    pub bodies: Vec<BodyId>,
}

/// What there is to act on, and what is not.
#[derive(Debug, Clone)]
pub struct Field {
    /// What can be acted on, in the order of the catalogue.
    pub slots: Vec<Arc<Slot>>,
    /// The total now.
    pub total: Number,
    /// Indicators left aside, with the reason: `constraint`, `no_state`, `not_assessed`, `given`, `sample`, `skipped`.
    pub aside: BTreeMap<&'static str, Vec<IndicatorId>>,
}

/// Why nothing can be planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPlanned {
    /// No score to lift.
    #[error("there is no score in {edition} that evidence was recorded for")]
    NoTotal {
        /// The edition.
        edition: String,
    },
    /// A level is no sum.
    #[error(transparent)]
    NotLinear(#[from] NotLinear),
    /// The total is something else than its parts make.
    #[error("the index `{index}` is no weighted sum of its indicators in {edition}")]
    NotASum {
        /// The index.
        index: String,
        /// The edition.
        edition: String,
    },
    /// Costs or weights too fine.
    #[error(transparent)]
    NotSolved(#[from] super::NotSolved),
}

impl Field {
    /// Everything of an entity that could be acted on, whatever holds it back.
    ///
    /// # Errors
    /// When there is no total made from evidence, or it is no weighted sum.
    pub(super) fn of(planner: &Planner<'_>, entity: &EntityId) -> Result<Self, NotPlanned> {
        let (results, edition) = (planner.results, planner.edition);
        let (index, catalogue) = (planner.index, &results.catalogue);
        let no_total = || NotPlanned::NoTotal {
            edition: edition.id.to_string(),
        };
        let total = edition.total(&index.name, entity);
        let total = total
            .and_then(|row| row.score.clone())
            .ok_or_else(no_total)?;
        let scored = Scored::of(edition, catalogue, &index.name, entity);
        let leaves = scored.scores.keys().cloned().collect();
        let weights = weights(index, catalogue, &leaves, index.missing)?.ok_or_else(no_total)?;
        if !weights
            .keys()
            .any(|leaf| matches!(leaf, Leaf::Indicator(_)))
        {
            return Err(no_total());
        }
        // Gains are promised by these weights, so they must make the total that is there.
        if !same(&scored.total(&weights), &total) {
            return Err(NotPlanned::NotASum {
                index: index.name.clone(),
                edition: edition.id.to_string(),
            });
        }
        let mut finder = Finder::of(planner, entity);
        for (leaf, weight) in &weights {
            if let (Leaf::Indicator(id), Some(score)) = (leaf, scored.scores.get(leaf)) {
                finder.indicator(*id, weight, score);
            }
        }
        let rows = edition.rows.of_entity(&index.name, entity).iter();
        for row in rows.filter(|row| *row.level == *"indicator" && row.score.is_none()) {
            let id = catalogue.indicator_id(&row.node);
            let not_assessed = row.state == crate::index::RowState::Absent(Absence::NotAssessed);
            finder
                .aside
                .entry("not_assessed")
                .or_default()
                .extend(id.filter(|_| not_assessed));
        }
        let Finder {
            found, mut aside, ..
        } = finder;
        let slots = found.into_par_iter().map(|slot| {
            let states = planner.better(slot.indicator, &slot.now, slot.own_facts, &slot.score);
            Arc::new(Slot { states, ..slot })
        });
        aside.retain(|_, ids| !ids.is_empty());
        Ok(Field {
            slots: slots.collect(),
            total,
            aside,
        })
    }

    /// Only what these constraints leave, and what can be brought to a better state.
    pub(super) fn within(&self, planner: &Planner<'_>, constraints: &Constraints) -> Self {
        let mut aside = self.aside.clone();
        let mut left_aside = |reason, id| {
            let ids: &mut Vec<IndicatorId> = aside.entry(reason).or_default();
            if ids.last() != Some(&id) || reason != CONSTRAINT {
                ids.push(id);
            }
        };
        let mut slots = Vec::new();
        for slot in &self.slots {
            let indicator = planner.results.catalogue.indicator(slot.indicator);
            if !indicator.is_some_and(|found| constraints.allow(slot, found)) {
                left_aside(CONSTRAINT, slot.indicator);
            } else if !slot.states.is_empty() {
                slots.push(Arc::clone(slot));
            } else if slot.score < planner.best {
                left_aside("no_state", slot.indicator);
            }
        }
        Field {
            slots,
            total: self.total.clone(),
            aside,
        }
    }
}

/// Why something is left aside that could be acted on.
const CONSTRAINT: &str = "constraint";

impl Constraints {
    fn allow(&self, slot: &Slot, indicator: &Indicator) -> bool {
        let bodies = &self.bodies;
        !(self.safe && slot.security || self.no_law && slot.law)
            && (bodies.is_empty() || indicator.bodies.iter().any(|body| bodies.contains(body)))
    }
}

/// Whether two totals are the same, as far as they are known: exactly, or to the digits that floating point keeps.
fn same(one: &Number, other: &Number) -> bool {
    match (one, other) {
        (Number::Exact(one), Number::Exact(other)) => one == other,
        _ => {
            let (one, other) = (one.to_f64(), other.to_f64());
            (one - other).abs() <= 1e-9 * one.abs().max(1.0)
        }
    }
}
