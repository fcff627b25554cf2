//! The analytic hierarchy process: weights from pairwise comparisons, and how consistent these are.

use crate::analysis::audit::figure::{Figure, NoFigure};

/// Saaty's random consistency indices of matrices of 1 to 15 (Saaty 1980).
const RANDOM: [f64; 15] = [
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
];

/// What comparisons give.
#[derive(Debug, Clone)]
pub struct Hierarchy {
    /// The principal eigenvector, scaled to 1.
    pub weights: Vec<f64>,
    /// The principal eigenvalue, at least the number of parts.
    pub eigenvalue: f64,
    /// `(λ − n) / (n − 1)`
    pub consistency: f64,
    /// The consistency index over that of random comparisons; comparisons are consistent enough up to 0.1. There is none for
    /// more than 15 parts.
    pub ratio: Figure,
}

/// The weights of a reciprocal matrix of comparisons, in rows (Saaty 1980), by powers of the matrix.
///
/// # Errors
/// Where the powers do not settle, which no positive reciprocal matrix brings about.
pub fn hierarchy(matrix: &[Vec<f64>]) -> Result<Hierarchy, NoFigure> {
    let size = matrix.len();
    let mut weights = vec![1.0 / size as f64; size];
    let mut eigenvalue = 0.0;
    let mut settled = false;
    for _ in 0..10_000 {
        let product: Vec<f64> = matrix
            .iter()
            .map(|row| row.iter().zip(&weights).map(|(a, w)| a * w).sum())
            .collect();
        eigenvalue = product.iter().sum();
        let next: Vec<f64> = product.iter().map(|x| x / eigenvalue).collect();
        let moved: f64 = next.iter().zip(&weights).map(|(a, b)| (a - b).abs()).sum();
        weights = next;
        if moved < 1e-14 {
            settled = true;
            break;
        }
    }
    if !settled || !eigenvalue.is_finite() {
        return Err(NoFigure::Undefined("the comparisons give no weights"));
    }
    let count = size as f64;
    let consistency = if size > 1 {
        (eigenvalue - count) / (count - 1.0)
    } else {
        0.0
    };
    let ratio = match RANDOM.get(size.wrapping_sub(1)) {
        // One or two parts cannot contradict themselves.
        Some(random) if *random > 0.0 => Ok((consistency / random).max(0.0)),
        Some(_) => Ok(0.0),
        None => Err(NoFigure::Undefined(
            "there is no random index for more than 15 parts",
        )),
    };
    Ok(Hierarchy {
        weights,
        eigenvalue,
        consistency,
        ratio,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drinks_as_saaty_prints_them() {
        // T. L. Saaty, Decision making with the analytic hierarchy process, Int. J. Services Sciences 1 (2008) 83–98: relative
        // consumption of coffee, wine, tea, beer, sodas, milk and water in the United States; the derived scale .177 .019
        // .042 .116 .190 .129 .327, consistency ratio .022.
        let above = [
            vec![9.0, 5.0, 2.0, 1.0, 1.0, 0.5],
            vec![1.0 / 3.0, 1.0 / 9.0, 1.0 / 9.0, 1.0 / 9.0, 1.0 / 9.0],
            vec![1.0 / 3.0, 1.0 / 4.0, 1.0 / 3.0, 1.0 / 9.0],
            vec![1.0 / 2.0, 1.0, 1.0 / 3.0],
            vec![2.0, 1.0 / 2.0],
            vec![1.0 / 3.0],
        ];
        let mut matrix = vec![vec![1.0; 7]; 7];
        for (row, values) in above.iter().enumerate() {
            for (at, value) in values.iter().enumerate() {
                matrix[row][row + 1 + at] = *value;
                matrix[row + 1 + at][row] = 1.0 / value;
            }
        }
        let found = hierarchy(&matrix).unwrap();
        let printed = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327];
        for (weight, printed) in found.weights.iter().zip(printed) {
            assert!((weight - printed).abs() < 0.0006, "{weight} {printed}");
        }
        let ratio = found.ratio.unwrap();
        assert!((ratio - 0.022).abs() < 0.001, "{ratio}");
    }

    #[test]
    fn consistent_comparisons_by_hand() {
        // Weights 4 : 2 : 1 compared without error.
        let matrix = vec![
            vec![1.0, 2.0, 4.0],
            vec![0.5, 1.0, 2.0],
            vec![0.25, 0.5, 1.0],
        ];
        let found = hierarchy(&matrix).unwrap();
        for (weight, expected) in found.weights.iter().zip([4.0, 2.0, 1.0]) {
            assert!((weight - expected / 7.0).abs() < 1e-12);
        }
        assert!((found.eigenvalue - 3.0).abs() < 1e-12 && found.ratio.unwrap() < 1e-12);
        let two = hierarchy(&[vec![1.0, 3.0], vec![1.0 / 3.0, 1.0]]).unwrap();
        assert_eq!(two.ratio, Ok(0.0));
        assert!((two.weights[0] - 0.75).abs() < 1e-12);
    }
}
