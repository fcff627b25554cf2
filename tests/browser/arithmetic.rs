//! The page weighs categories as the engine does. The page gets random weights; the engine gets the same weights written
//! into the rubric, and reads, scores, aggregates and ranks everything anew. They must agree to the last digit.

use super::Test;
use super::devtools::Browser;
use super::mixed::Mixed;
use super::site::{Site, example};
use clearwatt::index::{IndexInput, Row, index_rows};
use clearwatt::language::number::Number;
use clearwatt::results::{EditionResults, Results, compute};
use serde_json::{Value, json};

pub const TESTS: &[Test] = &[
    (
        "the_page_weighs_as_the_engine_does",
        the_page_weighs_as_the_engine_does,
    ),
    (
        "rules_for_absence_rounding_and_ranks_hold_in_the_page",
        rules_for_absence_rounding_and_ranks_hold_in_the_page,
    ),
    (
        "halves_go_where_the_engine_puts_them",
        halves_go_where_the_engine_puts_them,
    ),
];

/// Random numbers that are the same in every run (Knuth, MMIX).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// So many whole numbers that add up to 100.
    pub fn hundred(&mut self, parts: usize) -> Vec<u64> {
        let mut cuts: Vec<u64> = (1..parts).map(|_| self.below(101)).collect();
        cuts.extend([0, 100]);
        cuts.sort_unstable();
        cuts.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}

/// A total as both sides tell it: entity, exact score, shown, grade, rank.
fn told(row: &Row) -> Value {
    let exact = |number: &Number| {
        let (above, below) = number.parts().expect("an exact score");
        format!("{above}/{below}")
    };
    json!([
        row.entity.as_str(),
        row.score.as_ref().map(exact),
        row.shown.as_ref().map(exact),
        row.grade.as_deref(),
        row.rank_in_words()
    ])
}

/// What the page makes of each list of weights.
fn asked(weights: &[Vec<u64>], edition: &str) -> String {
    format!(
        "(() => {{ const view = LIST[0].editions.find((one) => one.edition.id === {}); \
         const exact = (f) => (f ? `${{f.n}}/${{f.d}}` : null); \
         return {}.map((weights) => [...weigh(view.index.weighing, view.index.grades, weights.map(whole)).values()].map((r) => \
         [r.entity, exact(r.score), exact(r.shown), r.grade ? r.grade.name : null, r.rank ? `${{r.rank}}${{r.sign ?? ''}}` : null])); }})()",
        json!(edition),
        json!(weights)
    )
}

/// The totals of the engine under other weights.
fn engine(results: &Results, edition: &EditionResults, nodes: &[String], weights: &[u64]) -> Value {
    let mut index = edition.rubric.indices[0].clone();
    for weight in &mut index.total.weights {
        let at = nodes.iter().position(|node| *node == weight.node).unwrap();
        weight.share = Number::whole(i64::try_from(weights[at]).unwrap());
    }
    let rows = index_rows(IndexInput {
        rubric: &edition.rubric,
        index: &index,
        catalogue: &results.catalogue,
        facts: &edition.facts,
        entity_facts: &edition.entity_facts,
        edition: &edition.id,
        year: edition.year,
        sheets: &edition.sheets,
        scores: &edition.scores,
    });
    rows.iter()
        .filter(|row| *row.level == *"index")
        .map(told)
        .collect()
}

fn the_page_weighs_as_the_engine_does(browser: &mut Browser) {
    for project in ["eti-demo", "eti-published", "starter"] {
        let site = Site::example(project);
        let results = compute(&example(project)).results.unwrap();
        let mut page = site.open(browser, "");
        let mut dice = Dice(20_231_130);
        let editions = page.eval("LIST[0].editions.filter((v) => !v.index.weighing.why).map((v) => [v.edition.id, v.index.weighing.nodes])");
        for found in editions.as_array().unwrap() {
            let edition = results.edition(found[0].as_str().unwrap()).unwrap();
            let nodes: Vec<String> = serde_json::from_value(found[1].clone()).unwrap();
            let mut weights: Vec<Vec<u64>> = (0..24)
                .map(|_| nodes.iter().map(|_| dice.below(101)).collect())
                .collect();
            // Few parts, and none at all.
            weights.extend((0..8).map(|_| {
                nodes
                    .iter()
                    .map(|_| {
                        if dice.below(4) == 0 {
                            dice.below(101)
                        } else {
                            0
                        }
                    })
                    .collect::<Vec<u64>>()
            }));
            weights.push(vec![0; nodes.len()]);
            let page_says = page.eval(&asked(&weights, edition.id.as_str()));
            for (weights, said) in weights.iter().zip(page_says.as_array().unwrap()) {
                assert_eq!(
                    *said,
                    engine(&results, edition, &nodes, weights),
                    "{project} {} {weights:?}",
                    edition.id
                );
            }
        }
        // With the official weights the page comes to the official result.
        let official = page.eval(
            "LIST[0].editions.filter((v) => !v.index.weighing.why).every((v) => \
             [...weigh(v.index.weighing, v.index.grades, asWholeNumbers(v.index.weighing.shares).map(whole)).values()].every((r) => { \
             const row = rowAt(v, r.entity, 'index', v.index.id); \
             return (r.score ? significant(r.score, 12) : null) === row.score && (r.rank ? String(r.rank) : null) === row.rank; }))",
        );
        assert_eq!(official, json!(true), "{project}");
        site.close(page);
    }
}

fn rules_for_absence_rounding_and_ranks_hold_in_the_page(browser: &mut Browser) {
    let rules = [
        "missing: left out\n    round half up to 0 decimals\n    rank on rounded score, ties share",
        "missing: zero\n    round half even to 1 decimals\n    rank on exact score, ties marked",
        "missing: no score\n    round down to 2 significant digits\n    rank on rounded score, ties by name",
        "missing: left out\n    minimum coverage 60%\n    rank on score rounded half up to 0 decimals within size, ties marked",
        "missing: zero\n    round half up to 3 significant digits\n    rank on rounded score within size, ties by name",
    ];
    for (at, rules) in rules.iter().enumerate() {
        for rounding in ["", " rounded half even to 0 decimals"] {
            let mut dice = Dice(7 + u64::try_from(at).unwrap());
            let mixed = Mixed::random(&mut dice, rules, rounding);
            let site = Site::of(mixed.folder(), "en");
            let mut page = site.open(browser, "");
            let weights: Vec<Vec<u64>> = (0..12)
                .map(|_| dice.hundred(3))
                .filter(|weights| weights.iter().all(|weight| *weight > 0))
                .collect();
            let page_says = page.eval(&asked(&weights, "m-2024"));
            for (weights, said) in weights.iter().zip(page_says.as_array().unwrap()) {
                mixed.weigh(weights);
                let computed = compute(mixed.folder());
                let results = computed
                    .results
                    .unwrap_or_else(|| panic!("{:#?}", computed.findings));
                let rows = results.editions[0]
                    .rows
                    .iter()
                    .filter(|row| *row.level == *"index");
                assert_eq!(
                    *said,
                    rows.map(told).collect::<Value>(),
                    "{rules} {rounding} {weights:?}"
                );
            }
            site.close(page);
        }
    }
}

fn halves_go_where_the_engine_puts_them(browser: &mut Browser) {
    use clearwatt::language::syntax::{Precision, Rounding, RoundingMode};
    let site = Site::example("starter");
    let mut page = site.open(browser, "");
    let modes = [
        ("half_up", RoundingMode::HalfUp),
        ("half_even", RoundingMode::HalfEven),
        ("down", RoundingMode::Down),
    ];
    let numbers = [
        "0.5", "1.5", "2.5", "-0.5", "-1.5", "-2.5", "0.05", "99.95", "0", "61.05", "-61.449",
        "1234.5", "0.00125",
    ];
    for number in numbers {
        let exact = Number::parse(number).unwrap();
        for (name, mode) in modes {
            for (kind, to) in [
                ("decimals", Precision::Decimals(0)),
                ("decimals", Precision::Decimals(2)),
                ("significant", Precision::Significant(2)),
            ] {
                let places = match to {
                    Precision::Decimals(places) | Precision::Significant(places) => places,
                };
                let rule = json!({ "mode": name, kind: places });
                let said = page.text(&format!(
                    "significant(rounded(fraction('{number}'), {rule}), 12)"
                ));
                assert_eq!(
                    said,
                    exact.rounded(Rounding { mode, to }).to_string(),
                    "{number} {rule}"
                );
            }
        }
        assert_eq!(
            page.text(&format!("significant(fraction('{number}'), 3)")),
            exact.significant(3),
            "{number}"
        );
    }
    site.close(page);
}
