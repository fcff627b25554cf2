//! `audit report`: everything as one document.

use super::robustness::{Varied, replicates, start};
use super::{Output, Stop, agreement, trend};
use crate::analysis::audit::agreement::report::tables as agreement_tables;
use crate::analysis::audit::robustness::run::run_watched;
use crate::analysis::audit::sensitivity::run::tables as sensitivity_tables;
use crate::analysis::audit::series::Testing;
use crate::analysis::audit::structure::structure;
use crate::analysis::audit::weights::report::tables as weight_tables;
use crate::cli::arguments::Format;
use crate::cli::table::index;
use crate::report::audit::{Audit, Chapter};
use clap::Args;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The project folder
    #[arg(default_value = ".")]
    project: PathBuf,
    /// The index; the official one when left out
    #[arg(long)]
    index: Option<String>,
    #[command(flatten)]
    varied: Varied,
    /// How many replicates; 1000 when neither this nor the file says
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    replicates: Option<u64>,
    /// How many points for sensitivity
    #[arg(long, default_value_t = 1024, value_parser = clap::value_parser!(u64).range(16..=65_536))]
    points: u64,
    /// The folder to write audit.md and audit.html to
    #[arg(long, short, default_value = "audit")]
    output: PathBuf,
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    let common = super::Common {
        project: command.project.clone(),
        index: command.index.clone(),
        table: Vec::new(),
        format: Format::Table,
        output: None,
    };
    let (results, mut files) = output.results(&command.project)?;
    let start = start(&results, &mut files, &common, &command.varied, output)?;
    let (name, places) = index(&results, Some(&start.model.index))?;
    let replicates = replicates(command.replicates, &start)?;
    let testing = Testing {
        confidence: 0.95,
        replicates: 999,
        seed: start.seed,
    };
    let done = AtomicUsize::new(0);
    let watch = |what: &'static str, all: u64| {
        done.store(0, Ordering::Relaxed);
        let done = &done;
        move |piece: usize| {
            let so_far = done.fetch_add(piece, Ordering::Relaxed) + piece;
            output.progress(what, so_far as u64, all);
        }
    };
    let found = run_watched(
        &start.plan,
        replicates,
        start.seed,
        &watch("replicates", replicates),
    );
    let points = watch("points", command.points);
    let sensitivity =
        sensitivity_tables(&start.plan, &start.model, command.points, testing, &points);
    let trends = trend::tables(&results, (name, &places), (None, None), testing)?;
    let assessed = if results.project.assessments.is_some() {
        let edition = Some(start.model.edition.as_str());
        match agreement::survey(&results, &mut files, edition, output) {
            Ok((edition, survey)) => Ok(agreement_tables(
                &survey,
                &edition.rubric,
                Some(&start.model),
                testing,
            )),
            Err(Stop::Usage(why)) => Err(why),
            Err(stop) => return Err(stop),
        }
    } else {
        Err("The project names no place for the evidence of single assessors (`assessments:` in clearwatt.yaml).".to_string())
    };
    let folder = command.project.display();
    let chapter = |title: &'static str, what: &str, options: String, tables| Chapter {
        title,
        command: format!("clearwatt {what} {folder} --index {name}{options}"),
        tables,
    };
    let model = &start.model;
    let edition = format!(" --edition {}", model.edition);
    let varied = command.varied.options();
    let settings = command.varied.settings.as_ref();
    let file = settings.map_or(String::new(), |path| {
        format!(" --settings {}", path.display())
    });
    let resamples = testing.replicates;
    let seed = start.seed;
    let audit = Audit {
        title: format!(
            "Statistical audit: {}",
            results.project.title.or("en", name)
        ),
        facts: facts(&start, &results, replicates, command.points),
        chapters: vec![
            chapter(
                "Structure",
                "audit structure",
                edition.clone(),
                Ok(structure(model, false)),
            ),
            chapter(
                "Agreement of assessors",
                "agreement",
                format!("{edition} --replicates {resamples} --seed {seed}"),
                assessed,
            ),
            chapter(
                "Robustness of the ranking",
                "audit robustness",
                format!("{varied} --replicates {replicates}"),
                Ok(start.tables(&found)),
            ),
            chapter(
                "Sensitivity",
                "audit sensitivity",
                format!(
                    "{varied} --points {} --resamples {resamples}",
                    command.points
                ),
                Ok(sensitivity),
            ),
            chapter(
                "Weights",
                "audit weights",
                format!("{edition}{file}"),
                Ok(weight_tables(model, &start.settings, None)),
            ),
            chapter(
                "Trends",
                "audit trend",
                format!(" --replicates {resamples} --seed {seed}"),
                Ok(trends),
            ),
        ],
    };
    output.write(
        &command.output.join("audit.md"),
        audit.markdown().as_bytes(),
    )?;
    output.write(&command.output.join("audit.html"), audit.html().as_bytes())
}

fn facts(
    start: &super::robustness::Start,
    results: &crate::results::Results,
    replicates: u64,
    points: u64,
) -> Vec<(String, String)> {
    let mut facts = vec![
        ("index".to_string(), start.model.index.clone()),
        ("edition".to_string(), start.model.edition.clone()),
        (
            "entities".to_string(),
            start.model.entities.len().to_string(),
        ),
        (
            "indicators or parts".to_string(),
            start.model.columns.len().to_string(),
        ),
        ("replicates".to_string(), replicates.to_string()),
        ("points for sensitivity".to_string(), points.to_string()),
        ("seed".to_string(), start.seed.to_string()),
    ];
    if results.project.fictional {
        facts.push(("data".to_string(), "invented".to_string()));
    }
    for (what, how) in start.plan.sources.words() {
        facts.push((format!("assumed or varied: {what}"), how));
    }
    facts
}
