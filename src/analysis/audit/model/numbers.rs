//! Models made of numbers alone: for benches, tests, and whoever has a matrix and no project.

use super::{Column, Model, Node, Part, Presence, Scale, Source};
use crate::analysis::audit::ranking::Ranking;
use crate::evidence::Absence;
use crate::index::TOTAL_LEVEL;
use crate::language::syntax::{Aggregate, MissingEffect};
use crate::project::EntityId;

/// A group of columns with its weight in the total: one list per column, one value per entity.
pub type Group = (f64, Vec<Vec<Option<f64>>>);

impl Model {
    /// A total of groups of columns: weighted arithmetic means of plain means, the columns brought to a scale; min-max
    /// scores go from 0 to 100. Entities are `1`, `2`, …; those without a score have the official score 0.
    pub fn from_numbers(groups: Vec<Group>, scale: Scale) -> Model {
        let count = groups
            .first()
            .and_then(|(_, columns)| columns.first())
            .map_or(0, Vec::len);
        let all: f64 = groups.iter().map(|(weight, _)| weight).sum();
        let factor = if scale == Scale::MinMax { 100.0 } else { 1.0 };
        let node = |id: String, parts: Vec<Part>| Node {
            id,
            level: TOTAL_LEVEL.to_string(),
            aggregate: Aggregate::WeightedMean,
            missing: MissingEffect::LeftOut,
            parts,
            factor: 1.0,
            shift: 0.0,
            rounding: None,
            given: vec![None; count],
            thin: None,
        };
        let (mut columns, mut nodes, mut tops) = (Vec::new(), Vec::new(), Vec::new());
        for (at, (weight, group)) in groups.into_iter().enumerate() {
            let share = 1.0 / group.len() as f64;
            let mut parts = Vec::new();
            for values in group {
                parts.push(Part {
                    weight: share,
                    scale,
                    slope: factor,
                    ..Part::plain(Source::Column(columns.len()))
                });
                let presence = values.iter().map(|value| match value {
                    Some(_) => Presence::Scored,
                    None => Presence::Absent(Absence::NotAssessed),
                });
                columns.push(Column {
                    id: format!("c{}", columns.len() + 1),
                    level: "indicator".to_string(),
                    presence: presence.collect(),
                    values,
                });
            }
            tops.push(Part {
                weight: weight / all,
                ..Part::plain(Source::Node(nodes.len()))
            });
            nodes.push(node(format!("g{}", at + 1), parts));
        }
        nodes.push(node("total".to_string(), tops));
        let mut model = Model {
            index: "total".to_string(),
            edition: String::new(),
            entities: (1..=count).map(EntityId::numbered).collect(),
            left_out: Vec::new(),
            columns,
            nodes,
            official: Vec::new(),
            ranks: vec![None; count],
            ranking: Ranking::default(),
            decimals: 2,
        };
        let totals = model.scores().pop().unwrap_or_default();
        model.official = totals
            .into_iter()
            .map(|total| total.unwrap_or(0.0))
            .collect();
        model
    }
}
