//! Levels of several editions side by side: as published, and as they can be compared.
//!
//! The comparable series scores the evidence of every edition by the rubric of the last one, and keeps only the
//! indicators that have a score in all of them (through the [`Crosswalk`]). How much of the index those indicators
//! hold is its share; below a stated minimum no comparable figure is given, because it would speak of another index.

mod comparing;

use super::crosswalk::Crosswalk;
use super::rescore::method;
use super::weights::NotLinear;
use crate::catalogue::IndicatorId;
use crate::index::Row;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::Results;
use comparing::{Series, total};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The index.
    pub index: &'a str,
    /// The editions by their places in the results, in order of time; at least one.
    pub editions: Vec<usize>,
    /// The entities; all of these editions when empty.
    pub entities: Vec<EntityId>,
    /// The share of weight the common indicators must hold, 0 to 1; see [`least_share`].
    pub least_share: Number,
    /// Whether comparable figures are given below that share too.
    pub forced: bool,
    /// Which indicator became which.
    pub crosswalk: &'a Crosswalk,
}

/// The usual minimum: 70 % of the weight. It is a convention, and always printed beside the figure it allows.
pub fn least_share() -> Number {
    Number::ratio(7, 10).unwrap_or_else(Number::zero)
}

/// The answer.
#[derive(Debug)]
pub struct Progress {
    /// The editions by their places in the results.
    pub editions: Vec<usize>,
    /// Where the method changed, by places in `editions` of the later one, with the methods before and after.
    pub breaks: Vec<Break>,
    /// One entry per entity, in the order asked for (by name otherwise).
    pub entities: Vec<EntityProgress>,
    /// The entities with a comparable score in every edition, among whom comparable ranks are given.
    pub panel: Vec<EntityId>,
}

/// A change of method between two editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The later edition, by its place in [`Progress::editions`].
    pub at: usize,
    /// The rubric before.
    pub from: String,
    /// The rubric after.
    pub to: String,
}

/// One entity over the editions.
#[derive(Debug)]
pub struct EntityProgress {
    /// The entity.
    pub entity: EntityId,
    /// The nodes of the index, from the total down, in the order of the results.
    pub lines: Vec<Line>,
    /// What can be compared.
    pub common: Common,
    /// Its rank in the comparable series among the panel, per edition; `None` outside the panel.
    pub panel_rank: Vec<Option<u32>>,
    /// The total of each edition's whole evidence under the last edition's rubric.
    pub rescored: Vec<Option<Row>>,
}

/// One node over the editions; one entry per edition in each list.
#[derive(Debug)]
pub struct Line {
    /// `index`, a level, `indicator`, `criterion` or a cut.
    pub level: Arc<str>,
    /// The node.
    pub node: Arc<str>,
    /// The market the node is restricted to.
    pub market: Option<Arc<str>>,
    /// As published at the time.
    pub published: Vec<Option<Row>>,
    /// As it can be compared; `None` everywhere when nothing can.
    pub comparable: Vec<Option<Row>>,
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

/// Answers a question about progress.
///
/// # Errors
/// [`NotLinear`] when the share of weight cannot be told, because a level takes a median, a minimum or a maximum.
pub fn progress(results: &Results, question: &Question<'_>) -> Result<Progress, NotLinear> {
    let series = Series::of(results, question);
    let mut common: BTreeMap<EntityId, Common> = BTreeMap::new();
    let entities = series.entities();
    for entity in &entities {
        common.insert(entity.clone(), series.common(entity)?);
    }
    let comparable: Vec<Vec<Row>> = series.comparable(&common);
    let panel: Vec<EntityId> = entities
        .iter()
        .filter(|entity| {
            comparable
                .iter()
                .all(|rows| total(rows, question.index, entity).is_some())
        })
        .cloned()
        .collect();
    let ranks = series.panel_ranks(&panel, &comparable);
    let mut answers = Vec::new();
    let asked = if question.entities.is_empty() {
        &entities
    } else {
        &question.entities
    };
    for entity in asked {
        let place = panel.iter().position(|known| known == entity);
        let rank_in = |ranks: &Vec<Option<u32>>| ranks.get(place?).copied().flatten();
        let Some(common) = common.remove(entity) else {
            continue;
        };
        answers.push(EntityProgress {
            entity: entity.clone(),
            lines: series.lines(entity, &comparable),
            common,
            panel_rank: ranks.iter().map(rank_in).collect(),
            rescored: series.totals_again(entity),
        });
    }
    Ok(Progress {
        editions: question.editions.clone(),
        breaks: breaks(results, &question.editions),
        entities: answers,
        panel,
    })
}

/// Where the method changes along some editions.
pub fn breaks(results: &Results, editions: &[usize]) -> Vec<Break> {
    let of = |at: &usize| {
        results
            .editions
            .get(*at)
            .map_or("", |edition| method(results, edition))
    };
    let pairs = editions.iter().zip(editions.iter().skip(1)).enumerate();
    pairs
        .filter(|(_, (before, after))| of(before) != of(after))
        .map(|(at, (before, after))| Break {
            at: at + 1,
            from: of(before).to_string(),
            to: of(after).to_string(),
        })
        .collect()
}
