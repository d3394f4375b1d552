//! 2D elastic waves by finite differences.
//!
//! Axes: x to the right, z down, both in m. SI units.

mod error;
mod gather;
mod real;

pub use error::WaveError;
pub use gather::{Component, Recording, ShotGather};
pub use real::Real;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
