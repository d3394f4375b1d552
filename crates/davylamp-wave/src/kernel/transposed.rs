//! One half step of the transposed propagator, which carries what was recorded back to where it came from.
//!
//! Forward, a half step adds a property B times stretched derivatives F D to a field, the stretching F after
//! the derivative. Its transpose is D' F' B. With fields that are scaled by the medium (velocities by -B, stresses
//! by the stiffness), and because D of the velocities is minus the transpose of D of the stresses, this is the
//! forward half step again, its two halves in the same order, but that in the absorbing layers derivatives are
//! taken of what the stretching leaves of a field:
//!
//! ```text
//! forward       out = b psi + g D f      psi := b psi + a D f
//! transposed    out = D (g f + a psi)    psi := b (f + psi)
//! ```
//!
//! So between the layers the kernels are the forward ones, the very same code; in them and a little beyond,
//! each half step leaves filtered copies of its fields, and the derivatives here are of these.

#![allow(unsafe_code, reason = "pointers into fields that are read and written at the same time")]
#![allow(clippy::inline_always, reason = "vectors must stay in registers")]

use crate::cpml::Ends;

use super::arrays::Arrays;
use super::dispatch::Kernels;
use super::grid::{
    BX, BZ, C11, C13, C33, C55, Grid, Ground, HALF, NODE, State, TXX, TXZ, TZZ, VX, VZ, memory,
};
use super::layout::{LINE, Layout};
use super::rows::{Rows, Strides};
use super::simd::Simd;
use super::update::{MOST, ROWS, along_x, along_z, push, weights};
use crate::{Real, WaveError};

/// How the grid of a solver is cut for the transposed half steps.
#[derive(Debug)]
pub(crate) struct Cut {
    /// Strips as wide as the layers and a difference beyond: further in, nothing that a difference reads is
    /// stretched.
    pub(crate) wide: Layout,
    /// No strips at all.
    bare: Layout,
    /// Strips as on the way forth. A layer's profile may begin half a cell before its strip, which the way
    /// forth leaves alone.
    narrow: Layout,
}

impl Cut {
    /// For a layout with layers of `z` and `x` cells, and differences of `half` points to either side.
    pub(crate) fn new(layout: &Layout, [z, x]: [Ends; 2], half: usize) -> Self {
        // Half a cell behind the nodes the layer at the far end starts one earlier.
        let wider = |cells: usize| if cells > 0 { cells + half + 1 } else { 0 };
        let [z, x] = [z, x].map(|ends| Ends { low: wider(ends.low), high: wider(ends.high) });
        let shape = [layout.nz, layout.nx];
        let room = shape.into_iter().zip([z, x]).all(|(n, ends)| ends.low.max(ends.high) <= n);
        let wide = if room { Layout::new(shape, z, x, half) } else { all_strips(layout) };
        let bare = Layout {
            left: 0,
            right: layout.columns,
            top: 0,
            bottom: layout.blocks,
            ..layout.clone()
        };
        Self { wide, bare, narrow: layout.clone() }
    }
}

/// For a grid that is hardly more than layers.
fn all_strips(layout: &Layout) -> Layout {
    let Layout { columns, blocks, .. } = *layout;
    Layout { left: columns, right: columns, top: blocks, bottom: blocks, ..layout.clone() }
}

/// Fields as the stretching leaves them, along x and along z, in and near the strips.
#[derive(Debug)]
pub(crate) struct Filtered<T>([Arrays<T>; 2]);

impl<T: Real> Filtered<T> {
    pub(crate) fn new(cut: &Cut) -> Result<Self, WaveError> {
        let lens = [cut.wide.field_len(); 5];
        Ok(Self([Arrays::zeros(&lens)?, Arrays::zeros(&lens)?]))
    }

    /// Bytes of it.
    pub(crate) fn bytes(layout: &Layout) -> u64 {
        2 * Arrays::<T>::bytes(&[layout.field_len(); 5])
    }
}

/// A grid on its way back.
#[derive(Debug)]
pub(crate) struct Transposed<'a, T> {
    /// The grid with wide strips.
    grid: Grid<'a, T>,
    /// The same without.
    bare: Grid<'a, T>,
    narrow: &'a Layout,
    /// First nodes of the filtered fields.
    along_x: [*mut T; 5],
    along_z: [*mut T; 5],
}

/// What is filtered after each half step: the field, and the memory and the place of the derivative whose
/// stretching it undoes, along x and along z.
type Filter = (usize, Option<[usize; 2]>, Option<[usize; 2]>);
const VELOCITIES: [Filter; 2] = [
    (VX, Some([memory::TXX_X, HALF]), Some([memory::TXZ_Z, NODE])),
    (VZ, Some([memory::TXZ_X, NODE]), Some([memory::TZZ_Z, HALF])),
];
const STRESSES: [Filter; 3] = [
    (TXX, Some([memory::VX_X, NODE]), None),
    (TZZ, None, Some([memory::VZ_Z, NODE])),
    (TXZ, Some([memory::VZ_X, HALF]), Some([memory::VX_Z, HALF])),
];

impl<'a, T: Real> Transposed<'a, T> {
    /// The state must have been made for the cut's wide layout. Also gives the grid itself.
    pub(crate) fn new(
        cut: &'a Cut,
        ground: &'a Ground<T>,
        state: &'a mut State<T>,
        filtered: &'a mut Filtered<T>,
    ) -> (Grid<'a, T>, Self) {
        let origin = cut.wide.field_origin();
        let whole = Grid { layout: &cut.wide, ..Grid::new(ground, state) };
        let [x, z] = &mut filtered.0;
        let (x, z) = (x.pointers(), z.pointers());
        let transposed = Self {
            grid: whole.same(),
            bare: Grid { layout: &cut.bare, ..whole.same() },
            narrow: &cut.narrow,
            along_x: std::array::from_fn(|k| x(k).wrapping_add(origin)),
            along_z: std::array::from_fn(|k| z(k).wrapping_add(origin)),
        };
        (whole, transposed)
    }

    /// Columns of a block in the strips, of `from..to`: all of them in the layers at the top and the bottom.
    fn strips(&self, block: usize, [from, to]: [usize; 2]) -> [[usize; 2]; 2] {
        let Layout { left, right, .. } = *self.grid.layout;
        if self.grid.layout.layer_row(block).is_some() || left >= right {
            return [[from, to], [to, to]];
        }
        [[from, to.min(left)], [from.max(right), to]]
    }

    /// Half a step of a block: velocities 0, stresses 1.
    ///
    /// # Safety
    ///
    /// As for the kernels.
    pub(crate) unsafe fn half_step(
        &self,
        kernels: &Kernels<T>,
        half: usize,
        block: usize,
        columns: [usize; 2],
    ) {
        let [from, to] = columns;
        let Layout { left, right, .. } = *self.grid.layout;
        let (plain, strip) = if half == 0 {
            (kernels.velocity, kernels.transposed_velocity)
        } else {
            (kernels.stress, kernels.transposed_stress)
        };
        // SAFETY: as the caller promises.
        unsafe {
            if self.grid.layout.layer_row(block).is_none() && left < right {
                plain(&self.bare, block, from.max(left), to.min(right));
            }
            for [from, to] in self.strips(block, columns) {
                strip(self, block, from, to);
            }
        }
    }

    /// Leaves filtered copies of the fields of a half step, wherever a difference in a strip may read them, and
    /// advances the layers' memory.
    ///
    /// # Safety
    ///
    /// No other thread touches these columns of the block meanwhile.
    pub(crate) unsafe fn filter(&self, half: usize, block: usize, [from, to]: [usize; 2]) {
        let layout = self.grid.layout;
        let near = [block.saturating_sub(1), block, block + 1];
        let all = near.iter().any(|b| *b < layout.blocks && layout.layer_row(*b).is_some());
        let left = if layout.left > 0 { layout.left + LINE } else { 0 };
        let right =
            if layout.right < layout.columns { layout.right - LINE } else { layout.columns };
        let parts = if all || left >= right {
            [[from, to], [to, to]]
        } else {
            [[from, to.min(left)], [from.max(right), to]]
        };
        let filters: &[Filter] = if half == 0 { &VELOCITIES } else { &STRESSES };
        for [from, to] in parts {
            if from >= to {
                continue;
            }
            for row in block * layout.block..(block + 1) * layout.block {
                for (field, x, z) in filters {
                    // SAFETY: as the caller promises; `from..to` lie in the grid.
                    unsafe {
                        if let Some(x) = x {
                            self.along_row(*field, *x, row, [from, to]);
                        }
                        if let Some(z) = z {
                            self.across_row(*field, *z, row, [from, to]);
                        }
                    }
                }
            }
        }
    }

    /// The copy filtered along x.
    unsafe fn along_row(
        &self,
        field: usize,
        [memory, place]: [usize; 2],
        row: usize,
        [from, to]: [usize; 2],
    ) {
        let layout = self.grid.layout;
        let start = row * layout.stride;
        let (source, out) = (self.grid.fields[field], self.along_x[field]);
        let [a, b, g] = self.grid.profile_x[place];
        let psi = self.grid.along_x[memory].wrapping_add(row * layout.strip());
        let shift = layout.right - layout.left;
        // SAFETY: columns of the row, the strips' among them in the memory.
        unsafe {
            for j in from..to.min(self.narrow.left) {
                let (f, p) = (*source.add(start + j), psi.add(j));
                *out.add(start + j) = *g.add(j) * f + *a.add(j) * *p;
                *p = *b.add(j) * (f + *p);
            }
            for j in from.max(self.narrow.left)..to.min(self.narrow.right) {
                *out.add(start + j) = *source.add(start + j);
            }
            for j in from.max(self.narrow.right)..to {
                let (f, p) = (*source.add(start + j), psi.add(j - shift));
                *out.add(start + j) = *g.add(j) * f + *a.add(j) * *p;
                *p = *b.add(j) * (f + *p);
            }
        }
    }

    /// The copy filtered along z.
    unsafe fn across_row(
        &self,
        field: usize,
        [memory, place]: [usize; 2],
        row: usize,
        [from, to]: [usize; 2],
    ) {
        let layout = self.grid.layout;
        let start = row * layout.stride;
        let (source, out) = (self.grid.fields[field], self.along_z[field]);
        // SAFETY: columns of the row, which is one of the memory if its block has a layer.
        unsafe {
            let block = row / layout.block;
            let stretched = self.narrow.layer_row(block).and(layout.layer_row(block));
            let Some(layer) = stretched else {
                for j in from..to {
                    *out.add(start + j) = *source.add(start + j);
                }
                return;
            };
            let psi = self.grid.along_z[memory].add((layer + row % layout.block) * layout.stride);
            let [a, b, g] = self.grid.profile_z[place].map(|p| *p.add(row));
            for j in from..to {
                let (f, p) = (*source.add(start + j), psi.add(j));
                *out.add(start + j) = g * f + a * *p;
                *p = b * (f + *p);
            }
        }
    }
}

/// Makes of the rows of a band a half step of the strips of a block.
macro_rules! strip {
    ($name:ident, $band:ident) => {
        /// Half a step of a block in the strips, columns `from..to`.
        ///
        /// # Safety
        ///
        /// The instructions of `S` must be there, and the block and the columns (multiples of a vector) lie
        /// within the grid, its fields untouched by others meanwhile.
        #[inline(always)]
        pub(crate) unsafe fn $name<S: Simd, const H: usize>(
            on: &Transposed<'_, S::Scalar>,
            block: usize,
            from: usize,
            to: usize,
        ) {
            if from >= to {
                return;
            }
            let rows = on.grid.layout.block;
            let mut band = 0;
            while band < rows {
                // SAFETY: as the caller promises.
                unsafe { $band::<S, H>(on, block * rows + band, from, to) };
                band += ROWS;
            }
        }
    };
}
strip!(velocity_strip, velocities);
strip!(stress_strip, stresses);

/// Rows of an array from so many above `row` on, at a column.
#[inline(always)]
fn rows_at<T>(
    first: *const T,
    layout: &Layout,
    [row, column]: [usize; 2],
    above: usize,
) -> Rows<T> {
    let offset = (row * layout.stride + column).wrapping_sub(above * layout.stride);
    Rows::new(first.wrapping_add(offset), Strides::new::<T>(layout))
}

#[inline(always)]
unsafe fn velocities<S: Simd, const H: usize>(
    on: &Transposed<'_, S::Scalar>,
    row: usize,
    from: usize,
    to: usize,
) {
    let (grid, layout, at) = (&on.grid, on.grid.layout, [row, from]);
    let [mut vx, mut vz] = [VX, VZ].map(|k| rows_at(grid.fields[k].cast_const(), layout, at, 0));
    let [mut bx, mut bz] = [BX, BZ].map(|k| rows_at(grid.media[k], layout, at, 0));
    let [mut txx, mut txz_x] =
        [TXX, TXZ].map(|k| rows_at(on.along_x[k].cast_const(), layout, at, 0));
    let mut txz_z = rows_at(on.along_z[TXZ].cast_const(), layout, at, H);
    let mut tzz = rows_at(on.along_z[TZZ].cast_const(), layout, at, H - 1);
    // SAFETY: the rows lie within the grid, whose halos are as wide as the differences.
    unsafe {
        let c: [S; MOST] = weights::<S, H>(grid);
        let mut j = from;
        while j < to {
            let dz = along_z::<S, H>(&txz_z, &c);
            let dx = along_x::<S, H, true>(&txx, 0, &c);
            push::<S, false>(&vx, &bx, dx, dz);
            let dz = along_z::<S, H>(&tzz, &c);
            let dx = along_x::<S, H, false>(&txz_x, 0, &c);
            push::<S, false>(&vz, &bz, dx, dz);
            for rows in
                [&mut vx, &mut vz, &mut bx, &mut bz, &mut txx, &mut txz_x, &mut txz_z, &mut tzz]
            {
                rows.advance(S::LANES);
            }
            j += S::LANES;
        }
    }
}

#[inline(always)]
unsafe fn stresses<S: Simd, const H: usize>(
    on: &Transposed<'_, S::Scalar>,
    row: usize,
    from: usize,
    to: usize,
) {
    let (grid, layout, at) = (&on.grid, on.grid.layout, [row, from]);
    let [mut txx, mut tzz, mut txz] =
        [TXX, TZZ, TXZ].map(|k| rows_at(grid.fields[k].cast_const(), layout, at, 0));
    let [mut c11, mut c13, mut c33, mut c55] =
        [C11, C13, C33, C55].map(|k| rows_at(grid.media[k], layout, at, 0));
    let [mut vx_x, mut vz_x] = [VX, VZ].map(|k| rows_at(on.along_x[k].cast_const(), layout, at, 0));
    let mut vz_z = rows_at(on.along_z[VZ].cast_const(), layout, at, H);
    let mut vx_z = rows_at(on.along_z[VX].cast_const(), layout, at, H - 1);
    // SAFETY: the rows lie within the grid, whose halos are as wide as the differences.
    unsafe {
        let c: [S; MOST] = weights::<S, H>(grid);
        let mut j = from;
        while j < to {
            let dz = along_z::<S, H>(&vz_z, &c);
            let dx = along_x::<S, H, false>(&vx_x, 0, &c);
            push::<S, false>(&txx, &c11, dx, [S::splat(S::Scalar::default()); ROWS]);
            push::<S, false>(&txx, &c13, dz, [S::splat(S::Scalar::default()); ROWS]);
            push::<S, false>(&tzz, &c13, dx, [S::splat(S::Scalar::default()); ROWS]);
            push::<S, false>(&tzz, &c33, dz, [S::splat(S::Scalar::default()); ROWS]);
            let dz = along_z::<S, H>(&vx_z, &c);
            let dx = along_x::<S, H, true>(&vz_x, 0, &c);
            push::<S, false>(&txz, &c55, dx, dz);
            for rows in [
                &mut txx, &mut tzz, &mut txz, &mut c11, &mut c13, &mut c33, &mut c55, &mut vx_x,
                &mut vz_x, &mut vz_z, &mut vx_z,
            ] {
                rows.advance(S::LANES);
            }
            j += S::LANES;
        }
    }
}
