//! `audit sensitivity`.

use super::robustness::{Varied, heading, start};
use super::{Common, Output, Stop, print};
use crate::analysis::audit::sensitivity::run::{MOST_POINTS, tables};
use crate::analysis::audit::series::Testing;
use clap::Args;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    varied: Varied,
    /// How many points; a power of two spreads best. Each is evaluated once per source and twice more
    #[arg(long, default_value_t = 1024, value_parser = clap::value_parser!(u64).range(16..=MOST_POINTS))]
    points: u64,
    /// How many resamples for intervals
    #[arg(long, default_value_t = 999, value_parser = clap::value_parser!(u64).range(99..=100_000))]
    resamples: u64,
    /// The confidence of intervals in percent
    #[arg(long, default_value_t = 95, value_parser = clap::value_parser!(u8).range(50..=99))]
    confidence: u8,
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    let (results, mut files) = output.results(&command.common.project)?;
    let start = start(
        &results,
        &mut files,
        &command.common,
        &command.varied,
        output,
    )?;
    let testing = Testing {
        confidence: f64::from(command.confidence) / 100.0,
        replicates: command.resamples,
        seed: start.seed,
    };
    let done = AtomicUsize::new(0);
    let tables = tables(
        &start.plan,
        &start.model,
        command.points,
        testing,
        &|piece| {
            let so_far = done.fetch_add(piece, Ordering::Relaxed) + piece;
            output.progress("points", so_far as u64, command.points);
        },
    );
    let mut settings = heading("sensitivity", &start);
    settings.insert("points".to_string(), json!(command.points));
    settings.insert("resamples".to_string(), json!(command.resamples));
    settings.insert("confidence".to_string(), json!(testing.confidence));
    print::deliver(tables, &settings, &command.common, output)
}
