//! Exact fractions. Nearly all of them fit two machine words; the few that do not are kept in full.
//!
//! [`Exact`] is `num_rational`'s fraction with a short form, because scores are stored by the hundred thousand: a short
//! fraction takes 16 bytes and no memory of its own. A fraction is always in lowest terms with a positive denominator,
//! and always short when it fits, so equal values are stored alike.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

/// A fraction, known exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exact(Form);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Short { numerator: i64, denominator: i64 },
    Long(Box<BigRational>),
}

impl Exact {
    /// A whole number.
    pub fn whole(value: i64) -> Self {
        Exact(Form::Short {
            numerator: value,
            denominator: 1,
        })
    }

    /// `numerator / denominator`; `None` when the denominator is zero.
    pub fn ratio(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let divisor = match numerator.gcd(&denominator) {
            divisor if denominator < 0 => -divisor,
            divisor => divisor,
        };
        let (numerator, denominator) = (numerator / divisor, denominator / divisor);
        Some(
            match (i64::try_from(numerator), i64::try_from(denominator)) {
                (Ok(numerator), Ok(denominator)) => Exact(Form::Short {
                    numerator,
                    denominator,
                }),
                _ => Exact(Form::Long(Box::new(BigRational::new(
                    numerator.into(),
                    denominator.into(),
                )))),
            },
        )
    }

    /// Any fraction.
    pub fn from_big(value: BigRational) -> Self {
        match (value.numer().to_i64(), value.denom().to_i64()) {
            (Some(numerator), Some(denominator)) => Exact(Form::Short {
                numerator,
                denominator,
            }),
            _ => Exact(Form::Long(Box::new(value))),
        }
    }

    /// As a fraction of any size.
    pub fn to_big(&self) -> BigRational {
        match &self.0 {
            Form::Short {
                numerator,
                denominator,
            } => BigRational::new_raw((*numerator).into(), (*denominator).into()),
            Form::Long(value) => (**value).clone(),
        }
    }

    fn short(&self) -> Option<(i128, i128)> {
        match self.0 {
            Form::Short {
                numerator,
                denominator,
            } => Some((numerator.into(), denominator.into())),
            Form::Long(_) => None,
        }
    }

    /// The nearest floating-point number.
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            // Both exactly representable: one division, rounded once.
            Form::Short {
                numerator,
                denominator,
            } if numerator.unsigned_abs() < 1 << 53 && *denominator < 1 << 53 => {
                *numerator as f64 / *denominator as f64
            }
            // A ratio of finite integers beyond the range of f64 becomes infinite; scores never come near.
            _ => self.to_big().to_f64().unwrap_or(0.0),
        }
    }

    /// How many binary digits numerator and denominator have together.
    pub fn bits(&self) -> u64 {
        match &self.0 {
            Form::Short { .. } => 128,
            Form::Long(value) => value.numer().bits() + value.denom().bits(),
        }
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Form::Short { numerator: 0, .. })
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Short { numerator, .. } => *numerator < 0,
            Form::Long(value) => value.is_negative(),
        }
    }

    /// Whether it is a whole number.
    pub fn is_whole(&self) -> bool {
        match &self.0 {
            Form::Short { denominator, .. } => *denominator == 1,
            Form::Long(value) => value.is_integer(),
        }
    }

    /// Without its sign.
    pub fn absolute(&self) -> Self {
        if self.is_negative() {
            Exact::whole(0).minus(self)
        } else {
            self.clone()
        }
    }

    /// The sum.
    pub fn plus(&self, other: &Self) -> Self {
        // Products of two 64-bit numbers stay below 2^126, so neither they nor their sum overflow.
        self.combine(
            other,
            |(a, b), (c, d)| {
                if b == d {
                    (a + c, b)
                } else {
                    (a * d + c * b, b * d)
                }
            },
            |a, b| a + b,
        )
    }

    /// The difference.
    pub fn minus(&self, other: &Self) -> Self {
        self.combine(other, |(a, b), (c, d)| (a * d - c * b, b * d), |a, b| a - b)
    }

    /// The product.
    pub fn times(&self, other: &Self) -> Self {
        self.combine(other, |(a, b), (c, d)| (a * c, b * d), |a, b| a * b)
    }

    /// The quotient; `None` when dividing by zero.
    pub fn over(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        Some(self.combine(other, |(a, b), (c, d)| (a * d, b * c), |a, b| a / b))
    }

    fn combine(
        &self,
        other: &Self,
        short: impl Fn((i128, i128), (i128, i128)) -> (i128, i128),
        long: impl Fn(BigRational, BigRational) -> BigRational,
    ) -> Self {
        if let (Some(a), Some(b)) = (self.short(), other.short()) {
            let (numerator, denominator) = short(a, b);
            if let Some(value) = Exact::ratio(numerator, denominator) {
                return value;
            }
        }
        Exact::from_big(long(self.to_big(), other.to_big()))
    }

    /// The largest whole number that is not larger.
    pub fn floor(&self) -> Self {
        match self.short() {
            Some((numerator, denominator)) => {
                // Not larger in size than the numerator, which fits.
                Exact::ratio(numerator.div_euclid(denominator), 1).unwrap_or(Exact::whole(0))
            }
            None => Exact::from_big(self.to_big().floor()),
        }
    }

    /// `10` to this power; a negative power is a fraction.
    pub fn power_of_ten(power: i64) -> Self {
        let size: BigInt = Pow::pow(BigInt::from(10), power.unsigned_abs());
        Exact::from_big(if power >= 0 {
            BigRational::from_integer(size)
        } else {
            BigRational::new(BigInt::one(), size)
        })
    }

    /// The digits of the whole number it is nearest to, without a sign.
    pub fn whole_digits(&self) -> String {
        match self.short() {
            Some((numerator, 1)) => numerator.unsigned_abs().to_string(),
            _ => self.to_big().round().to_integer().abs().to_string(),
        }
    }

    /// Reads digits with the point after the first `whole` of them.
    pub(super) fn from_digits(negative: bool, whole: &str, part: &str) -> Option<Self> {
        let value: BigInt = format!("{whole}{part}").parse().ok()?;
        let scale = Pow::pow(BigInt::from(10), part.len());
        Some(Exact::from_big(BigRational::new(
            if negative { -value } else { value },
            scale,
        )))
    }

    /// The exact value of a finite floating-point number; zero for the others.
    pub fn from_f64(value: f64) -> Self {
        Exact::from_big(BigRational::from_float(value).unwrap_or_else(BigRational::zero))
    }

    /// The fraction as it is written: `7`, `-100/3`.
    pub fn fraction(&self) -> String {
        match &self.0 {
            Form::Short {
                numerator,
                denominator: 1,
            } => numerator.to_string(),
            Form::Short {
                numerator,
                denominator,
            } => format!("{numerator}/{denominator}"),
            Form::Long(value) => value.to_string(),
        }
    }

    /// Numerator and denominator, where both fit.
    pub fn parts(&self) -> Option<(i64, i64)> {
        match self.0 {
            Form::Short {
                numerator,
                denominator,
            } => Some((numerator, denominator)),
            Form::Long(_) => None,
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.short(), other.short()) {
            (Some((a, b)), Some((c, d))) => (a * d).cmp(&(c * b)),
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Small, huge and close to the edge of 64 bits.
    fn part() -> impl Strategy<Value = i64> {
        prop_oneof![-50i64..50, any::<i64>(), Just(i64::MIN), Just(i64::MAX)]
    }

    proptest! {
        /// The short form agrees with `num_rational` on every operation, also where results outgrow it.
        #[test]
        fn agrees_with_big_fractions(a in part(), b in part(), c in part(), d in part()) {
            prop_assume!(b != 0 && d != 0);
            let big = |a: i64, b: i64| BigRational::new(a.into(), b.into());
            let (x, y) = (big(a, b), big(c, d));
            let (s, t) = (Exact::ratio(a.into(), b.into()).unwrap(), Exact::ratio(c.into(), d.into()).unwrap());
            prop_assert_eq!(&s, &Exact::from_big(x.clone()));
            prop_assert_eq!(s.plus(&t), Exact::from_big(&x + &y));
            prop_assert_eq!(s.minus(&t), Exact::from_big(&x - &y));
            prop_assert_eq!(s.times(&t), Exact::from_big(&x * &y));
            prop_assert_eq!(s.cmp(&t), x.cmp(&y));
            prop_assert_eq!(s.floor(), Exact::from_big(x.floor()));
            prop_assert_eq!(s.absolute(), Exact::from_big(x.abs()));
            if c != 0 {
                prop_assert_eq!(s.over(&t).unwrap(), Exact::from_big(&x / &y));
            }
            let square = s.times(&t).times(&s).plus(&t);
            prop_assert_eq!(square, Exact::from_big(&x * &y * &x + &y));
        }
    }
}
