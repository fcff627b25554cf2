//! `audit structure`.

use super::{Common, Output, Stop, model, one_edition, print};
use crate::analysis::audit::structure::structure;
use clap::Args;
use serde_json::{Map, json};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    common: Common,
    /// The edition; the latest with scores when left out
    #[arg(long)]
    edition: Option<String>,
    /// Only pairs that stand out: negative or redundant
    #[arg(long)]
    flagged: bool,
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    if command.flagged {
        command.common.wants("--flagged", &["correlations"])?;
    }
    let (results, _) = output.results(&command.common.project)?;
    let (edition, index) = one_edition(&results, &command.common, command.edition.as_deref())?;
    let model = model(&results, edition, index)?;
    let settings = Map::from_iter([
        ("audit".to_string(), json!("structure")),
        ("index".to_string(), json!(model.index)),
        ("edition".to_string(), json!(model.edition)),
        ("entities".to_string(), json!(model.entities.len())),
    ]);
    let tables = structure(&model, command.flagged);
    print::deliver(tables, &settings, &command.common, output)
}
