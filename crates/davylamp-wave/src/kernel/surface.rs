//! A free surface along the first row: what the rows above it hold.
//!
//! Normal stress on the surface is zero, and the stresses above are those below with the other sign
//! (Levander 1988, doi:10.1190/1.1442422; Robertsson 1996, doi:10.1190/1.1444107). Velocities above go on
//! evenly from those below, but for their slopes at the surface, which follow from its being free:
//!
//! ```text
//! tzz = 0:  dvz/dz = -(C13/C33) dvx/dx        txz = 0:  dvx/dz = -dvz/dx
//! ```

#![allow(unsafe_code, reason = "fields are behind pointers")]

use super::grid::{C13, C33, Grid, HALF, NODE, TXZ, TZZ, VX, VZ, memory};
use crate::Real;

/// A number per column of a row.
struct Row<T>(*mut T);

impl<T: Copy> Row<T> {
    /// # Safety
    ///
    /// The column lies in the row or its halo, and nobody writes there.
    unsafe fn get(&self, column: isize) -> T {
        // SAFETY: as the caller promises.
        unsafe { *self.0.offset(column) }
    }

    /// # Safety
    ///
    /// The column lies in the row, and nobody else reads or writes there.
    unsafe fn set(&self, column: isize, value: T) {
        // SAFETY: as the caller promises.
        unsafe { *self.0.offset(column) = value }
    }
}

fn row<T: Real>(grid: &Grid<'_, T>, field: usize, index: isize) -> Row<T> {
    Row(grid.fields[field].wrapping_offset(index * grid.layout.stride.cast_signed()))
}

/// Stresses above columns `from..to`, and the normal stress on the surface.
///
/// # Safety
///
/// No other thread touches these columns of the first block meanwhile.
pub(crate) unsafe fn stresses<T: Real>(grid: &Grid<'_, T>, [from, to]: [usize; 2]) {
    let columns = from.cast_signed()..to.cast_signed();
    let (tzz, txz) = (|k| row(grid, TZZ, k), |k| row(grid, TXZ, k));
    // SAFETY: the rows lie in the first block and the halo above it.
    unsafe {
        for j in columns.clone() {
            tzz(0).set(j, T::default());
        }
        for k in 1..=grid.weights.len().cast_signed() {
            for j in columns.clone() {
                txz(-k).set(j, -txz(k - 1).get(j));
            }
        }
        for k in 1..grid.weights.len().cast_signed() {
            for j in columns.clone() {
                tzz(-k).set(j, -tzz(k).get(j));
            }
        }
    }
}

/// Velocities above the columns that they can be told of once `from..to` of the first block are done:
/// a little behind these.
///
/// # Safety
///
/// As [`stresses`].
pub(crate) unsafe fn velocities<T: Real>(grid: &Grid<'_, T>, [from, to]: [usize; 2]) {
    let half = grid.weights.len();
    // Two rows at least: the velocity on the surface is interpolated between four.
    let rows = half.max(2).cast_signed();
    let behind = |lag: usize| {
        let edge = |column: usize| {
            if column == 0 || column == grid.layout.columns { column } else { column - lag }
        };
        edge(from).cast_signed()..edge(to).cast_signed()
    };
    if from >= to {
        return;
    }
    let (vx, vz) = (|k| row(grid, VX, k), |k| row(grid, VZ, k));
    let [nine, sixteenth] = [9.0, 1.0 / 16.0].map(T::from_f64);
    // SAFETY: the rows lie in the first block and the halo above it; differences reach no further than
    // the lags allow.
    unsafe {
        for j in behind(half) {
            let slope = vertical_slope(grid, j);
            for k in 1..=rows {
                let twice = T::from_f64((2 * k - 1) as f64);
                vz(-k).set(j, vz(k - 1).get(j) - twice * slope);
            }
        }
        let surface = |j: isize| {
            let near = vz(0).get(j) + vz(-1).get(j);
            let far = vz(1).get(j) + vz(-2).get(j);
            (nine * near - far) * sixteenth
        };
        for j in behind(2 * half) {
            let mut slope = T::default();
            for (m, weight) in (0..).zip(grid.weights) {
                slope = slope + *weight * (surface(j + 1 + m) - surface(j - m));
            }
            let slope = -stretched(grid, memory::VZ_X, HALF, j, slope);
            for k in 1..half.cast_signed() {
                let twice = T::from_f64((2 * k) as f64);
                vx(-k).set(j, vx(k).get(j) - twice * slope);
            }
        }
    }
}

/// dvz/dz on the surface.
///
/// # Safety
///
/// As [`stresses`].
unsafe fn vertical_slope<T: Real>(grid: &Grid<'_, T>, j: isize) -> T {
    let vx = row(grid, VX, 0);
    let mut slope = T::default();
    // SAFETY: the difference stays in the row and its halo.
    unsafe {
        for (m, weight) in (0..).zip(grid.weights) {
            slope = slope + *weight * (vx.get(j + m) - vx.get(j - 1 - m));
        }
        let (c13, c33) = (*grid.media[C13].offset(j), *grid.media[C33].offset(j));
        if c33 > T::default() {
            -(c13 / c33) * stretched(grid, memory::VX_X, NODE, j, slope)
        } else {
            T::default()
        }
    }
}

/// A derivative along x as the absorbing layers see it, with the memory of the first row.
///
/// # Safety
///
/// As [`stresses`].
unsafe fn stretched<T: Real>(
    grid: &Grid<'_, T>,
    memory: usize,
    place: usize,
    column: isize,
    derivative: T,
) -> T {
    let (layout, j) = (grid.layout, column.cast_unsigned());
    let strip = if j < layout.left {
        j
    } else if j >= layout.right {
        j - layout.right + layout.left
    } else {
        return derivative;
    };
    let [_, b, g] = grid.profile_x[place];
    // SAFETY: the column lies in a strip.
    unsafe { *b.add(j) * *grid.along_x[memory].add(strip) + *g.add(j) * derivative }
}
