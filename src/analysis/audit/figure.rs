//! A statistic, or a plain statement why there is none. Nothing in an audit is ever "not a number".

use thiserror::Error;

/// A statistic that may have no value.
pub type Figure = Result<f64, NoFigure>;

/// Why a statistic has no value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoFigure {
    /// Too few values.
    #[error("needs at least {needed} {what}, and there {} {found}", if *.found == 1 { "is" } else { "are" })]
    TooFew {
        /// What is too few.
        what: &'static str,
        /// How many are needed.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// All values are equal, so nothing can vary with anything.
    #[error("{0} all have one value")]
    NoVariance(&'static str),
    /// A part of `audit.yaml` is about something else.
    #[error("`{0}` in audit.yaml names `{1}`, which is no part of the total")]
    NoPart(&'static str, String),
    /// The formula has no value here.
    #[error("{0}")]
    Undefined(&'static str),
}

/// Refuses fewer values than a statistic needs.
///
/// # Errors
/// [`NoFigure::TooFew`].
pub fn at_least(what: &'static str, needed: usize, found: usize) -> Result<(), NoFigure> {
    if found < needed {
        return Err(NoFigure::TooFew {
            what,
            needed,
            found,
        });
    }
    Ok(())
}

/// A number that came out of a formula; what is not finite is no figure.
///
/// # Errors
/// [`NoFigure::Undefined`] with the reason given.
pub fn finite(value: f64, otherwise: &'static str) -> Figure {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(NoFigure::Undefined(otherwise))
    }
}

/// The mean; zero of none, which callers have refused before.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.iter().sum::<f64>() / values.len() as f64
}

/// The sample variance (divisor n − 1); zero of fewer than two values, which callers have refused before.
pub fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let mean = mean(values);
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    squares / (values.len() - 1) as f64
}

/// A quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan 1996, the default of R and Excel);
/// `None` of no values. `share` is held between 0 and 1.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let low = place.floor();
    let at = (low as usize).min(last);
    let (below, above) = (sorted.get(at)?, sorted.get((at + 1).min(last))?);
    Some(below + (place - low) * (above - below))
}

/// Whether values differ by more than the noise of their arithmetic.
pub fn varies(values: &[f64]) -> bool {
    let largest = values.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    let (low, high) = values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
            (low.min(*x), high.max(*x))
        });
    high - low > 1e-12 * largest
}

/// The two-sided probability of a standard normal value at least as far from zero.
pub fn two_sided_normal(z: f64) -> f64 {
    // P(|Z| > z) = erfc(z / √2)
    statrs::function::erf::erfc(z.abs() / std::f64::consts::SQRT_2).clamp(0.0, 1.0)
}

/// The quantile of the standard normal distribution; `share` strictly between 0 and 1.
pub fn normal_quantile(share: f64) -> f64 {
    use statrs::distribution::{ContinuousCDF, Normal};
    Normal::standard().inverse_cdf(share)
}

/// The two-sided probability of a value of Student's distribution at least as far from zero.
pub fn two_sided_student(t: f64, freedom: f64) -> f64 {
    use statrs::distribution::{ContinuousCDF, StudentsT};
    StudentsT::new(0.0, 1.0, freedom)
        .map_or(1.0, |student| (2.0 * student.sf(t.abs())).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_as_r_does() {
        // R: quantile(c(1, 2, 3, 10), 0.25) is 1.75 (type 7): place 0.25 × 3 = 0.75 between 1 and 2.
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 10.0], 0.25), Some(1.75));
        assert_eq!(quantile(&[5.0], 0.9), Some(5.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn tails_of_distributions_are_as_in_tables() {
        // Tables of the normal distribution: 5 % lie beyond 1.96; of Student's with 10 degrees: 5 % beyond 2.228.
        assert!((two_sided_normal(1.959964) - 0.05).abs() < 1e-6);
        assert!((two_sided_student(2.228139, 10.0) - 0.05).abs() < 1e-6);
        assert!((normal_quantile(0.975) - 1.959964).abs() < 1e-6);
    }

    #[test]
    fn too_few_values_are_said_in_words() {
        let text = at_least("entities", 3, 1).unwrap_err().to_string();
        assert_eq!(text, "needs at least 3 entities, and there is 1");
    }
}
