//! How several scores become one.

use crate::language::arithmetic;
use crate::language::number::Number;
use crate::language::syntax::{Aggregate, Hundredths};

/// One score from several, exactly where they are exact; `None` from none, and where the aggregate has no value (the
/// geometric mean of a negative number, the harmonic mean of zero).
///
/// ```
/// use clearwatt::index::aggregate;
/// use clearwatt::language::{number::Number, syntax::Aggregate};
/// let (a, b) = (Number::whole(0), Number::whole(25));
/// assert_eq!(aggregate(Aggregate::Mean, &[&a, &b]), Number::parse("12.5"));
/// ```
pub fn aggregate(how: Aggregate, scores: &[&Number]) -> Option<Number> {
    if scores.is_empty() {
        return None;
    }
    let scores: Vec<Number> = scores.iter().map(|score| (*score).clone()).collect();
    match how {
        // Without weights of their own, all scores weigh the same.
        Aggregate::Mean | Aggregate::WeightedMean => arithmetic::mean(&scores),
        Aggregate::Sum => Some(arithmetic::sum(&scores)),
        Aggregate::Min => scores.into_iter().min(),
        Aggregate::Max => scores.into_iter().max(),
        Aggregate::Median => arithmetic::median(&scores),
        Aggregate::GeometricMean | Aggregate::WeightedGeometricMean => {
            arithmetic::geometric_mean(&scores)
        }
        Aggregate::HarmonicMean => arithmetic::harmonic_mean(&scores),
        Aggregate::PowerMean(Hundredths(0)) => arithmetic::geometric_mean(&scores),
        Aggregate::PowerMean(exponent) => {
            let exponent = exponent.number();
            let powers: Option<Vec<Number>> = scores
                .iter()
                .map(|score| arithmetic::power(score, &exponent))
                .collect();
            let inverse = Number::whole(1).over(&exponent)?;
            arithmetic::power(&arithmetic::mean(&powers?)?, &inverse)
        }
        Aggregate::TrimmedMean(share) => trimmed_mean(scores, share),
        Aggregate::ShareAtLeast(threshold) => {
            let threshold = threshold.number();
            let reached = scores.iter().filter(|score| **score >= threshold).count();
            Number::ratio(
                i64::try_from(reached).ok()?,
                i64::try_from(scores.len()).ok()?,
            )
        }
    }
}

/// The mean without this share of the scores at each end, rounded down to whole scores.
fn trimmed_mean(mut scores: Vec<Number>, share: Hundredths) -> Option<Number> {
    scores.sort();
    let cut = scores.len() * usize::try_from(share.0).ok()? / 100;
    let kept = scores.get(cut..scores.len().checked_sub(cut)?)?;
    arithmetic::mean(kept)
}

/// The weighted geometric mean of scores, `exp(Σ w ln x / Σ w)`; zero where a score of weight is zero. `None` when there
/// are no scores, a score is negative, or all weights are zero.
pub fn weighted_geometric_mean<'a>(
    scores: impl IntoIterator<Item = (&'a Number, &'a Number)>,
) -> Option<Number> {
    let (mut logarithms, mut weights) = (0.0, 0.0);
    let mut zero = false;
    for (score, weight) in scores {
        if score.is_negative() {
            return None;
        }
        let weight = weight.to_f64();
        zero |= score.is_zero() && weight > 0.0;
        if !score.is_zero() {
            logarithms += weight * libm::log(score.to_f64());
        }
        weights += weight;
    }
    if zero {
        return Some(Number::zero());
    }
    if weights == 0.0 {
        return None;
    }
    Number::real(libm::exp(logarithms / weights))
}

/// The weighted mean of scores; weights are scaled to add up to 1. `None` when there are no scores or all weights are
/// zero.
pub fn weighted_mean<'a>(
    scores: impl IntoIterator<Item = (&'a Number, &'a Number)>,
) -> Option<Number> {
    let (mut weighted, mut weights) = (Number::zero(), Number::zero());
    for (score, weight) in scores {
        weighted = weighted.plus(&score.times(weight));
        weights = weights.plus(weight);
    }
    weighted.over(&weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn georgia_2021_comes_out_as_published() {
        // DiXi Group, International Energy Transparency Index 2021, card of Georgia: eight category scores whose
        // weighted sum, 5 + 15.4 + 12.2 + 3.35 + 11.8 + 6.6 + 5.4 + 1.3 = 61.05, is the published 61.
        let scores = [100, 77, 61, 67, 59, 66, 54, 13].map(Number::whole);
        let weights = [
            "0.05", "0.20", "0.20", "0.05", "0.20", "0.10", "0.10", "0.10",
        ]
        .map(|weight| Number::parse(weight).unwrap());
        let mean = weighted_mean(scores.iter().zip(&weights)).unwrap();
        assert_eq!(mean, Number::parse("61.05").unwrap());
    }

    #[test]
    fn weights_are_scaled() {
        let (a, b) = (Number::whole(10), Number::whole(40));
        let (one, two) = (Number::whole(1), Number::whole(2));
        // (10 + 2 × 40) / 3 = 30
        assert_eq!(
            weighted_mean([(&a, &one), (&b, &two)]),
            Some(Number::whole(30))
        );
        assert_eq!(weighted_mean([(&a, &Number::zero())]), None);
    }

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        let scores = [4, 1, 3, 2].map(Number::whole);
        let scores: Vec<&Number> = scores.iter().collect();
        assert_eq!(aggregate(Aggregate::Median, &scores), Number::parse("2.5"));
        assert_eq!(
            aggregate(Aggregate::Median, &scores[..3]),
            Some(Number::whole(3))
        );
        assert_eq!(aggregate(Aggregate::Median, &[]), None);
    }

    #[test]
    fn other_means() {
        let scores = [2, 8, 4, 100].map(Number::whole);
        let scores: Vec<&Number> = scores.iter().collect();
        let of = |how, scores: &[&Number]| aggregate(how, scores).map(|found| found.fixed(6));
        // √(2 × 8) = 4; ((2² + 8²) / 2)^½ = √34; 2 / (1/2 + 1/8) = 3.2
        assert_eq!(
            of(Aggregate::GeometricMean, &scores[..2]).unwrap(),
            "4.000000"
        );
        assert_eq!(
            of(Aggregate::PowerMean(Hundredths(200)), &scores[..2]).unwrap(),
            "5.830952"
        );
        assert_eq!(
            of(Aggregate::HarmonicMean, &scores[..2]).unwrap(),
            "3.200000"
        );
        // 25% of four scores is one at each end: (4 + 8) / 2
        assert_eq!(
            of(Aggregate::TrimmedMean(Hundredths(25)), &scores).unwrap(),
            "6.000000"
        );
        // 8 and 100 of four
        assert_eq!(
            of(Aggregate::ShareAtLeast(Hundredths(800)), &scores).unwrap(),
            "0.500000"
        );
        let (one, three) = (Number::whole(1), Number::whole(3));
        // (2¹ × 8³)^¼ = 1024^¼ = 4√2
        let pairs = [(scores[0], &one), (scores[1], &three)];
        assert_eq!(weighted_geometric_mean(pairs).unwrap().fixed(6), "5.656854");
    }
}
