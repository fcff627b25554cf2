//! What to settle first: answers that assessors have given differently, by the points at stake. Criteria and scores that
//! differ because of an answer are what follows from it, and no disputes of their own.

use super::answers::{Question, answer};
use super::survey::{Rating, Survey, Unit};
use crate::analysis::audit::model::Model;
use crate::analysis::audit::series::effective_weights;
use crate::analysis::audit::table::{Cell, Table};
use crate::language::evaluate::{Case, Outcome, answers, evaluate};
use crate::language::number::Number;
use crate::language::rubric::{FactId, Rubric};
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// One answer (or judgement) about one disclosure that was given differently.
struct Dispute<'s> {
    unit: &'s Unit,
    question: String,
    /// "enr free, tsk paid"
    answers: String,
    /// The lowest and highest score of the disclosure, whoever is right about this answer.
    scores: (f64, f64),
    /// The criteria that follow it.
    follows: String,
}

/// The table. `model` is the index whose points are at stake; without one all indicators weigh the same.
pub(super) fn adjudication(
    survey: &Survey,
    questions: &[Question],
    rubric: &Rubric,
    model: Option<&Model>,
) -> Table {
    let mut table = Table::new(
        "adjudication",
        "What to settle first",
        "points at stake: (highest − lowest score, this answer settled either way) × weight of the disclosure in the entity's total",
        "weights: products of the index's weights; parts without a score leave theirs to the others",
        &[
            "points",
            "entity",
            "indicator",
            "body",
            "question",
            "answers",
            "lowest",
            "highest",
            "follows",
        ],
    );
    if model.is_none() {
        table.note("The index has no scores that say what an indicator weighs in it yet, so all weigh the same.");
    }
    let mut weights = Weights {
        survey,
        model,
        of_entities: IndexMap::new(),
    };
    let mut found: Vec<(f64, Dispute<'_>)> = survey
        .units
        .iter()
        .flat_map(|unit| disputes(survey, unit, questions, rubric))
        .map(|dispute| {
            let (low, high) = dispute.scores;
            ((high - low) * weights.of(dispute.unit), dispute)
        })
        .collect();
    found.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| a.1.unit.entity.cmp(&b.1.unit.entity))
            .then_with(|| a.1.unit.name.cmp(&b.1.unit.name))
    });
    for (points, dispute) in found {
        let unit = dispute.unit;
        table.rows.push(vec![
            Cell::number(points, 3),
            Cell::text(unit.entity.as_str()),
            Cell::text(unit.name.as_str()),
            unit.body.as_deref().map_or(Cell::Empty, Cell::text),
            Cell::text(dispute.question),
            Cell::text(dispute.answers),
            Cell::number(dispute.scores.0, 2),
            Cell::number(dispute.scores.1, 2),
            Cell::text(dispute.follows),
        ]);
    }
    table
}

/// The disputes about one disclosure, one for each answer.
fn disputes<'s>(
    survey: &'s Survey,
    unit: &'s Unit,
    questions: &[Question],
    rubric: &Rubric,
) -> Vec<Dispute<'s>> {
    let raters: Vec<(&str, &Rating)> = survey
        .assessors
        .iter()
        .zip(&unit.ratings)
        .filter_map(|(name, rating)| Some((name.as_str(), rating.as_ref()?)))
        .collect();
    let mut found = Vec::new();
    for question in questions {
        let domain = rubric
            .facts
            .get(question.fact.index())
            .map(|fact| &fact.domain);
        let given: Vec<(&str, &Rating, String)> = raters
            .iter()
            .filter_map(|(name, rating)| {
                let value = answer(&rating.case, question.fact)?;
                Some((*name, *rating, domain?.show(value)))
            })
            .collect();
        let with = |rating: &Rating, other: &Rating| {
            with_answer(rubric, &rating.case, &other.case, question.fact)
        };
        found.extend(dispute(unit, rubric, &question.name, &given, with));
    }
    for (at, criterion) in rubric.criteria.iter().enumerate() {
        let judged = |rating: &Rating| -> Option<Number> { rating.case.judged.get(at)?.clone() };
        let given: Vec<(&str, &Rating, String)> = raters
            .iter()
            .filter_map(|(name, rating)| Some((*name, *rating, judged(rating)?.to_string())))
            .collect();
        let with = |rating: &Rating, other: &Rating| {
            let mut case = rating.case.clone();
            if let Some(slot) = case.judged.get_mut(at) {
                *slot = judged(other);
            }
            case
        };
        found.extend(dispute(unit, rubric, &criterion.name, &given, with));
    }
    found
}

/// A dispute, where the answers differ. `with` gives the case of one assessor with the answer of another.
fn dispute<'s>(
    unit: &'s Unit,
    rubric: &Rubric,
    question: &str,
    given: &[(&str, &Rating, String)],
    with: impl Fn(&Rating, &Rating) -> Case,
) -> Option<Dispute<'s>> {
    let (_, _, first) = given.first()?;
    if given.iter().all(|(_, _, answer)| answer == first) {
        return None;
    }
    let mut scores = (f64::INFINITY, f64::NEG_INFINITY);
    let mut follows: BTreeSet<usize> = BTreeSet::new();
    for (_, rating, own) in given {
        let base = evaluate(rubric, &rating.case).ok();
        let others = given.iter().filter(|(_, _, other)| other != own);
        let swapped =
            others.filter_map(|(_, other, _)| evaluate(rubric, &with(rating, other)).ok());
        for outcome in base.clone().into_iter().chain(swapped) {
            let score = outcome.score.to_f64();
            scores = (scores.0.min(score), scores.1.max(score));
            if let Some(base) = &base {
                follows.extend(differing(base, &outcome));
            }
        }
    }
    let names = follows.iter().filter_map(|at| rubric.criteria.get(*at));
    let names: Vec<&str> = names.map(|criterion| criterion.name.as_str()).collect();
    let answers: Vec<String> = given
        .iter()
        .map(|(name, _, answer)| format!("{name} {answer}"))
        .collect();
    Some(Dispute {
        unit,
        question: question.to_string(),
        answers: answers.join(", "),
        scores,
        follows: names.join(", "),
    })
}

/// The criteria in which two outcomes differ.
fn differing(one: &Outcome, other: &Outcome) -> Vec<usize> {
    let pairs = one.criteria.iter().zip(&other.criteria).enumerate();
    pairs
        .filter(|(_, (a, b))| a.score != b.score || a.applicable != b.applicable)
        .map(|(at, _)| at)
        .collect()
}

/// The evidence of one assessor with the answer of another; what is asked only then is answered by the other, too.
fn with_answer(rubric: &Rubric, case: &Case, other: &Case, fact: FactId) -> Case {
    let given = (0u16..).take(rubric.facts.len()).map(FactId).map(|id| {
        let own = answer(case, id).filter(|_| id != fact);
        own.or_else(|| answer(other, id)).cloned()
    });
    Case {
        answers: answers(rubric, given.collect()),
        ..case.clone()
    }
}

/// What a disclosure weighs in its entity's total.
struct Weights<'a> {
    survey: &'a Survey,
    model: Option<&'a Model>,
    of_entities: IndexMap<&'a str, Vec<f64>>,
}

impl<'a> Weights<'a> {
    fn of(&mut self, unit: &'a Unit) -> f64 {
        let same = |other: &&Unit| other.entity == unit.entity;
        let of_entity = self.survey.units.iter().filter(same);
        let Some(model) = self.model else {
            return 1.0 / of_entity.count() as f64;
        };
        let bodies = of_entity.filter(|other| other.indicator == unit.indicator);
        let weights = self.of_entities.entry(unit.entity.as_str());
        let weights = weights.or_insert_with(|| {
            let mut entities = model.entities.iter();
            effective_weights(model, entities.position(|known| *known == unit.entity))
        });
        let mut columns = model.columns.iter();
        let column = columns.position(|column| column.id == unit.name);
        let weight = column.and_then(|at| weights.get(at)).copied();
        weight.unwrap_or(0.0) / bodies.count() as f64
    }
}
