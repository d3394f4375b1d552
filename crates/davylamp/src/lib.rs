//! Finds hydrogen leaks: one dependency for the Davylamp crates, and the glue between them.
//!
//! | Module | Feature | Holds |
//! |---|---|---|
//! | [`traits`] | always | the contracts between the crates |
//! | `plume` | `plume`, default | gas in the open air |
//! | `optim` | `optim`, default | minimisers |
//! | `trace` | `trace`, default | readings to place and rate |
//! | `room` | `room` | gas in a room; with `scene` its scenes in TOML |
//! | `indoors` | `room` and `store` | the samples of a room as a set, and what it is |
//! | `rock` | `rock` | rock and fluid physics of a store |
//! | `store` | `store` | sample sets on disk |
//! | `uhs` | `uhs` | an underground store, its leaks, time-lapse samples |
//! | `underground` | `uhs` | the ground of a scene, with its rock and its measured grids; what a set of it is |
//! | `nets` | `nets` | networks that find leaks, on burn |
//! | `learning` | `nets` | finished sets as networks learn from them; with `uhs` those of leaks underground, with `room` those of leaks in a room |
//! | `scene` | `scene` | scenes in TOML |
//! | `tracing` | `scene` | a scene and readings to a source |
//! | `zones` | `scene` | a scene to threat zones |
//! | `wave` | `wave` | elastic waves by finite differences |
//! | `shot` | `scene` and `wave` | a model in TOML to a shot gather |
//! | `files` | `scene` | files that are whole or as they were |
//! | `picture` | `picture` | PNG and SVG of these, with `wave` of gathers, with `uhs` of the ground, with `room` of readings, with `nets` of trainings |
//!
//! # Cookbook
//!
//! ## What does a sensor read?
//!
//! ```
//! # #[cfg(feature = "plume")] {
//! use davylamp::plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
//! use davylamp::traits::Dispersion;
//!
//! let plume = GaussianPlume::new(PlumeInput {
//!     curves: DispersionCurves::BriggsRural,
//!     class: StabilityClass::D,
//!     wind_speed: 4.0,
//!     wind_from_deg: 270.0, // a west wind, along +x
//! })?;
//! let leak = [0.0, 0.0, 1.0];
//! let sensor = [100.0, 5.0, 1.5];
//! let concentration = 0.01 * plume.unit_concentration(leak, sensor); // 10 g/s
//! assert!((concentration * 1e6 - 13.94).abs() < 0.01); // mg/m³
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## Where does a search end?
//!
//! ```
//! # #[cfg(feature = "optim")] {
//! use davylamp::optim::{Bounds, Method, TestFunction, TestProblem, minimize};
//!
//! let rosenbrock = TestProblem::new(TestFunction::Rosenbrock, 2)?;
//! let bounds = Bounds::of(&rosenbrock)?;
//! let mut method = Method::NelderMead.build(&bounds, 2_000, 1)?;
//! let found = minimize(&rosenbrock, method.as_mut(), 2_000)?;
//! assert!((found.x[0] - 1.0).abs() < 1e-3);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## How far does a leak of ammonia reach?
//!
//! ```
//! # #[cfg(feature = "scene")] {
//! use davylamp::{scene::Scene, zones::ThreatZones};
//!
//! let scene = Scene::parse("
//!     gas.name = 'ammonia'
//!     wind = { speed_m_s = 3, from_deg = 240 }
//!     air.class = 'E'
//!     source = { height_m = 2, rate_kg_s = 0.5 }
//! ")?;
//! for zone in ThreatZones::of(&scene)?.zones {
//!     println!("{}: {:.0} m downwind", zone.name, zone.zone.reach);
//! }
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## What does a leak from an underground store weigh?
//!
//! ```
//! # #[cfg(feature = "uhs")] {
//! use davylamp::uhs::{Leak, Leaking, Scene};
//! use davylamp::underground;
//!
//! let scene = Scene::parse("leak.gas_saturation = [0.3, 0.3]")?;
//! let rock = underground::rock(&scene)?;
//! let site = underground::site(&scene, ".".as_ref(), &rock)?;
//! let leak = Leak::drawn(&scene, 0);
//! let leaking = Leaking::new(&site, &leak, &rock)?;
//! println!("{:.0} kg in {:.0} m² of rock", leaking.mass(), leak.outline.area());
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## Where in the room does it leak?
//!
//! A network can learn it from thousands of simulated leaks; this is one of them.
//!
//! ```
//! # #[cfg(all(feature = "room", feature = "scene"))] {
//! use davylamp::room::{RoomScene, Sampler};
//!
//! let text = include_str!("../../../examples/room/tank-room.toml");
//! let sampler = Sampler::new(RoomScene::parse(text)?)?;
//! let sample = sampler.sample(0, 7)?;
//! let name = sampler.scene().class_name(sample.class);
//! println!("{name:?}: {:.1e} kg/s at {:?} m", sample.truth.rate, sample.truth.position);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## Where is the source?
//!
//! The README shows it; `tracing::Traced` has the details.

pub use davylamp_traits as traits;

#[cfg(feature = "nets")]
pub use davylamp_nets as nets;
#[cfg(feature = "optim")]
pub use davylamp_optim as optim;
#[cfg(feature = "plume")]
pub use davylamp_plume as plume;
#[cfg(feature = "rock")]
pub use davylamp_rock as rock;
#[cfg(feature = "room")]
pub use davylamp_room as room;
#[cfg(feature = "store")]
pub use davylamp_store as store;
#[cfg(feature = "trace")]
pub use davylamp_trace as trace;
#[cfg(feature = "uhs")]
pub use davylamp_uhs as uhs;
#[cfg(feature = "wave")]
pub use davylamp_wave as wave;

#[cfg(feature = "scene")]
mod epochs;
#[cfg(feature = "scene")]
pub mod files;
#[cfg(feature = "scene")]
mod geojson;
#[cfg(all(feature = "room", feature = "store"))]
pub mod indoors;
#[cfg(feature = "nets")]
pub mod learning;
#[cfg(feature = "scene")]
pub mod numbers;
#[cfg(feature = "picture")]
pub mod picture;
#[cfg(feature = "scene")]
mod run_error;
#[cfg(feature = "scene")]
pub mod scene;
#[cfg(all(feature = "scene", feature = "wave"))]
pub mod shot;
#[cfg(feature = "scene")]
pub mod tracing;
#[cfg(feature = "uhs")]
pub mod underground;
#[cfg(feature = "scene")]
pub mod zones;

#[cfg(feature = "scene")]
pub use run_error::RunError;

/// Name and version of what computes the samples of a set.
#[cfg(any(feature = "uhs", all(feature = "room", feature = "store")))]
const SOFTWARE: &str = concat!("davylamp ", env!("CARGO_PKG_VERSION"));

/// What is said when nothing tells the stability class.
#[cfg(feature = "scene")]
const ASSUMED_CLASS: &str = "nothing says how fast the air mixes: stability class D is assumed \
     (give air.class, air.insolation or air.night_cloud_eighths)";

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
