//! First-order and total Sobol indices from the values of a function at a sample A, a second sample B, and A with one
//! input taken from B (Saltelli et al. 2010, table 2: Jansen's estimators).

use crate::analysis::audit::bootstrap::{Interval, percentile_interval};
use crate::analysis::audit::figure::{Figure, NoFigure, at_least, varies};

/// The index of one input, with intervals.
#[derive(Debug, Clone)]
pub struct Index {
    /// The share of the variance that the input explains alone.
    pub first: Figure,
    /// The share that is left when all but it are known: alone and in interaction.
    pub total: Figure,
    /// The interval of the first-order index.
    pub first_interval: Result<Interval, NoFigure>,
    /// The interval of the total index.
    pub total_interval: Result<Interval, NoFigure>,
}

/// The values of a function.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// At sample A.
    pub a: &'a [f64],
    /// At sample B.
    pub b: &'a [f64],
    /// At A with one input from B.
    pub ab: &'a [f64],
}

/// `1 − Σ (f(B) − f(AB))² / (2 N V)`
///
/// # Errors
/// With fewer than two points, or where the function does not vary.
pub fn first_order(values: Values<'_>, places: Option<&[usize]>) -> Figure {
    let (variance, distance) = moments(values, places, |_, b, ab| b - ab)?;
    Ok(1.0 - distance / variance)
}

/// `Σ (f(A) − f(AB))² / (2 N V)`
///
/// # Errors
/// As [`first_order`].
pub fn total(values: Values<'_>, places: Option<&[usize]>) -> Figure {
    let (variance, distance) = moments(values, places, |a, _, ab| a - ab)?;
    Ok(distance / variance)
}

/// The variance of A and B together, and half the mean square of a difference.
fn moments(
    values: Values<'_>,
    places: Option<&[usize]>,
    difference: fn(f64, f64, f64) -> f64,
) -> Result<(f64, f64), NoFigure> {
    let count = places.map_or(values.a.len(), <[usize]>::len);
    at_least("points", 2, count)?;
    let at = |place: usize| places.map_or(place, |places| places[place]);
    let (mut sum, mut squares, mut distance) = (0.0, 0.0, 0.0);
    // Differences from one value keep the squares small.
    let origin = values.a[at(0)];
    let mut changed = false;
    for place in (0..count).map(at) {
        let (a, b, ab) = (values.a[place], values.b[place], values.ab[place]);
        for x in [a - origin, b - origin] {
            sum += x;
            squares += x * x;
            changed |= x != 0.0;
        }
        distance += difference(a, b, ab) * difference(a, b, ab);
    }
    let all = 2.0 * count as f64;
    let variance = squares / all - (sum / all) * (sum / all);
    if !changed || variance <= 0.0 {
        return Err(NoFigure::NoVariance("the results of all replicates"));
    }
    Ok((variance, distance / all))
}

/// Both indices of an input with percentile intervals over resampled points.
pub fn index(values: Values<'_>, replicates: u64, seed: u64, confidence: f64) -> Index {
    let interval = |of: fn(Values<'_>, Option<&[usize]>) -> Figure| {
        if !varies(values.a) && !varies(values.b) {
            return Err(NoFigure::NoVariance("the results of all replicates"));
        }
        percentile_interval(values.a.len(), replicates, seed, confidence, &|places| {
            of(values, Some(places))
        })
    };
    Index {
        first: first_order(values, None),
        total: total(values, None),
        first_interval: interval(first_order),
        total_interval: interval(total),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Indices of a function of independent uniform inputs, from so many Owen-scrambled Sobol points.
    fn indices(inputs: u32, points: u32, function: &dyn Fn(&[f64]) -> f64) -> Vec<(f64, f64)> {
        let point = |at: u32, from: u32| -> Vec<f64> {
            (0..inputs)
                .map(|input| f64::from(sobol_burley::sample(at, from + input, 5)))
                .collect()
        };
        let a: Vec<Vec<f64>> = (0..points).map(|at| point(at, 0)).collect();
        let b: Vec<Vec<f64>> = (0..points).map(|at| point(at, inputs)).collect();
        let of = |sample: &[Vec<f64>]| sample.iter().map(|x| function(x)).collect::<Vec<_>>();
        let (fa, fb) = (of(&a), of(&b));
        (0..inputs as usize)
            .map(|input| {
                let mixed: Vec<Vec<f64>> = a
                    .iter()
                    .zip(&b)
                    .map(|(a, b)| {
                        let mut x = a.clone();
                        x[input] = b[input];
                        x
                    })
                    .collect();
                let ab = of(&mixed);
                let values = Values {
                    a: &fa,
                    b: &fb,
                    ab: &ab,
                };
                (
                    first_order(values, None).unwrap(),
                    total(values, None).unwrap(),
                )
            })
            .collect()
    }

    #[test]
    fn ishigami_function() {
        // Ishigami and Homma 1990; Saltelli et al. 2000 with a = 7, b = 0.1: V = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2 = 13.8446, V₁ =
        // (1 + bπ⁴/5)²/2 = 4.3459, V₂ = a²/8 = 6.125, V₁₃ = 8 b²π⁸/225 = 3.3737: first 0.3139, 0.4424, 0; total 0.5576,
        // 0.4424, 0.2437.
        let pi = std::f64::consts::PI;
        let function = |x: &[f64]| {
            let x: Vec<f64> = x.iter().map(|u| pi * (2.0 * u - 1.0)).collect();
            let second = libm::sin(x[1]);
            libm::sin(x[0]) * (1.0 + 0.1 * x[2].powi(4)) + 7.0 * second * second
        };
        let expected = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];
        let mut errors = Vec::new();
        for points in [1 << 8, 1 << 13] {
            let found = indices(3, points, &function);
            let error = found.iter().zip(expected).map(|(found, expected)| {
                (found.0 - expected.0)
                    .abs()
                    .max((found.1 - expected.1).abs())
            });
            errors.push(error.fold(0.0, f64::max));
        }
        // The error falls as points are added.
        assert!(errors[1] < 0.01 && errors[1] < errors[0], "{errors:?}");
    }

    #[test]
    fn sobol_g_function() {
        // Sobol' 1993: g = Π (|4x − 2| + aᵢ) / (1 + aᵢ), Vᵢ = 1 / (3 (1 + aᵢ)²), V = Π (1 + Vᵢ) − 1, total variance of i Vᵢ Π_{j ≠
        // i} (1 + Vⱼ).
        let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
        let function = |x: &[f64]| {
            x.iter()
                .zip(a)
                .map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a))
                .product()
        };
        let parts: Vec<f64> = a
            .iter()
            .map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)))
            .collect();
        let product: f64 = parts.iter().map(|v| 1.0 + v).product();
        let found = indices(8, 1 << 13, &function);
        for (found, part) in found.iter().zip(&parts) {
            let first = part / (product - 1.0);
            let total = part * product / (1.0 + part) / (product - 1.0);
            assert!((found.0 - first).abs() < 0.02, "{found:?} {first}");
            assert!((found.1 - total).abs() < 0.02, "{found:?} {total}");
        }
        // 1/3 over the total variance 0.4653: the largest index of this set of coefficients.
        assert_eq!(format!("{:.3}", parts[0] / (product - 1.0)), "0.716");
    }

    #[test]
    fn a_function_that_does_not_vary_has_no_indices() {
        let same = [3.0; 8];
        let values = Values {
            a: &same,
            b: &same,
            ab: &same,
        };
        assert!(first_order(values, None).is_err() && total(values, None).is_err());
        let found = index(values, 99, 1, 0.95);
        assert!(found.first_interval.is_err());
        assert!(
            total(
                Values {
                    a: &[1.0],
                    b: &[2.0],
                    ab: &[1.0]
                },
                None
            )
            .is_err()
        );
    }
}
