//! What a level is made of: its parts with their weights, as the aggregation uses them. Scores and derivations both come
//! from here, so a derivation cannot show other parts than those that were counted.

use super::aggregate::{aggregate, weighted_geometric_mean, weighted_mean};
use super::row::RowState;
use crate::catalogue::{IndicatorId, NodeId};
use crate::language::number::Number;
use crate::language::syntax::{Aggregate, MissingEffect};

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
