//! `audit trend`.

use super::{Common, Output, Stop, model, print};
use crate::analysis::audit::series::{Point, Testing, changes, trends};
use crate::analysis::audit::table::Table;
use crate::cli::table::{edition, index};
use crate::index::TOTAL_LEVEL;
use crate::results::{EditionResults, Results};
use clap::Args;
use serde_json::{Map, json};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    common: Common,
    /// The earlier edition of the change; the last but one when left out
    #[arg(long)]
    from: Option<String>,
    /// The later edition of the change; the last when left out
    #[arg(long)]
    to: Option<String>,
    /// How many resamples
    #[arg(long, default_value_t = 9999, value_parser = clap::value_parser!(u64).range(99..=1_000_000))]
    replicates: u64,
    /// Where the random numbers start; the same seed gives the same result
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The confidence of intervals in per cent
    #[arg(long, default_value_t = 95, value_parser = clap::value_parser!(u8).range(50..=99))]
    confidence: u8,
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    let (results, _) = output.results(&command.common.project)?;
    let (name, places) = index(&results, command.common.index.as_deref())?;
    let testing = Testing {
        confidence: f64::from(command.confidence) / 100.0,
        replicates: command.replicates,
        seed: command.seed,
    };
    let range = (command.from.as_deref(), command.to.as_deref());
    let tables = tables(&results, name, &places, range, testing)?;
    let settings = Map::from_iter([
        ("audit".to_string(), json!("trend")),
        ("index".to_string(), json!(name)),
        ("seed".to_string(), json!(command.seed)),
        ("replicates".to_string(), json!(command.replicates)),
        ("confidence".to_string(), json!(testing.confidence)),
    ]);
    print::deliver(tables, &settings, &command.common, output)
}

/// The tables of an index over its editions; `range` names the editions of the change.
pub fn tables(
    results: &Results,
    name: &str,
    places: &[usize],
    range: (Option<&str>, Option<&str>),
    testing: Testing,
) -> Result<Vec<Table>, Stop> {
    let points: Vec<Point> = places
        .iter()
        .filter_map(|at| results.editions.get(*at))
        .map(|edition| point(edition, name))
        .collect();
    let mut tables = vec![trends(&points, testing)];
    let place = |named: Option<&str>, back: usize| match named {
        Some(id) => edition(results, id).map(Some),
        None => Ok(places.iter().rev().nth(back).copied()),
    };
    let (from, to) = (place(range.0, 1)?, place(range.1, 0)?);
    let mut why_not = None;
    if let (Some(from), Some(to)) = (from, to)
        && from != to
    {
        let of = |at: usize| {
            let edition = results.editions.get(at).ok_or(Stop::Input)?;
            model(results, edition, name)
        };
        match (of(from), of(to)) {
            (Ok(from), Ok(to)) => tables.push(changes(&from, &to, testing)),
            (Err(Stop::Usage(why)), _) | (_, Err(Stop::Usage(why))) => why_not = Some(why),
            (Err(stop), _) | (_, Err(stop)) => return Err(stop),
        }
    }
    if let (Some(why), Some(table)) = (why_not, tables.first_mut()) {
        let first = why.lines().next().unwrap_or_default().to_string();
        table.note(format!("No test of a change: {first}."));
    }
    Ok(tables)
}

fn point(edition: &EditionResults, index: &str) -> Point {
    let totals = edition
        .rows
        .iter()
        .filter(|row| *row.index == *index && *row.level == *TOTAL_LEVEL);
    Point {
        year: edition.year,
        method: edition.method,
        totals: totals
            .filter_map(|row| Some((row.entity.clone(), row.score.as_ref()?.to_f64())))
            .collect(),
    }
}
