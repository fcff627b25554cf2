//! Ties that are broken by name. Names have a language, so the language of the output decides who comes first.

use super::order::NameOrder;
use super::{EditionResults, Results};
use crate::index::{Row, rank_across, rank_rows};
use crate::language::rubric::Index;
use crate::language::syntax::Ties;
use crate::project::EntityId;

impl Results {
    /// The same for an output in another language.
    pub fn in_language(mut self, language: &str) -> Self {
        self.language = language.to_string();
        let rank = |edition: &EditionResults| {
            let mut rows = edition.rows.to_vec();
            break_ties(&self, edition, &mut rows);
            let mut across = edition.across.clone();
            break_ties_across(&self, edition, &mut across);
            (rows, across)
        };
        let ranked: Vec<_> = self
            .editions
            .iter()
            .map(|edition| breaks_ties(edition).then(|| rank(edition)))
            .collect();
        for (edition, ranked) in self.editions.iter_mut().zip(ranked) {
            if let Some((rows, across)) = ranked {
                edition.rows = rows.into();
                edition.across = across;
            }
        }
        self
    }

    /// The name of an entity by which ties are broken.
    pub fn name_in_ties<'a>(&'a self, entity: &'a EntityId) -> &'a str {
        self.entity_name(entity, &self.language)
    }
}

/// Whether an index of the edition breaks ties by name.
fn breaks_ties(edition: &EditionResults) -> bool {
    edition.rubric.indices.iter().any(by_name)
}

fn by_name(index: &Index) -> bool {
    index.rank.ties == Ties::ByName
}

/// Ranks the rows of an edition by the names of its entities, where an index breaks ties by name.
pub(super) fn break_ties(results: &Results, edition: &EditionResults, rows: &mut [Row]) {
    let names = rows.iter().map(|row| results.name_in_ties(&row.entity));
    let keys = NameOrder::of(&results.language).keys(names);
    let name = |row: &Row| {
        let name = results.name_in_ties(&row.entity);
        keys.get(name).cloned().unwrap_or_default()
    };
    for rows in rows.chunk_by_mut(|a, b| a.index == b.index) {
        let index = rows
            .first()
            .and_then(|row| edition.rubric.index(&row.index));
        if let Some(index) = index.filter(|index| by_name(index)) {
            let input = edition.input(&results.catalogue, index);
            let group = |entity: &_| input.group(entity);
            rank_rows(&edition.rubric, index, &group, &name, rows);
        }
    }
}

/// The same of lines across entities, by the names of the indicators.
fn break_ties_across(results: &Results, edition: &EditionResults, rows: &mut [Row]) {
    let named = |row: &Row| {
        let name = results.node_name(edition, &row.level, &row.node, &results.language);
        name.to_string()
    };
    let names: Vec<String> = rows.iter().map(named).collect();
    let keys = NameOrder::of(&results.language).keys(names.iter().map(String::as_str));
    let name = |row: &Row| keys.get(&named(row)).cloned().unwrap_or_default();
    for rows in rows.chunk_by_mut(|a, b| a.index == b.index) {
        let index = rows
            .first()
            .and_then(|row| edition.rubric.index(&row.index));
        if let Some(index) = index.filter(|index| by_name(index)) {
            rank_across(index, &name, rows);
        }
    }
}
