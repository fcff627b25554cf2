//! Indices worked out from other indices: figures over the entities of this, another and all editions, ranks within
//! groups, marked and broken ties, missing parts, lines across entities. All expected values are worked out by hand.

use clearwatt::diagnostic::has_errors;
use clearwatt::language::number::Number;
use clearwatt::results::{Results, compute};
use std::path::Path;

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Four entities in two editions with one number each. 2023: 2, 4, 4, 6; 2024: 1, 5, 5, and one that is not known.
fn project(rubric: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "clearwatt.yaml",
        "title: Figures\ncatalogue: catalogue\nevidence: data\neditions:\n  - { id: f-2023, rubric: f.rubric }\n  - { id: f-2024, rubric: f.rubric }\nentities:\n  A: { label: Ay, size: small }\n  B: { label: Be, size: small }\n  C: { label: Ce, size: large }\n  D: { label: De, size: large }\n",
    );
    write(
        folder.path(),
        "catalogue/all.yaml",
        "category: all\nlabel: All\nsubcategories:\n  one:\n    label: One\n    indicators:\n      number: { label: Number }\n",
    );
    write(
        folder.path(),
        "data/all.csv",
        "edition,entity,indicator,number\nf-2023,A,number,2\nf-2023,B,number,4\nf-2023,C,number,4\nf-2023,D,number,6\nf-2024,A,number,1\nf-2024,B,number,5\nf-2024,C,number,5\nf-2024,D,number,\n",
    );
    let text = format!(
        "rubric figures \"Figures\" {{\n  entity {{\n    size : small | large\n  }}\n  evidence {{\n    number : optional number\n  }}\n  score number\n  score big = if number > 4 and size is large then 1 else 0\n  index plain {{\n    total: mean of indicators\n    {}\n  }}\n{}\n}}\n",
        rubric.split('|').next().unwrap(),
        rubric.split('|').nth(1).unwrap_or("")
    );
    write(folder.path(), "f.rubric", &text);
    folder
}

fn results(rubric: &str) -> Results {
    let folder = project(rubric);
    let computed = compute(folder.path());
    assert!(!has_errors(&computed.findings), "{:#?}", computed.findings);
    computed.results.unwrap()
}

/// The totals of A, B, C and D with six decimals, `-` where there is none.
fn totals(results: &Results, edition: &str, index: &str) -> Vec<String> {
    let edition = results.edition(edition).unwrap();
    ["A", "B", "C", "D"]
        .iter()
        .map(|id| {
            let id = results.project.entities.resolve(id).unwrap();
            let row = edition.total(index, &id).unwrap();
            row.score
                .as_ref()
                .map_or("-".into(), |score| score.fixed(6))
        })
        .collect()
}

fn ranks(results: &Results, edition: &str, index: &str) -> Vec<String> {
    let edition = results.edition(edition).unwrap();
    ["A", "B", "C", "D"]
        .iter()
        .map(|id| {
            let id = results.project.entities.resolve(id).unwrap();
            let row = edition.total(index, &id).unwrap();
            row.rank_in_words().unwrap_or("-".into())
        })
        .collect()
}

#[test]
fn figures_over_the_entities_of_an_edition() {
    let found = results(
        "|  index z {\n    total = z_score(plain)\n  }\n  index m {\n    total = min_max(plain)\n  }\n  index r {\n    total = rank_among(plain)\n  }\n  index p {\n    total = percentile_rank(plain)\n  }\n  index b {\n    total = borda(plain)\n  }\n  index s {\n    total = plain / sum_over_entities(plain) + 0 * median_over_entities(plain)\n  }\n  index n {\n    total = count_over_entities(plain)\n  }",
    );
    // 2, 4, 4, 6: mean 4; squares 4 + 0 + 0 + 4 = 8, sample variance 8/3, deviation 1.632993; 2 / 1.632993 = 1.224745
    assert_eq!(
        totals(&found, "f-2023", "z"),
        ["-1.224745", "0.000000", "0.000000", "1.224745"]
    );
    assert_eq!(
        totals(&found, "f-2023", "m"),
        ["0.000000", "0.500000", "0.500000", "1.000000"]
    );
    assert_eq!(
        totals(&found, "f-2023", "r"),
        ["4.000000", "2.000000", "2.000000", "1.000000"]
    );
    // below plus half of those that are equal, the entity itself among them: (0 + 0.5)/4, (1 + 1)/4, (3 + 0.5)/4
    assert_eq!(
        totals(&found, "f-2023", "p"),
        ["0.125000", "0.500000", "0.500000", "0.875000"]
    );
    // others beaten, ties half: 0, 1 + 0.5, 1 + 0.5, 3
    assert_eq!(
        totals(&found, "f-2023", "b"),
        ["0.000000", "1.500000", "1.500000", "3.000000"]
    );
    assert_eq!(
        totals(&found, "f-2023", "s"),
        ["0.125000", "0.250000", "0.250000", "0.375000"]
    );
    // what is not known has no place among the others
    assert_eq!(
        totals(&found, "f-2024", "n"),
        ["3.000000", "3.000000", "3.000000", "3.000000"]
    );
    assert_eq!(
        totals(&found, "f-2024", "m"),
        ["0.000000", "1.000000", "1.000000", "-"]
    );
}

#[test]
fn figures_over_other_editions() {
    let found = results(
        "|  index frozen {\n    total = z_score(plain, \"f-2023\")\n  }\n  index ever {\n    total = plain / max_over_entities(plain, all_editions)\n  }",
    );
    // against 2023's mean 4 and deviation 1.632993: -3, 1 and 1 of them
    assert_eq!(
        totals(&found, "f-2024", "frozen"),
        ["-1.837117", "0.612372", "0.612372", "-"]
    );
    // the largest of all years is 6: 1/6, 5/6, 5/6
    assert_eq!(
        totals(&found, "f-2024", "ever"),
        ["0.166667", "0.833333", "0.833333", "-"]
    );
}

#[test]
fn ranks_within_groups_marked_and_by_name() {
    let shared = results("rank on exact score, ties share");
    assert_eq!(ranks(&shared, "f-2023", "plain"), ["4", "2", "2", "1"]);
    let marked = results("rank on exact score, ties marked");
    assert_eq!(ranks(&marked, "f-2023", "plain"), ["4", "2=", "2=", "1"]);
    let named = results("rank on exact score, ties by name");
    assert_eq!(ranks(&named, "f-2023", "plain"), ["4", "2", "3", "1"]);
    let within = results("rank on exact score within size, ties share");
    assert_eq!(ranks(&within, "f-2023", "plain"), ["2", "1", "2", "1"]);
    let rounded = results("rank on score rounded half up to 0 decimals, ties share");
    assert_eq!(ranks(&rounded, "f-2023", "plain"), ["4", "2", "2", "1"]);
}

#[test]
fn missing_parts_do_what_the_index_says() {
    let found = results(
        "|  index two {\n    from score big\n    total: mean of indicators\n  }\n  index strict {\n    total = mean(plain, two)\n  }\n  index loose {\n    total = mean(plain, two)\n    missing: left out\n  }\n  index zero {\n    total = plain + 1\n    missing: zero\n  }",
    );
    // C is large and has 5, so `big` is 1: (5 + 1) / 2
    assert_eq!(
        totals(&found, "f-2024", "strict"),
        ["0.500000", "2.500000", "3.000000", "-"]
    );
    // D's number is not known: a test on it does not hold, so `big` is 0 and alone in the mean
    assert_eq!(
        totals(&found, "f-2024", "loose"),
        ["0.500000", "2.500000", "3.000000", "0.000000"]
    );
    assert_eq!(
        totals(&found, "f-2024", "zero"),
        ["2.000000", "6.000000", "6.000000", "1.000000"]
    );
}

#[test]
fn what_is_not_assessed_can_keep_the_score_of_the_edition_before() {
    let found = results("not_assessed: carried over");
    // D had 6 in 2023 and is not known in 2024
    assert_eq!(
        totals(&found, "f-2024", "plain"),
        ["1.000000", "5.000000", "5.000000", "6.000000"]
    );
    let edition = found.edition("f-2024").unwrap();
    let d = found.project.entities.resolve("D").unwrap();
    let row = edition.row("plain", &d, "indicator", "number").unwrap();
    assert_eq!(row.state.word(), "carried_over");
    let left = results("not_assessed: left out");
    assert_eq!(totals(&left, "f-2024", "plain")[3], "-");
}

#[test]
fn lines_across_entities() {
    let found = results("across entities: mean of indicators");
    let across = &found.edition("f-2024").unwrap().across;
    // (1 + 5 + 5) / 3, over the three that are known
    let mean = Number::ratio(11, 3);
    assert_eq!(across[0].score, mean);
    assert_eq!(
        (
            across[0].entity.as_str(),
            across[0].scored,
            across[0].expected
        ),
        ("*", 3, 4)
    );
    assert_eq!((&*across[1].node, &across[1].score), ("number", &mean));
}

#[test]
fn a_formula_must_find_what_it_reads() {
    let folder = project("|  index a {\n    total = z_score(plain, \"f-2022\")\n  }");
    let computed = compute(folder.path());
    let finding = &computed.findings[0];
    assert_eq!(finding.code, "CW0601");
    assert_eq!(finding.help, ["the project has `f-2023` or `f-2024`"]);
    let folder =
        project("|  index a {\n    total = later\n  }\n  index later {\n    total = plain\n  }");
    let computed = compute(folder.path());
    let messages: Vec<&str> = computed
        .findings
        .iter()
        .map(|f| f.message.as_str())
        .collect();
    assert_eq!(messages, ["there is no index declared above `later`"]);
}

#[test]
fn extreme_values_are_held_at_quantiles() {
    let found = results(
        "|  index w {\n    total = winsorised(plain, 25%)\n  }\n  index q {\n    total = quantile_over_entities(plain, 25%)\n  }\n  index frozen {\n    total = winsorised(plain, 25%, \"f-2023\")\n  }\n  index half {\n    total = quantile_over_entities(plain, 50%, all_editions)\n  }",
    );
    // 2, 4, 4, 6: the quarter lies at place 0.75, 2 + 0.75 × (4 - 2) = 3.5; three quarters at place 2.25,
    // 4 + 0.25 × 2 = 4.5 (definition 7 of Hyndman and Fan, as R has it)
    assert_eq!(
        totals(&found, "f-2023", "w"),
        ["3.500000", "4.000000", "4.000000", "4.500000"]
    );
    assert_eq!(totals(&found, "f-2023", "q"), ["3.500000"; 4]);
    assert_eq!(
        totals(&found, "f-2024", "frozen"),
        ["3.500000", "4.500000", "4.500000", "-"]
    );
    // 1, 2, 4, 4, 5, 5, 6: the middle one
    assert_eq!(totals(&found, "f-2023", "half"), ["4.000000"; 4]);
}

#[test]
fn copeland_counts_entities_beaten_in_more_values() {
    let found = results(
        "|  index large {\n    from score big\n    total: mean of indicators\n  }\n  index one {\n    total = copeland(plain)\n  }\n  index three {\n    total = copeland(plain, -plain, large)\n  }",
    );
    // 2, 4, 4, 6: A is behind three; B and C are level with each other; D is ahead of three.
    assert_eq!(
        totals(&found, "f-2023", "one"),
        ["-3.000000", "0.000000", "0.000000", "3.000000"]
    );
    // Ahead in a value is behind in its opposite, so only the third tells: D has 1, the others 0.
    assert_eq!(
        totals(&found, "f-2023", "three"),
        ["-1.000000", "-1.000000", "-1.000000", "3.000000"]
    );
    // Only C is large. What D has is not known, and so is whether it has more; it is not large for all that.
    assert_eq!(
        totals(&found, "f-2024", "three"),
        ["-1.000000", "-1.000000", "3.000000", "-1.000000"]
    );
}

#[test]
fn weights_that_differ_by_class_of_entity() {
    let found = results(
        "|  index large {\n    from score big\n    total: mean of indicators\n  }\n  index mixed {\n    total = lookup size { small: 25%, large: 50% } * plain + (if size is small then 75% else 50%) * 10 * large\n  }",
    );
    // A: 0.25 × 2; B: 0.25 × 4; C: 0.5 × 4; D, of which 6 is more than 4: 0.5 × 6 + 0.5 × 10
    assert_eq!(
        totals(&found, "f-2023", "mixed"),
        ["0.500000", "1.000000", "2.000000", "8.000000"]
    );
}
