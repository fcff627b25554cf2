//! The two shipped editions of the Energy Transparency Index against the published formula, written out independently in
//! whole numbers, over every combination of criterion scores; and the look-up tables against the tree evaluator.
//!
//! Source: DiXi Group, Energy Transparency Index, methodology, <https://index.dixigroup.org/methodology>.

use clearwatt::diagnostic::Sources;
use clearwatt::language::evaluate::{Case, Outcome, Unscored, answers, evaluate};
use clearwatt::language::number::Number;
use clearwatt::language::rubric::Rubric;
use clearwatt::language::value::{Domain, Value};
use clearwatt::project::{load_rubric_file, named_rubric};
use clearwatt::scoring::Program;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

fn shipped(name: &str) -> Rubric {
    let mut sources = Sources::default();
    let file = named_rubric(&mut sources, Path::new(""), &format!("builtin:{name}")).unwrap();
    let path = Path::new("rubrics").join(format!("{name}.rubric"));
    let loaded = load_rubric_file(&mut sources, file, &path);
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    loaded.rubric.unwrap()
}

static NATIONAL: LazyLock<Rubric> = LazyLock::new(|| shipped("energy-transparency-national"));
static INTERNATIONAL: LazyLock<Rubric> =
    LazyLock::new(|| shipped("energy-transparency-international"));
static OPEN_DATA: LazyLock<Rubric> = LazyLock::new(|| shipped("global-open-data-index"));

static PROGRAMS: LazyLock<[Program<'static>; 3]> =
    LazyLock::new(|| [&*NATIONAL, &*INTERNATIONAL, &*OPEN_DATA].map(Program::new));

#[derive(Clone, Copy, PartialEq)]
enum Edition {
    National,
    International,
}

/// The published rules in sixteenths of a point: criteria come in halves (0, 1, 2), so a score is a number of
/// 25 / 8 = 3.125 points.
fn published(edition: Edition, qualitative: bool, halves: [i64; 6]) -> i64 {
    let [mut av, ac, mut rl, mut fr, us, mut inn] = halves;
    if ac == 0 {
        av = 0;
    }
    if qualitative && av == 2 && ac == 2 {
        rl = 2;
        fr = 2;
        if edition == Edition::National {
            inn = 2;
        }
    }
    // T = av/2 × (ac + rl + fr + us)/2 × in/2, score = 25 T = 25/8 × av × (ac + rl + fr + us) × in
    av * (ac + rl + fr + us) * inn
}

const CRITERIA: [&str; 6] = [
    "availability",
    "accessibility",
    "relevance",
    "frequency",
    "usability",
    "completeness",
];

/// A disclosure whose six criteria were scored directly.
fn judged(rubric: &Rubric, qualitative: bool, halves: [i64; 6]) -> Case {
    let mut given = vec![None; rubric.facts.len()];
    let nature = rubric.fact("nature").unwrap();
    let word = if qualitative {
        "qualitative"
    } else {
        "quantitative"
    };
    given[nature.index()] = rubric.facts[nature.index()].domain.read(word).ok();
    let mut judged = vec![None; rubric.criteria.len()];
    for (name, half) in CRITERIA.into_iter().zip(halves) {
        judged[rubric.criterion(name).unwrap().index()] = Number::ratio(half, 2);
    }
    Case {
        answers: answers(rubric, given),
        assessed: None,
        judged,
    }
}

/// All 3⁶ combinations of 0, 0.5 and 1.
fn combinations() -> impl Iterator<Item = [i64; 6]> {
    (0..729).map(|code: i64| std::array::from_fn(|at| code / 3i64.pow(at as u32) % 3))
}

#[test]
fn every_combination_of_criteria_gives_the_published_value() {
    for (edition, rubric) in [
        (Edition::National, &*NATIONAL),
        (Edition::International, &*INTERNATIONAL),
    ] {
        for qualitative in [false, true] {
            let mut seen = BTreeSet::new();
            for halves in combinations() {
                let case = judged(rubric, qualitative, halves);
                let outcome = evaluate(rubric, &case).unwrap();
                let eighths = published(edition, qualitative, halves);
                let expected = Number::ratio(25 * eighths, 8).unwrap();
                assert_eq!(
                    outcome.score, expected,
                    "{halves:?} qualitative: {qualitative}"
                );
                // Availability is 0 or 1 by the published table; 0.5 is not among its scores.
                if halves[0] != 1 && halves[2] != 1 {
                    seen.insert(eighths);
                }
            }
            // In eighths of 25 points: 0, 2 (6.25), 4 (12.5), 6 (18.75), 8, 10, 12, 14, 16, 20, 24, 28, 32 (100).
            if !qualitative {
                let expected = [0, 2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32];
                assert_eq!(seen.into_iter().collect::<Vec<_>>(), expected);
            }
        }
    }
}

#[test]
fn thirteen_scores_can_be_reached() {
    let expected = [
        "0", "6.25", "12.5", "18.75", "25", "31.25", "37.5", "43.75", "50", "62.5", "75", "87.5",
        "100",
    ];
    for rubric in [&*NATIONAL, &*INTERNATIONAL] {
        let scores = Program::new(rubric).reachable_scores().unwrap();
        let scores: Vec<String> = scores.iter().map(Number::to_string).collect();
        assert_eq!(scores, expected);
    }
}

/// What may be recorded for a fact; the first entry is nothing.
fn texts(domain: &Domain) -> Vec<Option<String>> {
    let some: Vec<&str> = match domain {
        Domain::Choice { answers, .. } => answers.iter().map(String::as_str).collect(),
        Domain::Date => vec!["2023-02-28", "2023-12-31"],
        Domain::Period => vec!["2021", "2022", "2023-Q2", "2023-05"],
        Domain::Duration => vec!["1 month", "3 months", "1 year", "45 days"],
        Domain::Count => vec!["0", "7"],
        Domain::Percent => vec!["0%", "55%"],
        Domain::Number { .. } => vec!["0", "1.5", "100"],
        Domain::Set(_) | Domain::Text | Domain::List(_) => vec!["x"],
    };
    let mut all = vec![None];
    all.extend(some.into_iter().map(|text| Some(text.to_string())));
    all
}

fn value(domain: &Domain, draw: u32) -> Option<Value> {
    if let Domain::Set(members) = domain {
        // Some members; now and then nothing was recorded, or the empty set.
        if draw.is_multiple_of(7) {
            return None;
        }
        let bits = u64::from(draw) & ((1 << members.len()) - 1);
        let mut all = clearwatt::language::value::Members::default();
        for at in (0..members.len()).filter(|at| bits >> at & 1 == 1) {
            if let Ok(Value::Set(one)) = domain.read(&members[at]) {
                all = all.with(one);
            }
        }
        return Some(Value::Set(all));
    }
    let texts = texts(domain);
    texts[draw as usize % texts.len()]
        .as_ref()
        .and_then(|text| domain.read(text).ok())
}

fn recorded(rubric: &Rubric, draws: &[u32]) -> Case {
    let given = rubric
        .facts
        .iter()
        .zip(draws)
        .map(|(fact, draw)| value(&fact.domain, *draw))
        .collect();
    Case {
        answers: answers(rubric, given),
        assessed: Some("2023-11-30".parse().unwrap()),
        judged: vec![None; rubric.criteria.len()],
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// There is one meaning of a rubric: looking up gives what the tree gives, criterion by criterion.
    #[test]
    fn tables_agree_with_the_tree(draws in prop::collection::vec(any::<u32>(), 16), which in 0..3usize) {
        let rubric = [&*NATIONAL, &*INTERNATIONAL, &*OPEN_DATA][which];
        prop_assert!(rubric.facts.len() <= draws.len());
        let case = recorded(rubric, &draws);
        let program = &PROGRAMS[which];
        let mut outcomes = program.outcomes();
        let by_table = program.score(&case, &mut outcomes);
        let by_tree = evaluate(rubric, &case);
        match (by_table, by_tree) {
            (Ok(id), Ok(outcome)) => {
                let found = outcomes.get(id).unwrap();
                prop_assert_eq!(&found.score, &outcome.score);
                let scores = |outcome: &Outcome| -> Vec<Number> {
                    outcome.criteria.iter().map(|criterion| criterion.score.clone()).collect()
                };
                prop_assert_eq!(scores(found), scores(&outcome));
            }
            (table, tree) => {
                let reason = |result: Result<(), Unscored>| result.err();
                prop_assert_eq!(reason(table.map(|_| ())), reason(tree.map(|_| ())));
            }
        }
    }

    /// Scores stay between 0 and 100.
    #[test]
    fn scores_stay_on_the_scale(draws in prop::collection::vec(any::<u32>(), 16), which in 0..3usize) {
        let rubric = [&*NATIONAL, &*INTERNATIONAL, &*OPEN_DATA][which];
        if let Ok(outcome) = evaluate(rubric, &recorded(rubric, &draws)) {
            prop_assert!(outcome.score >= Number::zero() && outcome.score <= Number::whole(100));
        }
    }
}
