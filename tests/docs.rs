//! What the documents show is run: every `console` block in README.md and docs/ prints what it says, every `rubric` block
//! is a rubric without mistakes. Each document runs in a folder of its own that holds the examples.

use clearwatt::diagnostic::{Sources, has_errors};
use clearwatt::document::read_file;
use clearwatt::project::load_rubric_file;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<PathBuf> {
    let mut found = vec![root().join("README.md")];
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The blocks of a language with the line each starts at.
fn blocks(text: &str, language: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (at, line) in text.lines().enumerate() {
        match &mut open {
            Some(_) if line.starts_with("```") => found.extend(open.take()),
            Some((_, block)) => {
                block.push_str(line);
                block.push('\n');
            }
            None if line.trim_end() == format!("```{language}") => {
                open = Some((at + 2, String::new()));
            }
            None => {}
        }
    }
    found
}

/// trycmd takes the newline before the next command or the end of a block as its own. Readers need no empty line there,
/// so it is added here, after output that is written out to its end.
fn with_last_newlines(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    let mut last = "";
    for line in text.lines() {
        let ends = line.starts_with("$ ") || line.starts_with("```");
        let is_output = !last.starts_with("$ ") && !last.starts_with("```") && last != "...";
        if inside && ends && is_output {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        if line.starts_with("```") {
            inside = line == "```console";
        }
        last = line;
    }
    out
}

#[test]
fn commands_print_what_the_documents_say() {
    let folder = tempfile::tempdir().unwrap();
    for document in documents() {
        let name = document.file_name().unwrap();
        let text = fs::read_to_string(&document).unwrap();
        fs::write(folder.path().join(name), with_last_newlines(&text)).unwrap();
        let work = folder.path().join(name).with_extension("in");
        copy(&root().join("examples"), &work.join("examples"));
        // The starter with one misspelt format, for showing a message.
        let mistaken = work.join("my-index-with-a-mistake");
        copy(&root().join("examples/starter"), &mistaken);
        let sheet = mistaken.join("data/2024/MD.yaml");
        let text = fs::read_to_string(&sheet).unwrap();
        let wrong = text.replacen("formats: [pdf]", "formats: [cvs]", 1);
        assert_ne!(text, wrong);
        fs::write(sheet, wrong).unwrap();
    }
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .case(folder.path().join("*.md"));
}

#[test]
fn rubrics_in_documents_have_no_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for (line, block) in blocks(&text, "rubric") {
            count += 1;
            let path = folder.path().join(format!("{count}.rubric"));
            fs::write(&path, block).unwrap();
            let mut sources = Sources::default();
            let file = read_file(&mut sources, &path).unwrap();
            let findings = load_rubric_file(&mut sources, file, &path).findings;
            assert!(
                !has_errors(&findings),
                "{} line {line}: {findings:?}",
                document.display()
            );
        }
    }
    assert!(count > 0, "docs/rubric.md shows rubrics");
}

/// The project, the evidence and the given scores of docs/evidence.md together are a project without mistakes, with the
/// rubric that docs/rubric.md derives from the one that ships.
#[test]
fn the_evidence_in_documents_is_a_project() {
    let read = |name: &str| fs::read_to_string(root().join("docs").join(name)).unwrap();
    let (evidence, rubric) = (read("evidence.md"), read("rubric.md"));
    let yaml = blocks(&evidence, "yaml");
    let rubrics = blocks(&rubric, "rubric");
    let strict = rubrics
        .iter()
        .find(|(_, text)| text.starts_with("rubric strict"));
    let csv = blocks(&evidence, "csv");
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("clearwatt.yaml", &yaml[0].1),
        ("data/2024-UA.yaml", &yaml[1].1),
        ("data/2023-GE.yaml", &yaml[2].1),
        ("data/more.csv", &csv[0].1),
        ("rubrics/strict.rubric", &strict.unwrap().1),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let computed = clearwatt::results::compute(folder.path());
    let messages: Vec<&str> = computed
        .findings
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    assert!(messages.is_empty(), "{messages:#?}");
}
