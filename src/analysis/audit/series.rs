//! Trends of totals over editions, and what tests of series share.
//!
//! A series is tested as it was published where one method made all of it, and else as it can be compared: every edition
//! under the last rules, on the indicators all editions share. Where neither is possible there is no test, and the reason.

use super::model::{Model, Source};
use super::table::{Cell, Table};
use super::trend::{LEAST_POINTS, mann_kendall, theil_sen};
use crate::analysis::progress::{
    EntityProgress, Progress, Question, Refusal, breaks, least_share, progress,
};
use crate::index::{Row, TOTAL_LEVEL};
use crate::language::number::Number;
use crate::results::Results;

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

/// The progress of all entities of an index over these editions, by the usual rule of coverage.
///
/// # Errors
/// Why totals of the index cannot be taken apart, in words.
pub(super) fn asked(
    results: &Results,
    index: &str,
    editions: &[usize],
) -> Result<Progress, String> {
    let question = Question {
        index,
        editions: editions.to_vec(),
        entities: Vec::new(),
        least_share: least_share(),
        forced: false,
        crosswalk: &results.crosswalk,
    };
    progress(results, &question).map_err(|error| error.to_string())
}

/// Why the editions of an entity cannot be compared; `None` where they can.
pub(super) fn refusal(of: &EntityProgress) -> Option<String> {
    let percent = |share: &Number| share.times(&Number::whole(100)).fixed(0);
    Some(match of.common.refused? {
        Refusal::OneEdition => "there is evidence of one edition only".to_string(),
        Refusal::PublishedOnly => {
            "an edition has published scores only, without the indicators they are made of"
                .to_string()
        }
        Refusal::TooLittle => format!(
            "the indicators that all editions share hold {}% of the weight, and a comparison needs {}%",
            percent(&of.common.share),
            percent(&least_share())
        ),
    })
}

/// The total of an entity over the editions, as published or as it can be compared.
pub(super) fn totals(of: &EntityProgress, comparable: bool) -> Vec<Option<f64>> {
    let line = of.lines.iter().find(|line| *line.level == *TOTAL_LEVEL);
    let rows = line.map_or(&[][..], |line| {
        if comparable {
            &line.comparable
        } else {
            &line.published
        }
    });
    let score = |row: &Option<Row>| Some(row.as_ref()?.score.as_ref()?.to_f64());
    rows.iter().map(score).collect()
}

/// The series of an entity that is tested, as `(time, score)`, and which it is.
struct Series {
    name: &'static str,
    points: Vec<(f64, f64)>,
}

/// Which series of an entity can be tested.
///
/// # Errors
/// Why none can.
fn series(
    results: &Results,
    places: &[usize],
    published: &[Option<f64>],
    comparable: Result<Vec<Option<f64>>, String>,
) -> Result<Series, String> {
    let edition = |at: usize| {
        places
            .get(at)
            .and_then(|place| results.editions.get(*place))
    };
    let method = |at: usize| edition(at).map(|edition| edition.method);
    let mut scored =
        (0..published.len()).filter(|at| published.get(*at).is_some_and(Option::is_some));
    let first = scored.next();
    let one_method = scored.all(|at| first.is_some_and(|first| method(at) == method(first)));
    let (name, values) = if one_method {
        ("published", published.to_vec())
    } else {
        let why = |why| format!("the method changed within the series, and {why}");
        ("comparable", comparable.map_err(why)?)
    };
    let points: Vec<(f64, f64)> = values
        .iter()
        .enumerate()
        .filter_map(|(at, value)| Some((edition(at)?.time(), (*value)?)))
        .collect();
    let mut times: Vec<f64> = points.iter().map(|(time, _)| *time).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    if times.len() < points.len() {
        return Err(
            "two editions fall on one point in time; give each its `date` in clearwatt.yaml"
                .to_string(),
        );
    }
    Ok(Series { name, points })
}

/// The table of trends: one line per entity with a score in any edition.
pub fn trends(results: &Results, index: &str, places: &[usize], testing: Testing) -> Table {
    let mut table = Table::new(
        "trends",
        "Trends over editions",
        "S = rises − falls over all pairs of editions, variance with ties; slope: median of the slopes of all pairs",
        "Mann 1945, Kendall 1975 (exact p up to ten points without ties, as Gilbert 1987, table A18); Theil 1950, Sen 1968, interval by Gilbert 1987, section 16.5",
        &[
            "entity",
            "series",
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
    if !breaks(results, places).is_empty() {
        table.note("The method changed within the series. What is tested is `comparable`: every edition under the last rules, on the indicators all share; `published` only where one method made all editions of the entity.");
    }
    let found = asked(results, index, places);
    let lines = lines(results, index, places, &found);
    let known = |values: &[Option<f64>]| values.iter().flatten().copied().collect::<Vec<f64>>();
    let all = lines.iter().map(|(_, published, _)| known(published));
    let decimals = super::model::decimals(&all.collect::<Vec<_>>().concat(), None) + 1;
    for (entity, published, comparable) in lines {
        let mut row = vec![Cell::text(entity.as_str())];
        match series(results, places, &published, comparable) {
            Ok(series) => row.extend(tested(&series, decimals, testing)),
            Err(why) => row.extend(vec![Cell::None(why); table.head.len() - 1]),
        }
        table.rows.push(row);
    }
    table
}

/// An entity with its published totals and its comparable ones, or why there are none.
type Totals = (String, Vec<Option<f64>>, Result<Vec<Option<f64>>, String>);

/// The totals of everybody; as published where the index cannot be taken apart.
fn lines(
    results: &Results,
    index: &str,
    places: &[usize],
    found: &Result<Progress, String>,
) -> Vec<Totals> {
    let why = match found {
        Ok(found) => {
            let lines = found.entities.iter().map(|of| {
                let comparable = match refusal(of) {
                    Some(why) => Err(why),
                    None => Ok(totals(of, true)),
                };
                (of.entity.to_string(), totals(of, false), comparable)
            });
            return lines.collect();
        }
        Err(why) => why,
    };
    let lines = results.entities("en").into_iter().map(|entity| {
        let score = |place: &usize| {
            let row = results.editions.get(*place)?.total(index, &entity)?;
            Some(row.score.as_ref()?.to_f64())
        };
        let published: Vec<Option<f64>> = places.iter().map(score).collect();
        (entity.to_string(), published, Err(why.clone()))
    });
    lines
        .filter(|(_, published, _)| published.iter().any(Option::is_some))
        .collect()
}

/// The cells of a series: which it is, Mann and Kendall's test, Theil and Sen's slope.
fn tested(series: &Series, decimals: usize, testing: Testing) -> Vec<Cell> {
    let (times, values): (Vec<f64>, Vec<f64>) = series.points.iter().copied().unzip();
    let mut cells = vec![Cell::text(series.name), Cell::count(values.len())];
    match mann_kendall(&values) {
        Ok(found) => cells.extend([
            Cell::number(found.s, 0),
            Cell::number(found.z, 3),
            Cell::number(found.p, 4),
            Cell::text(if found.exact { "exact" } else { "normal" }),
        ]),
        Err(reason) => cells.extend(vec![Cell::None(reason.to_string()); 4]),
    }
    match theil_sen(&times, &values, testing.confidence) {
        Ok(found) => cells.extend([
            Cell::number(found.slope, decimals),
            Cell::number(found.low, decimals),
            Cell::number(found.high, decimals),
            Cell::text(if found.reaches {
                "reached"
            } else {
                "all slopes: too few editions"
            }),
        ]),
        Err(reason) => cells.extend(vec![Cell::None(reason.to_string()); 4]),
    }
    cells
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
