//! Units of numbers: years are neither added to euros nor compared with them. What is multiplied or divided by something
//! with a unit has none that the language knows, and nothing is said about it.

use super::super::rubric::{Expression, FactId, Function};
use super::super::syntax::Operator;
use super::super::value::{Domain, Value};
use super::{CheckError, Checker};
use crate::diagnostic::Span;

impl Checker<'_> {
    /// Reports two numbers whose units differ.
    pub(super) fn one_unit(
        &mut self,
        left: &Expression,
        right: &Expression,
        how: &'static str,
        span: Span,
    ) {
        if let (Some(left), Some(right)) = (self.unit(left), self.unit(right))
            && left != right
        {
            self.errors.push(CheckError::Units {
                left: left.to_string(),
                right: right.to_string(),
                how,
                span,
            });
        }
    }

    fn unit_of_fact(&self, id: FactId) -> Option<&str> {
        match &self.facts.get(id.index())?.domain {
            Domain::Number { unit, .. } => unit.as_deref(),
            _ => None,
        }
    }

    fn unit(&self, expression: &Expression) -> Option<&str> {
        match expression {
            Expression::Fact(id, _) => self.unit_of_fact(*id),
            Expression::Let(id, _) => self.unit(&self.lets.get(id.index())?.value),
            Expression::Negate(inner) => self.unit(inner),
            Expression::Binary(Operator::Add | Operator::Subtract, left, right, _) => {
                self.unit(left).or_else(|| self.unit(right))
            }
            // So many times as many years are years.
            Expression::Binary(Operator::Multiply, left, right, _) => match (&**left, &**right) {
                (Expression::Constant(Value::Number(_), _), other)
                | (other, Expression::Constant(Value::Number(_), _)) => self.unit(other),
                _ => None,
            },
            Expression::Binary(Operator::Divide, left, right, _) => match &**right {
                Expression::Constant(Value::Number(_), _) => self.unit(left),
                _ => None,
            },
            Expression::Call(
                Function::Min
                | Function::Max
                | Function::Mean
                | Function::Sum
                | Function::Median
                | Function::Abs
                | Function::Round
                | Function::Floor
                | Function::Ceiling
                | Function::Clamp,
                arguments,
                _,
            ) => arguments.iter().find_map(|argument| self.unit(argument)),
            Expression::If(_, then, otherwise) => self.unit(then).or_else(|| self.unit(otherwise)),
            Expression::OfList { field, .. } => self.unit_of_fact((*field)?),
            _ => None,
        }
    }
}
