/// What this crate refuses, always at construction.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeError, PlumeInput, StabilityClass};
///
/// let calm = GaussianPlume::new(PlumeInput {
///     curves: DispersionCurves::BriggsRural,
///     class: StabilityClass::D,
///     wind_speed: 0.2,
///     wind_from_deg: 270.0,
/// });
/// assert_eq!(calm.unwrap_err(), PlumeError::CalmWind { wind_speed: 0.2, min_wind_speed: 0.5 });
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlumeError {
    /// A parameter lies outside its allowed range, or is not a number.
    #[error("{name} = {value} is outside [{min}, {max}]")]
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
    #[error("{name} = {value} must be positive and finite")]
    NotPositive {
        /// The parameter.
        name: &'static str,
        /// What was given.
        value: f64,
    },
    /// A parameter must be finite.
    #[error("{name} = {value} must be finite")]
    NotFinite {
        /// The parameter.
        name: &'static str,
        /// What was given.
        value: f64,
    },
    /// The wind is too weak for a formula that divides by its speed.
    #[error(
        "wind_speed = {wind_speed} m/s is calm: the plume formula divides by it and holds from \
         {min_wind_speed} m/s"
    )]
    CalmWind {
        /// What was given, in m/s.
        wind_speed: f64,
        /// The least speed for which the plume was told to hold, in m/s.
        min_wind_speed: f64,
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

pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, PlumeError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(PlumeError::NotPositive { name, value })
    }
}

pub(crate) fn finite(name: &'static str, value: f64) -> Result<f64, PlumeError> {
    if value.is_finite() { Ok(value) } else { Err(PlumeError::NotFinite { name, value }) }
}

pub(crate) fn in_range(
    name: &'static str,
    value: f64,
    min: f64,
    max: f64,
) -> Result<f64, PlumeError> {
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(PlumeError::OutOfRange { name, value, min, max })
    }
}
