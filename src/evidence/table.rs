//! Evidence in a table: one row for each disclosure (and body). Columns: `edition`, `entity`, `indicator`, optional
//! `assessed`, `body`, the facts of the rubric, notes, states, and `judged.CRITERION`; capitals or not. An empty cell says
//! nothing; several members of a set are separated by `;` or spaces, and `[]` is the empty set. The rows of one disclosure
//! are put together as YAML writes them: a row without a body is about the whole.

use super::dates::check_assessed;
use super::disclosure::{Part, disclosure};
use super::errors::EvidenceError;
use super::read::Reader;
use super::record::{Draft, Keys, date, short};
use super::{Disclosure, Sheet};
use crate::catalogue::IndicatorId;
use crate::diagnostic::{Span, did_you_mean};
use crate::document::{Table, TableCell};
use crate::language::value::Domain;
use crate::project::{EditionId, EntityId};
use indexmap::IndexMap;
use jiff::civil::Date;

/// The columns that every table of evidence has.
pub const NEEDED_COLUMNS: [&str; 3] = ["edition", "entity", "indicator"];
const OTHER_PLACES: [&str; 2] = ["assessed", "body"];

/// Whose rows belong together: one edition, one entity, and one assessor where several assess alone.
type Whose = (EditionId, EntityId, Option<Box<str>>);

/// Reads the sheets of a table: one for each edition and entity, in the order of their first rows.
pub fn read_table(
    reader: &Reader<'_>,
    table: &Table,
    errors: &mut Vec<EvidenceError>,
) -> Vec<Sheet> {
    let before = errors.len();
    let columns = Columns::of(reader, table, errors);
    // What stands under an unknown name would be found missing in every row.
    let sound = errors.len() == before;
    let mut groups: IndexMap<Whose, IndexMap<IndicatorId, Vec<&Row>>> = IndexMap::new();
    for row in &table.rows {
        let (edition, entity, indicator) = match columns.place(reader, row, errors) {
            Place::Known(edition, entity, indicator) => (edition, entity, indicator),
            Place::NotKnown(edition) => {
                columns.check_alone(reader, edition.as_ref(), row, errors);
                continue;
            }
            Place::None => continue,
        };
        let assessor = columns.text(row, "assessor").map(|cell| cell.text.clone());
        let whose = (edition, entity, assessor.filter(|_| reader.alone));
        let group = groups.entry(whose).or_default();
        group.entry(indicator).or_default().push(row);
    }
    let mut sheets = Vec::new();
    for ((edition, entity, _), disclosures) in groups {
        let rows = disclosures.values().flatten().copied();
        let assessed = columns.day(rows, errors);
        let Some(span) = disclosures
            .values()
            .flatten()
            .find_map(|row| Some(row.first()?.span))
        else {
            continue;
        };
        let mut sheet = Sheet {
            edition,
            entity,
            assessed,
            assessor: None,
            defaults: Vec::new(),
            disclosures: Vec::new(),
            given: Vec::new(),
            span,
        };
        let Some(keys) = reader.keys(&sheet.edition) else {
            continue;
        };
        for (indicator, rows) in disclosures {
            let read = columns.disclosure(reader, keys, &sheet, indicator, &rows, errors);
            sheet.disclosures.extend(read.filter(|_| sound));
        }
        sheets.push(sheet);
    }
    sheets
}

type Row = Vec<TableCell>;

/// What a row is about.
enum Place {
    Known(EditionId, EntityId, IndicatorId),
    /// Something of it is unknown or missing; the edition is there.
    NotKnown(Option<EditionId>),
    /// It is no disclosure at all.
    None,
}

/// What the columns of a table mean, in their order: the names as everybody writes them.
struct Columns<'t> {
    names: Vec<String>,
    header: &'t [TableCell],
}

impl<'t> Columns<'t> {
    fn of(reader: &Reader<'_>, table: &'t Table, errors: &mut Vec<EvidenceError>) -> Self {
        let facts = reader.editions.iter().flat_map(|(_, keys)| keys.known());
        let criteria = reader
            .editions
            .iter()
            .flat_map(|(_, keys)| &keys.rubric.criteria)
            .map(|criterion| format!("judged.{}", criterion.name));
        let places = NEEDED_COLUMNS.into_iter().chain(OTHER_PLACES);
        let known = facts.chain(places).map(String::from).chain(criteria);
        // `bodies` and `judged` hold more than one answer and have columns of their own.
        let known: Vec<String> = known
            .filter(|name| name != "bodies" && name != "judged")
            .collect();
        let names = table.header.iter().map(|cell| {
            let exact = known.iter().find(|name| **name == *cell.text);
            let alike = || {
                known
                    .iter()
                    .find(|name| name.eq_ignore_ascii_case(&cell.text))
            };
            let found = exact.or_else(alike);
            // A column without a name has been reported.
            if found.is_none() && !cell.text.is_empty() {
                errors.push(EvidenceError::UnknownKey {
                    what: "a table of evidence",
                    key: short(&cell.text),
                    help: did_you_mean(&cell.text, known.iter().map(String::as_str)),
                    span: cell.span,
                });
            }
            found.cloned().unwrap_or_default()
        });
        Columns {
            names: names.collect(),
            header: &table.header,
        }
    }

    /// The cell of a row in a column; `None` where it is empty.
    fn text<'r>(&self, row: &'r Row, column: &str) -> Option<&'r TableCell> {
        let at = self.names.iter().position(|name| name == column)?;
        row.get(at).filter(|cell| !cell.text.is_empty())
    }

    /// What a row is about.
    fn place(&self, reader: &Reader<'_>, row: &Row, errors: &mut Vec<EvidenceError>) -> Place {
        let Some(start) = row.first().map(|cell| cell.span) else {
            return Place::None;
        };
        let cells = NEEDED_COLUMNS.map(|column| self.text(row, column));
        let mut found = Vec::new();
        let [edition, entity, indicator] = cells;
        let edition = edition.and_then(|cell| reader.edition(&cell.text, cell.span, &mut found));
        let entity = entity.and_then(|cell| reader.entity(&cell.text, cell.span, &mut found));
        let indicator =
            indicator.and_then(|cell| reader.indicator(&cell.text, cell.span, &mut found));
        let nothing_known = edition.is_none() && entity.is_none() && indicator.is_none();
        if nothing_known && !found.iter().any(is_near) {
            errors.push(EvidenceError::NoDisclosure {
                why: nothing_known_about(&found),
                span: start,
            });
            return Place::None;
        }
        let missing = NEEDED_COLUMNS.iter().zip(cells);
        let missing: Vec<&str> = missing
            .filter(|(_, cell)| cell.is_none())
            .map(|(column, _)| *column)
            .collect();
        if !missing.is_empty() {
            errors.push(EvidenceError::NoPlace {
                missing,
                span: start,
            });
        }
        errors.append(&mut found);
        match (edition, entity, indicator) {
            (Some((edition, _)), Some(entity), Some(indicator)) => {
                Place::Known(edition, entity, indicator)
            }
            (edition, ..) => Place::NotKnown(edition.map(|(id, _)| id)),
        }
    }

    /// Checks what a row says although it cannot be kept anywhere.
    fn check_alone(
        &self,
        reader: &Reader<'_>,
        edition: Option<&EditionId>,
        row: &Row,
        errors: &mut Vec<EvidenceError>,
    ) {
        match edition.and_then(|edition| reader.keys(edition)) {
            Some(keys) => {
                self.part(keys, row, errors);
            }
            // Without the edition its rubric is not known either, and nothing more can be said about the answers.
            None => {
                if let Some(cell) = self.text(row, "assessed") {
                    date("assessed", (&cell.text, cell.span), errors);
                }
            }
        }
    }

    /// The day of the assessment: the latest that a row has. Rows that have none are of that day, where there is one only.
    fn day<'r>(
        &self,
        rows: impl Iterator<Item = &'r Row> + Clone,
        errors: &mut Vec<EvidenceError>,
    ) -> Option<Date> {
        let cells = rows.clone().filter_map(|row| self.text(row, "assessed"));
        // What is no day is reported with its row.
        let days =
            cells.filter_map(|cell| date("assessed", (&cell.text, cell.span), &mut Vec::new()));
        let (first, last) = (days.clone().min()?, days.max()?);
        if first != last {
            let without = rows.filter(|row| self.text(row, "assessed").is_none());
            errors.extend(without.filter_map(|row| {
                Some(EvidenceError::NoKey {
                    what: "this row",
                    key: "assessed",
                    help: format!("other rows of the entity have {first} or {last}; fill it in"),
                    span: row.first()?.span,
                })
            }));
        }
        Some(last)
    }

    /// The disclosure that some rows are about.
    fn disclosure(
        &self,
        reader: &Reader<'_>,
        keys: &Keys<'_>,
        sheet: &Sheet,
        indicator: IndicatorId,
        rows: &[&Row],
        errors: &mut Vec<EvidenceError>,
    ) -> Option<Disclosure> {
        let found = reader.catalogue.indicator(indicator)?;
        let (mut whole, mut bodies) = (None, Vec::<Part>::new());
        let mut twice = false;
        for row in rows {
            let part = self.part(keys, row, errors)?;
            let same = match &part.body {
                None => whole.as_ref(),
                body => bodies.iter().find(|known| known.body == *body),
            };
            if let Some(first) = same {
                errors.push(EvidenceError::Twice {
                    what: found.id.clone(),
                    entity: sheet.entity.as_str().to_string(),
                    edition: sheet.edition.as_str().to_string(),
                    span: part.span,
                    first: first.span,
                });
                twice = true;
            } else if part.body.is_none() {
                whole = Some(part);
            } else {
                bodies.push(part);
            }
        }
        let read = disclosure(
            keys,
            (indicator, &found.id),
            sheet.assessed,
            whole,
            bodies,
            errors,
        );
        read.filter(|_| !twice)
    }

    /// What one row says.
    fn part(&self, keys: &Keys<'_>, row: &Row, errors: &mut Vec<EvidenceError>) -> Option<Part> {
        let before = errors.len();
        let mut draft = Draft::new();
        for ((name, column), cell) in self.names.iter().zip(self.header).zip(row) {
            let place = NEEDED_COLUMNS.contains(&name.as_str())
                || OTHER_PLACES.contains(&name.as_str())
                || name.is_empty();
            if !place && !cell.text.is_empty() {
                take(keys, &mut draft, (name.as_str(), column.span), cell, errors);
            }
        }
        let day = self.text(row, "assessed");
        let assessed = day.and_then(|cell| {
            let day = date("assessed", (&cell.text, cell.span), errors)?;
            check_assessed(keys, (day, cell.span), errors);
            Some(day)
        });
        Some(Part {
            draft,
            body: self.text(row, "body").map(|cell| cell.text.clone()),
            assessed,
            span: row.first()?.span,
            sound: errors.len() == before,
        })
    }
}

/// Takes what a cell says.
fn take(
    keys: &Keys<'_>,
    draft: &mut Draft,
    (name, column): (&str, Span),
    cell: &TableCell,
    errors: &mut Vec<EvidenceError>,
) {
    let text = &*cell.text;
    if let Some(fact) = keys.fact(name) {
        if matches!(fact.1, Domain::Set(_)) {
            let members = text.split([';', ' ']).filter(|member| !member.is_empty());
            let members = members.filter(|_| text != "[]");
            let members = members.map(|member| (member, cell.span));
            draft.fact(keys.rubric, fact, members, cell.span, errors);
        } else {
            let one = std::iter::once((text, cell.span));
            draft.fact(keys.rubric, fact, one, cell.span, errors);
        }
    } else if let Some(criterion) = name.strip_prefix("judged.") {
        let mut found = Vec::new();
        let score = (text, cell.span);
        draft.judge(keys.rubric, (criterion, column), score, &mut found);
        // A criterion that only other editions have is one mistake, however many rows are filled in.
        found.retain(|error| !errors.contains(error));
        errors.append(&mut found);
    } else if !draft.remark(name, (text, cell.span), errors) {
        // A fact that only other editions ask.
        errors.push(keys.unknown(name, cell.span));
    }
}

/// Whether a name is nearly one that is known.
fn is_near(error: &EvidenceError) -> bool {
    match error {
        EvidenceError::Unknown {
            help: Some(help), ..
        } => help.starts_with("did you mean"),
        _ => false,
    }
}

/// "`Total` is no edition", or that the row names nothing.
fn nothing_known_about(found: &[EvidenceError]) -> String {
    let named: Vec<String> = found
        .iter()
        .filter_map(|error| match error {
            EvidenceError::Unknown { what, name, .. } => Some(format!("`{name}` is no {what}")),
            _ => None,
        })
        .collect();
    if named.is_empty() {
        return "it has no edition, entity and indicator".to_string();
    }
    named.join(", ")
}
