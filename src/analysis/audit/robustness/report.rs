//! The tables about robustness. Where several alternatives are open, everything that reads as a probability is given
//! under each.

mod chances;
mod summary;

use super::alternatives::Outcomes;
use super::evaluate::Scratch;
use super::plan::Plan;
use super::run::{Replicates, mean_shift};
use super::sources::Source;
use crate::analysis::audit::figure::{mean, quantile};
use crate::analysis::audit::model::{Model, Source as Of};
use crate::analysis::audit::table::{Cell, Table};
use chances::{grades, pairs, rank_probabilities};
use summary::{alternatives, summary};

/// Two entities are told apart when one is above the other in at least this share of replicates.
pub const APART: f64 = 0.95;

const AFTER: &str = "OECD/JRC handbook 2008 step 7; Saisana, Saltelli and Tarantola 2005";

/// What the tables are made from.
struct Report<'a> {
    plan: &'a Plan,
    found: &'a Replicates,
    model: &'a Model,
    outcomes: Outcomes,
}

/// All tables.
pub fn tables(plan: &Plan, found: &Replicates, model: &Model, seed: u64) -> Vec<Table> {
    let report = Report {
        plan,
        found,
        model,
        outcomes: Outcomes::of(found),
    };
    let mut tables = vec![summary(&report, seed), ranks(&report)];
    if found.alternatives > 1 {
        tables.push(alternatives(&report));
        tables.push(ranks_by_alternative(&report));
    }
    tables.extend([
        scores(&report),
        groups(&report),
        rank_probabilities(&report),
        grades(&report),
        pairs(&report),
    ]);
    if plan.droppable() > 0 {
        tables.push(left_out(&report));
    }
    tables
}

impl Report<'_> {
    /// Entities by group and official rank, the best first.
    fn order(&self) -> Vec<usize> {
        self.found.groups_of_entities().concat()
    }

    /// The columns that say whom a row is about: the entity, and its group where the index ranks within groups.
    fn head(&self, rest: &[&'static str]) -> Vec<&'static str> {
        let mut head = vec!["entity"];
        if self.model.ranking.has_groups() {
            head.push("group");
        }
        head.extend(rest);
        head
    }

    /// The cells of [`Report::head`].
    fn who(&self, entity: usize) -> Vec<Cell> {
        let mut cells = vec![Cell::text(self.name(entity))];
        if self.model.ranking.has_groups() {
            cells.push(Cell::text(self.model.ranking.group(entity)));
        }
        cells
    }

    fn name(&self, entity: usize) -> &str {
        self.model.entities.get(entity).map_or("", |id| id.as_str())
    }

    /// The name of an alternative; nothing where there is only one.
    fn alternative(&self, at: usize) -> Cell {
        if self.found.alternatives > 1 {
            Cell::text(self.plan.alternative_name(at))
        } else {
            Cell::Empty
        }
    }
}

/// How far a list of ranks is from the official one: the mean shift, and the share that is the same.
fn shift(ranks: &[f64], official: f64) -> (f64, f64) {
    let count = ranks.len().max(1) as f64;
    let shift = ranks
        .iter()
        .map(|rank| (rank - official).abs())
        .sum::<f64>()
        / count;
    let same = ranks.iter().filter(|rank| **rank == official).count() as f64 / count;
    (shift, same)
}

fn ranks(report: &Report<'_>) -> Table {
    let found = report.found;
    let mut table = Table::new(
        "ranks",
        "Ranks",
        "percentiles of the ranks of all replicates (type 7); shift: mean |rank − official rank|",
        AFTER,
        &report.head(&[
            "official_rank",
            "of",
            "median",
            "p5",
            "p95",
            "best",
            "worst",
            "mean_shift",
            "share_same",
        ]),
    );
    if found.alternatives > 1 {
        table.note("Of several alternatives p5 and best are the lowest, p95 and worst the highest, mean_shift the largest and share_same the lowest that one of them gives; a median is given where all have the same.");
    }
    for at in report.order() {
        let official = f64::from(found.official_ranks[at]);
        let interval = found.interval(at);
        let shifts: Vec<(f64, f64)> = (0..found.alternatives)
            .map(|alternative| shift(&found.ranks_under(alternative, at), official))
            .collect();
        let most = shifts.iter().map(|(shift, _)| *shift).fold(0.0, f64::max);
        let least = shifts.iter().map(|(_, same)| *same).fold(1.0, f64::min);
        let median = match interval
            .as_ref()
            .map(|interval| interval.medians.as_slice())
        {
            Some([one]) => Cell::number(*one, 1),
            Some([..]) => Cell::None(
                "depends on the choice; the table `ranks_by_alternative` has each".to_string(),
            ),
            None => Cell::Empty,
        };
        let end = |pick: fn(&super::run::Interval) -> f64, decimals| {
            Cell::known(interval.as_ref().map(pick), decimals)
        };
        let mut row = report.who(at);
        row.extend([
            Cell::Count(found.official_ranks[at].into()),
            Cell::count(found.ranking.of_how_many(at, found.entities)),
            median,
            end(|interval| interval.p5, 1),
            end(|interval| interval.p95, 1),
            end(|interval| interval.best, 0),
            end(|interval| interval.worst, 0),
            Cell::number(most, 2),
            Cell::number(least, 3),
        ]);
        table.rows.push(row);
    }
    table
}

fn ranks_by_alternative(report: &Report<'_>) -> Table {
    let found = report.found;
    let mut head = vec!["alternative"];
    head.extend(report.head(&[
        "official_rank",
        "median",
        "p5",
        "p95",
        "best",
        "worst",
        "mean_shift",
        "share_same",
    ]));
    let mut table = Table::new(
        "ranks_by_alternative",
        "Ranks under each alternative",
        "percentiles of the ranks of the replicates of an alternative (type 7); shift: mean |rank − official rank|",
        AFTER,
        &head,
    );
    for alternative in 0..found.alternatives {
        for at in report.order() {
            let all = found.ranks_under(alternative, at);
            let official = f64::from(found.official_ranks[at]);
            let (shift, same) = shift(&all, official);
            let mut row = vec![report.alternative(alternative)];
            row.extend(report.who(at));
            row.extend([
                Cell::Count(found.official_ranks[at].into()),
                Cell::known(quantile(&all, 0.5), 1),
                Cell::known(quantile(&all, 0.05), 1),
                Cell::known(quantile(&all, 0.95), 1),
                Cell::known(all.first().copied(), 0),
                Cell::known(all.last().copied(), 0),
                Cell::number(shift, 2),
                Cell::number(same, 3),
            ]);
            table.rows.push(row);
        }
    }
    table
}

fn scores(report: &Report<'_>) -> Table {
    let (found, model) = (report.found, report.model);
    let mut table = Table::new(
        "scores",
        "Scores",
        "percentiles of the totals of the replicates (type 7)",
        AFTER,
        &report.head(&[
            "alternative",
            "official_score",
            "mean",
            "median",
            "p5",
            "p95",
        ]),
    );
    if report.plan.sources.is_named(Source::Normalisation) {
        table.note("Scores under different normalisations have no common unit; ranks are what can be compared.");
    }
    let decimals = model.decimals;
    for at in report.order() {
        for alternative in 0..found.alternatives {
            let all = found.scores_under(alternative, at);
            let average = (!all.is_empty()).then(|| mean(&all));
            let mut row = report.who(at);
            row.extend([
                report.alternative(alternative),
                Cell::number(model.official[at], decimals),
                Cell::known(average, decimals),
                Cell::known(quantile(&all, 0.5), decimals),
                Cell::known(quantile(&all, 0.05), decimals),
                Cell::known(quantile(&all, 0.95), decimals),
            ]);
            table.rows.push(row);
        }
    }
    table
}

/// The longest runs of the ranking in which the first is not above the last in at least [`APART`] of the replicates of
/// every alternative. Runs overlap: being told apart is not transitive.
pub fn alike(order: &[usize], outcomes: &Outcomes) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (start, first) in order.iter().enumerate() {
        let rest = order.get(start + 1..).unwrap_or_default();
        let alike = rest
            .iter()
            .take_while(|other| outcomes.least(*first, **other) < APART);
        let end = start + alike.count();
        if runs.last().is_none_or(|(_, last)| end > *last) {
            runs.push((start, end));
        }
    }
    runs
}

fn groups(report: &Report<'_>) -> Table {
    let found = report.found;
    let grouped = report.model.ranking.has_groups();
    let mut head = vec!["run"];
    if grouped {
        head.push("group");
    }
    head.extend(["from_rank", "to_rank", "entities"]);
    let mut table = Table::new(
        "groups",
        "Groups whose ranks are too close to call",
        "longest runs of the ranking in which the first is above the last in less than 95% of the replicates (of an alternative)",
        "computed from the table of pairs",
        &head,
    );
    table.note("Runs overlap: A may not be told from B, nor B from C, and yet A from C.");
    for order in found.groups_of_entities() {
        for (start, end) in alike(&order, &report.outcomes) {
            let members = order.get(start..=end).unwrap_or_default();
            let names: Vec<&str> = members.iter().map(|at| report.name(*at)).collect();
            let rank = |at: Option<&usize>| {
                at.and_then(|at| found.official_ranks.get(*at))
                    .map_or(Cell::Empty, |rank| Cell::Count((*rank).into()))
            };
            let mut row = vec![Cell::count(table.rows.len() + 1)];
            if grouped {
                let first = members.first().copied().unwrap_or(0);
                row.push(Cell::text(report.model.ranking.group(first)));
            }
            row.extend([
                rank(members.first()),
                rank(members.last()),
                Cell::text(names.join(", ")),
            ]);
            table.rows.push(row);
        }
    }
    table
}

/// What each part that may be left out does to the ranking, all else as official.
fn left_out(report: &Report<'_>) -> Table {
    let (plan, found, model) = (report.plan, report.found, report.model);
    let mut table = Table::new(
        "left_out",
        "Leaving out one at a time",
        "mean and largest |rank − official rank| without the part, all else as official",
        AFTER,
        &[
            "part",
            "of",
            "mean_shift",
            "largest_shift",
            "entity",
            "first",
        ],
    );
    let parts: Vec<(Of, usize)> = model
        .nodes
        .iter()
        .enumerate()
        .flat_map(|(at, node)| node.parts.iter().map(move |part| (part.of, at)))
        .collect();
    let calm = plan.calm();
    let (mut scratch, mut totals) = (Scratch::default(), vec![f64::NAN; found.entities]);
    let mut ranks = vec![0; found.entities];
    for place in 0..plan.droppable() {
        let mut draw = calm.nominal();
        plan.leave_out(place, &mut draw.weights);
        calm.totals(&draw, &mut scratch, &mut totals);
        calm.ranks(&totals, &mut scratch, &mut ranks);
        let shifts = ranks
            .iter()
            .zip(&found.official_ranks)
            .map(|(rank, own)| rank.abs_diff(*own));
        let largest = shifts
            .enumerate()
            .max_by_key(|(at, shift)| (*shift, std::cmp::Reverse(*at)));
        let (who, most) = largest.unwrap_or((0, 0));
        let (of, node) = parts[plan.droppable[place]];
        let order = report.order();
        let first = order.iter().filter(|at| ranks.get(**at) == Some(&1));
        let first: Vec<&str> = first.map(|at| report.name(*at)).collect();
        table.rows.push(vec![
            Cell::text(model.name(of)),
            Cell::text(model.nodes[node].id.as_str()),
            Cell::number(mean_shift(&ranks, &found.official_ranks), 3),
            Cell::Count(most.into()),
            if most > 0 {
                Cell::text(report.name(who))
            } else {
                Cell::Empty
            },
            Cell::text(first.join(", ")),
        ]);
    }
    table
}
