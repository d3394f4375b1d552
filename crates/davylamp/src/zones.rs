//! Threat zones of a known source: scene to polygons.

use davylamp_plume::{
    GaussianPlume, ReleaseBuoyancy, ReleaseInput, Zone, ZoneInput, release_buoyancy,
};
use davylamp_trace::MeasuredWind;
use serde_json::{Value, json};

use crate::RunError;
use crate::geojson::Features;
use crate::scene::{ClassOrigin, MapSection, Scene, SceneError, Stability};

/// The zones around a known source.
///
/// # Examples
///
/// ```
/// use davylamp::{scene::Scene, zones::ThreatZones};
///
/// let scene = Scene::parse("
///     [gas]
///     name = 'ammonia'
///     [wind]
///     speed_m_s = 4
///     from_deg = 270
///     [air]
///     class = 'D'
///     [source]
///     height_m = 1
///     rate_kg_s = 0.1
///     [zones]
///     height_m = 1.5
/// ")?;
/// let found = ThreatZones::of(&scene)?;
/// assert_eq!(found.zones[1].name, "AEGL-2");
/// assert!((found.zones[1].zone.reach - 123.4).abs() < 0.1); // m downwind
/// # Ok::<(), davylamp::RunError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ThreatZones {
    /// What leaks.
    pub gas: String,
    /// Place of the source, m.
    pub source: [f64; 3],
    /// Its rate, kg/s.
    pub rate: f64,
    /// Height above the ground at which the zones lie, m.
    pub height: f64,
    /// The plume.
    pub plume: GaussianPlume,
    /// The stability class and how it was found.
    pub stability: Stability,
    /// The zones, from the weakest concentration.
    pub zones: Vec<NamedZone>,
    /// What a careful reader should know.
    pub warnings: Vec<String>,
    /// Where the local origin lies.
    pub map: Option<MapSection>,
    /// How far downwind a picture shows, m.
    pub extent: Option<f64>,
}

/// A zone and its threshold.
///
/// The example of [`ThreatZones`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedZone {
    /// What people call the threshold.
    pub name: String,
    /// Its concentration, kg/m³.
    pub level: f64,
    /// The same in parts per million by volume.
    pub ppm: f64,
    /// Where it is exceeded.
    pub zone: Zone,
}

impl ThreatZones {
    /// The zones of a scene.
    ///
    /// # Errors
    /// [`RunError::Scene`] where rate or wind are missing, [`RunError::Plume`] in calm air,
    /// [`RunError::NoThresholds`] for a gas that has none.
    pub fn of(scene: &Scene) -> Result<Self, RunError> {
        let missing = |name, why| RunError::Scene(SceneError::Missing { name, why });
        let rate = scene
            .source
            .rate
            .ok_or(missing("source.rate_kg_s", "zones are those of a source of known rate"))?;
        let speed =
            scene.wind.speed.ok_or(missing("wind.speed_m_s", "the wind carries the gas"))?;
        let from_deg =
            scene.wind.from_deg.ok_or(missing("wind.from_deg", "the wind carries the gas"))?;
        let stability = scene.stability(speed)?;
        let plume = scene.plume(MeasuredWind { speed, from_deg }, stability.class, None)?;
        let source = [scene.source.x, scene.source.y, scene.source.height];
        let ambient = scene.ambient()?;
        let height = scene.zones.height;
        let mut zones = Vec::new();
        for (name, level) in thresholds(scene)? {
            let zone = plume.zone(ZoneInput { source, emission_rate: rate, level, height })?;
            let ppm = ambient.ppm_of_density(scene.molar_mass(), level);
            zones.push(NamedZone { name, level, ppm, zone });
        }
        zones.sort_by(|a, b| a.level.total_cmp(&b.level));
        let mut warnings = warnings(scene, stability, &zones);
        warnings.extend(buoyancy(scene, rate, speed)?);
        let gas = scene
            .named_gas()
            .map_or_else(|| format!("gas of {} kg/mol", scene.molar_mass()), |gas| gas.to_string());
        let (map, extent) = (scene.map, scene.zones.extent);
        Ok(Self { gas, source, rate, height, plume, stability, zones, warnings, map, extent })
    }

    /// Everything that was found, in SI units: what `davylamp zones --json` prints.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let zone = |zone: &NamedZone| {
            json!({
                "name": zone.name, "concentration": zone.level, "ppm": zone.ppm,
                "reach": zone.zone.reach, "width": zone.zone.width, "area": zone.zone.area,
            })
        };
        let [x, y, z] = self.source;
        json!({
            "gas": self.gas, "x": x, "y": y, "z": z, "rate": self.rate,
            "wind_speed": self.plume.input().wind_speed,
            "wind_from_deg": self.plume.input().wind_from_deg,
            "class": self.stability.class.to_string(),
            "class_origin": self.stability.origin.to_string(),
            "curves": self.plume.input().curves.to_string(),
            "zones": self.zones.iter().map(zone).collect::<Vec<_>>(),
            "warnings": self.warnings,
        })
    }

    /// The zones as GeoJSON: in WGS 84 where the scene has a `[map]`, else in local metres, which a
    /// member `crs_note` says.
    #[must_use]
    pub fn to_geojson(&self) -> Value {
        let mut features = Features::new(self.map);
        let [x, y, height] = self.source;
        let source = json!({
            "kind": "source", "gas": self.gas, "rate_kg_s": self.rate, "height_m": height,
        });
        features.point([x, y], &source);
        for NamedZone { name, level, ppm, zone } in &self.zones {
            let polygons: Vec<_> = zone.rings.iter().map(|ring| vec![ring.clone()]).collect();
            let properties = json!({
                "kind": "zone", "name": name, "concentration_kg_m3": level,
                "concentration_ppm": ppm, "area_m2": zone.area, "reach_m": zone.reach,
                "width_m": zone.width,
            });
            features.polygons(&polygons, &properties);
        }
        features.finish()
    }
}

/// Names and concentrations (kg/m³).
fn thresholds(scene: &Scene) -> Result<Vec<(String, f64)>, RunError> {
    let ambient = scene.ambient()?;
    let of_ppm = |ppm| ambient.density_of_ppm(scene.molar_mass(), ppm);
    let given = &scene.zones.thresholds;
    if !given.is_empty() {
        let level = |entry: &crate::scene::ThresholdEntry| {
            entry.kg_m3.or(entry.ppm.map(of_ppm)).map(|level| (entry.name.clone(), level))
        };
        return Ok(given.iter().filter_map(level).collect());
    }
    let own = scene.named_gas().map(davylamp_plume::Gas::thresholds).unwrap_or_default();
    if own.is_empty() {
        let gas = scene.named_gas().map_or("a gas without a name".to_owned(), |g| g.to_string());
        return Err(RunError::NoThresholds { gas });
    }
    Ok(own.into_iter().map(|t| (t.name.to_owned(), of_ppm(t.ppm))).collect())
}

fn warnings(scene: &Scene, stability: Stability, zones: &[NamedZone]) -> Vec<String> {
    let mut warnings = Vec::new();
    if stability.origin == ClassOrigin::Assumed {
        warnings.push(crate::ASSUMED_CLASS.to_owned());
    }
    if let ClassOrigin::Pasquill(range) = stability.origin
        && range.single().is_none()
    {
        warnings.push(format!(
            "Pasquill's table gives class {range}; {} is taken, whose zones reach farther",
            stability.class
        ));
    }
    if scene.gas.is_none() {
        warnings.push("the scene names no gas: hydrogen is assumed".to_owned());
    }
    for zone in zones {
        if zone.zone.cut {
            warnings.push(format!(
                "{} is exceeded beyond 100 km, farther than any dispersion curve holds",
                zone.name
            ));
        }
    }
    warnings
}

/// Whether the gas is too dense or too light for a passive plume.
pub(crate) fn buoyancy(
    scene: &Scene,
    rate: f64,
    wind_speed: f64,
) -> Result<Option<String>, RunError> {
    let ambient = scene.ambient()?;
    let gas_density = ambient.density(scene.molar_mass());
    let release = ReleaseInput { gas_density, emission_rate: rate, wind_speed, ambient };
    Ok(match release_buoyancy(release)? {
        ReleaseBuoyancy::Dense { richardson } => Some(format!(
            "the gas is dense (Richardson number {richardson:.2}): near the source it spreads \
             along the ground, wider than these zones"
        )),
        ReleaseBuoyancy::Buoyant { richardson } => Some(format!(
            "the gas is light (Richardson number {richardson:.2}): near the source it rises, and \
             the ground sees less than these zones say"
        )),
        ReleaseBuoyancy::Passive { .. } => None,
    })
}
