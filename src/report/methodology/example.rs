//! A worked example: one of the rubric's own tests, step by step.

use super::{Source, readable};
use crate::language::evaluate::{Answer, DecidedBy};
use crate::language::rubric::{CriterionBody, Expression};
use crate::language::test::{case, find_rule, outcome};
use crate::language::words::expression;
use crate::report::page::{Cell, Table};
use serde::Serialize;
use std::collections::BTreeSet;

/// A worked example.
#[derive(Debug, Serialize)]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// The answers.
    pub answers: Option<Table>,
    /// What the criteria give, and why.
    pub criteria: Option<Table>,
    /// The formula with numbers put in, and its result.
    pub formula: String,
    /// The grade; empty without grades.
    pub grade: String,
}

impl Source<'_> {
    /// The test that shows most: its score is not zero, and its criteria have as many different scores as can be.
    pub(super) fn example(&self) -> Option<Example> {
        let rubric = self.rubric;
        let scored = rubric.tests.iter().filter_map(|test| {
            let outcome = outcome(rubric, test).ok()?;
            let scores = outcome.criteria.iter().map(|c| &c.score);
            let different = scores.collect::<BTreeSet<_>>().len();
            let telling = !outcome.score.is_zero();
            Some((telling, different, test, outcome))
        });
        let (_, _, test, outcome) = scored.max_by_key(|(telling, count, ..)| (*telling, *count))?;
        let case = case(test, rubric);
        let facts = rubric.facts.iter().zip(&case.answers);
        let answers = facts.filter_map(|(fact, answer)| match answer {
            Answer::Known(value) => Some(vec![
                Cell::text(fact.name.clone()).with(fact.label.clone().unwrap_or_default()),
                Cell::text(fact.domain.show(value)),
            ]),
            _ => None,
        });
        let criteria = rubric.criteria.iter().zip(&outcome.criteria);
        let criteria = criteria.map(|(criterion, found)| {
            let why = match (found.by, &criterion.body) {
                (DecidedBy::Rule(number), CriterionBody::Rules(rules)) => {
                    find_rule(rules, number).and_then(|(_, label, _)| label)
                }
                _ => None,
            };
            let adjusted = found.adjusted.last().and_then(|number| {
                let adjustment = rubric.adjustments.get(usize::from(*number))?;
                adjustment.label.as_deref()
            });
            vec![
                Cell::text(self.criterion_name(criterion)),
                Cell::number(self.words.number(&found.score)),
                Cell::text(adjusted.or(why).unwrap_or("")),
            ]
        });
        let filled = expression(rubric, &rubric.score, &|part| match part {
            Expression::Criterion(id, _) => outcome
                .criteria
                .get(id.index())
                .map(|criterion| self.words.number(&criterion.score)),
            _ => None,
        });
        let index = rubric.headline();
        let grade = index.and_then(|index| index.grade(&outcome.score));
        let grade = grade.map_or_else(String::new, |grade| {
            let label = grade.label.as_deref().unwrap_or("");
            format!("{} ({})", grade.name, self.term(label, label))
        });
        Some(Example {
            title: test.label.clone(),
            answers: self.table("", &["question", "answers"], answers.collect()),
            criteria: self.table("", &["criterion", "score", "meaning"], criteria.collect()),
            formula: format!(
                "{} = {}",
                readable(&filled),
                self.words.number(&outcome.score)
            ),
            grade,
        })
    }
}
