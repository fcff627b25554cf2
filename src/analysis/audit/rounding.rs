//! Rounding of floating-point scores as rubrics round exact ones.

use crate::language::syntax::{Precision, Rounding, RoundingMode};

/// Rounds; a score that lies a hair below a half because of floating point counts as the half.
pub fn rounded(x: f64, rounding: Rounding) -> f64 {
    if !x.is_finite() {
        return x;
    }
    let decimals = match rounding.to {
        Precision::Decimals(decimals) => f64::from(decimals),
        Precision::Significant(digits) => f64::from(digits) - digits_before_point(x),
    };
    let unit = libm::pow(10.0, decimals.abs());
    let scaled = if decimals < 0.0 { x / unit } else { x * unit };
    let hair = 1e-9_f64.max(scaled.abs() * 1e-13);
    let whole = match rounding.mode {
        RoundingMode::HalfUp => (scaled.abs() + 0.5 + hair).floor() * scaled.signum(),
        RoundingMode::HalfEven => {
            let floor = (scaled + hair).floor();
            let rest = scaled - floor;
            if (rest - 0.5).abs() < hair {
                2.0 * (floor / 2.0).ceil()
            } else {
                scaled.round()
            }
        }
        RoundingMode::Down => (scaled + hair).floor(),
    };
    if decimals < 0.0 {
        whole * unit
    } else {
        whole / unit
    }
}

/// How many digits stand before the point: 4 of 1234.5, −1 of 0.012.
fn digits_before_point(x: f64) -> f64 {
    if x == 0.0 {
        return 1.0;
    }
    libm::floor(libm::log10(x.abs()) + 1e-12) + 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::number::Number;

    #[test]
    fn scores_are_rounded_as_rubrics_say() {
        let to = |mode| Rounding {
            mode,
            to: Precision::Decimals(0),
        };
        for (x, up, even, down) in [
            (0.5, 1.0, 0.0, 0.0),
            (1.5, 2.0, 2.0, 1.0),
            (2.5, 3.0, 2.0, 2.0),
            (3.5, 4.0, 4.0, 3.0),
            (-0.5, -1.0, 0.0, -1.0),
            (61.05, 61.0, 61.0, 61.0),
            (2.499_999_999_9, 3.0, 2.0, 2.0),
        ] {
            assert_eq!(rounded(x, to(RoundingMode::HalfUp)), up, "{x}");
            assert_eq!(rounded(x, to(RoundingMode::HalfEven)), even, "{x}");
            assert_eq!(rounded(x, to(RoundingMode::Down)), down, "{x}");
        }
    }

    #[test]
    fn the_same_as_exact_numbers() {
        let modes = [
            RoundingMode::HalfUp,
            RoundingMode::HalfEven,
            RoundingMode::Down,
        ];
        let places = [
            Precision::Decimals(0),
            Precision::Decimals(3),
            Precision::Significant(2),
            Precision::Significant(3),
        ];
        for text in [
            "1234.5", "0.012345", "-87.65", "0", "0.7345", "105", "-0.0255", "999.6",
        ] {
            let exact = Number::parse(text).unwrap();
            for mode in modes {
                for to in places {
                    let rounding = Rounding { mode, to };
                    let found = rounded(exact.to_f64(), rounding);
                    let expected = exact.rounded(rounding).to_f64();
                    assert!(
                        (found - expected).abs() < 1e-12 * expected.abs().max(1.0),
                        "{text} {rounding:?}: {found} {expected}"
                    );
                }
            }
        }
    }
}
