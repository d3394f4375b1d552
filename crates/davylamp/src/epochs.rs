//! Readings in groups that share one wind.

use std::collections::HashMap;
use std::ops::Range;

use davylamp_trace::{MeasuredWind, Reading, ReadingsCsv};

use crate::RunError;
use crate::scene::Scene;

/// Readings in the order of their groups.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grouped {
    pub(crate) readings: Vec<Reading>,
    /// The name of the sensor of each reading; empty when there are none.
    pub(crate) sensors: Vec<String>,
    pub(crate) groups: Vec<Group>,
    /// How many readings were left out because the air was calm.
    pub(crate) calm: usize,
    /// Of so many readings one was kept; 1 where all were.
    pub(crate) thinned: usize,
}

/// A search takes no more readings than this: the plume's own error, which they share, is far
/// greater by then than theirs.
const MOST_READINGS: usize = 10_000;

/// Readings that share one wind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub(crate) readings: Range<usize>,
    pub(crate) wind: MeasuredWind,
    pub(crate) averaging_time: Option<f64>,
}

/// What makes two readings share a plume.
type Key = (Option<u64>, [u64; 2], Option<u64>);

impl Grouped {
    /// Groups readings by time and wind, in the order in which these come first.
    ///
    /// # Errors
    /// [`RunError::NoWind`]; [`RunError::CalmWind`] where no reading is left.
    pub(crate) fn new(parsed: &ReadingsCsv, scene: &Scene) -> Result<Self, RunError> {
        let scene_wind = match (scene.wind.speed, scene.wind.from_deg) {
            (Some(speed), Some(from_deg)) => Some(MeasuredWind { speed, from_deg }),
            _ => None,
        };
        let widens = scene.air.averaging_exponent > 0.0;
        let mut numbers: HashMap<Key, usize> = HashMap::new();
        let mut members: Vec<(Vec<usize>, MeasuredWind, Option<f64>)> = Vec::new();
        let mut first_calm = None;
        let mut calm = 0;
        for (index, reading) in parsed.readings.as_slice().iter().enumerate() {
            let line = parsed.lines.get(index).copied().unwrap_or(0);
            let wind = reading.wind.or(scene_wind).ok_or(RunError::NoWind { line })?;
            if wind.speed < scene.air.calm_speed {
                first_calm.get_or_insert((line, wind.speed));
                calm += 1;
                continue;
            }
            let averaging_time = reading.averaging_time.filter(|_| widens);
            let key = (
                // A wind of its own was measured anew each time; the scene's holds for all times.
                reading.time.filter(|_| reading.wind.is_some()).map(f64::to_bits),
                [wind.speed.to_bits(), wind.from_deg.to_bits()],
                averaging_time.map(f64::to_bits),
            );
            let number = *numbers.entry(key).or_insert(members.len());
            if number == members.len() {
                members.push((Vec::new(), wind, averaging_time));
            }
            members[number].0.push(index);
        }
        if let (true, Some((line, speed))) = (members.is_empty(), first_calm) {
            return Err(RunError::CalmWind { line, speed, calm_speed: scene.air.calm_speed });
        }
        Ok(Self::ordered(parsed, members, calm))
    }

    fn ordered(
        parsed: &ReadingsCsv,
        members: Vec<(Vec<usize>, MeasuredWind, Option<f64>)>,
        calm: usize,
    ) -> Self {
        let count: usize = members.iter().map(|(indices, ..)| indices.len()).sum();
        let thinned = count.div_ceil(MOST_READINGS).max(1);
        let (readings, sensors, groups) = (Vec::new(), Vec::new(), Vec::new());
        let mut grouped = Self { readings, sensors, groups, calm, thinned };
        let mut position = 0_usize;
        for (indices, wind, averaging_time) in members {
            let start = grouped.readings.len();
            for index in indices {
                position += 1;
                if !position.is_multiple_of(thinned) {
                    continue;
                }
                grouped.readings.push(parsed.readings.as_slice()[index].clone());
                grouped.sensors.extend(parsed.sensors.get(index).cloned());
            }
            let readings = start..grouped.readings.len();
            if !readings.is_empty() {
                grouped.groups.push(Group { readings, wind, averaging_time });
            }
        }
        grouped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(csv: &str, scene: &str) -> Result<Grouped, RunError> {
        Grouped::new(&ReadingsCsv::parse(csv.as_bytes(), None)?, &Scene::parse(scene)?)
    }

    const HEADER: &str = "x_m,y_m,concentration_kg_m3,time,wind_speed_m_s,wind_from_deg\n";

    #[test]
    fn one_scene_wind_makes_one_group() {
        let found = grouped(
            "x_m,y_m,time,concentration_kg_m3\n0,0,1,1\n0,0,2,1\n",
            "[wind]\nspeed_m_s = 3\nfrom_deg = 90\n",
        )
        .unwrap();
        assert_eq!(found.groups.len(), 1);
        assert_eq!(found.groups[0].wind, MeasuredWind { speed: 3.0, from_deg: 90.0 });
    }

    #[test]
    fn readings_of_one_time_stand_together() {
        let csv = format!("{HEADER}0,0,1,10,3,90\n0,0,2,20,4,80\n5,0,3,10,3,90\n");
        let found = grouped(&csv, "").unwrap();
        let ranges: Vec<_> = found.groups.iter().map(|g| g.readings.clone()).collect();
        assert_eq!(ranges, [0..2, 2..3]);
        let order: Vec<_> = found.readings.iter().map(|r| r.concentration).collect();
        assert_eq!(order, [1.0, 3.0, 2.0]);
    }

    #[test]
    fn some_calm_readings_are_left_out_and_only_calm_ones_are_refused() {
        let some = format!("{HEADER}0,0,1,10,0.1,90\n0,0,2,20,4,80\n");
        let found = grouped(&some, "").unwrap();
        assert_eq!((found.calm, found.readings.len()), (1, 1));
        let all = format!("{HEADER}0,0,1,10,0.1,90\n");
        assert_eq!(
            grouped(&all, ""),
            Err(RunError::CalmWind { line: 2, speed: 0.1, calm_speed: 0.5 })
        );
    }

    #[test]
    fn a_reading_without_any_wind_is_refused() {
        let csv = format!("{HEADER}0,0,1,10,3,90\n0,0,2,20,,\n");
        assert_eq!(grouped(&csv, ""), Err(RunError::NoWind { line: 3 }));
    }
}
