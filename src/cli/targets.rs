//! `targets`: what was promised, and whether the pace gets there.

use super::Stop;
use super::arguments::Format;
use super::output::Output;
use super::progress::with_crosswalk;
use super::table::{Printed, basis_in_words, csv, json, label, table};
use crate::analysis::targets::{Standing, Status, TARGETS_FILE, load, standing};
use crate::language::number::Number;
use crate::results::{Basis, Results};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The project folder
    #[arg(default_value = ".")]
    pub project: PathBuf,
    /// The targets; targets.yaml beside clearwatt.yaml when left out
    #[arg(long)]
    pub file: Option<PathBuf>,
    /// Which indicator became which; crosswalk.yaml beside clearwatt.yaml when left out
    #[arg(long, value_name = "FILE")]
    pub crosswalk: Option<PathBuf>,
    /// How rows are written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// The language of names
    #[arg(long, default_value = "en")]
    pub lang: String,
    /// Write to a file instead of standard output
    #[arg(long, short)]
    pub output: Option<PathBuf>,
}

const HEAD: [&str; 13] = [
    "entity",
    "index",
    "level",
    "node",
    "target",
    "date",
    "score",
    "assessed",
    "pace_per_year",
    "needed_per_year",
    "pace_is",
    "status",
    "basis",
];

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    let (results, mut sources) = output.results_in(&command.project, &command.lang)?;
    let path = command
        .file
        .clone()
        .unwrap_or_else(|| results.project.folder.join(TARGETS_FILE));
    if command.file.is_none() && !path.exists() {
        return Err(Stop::Usage(format!(
            "this project has no {TARGETS_FILE}\n  help: write one beside clearwatt.yaml:\n\n  targets:\n    - {{ entity: UA, score: 70, date: 2026-12-31 }}"
        )));
    }
    let results = with_crosswalk(results, &mut sources, command.crosswalk.as_ref(), output)?;
    let targets = load(&mut sources, &results, &path).map_err(|findings| {
        let _ = output.findings(&findings, &sources);
        Stop::Input
    })?;
    let standings: Vec<Standing> = targets
        .iter()
        .map(|target| standing(&results, target))
        .collect::<Result<_, _>>()
        .map_err(|error| Stop::Usage(error.to_string()))?;
    let text = match command.format {
        Format::Table => told(&results, &standings, &command.lang),
        Format::Csv => csv(&HEAD, &rows(&results, &standings)),
        Format::Json => json(&HEAD, &rows(&results, &standings)),
    };
    output.deliver(command.output.as_deref(), &text)
}

fn told(results: &Results, standings: &[Standing], language: &str) -> String {
    let mut rows = Vec::new();
    for found in standings {
        let target = &found.target;
        let printed = Printed::of_index(results, &target.index);
        let goal = match &target.grade {
            Some(grade) => format!("{grade} ({})", target.score),
            None => target.score.to_string(),
        };
        rows.push(vec![
            results
                .project
                .entities
                .label(&target.entity, language)
                .to_string(),
            label(results, &target.level, &target.node, language),
            goal,
            target.date.to_string(),
            printed.score(found.now.as_ref()),
            printed.change(found.pace.as_ref()),
            printed.change(found.needed.as_ref()),
            words(found).to_string(),
        ]);
    }
    let head = [
        "",
        "of",
        "target",
        "by",
        "now",
        "a year so far",
        "a year needed",
        "",
    ];
    table(&head, &rows, &[2, 4, 5, 6]) + &bases(results, standings, language)
}

fn words(found: &Standing) -> &'static str {
    match found.status {
        Status::Reached => "reached",
        Status::Missed => "missed: the day has passed",
        Status::OnTrack => "on track: at this pace it is reached in time",
        Status::Behind => "behind: it rises too slowly",
        Status::StandingStill => "standing still: it neither rises nor falls",
        Status::MovingAway => "moving away: it falls",
        Status::TooEarly if found.now.is_none() => "there is no score yet",
        Status::TooEarly => "too early to tell: there is one edition only",
        Status::NotComparable => "no pace: the scores of its editions cannot be compared",
    }
}

/// What each pace is one of: lines below the table.
fn bases(results: &Results, standings: &[Standing], language: &str) -> String {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for found in standings {
        let Some(basis) = &found.basis else { continue };
        let words = basis_in_words(results, basis);
        let name = results
            .project
            .entities
            .label(&found.target.entity, language);
        match told.iter_mut().find(|(known, _)| *known == words) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => told.push((words, vec![name])),
        }
    }
    let line =
        |(words, names): &(String, Vec<&str>)| format!("Pace of {}: {words}.\n", names.join(", "));
    told.iter().map(line).collect()
}

fn rows(results: &Results, standings: &[Standing]) -> Vec<Vec<String>> {
    let number = |number: &Option<Number>| number.as_ref().map_or(String::new(), Number::to_string);
    standings
        .iter()
        .map(|found| {
            let target = &found.target;
            let pace_is = match &found.basis {
                None => "",
                Some(Basis::SameRules { .. }) => "comparable",
                Some(Basis::Published) => "published",
            };
            let basis = found.basis.as_ref();
            let basis = basis.map(|basis| basis_in_words(results, basis));
            vec![
                target.entity.to_string(),
                target.index.clone(),
                target.level.clone(),
                target.node.clone(),
                target.score.to_string(),
                target.date.to_string(),
                number(&found.now),
                found.on.map_or(String::new(), |on| on.to_string()),
                number(&found.pace),
                number(&found.needed),
                pace_is.to_string(),
                found.status.word().to_string(),
                basis.unwrap_or_default(),
            ]
        })
        .collect()
}
