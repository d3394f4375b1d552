use crate::kernel::grid::{State, TXX, TXZ, TZZ, VX, VZ};
use crate::{Component, Real};

/// The fields of a shot at a moment, on the staggered grid.
///
/// Rows and columns are those of the model; `(iz, ix)` is the node at `x = ix * h`, `z = iz * h`. Of
/// [`Component::Vx`] it means the value half a cell to its right, of [`Component::Vz`] half a cell below,
/// of [`Component::Txz`] both. Velocities are half a step younger than stresses. What the time step does to the
/// waves is in them still: see [`Settings::time_dispersion`](crate::Settings::time_dispersion).
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Component, Ground, Layer, Mechanism, Medium, Settings, Shot, Solver, Source, Wavelet};
/// use std::ops::ControlFlow;
///
/// let ground = Ground::isotropic(3000.0, 1730.0, 2200.0);
/// let medium = Medium::from_layers([60, 60], 10.0, &[Layer { top: 0.0, ground }])?;
/// let wavelet = Wavelet::ricker(15.0, 0.1)?;
/// let solver = Solver::<f32>::new(&medium, &Settings::new(&wavelet))?;
/// let shot = Shot {
///     sources: vec![Source { position: [300.0, 300.0], mechanism: Mechanism::Explosion(1e9), wavelet }],
///     receivers: vec![[400.0, 20.0]],
///     components: vec![Component::Vz],
///     dt: 2e-3,
///     samples: 100,
/// };
/// let mut fastest = 0.0_f32;
/// solver.shot_observed(&shot, 10, &mut |snapshot| {
///     for iz in 0..snapshot.shape()[0] {
///         let row = snapshot.row(Component::Vz, iz).unwrap_or_default();
///         fastest = row.iter().fold(fastest, |most, v| most.max(v.abs()));
///     }
///     ControlFlow::Continue(())
/// })?;
/// assert!(fastest > 0.0);
/// # Ok::<(), davylamp_wave::WaveError>(())
/// ```
#[derive(Debug)]
pub struct Snapshot<'a, T> {
    pub(crate) state: &'a State<T>,
    pub(crate) model: [usize; 2],
    pub(crate) margin: [usize; 2],
    pub(crate) step: usize,
    pub(crate) steps: usize,
    pub(crate) dt: f64,
}

impl<T: Real> Snapshot<'_, T> {
    /// Steps taken.
    #[must_use]
    pub fn step(&self) -> usize {
        self.step
    }

    /// Steps that the shot takes altogether.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Time of the stresses, in s; that of the velocities is half a step before.
    #[must_use]
    pub fn time(&self) -> f64 {
        self.step as f64 * self.dt
    }

    /// Nodes of the model, `[nz, nx]`.
    #[must_use]
    pub fn shape(&self) -> [usize; 2] {
        self.model
    }

    /// A row of a field, from left to right, in m/s or Pa; of [`Component::Pressure`] there is none, for
    /// it is not a field of its own.
    ///
    /// # Panics
    ///
    /// Where there is no such row, as slices do.
    #[must_use]
    pub fn row(&self, component: Component, iz: usize) -> Option<&[T]> {
        let field = match component {
            Component::Vx => VX,
            Component::Vz => VZ,
            Component::Txx => TXX,
            Component::Tzz => TZZ,
            Component::Txz => TXZ,
            Component::Pressure => return None,
        };
        assert!(iz < self.model[0], "row {iz} of {}", self.model[0]);
        let row = self.state.row(field, iz + self.margin[0]);
        Some(&row[self.margin[1]..self.margin[1] + self.model[1]])
    }
}
