//! What the page needs to weigh categories anew: exact scores and weights, and the rules of the index for what is
//! missing, for rounding and for ranks. Where the page could only guess, it gets the reason why not.

use crate::index::{Row, RowState, TOTAL_LEVEL};
use crate::language::number::Number;
use crate::language::rubric::{Index, Part};
use crate::language::syntax::{Aggregate, MissingEffect, RankBasis, Rounding, Ties};
use crate::project::EntityId;
use crate::report::View;
use crate::report::words::aggregate;
use crate::results::Round;
use serde::Serialize;
use std::collections::HashMap;

/// Whether the weights of an index can be moved in the page.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Weighing {
    /// They can.
    Open(Box<Parts>),
    /// They cannot, with the reason in the reader's language.
    Closed {
        /// The reason.
        why: String,
    },
}

/// A total that is a weighted mean, in fractions such as `61`, `25/2`.
#[derive(Debug, Clone, Serialize)]
pub struct Parts {
    /// What it is made of, in the order of the columns.
    pub nodes: Vec<String>,
    /// The official share of each, which add up to 1.
    pub shares: Vec<String>,
    /// `left_out`, `zero` or `no_score`: what a part without a score does.
    pub missing: &'static str,
    /// How the total is rounded before anything else is done with it.
    pub level_rounding: Option<Round>,
    /// How it is shown.
    pub shown_rounding: Option<Round>,
    /// How it is rounded before it is graded.
    pub grade_rounding: Option<Round>,
    /// How it is rounded before it is ranked.
    pub rank_rounding: Option<Round>,
    /// `share`, `marked` or `by_name`: what equal scores get.
    pub ties: &'static str,
    /// One line per entity.
    pub entities: Vec<PartsOf>,
}

/// The parts of an entity's total.
#[derive(Debug, Clone, Serialize)]
pub struct PartsOf {
    /// The entity.
    pub entity: String,
    /// What it is called; ties may be broken by it.
    pub name: String,
    /// In which group it is ranked; entities of all groups are ranked apart.
    pub group: Option<u8>,
    /// The score of each part; none where it has none.
    pub scores: Vec<Option<String>>,
    /// `given` where the total is a published one, `thin` where too few indicators are scored for a total.
    pub fixed: Option<&'static str>,
    /// The published total, where it is `given`: weights do not change it.
    pub given: Option<String>,
}

/// A number as the page reads it; `None` where it is not known exactly, or too long.
pub(super) fn fraction(number: &Number) -> Option<String> {
    let (above, below) = number.parts()?;
    Some(match below {
        1 => above.to_string(),
        _ => format!("{above}/{below}"),
    })
}

pub(super) fn weighing(view: View<'_>) -> Weighing {
    let closed = |key: &str, how: &str| Weighing::Closed {
        why: view.words.say(key, &[("how", &how)]),
    };
    let index = view.index;
    if index.formula.is_some() {
        return closed("explorer_closed_formula", "");
    }
    let Part::Level(level) = &index.total.of else {
        return closed("explorer_closed_indicators", "");
    };
    if !matches!(
        index.total.aggregate,
        Aggregate::Mean | Aggregate::WeightedMean
    ) {
        let how = aggregate(view.words, index.total.aggregate);
        return closed("explorer_closed_aggregate", &how);
    }
    let catalogue = &view.results.catalogue;
    let stands_in = |row: &Row| {
        let id = catalogue.indicator_id(&row.node);
        let indicator = id.and_then(|id| catalogue.indicator(id));
        indicator.is_some_and(|found| catalogue.node_at(found, level).is_none())
    };
    if view.rows("indicator").any(stands_in) {
        return closed("explorer_closed_uneven", "");
    }
    let nodes = parts(view, level);
    let shares: Option<Vec<String>> = nodes.iter().map(|(_, share)| fraction(share)).collect();
    let whole = view.rows(level).filter(|row| row.market.is_none());
    let scored =
        whole.filter_map(|row| Some(((row.entity.as_str(), &*row.node), row.score.as_ref()?)));
    let scored = scored.collect();
    let totals = view.rows(TOTAL_LEVEL);
    let entities: Option<Vec<PartsOf>> = totals
        .map(|total| parts_of(view, &scored, &nodes, total))
        .collect();
    let (Some(shares), Some(entities)) = (shares, entities) else {
        return closed("explorer_closed_exact", "");
    };
    if entities.iter().all(|of| of.fixed.is_some()) {
        return closed("explorer_closed_given", "");
    }
    Weighing::Open(Box::new(Parts {
        nodes: nodes
            .into_iter()
            .map(|(node, _)| node.to_string())
            .collect(),
        shares,
        missing: match index.missing {
            MissingEffect::LeftOut => "left_out",
            MissingEffect::Zero => "zero",
            MissingEffect::NoScore => "no_score",
        },
        level_rounding: index.total.rounding.map(Round::from),
        shown_rounding: index.rounding.map(Round::from),
        grade_rounding: index.grading.map(Round::from),
        rank_rounding: rank_rounding(index).map(Round::from),
        ties: match index.rank.ties {
            Ties::Share => "share",
            Ties::Marked => "marked",
            Ties::ByName => "by_name",
        },
        entities,
    }))
}

fn rank_rounding(index: &Index) -> Option<Rounding> {
    match index.rank.on {
        RankBasis::Exact => None,
        RankBasis::Rounded => index.rounding,
        RankBasis::RoundedTo(rounding) => Some(rounding),
    }
}

/// The nodes the total is made of, in the order of their weights; the same share for each where it is a plain mean.
fn parts<'a>(view: View<'a>, level: &'a str) -> Vec<(&'a str, Number)> {
    let weights = &view.index.total.weights;
    let nodes = view
        .results
        .catalogue
        .nodes_of(level)
        .map(|(_, node)| node.id.as_str());
    if weights.is_empty() {
        return nodes.map(|node| (node, Number::whole(1))).collect();
    }
    let nodes: Vec<&str> = nodes.collect();
    weights
        .iter()
        .filter(|weight| nodes.contains(&weight.node.as_str()))
        .map(|weight| (weight.node.as_str(), weight.share.clone()))
        .collect()
}

/// `None` when a score is not known exactly.
fn parts_of(
    view: View<'_>,
    known: &HashMap<(&str, &str), &Number>,
    nodes: &[(&str, Number)],
    total: &Row,
) -> Option<PartsOf> {
    let entity = total.entity.as_str();
    let scores = nodes
        .iter()
        .map(|(node, _)| match known.get(&(entity, *node)) {
            Some(score) => fraction(score).map(Some),
            None => Some(None),
        });
    let scores: Option<Vec<Option<String>>> = scores.collect();
    let given = total.state == RowState::Given;
    let published = match total.score.as_ref().filter(|_| given) {
        Some(score) => Some(fraction(score)?),
        None => None,
    };
    Some(PartsOf {
        entity: entity.to_string(),
        name: view.entity(&total.entity).to_string(),
        group: group(view, &total.entity),
        scores: scores?,
        given: published,
        fixed: if given {
            Some("given")
        } else if is_thin(view.index, total) {
            Some("thin")
        } else {
            None
        },
    })
}

/// Whether fewer indicators are scored than the index asks for; weights change nothing about that.
fn is_thin(index: &Index, total: &Row) -> bool {
    let scored = Number::ratio(total.scored.into(), total.applicable.into());
    match (&index.minimum_coverage, scored) {
        (Some(minimum), Some(scored)) => scored < *minimum,
        _ => false,
    }
}

fn group(view: View<'_>, entity: &EntityId) -> Option<u8> {
    use crate::language::value::Value;
    let fact = view.index.rank.within?;
    match view.edition.entity_facts.of(entity).get(fact.index()) {
        Some(Some(Value::Choice(at))) => Some(*at),
        _ => None,
    }
}
