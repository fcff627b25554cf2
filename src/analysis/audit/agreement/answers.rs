//! Questions and answers: which questions a criterion asks, and what assessors answered to each. A question counts where it
//! was put to those who are compared; what was not asked is no agreement.

use super::Ratings;
use super::survey::Survey;
use crate::language::evaluate::{Answer, Case};
use crate::language::reads::{of_condition, of_expression};
use crate::language::rubric::{CriterionBody, CriterionId, FactId, Rubric, Rule};
use crate::language::syntax::FactRole;
use crate::language::value::{Domain, Value};
use std::collections::BTreeSet;

/// The answers to one question, ready to be compared.
#[derive(Debug, Clone)]
pub struct Question {
    /// The fact.
    pub fact: FactId,
    /// Its name.
    pub name: String,
    /// Whether the answers have an order.
    pub ordered: bool,
    /// Whether they have distances.
    pub measured: bool,
    /// The answers that occur, in their order.
    pub answers: Vec<String>,
    /// Who gave which; nothing where the question was not put.
    pub ratings: Ratings,
}

/// The questions that two assessors were asked about one disclosure at least, in the order of the rubric.
pub fn questions(survey: &Survey, rubric: &Rubric) -> Vec<Question> {
    let facts = rubric.facts_of(FactRole::Evidence);
    // Texts are kept and never scored.
    let facts = facts.filter(|(_, fact)| !matches!(fact.domain, Domain::Text));
    let found = facts.map(|(id, fact)| {
        let given: Vec<Vec<Option<&Value>>> = survey
            .units
            .iter()
            .map(|unit| {
                let ratings = unit.ratings.iter();
                let given = ratings.map(|rating| answer(&rating.as_ref()?.case, id));
                given.collect()
            })
            .collect();
        question(id, &fact.name, &fact.domain, &given)
    });
    found
        .filter(|question| question.ratings.pairable() > 0)
        .collect()
}

fn question(fact: FactId, name: &str, domain: &Domain, given: &[Vec<Option<&Value>>]) -> Question {
    let mut values: Vec<&Value> = Vec::new();
    for value in given.iter().flatten().flatten() {
        if !values.contains(value) {
            values.push(value);
        }
    }
    values.sort_by(|a, b| order(a, b).then_with(|| domain.show(a).cmp(&domain.show(b))));
    // Numbers keep their distances; other answers have places.
    let code = |value: &Value| match value {
        Value::Number(number) => number.to_f64(),
        _ => values
            .iter()
            .position(|known| *known == value)
            .map_or(0.0, |at| at as f64),
    };
    let codes: Vec<Vec<Option<f64>>> = given
        .iter()
        .map(|unit| unit.iter().map(|value| value.map(code)).collect())
        .collect();
    let ordered = match domain {
        Domain::Choice { best_first, .. } => *best_first,
        Domain::Set(_) | Domain::Text | Domain::List(_) => false,
        Domain::Number { .. }
        | Domain::Count
        | Domain::Percent
        | Domain::Date
        | Domain::Period
        | Domain::Duration => true,
    };
    Question {
        fact,
        name: name.to_string(),
        ordered,
        measured: matches!(
            domain,
            Domain::Number { .. } | Domain::Count | Domain::Percent
        ),
        answers: values.iter().map(|value| domain.show(value)).collect(),
        ratings: Ratings::new(&codes, &[]),
    }
}

/// What was answered; `None` where it was not asked.
pub(super) fn answer(case: &Case, fact: FactId) -> Option<&Value> {
    match case.answers.get(fact.index()) {
        Some(Answer::Known(value)) => Some(value),
        _ => None,
    }
}

fn order(a: &Value, b: &Value) -> std::cmp::Ordering {
    use std::cmp::Ordering;
    match (a, b) {
        (Value::Choice(a), Value::Choice(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Period(a), Value::Period(b)) => a.compare(*b),
        (Value::Duration(a), Value::Duration(b)) => a.compare(*b),
        _ => Ordering::Equal,
    }
}

/// Whether a criterion's own question was put: one of the facts it reads was asked that does not merely open the way to
/// another of them. What reads no evidence is always answered.
pub(super) fn was_asked(rubric: &Rubric, criterion: CriterionId, case: &Case) -> bool {
    if case
        .judged
        .get(criterion.index())
        .is_some_and(Option::is_some)
    {
        return true;
    }
    let own = own_facts(rubric, criterion);
    let known = |fact: &FactId| matches!(case.answers.get(fact.index()), Some(Answer::Known(_)));
    own.is_empty() || own.iter().any(known)
}

fn own_facts(rubric: &Rubric, criterion: CriterionId) -> BTreeSet<FactId> {
    let mut reads = BTreeSet::new();
    if let Some(criterion) = rubric.criteria.get(criterion.index()) {
        match &criterion.body {
            CriterionBody::Rules(rules) => of_rules(rubric, rules, &mut reads),
            CriterionBody::Formula(formula) => of_expression(rubric, formula, &mut reads),
            CriterionBody::Judged => {}
        }
    }
    reads.retain(|fact| {
        let fact = rubric.facts.get(fact.index());
        fact.is_some_and(|fact| fact.role == FactRole::Evidence)
    });
    let mut gates = BTreeSet::new();
    for fact in &reads {
        gates_of(rubric, *fact, &mut gates);
    }
    reads.difference(&gates).copied().collect()
}

/// The facts that decide whether a fact is asked, and those that decide whether they are.
fn gates_of(rubric: &Rubric, fact: FactId, into: &mut BTreeSet<FactId>) {
    let asked = rubric
        .facts
        .get(fact.index())
        .and_then(|fact| fact.asked.as_ref());
    let mut direct = BTreeSet::new();
    if let Some(asked) = asked {
        of_condition(rubric, asked, &mut direct);
    }
    for gate in direct {
        if into.insert(gate) {
            gates_of(rubric, gate, into);
        }
    }
}

fn of_rules(rubric: &Rubric, rules: &[Rule], into: &mut BTreeSet<FactId>) {
    for rule in rules {
        match rule {
            Rule::Gives {
                condition, value, ..
            } => {
                if let Some(condition) = condition {
                    of_condition(rubric, condition, into);
                }
                of_expression(rubric, value, into);
            }
            Rule::When {
                condition, rules, ..
            } => {
                if let Some(condition) = condition {
                    of_condition(rubric, condition, into);
                }
                of_rules(rubric, rules, into);
            }
        }
    }
}
