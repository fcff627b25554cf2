//! Mistakes planted in the rubrics that ship: each must be caught by the checker or by the rubric's own tests.
//!
//! A mutation changes one place: a score, a comparison, a weight, a grade's edge, a name, or removes a rule. One that
//! changes no score of any case is no mistake, so criteria are compared case by case to tell those apart. What survives
//! is listed; the test asks for 95 % in each rubric.

use clearwatt::diagnostic::{Severity, Sources};
use clearwatt::language::difference::compare;
use clearwatt::language::load::{Loaded, load};
use clearwatt::language::test;
use clearwatt::project::{builtin, named_rubric};
use std::path::Path;

fn loaded(text: &str) -> Loaded {
    let mut sources = Sources::default();
    let file = sources.add("mutant.rubric", text);
    load(&mut sources, file, &mut |sources, base| {
        let name = base.trim_end_matches(".rubric");
        let name = name.strip_prefix("builtin:").unwrap_or(name);
        named_rubric(sources, Path::new(""), &format!("builtin:{name}"))
    })
}

/// One changed text with what was changed in words.
type Mutant = (String, String);

/// The text with `from` at byte `at` replaced.
fn replaced(text: &str, at: usize, from: &str, to: &str) -> Mutant {
    let line = text[..at].matches('\n').count() + 1;
    let mutant = format!("{}{to}{}", &text[..at], &text[at + from.len()..]);
    (mutant, format!("line {line}: `{from}` -> `{to}`"))
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let at = *start;
        *start += line.len();
        Some((at, line))
    })
}

fn mutants(text: &str) -> Vec<Mutant> {
    let mut found = Vec::new();
    let code_ends = text
        .find("\n  example ")
        .or(text.find("\n  test "))
        .unwrap_or(text.len());
    let mut grades = false;
    for (start, line) in lines(&text[..code_ends]) {
        let code = line
            .split("  #")
            .next()
            .unwrap()
            .split("  \"")
            .next()
            .unwrap();
        let words = code.trim();
        // Formulas of indices speak of all entities; they are tested against published tables (`tests/published.rs`).
        let formula = words.starts_with("total =");
        if formula || words.is_empty() || words.starts_with('#') || words.starts_with("source") {
            continue;
        }
        grades = words.starts_with("grades") || grades && !words.starts_with('}');
        let indent = line.len() - line.trim_start().len();
        let first = words.split_whitespace().next().unwrap();
        let is_rule = first.parse::<f64>().is_ok()
            && (words.contains(" if ") || words.contains(" otherwise"));
        if is_rule {
            for other in ["0", "0.5", "1", "5"] {
                if other != first {
                    found.push(replaced(text, start + indent, first, other));
                }
            }
            found.push(replaced(text, start, line, ""));
        }
        for (from, to) in [
            (" >= ", " > "),
            (" >= ", " <= "),
            (" and ", " or "),
            (" = 1", " = 0"),
            (" = 0 ", " = 1 "),
            (" + ", " - "),
            (" * ", " + "),
        ] {
            for (at, _) in code.match_indices(from) {
                found.push(replaced(text, start + at, from, to));
            }
        }
        for (at, _) in code.match_indices('%') {
            let number = code[..at].rsplit([' ', '{']).next().unwrap();
            found.push(replaced(
                text,
                start + at - number.len(),
                number,
                &format!("{number}1"),
            ));
        }
        if grades && let Some(at) = code.find("from ") {
            let number = code[at + 5..].split_whitespace().next().unwrap();
            if let Ok(value) = number.parse::<i64>()
                && value > 0
            {
                found.push(replaced(
                    text,
                    start + at + 5,
                    number,
                    &(value + 1).to_string(),
                ));
                found.push(replaced(
                    text,
                    start + at + 5,
                    number,
                    &(value - 10).to_string(),
                ));
            }
        }
        // A misspelt name: the last word of a condition.
        if let Some(at) = code.find(" is ") {
            let name = code[at + 4..].split([' ', ',', '\n']).next().unwrap();
            found.push(replaced(text, start + at + 4, name, &format!("{name}x")));
        }
    }
    found
}

/// Whether a mutant changes nothing: all its criteria were proved equal and all else is written alike.
fn is_equal(before: &Loaded, after: &Loaded) -> bool {
    match (&before.rubric, &after.rubric) {
        (Some(before), Some(after)) => {
            let found = compare(before, after);
            found.differences.is_empty() && found.open.is_empty()
        }
        _ => false,
    }
}

fn is_caught(mutant: &Loaded) -> bool {
    let warned = mutant
        .findings
        .iter()
        .any(|finding| finding.severity != Severity::Error);
    let failed = || match mutant.sound() {
        Some(rubric) => test::run(rubric)
            .0
            .iter()
            .any(|result| !result.failures.is_empty()),
        None => true,
    };
    warned || failed()
}

#[test]
fn planted_mistakes_are_caught() {
    let mut report = String::new();
    let mut enough = true;
    for name in builtin::rubrics() {
        let text = builtin::rubric(name).unwrap().text;
        let original = loaded(text);
        assert!(
            original.findings.is_empty(),
            "{name}: {:#?}",
            original.findings
        );
        let (mut planted, mut survivors) = (0, Vec::new());
        for (mutant, what) in mutants(text) {
            let mutant = loaded(&mutant);
            if is_equal(&original, &mutant) {
                continue;
            }
            planted += 1;
            if !is_caught(&mutant) {
                survivors.push(what);
            }
        }
        let caught = planted - survivors.len();
        report.push_str(&format!("{name}: {caught} of {planted}\n"));
        for survivor in &survivors {
            report.push_str(&format!("  survived: {survivor}\n"));
        }
        enough &= caught * 100 >= planted * 95;
    }
    assert!(enough, "{report}");
    println!("{report}");
}
