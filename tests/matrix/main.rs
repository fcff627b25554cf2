//! What a rubric says reaches everything that prints: choices of a rubric (and of evidence) times everything that prints
//! a number. What must be said is worked out by hand beside each choice.
//!
//! A consumer of which nobody says what it prints does not compile (`Consumer::prints`); a command, kind of chart, report
//! or audit that is no consumer fails [`nothing_that_prints_is_missing`].

mod choices;
mod consumers;
mod project;

use choices::CHOICES;
use consumers::{Answer, Consumer};
use project::{Cell, Choice};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// `CLEARWATT_MATRIX=ties cargo test --test matrix` tries only choices with `ties` in their names, and shows all that the
/// wrong cells said.
const ONLY: &str = "CLEARWATT_MATRIX";

#[test]
fn every_choice_reaches_every_consumer() {
    let wrong = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    let only = std::env::var(ONLY).unwrap_or_default();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(choice) = CHOICES.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if choice.name.contains(&only) {
                        let found = faults(choice);
                        wrong.lock().unwrap().extend(found);
                    }
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    assert!(
        wrong.is_empty(),
        "{} faults:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The cells of a choice that do not hold what they should.
fn faults(choice: &Choice) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for consumer in Consumer::ALL {
        let out = folder.path().join(format!("{consumer:?}"));
        std::fs::create_dir(&out).unwrap();
        let answer = consumer.run(&choice.folder(), &out, choice.asked);
        for fault in faults_of(choice, *consumer, &answer) {
            wrong.push(format!(
                "{} × {consumer:?}: {fault}: {}",
                choice.name,
                shortened(&answer.text)
            ));
        }
    }
    wrong
}

fn faults_of(choice: &Choice, consumer: Consumer, answer: &Answer) -> Vec<String> {
    let cell = choice.cell(consumer);
    if let Some(Cell::Refuses(text)) = cell {
        let refused = !answer.done && answer.text.contains(text);
        return if refused {
            Vec::new()
        } else {
            vec![format!("should refuse with `{text}`")]
        };
    }
    if !answer.done {
        return vec!["failed".to_string()];
    }
    let mut wrong = Vec::new();
    let mut one_of = |texts: &[&str]| {
        if !texts.is_empty() && !texts.iter().any(|text| answer.text.contains(text)) {
            wrong.push(format!("does not say `{}`", texts.join("` or `")));
        }
    };
    let alone: &[&str] = match cell {
        Some(Cell::Says(texts) | Cell::Only(texts)) => texts,
        _ => &[],
    };
    alone.iter().for_each(|text| one_of(&[text]));
    if !matches!(cell, Some(Cell::Only(_))) {
        let prints = consumer.prints();
        let texts = |prints: bool, texts: &'static [&'static str]| if prints { texts } else { &[] };
        one_of(texts(prints.total, choice.total));
        one_of(texts(prints.change, choice.change));
        if prints.place && !choice.place.is_empty() {
            one_of(&[choice.place]);
        }
    }
    if let Some(fault) = rank_fault(choice, consumer, &answer.text) {
        wrong.push(fault);
    }
    let all = !matches!(cell, Some(Cell::Only(_)));
    for text in choice
        .never
        .iter()
        .filter(|_| all && !consumer.shows_all_indices())
    {
        if let Some(line) = answer.text.lines().find(|line| line.contains(text)) {
            wrong.push(format!("says `{text}` in `{}`", shortened(line)));
        }
    }
    for text in ["NaN", "panicked", "inf "] {
        if answer.text.contains(text) {
            wrong.push(format!("says `{text}`"));
        }
    }
    wrong
}

/// The rank that `score` prints for the entity in the edition, where it is another one.
fn rank_fault(choice: &Choice, consumer: Consumer, text: &str) -> Option<String> {
    if consumer != Consumer::ScoreCsv {
        return None;
    }
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    let own: Vec<csv::StringRecord> = rows
        .filter(|row| {
            &row[1] == choice.asked.edition
                && &row[2] == choice.asked.entity
                && &row[3] == "index"
                && &row[4] == choice.asked.node
        })
        .collect();
    match own.as_slice() {
        [row] if &row[9] == choice.rank => None,
        [row] => Some(format!("ranks {} and not {}", &row[9], choice.rank)),
        _ => Some(format!("has {} rows for the total", own.len())),
    }
}

fn shortened(text: &str) -> String {
    let all = std::env::var_os(ONLY).is_some();
    text.chars().take(if all { 6000 } else { 200 }).collect()
}

#[test]
fn nothing_that_prints_is_missing() {
    // These print no numbers of results, or show what another one makes.
    const OTHERS: [&str; 12] = [
        "init",
        "check",
        "fmt",
        "test",
        "explain-code",
        "doc",
        "diff",
        "lsp",
        "schema",
        "serve",
        "help",
        "chart gallery",
    ];
    let mut offered = listed(&["--help"], "Commands:", "");
    offered.retain(|command| !["chart", "report", "audit"].contains(&command.as_str()));
    offered.extend(listed(&["audit", "--help"], "Commands:", "audit "));
    offered.extend(listed(&["chart", "--help"], "Kinds:", "chart "));
    offered.extend(
        clearwatt::report::layout::shipped()
            .map(|kind| format!("report --kind {kind}"))
            .chain(["report --kind explorer".to_string()]),
    );
    let known: Vec<&str> = Consumer::ALL
        .iter()
        .map(|consumer| consumer.words())
        .collect();
    for name in offered {
        let there = known.contains(&name.as_str()) || OTHERS.contains(&name.as_str());
        assert!(
            there || name == "audit help",
            "`{name}` prints numbers and is no consumer in tests/matrix/consumers.rs"
        );
    }
}

/// The names in a list of the help of a command.
fn listed(arguments: &[&str], heading: &str, before: &str) -> Vec<String> {
    let run = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
        .args(arguments)
        .output()
        .unwrap();
    let help = String::from_utf8(run.stdout).unwrap();
    let (_, list) = help.split_once(heading).unwrap();
    let lines = list
        .lines()
        .skip(1)
        .take_while(|line| !line.trim().is_empty());
    let names = lines.filter_map(|line| {
        let name = match line.trim_start().strip_prefix("- ") {
            Some(item) => item.split_once(':')?.0,
            // The second line of a description begins further to the right.
            None if line.starts_with("   ") => return None,
            None => line.split_whitespace().next()?,
        };
        Some(format!("{before}{name}"))
    });
    let names: Vec<String> = names.collect();
    assert!(names.len() > 3, "{help}");
    names
}
