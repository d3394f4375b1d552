//! An underground hydrogen store to seismic waves: what a leak changes in the traces of a survey.
//!
//! | Question | Answer |
//! |---|---|
//! | What is to be simulated? | [`Scene`], in TOML |
//! | What does the ground look like? | [`Scene::baseline_layers`], [`Site`], [`MeasuredGrids`] |
//! | A random leak | [`Leak::drawn`]; its edge is an [`Outline`] |
//! | The ground with a leak, its mass and volume | [`Leaking`] |
//! | What is a network to learn? | [`Labels`], [`LabelLimits`] |
//! | Who shakes and who listens? | [`Survey`] |
//! | The wave solver, yours or ours | [`Forward`]: ground and survey in, [`Gathers`] out |
//! | Leak minus baseline, as samples | [`TimeLapse`], with a [`Resampler`] |
//! | Fewer stations, and noise | [`Observed`], [`add_noise`], [`NoiseLevel`] |
//! | More samples of the same waves | [`Mirrored`], by [`mirror_columns`]; [`Repeated`], for more noise |
//!
//! Axes: x to the right, z down, in m. The rock is whatever implements
//! [`RockModel`](davylamp_traits::RockModel), and the ground is an
//! [`ElasticMedium`](davylamp_traits::ElasticMedium): this crate knows neither rock physics nor finite
//! differences. Every sample follows from the scene, its seed and the index of the sample.
//!
//! # Examples
//!
//! ```
//! use davylamp_rock::{EffectivePressure, StoreInput, StoreRock};
//! use davylamp_uhs::{Labels, Leak, Leaking, LabelLimits, Scene, Site};
//!
//! let effective_pressure_floor = EffectivePressure::new(1e6)?; // near the surface
//! let rock = StoreRock::new(StoreInput { effective_pressure_floor, ..StoreInput::paper() })?;
//! let scene = Scene::parse("grid.spacing_m = 10\nsurvey.peak_frequency_hz = 4")?;
//! let site = Site::new(&scene, &rock)?;
//! let leak = Leak::drawn(&scene, 0);
//! let labels = Labels::new(&leak, &Leaking::new(&site, &leak, &rock)?);
//! let limits = LabelLimits::new(&site, &rock)?;
//! assert!((limits.volume - 25_200.0).abs() < 1e-6); // 300 m by 300 m, porosity 0.35, gas 0.8
//! println!("{:.0} kg of {:.0} kg at most", labels.mass, limits.mass);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod coverage;
mod error;
mod labels;
mod layers;
mod leak;
mod mirrored;
mod mixture;
mod noise;
mod outline;
mod random;
mod resample;
mod scene;
mod site;
mod survey;
mod time_lapse;

pub use coverage::CoverageRule;
pub use error::UhsError;
pub use labels::{LabelLimits, Labels};
pub use layers::Layer;
pub use leak::{Leak, Leaking};
pub use mirrored::{Mirrored, Repeated, mirror_columns};
pub use noise::{NoiseLevel, Observed, add_noise};
pub use outline::{Bend, Outline};
pub use resample::Resampler;
pub use scene::{
    GridFiles, GridSection, GroundKind, GroundSection, ImageSection, LayerSection, LeakSection,
    Placement, RockPreset, RockSection, Scene, SurveySection,
};
pub use site::{MeasuredGrids, Site};
pub use survey::{COMPONENTS, Forward, Gathers, Survey};
pub use time_lapse::TimeLapse;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
