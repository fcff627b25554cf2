//! Many replicates, in fixed pieces over all threads; the result does not depend on how many there are.

use super::RankInterval;
use super::evaluate::Scratch;
use super::plan::Plan;
use crate::analysis::audit::figure::quantile;
use crate::analysis::audit::model::Model;
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
    /// The rank under the official choices.
    pub nominal_ranks: Vec<u16>,
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
        nominal: vec![f64::NAN; plan.entities],
        nominal_ranks: vec![0; plan.entities],
        scores: vec![f64::NAN; count * plan.entities],
        ranks: vec![0; count * plan.entities],
    };
    official(plan, &mut found);
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
            Plan::ranks(scores, &mut scratch, ranks);
        }
        watch(scores.len() / n);
    });
    found
}

/// The official choices: no errors and no new bodies.
fn official(plan: &Plan, found: &mut Replicates) {
    let mut calm = plan.clone();
    calm.errors = None;
    calm.sources.bodies = false;
    let mut scratch = Scratch::default();
    calm.totals(&calm.nominal(), &mut scratch, &mut found.nominal);
    Plan::ranks(&found.nominal, &mut scratch, &mut found.nominal_ranks);
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

    /// The mean absolute difference between the ranks of a replicate and the official ones.
    pub fn shift(&self, replicate: usize) -> f64 {
        let from = replicate * self.entities;
        let ranks = &self.ranks[from..from + self.entities];
        mean_shift(ranks, &self.nominal_ranks)
    }

    /// The probability that each entity is above each other, ties counting a half: `[a × entities + b]`.
    pub fn beats(&self) -> Vec<f64> {
        let n = self.entities;
        let rows = (0..n).into_par_iter().map(|a| {
            let mut twice = vec![0u64; n];
            for ranks in self.ranks.chunks_exact(n) {
                for (count, other) in twice.iter_mut().zip(ranks) {
                    *count += u64::from(ranks[a] < *other) + u64::from(ranks[a] <= *other);
                }
            }
            let all = 2.0 * self.count() as f64;
            twice
                .into_iter()
                .map(|count| count as f64 / all)
                .collect::<Vec<f64>>()
        });
        rows.collect::<Vec<_>>().concat()
    }

    /// What a chart of rank intervals is drawn from.
    pub fn intervals(&self, model: &Model) -> Vec<RankInterval> {
        let of = |(at, entity): (usize, &crate::project::EntityId)| {
            let ranks = self.ranks_of(at);
            let at_share = |share| quantile(&ranks, share).unwrap_or(0.0);
            RankInterval {
                entity: entity.as_str().to_string(),
                official: model.ranks.get(at).copied().flatten(),
                median: at_share(0.5),
                p5: at_share(0.05),
                p95: at_share(0.95),
            }
        };
        model.entities.iter().enumerate().map(of).collect()
    }
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
