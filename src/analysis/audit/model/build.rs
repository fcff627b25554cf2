//! A model in the making: indices become nodes, what cannot be taken apart becomes columns.

use super::{Column, NoModel, Node, Presence, Source, Thin};
use crate::evidence::Absence;
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
            let (value, presence) =
                row.map_or((None, Presence::Absent(Absence::NotAssessed)), |row| {
                    let presence = match row.state {
                        RowState::Absent(absence) => Presence::Absent(absence),
                        RowState::CarriedOver => Presence::CarriedOver,
                        RowState::NoScore => Presence::Absent(Absence::NotApplicable),
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

    /// Whom the minimum coverage of an index leaves without a total, counted over all its indicators.
    pub fn thin(&self, index: &Index) -> Option<Thin> {
        let least = index.minimum_coverage.as_ref()?.to_f64();
        // Per entity: how many apply, how many have a score, how many of those have evidence of this edition.
        let mut counts: HashMap<&str, [f64; 3]> = HashMap::new();
        for row in &self.edition.rows {
            let counted = *row.index == *index.name
                && &*row.level == "indicator"
                && row.state != RowState::Absent(Absence::NotApplicable);
            if !counted {
                continue;
            }
            use RowState::{Absent, CarriedOver};
            // What does not apply was left out above.
            let absent = matches!(row.state, CarriedOver | Absent(_));
            let scored = row.score.is_some();
            let count = counts.entry(row.entity.as_str()).or_default();
            for (sum, is) in count.iter_mut().zip([true, scored, scored && !absent]) {
                *sum += f64::from(u8::from(is));
            }
        }
        let of = |pick: fn(&[f64; 3]) -> f64| {
            let entities = self.entities.iter();
            let thin = entities.map(|entity| {
                let count = counts.get(entity.as_str());
                count.is_some_and(|count| pick(count) / count[0] < least - 1e-12)
            });
            thin.collect()
        };
        Some(Thin {
            declared: of(|count| count[1]),
            left_out: of(|count| count[2]),
        })
    }

    pub fn nothing_given(&self) -> Vec<Option<f64>> {
        vec![None; self.entities.len()]
    }
}
