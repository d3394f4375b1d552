//! Where is the source?

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
