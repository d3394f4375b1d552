//! The measured cases, and what the room makes of them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use davylamp::room::{
    Closure, GasBudget, Leak, Opening, Room, RoomScene, Simulation, Situation, Ventilation,
};
use serde::Deserialize;

/// Sensors on a vertical line; the eighth of the file has no published place.
pub const SENSORS: usize = 7;

/// What is compared: the hour of the release and the hour after it, s.
pub const END: f64 = 7200.0;

/// The cases whose curves chose the coefficients of openings; the others judge.
pub const CALIBRATION: [&str; 2] = ["3600_LC_SSV", "3600_LC_ULV"];

/// The box, its vents, places and sensors.
const SCENE: &str = include_str!("../../../examples/room/nist-box.toml");

#[derive(Debug, Deserialize)]
struct CaseRow {
    case: String,
    release_duration_s: f64,
    release_location: String,
    vent: String,
    flow_l_min: f64,
}

/// A release as it was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Its name in the tables.
    pub case: String,
    /// How long helium came, s.
    pub duration: f64,
    /// Where: `LC`, `LR` or `UC`.
    pub location: String,
    /// Through what the box breathed: `SSV`, `SLV` or `ULV`.
    pub vent: String,
    /// Helium, m³/s.
    pub flow: f64,
    /// Times, s.
    pub times: Vec<f64>,
    /// vol %, `[time][sensor]`.
    pub values: Vec<[f64; SENSORS]>,
}

/// Reads `cases.csv` and `timeseries.csv` up to [`END`].
///
/// # Errors
/// A file that is not there or not as expected.
pub fn read(folder: &Path) -> Result<Vec<Measured>> {
    let open = |name: &str| {
        let path = folder.join(name);
        csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_path(&path)
            .with_context(|| format!("cannot read {}", path.display()))
    };
    let mut series: BTreeMap<String, (Vec<f64>, Vec<[f64; SENSORS]>)> = BTreeMap::new();
    for record in open("timeseries.csv")?.records() {
        let record = record?;
        let number = |at: usize| -> Result<f64> {
            let text = record.get(at).unwrap_or_default();
            text.parse().with_context(|| format!("timeseries.csv: \"{text}\" is no number"))
        };
        let time = number(1)?;
        if time > END {
            continue;
        }
        let mut values = [0.0; SENSORS];
        for (sensor, value) in values.iter_mut().enumerate() {
            *value = number(2 + sensor)?;
        }
        let (times, rows) = series.entry(record[0].to_owned()).or_default();
        times.push(time);
        rows.push(values);
    }
    let mut cases = Vec::new();
    for row in open("cases.csv")?.into_deserialize() {
        let row: CaseRow = row?;
        let (times, values) =
            series.remove(&row.case).with_context(|| format!("no series of {}", row.case))?;
        cases.push(Measured {
            case: row.case,
            duration: row.release_duration_s,
            location: row.release_location,
            vent: row.vent,
            flow: row.flow_l_min * 1e-3 / 60.0,
            times,
            values,
        });
    }
    ensure!(!cases.is_empty(), "cases.csv has no cases");
    Ok(cases)
}

/// A measured case and what was computed for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// What was measured.
    pub measured: Measured,
    /// vol %, `[time][sensor]`.
    pub computed: Vec<[f64; SENSORS]>,
    /// Where the helium went.
    pub budget: GasBudget,
    /// Steps that were taken.
    pub steps: u64,
}

/// Computes a case on a grid.
///
/// # Errors
/// A place or vent that is not known, or what the room refuses.
pub fn compute(measured: Measured, cells: [usize; 3], closure: Closure) -> Result<Compared> {
    let scene = RoomScene::parse(SCENE)?;
    let room = Room {
        size: scene.room.size,
        cells,
        gas: scene.room.gas,
        temperature: scene.room.temperature,
        pressure: scene.room.pressure,
    };
    let place = match measured.location.as_str() {
        "LC" => "lower centre",
        "LR" => "lower rear",
        "UC" => "upper centre",
        other => anyhow::bail!("release location {other} is none of LC, LR, UC"),
    };
    let place = scene.leak.places.iter().find(|p| p.name == place).context("no such place")?;
    let vents: &[&str] = match measured.vent.as_str() {
        "ULV" => &["upper", "lower"],
        "SSV" => &["SSV"],
        "SLV" => &["SLV"],
        other => anyhow::bail!("vent {other} is none of SSV, SLV, ULV"),
    };
    let natural: Vec<Opening> = scene
        .openings
        .iter()
        .filter(|opening| vents.contains(&opening.name.as_str()))
        .map(davylamp::room::scene::NamedOpening::opening)
        .collect();
    let mut simulation = Simulation::new(&Situation {
        room,
        leak: Leak {
            position: place.position,
            rate: room.gas_mass(measured.flow),
            outlet_diameter: scene.leak.outlet_diameter.min,
            start: 0.0,
            end: measured.duration,
        },
        ventilation: Ventilation { natural, ..Ventilation::default() },
        stirring: 0.0,
        seed: 0,
        closure,
    })?;
    let mut computed = Vec::with_capacity(measured.times.len());
    for time in &measured.times {
        simulation.advance(*time)?;
        let mut values = [0.0; SENSORS];
        for (value, sensor) in values.iter_mut().zip(&scene.sensors) {
            *value = 100.0 * simulation.concentration(sensor.position)?;
        }
        computed.push(values);
    }
    let (budget, steps) = (simulation.budget(), simulation.steps());
    Ok(Compared { measured, computed, budget, steps })
}

impl Compared {
    /// Differences, computed less measured, of the times that are chosen: `[time][sensor]`.
    #[must_use]
    pub fn differences(&self, chosen: impl Fn(f64) -> bool) -> Vec<[f64; SENSORS]> {
        let Measured { times, values, .. } = &self.measured;
        let rows = times.iter().zip(values.iter().zip(&self.computed));
        rows.filter(|(time, _)| chosen(**time))
            .map(|(_, (measured, computed))| std::array::from_fn(|s| computed[s] - measured[s]))
            .collect()
    }

    /// Whether it chose constants.
    #[must_use]
    pub fn calibrates(&self) -> bool {
        CALIBRATION.contains(&self.measured.case.as_str())
    }
}

/// Root mean square.
#[must_use]
pub fn rms(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value * value;
        count += 1.0;
    }
    (sum / count).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_of_chosen_times() {
        let measured = Measured {
            case: "3600_LC_SSV".to_owned(),
            duration: 3600.0,
            location: "LC".to_owned(),
            vent: "SSV".to_owned(),
            flow: 1e-4,
            times: vec![0.0, 60.0],
            values: vec![[1.0; SENSORS], [2.0; SENSORS]],
        };
        let compared = Compared {
            measured,
            computed: vec![[1.0; SENSORS], [5.0; SENSORS]],
            budget: GasBudget { released: 1.0, stored: 1.0, vented: 0.0 },
            steps: 2,
        };
        let found = compared.differences(|time| time > 0.0);
        assert_eq!(found, [[3.0; SENSORS]]);
        assert!(compared.calibrates());
        assert!((rms([3.0, -4.0]) - 12.5_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn an_unknown_vent_is_refused() {
        let measured = Measured {
            case: "x".to_owned(),
            duration: 1.0,
            location: "LC".to_owned(),
            vent: "none".to_owned(),
            flow: 1e-4,
            times: vec![],
            values: vec![],
        };
        let error = compute(measured, [4, 4, 4], Closure::default()).unwrap_err();
        assert_eq!(error.to_string(), "vent none is none of SSV, SLV, ULV");
    }
}
