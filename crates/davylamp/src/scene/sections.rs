//! The sections of a scene, as they stand in the file.

use std::{fmt, str::FromStr};

use davylamp_plume::{DispersionCurves, Gas, Insolation, StabilityClass};
use serde::{Deserialize, Deserializer, de};

use super::named::{Background, MisfitName, ModelError};

/// `[gas]`: what leaks.
///
/// The example of [`Scene`](crate::scene::Scene) gives one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GasSection {
    /// Which gas; hydrogen where neither a name nor a molar mass is given.
    #[serde(deserialize_with = "named")]
    pub name: Option<Gas>,
    /// `molar_mass_kg_mol`: of a gas that has no name here, kg/mol.
    #[serde(rename = "molar_mass_kg_mol")]
    pub molar_mass: Option<f64>,
    /// `temperature_k`: of the air, K; 288.15, the standard atmosphere at sea level (ISO 2533).
    #[serde(rename = "temperature_k")]
    pub temperature: f64,
    /// `pressure_pa`: of the air, Pa; 101 325.
    #[serde(rename = "pressure_pa")]
    pub pressure: f64,
    /// Concentration that is there without the leak, ppm, or `"auto"`: the tenth percentile of the
    /// readings. 0, and `"auto"` for methane, which is in the air everywhere.
    pub background_ppm: Option<Background>,
    /// The same in kg/m³.
    pub background_kg_m3: Option<Background>,
}

impl Default for GasSection {
    fn default() -> Self {
        Self {
            name: None,
            molar_mass: None,
            temperature: 288.15,
            pressure: 101_325.0,
            background_ppm: None,
            background_kg_m3: None,
        }
    }
}

/// `[wind]`: for readings that bring none of their own.
///
/// The example of [`Scene`](crate::scene::Scene) gives one.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WindSection {
    /// `speed_m_s`: near the height of source and sensors, m/s.
    #[serde(rename = "speed_m_s")]
    pub speed: Option<f64>,
    /// Where it comes from, degrees clockwise from north.
    pub from_deg: Option<f64>,
}

/// `[air]`: how fast it mixes.
///
/// The example of [`Scene`](crate::scene::Scene) gives one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AirSection {
    /// Pasquill's stability class, A to F. Without one it follows from `monin_obukhov_length_m` and
    /// `roughness_m` (Golder), or from `insolation` or
    /// `night_cloud_eighths` and the wind (Pasquill); else D.
    #[serde(deserialize_with = "named")]
    pub class: Option<StabilityClass>,
    /// `monin_obukhov_length_m`: m, negative when the ground heats the air.
    #[serde(rename = "monin_obukhov_length_m")]
    pub monin_obukhov_length: Option<f64>,
    /// `roughness_m`: of the ground, m.
    #[serde(rename = "roughness_m")]
    pub roughness: Option<f64>,
    /// By day: how strong the sun is, `strong`, `moderate` or `slight`.
    #[serde(deserialize_with = "insolation")]
    pub insolation: Option<Insolation>,
    /// By night: how many eighths of the sky are under cloud, 0 to 8.
    pub night_cloud_eighths: Option<u8>,
    /// How wide a plume is at a distance: `briggs-rural`, `briggs-urban` or `isc3-rural`.
    #[serde(deserialize_with = "named_or_rural")]
    pub curves: DispersionCurves,
    /// `lid_m`: height of the layer that mixes, m; none.
    #[serde(rename = "lid_m")]
    pub lid: Option<f64>,
    /// `half_life_s`: in which half the gas is lost on its way, s; none.
    #[serde(rename = "half_life_s")]
    pub half_life: Option<f64>,
    /// Plume width grows as (averaging time / reference)^exponent; 0.
    pub averaging_exponent: f64,
    /// `averaging_reference_s`: the time for which the curves hold, s; 600.
    #[serde(rename = "averaging_reference_s")]
    pub averaging_reference: f64,
    /// `calm_speed_m_s`: below it the plume formula is not used, m/s; 0.5.
    #[serde(rename = "calm_speed_m_s")]
    pub calm_speed: f64,
}

impl Default for AirSection {
    fn default() -> Self {
        Self {
            class: None,
            monin_obukhov_length: None,
            roughness: None,
            insolation: None,
            night_cloud_eighths: None,
            curves: DispersionCurves::BriggsRural,
            lid: None,
            half_life: None,
            averaging_exponent: 0.0,
            averaging_reference: 600.0,
            calm_speed: 0.5,
        }
    }
}

/// `[source]`: what is known of it.
///
/// The example of [`ThreatZones`](crate::zones::ThreatZones) gives one.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SourceSection {
    /// `x_m`: to the east, m; 0. Not used for tracing.
    #[serde(rename = "x_m")]
    pub x: f64,
    /// `y_m`: to the north, m; 0. Not used for tracing.
    #[serde(rename = "y_m")]
    pub y: f64,
    /// `height_m`: above the ground, m; 0. For tracing, the height that is taken as known.
    #[serde(rename = "height_m")]
    pub height: f64,
    /// `rate_kg_s`: kg/s; needed for zones, not used for tracing.
    #[serde(rename = "rate_kg_s")]
    pub rate: Option<f64>,
}

/// `[search]`: where to look.
///
/// # Examples
///
/// ```
/// use davylamp::scene::Scene;
///
/// let search = Scene::parse("search = { x_m = [-50, 100], y_m = [-50, 50] }")?.search;
/// assert_eq!((search.x, search.y), (Some([-50.0, 100.0]), Some([-50.0, 50.0])));
/// # Ok::<(), davylamp::scene::SceneError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchSection {
    /// `x_m = [min, max]`, m; from the readings' extent with a margin.
    #[serde(rename = "x_m")]
    pub x: Option<[f64; 2]>,
    /// `y_m = [min, max]`, m; from the readings' extent with a margin.
    #[serde(rename = "y_m")]
    pub y: Option<[f64; 2]>,
    /// `height_m = [min, max]`, m; the height of `[source]`, known.
    #[serde(rename = "height_m")]
    pub height: Option<[f64; 2]>,
    /// How far the wind may have turned from what was measured, degrees to either side; 0.
    pub wind_turn_max_deg: f64,
    /// Stability classes to choose among by how well they fit; the one of `[air]`.
    #[serde(deserialize_with = "all_named")]
    pub classes: Vec<StabilityClass>,
    /// `rate_max_kg_s`: the greatest rate, kg/s; any.
    #[serde(rename = "rate_max_kg_s")]
    pub rate_max: f64,
    /// The most sources to look for, 1 to 4; 1.
    pub max_sources: usize,
}

impl Default for SearchSection {
    fn default() -> Self {
        Self {
            x: None,
            y: None,
            height: None,
            wind_turn_max_deg: 0.0,
            classes: Vec::new(),
            rate_max: f64::INFINITY,
            max_sources: 1,
        }
    }
}

/// `[noise]`: how wrong readings and model may be.
///
/// # Examples
///
/// ```
/// use davylamp::scene::{MisfitName, ModelError, Scene};
///
/// let scene = Scene::parse("noise = { misfit = 'linear', model_error = 'none' }")?;
/// assert_eq!(scene.noise.misfit, MisfitName::Linear);
/// assert_eq!(scene.noise.model_error, ModelError::None);
/// # Ok::<(), davylamp::scene::SceneError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoiseSection {
    /// What a misfit counts: `likelihood`, `linear`, `square-root` or `logarithmic`.
    pub misfit: MisfitName,
    /// `floor_kg_m3`: of the logarithmic misfit, kg/m³; a thousandth of the greatest reading.
    #[serde(rename = "floor_kg_m3")]
    pub floor: Option<f64>,
    /// `additive_kg_m3`: noise of a reading whatever its size, kg/m³; 0.003 of the greatest reading
    /// for `field`, 0.001 for `none`.
    #[serde(rename = "additive_kg_m3")]
    pub additive: Option<f64>,
    /// Noise of a reading as a part of it; 0.5 for `field`, 0 for `none`.
    pub relative: Option<f64>,
    /// How wrong the plume may be: `field` (what field experiments show) or `none`.
    pub model_error: ModelError,
}

/// `[map]`: where the local origin lies.
///
/// The example of [`MapSection::longitude_latitude`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapSection {
    /// Latitude of x = y = 0, degrees north (WGS 84).
    pub latitude_deg: f64,
    /// Longitude of x = y = 0, degrees east (WGS 84).
    pub longitude_deg: f64,
}

/// `[zones]`: what to draw around a known source.
///
/// The example of [`ThreatZones`](crate::zones::ThreatZones) gives one.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ZonesSection {
    /// Concentrations to draw; the gas's own (AEGL, or parts of its lower flammable limit).
    pub thresholds: Vec<ThresholdEntry>,
    /// `extent_m`: how far downwind the picture shows, m; as far as the widest zone reaches.
    #[serde(rename = "extent_m")]
    pub extent: Option<f64>,
    /// `height_m`: above the ground, m; 0.
    #[serde(rename = "height_m")]
    pub height: f64,
}

/// One entry of `thresholds`: a name, and one of `ppm` and `kg_m3`.
///
/// # Examples
///
/// ```
/// use davylamp::scene::Scene;
///
/// let scene = Scene::parse("
///     [[zones.thresholds]]
///     name = 'smelt'
///     ppm = 5
/// ")?;
/// let smelt = &scene.zones.thresholds[0];
/// assert_eq!((smelt.name.as_str(), smelt.ppm), ("smelt", Some(5.0)));
/// # Ok::<(), davylamp::scene::SceneError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdEntry {
    /// What people call it.
    pub name: String,
    /// Parts per million by volume.
    pub ppm: Option<f64>,
    /// kg/m³.
    pub kg_m3: Option<f64>,
}

/// A value that its type reads from a name.
fn named<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    let name = String::deserialize(deserializer)?;
    name.parse().map(Some).map_err(de::Error::custom)
}

fn insolation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Insolation>, D::Error> {
    const WORDS: [&str; 3] = ["strong", "moderate", "slight"];
    let word = String::deserialize(deserializer)?;
    match word.as_str() {
        "strong" => Ok(Some(Insolation::Strong)),
        "moderate" => Ok(Some(Insolation::Moderate)),
        "slight" => Ok(Some(Insolation::Slight)),
        _ => Err(de::Error::unknown_variant(&word, &WORDS)),
    }
}

fn named_or_rural<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<DispersionCurves, D::Error> {
    Ok(named(deserializer)?.unwrap_or(DispersionCurves::BriggsRural))
}

fn all_named<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    let names = Vec::<String>::deserialize(deserializer)?;
    names.iter().map(|name| name.parse().map_err(de::Error::custom)).collect()
}
