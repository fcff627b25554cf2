//! Sobol indices of the sources of uncertainty of an index: the mean rank shift and every rank as functions of them.
//!
//! Choices and, as long as there are not too many, weights come from Owen-scrambled Sobol points; errors of assessors,
//! bodies, and very many weights from streams. A source is one input however many numbers it takes: all of them are
//! exchanged at once.

use super::estimators::{Values, index};
use super::importance::{correlation_ratio, squared_correlation};
use crate::analysis::audit::model::Model;
use crate::analysis::audit::robustness::draw::Draw;
use crate::analysis::audit::robustness::plan::Plan;
use crate::analysis::audit::robustness::run::mean_shift;
use crate::analysis::audit::robustness::sources::Source;
use crate::analysis::audit::series::Testing;
use crate::analysis::audit::stream::Stream;
use crate::analysis::audit::table::{Cell, Table};
use rayon::prelude::*;

/// More weights than this are drawn from streams.
const MOST_DIMENSIONS: usize = 48;
/// The most points there are (the length of the Sobol sequence).
pub const MOST_POINTS: u64 = 1 << 16;

/// The choices of a point, source by source.
#[derive(Debug, Clone)]
struct Choices {
    weights: Vec<f64>,
    way: Option<usize>,
    scale: Option<usize>,
    absence: Option<usize>,
    left_out: Option<usize>,
    assessors: u64,
    bodies: u64,
}

/// Which of the two samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sample {
    A,
    B,
}

/// The tables about sensitivity, from `points` points (at most [`MOST_POINTS`]). `watch` is told how many are done.
pub fn tables(
    plan: &Plan,
    model: &Model,
    points: u64,
    testing: Testing,
    watch: &(dyn Fn(usize) + Sync),
) -> Vec<Table> {
    let sources = plan.sources.on();
    let runs = 2 + sources.len();
    let outputs = 1 + plan.entities;
    let count = usize::try_from(points.min(MOST_POINTS)).unwrap_or(0);
    let official = &plan.official_ranks;
    // Per point the outputs of A, of B, and of A with each source from B.
    let mut found = vec![0.0; count * runs * outputs];
    found
        .par_chunks_mut(32 * runs * outputs)
        .enumerate()
        .for_each(|(piece, chunk)| {
            let mut scratch = Default::default();
            let mut totals = vec![f64::NAN; plan.entities];
            let mut ranks = vec![0u16; plan.entities];
            let lines = chunk.chunks_mut(runs * outputs).enumerate();
            for (line, chunk) in lines {
                let point = (piece * 32 + line) as u32;
                let a = choices(plan, point, Sample::A, testing.seed);
                let b = choices(plan, point, Sample::B, testing.seed);
                for (run, into) in chunk.chunks_mut(outputs).enumerate() {
                    let own = match run {
                        0 => a.clone(),
                        1 => b.clone(),
                        _ => mixed(&a, &b, sources[run - 2]),
                    };
                    plan.totals(&draw(plan, own, testing.seed), &mut scratch, &mut totals);
                    plan.ranks(&totals, &mut scratch, &mut ranks);
                    into[0] = mean_shift(&ranks, official);
                    for (into, rank) in into[1..].iter_mut().zip(&ranks) {
                        *into = f64::from(*rank);
                    }
                }
            }
            watch(chunk.len() / (runs * outputs));
        });
    let column = |run: usize, output: usize| -> Vec<f64> {
        found
            .chunks_exact(runs * outputs)
            .map(|point| point[run * outputs + output])
            .collect()
    };
    vec![
        indices(plan, model, &sources, &column, count, testing),
        importance(model),
    ]
}

fn choices(plan: &Plan, point: u32, sample: Sample, seed: u64) -> Choices {
    let dimensions = plan.weight_dimensions();
    let side = u32::from(sample == Sample::B);
    // Every source has dimensions of its own, twice: for A and for B.
    let scramble = (seed ^ (seed >> 32)) as u32;
    let uniform = |source: Source| {
        let dimension = 2 * source as u32 + side;
        f64::from(sobol_burley::sample(point, dimension, scramble)) + f64::EPSILON
    };
    let stream = 2 * u64::from(point) + u64::from(side);
    let pick = |source: Source, count: usize| {
        let at = (uniform(source) * count as f64) as usize;
        // Of one choice alone there is nothing to draw.
        plan.sources
            .is_named(source)
            .then_some(at.min(count.saturating_sub(1)))
    };
    let mut choices = Choices {
        weights: plan.nominal().weights,
        way: pick(Source::Aggregation, plan.sources.aggregation.len()),
        scale: pick(Source::Normalisation, plan.sources.normalisation.len()),
        absence: pick(Source::Absence, plan.sources.absence.len()),
        left_out: pick(Source::LeaveOut, plan.droppable() + 1),
        assessors: stream,
        bodies: stream,
    };
    if let Some(noise) = plan.sources.weights {
        if dimensions <= MOST_DIMENSIONS {
            let mut at = 14 + side * dimensions as u32;
            plan.vary(noise, &mut choices.weights, &mut |shape| {
                // Single precision, moved off the ends.
                let u = f64::from(sobol_burley::sample(point, at, scramble));
                let u = (u + 0.5 / 16_777_216.0).clamp(1e-9, 1.0 - 1e-9);
                at += 1;
                shape.map_or(u, |shape| gamma_quantile(shape, u))
            });
        } else {
            let mut stream = Stream::new(seed, Source::Weights.purpose(), stream);
            plan.vary(noise, &mut choices.weights, &mut |shape| match shape {
                Some(shape) => stream.gamma(shape),
                None => stream.uniform(),
            });
        }
    }
    choices
}

/// The quantile of a gamma distribution of scale 1.
fn gamma_quantile(shape: f64, share: f64) -> f64 {
    use statrs::distribution::{ContinuousCDF, Gamma};
    Gamma::new(shape, 1.0).map_or(shape, |gamma| gamma.inverse_cdf(share))
}

/// A with one source from B.
fn mixed(a: &Choices, b: &Choices, source: Source) -> Choices {
    let mut mixed = a.clone();
    match source {
        Source::Weights => mixed.weights.clone_from(&b.weights),
        Source::Aggregation => mixed.way = b.way,
        Source::Normalisation => mixed.scale = b.scale,
        Source::Assessors => mixed.assessors = b.assessors,
        Source::Bodies => mixed.bodies = b.bodies,
        Source::LeaveOut => mixed.left_out = b.left_out,
        Source::Absence => mixed.absence = b.absence,
    }
    mixed
}

fn draw(plan: &Plan, choices: Choices, seed: u64) -> Draw {
    let mut weights = choices.weights;
    if let Some(place) = choices.left_out {
        plan.leave_out(place, &mut weights);
    }
    Draw {
        weights,
        way: choices.way,
        scale: choices.scale,
        absence: plan.treatment(choices.absence),
        assessors: choices.assessors,
        bodies: choices.bodies,
        seed,
    }
}

fn indices(
    plan: &Plan,
    model: &Model,
    sources: &[Source],
    column: &dyn Fn(usize, usize) -> Vec<f64>,
    points: usize,
    testing: Testing,
) -> Table {
    let mut table = Table::new(
        "sobol",
        "What moves the ranking: Sobol indices of the sources of uncertainty",
        "first: 1 − Σ (f(B) − f(AB))² / 2NV; total: Σ (f(A) − f(AB))² / 2NV; AB is A with one source from B",
        "Sobol' 1993; Saltelli et al. 2010, Jansen 1999; points: Owen-scrambled Sobol, Burley 2020; intervals: percentiles of resampled points",
        &[
            "output",
            "source",
            "first",
            "first_low",
            "first_high",
            "total",
            "total_low",
            "total_high",
        ],
    );
    table.note(format!(
        "{points} points, {} evaluations, {} resamples, seed {}, {}% intervals.",
        points * (2 + sources.len()),
        testing.replicates,
        testing.seed,
        testing.confidence * 100.0
    ));
    table.note("A first-order index may come out a little below 0, which is noise. What the total has more than the first is interaction.");
    for (source, how) in plan.sources.words() {
        table.note(format!("{source}: {how}."));
    }
    for (source, why) in plan.without_effect() {
        table.note(format!("`{}` makes no difference: {why}.", source.name()));
    }
    if model.ranking.has_groups() {
        table.note("The rank of an entity is its rank within its group.");
    }
    if sources.len() < 2 {
        table.note(
            "With fewer than two sources that vary there is nothing to compare: vary at least two.",
        );
    }
    let names = std::iter::once("mean rank shift")
        .chain(model.entities.iter().map(|entity| entity.as_str()));
    for (output, name) in names.enumerate() {
        let (a, b) = (column(0, output), column(1, output));
        for (at, source) in sources.iter().enumerate() {
            let ab = column(2 + at, output);
            let values = Values {
                a: &a,
                b: &b,
                ab: &ab,
            };
            let found = index(values, testing.replicates, testing.seed, testing.confidence);
            let mut row = vec![Cell::text(name), Cell::text(source.name())];
            for (value, interval) in [
                (&found.first, &found.first_interval),
                (&found.total, &found.total_interval),
            ] {
                row.push(Cell::figure(value, 3));
                let end = |end: fn(&crate::analysis::audit::bootstrap::Interval) -> f64| {
                    Cell::figure(&interval.as_ref().map(end).map_err(Clone::clone), 3)
                };
                row.push(end(|interval| interval.low));
                row.push(end(|interval| interval.high));
            }
            table.rows.push(row);
        }
    }
    table
}

/// Nominal weights beside what the parts of the total really count.
pub fn importance(model: &Model) -> Table {
    let mut table = Table::new(
        "importance",
        "Nominal weight and effective importance of the parts of the total",
        "R²: squared Pearson correlation with the total; S: correlation ratio V(E(total | part)) / V(total) by local linear regression; share: S scaled to 1 over the parts",
        "Paruolo, Saisana and Saltelli 2013",
        &["part", "weight", "r_squared", "correlation_ratio", "share"],
    );
    let scores = model.scores();
    let Some(last) = model.nodes.len().checked_sub(1) else {
        return table;
    };
    let total = scores.last().map_or(&[][..], Vec::as_slice);
    let parts = model.parts(last, &scores);
    let ratios: Vec<_> = parts
        .iter()
        .map(|part| correlation_ratio(part, total))
        .collect();
    let all: f64 = ratios.iter().flatten().sum();
    for ((part, values), ratio) in model.nodes[last].parts.iter().zip(&parts).zip(&ratios) {
        let share = ratio
            .as_ref()
            .map(|ratio| ratio / all)
            .map_err(Clone::clone);
        table.rows.push(vec![
            Cell::text(model.name(part.of)),
            Cell::number(part.weight, 4),
            Cell::figure(&squared_correlation(values, total), 3),
            Cell::figure(ratio, 3),
            Cell::figure(&share, 3),
        ]);
    }
    table
}
