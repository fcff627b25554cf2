//! Percent agreement, Cohen's and Fleiss' kappa and Gwet's AC, all weighted the same way: 1 for equal levels, less for
//! near ones (Gwet 2014, Handbook of Inter-Rater Reliability, chapters 2 to 4).

use super::{Measure, Ratings};
use crate::analysis::audit::figure::{Figure, NoFigure, at_least};

/// The agreement that two levels count for, 0 to 1: 1 on the diagonal. Ordinal weights are Gwet's (1 − pairs of levels
/// between them / all pairs), interval weights the quadratic ones of the levels' values.
pub fn weights(measure: Measure, levels: &[f64]) -> Vec<Vec<f64>> {
    let last = levels.len().saturating_sub(1);
    let range = levels
        .last()
        .zip(levels.first())
        .map_or(0.0, |(high, low)| high - low);
    let pairs = |count: usize| (count * count.saturating_sub(1) / 2) as f64;
    let weight = |k: usize, l: usize| match measure {
        _ if k == l => 1.0,
        Measure::Nominal => 0.0,
        Measure::Ordinal => 1.0 - pairs(k.abs_diff(l) + 1) / pairs(last + 1),
        Measure::Interval => {
            let share = (levels[k] - levels[l]) / range;
            1.0 - share * share
        }
    };
    (0..levels.len())
        .map(|k| (0..levels.len()).map(|l| weight(k, l)).collect())
        .collect()
}

/// Linear weights by the levels' values, for Cohen's weighted kappa (Cicchetti and Allison 1971).
pub fn linear(levels: &[f64]) -> Vec<Vec<f64>> {
    let range = levels
        .last()
        .zip(levels.first())
        .map_or(0.0, |(high, low)| high - low);
    let weight = |a: &f64, b: &f64| {
        if a == b {
            1.0
        } else {
            1.0 - (a - b).abs() / range
        }
    };
    levels
        .iter()
        .map(|a| levels.iter().map(|b| weight(a, b)).collect())
        .collect()
}

/// The share of pairs of ratings of a unit that agree, averaged over the units rated at least twice.
///
/// # Errors
/// Where no unit is rated twice.
pub fn agreement(ratings: &Ratings, weights: &[Vec<f64>]) -> Figure {
    at_least("units rated twice", 1, ratings.pairable())?;
    let mut sum = 0.0;
    let mut units = 0.0;
    for counts in ratings.counts() {
        let raters: f64 = counts.iter().sum();
        if raters < 2.0 {
            continue;
        }
        let mut own = 0.0;
        for (k, count) in counts.iter().enumerate() {
            if *count > 0.0 {
                let near: f64 = counts.iter().zip(&weights[k]).map(|(c, w)| c * w).sum();
                own += count * (near - 1.0);
            }
        }
        sum += own / (raters * (raters - 1.0));
        units += 1.0;
    }
    Ok(sum / units)
}

/// The mean share of each level over all rated units.
fn prevalence(ratings: &Ratings) -> Vec<f64> {
    let mut shares = vec![0.0; ratings.levels.len()];
    let mut units = 0.0;
    for counts in ratings.counts() {
        let raters: f64 = counts.iter().sum();
        if raters > 0.0 {
            units += 1.0;
            for (share, count) in shares.iter_mut().zip(&counts) {
                *share += count / raters;
            }
        }
    }
    shares.into_iter().map(|share| share / units).collect()
}

/// (p − e) / (1 − e)
fn beyond_chance(observed: f64, expected: f64) -> Figure {
    if 1.0 - expected < 1e-12 {
        return Err(NoFigure::Undefined(
            "all ratings are of one level, so nothing tells agreement from chance",
        ));
    }
    Ok((observed - expected) / (1.0 - expected))
}

/// Fleiss' kappa for any number of raters, with missing ratings (Fleiss 1971; Gwet 2014, section 3.3).
///
/// # Errors
/// Where no unit is rated twice, or all ratings are of one level.
pub fn fleiss(ratings: &Ratings, weights: &[Vec<f64>]) -> Figure {
    let observed = agreement(ratings, weights)?;
    let shares = prevalence(ratings);
    let mut expected = 0.0;
    for (k, first) in shares.iter().enumerate() {
        for (l, second) in shares.iter().enumerate() {
            expected += weights[k][l] * first * second;
        }
    }
    beyond_chance(observed, expected)
}

/// Gwet's AC1 (with nominal weights) or AC2 (Gwet 2008, 2014 section 4.4): chance agreement is `T / (q (q − 1)) Σ π (1 −
/// π)`, T the sum of all weights.
///
/// # Errors
/// Where no unit is rated twice, or there is but one level.
pub fn gwet(ratings: &Ratings, weights: &[Vec<f64>]) -> Figure {
    let observed = agreement(ratings, weights)?;
    at_least("levels", 2, ratings.levels.len())?;
    let count = ratings.levels.len() as f64;
    let all: f64 = weights.iter().flatten().sum();
    let spread: f64 = prevalence(ratings).iter().map(|p| p * (1.0 - p)).sum();
    beyond_chance(observed, all / (count * (count - 1.0)) * spread)
}

/// Cohen's kappa of two raters over the units both have rated, weighted or not (Cohen 1960, 1968).
///
/// # Errors
/// Without such units, or where both raters give one level only.
pub fn cohen(pair: &Ratings, weights: &[Vec<f64>]) -> Figure {
    let count = pair.levels.len();
    let (mut first, mut second) = (vec![0.0; count], vec![0.0; count]);
    let (mut agreed, mut units) = (0.0, 0.0);
    for unit in &pair.units {
        if let [Some(a), Some(b)] = unit.as_slice() {
            first[*a] += 1.0;
            second[*b] += 1.0;
            agreed += weights[*a][*b];
            units += 1.0;
        }
    }
    at_least("units that both have rated", 1, units as usize)?;
    let mut expected = 0.0;
    for (k, a) in first.iter().enumerate() {
        for (l, b) in second.iter().enumerate() {
            expected += weights[k][l] * a * b;
        }
    }
    beyond_chance(agreed / units, expected / (units * units))
}

#[cfg(test)]
mod tests {
    use super::super::examples::{crossed, four_observers, from};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_observers_as_gwet_prints_them() {
        // K. L. Gwet, R package irrCAC, README (https://github.com/kgwet/irrCAC), data cac.raw4raters: percent agreement
        // 0.8181818, AC1 0.77544, Fleiss' kappa 0.76117.
        let ratings = four_observers();
        let nominal = weights(Measure::Nominal, &ratings.levels);
        assert_eq!(
            format!("{:.7}", agreement(&ratings, &nominal).unwrap()),
            "0.8181818"
        );
        assert_eq!(
            format!("{:.5}", gwet(&ratings, &nominal).unwrap()),
            "0.77544"
        );
        assert_eq!(
            format!("{:.5}", fleiss(&ratings, &nominal).unwrap()),
            "0.76117"
        );
    }

    #[test]
    fn two_raters_as_gwet_prints_them() {
        // irrCAC, README, data cont3x3abstractors: percent agreement 0.89, Cohen's kappa 0.7964094, AC1 0.8493305.
        let ratings = crossed([[13, 0, 0], [0, 20, 7], [0, 4, 56]]);
        let nominal = weights(Measure::Nominal, &ratings.levels);
        assert_eq!(
            format!("{:.2}", agreement(&ratings, &nominal).unwrap()),
            "0.89"
        );
        assert_eq!(
            format!("{:.7}", cohen(&ratings, &nominal).unwrap()),
            "0.7964094"
        );
        assert_eq!(
            format!("{:.7}", gwet(&ratings, &nominal).unwrap()),
            "0.8493305"
        );
    }

    #[test]
    fn six_psychiatrists_as_fleiss_and_gwet_print_them() {
        // irrCAC, README, data distrib.6raters (15 of the 30 patients of Fleiss 1971): Fleiss' kappa 0.4139265, AC1
        // 0.4448007, agreement 0.5511111.
        let counts: [[usize; 5]; 15] = [
            [0, 0, 0, 6, 0],
            [0, 3, 0, 0, 3],
            [0, 1, 4, 0, 1],
            [0, 0, 0, 0, 6],
            [0, 3, 0, 3, 0],
            [2, 0, 4, 0, 0],
            [0, 0, 4, 0, 2],
            [2, 0, 3, 1, 0],
            [2, 0, 0, 4, 0],
            [0, 0, 0, 0, 6],
            [1, 0, 0, 5, 0],
            [1, 1, 0, 4, 0],
            [0, 3, 3, 0, 0],
            [1, 0, 0, 5, 0],
            [0, 2, 0, 3, 1],
        ];
        let values: Vec<Vec<Option<f64>>> = counts
            .iter()
            .map(|unit| {
                let of = |(level, count): (usize, &usize)| vec![Some(level as f64); *count];
                unit.iter().enumerate().flat_map(of).collect()
            })
            .collect();
        let ratings = Ratings::new(&values, &[]);
        let nominal = weights(Measure::Nominal, &ratings.levels);
        assert_eq!(
            format!("{:.7}", agreement(&ratings, &nominal).unwrap()),
            "0.5511111"
        );
        assert_eq!(
            format!("{:.7}", fleiss(&ratings, &nominal).unwrap()),
            "0.4139265"
        );
        assert_eq!(
            format!("{:.7}", gwet(&ratings, &nominal).unwrap()),
            "0.4448007"
        );
    }

    #[test]
    fn weighted_kappa_that_is_zero_with_high_agreement() {
        // M. J. Warrens, Weighted kappas for 3 × 3 tables, Journal of Probability and Statistics 2013, 325831: tables with
        // quadratic weighted kappa 0. By hand for [[1, 15, 1], [3, 0, 3], [2, 3, 2]]: squared differences 1 × (15 + 3 + 3 +
        // 3) + 4 × (1 + 2) = 36; margins 17 6 7 and 6 18 6: expected (17·18 + 6·6 + 6·6 + 7·18 + 4 (17·6 + 7·6)) / 30 = 36.
        let ratings = crossed([[1, 15, 1], [3, 0, 3], [2, 3, 2]]);
        let quadratic = weights(Measure::Interval, &ratings.levels);
        assert!(cohen(&ratings, &quadratic).unwrap().abs() < 1e-12);
        // Linear by hand: differences 15 + 3 + 3 + 3 + 2 (1 + 2) = 30; expected (306 + 36 + 36 + 126 + 2 (102 + 42)) / 30 =
        // 26.4; 1 − 30 / 26.4 = −3/22.
        let found = cohen(&ratings, &linear(&ratings.levels)).unwrap();
        assert!((found + 3.0 / 22.0).abs() < 1e-12, "{found}");
    }

    #[test]
    fn what_cannot_be_told_from_chance_is_said() {
        let same = from(&[[1, 1], [1, 1], [1, 1]]);
        let nominal = weights(Measure::Nominal, &same.levels);
        assert_eq!(agreement(&same, &nominal), Ok(1.0));
        for figure in [
            fleiss(&same, &nominal),
            cohen(&same, &nominal),
            gwet(&same, &nominal),
        ] {
            assert!(figure.is_err());
        }
        // With a second level declared, AC1 has a value where kappa has none.
        let declared = Ratings::new(&vec![vec![Some(1.0), Some(1.0)]; 3], &[0.0, 1.0]);
        let nominal = weights(Measure::Nominal, &declared.levels);
        assert_eq!(gwet(&declared, &nominal), Ok(1.0));
        let alone = from(&[[1, 0], [0, 2]]);
        let nominal = weights(Measure::Nominal, &alone.levels);
        let why = agreement(&alone, &nominal).unwrap_err().to_string();
        assert_eq!(why, "needs at least 1 units rated twice, and there are 0");
    }

    proptest! {
        #[test]
        fn coefficients_are_at_most_one_and_do_not_mind_order_or_names_of_raters(
            table in prop::collection::vec([0u8..4, 0u8..4, 0u8..4], 1..20)
        ) {
            let ratings = from(&table);
            let mut turned: Vec<[u8; 3]> = table.iter().map(|[a, b, c]| [*c, *a, *b]).collect();
            turned.reverse();
            let turned = from(&turned);
            for measure in Measure::ALL {
                let weights = weights(measure, &ratings.levels);
                for coefficient in [agreement, fleiss, gwet] {
                    match (coefficient(&ratings, &weights), coefficient(&turned, &weights)) {
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
}
