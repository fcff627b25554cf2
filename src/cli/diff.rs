//! `diff`: two rubrics against each other, and what the difference does to the entities of a project.

use super::Stop;
use super::arguments::Diff;
use super::check::load_sound;
use super::output::{Output, known};
use crate::index::{Row, TOTAL_LEVEL};
use crate::language::difference::{Comparison, Difference, compare};
use crate::language::number::Number;
use crate::results::{Computed, Results, compute_with};
use std::path::Path;

pub fn run(command: &Diff, output: &Output) -> Result<(), Stop> {
    let first = load_sound(Path::new(&command.first), output)?;
    let second = load_sound(Path::new(&command.second), output)?;
    output.print(&text(&compare(&first, &second)));
    if let Some(project) = &command.project {
        return entities(command, project, output);
    }
    Ok(())
}

fn text(found: &Comparison) -> String {
    let mut text = String::new();
    for difference in found.differences.iter().chain(&found.told) {
        match difference {
            Difference::Part {
                what,
                before,
                after,
            } => {
                let lines = match (before, after) {
                    (Some(before), Some(after)) => format!("  - {before}\n  + {after}\n"),
                    (Some(before), None) => format!("  - {before}\n"),
                    (None, Some(after)) => format!("  + {after}\n"),
                    (None, None) => String::new(),
                };
                text.push_str(&format!("{what}\n{lines}"));
            }
            Difference::Evidence {
                criterion,
                cases,
                of,
                examples,
            } => {
                text.push_str(&format!(
                    "criterion `{criterion}` scores {cases} of {of} cases differently\n"
                ));
                for (evidence, before, after) in examples {
                    text.push_str(&format!("  {evidence}: {before} -> {after}\n"));
                }
                if *cases > examples.len() {
                    text.push_str(&format!("  … and {} more\n", cases - examples.len()));
                }
            }
        }
    }
    for name in &found.open {
        text.push_str(&format!(
            "criterion `{name}` reads too much to be compared case by case\n"
        ));
    }
    let scored_alike = found.differences.is_empty() && found.open.is_empty();
    if scored_alike && found.told.is_empty() {
        text.push_str(
            "equal: every criterion was compared case by case, all else is written alike\n",
        );
    } else if scored_alike {
        text.push_str("every score is equal: only what is told about scores differs\n");
    } else if !found.same.is_empty() {
        text.push_str(&format!(
            "proved equal, case by case: {}\n",
            found.same.join(", ")
        ));
    }
    text
}

/// The totals that change when an edition is scored by the second rubric instead of the first.
fn entities(command: &Diff, project: &Path, output: &Output) -> Result<(), Stop> {
    let (plain, _) = output.results(project)?;
    let mut ids = plain.editions.iter().map(|edition| edition.id.as_str());
    let edition = match &command.edition {
        Some(id) => {
            known("edition", id, ids)?;
            id.as_str()
        }
        None => ids
            .next_back()
            .ok_or_else(|| Stop::Usage("the project has no editions".to_string()))?,
    };
    let scored_by = |rubric: &str| -> Result<Results, Stop> {
        let Computed {
            sources,
            findings,
            results,
        } = compute_with(project, edition, rubric);
        output.findings(&findings, &sources)?;
        results.ok_or(Stop::Input)
    };
    let (first, second) = (scored_by(&command.first)?, scored_by(&command.second)?);
    let totals = |results: &Results| -> Vec<Row> {
        let rows = results
            .edition(edition)
            .map_or(&[][..], |edition| &edition.rows);
        let totals = rows.iter().filter(|row| *row.level == *TOTAL_LEVEL);
        totals.cloned().collect()
    };
    let (before, after) = (totals(&first), totals(&second));
    let mut text = format!("\n{edition}\n");
    let mut changed = 0;
    for row in &before {
        let other = after
            .iter()
            .find(|other| other.index == row.index && other.entity == row.entity);
        let Some(other) = other.filter(|other| {
            (&other.score, &other.grade, other.rank) != (&row.score, &row.grade, row.rank)
        }) else {
            continue;
        };
        changed += 1;
        let name = first.project.entities.label(&row.entity, "en");
        text.push_str(&format!(
            "  {name}, {}: {} -> {}\n",
            row.index,
            line(row),
            line(other)
        ));
    }
    if changed == 0 {
        text.push_str(&format!(
            "  no score, grade or rank of {} changes\n",
            before.len()
        ));
    }
    output.print(&text);
    Ok(())
}

fn line(row: &Row) -> String {
    let score = row
        .score
        .as_ref()
        .map_or_else(|| "–".to_string(), Number::to_string);
    let grade = row
        .grade
        .as_deref()
        .map_or_else(String::new, |grade| format!(" {grade}"));
    let rank = row
        .rank_in_words()
        .map_or_else(String::new, |rank| format!(", rank {rank}"));
    format!("{score}{grade}{rank}")
}
