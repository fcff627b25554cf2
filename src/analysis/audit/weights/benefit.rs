//! Benefit of the doubt: every entity gets the weights that put it in the best light, as long as no entity would get more than 1
//! by them (Melyn and Moesen 1991; Cherchye et al. 2007; OECD/JRC handbook 2008, equation 22).

use crate::analysis::audit::figure::NoFigure;
use microlp::{ComparisonOp, OptimizationDirection, Problem};

/// What one entity gets.
#[derive(Debug, Clone)]
pub struct Benefit {
    /// Its score, at most 1.
    pub score: f64,
    /// Its weights.
    pub weights: Vec<f64>,
}

/// Between which shares of an entity's total weight each weight must lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The least share.
    pub least: f64,
    /// The largest share.
    pub most: f64,
}

/// The benefit of the doubt of one entity: `max Σ wₚ xₚ` with `Σ wₚ xₚₖ ≤ 1` for all entities k, `w ≥ 0`, and each weight within
/// the bounds. `columns` hold one list per part. A part the entity has no score in gets no weight; where others have none, they
/// count as zero in it.
///
/// # Errors
/// Where the entity has no score, a score is below zero, all scores are zero, or the bounds leave no weights.
pub fn benefit(
    columns: &[&[Option<f64>]],
    entity: usize,
    bounds: Option<Bounds>,
) -> Result<Benefit, NoFigure> {
    let own: Vec<Option<f64>> = columns
        .iter()
        .map(|column| column.get(entity).copied().flatten())
        .collect();
    if own.iter().all(Option::is_none) {
        return Err(NoFigure::Undefined("the entity has no score in any part"));
    }
    let known = columns.iter().flat_map(|column| column.iter()).flatten();
    if known.clone().any(|value| *value < 0.0) {
        return Err(NoFigure::Undefined(
            "the benefit of the doubt has no meaning for scores below zero",
        ));
    }
    // On a scale of about one the solver is at its best; the score does not depend on it.
    let largest = known.copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return Err(NoFigure::Undefined("all scores are zero"));
    }
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let variables: Vec<_> = own
        .iter()
        .map(|value| match value {
            Some(value) => problem.add_var(value / largest, (0.0, f64::INFINITY)),
            None => problem.add_var(0.0, (0.0, 0.0)),
        })
        .collect();
    let entities = columns.first().map_or(0, |column| column.len());
    for other in 0..entities {
        let row: Vec<_> = columns
            .iter()
            .zip(&variables)
            .filter_map(|(column, variable)| {
                let value = column[other].filter(|value| *value > 0.0)?;
                Some((*variable, value / largest))
            })
            .collect();
        if !row.is_empty() {
            problem.add_constraint(row.as_slice(), ComparisonOp::Le, 1.0);
        }
    }
    if let Some(bounds) = bounds {
        for (variable, value) in variables.iter().zip(&own) {
            if value.is_none() {
                continue;
            }
            for (share, how) in [
                (bounds.least, ComparisonOp::Ge),
                (bounds.most, ComparisonOp::Le),
            ] {
                let row: Vec<_> = variables
                    .iter()
                    .map(|other| {
                        (
                            *other,
                            if other == variable {
                                1.0 - share
                            } else {
                                -share
                            },
                        )
                    })
                    .collect();
                problem.add_constraint(row.as_slice(), how, 0.0);
            }
        }
    }
    let unsolved = NoFigure::Undefined("within these bounds there are no weights, or no best ones");
    let solution = problem
        .solve()
        .ok()
        .and_then(|outcome| outcome.into_solution().ok());
    let solution = solution.ok_or(unsolved)?;
    Ok(Benefit {
        score: solution.objective().clamp(0.0, 1.0),
        weights: variables
            .iter()
            .map(|variable| solution.var_value(*variable) / largest)
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::model::Scale;
    use super::super::super::technology::columns;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn technology_achievement_as_the_handbook_prints_it() {
        // OECD/JRC handbook 2008, table 19, page 94: min-max scores of 23 countries, each weight between 10 and 15 % of the total
        // (endnote 29).
        let scaled: Vec<Vec<Option<f64>>> = columns()
            .iter()
            .map(|column| Scale::MinMax.apply(column))
            .collect();
        let slices: Vec<&[Option<f64>]> = scaled.iter().map(Vec::as_slice).collect();
        let printed = [
            1.0, 1.0, 1.0, 0.87, 0.80, 0.75, 0.71, 0.73, 0.66, 0.62, 0.62, 0.86, 0.60, 0.54, 0.58,
            0.52, 0.51, 0.49, 0.34, 0.38, 0.31, 0.27, 0.28,
        ];
        let bounds = Bounds {
            least: 0.10,
            most: 0.15,
        };
        for (entity, printed) in printed.iter().enumerate() {
            let found = benefit(&slices, entity, Some(bounds)).unwrap();
            assert!(
                (found.score - printed).abs() < 0.0076,
                "{entity}: {} {printed}",
                found.score
            );
            let all: f64 = found.weights.iter().sum();
            for weight in &found.weights {
                assert!((0.0999..=0.1501).contains(&(weight / all)));
            }
        }
    }

    #[test]
    fn two_parts_by_hand() {
        // (4, 1), (1, 4), (2, 2): the third gets w (2 + 2) with 4a + b ≤ 1 and a + 4b ≤ 1: a = b = 1/5, 0.8.
        let columns: [&[Option<f64>]; 2] = [
            &[Some(4.0), Some(1.0), Some(2.0)],
            &[Some(1.0), Some(4.0), Some(2.0)],
        ];
        let of = |entity| benefit(&columns, entity, None).unwrap().score;
        assert!((of(0) - 1.0).abs() < 1e-9 && (of(1) - 1.0).abs() < 1e-9);
        assert!((of(2) - 0.8).abs() < 1e-9);
    }

    #[test]
    fn where_there_is_none() {
        let zeros: [&[Option<f64>]; 1] = [&[Some(0.0), Some(0.0)]];
        assert!(benefit(&zeros, 0, None).is_err());
        let missing: [&[Option<f64>]; 1] = [&[None, Some(1.0)]];
        assert!(benefit(&missing, 0, None).is_err());
        let below: [&[Option<f64>]; 1] = [&[Some(-1.0), Some(1.0)]];
        assert!(benefit(&below, 0, None).is_err());
        let alone: [&[Option<f64>]; 1] = [&[Some(3.0)]];
        assert!((benefit(&alone, 0, None).unwrap().score - 1.0).abs() < 1e-9);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn scores_lie_between_nothing_and_one_and_someone_has_one(
            rows in prop::collection::vec([0u8..50, 1u8..50, 0u8..50], 1..12)
        ) {
            let columns: Vec<Vec<Option<f64>>> = (0..3)
                .map(|at| rows.iter().map(|row| Some(f64::from(row[at]))).collect())
                .collect();
            let slices: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
            let mut best: f64 = 0.0;
            for entity in 0..rows.len() {
                let found = benefit(&slices, entity, None).unwrap();
                prop_assert!((0.0..=1.0).contains(&found.score));
                best = best.max(found.score);
            }
            prop_assert!(best > 1.0 - 1e-7);
        }
    }
}
