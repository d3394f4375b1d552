//! Hydrogen or helium in a ventilated room: where it goes, and what sensors read of it.
//!
//! | Question | Answer |
//! |---|---|
//! | How light is the gas, how fast does it diffuse? | [`LightGas`] |
//! | Where does a leak's gas go? | [`Simulation`] of a [`Situation`]: [`Room`], [`Leak`], [`Ventilation`] of [`Opening`]s |
//! | What is not resolved, and with which constants? | [`Closure`] |
//! | What does a sensor make of it? | [`Sensor`] |
//! | Thousands of leaks, to learn from? | [`RoomScene`] and [`Sampler`]: images of readings, and where the leak was |
//! | Measured series? | [`SensorSeries`], CSV |
//!
//! The air moves by its own weight: the Boussinesq equations on a staggered grid, a plume of Morton,
//! Taylor and Turner above the leak, orifices in the walls. Volume, gas and the bounds of a
//! concentration are kept to rounding.
//!
//! SI units; z points up from the floor, x and y along it from a corner. Constructors check; after
//! them, formulas return plain numbers.
//!
//! # Features
//!
//! `scene`: [`RoomScene`] from TOML.

mod eddies;
mod error;
mod flow;
mod gas;
mod grid;
mod momentum;
mod opening;
mod plume;
mod poisson;
mod random;
mod room;
mod sample;
pub mod scene;
mod sensor;
mod series;
mod simulation;
mod transport;
mod turbulence;

pub use error::RoomError;
pub use gas::LightGas;
pub use opening::{Opening, Wall};
pub use room::{Closure, Leak, Room, Situation, Ventilation};
pub use sample::{Sample, Sampler, Truth};
pub use scene::RoomScene;
pub use sensor::Sensor;
pub use series::{SensorSeries, SeriesError};
pub use simulation::{GasBudget, Simulation};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
