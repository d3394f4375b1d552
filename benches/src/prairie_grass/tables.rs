//! The tables of the experiment: runs, arcs and samplers.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use davylamp::plume::StabilityClass;
use serde::Deserialize;

/// Ten minutes of release, with the weather.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its number in the report.
    pub number: u32,
    /// Rate of the source, kg/s.
    pub rate: f64,
    /// Height of the source, m.
    pub height: f64,
    /// Height of the samplers, m.
    pub sampler_height: f64,
    /// Where the wind came from, degrees.
    pub wind_from_deg: f64,
    /// Wind speed at 2 m, m/s.
    pub wind_speed: f64,
    /// Class by Golder's relation from the Monin-Obukhov length.
    pub class: StabilityClass,
    /// What the samplers read.
    pub samplers: Vec<Sampler>,
    /// The greatest reading of each arc.
    pub arcs: Vec<Arc>,
}

/// A sampler and its mean over ten minutes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampler {
    /// Place from the source: to the east, to the north, up; m.
    pub position: [f64; 3],
    /// Concentration, kg/m³.
    pub concentration: f64,
}

/// An arc of samplers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    /// Distance from the source, m.
    pub distance: f64,
    /// The greatest concentration on it, kg/m³.
    pub greatest: f64,
}

#[derive(Debug, Deserialize)]
struct RunRow {
    run: u32,
    #[serde(rename = "Q_g_s")]
    rate_g_s: f64,
    source_height_m: f64,
    sampler_height_m: f64,
    wdir_deg: Option<f64>,
    u2m_m_s: Option<f64>,
    pg_golder: Option<String>,
}

#[derive(Debug, Deserialize)]
struct SamplerRow {
    run: u32,
    distance_m: f64,
    azimuth_deg: f64,
    used: u8,
    c_mg_m3: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct ArcRow {
    run: u32,
    distance_m: f64,
    cmax_mg_m3: f64,
}

/// Reads the runs for which the weather is known, with their samplers and arcs.
///
/// # Errors
/// A table that is missing or has other columns; no run with its weather.
pub fn read(folder: &Path) -> Result<Vec<Run>> {
    let samplers: Vec<SamplerRow> = rows(&folder.join("samplers.csv"))?;
    let arcs: Vec<ArcRow> = rows(&folder.join("arcs.csv"))?;
    let mut runs = Vec::new();
    for row in rows::<RunRow>(&folder.join("runs.csv"))? {
        let (Some(wind_from_deg), Some(wind_speed), Some(class)) =
            (row.wdir_deg, row.u2m_m_s, row.pg_golder)
        else {
            continue;
        };
        let sampled = |s: &SamplerRow| {
            let (sin, cos) = s.azimuth_deg.to_radians().sin_cos();
            let position = [s.distance_m * sin, s.distance_m * cos, row.sampler_height_m];
            s.c_mg_m3.map(|c| Sampler { position, concentration: 1e-6 * c })
        };
        runs.push(Run {
            number: row.run,
            rate: 1e-3 * row.rate_g_s,
            height: row.source_height_m,
            sampler_height: row.sampler_height_m,
            wind_from_deg,
            wind_speed,
            class: class.parse()?,
            samplers: samplers
                .iter()
                .filter(|s| s.run == row.run && s.used == 1)
                .filter_map(sampled)
                .collect(),
            arcs: arcs
                .iter()
                .filter(|arc| arc.run == row.run)
                .map(|arc| Arc { distance: arc.distance_m, greatest: 1e-6 * arc.cmax_mg_m3 })
                .collect(),
        });
    }
    ensure!(!runs.is_empty(), "no run in {} has its weather", folder.display());
    Ok(runs)
}

fn rows<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>> {
    let table = || path.display().to_string();
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_path(path)
        .with_context(table)?
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(table)
}
