//! Levels of several editions side by side: as published, and as they can be compared.
//!
//! The comparable series scores the evidence of every edition by the rubric of the last one, and keeps only the
//! indicators that have a score in all of them (through the [`Crosswalk`]). How much of the index those indicators
//! hold is its share; below a stated minimum no comparable figure is given, because it would speak of another index.

use crate::index::Row;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::comparable::{Common, Comparable, NotLinear, Rule, method};
use crate::results::{Crosswalk, Results};
use std::collections::BTreeMap;
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

/// Answers a question about progress.
///
/// # Errors
/// [`NotLinear`] when the share of weight cannot be told, because a level takes a median, a minimum or a maximum.
pub fn progress(results: &Results, question: &Question<'_>) -> Result<Progress, NotLinear> {
    let rule = Rule {
        least_share: question.least_share.clone(),
        forced: question.forced,
        crosswalk: question.crosswalk,
    };
    let found = Comparable::of(results, question.index, &question.editions, &rule)?;
    let comparable = by_entity(found.rows(results));
    let published = question.editions.iter().map(|at| {
        let rows = results.editions.get(*at).map(|edition| &edition.rows);
        rows.into_iter().flatten()
    });
    let of_index = |row: &&Row| *row.index == *question.index;
    let published = by_entity(published.map(|rows| rows.filter(of_index).cloned()));
    let ranks = found.panel_ranks(results);
    let asked = if question.entities.is_empty() {
        let mut all = results.entities("en");
        all.retain(|entity| found.common.contains_key(entity));
        all
    } else {
        question.entities.clone()
    };
    let mut answers = Vec::new();
    for entity in asked {
        let Some(common) = found.common.get(&entity) else {
            continue;
        };
        let place = found.panel.iter().position(|known| *known == entity);
        let rank_in = |ranks: &Vec<Option<u32>>| ranks.get(place?).copied().flatten();
        let total = |at: usize| {
            let edition = found.under_last(results, at)?;
            edition.total(question.index, &entity).cloned()
        };
        answers.push(EntityProgress {
            lines: lines(
                published.get(&entity).map_or(&[][..], Vec::as_slice),
                comparable.get(&entity).map_or(&[][..], Vec::as_slice),
                question.editions.len(),
            ),
            common: common.clone(),
            panel_rank: ranks.iter().map(rank_in).collect(),
            rescored: (0..question.editions.len()).map(total).collect(),
            entity,
        });
    }
    Ok(Progress {
        editions: question.editions.clone(),
        breaks: breaks(results, &question.editions),
        entities: answers,
        panel: found.panel,
    })
}

/// Rows with the place of their edition.
type Placed = (usize, Row);

/// The rows of several editions by entity, edition after edition.
fn by_entity<R: IntoIterator<Item = Row>>(
    editions: impl IntoIterator<Item = R>,
) -> BTreeMap<EntityId, Vec<Placed>> {
    let mut found: BTreeMap<EntityId, Vec<Placed>> = BTreeMap::new();
    for (at, rows) in editions.into_iter().enumerate() {
        for row in rows {
            found.entry(row.entity.clone()).or_default().push((at, row));
        }
    }
    found
}

/// Level, node and market.
type Place = (Arc<str>, Arc<str>, Option<Arc<str>>);

/// The nodes of one entity over the editions.
fn lines(published: &[Placed], comparable: &[Placed], count: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut places: BTreeMap<Place, usize> = BTreeMap::new();
    let mut take = |at: usize, row: &Row, is_published: bool| {
        let key = (row.level.clone(), row.node.clone(), row.market.clone());
        let place = *places.entry(key).or_insert_with(|| {
            lines.push(Line {
                level: row.level.clone(),
                node: row.node.clone(),
                market: row.market.clone(),
                published: vec![None; count],
                comparable: vec![None; count],
            });
            lines.len() - 1
        });
        let Some(line) = lines.get_mut(place) else {
            return;
        };
        let list = if is_published {
            &mut line.published
        } else {
            &mut line.comparable
        };
        if let Some(slot) = list.get_mut(at) {
            *slot = Some(row.clone());
        }
    };
    // The last edition first: its order is the one readers know.
    for at in (0..count).rev() {
        let of_edition = published.iter().filter(|(place, _)| *place == at);
        of_edition.for_each(|(at, row)| take(*at, row, true));
    }
    let scored = comparable.iter().filter(|(_, row)| row.score.is_some());
    scored.for_each(|(at, row)| take(*at, row, false));
    lines
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
