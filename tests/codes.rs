//! The page of every code: each code that the program can print has one, and the examples give what they promise.

use clearwatt::diagnostic::{Sources, code_page, codes};
use clearwatt::language::load::load;
use clearwatt::language::test;
use std::collections::BTreeSet;
use std::path::Path;

fn source_files(folder: &Path, into: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let mut files = Vec::new();
    source_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut used = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        for (at, _) in text.match_indices("\"CW") {
            let code = &text[at + 1..at + 7];
            if text[at + 7..].starts_with('"') && code[2..].bytes().all(|b| b.is_ascii_digit()) {
                used.insert(code.to_string());
            }
        }
    }
    let pages: BTreeSet<String> = codes().map(String::from).collect();
    assert_eq!(used, pages);
}

/// The blocks of a page that are marked with a word.
fn blocks(page: &str, word: &str) -> Vec<String> {
    let opening = format!("```{word}\n");
    let parts = page.split(opening.as_str()).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap().to_string())
        .collect()
}

/// The codes of everything there is to say about a part of a rubric, its tests included.
fn findings(base: &str, part: &str) -> BTreeSet<String> {
    let text = base.replacen("  score base\n", &format!("{part}\n  score base\n"), 1);
    let mut sources = Sources::default();
    let file = sources.add("example.rubric", text.as_str());
    let loaded = load(&mut sources, file, &mut |_, name| {
        panic!("{name} is no example")
    });
    let mut found: BTreeSet<String> = loaded
        .findings
        .iter()
        .map(|finding| finding.code.to_string())
        .collect();
    if let Some(rubric) = loaded.sound() {
        for result in test::run(rubric).0 {
            found.extend(
                result
                    .failures
                    .iter()
                    .map(|failure| failure.code.to_string()),
            );
        }
    }
    found
}

#[test]
fn examples_are_wrong_and_right_as_they_say() {
    let whole =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/codes.md")).unwrap();
    let base = blocks(&whole, "rubric").remove(0);
    let mut tried = 0;
    for code in codes() {
        let page = code_page(code).unwrap();
        for wrong in blocks(page, "wrong") {
            let found = findings(&base, &wrong);
            assert!(found.contains(code), "{code}: {found:?}\n{wrong}");
            tried += 1;
        }
        for right in blocks(page, "right") {
            let found = findings(&base, &right);
            let only_unread = found.iter().all(|code| code == "CW0215");
            assert!(
                only_unread && !found.contains(code),
                "{code}: {found:?}\n{right}"
            );
        }
    }
    assert!(tried > 30, "{tried}");
}
