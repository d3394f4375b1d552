//! Rock and fluid physics of a hydrogen store, right to the last digit.
//!
//! | Question | Answer |
//! |---|---|
//! | What is a pure fluid at this pressure and temperature? | [`Substance`], [`Isotherm`], [`FluidState`] |
//! | And how does that change? | [`FluidState::slopes`] |
//! | Brine, natural gas? | [`Brine`], [`NaturalGas`] |
//! | A mixture of fluids or of grains? | [`Means`] (Wood, Voigt, Reuss, Hill), [`brie`], [`HashinShtrikman`] |
//! | Loose grains under pressure? | [`GrainPack`]: Hertz-Mindlin, soft sand, stiff sand |
//! | Which pressure? | [`PorePressure`], [`ConfiningPressure`], [`EffectivePressure`] |
//! | The same rock with fluid in its pores? | [`Gassmann`], [`WaveSpeeds`] |
//! | What does an interface reflect? | [`Interface`]: Zoeppritz, Aki-Richards, Shuey |
//! | What does a store look like to waves? | [`StoreRock`], [`DepthProfile`] |
//!
//! SI units: Pa, kg/m³, m/s, K, fractions of one. Constructors check; after them, formulas return plain
//! numbers. A published correlation outside its range is an error, never an extrapolation.
//!
//! # Examples
//!
//! ```
//! use davylamp_rock::{Brine, BrineInput, Means, Part, Substance};
//!
//! // Brine with a fifth of hydrogen, 970 m down.
//! let (pressure, temperature) = (9.8e6, 308.15);
//! let hydrogen = Substance::Hydrogen.state(pressure, temperature)?;
//! let brine = Brine::new(BrineInput { pressure, temperature, salinity: 0.035 })?;
//! let fluid = Means::new(&[
//!     Part { fraction: 0.8, modulus: brine.bulk_modulus() },
//!     Part { fraction: 0.2, modulus: hydrogen.bulk_modulus() },
//! ])?;
//! assert!((fluid.reuss() - 71.7e6).abs() < 0.1e6); // Wood: a little gas makes the fluid soft
//! # Ok::<(), davylamp_rock::RockError>(())
//! ```

mod bounds;
mod brine;
mod cells;
mod depth_profile;
mod eos;
mod error;
mod gas;
mod gassmann;
mod grain_pack;
mod mixing;
mod pressure;
mod reflectivity;
mod store;
mod velocity;

pub use bounds::{HashinShtrikman, Phase};
pub use brine::{Brine, BrineInput, SalinityCoefficient};
pub use depth_profile::DepthProfile;
pub use eos::{FluidState, Helmholtz, Isotherm, Slope, StateSlopes, Substance};
pub use error::RockError;
pub use gas::{NaturalGas, NaturalGasInput};
pub use gassmann::{Gassmann, GassmannInput, SaturatedInput};
pub use grain_pack::{DryFrame, GrainPack, GrainPackInput, poisson_ratio};
pub use mixing::{Means, Part, brie};
pub use pressure::{ConfiningPressure, EffectivePressure, PorePressure};
pub use reflectivity::{HalfSpace, Interface};
pub use store::{ContactPoisson, GrainAverage, RockCell, StoreInput, StoreLayer, StoreRock};
pub use velocity::WaveSpeeds;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
