//! What a criterion takes away from the score of a disclosure, and whether it closes the whole of it.

use crate::language::evaluate::{Case, CriterionOutcome, DecidedBy, Outcome, Settled, settle};
use crate::language::number::Number;
use crate::language::rubric::{Criterion, CriterionBody, Expression, Rubric, Rule};
use crate::language::value::Value;

/// What one criterion does to the score.
#[derive(Debug, Clone, Default)]
pub(super) struct Gate {
    /// The best score it can have; none where that is not known, or where it does not apply.
    pub best: Option<Number>,
    /// By how many points the score would be higher if this criterion alone had its best score.
    pub takes_away: Option<Number>,
    /// Whether it makes the score zero whatever the other criteria are.
    pub closes: bool,
}

/// One entry per criterion, from what the rules gave before adjustments: an adjustment that follows from a criterion
/// (what is out only on request counts as absent) is part of what that criterion does.
pub(super) fn gates(
    rubric: &Rubric,
    case: &Case,
    first: &[Settled],
    outcome: Option<&Outcome>,
) -> Vec<Gate> {
    let Some(outcome) = outcome else {
        return vec![Gate::default(); first.len()];
    };
    let best: Vec<Option<Number>> = rubric
        .criteria
        .iter()
        .zip(first)
        .map(|(criterion, own)| {
            own.as_ref()
                .ok()
                .filter(|own| own.applicable)
                .and(best(criterion))
        })
        .collect();
    let score_of = |criteria: Vec<Settled>| {
        let settled = settle(rubric, case, criteria, &[]);
        settled.ok().map(|outcome| outcome.score)
    };
    let all_best: Vec<Settled> = first
        .iter()
        .zip(&best)
        .map(|(own, best)| match (own, best) {
            (Ok(own), None) if own.applicable => Ok(with(&some_points(&own.first))),
            (own, None) => own.clone(),
            (_, Some(best)) => Ok(with(best)),
        })
        .collect();
    let zero = outcome.score.is_zero();
    let can_be_open = zero && score_of(all_best.clone()).is_some_and(|score| !score.is_zero());
    let gates = first.iter().zip(best).enumerate().map(|(at, (own, best))| {
        let value = own.as_ref().ok().map(|own| own.first.clone());
        let below = best
            .as_ref()
            .zip(value)
            .is_some_and(|(best, value)| value < *best);
        if !below {
            let none = best.as_ref().map(|_| Number::zero());
            return Gate {
                best,
                takes_away: none,
                closes: false,
            };
        }
        let alone = best
            .as_ref()
            .and_then(|best| score_of(replaced(first, at, Ok(with(best)))));
        let gain = alone.map(|alone| alone.minus(&outcome.score));
        let others_at_best = || score_of(replaced(&all_best, at, own.clone()));
        Gate {
            best,
            takes_away: gain.map(|gain| gain.max(Number::zero())),
            closes: can_be_open && others_at_best().is_some_and(|score| score.is_zero()),
        }
    });
    gates.collect()
}

/// Some points for a criterion whose best score is not known: whether the score is zero hangs on whether there are any.
fn some_points(own: &Number) -> Number {
    own.clone().max(Number::whole(1))
}

fn replaced(criteria: &[Settled], at: usize, by: Settled) -> Vec<Settled> {
    let mut criteria = criteria.to_vec();
    if let Some(slot) = criteria.get_mut(at) {
        *slot = by;
    }
    criteria
}

fn with(score: &Number) -> CriterionOutcome {
    CriterionOutcome {
        first: score.clone(),
        by: DecidedBy::Formula,
        adjusted: Vec::new(),
        score: score.clone(),
        applicable: true,
    }
}

/// The best score of a criterion: the highest declared level, else the highest number that its rules write down. None
/// where a score is worked out or judged, which may give more.
fn best(criterion: &Criterion) -> Option<Number> {
    if let Some(best) = criterion.levels.iter().max() {
        return Some(best.clone());
    }
    let CriterionBody::Rules(rules) = &criterion.body else {
        return None;
    };
    let mut scores = Vec::new();
    written_down(rules, &mut scores)?;
    scores.into_iter().max()
}

/// Collects the scores that rules write down; `None` when one of them is worked out.
fn written_down(rules: &[Rule], into: &mut Vec<Number>) -> Option<()> {
    for rule in rules {
        match rule {
            Rule::Gives { value, .. } => match value {
                Expression::Constant(Value::Number(score), _) => into.push(score.clone()),
                Expression::NotApplicable(_) => {}
                _ => return None,
            },
            Rule::When { rules, .. } => written_down(rules, into)?,
        }
    }
    Some(())
}
