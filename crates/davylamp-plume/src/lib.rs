//! Gas in the open air: how much of a leak arrives where.
//!
//! | Question | Answer |
//! |---|---|
//! | What does a steady source do downwind? | [`GaussianPlume`] |
//! | And a sudden one, or one that ends? | [`Puff`], [`FiniteRelease`] |
//! | How wide is a plume? | [`DispersionCurves`] by [`StabilityClass`] |
//! | Which class is it today? | [`pasquill_class`], [`xia_class`], [`turner_class`], [`golder_class`] |
//! | How strong is the wind at another height? | [`PowerLawWind`], [`MoninObukhovWind`] |
//! | How far does hot gas rise? | [`PlumeRise`] |
//! | Does the gas follow the air at all? | [`release_buoyancy`] |
//! | Where is it dangerous? | [`GaussianPlume::zone`], [`isolines`], [`Gas::thresholds`] |
//! | What is that in ppm? | [`Ambient`] |
//! | How good is a model? | [`Scores`] |
//!
//! SI units without suffix, all else with one (`wind_from_deg`). On the map x is east, y north, z up;
//! directions of wind say where it comes from, clockwise from north. Constructors check; after them,
//! formulas return plain numbers.
//!
//! # Examples
//!
//! ```
//! use davylamp_plume::{
//!     Ambient, DispersionCurves, Gas, GaussianPlume, PlumeInput, Sky, pasquill_class,
//! };
//! use davylamp_traits::Dispersion;
//!
//! let plume = GaussianPlume::new(PlumeInput {
//!     curves: DispersionCurves::BriggsRural,
//!     class: pasquill_class(2.5, Sky::NightClear)?.stable(),
//!     wind_speed: 2.5,
//!     wind_from_deg: 225.0, // from the south-west
//! })?;
//! // A leak of 10 g/s of chlorine; a sensor 100 m to the north-east.
//! let density = 0.010 * plume.unit_concentration([0.0, 0.0, 1.0], [70.7, 70.7, 1.5]);
//! let ppm = Ambient::standard().ppm_of_density(Gas::Chlorine.molar_mass(), density);
//! assert!((ppm - 42.0).abs() < 0.1);
//! # Ok::<(), davylamp_plume::PlumeError>(())
//! ```

mod briggs;
mod buoyancy;
mod class;
mod curves;
mod error;
mod evaluation;
mod exponential;
mod finite_release;
mod gas;
mod golder1972;
mod isc3;
mod isolines;
mod kernel;
mod lid;
mod map;
mod pasquill;
mod plume;
mod puff;
mod rise;
mod spread;
mod turner1964;
mod wind;
mod wind_profile;
mod xia2022;
mod zone;

pub use buoyancy::{ReleaseBuoyancy, ReleaseInput, release_buoyancy};
pub use class::{ClassRange, StabilityClass};
pub use curves::DispersionCurves;
pub use error::PlumeError;
pub use evaluation::Scores;
pub use finite_release::FiniteRelease;
pub use gas::{Ambient, FlammableRange, Gas, Threshold};
pub use golder1972::{golder_class, golder_obukhov_length};
pub use isolines::{Ring, isolines, ring_area};
pub use map::MapGrid;
pub use pasquill::{Insolation, Sky, pasquill_class};
pub use plume::{AlignedPoint, AveragingTime, GaussianPlume, PlumeInput, PlumeOptions};
pub use puff::Puff;
pub use rise::{PlumeRise, RiseRegime, StackInput};
pub use turner1964::{NetRadiationIndex, SkyObservation, TurnerClass, turner_class};
pub use wind::downwind_direction;
pub use wind_profile::{MoninObukhovWind, PowerLawWind, Terrain, wind_exponent};
pub use xia2022::{Clouds, xia_class, xia_insolation};
pub use zone::{Zone, ZoneInput};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
