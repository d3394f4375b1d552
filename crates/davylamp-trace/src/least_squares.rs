//! Levenberg-Marquardt in a box, with derivatives by central differences.
//!
//! Small problems (up to a dozen unknowns) whose residuals cost far more than the algebra. After
//! Marquardt (1963), J. SIAM 11(2), 431-441, doi:10.1137/0111030, with the damping scaled by the
//! diagonal and steps cut at the bounds.

use nalgebra::{DMatrix, DVector};

/// What a run came to.
#[derive(Debug, Clone)]
pub(crate) struct Solution {
    pub(crate) x: Vec<f64>,
    /// Sum of squared residuals.
    pub(crate) cost: f64,
    /// How often the residuals were evaluated.
    pub(crate) evaluations: usize,
}

/// The residuals as a function of the unknowns, and their box.
pub(crate) struct Problem<'a> {
    pub(crate) lower: &'a [f64],
    pub(crate) upper: &'a [f64],
    /// How many residuals there are.
    pub(crate) count: usize,
    pub(crate) residuals: &'a dyn Fn(&[f64], &mut [f64]),
}

/// Step of the differences as a share of the box: the cube root of the rounding error, which
/// balances rounding against the cubic term.
const DIFFERENCE: f64 = 6e-6;

/// A run ends when a step lowers the cost by less than this share.
const LEAST_GAIN: f64 = 1e-12;

const MOST_TRIALS: usize = 12;

/// Lowers the sum of squares from `start`, in at most `iterations` steps.
pub(crate) fn minimize(problem: &Problem<'_>, start: &[f64], iterations: usize) -> Solution {
    let dim = start.len();
    let mut x: Vec<f64> = start
        .iter()
        .enumerate()
        .map(|(k, v)| v.clamp(problem.lower[k], problem.upper[k]))
        .collect();
    let mut residuals = vec![0.0; problem.count];
    (problem.residuals)(&x, &mut residuals);
    let mut cost = squares(&residuals);
    let mut evaluations = 1;
    let mut damping = 1e-2;
    let mut trial = vec![0.0; dim];
    let mut trial_residuals = vec![0.0; problem.count];
    for _ in 0..iterations {
        if !(cost > 0.0 && cost.is_finite()) {
            break;
        }
        let jacobian = jacobian(problem, &x);
        evaluations += 2 * dim;
        let normal = jacobian.tr_mul(&jacobian);
        let gradient = jacobian.tr_mul(&DVector::from_column_slice(&residuals));
        let mut gain = None;
        for _ in 0..MOST_TRIALS {
            let Some(step) = damped_step(&normal, &gradient, damping) else {
                damping *= 10.0;
                continue;
            };
            for (k, value) in trial.iter_mut().enumerate() {
                *value = (x[k] - step[k]).clamp(problem.lower[k], problem.upper[k]);
            }
            (problem.residuals)(&trial, &mut trial_residuals);
            evaluations += 1;
            let trial_cost = squares(&trial_residuals);
            if trial_cost < cost {
                gain = Some((cost - trial_cost) / cost);
                std::mem::swap(&mut x, &mut trial);
                std::mem::swap(&mut residuals, &mut trial_residuals);
                cost = trial_cost;
                damping = (damping * 0.1).max(1e-14);
                break;
            }
            damping *= 10.0;
        }
        if gain.is_none_or(|gain| gain < LEAST_GAIN) {
            break;
        }
    }
    Solution { x, cost, evaluations }
}

fn squares(residuals: &[f64]) -> f64 {
    residuals.iter().map(|r| r * r).sum()
}

/// Derivatives of the residuals, `[residual][unknown]`; inside the box, one-sided at its faces.
pub(crate) fn jacobian(problem: &Problem<'_>, x: &[f64]) -> DMatrix<f64> {
    let dim = x.len();
    let mut jacobian = DMatrix::zeros(problem.count, dim);
    let mut at = x.to_vec();
    let (mut above, mut below) = (vec![0.0; problem.count], vec![0.0; problem.count]);
    for k in 0..dim {
        let h = DIFFERENCE * (problem.upper[k] - problem.lower[k]);
        let (low, high) = ((x[k] - h).max(problem.lower[k]), (x[k] + h).min(problem.upper[k]));
        at[k] = high;
        (problem.residuals)(&at, &mut above);
        at[k] = low;
        (problem.residuals)(&at, &mut below);
        at[k] = x[k];
        for i in 0..problem.count {
            let slope = (above[i] - below[i]) / (high - low);
            jacobian[(i, k)] = if slope.is_finite() { slope } else { 0.0 };
        }
    }
    jacobian
}

fn damped_step(
    normal: &DMatrix<f64>,
    gradient: &DVector<f64>,
    damping: f64,
) -> Option<DVector<f64>> {
    // In units of each column's length, so that metres and radians may be mixed.
    let scale: Vec<f64> =
        normal.diagonal().iter().map(|d| if *d > 0.0 { d.sqrt() } else { 1.0 }).collect();
    let dim = scale.len();
    let scaled = DMatrix::from_fn(dim, dim, |i, j| {
        let value = normal[(i, j)] / (scale[i] * scale[j]);
        if i == j { value + damping.max(1e-15) } else { value }
    });
    let right = DVector::from_fn(dim, |i, _| gradient[i] / scale[i]);
    let mut step = scaled.cholesky()?.solve(&right);
    for (k, value) in step.iter_mut().enumerate() {
        *value /= scale[k];
    }
    step.iter().all(|v| v.is_finite()).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rosenbrock_is_solved_to_rounding() {
        let residuals = |x: &[f64], out: &mut [f64]| {
            out[0] = 10.0 * (x[1] - x[0] * x[0]);
            out[1] = 1.0 - x[0];
        };
        let problem =
            Problem { lower: &[-5.0; 2], upper: &[5.0; 2], count: 2, residuals: &residuals };
        let solution = minimize(&problem, &[-1.2, 1.0], 100);
        assert!((solution.x[0] - 1.0).abs() < 1e-8 && (solution.x[1] - 1.0).abs() < 1e-8);
    }

    #[test]
    fn a_minimum_outside_the_box_ends_on_its_face() {
        let residuals = |x: &[f64], out: &mut [f64]| {
            out[0] = x[0] - 3.0;
            out[1] = x[1] - 0.5;
        };
        let problem =
            Problem { lower: &[0.0; 2], upper: &[1.0; 2], count: 2, residuals: &residuals };
        let solution = minimize(&problem, &[0.2, 0.9], 100);
        assert!((solution.x[0] - 1.0).abs() < 1e-12 && (solution.x[1] - 0.5).abs() < 1e-6);
    }
}
