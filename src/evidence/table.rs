//! Evidence in CSV: one line for each disclosure (and body). Columns: `edition`, `entity`, `indicator`, optional
//! `assessed`, `body`, the facts of the rubric, notes, states, and `judged.CRITERION`. An empty cell says nothing;
//! several members of a set are separated by `;` or spaces.

use super::errors::EvidenceError;
use super::read::Reader;
use super::record::{Draft, NOTE_KEYS, STATE_KEYS, date, short};
use super::{Disclosure, Record, Sheet, State};
use crate::catalogue::IndicatorId;
use crate::diagnostic::{Span, did_you_mean};
use crate::document::{Table, TableCell};
use crate::language::syntax::FactRole;
use crate::language::value::Domain;
use crate::project::{EditionId, EntityId};
use indexmap::IndexMap;

const PLACE_COLUMNS: [&str; 5] = ["edition", "entity", "indicator", "assessed", "body"];

/// Reads the sheets of a table: one for each edition and entity, in the order of their first line.
pub fn read_table(
    reader: &Reader<'_>,
    table: &Table,
    errors: &mut Vec<EvidenceError>,
) -> Vec<Sheet> {
    if !check_header(reader, table, errors) {
        return Vec::new();
    }
    let mut sheets: IndexMap<(EditionId, EntityId), Sheet> = IndexMap::new();
    let mut seen: IndexMap<(EditionId, EntityId, IndicatorId, Box<str>), Span> = IndexMap::new();
    for row in &table.rows {
        let Some(line) = Line::of(reader, table, row, errors) else {
            continue;
        };
        let (edition, entity) = (line.edition.clone(), line.entity.clone());
        let key = (
            edition.clone(),
            entity.clone(),
            line.indicator,
            line.body.clone().unwrap_or_default(),
        );
        if let Some(first) = seen.insert(key, line.span) {
            errors.push(EvidenceError::Twice {
                what: reader
                    .catalogue
                    .indicator(line.indicator)
                    .map_or_else(String::new, |i| i.id.clone()),
                entity: entity.as_str().to_string(),
                edition: edition.as_str().to_string(),
                span: line.span,
                first,
            });
            continue;
        }
        let sheet = sheets
            .entry((edition.clone(), entity.clone()))
            .or_insert_with(|| Sheet {
                edition,
                entity,
                assessed: line.assessed,
                assessor: None,
                defaults: Vec::new(),
                disclosures: Vec::new(),
                given: Vec::new(),
                span: line.span,
            });
        add(sheet, line);
    }
    sheets.into_values().collect()
}

/// One line, read.
struct Line {
    edition: EditionId,
    entity: EntityId,
    indicator: IndicatorId,
    assessed: Option<jiff::civil::Date>,
    body: Option<Box<str>>,
    draft: Draft,
    span: Span,
}

fn add(sheet: &mut Sheet, line: Line) {
    sheet.assessed = sheet.assessed.or(line.assessed);
    let (indicator, span) = (line.indicator, line.span);
    let state = match line.draft.state.clone() {
        None => State::Assessed,
        Some((State::Withheld { reason, .. }, _)) => State::Withheld {
            reason,
            since: line.draft.since,
        },
        Some((state, _)) => state,
    };
    let notes = line.draft.notes.clone();
    let absent = !matches!(state, State::Assessed | State::Provisional(_));
    let record: Option<Record> = (!absent).then(|| line.draft.record(line.body.as_deref(), span));
    match sheet
        .disclosures
        .iter_mut()
        .rev()
        .find(|known| known.indicator == indicator)
    {
        Some(known) => known.records.extend(record),
        None => sheet.disclosures.push(Disclosure {
            indicator,
            state,
            records: record.into_iter().collect(),
            notes,
            span,
        }),
    }
}

fn check_header(reader: &Reader<'_>, table: &Table, errors: &mut Vec<EvidenceError>) -> bool {
    let before = errors.len();
    let Some(first) = table.header.first() else {
        return false;
    };
    for key in ["edition", "entity", "indicator"] {
        if !table.header.iter().any(|cell| &*cell.text == key) {
            let help = format!("add the column `{key}`");
            errors.push(EvidenceError::NoKey {
                what: "this table",
                key,
                help,
                span: first.span,
            });
        }
    }
    for cell in &table.header {
        let name = &*cell.text;
        let known = PLACE_COLUMNS.contains(&name)
            || NOTE_KEYS.contains(&name)
            || STATE_KEYS.contains(&name)
            || name == "since"
            || reader.editions.iter().any(|(_, keys)| {
                let judged = name.strip_prefix("judged.");
                keys.fact(name).is_some()
                    || judged.is_some_and(|name| keys.rubric.criterion(name).is_some())
            });
        if !known {
            let facts = reader.editions.iter().flat_map(|(_, keys)| keys.known());
            errors.push(EvidenceError::UnknownKey {
                what: "a table of evidence",
                key: short(name),
                help: did_you_mean(name, facts.chain(PLACE_COLUMNS)),
                span: cell.span,
            });
        }
    }
    errors.len() == before
}

impl Line {
    fn of(
        reader: &Reader<'_>,
        table: &Table,
        row: &[TableCell],
        errors: &mut Vec<EvidenceError>,
    ) -> Option<Line> {
        let first_error = errors.len();
        let cell = |key: &str| {
            let at = table.header.iter().position(|cell| &*cell.text == key)?;
            row.get(at).filter(|cell| !cell.text.is_empty())
        };
        let start = row.first().map(|cell| cell.span)?;
        let mut needed = |key: &'static str| {
            let found = cell(key);
            if found.is_none() {
                let help = format!("fill in the column `{key}`");
                errors.push(EvidenceError::NoKey {
                    what: "this line",
                    key,
                    help,
                    span: start,
                });
            }
            found
        };
        let (edition, entity, indicator) =
            (needed("edition"), needed("entity"), needed("indicator"));
        let edition = edition.and_then(|cell| reader.edition(&cell.text, cell.span, errors));
        let entity = entity.and_then(|cell| reader.entity(&cell.text, cell.span, errors));
        let indicator_cell = indicator;
        let indicator = indicator.and_then(|cell| reader.indicator(&cell.text, cell.span, errors));
        let assessed =
            cell("assessed").and_then(|cell| date("assessed", (&cell.text, cell.span), errors));
        let (edition, keys) = edition?;
        let before = errors.len();
        let mut draft = Draft::new();
        for (column, cell) in table.header.iter().zip(row) {
            let (name, text) = (&*column.text, &*cell.text);
            if text.is_empty() || PLACE_COLUMNS.contains(&name) {
                continue;
            }
            if let Some(fact) = keys.fact(name) {
                if matches!(fact.1, Domain::Set(_)) {
                    let members = text.split([';', ' ']).filter(|member| !member.is_empty());
                    let members = members.map(|member| (member, cell.span));
                    draft.fact(keys.rubric, fact, members, cell.span, errors);
                } else {
                    let one = std::iter::once((text, cell.span));
                    draft.fact(keys.rubric, fact, one, cell.span, errors);
                }
            } else if let Some(criterion) = name.strip_prefix("judged.") {
                draft.judge(
                    keys.rubric,
                    (criterion, column.span),
                    (text, cell.span),
                    errors,
                );
            } else {
                draft.remark(name, (text, cell.span), errors);
            }
        }
        // Where everything may be unknown, a line without answers says that nothing is known.
        let all_optional = keys
            .rubric
            .facts_of(FactRole::Evidence)
            .all(|(_, fact)| fact.optional);
        if !draft.touched && !all_optional && errors.len() == before {
            let indicator = indicator_cell.map_or_else(String::new, |cell| cell.text.to_string());
            errors.push(EvidenceError::Nothing {
                indicator,
                span: start,
            });
            return None;
        }
        // What was misread would be found missing again.
        if errors.len() > first_error {
            return None;
        }
        Some(Line {
            edition,
            entity: entity?,
            indicator: indicator?,
            assessed,
            body: cell("body").map(|cell| cell.text.clone()),
            draft,
            span: start,
        })
    }
}
