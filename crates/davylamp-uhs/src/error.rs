use std::fmt;

/// What this crate refuses.
///
/// The example of [`Scene`](crate::Scene) shows one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum UhsError {
    /// A scene that is not TOML, or has a key that is not known.
    #[error("{}{message}", at(*line, *column))]
    Toml {
        /// From 1, where known.
        line: Option<usize>,
        /// From 1, where known.
        column: Option<usize>,
        /// What is wrong there.
        message: String,
    },
    /// A number of the scene that is not allowed.
    #[error("{name} = {value} is not allowed: {allowed}")]
    NotAllowed {
        /// The key, with its section.
        name: String,
        /// What it is.
        value: String,
        /// What it may be.
        allowed: String,
    },
    /// Two parts of a scene that exclude each other.
    #[error("{first} and {second} exclude each other: give one")]
    Conflict {
        /// One part.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// Sources or receivers without places.
    #[error("{name} needs either count and depth_m, or positions_m = [[x, z], ...]")]
    Placement {
        /// The key.
        name: &'static str,
    },
    /// A measured ground without its measurements.
    #[error("the ground of the scene is measured ([grids]): Site::measured takes it")]
    IsMeasured,
    /// Layers that leave a gap or overlap.
    #[error("layer {index} begins at {top} m, and must at {expected} m, where the one above ends")]
    LayerTop {
        /// Which layer, from 0 at the top.
        index: usize,
        /// Its top in m.
        top: f64,
        /// Where the layers above end, in m.
        expected: f64,
    },
    /// A source or receiver outside the ground.
    #[error("{name} {index} at ({x}, {z}) m lies outside the grid of {width} m by {depth} m")]
    OffGrid {
        /// "source" or "receiver".
        name: &'static str,
        /// Which one, from 0.
        index: usize,
        /// Its x in m.
        x: f64,
        /// Its z in m.
        z: f64,
        /// Of the grid, in m.
        width: f64,
        /// Of the grid, in m.
        depth: f64,
    },
    /// The rock model does not hold somewhere in the ground.
    #[error(
        "no rock at a depth of {depth} m with porosity {porosity} and gas saturation \
         {gas_saturation}: the rock model does not hold there"
    )]
    NoRock {
        /// In m.
        depth: f64,
        /// Of the rock.
        porosity: f64,
        /// Of its pores.
        gas_saturation: f64,
    },
    /// The grid cannot carry the wavelet.
    #[error(
        "grid.spacing_m = {spacing} is too coarse: waves of {speed:.0} m/s at {frequency} Hz (2.5 \
         times the peak) need {needed:.2} m or less for {points} points a wavelength"
    )]
    TooCoarse {
        /// In m.
        spacing: f64,
        /// What would do, in m.
        needed: f64,
        /// Of the slowest waves, in m/s.
        speed: f64,
        /// The highest frequency, in Hz.
        frequency: f64,
        /// Points of a wavelength that are asked for.
        points: f64,
    },
    /// A grid of measured values of another shape than the scene's.
    #[error("the grid of {name} has shape {found:?}, and the scene's is {expected:?}")]
    GridShape {
        /// Which grid.
        name: &'static str,
        /// Its sizes.
        found: Vec<usize>,
        /// `[nz, nx]`.
        expected: [usize; 2],
    },
    /// A measured value that is none.
    #[error("{name} at row {iz}, column {ix} is {value}: {allowed}")]
    GridValue {
        /// Which grid.
        name: &'static str,
        /// From 0 at the surface.
        iz: usize,
        /// From 0 at the left.
        ix: usize,
        /// What it is.
        value: f64,
        /// What it may be.
        allowed: &'static str,
    },
    /// Too few points to draw a curve through, or a curve that is no area.
    #[error("an outline needs 3 finite points or more, and an area: {reason}")]
    Outline {
        /// What it has.
        reason: String,
    },
    /// What a solver gave is not what the survey asks for.
    #[error("the gathers have {name} = {found}, and the survey needs {expected}")]
    Gathers {
        /// Which number of them.
        name: &'static str,
        /// As given.
        found: f64,
        /// As needed.
        expected: f64,
    },
    /// A solver that failed.
    #[error("the solver failed: {reason}")]
    Solver {
        /// What it says.
        reason: String,
    },
    /// A slice of another length than needed.
    #[error("{name} has {found} values, and {expected} are needed")]
    WrongLength {
        /// The slice.
        name: &'static str,
        /// Its length.
        found: usize,
        /// The length needed.
        expected: usize,
    },
    /// There is no such sample.
    #[error("there is no sample {index}: the set has {len}")]
    NoSample {
        /// What was asked for.
        index: usize,
        /// How many there are.
        len: usize,
    },
}

fn at(line: Option<usize>, column: Option<usize>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!("line {line}, column {column}: "),
        _ => String::new(),
    }
}

pub(crate) fn refuse<T>(
    name: impl Into<String>,
    value: &dyn fmt::Display,
    allowed: impl Into<String>,
) -> Result<T, UhsError> {
    Err(UhsError::NotAllowed {
        name: name.into(),
        value: value.to_string(),
        allowed: allowed.into(),
    })
}

pub(crate) fn within(name: &str, value: f64, [min, max]: [f64; 2]) -> Result<(), UhsError> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        refuse(name, &value, format!("{min} to {max}"))
    }
}

pub(crate) fn length(name: &'static str, found: usize, expected: usize) -> Result<(), UhsError> {
    if found == expected { Ok(()) } else { Err(UhsError::WrongLength { name, found, expected }) }
}
