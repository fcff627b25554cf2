//! A worked example: one of the rubric's own tests, step by step.

use super::{Source, readable};
use crate::diagnostic::Sources;
use crate::language::rubric::Test;
use crate::language::syntax::FactRole;
use crate::language::test::case;
use crate::report::page::{Cell, Table};
use crate::results::{Places, Record, record};
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
        let scored = self.rubric.tests.iter().filter_map(|test| {
            let record = self.derivation(test);
            let telling = !record.score.as_ref()?.is_zero();
            let scores = record.criteria.iter().map(|criterion| &criterion.score);
            let different = scores.collect::<BTreeSet<_>>().len();
            Some((telling, different, test, record))
        });
        let (_, _, test, record) = scored.max_by_key(|(telling, count, ..)| (*telling, *count))?;
        self.of_test(test, &record)
    }

    /// How the score of a test comes about. A methodology stands alone, so places in files are left out.
    fn derivation(&self, test: &Test) -> Record {
        let roles = [FactRole::Entity, FactRole::Evidence, FactRole::Indicator];
        let sources = Sources::default();
        let places = Places::of_sources(&sources);
        record(self.rubric, &case(test, self.rubric), &roles, None, &places)
    }

    fn of_test(&self, test: &Test, record: &Record) -> Option<Example> {
        let rubric = self.rubric;
        let score = record.score.as_ref()?;
        let answers = record.answers.iter().map(|answer| {
            vec![
                Cell::text(answer.fact.clone()).with(answer.question.clone().unwrap_or_default()),
                Cell::text(answer.answer.clone()),
            ]
        });
        let criteria = rubric.criteria.iter().zip(&record.criteria);
        let criteria = criteria.map(|(criterion, found)| {
            let adjusted = found
                .adjusted
                .last()
                .and_then(|change| change.why.as_deref());
            let shown = match &found.score {
                Some(score) => Cell::number(self.words.number(score)),
                None => Cell::text(self.words.say("not_applicable", &[])),
            };
            vec![
                Cell::text(self.criterion_name(criterion)),
                shown,
                Cell::text(adjusted.or(found.why.as_deref()).unwrap_or("")),
            ]
        });
        let grade = rubric.headline().and_then(|index| index.grade(score));
        let grade = grade.map_or_else(String::new, |grade| {
            let label = grade.label.as_deref().unwrap_or("");
            format!("{} ({})", grade.name, self.term(label, label))
        });
        let filled = record
            .formula
            .filled_with(&|number| self.words.number(number));
        Some(Example {
            title: test.label.clone(),
            answers: self.table("", &["question", "answers"], answers.collect()),
            criteria: self.table("", &["criterion", "score", "meaning"], criteria.collect()),
            formula: format!("{} = {}", readable(&filled), self.words.number(score)),
            grade,
        })
    }
}
