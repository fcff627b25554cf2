//! Evidence in YAML and in tables: the same content is accepted or refused alike, tables are read as spreadsheets save them,
//! files that are not read are named, and dates that cannot be are refused.

use clearwatt::results::{Computed, compute};
use std::fs;
use std::path::Path;

const RUBRIC: &str = r#"rubric r "T" {
  edition "1"
  evidence {
    published : yes > no
    when published is yes {
      latest  : period
      formats : set of csv, pdf
      plan    : optional date
    }
  }
  indicator {
    every : duration
    due   : duration
  }
  let expected = period_due(every, due, assessed)
  criterion avail "Out" levels 0, 1 {
    1 if published is yes
    0 otherwise
  }
  criterion current "Current" levels 0, 1 {
    1 if latest >= expected
    0 otherwise
  }
  criterion usable "Usable" levels 0, 1 {
    1 if formats has csv
    0 otherwise
  }
  criterion planned "Planned" levels 0, 1 {
    1 if plan >= assessed
    0 otherwise
  }
  score 25 * (avail + current + usable + planned)
  several bodies: mean
  index t "T" {
    total: mean of indicators
  }
}
"#;

const CATALOGUE: &str = "category: c
label: C
subcategories:
  s:
    label: S
    indicators:
      a: { label: A, every: 1 month, due: 20 days }
      b: { label: B, every: 1 day, due: 1 day }
";

/// Opens a project with these files below its evidence folder.
fn project(files: &[(&str, &str)]) -> Computed {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &Path, text: &str| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let root = folder.path();
    write(
        &root.join("clearwatt.yaml"),
        "title: T\ncatalogue: catalogue\nevidence: data\neditions:\n  - { id: t-2024, rubric: my.rubric }\n",
    );
    write(&root.join("my.rubric"), RUBRIC);
    write(&root.join("catalogue/c.yaml"), CATALOGUE);
    for (name, text) in files {
        write(&root.join("data").join(name), text);
    }
    compute(root)
}

/// The codes of what is found in evidence and scoring, each once and in order.
fn codes(computed: &Computed) -> Vec<&'static str> {
    let mut codes: Vec<&str> = computed
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn yaml(disclosures: &str) -> Computed {
    let text = format!(
        "edition: t-2024\nentity: UA\nassessed: 2024-11-30\ndisclosures:\n  b: {{ published: no }}\n{disclosures}"
    );
    project(&[("UA.yaml", &text)])
}

const HEADER: &str = "edition,entity,indicator,assessed,body,published,latest,formats,plan,not_applicable,not_assessed,withheld,since,provisional,seen,judged.usable,note";

/// Rows of the indicator `a`: what stands from `body` on.
fn table(rows: &[&str]) -> Computed {
    let mut text = format!("{HEADER}\nt-2024,UA,b,2024-11-30,,no,,,,,,,,,,,\n");
    for row in rows {
        text.push_str(&format!("t-2024,UA,a,2024-11-30,{row}\n"));
    }
    project(&[("all.csv", &text)])
}

#[test]
fn the_same_content_is_accepted_or_refused_alike_in_yaml_and_in_a_table() {
    // Name, disclosure in YAML, rows of a table from `body` on, codes of what is found.
    type Case = (
        &'static str,
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    );
    let cases: &[Case] = &[
        ("an answer", "{ published: no }", &[",no,,,,,,,,,,,"], &[]),
        ("nothing", "{ note: x }", &[",,,,,,,,,,,,x"], &["CW0359"]),
        (
            "a state beside answers",
            "{ published: yes, withheld: w }",
            &[",yes,,,,,,w,,,,,"],
            &["CW0356"],
        ),
        (
            "a state beside a judgement",
            "{ judged: { usable: 1 }, not_assessed: w }",
            &[",,,,,,w,,,,,1,"],
            &["CW0356"],
        ),
        (
            "two states",
            "{ not_assessed: x, withheld: y }",
            &[",,,,,,x,y,,,,,"],
            &["CW0356"],
        ),
        (
            "absent and provisional",
            "{ not_applicable: x, provisional: y }",
            &[",,,,,x,,,,y,,,"],
            &["CW0356"],
        ),
        (
            "a reason that denies the state",
            "{ published: no, withheld: no }",
            &[",no,,,,,,no,,,,,"],
            &["CW0355"],
        ),
        (
            "since when of nothing",
            "{ published: no, since: 2022-02-24 }",
            &[",no,,,,,,,2022-02-24,,,,"],
            &["CW0360"],
        ),
        (
            "withheld since then",
            "{ withheld: law, since: 2022-02-24 }",
            &[",,,,,,,law,2022-02-24,,,,"],
            &[],
        ),
        (
            "a value that cannot be",
            "{ published: maybe }",
            &[",maybe,,,,,,,,,,,"],
            &["CW0355"],
        ),
        (
            "a judgement outside the levels",
            "{ judged: { usable: 0.3 } }",
            &[",,,,,,,,,,,0.3,"],
            &["CW0357"],
        ),
        (
            "an answer missing",
            "{ published: yes }",
            &[",yes,,,,,,,,,,,"],
            &["CW0501"],
        ),
        (
            "an empty set",
            "{ published: yes, latest: 2024-10, formats: [] }",
            &[",yes,2024-10,[],,,,,,,,,"],
            &[],
        ),
        (
            "bodies",
            "{ bodies: { x: { published: no }, y: { published: no } } }",
            &["x,no,,,,,,,,,,,", "y,no,,,,,,,,,,,"],
            &[],
        ),
        (
            "a state beside bodies",
            "{ withheld: w, bodies: { x: { published: no } } }",
            &[",,,,,,,w,,,,,", "x,no,,,,,,,,,,,"],
            &["CW0356"],
        ),
        (
            "the same in the other order",
            "{ bodies: { x: { published: no } }, withheld: w }",
            &["x,no,,,,,,,,,,,", ",,,,,,,w,,,,,"],
            &["CW0356"],
        ),
        (
            "a state of one body",
            "{ bodies: { x: { published: no }, y: { not_assessed: w } } }",
            &["x,no,,,,,,,,,,,", "y,,,,,,w,,,,,,"],
            &["CW0359", "CW0360"],
        ),
        (
            "a body about which nothing is said",
            "{ bodies: { x: { published: no }, y: { note: w } } }",
            &["x,no,,,,,,,,,,,", "y,,,,,,,,,,,,w"],
            &["CW0359"],
        ),
        (
            "an answer beside the bodies that none of them takes",
            "{ published: yes, bodies: { x: { published: no } } }",
            &[",yes,,,,,,,,,,,", "x,no,,,,,,,,,,,"],
            &["CW0360"],
        ),
        (
            "begins after the day of the assessment",
            "{ published: yes, latest: 2024-12, formats: csv }",
            &[",yes,2024-12,csv,,,,,,,,,"],
            &["CW0362"],
        ),
        (
            "begins after the day it was seen",
            "{ published: yes, latest: 2024-11, formats: csv, seen: 2024-10-19 }",
            &[",yes,2024-11,csv,,,,,,,2024-10-19,,"],
            &["CW0362"],
        ),
        (
            "seen after the assessment",
            "{ published: no, seen: 2024-12-01 }",
            &[",no,,,,,,,,,2024-12-01,,"],
            &["CW0362"],
        ),
        (
            "withheld since a later day",
            "{ withheld: law, since: 2025-02-24 }",
            &[",,,,,,,law,2025-02-24,,,,"],
            &["CW0362"],
        ),
        (
            "a slip in the year, later",
            "{ published: yes, latest: 2203-10, formats: csv }",
            &[",yes,2203-10,csv,,,,,,,,,"],
            &["CW0362"],
        ),
        (
            "a slip in the year, earlier",
            "{ published: yes, latest: 0223-10, formats: csv }",
            &[",yes,0223-10,csv,,,,,,,,,"],
            &["CW0362"],
        ),
        (
            "a slip in the year it was seen",
            "{ published: no, seen: 1924-11-19 }",
            &[",no,,,,,,,,,1924-11-19,,"],
            &["CW0362"],
        ),
        (
            "a plan may lie in the future",
            "{ published: yes, latest: 2024-10, formats: csv, plan: 2030-06-30 }",
            &[",yes,2024-10,csv,2030-06-30,,,,,,,,"],
            &[],
        ),
        (
            // 2024-10 is due on 30 November; a year reaches to December.
            "a period too coarse for what is due",
            "{ published: yes, latest: 2024, formats: csv }",
            &[",yes,2024,csv,,,,,,,,,"],
            &["CW0506"],
        ),
        (
            // All of 2022 is too early, whatever its last month.
            "a coarse period that decides nothing",
            "{ published: yes, latest: 2022, formats: csv }",
            &[",yes,2022,csv,,,,,,,,,"],
            &[],
        ),
    ];
    for (name, written, rows, expected) in cases {
        let (in_yaml, in_table) = (yaml(&format!("  a: {written}\n")), table(rows));
        assert_eq!(
            codes(&in_yaml),
            *expected,
            "{name}: {:#?}",
            in_yaml.findings
        );
        assert_eq!(
            codes(&in_table),
            *expected,
            "{name}: {:#?}",
            in_table.findings
        );
        let score = |computed: &Computed| {
            let edition = &computed.results.as_ref()?.editions[0];
            let row = edition.rows.iter().find(|row| *row.level == *"index")?;
            row.score.as_ref().map(ToString::to_string)
        };
        assert_eq!(score(&in_yaml), score(&in_table), "{name}");
    }
}

/// The score of the indicator `a`, as it is written.
fn score_of_a(computed: &Computed) -> String {
    let results = computed.results.as_ref();
    let results = results.unwrap_or_else(|| panic!("{:#?}", computed.findings));
    let scores = &results.editions[0].scores.entities[0].indicators;
    scores[0]
        .as_ref()
        .unwrap()
        .score
        .as_ref()
        .unwrap()
        .to_string()
}

#[test]
fn deadlines_count_from_the_day_it_was_seen() {
    // Monthly, 20 days after the month. On 19 November, September is due (out by 20 October), October is not (20 November).
    let seen = yaml("  a: { published: yes, latest: 2024-09, formats: csv, seen: 2024-11-19 }\n");
    assert_eq!(score_of_a(&seen), "75"); // out, current, csv; no plan
    // On 30 November, the day of the assessment, October is due.
    let not_seen = yaml("  a: { published: yes, latest: 2024-09, formats: csv }\n");
    assert_eq!(score_of_a(&not_seen), "50");
    let row = ",yes,2024-09,csv,,,,,,,2024-11-19,,";
    assert_eq!(score_of_a(&table(&[row])), "75");
    // Each body has a day of its own: x was seen on the 19th, y was not; (75 + 50) / 2 = 62.5.
    let bodies = yaml(
        "  a:\n    published: yes\n    latest: 2024-09\n    formats: csv\n    bodies: { x: { seen: 2024-11-19 }, y: {} }\n",
    );
    assert_eq!(score_of_a(&bodies), "62.5");
}

#[test]
fn rows_of_one_entity_may_be_assessed_on_different_days() {
    let header = "edition,entity,indicator,assessed,published,latest,formats\n";
    // October is due on 30 November and not on 19 November: 75 and 50 as above; the day of each row counts.
    let text =
        format!("{header}t-2024,UA,a,2024-11-19,yes,2024-09,csv\nt-2024,UA,b,2024-11-30,no,,\n");
    assert_eq!(score_of_a(&project(&[("a.csv", &text)])), "75");
    let without = format!(
        "{header}t-2024,UA,a,2024-11-19,yes,2024-09,csv\nt-2024,UA,b,2024-11-30,no,,\nt-2024,GE,a,2024-11-30,no,,\nt-2024,GE,b,,no,,\n"
    );
    // Georgia has one day only, so all its rows are of that day.
    assert_eq!(codes(&project(&[("a.csv", &without)])), [] as [&str; 0]);
    let several =
        format!("{header}t-2024,UA,a,2024-11-19,yes,2024-09,csv\nt-2024,UA,b,2024-11-30,no,,\n");
    let more = several + "t-2024,UA,a,,no,,\n";
    assert!(codes(&project(&[("a.csv", &more)])).contains(&"CW0352"));
}

#[test]
fn a_fact_of_another_edition_is_refused_where_it_is_filled_in() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("catalogue")).unwrap();
    fs::create_dir_all(root.join("data")).unwrap();
    fs::write(
        root.join("clearwatt.yaml"),
        "title: T\ncatalogue: catalogue\nevidence: data\neditions:\n  - { id: t-2023, rubric: old.rubric }\n  - { id: t-2024, rubric: my.rubric }\n",
    )
    .unwrap();
    fs::write(root.join("my.rubric"), RUBRIC).unwrap();
    fs::write(
        root.join("old.rubric"),
        RUBRIC
            .replace("formats : set of csv, pdf", "kinds : set of csv, pdf")
            .replace("formats has", "kinds has"),
    )
    .unwrap();
    fs::write(root.join("catalogue/c.yaml"), CATALOGUE).unwrap();
    fs::write(
        root.join("data/a.csv"),
        "edition,entity,indicator,assessed,published,latest,kinds,formats\nt-2023,UA,a,2023-11-30,yes,2023-10,csv,\nt-2024,UA,a,2024-11-30,yes,2024-10,csv,csv\nt-2024,UA,b,2024-11-30,yes,2024-11-28,csv,csv\n",
    )
    .unwrap();
    let computed = compute(root);
    assert_eq!(codes(&computed), ["CW0351"]);
    // One cause, one message, which names the other row.
    assert_eq!(computed.findings.len(), 1);
    assert!(
        computed.findings[0]
            .help
            .contains(&"the same stands in line 4".to_string())
    );
}

#[test]
fn an_unknown_column_does_not_hide_the_rest() {
    let text =
        "edition,entity,indicator,assessed,publishd,formats\nt-2024,UA,a,2024-11-30,no,cvs\n";
    assert_eq!(codes(&project(&[("a.csv", text)])), ["CW0351", "CW0355"]);
}

#[test]
fn capitals_separators_and_blank_rows_make_no_difference() {
    for (name, text) in [
        (
            "a.CSV",
            "Edition,ENTITY,indicator,Assessed,Published\nt-2024,UA,a,2024-11-30,no\n",
        ),
        (
            "a.csv",
            "edition;entity;indicator;assessed;published\nt-2024;UA;a;2024-11-30;no\n",
        ),
        (
            "a.Tsv",
            "edition\tentity\tindicator\tassessed\tpublished\nt-2024\tUA\ta\t2024-11-30\tno\n",
        ),
        (
            "a.csv",
            "sep=;\nedition;entity;indicator;assessed;published;;\n;;;;;;\nt-2024;UA;a;2024-11-30;no;;\n",
        ),
        (
            "a.YML",
            "edition: t-2024\nentity: UA\nassessed: 2024-11-30\ndisclosures: { a: { published: no } }\n",
        ),
    ] {
        let computed = project(&[(name, text)]);
        assert_eq!(
            codes(&computed),
            [] as [&str; 0],
            "{name}: {:#?}",
            computed.findings
        );
        assert_eq!(score_of_a(&computed), "0");
    }
}

#[test]
fn one_cause_in_a_table_is_one_message() {
    let row = "t-2024,UA,a,2024-11-30,no\n";
    let header = "edition,entity,indicator,assessed,published\n";
    for (name, text, code, words) in [
        (
            "a footnote",
            format!("{header}{row}* provisional,,,,\n"),
            "CW0361",
            "`* provisional` is no edition",
        ),
        (
            "a second header",
            format!("{header}Year,Country,Question,Day,Out?\n{row}"),
            "CW0361",
            "`Year` is no edition, `Country` is no entity, `Question` is no indicator",
        ),
        (
            "merged cells",
            format!("{header}{row},,b,2024-11-30,no\n"),
            "CW0352",
            "this row has no `edition` and no `entity`",
        ),
        (
            "a title",
            format!("Survey,,,,\n\n{header}{row}"),
            "CW0111",
            "1 row stands above the header",
        ),
        (
            "a title in a line of its own",
            format!("Survey of tariffs\n{header}{row}"),
            "CW0111",
            "1 row stands above",
        ),
        (
            "a wide table",
            "indicator,UA,MD\na,yes,no\nb,no,no\n".to_string(),
            "CW0110",
            "no `edition` or `entity`",
        ),
        (
            "the same wrong answer in three rows",
            format!(
                "{header}t-2024,UA,a,2024-11-30,si\nt-2024,GE,a,2024-11-30,si\nt-2024,MD,a,2024-11-30,si\n"
            ),
            "CW0355",
            "`si` is no value of `published`",
        ),
    ] {
        let computed = project(&[("a.csv", &text)]);
        let messages: Vec<&str> = computed
            .findings
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(codes(&computed), [code], "{name}: {messages:?}");
        assert_eq!(messages.len(), 1, "{name}: {messages:?}");
        assert!(messages[0].contains(words), "{name}: {messages:?}");
    }
}

#[test]
fn files_that_are_not_read_are_named() {
    let csv = "edition,entity,indicator,assessed,published\nt-2024,UA,a,2024-11-30,no\n";
    let computed = project(&[
        ("UA.csv", csv),
        ("2024/GE.xlsx", "PK"),
        ("MD.XLSX", "PK"),
        ("AM.json", "{}"),
        ("~$GE.xlsx", "x"),
        (".DS_Store", "x"),
    ]);
    assert!(computed.results.is_some());
    let said: Vec<String> = computed
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{} {}",
                finding.code,
                finding.message.split(" in ").next().unwrap()
            )
        })
        .collect();
    assert_eq!(
        said,
        ["CW0158 `AM.json`", "CW0158 `2024/GE.xlsx`, `MD.XLSX`"]
    );
}

#[test]
fn a_published_score_is_given_once_and_not_beside_answers() {
    let start = "edition: t-2024\nentity: UA\nassessed: 2024-11-30\n";
    let twice = format!(
        "{start}given:\n  - {{ category: c, score: 50 }}\n  - {{ category: c, score: 60 }}\n"
    );
    assert_eq!(codes(&project(&[("a.yaml", &twice)])), ["CW0358"]);
    let beside = format!(
        "{start}disclosures: {{ a: {{ published: no }} }}\ngiven:\n  - {{ indicator: a, score: 60 }}\n"
    );
    assert_eq!(codes(&project(&[("a.yaml", &beside)])), ["CW0358"]);
    let above = format!(
        "{start}disclosures: {{ a: {{ published: no }} }}\ngiven:\n  - {{ category: c, score: 60 }}\n"
    );
    assert_eq!(codes(&project(&[("a.yaml", &above)])), [] as [&str; 0]);
}
