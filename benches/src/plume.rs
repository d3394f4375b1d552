//! How many source-receptor pairs a second the plume evaluates.

use std::hint::black_box;
use std::time::Instant;

use davylamp::plume::{
    DispersionCurves, GaussianPlume, MapGrid, PlumeError, PlumeInput, StabilityClass,
};
use davylamp::traits::Dispersion;

/// Receptors of a batch that stays on one core.
const BATCH: usize = 16_384;

/// Receptors of a batch that all cores share.
const LARGE: usize = 1 << 20;

/// Times each measurement is taken; the median counts.
const REPEATS: usize = 9;

/// Pairs of one measurement, about: a tenth of a second or so.
const PAIRS: usize = 1 << 24;

/// Rates in source-receptor pairs a second, each the median of nine measurements.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlumeRates {
    /// Any places, one core.
    pub one_core: f64,
    /// Any places, all cores.
    pub all_cores: f64,
    /// A map along the wind, whose widths are shared, one core.
    pub shared_one_core: f64,
    /// The same, all cores.
    pub shared_all_cores: f64,
    /// Batches of 16 receptors, one core.
    pub sixteen: f64,
    /// Time of one batch of 16 receptors, in s.
    pub sixteen_seconds: f64,
    /// Threads of "all cores".
    pub threads: usize,
}

/// Measures the rates for a Briggs urban plume of class D, as the peers' script does.
///
/// # Errors
///
/// None of the inputs here is refused; the plume's own error otherwise.
pub fn measure() -> Result<PlumeRates, PlumeError> {
    let plume = |wind_from_deg| {
        GaussianPlume::new(PlumeInput {
            curves: DispersionCurves::BriggsUrban,
            class: StabilityClass::D,
            wind_speed: 4.0,
            wind_from_deg,
        })
    };
    let (oblique, along) = (plume(250.0)?, plume(270.0)?);
    let map = |side: usize| {
        let grid = MapGrid::new([1.0, -250.0], 500.0 / side as f64, [side, side])?;
        let mut out = vec![0.0; grid.len()];
        let rate = pairs_per_second(grid.len(), |shift| {
            // The length fits: nothing to refuse.
            let _ = along.unit_map([-shift, 0.0, 1.0], &grid, 1.5, &mut out);
            black_box(&mut out);
        });
        Ok(rate)
    };
    let sixteen = batch(&oblique, 16);
    Ok(PlumeRates {
        one_core: batch(&oblique, BATCH),
        all_cores: batch(&oblique, LARGE),
        shared_one_core: map(128)?,
        shared_all_cores: map(1024)?,
        sixteen,
        sixteen_seconds: 16.0 / sixteen,
        threads: std::thread::available_parallelism().map_or(1, usize::from),
    })
}

fn batch(plume: &GaussianPlume, n: usize) -> f64 {
    let receptors: Vec<[f64; 3]> = (0..n)
        .map(|i| {
            let i = i as f64;
            let (x, y) = ((i * 0.618_034).fract(), (i * 0.754_878).fract());
            [10.0 + 500.0 * x, 100.0 * y - 50.0, 1.5]
        })
        .collect();
    let mut out = vec![0.0; n];
    pairs_per_second(n, |shift| {
        plume.unit_concentrations([-shift, 0.0, 1.0], &receptors, &mut out);
        black_box(&mut out);
    })
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
