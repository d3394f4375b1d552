//! The way back: from gathers to sources, by the exact transpose of the way forth.
//!
//! Each step, forth, is: velocities, their sources, their samples, stresses, their sources, their samples. Back,
//! these are transposed in the reverse order, on fields scaled by the medium (see `kernel::transposed`):
//!
//! ```text
//! w = -B v*        v* and t* the transposed velocities and stresses, B and C the buoyancy
//! s =  C t*        and the stiffness, both times dt/h
//! ```
//!
//! Step m of the way back is step n = N - m forth for velocities, and the one before for stresses.

use crate::kernel::arrays::Arrays;
use crate::kernel::grid::{C11, C13, C33, C55, State, TXX, TXZ, TZZ, VX, VZ};
use crate::kernel::schedule::{Acts, Blocking, Work};
use crate::kernel::taps::{Injection, Tap, Taps};
use crate::kernel::transposed::{Cut, Filtered, Transposed};
use crate::run::{age, check, fields, nodes, sources, steps};
use crate::solver::check_memory;
use crate::{Edge, Mechanism, Real, Shot, ShotGather, Solver, Source, WaveError};

/// Sources on their way, with nobody listening.
pub(crate) struct Forth<'a, T: Real> {
    solver: &'a Solver<T>,
    taps: Taps<T>,
    signals: Vec<Vec<T>>,
    steps: usize,
}

impl<'a, T: Real> Forth<'a, T> {
    pub(crate) fn new(solver: &'a Solver<T>, shot: &Shot, steps: usize) -> Self {
        let layout = &solver.ground.layout;
        let (injections, signals) = sources(solver, shot, steps);
        let taps = Taps::new(layout.blocks, layout.block, &injections, Vec::new());
        Self { solver, taps, signals, steps }
    }

    /// Takes the steps `from..to` on one thread.
    pub(crate) fn advance(
        &self,
        state: &mut State<T>,
        from: usize,
        to: usize,
    ) -> Result<(), WaveError> {
        let solver = self.solver;
        let acts = Acts { free_surface: false, taps: &self.taps, signals: &self.signals };
        let mut nothing = vec![T::default(); self.steps];
        let grid = crate::kernel::grid::Grid::new(&solver.ground, state);
        Work::new(grid, solver.kernels, acts, (&mut nothing, 1))
            .advance(from, to, Blocking { threads: 1, ..solver.blocking })
            .map_err(|found| solver.blow_up(found))
    }
}

/// Fields on their way back.
pub(crate) struct BackState<T> {
    pub(crate) state: State<T>,
    filtered: Filtered<T>,
}

impl<T: Real> BackState<T> {
    pub(crate) fn new(cut: &Cut) -> Result<Self, WaveError> {
        Ok(Self { state: State::new(&cut.wide)?, filtered: Filtered::new(cut)? })
    }

    pub(crate) fn bytes(cut: &Cut) -> u64 {
        State::<T>::bytes(&cut.wide) + Filtered::<T>::bytes(&cut.wide)
    }
}

/// A gather on its way back.
pub(crate) struct Back<'a, T: Real> {
    solver: &'a Solver<T>,
    cut: &'a Cut,
    taps: Taps<T>,
    signals: Vec<Vec<T>>,
}

impl<'a, T: Real> Back<'a, T> {
    /// `steps` are those forth; it takes one more back. `taps` listen to what arrives. The gather is
    /// multiplied by `scale`.
    pub(crate) fn new(
        solver: &'a Solver<T>,
        cut: &'a Cut,
        (gather, scale): (&ShotGather<T>, f64),
        (steps, taps): (usize, Vec<Tap<T>>),
    ) -> Self {
        let recording = gather.recording();
        let receivers = recording.receivers.len();
        let mut injections = Vec::new();
        let mut signals = Vec::new();
        for (k, component) in recording.components.iter().enumerate() {
            let half = age(*component);
            let axis = (recording.dt, recording.samples);
            let resampler = solver.resamplers.get(&solver.clock, half, steps, axis);
            // Velocities of the last step come with the second step back, stresses with the first.
            let late = usize::from(half < 1.0);
            for (receiver, place) in recording.receivers.iter().enumerate() {
                let forth = resampler.spread(gather.trace(k, receiver), steps);
                let mut signal = vec![T::default(); steps + 1];
                for (to, from) in signal[late..].iter_mut().zip(forth.iter().rev()) {
                    *to = *from;
                }
                for (field, share) in fields(*component) {
                    for (row, column, weight) in nodes(solver, *field, *place) {
                        let weights = scaled(solver, *field, [row, column], scale * weight * share);
                        injections.extend(weights.into_iter().map(|(field, weight)| Injection {
                            field,
                            row,
                            column,
                            signal: k * receivers + receiver,
                            weight: T::from_f64(weight),
                        }));
                    }
                }
                signals.push(signal);
            }
        }
        let taps = Taps::new(cut.wide.blocks, cut.wide.block, &injections, taps);
        Self { solver, cut, taps, signals }
    }

    /// Bytes of signals for so many traces.
    pub(crate) fn bytes(traces: usize, steps: usize) -> u64 {
        traces.saturating_mul(steps + 1).saturating_mul(size_of::<T>()) as u64
    }

    /// Takes the steps `from..to`, 0 to `steps + 1`, on one thread; `records` holds `[step][trace]` of the taps.
    pub(crate) fn advance(
        &self,
        back: &mut BackState<T>,
        (records, pitch): (&mut [T], usize),
        from: usize,
        to: usize,
    ) -> Result<(), WaveError> {
        let solver = self.solver;
        let acts = Acts { free_surface: false, taps: &self.taps, signals: &self.signals };
        let BackState { state, filtered } = back;
        let (grid, transposed) = Transposed::new(self.cut, &solver.ground, state, filtered);
        Work::new(grid, solver.kernels, acts, (records, pitch))
            .back(transposed)
            .advance(from, to, Blocking { threads: 1, ..solver.blocking })
            .map_err(|found| solver.blow_up(found))
    }
}

/// What a receiver's weight on a field becomes on the scaled ones.
fn scaled<T: Real>(
    solver: &Solver<T>,
    field: usize,
    place: [usize; 2],
    weight: f64,
) -> Vec<(usize, f64)> {
    let property = |property| weight * solver.ground.property(property, place).to_f64();
    let buoyancy = |k: usize| {
        let nx = solver.ground.layout.nx;
        -weight * solver.buoyancy[k][place[0] * nx + place[1]] * solver.clock.dt / solver.spacing
    };
    match field {
        VX => vec![(VX, buoyancy(0))],
        VZ => vec![(VZ, buoyancy(1))],
        TXX => vec![(TXX, property(C11)), (TZZ, property(C13))],
        TZZ => vec![(TXX, property(C13)), (TZZ, property(C33))],
        _ => vec![(TXZ, property(C55))],
    }
}

impl<T: Real> Solver<T> {
    /// Refuses what has no way back.
    pub(crate) fn check_way_back(&self) -> Result<Cut, WaveError> {
        if self.settings.edges.top == Edge::Free {
            return Err(WaveError::NoWayBack);
        }
        Ok(Cut::new(&self.ground.layout, self.ends(), self.settings.order.half()))
    }

    /// The transpose of [`shot`](Self::shot), exactly: from a gather to what it says of the sources.
    ///
    /// A shot is linear in what its sources do: with $q_{kn}$ the strength's factor of source $k$ in step
    /// $n$, and $d$ the gather, $d = F q$. This is $F^T$ of any gather $d$, so that for all $q$ and $d$
    ///
    /// $$ \langle F q, d \rangle = \langle q, F^T d \rangle $$
    ///
    /// up to rounding, absorbing layers, heterogeneous ground, sources and receivers between nodes and the
    /// filter of the samples included. A force acts at $n \Delta t$, an explosion or a moment at
    /// $(n + \tfrac12) \Delta t$. With [`time_dispersion`](crate::Settings::time_dispersion) corrected, $q$ is the
    /// wavelet as the solver warps it; that warp, a filter of the wavelet alone, is not part of $F$.
    ///
    /// Returned are the numbers of each source, `[source][step]`.
    ///
    /// # Errors
    ///
    /// As [`shot`](Self::shot); [`WaveError::NoWayBack`] below a free surface; [`WaveError::Unlike`] where the
    /// gather is not of the shot; [`WaveError::NotFinite`] for a sample that is not a number;
    /// [`WaveError::Ground`] for a moment in a fluid, whose stress is not told apart.
    ///
    /// # References
    ///
    /// Tarantola (1984), Inversion of seismic reflection data in the acoustic approximation, Geophysics 49,
    /// 1259-1266, <https://doi.org/10.1190/1.1441754>; Claerbout (1992), Earth Soundings Analysis, chapter 5
    /// (the test by a dot product).
    ///
    /// # Examples
    ///
    /// ```
    /// # use davylamp_wave::{Component, Ground, Layer, Mechanism, Medium, Settings, Shot, Solver, Source, Wavelet};
    /// # let ground = Ground::isotropic(3000.0, 1730.0, 2200.0);
    /// # let medium = Medium::from_layers([40, 40], 10.0, &[Layer { top: 0.0, ground }])?;
    /// # let wavelet = Wavelet::ricker(15.0, 0.1)?;
    /// let settings = Settings::new(&wavelet).with_time_dispersion(false);
    /// let solver = Solver::<f64>::new(&medium, &settings)?;
    /// # let shot = Shot {
    /// #     sources: vec![Source { position: [200.0, 50.0], mechanism: Mechanism::Force([0.0, 1e6]), wavelet }],
    /// #     receivers: vec![[300.0, 20.0]],
    /// #     components: vec![Component::Vz],
    /// #     dt: 2e-3,
    /// #     samples: 100,
    /// # };
    /// let gather = solver.shot(&shot)?;
    /// let energy: f64 = gather.data().iter().map(|d| d * d).sum();
    /// let back = solver.adjoint(&shot, &gather)?;
    /// let wavelet = &shot.sources[0].wavelet;
    /// let same: f64 =
    ///     (0..back[0].len()).map(|n| wavelet.value(n as f64 * solver.dt()) * back[0][n]).sum();
    /// assert!((same / energy - 1.0).abs() < 1e-10);
    /// # Ok::<(), davylamp_wave::WaveError>(())
    /// ```
    pub fn adjoint(&self, shot: &Shot, gather: &ShotGather<T>) -> Result<Vec<Vec<T>>, WaveError> {
        check(self, shot)?;
        fits(shot, gather, self.spacing)?;
        let cut = self.check_way_back()?;
        let steps = steps(&self.clock, shot);
        let traces = gather.recording().components.len() * gather.recording().receivers.len();
        let needed = self.ground_bytes() + BackState::<T>::bytes(&cut);
        let needed = needed.saturating_add(Back::<T>::bytes(traces + shot.sources.len(), steps));
        check_memory(needed, &self.settings)?;
        let mut taps = Vec::new();
        for (k, source) in shot.sources.iter().enumerate() {
            listen(self, source, k, &mut taps)?;
        }
        let pitch = shot.sources.len();
        let mut records = Arrays::zeros(&[(steps + 1) * pitch])?;
        let records = records.get_mut(0);
        let mut state = BackState::new(&cut)?;
        Back::new(self, &cut, (gather, 1.0), (steps, taps)).advance(
            &mut state,
            (&mut *records, pitch),
            0,
            steps + 1,
        )?;
        let late = |source: &Source| usize::from(matches!(source.mechanism, Mechanism::Force(_)));
        let signal = |(k, source): (usize, &Source)| {
            (0..steps).map(|n| records[(steps - 1 - n + late(source)) * pitch + k]).collect()
        };
        Ok(shot.sources.iter().enumerate().map(signal).collect())
    }
}

/// Which nodes tell of a source, and how much, the fields being scaled.
fn listen<T: Real>(
    solver: &Solver<T>,
    source: &Source,
    trace: usize,
    taps: &mut Vec<Tap<T>>,
) -> Result<(), WaveError> {
    let scale = solver.clock.dt / (solver.spacing * solver.spacing);
    let (xx, zz, xz) = match source.mechanism {
        Mechanism::Force(force) => {
            for (field, strength) in [VX, VZ].into_iter().zip(force) {
                for (row, column, weight) in nodes(solver, field, source.position) {
                    // The buoyancy of the source and that of the scaled velocity cancel.
                    let weight = T::from_f64(-weight * strength / solver.spacing);
                    taps.push(Tap { field, row, column, trace, weight });
                }
            }
            return Ok(());
        }
        Mechanism::Explosion(rate) => (rate, rate, 0.0),
        Mechanism::Moment { xx, zz, xz } => (xx, zz, xz),
    };
    for (row, column, weight) in nodes(solver, TXX, source.position) {
        let property = |k| solver.ground.property(k, [row, column]).to_f64();
        let [c11, c13, c33] = [C11, C13, C33].map(property);
        let determinant = c11 * c33 - c13 * c13;
        // The inverse of the stiffness, times the source.
        #[allow(clippy::float_cmp, reason = "equal by construction, or not meant")]
        let (on_xx, on_zz) = if determinant > 1e-6 * c11 * c33 {
            ((c33 * xx - c13 * zz) / determinant, (c11 * zz - c13 * xx) / determinant)
        } else if xx == zz {
            (0.5 * xx / c11, 0.5 * zz / c33)
        } else {
            let name = "C11 C33 - C13^2 under a moment, over C11 C33,";
            let [iz, ix] = [row - solver.margin[0].min(row), column - solver.margin[1].min(column)];
            let value = determinant / (c11 * c33);
            return Err(WaveError::Ground { name, iz, ix, value, min: 1e-6, max: 1.0 });
        };
        for (field, share) in [(TXX, on_xx), (TZZ, on_zz)] {
            let weight = T::from_f64(-weight * scale * share);
            taps.push(Tap { field, row, column, trace, weight });
        }
    }
    if xz != 0.0 {
        for (row, column, weight) in nodes(solver, TXZ, source.position) {
            let c55 = solver.ground.property(C55, [row, column]).to_f64();
            // No shear stress in a fluid: nothing of it comes back.
            let share = if c55 > 0.0 { xz / c55 } else { 0.0 };
            let weight = T::from_f64(-weight * scale * share);
            taps.push(Tap { field: TXZ, row, column, trace, weight });
        }
    }
    Ok(())
}

/// Refuses a gather that is not of a shot, or has samples that are no numbers.
pub(crate) fn fits<T: Real>(
    shot: &Shot,
    gather: &ShotGather<T>,
    spacing: f64,
) -> Result<(), WaveError> {
    let recording = gather.recording();
    let unlike =
        |name, found: String, expected: String| Err(WaveError::Unlike { name, found, expected });
    let counts = [
        ("number of receivers", recording.receivers.len(), shot.receivers.len()),
        ("number of samples", recording.samples, shot.samples),
    ];
    for (name, found, expected) in counts {
        if found != expected {
            return unlike(name, found.to_string(), expected.to_string());
        }
    }
    if recording.components != shot.components {
        let words = |components| format!("{components:?}");
        let (found, expected) = (words(&recording.components), words(&shot.components));
        return unlike("list of components", found, expected);
    }
    // Files keep places and intervals in whole millimetres and microseconds, or so.
    if (recording.dt - shot.dt).abs() > 1e-6 * shot.dt {
        let (found, expected) = (recording.dt.to_string(), shot.dt.to_string());
        return unlike("sample interval, in s,", found, expected);
    }
    let source = shot.sources.iter().map(|source| source.position).take(1);
    let pairs = std::iter::once(recording.source).zip(source).map(|(a, b)| ("source", a, b));
    let receivers = recording.receivers.iter().zip(&shot.receivers);
    for (name, found, expected) in pairs.chain(receivers.map(|(a, b)| ("receiver", *a, *b))) {
        let far = found.iter().zip(expected).any(|(a, b)| (a - b).abs() > 0.01 * spacing);
        if far {
            return unlike(name, format!("at {found:?}"), format!("at {expected:?}"));
        }
    }
    let samples = gather.data().iter().map(|value| value.to_f64());
    match samples.enumerate().find(|(_, value)| !value.is_finite()) {
        None => Ok(()),
        Some((index, value)) => {
            Err(WaveError::NotFinite { name: "sample of the gather", index, value })
        }
    }
}
