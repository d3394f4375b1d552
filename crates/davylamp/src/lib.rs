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
//! | `report` | `report` | one page in HTML about a traced source or threat zones; with `nets` and `uhs` about leaks that a network found |
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
//! ```
//! # #[cfg(feature = "scene")] {
//! use davylamp::tracing::{TraceOptions, Traced};
//! use davylamp::{scene::Scene, trace::ReadingsCsv};
//!
//! let scene = Scene::parse("
//!     wind = { speed_m_s = 3.2, from_deg = 250 }
//!     air.class = 'C'
//!     source.height_m = 1
//! ")?;
//! let csv = b"x_m,y_m,z_m,concentration_mg_m3
//! 40,18,2,76.1
//! 46,26,2,53.9
//! 55,22,2,56.1
//! 80,30,2,47.5
//! 78,42,2,22.4
//! 88,20,2,0.35
//! ";
//! let readings = ReadingsCsv::parse(csv, scene.kg_m3_per_ppm())?;
//! let traced = Traced::new(&readings, &scene, &TraceOptions::default())?;
//! let source = &traced.sources()[0];
//! assert!(source.ellipse.contains([22.0, 14.0])); // where the leak of these readings is
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## What shall those who decide read?
//!
//! ```
//! # #[cfg(feature = "report")] {
//! use davylamp::{report::Provenance, scene::Scene, zones::ThreatZones};
//!
//! let scene = Scene::parse("
//!     wind = { speed_m_s = 3, from_deg = 240 }
//!     air.class = 'E'
//!     source = { height_m = 2, rate_kg_s = 0.5 }
//! ")?;
//! let page = ThreatZones::of(&scene)?.to_report(&scene, &Provenance::new("tank.toml"));
//! assert!(page.contains("How far it reaches"));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## How fast does the air mix today?
//!
//! ```
//! # #[cfg(feature = "plume")] {
//! use davylamp::plume::{Insolation, Sky, StabilityClass, pasquill_class};
//!
//! let today = pasquill_class(4.0, Sky::Day(Insolation::Moderate))?; // m/s
//! assert_eq!(today.stable(), StabilityClass::C); // B to C: of two the one whose plume is narrower
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## And if the leak ends after a minute?
//!
//! ```
//! # #[cfg(feature = "plume")] {
//! use davylamp::plume::{DispersionCurves, FiniteRelease, GaussianPlume, PlumeInput, StabilityClass};
//!
//! let plume = GaussianPlume::new(PlumeInput {
//!     curves: DispersionCurves::BriggsRural,
//!     class: StabilityClass::D,
//!     wind_speed: 5.0,
//!     wind_from_deg: 270.0,
//! })?;
//! let minute = FiniteRelease::new(&plume, 2.0, 60.0)?; // kg/s, s
//! let at = |time| minute.concentration([0.0, 0.0, 1.0], [200.0, 0.0, 1.5], time);
//! assert!(at(60.0) > 1e3 * at(150.0)); // the cloud has passed
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## What is hydrogen down there?
//!
//! ```
//! # #[cfg(feature = "rock")] {
//! use davylamp::rock::{StoreInput, StoreRock, Substance};
//!
//! let hydrogen = Substance::Hydrogen.state(9.8e6, 308.15)?; // Pa, K
//! assert!((hydrogen.density() - 7.291).abs() < 1e-3); // kg/m³
//! // And what does a fifth of it do to the speed of sound in the sand that holds it?
//! let layer = StoreRock::new(StoreInput::paper())?.at_depth(1025.0)?;
//! let [wet, gassy] = [layer.cell(0.3, 0.0)?, layer.cell(0.3, 0.2)?]; // porosity, saturation
//! assert!(gassy.vp < wet.vp);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## What do geophones hear?
//!
//! ```
//! # #[cfg(feature = "wave")] {
//! use davylamp::wave::{
//!     Component, Ground, Layer, Mechanism, Medium, Settings, Shot, Solver, Source, Wavelet, segy,
//! };
//!
//! let medium = Medium::from_layers([61, 121], 5.0, &[
//!     Layer { top: 0.0, ground: Ground::isotropic(2000.0, 1000.0, 2000.0) }, // m/s, m/s, kg/m³
//!     Layer { top: 150.0, ground: Ground::isotropic(3000.0, 1700.0, 2300.0) },
//! ])?;
//! let wavelet = Wavelet::ricker(15.0, 0.1)?; // Hz, s
//! let solver = Solver::<f32>::new(&medium, &Settings::new(&wavelet))?;
//! let gather = solver.shot(&Shot {
//!     sources: vec![Source {
//!         position: [300.0, 10.0],
//!         mechanism: Mechanism::Explosion(1e9),
//!         wavelet,
//!     }],
//!     receivers: (1..12).map(|k| [50.0 * f64::from(k), 5.0]).collect(),
//!     components: vec![Component::Vz],
//!     dt: 2e-3,
//!     samples: 200,
//! })?;
//! let file = segy::to_bytes(&[gather])?;
//! assert_eq!(file.len(), 3600 + 11 * (240 + 200 * 4));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## How do I keep samples that took a night?
//!
//! In a folder that survives kills and flipped bits: run it again, and it goes on.
//!
//! ```
//! # #[cfg(feature = "store")] {
//! use davylamp::store::{Computed, FillOptions, Plan, SampleSet, Store};
//!
//! let plan = Plan {
//!     samples: 10,
//!     shard_size: 4,
//!     image_shape: vec![2],
//!     image_axes: vec!["time".to_owned()],
//!     label_shape: vec![1],
//!     label_names: vec!["class".to_owned()],
//!     ..Plan::default()
//! };
//! let samples = Computed::new(&plan, |index, image, labels| {
//!     image.copy_from_slice(&[index as f32, 0.5]); // what takes the night
//!     labels[0] = (index % 3) as f32;
//!     Ok(())
//! });
//! let folder = tempfile::tempdir()?;
//! Store::create(folder.path(), &plan)?.fill(&samples, &FillOptions::default())?;
//! assert_eq!(SampleSet::open(folder.path())?.sample(7)?, (vec![7.0, 0.5], vec![1.0]));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
#[cfg(feature = "report")]
pub mod report;
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
