//! `targets`: what was promised, and whether the pace gets there.

use super::Stop;
use super::arguments::Format;
use super::output::Output;
use super::progress::crosswalk;
use super::table::{csv, json, label, plain, signed, table};
use crate::analysis::targets::{Standing, Status, TARGETS_FILE, load, standing};
use crate::language::number::Number;
use crate::results::Results;
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

const HEAD: [&str; 12] = [
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
    let crosswalk = crosswalk(&mut sources, &results, command.crosswalk.as_ref(), output)?;
    let targets = load(&mut sources, &results, &path).map_err(|findings| {
        let _ = output.findings(&findings, &sources);
        Stop::Input
    })?;
    let standings: Vec<Standing> = targets
        .iter()
        .map(|target| standing(&results, &crosswalk, target))
        .collect::<Result<_, _>>()
        .map_err(|error| Stop::Usage(error.to_string()))?;
    let text = match command.format {
        Format::Table => told(&results, &standings, &command.lang),
        Format::Csv => csv(&HEAD, &rows(&standings)),
        Format::Json => json(&HEAD, &rows(&standings)),
    };
    output.deliver(command.output.as_deref(), &text)
}

fn told(results: &Results, standings: &[Standing], language: &str) -> String {
    let mut rows = Vec::new();
    for found in standings {
        let target = &found.target;
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
            plain(found.now.as_ref(), 0),
            found
                .pace
                .as_ref()
                .map_or("–".to_string(), |pace| signed(pace, 1)),
            found
                .needed
                .as_ref()
                .map_or("–".to_string(), |needed| signed(needed, 1)),
            words(found),
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
    table(&head, &rows, &[2, 4, 5, 6])
}

fn words(found: &Standing) -> String {
    let by = if found.comparable || found.pace.is_none() {
        ""
    } else {
        " (by published scores, in which other rules or indicators may play a part)"
    };
    let words = match found.status {
        Status::Reached => return "reached".to_string(),
        Status::Missed => return "missed: the day has passed".to_string(),
        Status::OnTrack => "on track: at this pace it is reached in time",
        Status::Behind => "behind: it rises, and too slowly",
        Status::MovingAway => "moving away: it has not risen",
        Status::TooEarly if found.now.is_none() => return "there is no score yet".to_string(),
        Status::TooEarly => return "too early to tell: there is one edition only".to_string(),
    };
    format!("{words}{by}")
}

fn rows(standings: &[Standing]) -> Vec<Vec<String>> {
    let number = |number: &Option<Number>| number.as_ref().map_or(String::new(), Number::to_string);
    standings
        .iter()
        .map(|found| {
            let target = &found.target;
            let pace_is = match (&found.pace, found.comparable) {
                (None, _) => "",
                (_, true) => "comparable",
                (_, false) => "published",
            };
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
            ]
        })
        .collect()
}
