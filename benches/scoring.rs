//! How fast scoring is: compiled evidence in memory, and single disclosures by look-up and by tree.
//!
//!     cargo bench --bench scoring

use clearwatt::diagnostic::Sources;
use clearwatt::language::evaluate::{Case, answers, evaluate};
use clearwatt::language::rubric::Rubric;
use clearwatt::language::value::{Domain, Members, Value};
use clearwatt::project::{load_rubric_file, named_rubric};
use clearwatt::scoring::{CompiledEvidence, Program};
use divan::Bencher;
use divan::counter::ItemsCount;
use std::path::Path;

fn main() {
    divan::main();
}

fn rubric() -> Rubric {
    let name = "energy-transparency-international";
    let mut sources = Sources::default();
    let file =
        named_rubric(&mut sources, Path::new(""), &format!("builtin:{name}")).expect("it ships");
    let path = Path::new("rubrics").join(format!("{name}.rubric"));
    load_rubric_file(&mut sources, file, &path)
        .rubric
        .expect("it has no mistakes")
}

/// Numbers that look random and are the same in every run (Steele, Lea and Flood 2014, SplitMix64).
struct Draws(u64);

impl Draws {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below as u64) as usize
    }
}

fn value(domain: &Domain, draws: &mut Draws) -> Option<Value> {
    let texts: &[&str] = match domain {
        Domain::Choice { answers, .. } => {
            let answer = &answers[draws.next(answers.len())];
            return domain.read(answer).ok();
        }
        Domain::Set(members) => {
            let mut all = Members::default();
            for _ in 0..1 + draws.next(3) {
                if let Ok(Value::Set(one)) = domain.read(&members[draws.next(members.len())]) {
                    all = all.with(one);
                }
            }
            return Some(Value::Set(all));
        }
        Domain::Period => &["2021", "2022", "2023"],
        Domain::Duration => &["1 month", "1 year"],
        Domain::Date => &["2023-01-31"],
        Domain::Count | Domain::Number { .. } => &["1", "7"],
        Domain::Percent => &["5%", "95%"],
        Domain::Text | Domain::List(_) => return None,
    };
    domain.read(texts[draws.next(texts.len())]).ok()
}

/// Disclosures that answer every question.
fn cases(rubric: &Rubric, count: usize) -> Vec<Case> {
    let mut draws = Draws(2023);
    (0..count)
        .map(|_| {
            let given = rubric
                .facts
                .iter()
                .map(|fact| value(&fact.domain, &mut draws))
                .collect();
            Case {
                answers: answers(rubric, given),
                assessed: "2023-11-30".parse().ok(),
                judged: vec![None; rubric.criteria.len()],
            }
        })
        .collect()
}

/// Evidence that has been turned into table cells, held in memory: one byte per criterion and disclosure.
#[divan::bench(args = [100_000, 1_000_000])]
fn compiled(bencher: Bencher<'_, '_>, disclosures: usize) {
    let rubric = rubric();
    let program = Program::new(&rubric);
    let mut evidence = CompiledEvidence::default();
    let some = cases(&rubric, 10_000);
    while evidence.len() < disclosures {
        for case in &some {
            assert!(program.compile(case, &mut evidence));
        }
    }
    let mut points = Vec::new();
    bencher
        .counter(ItemsCount::new(evidence.len()))
        .bench_local(|| program.score_compiled(divan::black_box(&evidence), &mut points));
}

/// Answers to scores by table look-up, finding the cell included.
#[divan::bench]
fn look_up(bencher: Bencher<'_, '_>) {
    let rubric = rubric();
    let program = Program::new(&rubric);
    let some = cases(&rubric, 10_000);
    let mut outcomes = program.outcomes();
    bencher
        .counter(ItemsCount::new(some.len()))
        .bench_local(|| {
            some.iter()
                .filter(|case| program.score(divan::black_box(case), &mut outcomes).is_ok())
                .count()
        });
}

/// The reference: walking the tree of rules with exact numbers.
#[divan::bench]
fn tree(bencher: Bencher<'_, '_>) {
    let rubric = rubric();
    let some = cases(&rubric, 1_000);
    bencher
        .counter(ItemsCount::new(some.len()))
        .bench_local(|| {
            some.iter()
                .filter(|case| evaluate(divan::black_box(&rubric), case).is_ok())
                .count()
        });
}
