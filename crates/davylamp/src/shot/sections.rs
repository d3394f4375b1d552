//! The sections of a model, as they stand in the file.

use serde::Deserialize;

/// A model of the ground and an experiment in it, read from TOML and checked.
///
/// Axes: x to the right, z down, from the upper left corner of the model.
///
/// The example of [`PlannedShot`](crate::shot::PlannedShot) reads one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShotScene {
    /// Size and spacing of the model.
    pub grid: GridSection,
    /// Flat layers, from the top.
    #[serde(default)]
    pub layers: Vec<LayerSection>,
    /// Properties by node, instead of those of the layers.
    pub grids: Option<GridsSection>,
    /// What sounds, and where.
    pub source: SourceSection,
    /// When it sounds.
    pub wavelet: WaveletSection,
    /// Where one listens.
    pub receivers: ReceiversSection,
    /// What is recorded.
    pub record: RecordSection,
    /// How it is computed.
    #[serde(default)]
    pub solver: SolverSection,
}

/// `[grid]`: size and spacing of the model; absorbing layers come on top.
///
/// The example of [`PlannedShot`](crate::shot::PlannedShot) gives one.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GridSection {
    /// `width_m`: m, a whole number of spacings.
    #[serde(rename = "width_m")]
    pub width: f64,
    /// `depth_m`: m, a whole number of spacings.
    #[serde(rename = "depth_m")]
    pub depth: f64,
    /// `spacing_m`: between neighbouring nodes, m.
    #[serde(rename = "spacing_m")]
    pub spacing: f64,
}

impl GridSection {
    /// Nodes down and to the right.
    #[must_use]
    pub fn shape(&self) -> [usize; 2] {
        [self.depth, self.width].map(|side| count(side / self.spacing) + 1)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a small number"
)]
fn count(value: f64) -> usize {
    value.round() as usize
}

/// `[[layers]]`: one of them, from its top down to the next one's.
///
/// The example of [`PlannedShot`](crate::shot::PlannedShot) gives one.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerSection {
    /// `top_m`: depth of its top, m.
    #[serde(rename = "top_m")]
    pub top: f64,
    /// `vp_m_s`: speed of compressional waves, m/s (along the vertical).
    #[serde(rename = "vp_m_s")]
    pub vp: f64,
    /// `vs_m_s`: speed of shear waves, m/s; 0 is a fluid.
    #[serde(rename = "vs_m_s")]
    pub vs: f64,
    /// `rho_kg_m3`: density, kg/m³.
    #[serde(rename = "rho_kg_m3")]
    pub rho: f64,
    /// Thomsen's epsilon; 0.
    #[serde(default)]
    pub epsilon: f64,
    /// Thomsen's delta; 0.
    #[serde(default)]
    pub delta: f64,
}

/// `[grids]`: NPY files of `[nodes down][nodes to the right]`; what is not given comes from the layers.
///
/// The example of [`PlannedShot`](crate::shot::PlannedShot) gives layers instead.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GridsSection {
    /// `vp_m_s`: m/s.
    #[serde(rename = "vp_m_s")]
    pub vp: Option<String>,
    /// `vs_m_s`: m/s.
    #[serde(rename = "vs_m_s")]
    pub vs: Option<String>,
    /// `rho_kg_m3`: kg/m³.
    #[serde(rename = "rho_kg_m3")]
    pub rho: Option<String>,
    /// Thomsen's epsilon.
    pub epsilon: Option<String>,
    /// Thomsen's delta.
    pub delta: Option<String>,
}

impl GridsSection {
    pub(super) fn named(&self) -> [(&'static str, Option<&str>); 5] {
        [
            ("vp_m_s", self.vp.as_deref()),
            ("vs_m_s", self.vs.as_deref()),
            ("rho_kg_m3", self.rho.as_deref()),
            ("epsilon", self.epsilon.as_deref()),
            ("delta", self.delta.as_deref()),
        ]
    }
}

/// `[source]`: what sounds. The model is two-dimensional: strengths are for each metre of a line.
///
/// The example of [`PlannedShot`](crate::shot::PlannedShot) gives one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSection {
    /// `x_m`: m.
    #[serde(rename = "x_m")]
    pub x: f64,
    /// `z_m`: depth, m.
    #[serde(rename = "z_m")]
    pub z: f64,
    /// `explosion_n_m_s`: moment rate of an explosion, N m/s for each metre.
    #[serde(rename = "explosion_n_m_s")]
    pub explosion: Option<f64>,
    /// `force_n = [fx, fz]`: force, N for each metre.
    #[serde(rename = "force_n")]
    pub force: Option<[f64; 2]>,
    /// `moment_n_m_s = [xx, zz, xz]`: moment rate, N m/s for each metre.
    #[serde(rename = "moment_n_m_s")]
    pub moment: Option<[f64; 3]>,
}

/// `[wavelet]`: a Ricker wavelet, or samples from a file.
///
/// The example of [`PlannedShot`](crate::shot::PlannedShot) gives one.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WaveletSection {
    /// `peak_frequency_hz`: of a Ricker wavelet, Hz.
    #[serde(rename = "peak_frequency_hz")]
    pub peak_frequency: Option<f64>,
    /// `peak_time_s`: when it peaks, s; 1.5 over the peak frequency.
    #[serde(rename = "peak_time_s")]
    pub peak_time: Option<f64>,
    /// An NPY file of samples.
    pub file: Option<String>,
    /// `dt_s`: their interval, s.
    #[serde(rename = "dt_s")]
    pub dt: Option<f64>,
}

/// `[receivers]`: a straight line of them, evenly spaced.
///
/// The example of [`PlannedShot`](crate::shot::PlannedShot) gives one.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiversSection {
    /// `first_m = [x, z]`: m.
    #[serde(rename = "first_m")]
    pub first: [f64; 2],
    /// `last_m = [x, z]`: m; the first.
    #[serde(rename = "last_m")]
    pub last: Option<[f64; 2]>,
    /// How many.
    pub count: usize,
}

impl ReceiversSection {
    /// x and z of each, m.
    #[must_use]
    pub fn places(&self) -> Vec<[f64; 2]> {
        let last = self.last.unwrap_or(self.first);
        let gaps = self.count.saturating_sub(1).max(1) as f64;
        (0..self.count)
            .map(|k| {
                // Products before quotients: round places stay round.
                let between = |a: f64, b: f64| a + (b - a) * k as f64 / gaps;
                [between(self.first[0], last[0]), between(self.first[1], last[1])]
            })
            .collect()
    }
}

/// What a receiver records.
///
/// The example of [`PlannedShot`](crate::shot::PlannedShot) takes the usual ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ComponentName {
    /// Particle velocity to the right, m/s.
    Vx,
    /// Particle velocity downwards, m/s.
    Vz,
    /// Pressure, Pa.
    Pressure,
    /// Normal stress along x, Pa.
    Txx,
    /// Normal stress along z, Pa.
    Tzz,
    /// Shear stress, Pa.
    Txz,
}

/// `[record]`: what is recorded.
///
/// The example of [`PlannedShot`](crate::shot::PlannedShot) gives one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordSection {
    /// `duration_s`: s.
    #[serde(rename = "duration_s")]
    pub duration: f64,
    /// `dt_s`: interval of the samples, s.
    #[serde(rename = "dt_s")]
    pub dt: f64,
    /// Which of vx, vz, pressure, txx, tzz and txz; vx and vz.
    #[serde(default = "both_velocities")]
    pub components: Vec<ComponentName>,
}

fn both_velocities() -> Vec<ComponentName> {
    vec![ComponentName::Vx, ComponentName::Vz]
}

impl RecordSection {
    /// Samples of a trace: the first at the time of the shot.
    #[must_use]
    pub fn samples(&self) -> usize {
        count(self.duration / self.dt) + 1
    }
}

/// `[solver]`: how it is computed.
///
/// The example of [`PlannedShot`](crate::shot::PlannedShot) takes the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SolverSection {
    /// Order of the differences in space: 2, 4, ... 12; 8.
    pub order: u8,
    /// `dt_s`: time step, s; the longest part of the samples' interval within 0.95 of the stable step.
    #[serde(rename = "dt_s")]
    pub dt: Option<f64>,
    /// Whether the top reflects as the air does; false.
    pub free_surface: bool,
    /// Cells of the absorbing layers, 1 to 200; 30.
    pub absorbing_cells: usize,
    /// Threads; 1. The gather does not depend on it.
    pub threads: usize,
}

impl Default for SolverSection {
    fn default() -> Self {
        Self { order: 8, dt: None, free_surface: false, absorbing_cells: 30, threads: 1 }
    }
}
