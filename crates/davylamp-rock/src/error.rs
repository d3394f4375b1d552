/// What this crate refuses.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{PorePressure, RockError};
///
/// let refused = PorePressure::new(-1.0).unwrap_err();
/// assert_eq!(refused, RockError::NotPositive { name: "pore_pressure", value: -1.0 });
/// assert_eq!(refused.to_string(), "pore_pressure = -1e0 must be positive and finite");
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RockError {
    /// A parameter lies outside its physical or published range, or is not a number.
    #[error("{name} = {value:e} is outside [{min:e}, {max:e}]")]
    OutOfRange {
        /// The parameter.
        name: &'static str,
        /// What was given.
        value: f64,
        /// The least allowed value.
        min: f64,
        /// The greatest allowed value.
        max: f64,
    },
    /// A parameter must be positive and finite.
    #[error("{name} = {value:e} must be positive and finite")]
    NotPositive {
        /// The parameter.
        name: &'static str,
        /// What was given.
        value: f64,
    },
    /// Volume fractions that do not add up.
    #[error("fractions add up to {sum}, and must to 1")]
    FractionSum {
        /// What they add up to.
        sum: f64,
    },
    /// A saturated rock whose dry frame would be softer than nothing or stiffer than its mineral.
    #[error(
        "the frame is unphysical: k_sat = {k_sat:e} needs k_dry = {k_dry:e}, outside [0, {max:e}]"
    )]
    UnphysicalFrame {
        /// The saturated bulk modulus, in Pa.
        k_sat: f64,
        /// The dry modulus that it would take, in Pa.
        k_dry: f64,
        /// The greatest possible dry modulus (Voigt's bound), in Pa.
        max: f64,
    },
    /// A linearised reflection beyond the critical angle.
    #[error("angle = {angle} rad is at or beyond the critical angle {critical} rad")]
    BeyondCriticalAngle {
        /// What was given, in rad.
        angle: f64,
        /// The critical angle, in rad.
        critical: f64,
    },
    /// An equation of state without a stable density at this state.
    #[error("no density at pressure = {pressure:e} Pa, temperature = {temperature} K")]
    NoDensity {
        /// What was given, in Pa.
        pressure: f64,
        /// What was given, in K.
        temperature: f64,
    },
    /// A name is none of those known.
    #[error("{name} = \"{value}\" is none of {allowed}")]
    UnknownName {
        /// The parameter.
        name: &'static str,
        /// What was given.
        value: String,
        /// The names that are known.
        allowed: &'static str,
    },
    /// A slice has the wrong length.
    #[error("{name} has length {len}, and {expected} is needed")]
    WrongLength {
        /// The slice.
        name: &'static str,
        /// Its length.
        len: usize,
        /// The length that is needed.
        expected: usize,
    },
}

pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, RockError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(RockError::NotPositive { name, value })
    }
}

pub(crate) fn in_range(
    name: &'static str,
    value: f64,
    min: f64,
    max: f64,
) -> Result<f64, RockError> {
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(RockError::OutOfRange { name, value, min, max })
    }
}
