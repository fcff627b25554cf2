//! Values that are not there: a division by zero, the logarithm of a number that is not above zero, the root of one below
//! zero. What is found comes with the evidence that does it; the search tries the ends of every range, so what it does
//! not find may still be.

use super::super::calendar::{Duration, Period};
use super::super::evaluate::{Case, Facts, Part, Unscored, answers};
use super::super::number::Number;
use super::super::rubric::{
    Condition, CriterionBody, CriterionId, Expression, FactId, Formula, Function, Rubric, Rule,
    Statistic,
};
use super::super::syntax::Operator;
use super::super::value::{Domain, Members, Value};
use super::super::words;
use super::CheckError;
use crate::diagnostic::Span;
use std::collections::BTreeSet;

/// What a value is worked out from.
#[derive(Default)]
struct Inputs {
    facts: BTreeSet<FactId>,
    criteria: BTreeSet<usize>,
    lets: BTreeSet<usize>,
    /// Something in it may have no value.
    risky: bool,
}

pub(super) fn without_value(rubric: &Rubric, errors: &mut Vec<CheckError>) {
    let mut found: Vec<Span> = Vec::new();
    let mut roots: Vec<(Option<usize>, &Expression)> = Vec::new();
    for (at, criterion) in rubric.criteria.iter().enumerate() {
        match &criterion.body {
            CriterionBody::Formula(formula) => roots.push((Some(at), formula)),
            CriterionBody::Rules(rules) => {
                values(rules, &mut |value| roots.push((Some(at), value)))
            }
            CriterionBody::Judged => {}
        }
    }
    let scores = rubric.further_scores.iter().map(|score| &score.value);
    roots.extend(
        std::iter::once(&rubric.score)
            .chain(scores)
            .map(|value| (None, value)),
    );
    for (criterion, value) in roots {
        let mut inputs = Inputs::default();
        inputs.expression(rubric, value);
        if !inputs.risky {
            continue;
        }
        if let Some(at) = criterion {
            inputs.criterion(rubric, at);
        }
        let root = Root {
            rubric,
            criterion,
            value,
            inputs: &inputs,
        };
        root.search(&mut found, errors);
    }
    for index in &rubric.indices {
        let Some(formula) = &index.formula else {
            continue;
        };
        formula.walk(&mut |part| {
            if let Formula::Binary(Operator::Divide, _, below, span) = part
                && let Some(statistic) = zero_statistic(below)
            {
                errors.push(CheckError::ZeroStatistic {
                    statistic: words::formula(statistic),
                    span: *span,
                });
            }
        });
    }
}

/// A figure over entities that stands alone, or as a factor, below a line of division.
fn zero_statistic(below: &Formula) -> Option<&Formula> {
    match below {
        Formula::Statistic(statistic, ..) => (*statistic != Statistic::Count).then_some(below),
        Formula::Negate(inner) => zero_statistic(inner),
        Formula::Binary(Operator::Multiply, left, right, _) => {
            zero_statistic(left).or_else(|| zero_statistic(right))
        }
        _ => None,
    }
}

fn values<'r>(rules: &'r [Rule], visit: &mut dyn FnMut(&'r Expression)) {
    for rule in rules {
        match rule {
            Rule::Gives { value, .. } => visit(value),
            Rule::When { rules, .. } => values(rules, visit),
        }
    }
}

impl Inputs {
    fn expression(&mut self, rubric: &Rubric, expression: &Expression) {
        let mut conditions = Vec::new();
        expression.walk(&mut |part| match part {
            Expression::Fact(id, _) => self.fact(rubric, *id),
            Expression::Criterion(id, _) => self.criterion(rubric, id.index()),
            Expression::Let(id, _) => {
                if self.lets.insert(id.index())
                    && let Some(inner) = rubric.lets.get(id.index())
                {
                    self.expression(rubric, &inner.value);
                }
            }
            Expression::If(condition, ..) => conditions.push(&**condition),
            Expression::Binary(Operator::Divide, _, below, _) => {
                self.risky |= !matches!(&**below, Expression::Constant(Value::Number(number), _) if !number.is_zero());
            }
            Expression::Call(function, ..) => {
                self.risky |= matches!(
                    function,
                    Function::Ln
                        | Function::Sqrt
                        | Function::Power
                        | Function::GeometricMean
                        | Function::HarmonicMean
                        | Function::Clamp
                        | Function::Goalposts
                );
            }
            Expression::OfList { list, .. } => self.fact(rubric, *list),
            _ => {}
        });
        for condition in conditions {
            self.condition(rubric, condition);
        }
    }

    fn condition(&mut self, rubric: &Rubric, condition: &Condition) {
        condition.walk(&mut |part| match part {
            Condition::Is { fact, .. } | Condition::Has { fact, .. } => self.fact(rubric, *fact),
            Condition::Compare { left, right, .. } => {
                self.expression(rubric, left);
                self.expression(rubric, right);
            }
            Condition::OfList { list, .. } => self.fact(rubric, *list),
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
        });
    }

    fn fact(&mut self, rubric: &Rubric, id: FactId) {
        if self.facts.insert(id)
            && let Some(asked) = rubric
                .facts
                .get(id.index())
                .and_then(|fact| fact.asked.as_ref())
        {
            self.condition(rubric, asked);
        }
    }

    /// A criterion with everything that it and the changes to it are worked out from.
    fn criterion(&mut self, rubric: &Rubric, at: usize) {
        if !self.criteria.insert(at) {
            return;
        }
        let Some(criterion) = rubric.criteria.get(at) else {
            return;
        };
        let risky = self.risky;
        match &criterion.body {
            CriterionBody::Rules(rules) => self.rules(rubric, rules),
            CriterionBody::Formula(formula) => self.expression(rubric, formula),
            CriterionBody::Judged => {}
        }
        for adjustment in &rubric.adjustments {
            if adjustment.criteria.iter().any(|id| id.index() == at) {
                self.condition(rubric, &adjustment.condition);
                self.expression(rubric, &adjustment.value);
            }
        }
        // What is wrong inside is found at the criterion itself.
        self.risky = risky;
    }

    fn rules(&mut self, rubric: &Rubric, rules: &[Rule]) {
        for rule in rules {
            let (Rule::Gives { condition, .. } | Rule::When { condition, .. }) = rule;
            condition
                .iter()
                .for_each(|test| self.condition(rubric, test));
            match rule {
                Rule::Gives { value, .. } => self.expression(rubric, value),
                Rule::When { rules, .. } => self.rules(rubric, rules),
            }
        }
    }
}

struct Root<'r, 'i> {
    rubric: &'r Rubric,
    /// The criterion it belongs to; `None` for a score.
    criterion: Option<usize>,
    value: &'r Expression,
    inputs: &'i Inputs,
}

impl Root<'_, '_> {
    /// From three plain cases (the first, the middle and the last of what each fact can be), one fact at a time is
    /// changed to everything that is tried of it.
    fn search(&self, found: &mut Vec<Span>, errors: &mut Vec<CheckError>) {
        let tried: Vec<(FactId, Vec<Value>)> = self
            .inputs
            .facts
            .iter()
            .filter_map(|id| {
                let fact = self.rubric.facts.get(id.index())?;
                Some((*id, tried(&fact.domain)))
            })
            .filter(|(_, values)| !values.is_empty())
            .collect();
        let pick = |values: &[Value], base: usize| {
            let at = match base {
                0 => 0,
                1 => values.len() / 2,
                _ => values.len().saturating_sub(1),
            };
            values.get(at).cloned()
        };
        for base in 0..3 {
            let mut given: Vec<Option<Value>> = vec![None; self.rubric.facts.len()];
            for (id, values) in &tried {
                if let Some(slot) = given.get_mut(id.index()) {
                    *slot = pick(values, base);
                }
            }
            self.try_case(&given, found, errors);
            for (id, values) in &tried {
                for value in values {
                    let mut changed = given.clone();
                    if let Some(slot) = changed.get_mut(id.index()) {
                        *slot = Some(value.clone());
                    }
                    self.try_case(&changed, found, errors);
                }
            }
        }
    }

    fn try_case(
        &self,
        given: &[Option<Value>],
        found: &mut Vec<Span>,
        errors: &mut Vec<CheckError>,
    ) {
        let case = Case {
            answers: answers(self.rubric, given.to_vec()),
            assessed: jiff::civil::Date::new(2020, 12, 31).ok(),
            judged: vec![None; self.rubric.criteria.len()],
        };
        let (span, zero) = match self.worked_out(&case) {
            Err(Unscored::DivisionByZero(span)) => (span, true),
            Err(Unscored::OutOfRange(span)) => (span, false),
            _ => return,
        };
        if found.contains(&span) {
            return;
        }
        found.push(span);
        let mut said = Vec::new();
        for id in &self.inputs.facts {
            use super::super::evaluate::Answer;
            if let (Some(fact), Some(Answer::Known(value))) = (
                self.rubric.facts.get(id.index()),
                case.answers.get(id.index()),
            ) {
                said.push(format!("{}: {}", fact.name, fact.domain.show(value)));
            }
        }
        errors.push(CheckError::NoValue {
            what: if zero {
                "this divides by zero"
            } else {
                "this has no value"
            },
            example: said.join(", "),
            span,
        });
    }

    fn worked_out(&self, case: &Case) -> Result<Number, Unscored> {
        let mut parts: Vec<Part> = Vec::new();
        for at in 0..self.rubric.criteria.len() {
            if self.criterion == Some(at) {
                break;
            }
            let id = u16::try_from(at).ok().map(CriterionId);
            let part = match id.filter(|_| self.inputs.criteria.contains(&at)) {
                None => Part::Open,
                Some(id) => match Facts::of(self.rubric, case, &parts).first_score(id, None) {
                    Ok((score, _)) => Part::Score(score),
                    Err(Unscored::NotApplicable(_)) => Part::NotApplicable,
                    Err(_) => Part::Open,
                },
            };
            parts.push(part);
        }
        if let Some(at) = self.criterion {
            let id = u16::try_from(at)
                .map(CriterionId)
                .unwrap_or(CriterionId(u16::MAX));
            let facts = Facts::of(self.rubric, case, &parts);
            return facts.first_score(id, None).map(|(score, _)| score);
        }
        for adjustment in &self.rubric.adjustments {
            let facts = Facts::of(self.rubric, case, &parts);
            if facts.holds(&adjustment.condition) != Ok(true) {
                continue;
            }
            let after = facts
                .number(&adjustment.value)
                .map_or(Part::Open, Part::Score);
            for id in &adjustment.criteria {
                if let Some(part) = parts.get_mut(id.index()) {
                    *part = after.clone();
                }
            }
        }
        Facts::of(self.rubric, case, &parts).number(self.value)
    }
}

/// What is tried of a fact: the ends of its range, and zero and what lies around it.
fn tried(domain: &Domain) -> Vec<Value> {
    let within = |from: Option<&Number>, to: Option<&Number>| -> Vec<Value> {
        let around = [-1, 0, 1, 2].map(Number::whole);
        let mut numbers: Vec<Number> = around
            .into_iter()
            .chain(from.cloned())
            .chain(to.cloned())
            .filter(|number| from.is_none_or(|from| number >= from))
            .filter(|number| to.is_none_or(|to| number <= to))
            .collect();
        numbers.sort();
        numbers.dedup();
        numbers.into_iter().map(Value::Number).collect()
    };
    match domain {
        Domain::Choice { answers, .. } => (0u8..)
            .zip(answers)
            .map(|(at, _)| Value::Choice(at))
            .collect(),
        Domain::Set(members) => {
            let all = (0u8..)
                .zip(members)
                .fold(Members::default(), |all, (at, _)| {
                    all.with(Members::only(at))
                });
            vec![Value::Set(Members::default()), Value::Set(all)]
        }
        Domain::Number { from, to, .. } => within(from.as_ref(), to.as_ref()),
        Domain::Count => within(Some(&Number::zero()), None),
        Domain::Percent => within(Some(&Number::zero()), Some(&Number::whole(1))),
        Domain::Date => jiff::civil::Date::new(2020, 6, 30)
            .ok()
            .map(Value::Date)
            .into_iter()
            .collect(),
        Domain::Period => vec![Value::Period(Period::Year(2020))],
        Domain::Duration => Duration::parse("1 year")
            .map(Value::Duration)
            .into_iter()
            .collect(),
        Domain::Text => Vec::new(),
        Domain::List(_) => vec![Value::Records(Vec::new())],
    }
}
