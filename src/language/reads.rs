//! Which facts a condition or an expression reads, through named values too.

use super::rubric::{Condition, Expression, FactId, Rubric};
use std::collections::BTreeSet;

/// The facts that a condition reads.
pub fn of_condition(rubric: &Rubric, condition: &Condition, into: &mut BTreeSet<FactId>) {
    condition.walk(&mut |part| match part {
        Condition::Is { fact, .. } | Condition::Has { fact, .. } => {
            into.insert(*fact);
        }
        Condition::OfList { list, .. } => {
            into.insert(*list);
        }
        Condition::Compare { left, right, .. } => {
            of_expression(rubric, left, into);
            of_expression(rubric, right, into);
        }
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
    });
}

/// The facts that an expression reads.
pub fn of_expression(rubric: &Rubric, expression: &Expression, into: &mut BTreeSet<FactId>) {
    let mut conditions = Vec::new();
    expression.walk(&mut |part| match part {
        Expression::Fact(fact, _) => {
            into.insert(*fact);
        }
        Expression::OfList { list, .. } => {
            into.insert(*list);
        }
        Expression::Let(id, _) => {
            if let Some(item) = rubric.lets.get(id.index()) {
                of_expression(rubric, &item.value, into);
            }
        }
        Expression::If(condition, ..) => conditions.push(&**condition),
        _ => {}
    });
    for condition in conditions {
        of_condition(rubric, condition, into);
    }
}
