//! What was assumed and varied, and what came of it, in a few lines.

use super::{AFTER, Report};
use crate::analysis::audit::figure::{mean, quantile};
use crate::analysis::audit::robustness::alternatives::{firsts, sentences};
use crate::analysis::audit::robustness::sources::Source;
use crate::analysis::audit::table::{Cell, Table};

pub(super) fn summary(report: &Report<'_>, seed: u64) -> Table {
    let (plan, found) = (report.plan, report.found);
    let mut table = Table::new(
        "summary",
        "Assumptions varied, and results",
        "mean absolute rank shift R̄ = mean over entities of |rank − official rank|, then over replicates",
        AFTER,
        &["what", "value"],
    );
    let mut row = |what: &str, value: Cell| table.rows.push(vec![Cell::text(what), value]);
    for (what, how) in plan.sources.words() {
        row(what, Cell::text(how));
    }
    row("replicates", Cell::count(found.count()));
    row("seed", Cell::Count(seed));
    row("entities", Cell::count(found.entities));
    if plan.sources.is_named(Source::Absence) {
        row("absent scores", Cell::count(plan.absent));
    }
    if found.alternatives == 1 {
        let shifts = found.shifts_under(0, &report.order());
        row("mean absolute rank shift", Cell::number(mean(&shifts), 3));
        row(
            "95th percentile of it",
            Cell::known(quantile(&shifts, 0.95), 3),
        );
        for members in found.groups_of_entities() {
            let what = match group(report, &members) {
                "" => "share of replicates with the official first".to_string(),
                group => format!("share of replicates with the official first in `{group}`"),
            };
            row(
                &what,
                Cell::number(share_official_first(report, 0, &members), 3),
            );
        }
    } else {
        row("alternatives", Cell::count(found.alternatives));
    }
    notes(report, &mut table);
    table
}

/// What must be known to read the results, the most important first.
fn notes(report: &Report<'_>, table: &mut Table) {
    let (plan, found, model) = (report.plan, report.found, report.model);
    for sentence in sentences(plan, found, &report.outcomes, model) {
        table.note(sentence);
    }
    if found.alternatives > 1 {
        table.note("Alternatives have no probabilities: the table `alternatives` has the results under each.");
    }
    for sentence in other_firsts(report) {
        table.note(sentence);
    }
    let unscored = found.scores.iter().filter(|score| score.is_nan()).count();
    if unscored > 0 {
        table.note(format!(
            "In {unscored} cases an entity had no score in a replicate and was ranked last."
        ));
    }
    for (source, why) in plan.without_effect() {
        table.note(format!("`{}` makes no difference: {why}.", source.name()));
    }
    for entity in &model.left_out {
        table.note(format!(
            "{} has no official score and is left out of the audit.",
            entity.as_str()
        ));
    }
    if plan.sources.has(Source::Assessors) && plan.cells.outside > 0 {
        table.note(format!(
            "{} disclosures are judged directly, or scored in a way that is not in the rubric's tables; assessor errors are not simulated for them.",
            plan.cells.outside
        ));
    }
    if plan.sources.is_named(Source::Aggregation) && plan.idle(Source::Aggregation).is_none() {
        table.note(if plan.lifts {
            "Before a geometric or harmonic mean takes the place of the official one, scores are moved from 0 (or the lowest, where one is below) to the highest onto 1 to 100, and back afterwards, because such means have no value for zero or less."
        } else {
            "All scores are above zero, so every mean is taken of the scores as they are."
        });
    }
    if plan.sources.is_named(Source::Normalisation) && plan.idle(Source::Normalisation).is_none() {
        table.note("Another normalisation takes the place of the official one on the range of its node: shares span it, z-scores get its middle and a sixth of it as their unit.");
    }
    let difference = model.largest_difference();
    if difference > 1e-6 {
        table.note(format!("The tree of the audit gives totals that differ from the official ones by up to {difference:.3}: a rule of the index is not part of it."));
    }
    table.note("Replicates are ranked as the rubric ranks: on the value it says, within its groups, with its rule for ties.");
}

/// Who is first in most replicates where that is not who is first officially; only where there is one alternative.
fn other_firsts(report: &Report<'_>) -> Vec<String> {
    let found = report.found;
    if found.alternatives > 1 {
        return Vec::new();
    }
    let mut told = Vec::new();
    for members in found.groups_of_entities() {
        let names = |places: &mut dyn Iterator<Item = usize>| {
            let names: Vec<&str> = places.map(|at| report.name(at)).collect();
            names.join(" and ")
        };
        let official = officially_first(report, &members);
        let Some(first) = firsts(found, &members).into_iter().next() else {
            continue;
        };
        let is_other = !first.entities.iter().any(|at| official.contains(at));
        if !is_other || first.share <= 0.5 {
            continue;
        }
        let among = match group(report, &members) {
            "" => String::new(),
            group => format!("in `{group}` "),
        };
        told.push(format!(
            "Under these choices {among}{} is first in {:.1}% of the replicates; officially it is {}.",
            names(&mut first.entities.iter().copied()),
            first.share * 100.0,
            names(&mut official.iter().copied())
        ));
    }
    told
}

/// The results under each alternative.
pub(super) fn alternatives(report: &Report<'_>) -> Table {
    let (plan, found) = (report.plan, report.found);
    let grouped = report.model.ranking.has_groups();
    let mut head = vec!["alternative"];
    if grouped {
        head.push("group");
    }
    head.extend([
        "replicates",
        "mean_shift",
        "p95_shift",
        "first",
        "share_first",
        "share_official_first",
    ]);
    let mut table = Table::new(
        "alternatives",
        "Results under each alternative",
        "mean absolute rank shift and its 95th percentile over the replicates of an alternative; first: who is most often first, and in what share",
        AFTER,
        &head,
    );
    for sentence in sentences(plan, found, &report.outcomes, report.model) {
        table.note(sentence);
    }
    for alternative in 0..found.alternatives {
        for members in found.groups_of_entities() {
            let shifts = found.shifts_under(alternative, &members);
            let first = firsts(found, &members).into_iter().nth(alternative);
            let names = first.as_ref().map(|first| {
                let names: Vec<&str> = first.entities.iter().map(|at| report.name(*at)).collect();
                names.join(", ")
            });
            let mut row = vec![report.alternative(alternative)];
            if grouped {
                row.push(Cell::text(group(report, &members)));
            }
            row.extend([
                Cell::count(found.count_under(alternative)),
                Cell::number(mean(&shifts), 3),
                Cell::known(quantile(&shifts, 0.95), 3),
                Cell::text(names.unwrap_or_default()),
                Cell::known(first.map(|first| first.share), 3),
                Cell::number(share_official_first(report, alternative, &members), 3),
            ]);
            table.rows.push(row);
        }
    }
    table
}

fn group<'r>(report: &'r Report<'_>, members: &[usize]) -> &'r str {
    let first = members.first().copied().unwrap_or(0);
    report.model.ranking.group(first)
}

fn officially_first(report: &Report<'_>, members: &[usize]) -> Vec<usize> {
    let ranks = &report.found.official_ranks;
    let best = members.iter().filter_map(|at| ranks.get(*at)).min();
    let mut first = members.to_vec();
    first.retain(|at| ranks.get(*at) == best);
    first
}

/// In what share of an alternative's replicates exactly those are first who are so officially.
fn share_official_first(report: &Report<'_>, alternative: usize, members: &[usize]) -> f64 {
    let found = report.found;
    let official = officially_first(report, members);
    let same = found
        .lines_under(&found.ranks, alternative)
        .filter(|ranks| {
            members
                .iter()
                .all(|at| (ranks.get(*at) == Some(&1)) == official.contains(at))
        })
        .count();
    same as f64 / found.count_under(alternative).max(1) as f64
}
