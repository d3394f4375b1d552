//! One half step of a block of rows.
//!
//! With q = dt/h and D the staggered differences (Virieux 1986, doi:10.1190/1.1442147):
//!
//! ```text
//! vx  += q/rho (D_x txx + D_z txz)      txx += q (C11 D_x vx + C13 D_z vz)
//! vz  += q/rho (D_x txz + D_z tzz)      tzz += q (C13 D_x vx + C33 D_z vz)
//!                                       txz += q  C55 (D_z vx + D_x vz)
//! ```
//!
//! txx and tzz lie at the nodes, vx half a cell to the right, vz half a cell down, txz both.

#![allow(unsafe_code, reason = "pointers into fields that are read and written at the same time")]
#![allow(clippy::inline_always, reason = "vectors must stay in registers")]

use super::grid::{BX, BZ, C11, C13, C33, C55, Grid, HALF, NODE, TXX, TXZ, TZZ, VX, VZ, memory};
use super::simd::Simd;

/// Rows that are worked on together, so that a vector is loaded once for several differences along z.
const ROWS: usize = 4;

/// The longest difference: 6 points to either side.
const MOST: usize = 6;

/// Columns from..to of a block, and where its layer's memory along z starts, if it has one.
#[derive(Clone, Copy)]
struct Part {
    row: usize,
    from: usize,
    to: usize,
    /// Row in the memory along z.
    layer_row: usize,
    /// What to add to a column to get that in the memory along x.
    strip: isize,
}

/// The difference along z at [`ROWS`] rows from `p` on. `BEHIND`: half a cell behind the rows.
#[inline(always)]
unsafe fn along_z<S: Simd, const H: usize, const BEHIND: bool>(
    p: *const S::Scalar,
    stride: usize,
    c: &[S; MOST],
) -> [S; ROWS] {
    let before = if BEHIND { H - 1 } else { H };
    // SAFETY: the caller's field has H rows above and below the block.
    unsafe {
        let start = p.sub(before * stride);
        let mut q = [S::splat(*p); ROWS + 2 * MOST - 1];
        let mut m = 0;
        while m < ROWS + 2 * H - 1 {
            q[m] = S::load(start.add(m * stride));
            m += 1;
        }
        let mut out = [q[0]; ROWS];
        let mut r = 0;
        while r < ROWS {
            let mut sum = q[r + H].sub(q[r + H - 1]).mul(c[0]);
            let mut k = 1;
            while k < H {
                sum = q[r + H + k].sub(q[r + H - 1 - k]).mul_add(c[k], sum);
                k += 1;
            }
            out[r] = sum;
            r += 1;
        }
        out
    }
}

/// The difference along x at the columns from `p` on. `BEHIND`: half a cell behind them.
#[inline(always)]
unsafe fn along_x<S: Simd, const H: usize, const BEHIND: bool>(
    p: *const S::Scalar,
    c: &[S; MOST],
) -> S {
    // SAFETY: the caller's field has a vector to either side.
    unsafe {
        let window = S::window(p);
        let at = isize::from(BEHIND);
        let mut sum = S::shifted(&window, at).sub(S::shifted(&window, at - 1)).mul(c[0]);
        let mut k = 1;
        while k < H {
            let reach = k.cast_signed();
            let pair = S::shifted(&window, at + reach).sub(S::shifted(&window, at - 1 - reach));
            sum = pair.mul_add(c[k], sum);
            k += 1;
        }
        sum
    }
}

/// The stretched derivative, its memory at `psi` advanced.
#[inline(always)]
unsafe fn stretch<S: Simd>(psi: *mut S::Scalar, [a, b, g]: [S; 3], d: S) -> S {
    // SAFETY: the caller's memory is valid for a vector.
    unsafe {
        let kept = S::load(psi).mul(b);
        d.mul_add(a, kept).store(psi);
        d.mul_add(g, kept)
    }
}

/// A profile along x at a column.
#[inline(always)]
unsafe fn profile_at<S: Simd>(profile: &[*const S::Scalar; 3], column: usize) -> [S; 3] {
    // SAFETY: the caller's column is one of the grid.
    unsafe { profile.map(|p| S::load(p.add(column))) }
}

/// A profile along z at a row, the same for all columns.
#[inline(always)]
unsafe fn profile_of<S: Simd>(profile: &[*const S::Scalar; 3], row: usize) -> [S; 3] {
    // SAFETY: the caller's row is one of the grid.
    unsafe { profile.map(|p| S::splat(*p.add(row))) }
}

/// A property of the medium at a column of the row that starts at `row`. `U`: the same in all columns.
#[inline(always)]
unsafe fn property<S: Simd, const U: bool>(p: *const S::Scalar, row: usize, column: usize) -> S {
    // SAFETY: the caller's row and column lie within the grid.
    unsafe { if U { S::splat(*p.add(row)) } else { S::load(p.add(row + column)) } }
}

#[inline(always)]
unsafe fn weights<S: Simd, const H: usize>(grid: &Grid<'_, S::Scalar>) -> [S; MOST] {
    // SAFETY: the caller has the instructions; a grid has at least one weight.
    unsafe {
        let mut c = [S::splat(grid.weights[0]); MOST];
        let mut k = 1;
        while k < H {
            c[k] = S::splat(grid.weights[k]);
            k += 1;
        }
        c
    }
}

/// Velocities of a part of [`ROWS`] rows. `LX`, `LZ`: in a layer that absorbs along x, z; `U`: each row is of
/// one material.
#[inline(always)]
unsafe fn velocities<S: Simd, const H: usize, const LX: bool, const LZ: bool, const U: bool>(
    grid: &Grid<'_, S::Scalar>,
    part: Part,
) {
    let layout = grid.layout;
    let (stride, strip) = (layout.stride, layout.strip());
    // SAFETY: the part lies within the grid, whose halos are as wide as the differences.
    unsafe {
        let c = weights::<S, H>(grid);
        let mut j = part.from;
        while j < part.to {
            let o = part.row * stride + j;
            let (txx, tzz) = (grid.fields[TXX].add(o), grid.fields[TZZ].add(o));
            let txz = grid.fields[TXZ].add(o);
            let strip_column = j.wrapping_add_signed(part.strip);

            let dz = along_z::<S, H, false>(txz, stride, &c);
            let mut r = 0;
            while r < ROWS {
                let (row, here) = (part.row + r, r * stride);
                let mut dz = dz[r];
                if LZ {
                    let psi = grid.along_z[memory::TXZ_Z].add((part.layer_row + r) * stride + j);
                    dz = stretch(psi, profile_of(&grid.profile_z[NODE], row), dz);
                }
                let mut dx = along_x::<S, H, true>(txx.add(here), &c);
                if LX {
                    let psi = grid.along_x[memory::TXX_X].add(row * strip + strip_column);
                    dx = stretch(psi, profile_at(&grid.profile_x[HALF], j), dx);
                }
                let v = grid.fields[VX].add(o + here);
                property::<S, U>(grid.media[BX], row * stride, j)
                    .mul_add(dx.add(dz), S::load(v))
                    .store(v);
                r += 1;
            }

            let dz = along_z::<S, H, true>(tzz, stride, &c);
            let mut r = 0;
            while r < ROWS {
                let (row, here) = (part.row + r, r * stride);
                let mut dz = dz[r];
                if LZ {
                    let psi = grid.along_z[memory::TZZ_Z].add((part.layer_row + r) * stride + j);
                    dz = stretch(psi, profile_of(&grid.profile_z[HALF], row), dz);
                }
                let mut dx = along_x::<S, H, false>(txz.add(here), &c);
                if LX {
                    let psi = grid.along_x[memory::TXZ_X].add(row * strip + strip_column);
                    dx = stretch(psi, profile_at(&grid.profile_x[NODE], j), dx);
                }
                let v = grid.fields[VZ].add(o + here);
                property::<S, U>(grid.media[BZ], row * stride, j)
                    .mul_add(dx.add(dz), S::load(v))
                    .store(v);
                r += 1;
            }
            j += S::LANES;
        }
    }
}

/// Stresses of a part of [`ROWS`] rows.
#[inline(always)]
unsafe fn stresses<S: Simd, const H: usize, const LX: bool, const LZ: bool, const U: bool>(
    grid: &Grid<'_, S::Scalar>,
    part: Part,
) {
    let layout = grid.layout;
    let (stride, strip) = (layout.stride, layout.strip());
    // SAFETY: the part lies within the grid, whose halos are as wide as the differences.
    unsafe {
        let c = weights::<S, H>(grid);
        let mut j = part.from;
        while j < part.to {
            let o = part.row * stride + j;
            let (vx, vz) = (grid.fields[VX].add(o), grid.fields[VZ].add(o));
            let strip_column = j.wrapping_add_signed(part.strip);

            let dz = along_z::<S, H, false>(vz, stride, &c);
            let mut r = 0;
            while r < ROWS {
                let (row, here) = (part.row + r, r * stride);
                let mut dz = dz[r];
                if LZ {
                    let psi = grid.along_z[memory::VZ_Z].add((part.layer_row + r) * stride + j);
                    dz = stretch(psi, profile_of(&grid.profile_z[NODE], row), dz);
                }
                let mut dx = along_x::<S, H, false>(vx.add(here), &c);
                if LX {
                    let psi = grid.along_x[memory::VX_X].add(row * strip + strip_column);
                    dx = stretch(psi, profile_at(&grid.profile_x[NODE], j), dx);
                }
                let at = o + here;
                let c13 = property::<S, U>(grid.media[C13], row * stride, j);
                let t = grid.fields[TXX].add(at);
                let sum = c13.mul_add(dz, S::load(t));
                property::<S, U>(grid.media[C11], row * stride, j).mul_add(dx, sum).store(t);
                let t = grid.fields[TZZ].add(at);
                let sum =
                    property::<S, U>(grid.media[C33], row * stride, j).mul_add(dz, S::load(t));
                c13.mul_add(dx, sum).store(t);
                r += 1;
            }

            let dz = along_z::<S, H, true>(vx, stride, &c);
            let mut r = 0;
            while r < ROWS {
                let (row, here) = (part.row + r, r * stride);
                let mut dz = dz[r];
                if LZ {
                    let psi = grid.along_z[memory::VX_Z].add((part.layer_row + r) * stride + j);
                    dz = stretch(psi, profile_of(&grid.profile_z[HALF], row), dz);
                }
                let mut dx = along_x::<S, H, true>(vz.add(here), &c);
                if LX {
                    let psi = grid.along_x[memory::VZ_X].add(row * strip + strip_column);
                    dx = stretch(psi, profile_at(&grid.profile_x[HALF], j), dx);
                }
                let at = o + here;
                let t = grid.fields[TXZ].add(at);
                property::<S, U>(grid.media[C55], row * stride, j)
                    .mul_add(dx.add(dz), S::load(t))
                    .store(t);
                r += 1;
            }
            j += S::LANES;
        }
    }
}

/// Makes of a half step of parts one of a block: its rows in bands of [`ROWS`], its columns in the
/// layers and between them.
macro_rules! block {
    ($name:ident, $part:ident) => {
        /// Half a step of a block, columns `from..to`.
        ///
        /// # Safety
        ///
        /// The instructions of `S` must be there, and the block and the columns (multiples of a
        /// vector) lie within the grid, its fields untouched by others meanwhile.
        #[inline(always)]
        pub(crate) unsafe fn $name<S: Simd, const H: usize>(
            grid: &Grid<'_, S::Scalar>,
            block: usize,
            from: usize,
            to: usize,
        ) {
            let layout = grid.layout;
            let layer = layout.layer_row(block);
            let mut band = 0;
            while band < layout.block {
                let part = |from: usize, to: usize, strip: isize| Part {
                    row: block * layout.block + band,
                    from,
                    to,
                    layer_row: layer.unwrap_or(0) + band,
                    strip,
                };
                let left = part(from, to.min(layout.left), 0);
                let middle = part(from.max(layout.left), to.min(layout.right), 0);
                let shift = layout.left.cast_signed() - layout.right.cast_signed();
                let right = part(from.max(layout.right), to, shift);
                // SAFETY: as the caller promises.
                unsafe {
                    match (layer.is_some(), grid.uniform[block]) {
                        (true, true) => $part::<S, H, false, true, true>(grid, middle),
                        (true, false) => $part::<S, H, false, true, false>(grid, middle),
                        (false, true) => $part::<S, H, false, false, true>(grid, middle),
                        (false, false) => $part::<S, H, false, false, false>(grid, middle),
                    }
                    if layer.is_some() {
                        $part::<S, H, true, true, false>(grid, left);
                        $part::<S, H, true, true, false>(grid, right);
                    } else {
                        $part::<S, H, true, false, false>(grid, left);
                        $part::<S, H, true, false, false>(grid, right);
                    }
                }
                band += ROWS;
            }
        }
    };
}
block!(velocity_block, velocities);
block!(stress_block, stresses);
