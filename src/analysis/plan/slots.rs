//! What can be acted on: one slot per disclosure (per body of a sample), with the states it could be brought to and what
//! each gains the total.

mod finder;

use super::costs::Costs;
use super::states::{Change, State, States};
use crate::analysis::progress::{Leaf, NotLinear, Scored, weights};
use crate::catalogue::{BodyId, IndicatorId};
use crate::language::evaluate::{Answer, Case, answers, evaluate};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use crate::scoring::{EntityScores, Program};
use finder::Finder;
use rayon::prelude::*;
use std::collections::BTreeMap;

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
}

impl Slot {
    /// The points of the total one change would gain without the others; `None` where it makes no sense alone, as a
    /// format of what is not published.
    pub fn alone(&self, edition: &EditionResults, change: &Change) -> Option<Number> {
        let rubric = &edition.rubric;
        let known = self.now.answers.iter().map(|answer| match answer {
            Answer::Known(value) => Some(value.clone()),
            Answer::Missing | Answer::NotAsked => None,
        });
        let mut given: Vec<_> = known.collect();
        let mut judged = self.now.judged.clone();
        match change {
            Change::Fact { fact, to, .. } => {
                // What is not asked before another answer is given cannot be answered alone.
                if self.now.answers.get(fact.index()) == Some(&Answer::NotAsked) {
                    return None;
                }
                *given.get_mut(fact.index())? = Some(to.clone());
            }
            Change::Judged { criterion, to, .. } => {
                *judged.get_mut(criterion.index())? = Some(to.clone());
            }
        }
        let case = Case {
            answers: answers(rubric, given),
            assessed: self.now.assessed,
            judged,
        };
        let outcome = evaluate(rubric, &case).ok()?;
        Some(outcome.score.minus(&self.score).times(&self.weight))
    }

    /// Somebody else in the edition whose disclosure of the same indicator scores at least so much; the best ranked
    /// first.
    pub fn done_by(
        &self,
        edition: &EditionResults,
        index: &str,
        entity: &EntityId,
        score: &Number,
    ) -> Option<EntityId> {
        let mut others: Vec<&EntityScores> = edition
            .scores
            .entities
            .iter()
            .filter(|other| other.entity != *entity)
            .collect();
        others.retain(|other| {
            let scored = other
                .indicators
                .get(self.indicator.index())
                .and_then(Option::as_ref);
            scored
                .and_then(|scored| scored.score.as_ref())
                .is_some_and(|own| own >= score)
        });
        let rank = |other: &&EntityScores| {
            edition
                .total(index, &other.entity)
                .and_then(|row| row.rank)
                .unwrap_or(u32::MAX)
        };
        others.sort_by_key(rank);
        others.first().map(|other| other.entity.clone())
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
    pub slots: Vec<Slot>,
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
    /// Costs or weights too fine.
    #[error(transparent)]
    NotSolved(#[from] super::NotSolved),
}

impl Field {
    /// Everything of an entity that could be acted on.
    ///
    /// # Errors
    /// When there is no total made from evidence, or it is no weighted sum.
    pub fn of(
        results: &Results,
        edition: &EditionResults,
        index: &str,
        entity: &EntityId,
        costs: &Costs,
        constraints: &Constraints,
    ) -> Result<Self, NotPlanned> {
        let no_total = || NotPlanned::NoTotal {
            edition: edition.id.to_string(),
        };
        let declared = edition.rubric.index(index).ok_or_else(no_total)?;
        let total = edition
            .total(index, entity)
            .and_then(|row| row.score.clone())
            .ok_or_else(no_total)?;
        let scored = Scored::of(edition, &results.catalogue, index, entity);
        let leaves = scored.scores.keys().cloned().collect();
        let weights = weights(declared, &results.catalogue, &leaves, declared.missing)?
            .ok_or_else(no_total)?;
        if !weights
            .keys()
            .any(|leaf| matches!(leaf, Leaf::Indicator(_)))
        {
            return Err(no_total());
        }
        let program = Program::new(&edition.rubric);
        let states = States::of(edition, &program, costs);
        let mut finder = Finder {
            results,
            edition,
            entity,
            costs,
            constraints,
            found: Vec::new(),
            aside: BTreeMap::new(),
        };
        for (leaf, weight) in &weights {
            if let Leaf::Indicator(id) = leaf {
                finder.indicator(*id, weight);
            }
        }
        for row in edition.rows.iter().filter(|row| {
            row.entity == *entity
                && *row.index == *index
                && *row.level == *"indicator"
                && row.score.is_none()
        }) {
            let id = results.catalogue.indicator_id(&row.node);
            let not_assessed = row.state == crate::index::RowState::NotAssessed;
            finder
                .aside
                .entry("not_assessed")
                .or_default()
                .extend(id.filter(|_| not_assessed));
        }
        let Finder {
            found, mut aside, ..
        } = finder;
        let mut slots = with_states(&states, edition, costs, found);
        slots.retain(|slot| {
            if slot.states.is_empty() && slot.score < best(edition) {
                aside.entry("no_state").or_default().push(slot.indicator);
            }
            !slot.states.is_empty()
        });
        aside.retain(|_, ids| !ids.is_empty());
        Ok(Field {
            slots,
            total,
            aside,
        })
    }
}

/// The best score any disclosure has; nobody misses a state beyond it.
fn best(edition: &EditionResults) -> Number {
    let entities = edition.scores.entities.iter();
    let scores = entities.flat_map(|entity| &entity.indicators).flatten();
    scores
        .filter_map(|score| score.score.clone())
        .max()
        .unwrap_or_else(Number::zero)
}

/// Cases of the same kind have the same states, so each kind is looked at once.
fn with_states(
    states: &States<'_>,
    edition: &EditionResults,
    costs: &Costs,
    found: Vec<Slot>,
) -> Vec<Slot> {
    let key = |found: &Slot| {
        let special = costs.indicators.get(&found.indicator);
        let own = special.map(|special| (special.cost.clone(), special.factor.clone()));
        let facts = edition.facts.of(found.indicator);
        format!("{:?} {:?} {:?} {}", found.now, facts, own, found.score)
    };
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut first: Vec<&Slot> = Vec::new();
    let places: Vec<usize> = found
        .iter()
        .map(|found| {
            *kinds.entry(key(found)).or_insert_with(|| {
                first.push(found);
                first.len() - 1
            })
        })
        .collect();
    let better: Vec<Vec<State>> = first
        .par_iter()
        .map(|found| states.better(found.indicator, &found.now, &found.score))
        .collect();
    found
        .into_iter()
        .zip(places)
        .map(|(found, place)| Slot {
            states: better.get(place).cloned().unwrap_or_default(),
            ..found
        })
        .collect()
}
