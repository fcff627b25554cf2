//! How several scores become one.

use crate::language::number::Number;
use crate::language::syntax::Aggregate;

/// One score from several, exactly where they are exact; `None` from none.
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
    let count = Number::whole(i64::try_from(scores.len()).ok()?);
    match how {
        // Without weights of their own, all scores weigh the same.
        Aggregate::Mean | Aggregate::WeightedMean => sum(scores).over(&count),
        Aggregate::Sum => Some(sum(scores)),
        Aggregate::Min => scores.iter().min().map(|score| (*score).clone()),
        Aggregate::Max => scores.iter().max().map(|score| (*score).clone()),
        Aggregate::Median => {
            let mut sorted = scores.to_vec();
            sorted.sort();
            let middle = sorted.len() / 2;
            let upper = sorted.get(middle).copied()?;
            if sorted.len() % 2 == 1 {
                return Some(upper.clone());
            }
            let lower = sorted.get(middle.checked_sub(1)?).copied()?;
            lower.plus(upper).over(&Number::whole(2))
        }
    }
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

fn sum(scores: &[&Number]) -> Number {
    scores
        .iter()
        .fold(Number::zero(), |sum, score| sum.plus(score))
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
}
