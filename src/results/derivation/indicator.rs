//! An indicator: what the catalogue says about it, what was recorded, and what the index makes of it.

use super::Deriver;
use super::place::Place;
use super::record::{NotesOn, Record, record, shown_fact};
use crate::catalogue::IndicatorId;
use crate::evidence::Absence;
use crate::evidence::{Disclosure, Sheet, State, case};
use crate::index::{Row, RowState};
use crate::language::number::Number;
use crate::language::rubric::{Index, Rubric};
use crate::language::syntax::{AbsenceEffect, Aggregate, FactRole};
use crate::results::EditionResults;
use crate::scoring::{IndicatorScore, ScoreState};
use serde::Serialize;

/// An indicator of an entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndicatorOf {
    /// Where the catalogue declares it.
    pub place: Option<Place>,
    /// What the catalogue answers.
    pub facts: Vec<Fact>,
    /// The bodies responsible for it.
    pub bodies: Vec<String>,
    /// What completeness is judged on.
    pub must_disclose: Vec<String>,
    /// Why it must be disclosed.
    pub basis: Vec<String>,
    /// What was recorded; none where nothing was.
    pub evidence: Option<Evidence>,
    /// The score of the disclosure, before the index makes something of its absence.
    pub recorded_score: Option<Number>,
    /// The further score the index goes by; none where it goes by the score itself.
    pub goes_by: Option<String>,
    /// Why there is nothing to score, and what the index makes of that.
    pub absence: Option<Absent>,
    /// Where a score that is carried over comes from.
    pub carried_over: Option<CarriedOver>,
}

/// A fact with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The fact.
    pub name: String,
    /// The question in words.
    pub question: Option<String>,
    /// The answer.
    pub value: String,
}

/// What was recorded about an indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Where it stands.
    pub place: Option<Place>,
    /// Why the score may still change.
    pub provisional: Option<String>,
    /// One record, or one per body of a sample.
    pub records: Vec<Record>,
    /// How the scores of several bodies become one; none where the rubric knows no samples.
    pub sample: Option<Sample>,
    /// Where it was found, who says so, and what is said beside.
    pub notes: NotesOn,
}

/// The score of a sample of bodies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sample {
    /// How the scores become one.
    pub aggregate: String,
    /// How many bodies were looked at.
    pub bodies: usize,
    /// How many of them have a score.
    pub scored: usize,
    /// The score.
    pub score: Option<Number>,
    /// The further scores, in the rubric's order.
    pub further_scores: Vec<SampleScore>,
}

/// A further score of a sample.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampleScore {
    /// Its name.
    pub name: String,
    /// The score.
    pub score: Option<Number>,
}

/// Why an indicator has nothing to score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Absent {
    /// `not_recorded`, `not_assessed`, `withheld` or `not_applicable`.
    pub kind: &'static str,
    /// Why.
    pub reason: Option<String>,
    /// Since when.
    pub since: Option<String>,
    /// `left_out`, `zero`, `error` or `carried_over`: what the index makes of it.
    pub effect: &'static str,
}

/// A score of an earlier edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CarriedOver {
    /// The edition it was scored in.
    pub edition: String,
    /// Its score there.
    pub score: Option<Number>,
}

impl Deriver<'_> {
    pub(super) fn indicator(
        &self,
        edition: &EditionResults,
        index: &Index,
        row: &Row,
    ) -> Option<IndicatorOf> {
        let catalogue = &self.results.catalogue;
        let id = catalogue.indicator_id(&row.node)?;
        let found = catalogue.indicator(id)?;
        let rubric = &edition.rubric;
        let known = edition.facts.of(id);
        let facts = rubric
            .facts_of(FactRole::Indicator)
            .filter_map(|(at, fact)| {
                let value = known.get(at.index())?.as_ref()?;
                Some(Fact {
                    name: fact.name.clone(),
                    question: fact.label.clone(),
                    value: shown_fact(rubric, at, value),
                })
            });
        let bodies = found.bodies.iter().filter_map(|body| {
            let body = catalogue.bodies.get(body.index())?;
            Some(body.label.or(self.language, &body.id).to_string())
        });
        let must = found
            .must_disclose
            .iter()
            .filter_map(|text| text.get(self.language));
        let basis = found.basis.iter().map(|basis| match &basis.article {
            Some(article) => format!("{}, {article}", basis.act),
            None => basis.act.clone(),
        });
        let recorded = edition.disclosure(&row.entity, id);
        let evidence =
            recorded.map(|(sheet, disclosure)| self.evidence(edition, sheet, disclosure));
        let scored = edition.indicator_score(&row.entity, id);
        let goes_by = index
            .from
            .and_then(|id| rubric.further_scores.get(id.index()));
        Some(IndicatorOf {
            place: self.places.of(found.span),
            facts: facts.collect(),
            bodies: bodies.collect(),
            must_disclose: must.map(String::from).collect(),
            basis: basis.collect(),
            evidence,
            recorded_score: scored.and_then(|scored| scored.score.clone()),
            goes_by: goes_by.map(|score| score.name.clone()),
            absence: absent(index, row, recorded.map(|(_, disclosure)| disclosure)),
            carried_over: (row.state == RowState::CarriedOver)
                .then(|| self.carried_over(edition, index, row, id))
                .flatten(),
        })
    }

    /// What was recorded about a disclosure, with the way to its score.
    pub(crate) fn evidence(
        &self,
        edition: &EditionResults,
        sheet: &Sheet,
        disclosure: &Disclosure,
    ) -> Evidence {
        let rubric = &edition.rubric;
        let records: Vec<Record> = disclosure
            .records
            .iter()
            .map(|one| {
                let entity = edition.entity_facts.of(&sheet.entity);
                let facts = edition.facts.of(disclosure.indicator);
                let case = case(rubric, entity, facts, sheet, one);
                let roles = [FactRole::Evidence];
                record(rubric, &case, &roles, Some((sheet, one)), &self.places)
            })
            .collect();
        let scored = edition.indicator_score(&sheet.entity, disclosure.indicator);
        let notes = NotesOn::from(&disclosure.notes);
        Evidence {
            place: self.places.of(disclosure.span),
            provisional: match &disclosure.state {
                State::Provisional(reason) => Some(reason.clone()),
                _ => None,
            },
            sample: rubric
                .several_bodies
                .filter(|_| !records.is_empty())
                .map(|how| sample(rubric, how, &records, scored)),
            records,
            notes: NotesOn {
                assessor: notes.assessor.or_else(|| sheet.assessor.clone()),
                ..notes
            },
        }
    }

    /// The edition before another one: the last of those that are earlier.
    fn before(&self, edition: &EditionResults) -> Option<&EditionResults> {
        let mut editions = self.results.editions.iter();
        editions.rfind(|earlier| earlier.period.last_day() < edition.period.last_day())
    }

    /// The edition a score was carried over from: the last one before that scored the indicator itself.
    fn carried_over(
        &self,
        edition: &EditionResults,
        index: &Index,
        row: &Row,
        id: IndicatorId,
    ) -> Option<CarriedOver> {
        let mut at = edition;
        loop {
            at = self.before(at)?;
            let Some(scored) = at.indicator_score(&row.entity, id) else {
                continue;
            };
            use ScoreState::{Given, Provisional, Scored};
            if matches!(scored.state, Scored | Provisional | Given) {
                let score = match index.from {
                    Some(further) => scored.further.get(further.index()).cloned().flatten(),
                    None => scored.score.clone(),
                };
                return Some(CarriedOver {
                    edition: at.id.as_str().to_string(),
                    score,
                });
            }
        }
    }
}

fn sample(
    rubric: &Rubric,
    how: Aggregate,
    records: &[Record],
    scored: Option<&IndicatorScore>,
) -> Sample {
    let further = scored.map_or(&[][..], |scored| &scored.further);
    let further = rubric.further_scores.iter().zip(further);
    Sample {
        aggregate: how.words(),
        bodies: records.len(),
        scored: records
            .iter()
            .filter(|record| record.score.is_some())
            .count(),
        score: scored.and_then(|scored| scored.score.clone()),
        further_scores: further
            .map(|(score, found)| SampleScore {
                name: score.name.clone(),
                score: found.clone(),
            })
            .collect(),
    }
}

fn absent(index: &Index, row: &Row, disclosure: Option<&Disclosure>) -> Option<Absent> {
    let effect = |effect: AbsenceEffect| match effect {
        AbsenceEffect::LeftOut => "left_out",
        AbsenceEffect::Zero => "zero",
        AbsenceEffect::Error => "error",
        AbsenceEffect::CarriedOver => "carried_over",
    };
    let absent = |kind, reason: Option<&String>, how| {
        Some(Absent {
            kind,
            reason: reason.cloned(),
            since: None,
            effect: effect(how),
        })
    };
    let not_assessed = index.absence.not_assessed;
    match disclosure.map(|found| &found.state) {
        None if row.state == RowState::Given => None,
        None => absent("not_recorded", None, not_assessed),
        Some(State::Absent {
            kind,
            reason,
            since,
        }) => {
            let how = match kind {
                Absence::NotApplicable => AbsenceEffect::LeftOut,
                Absence::NotAssessed => not_assessed,
                Absence::Withheld => index.absence.withheld,
            };
            Some(Absent {
                since: since.map(|day| day.to_string()),
                ..absent(kind.word(), Some(reason), how)?
            })
        }
        // What was assessed may still turn out not to apply, or to depend on what is not known.
        Some(State::Assessed | State::Provisional(_)) => match row.state {
            RowState::Absent(Absence::NotApplicable) => {
                absent("not_applicable", None, AbsenceEffect::LeftOut)
            }
            RowState::Absent(Absence::NotAssessed) => absent("not_assessed", None, not_assessed),
            RowState::CarriedOver => absent("not_assessed", None, not_assessed),
            _ => None,
        },
    }
}
