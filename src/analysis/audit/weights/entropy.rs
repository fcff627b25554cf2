//! Weights by entropy: a part in which entities differ more says more.

use crate::analysis::audit::figure::{NoFigure, at_least};

/// `wⱼ = (1 − eⱼ) / Σ (1 − e)` with `eⱼ = −Σ p ln p / ln n` and p each entity's share of the column's sum (Shannon 1948; Hwang
/// and Yoon 1981). Entities without a value are left out of that column.
///
/// # Errors
/// Where a column has values below zero, fewer than two values or nothing but zeros, or where no column varies.
pub fn entropy_weights(columns: &[&[Option<f64>]]) -> Result<Vec<f64>, NoFigure> {
    at_least("parts", 1, columns.len())?;
    let mut spread = Vec::new();
    for column in columns {
        let values: Vec<f64> = column.iter().flatten().copied().collect();
        at_least("entities", 2, values.len())?;
        if values.iter().any(|value| *value < 0.0) {
            return Err(NoFigure::Undefined(
                "entropy has no meaning for scores below zero",
            ));
        }
        let sum: f64 = values.iter().sum();
        if sum <= 0.0 {
            return Err(NoFigure::Undefined("a part has nothing but zeros"));
        }
        let of = |value: f64| {
            if value > 0.0 {
                value / sum * libm::log(value / sum)
            } else {
                0.0
            }
        };
        let entropy =
            -values.iter().map(|value| of(*value)).sum::<f64>() / libm::log(values.len() as f64);
        spread.push((1.0 - entropy).max(0.0));
    }
    let all: f64 = spread.iter().sum();
    if all <= 1e-12 {
        return Err(NoFigure::NoVariance("the parts"));
    }
    Ok(spread.into_iter().map(|own| own / all).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_columns_by_hand() {
        // Shares 1/2, 1/2: entropy 1, weight 0. Shares 1/4, 3/4: entropy (1/4 ln 4 + 3/4 ln 4/3) / ln 2 = 0.8113. A third column with
        // shares 0, 1 has entropy 0: weights 0, 0.1887 / 1.1887 = 0.1588, 0.8412.
        let columns: [&[Option<f64>]; 3] = [
            &[Some(5.0), Some(5.0)],
            &[Some(1.0), Some(3.0)],
            &[Some(0.0), Some(2.0)],
        ];
        let found = entropy_weights(&columns).unwrap();
        for (weight, expected) in found.iter().zip([0.0, 0.1588, 0.8412]) {
            assert!((weight - expected).abs() < 5e-5, "{weight}");
        }
    }

    #[test]
    fn where_there_are_none() {
        assert!(entropy_weights(&[&[Some(1.0), Some(1.0)]]).is_err());
        assert!(entropy_weights(&[&[Some(-1.0), Some(1.0)]]).is_err());
        assert!(entropy_weights(&[&[Some(0.0), Some(0.0)]]).is_err());
        assert!(entropy_weights(&[&[Some(1.0)]]).is_err());
        assert!(entropy_weights(&[]).is_err());
    }
}
