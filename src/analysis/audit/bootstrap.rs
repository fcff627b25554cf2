//! Intervals and tests by resampling.

use super::figure::{Figure, NoFigure, at_least, mean, quantile, varies};
use super::stream::Stream;

/// What a resampled statistic came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The share of resamples in which the statistic had a value.
    pub defined: f64,
}

/// A percentile interval of a statistic of `count` units (Efron and Tibshirani 1993, chapter 13): units are drawn with
/// replacement, `statistic` gets the places of those drawn. Resamples in which it has no value are left out; fewer than
/// half with a value give no interval.
///
/// # Errors
/// With fewer than two units, or too few resamples with a value.
pub fn percentile_interval(
    count: usize,
    replicates: u64,
    seed: u64,
    confidence: f64,
    statistic: &dyn Fn(&[usize]) -> Figure,
) -> Result<Interval, NoFigure> {
    at_least("units", 2, count)?;
    let mut drawn = vec![0; count];
    let mut found: Vec<f64> = Vec::new();
    for replicate in 0..replicates {
        let mut stream = Stream::new(seed, purpose::RESAMPLE, replicate);
        drawn.iter_mut().for_each(|at| *at = stream.below(count));
        found.extend(statistic(&drawn));
    }
    let defined = found.len() as f64 / replicates.max(1) as f64;
    if defined < 0.5 {
        return Err(NoFigure::Undefined(
            "in most resamples the statistic has no value",
        ));
    }
    found.sort_by(f64::total_cmp);
    let end = |share| quantile(&found, share).ok_or(NoFigure::Undefined("there are no resamples"));
    Ok(Interval {
        low: end((1.0 - confidence) / 2.0)?,
        high: end((1.0 + confidence) / 2.0)?,
        defined,
    })
}

/// The change of a mean between two editions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The mean difference of the pairs.
    pub mean: f64,
    /// The percentile interval of that mean.
    pub interval: Interval,
    /// The two-sided probability of a mean at least as far from zero if nothing had changed.
    pub p: f64,
    /// How many pairs.
    pub pairs: usize,
}

/// Whether pairs (one per indicator) differ on the whole: a paired bootstrap over them. The p-value resamples the
/// differences moved to a mean of zero (Efron and Tibshirani 1993, section 16.4), so it is never read off overlapping
/// intervals. `weights` say what each pair counts.
///
/// # Errors
/// With fewer than two pairs, or where all differences are equal and not zero (nothing varies to judge by).
pub fn paired_change(
    differences: &[f64],
    weights: &[f64],
    replicates: u64,
    seed: u64,
    confidence: f64,
) -> Result<Change, NoFigure> {
    at_least("indicators in both editions", 2, differences.len())?;
    let weighted = |places: &[usize]| {
        let (mut sum, mut all) = (0.0, 0.0);
        for at in places {
            sum += weights[*at] * differences[*at];
            all += weights[*at];
        }
        super::figure::finite(sum / all, "the indicators drawn have no weight")
    };
    let everyone: Vec<usize> = (0..differences.len()).collect();
    let observed = weighted(&everyone)?;
    if !varies(differences) && mean(differences) != 0.0 {
        return Err(NoFigure::NoVariance("the differences"));
    }
    let interval = percentile_interval(differences.len(), replicates, seed, confidence, &weighted)?;
    let mut drawn = vec![0; differences.len()];
    let mut as_far = 0u64;
    for replicate in 0..replicates {
        let mut stream = Stream::new(seed, purpose::NULL, replicate);
        drawn
            .iter_mut()
            .for_each(|at| *at = stream.below(differences.len()));
        if weighted(&drawn).is_ok_and(|found| (found - observed).abs() >= observed.abs() - 1e-12) {
            as_far += 1;
        }
    }
    Ok(Change {
        mean: observed,
        interval,
        // The observed sample is one of those possible (Davison and Hinkley 1997, section 4.4).
        p: (as_far + 1) as f64 / (replicates + 1) as f64,
        pairs: differences.len(),
    })
}

/// What streams are for; see [`Stream::new`].
pub(super) mod purpose {
    /// Resampling units.
    pub const RESAMPLE: u64 = 1;
    /// Resampling under the hypothesis that nothing has changed.
    pub const NULL: u64 = 2;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_of_a_mean_hold_their_share() {
        // 200 samples of 40 normal numbers with mean 0: a 90 % interval should hold 0 in about 180; four standard errors
        // of that count are 4 × √(200 × 0.9 × 0.1) = 17. Percentile intervals of 40 values are slightly too short.
        let mut held = 0;
        for sample in 0..200 {
            let mut stream = Stream::new(11, 90, sample);
            let values: Vec<f64> = (0..40).map(|_| stream.normal()).collect();
            let statistic = |places: &[usize]| {
                Ok(mean(
                    &places.iter().map(|at| values[*at]).collect::<Vec<_>>(),
                ))
            };
            let found = percentile_interval(40, 400, sample, 0.9, &statistic).unwrap();
            held += i32::from(found.low <= 0.0 && 0.0 <= found.high);
        }
        assert!((180 - 20..=180 + 17).contains(&held), "{held}");
    }

    #[test]
    fn no_change_is_rarely_found_and_a_clear_one_always() {
        let mut found = 0;
        for sample in 0..200 {
            let mut stream = Stream::new(12, 91, sample);
            let values: Vec<f64> = (0..30).map(|_| stream.normal()).collect();
            let change = paired_change(&values, &[1.0; 30], 400, sample, 0.95).unwrap();
            found += i32::from(change.p <= 0.05);
        }
        // 5 % of 200 are 10, four standard errors 12.
        assert!(found <= 22, "{found}");
        let clear: Vec<f64> = (0..30).map(|at| 10.0 + f64::from(at % 3)).collect();
        let change = paired_change(&clear, &[1.0; 30], 999, 1, 0.95).unwrap();
        assert!(change.p <= 0.001 && change.interval.low > 10.0 && change.mean == 11.0);
    }

    #[test]
    fn too_few_and_equal_differences_are_refused_in_words() {
        let one = paired_change(&[3.0], &[1.0], 99, 1, 0.95).unwrap_err();
        assert_eq!(
            one.to_string(),
            "needs at least 2 indicators in both editions, and there is 1"
        );
        let equal = paired_change(&[3.0; 5], &[1.0; 5], 99, 1, 0.95).unwrap_err();
        assert_eq!(equal.to_string(), "the differences all have one value");
        let none = paired_change(&[0.0; 5], &[1.0; 5], 99, 1, 0.95).unwrap();
        assert_eq!((none.mean, none.p), (0.0, 1.0));
    }
}
