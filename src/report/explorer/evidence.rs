//! The evidence of an edition in the page: what was recorded, where it was seen, and which line of the rubric gave which
//! criterion its score.

use super::Texts;
use super::edition::EvidenceOf;
use super::names::Named;
use crate::evidence::{Disclosure as Recorded, Record as RecordedOne, Sheet, State, case};
use crate::language::evaluate::{
    Answer, CriterionOutcome, DecidedBy, Outcome as Evaluated, evaluate,
};
use crate::language::rubric::{CriterionBody, Expression};
use crate::language::syntax::FactRole;
use crate::language::test::find_rule;
use crate::language::words::expression;
use crate::project::EntityId;
use crate::report::View;
use crate::report::page::Cell;
use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

/// One of the different ways in which disclosures were scored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Outcome {
    /// One entry per criterion.
    pub criteria: Vec<CriterionScore>,
    /// The formula with the numbers put in.
    pub filled: String,
    /// What it comes to.
    pub score: String,
}

/// How a criterion got its score.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct CriterionScore {
    /// The score; none where the criterion does not apply.
    pub score: Option<String>,
    /// What the rule gave before adjustment.
    pub first: String,
    /// `rule`, `formula` or `judgement`.
    pub by: &'static str,
    /// The rule as the rubric has it.
    pub rule: String,
    /// Why, in the rubric's words.
    pub why: String,
    /// File and line of the rule.
    pub place: String,
    /// The adjustments that changed it, each with its reason and place.
    pub adjusted: Vec<(String, String)>,
}

/// What was recorded about an indicator.
#[derive(Debug, Clone, Serialize)]
pub struct Disclosure {
    /// Why it is in its state (withheld, not applicable, …), in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Where somebody looked, and the address where that is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<(String, Option<String>)>,
    /// The day it was seen, in the reader's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
    /// Who assessed it (the place of a text).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessor: Option<usize>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Why it was judged the way it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged_because: Option<String>,
    /// The file it stands in (the place of a text) and the line.
    pub place: (usize, usize),
    /// One record, or one per body.
    pub records: Vec<Record>,
}

/// One record.
#[derive(Debug, Clone, Serialize)]
pub struct Record {
    /// The body of a sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The day of the assessment (the place of a text).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessed: Option<usize>,
    /// Answers: the fact, the answer (the place of a text), and the line it stands in; line 0 where it is the answer of
    /// the whole sheet.
    pub answers: Vec<(usize, usize, usize)>,
    /// How it was scored, by the place of the outcome.
    pub outcome: Option<usize>,
}

/// A published score, taken as it is.
#[derive(Debug, Clone, Serialize)]
pub struct GivenScore {
    /// Its level.
    pub level: String,
    /// Its node.
    pub node: String,
    /// Where it was published.
    pub source: Option<(String, Option<String>)>,
    /// A remark.
    pub note: Option<String>,
    /// File and line.
    pub place: String,
}

/// The facts that are asked, the different outcomes, and the evidence by entity.
pub(super) fn of_edition(
    view: View<'_>,
    texts: &mut Texts<'_>,
) -> (Vec<Named>, Vec<Outcome>, IndexMap<String, EvidenceOf>) {
    let rubric = &view.edition.rubric;
    let facts = rubric.facts_of(FactRole::Evidence).map(|(_, fact)| Named {
        id: fact.name.clone(),
        name: fact.label.clone().unwrap_or_default(),
    });
    let facts: Vec<Named> = facts.collect();
    let mut reader = Reader {
        view,
        texts,
        outcomes: IndexSet::new(),
    };
    let mut evidence: IndexMap<String, EvidenceOf> = IndexMap::new();
    for entity in &view.edition.scores.entities {
        let of = evidence
            .entry(entity.entity.as_str().to_string())
            .or_default();
        let sheets = entity.sheets.iter();
        for sheet in sheets.filter_map(|at| view.edition.sheets.get(*at)) {
            of.given.extend(sheet.given.iter().map(|given| GivenScore {
                level: given.level.clone(),
                node: given.node.clone(),
                source: given.source.as_deref().map(source),
                note: given.note.as_deref().map(String::from),
                place: reader.texts.place_in_words(given.span),
            }));
            for disclosure in &sheet.disclosures {
                let Some(indicator) = view.results.catalogue.indicator(disclosure.indicator) else {
                    continue;
                };
                let found = reader.disclosure(&entity.entity, sheet, disclosure);
                of.disclosures.insert(indicator.id.clone(), found);
            }
        }
    }
    (facts, reader.outcomes.into_iter().collect(), evidence)
}

/// A source as text, with its address where it is one; only `http` and `https` become links.
fn source(text: &str) -> (String, Option<String>) {
    let cell = Cell::source(text);
    (text.trim().to_string(), cell.link)
}

struct Reader<'a, 't, 's> {
    view: View<'a>,
    texts: &'t mut Texts<'s>,
    outcomes: IndexSet<Outcome>,
}

impl Reader<'_, '_, '_> {
    fn disclosure(
        &mut self,
        entity: &EntityId,
        sheet: &Sheet,
        disclosure: &Recorded,
    ) -> Disclosure {
        let notes = &disclosure.notes;
        let (file, line) = self.texts.place(disclosure.span);
        let assessor = notes.assessor.as_deref().or(sheet.assessor.as_deref());
        let owned = |text: &Option<Box<str>>| text.as_deref().map(String::from);
        let records = disclosure.records.iter();
        let records = records.map(|record| self.record(entity, sheet, disclosure, record));
        let records = records.collect();
        Disclosure {
            reason: self.reason(&disclosure.state),
            source: notes.source.as_deref().map(source),
            seen: notes.seen.map(|day| self.view.words.date(day)),
            assessor: assessor.map(|name| self.texts.keep(name)),
            note: owned(&notes.note),
            judged_because: owned(&notes.reason),
            place: (self.texts.keep(&file), line),
            records,
        }
    }

    /// Why a disclosure is in its state: a known reason in the reader's language, another as it was written.
    fn reason(&self, state: &State) -> String {
        let words = self.view.words;
        let (reason, since) = match state {
            State::Assessed => return String::new(),
            State::Withheld { reason, since } => (reason, *since),
            State::Provisional(reason)
            | State::NotApplicable(reason)
            | State::NotAssessed(reason) => (reason, None),
        };
        let key = format!("reason_{reason}");
        let known = words.say(&key, &[]);
        let reason = if known == key { reason.clone() } else { known };
        match since {
            Some(day) => format!(
                "{reason}, {}",
                words.say("withheld_since", &[("date", &words.date(day))])
            ),
            None => reason,
        }
    }

    fn record(
        &mut self,
        entity: &EntityId,
        sheet: &Sheet,
        disclosure: &Recorded,
        record: &RecordedOne,
    ) -> Record {
        let edition = self.view.edition;
        let rubric = &edition.rubric;
        let case = case(
            rubric,
            edition.entity_facts.of(entity),
            edition.facts.of(disclosure.indicator),
            sheet,
            record,
        );
        let mut answers = Vec::new();
        for (at, (id, fact)) in rubric.facts_of(FactRole::Evidence).enumerate() {
            let Some(Answer::Known(answer)) = case.answers.get(id.index()) else {
                continue;
            };
            let own = record
                .facts
                .iter()
                .rev()
                .find(|recorded| recorded.fact == id);
            let line = own.map_or(0, |own| self.texts.place(own.span).1);
            answers.push((at, self.texts.keep(&fact.domain.show(answer)), line));
        }
        // The reference evaluator says which rule decided; scoring itself only looks scores up.
        let outcome = evaluate(rubric, &case).ok();
        let outcome = outcome.map(|outcome| {
            let written = self.outcome(record, &outcome);
            self.outcomes.insert_full(written).0
        });
        Record {
            body: record.body.as_deref().map(String::from),
            assessed: case
                .assessed
                .map(|day| self.texts.keep(&self.view.words.date(day))),
            answers,
            outcome,
        }
    }

    fn outcome(&self, record: &RecordedOne, outcome: &Evaluated) -> Outcome {
        let rubric = &self.view.edition.rubric;
        let criteria = rubric.criteria.iter().zip(&outcome.criteria);
        let criteria = criteria.enumerate().map(|(at, (criterion, found))| {
            let judged = record.judged.iter().find(|(id, _, _)| id.index() == at);
            let judged = judged.map(|(_, _, span)| *span);
            let (by, why, rule, span) = match (found.by, &criterion.body) {
                (DecidedBy::Rule(number), CriterionBody::Rules(rules)) => {
                    match find_rule(rules, number) {
                        Some((_, label, span)) => {
                            let why = label.map(|label| label.to_string()).unwrap_or_default();
                            ("rule", why, self.texts.rule(span), span)
                        }
                        None => ("rule", String::new(), String::new(), criterion.span),
                    }
                }
                (DecidedBy::Judgement, _) => (
                    "judgement",
                    String::new(),
                    String::new(),
                    judged.unwrap_or(criterion.span),
                ),
                (_, CriterionBody::Formula(formula)) => {
                    let formula = expression(rubric, formula, &|_| None);
                    ("formula", String::new(), formula, criterion.span)
                }
                _ => ("formula", String::new(), String::new(), criterion.span),
            };
            CriterionScore {
                score: applies(found).then(|| found.score.to_string()),
                first: found.first.to_string(),
                by,
                rule,
                why,
                place: self.texts.place_in_words(span),
                adjusted: self.adjustments(found),
            }
        });
        let filled = expression(rubric, &rubric.score, &|part| match part {
            Expression::Criterion(id, _) => {
                let found = outcome.criteria.get(id.index());
                found.map(|found| found.score.to_string())
            }
            _ => None,
        });
        Outcome {
            criteria: criteria.collect(),
            filled,
            score: outcome.score.to_string(),
        }
    }

    fn adjustments(&self, found: &CriterionOutcome) -> Vec<(String, String)> {
        let adjustments = &self.view.edition.rubric.adjustments;
        let numbers = found.adjusted.iter();
        let known = numbers.filter_map(|number| adjustments.get(usize::from(*number)));
        known
            .map(|adjustment| {
                let why = adjustment.label.clone();
                let why = why.unwrap_or_else(|| self.texts.rule(adjustment.span));
                (why, self.texts.place_in_words(adjustment.span))
            })
            .collect()
    }
}

/// An adjustment gives a score to a criterion that does not apply by itself.
fn applies(found: &CriterionOutcome) -> bool {
    found.applicable || !found.adjusted.is_empty()
}
