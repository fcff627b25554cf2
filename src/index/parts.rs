//! What a level is made of: its parts with their weights, as the aggregation uses them. Scores and derivations both come
//! from here, so a derivation cannot show other parts than those that were counted.
//!
//! Trees are uneven: an indicator that belongs to no node of the level below stands in for the node it lacks, so that no
//! indicator is lost on the way up.

use super::aggregate::{aggregate, weighted_geometric_mean, weighted_mean};
use super::row::RowState;
use crate::catalogue::{Catalogue, IndicatorId, NodeId};
use crate::language::number::Number;
use crate::language::rubric::{Index, Level, Part};
use crate::language::syntax::{Aggregate, MissingEffect};

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartOf {
    /// An indicator.
    Indicator(IndicatorId),
    /// A node of the catalogue.
    Node(NodeId),
}

/// One part of a level.
#[derive(Debug, Clone)]
pub struct LevelPart {
    /// What it is.
    pub of: PartOf,
    /// Its score; `None` where it has none.
    pub score: Option<Number>,
    /// How that came about.
    pub state: RowState,
    /// Its weight as the rubric gives it; 1 where the rubric gives none.
    pub weight: Number,
}

impl LevelPart {
    /// What the part counts as: its score, what the index makes of a part without one, or nothing.
    pub fn counted(&self, missing: MissingEffect) -> Option<Number> {
        match (&self.score, missing, self.of) {
            (Some(score), _, _) => Some(score.clone()),
            // What the absence of an indicator does is settled before: its score is zero, or it is left out.
            (None, MissingEffect::Zero, PartOf::Node(_)) => Some(Number::zero()),
            _ => None,
        }
    }
}

/// The score of a level from its parts; `missing` says what a node without a score does.
pub fn combine(how: Aggregate, parts: &[LevelPart], missing: MissingEffect) -> Option<Number> {
    let mut counted: Vec<(Number, &Number)> = Vec::with_capacity(parts.len());
    for part in parts {
        match (part.counted(missing), missing, part.of) {
            (Some(score), _, _) => counted.push((score, &part.weight)),
            (None, MissingEffect::NoScore, PartOf::Node(_)) => return None,
            (None, _, _) => {}
        }
    }
    let weighted = counted.iter().map(|(score, weight)| (score, *weight));
    match how {
        Aggregate::WeightedMean => weighted_mean(weighted),
        Aggregate::WeightedGeometricMean if !counted.is_empty() => {
            weighted_geometric_mean(weighted)
        }
        other => {
            let scores: Vec<&Number> = counted.iter().map(|(score, _)| score).collect();
            aggregate(other, &scores)
        }
    }
}

/// What a level has as a part, before any entity has a score of it.
#[derive(Debug, Clone)]
pub struct MadeOf<'a> {
    /// What it is: a node of the level below, an indicator of a level that is made of indicators, or an indicator that
    /// [stands in](standing_in) for a node.
    pub of: PartOf,
    /// Its id.
    pub id: &'a str,
    /// Its weight as the rubric gives it; 1 where the rubric gives none.
    pub weight: Number,
}

/// What a level is made of under a node, or as a whole where `under` is `None`. `indicators` are those that count. What a
/// weighted level has no weight for is left out; [`fits`](super::fits()) reports it.
pub(crate) fn made_of<'a>(
    level: &Level,
    catalogue: &'a Catalogue,
    indicators: &[IndicatorId],
    under: Option<NodeId>,
) -> Vec<MadeOf<'a>> {
    let inside = indicators.iter().filter_map(|id| {
        let indicator = catalogue.indicator(*id)?;
        let inside = under.is_none_or(|node| indicator.path.contains(&node));
        inside.then_some((*id, indicator))
    });
    let mut parts = Vec::new();
    let mut add = |of: PartOf, id: &'a str| {
        if let Some(weight) = weight(level, id) {
            parts.push(MadeOf { of, id, weight });
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
pub(super) fn standing_in(index: &Index, level: &str, score: &Number) -> Option<Number> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn part(score: Option<i64>, weight: i64) -> LevelPart {
        LevelPart {
            of: PartOf::Node(NodeId(0)),
            score: score.map(Number::whole),
            state: RowState::Scored,
            weight: Number::whole(weight),
        }
    }

    #[test]
    fn a_missing_node_leaves_counts_as_zero_or_ends_it() {
        let parts = [part(Some(10), 1), part(None, 5), part(Some(40), 2)];
        let of = |missing| combine(Aggregate::WeightedMean, &parts, missing);
        // (10 + 2 × 40) / 3 = 30; (10 + 0 + 80) / 8 = 11.25
        assert_eq!(of(MissingEffect::LeftOut), Some(Number::whole(30)));
        assert_eq!(of(MissingEffect::Zero), Number::parse("11.25"));
        assert_eq!(of(MissingEffect::NoScore), None);
    }
}
