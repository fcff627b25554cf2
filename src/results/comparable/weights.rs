//! An index as a weighted sum: how much each scored indicator (or published score) counts in one entity's total.
//!
//! Where levels are means, weighted means or sums, a total is linear in its indicators: `total = Σ weight × score`. The
//! weights depend only on which indicators have a score, never on the scores. Explaining a change and planning the next
//! one both rest on this.

use crate::catalogue::{Catalogue, IndicatorId, NodeId};
use crate::index::{PartOf, Row, RowState, TOTAL_LEVEL, made_of};
use crate::language::number::Number;
use crate::language::rubric::{Index, Level, Part};
use crate::language::syntax::{Aggregate, MissingEffect};
use crate::project::EntityId;
use crate::results::EditionResults;
use std::collections::{BTreeMap, BTreeSet};

/// What a total is made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leaf {
    /// The total itself, published.
    Total,
    /// A published score of a level.
    Node(NodeId),
    /// An indicator.
    Indicator(IndicatorId),
}

/// How much each leaf counts: the points of the total per point of the leaf.
pub type Weights = BTreeMap<Leaf, Number>;

/// An index whose total is no weighted sum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the index `{index}` takes the {how} at the level `{level}`, and only means and sums can be taken apart exactly"
)]
pub struct NotLinear {
    /// The index.
    pub index: String,
    /// The level.
    pub level: String,
    /// What the level takes.
    pub how: &'static str,
}

/// The scores one entity's total is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scored {
    /// Scores by leaf.
    pub scores: BTreeMap<Leaf, Number>,
}

impl Scored {
    /// The leaves of an entity's total, from the rows of an edition: its scored indicators and its published scores.
    pub fn of(
        edition: &EditionResults,
        catalogue: &Catalogue,
        index: &str,
        entity: &EntityId,
    ) -> Self {
        let rows = edition.rows.of_entity(index, entity).iter();
        Scored::of_rows(rows, catalogue)
    }

    /// The same from the rows of an index that are about one entity.
    pub(super) fn of_rows<'r>(rows: impl Iterator<Item = &'r Row>, catalogue: &Catalogue) -> Self {
        let mut scores = BTreeMap::new();
        for row in rows.filter(|row| row.market.is_none()) {
            let Some(score) = &row.score else { continue };
            if let Some(leaf) = leaf(row, catalogue) {
                scores.insert(leaf, score.clone());
            }
        }
        Scored { scores }
    }

    /// Only these leaves.
    pub fn only(&self, keep: &BTreeSet<Leaf>) -> Self {
        let kept = self.scores.iter().filter(|(leaf, _)| keep.contains(leaf));
        Scored {
            scores: kept
                .map(|(leaf, score)| (leaf.clone(), score.clone()))
                .collect(),
        }
    }

    /// `Σ weight × score` over the leaves that have a weight.
    pub fn total(&self, weights: &Weights) -> Number {
        weights
            .iter()
            .fold(Number::zero(), |total, (leaf, weight)| {
                match self.scores.get(leaf) {
                    Some(score) => total.plus(&score.times(weight)),
                    None => total,
                }
            })
    }
}

fn leaf(row: &Row, catalogue: &Catalogue) -> Option<Leaf> {
    match &*row.level {
        "indicator" => catalogue.indicator_id(&row.node).map(Leaf::Indicator),
        TOTAL_LEVEL if row.state == RowState::Given => Some(Leaf::Total),
        level if row.state == RowState::Given => {
            let mut nodes = catalogue.nodes_of(level);
            let found = nodes.find(|(_, node)| *node.id == *row.node);
            found.map(|(id, _)| Leaf::Node(id))
        }
        _ => None,
    }
}

/// The weights of these leaves in the total of an index; `None` when they make no total.
///
/// `missing` says what a level does when a part of it has no score; the index's own rule, unless a part is looked at on
/// its own.
///
/// # Errors
/// [`NotLinear`] when a level that has several parts takes a median, a minimum or a maximum.
pub fn weights(
    index: &Index,
    catalogue: &Catalogue,
    leaves: &BTreeSet<Leaf>,
    missing: MissingEffect,
) -> Result<Option<Weights>, NotLinear> {
    if index.formula.is_some() && !leaves.contains(&Leaf::Total) {
        return Err(NotLinear {
            index: index.name.clone(),
            level: "total".to_string(),
            how: "formula over other indices",
        });
    }
    if leaves.contains(&Leaf::Total) {
        return Ok(Some(BTreeMap::from([(Leaf::Total, Number::whole(1))])));
    }
    let indicators = leaves.iter().filter_map(|leaf| match leaf {
        Leaf::Indicator(id) => Some(*id),
        _ => None,
    });
    let weighing = Weighing {
        index,
        catalogue,
        leaves,
        indicators: indicators.collect(),
        missing,
    };
    weighing.level(&index.total, None)
}

/// The weights of a leaf that is all there is.
fn alone(leaf: Leaf) -> Weights {
    BTreeMap::from([(leaf, Number::whole(1))])
}

struct Weighing<'a> {
    index: &'a Index,
    catalogue: &'a Catalogue,
    leaves: &'a BTreeSet<Leaf>,
    /// The indicators among the leaves.
    indicators: Vec<IndicatorId>,
    missing: MissingEffect,
}

impl Weighing<'_> {
    /// The weights within a node, or within the whole where `node` is `None`.
    fn level(&self, level: &Level, node: Option<NodeId>) -> Result<Option<Weights>, NotLinear> {
        let mut parts = Vec::new();
        for part in made_of(level, self.catalogue, &self.indicators, node) {
            let inside = match (part.of, &level.of) {
                (PartOf::Indicator(id), Part::Indicators) => Some(alone(Leaf::Indicator(id))),
                // It stands in for a node of the level below.
                (PartOf::Indicator(id), Part::Level(below)) => self.stand_in(below, id)?,
                (PartOf::Node(id), _) if self.leaves.contains(&Leaf::Node(id)) => {
                    Some(alone(Leaf::Node(id)))
                }
                (PartOf::Node(id), of) => match self.rule(of) {
                    Some(rule) => self.level(rule, Some(id))?,
                    None => None,
                },
            };
            match (inside, part.of, self.missing) {
                (Some(inside), ..) => parts.push((inside, part.weight)),
                (None, PartOf::Indicator(_), _) | (None, _, MissingEffect::LeftOut) => {}
                (None, _, MissingEffect::Zero) => parts.push((BTreeMap::new(), part.weight)),
                (None, _, MissingEffect::NoScore) => return Ok(None),
            }
        }
        self.combine(level, parts)
    }

    fn rule(&self, of: &Part) -> Option<&Level> {
        let Part::Level(name) = of else { return None };
        self.index.levels.iter().find(|level| level.name == *name)
    }

    /// The weights of the node that an indicator stands in for.
    fn stand_in(&self, level: &str, id: IndicatorId) -> Result<Option<Weights>, NotLinear> {
        let mut rules = self.index.levels.iter();
        let Some(rule) = rules.find(|rule| rule.name == level) else {
            return Ok(Some(alone(Leaf::Indicator(id))));
        };
        let inside = match &rule.of {
            Part::Indicators => Some(alone(Leaf::Indicator(id))),
            Part::Level(below) => self.stand_in(below, id)?,
        };
        let parts = inside.into_iter().map(|inside| (inside, Number::whole(1)));
        self.combine(rule, parts.collect())
    }

    fn combine(
        &self,
        level: &Level,
        parts: Vec<(Weights, Number)>,
    ) -> Result<Option<Weights>, NotLinear> {
        if parts.is_empty() {
            return Ok(None);
        }
        let how = match level.aggregate {
            Aggregate::Median => "median",
            Aggregate::Min => "minimum",
            Aggregate::Max => "maximum",
            Aggregate::GeometricMean | Aggregate::WeightedGeometricMean => "geometric mean",
            Aggregate::HarmonicMean => "harmonic mean",
            Aggregate::PowerMean(_) => "power mean",
            Aggregate::TrimmedMean(_) => "trimmed mean",
            Aggregate::ShareAtLeast(_) => "share",
            _ if level.rounding.is_some() => "rounded value",
            Aggregate::Mean | Aggregate::WeightedMean | Aggregate::Sum => "",
        };
        // One part alone is its own mean, but a share or a rounded value is something else.
        let alone = parts.len() == 1
            && level.rounding.is_none()
            && !matches!(level.aggregate, Aggregate::ShareAtLeast(_));
        if !how.is_empty() && !alone {
            return Err(NotLinear {
                index: self.index.name.clone(),
                level: level.name.clone(),
                how,
            });
        }
        let own = |share: &Number| match level.aggregate {
            Aggregate::WeightedMean => share.clone(),
            _ => Number::whole(1),
        };
        let whole = match level.aggregate {
            Aggregate::Sum => Number::whole(1),
            _ => parts
                .iter()
                .fold(Number::zero(), |sum, (_, share)| sum.plus(&own(share))),
        };
        let mut weights = Weights::new();
        for (inside, share) in &parts {
            let Some(scale) = own(share).over(&whole) else {
                return Ok(None);
            };
            for (leaf, weight) in inside {
                let weight = weight.times(&scale);
                let sum = weights.entry(leaf.clone()).or_insert_with(Number::zero);
                *sum = sum.plus(&weight);
            }
        }
        Ok(Some(weights))
    }
}

/// The node of a level that a leaf belongs to; `None` for the total and where there is no such node.
pub fn node_of(catalogue: &Catalogue, leaf: &Leaf, level: &str) -> Option<NodeId> {
    match leaf {
        Leaf::Total => None,
        Leaf::Indicator(id) => catalogue
            .indicator(*id)
            .and_then(|indicator| catalogue.node_at(indicator, level)),
        Leaf::Node(id) => {
            let mut at = Some(*id);
            while let Some(id) = at {
                let node = catalogue.nodes.get(id.index())?;
                if node.level == level {
                    return Some(id);
                }
                at = node.parent;
            }
            None
        }
    }
}

/// The level whose nodes the total is made of; `category` where it is made of indicators.
pub fn top_level(index: &Index) -> &str {
    match &index.total.of {
        Part::Level(level) => level,
        Part::Indicators => "category",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::compute;
    use std::path::Path;

    /// Every total of both examples, taken apart and put together again.
    #[test]
    fn a_total_is_the_weighted_sum_of_its_leaves() {
        for example in ["eti-demo", "eti-published"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("examples")
                .join(example);
            let results = compute(&folder).results.unwrap();
            let mut totals = 0;
            for edition in &results.editions {
                for index in &edition.rubric.indices {
                    for scores in &edition.scores.entities {
                        let row = edition.total(&index.name, &scores.entity).unwrap();
                        let scored =
                            Scored::of(edition, &results.catalogue, &index.name, &scores.entity);
                        let leaves = scored.scores.keys().cloned().collect();
                        let weights =
                            weights(index, &results.catalogue, &leaves, index.missing).unwrap();
                        let total = weights.map(|weights| scored.total(&weights));
                        assert_eq!(total, row.score, "{example} {}", scores.entity);
                        totals += usize::from(row.score.is_some());
                    }
                }
            }
            assert!(totals >= 14, "{example}: {totals}");
        }
    }
}
