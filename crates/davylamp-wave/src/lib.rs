//! 2D elastic waves by finite differences, fast on a plain CPU, and shown to be right.
//!
//! | Question | Answer |
//! |---|---|
//! | What is the ground? | [`Medium`], of nodes ([`ElasticMedium`](davylamp_traits::ElasticMedium)), [`Layer`]s or any function |
//! | How is it solved? | [`Settings`]: [`SpatialOrder`], [`Edges`], [`Cpml`], time step, threads |
//! | What sounds, and who listens? | [`Shot`]: [`Source`]s with a [`Mechanism`] and a [`Wavelet`], receivers |
//! | One shot | [`Solver::shot`], a [`ShotGather`] |
//! | A look at the fields, or a way to stop | [`Solver::shot_observed`], [`Snapshot`] |
//! | Many shots | [`Solver::survey`] |
//! | What sent the waves back? | [`Solver::image`], reverse-time migration: an [`Image`] |
//! | What do gathers say of their sources? | [`Solver::adjoint`], the exact transpose of a shot |
//!
//! Axes: x to the right, z down, both in m; arrays are `[iz][ix]`. SI units. Constructors check. Gathers are
//! the same to the last bit whatever the number of threads, and within 1e-6 (single precision) whatever the
//! vectors of the machine.
//!
//! # Method
//!
//! Velocities and stresses leapfrog in time on a staggered grid: see [`Solver`]. Normal stresses lie on the
//! nodes, $v_x$ half a cell to the right, $v_z$ half a cell below, $\tau_{xz}$ both; velocities at half
//! steps. Sources and receivers know these places and times: a sample belongs to its receiver's place and
//! to `k * dt`, whatever the component.
//!
//! The inner loops work on blocks of four or eight rows, several time steps while they are in the cache, with
//! explicit vectors chosen at run time. Denormal numbers are taken for zero in the threads that compute.

mod adjoint;
pub mod analytic;
mod cpml;
mod dispersion;
mod error;
mod file_error;
mod gather;
mod image;
mod interpolation;
mod kaiser;
mod kernel;
mod medium;
mod memory;
pub mod npy;
mod order;
mod real;
mod run;
pub mod segy;
mod settings;
mod snapshot;
mod solver;
mod source;
mod survey;
mod wavelet;

pub use cpml::Cpml;
pub use error::WaveError;
pub use file_error::FileError;
pub use gather::{Component, Recording, ShotGather};
pub use image::{Image, Imaging, ImagingPlan};
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
