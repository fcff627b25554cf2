//! Correlations of paired values: Pearson's, Spearman's and Kendall's tau-b, each with a two-sided p-value.

use super::figure::{NoFigure, at_least, mean, two_sided_normal, two_sided_student, varies};

/// Which correlation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Of the values (Pearson 1895).
    Pearson,
    /// Of the ranks, ties sharing their mean rank (Spearman 1904).
    Spearman,
    /// Tau-b, which corrects for ties (Kendall 1945).
    Kendall,
}

impl Kind {
    /// All three.
    pub const ALL: [Kind; 3] = [Kind::Pearson, Kind::Spearman, Kind::Kendall];

    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Pearson => "pearson",
            Kind::Spearman => "spearman",
            Kind::Kendall => "kendall",
        }
    }
}

/// A correlation with the number of pairs behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// From −1 to 1.
    pub value: f64,
    /// The two-sided probability of one at least as strong where there is none, in [0, 1]: Student's approximation for
    /// Pearson and Spearman, the normal one with ties for Kendall. `None` with fewer than four pairs, of which no
    /// arrangement is surprising.
    pub p: Option<f64>,
    /// How many pairs.
    pub pairs: usize,
}

/// The correlation over the pairs in which both values are known ("pairwise complete").
///
/// # Errors
/// With fewer than three pairs, or where one side does not vary.
pub fn correlation(
    kind: Kind,
    x: &[Option<f64>],
    y: &[Option<f64>],
) -> Result<Correlation, NoFigure> {
    let (x, y): (Vec<f64>, Vec<f64>) = x.iter().zip(y).filter_map(|(x, y)| x.zip(*y)).unzip();
    at_least("pairs of values", 3, x.len())?;
    if !varies(&x) || !varies(&y) {
        return Err(NoFigure::NoVariance("the values of one side"));
    }
    let pairs = x.len();
    let enough = pairs >= 4;
    match kind {
        Kind::Pearson => Ok(with_student(pearson(&x, &y), pairs, enough)),
        Kind::Spearman => Ok(with_student(
            pearson(&mean_ranks(&x), &mean_ranks(&y)),
            pairs,
            enough,
        )),
        Kind::Kendall => {
            let counted = kendall(&x, &y);
            Ok(Correlation {
                value: counted.tau,
                p: enough.then_some(counted.p),
                pairs,
            })
        }
    }
}

/// t = r √((n − 2) / (1 − r²)) with n − 2 degrees of freedom.
fn with_student(value: f64, pairs: usize, enough: bool) -> Correlation {
    let value = value.clamp(-1.0, 1.0);
    let freedom = pairs.saturating_sub(2) as f64;
    let rest = 1.0 - value * value;
    let p = if rest <= 0.0 {
        0.0
    } else {
        two_sided_student(value * libm::sqrt(freedom / rest), freedom)
    };
    Correlation {
        value,
        p: enough.then_some(p),
        pairs,
    }
}

/// Pearson's r of values that vary.
pub(super) fn pearson(x: &[f64], y: &[f64]) -> f64 {
    let (mean_x, mean_y) = (mean(x), mean(y));
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(y) {
        let (a, b) = (a - mean_x, b - mean_y);
        xy += a * b;
        xx += a * a;
        yy += b * b;
    }
    xy / libm::sqrt(xx * yy)
}

/// Ranks from 1 for the smallest; equal values share their mean rank.
pub fn mean_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let mut end = start + 1;
        while end < order.len() && values[order[end]] == values[order[start]] {
            end += 1;
        }
        // Places start + 1 to end.
        let shared = (start + 1 + end) as f64 / 2.0;
        for at in &order[start..end] {
            ranks[*at] = shared;
        }
        start = end;
    }
    ranks
}

struct Kendall {
    tau: f64,
    p: f64,
}

/// Tau-b = (C − D) / √((n₀ − n₁)(n₀ − n₂)) with the normal approximation of its variance under ties (Kendall 1970,
/// chapter 4).
fn kendall(x: &[f64], y: &[f64]) -> Kendall {
    let n = x.len();
    let mut score = 0i64;
    for i in 0..n {
        for j in i + 1..n {
            score += sign(x[i] - x[j]) * sign(y[i] - y[j]);
        }
    }
    let (ties_x, ties_y) = (ties(x), ties(y));
    let size = n as f64;
    let all = size * (size - 1.0) / 2.0;
    let tied = |ties: &[f64]| ties.iter().map(|t| t * (t - 1.0) / 2.0).sum::<f64>();
    let below = libm::sqrt((all - tied(&ties_x)) * (all - tied(&ties_y)));
    let sum = |ties: &[f64], of: &dyn Fn(f64) -> f64| ties.iter().map(|t| of(*t)).sum::<f64>();
    let first = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let second = |t: f64| t * (t - 1.0) * (t - 2.0);
    let third = |t: f64| t * (t - 1.0);
    let mut variance = (first(size) - sum(&ties_x, &first) - sum(&ties_y, &first)) / 18.0;
    if n > 2 {
        variance += sum(&ties_x, &second) * sum(&ties_y, &second) / (9.0 * second(size));
    }
    variance += sum(&ties_x, &third) * sum(&ties_y, &third) / (2.0 * third(size));
    let p = if variance > 0.0 {
        two_sided_normal(score as f64 / libm::sqrt(variance))
    } else {
        1.0
    };
    Kendall {
        tau: (score as f64 / below).clamp(-1.0, 1.0),
        p,
    }
}

fn sign(difference: f64) -> i64 {
    i64::from(difference > 0.0) - i64::from(difference < 0.0)
}

/// How many values share each value that more than one has.
pub(super) fn ties(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let groups = sorted.chunk_by(|a, b| a == b);
    groups
        .filter(|group| group.len() > 1)
        .map(|group| group.len() as f64)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn kendall_is_as_in_the_manual_of_scipy() {
        // SciPy reference guide, scipy.stats.kendalltau, example: x = [12, 2, 1, 12, 2], y = [1, 4, 7, 1, 0] gives
        // −0.47140452079103173.
        let x = known(&[12.0, 2.0, 1.0, 12.0, 2.0]);
        let y = known(&[1.0, 4.0, 7.0, 1.0, 0.0]);
        let found = correlation(Kind::Kendall, &x, &y).unwrap();
        assert!((found.value + 0.471_404_520_791_031_7).abs() < 1e-15);
    }

    #[test]
    fn kendall_with_ties_on_both_sides() {
        // Exercise and optimism of 15 people, SPSS prints 0.617 (https://stats.stackexchange.com/questions/653196):
        // 49 concordant and 4 discordant pairs with 30 and 34 tied ones.
        let x = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2].map(f64::from);
        let y = [0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 1, 2, 1].map(f64::from);
        let found = correlation(Kind::Kendall, &known(&x), &known(&y)).unwrap();
        assert_eq!(format!("{:.3}", found.value), "0.617");
    }

    #[test]
    fn spearman_of_ranks_by_hand() {
        // Ranks 1 2 3 4 5 against 2 1 4 3 5: squared differences 1 1 1 1 0, 1 − 6 × 4 / (5 × 24) = 0.8.
        let x = known(&[10.0, 20.0, 30.0, 40.0, 50.0]);
        let y = known(&[2.0, 1.0, 4.0, 3.0, 9.0]);
        let found = correlation(Kind::Spearman, &x, &y).unwrap();
        assert!((found.value - 0.8).abs() < 1e-12);
        // t = 0.8 √(3 / 0.36) = 2.3094 with 3 degrees of freedom: p = 0.1041 (tables of the t distribution)
        assert!((found.p.unwrap() - 0.1041).abs() < 5e-5);
    }

    #[test]
    fn nothing_to_say_about_what_does_not_vary() {
        let x = known(&[1.0, 1.0, 1.0, 1.0]);
        let y = known(&[1.0, 2.0, 3.0, 4.0]);
        for kind in Kind::ALL {
            let none = correlation(kind, &x, &y).unwrap_err().to_string();
            assert_eq!(none, "the values of one side all have one value");
            let few = correlation(kind, &y[..2], &y[..2]).unwrap_err().to_string();
            assert_eq!(few, "needs at least 3 pairs of values, and there are 2");
            let all_missing = correlation(kind, &[None, None], &[None, None]);
            assert!(all_missing.is_err());
        }
        let three = correlation(Kind::Pearson, &y[..3], &y[..3]).unwrap();
        assert_eq!((three.value, three.p), (1.0, None));
    }

    proptest! {
        #[test]
        fn correlations_stay_between_minus_one_and_one_and_do_not_mind_order(
            pairs in prop::collection::vec((-5i8..5, -5i8..5), 3..30)
        ) {
            let x: Vec<Option<f64>> = pairs.iter().map(|(x, _)| Some(f64::from(*x))).collect();
            let y: Vec<Option<f64>> = pairs.iter().map(|(_, y)| Some(f64::from(*y))).collect();
            let turned = |side: &[Option<f64>]| side.iter().rev().copied().collect::<Vec<_>>();
            for kind in Kind::ALL {
                let Ok(found) = correlation(kind, &x, &y) else { continue };
                prop_assert!((-1.0..=1.0).contains(&found.value));
                prop_assert!(found.p.is_none_or(|p| (0.0..=1.0).contains(&p)));
                let other = correlation(kind, &turned(&x), &turned(&y)).unwrap();
                prop_assert!((found.value - other.value).abs() < 1e-12);
                let swapped = correlation(kind, &y, &x).unwrap();
                prop_assert!((found.value - swapped.value).abs() < 1e-12);
            }
        }
    }
}
