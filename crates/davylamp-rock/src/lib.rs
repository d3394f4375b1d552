//! Rock and fluid physics of a hydrogen store.

mod eos;
mod error;

pub use eos::{FluidState, Helmholtz, Isotherm, Slope, StateSlopes, Substance};
pub use error::RockError;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
