//! Anything at all: letters, bytes, and the real words and signs of the language in any order.

use super::{errors, found, read_as_data, rubrics};
use clearwatt::diagnostic::Sources;
use clearwatt::document::read_file;
use clearwatt::language::parser::BLOCK_WORDS;
use clearwatt::language::rubric::{Function, Statistic};
use clearwatt::language::syntax::ListFigure;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The vocabulary: every word and sign of the shipped rubrics, those that statements begin with, functions, figures,
/// and what people write by mistake.
static VOCABULARY: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut words: BTreeSet<String> = BTreeSet::new();
    for (_, text) in rubrics() {
        for line in text.lines() {
            let code = line.split("  #").next().unwrap_or(line);
            let mut rest = code;
            // Texts in quotes stay whole.
            while let Some((before, after)) = rest.split_once('"') {
                words.extend(before.split_whitespace().map(String::from));
                rest = after.split_once('"').map_or("", |(_, after)| after);
            }
            words.extend(rest.split_whitespace().map(String::from));
        }
    }
    words.extend(BLOCK_WORDS.map(String::from));
    words.extend(Function::ALL.map(|(name, _)| format!("{name}(")));
    words.extend(Statistic::ALL.map(|(name, _)| format!("{name}(")));
    words.extend(ListFigure::ALL.map(|(word, _)| format!("{word} of")));
    let others = [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        "=",
        "<",
        "<=",
        ">",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "|",
        "\n",
        "\n",
        "\n",
        "\t",
        "\"label\"",
        "\"",
        "“label”",
        "#19aa52",
        "#",
        "# comment",
        "0,5",
        "=>",
        "!=",
        ";",
        "·",
        "1e9",
        "-1",
        "5%",
        "45 days",
        "2023-Q2",
        "2023-13",
        "list of {",
        "all of",
        "any of",
        "have",
        "if",
        "then",
        "else",
        "not applicable",
        "drop",
        "optional",
        "allow CW0214 because \"x\"",
        "показник",
        "a\u{301}",
        "grade of 95 is",
        "carried over",
        "judged",
    ];
    words.extend(others.map(String::from));
    words.into_iter().collect()
});

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(VOCABULARY.clone()), 0..150)
        .prop_map(|words| words.join(" "))
}

/// A shipped rubric with some of its words replaced by others of the vocabulary, dropped, or swapped.
fn stirred() -> impl Strategy<Value = String> {
    let shipped: Vec<String> = rubrics().into_iter().map(|(_, text)| text).collect();
    let change = (
        any::<prop::sample::Index>(),
        prop::sample::select(VOCABULARY.clone()),
        0..3u8,
    );
    (
        prop::sample::select(shipped),
        prop::collection::vec(change, 1..6),
    )
        .prop_map(|(text, changes)| {
            let mut words: Vec<String> = text
                .split_inclusive([' ', '\n'])
                .map(String::from)
                .collect();
            for (at, word, how) in changes {
                let at = at.index(words.len());
                match how {
                    0 => words[at] = format!("{word} "),
                    1 => words[at] = String::new(),
                    _ => words.swap(at, 0),
                }
            }
            words.concat()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_parsed(text in "\\PC{0,300}") {
        found(&text);
        errors(&format!("rubric a {{ {text}"));
    }

    #[test]
    fn any_words_of_the_language_can_be_checked(text in soup()) {
        found(&text);
        found(&format!("rubric a {{\n{text}\n}}\n"));
        found(&format!("rubric a {{\nscore 1\nindex i {{\n{text}\n}}\n}}\n"));
        found(&format!("rubric a {{\nevidence {{\nx : yes > no\n}}\ncriterion c {{\n1 if {text}\n}}\n}}\n"));
    }

    #[test]
    fn any_text_can_be_read_as_yaml_and_as_a_table(text in "[ -~\\n\\t:{}\\[\\],\"'&*#|>а-я]{0,200}") {
        read_as_data(&text);
    }

    /// Bytes of any kind, in a file: read as rubric, YAML and table, or refused as no UTF-8.
    #[test]
    fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..300), mark in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rubric");
        let start: &[u8] = if mark { b"\xef\xbb\xbf" } else { b"" };
        std::fs::write(&path, [start, &bytes].concat()).unwrap();
        let mut sources = Sources::default();
        if let Ok(file) = read_file(&mut sources, &path) {
            let text = sources.get(file).unwrap().text().to_string();
            found(&text);
            read_as_data(&text);
        } else {
            let text = String::from_utf8_lossy(&bytes);
            found(&text);
            read_as_data(&text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn stirred_rubrics_can_be_checked(text in stirred()) {
        found(&text);
    }
}
