//! What an image costs: time beside that of the way forth, and memory against steps.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use davylamp::uhs::{Gathers, Scene, Survey};
use davylamp::underground::{self, WaveForward};
use davylamp::wave::{Imaging, Shot, ShotGather, Solver};
use serde::Serialize;

use super::experiment::{gathers, shots};

/// Shares of the memory that is enough for all fields.
const SHARES: [f64; 5] = [1.0, 0.75, 0.5, 0.35, 0.25];
/// Times the first row and the way forth are measured; the median counts.
const TURNS: usize = 3;

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cost {
    /// Shots, threads, receivers.
    pub shots: usize,
    /// Shots at once.
    pub threads: usize,
    /// Receivers of each shot.
    pub receivers: usize,
    /// Nodes of the grid with its layers, down and to the right.
    pub grid: [usize; 2],
    /// Seconds of all shots, forth.
    pub forth: f64,
    /// What each limit of memory gives.
    pub rows: Vec<Row>,
}

/// A limit of memory.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Bytes that it takes.
    pub bytes: u64,
    /// Fields kept at a time, of all.
    pub kept: usize,
    /// All fields.
    pub fields: usize,
    /// Stretches of time.
    pub stretches: usize,
    /// Steps over those forth alone.
    pub steps: f64,
    /// Seconds.
    pub seconds: f64,
}

/// Measures the shots of a scene and their image, all receivers listening.
///
/// # Errors
/// A scene or a ground that is refused.
pub fn measured(config: &str, folder: &Path, threads: NonZeroUsize) -> Result<Cost> {
    let mut scene = Scene::parse(config)?;
    scene.survey.stations = scene.survey.receivers.count.unwrap_or(scene.survey.stations);
    let rock = underground::rock(&scene)?;
    let site = underground::site(&scene, folder, &rock)?;
    let forward = WaveForward::new(&site)?;
    forward.set_threads(threads);
    let threads = threads.get();
    let solver = forward.solver(&site)?;
    let survey = Survey::new(&scene);
    let mut made = Vec::new();
    let mut records = None;
    for _ in 0..TURNS {
        let start = Instant::now();
        records = Some(forward.shoot(&solver, &survey)?);
        made.push(start.elapsed().as_secs_f64());
    }
    let records = records.unwrap_or(Gathers { dt: forward.dt(), samples: 0, data: Vec::new() });
    let all: Vec<usize> = (0..survey.receivers.len()).collect();
    let shots = shots(&survey, &records, &all)?;
    let gathers = gathers(&survey, &records, (&shots, &all))?;
    drop(records);
    let most = solver.imaging_plan(&shots, &unlimited(threads))?.memory_bytes;
    let mut rows = Vec::new();
    for share in SHARES {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of some gigabytes"
        )]
        let limit = (share * most as f64).ceil() as u64;
        let imaging = unlimited(threads).with_memory_limit(limit);
        // The least that does lies between two shares.
        if solver.imaging_plan(&shots, &imaging).is_ok() {
            let turns = if rows.is_empty() { TURNS } else { 1 };
            rows.push(row(&solver, (&shots, &gathers), &imaging, turns)?);
        }
    }
    Ok(Cost {
        shots: shots.len(),
        threads,
        receivers: survey.receivers.len(),
        grid: solver.grid_shape(),
        forth: median(made),
        rows,
    })
}

fn unlimited(threads: usize) -> Imaging {
    Imaging::default().with_threads(threads).with_memory_limit(u64::MAX)
}

fn row(
    solver: &Solver,
    (shots, gathers): (&[Shot], &[ShotGather<f32>]),
    imaging: &Imaging,
    turns: usize,
) -> Result<Row> {
    let plan = solver.imaging_plan(shots, imaging)?;
    let mut seconds = Vec::new();
    for _ in 0..turns {
        let start = Instant::now();
        solver.image(shots, gathers, imaging, &mut |_| ControlFlow::Continue(()))?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    Ok(Row {
        bytes: plan.memory_bytes,
        kept: plan.kept,
        fields: plan.fields,
        stretches: plan.stretches,
        steps: plan.steps as f64 / plan.steps_forth as f64,
        seconds: median(seconds),
    })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
