/// What this crate refuses.
///
/// The example of [`RoomScene`](crate::RoomScene) shows one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RoomError {
    /// A number lies outside what is allowed, or is not a number.
    #[error("{name} = {value} is not allowed: {allowed}")]
    OutOfRange {
        /// The parameter, as its scene calls it.
        name: String,
        /// What was given.
        value: String,
        /// What is allowed, in words.
        allowed: String,
    },
    /// A name is none of those known.
    #[error("{name} = \"{value}\" is none of {allowed}")]
    UnknownName {
        /// The parameter.
        name: String,
        /// What was given.
        value: String,
        /// The names that are known.
        allowed: String,
    },
    /// Two things that may not share a name do.
    #[error("{name} = \"{value}\" is there twice")]
    Duplicate {
        /// The parameter.
        name: String,
        /// The name that is there twice.
        value: String,
    },
    /// A room out of which the gas that comes in cannot push air.
    #[error(
        "{name} has no way out: a leak of gas needs an outlet or a natural opening in the room"
    )]
    Sealed {
        /// The layout.
        name: String,
    },
    /// The text is not TOML, or has a key or a type that is not known.
    #[error("line {line}, column {column}: {message}")]
    Toml {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong and what is allowed.
        message: String,
    },
}

/// Refuses a number outside a range; NaN is outside of every range.
pub(crate) fn within(
    name: impl Into<String>,
    value: f64,
    range: std::ops::RangeInclusive<f64>,
    unit: &str,
) -> Result<f64, RoomError> {
    if range.contains(&value) {
        return Ok(value);
    }
    Err(RoomError::OutOfRange {
        name: name.into(),
        value: value.to_string(),
        allowed: format!("{} to {} {unit}", range.start(), range.end()).trim_end().to_owned(),
    })
}
