//! How many samples of a room are made in a minute.

use std::time::Instant;

use anyhow::Result;
use davylamp::room::{RoomScene, Sampler};
use serde::Serialize;

/// Grids of the tank room, from coarse to fine.
const GRIDS: [[usize; 3]; 4] = [[8, 6, 5], [12, 9, 8], [16, 12, 10], [24, 18, 15]];

/// Samples of a measurement, and how often it is taken; the median counts.
const SAMPLES: u64 = 12;
const REPEATS: usize = 3;

const SCENE: &str = include_str!("../../../examples/room/tank-room.toml");

/// Speed on one grid, one core.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GridSpeed {
    /// Cells along each side.
    pub cells: [usize; 3],
    /// Samples a minute.
    pub per_minute: f64,
    /// The slowest sample, s.
    pub slowest: f64,
}

/// Measures samples of the tank room on grids from coarse to fine.
///
/// # Errors
/// None for the scene that comes with the project.
pub fn measure() -> Result<Vec<GridSpeed>> {
    GRIDS.into_iter().map(on_grid).collect()
}

fn on_grid(cells: [usize; 3]) -> Result<GridSpeed> {
    let mut scene = RoomScene::parse(SCENE)?;
    scene.room.cells = cells;
    let sampler = Sampler::new(scene)?;
    let [mut rates, mut slowest] = [Vec::new(), Vec::new()];
    // The finest grid takes its time: its samples are enough without repetition.
    let repeats = if cells[0] > 16 { 1 } else { REPEATS };
    for _ in 0..repeats {
        let begin = Instant::now();
        let mut worst = 0.0_f64;
        for number in 0..SAMPLES {
            let start = Instant::now();
            sampler.sample(2024, number)?;
            worst = worst.max(start.elapsed().as_secs_f64());
        }
        rates.push(60.0 * SAMPLES as f64 / begin.elapsed().as_secs_f64());
        slowest.push(worst);
    }
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    Ok(GridSpeed { cells, per_minute: median(rates), slowest: median(slowest) })
}
