//! How many points a second the wave solver updates.

pub mod limits;

use std::ops::ControlFlow;
use std::time::Instant;

use anyhow::Result;
use davylamp::wave::{
    Component, Cpml, Ground, Mechanism, Medium, Settings, Shot, Solver, Source, Wavelet,
};
use serde::Serialize;

use limits::Limits;

/// Nodes of the model, down and to the right; with the layer 260 by 460.
const MODEL: [usize; 2] = [200, 400];
/// Cells of the absorbing layer.
const LAYER: usize = 30;
const SPACING: f64 = 10.0;
const DT: f64 = 1e-3;
/// Times each measurement is taken; the fastest counts, as for the peers.
const TURNS: usize = 3;
const SHOTS: usize = 8;
/// Amplitude of the quiet field: f32 ends at 1e-38, and denormals end at 1e-45.
const QUIET: f64 = 1e-30;
/// Sizes of the last table, with their layers.
const SIZES: [[usize; 2]; 5] = [[130, 230], [260, 460], [500, 1000], [1000, 2000], [2000, 4000]];
/// Their share of the steps of the shots above.
const SHORTER: usize = 4;

/// Vector instructions for 16 points of one step at order 8: 36 for the velocities, 38 for the stresses.
const INSTRUCTIONS: f64 = 74.0;
/// Numbers that a step of one point reads or writes, at least: five fields and six properties once, and
/// the fields once more to write them.
const NUMBERS: f64 = 16.0;

/// Rates in point updates a second.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaveRates {
    /// One shot on one thread, each row of one material.
    pub one_thread: f64,
    /// The same, every node another material.
    pub one_thread_random: f64,
    /// One shot on two threads.
    pub two_threads: f64,
    /// Eight shots, one on each of two threads at a time.
    pub eight_shots: f64,
    /// A field near zero on one thread.
    pub quiet: f64,
    /// One thread in double precision.
    pub double: f64,
    /// What the machine could do.
    pub limits: Limits,
    /// One instruction a cycle: point updates a second.
    pub issue_limit: f64,
    /// Every number from the third cache at every step: point updates a second.
    pub cache_limit: f64,
    /// What larger models take: rows, columns, points a second.
    pub sizes: Vec<Size>,
}

/// A model and its rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Size {
    /// Rows with the layer.
    pub rows: usize,
    /// Columns with the layer.
    pub columns: usize,
    /// Steps taken.
    pub steps: usize,
    /// Seconds they took.
    pub seconds: f64,
    /// Bytes that were predicted.
    pub bytes: u64,
}

impl Size {
    /// Point updates a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        (self.rows * self.columns * self.steps) as f64 / self.seconds
    }
}

/// Measures everything.
///
/// # Errors
///
/// None of the inputs here is refused; the solver's own error otherwise.
pub fn measure(steps: usize) -> Result<WaveRates> {
    let limits = limits::measure();
    let layered = layers(MODEL)?;
    let random = random(MODEL)?;
    let quiet = shot(MODEL, 3, steps, QUIET)?;
    Ok(WaveRates {
        one_thread: one_thread(steps)?,
        one_thread_random: rate::<f32>(&random, 1, &shot(MODEL, 3, steps, 1e6)?)?,
        two_threads: rate::<f32>(&layered, 2, &shot(MODEL, 3, steps, 1e6)?)?,
        eight_shots: survey(&layered, steps)?,
        quiet: rate::<f32>(&layered, 1, &quiet)?,
        double: rate::<f64>(&layered, 1, &shot(MODEL, 3, steps, 1e6)?)?,
        issue_limit: limits.fused_a_second * 16.0 / INSTRUCTIONS,
        cache_limit: limits.third_cache / (4.0 * NUMBERS),
        sizes: SIZES
            .into_iter()
            .map(|shape| size(shape, steps / SHORTER))
            .collect::<Result<_>>()?,
        limits,
    })
}

/// Point updates a second of one shot on one thread.
///
/// # Errors
///
/// As [`measure`].
pub fn one_thread(steps: usize) -> Result<f64> {
    rate::<f32>(&layers(MODEL)?, 1, &shot(MODEL, 3, steps, 1e6)?)
}

/// Layers of 20 nodes under a gradient, as the peers' scripts have them.
fn layers(shape: [usize; 2]) -> Result<Medium> {
    Ok(Medium::sampled(shape, SPACING, 1, |_, z| ground(z))?)
}

fn ground(z: f64) -> Ground {
    let row = (z / SPACING).round() + LAYER as f64;
    let thin = if (row / 20.0).floor() % 2.0 == 0.0 { 200.0 } else { 0.0 };
    let vp = (2000.0 + 2000.0 * row / 260.0).min(4000.0) + thin;
    Ground::isotropic(vp, vp / 1.8, 310.0 * vp.powf(0.25))
}

/// The same with a ripple, so that no node is like its neighbour.
fn random(shape: [usize; 2]) -> Result<Medium> {
    Ok(Medium::sampled(shape, SPACING, 1, |x, z| {
        let Ground { vp, .. } = ground(z);
        let vp = vp - 20.0 * (0.37 * x + 0.11 * z).sin().abs();
        Ground {
            epsilon: 0.01,
            delta: 0.005,
            ..Ground::isotropic(vp, vp / 1.8, 310.0 * vp.powf(0.25))
        }
    })?)
}

fn wavelet() -> Result<Wavelet> {
    Ok(Wavelet::ricker(20.0, 0.075)?)
}

fn settings() -> Result<Settings> {
    Ok(Settings::new(&wavelet()?)
        .with_cpml(Cpml::of_cells(LAYER))
        .with_dt(DT)
        // The peers' work has 2.2 points per wavelength at its highest frequency.
        .with_coarse(true))
}

/// A shot of so many steps into a receiver on every node of a row.
fn shot([nz, nx]: [usize; 2], place: usize, steps: usize, amplitude: f64) -> Result<Shot> {
    let width = (nx - 1) as f64 * SPACING;
    let position = [(place as f64 + 0.5) / SHOTS as f64 * width, 10.0 * SPACING];
    debug_assert!(nz > 10);
    let mechanism = Mechanism::Explosion(amplitude);
    Ok(Shot {
        sources: vec![Source { position, mechanism, wavelet: wavelet()? }],
        receivers: (0..400).map(|k| [(k % nx) as f64 * SPACING, 2.0 * SPACING]).collect(),
        components: vec![Component::Vx, Component::Vz],
        dt: DT,
        // The last 32 steps are the filter's.
        samples: steps.saturating_sub(31).max(1),
    })
}

fn rate<T: davylamp::wave::Real>(medium: &Medium, threads: usize, shot: &Shot) -> Result<f64> {
    let solver = Solver::<T>::new(medium, &settings()?.with_threads(threads))?;
    let [rows, columns] = solver.grid_shape();
    let updates = (rows * columns * solver.steps(shot)) as f64;
    let mut best = f64::INFINITY;
    for _ in 0..TURNS {
        let start = Instant::now();
        std::hint::black_box(solver.shot(shot)?);
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok(updates / best)
}

fn survey(medium: &Medium, steps: usize) -> Result<f64> {
    let solver = Solver::<f32>::new(medium, &settings()?)?;
    let shots = (0..SHOTS).map(|k| shot(MODEL, k, steps, 1e6)).collect::<Result<Vec<_>>>()?;
    let [rows, columns] = solver.grid_shape();
    let updates = (SHOTS * rows * columns * solver.steps(&shots[0])) as f64;
    let mut best = f64::INFINITY;
    for _ in 0..TURNS {
        let start = Instant::now();
        solver.survey(&shots, 2, &mut |_, gather| {
            std::hint::black_box(gather);
            ControlFlow::Continue(())
        })?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok(updates / best)
}

fn size([rows, columns]: [usize; 2], steps: usize) -> Result<Size> {
    let model = [rows - 2 * LAYER, columns - 2 * LAYER];
    let solver = Solver::<f32>::new(&layers(model)?, &settings()?)?;
    let shot = shot(model, 3, steps, 1e6)?;
    let start = Instant::now();
    std::hint::black_box(solver.shot(&shot)?);
    let seconds = start.elapsed().as_secs_f64();
    let bytes = solver.memory_bytes(&shot);
    Ok(Size { rows, columns, steps: solver.steps(&shot), seconds, bytes })
}
