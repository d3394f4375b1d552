//! What it takes to find the leak of the [park](crate::park) by each method.

use std::time::Instant;

use anyhow::Result;
use davylamp::optim::{Bounds, Method, Minimizer, Omo, OmoSettings, Optimizer};
use davylamp::trace::{FullMisfit, Misfit, ProjectedMisfit, polish, search};
use serde::Serialize;

use crate::park::{Park, SOURCE};

/// Cells along each side of the park: sixteen sensors.
const CELLS: u32 = 4;

/// Misfits below this count as this in the geometric mean, which could not be taken of a zero.
const LEAST_MISFIT: f64 = 1e-40;

/// Found "within a metre".
const NEAR: f64 = 1.0;

/// A way to find the leak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The paper's: OMO with N = 30 and T = 300 over place and rate.
    Omo,
    /// Another method over place and rate, with so many evaluations.
    Other(Method, usize),
    /// The tracer's own: rate in closed form, grid, polish.
    Projected,
    /// A method over the place, with so many evaluations, the rate in closed form, then the polish.
    Polished(Method, usize),
}

/// What a way took, and what it found, over many runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Work {
    /// Which way.
    pub way: String,
    /// Runs, with the seeds from zero on.
    pub runs: u64,
    /// Evaluations of a run, on average.
    pub evaluations: f64,
    /// The most evaluations of a run.
    pub most_evaluations: usize,
    /// Processor time of a run, s.
    pub seconds: f64,
    /// Share of the runs that end within a metre of the leak.
    pub near: f64,
    /// Geometric mean of the final misfits, kg²/m⁶.
    pub misfit: f64,
}

/// Where a run ended.
struct Found {
    place: [f64; 2],
    misfit: f64,
    evaluations: usize,
}

/// Finds the leak of `runs` parks in one way, one after the other on one thread.
///
/// # Errors
/// None is expected: whatever the crates below refuse.
pub fn measure(way: Way, runs: u64) -> Result<Work> {
    let parks = (0..runs).map(|seed| Park::new(CELLS, seed)).collect::<Result<Vec<_>, _>>()?;
    let start = processor_time();
    let found = parks
        .iter()
        .zip(0..)
        .map(|(park, seed)| find(way, park, seed))
        .collect::<Result<Vec<_>>>()?;
    let seconds = (processor_time() - start) / runs as f64;
    let mean = |f: &dyn Fn(&Found) -> f64| found.iter().map(f).sum::<f64>() / runs as f64;
    let is_near = |f: &Found| (f.place[0] - SOURCE[0]).hypot(f.place[1] - SOURCE[1]) < NEAR;
    Ok(Work {
        way: way.name(),
        runs,
        evaluations: mean(&|f| f.evaluations as f64),
        most_evaluations: found.iter().map(|f| f.evaluations).max().unwrap_or(0),
        seconds,
        near: mean(&|f| f64::from(u8::from(is_near(f)))),
        misfit: mean(&|f| f.misfit.max(LEAST_MISFIT).ln()).exp(),
    })
}

fn find(way: Way, park: &Park, seed: u64) -> Result<Found> {
    let case = park.case()?;
    let full = || FullMisfit::new(&case, Misfit::Linear);
    let projected = ProjectedMisfit::new(&case, Misfit::Linear);
    let minimized = |objective, optimizer: &mut dyn Optimizer, budget| -> Result<_> {
        Ok(Minimizer::new().max_evaluations(budget).minimize(objective, optimizer)?)
    };
    let (fit, spent) = match way {
        Way::Omo | Way::Other(..) => {
            let objective = full()?;
            let bounds = Bounds::of(&objective)?;
            let minimum = if let Way::Other(method, budget) = way {
                minimized(&objective, method.build(&bounds, budget, seed)?.as_mut(), budget)?
            } else {
                let mut omo = Omo::new(OmoSettings::default(), &bounds, seed)?;
                minimized(&objective, &mut omo, usize::MAX)?
            };
            return Ok(Found {
                place: [minimum.x[0], minimum.x[1]],
                misfit: minimum.value,
                evaluations: minimum.evaluations,
            });
        }
        Way::Projected => (search(&projected)?, 0),
        Way::Polished(method, budget) => {
            let bounds = Bounds::of(&projected)?;
            let mut optimizer = method.build(&bounds, budget, seed)?;
            let minimum = minimized(&projected, optimizer.as_mut(), budget)?;
            (polish(&projected, &minimum.x)?, minimum.evaluations)
        }
    };
    Ok(Found {
        place: [fit.source.position[0], fit.source.position[1]],
        misfit: fit.misfit,
        evaluations: fit.evaluations + spent,
    })
}

impl Way {
    fn name(self) -> String {
        match self {
            Self::Omo => "OMO, N = 30, T = 300, over place and rate".to_owned(),
            Self::Other(method, _) => format!("{method}, over place and rate"),
            Self::Projected => "projected search and polish".to_owned(),
            Self::Polished(method, _) => format!("{method} over the place, and polish"),
        }
    }
}

/// What this thread has spent on a processor, s; wall-clock time where the system does not tell.
#[must_use]
pub fn processor_time() -> f64 {
    static BEGIN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .filter(|nanoseconds| *nanoseconds > 0.0)
        .map_or_else(
            || BEGIN.get_or_init(Instant::now).elapsed().as_secs_f64(),
            |nanoseconds| 1e-9 * nanoseconds,
        )
}
