//! `explain` on a small project with one of everything (`tests/replay/project`), each number worked out by hand.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

fn explain(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replay"))
        .arg("explain")
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn text(what: &str) -> String {
    explain(&[what, "project"])
}

/// The derivation of a node in one index.
fn derived(what: &str, index: &str) -> Value {
    let json = explain(&[what, "project", "--format", "json"]);
    let all: Vec<Value> = serde_json::from_str(&json).unwrap();
    let mut found = all.into_iter().filter(|of| of["index"] == index);
    found.next().unwrap()
}

fn has(text: &str, lines: &[&str]) {
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let known: Vec<String> = text.lines().map(plain).collect();
    for line in lines {
        let line = plain(line);
        assert!(
            known.iter().any(|known| known.starts_with(&line)),
            "no line `{line}` in\n{text}"
        );
    }
}

/// UA 2024: a1 = 1 × mean(100, 100 − 5 × 2) = 95; a2 = 0; a3 = mean(100 − 5 × 4) = 80. First: 95; second: (0 + 80) / 2 = 40;
/// access: (95 + 40) / 2 = 67.5. Money has no subcategories: m1 is withheld and counts 0, m2 = (100 + 0) / 2 = 50, so
/// (0 + 50) / 2 = 25. Total: 60% × 67.5 + 40% × 25 = 40.5 + 10 = 50.5.
#[test]
fn levels_are_made_of_what_they_are_made_of() {
    has(
        &text("UA/small-2024/access"),
        &[
            "mean of subcategories (project/small.rubric:",
            "95 scored s1",
            "40 scored s2",
            "(95 + 40) / 2 = 67.5",
            "rounded half up to 1 decimal",
        ],
    );
    has(
        &text("UA/small-2024/money"),
        &["0 withheld m1", "50 scored m2", "(0 + 50) / 2 = 25"],
    );
    has(
        &text("UA/small-2024/main"),
        &[
            "access 60% × 67.5 = 40.5",
            "money 40% × 25 = 10",
            "total 50.5, shown as 51",
        ],
    );
    let total = derived("UA/small-2024/main", "main");
    assert_eq!(total["score"]["exact"], "101/2");
    assert_eq!(total["rank"]["group"], "low");
    assert_eq!(total["rank"]["of"], 2);
}

/// RO 2024 has nothing recorded for m2 and never had: what is missing below leaves, and m1 is 0.
/// MD 2024 has no m2 either; a1 was not assessed, and 2023 gave it mean(100, 100) = 100.
#[test]
fn what_is_carried_over_says_from_where() {
    let text = text("MD/small-2024/a1");
    has(
        &text,
        &[
            "not assessed: the site was down",
            "the score of small-2023 is carried over: 100",
        ],
    );
    let derived = derived("MD/small-2024/a1", "main");
    let carried = &derived["indicator"]["carried_over"];
    assert_eq!(carried["edition"], "small-2023");
    assert_eq!(carried["score"]["exact"], "100");
}

/// a3 of UA: content does not apply, so the mean is that of timeliness alone, 100 − 5 × (12 − 8) = 80.
#[test]
fn what_does_not_apply_is_not_zero() {
    let text = text("UA/small-2024/a3");
    has(
        &text,
        &[
            "quality n/a there is nothing to judge",
            "score = availability * mean(quality, timeliness)",
            "= 1 * mean(80)",
            "= 80",
        ],
    );
    let derived = derived("UA/small-2024/a3", "main");
    let quality = &derived["indicator"]["evidence"]["records"][0]["criteria"][2];
    assert_eq!(quality["criterion"], "quality");
    assert_eq!(quality["applicable"], false);
    for key in ["first", "score", "best", "takes_away"] {
        assert!(quality[key].is_null(), "{key}");
    }
}

/// a2 of UA is for a fee, so availability counts as 0 and all of it: free it would have mean(50, 100) = 75.
#[test]
fn what_closes_a_score_says_so_and_what_it_takes() {
    let text = text("UA/small-2024/a2");
    has(
        &text,
        &[
            "availability 1 published; rule `1 if published is yes`",
            "0 adjusted: what costs money counts as absent (`accessibility = 0`)",
            "accessibility 0 for a fee; rule `0 if access is paid`",
            "closes the score: it is 0 whatever the rest is; this takes away 75 points",
            "= 0 * mean(50, 100)",
        ],
    );
    let derived = derived("UA/small-2024/a2", "main");
    let criteria = &derived["indicator"]["evidence"]["records"][0]["criteria"];
    let closes: Vec<&str> = criteria
        .as_array()
        .unwrap()
        .iter()
        .filter(|criterion| criterion["closes"] == true)
        .map(|criterion| criterion["criterion"].as_str().unwrap())
        .collect();
    assert_eq!(closes, ["accessibility"]);
    // Nothing is published by the body in the south: each of the two alone keeps it at 0.
    has(
        &self::text("UA/small-2024/m2"),
        &[
            "closes the score: it is 0 whatever the rest is; so does accessibility",
            "the mean of 2 bodies: 50",
        ],
    );
}

/// capped = min(50.5, 5 + 0.6 × 67.5 = 45.5): 5 points less.
#[test]
fn a_cap_says_what_it_takes() {
    has(
        &text("UA/small-2024/capped"),
        &[
            "main = 50.5",
            "part(main, access) = 67.5",
            "0.6 * part(main, access) = 0.6 * 67.5 = 40.5",
            "5 + 0.6 * part(main, access) = 5 + 40.5 = 45.5",
            "the cap `5 + 0.6 * part(main, access)` = 45.5 binds and takes away 5 points",
            "total 45.5",
        ],
    );
}

/// UA is in the low class, so it gets `capped` itself; GE is not.
#[test]
fn a_condition_says_what_it_reads_and_which_branch_was_taken() {
    has(
        &text("UA/small-2024/by_income"),
        &["`income is low` holds (income: low), so capped = 45.5"],
    );
    has(
        &text("GE/small-2024/by_income"),
        &["`income is low` does not hold (income: high), so mean(capped, 100 * min_max(main)) ="],
    );
}

#[test]
fn published_scores_say_where_they_are_from() {
    has(
        &text("GE/small-2024/access"),
        &[
            "given as published: 61.5 (project/data/GE.yaml:",
            "source: https://example.org/report",
            "note: as printed",
        ],
    );
}

#[test]
fn a_star_stands_for_all() {
    let lines = explain(&["*/*/main", "project", "--format", "jsonl"]);
    let all: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let entities: BTreeSet<&str> = all
        .iter()
        .map(|of| of["entity"].as_str().unwrap())
        .collect();
    assert_eq!(entities, BTreeSet::from(["GE", "MD", "RO", "UA"]));
    // UA, MD and RO in 2023, and all four in 2024.
    assert_eq!(all.len(), 7);
    let across = explain(&["*/small-2024/open_share", "project", "--format", "jsonl"]);
    assert!(across.lines().any(|line| line.contains(r#""entity":"*""#)));
}

/// Objects of one kind always have the same keys, and each key is in the documents.
#[test]
fn keys_are_always_the_same_and_documented() {
    let mut kinds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in explain(&["*/*/*", "project", "--format", "jsonl"]).lines() {
        keys(
            "derivation",
            &serde_json::from_str(line).unwrap(),
            &mut kinds,
        );
    }
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/explain.md");
    let documents = std::fs::read_to_string(documents).unwrap();
    for key in kinds.values().flatten() {
        assert!(
            documents.contains(&format!("`{key}`")),
            "docs/explain.md lacks `{key}`"
        );
    }
    assert!(kinds.len() > 20, "{kinds:?}");
}

/// The keys of every object by where it stands; steps of a calculation are all of one kind.
fn keys(kind: &str, value: &Value, kinds: &mut BTreeMap<String, BTreeSet<String>>) {
    // Figures over entities are named by what they are.
    const BY_NAME: &str = "figures";
    match value {
        Value::Object(object) => {
            let own: BTreeSet<String> = object.keys().cloned().collect();
            if kind != BY_NAME {
                let known = kinds.entry(kind.to_string()).or_insert_with(|| own.clone());
                assert_eq!(*known, own, "{kind}");
            }
            for (key, value) in object {
                let numbers = value.get("exact").is_some();
                let below = match key.as_str() {
                    _ if numbers => "number",
                    "steps" => "step",
                    "formula" if kind == "record" => "step",
                    "parts" if kind == "step" => "step",
                    "parts" if kind == "parts" => "part",
                    "records" => "record",
                    "further_scores" if kind == "sample" => "further_of_sample",
                    "test" | "condition" => "condition",
                    other => other,
                };
                keys(below, value, kinds);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| keys(kind, value, kinds)),
        _ => {}
    }
}
