/// Why a method, a search or a state was refused, or why a search found nothing.
///
/// # Examples
///
/// ```
/// use davylamp_optim::{Bounds, DeSettings, DifferentialEvolution, Minimizer, OptimError};
/// use davylamp_optim::{TestFunction, TestProblem};
///
/// let sphere = TestProblem::new(TestFunction::Sphere, 2)?;
/// let mut de = DifferentialEvolution::new(DeSettings::default(), &Bounds::of(&sphere)?, 1)?;
/// let endless = Minimizer::new().minimize(&sphere, &mut de);
/// assert_eq!(endless.unwrap_err(), OptimError::NoLimit);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OptimError {
    /// A setting lies outside its range.
    #[error("{name} = {value:e} is outside [{min:e}, {max:e}]")]
    OutOfRange {
        /// The setting.
        name: &'static str,
        /// What it was.
        value: f64,
        /// The smallest value allowed.
        min: f64,
        /// The largest value allowed.
        max: f64,
    },
    /// A count lies outside its range.
    #[error("{name} = {value} is outside [{min}, {max}]")]
    CountOutOfRange {
        /// The setting.
        name: &'static str,
        /// What it was.
        value: usize,
        /// The smallest count allowed.
        min: usize,
        /// The largest count allowed.
        max: usize,
    },
    /// The two bounds differ in length.
    #[error("{lower} lower bounds, but {upper} upper bounds")]
    BoundsLength {
        /// Entries of the lower bound.
        lower: usize,
        /// Entries of the upper bound.
        upper: usize,
    },
    /// A pair of bounds is reversed, equal, not finite, or too wide for its width to be a number.
    #[error("unknown {index}: [{lower:e}, {upper:e}] is not a finite interval with lower < upper")]
    Bound {
        /// Which unknown, from 0.
        index: usize,
        /// Its lower bound.
        lower: f64,
        /// Its upper bound.
        upper: f64,
    },
    /// A search without any limit would never end.
    #[error("no limit: set max_evaluations or max_iterations")]
    NoLimit,
    /// The target is not a number.
    #[error("the target value is not a number")]
    TargetIsNan,
    /// A point has another number of unknowns than the bounds: a start, or what a method made for
    /// another objective asked for.
    #[error("there are {expected} unknowns, but {found} numbers for them")]
    WrongDimension {
        /// How many unknowns there are.
        expected: usize,
        /// How many numbers were given, for one point or several.
        found: usize,
    },
    /// A point lies outside the bounds: a start, or what a method made with other bounds asked for.
    #[error("a point has unknown {index} = {value:e}, outside [{lower:e}, {upper:e}]")]
    OutsideBounds {
        /// Which unknown, from 0.
        index: usize,
        /// What it was.
        value: f64,
        /// Its lower bound.
        lower: f64,
        /// Its upper bound.
        upper: f64,
    },
    /// The objective was NaN at every point.
    #[error("the objective was NaN at all of {evaluations} points")]
    NoFeasiblePoint {
        /// How many points were tried.
        evaluations: usize,
    },
    /// There is no method of this name.
    #[error("no method is called {name:?}; there are: {allowed}")]
    UnknownMethod {
        /// The name asked for.
        name: String,
        /// All names, separated by commas.
        allowed: String,
    },
    /// A saved state does not hang together: it was damaged, or is another version's.
    #[error("the saved state is damaged: {name} has {found} entries instead of {expected}")]
    DamagedState {
        /// Which part of the state.
        name: &'static str,
        /// How many entries it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
}

/// `Ok` if `value` is in `[min, max]`; NaN is not.
pub(crate) fn check(name: &'static str, value: f64, min: f64, max: f64) -> Result<(), OptimError> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(OptimError::OutOfRange { name, value, min, max })
    }
}

/// `Ok` if `value` is in `[min, max]`.
pub(crate) fn check_count(
    name: &'static str,
    value: usize,
    min: usize,
    max: usize,
) -> Result<(), OptimError> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(OptimError::CountOutOfRange { name, value, min, max })
    }
}

/// `Ok` if a part of a saved state has the length that the rest of the state implies.
#[cfg(feature = "serde")]
pub(crate) fn check_state(
    name: &'static str,
    found: usize,
    expected: usize,
) -> Result<(), OptimError> {
    if found == expected { Ok(()) } else { Err(OptimError::DamagedState { name, found, expected }) }
}
