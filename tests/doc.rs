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
