use nalgebra::{DMatrix, SymmetricEigen};

use crate::least_squares::{Problem, jacobian};
use crate::{ProjectedMisfit, TraceError};

/// A source: where it is and how much it emits.
///
/// The example of [`search`](crate::search) shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Source {
    /// Place: x to the east, y to the north, height above the ground; m.
    pub position: [f64; 3],
    /// Rate, kg/s.
    pub rate: f64,
}

impl Source {
    /// A first estimate must be a place and a rate.
    pub(crate) fn check(&self) -> Result<(), TraceError> {
        if let Some(value) = self.position.iter().find(|v| !v.is_finite()) {
            return Err(TraceError::OutOfRange {
                name: "place of the first estimate",
                value: *value,
                allowed: "finite numbers",
            });
        }
        if !(self.rate > 0.0 && self.rate.is_finite()) {
            return Err(TraceError::OutOfRange {
                name: "rate of the first estimate",
                value: self.rate,
                allowed: "a finite number greater than zero",
            });
        }
        Ok(())
    }
}

/// The source that fits the readings best, and how well it does.
///
/// The example of [`search`](crate::search) shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The source.
    pub source: Source,
    /// By how much the wind is turned from the measured one, rad, counter-clockwise.
    pub wind_turn: f64,
    /// The misfit there (see [`Misfit`](crate::Misfit)).
    pub misfit: f64,
    /// How often the plume was evaluated at all readings.
    pub evaluations: usize,
    /// Modelled concentration of each reading, background included, kg/m³.
    pub predicted: Vec<f64>,
    /// Covariance of (x, y, rate) after linearising the model at the fit, with the noise taken from
    /// the misfit itself; `None` where the readings do not determine all unknowns.
    pub covariance: Option<[[f64; 3]; 3]>,
    /// How badly the unknowns are determined together: the ratio of the greatest to the least
    /// singular value of the derivatives, in units of the box; infinite where one is not determined
    /// at all.
    pub condition: f64,
}

impl Fit {
    /// Whether the readings determine place and rate: there are enough of them, and no combination
    /// of unknowns is left that they do not feel.
    #[must_use]
    pub fn is_determined(&self) -> bool {
        self.condition < MOST_CONDITION
    }
}

/// Above this ratio of singular values the differences taken (relative error 1e-9) no longer say
/// what the weakest combination of unknowns does.
const MOST_CONDITION: f64 = 1e7;

/// Describes the fit at `x`.
pub(crate) fn describe(
    objective: &ProjectedMisfit<'_>,
    x: &[f64],
    evaluations: usize,
) -> Result<Fit, TraceError> {
    let case = objective.case();
    let (rate, predicted) = objective.with_rate(x, |rate, units| {
        let predicted = units.iter().map(|g| rate * g + case.background()).collect();
        (rate, predicted)
    });
    if rate <= 0.0 {
        return Err(TraceError::OutOfReach);
    }
    let mut residuals = vec![0.0; case.excess().len()];
    objective.residuals(x, &mut residuals);
    let misfit: f64 = residuals.iter().map(|r| r * r).sum();
    let (covariance, condition) = local_covariance(objective, x, rate, misfit);
    let more = 2 * (x.len() + 1) + 2;
    Ok(Fit {
        source: Source { position: objective.layout.source(x), rate },
        wind_turn: objective.layout.wind_turn(x),
        misfit,
        evaluations: evaluations + more,
        predicted,
        covariance,
        condition,
    })
}

/// Derivatives of the residuals by (place, ..., logarithm of the rate), in units of the box.
pub(crate) fn scaled_jacobian(
    objective: &ProjectedMisfit<'_>,
    x: &[f64],
    rate: f64,
) -> DMatrix<f64> {
    let case = objective.case();
    let layout = &objective.layout;
    let dim = x.len();
    let residuals = |p: &[f64], out: &mut [f64]| {
        let rate = p[dim].exp();
        crate::objective::with_units(case, layout.source(p), layout.wind_turn(p), |units| {
            for ((reading, unit), r) in objective.readings.iter().zip(units).zip(out) {
                *r = objective.misfit().residual(reading, rate * unit).0;
            }
        });
    };
    let log_rate = rate.ln();
    let mut at = x.to_vec();
    at.push(log_rate);
    let (mut lower, mut upper) = (layout.lower.clone(), layout.upper.clone());
    lower.push(log_rate - 0.5);
    upper.push(log_rate + 0.5);
    let count = case.excess().len();
    let problem = Problem { lower: &lower, upper: &upper, count, residuals: &residuals };
    let mut derivatives = jacobian(&problem, &at);
    for k in 0..=dim {
        derivatives.column_mut(k).scale_mut(upper[k] - lower[k]);
    }
    derivatives
}

fn local_covariance(
    objective: &ProjectedMisfit<'_>,
    x: &[f64],
    rate: f64,
    misfit: f64,
) -> (Option<[[f64; 3]; 3]>, f64) {
    let derivatives = scaled_jacobian(objective, x, rate);
    let (count, unknowns) = derivatives.shape();
    if count < unknowns {
        return (None, f64::INFINITY);
    }
    let normal = derivatives.tr_mul(&derivatives);
    let eigen = SymmetricEigen::new(normal);
    let (least, greatest) =
        eigen.eigenvalues.iter().fold((f64::INFINITY, 0.0_f64), |(a, b), v| (a.min(*v), b.max(*v)));
    let condition =
        if least > 0.0 && greatest.is_finite() { (greatest / least).sqrt() } else { f64::INFINITY };
    if condition >= MOST_CONDITION {
        return (None, condition);
    }
    let variance = match objective.misfit() {
        crate::Misfit::Likelihood(_) => 1.0,
        _ => misfit / (count - unknowns).max(1) as f64,
    };
    let inverse = eigen.eigenvectors.clone()
        * DMatrix::from_diagonal(&eigen.eigenvalues.map(|v| variance / v))
        * eigen.eigenvectors.transpose();
    let width = |axis: usize| objective.layout.upper[axis] - objective.layout.lower[axis];
    // The last unknown is the logarithm of the rate, one wide.
    let places = [(0, width(0)), (1, width(1)), (unknowns - 1, rate)];
    let covariance = places.map(|(i, a)| places.map(|(j, b)| inverse[(i, j)] * a * b));
    (Some(covariance), condition)
}
