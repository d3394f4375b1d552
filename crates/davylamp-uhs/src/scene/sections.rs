//! The tables of a scene. Where a default is not the paper's, it says so.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::CoverageRule;

/// `[grid]`: the nodes on which waves are computed.
///
/// The example of [`Site`](crate::Site) gives one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GridSection {
    /// Of the ground; a whole number of spacings. Ours: 400 receivers 10 m apart.
    pub width_m: f64,
    /// Of the ground; a whole number of spacings. Ours: the images show reflectors at 1.4 km.
    pub depth_m: f64,
    /// Between nodes. Ours.
    pub spacing_m: f64,
    /// Nodes that the shortest wavelength needs: the slowest speed over 2.5 times the peak frequency.
    /// Ours: at 4, waves are slow by 0.3 % in finite differences of eighth order, at 3.3 by 1 %.
    pub points_per_wavelength: f64,
}

impl Default for GridSection {
    fn default() -> Self {
        Self { width_m: 4000.0, depth_m: 1600.0, spacing_m: 5.0, points_per_wavelength: 4.0 }
    }
}

/// `[ground]`: layers of random thickness and porosity about a store.
///
/// From the top: overburden, caprock, gas, the rest of the aquifer, underburden. Layers are flat; the
/// last one of the overburden ends where the caprock begins.
///
/// The example of [`GroundKind`](crate::GroundKind) shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GroundSection {
    /// Top of the aquifer.
    pub aquifer_top_m: f64,
    /// Of the whole aquifer, gas included.
    pub aquifer_thickness_m: f64,
    /// Of the aquifer.
    pub aquifer_porosity: f64,
    /// Of the gas at the top of the aquifer.
    pub gas_thickness_m: f64,
    /// Of the pores there.
    pub gas_saturation: f64,
    /// Of the caprock, which lies on the aquifer.
    pub caprock_thickness_m: f64,
    /// Of the caprock.
    pub caprock_porosity: f64,
    /// Of each layer above and below, `[least, most]`. Ours.
    pub layer_thickness_m: [f64; 2],
    /// Of each layer above, `[least, most]`. Ours.
    pub overburden_porosity: [f64; 2],
    /// Of each layer below, `[least, most]`. Ours.
    pub underburden_porosity: [f64; 2],
}

impl Default for GroundSection {
    fn default() -> Self {
        Self {
            aquifer_top_m: 1000.0,
            aquifer_thickness_m: 100.0,
            aquifer_porosity: 0.30,
            gas_thickness_m: 50.0,
            gas_saturation: 0.8,
            caprock_thickness_m: 50.0,
            caprock_porosity: 0.05,
            layer_thickness_m: [30.0, 150.0],
            overburden_porosity: [0.10, 0.35],
            underburden_porosity: [0.05, 0.20],
        }
    }
}

/// `[[layer]]`: a flat layer of a site.
///
/// The example of [`GroundKind`](crate::GroundKind) shows it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerSection {
    /// Where it begins: at the surface, or where the one above ends.
    pub top_m: f64,
    /// Where it ends; the last one at the bottom of the grid or below.
    pub bottom_m: f64,
    /// Of its rock.
    pub porosity: f64,
    /// Of its pores.
    #[serde(default)]
    pub gas_saturation: f64,
}

/// `[grids]`: files of measured values, `[nz, nx]`, in NumPy's format.
///
/// The rock must have been measured without gas wherever a leak may come.
///
/// The example of [`MeasuredGrids`](crate::MeasuredGrids) names some.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GridFiles {
    /// Speed of compressional waves, in m/s.
    pub vp: PathBuf,
    /// Speed of shear waves, in m/s.
    pub vs: PathBuf,
    /// Density, in kg/m³.
    pub rho: PathBuf,
    /// Porosity.
    pub porosity: PathBuf,
}

/// Which of the known rocks.
///
/// The example of [`RockSection`] shows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RockPreset {
    /// As in Gao et al. (2024).
    #[default]
    Paper,
    /// As in The Rock Physics Handbook.
    Handbook,
    /// As in the code that Los Alamos published.
    Lanl,
}

/// `[rock]`: what the rock is made of.
///
/// # Examples
///
/// ```
/// use davylamp_uhs::{RockPreset, RockSection, Scene};
///
/// let scene = Scene::parse("rock = { preset = 'handbook', salinity = 0.1 }")?;
/// let rock = RockSection { preset: RockPreset::Handbook, salinity: 0.1, ..RockSection::default() };
/// assert_eq!(scene.rock, rock);
/// # Ok::<(), davylamp_uhs::UhsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RockSection {
    /// Grains, contacts and averages.
    pub preset: RockPreset,
    /// Mass fraction of salt in the brine. Ours: that of the sea.
    pub salinity: f64,
    /// Grains are pressed together by no less than this. Ours: without a load sand has no shear waves.
    pub effective_pressure_floor_pa: f64,
}

impl Default for RockSection {
    fn default() -> Self {
        Self { preset: RockPreset::Paper, salinity: 0.035, effective_pressure_floor_pa: 1e6 }
    }
}

/// `[leak]`: what leaks are drawn, each number uniform between its bounds.
///
/// The example of [`Scene`](crate::Scene) gives one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LeakSection {
    /// `[least, most]`.
    pub width_m: [f64; 2],
    /// `[least, most]`.
    pub height_m: [f64; 2],
    /// No part lies above the first or below the second. Ours: in the overburden.
    pub depth_m: [f64; 2],
    /// From the sides of the grid. Ours.
    pub margin_m: f64,
    /// Of the pores, constant in a leak, `[least, most]`. Ours: the paper does not say.
    pub gas_saturation: [f64; 2],
    /// Across the section, for mass and volume. Ours.
    pub thickness_m: f64,
    /// Through which the outline runs, `[fewest, most]`. Ours.
    pub outline_points: [usize; 2],
    /// How the outline meets the cells. Ours.
    pub coverage: CoverageRule,
}

impl Default for LeakSection {
    fn default() -> Self {
        Self {
            width_m: [30.0, 300.0],
            height_m: [30.0, 300.0],
            depth_m: [100.0, 950.0],
            margin_m: 100.0,
            gas_saturation: [0.05, 0.80],
            thickness_m: 1.0,
            outline_points: [5, 10],
            coverage: CoverageRule::Exact,
        }
    }
}

/// Where sources or receivers stand: so many at a depth, or each by its place.
///
/// The example of [`Survey`](crate::Survey) gives two.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Placement {
    /// So many, evenly over the width: `x = width (i + 1/2) / count`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// At this depth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth_m: Option<f64>,
    /// Or each by its x and z.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub positions_m: Vec<[f64; 2]>,
}

impl Placement {
    fn evenly(count: usize) -> Self {
        Self { count: Some(count), depth_m: Some(10.0), positions_m: Vec::new() }
    }
}

/// `[survey]`: who shakes the ground, and who listens.
///
/// The example of [`Survey`](crate::Survey) gives one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SurveySection {
    /// Vertical forces.
    pub sources: Placement,
    /// Geophones for both components.
    pub receivers: Placement,
    /// Receivers whose traces are kept, spread evenly and alike to both sides of the middle, unless an odd number
    /// of an even one is kept; sets with fewer are chosen from these when read. All of them where it is the number
    /// of receivers.
    pub stations: usize,
    /// Of the Ricker wavelet. Ours.
    pub peak_frequency_hz: f64,
}

impl Default for SurveySection {
    fn default() -> Self {
        Self {
            sources: Placement::evenly(8),
            receivers: Placement::evenly(400),
            stations: 16,
            peak_frequency_hz: 10.0,
        }
    }
}

/// `[image]`: what becomes of the traces.
///
/// # Examples
///
/// ```
/// use davylamp_uhs::{ImageSection, Scene};
///
/// let scene = Scene::parse("image = { samples = 128, record_s = 1.28 }")?;
/// assert_eq!(scene.image, ImageSection { samples: 128, record_s: 1.28 });
/// # Ok::<(), davylamp_uhs::UhsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImageSection {
    /// Samples of a trace.
    pub samples: usize,
    /// Time that they cover. Ours: shear waves from the deepest leak are back by then.
    pub record_s: f64,
}

impl Default for ImageSection {
    fn default() -> Self {
        Self { samples: 256, record_s: 2.56 }
    }
}
