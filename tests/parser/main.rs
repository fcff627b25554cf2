//! The parser of rubrics and the readers of YAML and CSV take anything without falling over, and one mistake in a shipped
//! rubric stays about one message.

mod corpus;
mod deep;
mod large;
mod soup;

use clearwatt::diagnostic::Sources;
use clearwatt::document::{parse_table, parse_yaml};
use clearwatt::language::format;
use clearwatt::language::load::load;
use clearwatt::language::parser::parse;
use std::fs;
use std::path::Path;

/// The shipped rubrics with their names.
fn rubrics() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rubrics");
    let mut found: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rubric"))
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    found.sort();
    found
}

/// Everything that a rubric goes through before it is scored: parser, checker with its proofs, layout. Gives back the
/// codes of what was found.
fn found(text: &str) -> Vec<&'static str> {
    let mut sources = Sources::default();
    let file = sources.add("a.rubric", text);
    let loaded = load(&mut sources, file, &mut |_, name| {
        Err(Box::new(clearwatt::diagnostic::Diagnostic::error(
            "CW0217",
            format!("there is no `{name}`"),
        )))
    });
    // Layout does not change what is laid out. Large texts have a test of their own.
    if text.len() < 100_000
        && let Some(even) = format::format(text)
    {
        let again = format::format(&even);
        let differs = || {
            let again = again.as_deref().unwrap_or("");
            let lines = even.lines().zip(again.lines());
            let mut changed = lines.filter(|(a, b)| a != b);
            changed.next().map(|(a, b)| format!("{a:?}, then {b:?}"))
        };
        assert!(again.as_deref() == Some(even.as_str()), "{:?}", differs());
    }
    loaded.findings.iter().map(|finding| finding.code).collect()
}

/// Runs the tests of a rubric that has no errors.
fn run_tests(text: &str) {
    let mut sources = Sources::default();
    let file = sources.add("a.rubric", text);
    let loaded = load(&mut sources, file, &mut |_, _| unreachable!());
    if let Some(rubric) = loaded.sound() {
        clearwatt::language::test::run(rubric);
    }
}

/// The same for a text as YAML and as a table.
fn read_as_data(text: &str) -> bool {
    let mut sources = Sources::default();
    let file = sources.add("a.yaml", text);
    let _ = parse_table(&sources, file, &[]);
    parse_yaml(&sources, file).is_ok()
}

fn errors(text: &str) -> usize {
    let mut sources = Sources::default();
    let file = sources.add("a.rubric", text);
    parse(&sources, file).errors.len()
}

/// The places of braces that are neither in a comment nor in a text.
fn braces(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut comment, mut quoted) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            '\n' => comment = false,
            '"' if !comment => quoted = !quoted,
            '#' if !quoted => comment = true,
            '{' | '}' if !comment && !quoted => found.push(at),
            _ => {}
        }
    }
    found
}

#[test]
fn a_forgotten_brace_is_a_few_messages() {
    for (name, text) in rubrics() {
        assert_eq!(errors(&text), 0, "{name}");
        for at in braces(&text) {
            let mut broken = text.clone();
            broken.remove(at);
            let line = text[..at].lines().count();
            let count = errors(&broken);
            assert!(
                (1..=6).contains(&count),
                "{name} line {line}: {count} messages"
            );
        }
    }
}

#[test]
fn a_dropped_or_doubled_line_never_stops_the_parser() {
    for (_, text) in rubrics() {
        let lines: Vec<&str> = text.lines().collect();
        for at in 0..lines.len() {
            let mut dropped = lines.clone();
            dropped.remove(at);
            errors(&dropped.join("\n"));
            let mut doubled = lines.clone();
            doubled.insert(at, lines[at]);
            errors(&doubled.join("\n"));
        }
    }
}
