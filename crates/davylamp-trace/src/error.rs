/// What can be wrong with readings, settings or a search.
///
/// # Examples
///
/// ```
/// use davylamp_trace::{Reading, Readings, TraceError};
///
/// let twice = vec![Reading::new([50.0, 0.0, 1.5], 1e-6); 2];
/// assert_eq!(Readings::new(twice).unwrap_err(), TraceError::Duplicate { first: 0, second: 1 });
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TraceError {
    /// A number lies outside what is allowed.
    #[error("{name} = {value} is not allowed: {allowed}")]
    OutOfRange {
        /// What the number is.
        name: &'static str,
        /// The number.
        value: f64,
        /// What is allowed, in words.
        allowed: &'static str,
    },
    /// A number of one reading lies outside what is allowed.
    #[error("reading {index}: {name} = {value} is not allowed: {allowed}")]
    Reading {
        /// The reading, counted from 0.
        index: usize,
        /// What the number is.
        name: &'static str,
        /// The number.
        value: f64,
        /// What is allowed, in words.
        allowed: &'static str,
    },
    /// Two readings at the same place and time.
    #[error("readings {first} and {second} are at the same place and time")]
    Duplicate {
        /// The first of the two, counted from 0.
        first: usize,
        /// The second of the two, counted from 0.
        second: usize,
    },
    /// There are no readings.
    #[error("there are no readings")]
    NoReadings,
    /// Every reading is zero or below its detection limit.
    #[error(
        "all {count} readings are zero or below their detection limit: there is no leak to trace"
    )]
    AllZero {
        /// How many readings there are.
        count: usize,
    },
    /// No source in the search box can be smelt by a sensor that smells something.
    #[error(
        "no place in the search box can send gas to any sensor that reads some: \
         check the wind direction (where it blows from) and the box"
    )]
    OutOfReach,
    /// The search box is empty or not finite.
    #[error("search box: {axis} from {min} to {max} is empty or not finite")]
    EmptyBox {
        /// The axis.
        axis: &'static str,
        /// Its lower end.
        min: f64,
        /// Its upper end.
        max: f64,
    },
    /// A set of epochs does not cover the readings exactly once, in order.
    #[error("epoch {epoch} covers readings {start}..{end}, but {expected} comes next of {count}")]
    Epochs {
        /// The epoch, counted from 0.
        epoch: usize,
        /// Its first reading.
        start: usize,
        /// One past its last reading.
        end: usize,
        /// The reading that should come next.
        expected: usize,
        /// How many readings there are.
        count: usize,
    },
}
