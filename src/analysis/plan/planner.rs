//! What planning in an index of an edition starts from, worked out once for everybody who plans there.

use super::costs::Costs;
use super::slots::{Field, NotPlanned};
use super::states::{State, States};
use crate::catalogue::IndicatorId;
use crate::language::evaluate::Case;
use crate::language::number::Number;
use crate::language::rubric::Index;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

/// Plans for the entities of one edition, in one index, at the same costs.
///
/// Disclosures in the same state have the same better states; each kind is looked at once, and remembered.
pub struct Planner<'a> {
    pub(super) results: &'a Results,
    pub(super) edition: &'a EditionResults,
    pub(super) index: &'a Index,
    pub(super) costs: &'a Costs,
    pub(super) states: States<'a>,
    /// The best score any disclosure of the edition has.
    pub(super) best: Number,
    /// The places of the entities among those scored, best ranked first, each with the group it is ranked in.
    standings: Vec<(usize, Option<u8>)>,
    known: Mutex<HashMap<Kind, Vec<State>>>,
    recent: Mutex<VecDeque<(EntityId, Arc<Field>)>>,
}

/// So many entities are kept in mind; as many as are asked about at the same time.
const MOST_RECENT: usize = 16;

/// Everything about a disclosure that its better states depend on, as one text.
type Kind = String;

impl<'a> Planner<'a> {
    /// A planner for an index of an edition.
    ///
    /// # Errors
    /// When the rubric has no such index.
    pub fn new(
        results: &'a Results,
        edition: &'a EditionResults,
        index: &str,
        costs: &'a Costs,
    ) -> Result<Self, NotPlanned> {
        let index = edition.rubric.index(index);
        let index = index.ok_or_else(|| NotPlanned::NoTotal {
            edition: edition.id.to_string(),
        })?;
        Ok(Planner {
            results,
            edition,
            index,
            costs,
            states: States::of(edition, index, costs),
            best: best(edition, index),
            standings: standings(edition, index),
            known: Mutex::default(),
            recent: Mutex::default(),
        })
    }

    /// The name of the index.
    pub fn index(&self) -> &'a str {
        &self.index.name
    }

    /// What changes cost.
    pub fn costs(&self) -> &'a Costs {
        self.costs
    }

    /// What an entity could act on. It is kept for the next questions about the same entity, as a report asks several.
    pub(super) fn field(&self, entity: &EntityId) -> Result<Arc<Field>, NotPlanned> {
        let known = self.recent.lock().ok().and_then(|recent| {
            let found = recent.iter().find(|(known, _)| known == entity);
            found.map(|(_, field)| Arc::clone(field))
        });
        if let Some(field) = known {
            return Ok(field);
        }
        let field = Arc::new(Field::of(self, entity)?);
        if let Ok(mut recent) = self.recent.lock() {
            recent.truncate(MOST_RECENT - 1);
            recent.push_front((entity.clone(), Arc::clone(&field)));
        }
        Ok(field)
    }

    /// The better states of one record.
    pub(super) fn better(
        &self,
        id: IndicatorId,
        now: &Case,
        own_facts: bool,
        score: &Number,
    ) -> Vec<State> {
        let kind = self.kind(id, now, own_facts, score);
        let known = |found: &HashMap<Kind, Vec<State>>| found.get(&kind).cloned();
        if let Some(found) = self.known.lock().ok().and_then(|all| known(&all)) {
            return found;
        }
        let found = self.states.better(id, now, own_facts, score);
        if let Ok(mut all) = self.known.lock() {
            all.insert(kind, found.clone());
        }
        found
    }

    /// Somebody else whose disclosure of an indicator scores at least so much; the best ranked of those an entity is
    /// ranked among, or else of all.
    pub(super) fn done_by(
        &self,
        indicator: IndicatorId,
        entity: &EntityId,
        score: &Number,
    ) -> Option<EntityId> {
        let known = &self.edition.scores.entities;
        let does = |at: usize| {
            let other = known.get(at).filter(|other| other.entity != *entity)?;
            let found = other.indicators.get(indicator.index())?.as_ref()?;
            let own = super::slots::counted(found, self.index)?;
            (own >= score).then_some(&other.entity)
        };
        let total = self.edition.total(&self.index.name, entity);
        let group = total.and_then(|row| row.group);
        let among = |inside: bool| {
            let mut fitting = self
                .standings
                .iter()
                .filter(|(_, own)| (*own == group) == inside);
            fitting.find_map(|(at, _)| does(*at)).cloned()
        };
        among(true).or_else(|| among(false))
    }

    fn kind(&self, id: IndicatorId, now: &Case, own_facts: bool, score: &Number) -> Kind {
        let special = self.costs.indicators.get(&id);
        let own = special.map(|special| (&special.cost, &special.factor));
        format!("{now:?} {own:?} {own_facts} {score}")
    }
}

/// The best score any disclosure has in an index; nobody misses a state beyond it.
fn best(edition: &EditionResults, index: &Index) -> Number {
    let entities = edition.scores.entities.iter();
    let scores = entities.flat_map(|entity| &entity.indicators).flatten();
    scores
        .filter_map(|found| super::slots::counted(found, index))
        .max()
        .cloned()
        .unwrap_or_else(Number::zero)
}

/// The entities by their ranks; of equal ones in the order of their evidence.
fn standings(edition: &EditionResults, index: &Index) -> Vec<(usize, Option<u8>)> {
    let entities = edition.scores.entities.iter().enumerate();
    let mut all: Vec<(u32, usize, Option<u8>)> = entities
        .map(|(at, known)| {
            let total = edition.total(&index.name, &known.entity);
            let rank = total.and_then(|row| row.rank).unwrap_or(u32::MAX);
            (rank, at, total.and_then(|row| row.group))
        })
        .collect();
    all.sort_by_key(|(rank, ..)| *rank);
    all.into_iter().map(|(_, at, group)| (at, group)).collect()
}
