//! Cronbach's alpha: how far indicators that stand for one thing move together.

use super::correlation::{Kind, correlation, pearson};
use super::figure::{Figure, NoFigure, at_least, mean, varies};

/// Cronbach's alpha of columns, one value per entity (Cronbach 1951; OECD/JRC handbook 2008, equation 18):
/// `k / (k − 1) × (1 − Σ variances / variance of the sum)`, from the matrix of covariances.
///
/// Where values are missing, each covariance is taken over the entities that have both values, each variance over those
/// that have the value ("pairwise complete", the convention of the R package COINr); with complete data this is the usual
/// alpha.
///
/// # Errors
/// With fewer than two columns, fewer than three entities in any pair, or where the sum does not vary.
pub fn alpha(columns: &[&[Option<f64>]]) -> Figure {
    at_least("indicators", 2, columns.len())?;
    let (mut trace, mut all) = (0.0, 0.0);
    for (at, first) in columns.iter().enumerate() {
        for (other, second) in columns.iter().enumerate().skip(at) {
            let value = covariance(first, second)?;
            if at == other {
                trace += value;
                all += value;
            } else {
                all += 2.0 * value;
            }
        }
    }
    of_covariances(columns.len(), trace, all)
}

/// Alpha of the same columns on one scale: from the matrix of correlations instead of covariances.
///
/// # Errors
/// As [`alpha`], and where a column does not vary.
pub fn standardised_alpha(columns: &[&[Option<f64>]]) -> Figure {
    at_least("indicators", 2, columns.len())?;
    let size = columns.len() as f64;
    let mut all = size;
    for (at, first) in columns.iter().enumerate() {
        for second in columns.iter().skip(at + 1) {
            all += 2.0 * correlation(Kind::Pearson, first, second)?.value;
        }
    }
    of_covariances(columns.len(), size, all)
}

fn of_covariances(count: usize, trace: f64, all: f64) -> Figure {
    if all <= 1e-12 * trace.abs() {
        return Err(NoFigure::Undefined(
            "the sum of the indicators does not vary",
        ));
    }
    let count = count as f64;
    Ok(count / (count - 1.0) * (1.0 - trace / all))
}

/// The same without each of the columns in turn.
///
/// # Errors
/// Per column, those of `of`, which is [`alpha`] or [`standardised_alpha`].
pub fn if_dropped(columns: &[&[Option<f64>]], of: fn(&[&[Option<f64>]]) -> Figure) -> Vec<Figure> {
    (0..columns.len())
        .map(|dropped| {
            let kept: Vec<&[Option<f64>]> = columns
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != dropped)
                .map(|(_, column)| *column)
                .collect();
            of(&kept)
        })
        .collect()
}

/// The correlation of a column with the sum of the others, all standardised, over the entities that have all values.
///
/// # Errors
/// With fewer than three such entities, or where either side does not vary.
pub fn correlation_with_rest(columns: &[&[Option<f64>]], at: usize) -> Figure {
    at_least("indicators", 2, columns.len())?;
    let entities = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    let complete: Vec<usize> = (0..entities)
        .filter(|entity| columns.iter().all(|column| column[*entity].is_some()))
        .collect();
    at_least("entities with all values", 3, complete.len())?;
    let mut own = Vec::new();
    let mut rest = vec![0.0; complete.len()];
    for (place, column) in columns.iter().enumerate() {
        let values: Vec<f64> = complete
            .iter()
            .filter_map(|entity| column[*entity])
            .collect();
        if !varies(&values) {
            return Err(NoFigure::NoVariance("the values of an indicator"));
        }
        let (centre, spread) = (mean(&values), libm::sqrt(super::figure::variance(&values)));
        let standard: Vec<f64> = values.iter().map(|x| (x - centre) / spread).collect();
        if place == at {
            own = standard;
        } else {
            for (sum, value) in rest.iter_mut().zip(standard) {
                *sum += value;
            }
        }
    }
    if !varies(&rest) {
        return Err(NoFigure::NoVariance("the sums of the other indicators"));
    }
    Ok(pearson(&own, &rest))
}

/// The sample covariance over the entities that have both values.
fn covariance(x: &[Option<f64>], y: &[Option<f64>]) -> Figure {
    let (x, y): (Vec<f64>, Vec<f64>) = x.iter().zip(y).filter_map(|(x, y)| x.zip(*y)).unzip();
    at_least("entities with both values", 3, x.len())?;
    let (mean_x, mean_y) = (mean(&x), mean(&y));
    let products: f64 = x
        .iter()
        .zip(&y)
        .map(|(x, y)| (x - mean_x) * (y - mean_y))
        .sum();
    Ok(products / (x.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::super::technology::{COLUMNS, NAMES, columns};
    use super::*;

    #[test]
    fn technology_achievement_as_the_handbook_prints_it() {
        // OECD/JRC, Handbook on Constructing Composite Indicators, 2008, page 72: "The c-alpha is .70"; table 11, page 73:
        // alpha without each indicator, and its correlation with the total of the others; standardised values.
        let columns = columns();
        let slices: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
        assert_eq!(
            format!("{:.2}", standardised_alpha(&slices).unwrap()),
            "0.70"
        );
        let printed = [
            (0.261, 0.704),
            (0.527, 0.645),
            (0.566, 0.636),
            (-0.108, 0.774),
            (0.701, 0.603),
            (0.614, 0.624),
            (0.451, 0.662),
            (0.249, 0.706),
        ];
        let dropped = if_dropped(&slices, standardised_alpha);
        // The printed data have the logarithms of telephones and electricity with two decimals only, which is too few for
        // the last printed digit of the results.
        for (at, (with_rest, without)) in printed.iter().enumerate() {
            let found = correlation_with_rest(&slices, at).unwrap();
            assert!((found - with_rest).abs() < 0.0065, "{} {found}", NAMES[at]);
            let found = dropped[at].as_ref().unwrap();
            assert!((found - without).abs() < 0.0025, "{} {found}", NAMES[at]);
        }
        assert_eq!(COLUMNS.len(), printed.len());
    }

    #[test]
    fn raw_alpha_by_hand() {
        // Items (1 2 3 4), (2 2 4 4): variances 5/3 and 4/3, covariance 4/3, variance of the sum 17/3:
        // 2 × (1 − 3 / (17/3)) = 2 × (1 − 9/17) = 16/17.
        let first = [1.0, 2.0, 3.0, 4.0].map(Some);
        let second = [2.0, 2.0, 4.0, 4.0].map(Some);
        let found = alpha(&[&first, &second]).unwrap();
        assert!((found - 16.0 / 17.0).abs() < 1e-12);
    }

    #[test]
    fn one_column_equal_values_and_opposites_have_no_alpha() {
        let first = [1.0, 2.0, 3.0, 4.0].map(Some);
        let opposite = [4.0, 3.0, 2.0, 1.0].map(Some);
        let same = [1.0; 4].map(Some);
        assert!(alpha(&[&first]).is_err());
        assert!(alpha(&[&same, &same]).is_err());
        assert!(alpha(&[&first, &opposite]).is_err());
        assert!(standardised_alpha(&[&first, &same]).is_err());
        assert!(alpha(&[&[None, None, None], &[None, None, None]]).is_err());
    }
}
