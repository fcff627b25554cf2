//! What one column of values looks like: centre, spread, skewness, kurtosis, what is missing.

use super::figure::{Figure, NoFigure, at_least, mean, quantile, variance, varies};

/// Skewness beyond which a column is flagged, where kurtosis is beyond [`KURTOSIS`] too (Groeneveld and Meeden 1984, the
/// rule of the JRC's audits).
pub const SKEWNESS: f64 = 2.0;
/// Excess kurtosis beyond which a column is flagged, where skewness is too.
pub const KURTOSIS: f64 = 3.5;
/// The least share of known values; fewer are flagged (JRC audits: 65 %).
pub const LEAST_KNOWN: f64 = 0.65;

/// A column described.
#[derive(Debug, Clone)]
pub struct Description {
    /// How many values are known.
    pub known: usize,
    /// How many are missing.
    pub missing: usize,
    /// The smallest.
    pub low: Figure,
    /// The mean.
    pub mean: Figure,
    /// The median.
    pub median: Figure,
    /// The largest.
    pub high: Figure,
    /// The sample standard deviation.
    pub deviation: Figure,
    /// The adjusted skewness G₁ (Joanes and Gill 1998).
    pub skewness: Figure,
    /// The adjusted excess kurtosis G₂ (Joanes and Gill 1998), 0 for the normal distribution.
    pub kurtosis: Figure,
    /// How many different values.
    pub different: usize,
}

impl Description {
    /// Describes a column.
    pub fn of(column: &[Option<f64>]) -> Self {
        let mut values: Vec<f64> = column.iter().flatten().copied().collect();
        values.sort_by(f64::total_cmp);
        let none = || NoFigure::TooFew {
            what: "values",
            needed: 1,
            found: 0,
        };
        let different = values.chunk_by(|a, b| a == b).count();
        Description {
            known: values.len(),
            missing: column.len() - values.len(),
            low: values.first().copied().ok_or_else(none),
            high: values.last().copied().ok_or_else(none),
            median: quantile(&values, 0.5).ok_or_else(none),
            mean: at_least("values", 1, values.len()).map(|()| mean(&values)),
            deviation: at_least("values", 2, values.len()).map(|()| libm::sqrt(variance(&values))),
            skewness: skewness(&values),
            kurtosis: kurtosis(&values),
            different,
        }
    }

    /// What stands out, in words.
    pub fn flags(&self) -> Vec<&'static str> {
        let mut flags = Vec::new();
        let total = self.known + self.missing;
        if self.known == 0 {
            flags.push("nothing known");
        } else if (self.known as f64) < LEAST_KNOWN * total as f64 {
            flags.push("much missing");
        }
        if self.known > 1 && self.different == 1 {
            flags.push("all equal");
        }
        if let (Ok(skewness), Ok(kurtosis)) = (&self.skewness, &self.kurtosis)
            && skewness.abs() > SKEWNESS
            && *kurtosis > KURTOSIS
        {
            flags.push("outliers");
        }
        flags
    }
}

/// Central moments m₂ and `power`.
fn moments(values: &[f64], power: i32) -> (f64, f64) {
    let centre = mean(values);
    let size = values.len() as f64;
    let of = |power| values.iter().map(|x| (x - centre).powi(power)).sum::<f64>() / size;
    (of(2), of(power))
}

/// G₁ = √(n (n − 1)) / (n − 2) × m₃ / m₂^1.5
fn skewness(values: &[f64]) -> Figure {
    at_least("values", 3, values.len())?;
    if !varies(values) {
        return Err(NoFigure::NoVariance("the values"));
    }
    let (second, third) = moments(values, 3);
    let n = values.len() as f64;
    Ok(libm::sqrt(n * (n - 1.0)) / (n - 2.0) * third / (second * libm::sqrt(second)))
}

/// G₂ = (n − 1) / ((n − 2)(n − 3)) × ((n + 1) (m₄ / m₂² − 3) + 6)
fn kurtosis(values: &[f64]) -> Figure {
    at_least("values", 4, values.len())?;
    if !varies(values) {
        return Err(NoFigure::NoVariance("the values"));
    }
    let (second, fourth) = moments(values, 4);
    let n = values.len() as f64;
    let excess = fourth / (second * second) - 3.0;
    Ok((n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * excess + 6.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skewness_and_kurtosis_as_a_spreadsheet_has_them() {
        // Microsoft's reference for the worksheet functions SKEW and KURT, both on 3, 4, 5, 2, 3, 4, 5, 6, 4, 7:
        // 0.359543071 and −0.151799637.
        let values = [3, 4, 5, 2, 3, 4, 5, 6, 4, 7].map(|x| Some(f64::from(x)));
        let found = Description::of(&values);
        assert!((found.skewness.unwrap() - 0.359_543_071).abs() < 1e-9);
        assert!((found.kurtosis.unwrap() + 0.151_799_637).abs() < 1e-9);
    }

    #[test]
    fn what_is_not_there_has_no_figure_but_a_reason() {
        let none = Description::of(&[None, None]);
        assert_eq!((none.known, none.missing), (0, 2));
        assert_eq!(none.flags(), ["nothing known"]);
        for figure in [
            none.low,
            none.mean,
            none.median,
            none.deviation,
            none.skewness,
            none.kurtosis,
        ] {
            assert!(figure.is_err());
        }
        let one = Description::of(&[Some(3.0)]);
        assert_eq!(one.mean, Ok(3.0));
        assert!(one.deviation.is_err());
        let equal = Description::of(&[Some(3.0); 5]);
        assert_eq!(equal.deviation, Ok(0.0));
        assert!(equal.skewness.is_err() && equal.kurtosis.is_err());
        assert_eq!(equal.flags(), ["all equal"]);
    }

    #[test]
    fn one_value_far_from_the_rest_is_flagged() {
        let mut values = vec![Some(0.0); 19];
        values.push(Some(100.0));
        assert_eq!(Description::of(&values).flags(), ["outliers"]);
    }
}
