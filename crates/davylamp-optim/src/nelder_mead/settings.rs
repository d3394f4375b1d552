use crate::bounds::count_points;
use crate::error::check;
use crate::settings::with_fields;
use crate::{Bounds, OptimError};

/// How far a simplex reflects, expands, contracts and shrinks.
///
/// # Examples
///
/// ```
/// use davylamp_optim::{
///     Bounds, NelderMead, NelderMeadSettings, SimplexCoefficients, TestFunction, TestProblem, minimize,
/// };
///
/// let found = |unknowns, coefficients| {
///     let valley = TestProblem::new(TestFunction::Rosenbrock, unknowns)?;
///     let settings = NelderMeadSettings::default().with_coefficients(coefficients);
///     let mut simplex = NelderMead::new(settings, &Bounds::of(&valley)?, 1)?;
///     minimize(&valley, &mut simplex, 300).map(|found| found.value)
/// };
/// // With two unknowns the adaptive coefficients are the standard ones.
/// let [adaptive, standard] = [SimplexCoefficients::Adaptive, SimplexCoefficients::Standard];
/// assert_eq!(found(2, adaptive)?, found(2, standard)?);
/// assert_ne!(found(8, adaptive)?, found(8, standard)?);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum SimplexCoefficients {
    /// Nelder & Mead (1965): 1, 2, 1/2, 1/2.
    #[default]
    Standard,
    /// Gao & Han (2012): gentler the more unknowns there are, and better above about five;
    /// the same as the standard ones with two unknowns, which also serve for one.
    Adaptive,
}

/// $\rho$, $\chi$, $\gamma$ and $\sigma$.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Coefficients {
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    pub(super) reflection: f64,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    pub(super) expansion: f64,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    pub(super) contraction: f64,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    pub(super) shrinkage: f64,
}

impl SimplexCoefficients {
    pub(super) fn of(self, dim: usize) -> Coefficients {
        // With two unknowns the adaptive ones are the standard ones; with one they would shrink to a
        // point.
        let d = match self {
            Self::Standard => 2.0,
            Self::Adaptive => dim.max(2) as f64,
        };
        Coefficients {
            reflection: 1.0,
            expansion: 1.0 + 2.0 / d,
            contraction: 0.75 - 0.5 / d,
            shrinkage: 1.0 - 1.0 / d,
        }
    }
}

/// Settings of [`NelderMead`](crate::NelderMead).
///
/// # Examples
/// ```
/// use davylamp_optim::NelderMeadSettings;
///
/// // Polish one point, once.
/// let settings = NelderMeadSettings::default()
///     .with_start(vec![8.0, 15.0, 80.0])
///     .with_initial_step(0.01)
///     .with_restarts(0);
/// assert_eq!(settings.restarts, Some(0));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct NelderMeadSettings {
    /// How far a simplex reflects, expands, contracts and shrinks.
    pub coefficients: SimplexCoefficients,
    /// Where the first simplex starts, inside the bounds; `None` is a random point.
    pub start: Option<Vec<f64>>,
    /// Size of a new simplex as a share of the box, 1e-9 to 0.5.
    pub initial_step: f64,
    /// A simplex ends when it is not larger than this share of the box, 0 to 1.
    pub place_tolerance: f64,
    /// A simplex ends when its values differ by no more than this share of the best one, 0 to 1.
    pub value_tolerance: f64,
    /// How many simplices may start after the first; `None` is no limit.
    pub restarts: Option<usize>,
}

impl Default for NelderMeadSettings {
    /// A step of 0.15 (ours, by trial), and tolerances just above the rounding errors of a place
    /// (1e-12) and of a value (1e-14).
    fn default() -> Self {
        Self {
            coefficients: SimplexCoefficients::default(),
            start: None,
            initial_step: 0.15,
            place_tolerance: 1e-12,
            value_tolerance: 1e-14,
            restarts: None,
        }
    }
}

with_fields!(NelderMeadSettings {
    /// Sets how far a simplex reflects, expands, contracts and shrinks.
    with_coefficients(coefficients: SimplexCoefficients),
    /// Sets the size of a new simplex.
    with_initial_step(initial_step: f64),
    /// Sets the size at which a simplex ends.
    with_place_tolerance(place_tolerance: f64),
    /// Sets the difference of values at which a simplex ends.
    with_value_tolerance(value_tolerance: f64),
});

impl NelderMeadSettings {
    /// Sets where the first simplex starts.
    #[must_use]
    pub fn with_start(mut self, start: Vec<f64>) -> Self {
        self.start = Some(start);
        self
    }

    /// Sets how many simplices may start after the first.
    #[must_use]
    pub fn with_restarts(mut self, restarts: usize) -> Self {
        self.restarts = Some(restarts);
        self
    }

    pub(super) fn check(&self, bounds: &Bounds) -> Result<(), OptimError> {
        check("initial_step", self.initial_step, 1e-9, 0.5)?;
        check("place_tolerance", self.place_tolerance, 0.0, 1.0)?;
        check("value_tolerance", self.value_tolerance, 0.0, 1.0)?;
        match &self.start {
            None => Ok(()),
            Some(start) => match count_points(start, bounds)? {
                1 => Ok(()),
                _ => Err(OptimError::WrongDimension { expected: bounds.dim(), found: start.len() }),
            },
        }
    }
}
