//! Compressional and shear waves of a field, and the correlations of two fields.

use crate::kernel::grid::{State, VX, VZ};
use crate::kernel::layout::HALO_COLUMNS;
use crate::memory::reserve;
use crate::{Real, Solver, WaveError};

/// Sums over times, on the nodes of the model.
pub(super) struct Sums<T> {
    shape: [usize; 2],
    pub(super) pp: Vec<T>,
    pub(super) ps: Vec<T>,
    /// Squares of the source's dilatation, and of its gradient.
    pub(super) dilatation: Vec<T>,
    pub(super) gradient: Vec<T>,
}

/// So many zeros, if they find room.
pub(super) fn zeros<T: Real>(count: usize) -> Result<Vec<T>, WaveError> {
    let mut values = Vec::new();
    reserve(&mut values, count)?;
    values.resize(count, T::default());
    Ok(values)
}

impl<T: Real> Sums<T> {
    /// Arrays that it holds.
    pub(super) const FIELDS: u64 = 4;

    pub(super) fn zeros(shape: [usize; 2]) -> Result<Self, WaveError> {
        let nodes = || zeros(shape[0] * shape[1]);
        Ok(Self { shape, pp: nodes()?, ps: nodes()?, dilatation: nodes()?, gradient: nodes()? })
    }

    pub(super) fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.pp, &other.pp),
            (&mut self.ps, &other.ps),
            (&mut self.dilatation, &other.dilatation),
            (&mut self.gradient, &other.gradient),
        ];
        for (all, one) in pairs {
            for (sum, value) in all.iter_mut().zip(one) {
                *sum = *sum + *value;
            }
        }
    }

    /// Adds a time: the dilatation of the waves forth, dilatation and rotation of those back.
    pub(super) fn correlate(&mut self, forth: &[T], [dilatation, rotation]: [&[T]; 2]) {
        let nodes = self.pp.iter_mut().zip(&mut self.dilatation);
        for ((pp, energy), (forth, back)) in nodes.zip(forth.iter().zip(dilatation)) {
            *pp = *pp + *forth * *back;
            *energy = *energy + *forth * *forth;
        }
        let [nz, nx] = self.shape;
        // The halves of the central differences are left out of both: the ratio is that of the sums.
        for iz in 1..nz - 1 {
            let row = |values: &[T], iz: usize| -> std::ops::Range<usize> {
                debug_assert!(values.len() == nz * nx);
                iz * nx..(iz + 1) * nx
            };
            let [above, here, below] = [iz - 1, iz, iz + 1].map(|iz| &forth[row(forth, iz)]);
            let [before, behind] = [iz - 1, iz].map(|iz| &rotation[row(rotation, iz)]);
            let ps = &mut self.ps[iz * nx..(iz + 1) * nx];
            let gradient = &mut self.gradient[iz * nx..(iz + 1) * nx];
            for ix in 1..nx - 1 {
                let (across, down) = (here[ix + 1] - here[ix - 1], below[ix] - above[ix]);
                let [left, right] = [before[ix - 1] + behind[ix - 1], before[ix] + behind[ix]];
                let [upper, lower] = [before[ix - 1] + before[ix], behind[ix - 1] + behind[ix]];
                ps[ix] = ps[ix] + (across * (lower - upper) - down * (right - left));
                gradient[ix] = gradient[ix] + (across * across + down * down);
            }
        }
    }
}

/// Velocities around the model's nodes.
struct Velocities<'a, T: Real> {
    solver: &'a Solver<T>,
    state: &'a State<T>,
}

impl<T: Real> Velocities<'_, T> {
    /// A row of a field from the model's first column on, with what lies before it.
    fn row(&self, field: usize, iz: usize, down: isize) -> &[T] {
        let row = (iz + self.solver.margin[0]).cast_signed() + down;
        self.state.row_in_halo(field, row)
    }
}

/// `h` times the dilatation, dvx/dx + dvz/dz, at the nodes.
pub(super) fn dilatation<T: Real>(solver: &Solver<T>, state: &State<T>, out: &mut [T]) {
    let velocities = Velocities { solver, state };
    let first = HALO_COLUMNS + solver.margin[1];
    let nx = solver.model[1];
    for (iz, out) in out.chunks_exact_mut(nx).enumerate() {
        out.fill(T::default());
        let vx = velocities.row(VX, iz, 0);
        for (m, weight) in solver.ground.weights.iter().enumerate() {
            let below = &velocities.row(VZ, iz, m.cast_signed())[first..];
            let above = &velocities.row(VZ, iz, -1 - m.cast_signed())[first..];
            let (right, left) = (&vx[first + m..], &vx[first - 1 - m..]);
            for (ix, value) in out.iter_mut().enumerate() {
                let change = (right[ix] - left[ix]) + (below[ix] - above[ix]);
                *value = *value + *weight * change;
            }
        }
    }
}

/// `h` times the rotation, dvz/dx - dvx/dz, half a cell behind the nodes in x and z.
pub(super) fn rotation<T: Real>(solver: &Solver<T>, state: &State<T>, out: &mut [T]) {
    let velocities = Velocities { solver, state };
    let first = HALO_COLUMNS + solver.margin[1];
    let nx = solver.model[1];
    for (iz, out) in out.chunks_exact_mut(nx).enumerate() {
        out.fill(T::default());
        let vz = velocities.row(VZ, iz, 0);
        for (m, weight) in solver.ground.weights.iter().enumerate() {
            let below = &velocities.row(VX, iz, 1 + m.cast_signed())[first..];
            let above = &velocities.row(VX, iz, -m.cast_signed())[first..];
            let (right, left) = (&vz[first + 1 + m..], &vz[first - m..]);
            for (ix, value) in out.iter_mut().enumerate() {
                let change = (right[ix] - left[ix]) - (below[ix] - above[ix]);
                *value = *value + *weight * change;
            }
        }
    }
}
