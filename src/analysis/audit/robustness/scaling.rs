//! Columns of flat numbers (NaN where there is none) brought to a scale, and to a range in which every mean has a value.

use crate::analysis::audit::figure::{mean, variance};
use crate::analysis::audit::model::Scale;

/// Moves a score from the range of its node to 1–100, where logarithms and reciprocals have a value.
pub(super) fn lift((low, high): (f64, f64), x: f64) -> f64 {
    if high > low {
        (1.0 + 99.0 * (x - low) / (high - low)).max(1.0)
    } else {
        1.0
    }
}

/// The way back.
pub(super) fn lower((low, high): (f64, f64), x: f64) -> f64 {
    low + (x - 1.0) * (high - low) / 99.0
}

/// Brings values to a scale over those that are there; all NaN where they do not vary.
pub(super) fn normalise(scale: Scale, values: &mut [f64]) {
    let known = || values.iter().copied().filter(|x| !x.is_nan());
    let (shift, spread) = match scale {
        Scale::AsTheyAre => return,
        Scale::MinMax => {
            let low = known().fold(f64::INFINITY, f64::min);
            (low, known().fold(f64::NEG_INFINITY, f64::max) - low)
        }
        Scale::ZScore => {
            let known: Vec<f64> = known().collect();
            (mean(&known), libm::sqrt(variance(&known)))
        }
        Scale::Percentile => {
            let of: Vec<Option<f64>> = values
                .iter()
                .map(|x| Some(*x).filter(|x| !x.is_nan()))
                .collect();
            for (x, share) in values.iter_mut().zip(scale.apply(&of)) {
                *x = share.unwrap_or(f64::NAN);
            }
            return;
        }
    };
    let usable = spread > 0.0 && spread.is_finite();
    for x in values {
        *x = if usable {
            (*x - shift) / spread
        } else {
            f64::NAN
        };
    }
}
