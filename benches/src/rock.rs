//! How many states of hydrogen and cells of rock a second one core evaluates.

use std::hint::black_box;
use std::time::Instant;

use davylamp::rock::{RockError, StoreInput, StoreRock, Substance};
use davylamp::traits::RockModel;
use serde::Serialize;

/// States of a batch, each with a temperature and pressure of its own.
pub const STATES: usize = 2_000;

/// Cells of a batch, all at one depth.
pub const CELLS: usize = 16_384;

/// Depth of the cells, in m.
pub const DEPTH: f64 = 1025.0;

/// Times each measurement is taken; the median counts.
const REPEATS: usize = 5;

/// Seconds of one measurement, at least.
const SECONDS: f64 = 0.1;

/// Rates a second on one core, each the median of five measurements.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RockRates {
    /// States of hydrogen, a new temperature each.
    pub states: f64,
    /// States of hydrogen at one temperature.
    pub isotherm: f64,
    /// Cells of rock, the fluids of their depth worked out once a batch.
    pub cells: f64,
    /// Cells one by one, each with its fluids.
    pub cells_alone: f64,
    /// Sum of density and speed of sound over the batch of states, to compare with the peer's.
    pub states_sum: f64,
    /// The same at one temperature.
    pub isotherm_sum: f64,
    /// Sum of speeds and density over the batch of cells, to compare with the peer's.
    pub cells_sum: f64,
}

/// Measures the rates, as the peers' script does.
///
/// # Errors
/// None of the inputs here is refused; the rock's own error otherwise.
pub fn measure() -> Result<RockRates, RockError> {
    let hydrogen = Substance::Hydrogen;
    let states = states();
    let mut states_sum = 0.0;
    let mut isotherm_sum = 0.0;
    let isotherm = hydrogen.isotherm(308.15)?;
    for [pressure, temperature] in &states {
        let state = hydrogen.state(*pressure, *temperature)?;
        states_sum += state.density() + state.sound_speed();
        let state = isotherm.state(*pressure)?;
        isotherm_sum += state.density() + state.sound_speed();
    }
    let rock = StoreRock::new(StoreInput::handbook())?;
    let [porosity, gas] = cells();
    let mut out = vec![[0.0; 3]; CELLS];
    rock.rocks(DEPTH, &porosity, &gas, &mut out);
    let cells_sum = out.iter().flatten().sum();
    Ok(RockRates {
        states: per_second(STATES, || {
            for [pressure, temperature] in &states {
                if let Ok(state) = hydrogen.state(black_box(*pressure), *temperature) {
                    black_box(state.density() + state.sound_speed());
                }
            }
        }),
        isotherm: per_second(STATES, || {
            for [pressure, _] in &states {
                if let Ok(state) = isotherm.state(black_box(*pressure)) {
                    black_box(state.density() + state.sound_speed());
                }
            }
        }),
        cells: per_second(CELLS, || {
            rock.rocks(black_box(DEPTH), &porosity, &gas, &mut out);
            black_box(&mut out);
        }),
        cells_alone: per_second(STATES, || {
            for (porosity, gas) in porosity.iter().zip(&gas).take(STATES) {
                black_box(rock.rock(black_box(DEPTH), *porosity, *gas));
            }
        }),
        states_sum,
        isotherm_sum,
        cells_sum,
    })
}

/// Pressures from 1 to 40 MPa and temperatures from 280 to 400 K, spread evenly.
#[must_use]
pub fn states() -> Vec<[f64; 2]> {
    spread(STATES).map(|[x, y]| [1e6 + 39e6 * x, 280.0 + 120.0 * y]).collect()
}

/// Porosities from 0.05 to 0.35 and gas saturations from 0 to 1, spread evenly.
#[must_use]
pub fn cells() -> [Vec<f64>; 2] {
    [0, 1].map(|axis| {
        let value = |place: [f64; 2]| if axis == 0 { 0.05 + 0.3 * place[0] } else { place[1] };
        spread(CELLS).map(value).collect()
    })
}

fn spread(n: usize) -> impl Iterator<Item = [f64; 2]> {
    (0..n).map(|i| [(i as f64 * 0.618_034).fract(), (i as f64 * 0.754_878).fract()])
}

/// Items a second of a batch, called again and again.
fn per_second(items: usize, mut batch: impl FnMut()) -> f64 {
    batch();
    let mut rates: Vec<f64> = (0..REPEATS)
        .map(|_| {
            let start = Instant::now();
            let mut calls = 0;
            while start.elapsed().as_secs_f64() < SECONDS {
                batch();
                calls += 1;
            }
            (calls * items) as f64 / start.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    rates[REPEATS / 2]
}
