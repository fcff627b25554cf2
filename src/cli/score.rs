//! `score`: rows of results as a table, CSV or JSON.

use super::Stop;
use super::arguments::{Format, Score};
use super::output::{Output, known};
use crate::exchange::{rows_as_csv, rows_as_json};
use crate::index::{Row, TOTAL_LEVEL};
use crate::results::Results;
use std::collections::BTreeSet;

pub fn run(command: &Score, output: &Output) -> Result<(), Stop> {
    let (results, _) = output.results_in(&command.project, &command.lang)?;
    let all: Vec<&Row> = results
        .editions
        .iter()
        .flat_map(|edition| edition.rows.iter().chain(&edition.across))
        .collect();
    check_filters(command, &results, &all)?;
    let entities = entities(command, &results)?;
    let mut levels = command.level.clone();
    // A table is for reading: without a wish it shows the totals. Files get everything.
    if levels.is_empty() && command.format == Format::Table {
        levels.push(TOTAL_LEVEL.to_string());
    }
    let keep = |wanted: &[String], value: &str| {
        wanted.is_empty() || wanted.iter().any(|name| name == value)
    };
    let rows: Vec<&Row> = all
        .into_iter()
        .filter(|row| keep(&levels, &row.level))
        .filter(|row| keep(&command.edition, row.edition.as_str()))
        .filter(|row| keep(&entities, row.entity.as_str()))
        .filter(|row| keep(&command.index, &row.index))
        .collect();
    let text = match command.format {
        Format::Csv => rows_as_csv(&rows),
        Format::Json => rows_as_json(&rows),
        Format::Table => table(&rows, &results, &command.lang),
    };
    output.deliver(command.output.as_deref(), &text)
}

fn check_filters(command: &Score, results: &Results, rows: &[&Row]) -> Result<(), Stop> {
    let levels: BTreeSet<&str> = rows.iter().map(|row| &*row.level).collect();
    for level in &command.level {
        known("level", level, levels.iter().copied())?;
    }
    for edition in &command.edition {
        known(
            "edition",
            edition,
            results.editions.iter().map(|edition| edition.id.as_str()),
        )?;
    }
    let indices: BTreeSet<&str> = rows.iter().map(|row| &*row.index).collect();
    for index in &command.index {
        known("index", index, indices.iter().copied())?;
    }
    Ok(())
}

/// The entities asked for, as their ids: `UKR` and `ua` both mean `UA`.
fn entities(command: &Score, results: &Results) -> Result<Vec<String>, Stop> {
    let resolve = |text: &String| match results.project.entities.resolve(text) {
        Ok(id) => Ok(id.as_str().to_string()),
        Err(unknown) => Err(Stop::Usage(format!("{unknown}\n  help: {}", unknown.help))),
    };
    command.entity.iter().map(resolve).collect()
}

fn table(rows: &[&Row], results: &Results, language: &str) -> String {
    use comfy_table::{CellAlignment, Table, presets};
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        "edition", "rank", "entity", "level", "node", "score", "shown", "grade", "scored", "state",
    ]);
    let mut ordered: Vec<&&Row> = rows.iter().collect();
    // Best first within an edition and node; what has no rank keeps its order.
    ordered.sort_by_key(|row| {
        let edition = results
            .editions
            .iter()
            .position(|edition| edition.id == row.edition);
        let totals = if &*row.level == TOTAL_LEVEL {
            row.rank.unwrap_or(u32::MAX)
        } else {
            0
        };
        (edition, row.index.clone(), totals)
    });
    for row in ordered {
        let number = |number: Option<&crate::language::number::Number>| {
            number.map_or_else(|| "–".to_string(), |number| number.significant(6))
        };
        table.add_row([
            row.edition.as_str().to_string(),
            row.rank_in_words().unwrap_or_else(|| "–".to_string()),
            results
                .project
                .entities
                .label(&row.entity, language)
                .to_string(),
            row.level.to_string(),
            match &row.market {
                Some(market) if **market != *row.node => format!("{} ({market})", row.node),
                _ => row.node.to_string(),
            },
            number(row.score.as_ref()),
            number(row.shown.as_ref()),
            row.grade.as_deref().unwrap_or("–").to_string(),
            match row.scored {
                0 => "–".to_string(),
                scored => format!("{scored}/{}", row.applicable),
            },
            row.state.word().to_string(),
        ]);
    }
    for column in [1, 5, 6, 8] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<String> = table
        .lines()
        .map(|line| line.trim_end().to_string())
        .collect();
    lines.join("\n") + "\n"
}
