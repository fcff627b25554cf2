//! Krippendorff's alpha: any number of raters, missing ratings, nominal, ordinal and interval scales.

use super::{Measure, Ratings};
use crate::analysis::audit::figure::{Figure, NoFigure, at_least};

/// `1 − observed / expected disagreement` from the matrix of coincidences (Krippendorff 2011, Computing Krippendorff's
/// Alpha-Reliability).
///
/// # Errors
/// Where no unit is rated twice, or all ratings that can be paired are of one level.
pub fn alpha(ratings: &Ratings, measure: Measure) -> Figure {
    at_least("units rated twice", 1, ratings.pairable())?;
    let size = ratings.levels.len();
    let mut coincidences = vec![0.0; size * size];
    for counts in ratings.counts() {
        let raters: f64 = counts.iter().sum();
        if raters < 2.0 {
            continue;
        }
        for (c, first) in counts.iter().enumerate() {
            for (k, second) in counts.iter().enumerate() {
                let pairs = if c == k {
                    first * (first - 1.0)
                } else {
                    first * second
                };
                coincidences[c * size + k] += pairs / (raters - 1.0);
            }
        }
    }
    let totals: Vec<f64> = (0..size)
        .map(|c| coincidences[c * size..(c + 1) * size].iter().sum())
        .collect();
    let all: f64 = totals.iter().sum();
    let (mut observed, mut expected) = (0.0, 0.0);
    for c in 0..size {
        for k in 0..size {
            let difference = difference(measure, &ratings.levels, &totals, c, k);
            observed += coincidences[c * size + k] * difference;
            expected += totals[c] * totals[k] * difference;
        }
    }
    if expected <= 0.0 {
        return Err(NoFigure::Undefined(
            "all ratings are of one level, so nothing tells agreement from chance",
        ));
    }
    Ok(1.0 - (all - 1.0) * observed / expected)
}

/// The squared difference of two levels.
fn difference(measure: Measure, levels: &[f64], totals: &[f64], c: usize, k: usize) -> f64 {
    if c == k {
        return 0.0;
    }
    match measure {
        Measure::Nominal => 1.0,
        Measure::Ordinal => {
            let between: f64 = totals[c.min(k)..=c.max(k)].iter().sum();
            let distance = between - (totals[c] + totals[k]) / 2.0;
            distance * distance
        }
        Measure::Interval => (levels[c] - levels[k]) * (levels[c] - levels[k]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{crossed, four_observers, from};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reliability_data_of_2011_as_printed() {
        // K. Krippendorff, Computing Krippendorff's Alpha-Reliability, University of Pennsylvania 2011, sections C to E:
        // nominal 0.743, ordinal 0.815, interval 0.849.
        let ratings = four_observers();
        let printed = [
            (Measure::Nominal, "0.743"),
            (Measure::Ordinal, "0.815"),
            (Measure::Interval, "0.849"),
        ];
        for (measure, printed) in printed {
            assert_eq!(format!("{:.3}", alpha(&ratings, measure).unwrap()), printed);
        }
    }

    #[test]
    fn two_raters_as_gwet_prints_them() {
        // irrCAC, README (https://github.com/kgwet/irrCAC), data cont3x3abstractors: 0.7972585.
        let ratings = crossed([[13, 0, 0], [0, 20, 7], [0, 4, 56]]);
        let found = alpha(&ratings, Measure::Nominal).unwrap();
        assert_eq!(format!("{found:.7}"), "0.7972585");
    }

    #[test]
    fn two_observers_of_a_binary_scale_as_printed() {
        // Krippendorff 2011, section A: ten units, coincidences 10 4 4 2, alpha 0.095. Ratings A 0 1 0 0 0 0 0 0 1 0, B 1 1 1
        // 0 0 1 0 0 0 0.
        let a = [1, 2, 1, 1, 1, 1, 1, 1, 2, 1];
        let b = [2, 2, 2, 1, 1, 2, 1, 1, 1, 1];
        let table: Vec<[u8; 2]> = a.into_iter().zip(b).map(|(a, b)| [a, b]).collect();
        let found = alpha(&from(&table), Measure::Nominal).unwrap();
        assert_eq!(format!("{found:.3}"), "0.095");
    }

    #[test]
    fn one_level_gives_no_alpha() {
        for table in [vec![[1, 1], [1, 1]], vec![[1, 0], [0, 2]]] {
            for measure in Measure::ALL {
                assert!(alpha(&from(&table), measure).is_err());
            }
        }
    }

    proptest! {
        #[test]
        fn alpha_is_at_most_one_and_does_not_mind_order(
            table in prop::collection::vec([0u8..4, 0u8..4, 0u8..4], 1..20)
        ) {
            let mut turned: Vec<[u8; 3]> = table.iter().map(|[a, b, c]| [*b, *c, *a]).collect();
            turned.reverse();
            for measure in Measure::ALL {
                match (alpha(&from(&table), measure), alpha(&from(&turned), measure)) {
                    (Ok(a), Ok(b)) => {
                        prop_assert!(a.is_finite() && a <= 1.0 + 1e-12);
                        prop_assert!((a - b).abs() < 1e-9);
                    }
                    (a, b) => prop_assert_eq!(a.is_err(), b.is_err()),
                }
            }
        }
    }
}
