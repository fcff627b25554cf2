//! From the sheets of an edition to a score (or the reason why there is none) for each entity and indicator.

use super::program::{OutcomeId, Outcomes, Program};
use crate::catalogue::{Catalogue, IndicatorFacts, IndicatorId};
use crate::diagnostic::{Diagnostic, Problem, Span};
use crate::evidence::Absence;
use crate::evidence::{Disclosure, EvidenceError, Sheet, State, case};
use crate::language::calendar::Period;
use crate::language::deadline::{Deadline, deadlines};
use crate::language::evaluate::{
    Answer, Case, Unscored, closed, evaluate, further_scores, holds, value,
};
use crate::language::number::Number;
use crate::language::rubric::{FactId, Rubric};
use crate::language::syntax::{AbsenceEffect, Aggregate};
use crate::language::test::reason_in_words;
use crate::language::value::Value;
use crate::project::{EntityFacts, EntityId};
use indexmap::IndexMap;
use jiff::civil::Date;
use std::collections::HashMap;
use thiserror::Error;

/// The scored disclosures of one edition.
#[derive(Debug, Clone)]
pub struct EditionScores {
    /// What the outcome ids below refer to.
    pub outcomes: Outcomes,
    /// One entry per entity, in the order of their first sheets.
    pub entities: Vec<EntityScores>,
}

/// The scored disclosures of one entity.
#[derive(Debug, Clone)]
pub struct EntityScores {
    /// The entity.
    pub entity: EntityId,
    /// The places of its sheets among those scored.
    pub sheets: Vec<usize>,
    /// One entry per indicator of the catalogue; `None` where nothing is recorded.
    pub indicators: Vec<Option<IndicatorScore>>,
    /// What the edition before has to carry over, one entry per indicator; empty where nothing is carried over.
    pub carried: Vec<Option<IndicatorScore>>,
}

/// One indicator of one entity.
#[derive(Debug, Clone)]
pub struct IndicatorScore {
    /// Whether and how it has a score.
    pub state: ScoreState,
    /// Its score; `None` where there is none.
    pub score: Option<Number>,
    /// The outcomes it is made of, one per record.
    pub outcomes: Vec<OutcomeId>,
    /// The rubric's further scores, in its order; empty when nothing was assessed.
    pub further: Vec<Option<Number>>,
    /// Whether it is closed, as the rubric has it: all of its records are. What was not assessed, is withheld or was
    /// taken over from others is never closed, since nobody looked.
    pub closed: bool,
    /// The bodies of its sample, each by itself; empty where there is no sample.
    pub bodies: Vec<BodyScore>,
}

/// One body of a sample.
#[derive(Debug, Clone)]
pub struct BodyScore {
    /// The body, as the evidence names it.
    pub body: Box<str>,
    /// Whether and how it has a score.
    pub state: ScoreState,
    /// Its score; `None` where there is none.
    pub score: Option<Number>,
    /// The rubric's further scores, in its order; empty where it does not apply.
    pub further: Vec<Option<Number>>,
}

/// Whether and how an indicator has a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScoreState {
    /// Scored from facts or judgements.
    Scored,
    /// Scored, and may change.
    Provisional,
    /// A published score taken as it is.
    Given,
    /// It is absent: does not apply, was not assessed or not recorded at all, or is withheld.
    Absent(Absence),
    /// Not assessed (or withheld), with the score of the edition before.
    CarriedOver,
}

impl ScoreState {
    /// The word in CSV and JSON.
    pub fn word(self) -> &'static str {
        match self {
            ScoreState::Scored => "scored",
            ScoreState::Provisional => "provisional",
            ScoreState::Given => "given",
            ScoreState::Absent(absence) => absence.word(),
            ScoreState::CarriedOver => "carried_over",
        }
    }
}

/// Why a disclosure cannot be scored.
///
/// | code | finding |
/// |---|---|
/// | CW0501 | facts (or something else) missing |
/// | CW0502 | a judgement that contradicts the facts (warning) |
/// | CW0503 | an absence that the rubric does not accept |
/// | CW0504 | a sample where the rubric knows none |
/// | CW0505 | an answer that is not asked (warning) |
/// | CW0506 | a period too coarse for what is due, where that decides (warning) |
#[derive(Debug, Clone, PartialEq, Eq, Error)]
enum ScoringError {
    #[error("`{indicator}` cannot be scored: {reason}")]
    Unscored {
        indicator: String,
        reason: String,
        help: Option<String>,
        span: Span,
    },
    #[error("`{criterion}` is judged {judged}, but the facts give {facts}")]
    Contradiction {
        criterion: String,
        judged: String,
        facts: String,
        span: Span,
    },
    #[error("`{indicator}` is {state}, and the rubric does not accept that")]
    NotAccepted {
        indicator: String,
        state: &'static str,
        span: Span,
    },
    #[error(
        "`{indicator}` is recorded for several bodies, and the rubric does not say what to make of them"
    )]
    NoSamples { indicator: String, span: Span },
    #[error("`{fact}` is not asked here")]
    NotAsked { fact: String, span: Span },
    #[error("`{fact}` is {given} and {due} is due, so it is taken to reach {reaches}")]
    Coarse {
        fact: String,
        given: Period,
        due: Period,
        reaches: Date,
        exact: Period,
        span: Span,
    },
}

impl Problem for ScoringError {
    fn diagnostic(&self) -> Diagnostic {
        let message = self.to_string();
        match self {
            ScoringError::Unscored { help, span, .. } => Diagnostic::error("CW0501", message)
                .at(*span)
                .help_if(help.clone()),
            ScoringError::Contradiction { span, .. } => Diagnostic::warning("CW0502", message)
                .at(*span)
                .help("the judgement counts; correct it or the facts, or say why in `reason`"),
            ScoringError::NotAccepted { span, .. } => Diagnostic::error("CW0503", message)
                .at(*span)
                .help("fill it in"),
            ScoringError::NoSamples { span, .. } => Diagnostic::error("CW0504", message)
                .at(*span)
                .help("add `several bodies: mean` to the rubric, or record one answer"),
            ScoringError::Coarse { span, exact, .. } => Diagnostic::warning("CW0506", message)
                .at(*span)
                .help(format!(
                    "it would not be enough if it ended with {exact}; record the latest period as exactly as it is due"
                )),
            ScoringError::NotAsked { span, .. } => Diagnostic::warning("CW0505", message)
                .at(*span)
                .help("other answers leave it open no longer; remove it, or correct them"),
        }
    }
}

/// Scores all sheets of one edition.
///
/// Findings are added to `findings`; a disclosure that cannot be scored is reported there and left without a score.
pub fn score_edition(
    program: &Program<'_>,
    catalogue: &Catalogue,
    facts: &IndicatorFacts,
    entity_facts: &EntityFacts,
    sheets: &[Sheet],
    findings: &mut Vec<Diagnostic>,
) -> EditionScores {
    let mut outcomes = program.outcomes();
    let deadlines = deadlines(program.rubric());
    let mut entities: IndexMap<EntityId, EntityScores> = IndexMap::new();
    let mut first: HashMap<(EntityId, Place<'_>), Span> = HashMap::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let scores = entities
            .entry(sheet.entity.clone())
            .or_insert_with(|| EntityScores {
                entity: sheet.entity.clone(),
                sheets: Vec::new(),
                indicators: vec![None; catalogue.indicators.len()],
                carried: Vec::new(),
            });
        scores.sheets.push(at);
        let scorer = Scorer {
            program,
            catalogue,
            facts,
            entity_facts: entity_facts.of(&sheet.entity),
            deadlines: &deadlines,
            sheet,
        };
        for disclosure in &sheet.disclosures {
            let key = (sheet.entity.clone(), Place::Indicator(disclosure.indicator));
            if let Some(first) = first.insert(key, disclosure.span) {
                let name = scorer.name(disclosure.indicator);
                findings.push(scorer.twice(&name, disclosure.span, first));
                continue;
            }
            let scored = scorer.score(disclosure, &mut outcomes, findings);
            if let Some(slot) = scores.indicators.get_mut(disclosure.indicator.index()) {
                *slot = scored;
            }
        }
        for given in &sheet.given {
            let id = match given.level.as_str() {
                "indicator" => catalogue.indicator_id(&given.node),
                _ => None,
            };
            let place = match id {
                Some(id) => Place::Indicator(id),
                None => Place::Node(&given.level, &given.node),
            };
            if let Some(first) = first.insert((sheet.entity.clone(), place), given.span) {
                findings.push(scorer.twice(&given.node, given.span, first));
                continue;
            }
            if let Some(slot) = id.and_then(|id| scores.indicators.get_mut(id.index())) {
                *slot = Some(IndicatorScore {
                    state: ScoreState::Given,
                    score: Some(given.score.clone()),
                    outcomes: Vec::new(),
                    further: Vec::new(),
                    closed: false,
                    bodies: Vec::new(),
                });
            }
        }
    }
    EditionScores {
        outcomes,
        entities: entities.into_values().collect(),
    }
}

impl EditionScores {
    /// Takes over what the edition before has to carry over. An entity that has no evidence yet gets none by this.
    pub fn carry_over(&mut self, earlier: &EditionScores) {
        for entity in &mut self.entities {
            let before = earlier
                .entities
                .iter()
                .find(|known| known.entity == entity.entity);
            let Some(before) = before else { continue };
            let kept = before.indicators.iter().enumerate().map(|(at, found)| {
                use ScoreState::{Given, Provisional, Scored};
                let own = found
                    .as_ref()
                    .filter(|score| matches!(score.state, Scored | Provisional | Given));
                // What was carried over before is carried on.
                own.cloned()
                    .or_else(|| before.carried.get(at).cloned().flatten())
            });
            entity.carried = kept.collect();
        }
    }
}

/// What can be recorded once for an entity: an indicator, or the published score of a node.
#[derive(PartialEq, Eq, Hash)]
enum Place<'s> {
    Indicator(IndicatorId),
    Node(&'s str, &'s str),
}

struct Scorer<'a> {
    program: &'a Program<'a>,
    catalogue: &'a Catalogue,
    facts: &'a IndicatorFacts,
    entity_facts: &'a [Option<Value>],
    deadlines: &'a [Deadline<'a>],
    sheet: &'a Sheet,
}

impl Scorer<'_> {
    fn score(
        &self,
        disclosure: &Disclosure,
        outcomes: &mut Outcomes,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<IndicatorScore> {
        let rubric = self.program.rubric();
        let absent = |state, effect: AbsenceEffect| {
            Some(IndicatorScore {
                state,
                score: (effect == AbsenceEffect::Zero).then(Number::zero),
                outcomes: Vec::new(),
                further: Vec::new(),
                closed: false,
                bodies: Vec::new(),
            })
        };
        let (state, effect) = match &disclosure.state {
            State::Assessed => (ScoreState::Scored, None),
            State::Provisional(_) => (ScoreState::Provisional, None),
            State::Absent { kind, .. } => {
                let effect = match kind {
                    Absence::NotApplicable => AbsenceEffect::LeftOut,
                    Absence::NotAssessed => rubric.absence.not_assessed,
                    Absence::Withheld => rubric.absence.withheld,
                };
                (ScoreState::Absent(*kind), Some(effect))
            }
        };
        if let Some(effect) = effect {
            if effect == AbsenceEffect::Error {
                let error = ScoringError::NotAccepted {
                    indicator: self.name(disclosure.indicator),
                    state: state.word(),
                    span: disclosure.span,
                };
                findings.push(error.diagnostic());
            }
            return absent(state, effect);
        }
        let aggregate = match (disclosure.records.as_slice(), rubric.several_bodies) {
            (_, Some(aggregate)) => aggregate,
            ([record], None) if record.body.is_none() => Aggregate::Mean,
            _ => {
                let indicator = self.name(disclosure.indicator);
                findings.push(
                    ScoringError::NoSamples {
                        indicator,
                        span: disclosure.span,
                    }
                    .diagnostic(),
                );
                return None;
            }
        };
        let mut ids = Vec::with_capacity(disclosure.records.len());
        let mut complete = true;
        let mut known = true;
        let mut all_closed = true;
        let mut further: Vec<Vec<Option<Number>>> = Vec::new();
        let mut bodies: Vec<BodyScore> = Vec::new();
        for record in &disclosure.records {
            let case = case(
                rubric,
                self.entity_facts,
                self.facts.of(disclosure.indicator),
                self.sheet,
                record,
            );
            self.not_asked(record, &case, findings);
            self.coarse(record, &case, findings);
            let mut own = record.body.as_ref().map(|body| BodyScore {
                body: body.clone(),
                state,
                score: None,
                further: Vec::new(),
            });
            match self.program.score(&case, outcomes) {
                Ok(id) => {
                    let outcome = outcomes.get(id);
                    all_closed &= outcome.is_some_and(|outcome| closed(rubric, &case, outcome));
                    if let Some(own) = &mut own {
                        own.score = outcome.map(|outcome| outcome.score.clone());
                    }
                    ids.push(id);
                }
                Err(Unscored::NotKnown(_)) => {
                    known = false;
                    if let Some(own) = &mut own {
                        own.state = ScoreState::Absent(Absence::NotAssessed);
                    }
                }
                // This body (or the whole disclosure) leaves the mean.
                Err(Unscored::NotApplicable(_)) => {
                    bodies.extend(own.map(|own| BodyScore {
                        state: ScoreState::Absent(Absence::NotApplicable),
                        ..own
                    }));
                    continue;
                }
                Err(reason) => {
                    complete = false;
                    findings.push(self.unscored(disclosure, record.span, &reason).diagnostic());
                }
            }
            match further_scores(rubric, &case) {
                Ok(scores) => {
                    if let Some(own) = &mut own {
                        own.further.clone_from(&scores);
                    }
                    further.push(scores);
                }
                // What keeps the score itself from being worked out has been said.
                Err(_) if !complete => {}
                Err(reason) => {
                    complete = false;
                    findings.push(self.unscored(disclosure, record.span, &reason).diagnostic());
                }
            }
            bodies.extend(own);
            if !record.judged.is_empty() && !record.facts.is_empty() {
                self.contradictions(record, &case, findings);
            }
        }
        if !complete {
            return None;
        }
        let further = (0..rubric.further_scores.len())
            .map(|at| {
                let of_records: Option<Vec<&Number>> = further
                    .iter()
                    .map(|scores| scores.get(at).and_then(Option::as_ref))
                    .collect();
                crate::index::aggregate(aggregate, &of_records?)
            })
            .collect();
        if complete && known && ids.is_empty() && !disclosure.records.is_empty() {
            return Some(IndicatorScore {
                bodies,
                ..absent(
                    ScoreState::Absent(Absence::NotApplicable),
                    AbsenceEffect::LeftOut,
                )?
            });
        }
        if !known {
            return Some(IndicatorScore {
                further,
                bodies,
                ..absent(
                    ScoreState::Absent(Absence::NotAssessed),
                    rubric.absence.not_assessed,
                )?
            });
        }
        let scores: Vec<&Number> = ids
            .iter()
            .filter_map(|id| outcomes.get(*id))
            .map(|outcome| &outcome.score)
            .collect();
        let score = crate::index::aggregate(aggregate, &scores)?;
        Some(IndicatorScore {
            state,
            score: Some(score),
            outcomes: ids,
            further,
            closed: all_closed,
            bodies,
        })
    }

    /// One indicator or published score in two places of one entity and edition.
    fn twice(&self, what: &str, span: Span, first: Span) -> Diagnostic {
        EvidenceError::Twice {
            what: what.to_string(),
            entity: self.sheet.entity.to_string(),
            edition: self.sheet.edition.to_string(),
            span,
            first,
        }
        .diagnostic()
    }

    fn name(&self, indicator: IndicatorId) -> String {
        self.catalogue
            .indicator(indicator)
            .map_or_else(String::new, |found| found.id.clone())
    }

    fn unscored(&self, disclosure: &Disclosure, span: Span, reason: &Unscored) -> ScoringError {
        let rubric = self.program.rubric();
        let help = match reason {
            Unscored::Open(facts) => {
                missing_help(rubric, self.catalogue, disclosure.indicator, facts)
            }
            Unscored::NotDated => Some(
                "add `assessed: 2023-11-30` (the day of the assessment) to the file".to_string(),
            ),
            _ => None,
        };
        ScoringError::Unscored {
            indicator: self.name(disclosure.indicator),
            reason: reason_in_words(rubric, reason),
            help,
            span,
        }
    }

    /// Answers to questions that other answers have closed are worth a word: one of the two is probably wrong.
    fn not_asked(
        &self,
        record: &crate::evidence::Record,
        case: &Case,
        findings: &mut Vec<Diagnostic>,
    ) {
        for recorded in &record.facts {
            if case.answers.get(recorded.fact.index()) == Some(&Answer::NotAsked)
                && let Some(fact) = self.program.rubric().facts.get(recorded.fact.index())
            {
                let error = ScoringError::NotAsked {
                    fact: fact.name.clone(),
                    span: recorded.span,
                };
                findings.push(error.diagnostic());
            }
        }
    }

    /// A period longer than what is due is taken to reach to its end. Where another end would decide otherwise, that is
    /// worth a word.
    fn coarse(
        &self,
        record: &crate::evidence::Record,
        case: &Case,
        findings: &mut Vec<Diagnostic>,
    ) {
        let rubric = self.program.rubric();
        let mut told: Vec<FactId> = Vec::new();
        for deadline in self.deadlines {
            let at = deadline.fact.index();
            let mut recorded = self.sheet.defaults.iter().chain(&record.facts).rev();
            let recorded = recorded.find(|known| known.fact == deadline.fact);
            let (Some(recorded), Some(Answer::Known(Value::Period(given)))) =
                (recorded, case.answers.get(at))
            else {
                continue;
            };
            if matches!(given, Period::Day(_)) || told.contains(&deadline.fact) {
                continue;
            }
            let Some(Value::Period(due)) = value(rubric, case, deadline.due) else {
                continue;
            };
            let Some(exact) = given.first_like(due) else {
                continue;
            };
            let mut other = case.clone();
            if let Some(answer) = other.answers.get_mut(at) {
                *answer = Answer::Known(Value::Period(exact));
            }
            let holds = |case| holds(rubric, case, deadline.condition).ok();
            if let Some(fact) = rubric.facts.get(at)
                && holds(case) != holds(&other)
            {
                told.push(deadline.fact);
                let error = ScoringError::Coarse {
                    fact: fact.name.clone(),
                    given: *given,
                    due,
                    reaches: given.last_day(),
                    exact,
                    span: recorded.span,
                };
                findings.push(error.diagnostic());
            }
        }
    }

    /// Where both facts and a judgement are recorded, says where they differ; the judgement counts.
    fn contradictions(
        &self,
        record: &crate::evidence::Record,
        case: &Case,
        findings: &mut Vec<Diagnostic>,
    ) {
        let rubric = self.program.rubric();
        let by_facts = Case {
            judged: vec![None; rubric.criteria.len()],
            ..case.clone()
        };
        let Ok(outcome) = evaluate(rubric, &by_facts) else {
            return;
        };
        for (id, judged, span) in &record.judged {
            let facts = outcome
                .criteria
                .get(id.index())
                .map(|criterion| &criterion.first);
            if let (Some(facts), Some(criterion)) = (facts, rubric.criteria.get(id.index()))
                && facts != judged
            {
                let error = ScoringError::Contradiction {
                    criterion: criterion.name.clone(),
                    judged: judged.to_string(),
                    facts: facts.to_string(),
                    span: *span,
                };
                findings.push(error.diagnostic());
            }
        }
    }
}

/// Which missing facts the assessor answers and which the catalogue.
fn missing_help(
    rubric: &Rubric,
    catalogue: &Catalogue,
    indicator: IndicatorId,
    facts: &std::collections::BTreeSet<FactId>,
) -> Option<String> {
    use crate::language::syntax::FactRole;
    let named = |role| {
        let names: Vec<String> = facts
            .iter()
            .filter_map(|id| rubric.facts.get(id.index()))
            .filter(|fact| fact.role == role)
            .map(|fact| format!("`{}: …` ({})", fact.name, fact.domain.expected()))
            .collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let evidence = named(FactRole::Evidence).map(|names| format!("add {names}"));
    let id = catalogue
        .indicator(indicator)
        .map_or("", |found| found.id.as_str());
    let attributes = named(FactRole::Indicator)
        .map(|names| format!("add {names} to the indicator `{id}` in the catalogue"));
    match (evidence, attributes) {
        (Some(evidence), Some(attributes)) => Some(format!("{evidence}; {attributes}")),
        (evidence, attributes) => evidence.or(attributes),
    }
}
