//! What an indicator counts in an index, as a whole or for one responsible body, and how well several are covered.

use super::row::RowState;
use crate::catalogue::IndicatorId;
use crate::evidence::Absence;
use crate::language::number::Number;
use crate::language::rubric::Index;
use crate::language::syntax::AbsenceEffect;
use crate::scoring::{BodyScore, EntityScores, IndicatorScore, ScoreState};

/// An indicator's part in the means above it.
#[derive(Debug, Clone)]
pub(super) struct Contribution {
    pub indicator: IndicatorId,
    pub state: ScoreState,
    pub score: Option<Number>,
}

/// A score with its coverage.
#[derive(Debug, Clone)]
pub(super) struct Result {
    pub score: Option<Number>,
    pub state: RowState,
    pub scored: u32,
    pub applicable: u32,
    pub expected: u32,
}

impl Result {
    /// The same with a state that says so where there is no score.
    pub fn settled(mut self) -> Self {
        if self.score.is_none() {
            self.state = match self.state {
                state @ (RowState::Absent(Absence::NotApplicable)
                | RowState::Absent(Absence::Withheld)) => state,
                _ => RowState::NoScore,
            };
        }
        self
    }
}

/// What was scored: of the whole indicator, or of one body of its sample.
#[derive(Clone, Copy)]
struct Found<'s> {
    state: ScoreState,
    score: Option<&'s Number>,
    further: &'s [Option<Number>],
}

impl<'s> From<&'s IndicatorScore> for Found<'s> {
    fn from(of: &'s IndicatorScore) -> Self {
        Found {
            state: of.state,
            score: of.score.as_ref(),
            further: &of.further,
        }
    }
}

impl<'s> From<&'s BodyScore> for Found<'s> {
    fn from(of: &'s BodyScore) -> Self {
        Found {
            state: of.state,
            score: of.score.as_ref(),
            further: &of.further,
        }
    }
}

/// What an indicator counts in an index: its score, or what the index makes of its absence.
pub(super) fn contribution(
    index: &Index,
    entity: &EntityScores,
    indicator: IndicatorId,
) -> Contribution {
    let (found, carried) = recorded(entity, indicator);
    counted(
        index,
        indicator,
        found.map(Found::from),
        carried.map(Found::from),
    )
}

/// What an indicator counts for one responsible body. In a sample of bodies that the catalogue knows, each counts its own
/// record; a body without one was not assessed. Anything else is about all bodies the indicator is tied to: a record of
/// the whole, and a sample whose members the catalogue does not know (the companies of a role, say).
pub(super) fn contribution_of_body(
    index: &Index,
    entity: &EntityScores,
    indicator: IndicatorId,
    body: &str,
    is_known: &dyn Fn(&str) -> bool,
) -> Contribution {
    let (found, carried) = recorded(entity, indicator);
    counted(
        index,
        indicator,
        found.and_then(|score| of_body(score, body, is_known)),
        carried.and_then(|score| of_body(score, body, is_known)),
    )
}

fn of_body<'s>(
    score: &'s IndicatorScore,
    body: &str,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<Found<'s>> {
    if !score.bodies.iter().any(|own| is_known(&own.body)) {
        return Some(Found::from(score));
    }
    let mut bodies = score.bodies.iter();
    bodies.find(|own| *own.body == *body).map(Found::from)
}

/// Whether an indicator has a record of this body in its sample.
pub(super) fn has_record_of(entity: &EntityScores, indicator: IndicatorId, body: &str) -> bool {
    let (found, _) = recorded(entity, indicator);
    found.is_some_and(|score| score.bodies.iter().any(|own| *own.body == *body))
}

/// What is recorded of an indicator, and what the edition before has to carry over.
fn recorded(
    entity: &EntityScores,
    indicator: IndicatorId,
) -> (Option<&IndicatorScore>, Option<&IndicatorScore>) {
    let place = indicator.index();
    (
        entity.indicators.get(place).and_then(Option::as_ref),
        entity.carried.get(place).and_then(Option::as_ref),
    )
}

fn counted(
    index: &Index,
    indicator: IndicatorId,
    found: Option<Found<'_>>,
    carried: Option<Found<'_>>,
) -> Contribution {
    // The score the index goes by.
    let chosen = |found: Found<'_>| match index.from {
        Some(id) => found.further.get(id.index()).cloned().flatten(),
        None => found.score.cloned(),
    };
    let (mut state, mut score) = match found {
        Some(found) => (found.state, found.score.cloned()),
        // Nothing recorded is not assessed.
        None => (ScoreState::Absent(Absence::NotAssessed), None),
    };
    if let Some(found) = found.filter(|_| index.from.is_some())
        && !matches!(
            state,
            ScoreState::Absent(Absence::NotApplicable) | ScoreState::Absent(Absence::Withheld)
        )
    {
        score = chosen(found);
        state = match (&score, state) {
            (None, _) => ScoreState::Absent(Absence::NotAssessed),
            (Some(_), ScoreState::Provisional) => ScoreState::Provisional,
            (Some(_), _) => ScoreState::Scored,
        };
    }
    let effect = match state {
        ScoreState::Absent(Absence::NotAssessed) => Some(index.absence.not_assessed),
        ScoreState::Absent(Absence::Withheld) => Some(index.absence.withheld),
        _ => None,
    };
    if effect == Some(AbsenceEffect::CarriedOver)
        && let Some(score) = carried.and_then(chosen)
    {
        return Contribution {
            indicator,
            state: ScoreState::CarriedOver,
            score: Some(score),
        };
    }
    let score = match effect {
        Some(effect) => (effect == AbsenceEffect::Zero).then(Number::zero),
        None if state == ScoreState::Absent(Absence::NotApplicable) => None,
        None => score,
    };
    Contribution {
        indicator,
        state,
        score,
    }
}

/// How well these indicators are covered; the score is still to be made.
pub(super) fn coverage(contributions: &[&Contribution]) -> Result {
    let count = |keep: &dyn Fn(&Contribution) -> bool| {
        let found = contributions.iter().filter(|part| keep(part)).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    };
    let expected = count(&|_| true);
    let applicable = count(&|part| part.state != ScoreState::Absent(Absence::NotApplicable));
    let scored = count(&|part| part.score.is_some());
    let state = if contributions
        .iter()
        .any(|part| part.state == ScoreState::Provisional)
    {
        RowState::Provisional
    } else if expected > 0 && applicable == 0 {
        RowState::Absent(Absence::NotApplicable)
    } else if applicable > 0
        && count(&|part| part.state == ScoreState::Absent(Absence::Withheld)) == applicable
    {
        RowState::Absent(Absence::Withheld)
    } else {
        RowState::Scored
    };
    Result {
        score: None,
        state,
        scored,
        applicable,
        expected,
    }
}
