//! 2D elastic waves by finite differences.
//!
//! Axes: x to the right, z down, both in m. SI units.

pub mod analytic;
mod error;
mod file_error;
mod gather;
mod kaiser;
pub mod npy;
mod real;
pub mod segy;
mod wavelet;

pub use error::WaveError;
pub use file_error::FileError;
pub use gather::{Component, Recording, ShotGather};
pub use real::Real;
pub use wavelet::Wavelet;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
