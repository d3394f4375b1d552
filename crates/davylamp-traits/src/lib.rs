//! The contracts between the Davylamp crates, and nothing else.
//!
//! Small, object-safe traits over slices and plain numbers: a crate that implements one needs no
//! other Davylamp crate, and a crate that uses one does not know who implements it.
//!
//! | Trait | Says | Implemented by | Used by |
//! |---|---|---|---|
//! | [`Objective`] | what a point of a box is worth | a misfit, a test function | a driver |
//! | [`Optimizer`] | which points to try next | OMO, differential evolution, yours | a driver |
//! | [`Dispersion`] | what a source of unit rate does to a receptor | a plume | a misfit, a map |
//! | [`UncertainDispersion`] | the same in air that differs from what was measured | a plume | a posterior |
//! | [`RockModel`] | what a rock is to waves, with gas in its pores | a store's rock | a model of the ground |
//! | [`ElasticMedium`] | what the ground is to elastic waves | a model of the ground | a wave solver |
//! | [`Samples`] | the i-th image with its labels | a simulation, a folder | a folder, a network |
//!
//! # Examples
//!
//! ```
//! use davylamp_traits::Objective;
//!
//! /// The distance from the middle of a box, squared.
//! struct Bowl;
//!
//! impl Objective for Bowl {
//!     fn lower(&self) -> &[f64] {
//!         &[-1.0, -1.0]
//!     }
//!     fn upper(&self) -> &[f64] {
//!         &[1.0, 1.0]
//!     }
//!     fn value(&self, x: &[f64]) -> f64 {
//!         x.iter().map(|v| v * v).sum()
//!     }
//! }
//!
//! let mut out = [0.0; 2];
//! Bowl.values(&[0.0, 0.0, 0.5, 0.5], &mut out);
//! assert_eq!(out, [0.0, 0.5]);
//! ```

mod dispersion;
mod elastic_medium;
mod objective;
mod optimizer;
mod rock_model;
mod samples;

pub use dispersion::{AirError, Dispersion, REFERENCE_DISTANCE, UncertainDispersion};
pub use elastic_medium::ElasticMedium;
pub use objective::Objective;
pub use optimizer::Optimizer;
pub use rock_model::RockModel;
pub use samples::{SampleError, Samples};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
