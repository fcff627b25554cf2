//! What to settle first: disclosures that assessors have judged differently, by the points at stake.

use super::survey::{Rating, Survey};
use crate::analysis::audit::model::Model;
use crate::analysis::audit::series::effective_weights;
use crate::analysis::audit::table::{Cell, Table};
use indexmap::IndexMap;

/// The table. `model` is the index whose points are at stake; without one all indicators weigh the same.
pub(super) fn adjudication(survey: &Survey, model: Option<&Model>) -> Table {
    let mut table = Table::new(
        "adjudication",
        "What to settle first",
        "points at stake: (highest − lowest score) × weight of the disclosure in the entity's total",
        "weights: products of the index's weights; parts without a score leave theirs to the others",
        &[
            "points",
            "entity",
            "indicator",
            "body",
            "lowest",
            "highest",
            "scores",
            "criteria",
        ],
    );
    if model.is_none() {
        table.note("The index has no scores that say what an indicator weighs in it yet, so all weigh the same.");
    }
    let mut of_entities: IndexMap<&str, Vec<f64>> = IndexMap::new();
    let mut found = Vec::new();
    for unit in &survey.units {
        let scores: Vec<(&str, f64)> = survey
            .assessors
            .iter()
            .zip(&unit.ratings)
            .filter_map(|(name, rating)| Some((name.as_str(), rating.as_ref()?.score)))
            .collect();
        let low = scores
            .iter()
            .map(|(_, score)| *score)
            .fold(f64::INFINITY, f64::min);
        let high = scores
            .iter()
            .map(|(_, score)| *score)
            .fold(f64::NEG_INFINITY, f64::max);
        let differing: Vec<&str> = survey
            .criteria
            .iter()
            .enumerate()
            .filter(|(at, _)| {
                let of = |rating: &Rating| rating.criteria.get(*at).copied().flatten();
                let mut levels = unit
                    .ratings
                    .iter()
                    .flatten()
                    .filter_map(of)
                    .map(|(level, _)| level);
                let first = levels.next();
                levels.any(|level| Some(level) != first)
            })
            .map(|(_, (name, _))| name.as_str())
            .collect();
        if scores.len() < 2 || (high <= low && differing.is_empty()) {
            continue;
        }
        let bodies = survey
            .units
            .iter()
            .filter(|other| other.entity == unit.entity && other.indicator == unit.indicator)
            .count();
        let weight = match model {
            Some(model) => {
                let weights = of_entities.entry(unit.entity.as_str()).or_insert_with(|| {
                    let place = model
                        .entities
                        .iter()
                        .position(|known| *known == unit.entity);
                    effective_weights(model, place)
                });
                let column = model
                    .columns
                    .iter()
                    .position(|column| column.id == unit.name);
                column
                    .and_then(|at| weights.get(at))
                    .copied()
                    .unwrap_or(0.0)
            }
            None => {
                let indicators = survey
                    .units
                    .iter()
                    .filter(|other| other.entity == unit.entity);
                1.0 / indicators.count() as f64 * bodies as f64
            }
        };
        let points = (high - low) * weight / bodies as f64;
        let words: Vec<String> = scores
            .iter()
            .map(|(name, score)| format!("{name} {score}"))
            .collect();
        found.push((
            points,
            unit,
            low,
            high,
            words.join(", "),
            differing.join(", "),
        ));
    }
    found.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| a.1.entity.cmp(&b.1.entity))
            .then_with(|| a.1.name.cmp(&b.1.name))
    });
    for (points, unit, low, high, scores, criteria) in found {
        table.rows.push(vec![
            Cell::number(points, 3),
            Cell::text(unit.entity.as_str()),
            Cell::text(unit.name.as_str()),
            unit.body.as_deref().map_or(Cell::Empty, Cell::text),
            Cell::number(low, 2),
            Cell::number(high, 2),
            Cell::text(scores),
            Cell::text(criteria),
        ]);
    }
    table
}
