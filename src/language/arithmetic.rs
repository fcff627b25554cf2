//! What the functions of the language do with numbers. Exact as long as fractions suffice; roots, powers and logarithms
//! give floating point, through `libm` so that every machine gives the same digits.

use super::number::Number;
use super::rubric::Function;
use super::syntax::{Precision, Rounding, RoundingMode};

/// A function applied to numbers; `None` where it has no value: the logarithm of zero, the root of a negative number, an
/// empty range.
///
/// ```
/// use clearwatt::language::{arithmetic::apply, number::Number, rubric::Function};
/// let number = |text| Number::parse(text).unwrap();
/// assert_eq!(apply(Function::Goalposts, &[number("52.5"), number("20"), number("85")]), Some(number("0.5")));
/// assert_eq!(apply(Function::Ln, &[number("0")]), None);
/// ```
pub fn apply(function: Function, numbers: &[Number]) -> Option<Number> {
    match (function, numbers) {
        (Function::Min, _) => numbers.iter().min().cloned(),
        (Function::Max, _) => numbers.iter().max().cloned(),
        (Function::Mean, _) => mean(numbers),
        (Function::Sum, _) => Some(sum(numbers)),
        (Function::Median, _) => median(numbers),
        (Function::GeometricMean, _) => geometric_mean(numbers),
        (Function::HarmonicMean, _) => harmonic_mean(numbers),
        (Function::Abs, [x]) => Some(x.absolute()),
        (Function::Round, [x]) => Some(x.rounded(half_up(0))),
        (Function::Round, [x, decimals]) => {
            let (decimals, below) = decimals.parts()?;
            let decimals = u32::try_from(decimals).ok().filter(|d| *d <= 30)?;
            (below == 1).then(|| x.rounded(half_up(decimals)))
        }
        (Function::Floor, [x]) => Some(x.rounded(down())),
        (Function::Ceiling, [x]) => {
            let zero = Number::zero();
            Some(zero.minus(&zero.minus(x).rounded(down())))
        }
        (Function::Ln, [x]) => positive(x).and_then(|x| Number::real(libm::log(x))),
        (Function::Exp, [x]) => Number::real(libm::exp(x.to_f64())),
        (Function::Sqrt, [x]) if !x.is_negative() => Number::real(libm::sqrt(x.to_f64())),
        (Function::Power, [x, y]) => power(x, y),
        (Function::Clamp, [x, low, high]) if low <= high => {
            Some(x.clone().max(low.clone()).min(high.clone()))
        }
        (Function::Goalposts, [x, low, high]) if low < high => {
            let share = x.minus(low).over(&high.minus(low))?;
            Some(share.max(Number::zero()).min(Number::whole(1)))
        }
        _ => None,
    }
}

/// The sum.
pub fn sum(numbers: &[Number]) -> Number {
    numbers
        .iter()
        .fold(Number::zero(), |sum, number| sum.plus(number))
}

/// The mean; `None` of nothing.
pub fn mean(numbers: &[Number]) -> Option<Number> {
    let count = i64::try_from(numbers.len()).ok()?;
    sum(numbers).over(&Number::whole(count))
}

/// The middle number, or the mean of the two in the middle; `None` of nothing.
pub fn median(numbers: &[Number]) -> Option<Number> {
    let mut sorted: Vec<&Number> = numbers.iter().collect();
    sorted.sort();
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle).copied()?;
    if sorted.len() % 2 == 1 {
        return Some(upper.clone());
    }
    let lower = sorted.get(middle.checked_sub(1)?).copied()?;
    lower.plus(upper).over(&Number::whole(2))
}

/// The n-th root of the product of n numbers; `None` of nothing or where one is below zero.
pub fn geometric_mean(numbers: &[Number]) -> Option<Number> {
    if numbers.is_empty() || numbers.iter().any(Number::is_negative) {
        return None;
    }
    let product = numbers
        .iter()
        .fold(Number::whole(1), |product, number| product.times(number))
        .to_f64();
    Number::real(match numbers.len() {
        1 => return numbers.first().cloned(),
        2 => libm::sqrt(product),
        3 => libm::cbrt(product),
        count => libm::pow(product, 1.0 / count as f64),
    })
}

/// How many numbers there are, divided by the sum of their reciprocals; `None` unless all are above zero.
pub fn harmonic_mean(numbers: &[Number]) -> Option<Number> {
    let mut reciprocals = Number::zero();
    for number in numbers {
        positive(number)?;
        reciprocals = reciprocals.plus(&Number::whole(1).over(number)?);
    }
    let count = i64::try_from(numbers.len()).ok()?;
    Number::whole(count).over(&reciprocals)
}

/// The sample standard deviation, with divisor n − 1; `None` of fewer than two numbers.
///
/// ```
/// use clearwatt::language::{arithmetic::deviation, number::Number};
/// // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 9+1+1+1+0+0+4+16 = 32, 32/7 = 4.571…, root 2.138…
/// let numbers = [2, 4, 4, 4, 5, 5, 7, 9].map(Number::whole);
/// assert_eq!(deviation(&numbers).unwrap().fixed(6), "2.138090");
/// ```
pub fn deviation(numbers: &[Number]) -> Option<Number> {
    let mean = mean(numbers)?;
    let squares: Vec<Number> = numbers
        .iter()
        .map(|number| {
            let apart = number.minus(&mean);
            apart.times(&apart)
        })
        .collect();
    let freedom = i64::try_from(numbers.len().checked_sub(1)?).ok()?;
    let variance = sum(&squares).over(&Number::whole(freedom))?;
    Number::real(libm::sqrt(variance.to_f64()))
}

/// A power; whole exponents up to 64 of exact numbers stay exact.
pub fn power(base: &Number, exponent: &Number) -> Option<Number> {
    if let Some((times, 1)) = exponent.parts()
        && (-64..=64).contains(&times)
    {
        let product = (0..times.unsigned_abs()).fold(Number::whole(1), |p, _| p.times(base));
        return if times < 0 {
            Number::whole(1).over(&product)
        } else {
            Some(product)
        };
    }
    if base.is_negative() {
        return None;
    }
    Number::real(libm::pow(base.to_f64(), exponent.to_f64()))
}

fn positive(number: &Number) -> Option<f64> {
    Some(number.to_f64()).filter(|value| *value > 0.0)
}

fn half_up(decimals: u32) -> Rounding {
    Rounding {
        mode: RoundingMode::HalfUp,
        to: Precision::Decimals(decimals),
    }
}

fn down() -> Rounding {
    Rounding {
        mode: RoundingMode::Down,
        to: Precision::Decimals(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn roots_of_products() {
        // the cube root of 0.5 × 0.25 × 0.125 = 1/64 is 1/4
        let parts = ["0.5", "0.25", "0.125"].map(number);
        assert_eq!(geometric_mean(&parts).unwrap().fixed(12), "0.250000000000");
        assert_eq!(geometric_mean(&[number("-1"), number("4")]), None);
        // 3 / (1/1 + 1/2 + 1/4) = 12/7
        let parts = ["1", "2", "4"].map(number);
        assert_eq!(harmonic_mean(&parts), Number::ratio(12, 7));
        assert_eq!(harmonic_mean(&[number("0"), number("1")]), None);
    }

    #[test]
    fn rounding_both_ways_of_a_negative_number() {
        let x = [number("-1.5")];
        assert_eq!(apply(Function::Floor, &x), Some(number("-2")));
        assert_eq!(apply(Function::Ceiling, &x), Some(number("-1")));
        let third = [number("2.345"), number("2")];
        assert_eq!(apply(Function::Round, &third), Some(number("2.35")));
    }

    #[test]
    fn goalposts_hold_and_an_empty_range_has_no_value() {
        let of = |x: &str| {
            apply(
                Function::Goalposts,
                &[number(x), number("20"), number("85")],
            )
        };
        assert_eq!(of("10"), Some(number("0")));
        assert_eq!(of("90"), Some(number("1")));
        let none = [number("1"), number("5"), number("5")];
        assert_eq!(apply(Function::Goalposts, &none), None);
    }

    #[test]
    fn powers_stay_exact_where_they_can() {
        assert_eq!(power(&number("1.5"), &number("2")), Some(number("2.25")));
        assert_eq!(power(&number("2"), &number("-2")), Some(number("0.25")));
        assert_eq!(power(&number("0"), &number("-1")), None);
        assert_eq!(
            power(&number("2"), &number("0.5")).unwrap().fixed(9),
            "1.414213562"
        );
        assert_eq!(power(&number("-2"), &number("0.5")), None);
    }
}
