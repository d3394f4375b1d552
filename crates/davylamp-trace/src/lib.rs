//! Where is the source? From sensor readings to the place and rate of a leak, and how sure one can be.
//!
//! | You have | Take |
//! |---|---|
//! | readings in a CSV file | [`ReadingsCsv::parse`] |
//! | readings, winds and a dispersion model | [`Case`], one [`Epoch`] a wind |
//! | a case | [`search`]: the best source by a projected search, in about a millisecond |
//! | an optimizer of your own | minimise a [`ProjectedMisfit`], then [`polish`] |
//! | a first estimate | [`posterior`]: where else the source may be, with the errors of the air |
//! | an unknown release height | [`ensemble`] instead of the posterior |
//! | perhaps more than one source | [`sources`] |
//!
//! The dispersion comes in through [`UncertainDispersion`](davylamp_traits::UncertainDispersion);
//! `davylamp-plume` has one. Axes: x to the east, y to the north, z up; SI throughout.
//!
//! # Examples
//!
//! ```
//! use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
//! use davylamp_trace::{
//!     Case, Epoch, ErrorModel, Misfit, ProjectedMisfit, Reading, Readings, SearchBox, posterior,
//!     search,
//! };
//! use davylamp_traits::Dispersion;
//!
//! let air = GaussianPlume::new(PlumeInput {
//!     curves: DispersionCurves::BriggsRural,
//!     class: StabilityClass::D,
//!     wind_speed: 3.0,
//!     wind_from_deg: 270.0,
//! })?;
//! // A leak of 2 g/s at (12, -3), smelt by twelve sensors.
//! let readings = (0..12).map(|i| {
//!     let place = [40.0 + 20.0 * f64::from(i % 3), -15.0 + 10.0 * f64::from(i / 3), 1.0];
//!     Reading::new(place, 2e-3 * air.unit_concentration([12.0, -3.0, 0.5], place))
//! });
//! let readings = Readings::new(readings.collect())?;
//! let bounds = SearchBox { x: [-50.0, 100.0], y: [-50.0, 50.0], ..SearchBox::around(&readings, 0.5) };
//! let epoch = Epoch { air: Box::new(air), readings: 0..12 };
//! let case = Case::new(readings, vec![epoch], bounds, 0.0)?;
//!
//! let model = ErrorModel::field();
//! let misfit = Misfit::Likelihood(model.noise(&case)?);
//! let near = search(&ProjectedMisfit::new(&case, misfit))?;
//! let posterior = posterior(&case, &model, near.source)?;
//! assert!(posterior.ellipse(0.9).contains([12.0, -3.0]));
//! assert!(posterior.rate_interval[0] < 2e-3 && 2e-3 < posterior.rate_interval[1]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arrow;
mod case;
mod conditional;
mod ellipse;
mod ensemble;
mod error;
mod error_model;
mod fit;
mod least_squares;
mod misfit;
mod moments;
mod noise;
mod objective;
mod place_posterior;
mod posterior;
mod reading;
mod readings_csv;
mod redundancy;
mod search;
mod sources;

pub use case::{Case, Epoch, SearchBox};
pub use ellipse::Ellipse;
pub use ensemble::{EnsembleSettings, ensemble};
pub use error::TraceError;
pub use error_model::{ErrorModel, Prior};
pub use fit::{Fit, Source};
pub use misfit::Misfit;
pub use noise::Noise;
pub use objective::{FullMisfit, ProjectedMisfit};
pub use posterior::{Posterior, posterior};
pub use reading::{MeasuredWind, Reading, Readings};
pub use readings_csv::{ReadingsCsv, ReadingsError};
pub use search::{polish, search};
pub use sources::{MOST_SOURCES, SourceSet, sources};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
