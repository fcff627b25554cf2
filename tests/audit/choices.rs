//! What an audit is told to assume or to vary does something, or is refused, or the tables say why it makes no difference.
//! The projects are small enough to work every expected value out by hand.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const CATALOGUE: &str = "category: c
label: C
subcategories:
  s0:
    label: S0
    indicators: { i0: { label: I0 } }
  s1:
    label: S1
    indicators: { i1: { label: I1 } }
";

/// A rubric of one number per indicator; `lines` stand in its index, `entity` in its entity block.
fn rubric(entity: &str, lines: &str) -> String {
    format!(
        "rubric r \"T\" {{
  edition \"1\"
  {entity}
  evidence {{ value : number from 0 to 100 }}
  score value
  absence {{ not_assessed: left out }}
  index t \"T\" {{
    subcategory: mean of indicators
    category: mean of subcategories
    total: mean of categories
    {lines}
  }}
}}
"
    )
}

/// A project of one edition; `data` are lines such as `GE,i0,98`.
fn project(rubric: &str, entities: &str, data: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("catalogue/c.yaml", CATALOGUE);
    write("my.rubric", rubric);
    write(
        "clearwatt.yaml",
        &format!(
            "title: T\ncatalogue: catalogue\nevidence: data\neditions:\n  - {{ id: t-2024, rubric: my.rubric }}\n{entities}"
        ),
    );
    let lines: Vec<String> = data.iter().map(|line| format!("t-2024,{line}")).collect();
    let table = format!("edition,entity,indicator,value\n{}\n", lines.join("\n"));
    write("data/a.csv", &table);
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clearwatt"));
    let (audit, rest) = arguments.split_first().unwrap();
    command.arg("audit").arg(audit).arg(folder).args(rest);
    command.output().unwrap()
}

/// The output of an audit that must succeed.
fn audit(folder: &Path, arguments: &[&str]) -> String {
    let done = run(folder, arguments);
    let error = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{arguments:?}: {error}");
    String::from_utf8(done.stdout).unwrap()
}

/// The message of an audit that must be refused.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let done = run(folder, arguments);
    assert!(!done.status.success(), "{arguments:?}");
    String::from_utf8(done.stderr).unwrap()
}

/// The rows of one table of an audit, as CSV.
fn rows(folder: &Path, arguments: &[&str], table: &str) -> Vec<Vec<String>> {
    let mut all = arguments.to_vec();
    all.extend(["--table", table, "--format", "csv"]);
    let text = audit(folder, &all);
    let lines = text.lines().skip(1);
    lines
        .map(|line| line.split(',').map(str::to_string).collect())
        .collect()
}

/// 98 and 32 against 62 and 62: the arithmetic means are 65 and 62, the geometric ones √(98 × 32) = 56 and 62.
fn two_means() -> TempDir {
    let data = ["GE,i0,98", "GE,i1,32", "MD,i0,62", "MD,i1,62"];
    project(&rubric("", ""), "", &data)
}

#[test]
fn one_mean_alone_is_assumed_throughout() {
    let folder = two_means();
    let folder = folder.path();
    let alone = ["robustness", "--aggregation", "geometric"];
    let scores = rows(folder, &alone, "scores");
    // Entity, alternative, official score, mean, …
    let score = |row: &Vec<String>| {
        (
            row[0].clone(),
            row[2].clone(),
            row[3].parse::<f64>().unwrap(),
        )
    };
    let (ge, md) = (score(&scores[0]), score(&scores[1]));
    assert_eq!((ge.0.as_str(), ge.1.as_str()), ("GE", "65"));
    assert!((ge.2 - 56.0).abs() < 1e-9 && (md.2 - 62.0).abs() < 1e-9);
    let ranks = rows(folder, &alone, "ranks");
    // Entity, official rank, of how many, median, p5, p95.
    assert_eq!(ranks[0][..6], ["GE", "1", "2", "2", "2", "2"]);
    assert_eq!(ranks[1][..6], ["MD", "2", "2", "1", "1", "1"]);
    let beside = [&alone[..], &["--weights", "25%"]].concat();
    let ranks = rows(folder, &beside, "ranks");
    assert_eq!((ranks[0][3].as_str(), ranks[1][3].as_str()), ("2", "1"));
    let text = audit(folder, &beside);
    assert!(text.contains("geometric, in every replicate"), "{text}");
    assert!(
        text.contains("Under these choices MD is first in"),
        "{text}"
    );
    assert!(text.contains("officially it is GE"), "{text}");
    // The rubric's own mean changes nothing, and the tables say so.
    let own = ["robustness", "--aggregation", "arithmetic"];
    assert!(audit(folder, &own).contains("the index takes this mean already"));
}

#[test]
fn opposite_answers_are_told_apart_and_not_mixed() {
    let folder = two_means();
    let folder = folder.path();
    let both = ["robustness", "--aggregation", "arithmetic,geometric"];
    let text = audit(folder, &both);
    let told = "The result depends on the choice: GE is first with the arithmetic mean; MD with the geometric mean.";
    assert!(text.contains(told), "{text}");
    let pairs = rows(folder, &both, "pairs");
    assert_eq!(pairs[0], ["GE", "MD", "arithmetic", "1", "yes"]);
    assert_eq!(pairs[1], ["GE", "MD", "geometric", "0", "yes"]);
    // Nothing reads as a probability of one half.
    for table in [
        "alternatives",
        "rank_probabilities",
        "pairs",
        "ranks_by_alternative",
    ] {
        for row in rows(folder, &both, table) {
            assert!(!row.contains(&"0.5".to_string()), "{table}: {row:?}");
        }
    }
    let alternatives = rows(folder, &both, "alternatives");
    // Alternative, replicates, mean shift, 95th percentile, first, its share, share of the official first.
    assert_eq!(
        alternatives[0],
        ["arithmetic", "500", "0", "0", "GE", "1", "1"]
    );
    assert_eq!(
        alternatives[1],
        ["geometric", "500", "1", "1", "MD", "1", "0"]
    );
    // A median that differs is not given; the interval reaches from the one to the other.
    let ranks = rows(folder, &both, "ranks");
    assert_eq!(ranks[0][..6], ["GE", "1", "2", "", "1", "2"]);
}

#[test]
fn treatments_of_absence_are_said_and_count() {
    // GE has 80 and nothing, MD 60 and 50: 80 against 55 as the rubric says, (80 + 0) / 2 = 40 against 55 as zero.
    let data = ["GE,i0,80", "MD,i0,60", "MD,i1,50"];
    let folder = project(&rubric("", ""), "", &data);
    let folder = folder.path();
    let zero = ["robustness", "--absence", "zero"];
    let ranks = rows(folder, &zero, "ranks");
    assert_eq!((ranks[0][0].as_str(), ranks[0][3].as_str()), ("GE", "2"));
    let summary = audit(folder, &zero);
    assert!(summary.contains("zero, in every replicate"), "{summary}");
    let both = ["robustness", "--absence", "declared,zero"];
    let text = audit(folder, &both);
    let told = "GE is first with absence as the rubric treats it; MD with absence as zero.";
    assert!(text.contains(told), "{text}");
    let same = ["robustness", "--absence", "left_out"];
    assert!(audit(folder, &same).contains("the rubric treats what is absent so already"));
    // Where nothing is absent it says so.
    let complete = two_means();
    let text = audit(complete.path(), &zero);
    assert!(text.contains("nothing is absent"), "{text}");
    let absent = rows(complete.path(), &zero, "summary");
    assert!(absent.contains(&vec!["absent scores".to_string(), "0".to_string()]));
}

#[test]
fn minimum_coverage_holds_under_every_treatment() {
    // What is not assessed counts as zero, so GE has (80 + 0) / 2 = 40 of full coverage. Left out, one of two is scored,
    // less than 60 %: GE has no total and stands behind MD's (30 + 30) / 2.
    let text = rubric("", "minimum coverage 60%\n    not_assessed: zero");
    let folder = project(&text, "", &["GE,i0,80", "MD,i0,30", "MD,i1,30"]);
    let left_out = ["robustness", "--absence", "left_out"];
    let ranks = rows(folder.path(), &left_out, "ranks");
    assert_eq!(ranks[0][..4], ["GE", "1", "2", "2"]);
    assert!(audit(folder.path(), &left_out).contains("an entity had no score"));
}

#[test]
fn replicates_are_ranked_as_the_rubric_ranks() {
    // Rounded to whole points 65 and 65.4 are ties, so both are first officially and in every replicate.
    let text = rubric(
        "",
        "round half up to 0 decimals\n    rank on rounded score, ties share",
    );
    let data = ["GE,i0,98", "GE,i1,32", "MD,i0,65.4", "MD,i1,65.4"];
    let folder = project(&text, "", &data);
    let fixed = ["robustness", "--absence", "declared"];
    for row in rows(folder.path(), &fixed, "ranks") {
        assert_eq!(row[1..6], ["1", "2", "1", "1", "1"], "{row:?}");
    }
    // Ties by name: Apple before Zebra officially and in every replicate, whatever their ids.
    let text = rubric("", "rank on exact score, ties by name");
    let entities = "entities:\n  X1: { label: Zebra }\n  X2: { label: Apple }\n";
    let data = ["X1,i0,50", "X1,i1,50", "X2,i0,50", "X2,i1,50"];
    let folder = project(&text, entities, &data);
    let ranks = rows(folder.path(), &fixed, "ranks");
    assert_eq!(ranks[0][..6], ["X2", "1", "2", "1", "1", "1"]);
    assert_eq!(ranks[1][..6], ["X1", "2", "2", "2", "2", "2"]);
    // Within groups every group has its own first: of the geometric means √(90 × 10) = 30 and 40 the second is first.
    let text = rubric(
        "entity { size : small | large }",
        "rank on exact score within size, ties share",
    );
    let entities =
        "entities:\n  GE: { size: small }\n  MD: { size: small }\n  RO: { size: large }\n";
    let data = [
        "GE,i0,90", "GE,i1,10", "MD,i0,40", "MD,i1,40", "RO,i0,80", "RO,i1,80",
    ];
    let folder = project(&text, entities, &data);
    let folder = folder.path();
    let geometric = ["robustness", "--aggregation", "geometric"];
    let mut ranks = rows(folder, &geometric, "ranks");
    ranks.sort();
    // Entity, group, official rank, of how many, median.
    assert_eq!(ranks[0][..5], ["GE", "small", "1", "2", "2"]);
    assert_eq!(ranks[1][..5], ["MD", "small", "2", "2", "1"]);
    assert_eq!(ranks[2][..5], ["RO", "large", "1", "1", "1"]);
    // Nobody is compared with another group.
    let pairs = rows(folder, &geometric, "pairs");
    assert_eq!(pairs.len(), 1);
    assert_eq!(pairs[0][..4], ["GE", "small", "MD", ""]);
    let weights = rows(folder, &["weights"], "indices");
    let given = |entity: &str| {
        let row = weights.iter().find(|row| row[0] == entity).unwrap();
        (row[1].clone(), row[3].clone())
    };
    assert_eq!(given("RO"), ("large".into(), "1".into()));
    assert_eq!(given("MD"), ("small".into(), "2".into()));
    // The chart counts within the group and names it.
    let file = folder.join("ranks.csv");
    let chart = [&geometric[..], &["--chart", file.to_str().unwrap()]].concat();
    audit(folder, &chart);
    let chart = std::fs::read_to_string(file).unwrap();
    let lines: Vec<&str> = chart.lines().skip(1).collect();
    let expected = [
        "Georgia,small,1,2,2",
        "Moldova,small,2,1,1",
        "Romania,large,1,1,1",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn scores_below_one_keep_their_decimals() {
    // 0.98 and 0.32 against 0.62 and 0.62: 0.65 and 0.62; the geometric means are 0.56 and 0.62.
    let data = ["GE,i0,0.98", "GE,i1,0.32", "MD,i0,0.62", "MD,i1,0.62"];
    let folder = project(&rubric("", ""), "", &data);
    let text = audit(
        folder.path(),
        &[
            "robustness",
            "--aggregation",
            "geometric",
            "--table",
            "scores",
        ],
    );
    assert!(text.contains("0.6500") && text.contains("0.5600"), "{text}");
}

/// Options of an audit with an argument each, and what shows that they are used; an option without a line fails.
struct Case {
    audit: &'static str,
    option: &'static str,
    value: &'static [&'static str],
    shown: &'static str,
}

const fn case(
    audit: &'static str,
    option: &'static str,
    value: &'static [&'static str],
    shown: &'static str,
) -> Case {
    Case {
        audit,
        option,
        value,
        shown,
    }
}

/// `shown` must stand in the output (`error:` in the refusal). Options of files and formats are tried elsewhere.
const CASES: &[Case] = &[
    case("robustness", "edition", &["t-2023"], "error:"),
    case("robustness", "index", &["u"], "error:"),
    case("robustness", "table", &["ranks"], "Ranks"),
    case("robustness", "weights", &["25%"], "±25%, evenly"),
    case(
        "robustness",
        "indicators-too",
        &[],
        "indicators and all above",
    ),
    case(
        "robustness",
        "aggregation",
        &["harmonic"],
        "harmonic, in every replicate",
    ),
    case(
        "robustness",
        "normalisation",
        &["z_score"],
        "does not normalise scores",
    ),
    case(
        "robustness",
        "assessors",
        &["5%"],
        "`assessors` makes no difference",
    ),
    case("robustness", "bodies", &[], "`bodies` makes no difference"),
    case(
        "robustness",
        "leave-out",
        &["indicator"],
        "`leave_out` makes no difference",
    ),
    case(
        "robustness",
        "absence",
        &["zero"],
        "zero, in every replicate",
    ),
    case("robustness", "seed", &["7"], " seed "),
    case("robustness", "replicates", &["10"], " 10"),
    case("robustness", "lang", &["uk"], "error:"),
    case("sensitivity", "weights", &["25%"], "weights: ±25%, evenly"),
    case(
        "sensitivity",
        "indicators-too",
        &[],
        "indicators and all above",
    ),
    case(
        "sensitivity",
        "aggregation",
        &["geometric"],
        "aggregation: geometric, in every replicate",
    ),
    case(
        "sensitivity",
        "normalisation",
        &["z_score"],
        "does not normalise scores",
    ),
    case(
        "sensitivity",
        "assessors",
        &["5%"],
        "`assessors` makes no difference",
    ),
    case("sensitivity", "bodies", &[], "`bodies` makes no difference"),
    case("sensitivity", "leave-out", &["indicator"], "leave_out"),
    case("sensitivity", "absence", &["zero"], "nothing is absent"),
    case("sensitivity", "seed", &["7"], "seed 7"),
    case("sensitivity", "points", &["16"], "16 points"),
    case("sensitivity", "resamples", &["99"], "99 resamples"),
    case("sensitivity", "confidence", &["90"], "90% intervals"),
    case("sensitivity", "edition", &["t-2023"], "error:"),
    case("sensitivity", "index", &["u"], "error:"),
    case(
        "sensitivity",
        "table",
        &["importance"],
        "effective importance",
    ),
    case("structure", "flagged", &["--table", "loadings"], "error:"),
    case("structure", "edition", &["t-2023"], "error:"),
    case("structure", "index", &["u"], "error:"),
    case("structure", "table", &["loadings"], "Loadings"),
    case("weights", "least-share", &["10"], "between 10% and 100%"),
    case("weights", "most-share", &["60"], "between 0% and 60%"),
    case("weights", "edition", &["t-2023"], "error:"),
    case("weights", "index", &["u"], "error:"),
    case("weights", "table", &["indices"], "ranks side by side"),
    case("trend", "from", &["t-2024"], "error:"),
    case("trend", "to", &["t-2024"], "error:"),
    case("trend", "replicates", &["99"], "Trends"),
    case("trend", "seed", &["7"], "Trends"),
    case("trend", "confidence", &["90"], "Trends"),
    case("trend", "index", &["u"], "error:"),
    case("trend", "table", &["trends"], "Trends"),
];

/// Options that say where files are and how they are written.
const OF_FILES: [&str; 6] = ["settings", "format", "output", "chart", "crosswalk", "help"];

#[test]
fn every_option_is_used_or_refused() {
    let folder = two_means();
    for case in CASES {
        let option = format!("--{}", case.option);
        let arguments = [&[case.audit, option.as_str()], case.value].concat();
        let done = run(folder.path(), &arguments);
        let text = if case.shown == "error:" {
            assert!(!done.status.success(), "{arguments:?}");
            String::from_utf8(done.stderr).unwrap()
        } else {
            assert!(done.status.success(), "{arguments:?}");
            String::from_utf8(done.stdout).unwrap()
        };
        assert!(text.contains(case.shown), "{arguments:?}: {text}");
    }
    for audit in ["robustness", "sensitivity", "structure", "weights", "trend"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clearwatt"));
        let help = command.args(["audit", audit, "--help"]).output().unwrap();
        let help = String::from_utf8(help.stdout).unwrap();
        let own = help.split("\nGlobal").next().unwrap();
        let options: BTreeSet<&str> = own
            .lines()
            .filter_map(|line| line.trim_start().split_once("--"))
            .filter(|(before, _)| before.is_empty() || before.ends_with(", "))
            .filter_map(|(_, rest)| rest.split([' ', '=', '<']).next())
            .collect();
        assert!(options.contains("index"), "{audit}: {help}");
        for option in options {
            let known = CASES
                .iter()
                .any(|case| case.audit == audit && case.option == option);
            let global = ["quiet", "message-format", "color", "verbose"].contains(&option);
            assert!(
                known || global || OF_FILES.contains(&option),
                "no case tries `audit {audit} --{option}`"
            );
        }
    }
}

/// Every key below `robustness` in audit.yaml, and what shows that it is used.
const KEYS: [(&str, &str, &str); 10] = [
    ("replicates", "12", " 12"),
    ("seed", "77", " 77"),
    ("weights", "20%", "±20%, evenly"),
    ("indicators_too", "yes", "indicators and all above"),
    (
        "aggregation",
        "[geometric]",
        "geometric, in every replicate",
    ),
    ("normalisation", "[percentile]", "does not normalise scores"),
    ("assessors", "5%", "`assessors` makes no difference"),
    ("bodies", "yes", "`bodies` makes no difference"),
    ("leave_out", "part", "`leave_out` makes no difference"),
    ("absence", "[declared]", "declared, in every replicate"),
];

#[test]
fn every_key_of_the_settings_is_used() {
    let all: Vec<&str> = KEYS.iter().map(|(key, ..)| *key).collect();
    assert_eq!(all, clearwatt::analysis::audit::settings::ROBUSTNESS);
    let folder = two_means();
    let file = folder.path().join("audit.yaml");
    for (key, value, shown) in KEYS {
        std::fs::write(&file, format!("robustness:\n  {key}: {value}\n")).unwrap();
        let text = audit(folder.path(), &["robustness"]);
        assert!(text.contains(shown), "{key}: {text}");
    }
    // What options replace is told.
    std::fs::write(&file, "robustness:\n  absence: [zero]\n").unwrap();
    let text = audit(folder.path(), &["robustness", "--weights", "25%"]);
    assert!(
        text.contains("what the settings file says about it is not used"),
        "{text}"
    );
    // `indicators_too` has nothing to be about.
    std::fs::write(
        &file,
        "robustness:\n  absence: [zero]\n  indicators_too: yes\n",
    )
    .unwrap();
    let text = refused(folder.path(), &["robustness"]);
    assert!(
        text.contains("`indicators_too` is about weights and means"),
        "{text}"
    );
    std::fs::write(&file, "weights:\n  budget: { us: { nonsense: 3 } }\n").unwrap();
    let text = refused(folder.path(), &["weights"]);
    assert!(text.contains("there is no part `nonsense`"), "{text}");
    assert!(text.contains("audit.yaml:2"), "{text}");
}

#[test]
fn choices_that_make_no_sense_are_refused() {
    let folder = two_means();
    let folder = folder.path();
    let twice = refused(folder, &["robustness", "--absence", "zero,zero"]);
    assert!(twice.contains("`--absence` has `zero` twice"), "{twice}");
    let few = [
        "robustness",
        "--aggregation",
        "arithmetic,geometric",
        "--replicates",
        "1",
    ];
    let few = refused(folder, &few);
    assert!(
        few.contains("1 replicates cannot try 2 alternatives"),
        "{few}"
    );
    let shares = ["weights", "--least-share", "60", "--most-share", "50"];
    assert!(refused(folder, &shares).contains("is above the largest"));
}

#[test]
fn the_report_says_what_it_assumed_and_how_to_run_it_again() {
    let folder = two_means();
    let folder = folder.path();
    let to = folder.join("audit");
    let arguments = [
        "report",
        "--aggregation",
        "geometric",
        "--replicates",
        "20",
        "--points",
        "16",
        "--seed",
        "7",
        "-o",
        to.to_str().unwrap(),
    ];
    audit(folder, &arguments);
    let text = std::fs::read_to_string(to.join("audit.md")).unwrap();
    assert!(text.contains("aggregation: geometric, in every replicate"));
    assert!(text.contains("MD is first in 100.0% of the replicates"));
    let commands = text
        .lines()
        .filter_map(|line| line.strip_prefix("In full: `clearwatt ")?.strip_suffix('`'));
    let mut count = 0;
    for command in commands {
        count += 1;
        let mut again = Command::new(env!("CARGO_BIN_EXE_clearwatt"));
        let done = again.args(command.split(' ')).output().unwrap();
        let found = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success(), "{command}");
        if command.starts_with("audit robustness") {
            assert!(found.contains("geometric, in every replicate"), "{found}");
            let seed = found
                .lines()
                .any(|line| line.trim().starts_with("seed ") && line.ends_with(" 7"));
            assert!(seed, "{found}");
        }
    }
    // Structure, robustness, sensitivity, weights and trends; there are no assessors.
    assert_eq!(count, 5);
}
