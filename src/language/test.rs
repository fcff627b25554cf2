//! Runs a rubric's inline tests with the reference evaluator, and says which rules they reached.

use super::evaluate::{Case, DecidedBy, Outcome, Unscored, answers, evaluate, further_scores};
use super::number::Number;
use super::rubric::{Claim, Criterion, CriterionBody, Index, Rubric, Rule, Test};
use crate::diagnostic::{Diagnostic, Span};
use std::collections::BTreeSet;

/// The result of one inline test.
#[derive(Debug, Clone)]
pub struct TestResult {
    /// What the test shows.
    pub label: String,
    /// What went wrong, one finding per claim; empty when the test passed.
    pub failures: Vec<Diagnostic>,
}

/// How far the tests reach into one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The criterion.
    pub criterion: String,
    /// How many rules it has.
    pub rules: usize,
    /// Rules that decided in no test: place and label.
    pub missed: Vec<Span>,
}

/// Runs all inline tests. Returns one result per test, in order, and the coverage per criterion that has rules.
pub fn run(rubric: &Rubric) -> (Vec<TestResult>, Vec<Coverage>) {
    let mut reached: BTreeSet<(usize, u16)> = BTreeSet::new();
    let mut results = Vec::new();
    for test in &rubric.tests {
        let outcome = outcome(rubric, test);
        if let Ok(outcome) = &outcome {
            for (at, criterion) in outcome.criteria.iter().enumerate() {
                if let DecidedBy::Rule(rule) = criterion.by {
                    reached.insert((at, rule));
                }
            }
        }
        let further = further_scores(rubric, &case(test, rubric)).unwrap_or_default();
        let failures = match &outcome {
            Ok(outcome) => test
                .expected
                .iter()
                .filter_map(|claim| failure(rubric, outcome, &further, claim))
                .collect(),
            // Grades of numbers can be told without a disclosure.
            Err(_) if test.facts.iter().all(Option::is_none) && only_grades(test) => test
                .expected
                .iter()
                .filter_map(|claim| match claim {
                    Claim::GradeOf(score, index, grade, span) => {
                        grade_of(rubric.indices.get(*index)?, score, grade, *span)
                    }
                    _ => None,
                })
                .collect(),
            Err(reason) => vec![unscored(rubric, test, reason)],
        };
        results.push(TestResult {
            label: test.label.clone(),
            failures,
        });
    }
    let coverage = rubric
        .criteria
        .iter()
        .enumerate()
        .filter_map(|(at, criterion)| coverage(at, criterion, &reached))
        .collect();
    (results, coverage)
}

/// What the reference evaluator makes of a test's facts.
pub fn outcome(rubric: &Rubric, test: &Test) -> Result<Outcome, Unscored> {
    evaluate(rubric, &case(test, rubric))
}

/// A test's facts as a disclosure.
pub(crate) fn case(test: &Test, rubric: &Rubric) -> Case {
    Case {
        answers: answers(rubric, test.facts.clone()),
        assessed: test.assessed,
        judged: test.judged.clone(),
    }
}

fn failure(
    rubric: &Rubric,
    outcome: &Outcome,
    further: &[Option<Number>],
    claim: &Claim,
) -> Option<Diagnostic> {
    let compared = |name: &str, got: &Number, sign: &str, expected: &Number, span: Span| {
        let expected = if sign == "=" {
            expected.to_string()
        } else {
            format!("{sign} {expected}")
        };
        Diagnostic::error("CW0401", format!("expected {name} {expected}, got {got}"))
            .at(span)
            .label(format!("{name} is {got}"))
    };
    match claim {
        Claim::Score(comparison, expected, span) => (!comparison
            .holds(outcome.score.cmp(expected)))
        .then(|| compared("score", &outcome.score, comparison.sign(), expected, *span)),
        Claim::Criterion(id, comparison, expected, span) => {
            let criterion = outcome.criteria.get(id.index())?;
            let name = rubric
                .criteria
                .get(id.index())
                .map_or("", |criterion| &criterion.name);
            if !criterion.applicable {
                let message = format!("expected {name} {expected}, got not applicable");
                return Some(Diagnostic::error("CW0401", message).at(*span));
            }
            (!comparison.holds(criterion.score.cmp(expected))).then(|| {
                let finding = compared(name, &criterion.score, comparison.sign(), expected, *span);
                match criterion.by {
                    DecidedBy::Rule(number) if criterion.adjusted.is_empty() => {
                        match rule_span(rubric.criteria.get(id.index()), number) {
                            Some(rule) => finding.related(rule, "this rule decided"),
                            None => finding,
                        }
                    }
                    _ => finding,
                }
            })
        }
        Claim::Further(id, comparison, expected, span) => {
            let name = rubric
                .further_scores
                .get(id.index())
                .map_or("", |score| score.name.as_str());
            let got = further.get(id.index())?;
            match got {
                Some(got) => (!comparison.holds(got.cmp(expected)))
                    .then(|| compared(name, got, comparison.sign(), expected, *span)),
                None => Some(
                    Diagnostic::error("CW0401", format!("expected {name} {expected}, got none"))
                        .at(*span)
                        .label(format!("{name} depends on what is not known")),
                ),
            }
        }
        Claim::GradeOf(score, index, expected, span) => {
            grade_of(rubric.indices.get(*index)?, score, expected, *span)
        }
        Claim::Grade(expected, span) => {
            let index = rubric.headline()?;
            let graded = index.graded(&outcome.score);
            let got = index.band(&graded).map_or("no grade", |grade| &grade.name);
            (got != expected).then(|| {
                Diagnostic::error("CW0401", format!("expected grade {expected}, got {got}"))
                    .at(*span)
                    .label(format!("a score of {graded} gets {got}"))
            })
        }
    }
}

fn only_grades(test: &Test) -> bool {
    let mut claims = test.expected.iter();
    claims.all(|claim| matches!(claim, Claim::GradeOf(..)))
}

fn grade_of(index: &Index, score: &Number, expected: &str, span: Span) -> Option<Diagnostic> {
    let got = index
        .band(score)
        .map_or("no grade", |grade| grade.name.as_str());
    (got != expected).then(|| {
        let message = format!("expected grade {expected} for {score}, got {got}");
        Diagnostic::error("CW0401", message)
            .at(span)
            .label(format!("{score} gets {got}"))
    })
}

fn rule_span(criterion: Option<&Criterion>, number: u16) -> Option<Span> {
    match &criterion?.body {
        CriterionBody::Rules(rules) => match find_rule(rules, number)? {
            Rule::Gives { span, .. } | Rule::When { span, .. } => Some(*span),
        },
        _ => None,
    }
}

/// A rule of a criterion by its number.
pub(crate) fn find_rule(rules: &[Rule], wanted: u16) -> Option<&Rule> {
    rules.iter().find_map(|rule| match rule {
        Rule::Gives { number, .. } if *number == wanted => Some(rule),
        Rule::Gives { .. } => None,
        Rule::When { rules, .. } => find_rule(rules, wanted),
    })
}

fn unscored(rubric: &Rubric, test: &Test, reason: &Unscored) -> Diagnostic {
    let message = format!("the test has no score: {}", reason_in_words(rubric, reason));
    Diagnostic::error("CW0402", message)
        .at(test.span)
        .help("give what is missing in `given`")
}

/// Why something has no score, in words that name the facts.
pub fn reason_in_words(rubric: &Rubric, reason: &Unscored) -> String {
    let criterion = |id: &super::rubric::CriterionId| {
        rubric
            .criteria
            .get(id.index())
            .map_or("", |criterion| criterion.name.as_str())
    };
    match reason {
        Unscored::Open(facts) => {
            let names: Vec<String> = facts
                .iter()
                .filter_map(|id| rubric.facts.get(id.index()))
                .map(|fact| format!("`{}`", fact.name))
                .collect();
            match names.as_slice() {
                [one] => format!("{one} is missing"),
                _ => format!("{} are missing", names.join(", ")),
            }
        }
        Unscored::NotKnown(facts) => {
            let names: Vec<String> = facts
                .iter()
                .filter_map(|id| rubric.facts.get(id.index()))
                .map(|fact| format!("`{}`", fact.name))
                .collect();
            format!("{} not known", names.join(", "))
        }
        Unscored::NotApplicable(_) => "it does not apply".to_string(),
        Unscored::NotDated => "the date of the assessment (`assessed`) is missing".to_string(),
        Unscored::NotJudged(id) => format!(
            "`{}` must be judged, and no judgement is given",
            criterion(id)
        ),
        Unscored::NoRule(id) => format!("no rule of `{}` fits", criterion(id)),
        Unscored::DivisionByZero(_) => "a formula divides by zero".to_string(),
        Unscored::OutOfRange(_) => "a formula goes out of the range of its values".to_string(),
    }
}

fn coverage(
    at: usize,
    criterion: &Criterion,
    reached: &BTreeSet<(usize, u16)>,
) -> Option<Coverage> {
    let CriterionBody::Rules(rules) = &criterion.body else {
        return None;
    };
    let mut all = Vec::new();
    leaves(rules, &mut all);
    let missed = all
        .iter()
        .filter(|(number, _)| !reached.contains(&(at, *number)))
        .map(|(_, span)| *span)
        .collect();
    Some(Coverage {
        criterion: criterion.name.clone(),
        rules: all.len(),
        missed,
    })
}

fn leaves(rules: &[Rule], into: &mut Vec<(u16, Span)>) {
    for rule in rules {
        match rule {
            Rule::Gives { number, span, .. } => into.push((*number, *span)),
            Rule::When { rules, .. } => leaves(rules, into),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Rendering, Sources, render};
    use crate::language::load::{Loaded, load};

    fn shipped(name: &str) -> (Sources, Loaded) {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rubrics/");
        let mut sources = Sources::default();
        let text = std::fs::read_to_string(format!("{folder}{name}")).unwrap();
        let file = sources.add(name, text);
        let loaded = load(&mut sources, file, &mut |sources, base| {
            let text = std::fs::read_to_string(format!("{folder}{base}")).unwrap();
            Ok(sources.add(base, text))
        });
        (sources, loaded)
    }

    #[test]
    fn shipped_rubrics_are_clean_and_their_tests_reach_every_rule() {
        for name in [
            "energy-transparency-national.rubric",
            "energy-transparency-international.rubric",
            "global-open-data-index.rubric",
            "global-open-data-index-2015.rubric",
        ] {
            let (sources, loaded) = shipped(name);
            let shown = render(&loaded.findings, &sources, Rendering::default());
            assert_eq!(shown, "", "{name}");
            let rubric = loaded.sound().unwrap();
            let (results, coverage) = run(rubric);
            assert!(results.len() >= 5, "{name}");
            for result in results {
                let shown = render(&result.failures, &sources, Rendering::default());
                assert_eq!(shown, "", "{name}: {}", result.label);
            }
            for criterion in coverage {
                let missed: Vec<&str> = criterion
                    .missed
                    .iter()
                    .map(|span| sources.slice(*span))
                    .collect();
                assert_eq!(
                    missed,
                    Vec::<&str>::new(),
                    "{name}: {}",
                    criterion.criterion
                );
            }
        }
    }
}
