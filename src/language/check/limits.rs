//! How large a rubric may be. The limits lie far above what people write; they keep every step of the way within a
//! second, whatever a file holds.

use super::super::rubric::{Condition, Expression};
use super::{CheckError, Checker};
use crate::diagnostic::Span;

/// Facts of a rubric, the fields of its lists among them.
pub(super) const MOST_FACTS: usize = 2_000;
/// Named values of a rubric.
pub(super) const MOST_LETS: usize = 2_000;
/// Criteria of a rubric.
pub(super) const MOST_CRITERIA: usize = 1_000;
/// Grades, indices, further scores and examples, of each.
pub(super) const MOST_PARTS: usize = 500;
/// Tests of a rubric.
pub(super) const MOST_TESTS: usize = 5_000;
/// Steps that a named value may stand for, those of the named values in it included.
const MOST_STEPS: usize = 5_000;
/// Named values on top of one another, and what they are worked out from.
const MOST_LEVELS: usize = 300;
/// Findings after which nothing more is said about names.
pub(super) const MOST_FINDINGS: usize = 300;

impl Checker<'_> {
    /// Whether there is room for one more. What does not fit is reported once, and names that are unknown for want of
    /// it are passed over.
    pub(super) fn has_room(
        &mut self,
        of: &'static str,
        most: usize,
        have: usize,
        span: Span,
    ) -> bool {
        if have < most {
            return true;
        }
        if !self.full.contains(&of) {
            self.full.push(of);
            self.errors.push(CheckError::TooMany {
                what: "a rubric".to_string(),
                most,
                of,
                span,
            });
        }
        false
    }

    /// The size of a named value, worked out in full; `None` (reported) when it is too large.
    pub(super) fn measured(&mut self, name: &str, value: &Expression, span: Span) -> Option<Size> {
        let size = Size::of(value, &self.sizes);
        if size.steps <= MOST_STEPS && size.levels <= MOST_LEVELS {
            return Some(size);
        }
        let (most, of) = if size.steps > MOST_STEPS {
            (MOST_STEPS, "steps")
        } else {
            (MOST_LEVELS, "levels")
        };
        self.errors.push(CheckError::TooMany {
            what: format!("`{name}`, with the values it is made of,"),
            most,
            of,
            span,
        });
        None
    }
}

/// How much there is to work out in an expression.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// Operations, facts and numbers.
    steps: usize,
    /// How deep they stand in one another.
    levels: usize,
}

impl Size {
    /// The size of an expression, given those of the named values it may use.
    fn of(expression: &Expression, lets: &[Size]) -> Size {
        let mut size = Size {
            steps: 1,
            levels: 1,
        };
        let mut holds = |inner: Size| {
            size.steps = size.steps.saturating_add(inner.steps);
            size.levels = size.levels.max(inner.levels.saturating_add(1));
        };
        match expression {
            Expression::Let(id, _) => holds(lets.get(id.index()).copied().unwrap_or_default()),
            Expression::Negate(inner) => holds(Size::of(inner, lets)),
            Expression::Binary(_, left, right, _) => {
                holds(Size::of(left, lets));
                holds(Size::of(right, lets));
            }
            Expression::Call(_, arguments, _) => {
                arguments
                    .iter()
                    .for_each(|argument| holds(Size::of(argument, lets)));
            }
            Expression::If(condition, then, otherwise) => {
                holds(Size::of_condition(condition, lets));
                holds(Size::of(then, lets));
                holds(Size::of(otherwise, lets));
            }
            Expression::OfList { test, .. } => {
                test.iter()
                    .for_each(|test| holds(Size::of_condition(test, lets)));
            }
            Expression::Constant(..)
            | Expression::Fact(..)
            | Expression::Criterion(..)
            | Expression::Assessed(_)
            | Expression::Score(_)
            | Expression::NotApplicable(_) => {}
        }
        size
    }

    fn of_condition(condition: &Condition, lets: &[Size]) -> Size {
        let mut size = Size {
            steps: 1,
            levels: 1,
        };
        let mut holds = |inner: Size| {
            size.steps = size.steps.saturating_add(inner.steps);
            size.levels = size.levels.max(inner.levels.saturating_add(1));
        };
        match condition {
            Condition::Compare { left, right, .. } => {
                holds(Size::of(left, lets));
                holds(Size::of(right, lets));
            }
            Condition::All(parts) | Condition::Any(parts) => {
                parts
                    .iter()
                    .for_each(|part| holds(Size::of_condition(part, lets)));
            }
            Condition::Not(inner) => holds(Size::of_condition(inner, lets)),
            Condition::OfList { test, .. } => holds(Size::of_condition(test, lets)),
            Condition::Is { .. } | Condition::Has { .. } => {}
        }
        size
    }
}
