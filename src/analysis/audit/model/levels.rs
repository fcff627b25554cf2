//! An index that goes up the levels of the catalogue, as nodes.

use super::build::Build;
use super::{Node, Part, Source};
use crate::catalogue::IndicatorId;
use crate::index::{PartOf, RowState, TOTAL_LEVEL, made_of};
use crate::language::number::Number;
use crate::language::rubric::{Index, Level, Part as Of};
use crate::language::syntax::{Aggregate, MissingEffect};

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
        let parts = self.parts(index, level, name, id);
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

    /// What a node, or the total, is made of.
    fn parts(&mut self, index: &'r Index, level: &'r Level, name: &str, id: &str) -> Vec<Part> {
        let catalogue = &self.results.catalogue;
        let mut nodes = catalogue.nodes_of(name);
        let under = nodes.find(|(_, node)| node.id == id).map(|(node, _)| node);
        if name != TOTAL_LEVEL && under.is_none() {
            return Vec::new();
        }
        let mut parts = Vec::new();
        for part in made_of(level, catalogue, &self.selected(index), under) {
            let of = match (part.of, &level.of) {
                (PartOf::Indicator(_), Of::Indicators) => self.column(index, "indicator", part.id),
                (PartOf::Indicator(_), Of::Level(below)) => self.stand_in(index, below, part.id),
                (PartOf::Node(_), of) => {
                    let Of::Level(below) = of else { continue };
                    let Some(rule) = index.levels.iter().find(|level| level.name == *below) else {
                        continue;
                    };
                    let there = self
                        .entities
                        .iter()
                        .any(|entity| self.line(index, entity, below, part.id).is_some());
                    // Without a line of its own a node has no indicator in this edition, and leaves the mean.
                    if !there && index.missing == MissingEffect::LeftOut {
                        continue;
                    }
                    self.level(index, rule, below, part.id)
                        .unwrap_or_else(|| self.column(index, below, part.id))
                }
            };
            parts.push(Part {
                weight: part.weight.to_f64(),
                ..Part::plain(of)
            });
        }
        parts
    }

    /// The node that an indicator stands in for; the indicator itself where the node's level leaves one score as it is.
    fn stand_in(&mut self, index: &'r Index, level: &str, id: &str) -> Source {
        let Some(rule) = index.levels.iter().find(|rule| rule.name == level) else {
            return self.column(index, "indicator", id);
        };
        let inside = match &rule.of {
            Of::Indicators => self.column(index, "indicator", id),
            Of::Level(below) => self.stand_in(index, below, id),
        };
        if rule.rounding.is_none() && !matches!(rule.aggregate, Aggregate::ShareAtLeast(_)) {
            return inside;
        }
        self.nodes.push(Node {
            id: id.to_string(),
            level: level.to_string(),
            aggregate: rule.aggregate,
            missing: MissingEffect::LeftOut,
            parts: vec![Part::plain(inside)],
            factor: 1.0,
            shift: 0.0,
            rounding: rule.rounding,
            given: self.nothing_given(),
            thin: None,
        });
        Source::Node(self.nodes.len() - 1)
    }

    /// The indicators that the index takes.
    fn selected(&self, index: &Index) -> Vec<IndicatorId> {
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
            ids.extend(self.results.catalogue.indicator_id(&row.node));
        }
        ids
    }
}
