//! The methodology document of every shipped rubric.

use clearwatt::diagnostic::Sources;
use clearwatt::document::read_file;
use clearwatt::language::rubric::{CriterionBody, Rubric, Rule};
use clearwatt::project::{builtin, load_rubric_file};
use clearwatt::report::methodology::methodology;
use clearwatt::report::{Words, methodology_html, methodology_markdown};
use std::path::Path;

fn shipped() -> Vec<Rubric> {
    let names = builtin::rubrics();
    let load = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("rubrics/{name}.rubric"));
        let mut sources = Sources::default();
        let file = read_file(&mut sources, &path).unwrap();
        load_rubric_file(&mut sources, file, &path)
            .sound()
            .unwrap()
            .clone()
    };
    names.map(load).collect()
}

fn rules(rules: &[Rule]) -> usize {
    let count = |rule: &Rule| match rule {
        Rule::Gives { .. } => 1,
        Rule::When { rules: inner, .. } => self::rules(inner),
    };
    rules.iter().map(count).sum()
}

#[test]
fn every_rule_weight_and_grade_of_every_rubric_is_printed() {
    for rubric in shipped() {
        for language in Words::languages() {
            let words = Words::of(language).unwrap();
            let document = methodology(&rubric, None, &words);
            for (criterion, table) in rubric.criteria.iter().zip(&document.criteria) {
                if let CriterionBody::Rules(written) = &criterion.body {
                    assert_eq!(table.rows.len(), rules(written), "{}", criterion.name);
                }
            }
            let grades: usize = document.grades.iter().map(|table| table.rows.len()).sum();
            let official = rubric.headline().unwrap();
            assert_eq!(grades, official.grades.len());
            for (index, text) in rubric.indices.iter().zip(&document.indices) {
                let weights = text.weights.as_ref().map_or(0, |table| table.rows.len());
                assert_eq!(weights, index.total.weights.len());
            }
            let markdown = methodology_markdown(&document, &words).unwrap();
            let html = methodology_html(&document, &words).unwrap();
            for text in [&markdown, &html] {
                // A key without its text would stand there as it is.
                for key in ["doc_", "aggregate_", "method_", "{", "limit_"] {
                    let body = text.split("</style>").last().unwrap();
                    assert!(!body.contains(key), "{} {language}: {key}", rubric.name);
                }
            }
        }
    }
}

#[test]
fn the_worked_example_is_worked_out() {
    let words = Words::of("en").unwrap();
    let international = shipped().remove(0);
    let example = methodology(&international, None, &words).example.unwrap();
    // rules behind a form, out of date: 25 × 1 × (0.5 + 0 + 0 + 1) × 0.5 = 18.75
    assert_eq!(example.formula, "25 × 1 × (0.5 + 0 + 0 + 1) × 0.5 = 18.75");
    assert_eq!(example.grade, "F (unacceptable)");
}

/// Weights of every level, with the names of what they weigh.
#[test]
fn weights_below_the_total_are_printed() {
    let text = "rubric r \"R\" {\n  evidence { value : number from 0 to 100 }\n  score value\n  index w \"Weighted\" {\n    subcategory: weighted mean of indicators { first 75%, second 25% }\n    category: weighted mean of subcategories { money 1 }\n    total: mean of categories\n  }\n}\n";
    let mut sources = Sources::default();
    let file = sources.add("r.rubric", text);
    let loaded = clearwatt::language::load::load(&mut sources, file, &mut |_, name| {
        panic!("{name} is no base")
    });
    let words = Words::of("en").unwrap();
    let document = methodology(loaded.sound().unwrap(), None, &words);
    let markdown = methodology_markdown(&document, &words).unwrap();
    let rows: Vec<&str> = markdown
        .lines()
        .filter(|line| line.starts_with('|') && line.contains(|sign: char| sign.is_alphabetic()))
        .map(|line| {
            line.split(['%', '\u{a0}', '\u{202f}'])
                .next()
                .unwrap()
                .trim_end()
        })
        .collect();
    let at = rows
        .iter()
        .position(|row| *row == "| Indicator | Weight |")
        .unwrap();
    assert_eq!(
        rows[at..at + 5],
        [
            "| Indicator | Weight |",
            "| first | 75",
            "| second | 25",
            "| Subcategory | Weight |",
            "| money | 100",
        ]
    );
}
