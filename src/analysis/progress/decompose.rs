//! What the change of a total between two editions is made of, exactly: `to - from = method + coverage + evidence`.
//!
//! Let `K` be the indicators that have a score in both editions, under either rubric, and `K(r, e)` the index over them
//! with the rubric of edition `r` and the evidence of edition `e`. Then
//!
//! - evidence = ½ [K(a, b) − K(a, a)] + ½ [K(b, b) − K(b, a)],
//! - method = ½ [K(b, a) − K(a, a)] + ½ [K(b, b) − K(a, b)],
//! - coverage = [to − K(b, b)] − [from − K(a, a)]: indicators that came or went, and the weight they take or leave.
//!
//! The halves are the Shapley shares of two changes ([`shapley`](super::shapley)), so nothing depends on which is thought
//! to have come first; swapping the editions turns every sign. All three are sums over indicators, and the evidence part
//! of an indicator is shared among its criteria in the same way.

mod sides;

use super::facts::FactChange;
use super::indicator::{Formula, Share};
use crate::catalogue::NodeId;
use crate::language::number::Number;
use crate::language::syntax::MissingEffect;
use crate::project::EntityId;
use crate::results::comparable::{
    Comparable, Leaf, NotLinear, Weights, method, node_of, rescored, top_level, weights,
};
use crate::results::{Crosswalk, EditionResults, Results};
use sides::{Four, Side};
use std::collections::{BTreeMap, BTreeSet};

/// A change taken apart. All numbers are points of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decomposition {
    /// The total before.
    pub from: Number,
    /// The total now.
    pub to: Number,
    /// Three parts of the whole.
    pub whole: Group,
    /// The same by node of the level the total is made of, in the order of the weights; `None` for what belongs to no
    /// node.
    pub categories: Vec<(Option<NodeId>, Group)>,
    /// The indicators whose parts are not all zero: those that moved the total most by their evidence first.
    pub moved: Vec<Moved>,
    /// The share of the index that the common indicators hold in each edition, 0 to 1.
    pub shares: (Number, Number),
    /// How many indicators are common, only in the first, and only in the second edition.
    pub counts: (usize, usize, usize),
}

/// Three parts of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Other rules or weights.
    pub method: Number,
    /// Other indicators.
    pub coverage: Number,
    /// Other evidence.
    pub evidence: Number,
}

impl Group {
    fn zero() -> Self {
        Group {
            method: Number::zero(),
            coverage: Number::zero(),
            evidence: Number::zero(),
        }
    }

    /// All three.
    pub fn sum(&self) -> Number {
        self.method.plus(&self.coverage).plus(&self.evidence)
    }

    fn add(&mut self, other: &Group) {
        self.method = self.method.plus(&other.method);
        self.coverage = self.coverage.plus(&other.coverage);
        self.evidence = self.evidence.plus(&other.evidence);
    }
}

/// What one indicator (or published score) did to the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The indicator, as the edition calls it in which it is: the later one where it is in both.
    pub leaf: Leaf,
    /// Its own score before; `None` when it had none.
    pub before: Option<Number>,
    /// Its own score now.
    pub after: Option<Number>,
    /// Its parts.
    pub parts: Group,
    /// What its evidence part is made of, most points first.
    pub shares: Vec<Share>,
    /// The facts that changed.
    pub facts: Vec<FactChange>,
}

/// Why a change cannot be taken apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotExplained {
    /// An edition has no such index, or no total for the entity.
    #[error("there is no score in {edition}")]
    NoTotal {
        /// The edition.
        edition: String,
    },
    /// A level is no sum.
    #[error(transparent)]
    NotLinear(#[from] NotLinear),
}

/// An edition with its place among the results, which is what a crosswalk goes by.
pub type Placed<'a> = (usize, &'a EditionResults);

/// Takes the change of an entity's total apart.
///
/// # Errors
/// [`NotExplained`] when there is no total on one side, or an index is no weighted sum.
pub fn decompose(
    results: &Results,
    crosswalk: &Crosswalk,
    from: Placed<'_>,
    to: Placed<'_>,
    index: &str,
    entity: &EntityId,
) -> Result<Decomposition, NotExplained> {
    let a = Side::of(results, from.1, index, entity)?;
    let b = Side::of(results, to.1, index, entity)?;
    taken_apart(results, crosswalk, (from.0, &a), (to.0, &b), index, entity)
}

/// Takes the comparable change of an entity's total apart: both sides under the last rubric and on the indicators the
/// series has in common, so that everything is a part of other evidence. `from` and `to` are places in the series.
///
/// # Errors
/// [`NotExplained`] when nothing can be compared, or an index is no weighted sum.
pub fn decompose_comparable(
    results: &Results,
    comparable: &Comparable,
    (from, to): (usize, usize),
    entity: &EntityId,
) -> Result<Decomposition, NotExplained> {
    let index = comparable.index.as_str();
    let side = |at: usize| {
        let edition = comparable.side(results, at, entity);
        let edition = edition.ok_or_else(|| {
            let place = comparable.editions.get(at);
            let edition = place.and_then(|place| results.editions.get(*place));
            NotExplained::NoTotal {
                edition: edition.map_or_else(String::new, |edition| edition.id.to_string()),
            }
        })?;
        // What is not common has left every mean, whatever the index does when a part is missing.
        Side::alone(
            results,
            edition,
            index,
            entity,
            Some(MissingEffect::LeftOut),
        )
    };
    let (a, b) = (side(from)?, side(to)?);
    // The indicators are called as in the last edition already.
    let last = comparable.editions.last().copied().unwrap_or_default();
    let crosswalk = Crosswalk::default();
    taken_apart(results, &crosswalk, (last, &a), (last, &b), index, entity)
}

fn taken_apart(
    results: &Results,
    crosswalk: &Crosswalk,
    (from, a): (usize, &Side),
    (to, b): (usize, &Side),
    index: &str,
    entity: &EntityId,
) -> Result<Decomposition, NotExplained> {
    let same_method = method(results, &a.edition) == method(results, &b.edition);
    // The evidence of each edition under the rubric of the other.
    let crossed = (!same_method).then(|| {
        let under_b = rescored(results, &a.edition, &b.edition);
        let under_a = rescored(results, &b.edition, &a.edition);
        (under_a, under_b)
    });
    let (b_under_a, a_under_b) = match &crossed {
        Some((under_a, under_b)) => (under_a, under_b),
        None => (&b.edition, &a.edition),
    };
    let four = Four {
        entity,
        aa: &a.edition,
        ab: b_under_a,
        ba: a_under_b,
        bb: &b.edition,
        same_method,
    };
    let pairs = four.common(a, b, crosswalk, (from, to));
    let catalogue = &results.catalogue;
    let common = |side: &Side, leaves: BTreeSet<Leaf>| {
        let index = side.edition.rubric.index(index);
        let weights = index.map(|index| weights(index, catalogue, &leaves, MissingEffect::LeftOut));
        weights
            .transpose()
            .map(|weights| weights.flatten().unwrap_or_default())
    };
    let within_a = common(a, pairs.keys().cloned().collect())?;
    let within_b = common(b, pairs.values().cloned().collect())?;
    let formulas = (
        Formula::of(&a.edition.rubric),
        Formula::of(&b.edition.rubric),
    );
    let mut moved = Vec::new();
    for (old, new) in &pairs {
        moved.push(four.common_leaf((a, &within_a, old), (b, &within_b, new), &formulas));
    }
    let gone = a
        .scored
        .scores
        .iter()
        .filter(|(leaf, _)| !pairs.contains_key(*leaf));
    let kept: BTreeSet<&Leaf> = pairs.values().collect();
    let come = b
        .scored
        .scores
        .iter()
        .filter(|(leaf, _)| !kept.contains(leaf));
    let mut counts = (pairs.len(), 0, 0);
    for (leaf, score) in gone.filter(|(leaf, _)| a.weights.contains_key(*leaf)) {
        counts.1 += 1;
        moved.push(only(leaf, Some(score), None, &a.weights));
    }
    for (leaf, score) in come.filter(|(leaf, _)| b.weights.contains_key(*leaf)) {
        counts.2 += 1;
        moved.push(only(leaf, None, Some(score), &b.weights));
    }
    let declared = b
        .edition
        .rubric
        .index(index)
        .ok_or_else(|| no_total(&b.edition))?;
    let top = top_level(declared);
    let mut categories: BTreeMap<Option<NodeId>, Group> = BTreeMap::new();
    let mut whole = Group::zero();
    for part in &moved {
        whole.add(&part.parts);
        let node = node_of(catalogue, &part.leaf, top);
        categories
            .entry(node)
            .or_insert_with(Group::zero)
            .add(&part.parts);
    }
    let place = |node: &Option<NodeId>| {
        let node = node.and_then(|id| catalogue.nodes.get(id.index()));
        let weights = declared.total.weights.iter();
        node.and_then(|node| {
            weights
                .into_iter()
                .position(|weight| weight.node == node.id)
        })
    };
    let mut categories: Vec<(Option<NodeId>, Group)> = categories.into_iter().collect();
    categories.sort_by_key(|(node, _)| place(node).unwrap_or(usize::MAX));
    moved.retain(|part| {
        let parts = &part.parts;
        !(parts.method.is_zero()
            && parts.coverage.is_zero()
            && parts.evidence.is_zero()
            && part.shares.is_empty())
    });
    moved.sort_by(|one, other| {
        let size = |part: &Moved| (part.parts.evidence.absolute(), part.parts.sum().absolute());
        size(other)
            .cmp(&size(one))
            .then_with(|| one.leaf.cmp(&other.leaf))
    });
    let held = |weights: &Weights, leaves: &mut dyn Iterator<Item = &Leaf>| {
        let all = weights
            .values()
            .fold(Number::zero(), |sum, weight| sum.plus(weight));
        let mut sum = Number::zero();
        for weight in leaves.filter_map(|leaf| weights.get(leaf)) {
            sum = sum.plus(weight);
        }
        sum.over(&all).unwrap_or_else(Number::zero)
    };
    Ok(Decomposition {
        shares: (
            held(&a.weights, &mut pairs.keys()),
            held(&b.weights, &mut pairs.values()),
        ),
        from: a.total.clone(),
        to: b.total.clone(),
        whole,
        categories,
        moved,
        counts,
    })
}

fn no_total(edition: &EditionResults) -> NotExplained {
    NotExplained::NoTotal {
        edition: edition.id.to_string(),
    }
}

/// An indicator that has no counterpart in the other edition.
fn only(leaf: &Leaf, before: Option<&Number>, after: Option<&Number>, weights: &Weights) -> Moved {
    let weight = weights.get(leaf).cloned().unwrap_or_else(Number::zero);
    let points =
        |score: Option<&Number>| score.map_or_else(Number::zero, |score| score.times(&weight));
    Moved {
        leaf: leaf.clone(),
        before: before.cloned(),
        after: after.cloned(),
        parts: Group {
            coverage: points(after).minus(&points(before)),
            ..Group::zero()
        },
        shares: Vec::new(),
        facts: Vec::new(),
    }
}
