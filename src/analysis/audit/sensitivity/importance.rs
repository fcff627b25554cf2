//! What a part counts in an index, whatever its weight says: the squared correlation, and the correlation ratio, the share
//! of the index's variance that goes with the part (Paruolo, Saisana and Saltelli 2013).

use crate::analysis::audit::correlation::{Kind, correlation};
use crate::analysis::audit::figure::{Figure, NoFigure, at_least, mean, variance, varies};

/// The fewest pairs a curve is drawn through.
const LEAST: usize = 10;

/// The squared Pearson correlation of a part with the index.
///
/// # Errors
/// As [`correlation`].
pub fn squared_correlation(part: &[Option<f64>], index: &[Option<f64>]) -> Figure {
    let found = correlation(Kind::Pearson, part, index)?;
    Ok(found.value * found.value)
}

/// The correlation ratio `V(E(index | part)) / V(index)`, the conditional mean by local linear regression with a Gaussian
/// kernel whose width leaves the smallest error when each point is left out in turn; held between 0 and 1.
///
/// # Errors
/// With fewer than ten pairs, or where a side does not vary.
pub fn correlation_ratio(part: &[Option<f64>], index: &[Option<f64>]) -> Figure {
    let (x, y): (Vec<f64>, Vec<f64>) = part
        .iter()
        .zip(index)
        .filter_map(|(x, y)| x.zip(*y))
        .unzip();
    at_least("entities", LEAST, x.len())?;
    if !varies(&x) || !varies(&y) {
        return Err(NoFigure::NoVariance("the values of one side"));
    }
    let spread = libm::sqrt(variance(&x));
    // From a tenth of the deviation to nearly a straight line.
    let widths = [0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2, 2.0, 5.0];
    let error = |width: f64| -> f64 {
        let left_out = |at: usize| line(&x, &y, x[at], width * spread, Some(at)) - y[at];
        (0..x.len()).map(|at| left_out(at) * left_out(at)).sum()
    };
    let mut best = (f64::INFINITY, 5.0);
    for width in widths {
        let found = error(width);
        if found < best.0 {
            best = (found, width);
        }
    }
    let curve: Vec<f64> = x
        .iter()
        .map(|at| line(&x, &y, *at, best.1 * spread, None))
        .collect();
    Ok((variance(&curve) / variance(&y)).clamp(0.0, 1.0))
}

/// The height at `at` of the line through the points, each weighted by how near it is.
fn line(x: &[f64], y: &[f64], at: f64, width: f64, without: Option<usize>) -> f64 {
    let (mut s0, mut s1, mut s2, mut t0, mut t1) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (place, (x, y)) in x.iter().zip(y).enumerate() {
        if Some(place) == without {
            continue;
        }
        let d = x - at;
        let u = d / width;
        let w = libm::exp(-0.5 * u * u);
        s0 += w;
        s1 += w * d;
        s2 += w * d * d;
        t0 += w * y;
        t1 += w * d * y;
    }
    let below = s0 * s2 - s1 * s1;
    if below > 1e-12 * s0 * s2 && below > 0.0 {
        (s2 * t0 - s1 * t1) / below
    } else if s0 > 0.0 {
        // All points near are at one place: their mean.
        t0 / s0
    } else {
        mean(y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(of: impl Fn(f64) -> f64) -> Vec<Option<f64>> {
        (-20..=20)
            .map(|at| Some(of(f64::from(at) / 20.0)))
            .collect()
    }

    #[test]
    fn a_line_and_a_parabola() {
        let x = column(|x| x);
        // y = 3x: both measures are 1. y = x²: not correlated with x, and yet determined by it.
        let (line, parabola) = (column(|x| 3.0 * x), column(|x| x * x));
        assert!((squared_correlation(&x, &line).unwrap() - 1.0).abs() < 1e-12);
        assert!((correlation_ratio(&x, &line).unwrap() - 1.0).abs() < 1e-9);
        assert!(squared_correlation(&x, &parabola).unwrap() < 1e-12);
        assert!(correlation_ratio(&x, &parabola).unwrap() > 0.9);
        // What swings up and down from point to point has no curve through it.
        let noise: Vec<Option<f64>> = (0..41).map(|at| Some(f64::from(at % 2))).collect();
        assert!(correlation_ratio(&x, &noise).unwrap() < 0.1);
    }

    #[test]
    fn few_or_equal_values_have_none() {
        let x = column(|x| x);
        let same = column(|_| 1.0);
        assert!(correlation_ratio(&same, &x).is_err());
        assert!(correlation_ratio(&x[..5], &x[..5]).is_err());
        assert!(correlation_ratio(&[None; 20], &[None; 20]).is_err());
    }
}
