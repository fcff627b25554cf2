//! Reports of the examples: what they say, that they need nothing from elsewhere, and that hostile texts stay texts.

use clearwatt::report::{Files, Words, page::page, render};
use clearwatt::results::compute;
use std::collections::BTreeSet;
use std::path::Path;

fn report(project: &Path, language: &str) -> Files {
    let computed = compute(project);
    let results = computed.results.expect("the project has no errors");
    let words = Words::of(language).unwrap();
    render(&page(&results, &words), &words).unwrap()
}

fn example(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name)
}

fn text(files: &Files, name: &str) -> String {
    String::from_utf8(files.files[name].clone()).unwrap()
}

/// The values of an attribute, in order.
fn attributes<'a>(html: &'a str, start: &str) -> Vec<&'a str> {
    let parts = html.split(start).skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}

#[test]
fn the_published_figures_are_told_as_published() {
    let files = report(&example("eti-published"), "en");
    let html = text(&files, "report.html");
    // Published: Romania 86 and Ukraine 38 in 2023; Georgia 61 to 73, Ukraine 69 to 38 since 2021.
    for sentence in [
        "Romania leads with 86 points, Ukraine is last with 38",
        "Since 2021 Georgia gained most (+12), Ukraine lost most (−31).",
        "Ukraine has 41 of 100 points, grade D-",
        "Georgia: Balances is the strongest part, Public authorities the weakest",
    ] {
        assert!(html.contains(sentence), "{sentence}");
    }
    let names: Vec<&str> = files.files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "charts/international-categories.png",
            "charts/international-categories.svg",
            "charts/international-ranking.png",
            "charts/international-ranking.svg",
            "charts/international-timeline.png",
            "charts/international-timeline.svg",
            "charts/national-ranking.png",
            "charts/national-ranking.svg",
            "charts/national-timeline.png",
            "charts/national-timeline.svg",
            "report.html",
            "report.md",
        ]
    );
}

#[test]
fn an_invented_project_says_so_in_every_chart_and_both_texts() {
    let files = report(&example("eti-demo"), "uk");
    for (name, bytes) in &files.files {
        if !name.ends_with(".png") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(
                text.contains("Вигадані дані") || text.contains("вигадані"),
                "{name}"
            );
        }
    }
    assert!(files.missing.is_empty(), "{:?}", files.missing);
}

#[test]
fn the_page_stands_alone() {
    for project in ["eti-published", "eti-demo"] {
        let files = report(&example(project), "en");
        // The template engine writes a slash in an attribute as &#x2f;.
        let html = text(&files, "report.html").replace("&#x2f;", "/");
        for foreign in ["<script", "<link", "<iframe", "<img", "@import", "url("] {
            assert!(!html.contains(foreign), "{project}: {foreign}");
        }
        let ids = attributes(&html, " id=\"");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{project}: an id stands twice");
        for target in attributes(&html, "href=\"") {
            let known = match target.strip_prefix('#') {
                Some(id) => unique.contains(id),
                None => {
                    target.starts_with("https://")
                        || target.starts_with("http://")
                        || files.files.contains_key(target)
                }
            };
            assert!(known, "{project}: {target} leads nowhere");
        }
    }
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    let project = example("eti-demo");
    assert!(report(&project, "en").files == report(&project, "en").files);
}

#[test]
fn headings_go_down_one_step_at_a_time() {
    let html = text(&report(&example("eti-demo"), "en"), "report.html");
    let mut last = 0;
    for part in html.split("<h").skip(1) {
        let Some(level) = part.chars().next().and_then(|c| c.to_digit(10)) else {
            continue;
        };
        assert!(level <= last + 1, "h{level} after h{last}");
        last = level;
    }
}

#[test]
fn hostile_texts_stay_texts() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "<script>alert(1)</script> & \\\"x\\\" | *b*";
    let files = [
        (
            "clearwatt.yaml",
            format!(
                "title: \"{hostile}\"\ncatalogue: builtin:energy-transparency\nevidence: data\n\
                 editions:\n  - {{ id: international-2023, rubric: builtin:energy-transparency-international }}\n\
                 entities:\n  AAA1: {{ label: \"{hostile}\" }}\n"
            ),
        ),
        (
            "data/a.yaml",
            format!(
                "edition: international-2023\nentity: AAA1\ngiven:\n  - {{ index: international, score: 50, \
                 source: \"javascript:alert(1)\", note: \"{hostile}\" }}\n"
            ),
        ),
    ];
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let files = report(folder.path(), "en");
    let html = text(&files, "report.html");
    assert!(!html.contains("<script"), "a script got in");
    assert!(
        !html.contains("href=\"javascript"),
        "a script got into a link"
    );
    assert!(html.contains("&lt;script&gt;alert(1)"));
    let markdown = text(&files, "report.md");
    assert!(!markdown.contains("<script"));
    assert!(markdown.contains("\\| \\*b\\*"));
}
