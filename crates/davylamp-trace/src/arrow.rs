//! A linear system shaped like an arrow: unknowns that all epochs share, and each epoch's own.

use nalgebra::{SMatrix, SVector};

/// Logarithm of the rate, turn, widths, growths.
pub(crate) const SHARED: usize = 6;

/// Logarithm of the concentration, turn, widths.
pub(crate) const LOCAL: usize = 4;

pub(crate) type Shared = SVector<f64, SHARED>;
pub(crate) type Local = SVector<f64, LOCAL>;

/// Curvature of a rate about which the readings say nothing: a standard deviation of 10 in its
/// logarithm.
pub(crate) const WIDE_OPEN: f64 = 0.01;

/// Half the curvature and half the slope of the cost.
pub(crate) struct Equations {
    pub(crate) shared: SMatrix<f64, SHARED, SHARED>,
    pub(crate) gradient: Shared,
    /// One a epoch; none where there is only one.
    pub(crate) local: Vec<LocalEquations>,
}

/// The part of one epoch.
pub(crate) struct LocalEquations {
    pub(crate) matrix: SMatrix<f64, LOCAL, LOCAL>,
    pub(crate) coupling: SMatrix<f64, SHARED, LOCAL>,
    pub(crate) gradient: Local,
}

impl Equations {
    /// The step to the bottom of the damped parabola; `None` where there is no bottom.
    pub(crate) fn solve(&self, damping: f64) -> Option<(Shared, Vec<Local>)> {
        let (mut matrix, mut right) = (damped(&self.shared, damping), -self.gradient);
        let mut inverses = Vec::with_capacity(self.local.len());
        for LocalEquations { matrix: own, coupling, gradient } in &self.local {
            let inverse = damped(own, damping).cholesky()?.inverse();
            matrix -= coupling * inverse * coupling.transpose();
            right += coupling * inverse * gradient;
            inverses.push(inverse);
        }
        let shared = matrix.cholesky()?.solve(&right);
        let local =
            self.local.iter().zip(inverses).map(|(own, inverse)| {
                -(inverse * (own.gradient + own.coupling.transpose() * shared))
            });
        Some((shared, local.collect()))
    }

    /// Logarithm of the determinant of the whole system, and the variance of the logarithm of the
    /// rate.
    pub(crate) fn room(&self) -> (f64, f64) {
        self.reduced().unwrap_or((0.0, 1.0 / WIDE_OPEN))
    }

    fn reduced(&self) -> Option<(f64, f64)> {
        let mut matrix = self.shared;
        let mut log_determinant = 0.0;
        for LocalEquations { matrix: own, coupling, .. } in &self.local {
            let factor = own.cholesky()?;
            log_determinant += twice_log_diagonal(&factor.l());
            matrix -= coupling * factor.inverse() * coupling.transpose();
        }
        let factor = matrix.cholesky()?;
        log_determinant += twice_log_diagonal(&factor.l());
        Some((log_determinant, factor.inverse()[(0, 0)]))
    }
}

fn damped<const N: usize>(matrix: &SMatrix<f64, N, N>, damping: f64) -> SMatrix<f64, N, N> {
    let mut matrix = *matrix;
    for k in 0..N {
        matrix[(k, k)] *= 1.0 + damping;
    }
    matrix
}

fn twice_log_diagonal<const N: usize>(l: &SMatrix<f64, N, N>) -> f64 {
    2.0 * l.diagonal().iter().map(|v| v.ln()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DMatrix;

    /// Rounding of a 14 x 14 system with a condition of about 10.
    const ROUNDING: f64 = 1e-12;

    #[test]
    fn the_arrow_solves_as_the_full_matrix() {
        let entry = |i: usize, j: usize| 0.3 / (1.0 + i as f64 + 2.0 * j as f64);
        let shared =
            SMatrix::from_fn(|i, j| entry(i, j) + entry(j, i) + if i == j { 9.0 } else { 0.0 });
        let gradient = Shared::from_fn(|i, _| 1.0 - 0.3 * i as f64);
        let local: Vec<LocalEquations> = (0..2)
            .map(|e| LocalEquations {
                matrix: SMatrix::from_fn(|i, j| {
                    entry(i + e, j) + entry(j + e, i) + if i == j { 4.0 } else { 0.0 }
                }),
                coupling: SMatrix::from_fn(|i, j| entry(i + 3 * e, j)),
                gradient: Local::from_fn(|i, _| 0.5 + i as f64 - e as f64),
            })
            .collect();
        let equations = Equations { shared, gradient, local };
        let n = SHARED + 2 * LOCAL;
        let mut full = DMatrix::zeros(n, n);
        let mut right = nalgebra::DVector::zeros(n);
        full.view_mut((0, 0), (SHARED, SHARED)).copy_from(&shared);
        right.rows_mut(0, SHARED).copy_from(&-gradient);
        for (e, own) in equations.local.iter().enumerate() {
            let at = SHARED + e * LOCAL;
            full.view_mut((at, at), (LOCAL, LOCAL)).copy_from(&own.matrix);
            full.view_mut((0, at), (SHARED, LOCAL)).copy_from(&own.coupling);
            full.view_mut((at, 0), (LOCAL, SHARED)).copy_from(&own.coupling.transpose());
            right.rows_mut(at, LOCAL).copy_from(&-own.gradient);
        }
        let factor = full.clone().cholesky().unwrap();
        let expected = factor.solve(&right);
        let (step, local_steps) = equations.solve(0.0).unwrap();
        assert!((step - expected.rows(0, SHARED)).norm() < ROUNDING);
        for (e, local) in local_steps.iter().enumerate() {
            assert!((local - expected.rows(SHARED + e * LOCAL, LOCAL)).norm() < ROUNDING);
        }
        let (log_determinant, variance) = equations.room();
        assert!((log_determinant - full.determinant().ln()).abs() < ROUNDING * 100.0);
        assert!((variance - factor.inverse()[(0, 0)]).abs() < ROUNDING);
    }
}
