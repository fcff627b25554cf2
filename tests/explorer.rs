//! The explorer as a file: what must hold before any browser opens it. What it does in a browser is tested in
//! `tests/browser`.

use clearwatt::report::Words;
use clearwatt::report::explorer::{Explorer, Weighing, explorer, html};
use clearwatt::results::compute;
use std::path::{Path, PathBuf};

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name)
}

fn made(project: &Path, language: &str) -> (Explorer, String) {
    let computed = compute(project);
    let words = Words::of(language).unwrap();
    let explorer = explorer(&computed.results.unwrap(), &computed.sources, &words);
    let page = html(&explorer, &words).unwrap();
    (explorer, page)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn the_same_project_gives_the_same_bytes_wherever_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    copy(&example("eti-demo"), &folder.path().join("elsewhere"));
    let (_, here) = made(&example("eti-demo"), "en");
    let (_, there) = made(&folder.path().join("elsewhere"), "en");
    assert!(here == there);
    assert!(!here.contains(env!("CARGO_MANIFEST_DIR")));
}

#[test]
fn nothing_is_fetched_from_anywhere() {
    for project in ["eti-demo", "eti-published", "starter"] {
        let (_, page) = made(&example(project), "uk");
        let markup: String = page
            .split("<script")
            .map(|part| part.split("</script>").last().unwrap())
            .collect();
        for foreign in [
            "src=", "@import", "url(", "http:", "https:", "<iframe", "<img",
        ] {
            assert!(!markup.contains(foreign), "{project}: {foreign}");
        }
        // One element with data, one with the script, and no way out of the first.
        assert_eq!(page.matches("</script>").count(), 2, "{project}");
    }
}

#[test]
fn weights_move_where_that_is_exact_and_nowhere_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects");
    let closed = |project: &Path, index: &str| {
        let (explorer, _) = made(project, "en");
        let mut indices = explorer
            .editions
            .iter()
            .flat_map(|edition| &edition.indices);
        let found = indices.find(|found| found.id == index).unwrap();
        match &found.weighing {
            Weighing::Open(_) => None,
            Weighing::Closed { why } => Some(why.clone()),
        }
    };
    assert_eq!(closed(&example("eti-demo"), "international"), None);
    let why = closed(&root.join("hdr-excerpt"), "loss").unwrap();
    assert!(why.contains("formula"), "{why}");
    let why = closed(&root.join("hdr-excerpt"), "hdi").unwrap();
    assert!(why.contains("indicators"), "{why}");
    // All totals of the national edition of 2021 were published as they are.
    let why = closed(&example("eti-published"), "national").unwrap();
    assert!(why.contains("published"), "{why}");

    let folder = tempfile::tempdir().unwrap();
    copy(&example("starter"), folder.path());
    let rubric = folder.path().join("rubrics/my.rubric");
    let text = std::fs::read_to_string(&rubric).unwrap();
    let index = "  index international \"International\" {\n    indicators where scope has international\n    category: mean of indicators\n    \
                 total: geometric mean of categories\n    missing: left out\n  }\n}";
    std::fs::write(
        &rubric,
        text.trim_end().trim_end_matches('}').to_string() + index,
    )
    .unwrap();
    let why = closed(folder.path(), "international").unwrap();
    assert!(why.contains("geometric mean"), "{why}");
}
