//! How the cost of a plan grows with its size: the knapsack alone on 60 to 960 disclosures with costs in facts and in
//! quarters of a day, and a whole plan of the example with finding out what could be done.
//!
//!     cargo bench --bench planning

use clearwatt::analysis::plan::{
    Choice, Constraints, Costs, Goal, Limits, Wish, effort_and_score, frontier, plan,
};
use clearwatt::analysis::progress::{Crosswalk, decompose};
use clearwatt::language::number::Number;
use clearwatt::results::{Results, compute};
use divan::Bencher;
use std::path::Path;

fn main() {
    divan::main();
}

/// Numbers that look random and are the same in every run (Steele, Lea and Flood 2014, SplitMix64).
struct Draws(u64);

impl Draws {
    fn next(&mut self, below: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below.unsigned_abs()) as i64
    }
}

/// Classes like those of an index of eight categories: up to six states each, gains in eighths of a score times the
/// share of a category among its indicators.
fn classes(count: usize, parts_of_a_day: i64) -> Vec<Vec<Choice>> {
    let mut draws = Draws(count as u64);
    let shares = [5, 20, 20, 5, 20, 10, 10, 10];
    let sizes: Vec<i64> = (0..8).map(|at| count as i64 / 8 + at % 3).collect();
    (0..count)
        .map(|class| {
            let (share, size) = (shares[class % 8], sizes[class % 8]);
            let mut gain = 0;
            let mut cost = 0;
            (0..1 + draws.next(6))
                .map(|_| {
                    gain += 1 + draws.next(3);
                    cost += 1 + draws.next(2 * parts_of_a_day);
                    Choice {
                        cost: Number::ratio(cost, parts_of_a_day).expect("not zero"),
                        gain: Number::ratio(gain * 25 * share, 2 * 100 * size).expect("not zero"),
                    }
                })
                .collect()
        })
        .collect()
}

/// Five points: about a grade.
fn next_grade() -> Limits {
    Limits {
        enough: Some(Number::whole(5)),
        ..Limits::default()
    }
}

#[divan::bench(args = [60, 120, 240, 480, 960])]
fn to_the_next_grade(bencher: Bencher<'_, '_>, count: usize) {
    let classes = classes(count, 1);
    bencher.bench(|| frontier(&classes, &next_grade()));
}

#[divan::bench(args = [60, 120, 240, 480, 960])]
fn to_the_next_grade_in_quarter_days(bencher: Bencher<'_, '_>, count: usize) {
    let classes = classes(count, 4);
    bencher.bench(|| frontier(&classes, &next_grade()));
}

#[divan::bench(args = [60, 120, 240, 480])]
fn the_whole_frontier(bencher: Bencher<'_, '_>, count: usize) {
    let classes = classes(count, 1);
    bencher.bench(|| frontier(&classes, &Limits::default()));
}

#[divan::bench(args = [60, 120, 240])]
fn with_at_most_ten_actions(bencher: Bencher<'_, '_>, count: usize) {
    let classes = classes(count, 1);
    let limits = Limits {
        most: Some(10),
        ..next_grade()
    };
    bencher.bench(|| frontier(&classes, &limits));
}

fn demo() -> Results {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eti-demo");
    compute(&folder)
        .results
        .expect("the example has no mistakes")
}

#[divan::bench]
fn a_plan_of_the_example(bencher: Bencher<'_, '_>) {
    let results = demo();
    let entity = results
        .project
        .entities
        .resolve("LM")
        .expect("it is declared");
    let edition = &results.editions[2];
    bencher.bench(|| plan(&results, edition, &wish(&entity), &Costs::default()));
}

#[divan::bench]
fn the_frontier_of_the_example(bencher: Bencher<'_, '_>) {
    let results = demo();
    let entity = results
        .project
        .entities
        .resolve("LM")
        .expect("it is declared");
    let edition = &results.editions[2];
    bencher.bench(|| effort_and_score(&results, edition, &wish(&entity), &Costs::default()));
}

#[divan::bench]
fn why_the_example_changed(bencher: Bencher<'_, '_>) {
    let results = demo();
    let entity = results
        .project
        .entities
        .resolve("DV")
        .expect("it is declared");
    let crosswalk = Crosswalk::default();
    let (from, to) = ((0, &results.editions[0]), (2, &results.editions[2]));
    bencher.bench(|| decompose(&results, &crosswalk, from, to, "international", &entity));
}

fn wish(entity: &clearwatt::project::EntityId) -> Wish<'_> {
    Wish {
        index: "international",
        entity,
        goal: Goal::NextGrade,
        constraints: Constraints::default(),
        budget: None,
        most: None,
        black_boxes_first: false,
    }
}
