//! What a rubric says about its indices reaches everything that prints: which one is official, its grades, its scale.

use clearwatt::diagnostic::Sources;
use clearwatt::language::load::{Loaded, load};
use clearwatt::language::number::Number;
use clearwatt::language::test;
use clearwatt::results::{Results, compute, indices};
use std::path::Path;
use std::process::Command;

/// A rubric about one yes or no, with these lines about indices and grades.
fn text(lines: &str) -> String {
    format!(
        "rubric r \"T\" {{\n  evidence {{\n    published : yes > no\n  }}\n  criterion out \"Out\" levels 0, 1 {{\n    1 if published is yes\n    0 otherwise\n  }}\n  score 100 * out\n{lines}\n}}\n"
    )
}

fn loaded(lines: &str) -> Loaded {
    let mut sources = Sources::default();
    let file = sources.add("r.rubric", text(lines));
    load(&mut sources, file, &mut |_, base| panic!("{base}"))
}

/// The codes and messages of everything that is wrong with such a rubric.
fn findings(lines: &str) -> Vec<String> {
    let found = loaded(lines).findings;
    let lines = found.iter();
    lines
        .map(|finding| format!("{} {}", finding.code, finding.message))
        .collect()
}

/// A project of two indicators with a rubric and a table of evidence.
fn project(name: &str, rubric: &str, evidence: &str) -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix(name).tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("my.rubric", rubric);
    write(
        "clearwatt.yaml",
        "title: T\ncatalogue: catalogue\nevidence: data\neditions:\n  - { id: t-2024, rubric: my.rubric }\n",
    );
    write(
        "catalogue/c.yaml",
        "category: c\nlabel: C\nsubcategories:\n  s:\n    label: S\n    indicators:\n      a: { label: A }\n      b: { label: B }\n",
    );
    write("data/a.csv", evidence);
    folder
}

fn scored(folder: &Path) -> Results {
    let computed = compute(folder);
    assert!(computed.findings.is_empty(), "{:?}", computed.findings);
    computed.results.unwrap()
}

fn run(arguments: &[&str], folder: &Path) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    (done.status.success(), text + &said)
}

const HELPER_FIRST: &str = "  index base \"Helper\" {\n    total: mean of indicators\n  }\n  index official \"Official index\" {\n    total = min(base, 40 + 0.6 * indicator(\"b\"))\n    round half up to 0 decimals\n  }";

const TWO: &str = "edition,entity,indicator,published\nt-2024,UA,a,yes\nt-2024,UA,b,no\nt-2024,GE,a,no\nt-2024,GE,b,yes\n";

#[test]
fn the_official_index_is_the_one_that_no_other_is_made_from() {
    let rubric = loaded(HELPER_FIRST).rubric.unwrap();
    assert_eq!(rubric.headline().unwrap().name, "official");
    let marked = HELPER_FIRST.replace("\"Helper\" {", "\"Helper\" headline {");
    let rubric = loaded(&marked).rubric.unwrap();
    assert_eq!(rubric.headline().unwrap().name, "base");
    // Of two that nothing is made from, the first.
    let apart = "  index a { total: mean of indicators }\n  index b { total: sum of indicators }";
    assert_eq!(loaded(apart).rubric.unwrap().headline().unwrap().name, "a");
}

#[test]
fn only_one_index_is_marked() {
    let twice = "  index a headline { total: mean of indicators }\n  index b headline { total: sum of indicators }";
    assert_eq!(
        findings(twice),
        ["CW0202 the mark `headline` is given twice"]
    );
}

#[test]
fn a_rubric_on_top_of_another_may_name_another_official_index_and_drop_what_is_told() {
    let base = text(
        "  words { entity: \"land\" }\n  closed if out = 0 \"a\"\n  index a headline { total: mean of indicators }\n  index b { total: sum of indicators }",
    );
    let changed = "rubric s \"S\" {\n  extends \"r.rubric\"\n  drop words\n  drop closed\n  index b headline { total: sum of indicators }\n}\n";
    let mut sources = Sources::default();
    let file = sources.add("s.rubric", changed);
    let found = load(&mut sources, file, &mut |sources, _| {
        Ok(sources.add("r.rubric", base.as_str()))
    });
    assert!(found.findings.is_empty(), "{:?}", found.findings);
    let rubric = found.rubric.unwrap();
    assert_eq!(rubric.headline().unwrap().name, "b");
    assert!(rubric.closed.is_none() && rubric.words.is_empty());
}

#[test]
fn a_line_of_an_index_given_twice_is_one_message() {
    for line in [
        "show rounded half up to 0 decimals",
        "grade on exact score",
        "scale 0 to 100",
        "grades { g from 0 }",
    ] {
        let lines = format!(
            "  index a {{\n    total: mean of indicators\n    {line}\n    {line}\n    grades {{ g from 0 }}\n  }}"
        );
        let lines = match line.starts_with("grades") {
            true => lines.replacen("    grades { g from 0 }\n", "", 1),
            false => lines,
        };
        let found = findings(&lines);
        assert!(
            found.len() == 1 && found[0].starts_with("CW0202 the line"),
            "{line}: {found:?}"
        );
    }
}

#[test]
fn whoever_takes_an_index_takes_the_official_one() {
    let folder = project("headline", &text(HELPER_FIRST), TWO);
    let results = scored(folder.path());
    let names: Vec<&str> = indices(&results).iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["official", "base"]);
    // Of the helper all have (100 + 0) / 2 = 50 points. The official index is the smaller of that and 40 + 0.6 × b:
    // Georgia min(50, 40 + 60) = 50, Ukraine min(50, 40 + 0) = 40.
    let (fine, said) = run(&["chart", "ranking", ".", "-o", "r.svg"], folder.path());
    assert!(fine, "{said}");
    let svg = std::fs::read_to_string(folder.path().join("r.svg")).unwrap();
    assert!(svg.contains("Georgia leads with 50 points, Ukraine is last with 40"));
    let (fine, said) = run(&["compare", "UA", "GE"], folder.path());
    assert!(fine && said.contains("50") && said.contains("40"), "{said}");
}

#[test]
fn grades_belong_to_an_index() {
    // A count of 200 and a share of 100, each with bands that suit it, and one without.
    let lines = "  index share \"Share\" {\n    total: mean of indicators\n  }\n  index number \"Number of points\" {\n    total: sum of indicators\n    grades { many from 150 \"many\", few from 0 \"few\" }\n  }\n  index plain {\n    total: median of indicators\n    no grades\n  }\n  grades {\n    high from 75 \"high\"\n    low  from 0 \"low\"\n  }\n  test \"bands\" {\n    given published: yes\n    expect grade is high, grade of 74.9 is low, grade of 150 in number is many\n  }";
    let evidence = "edition,entity,indicator,published\nt-2024,UA,a,yes\nt-2024,UA,b,yes\n";
    assert!(loaded(lines).findings.is_empty(), "{:?}", findings(lines));
    let rubric = loaded(lines).rubric.unwrap();
    assert!(
        test::run(&rubric)
            .0
            .iter()
            .all(|test| test.failures.is_empty())
    );
    let folder = project("grades", &text(lines), evidence);
    let results = scored(folder.path());
    let grades: Vec<(&str, Option<&str>)> = results.editions[0]
        .rows
        .iter()
        .filter(|row| *row.level == *"index")
        .map(|row| (&*row.index, row.grade.as_deref()))
        .collect();
    assert_eq!(
        grades,
        [
            ("share", Some("high")),
            ("number", Some("many")),
            ("plain", None)
        ]
    );
}

#[test]
fn grades_without_effect_are_refused() {
    let own = |line: &str| {
        format!(
            "  index a {{\n    total: mean of indicators\n    {line}\n  }}\n  grades {{ g from 0 }}"
        )
    };
    let unused = ["CW0226 no index takes these grades: each has its own, or none"];
    assert_eq!(findings(&own("no grades")), unused);
    assert_eq!(findings(&own("grades { h from 0 }")), unused);
    let alone =
        |line: &str| format!("  index a {{\n    total: mean of indicators\n    {line}\n  }}");
    assert_eq!(
        findings(&alone("no grades")),
        ["CW0226 `no grades` has no effect, since the rubric gives none"]
    );
    assert_eq!(
        findings(&alone("grade on exact score")),
        ["CW0226 `grade on` has no effect in an index without grades"]
    );
    assert_eq!(
        findings(&alone("grades { h from 5 }")),
        ["CW0211 scores below 5 have no grade"]
    );
}

#[test]
fn showing_and_grading_may_round_differently() {
    // Two of three: 100 × 2/3 = 66.666…, shown as 66.7 and graded as 67.
    let lines = "  index a \"A\" {\n    total: mean of indicators\n    show rounded half up to 1 decimal\n    grade on rounded half up to 0 decimals\n    grades { high from 67, low from 0 }\n  }";
    let rubric = loaded(lines).rubric.unwrap();
    let index = rubric.headline().unwrap();
    let score = Number::ratio(200, 3).unwrap();
    assert_eq!(index.shown(&score).to_string(), "66.7");
    assert_eq!(index.grade(&score).unwrap().name, "high");
    // Graded on the exact score, 66.666… is below 67.
    let exact = lines.replace(
        "grade on rounded half up to 0 decimals",
        "grade on exact score",
    );
    let rubric = loaded(&exact).rubric.unwrap();
    let index = rubric.headline().unwrap();
    assert_eq!(index.grade(&score).unwrap().name, "low");
    let both = lines.replace("    show", "    round half up to 0 decimals\n    show");
    assert_eq!(
        findings(&both),
        ["CW0226 `round` has no effect beside `show` and `grade on`"]
    );
}

#[test]
fn a_declared_scale_holds_the_scores_or_says_so() {
    let scale =
        |line: &str, total: &str| findings(&format!("  index a {{\n    {total}\n    {line}\n  }}"));
    let mean = "total: mean of indicators";
    assert_eq!(scale("scale 0 to 100 \"points\"", mean), [""; 0]);
    // 100 × out reaches 100.
    assert_eq!(
        scale("scale 0 to 1", mean),
        ["CW0225 scores of this index can reach 100, and the scale ends at 1"]
    );
    // What is withheld counts as zero unless the rubric says otherwise.
    assert_eq!(
        scale("scale 1 to 100", mean),
        ["CW0225 scores of this index can reach 0, and the scale ends at 1"]
    );
    // How many indicators are summed up is not known here, so nothing is said.
    assert_eq!(scale("scale 0 to 500", "total: sum of indicators"), [""; 0]);
    assert_eq!(
        scale("scale 5 to 1", mean),
        ["CW0209 a scale from 5 to 1 holds no scores"]
    );
    let rubric = loaded("  index a { total: mean of indicators\n scale -10 to 110 \"points\" }");
    let rubric = rubric.rubric.unwrap();
    let scale = rubric.headline().unwrap().scale.as_ref().unwrap();
    assert_eq!(
        (scale.low.to_string(), scale.high.to_string()),
        ("-10".into(), "110".into())
    );
    assert_eq!(scale.unit.as_deref(), Some("points"));
}

/// What the Markdown report of a project says.
fn report(folder: &Path, kind: &str) -> String {
    let (fine, said) = run(&["report", ".", "--kind", kind, "-o", "out"], folder);
    assert!(fine, "{said}");
    std::fs::read_to_string(folder.join("out/report.md")).unwrap()
}

const PLAIN: &str =
    "  index idx \"Index\" {\n    category: mean of indicators\n    total: mean of categories\n  }";

#[test]
fn nothing_is_closed_unless_the_rubric_says_what_that_is() {
    // The criterion is called as in the Energy Transparency Index, and still decides nothing.
    let named = text(PLAIN).replace("criterion out", "criterion availability");
    let named = named.replace("100 * out", "100 * availability");
    let folder = project("open", &named, TWO);
    let results = scored(folder.path());
    let mut scores = results.editions[0].scores.entities.iter();
    assert!(scores.all(|entity| {
        entity
            .indicators
            .iter()
            .flatten()
            .all(|found| !found.closed)
    }));
    let full = report(folder.path(), "full");
    assert!(!full.to_lowercase().contains("black box"), "{full}");
    let (fine, said) = run(
        &["plan", ".", "--entity", "UA", "--black-boxes-first"],
        folder.path(),
    );
    assert!(
        !fine && said.contains("does not say what is closed"),
        "{said}"
    );
    let (_, said) = run(
        &["plan", ".", "--entity", "UA", "--score", "100"],
        folder.path(),
    );
    assert!(!said.contains("Black boxes"), "{said}");
    std::fs::write(folder.path().join("mine.yaml"), "blocks: [black_boxes]\n").unwrap();
    let (fine, said) = run(&["report", ".", "--kind", "mine.yaml"], folder.path());
    let wanted = "no rubric of this project says what is closed";
    assert!(
        !fine && said.contains(wanted) && said.contains("mine.yaml:1:10"),
        "{said}"
    );
}

#[test]
fn what_is_closed_is_the_rubric_s_to_say() {
    let rubric = text(&format!(
        "  closed if score = 0 and published is no  \"nothing is out\"\n{PLAIN}"
    ));
    let folder = project("closed", &rubric, TWO);
    let results = scored(folder.path());
    let closed: Vec<Vec<bool>> = results.editions[0]
        .scores
        .entities
        .iter()
        .map(|entity| {
            entity
                .indicators
                .iter()
                .flatten()
                .map(|found| found.closed)
                .collect()
        })
        .collect();
    // Ukraine has published `a`, Georgia `b`.
    assert_eq!(closed, [[false, true], [true, false]]);
    let full = report(folder.path(), "full");
    assert!(
        full.contains("2 disclosures are black boxes: nothing is out."),
        "{full}"
    );
    assert!(full.contains("Nothing is out. Each entry names who is responsible"));
    // What is not assessed or withheld is not closed: nobody looked.
    let withheld = "edition,entity,indicator,published,not_assessed\nt-2024,UA,a,yes,\nt-2024,UA,b,,the site was down\n";
    let folder = project("absent", &rubric, withheld);
    let results = scored(folder.path());
    let mut scores = results.editions[0].scores.entities.iter();
    assert!(scores.all(|entity| {
        entity
            .indicators
            .iter()
            .flatten()
            .all(|found| !found.closed)
    }));
}

#[test]
fn a_sample_is_closed_when_all_of_its_bodies_are() {
    let rubric = text(&format!(
        "  several bodies: mean\n  closed if out = 0  \"nothing is out\"\n{PLAIN}"
    ));
    let sample = "edition,entity,indicator,body,published\nt-2024,UA,a,x,yes\nt-2024,UA,a,y,no\nt-2024,UA,b,x,no\nt-2024,UA,b,y,no\n";
    let folder = project("sample", &rubric, sample);
    let results = scored(folder.path());
    let entity = &results.editions[0].scores.entities[0];
    let closed: Vec<bool> = entity
        .indicators
        .iter()
        .flatten()
        .map(|found| found.closed)
        .collect();
    assert_eq!(closed, [false, true]);
}

#[test]
fn only_what_follows_from_the_score_may_read_it() {
    let found = findings(&format!("  let half = score / 2\n{PLAIN}"));
    assert_eq!(
        found[0],
        "CW0201 there is no fact, criterion or value `score`"
    );
    let twice = format!("  closed if out = 0 \"a\"\n  closed if score = 0 \"b\"\n{PLAIN}");
    assert_eq!(
        findings(&twice),
        ["CW0202 the line `closed` is given twice"]
    );
    let unsaid = findings(&format!("  closed if out = 0\n{PLAIN}"));
    assert!(
        unsaid[0].contains("what closed means, in quotes"),
        "{unsaid:?}"
    );
}

#[test]
fn commands_that_take_a_rubric_take_one_that_ships() {
    let folder = tempfile::tempdir().unwrap();
    // A file of the same name as what the shipped rubric is made from must not be taken for it.
    let neighbour = folder.path().join("global-open-data-index.rubric");
    std::fs::write(neighbour, "no rubric").unwrap();
    let name = "builtin:global-open-data-index-2015";
    for (command, wanted) in [
        (vec!["check", name], "nothing wrong"),
        (vec!["test", name], "0 failed"),
        (vec!["doc", name], "# Global Open Data Index"),
        (vec!["schema", "evidence", name], "\"machinereadable\""),
        (vec!["diff", name, name], "equal: every criterion"),
    ] {
        let (fine, said) = run(&command, folder.path());
        assert!(fine && said.contains(wanted), "{command:?}: {said}");
    }
    let (fine, said) = run(&["fmt", name], folder.path());
    assert!(!fine && said.contains("ships inside the program"), "{said}");
    let (fine, said) = run(&["check", "builtin:global-open-data-indx"], folder.path());
    assert!(
        !fine && said.contains("did you mean `global-open-data-index`?"),
        "{said}"
    );
}

#[test]
fn a_label_of_the_project_goes_before_the_table_of_countries() {
    // `DE` is Delaware here, and Germany (Німеччина) in the table of countries; `CO` has both names.
    let plain =
        "edition,entity,indicator,published\nt-2024,DE,a,yes\nt-2024,CO,a,no\nt-2024,MD,a,no\n";
    let folder = project("states", &text(PLAIN), plain);
    let file = folder.path().join("clearwatt.yaml");
    let said = std::fs::read_to_string(&file).unwrap();
    let entities = "entities:\n  DE: { label: { en: Delaware } }\n  CO: { label: { en: Colorado, uk: Колорадо } }\n";
    std::fs::write(&file, said + entities).unwrap();
    let (fine, said) = run(&["score", ".", "--lang", "uk"], folder.path());
    assert!(
        fine && said.contains("Delaware") && said.contains("Колорадо"),
        "{said}"
    );
    assert!(
        !said.contains("Німеччина") && said.contains("Молдова"),
        "{said}"
    );
    let (_, said) = run(&["report", ".", "--lang", "uk", "-o", "out"], folder.path());
    let warned = said.split("error").next().unwrap();
    assert!(
        warned.contains("1 entity") && warned.contains("DE"),
        "{said}"
    );
}

#[test]
fn reports_speak_of_what_the_rubric_is_about() {
    let lines = format!(
        "  words {{\n    entity : \"company\" | \"companies\"\n    disclosure : \"element\" | \"elements\"\n    points : \"per cent\"\n  }}\n  several bodies: mean  \"Three services stand for all.\"\n  closed if out = 0  \"nothing is disclosed\"\n  note \"What companies say is not what they do.\"\n{PLAIN}"
    );
    assert_eq!(findings(&lines), [""; 0]);
    let folder = project("words", &text(&lines), TWO);
    let full = report(folder.path(), "full");
    let (fine, doc) = run(&["doc", "."], folder.path());
    assert!(fine, "{doc}");
    assert!(
        full.contains("2 companies") && full.contains("2 elements are black boxes"),
        "{full}"
    );
    assert!(full.contains("50 per cent"), "{full}");
    for text in [&full, &doc] {
        assert!(
            text.contains("What companies say is not what they do."),
            "{text}"
        );
        for ours in [
            "market participants",
            "forming",
            "what the law asks for",
            "ountries",
            "disclosures",
            "points",
        ] {
            assert!(!text.contains(ours), "{ours}: {text}");
        }
    }
    assert!(
        doc.contains("Three services stand for all.") && doc.contains("Each element is scored")
    );
    // Nouns of other languages change with the sentence, so they stay; English has no word of its own for a body here.
    let (_, said) = run(&["doc", ".", "--lang", "uk"], folder.path());
    assert!(!said.contains("company"), "{said}");
}

#[test]
fn a_word_for_what_is_not_named_is_refused() {
    let found = findings(&format!("  words {{ country: \"land\" }}\n{PLAIN}"));
    assert_eq!(found, ["CW0201 there is no word to choose for `country`"]);
    let found = findings(&format!(
        "  words {{ entity: \"land\", entity: \"state\" }}\n{PLAIN}"
    ));
    assert_eq!(found, ["CW0202 the word for `entity` is given twice"]);
    let found = findings(&format!("  words {{ entity: land }}\n{PLAIN}"));
    assert!(found[0].contains("a word in quotes"), "{found:?}");
}
