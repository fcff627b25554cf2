//! Derivations are whole: `tests/replay/replay.py`, which knows nothing but their JSON, works every number of the examples
//! and of the projects with published figures out anew and gets the same digits.
//!
//! It needs Python 3. Without it the tests say so and pass, unless `CLEARWATT_PYTHON=required` is set.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Python 3, where there is one.
fn python() -> Option<&'static str> {
    let found = ["python3", "python"].into_iter().find(|name| {
        let version = Command::new(name).arg("--version").output();
        version.is_ok_and(|version| String::from_utf8_lossy(&version.stdout).contains("Python 3"))
    });
    if found.is_none() {
        let required =
            std::env::var_os("CLEARWATT_PYTHON").is_some_and(|value| value == "required");
        assert!(
            !required,
            "there is no Python 3, and CLEARWATT_PYTHON asks for it"
        );
        eprintln!("skipped: there is no Python 3 to work derivations out anew");
    }
    found
}

/// All derivations of a project, one a line.
fn derivations(project: &str) -> Vec<u8> {
    let explained = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
        .current_dir(root())
        .args(["explain", "*/*/*", project, "--format", "jsonl", "--quiet"])
        .output()
        .unwrap();
    assert!(explained.status.success(), "{project}: {explained:?}");
    explained.stdout
}

fn replay(python: &str, derivations: &[u8], arguments: &[&str]) -> Output {
    let mut child = Command::new(python)
        .arg(root().join("tests/replay/replay.py"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(derivations).unwrap();
    drop(input);
    child.wait_with_output().unwrap()
}

/// Every row that `score` prints has a derivation with the same numbers.
fn all_rows_are_there(project: &str, derivations: &[u8]) {
    let scored = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
        .current_dir(root())
        .args(["score", project, "--format", "csv", "--quiet"])
        .output()
        .unwrap();
    let mut rows = csv::Reader::from_reader(scored.stdout.as_slice());
    let columns = rows.headers().unwrap().clone();
    let text = std::str::from_utf8(derivations).unwrap();
    let mut lines = text.lines();
    for row in rows.records() {
        let row = row.unwrap();
        let of: serde_json::Value = serde_json::from_str(lines.next().unwrap()).unwrap();
        for (column, cell) in columns.iter().zip(&row) {
            let found = match column {
                "score" | "shown" => {
                    let found = of[column]["decimal"].as_f64();
                    // Twelve digits are printed.
                    let same = match (found, cell.parse::<f64>()) {
                        (Some(found), Ok(cell)) => {
                            (found - cell).abs() <= 1e-11 * cell.abs().max(1.0)
                        }
                        (found, _) => found.is_none() && cell.is_empty(),
                    };
                    assert!(same, "{project}: {column} of {row:?} is {found:?}");
                    continue;
                }
                "rank" => &of["rank"]["text"],
                "grade" => &of["grade"]["grade"],
                "scored" | "applicable" | "expected" => &of["coverage"][column],
                column => &of[column],
            };
            let found = found
                .as_str()
                .map_or_else(|| found.to_string(), str::to_string);
            let found = if found == "null" {
                String::new()
            } else {
                found
            };
            // What a spreadsheet would take for a formula has a sign before it in CSV.
            assert_eq!(
                found,
                cell.trim_start_matches('\''),
                "{project}: {column} of {row:?}"
            );
        }
    }
    assert_eq!(lines.next(), None, "{project}");
}

fn replays(project: &str) {
    let derivations = derivations(project);
    all_rows_are_there(project, &derivations);
    let Some(python) = python() else { return };
    let output = replay(python, &derivations, &[]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{project}:\n{text}");
}

#[test]
fn the_starter_replays() {
    replays("examples/starter");
}

#[test]
fn the_demonstration_replays() {
    replays("examples/eti-demo");
}

#[test]
fn published_scores_replay() {
    replays("examples/eti-published");
}

#[test]
fn projects_with_published_figures_replay() {
    for project in std::fs::read_dir(root().join("tests/projects")).unwrap() {
        let name = project.unwrap().file_name();
        replays(&format!("tests/projects/{}", name.to_str().unwrap()));
    }
}

/// One of everything, and then every change is noticed.
#[test]
fn a_number_that_is_changed_is_found() {
    let Some(python) = python() else { return };
    let found = replay(
        python,
        &derivations("tests/replay/project"),
        &["--mutations", "150"],
    );
    let text = String::from_utf8_lossy(&found.stdout);
    assert!(found.status.success(), "{text}");
    assert!(
        text.contains("150 numbers changed one at a time, 0 went unnoticed"),
        "{text}"
    );
}
