//! `audit.yaml`: what an audit varies, and what experts said about weights.

use super::robustness::sources::{
    NoSetting, Sources, WeightNoise, absence, leave_out, scale, way, weight_noise,
};
use crate::diagnostic::{Diagnostic, Sources as Files};
use crate::document::Node;
use crate::results::Results;
use crate::results::reading::{Reading, read};
use std::ops::RangeInclusive;
use std::path::Path;

/// The file beside `clearwatt.yaml`.
pub const AUDIT_FILE: &str = "audit.yaml";

/// What the file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// What replicates vary.
    pub sources: Sources,
    /// How assessors err, as written: a rate or `observed`.
    pub assessors: Option<String>,
    /// How many replicates.
    pub replicates: Option<u64>,
    /// The seed.
    pub seed: Option<u64>,
    /// Points that experts gave to the parts of a node: expert, then part and points.
    pub budget: Vec<(String, Vec<(String, f64)>)>,
    /// Pairwise comparisons: the parts, and the matrix in rows.
    pub comparisons: Option<(Vec<String>, Vec<Vec<f64>>)>,
}

/// The keys below `robustness`.
pub const ROBUSTNESS: [&str; 10] = [
    "replicates",
    "seed",
    "weights",
    "indicators_too",
    "aggregation",
    "normalisation",
    "assessors",
    "bodies",
    "leave_out",
    "absence",
];

impl Settings {
    /// Reads the file of a project.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn load(
        files: &mut Files,
        results: &Results,
        path: &Path,
    ) -> Result<Self, Vec<Diagnostic>> {
        read(files, path, results, |reading, root| {
            let mut settings = Settings::default();
            if !reading.mapping("an audit", root, &["robustness", "weights"]) {
                return settings;
            }
            if let Some(node) = root.get("robustness") {
                robustness(reading, node, &mut settings);
            }
            if let Some(node) = root.get("weights") {
                weights(reading, node, &mut settings);
            }
            settings
        })
    }
}

fn setting<T>(reading: &mut Reading<'_>, node: Node<'_>, found: Result<T, NoSetting>) -> Option<T> {
    found
        .map_err(|error| {
            reading.wrong(error.to_string(), format!("write {}", error.expected), node)
        })
        .ok()
}

fn words<T>(
    reading: &mut Reading<'_>,
    node: Node<'_>,
    key: &'static str,
    of: fn(&str) -> Result<T, NoSetting>,
) -> Vec<T> {
    let items = reading.list(node, key, "arithmetic");
    if let (Some(list), true) = (node.get(key), items.is_empty()) {
        let help = "name one choice or several, or take the key away";
        reading.wrong(format!("`{key}` names nothing"), help, list);
    }
    let mut found = Vec::new();
    let mut texts: Vec<&str> = Vec::new();
    for item in items {
        let Some(text) = reading.text(key, item) else {
            continue;
        };
        if texts.contains(&text) {
            let help = "every choice has as many replicates as any other; name it once";
            reading.wrong(format!("`{key}` has `{text}` twice"), help, item);
        }
        texts.push(text);
        found.extend(setting(reading, item, of(text)));
    }
    found
}

fn count(
    reading: &mut Reading<'_>,
    key: &str,
    node: Node<'_>,
    within: RangeInclusive<u64>,
) -> Option<u64> {
    let number: Option<u64> = node.text().and_then(|text| text.parse().ok());
    match number {
        None => reading.wrong_kind(key, "a whole number", node),
        Some(number) if !within.contains(&number) => {
            let help = format!("write {} to {}", within.start(), within.end());
            reading.wrong(format!("`{key}` cannot be {number}"), help, node);
        }
        Some(_) => {}
    }
    number
}

fn robustness(reading: &mut Reading<'_>, node: Node<'_>, settings: &mut Settings) {
    if !reading.mapping("the part about robustness", node, &ROBUSTNESS) {
        return;
    }
    settings.replicates = node
        .get("replicates")
        .and_then(|node| count(reading, "replicates", node, 1..=1_000_000));
    settings.seed = node
        .get("seed")
        .and_then(|node| count(reading, "seed", node, 0..=u64::MAX));
    let sources = &mut settings.sources;
    if let Some(node) = node.get("weights")
        && let Some(text) = reading.text("weights", node)
    {
        let found: Result<WeightNoise, NoSetting> = weight_noise(text);
        sources.weights = setting(reading, node, found);
    }
    if let Some(node) = node.get("indicators_too") {
        sources.indicators_too = reading.yes("indicators_too", node).unwrap_or(false);
    }
    sources.aggregation = words(reading, node, "aggregation", way);
    sources.normalisation = words(reading, node, "normalisation", scale);
    sources.absence = words(reading, node, "absence", absence);
    if let Some(node) = node.get("assessors")
        && let Some(text) = reading.text("assessors", node)
    {
        let read = super::robustness::sources::error_rate(text);
        if setting(reading, node, read).is_some() {
            settings.assessors = Some(text.to_string());
        }
    }
    let sources = &mut settings.sources;
    if let Some(node) = node.get("bodies") {
        sources.bodies = reading.yes("bodies", node).unwrap_or(false);
    }
    if let Some(node) = node.get("leave_out")
        && let Some(text) = reading.text("leave_out", node)
    {
        sources.leave_out = setting(reading, node, leave_out(text));
    }
}

fn weights(reading: &mut Reading<'_>, node: Node<'_>, settings: &mut Settings) {
    if !reading.mapping("the part about weights", node, &["budget", "ahp"]) {
        return;
    }
    if let Some(budget) = node.get("budget") {
        for (expert, points) in budget.entries() {
            let Some(expert) = reading.text("budget", expert) else {
                continue;
            };
            let mut given = Vec::new();
            for (part, points) in points.entries() {
                let name = part_of_an_index(reading, part);
                let number = reading.number("points", points);
                if let (Some(name), Some(number)) = (name, number) {
                    given.push((name.to_string(), number.to_f64()));
                }
            }
            if points.entries().next().is_none() {
                reading.wrong_kind(
                    "budget",
                    "points by part, such as `{ supply: 30, policy: 70 }`",
                    points,
                );
            }
            settings.budget.push((expert.to_string(), given));
        }
        if budget.entries().next().is_none() {
            reading.wrong_kind("budget", "a mapping from experts to points by part", budget);
        }
    }
    if let Some(ahp) = node.get("ahp") {
        settings.comparisons = comparisons(reading, ahp);
    }
}

/// What may be a part of a total: a node or an indicator of the catalogue, or another index.
fn part_of_an_index<'d>(reading: &mut Reading<'_>, node: Node<'d>) -> Option<&'d str> {
    let results = reading.results;
    let catalogue = &results.catalogue;
    let mut known: Vec<&str> = catalogue
        .nodes
        .iter()
        .map(|node| node.id.as_str())
        .collect();
    for edition in &results.editions {
        known.extend(
            edition
                .rubric
                .indices
                .iter()
                .map(|index| index.name.as_str()),
        );
    }
    let indicators = catalogue.indicators.iter();
    known.extend(indicators.map(|indicator| indicator.id.as_str()));
    reading.one_of("part", node, &known)
}

/// `{ parts: [a, b, c], judgements: [[1, 3, 5], [1/3, 1, 2], [1/5, 1/2, 1]] }`
fn comparisons(reading: &mut Reading<'_>, node: Node<'_>) -> Option<(Vec<String>, Vec<Vec<f64>>)> {
    if !reading.mapping(
        "the part about pairwise comparisons",
        node,
        &["parts", "judgements"],
    ) {
        return None;
    }
    let mut names = Vec::new();
    for part in reading.list(node, "parts", "supply") {
        names.push(part_of_an_index(reading, part)?.to_string());
    }
    let mut rows = Vec::new();
    for row in reading.list(node, "judgements", "[1, 3, 1/5]") {
        let mut numbers = Vec::new();
        for cell in row.items() {
            let number = cell.text().and_then(judgement);
            if number.is_none() {
                reading.wrong_kind("judgements", "a number such as 3 or 1/3", cell);
            }
            numbers.push(number?);
        }
        rows.push(numbers);
    }
    let size = names.len();
    if size < 2 || rows.len() != size || rows.iter().any(|row| row.len() != size) {
        reading.wrong(
            format!("{size} parts need {size} rows of {size} judgements"),
            "write one row per part, in the order of `parts`; the diagonal is 1",
            node,
        );
        return None;
    }
    for (at, row) in rows.iter().enumerate() {
        for (other, value) in row.iter().enumerate() {
            if (value * rows[other][at] - 1.0).abs() > 1e-6 {
                reading.wrong(
                    format!(
                        "`{}` against `{}` is {value}, and the other way round it is no {}",
                        names[at],
                        names[other],
                        1.0 / value
                    ),
                    "write the reciprocal, such as 1/3 opposite 3",
                    node,
                );
                return None;
            }
        }
    }
    Some((names, rows))
}

/// A number above zero, or one over one.
fn judgement(text: &str) -> Option<f64> {
    let number = |text: &str| crate::language::number::Number::parse(text.trim());
    let value = match text.split_once('/') {
        Some((above, below)) => number(above)?.over(&number(below)?)?,
        None => number(text)?,
    };
    Some(value.to_f64()).filter(|value| *value > 0.0)
}
