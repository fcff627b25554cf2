//! The parser of rubrics and the readers of YAML and CSV take anything without falling over, and one mistake in a shipped
//! rubric stays about one message.

use clearwatt::diagnostic::Sources;
use clearwatt::document::{parse_table, parse_yaml};
use clearwatt::language::parser::parse;
use proptest::prelude::*;
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

/// Words and signs of the language, in any order.
fn soup() -> impl Strategy<Value = String> {
    let words = [
        "rubric",
        "evidence",
        "indicator",
        "criterion",
        "levels",
        "when",
        "otherwise",
        "if",
        "then",
        "else",
        "is",
        "not",
        "has",
        "all",
        "only",
        "and",
        "or",
        "adjust",
        "becomes",
        "score",
        "index",
        "total",
        "weighted",
        "mean",
        "of",
        "indicators",
        "cut",
        "by",
        "round",
        "half",
        "up",
        "to",
        "decimals",
        "grades",
        "from",
        "example",
        "test",
        "given",
        "but",
        "expect",
        "grade",
        "let",
        "extends",
        "set",
        "period",
        "missing",
        "left",
        "out",
        "rank",
        "on",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        "=",
        "<=",
        ">",
        "+",
        "-",
        "*",
        "/",
        "|",
        "0",
        "0.5",
        "100",
        "5%",
        "45 days",
        "2023-Q2",
        "2023-11-30",
        "\"label\"",
        "\"",
        "#19aa52",
        "# comment",
        "\n",
        "показник",
        "a",
        "b",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..120)
        .prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_parsed(text in "\\PC{0,300}") {
        errors(&text);
    }

    #[test]
    fn any_words_of_the_language_can_be_parsed(text in soup()) {
        errors(&text);
        errors(&format!("rubric a {{\n{text}\n}}\n"));
    }

    #[test]
    fn any_text_can_be_read_as_yaml_and_as_a_table(text in "[ -~\\n\\t:{}\\[\\],\"'&*#|>а-я]{0,200}") {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text.as_str());
        let _ = parse_yaml(&sources, file);
        let _ = parse_table(&sources, file);
    }
}
