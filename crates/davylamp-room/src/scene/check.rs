//! What a scene may say.

use std::collections::BTreeSet;

use super::{Layout, RoomScene, Span};
use crate::error::within;
use crate::grid::Grid;
use crate::room::GREATEST_FLOW;
use crate::{RoomError, Sensor};

/// Checks a span: both ends in a range, the right way round.
fn span(
    name: &str,
    span: Span,
    range: std::ops::RangeInclusive<f64>,
    unit: &str,
) -> Result<(), RoomError> {
    within(name, span.min, range.clone(), unit)?;
    within(name, span.max, range, unit)?;
    if span.min > span.max {
        return Err(RoomError::OutOfRange {
            name: name.to_owned(),
            value: format!("[{}, {}]", span.min, span.max),
            allowed: "[min, max], the least first".to_owned(),
        });
    }
    Ok(())
}

fn count(name: &str, n: usize, least: usize, greatest: usize) -> Result<(), RoomError> {
    within(name, n as f64, least as f64..=greatest as f64, "").map(|_| ())
}

fn unique<'a>(name: &str, names: impl Iterator<Item = &'a String>) -> Result<(), RoomError> {
    let mut seen = BTreeSet::new();
    for value in names {
        if value.trim().is_empty() {
            return Err(RoomError::OutOfRange {
                name: name.to_owned(),
                value: format!("\"{value}\""),
                allowed: "a name with at least one letter".to_owned(),
            });
        }
        if !seen.insert(value) {
            return Err(RoomError::Duplicate { name: name.to_owned(), value: value.clone() });
        }
    }
    Ok(())
}

pub(super) fn check(scene: &RoomScene) -> Result<(), RoomError> {
    let room = scene.room.room();
    let grid = room.grid()?;
    leak(scene, &grid)?;
    room.outflow(scene.leak.rate.max, scene.leak.outlet_diameter.min)?;
    let air = &scene.air;
    span("air.changes_per_h", air.changes_per_hour, 0.0..=100.0, "per hour")?;
    if scene.layouts.iter().any(|layout| !layout.inlets.is_empty()) {
        let most = 3600.0 * GREATEST_FLOW / grid.size.iter().product::<f64>();
        within("air.changes_per_h", air.changes_per_hour.max, 0.0..=most, "per hour")?;
    }
    span("air.stirring_m_s", air.stirring, 0.0..=2.0, "m/s")?;
    within("air.spin_up_s", air.spin_up, 0.0..=3600.0, "s")?;
    openings(scene, &grid)?;
    sensors(scene, &grid)?;
    count("record.samples", scene.record.samples, 1, 100_000)?;
    within("record.interval_s", scene.record.interval, 0.01..=3600.0, "s")?;
    scene.closure.check()
}

fn leak(scene: &RoomScene, grid: &Grid) -> Result<(), RoomError> {
    let leak = &scene.leak;
    let [_, _, height] = grid.size;
    let refuse = |value: &str, allowed: &str| {
        Err(RoomError::OutOfRange {
            name: "leak.floor_grid".to_owned(),
            value: value.to_owned(),
            allowed: allowed.to_owned(),
        })
    };
    match (leak.floor_grid, leak.places.is_empty()) {
        (Some([x, y]), true) => {
            count("leak.floor_grid[0]", x, 1, 100)?;
            count("leak.floor_grid[1]", y, 1, 100)?;
            let Some(heights) = leak.height else {
                return refuse("given alone", "together with leak.height_m");
            };
            span("leak.height_m", heights, 0.0..=height, "m")?;
            within("leak.within_cell", leak.within_cell, 0.0..=1.0, "")?;
        }
        (None, false) => {
            unique("leak.place.name", leak.places.iter().map(|place| &place.name))?;
            for (at, place) in leak.places.iter().enumerate() {
                grid.inside(&format!("leak.place[{at}].position_m"), place.position)?;
            }
            for (axis, jitter) in leak.jitter.into_iter().enumerate() {
                within("leak.jitter_m", jitter, 0.0..=grid.size[axis], "m")?;
            }
        }
        (Some(_), false) => return refuse("given with leak.place", "one of the two"),
        (None, true) => return refuse("nothing", "a floor grid such as [4, 3], or leak.place"),
    }
    span("leak.rate_kg_s", leak.rate, 1e-9..=1.0, "kg/s")?;
    span("leak.start_s", leak.start, 0.0..=1e6, "s")?;
    if let Some(duration) = leak.duration {
        span("leak.duration_s", duration, 1e-3..=1e6, "s")?;
    }
    span("leak.outlet_diameter_m", leak.outlet_diameter, 1e-4..=1.0, "m")
}

fn openings(scene: &RoomScene, grid: &Grid) -> Result<(), RoomError> {
    unique("opening.name", scene.openings.iter().map(|opening| &opening.name))?;
    for (at, opening) in scene.openings.iter().enumerate() {
        opening.opening().check(&format!("opening[{at}]"), grid)?;
    }
    count("layout, how many", scene.layouts.len(), 1, 1000)?;
    let known: Vec<&str> = scene.openings.iter().map(|opening| opening.name.as_str()).collect();
    for (at, layout) in scene.layouts.iter().enumerate() {
        let Layout { inlets, outlets, natural } = layout;
        for (list, names) in [("inlets", inlets), ("outlets", outlets), ("natural", natural)] {
            if let Some(value) = names.iter().find(|name| !known.contains(&name.as_str())) {
                return Err(RoomError::UnknownName {
                    name: format!("layout[{at}].{list}"),
                    value: value.clone(),
                    allowed: known.join(", "),
                });
            }
        }
        unique(&format!("layout[{at}]"), inlets.iter().chain(outlets).chain(natural))?;
        if outlets.is_empty() && natural.is_empty() {
            return Err(RoomError::Sealed { name: format!("layout[{at}]") });
        }
        if scene.air.changes_per_hour.max > 0.0 && inlets.is_empty() != outlets.is_empty() {
            return Err(RoomError::OutOfRange {
                name: "air.changes_per_h".to_owned(),
                value: scene.air.changes_per_hour.max.to_string(),
                allowed: format!("0, since layout[{at}] lacks inlets or outlets"),
            });
        }
    }
    Ok(())
}

fn sensors(scene: &RoomScene, grid: &Grid) -> Result<(), RoomError> {
    count("sensor, how many", scene.sensors.len(), 1, 10_000)?;
    unique("sensor.name", scene.sensors.iter().map(|sensor| &sensor.name))?;
    for (at, sensor) in scene.sensors.iter().enumerate() {
        grid.inside(&format!("sensor[{at}].position_m"), sensor.position)?;
    }
    let errors = &scene.sensor_errors;
    span("sensor_errors.lag_s", errors.lag, 0.0..=1e4, "s")?;
    within("sensor_errors.gain_sd", errors.gain_sd, 0.0..=0.5, "")?;
    within("sensor_errors.offset_sd_ppm", errors.offset_sd_ppm, 0.0..=1e5, "ppm")?;
    Sensor {
        lag: errors.lag.max,
        gain_error: 0.0,
        offset_ppm: 0.0,
        noise_ppm: errors.noise_ppm,
        noise_relative: errors.noise_relative,
        resolution_ppm: errors.resolution_ppm,
        detection_limit_ppm: errors.detection_limit_ppm,
        saturation_ppm: errors.saturation_ppm,
    }
    .check("sensor_errors")
}
