//! Between which numbers a value must lie, worked out from how it is made: the answers a fact may have, the levels of a
//! criterion, sums, products and the like. What cannot be bounded has no range.

use super::number::Number;
use super::rubric::{CriterionBody, Expression, Function, Rubric, Rule, ScoreId};
use super::syntax::Operator;
use super::value::{Domain, Value};

/// The lowest and the highest number that a value can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The lowest.
    pub low: Number,
    /// The highest.
    pub high: Number,
}

impl Range {
    /// The range of one number.
    pub fn only(number: Number) -> Range {
        Range {
            low: number.clone(),
            high: number,
        }
    }

    /// From the smallest of some numbers to the largest; `None` without a number.
    pub fn of(numbers: impl IntoIterator<Item = Number>) -> Option<Range> {
        let mut numbers = numbers.into_iter();
        let first = Range::only(numbers.next()?);
        Some(numbers.fold(first, |range, number| range.hull(&Range::only(number))))
    }

    /// The smallest range that holds both.
    pub fn hull(&self, other: &Range) -> Range {
        Range {
            low: self.low.clone().min(other.low.clone()),
            high: self.high.clone().max(other.high.clone()),
        }
    }

    /// The range of `-x`.
    pub fn negated(&self) -> Range {
        let minus = |number: &Number| Number::zero().minus(number);
        Range {
            low: minus(&self.high),
            high: minus(&self.low),
        }
    }

    /// The range of two values put together; `None` where the divisor may be zero.
    pub fn combined(&self, operator: Operator, other: &Range) -> Option<Range> {
        let corners = |how: fn(&Number, &Number) -> Option<Number>| {
            let mut found = Vec::new();
            for one in [&self.low, &self.high] {
                for two in [&other.low, &other.high] {
                    found.push(how(one, two)?);
                }
            }
            Range::of(found)
        };
        match operator {
            Operator::Add => corners(|one, two| Some(one.plus(two))),
            Operator::Subtract => corners(|one, two| Some(one.minus(two))),
            Operator::Multiply => corners(|one, two| Some(one.times(two))),
            Operator::Divide => {
                let zero = Number::zero();
                let may_be_zero = other.low <= zero && other.high >= zero;
                if may_be_zero {
                    return None;
                }
                corners(Number::over)
            }
        }
    }

    /// The range of a function of some values; `None` for functions that are not followed.
    pub fn called(function: Function, arguments: &[Range]) -> Option<Range> {
        let lows = || arguments.iter().map(|range| range.low.clone());
        let highs = || arguments.iter().map(|range| range.high.clone());
        let all = || {
            Some(Range {
                low: lows().min()?,
                high: highs().max()?,
            })
        };
        let sum = |numbers: &mut dyn Iterator<Item = Number>| {
            numbers.fold(Number::zero(), |sum, number| sum.plus(&number))
        };
        match function {
            Function::Min => Some(Range {
                low: lows().min()?,
                high: highs().min()?,
            }),
            Function::Max => Some(Range {
                low: lows().max()?,
                high: highs().max()?,
            }),
            Function::Sum => Some(Range {
                low: sum(&mut lows()),
                high: sum(&mut highs()),
            }),
            Function::Mean
            | Function::Median
            | Function::GeometricMean
            | Function::HarmonicMean => all(),
            Function::Goalposts => Some(Range {
                low: Number::zero(),
                high: Number::whole(1),
            }),
            Function::Clamp => match arguments {
                [_, low, high] => Some(Range {
                    low: low.low.clone(),
                    high: high.high.clone(),
                }),
                _ => None,
            },
            Function::Floor | Function::Ceiling | Function::Round => {
                let whole = |number: &Number| number.is_whole();
                let range = arguments.first()?;
                // Between whole ends nothing is rounded beyond them.
                (whole(&range.low) && whole(&range.high)).then(|| range.clone())
            }
            Function::Abs
            | Function::Ln
            | Function::Exp
            | Function::Sqrt
            | Function::Power
            | Function::PeriodDue => None,
        }
    }
}

impl Rubric {
    /// Between which numbers the score of a disclosure lies (or a further score of it); `None` where that cannot be
    /// worked out.
    pub fn score_range(&self, score: Option<ScoreId>) -> Option<Range> {
        match score {
            None => self.range_of(&self.score),
            Some(id) => self.range_of(&self.further_scores.get(id.index())?.value),
        }
    }

    fn range_of(&self, expression: &Expression) -> Option<Range> {
        match expression {
            Expression::Constant(Value::Number(number), _) => Some(Range::only(number.clone())),
            Expression::Fact(fact, _) => match &self.facts.get(fact.index())?.domain {
                Domain::Number { from, to } => Some(Range {
                    low: from.clone()?,
                    high: to.clone()?,
                }),
                Domain::Percent => Some(Range {
                    low: Number::zero(),
                    high: Number::whole(1),
                }),
                _ => None,
            },
            Expression::Criterion(id, _) => {
                let criterion = self.criteria.get(id.index())?;
                let mut range = Range::of(criterion.levels.iter().cloned());
                if range.is_none() {
                    range = match &criterion.body {
                        CriterionBody::Rules(rules) => self.range_of_rules(rules),
                        CriterionBody::Formula(formula) => self.range_of(formula),
                        CriterionBody::Judged => None,
                    };
                }
                let adjusted = self.adjustments.iter();
                adjusted
                    .filter(|adjustment| adjustment.criterion == *id)
                    .try_fold(range?, |range, adjustment| {
                        Some(range.hull(&self.range_of(&adjustment.value)?))
                    })
            }
            Expression::Let(id, _) => self.range_of(&self.lets.get(id.index())?.value),
            Expression::Negate(inner) => Some(self.range_of(inner)?.negated()),
            Expression::Binary(operator, left, right, _) => self
                .range_of(left)?
                .combined(*operator, &self.range_of(right)?),
            Expression::Call(function, arguments, _) => {
                if let (Function::Goalposts, _) = (*function, arguments) {
                    return Range::called(*function, &[]);
                }
                let arguments: Option<Vec<Range>> = arguments
                    .iter()
                    .map(|argument| self.range_of(argument))
                    .collect();
                Range::called(*function, &arguments?)
            }
            Expression::If(_, then, otherwise) => {
                Some(self.range_of(then)?.hull(&self.range_of(otherwise)?))
            }
            Expression::Constant(..)
            | Expression::Assessed(_)
            | Expression::NotApplicable(_)
            | Expression::OfList { .. } => None,
        }
    }

    fn range_of_rules(&self, rules: &[Rule]) -> Option<Range> {
        let mut range: Option<Range> = None;
        for rule in rules {
            let found = match rule {
                Rule::Gives { value, .. } => match value {
                    Expression::NotApplicable(_) => continue,
                    value => self.range_of(value)?,
                },
                Rule::When { rules, .. } => self.range_of_rules(rules)?,
            };
            range = Some(match range {
                Some(range) => range.hull(&found),
                None => found,
            });
        }
        range
    }
}
