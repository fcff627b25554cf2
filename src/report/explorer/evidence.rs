//! The evidence of an edition in the page: what was recorded, where it was seen, and which line of the rubric gave which
//! criterion its score.

use super::Texts;
use super::edition::EvidenceOf;
use super::names::Named;
use crate::evidence::{Disclosure as Recorded, Sheet, State};
use crate::language::steps::Step;
use crate::language::syntax::FactRole;
use crate::report::View;
use crate::report::page::Cell;
use crate::results::{self, Deriver};
use indexmap::{IndexMap, IndexSet};
use serde::Serialize;
use std::collections::HashMap;

/// One of the different ways in which disclosures were scored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Outcome {
    /// One entry per criterion.
    pub criteria: Vec<CriterionScore>,
    /// The formula with the numbers put in.
    pub filled: String,
    /// The conditions it asks, each with its answer.
    pub tests: Vec<(String, Option<bool>)>,
    /// What it comes to; none where there is no score.
    pub score: Option<String>,
}

/// How a criterion got its score.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct CriterionScore {
    /// The score; none where the criterion does not apply.
    pub score: Option<String>,
    /// What the rule gave before adjustment; none where the criterion did not apply.
    pub first: Option<String>,
    /// `rule`, `formula` or `judgement`; none where it could not be settled.
    pub by: Option<&'static str>,
    /// The rule as the rubric has it.
    pub rule: String,
    /// Why, in the rubric's words.
    pub why: String,
    /// File and line of the rule.
    pub place: String,
    /// The adjustments that changed it, each with its reason and place.
    pub adjusted: Vec<(String, String)>,
    /// How many points it takes away where it makes the score zero whatever the other criteria are.
    pub closes: Option<String>,
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
    let folder = texts.folder.clone();
    let places = results::Places::inside(texts.sources, &folder);
    let mut reader = Reader {
        view,
        facts: rubric
            .facts_of(FactRole::Evidence)
            .zip(0..)
            .map(|((_, fact), at)| (fact.name.as_str(), at))
            .collect(),
        deriver: Deriver::with_places(view.results, places, view.lang()),
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
                let found = reader.disclosure(sheet, disclosure);
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
    /// The places of facts in the list of those that are asked.
    facts: HashMap<&'a str, usize>,
    deriver: Deriver<'a>,
    texts: &'t mut Texts<'s>,
    outcomes: IndexSet<Outcome>,
}

impl Reader<'_, '_, '_> {
    fn disclosure(&mut self, sheet: &Sheet, disclosure: &Recorded) -> Disclosure {
        let evidence = self.deriver.evidence(self.view.edition, sheet, disclosure);
        let (file, line) = self.texts.place(disclosure.span);
        let records = evidence.records.iter();
        let records = records.map(|record| self.record(record)).collect();
        Disclosure {
            reason: self.reason(&disclosure.state),
            source: evidence.notes.source.as_deref().map(source),
            seen: disclosure.notes.seen.map(|day| self.view.words.date(day)),
            assessor: evidence.notes.assessor.map(|name| self.texts.keep(&name)),
            note: evidence.notes.note,
            judged_because: evidence.notes.reason,
            place: (self.texts.keep(&file), line),
            records,
        }
    }

    /// Why a disclosure is in its state: a known reason in the reader's language, another as it was written.
    fn reason(&self, state: &State) -> String {
        let words = self.view.words;
        let (Some(reason), since) = (state.reason(), state.since()) else {
            return String::new();
        };
        let key = format!("reason_{reason}");
        let known = words.say(&key, &[]);
        let reason = if known == key {
            reason.to_string()
        } else {
            known
        };
        match since {
            Some(day) => format!(
                "{reason}, {}",
                words.say("withheld_since", &[("date", &words.date(day))])
            ),
            None => reason,
        }
    }

    fn record(&mut self, record: &results::Record) -> Record {
        let answers = record.answers.iter().filter_map(|answer| {
            // Line 0 stands for the answer of the whole sheet.
            let own = answer.place.as_ref().filter(|_| !answer.by_default);
            let line = own.map_or(0, |place| place.line);
            let at = *self.facts.get(answer.fact.as_str())?;
            Some((at, self.texts.keep(&answer.answer), line))
        });
        let answers = answers.collect();
        let assessed = record.assessed.as_ref().and_then(|day| day.parse().ok());
        Record {
            body: record.body.clone(),
            assessed: assessed.map(|day| self.texts.keep(&self.view.words.date(day))),
            answers,
            outcome: Some(self.outcomes.insert_full(outcome(record)).0),
        }
    }
}

fn outcome(record: &results::Record) -> Outcome {
    let mut tests = Vec::new();
    record.formula.walk(&mut |step: &Step| {
        if let Some(test) = &step.test {
            tests.push((test.text.clone(), test.holds));
        }
    });
    Outcome {
        criteria: record.criteria.iter().map(criterion).collect(),
        filled: record.formula.filled(12),
        tests,
        score: record.score.as_ref().map(ToString::to_string),
    }
}

fn criterion(found: &results::CriterionScore) -> CriterionScore {
    let place = found.place.as_ref();
    let adjusted = found.adjusted.iter().map(|change| {
        let why = change.why.clone();
        let place = change.place.as_ref();
        (
            why.unwrap_or_else(|| change.condition.text.clone()),
            place.map_or_else(String::new, ToString::to_string),
        )
    });
    let points = found
        .takes_away
        .as_ref()
        .map_or_else(String::new, ToString::to_string);
    CriterionScore {
        score: found.score.as_ref().map(ToString::to_string),
        first: found.first.as_ref().map(ToString::to_string),
        by: found.by,
        rule: found.rule.clone().unwrap_or_default(),
        why: found.why.clone().unwrap_or_default(),
        place: place.map_or_else(String::new, ToString::to_string),
        adjusted: adjusted.collect(),
        closes: found.closes.then_some(points),
    }
}
