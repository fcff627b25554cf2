//! The parts of a level, a cut or a criterion: what each counts, what is missing, and how the level rounds.

use super::place::Place;
use super::{Deriver, Round};
use crate::index::{Breakdown, LevelPart, PartIn, PartOf, Row, RowState};
use crate::language::number::Number;
use crate::language::syntax::MissingEffect;
use crate::results::EditionResults;
use serde::Serialize;

/// How a score was made of parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parts {
    /// How the parts become one: `mean`, `weighted mean`, `sum`, …
    pub aggregate: String,
    /// What the parts are: `indicator`, or the name of a level.
    pub of: String,
    /// Where the rubric says so.
    pub place: Option<Place>,
    /// The parts.
    pub parts: Vec<PartScore>,
    /// `left_out`, `zero` or `no_score`: what the rubric makes of a node without a score.
    pub missing: &'static str,
    /// The nodes without a score.
    pub without_score: Vec<String>,
    /// The share of the weight that is held by parts with a score; none where parts have no weights of their own.
    pub weight_scored: Option<Number>,
    /// The sum of what counts; none where the score is made in another way.
    pub sum: Option<Number>,
    /// The score before the level rounds it.
    pub before_rounding: Option<Number>,
    /// How the level rounds before anything else is done with the score.
    pub rounding: Option<Round>,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartScore {
    /// The entity.
    pub entity: String,
    /// Its level.
    pub level: String,
    /// The node or indicator.
    pub node: String,
    /// Its name for people.
    pub label: String,
    /// The level of the node that an indicator stands in for, because it belongs to none.
    pub stands_in: Option<String>,
    /// The body of a sample whose own record it is.
    pub body: Option<String>,
    /// Its weight as the rubric gives it; none where the rubric gives no weights.
    pub weight: Option<Number>,
    /// Its share of the weight of all parts that count; none where it is left out, or where parts have no weights.
    pub effective: Option<Number>,
    /// Its score.
    pub score: Option<Number>,
    /// What it counts as: its score, zero, or nothing where it is left out.
    pub counted: Option<Number>,
    /// What it adds to the score; none where the score is no sum of its parts.
    pub product: Option<Number>,
    /// How its score came about.
    pub state: &'static str,
}

impl Deriver<'_> {
    pub(super) fn parts(&self, edition: &EditionResults, row: &Row, made: &Breakdown) -> Parts {
        let weighted = made.aggregate.is_weighted();
        let shares = made.shares();
        let mut without_score = Vec::new();
        let mut weight_scored = Number::zero();
        let mut weight_all = Number::zero();
        let mut parts = Vec::with_capacity(shares.len());
        for (PartIn { part, entity, body }, share) in made.parts.iter().zip(shares) {
            let (level, node) = self.place_of(part);
            weight_all = weight_all.plus(&part.weight);
            if part.score.is_some() {
                weight_scored = weight_scored.plus(&part.weight);
            } else if matches!(part.of, PartOf::Node(_)) {
                without_score.push(node.to_string());
            }
            let entity = entity.as_ref().unwrap_or(&row.entity);
            parts.push(PartScore {
                entity: entity.as_str().to_string(),
                level: level.to_string(),
                node: node.to_string(),
                label: self.name(edition, level, node),
                stands_in: (level == "indicator" && made.of != level).then(|| made.of.clone()),
                body: body.clone(),
                weight: weighted.then(|| part.weight.clone()),
                effective: share.effective,
                score: part.score.clone(),
                counted: share.counted,
                product: share.product,
                state: state_of(part).word(),
            });
        }
        Parts {
            aggregate: made.aggregate.words(),
            of: made.of.clone(),
            place: made.span.and_then(|span| self.places.of(span)),
            parts,
            missing: missing_word(made.missing),
            without_score,
            weight_scored: weight_scored.over(&weight_all).filter(|_| weighted),
            sum: made.sum(),
            before_rounding: made.score(),
            rounding: made.rounding.map(Round::from),
        }
    }

    /// Level and id of a part.
    fn place_of(&self, part: &LevelPart) -> (&str, &str) {
        let catalogue = &self.results.catalogue;
        match part.of {
            PartOf::Indicator(id) => {
                let found = catalogue.indicator(id);
                ("indicator", found.map_or("", |found| &found.id))
            }
            PartOf::Node(id) => {
                let found = catalogue.nodes.get(id.index());
                found.map_or(("", ""), |found| (found.level, &found.id))
            }
        }
    }
}

/// A node without a score that nothing is known about has none.
fn state_of(part: &LevelPart) -> RowState {
    match (&part.score, part.state, part.of) {
        (None, RowState::Scored, PartOf::Node(_)) => RowState::NoScore,
        (_, state, _) => state,
    }
}

/// What a part without a score does, as a word.
pub(super) fn missing_word(missing: MissingEffect) -> &'static str {
    match missing {
        MissingEffect::LeftOut => "left_out",
        MissingEffect::Zero => "zero",
        MissingEffect::NoScore => "no_score",
    }
}
