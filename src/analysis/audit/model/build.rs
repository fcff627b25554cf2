//! A model in the making: indices become nodes, what cannot be taken apart becomes columns.

use super::{Column, NoModel, Node, Presence, Source};
use crate::index::{Row, RowState, TOTAL_LEVEL};
use crate::language::number::Number;
use crate::language::rubric::Index;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use std::collections::HashMap;

/// A model in the making.
pub(super) struct Build<'r> {
    pub results: &'r Results,
    pub edition: &'r EditionResults,
    pub entities: &'r [EntityId],
    lines: Lines<'r>,
    pub columns: Vec<Column>,
    pub nodes: Vec<Node>,
}

/// Rows by index, entity, level and node.
type Lines<'r> = HashMap<(&'r str, &'r str, &'r str, &'r str), &'r Row>;

/// The rows of an edition that are not restricted to a market.
fn lines(edition: &EditionResults) -> Lines<'_> {
    let rows = edition
        .rows
        .iter()
        .filter(|row| row.market.is_none() || row.market.as_deref() == Some(&*row.node));
    rows.map(|row| {
        let key = (&*row.index, row.entity.as_str(), &*row.level, &*row.node);
        (key, row)
    })
    .collect()
}

impl<'r> Build<'r> {
    /// Nothing yet.
    pub fn new(
        results: &'r Results,
        edition: &'r EditionResults,
        entities: &'r [EntityId],
    ) -> Self {
        Build {
            results,
            edition,
            entities,
            lines: lines(edition),
            columns: Vec::new(),
            nodes: Vec::new(),
        }
    }

    /// An index as a node, or as a column where it cannot be taken apart.
    pub fn index(&mut self, index: &'r Index) -> Result<Source, NoModel> {
        let place = self
            .nodes
            .iter()
            .position(|node| node.level == TOTAL_LEVEL && node.id == index.name);
        if let Some(place) = place {
            return Ok(Source::Node(place));
        }
        let taken = match &index.formula {
            Some(formula) => self.of_formula(index, formula)?,
            None => self.of_levels(index),
        };
        Ok(taken.unwrap_or_else(|| self.totals(index)))
    }

    /// The totals of an index as a column.
    fn totals(&mut self, index: &Index) -> Source {
        self.column(index, TOTAL_LEVEL, &index.name)
    }

    /// The scores of a node of an index as a column.
    pub fn column(&mut self, index: &Index, level: &str, node: &str) -> Source {
        let known = self
            .columns
            .iter()
            .position(|column| column.level == level && column.id == node);
        if let Some(known) = known {
            return Source::Column(known);
        }
        let mut column = Column {
            id: node.to_string(),
            level: level.to_string(),
            values: Vec::new(),
            presence: Vec::new(),
        };
        for entity in self.entities {
            let row = self.line(index, entity, level, node);
            let (value, presence) = row.map_or((None, Presence::NotAssessed), |row| {
                let presence = match row.state {
                    RowState::NotAssessed => Presence::NotAssessed,
                    RowState::Withheld => Presence::Withheld,
                    RowState::NotApplicable | RowState::NoScore => Presence::NotApplicable,
                    _ => Presence::Scored,
                };
                (row.score.as_ref().map(Number::to_f64), presence)
            });
            column.values.push(value);
            column.presence.push(presence);
        }
        self.columns.push(column);
        Source::Column(self.columns.len() - 1)
    }

    /// A row.
    pub fn line(
        &self,
        index: &Index,
        entity: &EntityId,
        level: &str,
        node: &str,
    ) -> Option<&'r Row> {
        let key = (index.name.as_str(), entity.as_str(), level, node);
        self.lines.get(&key).copied()
    }

    pub fn nothing_given(&self) -> Vec<Option<f64>> {
        vec![None; self.entities.len()]
    }
}
