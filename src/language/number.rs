//! Numbers that keep halves where the publisher's halves are. Decimals are rationals through `+ - * /`, sums and means;
//! floating point appears only after roots and logarithms (or beyond some thousand digits), and then stays.

use super::exact::Exact;
use super::syntax::{Precision, Rounding, RoundingMode};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// A number in a rubric or a score.
#[derive(Debug, Clone)]
pub enum Number {
    /// Known exactly.
    Exact(Exact),
    /// Known to about 16 digits; always finite.
    Real(f64),
}

impl Number {
    /// Zero, exactly.
    pub fn zero() -> Self {
        Number::whole(0)
    }

    /// A whole number, exactly.
    pub fn whole(value: i64) -> Self {
        Number::Exact(Exact::whole(value))
    }

    /// `numerator / denominator`, exactly; `None` when the denominator is zero.
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        Exact::ratio(numerator.into(), denominator.into()).map(Number::Exact)
    }

    /// A floating-point result; `None` when it is not finite.
    pub fn real(value: f64) -> Option<Self> {
        value.is_finite().then_some(Number::Real(value))
    }

    /// Reads a decimal: an optional minus, digits, at most one point with digits on both sides. Nothing else: no
    /// exponent, no `inf` or `nan`, no underscores, at most 60 characters.
    ///
    /// ```
    /// use clearwatt::language::number::Number;
    /// assert_eq!(Number::parse("61.05"), Number::ratio(6105, 100));
    /// assert_eq!(Number::parse("1_000"), None);
    /// assert_eq!(Number::parse("info"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if text.len() > 60 || !all_digits(whole) || !all_digits(part) {
            return None;
        }
        Exact::from_digits(negative, whole, part).map(Number::Exact)
    }

    /// The nearest floating-point number.
    pub fn to_f64(&self) -> f64 {
        match self {
            Number::Exact(value) => value.to_f64(),
            Number::Real(value) => *value,
        }
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        match self {
            Number::Exact(value) => value.is_zero(),
            Number::Real(value) => *value == 0.0,
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match self {
            Number::Exact(value) => value.is_negative(),
            Number::Real(value) => *value < 0.0,
        }
    }

    /// Whether it is a whole number, known exactly.
    pub fn is_whole(&self) -> bool {
        matches!(self, Number::Exact(value) if value.is_whole())
    }

    /// Without its sign.
    pub fn absolute(&self) -> Number {
        match self {
            Number::Exact(value) => Number::Exact(value.absolute()),
            Number::Real(value) => Number::Real(value.abs()),
        }
    }

    /// The sum.
    pub fn plus(&self, other: &Number) -> Number {
        self.combine(other, Exact::plus, |a, b| a + b)
    }

    /// The difference.
    pub fn minus(&self, other: &Number) -> Number {
        self.combine(other, Exact::minus, |a, b| a - b)
    }

    /// The product.
    pub fn times(&self, other: &Number) -> Number {
        self.combine(other, Exact::times, |a, b| a * b)
    }

    /// The quotient; `None` when dividing by zero.
    pub fn over(&self, other: &Number) -> Option<Number> {
        if other.is_zero() {
            return None;
        }
        match (self, other) {
            (Number::Exact(a), Number::Exact(b)) => a.over(b).map(kept),
            _ => Some(held(self.to_f64() / other.to_f64())),
        }
    }

    fn combine(
        &self,
        other: &Number,
        exact: impl Fn(&Exact, &Exact) -> Exact,
        real: impl Fn(f64, f64) -> f64,
    ) -> Number {
        match (self, other) {
            (Number::Exact(a), Number::Exact(b)) => kept(exact(a, b)),
            _ => held(real(self.to_f64(), other.to_f64())),
        }
    }

    /// The smaller one.
    pub fn min(self, other: Number) -> Number {
        if other < self { other } else { self }
    }

    /// The larger one.
    pub fn max(self, other: Number) -> Number {
        if other > self { other } else { self }
    }

    /// Rounded as the rubric says. A floating-point number is rounded from its exact binary value.
    ///
    /// ```
    /// use clearwatt::language::number::Number;
    /// use clearwatt::language::syntax::{Precision, Rounding, RoundingMode};
    /// let half_up = Rounding { mode: RoundingMode::HalfUp, to: Precision::Decimals(0) };
    /// assert_eq!(Number::parse("61.5").unwrap().rounded(half_up), Number::whole(62));
    /// ```
    pub fn rounded(&self, rounding: Rounding) -> Number {
        let exact = self.exact();
        let decimals = match rounding.to {
            Precision::Decimals(decimals) => i64::from(decimals),
            Precision::Significant(digits) => i64::from(digits) - integer_digits(&exact),
        };
        Number::Exact(round_to(&exact, decimals, rounding.mode))
    }

    fn exact(&self) -> Exact {
        match self {
            Number::Exact(value) => value.clone(),
            Number::Real(value) => Exact::from_f64(*value),
        }
    }

    /// Numerator and denominator in lowest terms, where it is known exactly and both fit 64 bits.
    pub fn parts(&self) -> Option<(i64, i64)> {
        match self {
            Number::Exact(value) => value.parts(),
            Number::Real(_) => None,
        }
    }

    /// The number as an exact fraction (`7`, `-100/3`); `None` for a floating-point number.
    pub fn fraction(&self) -> Option<String> {
        match self {
            Number::Exact(value) => Some(value.fraction()),
            Number::Real(_) => None,
        }
    }

    /// The number in at most so many significant digits, without trailing zeros: `61.05`, `33.3333333333`.
    pub fn significant(&self, digits: u32) -> String {
        let exact = self.exact();
        let decimals = i64::from(digits) - integer_digits(&exact);
        let rounded = round_to(&exact, decimals, RoundingMode::HalfUp);
        let text = fixed(&rounded, usize::try_from(decimals.max(0)).unwrap_or(0));
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_string()
        } else {
            text
        }
    }

    /// The number with exactly so many decimals, halves away from zero: `61.0`.
    pub fn fixed(&self, decimals: usize) -> String {
        let places = i64::try_from(decimals).unwrap_or(i64::MAX);
        fixed(
            &round_to(&self.exact(), places, RoundingMode::HalfUp),
            decimals,
        )
    }
}

/// A fraction with more binary digits than this is no score but an accident, such as a power of a power of a power.
const MOST_BITS: u64 = 20_000;

/// Exact, unless it takes more than [`MOST_BITS`].
fn kept(value: Exact) -> Number {
    if value.bits() > MOST_BITS {
        held(value.to_f64())
    } else {
        Number::Exact(value)
    }
}

/// Held at the largest number instead of becoming infinite, so that a `Real` is always finite.
fn held(value: f64) -> Number {
    Number::Real(if value.is_nan() {
        0.0
    } else {
        value.clamp(f64::MIN, f64::MAX)
    })
}

/// How many digits stand before the point (1 for 5, 2 for 61; 0 for 0.5, -1 for 0.05); 1 for zero.
fn integer_digits(value: &Exact) -> i64 {
    if value.is_zero() {
        return 1;
    }
    let size = value.absolute();
    let one = Exact::whole(1);
    if size >= one {
        return size.floor().whole_digits().len() as i64;
    }
    let mut digits = 0;
    let mut scaled = size.times(&Exact::whole(10));
    while scaled < one {
        scaled = scaled.times(&Exact::whole(10));
        digits -= 1;
    }
    digits
}

fn round_to(value: &Exact, decimals: i64, mode: RoundingMode) -> Exact {
    let scaled = value.times(&Exact::power_of_ten(decimals));
    let floor = scaled.floor();
    let twice = scaled.minus(&floor).times(&Exact::whole(2));
    let up = match (mode, twice.cmp(&Exact::whole(1))) {
        (RoundingMode::Down, _) | (_, Ordering::Less) => false,
        (_, Ordering::Greater) => true,
        // Away from zero: a negative half stays at its floor.
        (RoundingMode::HalfUp, Ordering::Equal) => !scaled.is_negative(),
        (RoundingMode::HalfEven, Ordering::Equal) => {
            let half = floor.over(&Exact::whole(2));
            !half.is_some_and(|half| half.is_whole())
        }
    };
    let whole = if up {
        floor.plus(&Exact::whole(1))
    } else {
        floor
    };
    whole.times(&Exact::power_of_ten(-decimals))
}

/// `value` must already be rounded to `decimals`.
fn fixed(value: &Exact, decimals: usize) -> String {
    let places = i64::try_from(decimals).unwrap_or(i64::MAX);
    let scaled = value.times(&Exact::power_of_ten(places));
    let digits = format!("{:0>width$}", scaled.whole_digits(), width = decimals + 1);
    let sign = if scaled.is_negative() { "-" } else { "" };
    let (whole, part) = digits.split_at(digits.len() - decimals);
    if decimals == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        match (self, other) {
            (Number::Exact(a), Number::Exact(b)) => a.cmp(b),
            // A `Real` is always finite, so the two can be compared.
            _ => self.to_f64().total_cmp(&other.to_f64()),
        }
    }
}

/// At most 12 significant digits.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.significant(12))
    }
}

/// `{"exact": "100/3", "decimal": 33.3333333333}`: the fraction, and the number to twelve significant digits. A number
/// that is known to about 16 digits only has no fraction (`null`), and all its digits as the decimal.
impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut number = serializer.serialize_struct("Number", 2)?;
        number.serialize_field("exact", &self.fraction())?;
        match self.parts() {
            Some((whole, 1)) => number.serialize_field("decimal", &whole)?,
            _ => {
                let decimal = match self {
                    Number::Exact(_) => self.to_string().parse().unwrap_or(self.to_f64()),
                    Number::Real(value) => *value,
                };
                number.serialize_field("decimal", &decimal)?;
            }
        }
        number.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_json_a_number_is_a_fraction_and_a_decimal() {
        let json = |number: Number| serde_json::to_string(&number).unwrap();
        assert_eq!(
            json(Number::ratio(100, 3).unwrap()),
            r#"{"exact":"100/3","decimal":33.3333333333}"#
        );
        assert_eq!(json(number("-7")), r#"{"exact":"-7","decimal":-7}"#);
        assert_eq!(
            json(Number::real(0.1).unwrap()),
            r#"{"exact":null,"decimal":0.1}"#
        );
    }

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    fn rounded(text: &str, mode: RoundingMode, to: Precision) -> String {
        number(text).rounded(Rounding { mode, to }).to_string()
    }

    #[test]
    fn tenths_add_up_exactly() {
        assert_eq!(number("0.1").plus(&number("0.2")), number("0.3"));
    }

    #[test]
    fn halves_go_where_the_mode_says() {
        use Precision::Decimals;
        use RoundingMode::{Down, HalfEven, HalfUp};
        for (text, up, even, down) in [
            ("0.5", "1", "0", "0"),
            ("1.5", "2", "2", "1"),
            ("2.5", "3", "2", "2"),
            ("-0.5", "-1", "0", "-1"),
            ("-1.5", "-2", "-2", "-2"),
            ("61.05", "61", "61", "61"),
        ] {
            assert_eq!(rounded(text, HalfUp, Decimals(0)), up, "{text} half up");
            assert_eq!(
                rounded(text, HalfEven, Decimals(0)),
                even,
                "{text} half even"
            );
            assert_eq!(rounded(text, Down, Decimals(0)), down, "{text} down");
        }
    }

    #[test]
    fn significant_digits_count_from_the_first_that_is_not_zero() {
        use RoundingMode::HalfUp;
        assert_eq!(rounded("1234.5", HalfUp, Precision::Significant(2)), "1200");
        assert_eq!(
            rounded("0.012345", HalfUp, Precision::Significant(3)),
            "0.0123"
        );
    }

    #[test]
    fn shown_with_twelve_digits_and_no_trailing_zeros() {
        assert_eq!(Number::ratio(100, 3).unwrap().to_string(), "33.3333333333");
        assert_eq!(Number::ratio(2, 3).unwrap().to_string(), "0.666666666667");
        assert_eq!(number("61.050").to_string(), "61.05");
        assert_eq!(number("-0.50").to_string(), "-0.5");
        assert_eq!(Number::whole(100).to_string(), "100");
        assert_eq!(Number::zero().to_string(), "0");
    }

    #[test]
    fn what_is_not_a_decimal_is_refused() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1e3",
            "inf",
            "nan_share",
            "1_000",
            "٣",
            "1.2.3",
            "0,5",
            "+1",
        ] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_divides_by_zero() {
        assert_eq!(number("1").over(&Number::zero()), None);
    }
}
