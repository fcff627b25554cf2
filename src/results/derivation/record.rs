//! From the answers about one disclosure (or one body of a sample) to its score: answers, values, criteria with the rule
//! that decided each, adjustments, formula.

use super::criterion::CriterionScore;
use super::gate::gates;
use super::place::{Place, Places};
use crate::evidence;
use crate::language::evaluate::{Answer, Case, Settled, criteria, evaluate, value};
use crate::language::number::Number;
use crate::language::rubric::{FactId, Rubric};
use crate::language::steps::{Step, expression};
use crate::language::syntax::FactRole;
use crate::language::test::reason_in_words;
use crate::language::value::Value;
use serde::Serialize;

/// One record: the answers about a disclosure, or about one body of a sample, and the score they give.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// The body of a sample.
    pub body: Option<String>,
    /// Where it stands.
    pub place: Option<Place>,
    /// The day of the assessment, from which deadlines count.
    pub assessed: Option<String>,
    /// Whether that is the day it was seen, and not the one of the whole file.
    pub assessed_when_seen: bool,
    /// The answers.
    pub answers: Vec<AnswerTo>,
    /// The named intermediate values.
    pub values: Vec<Named>,
    /// The criteria.
    pub criteria: Vec<CriterionScore>,
    /// The formula with its steps.
    pub formula: Step,
    /// The score; none where it does not apply or something is not known.
    pub score: Option<Number>,
    /// Why there is no score.
    pub no_score: Option<String>,
    /// The further scores.
    pub further_scores: Vec<Named>,
    /// What is said for people about this body alone.
    pub notes: NotesOn,
}

/// What is said for people about a disclosure, and never scored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NotesOn {
    /// Where it was found.
    pub source: Option<String>,
    /// The day it was seen.
    pub seen: Option<String>,
    /// Who assessed it.
    pub assessor: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Why it was judged the way it was.
    pub reason: Option<String>,
}

impl From<&evidence::Notes> for NotesOn {
    fn from(notes: &evidence::Notes) -> Self {
        let owned = |text: &Option<Box<str>>| text.as_deref().map(String::from);
        NotesOn {
            source: owned(&notes.source),
            seen: notes.seen.map(|day| day.to_string()),
            assessor: owned(&notes.assessor),
            note: owned(&notes.note),
            reason: owned(&notes.reason),
        }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerTo {
    /// The fact.
    pub fact: String,
    /// The question in words.
    pub question: Option<String>,
    /// The answer.
    pub answer: String,
    /// Where it stands.
    pub place: Option<Place>,
    /// Whether it is the answer of the whole file, which holds unless a disclosure says otherwise.
    pub by_default: bool,
}

/// A number (or date, period, …) with a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// What it means.
    pub label: Option<String>,
    /// How it was worked out, with its value.
    pub steps: Step,
    /// Where it is declared.
    pub place: Option<Place>,
}

/// A disclosure as it was recorded.
pub(super) type Recorded<'a> = (&'a evidence::Sheet, &'a evidence::Record);

/// The record of a case; `recorded` says where its answers stand, `roles` whose answers are listed.
pub(crate) fn record(
    rubric: &Rubric,
    case: &Case,
    roles: &[FactRole],
    recorded: Option<Recorded<'_>>,
    places: &Places<'_>,
) -> Record {
    let reader = Reader {
        rubric,
        case,
        recorded,
        places,
    };
    reader.record(roles)
}

/// A record in the making.
pub(super) struct Reader<'a> {
    pub rubric: &'a Rubric,
    pub case: &'a Case,
    pub recorded: Option<Recorded<'a>>,
    pub places: &'a Places<'a>,
}

impl Reader<'_> {
    fn record(&self, roles: &[FactRole]) -> Record {
        let rubric = self.rubric;
        let (first, settled) = criteria(rubric, self.case);
        let outcome = evaluate(rubric, self.case);
        let gates = gates(rubric, self.case, &first, outcome.as_ref().ok());
        let adjusted = self.adjustments(&first, &settled);
        let rows = rubric.criteria.iter().enumerate().map(|(at, criterion)| {
            let adjusted = adjusted
                .iter()
                .filter(|(ids, _)| ids.iter().any(|id| id.index() == at));
            CriterionScore {
                adjusted: adjusted.map(|(_, change)| change.clone()).collect(),
                ..self.criterion(at, criterion, &first, settled.get(at), gates.get(at))
            }
        });
        let (score, no_score) = match outcome {
            Ok(outcome) => (Some(outcome.score), None),
            Err(reason) => (None, Some(reason_in_words(rubric, &reason))),
        };
        let (body, place) = match self.recorded {
            Some((_, record)) => (record.body.as_deref(), self.places.of(record.span)),
            None => (None, None),
        };
        let own_day = self.recorded.is_some_and(|(sheet, record)| {
            record.day.is_some_and(|day| Some(day) != sheet.assessed)
        });
        let notes = self
            .recorded
            .and_then(|(_, record)| record.notes.as_deref());
        Record {
            assessed_when_seen: own_day,
            notes: notes.map(NotesOn::from).unwrap_or_default(),
            body: body.map(String::from),
            place,
            assessed: self.case.assessed.map(|day| day.to_string()),
            answers: self.answers(roles),
            values: self.values(),
            criteria: rows.collect(),
            formula: expression(rubric, self.case, &settled, &rubric.score),
            score,
            no_score,
            further_scores: self.further(&settled),
        }
    }

    fn answers(&self, roles: &[FactRole]) -> Vec<AnswerTo> {
        let facts = (0u16..).map(FactId).zip(&self.rubric.facts);
        let facts = facts.filter(|(_, fact)| fact.field_of.is_none() && roles.contains(&fact.role));
        let known = facts.filter_map(|(id, fact)| {
            let Some(Answer::Known(answer)) = self.case.answers.get(id.index()) else {
                return None;
            };
            let (own, default) = self.recorded_answer(id);
            Some(AnswerTo {
                fact: fact.name.clone(),
                question: fact.label.clone(),
                answer: fact.domain.show(answer),
                place: own.or(default).and_then(|found| self.places.of(found.span)),
                by_default: own.is_none() && default.is_some(),
            })
        });
        known.collect()
    }

    /// The answer of the record, and the one of the whole sheet.
    fn recorded_answer(
        &self,
        id: FactId,
    ) -> (Option<&evidence::Recorded>, Option<&evidence::Recorded>) {
        let Some((sheet, record)) = self.recorded else {
            return (None, None);
        };
        // The last answer counts.
        let last = |answers: &'_ [evidence::Recorded]| {
            answers.iter().rposition(|recorded| recorded.fact == id)
        };
        (
            last(&record.facts).and_then(|at| record.facts.get(at)),
            last(&sheet.defaults).and_then(|at| sheet.defaults.get(at)),
        )
    }

    fn values(&self) -> Vec<Named> {
        let known = self
            .rubric
            .lets
            .iter()
            .filter(|item| value(self.rubric, self.case, &item.value).is_some());
        let named = known.map(|item| Named {
            name: item.name.clone(),
            label: item.label.clone(),
            steps: expression(self.rubric, self.case, &[], &item.value),
            place: self.places.of(item.span),
        });
        named.collect()
    }

    fn further(&self, settled: &[Settled]) -> Vec<Named> {
        let scores = self.rubric.further_scores.iter();
        let named = scores.map(|score| Named {
            name: score.name.clone(),
            label: Some(score.label.clone()),
            steps: expression(self.rubric, self.case, settled, &score.value),
            place: self.places.of(score.span),
        });
        named.collect()
    }
}

/// A fact of an entity or indicator as the rubric shows it.
pub(super) fn shown_fact(rubric: &Rubric, id: FactId, value: &Value) -> String {
    let fact = rubric.facts.get(id.index());
    fact.map_or_else(String::new, |fact| fact.domain.show(value))
}
