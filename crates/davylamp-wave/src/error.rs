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
