//! The tables about robustness.

use super::evaluate::Scratch;
use super::plan::Plan;
use super::run::{Replicates, mean_shift};
use super::sources::Source;
use crate::analysis::audit::figure::{mean, quantile};
use crate::analysis::audit::model::{Model, Source as Of};
use crate::analysis::audit::table::{Cell, Table};

/// Two entities are told apart when one is above the other in at least this share of replicates.
pub const APART: f64 = 0.95;

const AFTER: &str = "OECD/JRC handbook 2008 step 7; Saisana, Saltelli and Tarantola 2005";

/// All tables.
pub fn tables(plan: &Plan, found: &Replicates, model: &Model, seed: u64) -> Vec<Table> {
    let beats = found.beats();
    let mut tables = vec![
        settings(plan, found, model, seed),
        ranks(found, model),
        scores(plan, found, model),
        groups(found, model, &beats),
        rank_probabilities(found, model),
        grades(plan, found, model),
        pairs(found, model, &beats),
    ];
    if plan.droppable() > 0 {
        tables.push(left_out(plan, found, model));
    }
    tables
}

fn settings(plan: &Plan, found: &Replicates, model: &Model, seed: u64) -> Table {
    let mut table = Table::new(
        "summary",
        "What was varied, and what came of it",
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
    let mut shifts: Vec<f64> = (0..found.count()).map(|at| found.shift(at)).collect();
    row("mean absolute rank shift", Cell::number(mean(&shifts), 3));
    shifts.sort_by(f64::total_cmp);
    row(
        "95th percentile of it",
        Cell::known(quantile(&shifts, 0.95), 3),
    );
    let first = |ranks: &[u16]| {
        let best = ranks.iter().position(|rank| *rank == 1);
        best == found.nominal_ranks.iter().position(|rank| *rank == 1)
    };
    let same = found
        .ranks
        .chunks_exact(found.entities)
        .filter(|ranks| first(ranks))
        .count();
    row(
        "share of replicates with the official first",
        Cell::number(same as f64 / found.count().max(1) as f64, 3),
    );
    let unscored = found.scores.iter().filter(|score| score.is_nan()).count();
    if unscored > 0 {
        table.note(format!(
            "In {unscored} cases an entity had no score in a replicate; it then stands last."
        ));
    }
    for (source, why) in plan.without_effect() {
        table.note(format!("`{}` makes no difference: {why}.", source.name()));
    }
    if plan.sources.has(Source::Assessors) && plan.cells.outside > 0 {
        table.note(format!(
            "{} disclosures are judged directly, or scored in a way that is not in the rubric's tables; assessors do not err about them.",
            plan.cells.outside
        ));
    }
    if plan.sources.has(Source::Aggregation) {
        table.note("Before another mean than the official one is taken, scores are moved from 0 (or the lowest, where one is below) to the highest onto 1 to 100, and back afterwards.");
    }
    if plan.sources.has(Source::Normalisation) {
        table.note("Another normalisation takes the place of the official one on the range of its node: shares span it, z-scores get its middle and a sixth of it as their unit.");
    }
    let difference = model.largest_difference();
    if difference > 1e-6 {
        table.note(format!("The tree of the audit gives totals that differ from the official ones by up to {difference:.3}: a rule of the index is not part of it."));
    }
    table.note("Ranks of the audit go by exact scores, ties share the best; official ranks go by what the rubric says.");
    table
}

/// Entities by their official score, the best first.
fn order(found: &Replicates) -> Vec<usize> {
    let mut order: Vec<usize> = (0..found.entities).collect();
    order.sort_by_key(|at| (found.nominal_ranks[*at], *at));
    order
}

fn ranks(found: &Replicates, model: &Model) -> Table {
    let mut table = Table::new(
        "ranks",
        "Ranks",
        "percentiles of the ranks of all replicates (type 7); shift: mean |rank − rank under the official choices|",
        AFTER,
        &[
            "entity",
            "official_rank",
            "rank",
            "median",
            "p5",
            "p95",
            "best",
            "worst",
            "mean_shift",
            "share_same",
        ],
    );
    for at in order(found) {
        let all = found.ranks_of(at);
        let own = f64::from(found.nominal_ranks[at]);
        let shift: f64 =
            all.iter().map(|rank| (rank - own).abs()).sum::<f64>() / all.len().max(1) as f64;
        let same = all.iter().filter(|rank| **rank == own).count();
        let rank = model.ranks.get(at).copied().flatten();
        table.rows.push(vec![
            Cell::text(model.entities[at].as_str()),
            rank.map_or(Cell::Empty, |rank| Cell::Count(rank.into())),
            Cell::Count(found.nominal_ranks[at].into()),
            Cell::known(quantile(&all, 0.5), 1),
            Cell::known(quantile(&all, 0.05), 1),
            Cell::known(quantile(&all, 0.95), 1),
            Cell::known(all.first().copied(), 0),
            Cell::known(all.last().copied(), 0),
            Cell::number(shift, 2),
            Cell::number(same as f64 / all.len().max(1) as f64, 3),
        ]);
    }
    table
}

fn scores(plan: &Plan, found: &Replicates, model: &Model) -> Table {
    let mut table = Table::new(
        "scores",
        "Scores",
        "percentiles of the totals of all replicates (type 7)",
        AFTER,
        &["entity", "official_score", "mean", "median", "p5", "p95"],
    );
    if plan.sources.has(Source::Normalisation) {
        table.note("Scores under different normalisations have no common unit; ranks are what can be compared.");
    }
    for at in order(found) {
        let all = found.scores_of(at);
        let average = (!all.is_empty()).then(|| mean(&all));
        table.rows.push(vec![
            Cell::text(model.entities[at].as_str()),
            Cell::number(model.official[at], 2),
            Cell::known(average, 2),
            Cell::known(quantile(&all, 0.5), 2),
            Cell::known(quantile(&all, 0.05), 2),
            Cell::known(quantile(&all, 0.95), 2),
        ]);
    }
    table
}

/// The longest runs of the ranking in which the first is not above the last in at least [`APART`] of replicates. Runs
/// overlap: being told apart is not transitive.
pub fn alike(order: &[usize], beats: &[f64]) -> Vec<(usize, usize)> {
    let n = order.len();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for start in 0..n {
        let mut end = start;
        while end + 1 < n && beats[order[start] * n + order[end + 1]] < APART {
            end += 1;
        }
        if runs.last().is_none_or(|(_, last)| end > *last) {
            runs.push((start, end));
        }
    }
    runs
}

fn groups(found: &Replicates, model: &Model, beats: &[f64]) -> Table {
    let mut table = Table::new(
        "groups",
        "Groups that cannot be told apart",
        "longest runs of the ranking in which the first is above the last in less than 95 % of replicates",
        "computed from the table of pairs",
        &["group", "from_rank", "to_rank", "entities"],
    );
    table.note("Groups overlap: A may not be told from B, nor B from C, and yet A from C.");
    let order = order(found);
    for (place, (start, end)) in alike(&order, beats).into_iter().enumerate() {
        let names: Vec<&str> = order[start..=end]
            .iter()
            .map(|at| model.entities[*at].as_str())
            .collect();
        table.rows.push(vec![
            Cell::count(place + 1),
            Cell::Count(found.nominal_ranks[order[start]].into()),
            Cell::Count(found.nominal_ranks[order[end]].into()),
            Cell::text(names.join(", ")),
        ]);
    }
    table
}

fn rank_probabilities(found: &Replicates, model: &Model) -> Table {
    let mut table = Table::new(
        "rank_probabilities",
        "Probability of each rank",
        "share of replicates",
        AFTER,
        &["entity", "rank", "probability"],
    );
    for at in order(found) {
        for group in found.ranks_of(at).chunk_by(|a, b| a == b) {
            table.rows.push(vec![
                Cell::text(model.entities[at].as_str()),
                Cell::Count(group.first().map_or(0, |rank| *rank as u64)),
                Cell::number(group.len() as f64 / found.count() as f64, 4),
            ]);
        }
    }
    table
}

fn grades(plan: &Plan, found: &Replicates, model: &Model) -> Table {
    let mut table = Table::new(
        "grades",
        "Probability of each grade",
        "share of replicates; scores are rounded as the index says before they are graded",
        AFTER,
        &["entity", "grade", "probability"],
    );
    if plan.grades.is_empty() {
        table.note("The index has no grades.");
        return table;
    }
    if plan.sources.has(Source::Normalisation) {
        table.note("Grades are bands of official scores, which another normalisation does not give: there are no probabilities.");
        return table;
    }
    for at in order(found) {
        let all = found.scores_of(at);
        let graded: Vec<f64> = all.iter().map(|score| plan.graded(*score)).collect();
        for (place, (from, name)) in plan.grades.iter().enumerate() {
            let better = place
                .checked_sub(1)
                .and_then(|at| plan.grades.get(at))
                .map_or(f64::INFINITY, |(from, _)| *from);
            let count = graded
                .iter()
                .filter(|score| **score >= *from && **score < better)
                .count();
            if count > 0 {
                table.rows.push(vec![
                    Cell::text(model.entities[at].as_str()),
                    Cell::text(name.as_str()),
                    Cell::number(count as f64 / all.len() as f64, 4),
                ]);
            }
        }
    }
    table
}

fn pairs(found: &Replicates, model: &Model, beats: &[f64]) -> Table {
    let mut table = Table::new(
        "pairs",
        "Probability that one is above another",
        "share of replicates with the better rank, ties a half",
        AFTER,
        &["entity", "other", "probability", "told_apart"],
    );
    let order = order(found);
    for (place, first) in order.iter().enumerate() {
        for second in &order[place + 1..] {
            let chance = beats[first * found.entities + second];
            table.rows.push(vec![
                Cell::text(model.entities[*first].as_str()),
                Cell::text(model.entities[*second].as_str()),
                Cell::number(chance, 4),
                Cell::text(if chance >= APART || chance <= 1.0 - APART {
                    "yes"
                } else {
                    ""
                }),
            ]);
        }
    }
    table
}

/// What each part that may be left out does to the ranking, all else as official.
fn left_out(plan: &Plan, found: &Replicates, model: &Model) -> Table {
    let mut table = Table::new(
        "left_out",
        "Leaving out one at a time",
        "mean and largest |rank − official rank| without the part, all else as official",
        AFTER,
        &["part", "of", "mean_shift", "largest_shift", "entity"],
    );
    let parts: Vec<(Of, usize)> = model
        .nodes
        .iter()
        .enumerate()
        .flat_map(|(at, node)| node.parts.iter().map(move |part| (part.of, at)))
        .collect();
    let mut calm = plan.clone();
    calm.errors = None;
    calm.sources.bodies = false;
    let (mut scratch, mut totals) = (Scratch::default(), vec![f64::NAN; found.entities]);
    let mut ranks = vec![0; found.entities];
    for place in 0..plan.droppable() {
        let mut draw = calm.nominal();
        plan.leave_out(place, &mut draw.weights);
        calm.totals(&draw, &mut scratch, &mut totals);
        Plan::ranks(&totals, &mut scratch, &mut ranks);
        let shifts = ranks
            .iter()
            .zip(&found.nominal_ranks)
            .map(|(rank, own)| rank.abs_diff(*own));
        let largest = shifts
            .enumerate()
            .max_by_key(|(at, shift)| (*shift, std::cmp::Reverse(*at)));
        let (who, most) = largest.unwrap_or((0, 0));
        let (of, node) = parts[plan.droppable[place]];
        table.rows.push(vec![
            Cell::text(model.name(of)),
            Cell::text(model.nodes[node].id.as_str()),
            Cell::number(mean_shift(&ranks, &found.nominal_ranks), 3),
            Cell::Count(most.into()),
            if most > 0 {
                Cell::text(model.entities[who].as_str())
            } else {
                Cell::Empty
            },
        ]);
    }
    table
}
