//! Trends of short series: the Mann–Kendall test with ties and the Theil–Sen slope with its interval.

use super::correlation::ties;
use super::figure::{NoFigure, at_least, normal_quantile, quantile, two_sided_normal};

/// The fewest points of a series that has a trend.
pub const LEAST_POINTS: usize = 4;
/// Up to so many points without ties, the p-value is exact.
const EXACT_UP_TO: usize = 10;

/// The Mann–Kendall test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    /// How many points.
    pub points: usize,
    /// Pairs that rise minus pairs that fall.
    pub s: f64,
    /// The variance of `s` without a trend, corrected for ties.
    pub variance: f64,
    /// The standardised statistic with continuity correction.
    pub z: f64,
    /// The two-sided p-value: exact for up to ten points without ties, else by the normal approximation.
    pub p: f64,
    /// Whether `p` is exact.
    pub exact: bool,
}

/// Tests a series for a trend (Mann 1945; Kendall 1975; Gilbert 1987, sections 16.4.1 and 16.4.2).
///
/// # Errors
/// With fewer than four points.
pub fn mann_kendall(values: &[f64]) -> Result<MannKendall, NoFigure> {
    at_least("editions", LEAST_POINTS, values.len())?;
    let mut s = 0.0;
    for (at, earlier) in values.iter().enumerate() {
        for later in &values[at + 1..] {
            s += f64::from(i8::from(later > earlier) - i8::from(later < earlier));
        }
    }
    let n = values.len() as f64;
    let term = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let tied = ties(values);
    let variance = (term(n) - tied.iter().map(|t| term(*t)).sum::<f64>()) / 18.0;
    let z = if variance > 0.0 && s != 0.0 {
        (s - s.signum()) / libm::sqrt(variance)
    } else {
        0.0
    };
    let exact = tied.is_empty() && values.len() <= EXACT_UP_TO;
    let p = if exact {
        exact_p(values.len(), s)
    } else {
        two_sided_normal(z)
    };
    Ok(MannKendall {
        points: values.len(),
        s,
        variance,
        z,
        p,
        exact,
    })
}

/// The two-sided probability of an `s` at least as far from zero among all orders of n different values, from the
/// numbers of orders by inversions (Kendall 1975, appendix 1).
fn exact_p(n: usize, s: f64) -> f64 {
    // orders[k]: how many orders of the values so far have k inversions.
    let mut orders = vec![1.0];
    for size in 2..=n {
        let mut next = vec![0.0; orders.len() + size - 1];
        for (inversions, count) in orders.iter().enumerate() {
            for more in 0..size {
                next[inversions + more] += count;
            }
        }
        orders = next;
    }
    let all: f64 = orders.iter().sum();
    let pairs = (n * (n - 1) / 2) as f64;
    let as_far: f64 = orders
        .iter()
        .enumerate()
        .filter(|(inversions, _)| (pairs - 2.0 * *inversions as f64).abs() >= s.abs())
        .map(|(_, count)| count)
        .sum();
    (as_far / all).min(1.0)
}

/// The Theil–Sen slope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TheilSen {
    /// The median of the slopes of all pairs, in score per year.
    pub slope: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
    /// Whether the interval reaches its confidence: a few points cannot, and get all slopes there are.
    pub reaches: bool,
}

/// The slope of a series over time with a two-sided interval (Sen 1968; Gilbert 1987, sections 16.5 and 17.3.2): ranks
/// `(N ± C) / 2` among the N slopes with `C = z √Var(S)`, between which Gilbert interpolates.
///
/// # Errors
/// With fewer than four points, or when all are at one time.
pub fn theil_sen(times: &[f64], values: &[f64], confidence: f64) -> Result<TheilSen, NoFigure> {
    let test = mann_kendall(values)?;
    let mut slopes = Vec::new();
    for (at, (time, value)) in times.iter().zip(values).enumerate() {
        for (later, other) in times.iter().zip(values).skip(at + 1) {
            if later != time {
                slopes.push((other - value) / (later - time));
            }
        }
    }
    slopes.sort_by(f64::total_cmp);
    let median = quantile(&slopes, 0.5).ok_or(NoFigure::Undefined("all values are of one year"))?;
    let count = slopes.len() as f64;
    let half = normal_quantile(0.5 + confidence / 2.0) * libm::sqrt(test.variance);
    // Gilbert counts from 1: M₁ = (N − C) / 2 and M₂ + 1 = (N + C) / 2 + 1.
    let (low, high) = ((count - half) / 2.0, (count + half) / 2.0 + 1.0);
    let at = |rank: f64| quantile(&slopes, (rank - 1.0) / (count - 1.0).max(1.0));
    Ok(TheilSen {
        slope: median,
        low: at(low).unwrap_or(median),
        high: at(high).unwrap_or(median),
        reaches: low >= 1.0 && high <= count,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mann_kendall_with_a_tie_as_printed() {
        // J. Little, College of the Holy Cross, "A Mann-Kendall Example (By Hand)",
        // https://mathcs.holycross.edu/~little/Montserrat/MannKendallByHand.txt: S = 54, V = 14·13·33/18 − 2·1·9/18,
        // Z = 2.9058; the one-sided probability is about .0018.
        let values = [
            12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7,
        ];
        let found = mann_kendall(&values).unwrap();
        assert_eq!(found.s, 54.0);
        assert!((found.variance - (14.0 * 13.0 * 33.0 - 18.0) / 18.0).abs() < 1e-9);
        assert_eq!(format!("{:.4}", found.z), "2.9058");
        assert_eq!(format!("{:.4}", found.p / 2.0), "0.0018");
        assert!(!found.exact);
    }

    #[test]
    fn exact_probabilities_as_tabled() {
        // Gilbert 1987, table A18 (from Kendall 1975): one-sided probabilities for n = 4: S = 6 0.042, S = 4 0.167;
        // n = 5: S = 10 0.0083, S = 8 0.042.
        let one_sided = |values: &[f64]| {
            let found = mann_kendall(values).unwrap();
            (found.s, format!("{:.4}", found.p / 2.0))
        };
        assert_eq!(one_sided(&[1.0, 2.0, 3.0, 4.0]), (6.0, "0.0417".into()));
        assert_eq!(one_sided(&[1.0, 2.0, 4.0, 3.0]), (4.0, "0.1667".into()));
        assert_eq!(
            one_sided(&[1.0, 2.0, 3.0, 4.0, 5.0]),
            (10.0, "0.0083".into())
        );
        assert_eq!(
            one_sided(&[2.0, 1.0, 3.0, 4.0, 5.0]),
            (8.0, "0.0417".into())
        );
    }

    #[test]
    fn sen_slope_by_hand() {
        // 1, 2, 4, 3 in years 0 to 3: slopes 1, 3/2, 2/3, 2, 1/2, −1; sorted −1, 1/2, 2/3, 1, 3/2, 2; median 5/6.
        // C = 1.96 √(4·3·13/18) = 5.77: ranks 0.11 and 6.89 lie outside 1 to 6, so the interval is the whole range.
        let found = theil_sen(&[0.0, 1.0, 2.0, 3.0], &[1.0, 2.0, 4.0, 3.0], 0.95).unwrap();
        assert!((found.slope - 5.0 / 6.0).abs() < 1e-12);
        assert_eq!((found.low, found.high, found.reaches), (-1.0, 2.0, false));
    }

    #[test]
    fn equal_values_have_no_slope_and_no_trend() {
        let times = [2020.0, 2021.0, 2022.0, 2023.0];
        let found = mann_kendall(&[5.0; 4]).unwrap();
        assert_eq!((found.s, found.z, found.p), (0.0, 0.0, 1.0));
        let slope = theil_sen(&times, &[5.0; 4], 0.95).unwrap();
        assert_eq!((slope.slope, slope.low, slope.high), (0.0, 0.0, 0.0));
        let few = mann_kendall(&[1.0, 2.0, 3.0]).unwrap_err().to_string();
        assert_eq!(few, "needs at least 4 editions, and there are 3");
        assert!(theil_sen(&[2020.0; 4], &[1.0, 2.0, 3.0, 4.0], 0.95).is_err());
    }

    proptest! {
        #[test]
        fn a_series_turned_round_has_the_opposite_trend(values in prop::collection::vec(-9i8..9, 4..15)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let turned: Vec<f64> = values.iter().rev().copied().collect();
            let (there, back) = (mann_kendall(&values).unwrap(), mann_kendall(&turned).unwrap());
            prop_assert_eq!(there.s, -back.s);
            prop_assert!((there.p - back.p).abs() < 1e-12 && (0.0..=1.0).contains(&there.p));
            let times: Vec<f64> = (0..values.len()).map(|at| at as f64).collect();
            let slope = theil_sen(&times, &values, 0.95).unwrap();
            prop_assert!(slope.low <= slope.slope && slope.slope <= slope.high);
        }
    }
}
