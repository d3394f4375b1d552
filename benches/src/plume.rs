//! How many source-receptor pairs a second the plume evaluates.

use std::hint::black_box;
use std::time::Instant;

use davylamp::plume::{
    DispersionCurves, GaussianPlume, MapGrid, PlumeError, PlumeInput, StabilityClass,
};
use davylamp::traits::Dispersion;
use serde::Serialize;

/// Receptors of a batch that stays on one core.
pub const BATCH: usize = 16_384;

/// Receptors of a batch that all cores share.
pub const LARGE: usize = 1 << 20;

/// Sides of the maps, in nodes: one that stays on one core, and one that all cores share.
const SIDES: [usize; 2] = [128, 1024];

/// Times each measurement is taken; the median counts.
const REPEATS: usize = 5;

/// Pairs of one measurement, about: a tenth of a second or so.
const PAIRS: usize = 1 << 24;

/// Rates in source-receptor pairs a second, each the median of five measurements.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PlumeRates {
    /// Any places, one core.
    pub any: f64,
    /// Any places, all cores.
    pub any_all_cores: f64,
    /// A map along the wind, whose widths are shared, one core.
    pub shared: f64,
    /// The same, all cores.
    pub shared_all_cores: f64,
    /// Batches of 16 receptors, one core.
    pub sixteen: f64,
    /// Threads of "all cores".
    pub threads: usize,
    /// Sum over the one-core batch of any places, to compare with the peer's.
    pub any_sum: f64,
    /// Sum over the one-core map, to compare with the peer's.
    pub shared_sum: f64,
}

/// Measures the rates for a Briggs urban plume of class D, as the peers' script does.
///
/// # Errors
/// None of the inputs here is refused; the plume's own error otherwise.
pub fn measure() -> Result<PlumeRates, PlumeError> {
    let (oblique, along) = (plume(250.0)?, plume(270.0)?);
    let (any, any_sum) = batch(&oblique, BATCH);
    let (shared, shared_sum) = map(&along, SIDES[0])?;
    Ok(PlumeRates {
        any,
        any_all_cores: batch(&oblique, LARGE).0,
        shared,
        shared_all_cores: map(&along, SIDES[1])?.0,
        sixteen: batch(&oblique, 16).0,
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        any_sum,
        shared_sum,
    })
}

/// The plume of all measurements, in a wind of 4 m/s.
///
/// # Errors
/// None for a finite direction.
pub fn plume(wind_from_deg: f64) -> Result<GaussianPlume, PlumeError> {
    GaussianPlume::new(PlumeInput {
        curves: DispersionCurves::BriggsUrban,
        class: StabilityClass::D,
        wind_speed: 4.0,
        wind_from_deg,
    })
}

/// Receptors spread evenly over 500 m by 100 m, 1.5 m high.
#[must_use]
pub fn receptors(n: usize) -> Vec<[f64; 3]> {
    let place = |i: usize| {
        let i = i as f64;
        let (x, y) = ((i * 0.618_034).fract(), (i * 0.754_878).fract());
        [10.0 + 500.0 * x, 100.0 * y - 50.0, 1.5]
    };
    (0..n).map(place).collect()
}

/// Pairs a second for any places, and the sum of the concentrations.
fn batch(plume: &GaussianPlume, n: usize) -> (f64, f64) {
    let receptors = receptors(n);
    let mut out = vec![0.0; n];
    plume.unit_concentrations([0.0, 0.0, 1.0], &receptors, &mut out);
    let sum = out.iter().sum();
    let rate = pairs_per_second(n, |shift| {
        plume.unit_concentrations([-shift, 0.0, 1.0], &receptors, &mut out);
        black_box(&mut out);
    });
    (rate, sum)
}

/// Pairs a second for a square map, and the sum of the concentrations.
fn map(plume: &GaussianPlume, side: usize) -> Result<(f64, f64), PlumeError> {
    let grid = MapGrid::new([1.0, -250.0], 500.0 / side as f64, [side, side])?;
    let mut out = vec![0.0; grid.len()];
    plume.unit_map([0.0, 0.0, 1.0], &grid, 1.5, &mut out)?;
    let sum = out.iter().sum();
    let rate = pairs_per_second(grid.len(), |shift| {
        // The length fits, as the call above has shown: nothing to refuse.
        let _ = plume.unit_map([-shift, 0.0, 1.0], &grid, 1.5, &mut out);
        black_box(&mut out);
    });
    Ok((rate, sum))
}

/// Calls a batch of `pairs` again and again, each time with the source a little elsewhere.
fn pairs_per_second(pairs: usize, mut evaluate: impl FnMut(f64)) -> f64 {
    let calls = PAIRS.div_ceil(pairs);
    evaluate(0.0);
    let mut rates: Vec<f64> = (0..REPEATS)
        .map(|_| {
            let start = Instant::now();
            for call in 0..calls {
                evaluate(call as f64 * 1e-6);
            }
            (calls * pairs) as f64 / start.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    rates[REPEATS / 2]
}
