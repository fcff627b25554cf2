//! Which facts a rubric compares with a deadline: `latest >= period_due(every, due, assessed)`, written out or through a
//! `let`. Such a fact says what has come out, so it cannot lie in the future. What is compared with a plan's horizon or with
//! the day of the assessment itself may.

use super::rubric::{Condition, CriterionBody, Expression, FactId, Function, Rubric, Rule};

/// A comparison of a fact with a deadline.
#[derive(Debug, Clone, Copy)]
pub struct Deadline<'r> {
    /// The fact.
    pub fact: FactId,
    /// What is due.
    pub due: &'r Expression,
    /// The comparison.
    pub condition: &'r Condition,
}

/// All comparisons of a fact with a deadline, in the order of the rubric.
pub fn deadlines(rubric: &Rubric) -> Vec<Deadline<'_>> {
    let mut conditions: Vec<&Condition> = Vec::new();
    let mut expressions: Vec<&Expression> = vec![&rubric.score];
    expressions.extend(rubric.lets.iter().map(|item| &item.value));
    expressions.extend(rubric.further_scores.iter().map(|score| &score.value));
    for criterion in &rubric.criteria {
        match &criterion.body {
            CriterionBody::Rules(rules) => of_rules(rules, &mut conditions, &mut expressions),
            CriterionBody::Formula(formula) => expressions.push(formula),
            CriterionBody::Judged => {}
        }
    }
    for adjustment in &rubric.adjustments {
        conditions.push(&adjustment.condition);
        expressions.push(&adjustment.value);
    }
    let mut found = Vec::new();
    let mut visit = |part| comparison(rubric, part, &mut found);
    for expression in expressions {
        expression.walk_conditions(&mut visit);
    }
    for condition in conditions {
        condition.walk(&mut visit);
    }
    found
}

fn comparison<'r>(rubric: &'r Rubric, part: &'r Condition, into: &mut Vec<Deadline<'r>>) {
    let Condition::Compare { left, right, .. } = part else {
        return;
    };
    for (one, due) in [(left, right), (right, left)] {
        if let Expression::Fact(fact, _) = followed(rubric, one)
            && is_due(rubric, due)
        {
            into.push(Deadline {
                fact: *fact,
                due,
                condition: part,
            });
        }
    }
}

/// What a name stands for.
fn followed<'r>(rubric: &'r Rubric, mut expression: &'r Expression) -> &'r Expression {
    // A `let` reads only those before it, so this ends.
    while let Expression::Let(id, _) = expression {
        match rubric.lets.get(id.index()) {
            Some(item) => expression = &item.value,
            None => break,
        }
    }
    expression
}

fn is_due(rubric: &Rubric, expression: &Expression) -> bool {
    let mut due = false;
    expression.walk(&mut |part| {
        due |= match part {
            Expression::Call(Function::PeriodDue, ..) => true,
            Expression::Let(id, _) => {
                let item = rubric.lets.get(id.index());
                item.is_some_and(|item| is_due(rubric, &item.value))
            }
            _ => false,
        }
    });
    due
}

fn of_rules<'r>(
    rules: &'r [Rule],
    conditions: &mut Vec<&'r Condition>,
    expressions: &mut Vec<&'r Expression>,
) {
    for rule in rules {
        match rule {
            Rule::Gives {
                condition, value, ..
            } => {
                conditions.extend(condition);
                expressions.push(value);
            }
            Rule::When {
                condition, rules, ..
            } => {
                conditions.extend(condition);
                of_rules(rules, conditions, expressions);
            }
        }
    }
}
