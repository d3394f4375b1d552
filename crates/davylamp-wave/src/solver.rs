use std::ops::ControlFlow;

use crate::cpml::{Ends, Profile, Waves};
use crate::dispersion::{Clock, Resamplers};
use crate::error::{in_range, positive};
use crate::kernel::dispatch::{Kernels, Vectors};
use crate::kernel::grid::{Ground, State};
use crate::kernel::layout::Layout;
use crate::kernel::schedule::{Blocking, BlowUp};
use crate::memory::reserve;
use crate::run::Run;
use crate::{Edge, Edges, Medium, Real, Settings, Shot, ShotGather, Snapshot, WaveError};

/// Steps of a chunk, and bytes of the fields and the medium that should stay in the last cache meanwhile.
/// Long rows are worth more than a nearer cache: what fetches ahead of the program follows them.
const STEPS: usize = 6;
const CACHE: usize = 16 << 20;

/// Share of the largest stable time step that is taken by default.
const STABLE_SHARE: f64 = 0.95;

/// Makes shots in a medium.
///
/// Velocity and stress leapfrog on a staggered grid (Virieux 1986,
/// <https://doi.org/10.1190/1.1442147>), the differences of order 2 to 12 (Levander 1988,
/// <https://doi.org/10.1190/1.1442422>):
///
/// $$ \rho\, \partial_t v_x = \partial_x \tau_{xx} + \partial_z \tau_{xz} + f_x, \qquad
///    \rho\, \partial_t v_z = \partial_x \tau_{xz} + \partial_z \tau_{zz} + f_z $$
/// $$ \partial_t \tau_{xx} = C_{11} \partial_x v_x + C_{13} \partial_z v_z, \quad
///    \partial_t \tau_{zz} = C_{13} \partial_x v_x + C_{33} \partial_z v_z, \quad
///    \partial_t \tau_{xz} = C_{55} (\partial_z v_x + \partial_x v_z) $$
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Component, Ground, Layer, Mechanism, Medium, Settings, Shot, Solver, Source, Wavelet};
///
/// let ground = Ground::isotropic(3000.0, 1730.0, 2200.0);
/// let medium = Medium::from_layers([60, 60], 10.0, &[Layer { top: 0.0, ground }])?;
/// let wavelet = Wavelet::ricker(15.0, 0.1)?;
/// let solver = Solver::<f32>::new(&medium, &Settings::new(&wavelet))?;
/// let gather = solver.shot(&Shot {
///     sources: vec![Source { position: [300.0, 50.0], mechanism: Mechanism::Explosion(1e9), wavelet }],
///     receivers: vec![[400.0, 20.0], [500.0, 20.0]],
///     components: vec![Component::Vx, Component::Vz],
///     dt: 2e-3,
///     samples: 150,
/// })?;
/// assert!(gather.trace(0, 0).iter().any(|v| *v > 1e-6));
/// # Ok::<(), davylamp_wave::WaveError>(())
/// ```
#[derive(Debug)]
pub struct Solver<T: Real = f32> {
    pub(crate) settings: Settings,
    pub(crate) ground: Ground<T>,
    pub(crate) kernels: Kernels<T>,
    pub(crate) blocking: Blocking,
    pub(crate) clock: Clock,
    pub(crate) spacing: f64,
    /// Nodes of the model, `[nz, nx]`, and of the layers above and to the left of it.
    pub(crate) model: [usize; 2],
    pub(crate) margin: [usize; 2],
    /// 1/density at vx and vz of the whole grid.
    pub(crate) buoyancy: [Vec<f64>; 2],
    pub(crate) resamplers: Resamplers<T>,
}

impl<T: Real> Solver<T> {
    /// A solver for a medium.
    ///
    /// # Errors
    ///
    /// | Error | For |
    /// |---|---|
    /// | [`WaveError::Unstable`] | a time step above [`Medium::max_stable_dt`] |
    /// | [`WaveError::TooCoarse`] | too few points per wavelength, unless [`Settings::coarse`] |
    /// | [`WaveError::FreeEdge`] | a free edge other than the top |
    /// | [`WaveError::TooLarge`] | more memory than the limit, or than there is |
    /// | [`WaveError::NotPositive`], [`WaveError::OutOfRange`] | other settings that make no sense |
    pub fn new(medium: &Medium, settings: &Settings) -> Result<Self, WaveError> {
        let Plan { layout, dt, margin, ends } = Plan::new::<T>(medium, settings)?;
        let [z, x] = ends;
        let waves = Waves {
            vp: medium.fastest(),
            spacing: medium.spacing(),
            dt,
            peak_frequency: settings.peak_frequency,
        };
        let profiles = [(layout.nz, z), (layout.nx, x)].map(|(n, ends)| {
            [0.0, 0.5].map(|half| Profile::new(&settings.cpml, &waves, n, ends, half))
        });
        let properties = medium
            .properties()
            .map(|property| extended(property, medium.shape(), [layout.nz, layout.nx], margin));
        let q = dt / medium.spacing();
        let scaled = properties.each_ref().map(|p| p.iter().map(|value| value * q).collect());
        let vectors = settings.vectors.filter(|v| Vectors::available().contains(v));
        let weights = settings.order.weights();
        let ground = Ground::new(layout, &weights, &scaled, &profiles)?;
        let [bx, bz, ..] = properties;
        let [steps, columns] =
            settings.blocking.unwrap_or_else(|| [STEPS, columns_in_cache::<T>(&ground.layout)]);
        let corrected = settings.time_dispersion.unwrap_or(settings.order.half() >= 3);
        Ok(Self {
            kernels: T::kernels(vectors.unwrap_or_else(Vectors::best), settings.order.half()),
            blocking: Blocking::new(steps, columns, settings.threads),
            clock: Clock { dt, corrected, highest_frequency: settings.highest_frequency },
            spacing: medium.spacing(),
            model: medium.shape(),
            margin,
            buoyancy: [bx, bz],
            resamplers: Resamplers::default(),
            settings: settings.clone(),
            ground,
        })
    }

    /// The time step in s.
    #[must_use]
    pub fn dt(&self) -> f64 {
        self.clock.dt
    }

    /// Nodes of the grid with its absorbing layers, `[nz, nx]`.
    #[must_use]
    pub fn grid_shape(&self) -> [usize; 2] {
        [self.ground.layout.nz, self.ground.layout.nx]
    }

    /// Steps that a shot takes.
    #[must_use]
    pub fn steps(&self, shot: &Shot) -> usize {
        crate::run::steps(&self.clock, shot)
    }

    /// Bytes that a shot takes, those of the medium and of its gather included.
    #[must_use]
    pub fn memory_bytes(&self, shot: &Shot) -> u64 {
        self.ground_bytes().saturating_add(self.shot_bytes(shot))
    }

    /// Bytes that all shots share.
    pub(crate) fn ground_bytes(&self) -> u64 {
        Ground::<T>::bytes(&self.ground.layout)
    }

    /// Bytes of a shot alone.
    pub(crate) fn shot_bytes(&self, shot: &Shot) -> u64 {
        let traces = shot.components.len().saturating_mul(crate::run::width(shot.receivers.len()));
        let rows = self.steps(shot).saturating_add(shot.samples.saturating_mul(2));
        let samples = traces.saturating_mul(rows).saturating_mul(size_of::<T>());
        State::<T>::bytes(&self.ground.layout).saturating_add(samples as u64)
    }

    /// Where and when numbers are none any more.
    pub(crate) fn blow_up(&self, found: BlowUp) -> WaveError {
        let place = |node: usize, margin: usize| (node as f64 - margin as f64) * self.spacing;
        WaveError::BlowUp {
            step: found.step,
            time: found.step as f64 * self.clock.dt,
            x: place(found.column, self.margin[1]),
            z: place(found.row, self.margin[0]),
        }
    }

    /// Cells of the layers along z and x.
    pub(crate) fn ends(&self) -> [Ends; 2] {
        let grid = self.grid_shape();
        [0, 1].map(|axis| {
            let low = self.margin[axis];
            Ends { low, high: grid[axis] - self.model[axis] - low }
        })
    }

    /// Makes a shot.
    ///
    /// # Errors
    ///
    /// | Error | For |
    /// |---|---|
    /// | [`WaveError::Empty`] | no sources, receivers, components or samples |
    /// | [`WaveError::Outside`] | a source or receiver outside the model |
    /// | [`WaveError::OutOfRange`] | a wavelet of higher frequencies than the settings', samples a hundred times finer than steps |
    /// | [`WaveError::NotPositive`] | a sample interval that is not positive and finite |
    /// | [`WaveError::NotFinite`] | a source whose strength is no number |
    /// | [`WaveError::TooLarge`] | more memory than the limit, or than there is |
    /// | [`WaveError::BlowUp`] | a wave that grew beyond all numbers |
    pub fn shot(&self, shot: &Shot) -> Result<ShotGather<T>, WaveError> {
        Run::new(self, shot)?.finish(&mut State::new(&self.ground.layout)?, usize::MAX, &mut |_| {
            ControlFlow::Continue(())
        })
    }

    /// The same, with a look at the fields after every so many steps; the observer may stop it.
    ///
    /// # Errors
    ///
    /// As [`shot`](Self::shot); [`WaveError::Stopped`] if the observer breaks off.
    pub fn shot_observed(
        &self,
        shot: &Shot,
        every: usize,
        observe: &mut dyn FnMut(&Snapshot<'_, T>) -> ControlFlow<()>,
    ) -> Result<ShotGather<T>, WaveError> {
        in_range("steps between observations", every as f64, 1.0, f64::MAX)?;
        Run::new(self, shot)?.finish(&mut State::new(&self.ground.layout)?, every, observe)
    }
}

/// The grid that the settings make of a medium.
struct Plan {
    layout: Layout,
    dt: f64,
    margin: [usize; 2],
    /// Cells of the layers along z and x.
    ends: [Ends; 2],
}

impl Plan {
    fn new<T: Real>(medium: &Medium, settings: &Settings) -> Result<Self, WaveError> {
        positive("peak frequency", settings.peak_frequency)?;
        positive("highest frequency", settings.highest_frequency)?;
        in_range("threads", settings.threads as f64, 1.0, 1024.0)?;
        if let Some([steps, columns]) = settings.blocking {
            in_range("steps of a chunk", steps as f64, 1.0, 1e6)?;
            in_range("columns of a tile", columns as f64, 1.0, 1e9)?;
        }
        settings.cpml.check()?;
        let Edges { top, bottom, left, right } = settings.edges;
        for (edge, kind) in [("bottom", bottom), ("left", left), ("right", right)] {
            if kind == Edge::Free {
                return Err(WaveError::FreeEdge { edge });
            }
        }
        if !settings.coarse {
            check_sampling(medium, settings, settings.highest_frequency)?;
        }
        let max = medium.max_stable_dt(settings.order);
        let dt = positive("dt", settings.dt.unwrap_or(STABLE_SHARE * max))?;
        if dt > max {
            return Err(WaveError::Unstable { dt, max });
        }
        let cells = |edge| if edge == Edge::Absorbing { settings.cpml.cells } else { 0 };
        let ends = [
            Ends { low: cells(top), high: cells(bottom) },
            Ends { low: cells(left), high: cells(right) },
        ];
        let [nz, nx] = medium.shape();
        let [z, x] = ends;
        let shape = [nz + z.low + z.high, nx + x.low + x.high];
        let layout = Layout::new(shape, z, x, settings.order.half());
        let needed = Ground::<T>::bytes(&layout) + State::<T>::bytes(&layout);
        check_memory(needed, settings)?;
        Ok(Self { layout, dt, margin: [z.low, x.low], ends })
    }
}

pub(crate) fn check_memory(needed: u64, settings: &Settings) -> Result<(), WaveError> {
    if let Some(limit) = settings.memory_limit
        && needed > limit
    {
        return Err(WaveError::TooLarge { needed, limit: Some(limit) });
    }
    // Nothing is touched: the machine is only asked whether it has so much.
    let asked = usize::try_from(needed).unwrap_or(usize::MAX);
    let mut room = Vec::<u8>::new();
    let answer = reserve(&mut room, asked);
    // An allocation that nobody looks at may be left out by the compiler.
    std::hint::black_box(&room);
    answer
}

fn check_sampling(medium: &Medium, settings: &Settings, frequency: f64) -> Result<(), WaveError> {
    let speed = medium.slowest();
    let needed = settings.order.least_points_per_wavelength();
    let points = speed / frequency / medium.spacing();
    if points >= needed {
        Ok(())
    } else {
        let spacing = speed / frequency / needed;
        Err(WaveError::TooCoarse { points, needed, frequency, speed, spacing })
    }
}

/// Values of the model on the whole grid: those of its edges go on into the layers.
fn extended(
    values: &[f64],
    [nz, nx]: [usize; 2],
    [rows, columns]: [usize; 2],
    [above, left]: [usize; 2],
) -> Vec<f64> {
    let mut all = Vec::with_capacity(rows * columns);
    for iz in 0..rows {
        let start = iz.saturating_sub(above).min(nz - 1) * nx;
        for ix in 0..columns {
            all.push(values[start + ix.saturating_sub(left).min(nx - 1)]);
        }
    }
    all
}

/// Columns of a tile whose wave stays in the cache.
fn columns_in_cache<T>(layout: &Layout) -> usize {
    let rows = (2 * STEPS + 3) * layout.block;
    let columns = CACHE / (rows * 11 * size_of::<T>());
    // As many tiles as it takes, all of about the same width.
    let slanted = layout.columns + 2 * STEPS * crate::kernel::layout::LINE;
    slanted.div_ceil(slanted.div_ceil(columns))
}
