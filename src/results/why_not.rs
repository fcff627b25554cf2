//! Why a criterion did not get a better score: the nearest evidence that would have got it.

use super::derivation::{CriterionScore, Deriver, Record};
use super::{EditionResults, Results};
use crate::evidence::case;
use crate::language::evaluate::Case;
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
    deriver: &Deriver<'_>,
    edition: &EditionResults,
    entity: &EntityId,
    indicator: &str,
    wanted: &Number,
) -> Option<String> {
    let id = results.catalogue.indicator_id(indicator)?;
    let (sheet, disclosure) = edition.disclosure(entity, id)?;
    let evidence = deriver.evidence(edition, sheet, disclosure);
    let rubric = &edition.rubric;
    let mut text = String::new();
    for (recorded, record) in disclosure.records.iter().zip(&evidence.records) {
        let facts = edition.entity_facts.of(entity);
        let case = case(rubric, facts, edition.facts.of(id), sheet, recorded);
        let place = record
            .place
            .as_ref()
            .map_or_else(String::new, ToString::to_string);
        text.push_str(&format!("{indicator} ({place})"));
        if let Some(body) = &record.body {
            text.push_str(&format!(", body {body}"));
        }
        text.push_str(&format!(": why not {wanted}?\n"));
        text.push_str(&of_record(rubric, &case, record, wanted));
    }
    if evidence.records.is_empty() {
        text.push_str(&format!(
            "{indicator}: nothing was assessed, so no answer could be different\n"
        ));
    }
    Some(text)
}

fn of_record(rubric: &Rubric, case: &Case, record: &Record, wanted: &Number) -> String {
    if record.score.is_none() {
        return "  there is no score\n".to_string();
    }
    let criteria = (0u16..).map(CriterionId).zip(&record.criteria);
    criteria
        .map(|(id, criterion)| of_criterion(rubric, case, id, criterion, wanted))
        .collect()
}

fn of_criterion(
    rubric: &Rubric,
    case: &Case,
    id: CriterionId,
    criterion: &CriterionScore,
    wanted: &Number,
) -> String {
    let name = &criterion.criterion;
    let Some(score) = &criterion.score else {
        return format!("  {name} does not apply\n");
    };
    if score >= wanted {
        return format!("  {name} has {score}\n");
    }
    let mut text = String::new();
    let first = criterion.first.as_ref();
    if let (Some(adjusted), Some(first)) = (criterion.adjusted.last(), first)
        && first != score
    {
        let why = adjusted.why.as_deref().unwrap_or("by an adjustment");
        text.push_str(&format!("  {name} was {first} and became {score}: {why}\n"));
        if first >= wanted {
            return text;
        }
    }
    text.push_str(&format!("  {name} has {score}\n"));
    for way in ways(rubric, id, case, wanted) {
        text.push_str(&format!("    {way}\n"));
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
