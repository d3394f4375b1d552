//! 2D elastic waves by finite differences.
//!
//! Axes: x to the right, z down, both in m. SI units.

mod error;
mod gather;
mod kaiser;
mod real;
mod wavelet;

pub use error::WaveError;
pub use gather::{Component, Recording, ShotGather};
pub use real::Real;
pub use wavelet::Wavelet;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
