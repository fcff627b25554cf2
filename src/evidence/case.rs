//! A recorded disclosure as the evaluator sees it: the indicator's facts, the sheet's defaults, the record's answers.

use super::{Record, Sheet};
use crate::language::evaluate::{Case, answers};
use crate::language::rubric::Rubric;
use crate::language::value::Value;

/// The case of one record. `entity` and `indicator` hold the facts of each, one entry per fact of the rubric.
pub fn case(
    rubric: &Rubric,
    entity: &[Option<Value>],
    indicator: &[Option<Value>],
    sheet: &Sheet,
    record: &Record,
) -> Case {
    let mut given = indicator.to_vec();
    given.resize(rubric.facts.len(), None);
    for (slot, value) in given.iter_mut().zip(entity) {
        if value.is_some() {
            slot.clone_from(value);
        }
    }
    for recorded in sheet.defaults.iter().chain(&record.facts) {
        if let Some(slot) = given.get_mut(recorded.fact.index()) {
            *slot = Some(recorded.value.clone());
        }
    }
    let mut judged = vec![None; rubric.criteria.len()];
    for (criterion, score, _) in &record.judged {
        if let Some(slot) = judged.get_mut(criterion.index()) {
            *slot = Some(score.clone());
        }
    }
    Case {
        answers: answers(rubric, given),
        // Who looked on the 19th has not seen what came out by the end of the month.
        assessed: record.day.or(sheet.assessed),
        judged,
    }
}
