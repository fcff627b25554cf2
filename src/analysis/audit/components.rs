//! Principal components of a matrix of correlations, by Jacobi's rotations, and weights drawn from them.

use super::correlation::{Kind, correlation};
use super::figure::{NoFigure, at_least};

/// Principal components, the largest first.
#[derive(Debug, Clone)]
pub struct Components {
    /// The eigenvalues; they add up to the number of columns.
    pub eigenvalues: Vec<f64>,
    /// Of each component, the correlation of each column with it. The sign is such that loadings add up to no less than
    /// zero.
    pub loadings: Vec<Vec<f64>>,
}

/// The principal components of columns, from their Pearson correlations over pairwise complete values.
///
/// # Errors
/// With fewer than two columns, or where a correlation has no value.
pub fn components(columns: &[&[Option<f64>]]) -> Result<Components, NoFigure> {
    at_least("indicators", 2, columns.len())?;
    let size = columns.len();
    let mut matrix = vec![0.0; size * size];
    for first in 0..size {
        matrix[first * size + first] = 1.0;
        for second in first + 1..size {
            let found = correlation(Kind::Pearson, columns[first], columns[second])?;
            matrix[first * size + second] = found.value;
            matrix[second * size + first] = found.value;
        }
    }
    let (values, vectors) = symmetric_eigen(matrix, size);
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    let loadings = order.iter().map(|at| {
        // Pairwise complete correlations may give an eigenvalue a little below zero, which has no root.
        let length = libm::sqrt(values[*at].max(0.0));
        let own: Vec<f64> = (0..size)
            .map(|row| vectors[row * size + at] * length)
            .collect();
        let sign = if own.iter().sum::<f64>() < 0.0 {
            -1.0
        } else {
            1.0
        };
        own.into_iter().map(|loading| sign * loading).collect()
    });
    Ok(Components {
        loadings: loadings.collect(),
        eigenvalues: order.iter().map(|at| values[*at]).collect(),
    })
}

impl Components {
    /// How many components to keep by Kaiser's rule: those with an eigenvalue of at least 1 (at least one).
    pub fn kept(&self) -> usize {
        let kept = self
            .eigenvalues
            .iter()
            .filter(|value| **value >= 1.0 - 1e-9);
        kept.count().max(1)
    }

    /// Weights that add up to 1: the squared loadings on the kept components, that is each column's share of the variance
    /// they explain (Nicoletti, Scarpetta and Boylaud 2000, without rotation and without grouping).
    pub fn weights(&self) -> Vec<f64> {
        let kept = self.loadings.iter().take(self.kept());
        let mut weights = vec![0.0; self.eigenvalues.len()];
        for component in kept {
            for (weight, loading) in weights.iter_mut().zip(component) {
                *weight += loading * loading;
            }
        }
        let all: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / all).collect()
    }
}

/// Eigenvalues and eigenvectors (columns of the second matrix) of a symmetric matrix in rows, by cyclic Jacobi rotations
/// (Golub and Van Loan, Matrix Computations, algorithm 8.5.3).
pub fn symmetric_eigen(mut a: Vec<f64>, size: usize) -> (Vec<f64>, Vec<f64>) {
    let mut vectors = vec![0.0; size * size];
    for at in 0..size {
        vectors[at * size + at] = 1.0;
    }
    // Convergence is quadratic: ten sweeps are plenty for any matrix of correlations, fifty cannot be reached.
    for _ in 0..50 {
        let off: f64 = (0..size)
            .flat_map(|i| {
                (0..size)
                    .filter(move |j| *j != i)
                    .map(move |j| i * size + j)
            })
            .map(|at| a[at] * a[at])
            .sum();
        if off < 1e-30 {
            break;
        }
        for p in 0..size {
            for q in p + 1..size {
                rotate(&mut a, &mut vectors, size, p, q);
            }
        }
    }
    let values = (0..size).map(|at| a[at * size + at]).collect();
    (values, vectors)
}

fn rotate(a: &mut [f64], vectors: &mut [f64], size: usize, p: usize, q: usize) {
    let off = a[p * size + q];
    if off == 0.0 {
        return;
    }
    let tau = (a[q * size + q] - a[p * size + p]) / (2.0 * off);
    let root = libm::sqrt(1.0 + tau * tau);
    let t = if tau >= 0.0 {
        1.0 / (tau + root)
    } else {
        -1.0 / (root - tau)
    };
    let c = 1.0 / libm::sqrt(1.0 + t * t);
    let s = t * c;
    for k in 0..size {
        let (kp, kq) = (a[k * size + p], a[k * size + q]);
        a[k * size + p] = c * kp - s * kq;
        a[k * size + q] = s * kp + c * kq;
    }
    for k in 0..size {
        let (pk, qk) = (a[p * size + k], a[q * size + k]);
        a[p * size + k] = c * pk - s * qk;
        a[q * size + k] = s * pk + c * qk;
        let (vp, vq) = (vectors[k * size + p], vectors[k * size + q]);
        vectors[k * size + p] = c * vp - s * vq;
        vectors[k * size + q] = s * vp + c * vq;
    }
}

#[cfg(test)]
mod tests {
    use super::super::technology::columns;
    use super::*;

    #[test]
    fn technology_achievement_as_the_handbook_prints_it() {
        // OECD/JRC handbook 2008, table 7, page 65: shares of variance; table 6, page 64: correlations; table 8, page 69:
        // loadings on the first component (the handbook's have the other sign).
        let columns = columns();
        let slices: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
        let found = components(&slices).unwrap();
        // The printed data have the logarithms of telephones and electricity with two decimals only, which is too few for
        // the last printed digit of the shares.
        let shares = [41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9];
        for (value, printed) in found.eigenvalues.iter().zip(shares) {
            let share = value / 8.0 * 100.0;
            assert!((share - printed).abs() < 0.15, "{share} {printed}");
        }
        let printed = [0.11, 0.56, 0.92, -0.35, 0.76, 0.91, 0.74, 0.36];
        for (loading, printed) in found.loadings[0].iter().zip(printed) {
            assert!((loading - printed).abs() < 0.0105, "{loading} {printed}");
        }
        // The third is 0.98: "with an eigenvalue close to 1".
        assert_eq!(found.kept(), 2);
        let all: f64 = found.weights().iter().sum();
        assert!((all - 1.0).abs() < 1e-12);
        let electricity = correlation(Kind::Pearson, slices[2], slices[5]).unwrap();
        assert_eq!(format!("{:.2}", electricity.value), "0.84");
    }

    #[test]
    fn a_matrix_of_two_by_hand() {
        // [[2, 1], [1, 2]] has the eigenvalues 3 and 1.
        let (mut values, _) = symmetric_eigen(vec![2.0, 1.0, 1.0, 2.0], 2);
        values.sort_by(f64::total_cmp);
        assert!((values[0] - 1.0).abs() < 1e-14 && (values[1] - 3.0).abs() < 1e-14);
    }

    #[test]
    fn components_need_two_columns_that_vary() {
        let x = [1.0, 2.0, 3.0].map(Some);
        assert!(components(&[&x]).is_err());
        assert!(components(&[&x, &[Some(1.0); 3]]).is_err());
    }
}
