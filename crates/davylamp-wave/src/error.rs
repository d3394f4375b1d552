/// What this crate refuses.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WaveError {
    /// A parameter must be positive and finite.
    #[error("{name} = {value:e} must be positive and finite")]
    NotPositive {
        /// The parameter.
        name: &'static str,
        /// What was given.
        value: f64,
    },
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
    /// A sample must be finite.
    #[error("{name} {index} is {value}, which is not finite")]
    NotFinite {
        /// Of what: "sample of the wavelet".
        name: &'static str,
        /// Which one, from 0.
        index: usize,
        /// What was given.
        value: f64,
    },
    /// A position must be finite.
    #[error("{name} {index} lies at ({x}, {z}), which is no place")]
    NoPlace {
        /// Whose position: "source" or "receiver".
        name: &'static str,
        /// Which one, from 0.
        index: usize,
        /// Its x in m.
        x: f64,
        /// Its z in m.
        z: f64,
    },
    /// Something that must not be empty is.
    #[error("there are no {name}")]
    Empty {
        /// What there is none of.
        name: &'static str,
    },
}

pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, WaveError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(WaveError::NotPositive { name, value })
    }
}

pub(crate) fn in_range(
    name: &'static str,
    value: f64,
    min: f64,
    max: f64,
) -> Result<f64, WaveError> {
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(WaveError::OutOfRange { name, value, min, max })
    }
}
