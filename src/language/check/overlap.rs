//! Rules of a criterion that overlap with different scores, so that their order decides.
//!
//! Order is how the language says "the exception first": a rule whose cases all belong to the rule below it is one, and
//! so is `otherwise`. From the best score down, the first rule that fits is the best that fits, which is what everybody
//! reads. Sets hold several members at once by their nature. What is left, a lower score above a higher one where each has
//! cases of its own beside those they share, may be a slip, and is worth a note.

use super::super::evaluate::Facts;
use super::super::number::Number;
use super::super::rubric::{Condition, Expression, Rubric, Rule};
use super::super::table::{Cell, Column, Table, representative};
use super::super::value::Value;
use super::CheckError;
use crate::diagnostic::Span;

/// Cells times rules that are gone through.
const MOST_TRIALS: usize = 200_000;

/// A rule with all the conditions it stands under.
struct Path<'r> {
    conditions: Vec<&'r Condition>,
    score: &'r Number,
    span: Span,
}

pub(super) fn overlapping(
    rubric: &Rubric,
    name: &str,
    rules: &[Rule],
    table: &Table<'_>,
    errors: &mut Vec<CheckError>,
) {
    let mut paths = Vec::new();
    collect(rules, &[], &mut paths);
    if paths.len() < 2 || table.cells.len() * paths.len() > MOST_TRIALS {
        return;
    }
    // For each rule, the cells it fits, whatever stands above it.
    let mut fits: Vec<Vec<usize>> = vec![Vec::new(); paths.len()];
    for (cell, found) in table.cells.iter().enumerate() {
        if *found == Cell::Impossible || holds_several(table, cell) {
            continue;
        }
        let (case, decided) = representative(rubric, &table.columns, cell);
        let facts = Facts::of(rubric, &case, &[]).deciding(&decided);
        for (path, fits) in paths.iter().zip(&mut fits) {
            if path
                .conditions
                .iter()
                .all(|test| facts.holds(test) == Ok(true))
            {
                fits.push(cell);
            }
        }
    }
    let rules = || paths.iter().zip(&fits);
    let found = rules().enumerate().find_map(|(at, (first, first_fits))| {
        rules().skip(at + 1).find_map(|(second, second_fits)| {
            let both = first_fits.iter().find(|cell| second_fits.contains(cell))?;
            let own = |a: &[usize], b: &[usize]| a.iter().any(|cell| !b.contains(cell));
            let partly = own(first_fits, second_fits) && own(second_fits, first_fits);
            (partly && first.score < second.score).then_some((first, second, *both))
        })
    });
    if let Some((first, second, cell)) = found {
        errors.push(CheckError::Overlap {
            criterion: name.to_string(),
            example: table.describe(rubric, cell),
            first: first.score.to_string(),
            second: second.score.to_string(),
            span: first.span,
            other: second.span,
        });
    }
}

fn collect<'r>(rules: &'r [Rule], around: &[&'r Condition], into: &mut Vec<Path<'r>>) {
    for rule in rules {
        let (Rule::Gives { condition, .. } | Rule::When { condition, .. }) = rule;
        let Some(condition) = condition else { continue };
        let mut conditions = around.to_vec();
        conditions.push(condition);
        match rule {
            Rule::Gives {
                value: Expression::Constant(Value::Number(score), _),
                span,
                ..
            } => into.push(Path {
                conditions,
                score,
                span: *span,
            }),
            Rule::Gives { .. } => {}
            Rule::When { rules, .. } => collect(rules, &conditions, into),
        }
    }
}

/// Whether a set of the cell holds members of more than one group.
fn holds_several(table: &Table<'_>, cell: usize) -> bool {
    let mut rest = cell;
    table.columns.iter().rev().any(|column| {
        let class = rest % column.classes();
        rest /= column.classes();
        match column {
            Column::Set { groups, .. } => class < 1 << groups.len() && class.count_ones() > 1,
            _ => false,
        }
    })
}
