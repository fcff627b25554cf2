//! Many replicates, in fixed pieces over all threads; the result does not depend on how many there are.

use super::evaluate::Scratch;
use super::plan::Plan;
use crate::analysis::audit::figure::quantile;
use crate::analysis::audit::ranking::Ranking;
use rayon::prelude::*;

/// So many replicates are one piece of work.
const PIECE: usize = 64;

/// What replicates came to.
#[derive(Debug, Clone)]
pub struct Replicates {
    /// How many entities.
    pub entities: usize,
    /// The total under the official choices, per entity.
    pub nominal: Vec<f64>,
    /// The official ranks.
    pub official_ranks: Vec<u16>,
    /// How the index ranks.
    pub ranking: Ranking,
    /// How many alternatives take turns: replicate r is one of alternative r modulo this.
    pub alternatives: usize,
    /// Totals, replicate after replicate; NaN where there is none.
    pub scores: Vec<f64>,
    /// Ranks, replicate after replicate.
    pub ranks: Vec<u16>,
}

/// Runs replicates 0, 1, 2, … of a seed.
pub fn run(plan: &Plan, replicates: u64, seed: u64) -> Replicates {
    run_watched(plan, replicates, seed, &|_| {})
}

/// The same; `watch` is told after each piece how many replicates it had.
pub fn run_watched(
    plan: &Plan,
    replicates: u64,
    seed: u64,
    watch: &(dyn Fn(usize) + Sync),
) -> Replicates {
    // Without entities there is nothing to do, but pieces must not be empty.
    let n = plan.entities.max(1);
    let count = usize::try_from(replicates).unwrap_or(usize::MAX);
    let mut found = Replicates {
        entities: plan.entities,
        nominal: plan.nominal_totals(),
        official_ranks: plan.official_ranks.clone(),
        ranking: plan.ranking.clone(),
        alternatives: plan.alternatives.len().max(1),
        scores: vec![f64::NAN; count * plan.entities],
        ranks: vec![0; count * plan.entities],
    };
    let pieces = found
        .scores
        .par_chunks_mut(PIECE * n)
        .zip(found.ranks.par_chunks_mut(PIECE * n))
        .enumerate();
    pieces.for_each(|(piece, (scores, ranks))| {
        let mut scratch = Scratch::default();
        let lines = scores.chunks_mut(n).zip(ranks.chunks_mut(n)).enumerate();
        for (line, (scores, ranks)) in lines {
            let replicate = (piece * PIECE + line) as u64;
            plan.totals(&plan.draw(seed, replicate), &mut scratch, scores);
            plan.ranks(scores, &mut scratch, ranks);
        }
        watch(scores.len() / n);
    });
    found
}

impl Replicates {
    /// How many replicates.
    pub fn count(&self) -> usize {
        self.scores.len().checked_div(self.entities).unwrap_or(0)
    }

    /// The ranks of one entity in all replicates, ascending.
    pub fn ranks_of(&self, entity: usize) -> Vec<f64> {
        let mut ranks: Vec<f64> = self
            .ranks
            .iter()
            .skip(entity)
            .step_by(self.entities)
            .map(|rank| f64::from(*rank))
            .collect();
        ranks.sort_by(f64::total_cmp);
        ranks
    }

    /// The totals of one entity in the replicates that have one, ascending.
    pub fn scores_of(&self, entity: usize) -> Vec<f64> {
        let mut scores: Vec<f64> = self
            .scores
            .iter()
            .skip(entity)
            .step_by(self.entities)
            .copied()
            .filter(|score| !score.is_nan())
            .collect();
        scores.sort_by(f64::total_cmp);
        scores
    }

    /// How many replicates an alternative has.
    pub fn count_under(&self, alternative: usize) -> usize {
        (alternative..self.count())
            .step_by(self.alternatives.max(1))
            .count()
    }

    /// The ranks of one entity in the replicates of an alternative, ascending.
    pub fn ranks_under(&self, alternative: usize, entity: usize) -> Vec<f64> {
        let mut ranks: Vec<f64> = self
            .lines_under(&self.ranks, alternative)
            .filter_map(|ranks| ranks.get(entity).map(|rank| f64::from(*rank)))
            .collect();
        ranks.sort_by(f64::total_cmp);
        ranks
    }

    /// The totals of one entity in the replicates of an alternative that have one, ascending.
    pub fn scores_under(&self, alternative: usize, entity: usize) -> Vec<f64> {
        let mut scores: Vec<f64> = self
            .lines_under(&self.scores, alternative)
            .filter_map(|scores| scores.get(entity).copied())
            .filter(|score| !score.is_nan())
            .collect();
        scores.sort_by(f64::total_cmp);
        scores
    }

    /// The mean absolute shifts of some entities in the replicates of an alternative, ascending.
    pub fn shifts_under(&self, alternative: usize, members: &[usize]) -> Vec<f64> {
        let shift = |ranks: &[u16]| {
            let pairs = members
                .iter()
                .filter_map(|at| Some((*ranks.get(*at)?, *self.official_ranks.get(*at)?)));
            let (ranks, official): (Vec<u16>, Vec<u16>) = pairs.unzip();
            mean_shift(&ranks, &official)
        };
        let lines = self.lines_under(&self.ranks, alternative);
        let mut shifts: Vec<f64> = lines.map(shift).collect();
        shifts.sort_by(f64::total_cmp);
        shifts
    }

    /// The lines of a table of replicates that belong to an alternative.
    pub fn lines_under<'a, T>(
        &self,
        table: &'a [T],
        alternative: usize,
    ) -> impl Iterator<Item = &'a [T]> {
        table
            .chunks_exact(self.entities.max(1))
            .skip(alternative)
            .step_by(self.alternatives.max(1))
    }

    /// The probability that each entity is above each other under an alternative, ties counting a half:
    /// `[a × entities + b]`. Ranks of different groups are not compared; there it is a half.
    pub fn beats_under(&self, alternative: usize) -> Vec<f64> {
        let n = self.entities;
        let all = 2.0 * self.count_under(alternative) as f64;
        let rows = (0..n).into_par_iter().map(|a| {
            let mut twice = vec![0u64; n];
            for ranks in self.lines_under(&self.ranks, alternative) {
                for (count, other) in twice.iter_mut().zip(ranks) {
                    *count += u64::from(ranks[a] < *other) + u64::from(ranks[a] <= *other);
                }
            }
            let share = |(other, count): (usize, u64)| {
                if self.ranking.together(a, other) {
                    count as f64 / all
                } else {
                    0.5
                }
            };
            twice
                .into_iter()
                .enumerate()
                .map(share)
                .collect::<Vec<f64>>()
        });
        rows.collect::<Vec<_>>().concat()
    }

    /// The entities by group, in each by their official rank.
    pub fn groups_of_entities(&self) -> Vec<Vec<usize>> {
        let group = |at: usize| self.ranking.groups.get(at).copied().unwrap_or(0);
        let mut order: Vec<usize> = (0..self.entities).collect();
        order.sort_by_key(|at| (group(*at), self.official_ranks.get(*at).copied(), *at));
        let groups = order.chunk_by(|a, b| group(*a) == group(*b));
        groups.map(<[usize]>::to_vec).collect()
    }

    /// Where an entity may stand under any alternative.
    pub fn interval(&self, entity: usize) -> Option<Interval> {
        let of = (0..self.alternatives).map(|at| self.ranks_under(at, entity));
        let all: Vec<Vec<f64>> = of.filter(|ranks| !ranks.is_empty()).collect();
        let least = |share: f64| {
            let each = all.iter().filter_map(|ranks| quantile(ranks, share));
            each.fold(f64::INFINITY, f64::min)
        };
        let most = |share: f64| {
            let each = all.iter().filter_map(|ranks| quantile(ranks, share));
            each.fold(f64::NEG_INFINITY, f64::max)
        };
        let mut medians: Vec<f64> = all
            .iter()
            .filter_map(|ranks| quantile(ranks, 0.5))
            .collect();
        medians.sort_by(f64::total_cmp);
        medians.dedup();
        (!all.is_empty()).then(|| Interval {
            medians,
            p5: least(0.05),
            p95: most(0.95),
            best: least(0.0),
            worst: most(1.0),
        })
    }
}

/// Where an entity stands among all replicates. Alternatives have no probabilities: each has its own percentiles, and the
/// interval reaches from the lowest to the highest.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// The different medians of the alternatives, ascending.
    pub medians: Vec<f64>,
    /// The lowest 5th percentile of an alternative.
    pub p5: f64,
    /// The highest 95th percentile of an alternative.
    pub p95: f64,
    /// The best rank.
    pub best: f64,
    /// The worst rank.
    pub worst: f64,
}

/// The mean absolute difference of two rankings.
pub fn mean_shift(ranks: &[u16], official: &[u16]) -> f64 {
    let sum: u64 = ranks
        .iter()
        .zip(official)
        .map(|(rank, official)| u64::from(rank.abs_diff(*official)))
        .sum();
    sum as f64 / ranks.len().max(1) as f64
}
