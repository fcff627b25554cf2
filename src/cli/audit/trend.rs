//! `audit trend`.

use super::{Common, Output, Stop, print};
use crate::analysis::audit::changes::{Pair, changes};
use crate::analysis::audit::series::{Testing, trends};
use crate::analysis::audit::table::Table;
use crate::cli::progress::with_crosswalk;
use crate::cli::table::{edition, index};
use crate::results::Results;
use clap::Args;
use serde_json::{Map, json};
use std::path::PathBuf;

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
    /// Which indicator became which; crosswalk.yaml beside clearwatt.yaml when left out
    #[arg(long, value_name = "FILE")]
    crosswalk: Option<PathBuf>,
    /// How many resamples
    #[arg(long, default_value_t = 9999, value_parser = clap::value_parser!(u64).range(99..=1_000_000))]
    replicates: u64,
    /// Where the random numbers start; the same seed gives the same result
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The confidence of intervals in percent
    #[arg(long, default_value_t = 95, value_parser = clap::value_parser!(u8).range(50..=99))]
    confidence: u8,
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    for (option, given) in [("--from", &command.from), ("--to", &command.to)] {
        if given.is_some() {
            command.common.wants(option, &["changes"])?;
        }
    }
    let (results, mut files) = output.results(&command.common.project)?;
    let results = with_crosswalk(results, &mut files, command.crosswalk.as_ref(), output)?;
    let (name, places) = index(&results, command.common.index.as_deref())?;
    let testing = Testing {
        confidence: f64::from(command.confidence) / 100.0,
        replicates: command.replicates,
        seed: command.seed,
    };
    let range = (command.from.as_deref(), command.to.as_deref());
    let tables = tables(&results, (name, &places), range, testing)?;
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
    (name, places): (&str, &[usize]),
    range: (Option<&str>, Option<&str>),
    testing: Testing,
) -> Result<Vec<Table>, Stop> {
    let mut tables = vec![trends(results, name, places, testing)];
    // The place of an edition among those of the index, in order of time.
    let place = |named: Option<&str>, otherwise: Option<usize>| match named {
        Some(id) => {
            let wanted = edition(results, id)?;
            let found = places.iter().position(|place| *place == wanted);
            let none = || Stop::Usage(format!("{id} has no scores of the index {name}"));
            found.map(Some).ok_or_else(none)
        }
        None => Ok(otherwise),
    };
    let to = place(range.1, places.len().checked_sub(1))?;
    let from = place(range.0, to.and_then(|to| to.checked_sub(1)))?;
    if range.0.is_some() || range.1.is_some() {
        let in_order = from.zip(to).is_some_and(|(from, to)| from < to);
        if !in_order {
            return Err(Stop::Usage(
                "a change goes from an earlier edition to a later one\n  help: `--from` is before `--to` in time"
                    .to_string(),
            ));
        }
    }
    let of = |at: Option<usize>| at.and_then(|at| places.get(at)).copied();
    if let (Some(from), Some(to)) = (of(from), of(to)) {
        let pair = Pair {
            index: name,
            from,
            to,
        };
        tables.push(changes(results, pair, testing));
    }
    Ok(tables)
}
