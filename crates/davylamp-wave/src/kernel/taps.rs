//! What sources add to the fields, and what receivers read of them.

#![allow(unsafe_code, reason = "fields are behind pointers")]

use crate::Real;

use super::grid::Grid;

/// Half a step (velocities 0, stresses 1) of some columns of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) half: usize,
    pub(crate) block: usize,
    pub(crate) columns: [usize; 2],
}

/// A node that a source acts on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Injection<T> {
    pub(crate) field: usize,
    pub(crate) row: usize,
    pub(crate) column: usize,
    /// Which signal, and how much of it.
    pub(crate) signal: usize,
    pub(crate) weight: T,
}

/// A node that a receiver reads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tap<T> {
    pub(crate) field: usize,
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) trace: usize,
    pub(crate) weight: T,
}

/// Neighbouring traces that read neighbouring nodes of a row with the same weight, as lines of
/// receivers do.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Run<T> {
    field: usize,
    row: usize,
    column: usize,
    trace: usize,
    count: usize,
    /// Columns from one to the next.
    step: usize,
    weight: T,
}

/// Everything that happens at single nodes, by block and half step: velocities, then stresses.
#[derive(Debug)]
pub(crate) struct Taps<T> {
    injections: [Vec<Vec<Injection<T>>>; 2],
    runs: [Vec<Vec<Run<T>>>; 2],
}

/// The half step that changes a field.
fn half_step(field: usize) -> usize {
    usize::from(field >= super::grid::TXX)
}

impl<T: Real> Taps<T> {
    /// For a grid of so many blocks of so many rows.
    pub(crate) fn new(
        blocks: usize,
        block: usize,
        injections: &[Injection<T>],
        taps: Vec<Tap<T>>,
    ) -> Self {
        let mut all = Self {
            injections: [vec![Vec::new(); blocks], vec![Vec::new(); blocks]],
            runs: [vec![Vec::new(); blocks], vec![Vec::new(); blocks]],
        };
        for injection in injections {
            all.injections[half_step(injection.field)][injection.row / block].push(*injection);
        }
        for run in runs(taps) {
            all.runs[half_step(run.field)][run.row / block].push(run);
        }
        all
    }

    /// Lets the sources act on the nodes of a task.
    ///
    /// # Safety
    ///
    /// No other thread touches these nodes meanwhile.
    pub(crate) unsafe fn inject(
        &self,
        grid: &Grid<'_, T>,
        task: Task,
        signal: impl Fn(usize) -> T,
    ) {
        let Task { half, block, columns: [from, to] } = task;
        for tap in &self.injections[half][block] {
            if (from..to).contains(&tap.column) {
                let offset = tap.row * grid.layout.stride + tap.column;
                // SAFETY: taps lie within the grid.
                unsafe {
                    let node = grid.fields[tap.field].add(offset);
                    *node = *node + tap.weight * signal(tap.signal);
                }
            }
        }
    }

    /// Adds to a sample of each trace what its receiver reads of the nodes of a task.
    ///
    /// # Safety
    ///
    /// No other thread writes to these nodes or touches these samples meanwhile.
    pub(crate) unsafe fn record(&self, grid: &Grid<'_, T>, task: Task, samples: *mut T) {
        let Task { half, block, columns: [from, to] } = task;
        for run in &self.runs[half][block] {
            // Of the run's columns, those from..to.
            let first = from.saturating_sub(run.column).div_ceil(run.step);
            let end = to.saturating_sub(run.column).div_ceil(run.step).min(run.count);
            if first >= end {
                continue;
            }
            let offset = run.row * grid.layout.stride + run.column + first * run.step;
            let count = end - first;
            // SAFETY: runs lie within the grid, and traces within the samples; nodes and samples are
            // different memory.
            unsafe {
                let nodes = std::slice::from_raw_parts(
                    grid.fields[run.field].add(offset),
                    (count - 1) * run.step + 1,
                );
                let samples = std::slice::from_raw_parts_mut(samples.add(run.trace + first), count);
                if run.step == 1 {
                    for (sample, node) in samples.iter_mut().zip(nodes) {
                        *sample = *sample + run.weight * *node;
                    }
                } else {
                    for (sample, node) in samples.iter_mut().zip(nodes.iter().step_by(run.step)) {
                        *sample = *sample + run.weight * *node;
                    }
                }
            }
        }
    }
}

fn runs<T: Real>(taps: Vec<Tap<T>>) -> Vec<Run<T>> {
    let mut runs: Vec<Run<T>> = Vec::new();
    // Taps come trace by trace; a run continues with the next trace's tap at the same place in the list
    // of its receiver, so look among the runs that ended at the trace before.
    let mut open: Vec<usize> = Vec::new();
    let mut next: Vec<usize> = Vec::new();
    let mut trace = usize::MAX;
    for tap in taps {
        if tap.trace != trace {
            open = std::mem::take(&mut next);
            trace = tap.trace;
        }
        let fits = |run: &Run<T>| {
            let column = run.column + run.count * run.step;
            run.field == tap.field
                && run.row == tap.row
                && run.weight == tap.weight
                && run.trace + run.count == tap.trace
                && (column == tap.column || run.count == 1 && tap.column > run.column)
        };
        if let Some(place) = open.iter().position(|index| fits(&runs[*index])) {
            let index = open.swap_remove(place);
            let run = &mut runs[index];
            if run.count == 1 {
                run.step = tap.column - run.column;
            }
            run.count += 1;
            next.push(index);
        } else {
            next.push(runs.len());
            runs.push(Run {
                field: tap.field,
                row: tap.row,
                column: tap.column,
                trace: tap.trace,
                count: 1,
                step: 1,
                weight: tap.weight,
            });
        }
    }
    runs
}
