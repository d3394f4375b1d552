//! Sets of samples as networks learn from them: what a set is to a model, and its labels with units.
//!
//! | Set | Card and samples |
//! |---|---|
//! | leaks underground, `davylamp dataset seismic` | `Leaks`, with the feature `uhs` |
//! | leaks in a room, `davylamp dataset room` | `SeenRoom`, with the features `room` and `scene` |
//!
//! A [`DataCard`](davylamp_nets::DataCard) says where samples come from and what their labels mean. A
//! model keeps the one that it was trained on and refuses samples with another.

mod classes;
mod found;
#[cfg(feature = "uhs")]
mod leaks;
#[cfg(all(feature = "room", feature = "scene"))]
mod places;
#[cfg(all(feature = "room", feature = "scene"))]
mod rooms;
#[cfg(feature = "uhs")]
mod seen;

use davylamp_nets::{Label, NetsError};
use davylamp_store::{Plan, StoreError};
use davylamp_traits::Samples;

pub use classes::{METRICS, Metric, likeliest, metrics, told, true_classes};
pub use found::{FoundLeak, FoundLeaks};
#[cfg(feature = "uhs")]
pub use leaks::Leaks;
#[cfg(all(feature = "room", feature = "scene"))]
pub use places::{FoundPlace, FoundPlaces};
#[cfg(all(feature = "room", feature = "scene"))]
pub use rooms::SeenRoom;
#[cfg(feature = "uhs")]
pub use seen::SeenLeaks;

/// Why a set cannot be learnt from.
///
/// # Examples
///
/// ```
/// use davylamp::{learning::{LearningError, labels}, store::Plan};
///
/// let plan = Plan { label_names: vec!["mass".to_owned()], ..Plan::default() };
/// let refused = labels(&plan, &["kg"]).unwrap_err();
/// assert_eq!(refused, LearningError::NoScale { label: "mass".to_owned() });
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LearningError {
    /// A set of another kind.
    #[error("a set of kind {found:?}: one of kind {expected:?} is needed")]
    Kind {
        /// What its manifest says.
        found: String,
        /// What can be learnt from.
        expected: &'static str,
    },
    /// A model of something else than a room.
    #[cfg(all(feature = "room", feature = "scene"))]
    #[error(
        "a model of \"{survey}\", which keeps no room: one of `davylamp train resnet` is needed"
    )]
    NoRoom {
        /// What its card says.
        survey: String,
    },
    /// Labels that are not those of the kind.
    #[error("the labels of the set are {found}: {expected} are needed")]
    Labels {
        /// What its manifest says.
        found: String,
        /// What can be learnt from.
        expected: String,
    },
    /// A label without the number that gives it back its unit.
    #[error("the manifest of the set does not say by what the label {label:?} was divided")]
    NoScale {
        /// Which one.
        label: String,
    },
    /// Scales of labels that are none.
    #[error("scales of labels {found:?}: {expected} positive numbers are needed")]
    Scales {
        /// What was given.
        found: Vec<f64>,
        /// How many labels there are.
        expected: usize,
    },
    /// A set that cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A scene that cannot be read, or stations that it has not.
    #[cfg(feature = "uhs")]
    #[error(transparent)]
    Uhs(#[from] davylamp_uhs::UhsError),
    /// A room's scene that cannot be read.
    #[cfg(all(feature = "room", feature = "scene"))]
    #[error(transparent)]
    Room(#[from] davylamp_room::RoomError),
    /// Sensor series that cannot be read.
    #[cfg(all(feature = "room", feature = "scene"))]
    #[error(transparent)]
    Series(#[from] davylamp_room::SeriesError),
    /// Sensor series of another interval, or too short.
    #[error(
        "{found} readings, {interval} s apart: {expected}, {expected_interval} s apart, are needed"
    )]
    Readings {
        /// How many there are.
        found: usize,
        /// Between them, s.
        interval: f64,
        /// How many are needed.
        expected: usize,
        /// Between those, s.
        expected_interval: f64,
    },
    /// A network, or a model, that does not fit.
    #[error(transparent)]
    Nets(#[from] NetsError),
}

/// The labels of a set with their units and the scales that its manifest gives.
///
/// # Errors
/// [`LearningError::Labels`] where there is not a unit for each, [`LearningError::NoScale`].
///
/// # Examples
/// ```
/// use davylamp::{learning, store::Plan};
///
/// let plan = Plan {
///     label_names: vec!["mass".to_owned()],
///     normalisation: [("mass".to_owned(), 1500.0)].into(),
///     ..Plan::default()
/// };
/// let labels = learning::labels(&plan, &["kg"])?;
/// assert_eq!((labels[0].unit.as_str(), labels[0].scale), ("kg", 1500.0));
/// # Ok::<(), davylamp::learning::LearningError>(())
/// ```
pub fn labels(plan: &Plan, units: &[&str]) -> Result<Vec<Label>, LearningError> {
    if plan.label_names.len() != units.len() {
        let found = plan.label_names.join(", ");
        return Err(LearningError::Labels { found, expected: format!("{} of them", units.len()) });
    }
    let label = |(name, unit): (&String, &&str)| match plan.normalisation.get(name) {
        Some(scale) => Ok(Label::new(name, unit, *scale)),
        None => Err(LearningError::NoScale { label: name.clone() }),
    };
    plan.label_names.iter().zip(units).map(label).collect()
}

/// The labels of some samples as the set holds them: `[sample][label]`.
///
/// # Errors
/// [`NetsError::Read`] with the sample.
///
/// # Examples
/// ```
/// use davylamp::learning;
/// use davylamp::store::{Computed, Plan};
///
/// let plan = Plan { samples: 4, image_shape: vec![1], label_shape: vec![1], ..Plan::default() };
/// let set = Computed::new(&plan, |i, _, labels| {
///     labels[0] = i as f32;
///     Ok(())
/// });
/// assert_eq!(learning::truths(&set, &[1, 3])?, [[1.0], [3.0]]);
/// # Ok::<(), davylamp::nets::NetsError>(())
/// ```
pub fn truths(samples: &dyn Samples, indices: &[usize]) -> Result<Vec<Vec<f64>>, NetsError> {
    let shapes = [samples.image_shape(), samples.label_shape()];
    let [mut image, mut labels] = shapes.map(|shape| vec![0.0; shape.iter().product()]);
    let mut rows = Vec::with_capacity(indices.len());
    for &index in indices {
        let read = samples.read(index, &mut image, &mut labels);
        read.map_err(|cause| NetsError::Read { index, cause: cause.to_string() })?;
        rows.push(labels.iter().copied().map(f64::from).collect());
    }
    Ok(rows)
}
