//! `audit`: the statistics of a referee, each as tables with formula and reference.

pub mod agreement;
pub mod charted;
mod print;
mod report;
pub mod robustness;
mod sensitivity;
mod structure;
mod trend;
mod weights;

use super::Stop;
use super::arguments::Format;
use super::output::Output;
use super::table::{edition, index};
use crate::analysis::audit::model::Model;
use crate::results::{EditionResults, Results};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Distributions, correlations, internal consistency, principal components
    #[command(
        after_help = "Examples:\n  clearwatt audit structure my-index\n  clearwatt audit structure my-index --flagged --table correlations --format csv\n\nTables: distributions, missing, correlations, wholes, consistency, components, loadings"
    )]
    Structure(structure::Arguments),
    /// All audits as one document, as Markdown and HTML, each table with formula and reference
    #[command(
        after_help = "Examples:\n  clearwatt audit report my-index\n  clearwatt audit report my-index --weights 25% --assessors 5% --seed 7 -o audit"
    )]
    Report(report::Arguments),
    /// How sure the ranking is: the index again and again under other choices
    #[command(
        after_help = "Examples:\n  clearwatt audit robustness my-index\n  clearwatt audit robustness my-index --weights 25% --aggregation arithmetic,geometric --assessors 5% --seed 7 --replicates 10000\n  clearwatt audit robustness my-index --leave-out indicator --table left_out --format csv\n\nTables: summary, ranks, scores, groups, rank_probabilities, grades, pairs, left_out"
    )]
    Robustness(robustness::Arguments),
    /// Which choice moves the ranking, and what each part of the index really counts
    #[command(
        after_help = "Examples:\n  clearwatt audit sensitivity my-index\n  clearwatt audit sensitivity my-index --weights 25% --aggregation arithmetic,geometric --assessors 5% --points 4096\n\nTables: sobol, importance"
    )]
    Sensitivity(sensitivity::Arguments),
    /// Trends over four or more editions, and whether a change between two is more than chance
    #[command(
        after_help = "Examples:\n  clearwatt audit trend my-index\n  clearwatt audit trend my-index --from index-2021 --to index-2023 --table changes\n\nTables: trends, changes"
    )]
    Trend(trend::Arguments),
    /// The index under other weights: equal, experts' budgets, pairwise comparisons, components, entropy, benefit of the doubt
    #[command(
        after_help = "Examples:\n  clearwatt audit weights my-index\n  clearwatt audit weights my-index --least-share 5 --most-share 30 --table indices --format csv\n\nTables: weights, consistency_ratio, indices, benefit"
    )]
    Weights(weights::Arguments),
}

/// What every audit takes.
#[derive(Debug, Args)]
pub struct Common {
    /// The project folder
    #[arg(default_value = ".")]
    pub project: PathBuf,
    /// The index; the official one when left out
    #[arg(long)]
    pub index: Option<String>,
    /// Only these tables
    #[arg(long, value_name = "NAME")]
    pub table: Vec<String>,
    /// How tables are written; CSV holds one table
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Write to a file instead of standard output
    #[arg(long, short)]
    pub output: Option<PathBuf>,
}

impl Common {
    /// Refuses an option that bears on none of the tables that are asked for.
    pub fn wants(&self, option: &str, tables: &[&str]) -> Result<(), Stop> {
        let asked = |table: &&str| self.table.iter().any(|name| name == *table);
        if self.table.is_empty() || tables.iter().any(asked) {
            return Ok(());
        }
        Err(Stop::Usage(format!(
            "`{option}` changes nothing in {}\n  help: it is about the table {}",
            self.table.join(", "),
            tables.join(", ")
        )))
    }

    /// Of a project and an index, for a chart: no tables are written.
    pub fn of(project: &Path, index: Option<&str>) -> Common {
        Common {
            project: project.to_path_buf(),
            index: index.map(str::to_string),
            table: Vec::new(),
            format: Format::Table,
            output: None,
        }
    }
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    match &command.what {
        What::Structure(command) => structure::run(command, output),
        What::Report(command) => report::run(command, output),
        What::Robustness(command) => robustness::run(command, output),
        What::Sensitivity(command) => sensitivity::run(command, output),
        What::Trend(command) => trend::run(command, output),
        What::Weights(command) => weights::run(command, output),
    }
}

/// The edition of a name, or the latest that has scores of the index.
fn one_edition<'r>(
    results: &'r Results,
    common: &Common,
    named: Option<&str>,
) -> Result<(&'r EditionResults, &'r str), Stop> {
    let (name, places) = index(results, common.index.as_deref())?;
    let place = match named {
        Some(id) => edition(results, id)?,
        None => places.last().copied().unwrap_or(0),
    };
    let found = results.editions.get(place).ok_or(Stop::Input)?;
    Ok((found, name))
}

/// The model of an index in an edition.
fn model(results: &Results, edition: &EditionResults, index: &str) -> Result<Model, Stop> {
    Model::of(results, edition, index).map_err(|error| {
        let names: Vec<&str> = edition
            .rubric
            .indices
            .iter()
            .map(|index| index.name.as_str())
            .filter(|name| *name != index)
            .collect();
        let help = if names.is_empty() {
            String::new()
        } else {
            format!("\n  help: other indices: {}", names.join(", "))
        };
        Stop::Usage(format!("{error}{help}"))
    })
}
