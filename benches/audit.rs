//! Replicates of an audit: what they cost with more replicates, entities, indicators and threads.

use clearwatt::analysis::audit::model::{Group, Model, Scale, Way};
use clearwatt::analysis::audit::robustness::cells::{Cells, Change};
use clearwatt::analysis::audit::robustness::plan::Plan;
use clearwatt::analysis::audit::robustness::run::run;
use clearwatt::analysis::audit::robustness::sources::{AssessorNoise, Sources, WeightNoise};
use divan::Bencher;

fn main() {
    divan::main();
}

/// Numbers that look like data and are the same every time.
fn number(seed: usize) -> f64 {
    let mixed = (seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed ^ (mixed >> 29)) % 1000) as f64 / 10.0
}

/// Groups of columns of the sizes of the ASEM data's pillars, or as many groups of equal size.
fn numbers(entities: usize, sizes: &[usize]) -> Vec<Group> {
    let mut seed = 0;
    let mut column = || {
        (0..entities)
            .map(|_| {
                seed += 1;
                // One value of fifty is missing.
                (seed % 50 != 0).then(|| number(seed))
            })
            .collect::<Vec<_>>()
    };
    sizes
        .iter()
        .map(|size| (1.0, (0..*size).map(|_| column()).collect()))
        .collect()
}

/// The shape of the ASEM data: 51 countries, 49 indicators in 8 pillars, min-max; weights × normalisation × aggregation.
fn asem(entities: usize) -> Plan {
    let model = Model::from_numbers(numbers(entities, &[8, 5, 3, 6, 8, 5, 9, 5]), Scale::MinMax);
    let sources = Sources {
        weights: Some(WeightNoise::Share(0.25)),
        indicators_too: true,
        aggregation: vec![Way::Arithmetic, Way::Geometric],
        normalisation: vec![Scale::MinMax, Scale::ZScore],
        ..Sources::default()
    };
    Plan::of(&model, None, Cells::default(), sources)
}

/// Entities × indicators × six criteria of three levels, with five per cent of errors and weights that vary.
fn judged(entities: usize, indicators: usize) -> Plan {
    let sizes = vec![indicators / 8; 8];
    let levels = [0.0, 0.5, 1.0];
    let outcomes = 3usize.pow(6);
    let digits = |at: usize| (0..6).map(move |place| levels[at / 3usize.pow(5 - place) % 3]);
    // The formula of the Energy Transparency Index.
    let score = |at: usize| {
        let c: Vec<f64> = digits(at).collect();
        25.0 * c[0] * (c[1] + c[2] + c[3] + c[4]) * c[5]
    };
    let scores: Vec<f64> = (0..outcomes).map(score).collect();
    // An error about one answer moves one criterion to a neighbouring level.
    let changes = |at: usize| {
        let change = |place: usize| {
            let stride = 3usize.pow(5 - place as u32);
            let level = at / stride % 3;
            let near: Vec<usize> = (0..3usize)
                .filter(|other| other.abs_diff(level) == 1)
                .collect();
            let mut change = Change::default();
            for other in &near {
                let state = at - level * stride + other * stride;
                change.add(0.05 / near.len() as f64, state as u32);
            }
            change
        };
        (0..6).map(change).collect::<Vec<Change>>()
    };
    let mut cells = Cells {
        questions: 6,
        changes: (0..outcomes).map(changes).collect(),
        ..Cells::default()
    };
    let mut groups = Vec::new();
    let mut slot = 0;
    for size in sizes {
        let mut columns = Vec::new();
        for _ in 0..size {
            let mut column = Vec::new();
            for _ in 0..entities {
                let outcome = number(slot) as usize * 7 % outcomes;
                cells.add(slot, &[outcome]);
                column.push(Some(scores[outcome]));
                slot += 1;
            }
            columns.push(column);
        }
        groups.push((1.0, columns));
    }
    cells.scores = scores;
    let model = Model::from_numbers(groups, Scale::AsTheyAre);
    let sources = Sources {
        weights: Some(WeightNoise::Share(0.25)),
        assessors: Some(AssessorNoise::Rate(0.05)),
        ..Sources::default()
    };
    Plan::of(&model, None, cells, sources)
}

/// Cost against replicates: 51 × 49, weights × normalisation × aggregation.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 10)]
fn replicates(bencher: Bencher, count: u64) {
    let plan = asem(51);
    bencher.bench(|| run(&plan, count, 1));
}

/// Cost against entities, 1,000 replicates of 49 indicators.
#[divan::bench(args = [25, 51, 102, 204], sample_count = 10)]
fn entities(bencher: Bencher, count: usize) {
    let plan = asem(count);
    bencher.bench(|| run(&plan, 1_000, 1));
}

/// Cost against indicators, 100 replicates of 200 entities with six criteria each and errors of assessors.
#[divan::bench(args = [60, 120, 240, 480], sample_count = 5)]
fn indicators(bencher: Bencher, count: usize) {
    let plan = judged(200, count);
    bencher.bench(|| run(&plan, 100, 1));
}

/// Cost against threads: 1,000 replicates of 51 × 49.
#[divan::bench(args = [1, 2], sample_count = 10)]
fn threads(bencher: Bencher, count: usize) {
    let plan = asem(51);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(count)
        .build()
        .expect("a pool of threads");
    bencher.bench(|| pool.install(|| run(&plan, 1_000, 1)));
}

/// 10,000 replicates of 200 entities × 240 indicators × six criteria.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn ten_thousand(bencher: Bencher) {
    let plan = judged(200, 240);
    bencher.bench(|| run(&plan, 10_000, 1));
}
