//! A shot: from sources and receivers to the nodes, through the steps, to the gather.

use std::ops::ControlFlow;

use crate::dispersion::{Clock, Resampler};
use crate::error::{in_range, positive};
use crate::interpolation::{Weights, below_surface, sinc};
use crate::kernel::arrays::Arrays;
use crate::kernel::combine::SUMS;
use crate::kernel::grid::{Grid, State, TXX, TXZ, TZZ, VX, VZ};
use crate::kernel::layout::LINE;
use crate::kernel::schedule::{Acts, Blocking, Work};
use crate::kernel::taps::{Injection, Tap, Taps};
use crate::solver::check_memory;
use crate::{
    Component, Edge, Mechanism, Real, Recording, Shot, ShotGather, Snapshot, Solver, WaveError,
};

/// Samples in a step at most, a choice of ours: the time that their weights take grows with them, and they say
/// nothing that a few would not.
const FINEST: f64 = 100.0;

/// Steps until the last sample is known.
pub(crate) fn steps(clock: &Clock, shot: &Shot) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of steps")]
    let last = (shot.samples.saturating_sub(1) as f64 * shot.dt / clock.dt).ceil() as usize;
    last.saturating_add(Resampler::<f32>::reach(clock.dt, shot.dt))
}

/// A shot that is ready to be made.
pub(crate) struct Run<'a, T: Real> {
    solver: &'a Solver<T>,
    gather: ShotGather<T>,
    taps: Taps<T>,
    signals: Vec<Vec<T>>,
    steps: usize,
    blocking: Blocking,
}

impl<'a, T: Real> Run<'a, T> {
    pub(crate) fn new(solver: &'a Solver<T>, shot: &Shot) -> Result<Self, WaveError> {
        let first = check(solver, shot)?;
        check_memory(solver.memory_bytes(shot), &solver.settings)?;
        let gather = ShotGather::zeros(Recording {
            source: first,
            receivers: shot.receivers.clone(),
            components: shot.components.clone(),
            dt: shot.dt,
            samples: shot.samples,
        })?;
        let steps = steps(&solver.clock, shot);
        let (injections, signals) = sources(solver, shot, steps);
        let layout = &solver.ground.layout;
        let taps = Taps::new(layout.blocks, layout.block, &injections, receivers(solver, shot));
        Ok(Self { solver, gather, taps, signals, steps, blocking: solver.blocking })
    }

    /// The same, whatever the settings say.
    pub(crate) fn on_one_thread(self) -> Self {
        Self { blocking: Blocking { threads: 1, ..self.blocking }, ..self }
    }

    /// Makes it, and shows the fields after every so many steps.
    pub(crate) fn finish(
        self,
        state: &mut State<T>,
        every: usize,
        observe: &mut dyn FnMut(&Snapshot<'_, T>) -> ControlFlow<()>,
    ) -> Result<ShotGather<T>, WaveError> {
        let solver = self.solver;
        let recording = self.gather.recording();
        let pitch = recording.components.len() * width(recording.receivers.len());
        let mut records = Arrays::zeros(&[self.steps * pitch])?;
        let records = records.get_mut(0);
        let mut step = 0;
        while step < self.steps {
            let end = self.steps.min(step.saturating_add(every));
            let grid = Grid::new(&solver.ground, state);
            let free = solver.settings.edges.top == Edge::Free;
            let mut work = Work::new(
                grid,
                solver.kernels,
                Acts { free_surface: free, taps: &self.taps, signals: &self.signals },
                (&mut *records, pitch),
            );
            work.advance(step, end, self.blocking).map_err(|found| solver.blow_up(found))?;
            step = end;
            let snapshot = Snapshot {
                state,
                model: solver.model,
                margin: solver.margin,
                step,
                steps: self.steps,
                dt: solver.clock.dt,
            };
            if observe(&snapshot).is_break() {
                return Err(WaveError::Stopped { step });
            }
        }
        self.samples(records, pitch)
    }

    /// The gather of what was recorded at each step.
    fn samples(self, records: &[T], pitch: usize) -> Result<ShotGather<T>, WaveError> {
        let Self { solver, mut gather, steps, .. } = self;
        let Recording { receivers, components, dt, samples, .. } = gather.recording().clone();
        let width = width(receivers.len());
        // A line of samples at a time, so that traces are written line by line.
        let mut sums = Arrays::zeros(&[LINE * width])?;
        let sums = sums.get_mut(0);
        for (k, component) in components.iter().enumerate() {
            let half = age(*component);
            let resampler = solver.resamplers.get(&solver.clock, half, steps, (dt, samples));
            let mut spans = resampler.spans();
            for start in (0..samples).step_by(LINE) {
                let line = LINE.min(samples - start);
                let groups = sums.chunks_exact_mut(SUMS * width).take(line.div_ceil(SUMS));
                for (sums, (first, weights)) in groups.zip(&mut spans) {
                    let rows = &records[first * pitch + k * width..];
                    solver.kernels.sum_rows(weights, (rows, pitch), (sums, width));
                }
                for receiver in 0..receivers.len() {
                    let trace = &mut gather.trace_mut(k, receiver)[start..start + line];
                    let column = sums.iter().skip(receiver).step_by(width);
                    for (sample, value) in trace.iter_mut().zip(column) {
                        *sample = *value;
                    }
                }
            }
        }
        Ok(gather)
    }
}

/// The time of a component after the start of its step, in steps.
pub(crate) fn age(component: Component) -> f64 {
    if matches!(component, Component::Vx | Component::Vz) { 0.5 } else { 1.0 }
}

/// Refuses what cannot be shot; gives the place of the first source.
pub(crate) fn check<T: Real>(solver: &Solver<T>, shot: &Shot) -> Result<[f64; 2], WaveError> {
    let Some(first) = shot.sources.first() else {
        return Err(WaveError::Empty { name: "sources" });
    };
    for (index, source) in shot.sources.iter().enumerate() {
        inside(solver, "source", index, source.position)?;
        let highest = source.wavelet.highest_frequency();
        let allowed = solver.settings.highest_frequency * (1.0 + 1e-9);
        in_range("highest frequency of a wavelet", highest, 0.0, allowed)?;
        if let Some(value) = source.mechanism.strengths().into_iter().find(|s| !s.is_finite()) {
            return Err(WaveError::NotFinite { name: "the strength of source", index, value });
        }
    }
    for (index, receiver) in shot.receivers.iter().enumerate() {
        inside(solver, "receiver", index, *receiver)?;
    }
    positive("dt", shot.dt)?;
    in_range("dt", shot.dt, solver.clock.dt / FINEST, f64::MAX)?;
    Ok(first.position)
}

/// Numbers that a component's traces take in a row of records, so that each starts a cache line.
pub(crate) fn width(receivers: usize) -> usize {
    receivers.next_multiple_of(LINE)
}

fn inside<T: Real>(
    solver: &Solver<T>,
    name: &'static str,
    index: usize,
    [x, z]: [f64; 2],
) -> Result<(), WaveError> {
    let [depth, width] = solver.model.map(|nodes| (nodes - 1) as f64 * solver.spacing);
    // A place computed as nodes times spacing may be a rounding beyond the edge.
    let slack = 1e-9 * solver.spacing;
    if (-slack..=width + slack).contains(&x) && (-slack..=depth + slack).contains(&z) {
        Ok(())
    } else {
        Err(WaveError::Outside { name, index, x, z, width, depth })
    }
}

/// Where a field's nodes lie, in cells from those of the normal stresses: x, z.
fn offset(field: usize) -> [f64; 2] {
    match field {
        VX => [0.5, 0.0],
        VZ => [0.0, 0.5],
        TXZ => [0.5, 0.5],
        _ => [0.0, 0.0],
    }
}

/// Nodes `(row, column, weight)` of a field for a place.
pub(crate) fn nodes<T: Real>(
    solver: &Solver<T>,
    field: usize,
    [x, z]: [f64; 2],
) -> Vec<(usize, usize, f64)> {
    let layout = &solver.ground.layout;
    let [dx, dz] = offset(field);
    let column = cells(x, solver.spacing) + solver.margin[1] as f64 - dx;
    let row = cells(z, solver.spacing) + solver.margin[0] as f64 - dz;
    let columns: Weights = sinc(column, layout.nx);
    let rows = if solver.settings.edges.top == Edge::Free {
        below_surface(row, layout.nz)
    } else {
        sinc(row, layout.nz)
    };
    let mut all = Vec::with_capacity(rows.len() * columns.len());
    for (row, down) in rows {
        for (column, across) in &columns {
            all.push((row, *column, down * across));
        }
    }
    all
}

/// A place in cells; on a node if it is one but for rounding.
fn cells(place: f64, spacing: f64) -> f64 {
    let cells = place / spacing;
    let halves = (2.0 * cells).round() / 2.0;
    if (cells - halves).abs() < 1e-9 { halves } else { cells }
}

/// What the sources do to which nodes, and their wavelets at the steps.
pub(crate) fn sources<T: Real>(
    solver: &Solver<T>,
    shot: &Shot,
    steps: usize,
) -> (Vec<Injection<T>>, Vec<Vec<T>>) {
    let mut injections = Vec::new();
    let mut signals = Vec::new();
    let scale = solver.clock.dt / (solver.spacing * solver.spacing);
    let nx = solver.ground.layout.nx;
    for source in &shot.sources {
        // Forces act from half a step to the next, stresses between.
        let (parts, half) = match source.mechanism {
            Mechanism::Force([x, z]) => (vec![(VX, x), (VZ, z)], 0.0),
            Mechanism::Explosion(rate) => (vec![(TXX, -rate), (TZZ, -rate)], 0.5),
            Mechanism::Moment { xx, zz, xz } => (vec![(TXX, -xx), (TZZ, -zz), (TXZ, -xz)], 0.5),
        };
        for (field, strength) in parts {
            if strength == 0.0 {
                continue;
            }
            for (row, column, weight) in nodes(solver, field, source.position) {
                let buoyancy = match field {
                    VX => solver.buoyancy[0][row * nx + column],
                    VZ => solver.buoyancy[1][row * nx + column],
                    _ => 1.0,
                };
                let weight = T::from_f64(weight * buoyancy * strength * scale);
                injections.push(Injection { field, row, column, signal: signals.len(), weight });
            }
        }
        let signal = solver.clock.signal(&source.wavelet, half, steps);
        signals.push(signal.into_iter().map(T::from_f64).collect());
    }
    (injections, signals)
}

/// What a component is made of: fields, and how much of each.
pub(crate) fn fields(component: Component) -> &'static [(usize, f64)] {
    match component {
        Component::Vx => &[(VX, 1.0)],
        Component::Vz => &[(VZ, 1.0)],
        Component::Pressure => &[(TXX, -0.5), (TZZ, -0.5)],
        Component::Txx => &[(TXX, 1.0)],
        Component::Tzz => &[(TZZ, 1.0)],
        Component::Txz => &[(TXZ, 1.0)],
    }
}

/// Which nodes the receivers read, trace by trace.
fn receivers<T: Real>(solver: &Solver<T>, shot: &Shot) -> Vec<Tap<T>> {
    let mut taps = Vec::new();
    for (k, component) in shot.components.iter().enumerate() {
        let fields = fields(*component);
        let first = k * width(shot.receivers.len());
        for (trace, receiver) in (first..).zip(&shot.receivers) {
            for (field, share) in fields {
                for (row, column, weight) in nodes(solver, *field, *receiver) {
                    let weight = T::from_f64(weight * share);
                    taps.push(Tap { field: *field, row, column, trace, weight });
                }
            }
        }
    }
    taps
}
