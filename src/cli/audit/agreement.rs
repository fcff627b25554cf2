//! `agreement`: several assessors about the same disclosures.

use super::{Common, Output, Stop, print};
use crate::analysis::audit::agreement::report::tables;
use crate::analysis::audit::agreement::survey::Survey;
use crate::analysis::audit::model::Model;
use crate::analysis::audit::series::Testing;
use crate::analysis::audit::table::Table;
use crate::chart::ReliabilityData;
use crate::cli::chart::{Ending, words, write};
use crate::cli::table::edition;
use crate::report::{View, figures};
use crate::results::{EditionResults, Results, load_assessments};
use clap::Args;
use serde_json::{Map, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    common: Common,
    /// The edition; the latest with assessments when left out
    #[arg(long)]
    edition: Option<String>,
    /// How many resamples for intervals
    #[arg(long, default_value_t = 999, value_parser = clap::value_parser!(u64).range(99..=1_000_000))]
    replicates: u64,
    /// Where the random numbers start; the same seed gives the same result
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The confidence of intervals in percent
    #[arg(long, default_value_t = 95, value_parser = clap::value_parser!(u8).range(50..=99))]
    confidence: u8,
    /// Draw the agreement per criterion too; `.svg`, `.png` or `.csv` (its table) decides the format
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// The language of the chart
    #[arg(long, default_value = "en", requires = "chart")]
    lang: String,
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    let ending = command.chart.as_deref().map(Ending::of).transpose()?;
    let words = words(&command.lang)?;
    let (results, mut sources) = output.results(&command.common.project)?;
    let words = words.speaking_of(results.own_words());
    let (edition, survey) = survey(&results, &mut sources, command.edition.as_deref(), output)?;
    let testing = Testing {
        confidence: f64::from(command.confidence) / 100.0,
        replicates: command.replicates,
        seed: command.seed,
    };
    let index = index(edition, command.common.index.as_deref())?;
    let model = index.and_then(|index| Model::of(&results, edition, index).ok());
    let settings = Map::from_iter([
        ("audit".to_string(), json!("agreement")),
        ("edition".to_string(), json!(edition.id.as_str())),
        ("index".to_string(), json!(index)),
        ("assessors".to_string(), json!(survey.assessors)),
        ("units".to_string(), json!(survey.units.len())),
        ("seed".to_string(), json!(command.seed)),
        ("replicates".to_string(), json!(command.replicates)),
        ("confidence".to_string(), json!(testing.confidence)),
    ]);
    let tables = tables(&survey, &edition.rubric, model.as_ref(), testing);
    if let (Some(path), Some(ending)) = (&command.chart, ending) {
        let view = index.and_then(|index| View::of(&results, edition, index, &words));
        let data = view.and_then(|view| shown(view, &survey, &tables, testing));
        write(output, path, ending, &data.ok_or_else(nothing)?)?;
    }
    print::deliver(tables, &settings, &command.common, output)
}

/// The index of a name, the official one of the edition's rubric without one; `None` where there is none.
pub fn index<'r>(
    edition: &'r EditionResults,
    named: Option<&str>,
) -> Result<Option<&'r str>, Stop> {
    let names = || {
        let indices = edition.rubric.indices_by_standing();
        indices.map(|index| index.name.as_str())
    };
    if let Some(name) = named {
        crate::cli::output::known("index", name, names())?;
    }
    Ok(names().find(|name| named.is_none_or(|named| named == *name)))
}

/// What a chart of agreement shows.
pub fn shown(
    view: View<'_>,
    survey: &Survey,
    tables: &[Table],
    testing: Testing,
) -> Option<ReliabilityData> {
    let coefficients = tables.iter().find(|table| table.name == "coefficients")?;
    figures::reliability(view, survey, coefficients, testing)
}

/// There are assessments, but nothing that two assessors could agree on.
pub fn nothing() -> Stop {
    Stop::Usage(
        "there is no agreement to draw\n  help: two assessors must have assessed some of the same disclosures"
            .to_string(),
    )
}

/// Why there is no survey of assessors.
#[derive(Debug, thiserror::Error)]
pub enum NoSurvey {
    #[error("the project names no place for the evidence of single assessors\n  help: {HELP}", HELP = HOW_TO_ASSESS)]
    NoPlace,
    #[error("there are no assessments in this project\n  help: {HELP}", HELP = HOW_TO_ASSESS)]
    NoAssessments,
    #[error(
        "agreement needs at least two assessors, and {edition} has {assessors}\n  help: add the sheets of another one, with `assessor: NAME`"
    )]
    TooFew { edition: String, assessors: String },
}

const HOW_TO_ASSESS: &str = "add `assessments: assessments` to clearwatt.yaml, and put their files there; each says `assessor: NAME`";

/// The assessments of an edition, or of the latest that has some.
pub fn survey<'r>(
    results: &'r Results,
    sources: &mut crate::diagnostic::Sources,
    named: Option<&str>,
    output: &Output,
) -> Result<(&'r EditionResults, Survey), Stop> {
    try_survey(results, sources, named, output)?.map_err(|none| Stop::Usage(none.to_string()))
}

/// As [`survey`], for those who can do without: that there is none is no mistake.
pub fn try_survey<'r>(
    results: &'r Results,
    sources: &mut crate::diagnostic::Sources,
    named: Option<&str>,
    output: &Output,
) -> Result<Result<(&'r EditionResults, Survey), NoSurvey>, Stop> {
    if results.project.assessments.is_none() {
        return Ok(Err(NoSurvey::NoPlace));
    }
    let show = |findings: Vec<crate::diagnostic::Diagnostic>, sources: &_| {
        let _ = output.findings(&findings, sources);
        Stop::Input
    };
    let sheets = load_assessments(sources, results).map_err(|findings| show(findings, sources))?;
    let place = match named {
        Some(id) => Some(edition(results, id)?),
        None => results
            .editions
            .iter()
            .rposition(|edition| sheets.iter().any(|sheet| sheet.edition == edition.id)),
    };
    let Some(edition) = place.and_then(|place| results.editions.get(place)) else {
        return Ok(Err(NoSurvey::NoAssessments));
    };
    let survey =
        Survey::of(results, edition, &sheets).map_err(|findings| show(findings, sources))?;
    if survey.assessors.len() < 2 {
        return Ok(Err(NoSurvey::TooFew {
            edition: edition.id.to_string(),
            assessors: match survey.assessors.as_slice() {
                [one] => format!("only `{one}`"),
                _ => "none".to_string(),
            },
        }));
    }
    Ok(Ok((edition, survey)))
}
