//! Shares of replicates: of each rank, of each grade, of one above another; each under every alternative.

use super::{AFTER, APART, Report};
use crate::analysis::audit::robustness::sources::Source;
use crate::analysis::audit::table::{Cell, Table};

pub(super) fn rank_probabilities(report: &Report<'_>) -> Table {
    let found = report.found;
    let mut table = Table::new(
        "rank_probabilities",
        "Probability of each rank",
        "share of the replicates (of an alternative)",
        AFTER,
        &report.head(&["alternative", "rank", "probability"]),
    );
    for at in report.order() {
        for alternative in 0..found.alternatives {
            let count = found.count_under(alternative).max(1) as f64;
            for group in found.ranks_under(alternative, at).chunk_by(|a, b| a == b) {
                let mut row = report.who(at);
                row.extend([
                    report.alternative(alternative),
                    Cell::Count(group.first().map_or(0, |rank| *rank as u64)),
                    Cell::number(group.len() as f64 / count, 4),
                ]);
                table.rows.push(row);
            }
        }
    }
    table
}

pub(super) fn grades(report: &Report<'_>) -> Table {
    let (plan, found) = (report.plan, report.found);
    let mut table = Table::new(
        "grades",
        "Probability of each grade",
        "share of the replicates (of an alternative); scores are rounded as the index says before they are graded",
        AFTER,
        &report.head(&["alternative", "grade", "probability"]),
    );
    if plan.grades.is_empty() {
        table.note("The index has no grades.");
        return table;
    }
    if plan.sources.is_named(Source::Normalisation) && plan.idle(Source::Normalisation).is_none() {
        table.note("Grades are bands of official scores, which another normalisation does not give: there are no probabilities.");
        return table;
    }
    for at in report.order() {
        for alternative in 0..found.alternatives {
            let all = found.scores_under(alternative, at);
            let graded: Vec<f64> = all.iter().map(|score| plan.graded(*score)).collect();
            for (place, (from, name)) in plan.grades.iter().enumerate() {
                let better = place
                    .checked_sub(1)
                    .and_then(|at| plan.grades.get(at))
                    .map_or(f64::INFINITY, |(from, _)| *from);
                let inside = |score: &&f64| **score >= *from && **score < better;
                let count = graded.iter().filter(inside).count();
                if count > 0 {
                    let mut row = report.who(at);
                    row.extend([
                        report.alternative(alternative),
                        Cell::text(name.as_str()),
                        Cell::number(count as f64 / all.len() as f64, 4),
                    ]);
                    table.rows.push(row);
                }
            }
        }
    }
    table
}

pub(super) fn pairs(report: &Report<'_>) -> Table {
    let found = report.found;
    let mut table = Table::new(
        "pairs",
        "Probability that one is above another",
        "share of the replicates (of an alternative) with the better rank, ties a half",
        AFTER,
        &report.head(&["other", "alternative", "probability", "told_apart"]),
    );
    for order in found.groups_of_entities() {
        for (place, first) in order.iter().enumerate() {
            for second in order.iter().skip(place + 1) {
                for alternative in 0..found.alternatives {
                    let chance = report.outcomes.chance(alternative, *first, *second);
                    let apart = chance >= APART || chance <= 1.0 - APART;
                    let mut row = report.who(*first);
                    row.extend([
                        Cell::text(report.name(*second)),
                        report.alternative(alternative),
                        Cell::number(chance, 4),
                        Cell::text(if apart { "yes" } else { "" }),
                    ]);
                    table.rows.push(row);
                }
            }
        }
    }
    table
}
