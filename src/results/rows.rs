//! The rows of an edition with look-ups by key. Whoever needs the score of a node asks here instead of searching, so
//! that a report of many entities grows as a line and not as a cube.

use crate::index::Row;
use crate::project::EntityId;
use std::collections::HashMap;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// All rows of an edition, in the order in which the rubric declares its indices and, within an index, entity by
/// entity.
///
/// It reads as a slice of rows; the look-ups answer in constant time.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    all: Vec<Row>,
    /// A small number for every index, level and node.
    names: HashMap<Arc<str>, u32>,
    entities: HashMap<EntityId, u32>,
    /// Index, entity, level and node to the row that is not cut down to a market.
    places: HashMap<[u32; 4], u32>,
    /// Index and level to its rows.
    levels: HashMap<[u32; 2], Vec<u32>>,
    /// Index and entity to its rows, which follow one another.
    of_entity: HashMap<[u32; 2], Range<usize>>,
}

impl From<Vec<Row>> for Rows {
    fn from(all: Vec<Row>) -> Self {
        let mut rows = Rows::default();
        for (at, row) in (0u32..).zip(&all) {
            let index = name(&mut rows.names, &row.index);
            let level = name(&mut rows.names, &row.level);
            let node = name(&mut rows.names, &row.node);
            let next = u32::try_from(rows.entities.len()).unwrap_or(u32::MAX);
            let entity = *rows.entities.entry(row.entity.clone()).or_insert(next);
            if is_whole(row) {
                rows.places
                    .entry([index, entity, level, node])
                    .or_insert(at);
            }
            rows.levels.entry([index, level]).or_default().push(at);
            let place = at as usize;
            let range = rows
                .of_entity
                .entry([index, entity])
                .or_insert(place..place);
            range.end = place + 1;
        }
        rows.all = all;
        rows
    }
}

impl Deref for Rows {
    type Target = [Row];

    fn deref(&self) -> &[Row] {
        &self.all
    }
}

impl<'a> IntoIterator for &'a Rows {
    type Item = &'a Row;
    type IntoIter = std::slice::Iter<'a, Row>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}

impl Rows {
    /// The row of a node, not restricted to a market.
    pub fn find(&self, index: &str, entity: &EntityId, level: &str, node: &str) -> Option<&Row> {
        let key = [
            self.name(index)?,
            *self.entities.get(entity)?,
            self.name(level)?,
            self.name(node)?,
        ];
        self.all.get(*self.places.get(&key)? as usize)
    }

    /// The rows of an index at a level, those of single markets included.
    pub fn at_level(&self, index: &str, level: &str) -> impl Iterator<Item = &Row> {
        let key = self.name(index).zip(self.name(level));
        let places = key.and_then(|(index, level)| self.levels.get(&[index, level]));
        let places = places.map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|at| self.all.get(*at as usize))
    }

    /// All rows of an entity in an index: the total, the levels, the indicators, the criteria and the cuts.
    pub fn of_entity(&self, index: &str, entity: &EntityId) -> &[Row] {
        let key = self.name(index).zip(self.entities.get(entity).copied());
        let range = key.and_then(|(index, entity)| self.of_entity.get(&[index, entity]));
        range
            .and_then(|range| self.all.get(range.clone()))
            .unwrap_or_default()
    }

    fn name(&self, name: &str) -> Option<u32> {
        self.names.get(name).copied()
    }
}

/// Whether a row is about a whole node, or about the market itself, rather than about a node within a market.
pub(crate) fn is_whole(row: &Row) -> bool {
    row.market.is_none() || row.market.as_deref() == Some(&*row.node)
}

fn name(names: &mut HashMap<Arc<str>, u32>, text: &Arc<str>) -> u32 {
    let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
    *names.entry(text.clone()).or_insert(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::TOTAL_LEVEL;
    use crate::results::{Results, compute};
    use std::path::Path;

    fn example(name: &str) -> Results {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("examples")
            .join(name);
        compute(&folder).results.unwrap()
    }

    #[test]
    fn a_row_is_found_where_a_search_finds_it() {
        let results = example("eti-demo");
        for edition in &results.editions {
            for wanted in &edition.rows {
                let searched = edition.rows.iter().find(|row| {
                    row.index == wanted.index
                        && row.entity == wanted.entity
                        && row.level == wanted.level
                        && row.node == wanted.node
                        && is_whole(row)
                });
                let found = edition.row(&wanted.index, &wanted.entity, &wanted.level, &wanted.node);
                assert_eq!(found, searched);
            }
        }
    }

    #[test]
    fn all_rows_are_at_some_level_of_some_entity() {
        let results = example("eti-published");
        for edition in &results.editions {
            let mut counted = 0;
            for index in &edition.rubric.indices {
                let totals: Vec<&Row> = edition.rows.at_level(&index.name, TOTAL_LEVEL).collect();
                for total in totals {
                    let rows = edition.rows.of_entity(&index.name, &total.entity);
                    assert!(rows.iter().all(|row| row.entity == total.entity));
                    counted += rows.len();
                }
            }
            assert_eq!(counted, edition.rows.len());
        }
    }
}
