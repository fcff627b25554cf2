//! Parts of a change as they are printed: rounded, and still adding up.

use crate::language::number::Number;
use crate::language::syntax::{Precision, Rounding, RoundingMode};

/// Numbers rounded so that they add up to a rounded sum: each to the nearest, then those that are furthest off by a unit.
pub fn adding_up(parts: &[Number], whole: &Number, decimals: u32) -> Vec<Number> {
    let unit = (0..decimals).try_fold(Number::whole(1), |unit, _| unit.over(&Number::whole(10)));
    let Some(unit) = unit else {
        return parts.to_vec();
    };
    let nearest = Rounding {
        mode: RoundingMode::HalfUp,
        to: Precision::Decimals(decimals),
    };
    let half = unit.times(&Number::ratio(1, 2).unwrap_or_else(Number::zero));
    let mut printed: Vec<Number> = parts.iter().map(|part| part.rounded(nearest)).collect();
    loop {
        let sum = printed
            .iter()
            .fold(Number::zero(), |sum, part| sum.plus(part));
        let missing = whole.minus(&sum);
        if missing.absolute() <= half || printed.is_empty() {
            return printed;
        }
        // The part that was rounded furthest the other way gives or takes one unit.
        let off = |at: &usize| {
            let (Some(part), Some(printed)) = (parts.get(*at), printed.get(*at)) else {
                return Number::zero();
            };
            if missing.is_negative() {
                printed.minus(part)
            } else {
                part.minus(printed)
            }
        };
        let Some(at) = (0..parts.len()).max_by_key(off) else {
            return printed;
        };
        if let Some(part) = printed.get_mut(at) {
            *part = if missing.is_negative() {
                part.minus(&unit)
            } else {
                part.plus(&unit)
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_parts_add_up_to_the_rounded_sum() {
        let number = |text: &str| Number::parse(text).unwrap();
        let printed = |parts: &[&str], whole: &str| {
            let parts: Vec<Number> = parts.iter().map(|part| number(part)).collect();
            let printed = adding_up(&parts, &number(whole), 1);
            let texts = printed.iter().map(|part| part.fixed(1));
            texts.collect::<Vec<_>>().join(" ")
        };
        // 0.14 + 0.14 + 0.14 is 0.42: one of three gives the tenth that rounding took.
        assert_eq!(printed(&["0.14", "0.14", "0.14"], "0.4"), "0.1 0.1 0.2");
        // −0.26 is furthest from what it is rounded to.
        assert_eq!(printed(&["1.02", "-0.26"], "0.8"), "1.0 -0.2");
        assert_eq!(printed(&["1.02", "-0.21"], "0.8"), "1.0 -0.2");
    }
}
