//! Reports of the examples: what they say, that they need nothing from elsewhere, and that hostile texts stay texts.

use clearwatt::project::EntityId;
use clearwatt::report::figures::{ChartKind, ChartOrder};
use clearwatt::report::gallery::gallery;
use clearwatt::report::layout::{Format, load};
use clearwatt::report::page::{About, Page, page};
use clearwatt::report::pdf::Printer;
use clearwatt::report::{Files, Templates, Words, html, json, markdown, missing_names, render};
use clearwatt::results::compute;
use std::collections::BTreeSet;
use std::path::Path;

/// Does something with the report of a kind about an entity, or everybody.
fn with_page<T>(
    project: &Path,
    (kind, entity): (&str, Option<&str>),
    language: &str,
    made: impl FnOnce(&Page, &Words) -> T,
) -> T {
    let mut computed = compute(project);
    let results = computed.results.expect("the project has no errors");
    let words = Words::of(language).unwrap();
    let layout = load(&mut computed.sources, &results, kind);
    let layout = layout.unwrap().expect("the report file has no errors");
    let entity: Option<EntityId> =
        entity.map(|text| results.project.entities.resolve(text).unwrap());
    let about = About {
        entity: entity.as_ref(),
        edition: None,
        index: None,
    };
    let page = page(&results, &computed.sources, &words, &layout, about);
    made(&page, &words)
}

/// All entities, all indices, the latest editions.
const EVERYTHING: About<'static> = About {
    entity: None,
    edition: None,
    index: None,
};

/// All files of a report but the PDF.
fn made(project: &Path, kind: &str, entity: Option<&str>, language: &str) -> Files {
    with_page(project, (kind, entity), language, |page, words| {
        let formats = [Format::Html, Format::Md, Format::Json];
        render(page, words, &Templates::default(), "report", &formats).unwrap()
    })
}

/// The texts of a report, without its pictures, which take longer.
struct Texts {
    html: String,
    markdown: String,
    json: serde_json::Value,
}

fn texts(project: &Path, kind: &str, entity: Option<&str>, language: &str) -> Texts {
    with_page(project, (kind, entity), language, |page, words| Texts {
        html: html(page, words, &Templates::default()).unwrap(),
        markdown: markdown(page, words, &Templates::default()).unwrap(),
        json: serde_json::from_str(&json(page)).unwrap(),
    })
}

fn report(project: &Path, language: &str) -> Files {
    made(project, "full", None, language)
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
            "charts/international-changes.png",
            "charts/international-changes.svg",
            "charts/international-ranking.png",
            "charts/international-ranking.svg",
            "charts/international-ranks.png",
            "charts/international-ranks.svg",
            "charts/international-timeline.png",
            "charts/international-timeline.svg",
            "charts/national-ranking.png",
            "charts/national-ranking.svg",
            "charts/national-timeline.png",
            "charts/national-timeline.svg",
            "report.html",
            "report.json",
            "report.md",
        ]
    );
}

/// From 2022 to 2024: A 20 to 70, B 10 to 60 (+50 each), C 80 to 30 (−50).
#[test]
fn all_that_share_the_largest_change_are_named() {
    let rubric = "rubric whole \"Rule\" {\n  edition \"whole\"\n  evidence {\n    value : number from 0 to 100\n  }\n  score value\n  \
         index idx \"Index\" {\n    category: mean of indicators\n    total: mean of categories\n  }\n}\n";
    let project = project(&[
        ("whole.rubric", rubric.to_string()),
        (
            "clearwatt.yaml",
            "title: T\ncatalogue: catalogue\nevidence: data\nentities:\n  A: { label: Anland }\n  B: { label: Beland }\n  \
             C: { label: Celand }\neditions:\n  - { id: y-2022, rubric: whole.rubric }\n  - { id: y-2024, rubric: whole.rubric }\n"
                .to_string(),
        ),
        (
            "catalogue/all.yaml",
            "category: all\nlabel: All\nsubcategories:\n  every:\n    label: Every\n    indicators:\n      a: { label: Prices }\n"
                .to_string(),
        ),
        (
            "data/values.csv",
            "edition,entity,indicator,value\ny-2022,A,a,20\ny-2022,B,a,10\ny-2022,C,a,80\n\
             y-2024,A,a,70\ny-2024,B,a,60\ny-2024,C,a,30\n"
                .to_string(),
        ),
    ]);
    let texts = texts(project.path(), "brief", None, "en");
    let sentence = "Since 2022 Anland and Beland gained most (+50), Celand lost most (−50).";
    assert!(texts.markdown.contains(sentence), "{}", texts.markdown);
}

#[test]
fn an_invented_project_says_so_in_every_chart_and_both_texts() {
    let files = report(&example("eti-demo"), "uk");
    for (name, bytes) in &files.files {
        if !name.ends_with(".png") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(
                text.contains("Вигадані дані")
                    || text.contains("вигадані")
                    || text.contains("\"fictional\": true"),
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
    for (kind, entity) in [
        ("full", None),
        ("edition", None),
        ("brief", Some("DV")),
        ("standard", Some("DV")),
        ("full", Some("LM")),
    ] {
        headings_go_down(&texts(&example("eti-demo"), kind, entity, "en").html);
    }
}

fn headings_go_down(html: &str) {
    let mut last = 0;
    for part in html.split("<h").skip(1) {
        let Some(level) = part.chars().next().and_then(|c| c.to_digit(10)) else {
            continue;
        };
        assert!(level <= last + 1, "h{level} after h{last}");
        last = level;
    }
}

/// What somebody might write into a name, a note or a reason.
const HOSTILE: [&str; 7] = [
    "https://x>)<img/src=x/onerror=alert(1)>",
    "<script>alert(1)</script> & 'x' | *b* ]]> </style></title>",
    "\"><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "\u{202E}txet\u{202C} \u{200F}مرحبا",
    "🔥👩‍👩‍👧 {{ page.title }} {% raw %}",
    "javascript:alert(1)",
];

/// Writes files, and gives the project back.
fn project(files: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

fn hostile_project(hostile: &str) -> tempfile::TempDir {
    // JSON texts are YAML texts.
    let quoted = serde_json::to_string(hostile).unwrap();
    let project_file = format!(
        "title: {quoted}\ncatalogue: builtin:energy-transparency\nevidence: data\nsource: {quoted}\n\
         licence: {quoted}\neditions:\n  - {{ id: i-2023, rubric: builtin:energy-transparency-international, label: {quoted} }}\n\
         entities:\n  AAA1: {{ label: {quoted} }}\n  BBB2: {{ label: {quoted} }}\n"
    );
    let sheet = |entity: &str| {
        format!(
            "edition: i-2023\nentity: {entity}\ndisclosures:\n\
             \x20 electricity-balance-annual: {{ published: no, note: {quoted}, source: {quoted} }}\n\
             \x20 gas-balance-annual: {{ withheld: {quoted}, note: {quoted} }}\n\
             \x20 oil-balance-annual: {{ not_applicable: {quoted} }}\n"
        )
    };
    let report = format!(
        "title: {quoted}\nblocks: [card, sentences, text: {quoted}, black_boxes, absences, comments, road, \
         recommendations, evidence, entities: [card, absences, chart: card], ranking, data, chart: front.yaml, \
         chart: ranking, chart: heatmap, chart: funnel]\n\
         comments:\n  - {{ from: {quoted}, text: {quoted}, reply: {quoted} }}\n"
    );
    let front = format!("chart: ranking\ntitle: {quoted}\nsubtitle: {quoted}\nnote: {quoted}\n");
    project(&[
        ("clearwatt.yaml", project_file),
        ("front.yaml", front),
        ("data/a.yaml", sheet("AAA1")),
        ("data/b.yaml", sheet("BBB2")),
        ("report.yaml", report),
    ])
}

#[test]
fn hostile_texts_stay_texts() {
    let long = "Ministry of the Very Long Name and ".repeat(9);
    let unbroken = "W".repeat(300);
    for hostile in HOSTILE
        .into_iter()
        .chain([long.as_str(), unbroken.as_str()])
    {
        let folder = hostile_project(hostile);
        let kind = folder.path().join("report.yaml");
        let kind = kind.to_str().unwrap();
        for (kind, entity) in [
            ("full", None),
            ("standard", Some("AAA1")),
            (kind, Some("AAA1")),
            (kind, None),
        ] {
            let made = texts(folder.path(), kind, entity, "en");
            let (html, markdown, json) = (made.html, made.markdown, made.json);
            for bad in [
                "<script",
                "<img",
                "href=\"javascript",
                "href=\"http://evil",
                "</style></title>",
            ] {
                assert!(!html.contains(bad), "{kind} {bad}: {hostile}");
            }
            for bad in ["<script", "<img", "](javascript", "](<javascript"] {
                assert!(!markdown.contains(bad), "{kind} {bad}: {hostile}");
            }

            let expected = hostile.trim();
            assert_eq!(json["title"].as_str().unwrap().trim(), expected);
        }
        let page = gallery_of(folder.path());
        assert!(page.contains("<details>"), "{hostile}");
        for bad in [
            "<script",
            "onerror=alert(1)>",
            "href=\"javascript",
            "href=\"http://evil",
        ] {
            assert!(!page.contains(bad), "gallery {bad}: {hostile}");
        }
        // The charts are pictures beside the page; nothing else is one.
        assert_eq!(
            page.matches("<img").count(),
            page.matches("<img src=\"").count()
        );
        assert!(!page.contains("<img src=x"), "{hostile}");
    }
}

/// The page with all charts of a project.
fn gallery_of(project: &Path) -> String {
    let results = compute(project).results.unwrap();
    let words = Words::of("en").unwrap();
    let order = ChartOrder::of(ChartKind::Ranking);
    gallery(&order, &results, &words).page(&words).unwrap()
}

/// The chart blocks of a report: whether each is a figure with a file, and its table.
fn charts(json: &serde_json::Value) -> Vec<(Option<String>, serde_json::Value)> {
    let sections = json["chapters"][0]["sections"].as_array().unwrap();
    let charts = sections
        .iter()
        .filter(|section| section["block"] == "chart");
    let shown = charts.map(|section| {
        let element = &section["elements"][0];
        match element["figure"]["file"].as_str() {
            Some(file) => (Some(file.to_string()), element["figure"]["table"].clone()),
            None => (None, element["table"].clone()),
        }
    });
    shown.collect()
}

#[test]
fn charts_of_report_files_are_drawn_with_their_tables() {
    let folder = project(&[
        (
            "mine.yaml",
            "each: yes\nblocks: [chart: ranking, chart: ranking, chart: front.yaml, chart: waterfall, chart: funnel, \
             chart: sub/front.yaml]\n"
                .to_string(),
        ),
        (
            "front.yaml",
            "chart: ranking\nentity: [VR, LM]\nedition: international-2022\ntitle: My finding\n".to_string(),
        ),
        ("sub/front.yaml", "chart: card\nentity: LM\n".to_string()),
    ]);
    let kind = folder.path().join("mine.yaml");
    let kind = kind.to_str().unwrap();
    let made = texts(&example("eti-demo"), kind, Some("DV"), "en");
    let charts = charts(&made.json);
    let files: Vec<&str> = charts
        .iter()
        .map(|(file, _)| file.as_deref().unwrap())
        .collect();
    // Two of a kind and two files of a name have charts of their own.
    assert_eq!(
        files,
        [
            "international.dv~ranking",
            "international.dv~ranking-2",
            "international.dv~front",
            "international.dv~waterfall",
            "international.dv~funnel",
            "international.dv~front-2",
        ]
    );
    let cell = |chart: usize, row: usize, column: usize| {
        charts[chart].1["rows"][row][column]["text"]
            .as_str()
            .unwrap()
    };
    // In a ranking of everybody the entity only stands out; a chart file that chooses keeps its choice and its edition,
    // in which Verania had 81 and Lomaria 28.
    assert_eq!(charts[0].1["rows"].as_array().unwrap().len(), 6);
    assert_eq!(charts[2].1["rows"].as_array().unwrap().len(), 2);
    assert_eq!(
        [cell(2, 0, 1), cell(2, 0, 2), cell(2, 1, 1), cell(2, 1, 2)],
        ["Verania", "81 B+", "Lomaria", "28 F"]
    );
    assert!(made.html.contains("My finding"));
    // On the rules of 2023 Dravina came from 48.2 to 42.6 (`progress`, all editions); 134 are its applicable disclosures.
    assert_eq!(cell(3, 0, 1), "48.2");
    assert_eq!([cell(4, 1, 0), cell(4, 1, 1)], ["Applicable", "134"]);
    assert_eq!(cell(5, 0, 1), "Lomaria");
    // Published scores have no waterfall and no funnel, and there is no such edition: those blocks are left out.
    let other = project(&[(
        "mine.yaml",
        "each: yes\nblocks: [card, chart: waterfall, chart: funnel, chart: slope]\n".to_string(),
    )]);
    let kind = other.path().join("mine.yaml");
    let json = texts(
        &example("eti-published"),
        kind.to_str().unwrap(),
        Some("UA"),
        "en",
    )
    .json;
    let sections = json["chapters"][0]["sections"].as_array().unwrap();
    let blocks: Vec<&str> = sections
        .iter()
        .map(|s| s["block"].as_str().unwrap())
        .collect();
    assert_eq!(blocks, ["card", "chart"]);
}

#[test]
fn among_the_entities_a_chart_is_its_table() {
    let folder = project(&[(
        "mine.yaml",
        "blocks: [entities: [chart: card], chart: bump]\n".to_string(),
    )]);
    let kind = folder.path().join("mine.yaml");
    let json = texts(&example("eti-demo"), kind.to_str().unwrap(), None, "en").json;
    let below = json["chapters"][0]["sections"][0]["chapters"]
        .as_array()
        .unwrap();
    assert_eq!(below.len(), 6);
    for chapter in below {
        let element = &chapter["sections"][0]["elements"][0];
        assert_eq!(element["type"], "table");
        assert_eq!(element["table"]["rows"][0][1]["text"], chapter["title"]);
    }
    assert_eq!(charts(&json)[0].0.as_deref(), Some("international~bump"));
}

/// A spreadsheet that opens the table runs nothing that is in it.
#[test]
fn the_table_of_a_chart_holds_no_formula() {
    let formula = HOSTILE
        .into_iter()
        .find(|text| text.starts_with('='))
        .unwrap();
    let folder = hostile_project(formula);
    let path = folder.path().join("ranking.csv");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_clearwatt"))
        .args(["chart", "ranking", "--quiet", "-o"])
        .arg(&path)
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let mut cells = 0;
    for record in reader.records() {
        for cell in &record.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
            cells += usize::from(cell.starts_with("'=HYPERLINK"));
        }
    }
    assert_eq!(cells, 2, "both entities are named so");
}

/// Everything a page may load or lead to: nothing is loaded, and links lead within the page, to its own files, or to the
/// sources that the evidence names.
#[test]
fn nothing_comes_from_elsewhere() {
    for (kind, entity) in [
        ("brief", Some("DV")),
        ("standard", Some("LM")),
        ("full", Some("DV")),
    ] {
        let files = made(&example("eti-demo"), kind, entity, "uk");
        let html = text(&files, "report.html").replace("&#x2f;", "/");
        for foreign in [
            "src=", "url(", "@import", "<link", "<script", "<iframe", "<object", "srcset",
        ] {
            assert!(!html.contains(foreign), "{kind}: {foreign}");
        }
        for part in html.split("href=\"").skip(1) {
            let (target, rest) = part.split_once('"').unwrap();
            let evidence = rest.starts_with(" rel=\"noreferrer\">");
            let own = target.starts_with('#') || files.files.contains_key(target);
            assert!(own || evidence, "{kind}: {target}");
        }
    }
}

#[test]
fn a_kind_is_its_blocks_in_their_order() {
    let json = texts(&example("eti-demo"), "brief", Some("DV"), "en").json;
    assert_eq!(json["schema"], "clearwatt-report/1");
    assert_eq!(json["title"], "Dravina");
    assert_eq!(json["entity"], "DV");
    let sections = json["chapters"][0]["sections"].as_array().unwrap();
    let blocks: Vec<&str> = sections
        .iter()
        .map(|s| s["block"].as_str().unwrap())
        .collect();
    assert_eq!(
        blocks,
        ["card", "sentences", "categories", "black_boxes", "road"]
    );
}

#[test]
fn blocks_can_be_left_out_ordered_anew_and_added() {
    let folder = project(&[(
        "mine.yaml",
        "title: { en: \"About {entity}\", uk: \"Про: {entity}\" }\n\
         blocks:\n\
         \x20 - data\n\
         \x20 - text: { en: \"One.\\n\\nTwo <b>.\", uk: Один. }\n\
         \x20 - card\n\
         \x20 - black_boxes: { most: 2 }\n\
         \x20 - comments\n\
         comments:\n\
         \x20 - { from: Ministry, text: Not so., reply: It is. }\n\
         \x20 - { entity: LM, from: Another ministry, text: Not about Dravina. }\n"
            .to_string(),
    )]);
    let kind = folder.path().join("mine.yaml");
    let Texts { html, json, .. } = texts(
        &example("eti-demo"),
        kind.to_str().unwrap(),
        Some("DV"),
        "en",
    );
    assert_eq!(json["title"], "About Dravina");
    let sections = json["chapters"][0]["sections"].as_array().unwrap();
    let blocks: Vec<&str> = sections
        .iter()
        .map(|s| s["block"].as_str().unwrap())
        .collect();
    assert_eq!(blocks, ["data", "text", "card", "black_boxes", "comments"]);
    assert_eq!(sections[1]["elements"].as_array().unwrap().len(), 2);
    // The funnel stands between the remark and the list.
    assert_eq!(sections[3]["elements"][1]["type"], "figure");
    let boxes = &sections[3]["elements"][2];
    assert_eq!(boxes["disclosures"].as_array().unwrap().len(), 2);
    // Dravina has 18 black boxes.
    assert_eq!(boxes["more"], "and 16 more");
    let comments = sections[4]["elements"].as_array().unwrap();
    assert_eq!(comments.len(), 1);
    assert_eq!(comments[0]["reply"], "It is.");
    assert!(html.contains("Two &lt;b&gt;."));
}

#[test]
fn checksums_are_those_of_the_files() {
    let json = texts(&example("eti-demo"), "standard", Some("DV"), "en")
        .json
        .to_string();
    // sha256sum examples/eti-demo/clearwatt.yaml
    let read = std::fs::read(example("eti-demo").join("clearwatt.yaml")).unwrap();
    let printed = std::process::Command::new("sha256sum")
        .arg(example("eti-demo").join("clearwatt.yaml"))
        .output();
    let Ok(printed) = printed else { return };
    let printed = String::from_utf8(printed.stdout).unwrap();
    let sum = printed.split_whitespace().next().unwrap_or_default();
    assert!(
        read.len() > 100 && sum.len() == 64 && json.contains(sum),
        "{printed}"
    );
}

#[test]
fn every_word_of_a_template_is_there() {
    // A template that asks for a text nobody has written would fail here: undefined values are errors.
    for language in Words::languages() {
        for kind in ["brief", "standard", "full", "edition"] {
            let entity = (kind != "edition").then_some("DV");
            let made = texts(&example("eti-demo"), kind, entity, language);
            assert!(
                made.html.contains("</html>") && made.markdown.starts_with("# "),
                "{kind} {language}"
            );
        }
    }
}

/// So many pages a PDF has.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let starts = text.match_indices("/Type /Page");
    starts
        .filter(|(at, start)| !text[at + start.len()..].starts_with('s'))
        .count()
}

#[test]
fn a_brief_is_one_page() {
    let Ok(printer) = Printer::find() else {
        eprintln!("no Chromium, so nothing is printed");
        return;
    };
    for (project, entity) in [
        ("eti-demo", "BRENLAND"),
        ("eti-demo", "LM"),
        ("eti-published", "UA"),
    ] {
        for language in ["en", "uk"] {
            let html = texts(&example(project), "brief", Some(entity), language).html;
            let pdf = printer.print(&html).unwrap();
            assert_eq!(pages(&pdf), 1, "{entity} {language}");
        }
    }
}

#[test]
fn a_standard_report_has_six_to_ten_pages() {
    let Ok(printer) = Printer::find() else {
        eprintln!("no Chromium, so nothing is printed");
        return;
    };
    // Few actions to the next grade, and many.
    for entity in ["DV", "OD"] {
        let html = texts(&example("eti-demo"), "standard", Some(entity), "uk").html;
        let pages = pages(&printer.print(&html).unwrap());
        assert!((6..=10).contains(&pages), "{entity}: {pages} pages");
    }
}

#[test]
fn names_missing_in_the_language_are_found() {
    let folder = project(&[
        (
            "clearwatt.yaml",
            "title: { en: Mine }\ncatalogue: builtin:energy-transparency\nevidence: data\n\
             editions:\n  - { id: i-2023, rubric: builtin:energy-transparency-international }\n\
             entities:\n  AAA1: { label: { en: First } }\n  BBB2: { label: { en: Second, uk: Друга } }\n"
                .to_string(),
        ),
        (
            "data/a.yaml",
            "edition: i-2023\nentity: AAA1\ngiven:\n  - { index: international, score: 50 }\n".to_string(),
        ),
        (
            "data/b.yaml",
            "edition: i-2023\nentity: BBB2\ngiven:\n  - { index: international, score: 60 }\n".to_string(),
        ),
        (
            "data/c.yaml",
            "edition: i-2023\nentity: UA\ngiven:\n  - { index: international, score: 40 }\n".to_string(),
        ),
    ]);
    let mut computed = compute(folder.path());
    let results = computed.results.unwrap();
    let layout = load(&mut computed.sources, &results, "full")
        .unwrap()
        .unwrap();
    let found = |language: &str| {
        let words = Words::of(language).unwrap();
        let all = missing_names(&results, &layout, &words, &[EVERYTHING]).into_iter();
        all.map(|missing| missing.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found("en"), Vec::<String>::new());
    // The country has its name from the table of countries; the title is the project's.
    assert_eq!(
        found("uk"),
        [
            "there is no `uk` text for 1 entity: AAA1",
            "there is no `uk` text for 1 text of the project: title"
        ]
    );
}

/// Puts a folder into another.
fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copied(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// The example project in a folder of its own, with a cost file.
fn with_costs(costs: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copied(&example("eti-demo"), folder.path());
    std::fs::write(folder.path().join("costs.yaml"), costs).unwrap();
    folder
}

#[test]
fn the_road_goes_by_the_costs_of_the_project() {
    let folder = with_costs("unit: days\ndefault: 5\n");
    let made = texts(folder.path(), "brief", Some("DV"), "en");
    // `clearwatt plan --safe` of the same: three actions of one changed answer each, 3 × 5 days.
    assert!(
        made.markdown
            .contains("They cost 15 days, and nothing cheaper gets there.")
    );
    assert!(!made.markdown.contains("They change"));
    let plain = texts(&example("eti-demo"), "brief", Some("DV"), "en");
    assert!(plain.markdown.contains("They change 3 answers"));
}

#[test]
fn mistakes_of_the_cost_file_are_shown() {
    let folder = with_costs("defalt: 5\n");
    let to = folder.path().join("report");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_clearwatt"));
    command.args(["report", "--kind", "brief", "--entity", "DV", "-o"]);
    let done = command.arg(&to).arg(folder.path()).output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(
        said.contains("costs.yaml") && said.contains("defalt"),
        "{said}"
    );
    assert!(!to.exists());
}

/// Ids and names of files, each of which may stand once in a page.
fn once(all: &[&str]) {
    let different: BTreeSet<&&str> = all.iter().collect();
    assert_eq!(different.len(), all.len(), "{all:?}");
}

#[test]
fn a_block_that_stands_twice_has_charts_and_ids_of_its_own() {
    let blocks = "blocks: [ranking, ranking, entities: [ranking]]\n".to_string();
    let folder = project(&[("twice.yaml", blocks)]);
    let kind = folder.path().join("twice.yaml");
    let files = made(
        &example("eti-published"),
        kind.to_str().unwrap(),
        None,
        "en",
    );
    let html = text(&files, "report.html");
    once(&attributes(&html, " id=\""));
    let svgs: Vec<&String> = files
        .files
        .keys()
        .filter(|name| name.ends_with(".svg"))
        .collect();
    assert_eq!(
        svgs,
        [
            "charts/international-ranking-2.svg",
            "charts/international-ranking.svg",
            "charts/national-ranking-2.svg",
            "charts/national-ranking.svg",
        ]
    );
    // Two indices, twice each; under the entities there are tables.
    assert_eq!(html.matches("<svg").count(), 4);
}

/// The rows of every table in a tree.
fn tables(json: &serde_json::Value, found: &mut Vec<(usize, Vec<usize>)>) {
    let length = |value: &serde_json::Value| value.as_array().map_or(0, Vec::len);
    if let (Some(head), Some(rows)) = (json.get("head"), json.get("rows")) {
        let rows = rows.as_array().unwrap().iter().map(length);
        found.push((length(head), rows.collect()));
    }
    match json {
        serde_json::Value::Array(items) => items.iter().for_each(|item| tables(item, found)),
        serde_json::Value::Object(entries) => entries.values().for_each(|item| tables(item, found)),
        _ => {}
    }
}

#[test]
fn every_row_of_a_table_is_as_long_as_its_head() {
    let json = texts(&example("eti-demo"), "full", None, "en").json;
    let mut found = Vec::new();
    tables(&json, &mut found);
    assert!(found.len() > 20);
    for (head, rows) in found {
        assert!(rows.iter().all(|row| *row == head), "{head}: {rows:?}");
    }
}

#[test]
fn only_names_that_are_in_the_report_are_missing() {
    let folder = project(&[
        (
            "clearwatt.yaml",
            "title: { en: Mine, uk: Моє }\ncatalogue: builtin:energy-transparency\nevidence: data\n\
             editions:\n  - { id: i-2022, rubric: builtin:energy-transparency-international, label: { en: First } }\n\
             \x20 - { id: i-2023, rubric: builtin:energy-transparency-international }\n\
             entities:\n  AAA1: { label: { en: First } }\n  BBB2: { label: { en: Second, uk: Друга } }\n"
                .to_string(),
        ),
        (
            "data/a.yaml",
            "edition: i-2022\nentity: AAA1\ngiven:\n  - { index: international, score: 50 }\n".to_string(),
        ),
        (
            "data/b.yaml",
            "edition: i-2023\nentity: BBB2\ngiven:\n  - { index: international, score: 60 }\n".to_string(),
        ),
        ("card.yaml", "blocks: [card]\n".to_string()),
    ]);
    let mut computed = compute(folder.path());
    let results = computed.results.unwrap();
    let words = Words::of("uk").unwrap();
    let mut found = |kind: &str, entity: Option<&str>, edition: Option<&'static str>| {
        let path = folder.path().join(kind);
        let layout = load(&mut computed.sources, &results, path.to_str().unwrap());
        let layout = layout.unwrap().unwrap();
        let entity = entity.map(|id| results.project.entities.resolve(id).unwrap());
        let about = About {
            entity: entity.as_ref(),
            edition,
            ..EVERYTHING
        };
        let all = missing_names(&results, &layout, &words, &[about]).into_iter();
        all.flat_map(|missing| missing.names)
            .filter(|name| name.starts_with("AAA") || name.starts_with("BBB"))
            .collect::<Vec<_>>()
    };
    // Only the edition of 2022 has AAA1.
    assert_eq!(found("card.yaml", None, None), Vec::<String>::new());
    assert_eq!(found("card.yaml", None, Some("i-2022")), ["AAA1"]);
    assert_eq!(found("card.yaml", Some("BBB2"), None), Vec::<String>::new());
    assert_eq!(found("card.yaml", Some("AAA1"), None), ["AAA1"]);
}
