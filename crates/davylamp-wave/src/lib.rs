//! 2D elastic waves by finite differences.
//!
//! Axes: x to the right, z down, both in m. SI units.

pub mod analytic;
mod cpml;
mod dispersion;
mod error;
mod file_error;
mod gather;
mod interpolation;
mod kaiser;
mod kernel;
mod medium;
pub mod npy;
mod order;
mod real;
mod run;
pub mod segy;
mod settings;
mod snapshot;
mod solver;
mod source;
mod wavelet;

pub use cpml::Cpml;
pub use error::WaveError;
pub use file_error::FileError;
pub use gather::{Component, Recording, ShotGather};
pub use kernel::dispatch::Vectors;
pub use medium::{Ground, Layer, Medium};
pub use order::SpatialOrder;
pub use real::Real;
pub use settings::{Edge, Edges, Settings};
pub use snapshot::Snapshot;
pub use solver::Solver;
pub use source::{Mechanism, Shot, Source};
pub use wavelet::Wavelet;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
