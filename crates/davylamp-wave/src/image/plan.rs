//! How much of the sources' waves is kept, and what is computed once more.

use super::condition::Sums;
use crate::adjoint::{Back, BackState};
use crate::kernel::grid::State;
use crate::kernel::transposed::Cut;
use crate::run::{steps, width};
use crate::{Real, Shot, Solver, WaveError};

/// Times that are correlated, in a period of the highest frequency: waves of up to twice that frequency are
/// told apart.
const TIMES: f64 = 4.0;

/// By default.
const GIBIBYTE: u64 = 1 << 30;

/// How gathers are imaged.
///
/// The sources' waves are needed in the reverse order of time. As many of their fields as the memory holds are
/// kept from the way forth; if those are not all, the waves are kept as they were at the start of each of several
/// stretches of time, and computed once more, stretch by stretch. So the least memory takes at most three times
/// the steps of the way forth, the most twice.
///
/// The example of [`Solver::image`] shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Imaging {
    /// Bytes that all threads together may take beside the gathers, 1 GiB by default.
    pub memory_limit: u64,
    /// Shots at once, one by default.
    pub threads: usize,
}

impl Default for Imaging {
    fn default() -> Self {
        Self { memory_limit: GIBIBYTE, threads: 1 }
    }
}

impl Imaging {
    /// Within so many bytes.
    #[must_use]
    pub fn with_memory_limit(self, bytes: u64) -> Self {
        Self { memory_limit: bytes, ..self }
    }

    /// With so many shots at once.
    #[must_use]
    pub fn with_threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }
}

/// What an image takes: see [`Solver::imaging_plan`].
///
/// The example of [`Solver::image`] makes an image of such a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImagingPlan {
    /// Bytes of all threads, the medium included.
    pub memory_bytes: u64,
    /// Fields of the longest shot that are correlated.
    pub fields: usize,
    /// How many are kept at a time.
    pub kept: usize,
    /// Stretches of time of the longest shot: more than one, and all but the last are computed twice.
    pub stretches: usize,
    /// Steps of all shots, forth alone.
    pub steps_forth: usize,
    /// Steps of all shots, forth, once more and back.
    pub steps: usize,
}

/// The same, for those who follow it.
pub(super) struct Plan {
    pub(super) cut: Cut,
    /// Steps from one correlated time to the next.
    pub(super) every: usize,
    /// Fields of a stretch.
    pub(super) kept: usize,
    pub(super) memory_bytes: u64,
}

impl Plan {
    pub(super) fn new<T: Real>(
        solver: &Solver<T>,
        cut: Cut,
        shots: &[Shot],
        imaging: &Imaging,
    ) -> Result<Self, WaveError> {
        let interval = 1.0 / (TIMES * solver.settings.highest_frequency);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive")]
        let every = (interval / solver.clock.dt).max(1.0) as usize;
        let lengths = || shots.iter().map(|shot| steps(&solver.clock, shot));
        let (shortest, longest) = (lengths().min().unwrap_or(0), lengths().max().unwrap_or(0));
        // Of a shot shorter than that at least one time.
        let every = every.min(shortest).max(1);
        let traces = shots.iter().map(|shot| shot.components.len() * width(shot.receivers.len()));
        let signals = Back::<T>::bytes(traces.max().unwrap_or(0), longest);
        let state = State::<T>::bytes(&solver.ground.layout);
        let field = ((solver.model[0] * solver.model[1]) * size_of::<T>()) as u64;
        // Beside the fields that are kept: two for those of the way back, and the sums of this shot and of
        // others that wait for it.
        let fixed =
            state + BackState::<T>::bytes(&cut) + signals + field * (2 + 2 * Sums::<T>::FIELDS);
        let threads = imaging.threads.min(shots.len()) as u64;
        let ground = solver.ground_bytes().saturating_add(field * Sums::<T>::FIELDS);
        let fields = (longest / every).max(1);
        let needed = |stretches: usize| {
            let kept = field.saturating_mul(fields.div_ceil(stretches) as u64);
            let starts = state.saturating_mul(stretches.saturating_sub(2) as u64);
            let thread = fixed.saturating_add(kept).saturating_add(starts);
            ground.saturating_add(thread.saturating_mul(threads))
        };
        let limit = imaging.memory_limit;
        let Some(stretches) = (1..=fields).find(|stretches| needed(*stretches) <= limit) else {
            let needed = (1..=fields).map(needed).min().unwrap_or(0);
            return Err(WaveError::TooLarge { needed, limit: Some(limit) });
        };
        let kept = fields.div_ceil(stretches);
        Ok(Self { cut, every, kept, memory_bytes: needed(stretches) })
    }

    pub(super) fn summary<T: Real>(&self, solver: &Solver<T>, shots: &[Shot]) -> ImagingPlan {
        let mut plan = ImagingPlan {
            memory_bytes: self.memory_bytes,
            fields: 0,
            kept: self.kept,
            stretches: 0,
            steps_forth: 0,
            steps: 0,
        };
        for shot in shots {
            let steps = steps(&solver.clock, shot);
            let fields = steps / self.every;
            let stretches = fields.div_ceil(self.kept);
            plan.fields = plan.fields.max(fields);
            plan.stretches = plan.stretches.max(stretches);
            plan.steps_forth += steps;
            let twice = stretches.saturating_sub(1) * self.kept * self.every;
            plan.steps += fields * self.every + twice + steps + 2 - self.every;
        }
        plan
    }
}
