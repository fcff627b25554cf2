//! Why a criterion did not get a better score: the nearest evidence that would have got it.

use super::{EditionResults, Results};
use crate::diagnostic::Sources;
use crate::evidence::case;
use crate::language::evaluate::{Case, evaluate};
use crate::language::number::Number;
use crate::language::rubric::{CriterionId, Rubric};
use crate::language::table::{Cell, Table};
use crate::project::EntityId;

/// So many ways are shown for one criterion.
const MOST_WAYS: usize = 3;

/// For each criterion of an indicator that scored below `wanted`, what would have had to be different. `None` when the
/// node is no indicator with evidence.
pub fn why_not(
    results: &Results,
    sources: &Sources,
    edition: &EditionResults,
    entity: &EntityId,
    indicator: &str,
    wanted: &Number,
) -> Option<String> {
    let id = results.catalogue.indicator_id(indicator)?;
    let (sheet, disclosure) = edition.disclosure(entity, id)?;
    let rubric = &edition.rubric;
    let mut text = String::new();
    for record in &disclosure.records {
        let facts = edition.entity_facts.of(entity);
        let case = case(rubric, facts, edition.facts.of(id), sheet, record);
        text.push_str(&format!("{indicator} ({})", sources.place(record.span)));
        if let Some(body) = &record.body {
            text.push_str(&format!(", body {body}"));
        }
        text.push_str(&format!(": why not {wanted}?\n"));
        text.push_str(&of_case(rubric, &case, wanted));
    }
    if disclosure.records.is_empty() {
        text.push_str(&format!(
            "{indicator}: nothing was assessed, so no answer could be different\n"
        ));
    }
    Some(text)
}

fn of_case(rubric: &Rubric, case: &Case, wanted: &Number) -> String {
    let Ok(outcome) = evaluate(rubric, case) else {
        return "  there is no score\n".to_string();
    };
    let mut text = String::new();
    for (at, (criterion, found)) in (0u16..).zip(rubric.criteria.iter().zip(&outcome.criteria)) {
        let name = &criterion.name;
        if !found.applicable {
            text.push_str(&format!("  {name} does not apply\n"));
            continue;
        }
        if found.score >= *wanted {
            text.push_str(&format!("  {name} has {}\n", found.score));
            continue;
        }
        if let Some(adjustment) = found.adjusted.last().filter(|_| found.first != found.score) {
            let adjustment = rubric.adjustments.get(usize::from(*adjustment));
            let why = adjustment.and_then(|adjustment| adjustment.label.as_deref());
            let why = why.unwrap_or("by an adjustment");
            text.push_str(&format!(
                "  {name} was {} and became {}: {why}\n",
                found.first, found.score
            ));
            if found.first >= *wanted {
                continue;
            }
        }
        text.push_str(&format!("  {name} has {}\n", found.score));
        for way in ways(rubric, CriterionId(at), case, wanted) {
            text.push_str(&format!("    {way}\n"));
        }
    }
    text
}

/// The nearest cells with the wanted score, in words.
fn ways(rubric: &Rubric, criterion: CriterionId, case: &Case, wanted: &Number) -> Vec<String> {
    let Some(table) = Table::of(rubric, criterion) else {
        return vec!["it is not decided by rules over answers, so there is no nearest case".into()];
    };
    let Some(from) = table.cell(rubric, case) else {
        return vec!["it was judged, and the answers are not recorded".into()];
    };
    if !table.scores.contains(wanted) {
        let scores: Vec<String> = table.scores.iter().map(Number::to_string).collect();
        return vec![format!("it can give only {}", scores.join(", "))];
    }
    let gives = |cell: &Cell| match cell {
        Cell::Score { score, .. } => table.scores.get(usize::from(*score)) == Some(wanted),
        _ => false,
    };
    let cells = table.cells.iter().enumerate();
    let mut reached: Vec<(usize, usize)> = cells
        .filter(|(_, cell)| gives(cell))
        .filter_map(|(at, _)| Some((table.distance(rubric, from, at)?, at)))
        .collect();
    reached.sort_unstable();
    if reached.is_empty() {
        return vec![format!("no other answers give {wanted} for this indicator")];
    }
    let nearest = reached.first().map_or(0, |(distance, _)| *distance);
    let mut ways: Vec<String> = Vec::new();
    for (distance, cell) in reached {
        let way = table.changes(rubric, from, cell).join(", and ");
        if distance > nearest || ways.len() == MOST_WAYS {
            break;
        }
        ways.push(way);
    }
    let ways = ways.into_iter().enumerate();
    ways.map(|(at, way)| match at {
        0 => format!("{wanted} if {way}"),
        _ => format!("or {way}"),
    })
    .collect()
}
