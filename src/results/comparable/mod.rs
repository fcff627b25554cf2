//! What of several editions can be compared. The evidence of every edition is scored by the rubric of the last one, and
//! only indicators that have a score in all of them count (through the [`Crosswalk`]). How much of the index those
//! indicators hold is their share; below a stated minimum nothing is compared, because it would speak of another index.

mod rescore;
mod series;
mod weights;

pub use rescore::{
    alone, carried, cut_down, method, rescored, with_sheets, with_sheets_and_findings,
};
pub use weights::{Leaf, NotLinear, Scored, Weights, node_of, top_level, weights};

use super::{Crosswalk, EditionResults, Results};
use crate::catalogue::IndicatorId;
use crate::index::Row;
use crate::language::number::Number;
use crate::project::EntityId;
use std::collections::{BTreeMap, BTreeSet};

/// The usual minimum: 70 % of the weight. It is a convention, and always printed beside the figure it allows.
pub fn least_share() -> Number {
    Number::ratio(7, 10).unwrap_or_else(Number::zero)
}

/// What must hold before anything is compared.
#[derive(Debug, Clone)]
pub struct Rule<'a> {
    /// The share of weight the common indicators must hold, 0 to 1; see [`least_share`].
    pub least_share: Number,
    /// Whether comparable figures are given below that share too.
    pub forced: bool,
    /// Which indicator became which.
    pub crosswalk: &'a Crosswalk,
}

/// Some editions of an index side by side, as they can be compared.
#[derive(Debug)]
pub struct Comparable {
    /// The index.
    pub index: String,
    /// The editions by their places in the results, in order of time.
    pub editions: Vec<usize>,
    /// What each entity with a score in one of the editions has in common with itself.
    pub common: BTreeMap<EntityId, Common>,
    /// The comparable totals of those that can be compared, one per edition.
    pub totals: BTreeMap<EntityId, Vec<Option<Row>>>,
    /// The entities with a comparable score in every edition, among whom comparable ranks are given.
    pub panel: Vec<EntityId>,
    /// The editions under the last rubric; `None` where that is their own.
    again: Vec<Option<EditionResults>>,
    crosswalk: Crosswalk,
}

/// What of an entity's editions can be compared.
#[derive(Debug, Clone)]
pub struct Common {
    /// The indicators all editions share, called as in the last one.
    pub indicators: BTreeSet<IndicatorId>,
    /// The share of the index they hold in each edition, 0 to 1; `None` where the entity has no evidence.
    pub shares: Vec<Option<Number>>,
    /// The smallest of the shares.
    pub share: Number,
    /// Why there are no comparable figures; `None` when there are.
    pub refused: Option<Refusal>,
    /// How many indicators each edition counted, as far as that is known.
    pub indicators_of: Vec<Option<u32>>,
}

/// Why changes of an entity are not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is in one of the editions only.
    OneEdition,
    /// An edition holds published figures only, and nobody knows what they were made of.
    PublishedOnly,
    /// The common indicators hold too little of the index.
    TooLittle,
}

impl Comparable {
    /// An edition under the last rubric, by its place among the editions.
    pub fn under_last<'a>(&'a self, results: &'a Results, at: usize) -> Option<&'a EditionResults> {
        match self.again.get(at)? {
            Some(again) => Some(again),
            None => results.editions.get(*self.editions.get(at)?),
        }
    }

    /// One of the editions with nothing but an entity's common indicators, called as in the last edition and under its
    /// rubric: a side of a comparison. `None` where nothing can be compared.
    pub fn side(&self, results: &Results, at: usize, entity: &EntityId) -> Option<EditionResults> {
        let common = self.common.get(entity)?;
        if common.refused.is_some() {
            return None;
        }
        let (place, last) = (*self.editions.get(at)?, *self.editions.last()?);
        let edition = self.under_last(results, at)?;
        let keep = |known: &EntityId| (known == entity).then_some(&common.indicators);
        let of_index = (edition, self.index.as_str());
        cut_down(results, of_index, (place, last), &self.crosswalk, keep)
    }

    /// The place of an edition (by its place in the results) among these.
    pub fn place(&self, edition: usize) -> Option<usize> {
        self.editions.iter().position(|known| *known == edition)
    }
}
