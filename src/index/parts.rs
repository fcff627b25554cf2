//! What a level is made of: indicators, or the nodes of another level. Trees are uneven: an indicator that belongs to no
//! node of that other level stands in for the node it lacks, so that no indicator is lost on the way up.

use super::aggregate::aggregate;
use crate::catalogue::{Catalogue, IndicatorId, NodeId};
use crate::language::number::Number;
use crate::language::rubric::{Index, Level, Part};

/// A part of a level, within one of its nodes or within the whole.
#[derive(Debug, Clone)]
pub struct LevelPart<'a> {
    /// What it is.
    pub of: PartOf,
    /// Its id.
    pub id: &'a str,
    /// Its weight among the parts; 1 where the level has no weights.
    pub weight: Number,
}

/// What a part of a level is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOf {
    /// A node of the level below.
    Node(NodeId),
    /// An indicator: of a level that is made of indicators, or one that [stands in](standing_in) for a node.
    Indicator(IndicatorId),
}

/// The parts of a level under a node, or of the whole where `under` is `None`. `indicators` are those that count. Parts
/// for which a weighted level has no weight are left out; the catalogue's check reports them.
pub fn level_parts<'a>(
    level: &Level,
    catalogue: &'a Catalogue,
    indicators: &[IndicatorId],
    under: Option<NodeId>,
) -> Vec<LevelPart<'a>> {
    let inside = indicators.iter().filter_map(|id| {
        let indicator = catalogue.indicator(*id)?;
        let inside = under.is_none_or(|node| indicator.path.contains(&node));
        inside.then_some((*id, indicator))
    });
    let mut parts = Vec::new();
    let mut add = |of: PartOf, id: &'a str| {
        if let Some(weight) = weight(level, id) {
            parts.push(LevelPart { of, id, weight });
        }
    };
    match &level.of {
        Part::Indicators => inside.for_each(|(id, found)| add(PartOf::Indicator(id), &found.id)),
        Part::Level(below) => {
            for (id, node) in catalogue.nodes_of(below) {
                if under.is_none_or(|under| catalogue.is_under(id, under)) {
                    add(PartOf::Node(id), &node.id);
                }
            }
            inside
                .filter(|(_, found)| catalogue.node_at(found, below).is_none())
                .for_each(|(id, found)| add(PartOf::Indicator(id), &found.id));
        }
    }
    parts
}

/// The weight of a part of a level; `None` where the level has weights and this part has none.
fn weight(level: &Level, id: &str) -> Option<Number> {
    if level.weights.is_empty() {
        return Some(Number::whole(1));
    }
    let found = level.weights.iter().find(|weight| weight.node == id);
    found.map(|weight| weight.share.clone())
}

/// The score of the node that an indicator stands in for: what the node's level makes of this one score.
pub fn standing_in(index: &Index, level: &str, score: &Number) -> Option<Number> {
    let Some(rule) = index.levels.iter().find(|rule| rule.name == level) else {
        return Some(score.clone());
    };
    let below = match &rule.of {
        Part::Indicators => score.clone(),
        Part::Level(below) => standing_in(index, below, score)?,
    };
    let made = aggregate(rule.aggregate, &[&below])?;
    Some(match rule.rounding {
        Some(rounding) => made.rounded(rounding),
        None => made,
    })
}
