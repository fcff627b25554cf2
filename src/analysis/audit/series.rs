//! Trends of totals over editions, and whether a change between two editions is more than chance.

use super::bootstrap::{Change, paired_change};
use super::figure::NoFigure;
use super::model::{Model, Scale, Source};
use super::table::{Cell, Table};
use super::trend::{LEAST_POINTS, mann_kendall, theil_sen};
use crate::project::EntityId;

/// One edition of a series.
#[derive(Debug, Clone)]
pub struct Point {
    /// The year.
    pub year: i16,
    /// Editions with the same number have one method.
    pub method: usize,
    /// The totals: entity and score.
    pub totals: Vec<(EntityId, f64)>,
}

/// What the tests share.
#[derive(Debug, Clone, Copy)]
pub struct Testing {
    /// The confidence of intervals, such as 0.95.
    pub confidence: f64,
    /// How many resamples.
    pub replicates: u64,
    /// The seed of the resamples.
    pub seed: u64,
}

/// The table of trends: one line per entity with a score in any edition.
pub fn trends(points: &[Point], testing: Testing) -> Table {
    let mut table = Table::new(
        "trends",
        "Trends over editions",
        "S = rises − falls over all pairs of editions, variance with ties; slope: median of the slopes of all pairs",
        "Mann 1945, Kendall 1975 (exact p up to ten points without ties, as Gilbert 1987, table A18); Theil 1950, Sen 1968, interval by Gilbert 1987, section 16.5",
        &[
            "entity",
            "editions",
            "s",
            "z",
            "p",
            "p_is",
            "slope_per_year",
            "low",
            "high",
            "interval",
        ],
    );
    table.note(format!(
        "A trend needs at least {LEAST_POINTS} editions. With four, no series can have a two-sided p below 0.083."
    ));
    let first = points.first().map(|point| point.method);
    if points.iter().any(|point| Some(point.method) != first) {
        table.note("The method changed within the series: a trend may be one of the method. `progress` compares like with like.");
    }
    for entity in entities(points) {
        let known: Vec<(f64, f64)> = points
            .iter()
            .filter_map(|point| {
                let total = point.totals.iter().find(|(id, _)| *id == entity)?;
                Some((f64::from(point.year), total.1))
            })
            .collect();
        let (times, values): (Vec<f64>, Vec<f64>) = known.into_iter().unzip();
        let mut row = vec![Cell::text(entity.as_str()), Cell::count(values.len())];
        match mann_kendall(&values) {
            Ok(found) => {
                row.push(Cell::number(found.s, 0));
                row.push(Cell::number(found.z, 3));
                row.push(Cell::number(found.p, 4));
                row.push(Cell::text(if found.exact { "exact" } else { "normal" }));
            }
            Err(reason) => row.extend(vec![Cell::None(reason.to_string()); 4]),
        }
        match theil_sen(&times, &values, testing.confidence) {
            Ok(found) => {
                row.push(Cell::number(found.slope, 3));
                row.push(Cell::number(found.low, 3));
                row.push(Cell::number(found.high, 3));
                row.push(Cell::text(if found.reaches {
                    "reached"
                } else {
                    "all slopes: too few editions"
                }));
            }
            Err(reason) => row.extend(vec![Cell::None(reason.to_string()); 4]),
        }
        table.rows.push(row);
    }
    table
}

fn entities(points: &[Point]) -> Vec<EntityId> {
    let mut found: Vec<EntityId> = Vec::new();
    for (entity, _) in points.iter().flat_map(|point| &point.totals) {
        if !found.contains(entity) {
            found.push(entity.clone());
        }
    }
    found
}

/// The change of one entity between two editions over the indicators that have a score in both, each with its weight in
/// the total of the later edition.
///
/// # Errors
/// With fewer than two such indicators, or where nothing varies.
pub fn change(
    earlier: &Model,
    later: &Model,
    entity: &EntityId,
    testing: Testing,
) -> Result<Change, NoFigure> {
    let place = |model: &Model| model.entities.iter().position(|id| id == entity);
    let (Some(before), Some(after)) = (place(earlier), place(later)) else {
        return Err(NoFigure::Undefined("not scored in both editions"));
    };
    let normalised = |model: &Model| {
        let mut parts = model.nodes.iter().flat_map(|node| &node.parts);
        parts.any(|part| part.scale != Scale::AsTheyAre)
    };
    if normalised(earlier) || normalised(later) {
        return Err(NoFigure::Undefined(
            "indicators are normalised within each edition, so their differences have no common scale",
        ));
    }
    let weights = effective_weights(later, None);
    let (mut differences, mut kept) = (Vec::new(), Vec::new());
    for (column, weight) in later.columns.iter().zip(&weights) {
        let same = earlier
            .columns
            .iter()
            .find(|known| known.id == column.id && known.level == column.level);
        let old = same.and_then(|same| same.values[before]);
        if let Some((old, new)) = old.zip(column.values[after]) {
            differences.push(new - old);
            kept.push(*weight);
        }
    }
    paired_change(
        &differences,
        &kept,
        testing.replicates,
        testing.seed,
        testing.confidence,
    )
}

/// The table of changes of all entities between two editions.
pub fn changes(earlier: &Model, later: &Model, testing: Testing) -> Table {
    let mut table = Table::new(
        "changes",
        format!("Changes from {} to {}", earlier.edition, later.edition),
        "weighted mean difference of the indicators scored in both editions; interval: percentiles of resampled indicators; p: resamples of differences moved to zero",
        "Efron and Tibshirani 1993, chapters 13 and 16; Davison and Hinkley 1997, section 4.4",
        &["entity", "indicators", "change", "low", "high", "p"],
    );
    table.note(format!(
        "{} resamples, seed {}, {} % intervals. Judge by p, never by whether two intervals overlap.",
        testing.replicates,
        testing.seed,
        testing.confidence * 100.0
    ));
    table.note("The indicators are taken as a sample of what might have been asked; the change of exactly these indicators is known without error.");
    for entity in &later.entities {
        let mut row = vec![Cell::text(entity.as_str())];
        match change(earlier, later, entity, testing) {
            Ok(found) => row.extend([
                Cell::count(found.pairs),
                Cell::number(found.mean, 3),
                Cell::number(found.interval.low, 3),
                Cell::number(found.interval.high, 3),
                Cell::number(found.p, 4),
            ]),
            Err(reason) => row.extend(vec![Cell::None(reason.to_string()); 5]),
        }
        table.rows.push(row);
    }
    table
}

/// The weight of each column in the total: products of the weights on its way up, adding up to 1. Of an entity, parts
/// without a score leave theirs to the others.
pub fn effective_weights(model: &Model, entity: Option<usize>) -> Vec<f64> {
    let scores = model.scores();
    let there = |of: Source| {
        let value = entity.map(|entity| model.source(of, &scores).get(entity).copied().flatten());
        value.is_none_or(|value| value.is_some())
    };
    let mut of_nodes = vec![0.0; model.nodes.len()];
    let mut of_columns = vec![0.0; model.columns.len()];
    if let Some(last) = of_nodes.last_mut() {
        *last = 1.0;
    }
    for (at, node) in model.nodes.iter().enumerate().rev() {
        let own: f64 = of_nodes.get(at).copied().unwrap_or(0.0);
        let kept = || node.parts.iter().filter(|part| there(part.of));
        let all: f64 = kept().map(|part| part.weight).sum();
        for part in kept() {
            let slot = match part.of {
                Source::Column(column) => of_columns.get_mut(column),
                Source::Node(below) => of_nodes.get_mut(below),
            };
            if let Some(slot) = slot {
                *slot += own * part.weight / all;
            }
        }
    }
    of_columns
}
