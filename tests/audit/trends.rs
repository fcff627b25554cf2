//! Changes and trends across a change of method are tested on what can be compared. Expected values by hand.

use clearwatt::analysis::audit::changes::{Pair, changes};
use clearwatt::analysis::audit::series::{Testing, trends};
use clearwatt::analysis::audit::table::{Cell, Table};
use clearwatt::analysis::progress::Crosswalk;
use clearwatt::diagnostic::Sources;
use clearwatt::results::{Results, compute};
use tempfile::TempDir;

const TESTING: Testing = Testing {
    confidence: 0.95,
    replicates: 999,
    seed: 1,
};

fn rubric(score: &str) -> String {
    format!(
        "rubric r \"T\" {{
  edition \"1\"
  evidence {{ value : number from 0 to 100 }}
  score {score}
  index t \"T\" {{ total: mean of indicators }}
}}
"
    )
}

/// A project of editions, each with its rubric and its lines such as `KT,a,40`.
fn project(catalogue: &str, editions: &[(&str, &str, &[&str])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("catalogue/c.yaml", catalogue);
    write("old.rubric", &rubric("value"));
    write("new.rubric", &rubric("value / 2"));
    let mut project = "title: T\ncatalogue: catalogue\nevidence: data\neditions:\n".to_string();
    let mut table = "edition,entity,indicator,value\n".to_string();
    for (id, rubric, data) in editions {
        project.push_str(&format!("  - {{ id: {id}, rubric: {rubric}.rubric }}\n"));
        for line in *data {
            table.push_str(&format!("{id},{line}\n"));
        }
    }
    project.push_str("entities:\n  KT: { label: Kestria }\n");
    write("clearwatt.yaml", &project);
    write("data/a.csv", &table);
    folder
}

fn results(folder: &TempDir) -> Results {
    let computed = compute(folder.path());
    let found = computed.results;
    found.unwrap_or_else(|| panic!("{:?}", computed.findings))
}

const PLAIN: &str = "category: c\nlabel: C\nindicators: { a: { label: A }, b: { label: B } }\n";
/// `b` took the place of `b-old` in 2022.
const RENAMED: &str = "category: c\nlabel: C\nindicators: { a: { label: A }, b-old: { label: B, until: 2021 }, b: { label: B, since: 2022 } }\n";

fn cell(table: &Table, column: &str) -> Cell {
    let at = table.head.iter().position(|name| *name == column).unwrap();
    table.rows[0][at].clone()
}

fn number(table: &Table, column: &str) -> f64 {
    match cell(table, column) {
        Cell::Number(value, _) => value,
        Cell::Count(count) => count as f64,
        other => panic!("{column}: {other:?}"),
    }
}

fn why(table: &Table, column: &str) -> String {
    match cell(table, column) {
        Cell::None(why) => why,
        other => panic!("{column}: {other:?}"),
    }
}

const PAIR: Pair<'static> = Pair {
    index: "t",
    from: 0,
    to: 1,
};

#[test]
fn a_change_across_methods_is_tested_under_the_later_rules() {
    // Published: (40 + 60) / 2 = 50, then (50 + 90) / 2 / 2 = 35. By the later rules the first is 25: +10, not −15.
    let folder = project(
        PLAIN,
        &[
            ("t-2020", "old", &["KT,a,40", "KT,b,60"]),
            ("t-2024", "new", &["KT,a,50", "KT,b,90"]),
        ],
    );
    let results = results(&folder);
    let table = changes(&results, PAIR, TESTING);
    assert_eq!(number(&table, "indicators"), 2.0);
    assert_eq!(number(&table, "share"), 100.0);
    assert!((number(&table, "earlier") - 25.0).abs() < 1e-9);
    assert!((number(&table, "later") - 35.0).abs() < 1e-9);
    assert!((number(&table, "change") - 10.0).abs() < 1e-9);
    assert!(why(&table, "published_change").contains("the method changed"));
    assert!(table.notes[0].contains("scored by the rules of t-2024"));
}

#[test]
fn the_published_pair_stands_where_one_method_made_both() {
    let folder = project(
        PLAIN,
        &[
            ("t-2020", "old", &["KT,a,40", "KT,b,60"]),
            ("t-2024", "old", &["KT,a,50", "KT,b,90"]),
        ],
    );
    let results = results(&folder);
    let table = changes(&results, PAIR, TESTING);
    // 70 − 50
    assert!((number(&table, "change") - 20.0).abs() < 1e-9);
    assert!((number(&table, "published_change") - 20.0).abs() < 1e-9);
}

#[test]
fn the_crosswalk_says_which_indicators_are_shared() {
    let folder = project(
        RENAMED,
        &[
            ("t-2020", "old", &["KT,a,40", "KT,b-old,60"]),
            ("t-2024", "new", &["KT,a,50", "KT,b,90"]),
        ],
    );
    let results = results(&folder);
    // One of two indicators is shared: half of the weight, less than 70 %.
    let table = changes(&results, PAIR, TESTING);
    assert_eq!(
        why(&table, "change"),
        "the indicators that all editions share hold 50% of the weight, and a comparison needs 70%"
    );
    let file = folder.path().join("crosswalk.yaml");
    let steps = "steps:\n  - from: t-2020\n    to: t-2024\n    indicators:\n      - { old: b-old, new: b, relation: reworded }\n";
    std::fs::write(&file, steps).unwrap();
    let crosswalk = Crosswalk::load(&mut Sources::default(), &results, None).unwrap();
    let results = results.with_crosswalk(crosswalk);
    let table = changes(&results, PAIR, TESTING);
    assert!((number(&table, "change") - 10.0).abs() < 1e-9);
    assert!(table.notes.iter().any(|note| note.contains("crosswalk")));
}

#[test]
fn a_trend_across_methods_is_tested_on_the_comparable_series() {
    // Published: 15, 25, 17.5, 22.5, S = 4 − 2. By the last rules: 7.5, 12.5, 17.5, 22.5, S = 6 and 5 a year.
    let folder = project(
        PLAIN,
        &[
            ("t-2020", "old", &["KT,a,10", "KT,b,20"]),
            ("t-2021", "old", &["KT,a,20", "KT,b,30"]),
            ("t-2022", "new", &["KT,a,30", "KT,b,40"]),
            ("t-2023", "new", &["KT,a,40", "KT,b,50"]),
        ],
    );
    let results = results(&folder);
    let places = [0, 1, 2, 3];
    let table = trends(&results, "t", &places, TESTING);
    assert_eq!(cell(&table, "series"), Cell::text("comparable"));
    assert_eq!(number(&table, "s"), 6.0);
    assert!((number(&table, "slope_per_year") - 5.0).abs() < 1e-9);
    // Two editions of one method are a published series, too short for a test.
    let table = trends(&results, "t", &[0, 1], TESTING);
    assert_eq!(cell(&table, "series"), Cell::text("published"));
    assert!(why(&table, "p").contains("at least 4 editions"));
}

#[test]
fn what_cannot_be_compared_is_not_tested() {
    // `b-old` became nothing that is known, so the editions share half of the weight.
    let folder = project(
        RENAMED,
        &[
            ("t-2020", "old", &["KT,a,10", "KT,b-old,20"]),
            ("t-2021", "old", &["KT,a,20", "KT,b-old,30"]),
            ("t-2022", "new", &["KT,a,30", "KT,b,40"]),
            ("t-2023", "new", &["KT,a,40", "KT,b,50"]),
        ],
    );
    let results = results(&folder);
    let places = [0, 1, 2, 3];
    let table = trends(&results, "t", &places, TESTING);
    let why = why(&table, "p");
    assert!(
        why.starts_with("the method changed within the series"),
        "{why}"
    );
    assert!(why.contains("50% of the weight"), "{why}");
}

#[test]
fn editions_within_a_year_have_their_place_in_time() {
    let lines: [&[&str]; 4] = [
        &["KT,a,10", "KT,b,10"],
        &["KT,a,20", "KT,b,20"],
        &["KT,a,30", "KT,b,30"],
        &["KT,a,40", "KT,b,40"],
    ];
    let of = |ids: [&'static str; 4]| {
        let editions: Vec<_> = ids
            .into_iter()
            .zip(lines)
            .map(|(id, lines)| (id, "old", lines))
            .collect();
        let folder = project(PLAIN, &editions);
        let results = results(&folder);
        trends(&results, "t", &[0, 1, 2, 3], TESTING)
    };
    // Ten points a quarter of 90 to 92 days are about 40 a year: the slopes are 10 / 92 × 365 = 39.67 (twice), 20 / 184
    // × 365 = 39.67, 30 / 275 × 365 = 39.82, 20 / 183 × 365 = 39.89, 10 / 91 × 365 = 40.11; their median is 39.75.
    let table = of(["t-2023-Q1", "t-2023-Q2", "t-2023-Q3", "t-2023-Q4"]);
    assert_eq!(number(&table, "s"), 6.0);
    assert!((number(&table, "slope_per_year") - 39.746).abs() < 0.001);
    let table = of(["a-2023", "b-2023", "c-2023", "d-2023"]);
    assert!(why(&table, "p").contains("one point in time"));
}
