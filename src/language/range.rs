//! Between which numbers a score can lie, proved from the rules alone: from the domains of the facts and the scores that
//! rules may give, through formulas, changes, levels and totals.
//!
//! A range holds every score there can be. It may be wider than what evidence can reach, since two parts of a formula
//! are taken to vary freely; where nothing is known of an end, that end is `None`.

use super::arithmetic;
use super::number::Number;
use super::rubric::{
    CriterionBody, Expression, Formula, Function, Index, Level, Part, Rubric, Rule, Statistic,
};
use super::syntax::{AbsenceEffect, Aggregate, MissingEffect, Operator, Rounding};
use super::value::{Domain, Value};

/// Between which numbers something lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The lowest number; `None` where there is none, or it is not known.
    pub low: Option<Number>,
    /// The highest number; `None` where there is none, or it is not known.
    pub high: Option<Number>,
}

/// The lowest and highest score that a disclosure can have; `None` where one of them is not known.
///
/// ```
/// use clearwatt::language::{load::load, number::Number, range::score_range};
/// let text = "rubric one {\n  evidence { open : yes > no }\n  criterion out {\n    1 if open is yes\n    0 otherwise\n  }\n  score 10 + 40 * out\n  index all { total: mean of indicators }\n}\n";
/// let mut sources = clearwatt::diagnostic::Sources::default();
/// let file = sources.add("one.rubric", text);
/// let rubric = load(&mut sources, file, &mut |_, _| unreachable!("it extends nothing"));
/// let rubric = rubric.rubric.unwrap();
/// assert_eq!(score_range(&rubric), Some((Number::whole(10), Number::whole(50))));
/// ```
pub fn score_range(rubric: &Rubric) -> Option<(Number, Number)> {
    let range = Ranges::of(rubric).range(&rubric.score);
    range.low.zip(range.high)
}

/// Between which numbers the total of an index lies.
pub fn index_range(rubric: &Rubric, index: &Index) -> Range {
    index_ranges(rubric, index).0
}

/// Between which numbers the total of an index lies, and any node below it.
pub fn index_ranges(rubric: &Rubric, index: &Index) -> (Range, Range) {
    let ranges = Ranges::of(rubric);
    let mut known: Vec<IndexRange<'_>> = Vec::new();
    for other in &rubric.indices {
        let range = ranges.index(other, &known);
        if other.name == index.name {
            return (range.total, range.nodes);
        }
        known.push(range);
    }
    (Range::everything(), Range::everything())
}

impl Range {
    fn everything() -> Self {
        Range {
            low: None,
            high: None,
        }
    }

    fn of(low: i64, high: i64) -> Self {
        Range {
            low: Some(Number::whole(low)),
            high: Some(Number::whole(high)),
        }
    }

    fn only(number: &Number) -> Self {
        Range {
            low: Some(number.clone()),
            high: Some(number.clone()),
        }
    }

    fn from(low: i64) -> Self {
        Range {
            low: Some(Number::whole(low)),
            high: None,
        }
    }

    /// Both together.
    fn or(self, other: Range) -> Self {
        Range {
            low: self.low.zip(other.low).map(|(a, b)| a.min(b)),
            high: self.high.zip(other.high).map(|(a, b)| a.max(b)),
        }
    }

    fn negated(self) -> Self {
        let turned = |end: Option<Number>| end.map(|end| Number::zero().minus(&end));
        Range {
            low: turned(self.high),
            high: turned(self.low),
        }
    }

    fn plus(self, other: Range) -> Self {
        let sum = |a: Option<Number>, b: Option<Number>| a.zip(b).map(|(a, b)| a.plus(&b));
        Range {
            low: sum(self.low, other.low),
            high: sum(self.high, other.high),
        }
    }

    fn times(self, other: Range) -> Self {
        let not_below_zero = |range: &Range| {
            let low = range.low.as_ref();
            low.is_some_and(|low| !low.is_negative())
        };
        if not_below_zero(&self) && not_below_zero(&other) {
            let product = |a: Option<Number>, b: Option<Number>| a.zip(b).map(|(a, b)| a.times(&b));
            return Range {
                low: product(self.low, other.low),
                high: product(self.high, other.high),
            };
        }
        let (Some(a), Some(b), Some(c), Some(d)) = (self.low, self.high, other.low, other.high)
        else {
            return Range::everything();
        };
        let corners = [a.times(&c), a.times(&d), b.times(&c), b.times(&d)];
        Range {
            low: corners.iter().min().cloned(),
            high: corners.iter().max().cloned(),
        }
    }

    fn over(self, other: Range) -> Self {
        let one = Number::whole(1);
        let (Some(low), Some(high)) = (other.low, other.high) else {
            return Range::everything();
        };
        // A range around zero has no largest reciprocal.
        if low.is_zero() || high.is_zero() || low.is_negative() != high.is_negative() {
            return Range::everything();
        }
        self.times(Range {
            low: one.over(&high),
            high: one.over(&low),
        })
    }

    /// Through something that never falls.
    fn rising(self, of: impl Fn(&Number) -> Option<Number>) -> Self {
        Range {
            low: self.low.as_ref().and_then(&of),
            high: self.high.as_ref().and_then(of),
        }
    }

    fn rounded(self, rounding: Option<Rounding>) -> Self {
        match rounding {
            Some(rounding) => self.rising(|number| Some(number.rounded(rounding))),
            None => self,
        }
    }

    fn absolute(self) -> Self {
        let (Some(low), Some(high)) = (self.low, self.high) else {
            return Range::from(0);
        };
        if !low.is_negative() {
            return Range {
                low: Some(low),
                high: Some(high),
            };
        }
        Range {
            low: Some(Number::zero()),
            high: Some(low.absolute().max(high.absolute())),
        }
    }
}

/// All of several ranges together; everything where there are none.
fn together(ranges: impl Iterator<Item = Range>) -> Range {
    ranges.reduce(Range::or).unwrap_or_else(Range::everything)
}

/// A function of numbers of which only the ranges are known.
fn called(function: Function, of: &[Range], may_be_left_out: bool) -> Range {
    let all = || of.iter().cloned();
    let first = || of.first().cloned().unwrap_or_else(Range::everything);
    let lows = || of.iter().map(|range| range.low.clone());
    let highs = || of.iter().map(|range| range.high.clone());
    match function {
        Function::Min => Range {
            low: lows()
                .reduce(|a, b| a.zip(b).map(|(a, b)| a.min(b)))
                .flatten(),
            high: match may_be_left_out {
                true => together(all()).high,
                false => highs().flatten().min(),
            },
        },
        Function::Max => Range {
            low: match may_be_left_out {
                true => together(all()).low,
                false => lows().flatten().max(),
            },
            high: highs()
                .reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b)))
                .flatten(),
        },
        // Between the smallest and the largest, also where some do not apply.
        Function::Mean | Function::Median => together(all()),
        Function::GeometricMean | Function::HarmonicMean => together(all()),
        Function::Sum => all()
            .map(|range| match may_be_left_out {
                true => range.or(Range::of(0, 0)),
                false => range,
            })
            .reduce(Range::plus)
            .unwrap_or_else(Range::everything),
        Function::Abs => first().absolute(),
        Function::Floor | Function::Ceiling | Function::Exp | Function::Sqrt | Function::Ln => {
            first().rising(|number| arithmetic::apply(function, std::slice::from_ref(number)))
        }
        Function::Round => match of {
            [_] => {
                first().rising(|number| arithmetic::apply(function, std::slice::from_ref(number)))
            }
            [
                number,
                Range {
                    low: Some(low),
                    high: Some(high),
                },
            ] if low == high => number
                .clone()
                .rising(|number| arithmetic::apply(function, &[number.clone(), low.clone()])),
            _ => Range::everything(),
        },
        Function::Power => match of {
            [
                base,
                Range {
                    low: Some(low),
                    high: Some(high),
                },
            ] if low == high
                && !low.is_negative()
                && base.low.as_ref().is_some_and(|low| !low.is_negative()) =>
            {
                base.clone().rising(|number| arithmetic::power(number, low))
            }
            _ => Range::everything(),
        },
        Function::Clamp => match of {
            [number, lowest, highest] => Range {
                low: match (&number.low, &lowest.low) {
                    (Some(number), Some(lowest)) => Some(number.clone().max(lowest.clone())),
                    (None, lowest) => lowest.clone(),
                    (_, None) => None,
                }
                .zip(highest.low.clone())
                .map(|(low, highest)| low.min(highest)),
                high: match (&number.high, &highest.high) {
                    (Some(number), Some(highest)) => Some(number.clone().min(highest.clone())),
                    (None, highest) => highest.clone(),
                    (_, None) => None,
                }
                .zip(lowest.high.clone())
                .map(|(high, lowest)| high.max(lowest)),
            },
            _ => Range::everything(),
        },
        Function::Goalposts => Range::of(0, 1),
        Function::PeriodDue => Range::everything(),
    }
}

/// The ranges of the criteria of a rubric, after all changes.
struct Ranges<'r> {
    rubric: &'r Rubric,
    criteria: Vec<Range>,
    /// Whether some criterion may not apply; functions leave it out then.
    left_out: bool,
}

/// The ranges of an index.
struct IndexRange<'r> {
    index: &'r Index,
    total: Range,
    /// What any node below the total can have.
    nodes: Range,
}

impl<'r> Ranges<'r> {
    fn of(rubric: &'r Rubric) -> Self {
        let mut ranges = Ranges {
            rubric,
            criteria: Vec::new(),
            left_out: false,
        };
        for criterion in &rubric.criteria {
            let range = match &criterion.body {
                CriterionBody::Rules(rules) => {
                    let mut values = Vec::new();
                    given(rules, &mut values);
                    let applies =
                        |value: &&&Expression| !matches!(value, Expression::NotApplicable(_));
                    ranges.left_out |= !values.iter().all(|value| applies(&value));
                    together(
                        values
                            .iter()
                            .filter(applies)
                            .map(|value| ranges.range(value)),
                    )
                }
                CriterionBody::Formula(formula) => {
                    formula.walk(&mut |part| {
                        ranges.left_out |= matches!(part, Expression::NotApplicable(_));
                    });
                    ranges.range(formula)
                }
                CriterionBody::Judged => together(criterion.levels.iter().map(Range::only)),
            };
            ranges.criteria.push(range);
        }
        for adjustment in &rubric.adjustments {
            let after = ranges.range(&adjustment.value);
            for id in &adjustment.criteria {
                if let Some(range) = ranges.criteria.get_mut(id.index()) {
                    *range = range.clone().or(after.clone());
                }
            }
        }
        ranges
    }

    fn range(&self, expression: &Expression) -> Range {
        let everything = Range::everything;
        match expression {
            Expression::Constant(Value::Number(number), _) => Range::only(number),
            Expression::Fact(id, _) => {
                let fact = self.rubric.facts.get(id.index());
                fact.map_or_else(everything, |fact| domain(&fact.domain))
            }
            Expression::Criterion(id, _) => self
                .criteria
                .get(id.index())
                .cloned()
                .unwrap_or_else(everything),
            Expression::Let(id, _) => {
                let item = self.rubric.lets.get(id.index());
                item.map_or_else(everything, |item| self.range(&item.value))
            }
            Expression::Score(_) => self.range(&self.rubric.score),
            Expression::Negate(inner) => self.range(inner).negated(),
            Expression::Binary(operator, left, right, _) => {
                operation(*operator, self.range(left), self.range(right))
            }
            Expression::Call(function, arguments, _) => {
                let of: Vec<Range> = arguments.iter().map(|part| self.range(part)).collect();
                called(*function, &of, self.left_out)
            }
            Expression::If(_, then, otherwise) => match (&**then, &**otherwise) {
                (Expression::NotApplicable(_), other) | (other, Expression::NotApplicable(_)) => {
                    self.range(other)
                }
                (then, otherwise) => self.range(then).or(self.range(otherwise)),
            },
            Expression::OfList { figure, field, .. } => {
                use super::syntax::ListFigure;
                let of_field = field.and_then(|field| self.rubric.facts.get(field.index()));
                match figure {
                    ListFigure::Count => Range::from(0),
                    ListFigure::Share => Range::of(0, 1),
                    ListFigure::Sum => everything(),
                    ListFigure::Mean | ListFigure::Median | ListFigure::Min | ListFigure::Max => {
                        of_field.map_or_else(everything, |field| domain(&field.domain))
                    }
                }
            }
            Expression::Constant(..) | Expression::Assessed(_) | Expression::NotApplicable(_) => {
                everything()
            }
        }
    }

    fn index(&self, index: &'r Index, above: &[IndexRange<'r>]) -> IndexRange<'r> {
        let further = index
            .from
            .and_then(|id| self.rubric.further_scores.get(id.index()));
        let score = self.range(further.map_or(&self.rubric.score, |score| &score.value));
        let absence = [index.absence.not_assessed, index.absence.withheld];
        let zero = absence.contains(&AbsenceEffect::Zero) || index.missing == MissingEffect::Zero;
        let with_zero = |range: Range| {
            if zero {
                range.or(Range::of(0, 0))
            } else {
                range
            }
        };
        if let Some(formula) = &index.formula {
            let total = self.formula(formula, index.missing, above);
            return IndexRange {
                index,
                nodes: total.clone(),
                total,
            };
        }
        let score = with_zero(match self.rubric.several_bodies {
            Some(aggregate) => aggregated(aggregate, score),
            None => score,
        });
        let mut levels: Vec<(&str, Range)> = Vec::new();
        let of = |level: &Level, levels: &[(&str, Range)]| {
            let parts = match &level.of {
                Part::Indicators => score.clone(),
                Part::Level(name) => {
                    let mut known = levels.iter();
                    let found = known.find(|(known, _)| known == name);
                    found.map_or_else(Range::everything, |(_, range)| range.clone())
                }
            };
            aggregated(level.aggregate, with_zero(parts)).rounded(level.rounding)
        };
        for level in &index.levels {
            let range = of(level, &levels);
            levels.push((&level.name, range));
        }
        let total = of(&index.total, &levels);
        let nodes = levels.into_iter().map(|(_, range)| range);
        IndexRange {
            index,
            total,
            nodes: together(nodes.chain([score.clone()])),
        }
    }

    fn formula(
        &self,
        formula: &Formula,
        missing: MissingEffect,
        above: &[IndexRange<'r>],
    ) -> Range {
        let everything = Range::everything;
        let of = |part: &Formula| self.formula(part, missing, above);
        let operand = |range: Range| match missing {
            MissingEffect::Zero => range.or(Range::of(0, 0)),
            MissingEffect::LeftOut | MissingEffect::NoScore => range,
        };
        let named = |name: &str| above.iter().find(|known| known.index.name == name);
        match formula {
            Formula::Constant(number) => Range::only(number),
            Formula::Index { index, shown } => {
                let found = named(index);
                let rounding = found
                    .filter(|_| *shown)
                    .and_then(|found| found.index.rounding);
                operand(
                    found
                        .map_or_else(everything, |found| found.total.clone())
                        .rounded(rounding),
                )
            }
            Formula::Part { index, .. } => {
                operand(named(index).map_or_else(everything, |found| found.nodes.clone()))
            }
            // An absence counts as the index that is worked out says, and that may be zero.
            Formula::Indicator(_) => self.range(&self.rubric.score).or(Range::of(0, 0)),
            Formula::Negate(inner) => of(inner).negated(),
            Formula::Binary(operator, left, right, _) => operation(*operator, of(left), of(right)),
            Formula::Call(function, arguments, _) => {
                let parts: Vec<Range> = arguments.iter().map(of).collect();
                called(*function, &parts, missing == MissingEffect::LeftOut)
            }
            Formula::Statistic(statistic, inner, ..) => match statistic {
                Statistic::Mean
                | Statistic::Median
                | Statistic::Min
                | Statistic::Max
                | Statistic::Quantile(_)
                | Statistic::Winsorised(_) => of(inner),
                Statistic::MinMax | Statistic::PercentileRank => Range::of(0, 1),
                Statistic::Count | Statistic::Borda | Statistic::Deviation => Range::from(0),
                Statistic::Rank => Range::from(1),
                Statistic::Sum | Statistic::ZScore => everything(),
            },
            Formula::Copeland(..) => everything(),
            Formula::If {
                then, otherwise, ..
            } => of(then).or(of(otherwise)),
        }
    }
}

fn operation(operator: Operator, left: Range, right: Range) -> Range {
    match operator {
        Operator::Add => left.plus(right),
        Operator::Subtract => left.plus(right.negated()),
        Operator::Multiply => left.times(right),
        Operator::Divide => left.over(right),
    }
}

/// What an aggregate of parts within a range can be.
fn aggregated(aggregate: Aggregate, parts: Range) -> Range {
    match aggregate {
        // How many parts there are is not known here: more of them only raise a sum of numbers that are not negative.
        Aggregate::Sum => Range {
            low: parts.low.filter(|low| !low.is_negative()),
            high: parts
                .high
                .filter(|high| high.is_negative() || high.is_zero()),
        },
        Aggregate::ShareAtLeast(_) => Range::of(0, 1),
        Aggregate::Mean
        | Aggregate::WeightedMean
        | Aggregate::Min
        | Aggregate::Max
        | Aggregate::Median
        | Aggregate::GeometricMean
        | Aggregate::WeightedGeometricMean
        | Aggregate::HarmonicMean
        | Aggregate::PowerMean(_)
        | Aggregate::TrimmedMean(_) => parts,
    }
}

fn given<'r>(rules: &'r [Rule], into: &mut Vec<&'r Expression>) {
    for rule in rules {
        match rule {
            Rule::Gives { value, .. } => into.push(value),
            Rule::When { rules, .. } => given(rules, into),
        }
    }
}

fn domain(domain: &Domain) -> Range {
    match domain {
        Domain::Number { from, to, .. } => Range {
            low: from.clone(),
            high: to.clone(),
        },
        Domain::Count => Range::from(0),
        Domain::Percent => Range::of(0, 1),
        Domain::Choice { .. }
        | Domain::Set(_)
        | Domain::Date
        | Domain::Period
        | Domain::Duration
        | Domain::Text
        | Domain::List(_) => Range::everything(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::builtin;

    fn shipped(name: &str) -> Rubric {
        let mut sources = crate::diagnostic::Sources::default();
        let file = sources.add(name, builtin::rubric(name).unwrap().text);
        crate::language::load::load(&mut sources, file, &mut |_, base| panic!("{base}"))
            .rubric
            .unwrap()
    }

    #[test]
    fn the_ranges_of_published_indices_are_proved() {
        let ends = |name: &str| score_range(&shipped(name)).unwrap();
        // 25 × availability × (four criteria) × completeness, all between 0 and 1.
        let points = (Number::zero(), Number::whole(100));
        assert_eq!(ends("energy-transparency-national"), points);
        // A geometric mean of goalposts, which are held between 0 and 1.
        let human = shipped("human-development-2023-24");
        let index = index_range(&human, human.headline().unwrap());
        assert_eq!(index, Range::of(0, 1));
    }

    #[test]
    fn products_and_quotients_go_by_their_corners() {
        // −2…3 times −5…4: the corners are 10, −8, −15, 12.
        assert_eq!(Range::of(-2, 3).times(Range::of(-5, 4)), Range::of(-15, 12));
        assert_eq!(Range::of(8, 12).over(Range::of(2, 4)), Range::of(2, 6));
        assert_eq!(Range::of(1, 2).over(Range::of(-1, 1)), Range::everything());
        assert_eq!(Range::of(-3, 2).absolute(), Range::of(0, 3));
    }
}
