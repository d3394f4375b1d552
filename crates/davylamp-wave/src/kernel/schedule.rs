//! In which order, and on which thread, blocks of rows take their half steps.
//!
//! Steps are taken in chunks, and the columns of a chunk in tiles. A wave runs down a tile: behind the
//! velocities of a block at the chunk's first step follow the stresses of the block above, the velocities
//! of the one above that at the second step, and so on, so that what was just loaded is used for all steps
//! of the chunk before it leaves the cache. Each half step of a tile lies a little to the left of the one
//! before, so that what it needs from the right is there already, and what its left neighbour still needs
//! was not yet overwritten.
//!
//! Threads take chunks by turns; each follows the one before it down the grid and waits only where it
//! would overtake. The order of operations on each number is the same whatever the number of threads.

#![allow(unsafe_code, reason = "threads share the fields, each in its own part of them")]

use std::hint::spin_loop;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::denormals::Flushed;
use super::dispatch::Kernels;
use super::grid::{Grid, TXX};
use super::layout::LINE;
use super::surface;
use super::taps::{Taps, Task};
use super::transposed::Transposed;
use crate::Real;

/// Columns from a half step to the next: as wide as a vector, and wider than any difference and than what
/// a free surface needs.
const SKEW: usize = LINE;

/// Steps between looks for numbers that are none; the last step has one too.
const LOOK_EVERY: usize = 64;

/// Waiting threads let others run now and then, in case there are more of them than cores.
const SPINS: u32 = 1 << 12;

/// How a shot is cut into tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Blocking {
    /// Steps of a chunk.
    pub(crate) steps: usize,
    /// Columns of a tile, a multiple of a vector.
    pub(crate) columns: usize,
    pub(crate) threads: usize,
}

impl Blocking {
    /// Tiles no narrower than the half steps of a chunk are apart.
    pub(crate) fn new(steps: usize, columns: usize, threads: usize) -> Self {
        let steps = steps.max(1);
        let least = 2 * steps * SKEW;
        Self { steps, columns: columns.next_multiple_of(LINE).max(least), threads: threads.max(1) }
    }
}

/// A node where a number is none, and when it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BlowUp {
    pub(crate) step: usize,
    pub(crate) row: usize,
    pub(crate) column: usize,
}

/// What happens in a shot beside the wave equation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Acts<'a, T> {
    pub(crate) free_surface: bool,
    pub(crate) taps: &'a Taps<T>,
    /// What each source does at each step, `[signal][step]`.
    pub(crate) signals: &'a [Vec<T>],
}

/// A shot being computed.
#[derive(Debug)]
pub(crate) struct Work<'a, T: 'static> {
    grid: Grid<'a, T>,
    kernels: Kernels<T>,
    acts: Acts<'a, T>,
    /// If the way is back.
    transposed: Option<Transposed<'a, T>>,
    /// Samples, `[step][trace]`.
    records: *mut T,
    traces: usize,
    steps: usize,
    blow_up: Mutex<Option<BlowUp>>,
    stop: AtomicBool,
}

// SAFETY: `records` is exclusively borrowed for 'a, and a step's samples are touched by the thread alone
// that takes this step; the rest is `Sync` itself.
unsafe impl<T: Sync> Sync for Work<'_, T> {}

impl<'a, T: Real> Work<'a, T> {
    /// `records` holds `[step][trace]` for all steps that will be taken.
    pub(crate) fn new(
        grid: Grid<'a, T>,
        kernels: Kernels<T>,
        acts: Acts<'a, T>,
        (records, traces): (&'a mut [T], usize),
    ) -> Self {
        Self {
            grid,
            kernels,
            acts,
            transposed: None,
            steps: records.len() / traces.max(1),
            records: records.as_mut_ptr(),
            traces,
            blow_up: Mutex::new(None),
            stop: AtomicBool::new(false),
        }
    }

    /// The same on the way back: `transposed` belongs to the grid.
    pub(crate) fn back(self, transposed: Transposed<'a, T>) -> Self {
        Self { transposed: Some(transposed), ..self }
    }

    /// Takes the steps `from..to`.
    ///
    /// # Errors
    ///
    /// Where a number is none, and since which step at most.
    ///
    /// # Panics
    ///
    /// If there are no records for these steps.
    pub(crate) fn advance(
        &mut self,
        from: usize,
        to: usize,
        blocking: Blocking,
    ) -> Result<(), BlowUp> {
        assert!(to <= self.steps && self.acts.signals.iter().all(|s| to <= s.len()));
        let pipeline = Pipeline::new(self.grid.layout, blocking, from, to);
        let this = &*self;
        if blocking.threads == 1 {
            // SAFETY: one thread, `self` exclusively borrowed.
            unsafe { this.work(&pipeline, 0) };
        } else {
            std::thread::scope(|scope| {
                for thread in 0..blocking.threads {
                    let pipeline = &pipeline;
                    // SAFETY: `self` is exclusively borrowed, and the pipeline keeps threads apart.
                    scope.spawn(move || unsafe { this.work(pipeline, thread) });
                }
            });
        }
        let found = self.blow_up.get_mut().ok().and_then(Option::take);
        found.map_or(Ok(()), Err)
    }

    /// A thread's share.
    ///
    /// # Safety
    ///
    /// Each thread of the pipeline calls it once, and nobody else uses the grid meanwhile.
    unsafe fn work(&self, pipeline: &Pipeline, thread: usize) {
        let _flushed = Flushed::new();
        let blocks = self.grid.layout.blocks;
        for chunk in (thread..pipeline.chunks()).step_by(pipeline.blocking.threads) {
            let (first, steps) = pipeline.steps_of(chunk);
            for tile in 0..pipeline.tiles {
                for wave in 0..blocks + 2 * steps - 1 {
                    if !pipeline.wait(chunk, tile, wave, &self.stop) {
                        return;
                    }
                    for s in 0..steps {
                        let Some(block) = wave.checked_sub(2 * s) else { break };
                        if block < blocks {
                            // SAFETY: the wave's order, and `wait`.
                            unsafe {
                                self.velocity(first + s, block, pipeline.columns(tile, 2 * s));
                            };
                        }
                        if let Some(block) = block.checked_sub(1)
                            && block < blocks
                        {
                            // SAFETY: the wave's order, and `wait`.
                            unsafe {
                                self.stress(first + s, block, pipeline.columns(tile, 2 * s + 1));
                            };
                        }
                    }
                    pipeline.done(chunk, tile, wave);
                }
                pipeline.done(chunk, tile, usize::MAX - 1);
            }
        }
    }

    /// # Safety
    ///
    /// No other thread touches what this half step reads and writes.
    #[inline]
    unsafe fn velocity(&self, step: usize, block: usize, columns: [usize; 2]) {
        let [from, to] = columns;
        // SAFETY: as the caller promises; the kernels were chosen among what the machine has.
        unsafe {
            match &self.transposed {
                None => (self.kernels.velocity)(&self.grid, block, from, to),
                Some(back) => back.half_step(&self.kernels, 0, block, columns),
            }
            let task = Task { half: 0, block, columns };
            self.acts.taps.inject(&self.grid, task, |k| self.acts.signals[k][step]);
            if self.acts.free_surface && block == 0 {
                surface::velocities(&self.grid, columns);
            }
            if let Some(back) = &self.transposed {
                back.filter(0, block, columns);
            }
            let samples = self.records.add(step * self.traces);
            self.acts.taps.record(&self.grid, task, samples);
        }
    }

    /// # Safety
    ///
    /// No other thread touches what this half step reads and writes.
    #[inline]
    unsafe fn stress(&self, step: usize, block: usize, columns: [usize; 2]) {
        let [from, to] = columns;
        // SAFETY: as the caller promises; the kernels were chosen among what the machine has.
        unsafe {
            match &self.transposed {
                None => (self.kernels.stress)(&self.grid, block, from, to),
                Some(back) => back.half_step(&self.kernels, 1, block, columns),
            }
            let task = Task { half: 1, block, columns };
            self.acts.taps.inject(&self.grid, task, |k| self.acts.signals[k][step]);
            if self.acts.free_surface && block == 0 {
                surface::stresses(&self.grid, columns);
            }
            if let Some(back) = &self.transposed {
                back.filter(1, block, columns);
            }
            let samples = self.records.add(step * self.traces);
            self.acts.taps.record(&self.grid, task, samples);
            if (step + 1).is_multiple_of(LOOK_EVERY) || step + 1 == self.steps {
                self.look(step, block, columns);
            }
        }
    }

    /// Looks for numbers that are none.
    ///
    /// # Safety
    ///
    /// Nobody writes to the stresses of these columns meanwhile.
    #[cold]
    unsafe fn look(&self, step: usize, block: usize, [from, to]: [usize; 2]) {
        let layout = self.grid.layout;
        for row in block * layout.block..(block + 1) * layout.block {
            let start = row * layout.stride;
            // SAFETY: the columns lie in the grid.
            let values = unsafe {
                let count = to.saturating_sub(from);
                std::slice::from_raw_parts(self.grid.fields[TXX].add(start + from), count)
            };
            if let Some(column) = values.iter().position(|value| !value.to_f64().is_finite()) {
                let found = BlowUp { step, row, column: from + column };
                if let Ok(mut first) = self.blow_up.lock() {
                    *first = Some(first.map_or(found, |first| first.min(found)));
                }
                self.stop.store(true, Ordering::Relaxed);
                return;
            }
        }
    }
}

/// How far each tile of each chunk has come.
#[derive(Debug)]
struct Pipeline {
    blocking: Blocking,
    tiles: usize,
    columns: usize,
    first: usize,
    end: usize,
    /// Waves done, `[chunk][tile]`.
    progress: Vec<AtomicUsize>,
}

impl Pipeline {
    fn new(layout: &super::layout::Layout, blocking: Blocking, first: usize, end: usize) -> Self {
        let slanted = layout.columns + SKEW * (2 * blocking.steps - 1);
        let tiles = slanted.div_ceil(blocking.columns);
        let chunks = (end - first).div_ceil(blocking.steps);
        let progress = (0..chunks * tiles).map(|_| AtomicUsize::new(0)).collect();
        Self { blocking, tiles, columns: layout.columns, first, end, progress }
    }

    fn chunks(&self) -> usize {
        (self.end - self.first).div_ceil(self.blocking.steps)
    }

    /// First step and number of steps of a chunk.
    fn steps_of(&self, chunk: usize) -> (usize, usize) {
        let first = self.first + chunk * self.blocking.steps;
        (first, self.blocking.steps.min(self.end - first))
    }

    /// Columns of a tile at a half step of its chunk.
    fn columns(&self, tile: usize, half_step: usize) -> [usize; 2] {
        [tile, tile + 1].map(|edge| {
            (edge * self.blocking.columns).saturating_sub(SKEW * half_step).min(self.columns)
        })
    }

    /// Waits until a wave may run; false if there is no more reason to.
    ///
    /// Velocities of block `wave` at the first step need stresses of the block below at the last step of
    /// the chunk before, `2 steps` waves later there; and columns of the tile to the right, because the
    /// last half step of the chunk before ended further left, but no further than a tile.
    fn wait(&self, chunk: usize, tile: usize, wave: usize, stop: &AtomicBool) -> bool {
        let Some(before) = chunk.checked_sub(1) else { return !stop.load(Ordering::Relaxed) };
        let tile = (tile + 1).min(self.tiles - 1);
        let progress = &self.progress[before * self.tiles + tile];
        let mut spins = 0_u32;
        while progress.load(Ordering::Acquire) < wave + 2 * self.blocking.steps + 1 {
            if stop.load(Ordering::Relaxed) {
                return false;
            }
            spins = spins.wrapping_add(1);
            if spins.is_multiple_of(SPINS) {
                std::thread::yield_now();
            } else {
                spin_loop();
            }
        }
        !stop.load(Ordering::Relaxed)
    }

    fn done(&self, chunk: usize, tile: usize, wave: usize) {
        self.progress[chunk * self.tiles + tile].store(wave + 1, Ordering::Release);
    }
}
