//! What the numbers of a scene may be.

use std::fmt;

use super::Scene;
use super::named::Background;

/// A complaint, before its line is known.
#[derive(Debug)]
pub(crate) enum Complaint {
    OutOfRange { name: String, value: String, allowed: &'static str },
    Conflict { first: &'static str, second: &'static str },
    Missing { name: &'static str, why: &'static str },
}

pub(crate) type Checked = Result<(), Complaint>;

/// Checks every number and that no two keys contradict each other.
pub(super) fn check(scene: &Scene) -> Checked {
    gas(scene)?;
    air(scene)?;
    places(scene)?;
    noise(scene)?;
    zones(scene)
}

pub(crate) fn refuse(name: &str, value: &dyn fmt::Display, allowed: &'static str) -> Checked {
    Err(Complaint::OutOfRange { name: name.to_owned(), value: value.to_string(), allowed })
}

/// Checks a number that may be absent.
pub(crate) fn within(
    name: &str,
    value: impl Into<Option<f64>>,
    range: std::ops::RangeInclusive<f64>,
    allowed: &'static str,
) -> Checked {
    match value.into() {
        Some(value) if !range.contains(&value) => refuse(name, &value, allowed),
        _ => Ok(()),
    }
}

/// The least positive number, as the lower end of "more than zero".
pub(crate) const TINY: f64 = f64::MIN_POSITIVE;

pub(crate) const POSITIVE: &str = "a finite number greater than zero";
const NOT_NEGATIVE: &str = "a finite number, zero or more";

pub(crate) fn exclusive(first: (&'static str, bool), second: (&'static str, bool)) -> Checked {
    if first.1 && second.1 {
        return Err(Complaint::Conflict { first: first.0, second: second.0 });
    }
    Ok(())
}

fn gas(scene: &Scene) -> Checked {
    let Some(gas) = &scene.gas else { return Ok(()) };
    exclusive(
        ("gas.name", gas.name.is_some()),
        ("gas.molar_mass_kg_mol", gas.molar_mass.is_some()),
    )?;
    exclusive(
        ("gas.background_ppm", gas.background_ppm.is_some()),
        ("gas.background_kg_m3", gas.background_kg_m3.is_some()),
    )?;
    within(
        "gas.molar_mass_kg_mol",
        gas.molar_mass,
        1e-3..=1.0,
        "0.001 to 1 kg/mol (hydrogen has 0.002016)",
    )?;
    within("gas.temperature_k", gas.temperature, 150.0..=400.0, "150 to 400 K")?;
    within("gas.pressure_pa", gas.pressure, 1e4..=2e5, "10000 to 200000 Pa")?;
    let known = |background| match background {
        Some(Background::Known(value)) => Some(value),
        _ => None,
    };
    within("gas.background_ppm", known(gas.background_ppm), 0.0..=1e6, "0 to 1000000 ppm")?;
    within("gas.background_kg_m3", known(gas.background_kg_m3), 0.0..=f64::MAX, NOT_NEGATIVE)
}

fn air(scene: &Scene) -> Checked {
    let (wind, air) = (&scene.wind, &scene.air);
    within("wind.speed_m_s", wind.speed, 0.0..=100.0, "0 to 100 m/s")?;
    within(
        "wind.from_deg",
        wind.from_deg,
        -360.0..=360.0,
        "-360 to 360 degrees, clockwise from north, where the wind comes from",
    )?;
    if let Some(length) = air.monin_obukhov_length {
        if !(length.is_finite() && length != 0.0) {
            return refuse(
                "air.monin_obukhov_length_m",
                &length,
                "a finite number other than zero",
            );
        }
        if air.roughness.is_none() {
            return Err(Complaint::Missing {
                name: "air.roughness_m",
                why: "Golder's relation takes it together with monin_obukhov_length_m \
                      (0.01 for mown grass, 0.1 for crops, 0.5 for a suburb)",
            });
        }
    }
    exclusive(
        ("air.class", air.class.is_some()),
        ("air.monin_obukhov_length_m", air.monin_obukhov_length.is_some()),
    )?;
    exclusive(("air.class", air.class.is_some()), ("air.insolation", air.insolation.is_some()))?;
    exclusive(
        ("air.class", air.class.is_some()),
        ("air.night_cloud_eighths", air.night_cloud_eighths.is_some()),
    )?;
    exclusive(
        ("air.insolation", air.insolation.is_some()),
        ("air.night_cloud_eighths", air.night_cloud_eighths.is_some()),
    )?;
    within(
        "air.roughness_m",
        air.roughness,
        0.001..=0.5,
        "0.001 to 0.5 m, where Golder's relation holds",
    )?;
    within(
        "air.night_cloud_eighths",
        air.night_cloud_eighths.map(f64::from),
        0.0..=8.0,
        "0 to 8 eighths of the sky",
    )?;
    within("air.lid_m", air.lid, 10.0..=1e5, "10 to 100000 m")?;
    within("air.half_life_s", air.half_life, TINY..=f64::MAX, POSITIVE)?;
    within("air.averaging_exponent", air.averaging_exponent, 0.0..=1.0, "0 to 1")?;
    within("air.averaging_reference_s", air.averaging_reference, TINY..=1e7, "0 to 1e7 s, not 0")?;
    within("air.calm_speed_m_s", air.calm_speed, 0.01..=10.0, "0.01 to 10 m/s")
}

/// Beyond this, the ground is not flat.
const FAR: f64 = 1e6;
const NEAR: &str = "-1000000 to 1000000 m";
const HEIGHT: &str = "0 to 10000 m above the ground";

fn places(scene: &Scene) -> Checked {
    let (source, search) = (&scene.source, &scene.search);
    within("source.x_m", source.x, -FAR..=FAR, NEAR)?;
    within("source.y_m", source.y, -FAR..=FAR, NEAR)?;
    within("source.height_m", source.height, 0.0..=1e4, HEIGHT)?;
    within("source.rate_kg_s", source.rate, TINY..=f64::MAX, POSITIVE)?;
    interval("search.x_m", search.x, -FAR, false)?;
    interval("search.y_m", search.y, -FAR, false)?;
    interval("search.height_m", search.height, 0.0, true)?;
    within(
        "search.wind_turn_max_deg",
        search.wind_turn_max_deg,
        0.0..=90.0,
        "0 to 90 degrees to either side",
    )?;
    within("search.rate_max_kg_s", search.rate_max, TINY..=f64::INFINITY, "greater than zero")?;
    if !(1..=4).contains(&search.max_sources) {
        return refuse("search.max_sources", &search.max_sources, "1 to 4");
    }
    if let Some(map) = &scene.map {
        within("map.latitude_deg", map.latitude_deg, -89.0..=89.0, "-89 to 89 degrees north")?;
        within("map.longitude_deg", map.longitude_deg, -180.0..=180.0, "-180 to 180 degrees east")?;
    }
    Ok(())
}

fn interval(name: &str, ends: Option<[f64; 2]>, least: f64, may_be_a_point: bool) -> Checked {
    let Some([min, max]) = ends else { return Ok(()) };
    let ordered = if may_be_a_point { min <= max } else { min < max };
    if ordered && min >= least && max <= FAR {
        return Ok(());
    }
    refuse(
        name,
        &format!("[{min}, {max}]"),
        if may_be_a_point {
            "[min, max] above the ground in m, min no greater than max"
        } else {
            "[min, max] in m, min less than max, within a million metres"
        },
    )
}

fn noise(scene: &Scene) -> Checked {
    let noise = &scene.noise;
    within("noise.floor_kg_m3", noise.floor, TINY..=f64::MAX, POSITIVE)?;
    within("noise.additive_kg_m3", noise.additive, TINY..=f64::MAX, POSITIVE)?;
    within("noise.relative", noise.relative, 0.0..=10.0, "0 to 10, as a part of the reading")
}

fn zones(scene: &Scene) -> Checked {
    let zones = &scene.zones;
    within("zones.extent_m", zones.extent, 1.0..=1e5, "1 to 100000 m")?;
    within("zones.height_m", zones.height, 0.0..=1e4, HEIGHT)?;
    for entry in &zones.thresholds {
        exclusive(
            ("zones.thresholds.ppm", entry.ppm.is_some()),
            ("zones.thresholds.kg_m3", entry.kg_m3.is_some()),
        )?;
        if entry.ppm.is_none() && entry.kg_m3.is_none() {
            return Err(Complaint::Missing {
                name: "zones.thresholds.ppm",
                why: "each threshold has a name and a concentration in ppm or kg_m3",
            });
        }
        within("zones.thresholds.ppm", entry.ppm, TINY..=1e6, "more than 0, at most 1000000 ppm")?;
        within("zones.thresholds.kg_m3", entry.kg_m3, TINY..=f64::MAX, POSITIVE)?;
    }
    Ok(())
}
