//! How the parts of a node become one number.

use super::Node;
use crate::language::number::Number;
use crate::language::syntax::{Aggregate, MissingEffect};

/// The three means between which an audit may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// `Σ w x`
    Arithmetic,
    /// `Π x^w`
    Geometric,
    /// `1 / Σ (w / x)`
    Harmonic,
}

impl Way {
    /// All three.
    pub const ALL: [Way; 3] = [Way::Arithmetic, Way::Geometric, Way::Harmonic];

    /// The word in files and tables.
    pub fn word(self) -> &'static str {
        match self {
            Way::Arithmetic => "arithmetic",
            Way::Geometric => "geometric",
            Way::Harmonic => "harmonic",
        }
    }

    /// The mean that an aggregate is; `None` of those that are no mean with weights.
    pub fn of(aggregate: Aggregate) -> Option<Way> {
        match aggregate {
            Aggregate::Mean | Aggregate::WeightedMean => Some(Way::Arithmetic),
            Aggregate::GeometricMean | Aggregate::WeightedGeometricMean => Some(Way::Geometric),
            Aggregate::HarmonicMean => Some(Way::Harmonic),
            _ => None,
        }
    }
}

/// The score of a node from its parts; `None` from none, or where the aggregate has no value.
pub fn combine(node: &Node, parts: &[Option<f64>], weights: &[f64]) -> Option<f64> {
    let mut values = Vec::with_capacity(parts.len());
    let mut kept = Vec::with_capacity(parts.len());
    for (part, weight) in parts.iter().zip(weights) {
        match (part, node.missing) {
            (Some(value), _) => values.push(*value),
            (None, MissingEffect::LeftOut) => continue,
            (None, MissingEffect::Zero) => values.push(0.0),
            (None, MissingEffect::NoScore) => return None,
        }
        kept.push(*weight);
    }
    finish(node, aggregate(node.aggregate, &values, &kept)?)
}

/// Factor, shift and rounding of a node.
pub fn finish(node: &Node, value: f64) -> Option<f64> {
    let value = node.shift + node.factor * value;
    match node.rounding {
        // A sum of floating-point numbers may lie a hair below the half that exact arithmetic gives.
        Some(rounding) => Number::real(value)
            .and_then(|number| Number::parse(&number.significant(13)))
            .map(|number| number.rounded(rounding).to_f64()),
        None => Some(value).filter(|value| value.is_finite()),
    }
}

/// An aggregate of values with weights, which aggregates without weights do not look at.
pub fn aggregate(how: Aggregate, values: &[f64], weights: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    if let Some(way) = Way::of(how) {
        return weighted(way, values.iter().copied().zip(weights.iter().copied()));
    }
    let numbers: Vec<Number> = values
        .iter()
        .map(|value| Number::real(*value))
        .collect::<Option<_>>()?;
    let numbers: Vec<&Number> = numbers.iter().collect();
    crate::index::aggregate(how, &numbers).map(|number| number.to_f64())
}

/// A weighted mean; `None` without weight, of a negative number in a geometric mean, of zero or less in a harmonic one.
pub fn weighted(way: Way, parts: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    let mut zero = false;
    for (value, weight) in parts {
        weights += weight;
        sum += weight
            * match way {
                Way::Arithmetic => value,
                Way::Geometric if value < 0.0 => return None,
                Way::Geometric if value == 0.0 => {
                    zero |= weight > 0.0;
                    0.0
                }
                Way::Geometric => libm::log(value),
                Way::Harmonic if value <= 0.0 => return None,
                Way::Harmonic => 1.0 / value,
            };
    }
    if weights <= 0.0 {
        return None;
    }
    Some(match way {
        Way::Arithmetic => sum / weights,
        Way::Geometric if zero => 0.0,
        Way::Geometric => libm::exp(sum / weights),
        Way::Harmonic => weights / sum,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_means_by_hand() {
        let of = |way| weighted(way, [(2.0, 1.0), (8.0, 3.0)].into_iter());
        // (2 + 24) / 4; (2 × 8³)^¼ = 4√2; 4 / (1/2 + 3/8)
        assert_eq!(of(Way::Arithmetic), Some(6.5));
        assert!((of(Way::Geometric).unwrap() - 5.656_854_249_492_381).abs() < 1e-12);
        assert!((of(Way::Harmonic).unwrap() - 32.0 / 7.0).abs() < 1e-12);
        let nothing = weighted(Way::Geometric, [(0.0, 1.0), (8.0, 1.0)].into_iter());
        assert_eq!(nothing, Some(0.0));
        for (way, value) in [(Way::Geometric, -1.0), (Way::Harmonic, 0.0)] {
            assert_eq!(weighted(way, [(value, 1.0)].into_iter()), None);
        }
        assert_eq!(weighted(Way::Arithmetic, [(1.0, 0.0)].into_iter()), None);
    }
}
