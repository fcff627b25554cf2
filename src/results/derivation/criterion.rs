//! How a criterion got its score: the rule, formula or judgement that decided it, and the adjustments after that.

use super::gate::Gate;
use super::place::Place;
use super::record::Reader;
use crate::language::evaluate::{CriterionOutcome, DecidedBy, Settled, Unscored};
use crate::language::number::Number;
use crate::language::rubric::{
    Adjustment, Criterion, CriterionBody, CriterionId, Expression, Rule,
};
use crate::language::steps::{ConditionStep, Step, condition, expression};
use crate::language::test::{find_rule, reason_in_words};
use crate::language::words;
use serde::Serialize;

/// How a criterion got its score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionScore {
    /// The criterion.
    pub criterion: String,
    /// Its name for people.
    pub label: String,
    /// Whether it applies to the disclosure.
    pub applicable: bool,
    /// `rule`, `formula` or `judgement`; none where it could not be settled.
    pub by: Option<&'static str>,
    /// The number of the rule that decided, from 1.
    pub rule_number: Option<u16>,
    /// The rule as the rubric has it.
    pub rule: Option<String>,
    /// The condition of the rule, with what it reads; none for `otherwise`.
    pub condition: Option<ConditionStep>,
    /// Why, in the rubric's words.
    pub why: Option<String>,
    /// Where the rule, formula or judgement stands.
    pub place: Option<Place>,
    /// What the rule or formula works out.
    pub steps: Option<Step>,
    /// The score before adjustments; none where it does not apply.
    pub first: Option<Number>,
    /// The adjustments that changed it, in order.
    pub adjusted: Vec<AdjustedTo>,
    /// The score; none where it does not apply or could not be settled.
    pub score: Option<Number>,
    /// Why there is no score.
    pub no_score: Option<String>,
    /// The best score it can have.
    pub best: Option<Number>,
    /// By how many points the score would be higher if this criterion alone had its best score.
    pub takes_away: Option<Number>,
    /// Whether it makes the score zero whatever the other criteria are.
    pub closes: bool,
}

/// An adjustment of a criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdjustedTo {
    /// What the criterion became.
    pub score: Option<Number>,
    /// Why, in the rubric's words.
    pub why: Option<String>,
    /// Its condition, with what it reads.
    pub condition: ConditionStep,
    /// How the new score was worked out.
    pub steps: Step,
    /// Where it stands.
    pub place: Option<Place>,
}

impl Reader<'_> {
    /// The adjustments that changed something, each with its criteria.
    pub(super) fn adjustments(
        &self,
        first: &[Settled],
        settled: &[Settled],
    ) -> Vec<(Vec<CriterionId>, AdjustedTo)> {
        let mut now = first.to_vec();
        let mut changes = Vec::new();
        for (adjustment, number) in self.rubric.adjustments.iter().zip(0u16..) {
            let changed = |id: &&CriterionId| {
                let found = settled
                    .get(id.index())
                    .and_then(|found| found.as_ref().ok());
                found.is_some_and(|outcome| outcome.adjusted.contains(&number))
            };
            let ids: Vec<CriterionId> = adjustment
                .criteria
                .iter()
                .filter(changed)
                .copied()
                .collect();
            if ids.is_empty() {
                continue;
            }
            let change = self.adjustment(adjustment, &now);
            for id in &ids {
                if let (Some(slot), Some(score)) = (now.get_mut(id.index()), &change.score) {
                    *slot = Ok(CriterionOutcome {
                        first: score.clone(),
                        by: DecidedBy::Formula,
                        adjusted: Vec::new(),
                        score: score.clone(),
                        applicable: true,
                    });
                }
            }
            changes.push((ids, change));
        }
        changes
    }

    fn adjustment(&self, adjustment: &Adjustment, now: &[Settled]) -> AdjustedTo {
        let steps = expression(self.rubric, self.case, now, &adjustment.value);
        AdjustedTo {
            score: steps.value.clone(),
            why: adjustment.label.clone(),
            condition: condition(self.rubric, self.case, now, &adjustment.condition),
            steps,
            place: self.places.of(adjustment.span),
        }
    }

    pub(super) fn criterion(
        &self,
        at: usize,
        criterion: &Criterion,
        first: &[Settled],
        settled: Option<&Settled>,
        gate: Option<&Gate>,
    ) -> CriterionScore {
        let known = first.get(..at).unwrap_or_default();
        let own = first.get(at).and_then(|found| found.as_ref().ok());
        let outcome = settled.and_then(|found| found.as_ref().ok());
        let decided = self.decided(criterion, own, known);
        let applicable = outcome.is_some_and(|outcome| outcome.applicable);
        let no_score = match settled {
            Some(Ok(outcome)) if outcome.applicable => None,
            Some(Ok(_)) => Some("not applicable".to_string()),
            Some(Err(reason)) => Some(self.open(reason)),
            None => None,
        };
        CriterionScore {
            criterion: criterion.name.clone(),
            label: criterion.label.clone(),
            applicable,
            by: decided.by,
            rule_number: decided.rule_number,
            rule: decided.rule,
            condition: decided.condition,
            why: decided.why,
            place: decided.place,
            steps: decided.steps,
            first: own
                .filter(|own| own.applicable)
                .map(|own| own.first.clone()),
            adjusted: Vec::new(),
            score: outcome
                .filter(|outcome| outcome.applicable)
                .map(|outcome| outcome.score.clone()),
            no_score,
            best: gate.and_then(|gate| gate.best.clone()),
            takes_away: gate.and_then(|gate| gate.takes_away.clone()),
            closes: gate.is_some_and(|gate| gate.closes),
        }
    }

    /// Why a criterion is open. One that only waits for another has no facts of its own to name.
    fn open(&self, reason: &Unscored) -> String {
        match reason {
            Unscored::Open(facts) if facts.is_empty() => "another criterion is open".to_string(),
            reason => reason_in_words(self.rubric, reason),
        }
    }

    fn decided(
        &self,
        criterion: &Criterion,
        own: Option<&CriterionOutcome>,
        known: &[Settled],
    ) -> Decided {
        let at_criterion = Decided {
            place: self.places.of(criterion.span),
            ..Decided::default()
        };
        let Some(own) = own else { return at_criterion };
        match (own.by, &criterion.body) {
            (DecidedBy::Rule(number), CriterionBody::Rules(rules)) => {
                match find_rule(rules, number) {
                    Some(rule) => self.by_rule(rule, known),
                    None => at_criterion,
                }
            }
            (DecidedBy::Judgement, _) => Decided {
                by: Some("judgement"),
                place: self.judged(criterion).or(at_criterion.place),
                ..Decided::default()
            },
            (_, CriterionBody::Formula(formula)) => Decided {
                by: Some("formula"),
                rule: Some(words::expression(self.rubric, formula, &|_| None)),
                steps: Some(expression(self.rubric, self.case, known, formula)),
                ..at_criterion
            },
            _ => Decided {
                by: Some("formula"),
                ..at_criterion
            },
        }
    }

    fn by_rule(&self, rule: &Rule, known: &[Settled]) -> Decided {
        let Rule::Gives {
            number,
            value,
            condition: written,
            label,
            span,
        } = rule
        else {
            return Decided::default();
        };
        let steps = match value {
            Expression::NotApplicable(_) => None,
            value => Some(expression(self.rubric, self.case, known, value)),
        };
        let written = written.as_ref();
        Decided {
            by: Some("rule"),
            rule_number: Some(number + 1),
            rule: Some(self.places.rule(*span)),
            condition: written.map(|written| condition(self.rubric, self.case, known, written)),
            why: label.clone(),
            place: self.places.of(*span),
            steps,
        }
    }

    /// Where the assessor's judgement of a criterion stands.
    fn judged(&self, criterion: &Criterion) -> Option<Place> {
        let (_, record) = self.recorded?;
        let judged = record.judged.iter().find(|(id, _, _)| {
            let known = self.rubric.criteria.get(id.index());
            known.is_some_and(|known| known.name == criterion.name)
        });
        judged.and_then(|(_, _, span)| self.places.of(*span))
    }
}

/// What decided a criterion.
#[derive(Default)]
struct Decided {
    by: Option<&'static str>,
    rule_number: Option<u16>,
    rule: Option<String>,
    condition: Option<ConditionStep>,
    why: Option<String>,
    place: Option<Place>,
    steps: Option<Step>,
}
