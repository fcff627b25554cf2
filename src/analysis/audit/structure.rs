//! How an index hangs together: distributions, correlations within and between levels, internal consistency, principal
//! components.

mod groups;

use super::correlation::{Correlation, Kind, correlation};
use super::descriptive::{Description, KURTOSIS, LEAST_KNOWN, SKEWNESS};
use super::figure::NoFigure;
use super::model::{Model, Source};
use super::table::{Cell, Table};
use groups::{consistency, eigenvalues, loadings};

/// A correlation below this is flagged: the two work against each other.
pub const NEGATIVE: f64 = -0.4;
/// A correlation above this is flagged: one of the two adds nothing.
pub const REDUNDANT: f64 = 0.92;

/// All tables about the structure of an index. With `flagged` only pairs that stand out are listed.
pub fn structure(model: &Model, flagged: bool) -> Vec<Table> {
    let scores = model.scores();
    vec![
        descriptions(model, &scores),
        missing(model),
        correlations(model, &scores, flagged),
        with_wholes(model, &scores),
        consistency(model, &scores),
        eigenvalues(model, &scores),
        loadings(model, &scores),
    ]
}

fn descriptions(model: &Model, scores: &[Vec<Option<f64>>]) -> Table {
    let mut table = Table::new(
        "distributions",
        "Distributions",
        "sample deviation (n − 1); adjusted skewness G1 and excess kurtosis G2",
        "Joanes and Gill 1998; flags: Groeneveld and Meeden 1984, OECD/JRC handbook 2008 step 3",
        &[
            "level",
            "node",
            "known",
            "missing",
            "min",
            "mean",
            "median",
            "max",
            "deviation",
            "skewness",
            "kurtosis",
            "flags",
        ],
    );
    table.note(format!(
        "`outliers` where |skewness| > {SKEWNESS} and kurtosis > {KURTOSIS}; `much missing` where less than {} % is known.",
        LEAST_KNOWN * 100.0
    ));
    let columns = (0..model.columns.len()).map(Source::Column);
    for source in columns.chain((0..model.nodes.len()).map(Source::Node)) {
        if model.name(source).is_empty() {
            continue;
        }
        let found = Description::of(model.source(source, scores));
        let figure = |figure| Cell::figure(figure, 3);
        table.rows.push(vec![
            Cell::text(model.level(source)),
            Cell::text(model.name(source)),
            Cell::count(found.known),
            Cell::count(found.missing),
            figure(&found.low),
            figure(&found.mean),
            figure(&found.median),
            figure(&found.high),
            figure(&found.deviation),
            figure(&found.skewness),
            figure(&found.kurtosis),
            Cell::text(found.flags().join(", ")),
        ]);
    }
    table
}

fn missing(model: &Model) -> Table {
    let mut table = Table::new(
        "missing",
        "Missing data by entity",
        "how many of the indicators (or parts) have no score",
        "OECD/JRC handbook 2008 step 3",
        &["entity", "known", "missing", "share_known"],
    );
    for (at, entity) in model.entities.iter().enumerate() {
        let all = model.columns.len();
        let known = model
            .columns
            .iter()
            .filter(|column| column.values.get(at).is_some_and(Option::is_some))
            .count();
        table.rows.push(vec![
            Cell::text(entity.as_str()),
            Cell::count(known),
            Cell::count(all - known),
            Cell::number(known as f64 / all.max(1) as f64, 3),
        ]);
    }
    for entity in &model.left_out {
        table.note(format!(
            "{} has no official score and is left out of the audit.",
            entity.as_str()
        ));
    }
    table
}

fn correlations(model: &Model, scores: &[Vec<Option<f64>>], flagged: bool) -> Table {
    let mut table = Table::new(
        "correlations",
        "Correlations",
        "Pearson's r, Spearman's ρ (mean ranks), Kendall's τ-b; two-sided p, pairwise complete",
        "Pearson 1895, Spearman 1904, Kendall 1945; OECD/JRC handbook 2008 step 4",
        &[
            "level",
            "first",
            "second",
            "pairs",
            "pearson",
            "pearson_p",
            "spearman",
            "spearman_p",
            "kendall",
            "kendall_p",
            "flag",
        ],
    );
    table.note(format!(
        "`negative` below {NEGATIVE}, `redundant` above {REDUNDANT} (Pearson's). Indicators are paired within what they are part of, wholes with all wholes of their height."
    ));
    if let Some(least) = least_significant(model.entities.len()) {
        table.note(format!(
            "With {} entities, a single Pearson correlation differs from zero at 5 % (two-sided) from |r| = {least:.2}; of many pairs some reach it by chance.",
            model.entities.len()
        ));
    }
    let mut pair = |level: &str, first: (&str, &[Option<f64>]), second: (&str, &[Option<f64>])| {
        let found = Kind::ALL.map(|kind| correlation(kind, first.1, second.1));
        let flag = match &found[0] {
            Ok(found) if found.value < NEGATIVE => "negative",
            Ok(found) if found.value > REDUNDANT => "redundant",
            _ => "",
        };
        if flagged && flag.is_empty() {
            return;
        }
        let both = first.1.iter().zip(second.1);
        let pairs = both.filter(|(x, y)| x.is_some() && y.is_some()).count();
        let mut row = vec![
            Cell::text(level),
            Cell::text(first.0),
            Cell::text(second.0),
            Cell::count(pairs),
        ];
        for found in &found {
            row.push(Cell::figure(&value(found), 3));
            row.push(match found {
                Ok(Correlation { p: Some(p), .. }) => Cell::number(*p, 4),
                Ok(_) => Cell::None("needs at least 4 pairs of values".to_string()),
                Err(reason) => Cell::None(reason.to_string()),
            });
        }
        row.push(Cell::text(flag));
        table.rows.push(row);
    };
    for (at, node) in model.nodes.iter().enumerate() {
        let values = model.parts(at, scores);
        for (first, part) in node.parts.iter().enumerate() {
            for (second, other) in node.parts.iter().enumerate().skip(first + 1) {
                let columns = matches!((part.of, other.of), (Source::Column(_), Source::Column(_)));
                if columns {
                    pair(
                        model.level(part.of),
                        (model.name(part.of), &values[first]),
                        (model.name(other.of), &values[second]),
                    );
                }
            }
        }
    }
    let heights = heights(model);
    for (first, node) in model.nodes.iter().enumerate() {
        for (second, other) in model.nodes.iter().enumerate().skip(first + 1) {
            let named = !node.id.is_empty() && !other.id.is_empty();
            if named && heights[first] == heights[second] {
                pair(
                    &node.level,
                    (&node.id, &scores[first]),
                    (&other.id, &scores[second]),
                );
            }
        }
    }
    table
}

fn value(found: &Result<Correlation, NoFigure>) -> Result<f64, NoFigure> {
    found
        .as_ref()
        .map(|found| found.value)
        .map_err(Clone::clone)
}

/// How many levels lie below each node.
fn heights(model: &Model) -> Vec<usize> {
    let mut heights: Vec<usize> = Vec::new();
    for node in &model.nodes {
        let below = node.parts.iter().map(|part| match part.of {
            Source::Column(_) => 0,
            Source::Node(at) => heights.get(at).copied().unwrap_or(0),
        });
        heights.push(below.max().unwrap_or(0) + 1);
    }
    heights
}

/// The smallest correlation of n pairs that differs from zero at 5 %, two-sided: `t / √(n − 2 + t²)`.
fn least_significant(pairs: usize) -> Option<f64> {
    use statrs::distribution::{ContinuousCDF, StudentsT};
    let freedom = pairs.checked_sub(2).filter(|freedom| *freedom >= 2)? as f64;
    let t = StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(0.975);
    Some(t / libm::sqrt(freedom + t * t))
}

fn with_wholes(model: &Model, scores: &[Vec<Option<f64>>]) -> Table {
    let mut table = Table::new(
        "wholes",
        "Correlations of parts with their wholes",
        "Pearson's r of a part with what it is part of, and with the total",
        "OECD/JRC handbook 2008 step 4",
        &[
            "level",
            "part",
            "whole",
            "weight",
            "with_whole",
            "with_total",
            "flag",
        ],
    );
    let total = scores.last().map_or(&[][..], Vec::as_slice);
    for (at, node) in model.nodes.iter().enumerate() {
        let values = model.parts(at, scores);
        for (part, values) in node.parts.iter().zip(&values) {
            let with = |other: &[Option<f64>]| value(&correlation(Kind::Pearson, values, other));
            let (whole, all) = (with(&scores[at]), with(total));
            let flag = match &whole {
                Ok(value) if *value < 0.0 => "negative",
                _ => "",
            };
            table.rows.push(vec![
                Cell::text(model.level(part.of)),
                Cell::text(model.name(part.of)),
                Cell::text(node.id.as_str()),
                Cell::number(part.weight, 4),
                Cell::figure(&whole, 3),
                Cell::figure(&all, 3),
                Cell::text(flag),
            ]);
        }
    }
    table
}
