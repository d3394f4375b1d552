/// What this crate refuses.
///
/// # Examples
///
/// ```
/// use davylamp_wave::{WaveError, Wavelet};
///
/// let refused = Wavelet::ricker(-10.0, 0.1).unwrap_err();
/// assert!(matches!(refused, WaveError::NotPositive { value: -10.0, .. }), "{refused}");
/// ```
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
    /// The ground cannot be like this.
    #[error("{name} = {value} at node (iz, ix) = ({iz}, {ix}) is outside [{min}, {max}]")]
    Ground {
        /// The property.
        name: &'static str,
        /// Row of the node.
        iz: usize,
        /// Column of the node.
        ix: usize,
        /// Its value there.
        value: f64,
        /// The least allowed value.
        min: f64,
        /// The greatest allowed value.
        max: f64,
    },
    /// A time step with which errors would grow without limit.
    #[error("dt = {dt:e} s is unstable here: the largest stable step is {max:e} s")]
    Unstable {
        /// What was given, in s.
        dt: f64,
        /// The largest stable time step, in s.
        max: f64,
    },
    /// A grid too coarse for the waves.
    #[error(
        "{points:.2} points per wavelength at {frequency} Hz and {speed} m/s, and {needed:.2} are \
         needed: a spacing of at most {spacing:.3} m"
    )]
    TooCoarse {
        /// Points per wavelength that there are.
        points: f64,
        /// Points per wavelength that are needed.
        needed: f64,
        /// The highest frequency that counts, in Hz.
        frequency: f64,
        /// The slowest wave, in m/s.
        speed: f64,
        /// The spacing that would do, in m.
        spacing: f64,
    },
    /// A place outside the model (in the absorbing layer, perhaps).
    #[error(
        "{name} {index} at ({x}, {z}) is outside the model: x in [0, {width}], z in [0, {depth}]"
    )]
    Outside {
        /// Whose place: "source" or "receiver".
        name: &'static str,
        /// Which one, from 0.
        index: usize,
        /// Its x in m.
        x: f64,
        /// Its z in m.
        z: f64,
        /// Width of the model in m.
        width: f64,
        /// Depth of the model in m.
        depth: f64,
    },
    /// More memory than there is, or than allowed.
    #[error("{needed} bytes are needed, more than {}", limit.map_or_else(
        || "the machine gives".to_owned(), |limit| format!("the {limit} allowed")))]
    TooLarge {
        /// Bytes that are needed.
        needed: u64,
        /// Bytes that are allowed; none if the machine refused.
        limit: Option<u64>,
    },
    /// A wave that grew beyond all numbers.
    #[error("the wave blew up by step {step} ({time:.4} s) at x = {x}, z = {z}")]
    BlowUp {
        /// The step by which it was found.
        step: usize,
        /// Its time in s.
        time: f64,
        /// x in m of a node where it was found.
        x: f64,
        /// z in m of that node.
        z: f64,
    },
    /// The observer wanted no more.
    #[error("stopped by the observer after step {step}")]
    Stopped {
        /// Steps taken.
        step: usize,
    },
    /// A free surface elsewhere than on top.
    #[error("the {edge} edge cannot be free: only the top can")]
    FreeEdge {
        /// The edge.
        edge: &'static str,
    },
    /// A propagator that has no way back.
    #[error("waves cannot be carried back below a free surface: let the top edge absorb")]
    NoWayBack,
    /// A gather that is not of its shot.
    #[error("its {name} is {found}, and that of the shot {expected}")]
    Unlike {
        /// What differs: "sample interval, in s".
        name: &'static str,
        /// What the gather has.
        found: String,
        /// What the shot has.
        expected: String,
    },
    /// A gather that cannot be imaged.
    #[error("gather {index}: {error}")]
    Gather {
        /// Which one, from 0.
        index: usize,
        /// Why.
        error: Box<WaveError>,
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
