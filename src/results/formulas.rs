//! The indices that are made of other indices, worked out in an order in which everything they read is there.

use super::ties::break_ties;
use super::{EditionResults, Results};
use crate::catalogue::Catalogue;
use crate::diagnostic::{Diagnostic, Problem};
use crate::index::{
    EditionValues, FormulaError, FormulaInput, Row, formula_rows, index_rows, needs,
};
use crate::project::EditionId;

/// An index of an edition that has no rows yet, by the places of both.
type Open = (usize, usize);

/// Adds the rows of all indices with a formula to the editions of a project.
pub(super) fn add_formula_rows(
    catalogue: &Catalogue,
    editions: &mut [EditionResults],
    findings: &mut Vec<Diagnostic>,
) {
    let all: Vec<&EditionResults> = editions.iter().collect();
    let open = (0..all.len())
        .flat_map(|at| with_formula(&all, at))
        .collect();
    let found = solve(catalogue, &all, open, findings);
    let mut added: Vec<Vec<Row>> = editions.iter().map(|_| Vec::new()).collect();
    for (at, rows) in found {
        if let Some(added) = added.get_mut(at) {
            added.extend(rows);
        }
    }
    for (edition, added) in editions.iter_mut().zip(added) {
        if !added.is_empty() {
            let known = edition.rows.to_vec();
            edition.rows = ordered(edition, known, added).into();
        }
    }
}

/// All rows of an edition by its rubric and its evidence, those of indices with a formula included. What such a formula
/// reads from other editions is taken from the results of the project.
pub fn rows_of(results: &Results, edition: &EditionResults) -> Vec<Row> {
    let mut rows = all_rows(results, edition);
    break_ties(results, edition, &mut rows);
    rows
}

fn all_rows(results: &Results, edition: &EditionResults) -> Vec<Row> {
    let catalogue = &results.catalogue;
    let from_evidence = edition
        .rubric
        .indices
        .iter()
        .filter(|index| index.formula.is_none());
    let rows: Vec<Row> = from_evidence
        .flat_map(|index| index_rows(edition.input(catalogue, index)))
        .collect();
    let place = results
        .editions
        .iter()
        .position(|known| known.id == edition.id);
    let Some(at) = place.filter(|_| has_formula(edition)) else {
        return rows;
    };
    let mut own = edition.with_evidence(edition.sheets.clone(), edition.scores.clone());
    own.rows = rows.clone().into();
    let all: Vec<&EditionResults> = results
        .editions
        .iter()
        .enumerate()
        .map(|(place, known)| if place == at { &own } else { known })
        .collect();
    // What is wrong with a formula was said when the project was opened.
    let found = solve(
        catalogue,
        &all,
        with_formula(&all, at).collect(),
        &mut Vec::new(),
    );
    let added = found.into_iter().flat_map(|(_, rows)| rows).collect();
    ordered(edition, rows, added)
}

fn has_formula(edition: &EditionResults) -> bool {
    let mut indices = edition.rubric.indices.iter();
    indices.any(|index| index.formula.is_some())
}

fn with_formula<'a>(
    editions: &'a [&EditionResults],
    at: usize,
) -> impl Iterator<Item = Open> + use<'a> {
    let indices = editions.get(at).map(|edition| &edition.rubric.indices);
    let indices = indices.into_iter().flatten().enumerate();
    indices
        .filter(|(_, index)| index.formula.is_some())
        .map(move |(index, _)| (at, index))
}

/// Rows in the order in which the rubric declares its indices, not in the order in which they could be worked out.
fn ordered(edition: &EditionResults, mut rows: Vec<Row>, added: Vec<Row>) -> Vec<Row> {
    rows.extend(added);
    let names: Vec<&str> = edition
        .rubric
        .indices
        .iter()
        .map(|index| index.name.as_str())
        .collect();
    rows.sort_by_key(|row| names.iter().position(|name| **name == *row.index));
    rows
}

/// Works out these indices: the rows of each with the place of its edition.
fn solve(
    catalogue: &Catalogue,
    editions: &[&EditionResults],
    mut open: Vec<Open>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<(usize, Vec<Row>)> {
    let mut found = Vec::new();
    if open.is_empty() {
        return found;
    }
    let mut values: Vec<(EditionId, EditionValues)> = editions
        .iter()
        .map(|edition| (edition.id.clone(), values(catalogue, edition)))
        .collect();
    while !open.is_empty() {
        let mut waiting = Vec::new();
        let before = open.len();
        for (at, index_at) in open {
            let Some(edition) = editions.get(at) else {
                continue;
            };
            let Some(index) = edition.rubric.indices.get(index_at) else {
                continue;
            };
            let needed = match needs(index, at, &values) {
                Ok(needed) => needed,
                Err(error) => {
                    add_once(findings, error.diagnostic());
                    continue;
                }
            };
            let lacking = needed.into_iter().find(|(at, name)| {
                let there = values.get(*at).map(|(_, values)| values.has(name));
                there != Some(true)
            });
            if let Some((lacking_at, name)) = lacking {
                waiting.push((at, index_at, lacking_at, name));
                continue;
            }
            let rows = formula_rows(FormulaInput {
                index: edition.input(catalogue, index),
                edition: at,
                editions: &values,
            });
            if let Some((_, values)) = values.get_mut(at) {
                values.rows(&index.name, &rows);
            }
            found.push((at, rows));
        }
        if waiting.len() == before {
            unsettled(editions, &values, waiting, findings);
            break;
        }
        open = waiting
            .into_iter()
            .map(|(at, index, ..)| (at, index))
            .collect();
    }
    found
}

fn unsettled(
    editions: &[&EditionResults],
    values: &[(EditionId, EditionValues)],
    waiting: Vec<(usize, usize, usize, String)>,
    findings: &mut Vec<Diagnostic>,
) {
    for (at, index_at, lacking_at, name) in waiting {
        let index = editions
            .get(at)
            .and_then(|edition| edition.rubric.indices.get(index_at));
        let (Some(index), Some((edition, _))) = (index, values.get(lacking_at)) else {
            continue;
        };
        let error = FormulaError::NoIndex {
            edition: edition.to_string(),
            index: name,
            span: index.total.span,
        };
        add_once(findings, error.diagnostic());
    }
}

fn add_once(findings: &mut Vec<Diagnostic>, finding: Diagnostic) {
    if !findings.contains(&finding) {
        findings.push(finding);
    }
}

/// What formulas may read from an edition.
pub(super) fn values(catalogue: &Catalogue, edition: &EditionResults) -> EditionValues {
    let mut values = EditionValues::default();
    for entity in &edition.scores.entities {
        values.entities.push(entity.entity.clone());
        for (scored, indicator) in entity.indicators.iter().zip(&catalogue.indicators) {
            if let Some(score) = scored.as_ref().and_then(|scored| scored.score.as_ref()) {
                values.indicator(&entity.entity, &indicator.id, score);
            }
        }
    }
    for index in &edition.rubric.indices {
        let rows: Vec<&Row> = edition
            .rows
            .iter()
            .filter(|row| *row.index == *index.name)
            .collect();
        if index.formula.is_none() || !rows.is_empty() {
            values.rows(&index.name, rows);
        }
    }
    values
}
