//! An index that goes up the levels of the catalogue, as nodes.

use super::build::Build;
use super::{Node, Part, Source};
use crate::index::{RowState, TOTAL_LEVEL};
use crate::language::number::Number;
use crate::language::rubric::{Index, Level, Part as Of};
use crate::language::syntax::MissingEffect;

impl<'r> Build<'r> {
    /// The total of an index with everything below it; `None` where nothing below it is known.
    pub(super) fn of_levels(&mut self, index: &'r Index) -> Option<Source> {
        self.level(index, &index.total, TOTAL_LEVEL, &index.name)
    }

    /// A node of an index by its name, with everything below it.
    pub(super) fn part_of_levels(&mut self, index: &'r Index, id: &str) -> Option<Source> {
        let level = index.levels.iter().find(|level| {
            let mut nodes = self.results.catalogue.nodes_of(&level.name);
            nodes.any(|(_, node)| node.id == id)
        })?;
        let built = self.level(index, level, &level.name, id);
        Some(built.unwrap_or_else(|| self.column(index, &level.name, id)))
    }

    fn level(
        &mut self,
        index: &'r Index,
        level: &'r Level,
        name: &str,
        id: &str,
    ) -> Option<Source> {
        let before = (self.columns.len(), self.nodes.len());
        let parts = match &level.of {
            Of::Indicators => self.indicators(index, name, id),
            Of::Level(below) => self.nodes_below(index, level, below, name, id),
        };
        let known = self.columns[before.0..]
            .iter()
            .any(|column| column.values.iter().any(Option::is_some));
        if parts.is_empty() || !known {
            self.columns.truncate(before.0);
            self.nodes.truncate(before.1);
            return None;
        }
        let all: f64 = parts.iter().map(|part| part.weight).sum();
        let given = self.entities.iter().map(|entity| {
            let row = self.line(index, entity, name, id)?;
            let is_given = row.state == RowState::Given;
            row.score.as_ref().filter(|_| is_given).map(Number::to_f64)
        });
        let node = Node {
            id: id.to_string(),
            level: name.to_string(),
            aggregate: level.aggregate,
            // Indicators without a score are always left out.
            missing: match level.of {
                Of::Indicators => MissingEffect::LeftOut,
                Of::Level(_) => index.missing,
            },
            parts: parts
                .into_iter()
                .map(|part| Part {
                    weight: part.weight / all,
                    ..part
                })
                .collect(),
            factor: 1.0,
            shift: 0.0,
            rounding: level.rounding,
            given: given.collect(),
            thin: if name == TOTAL_LEVEL {
                self.thin(index)
            } else {
                None
            },
        };
        self.nodes.push(node);
        Some(Source::Node(self.nodes.len() - 1))
    }

    /// The indicators of a node that the index takes.
    fn indicators(&mut self, index: &'r Index, level: &str, id: &str) -> Vec<Part> {
        let catalogue = &self.results.catalogue;
        let mut ids = Vec::new();
        // Every entity with evidence has a line for every indicator of the index; one with published scores only has none.
        let mut of: Option<&str> = None;
        for row in &self.edition.rows {
            if *row.index != *index.name || &*row.level != "indicator" {
                continue;
            }
            if *of.get_or_insert(row.entity.as_str()) != row.entity.as_str() {
                break;
            }
            let inside = level == TOTAL_LEVEL || {
                let found = catalogue.indicator_id(&row.node);
                let indicator = found.and_then(|found| catalogue.indicator(found));
                let node = indicator.and_then(|indicator| catalogue.node_at(indicator, level));
                node.and_then(|node| catalogue.nodes.get(node.index()))
                    .is_some_and(|node| node.id == id)
            };
            if inside {
                ids.push(row.node.clone());
            }
        }
        let column = |id: &std::sync::Arc<str>| Part::plain(self.column(index, "indicator", id));
        ids.iter().map(column).collect()
    }

    fn nodes_below(
        &mut self,
        index: &'r Index,
        level: &'r Level,
        below: &str,
        name: &str,
        id: &str,
    ) -> Vec<Part> {
        let Some(rule) = index.levels.iter().find(|level| level.name == below) else {
            return Vec::new();
        };
        let catalogue = &self.results.catalogue;
        let under = |mut at: Option<crate::catalogue::NodeId>| {
            while let Some(node) = at.and_then(|at| catalogue.nodes.get(at.index())) {
                if node.level == name && node.id == id {
                    return true;
                }
                at = node.parent;
            }
            false
        };
        let mut parts = Vec::new();
        for (place, node) in catalogue.nodes_of(below) {
            if name != TOTAL_LEVEL && !under(Some(place)) {
                continue;
            }
            let weight = level.weights.iter().find(|weight| weight.node == node.id);
            if !level.weights.is_empty() && weight.is_none() {
                continue;
            }
            let there = self
                .entities
                .iter()
                .any(|entity| self.line(index, entity, below, &node.id).is_some());
            // Without a line of its own a node has no indicator in this edition, and leaves the mean.
            if !there && index.missing == MissingEffect::LeftOut {
                continue;
            }
            let of = self
                .level(index, rule, below, &node.id)
                .unwrap_or_else(|| self.column(index, below, &node.id));
            parts.push(Part {
                weight: weight.map_or(1.0, |weight| weight.share.to_f64()),
                ..Part::plain(of)
            });
        }
        parts
    }
}
