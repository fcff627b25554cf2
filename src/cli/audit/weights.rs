//! `audit weights`.

use super::{Common, Output, Stop, model, one_edition, print};
use crate::analysis::audit::weights::benefit::Bounds;
use crate::analysis::audit::weights::report::tables;
use clap::Args;
use serde_json::{Map, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    common: Common,
    /// The edition; the latest with scores when left out
    #[arg(long)]
    edition: Option<String>,
    /// Experts' budgets and comparisons; audit.yaml beside clearwatt.yaml when left out
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Benefit of the doubt: the least share of the total weight that each part gets, in percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    least_share: Option<u8>,
    /// Benefit of the doubt: the largest share of the total weight that each part gets, in percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    most_share: Option<u8>,
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    for (option, given) in [
        ("--least-share", command.least_share),
        ("--most-share", command.most_share),
    ] {
        if given.is_some() {
            command.common.wants(option, &["indices", "benefit"])?;
        }
    }
    if let (Some(least), Some(most)) = (command.least_share, command.most_share)
        && least > most
    {
        return Err(Stop::Usage(format!(
            "the least share, {least}%, is above the largest, {most}%"
        )));
    }
    let (results, mut files) = output.results(&command.common.project)?;
    let (edition, index) = one_edition(&results, &command.common, command.edition.as_deref())?;
    let model = model(&results, edition, index)?;
    let settings = super::robustness::load(
        &results,
        &mut files,
        &command.common,
        command.settings.as_ref(),
        output,
    )?;
    let share = |percent: Option<u8>, otherwise: f64| {
        percent.map_or(otherwise, |percent| f64::from(percent) / 100.0)
    };
    let bounds = (command.least_share.is_some() || command.most_share.is_some()).then(|| Bounds {
        least: share(command.least_share, 0.0),
        most: share(command.most_share, 1.0),
    });
    let heading = Map::from_iter([
        ("audit".to_string(), json!("weights")),
        ("index".to_string(), json!(model.index)),
        ("edition".to_string(), json!(model.edition)),
    ]);
    print::deliver(
        tables(&model, &settings, bounds),
        &heading,
        &command.common,
        output,
    )
}
