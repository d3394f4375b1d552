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
//!
//! Differences are made for several rows at a time, first all subtractions, then all multiplications:
//! machines that have units of their own for each keep both busy only if they do not come in turns.

#![allow(unsafe_code, reason = "pointers into fields that are read and written at the same time")]
#![allow(clippy::inline_always, reason = "vectors must stay in registers")]

use super::grid::{BX, BZ, C11, C13, C33, C55, Grid, HALF, NODE, TXX, TXZ, TZZ, VX, VZ, memory};
use super::rows::{Rows, Strides};
use super::simd::Simd;

/// Rows that are worked on together, so that a vector is loaded once for several differences along z.
pub(super) const ROWS: usize = 4;

/// The longest difference: 6 points to either side.
pub(super) const MOST: usize = 6;

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

/// The differences along z at [`ROWS`] rows, from rows that start `H` above them, or one less if the
/// differences lie half a cell behind and not before.
#[inline(always)]
pub(super) unsafe fn along_z<S: Simd, const H: usize>(
    rows: &Rows<S::Scalar>,
    c: &[S; MOST],
) -> [S; ROWS] {
    // SAFETY: the caller's field has H rows above and below the block.
    unsafe {
        let mut q = [c[0]; ROWS + 2 * MOST - 1];
        let mut m = 0;
        while m < ROWS + 2 * H - 1 {
            q[m] = S::load(rows.at(m));
            m += 1;
        }
        let mut sums = [c[0]; ROWS];
        let mut k = 0;
        while k < H {
            let mut pairs = sums;
            let mut r = 0;
            while r < ROWS {
                pairs[r] = q[r + H + k].sub(q[r + H - 1 - k]);
                r += 1;
            }
            let mut r = 0;
            while r < ROWS {
                sums[r] = if k == 0 { pairs[r].mul(c[0]) } else { pairs[r].mul_add(c[k], sums[r]) };
                r += 1;
            }
            k += 1;
        }
        sums
    }
}

/// The differences along x at [`ROWS`] rows from the `first` on. `BEHIND`: half a cell behind the columns.
#[inline(always)]
pub(super) unsafe fn along_x<S: Simd, const H: usize, const BEHIND: bool>(
    rows: &Rows<S::Scalar>,
    first: usize,
    c: &[S; MOST],
) -> [S; ROWS] {
    let at = isize::from(BEHIND);
    // SAFETY: the caller's field has a vector to either side.
    unsafe {
        let mut sums = [c[0]; ROWS];
        let mut r = 0;
        while r < ROWS {
            let windows = [S::window(rows.at(first + r)), S::window(rows.at(first + r + 1))];
            let mut k = 0;
            while k < H {
                let [low, high] = [at - 1 - k.cast_signed(), at + k.cast_signed()];
                let mut pairs = [c[0]; 2];
                let mut w = 0;
                while w < 2 {
                    pairs[w] = S::shifted(&windows[w], high).sub(S::shifted(&windows[w], low));
                    w += 1;
                }
                let mut w = 0;
                while w < 2 {
                    sums[r + w] = if k == 0 {
                        pairs[w].mul(c[0])
                    } else {
                        pairs[w].mul_add(c[k], sums[r + w])
                    };
                    w += 1;
                }
                k += 1;
            }
            r += 2;
        }
        sums
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

/// The layers' memory of a derivative, and where along the axis the derivative lies.
#[derive(Clone, Copy)]
struct Memory {
    index: usize,
    place: usize,
}

/// Derivatives along x of a part, stretched where it absorbs.
#[inline(always)]
unsafe fn stretched_x<S: Simd>(
    grid: &Grid<'_, S::Scalar>,
    part: Part,
    column: usize,
    memory: Memory,
    derivatives: [S; ROWS],
) -> [S; ROWS] {
    let strip = grid.layout.strip();
    // SAFETY: the part lies within the layer, whose memory and profile are as wide.
    unsafe {
        let profile = grid.profile_x[memory.place].map(|p| S::load(p.add(column)));
        let start = part.row * strip + column.wrapping_add_signed(part.strip);
        let psi = grid.along_x[memory.index].add(start);
        let mut stretched = derivatives;
        let mut r = 0;
        while r < ROWS {
            stretched[r] = stretch(psi.add(r * strip), profile, derivatives[r]);
            r += 1;
        }
        stretched
    }
}

/// Derivatives along z of a part, stretched where it absorbs.
#[inline(always)]
unsafe fn stretched_z<S: Simd>(
    grid: &Grid<'_, S::Scalar>,
    part: Part,
    column: usize,
    memory: Memory,
    derivatives: [S; ROWS],
) -> [S; ROWS] {
    let stride = grid.layout.stride;
    // SAFETY: the part lies within the layer, whose memory and profile are as high.
    unsafe {
        let psi = grid.along_z[memory.index].add(part.layer_row * stride + column);
        let mut stretched = derivatives;
        let mut r = 0;
        while r < ROWS {
            let profile = grid.profile_z[memory.place].map(|p| S::splat(*p.add(part.row + r)));
            stretched[r] = stretch(psi.add(r * stride), profile, derivatives[r]);
            r += 1;
        }
        stretched
    }
}

/// A property of the medium at the current columns of a row. `U`: the same in all columns.
#[inline(always)]
unsafe fn property<S: Simd, const U: bool>(rows: &Rows<S::Scalar>, row: usize) -> S {
    // SAFETY: the caller's row lies within the grid.
    unsafe { if U { S::splat(*rows.at(row)) } else { S::load(rows.at(row)) } }
}

#[inline(always)]
pub(super) unsafe fn weights<S: Simd, const H: usize>(grid: &Grid<'_, S::Scalar>) -> [S; MOST] {
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

/// Adds a property times the sum of two derivatives to a field.
#[inline(always)]
pub(super) unsafe fn push<S: Simd, const U: bool>(
    field: &Rows<S::Scalar>,
    medium: &Rows<S::Scalar>,
    dx: [S; ROWS],
    dz: [S; ROWS],
) {
    // SAFETY: the caller's rows lie within the grid.
    unsafe {
        let mut r = 0;
        while r < ROWS {
            let p = field.at(r);
            property::<S, U>(medium, r).mul_add(dx[r].add(dz[r]), S::load(p)).store(p);
            r += 1;
        }
    }
}

/// Velocities of a part of [`ROWS`] rows. `LX`, `LZ`: in a layer that absorbs along x, z; `U`: each row is of
/// one material.
#[inline(always)]
unsafe fn velocities<S: Simd, const H: usize, const LX: bool, const LZ: bool, const U: bool>(
    grid: &Grid<'_, S::Scalar>,
    part: Part,
) {
    let strides = Strides::new::<S::Scalar>(grid.layout);
    let start = part.row * grid.layout.stride;
    let above = |rows: usize| (start + part.from).wrapping_sub(rows * grid.layout.stride);
    // SAFETY: the part lies within the grid, whose halos are as wide as the differences.
    unsafe {
        let c = weights::<S, H>(grid);
        let field =
            |k: usize, rows: usize| Rows::new(grid.fields[k].wrapping_add(above(rows)), strides);
        let [mut vx, mut vz, mut txx] = [VX, VZ, TXX].map(|k| field(k, 0));
        let (mut txz, mut tzz) = (field(TXZ, H), field(TZZ, H - 1));
        let place = if U { start } else { start + part.from };
        let [mut bx, mut bz] = [BX, BZ].map(|k| Rows::new(grid.media[k].add(place), strides));
        let mut j = part.from;
        while j < part.to {
            let mut dz = along_z::<S, H>(&txz, &c);
            if LZ {
                dz = stretched_z(grid, part, j, Memory { index: memory::TXZ_Z, place: NODE }, dz);
            }
            let mut dx = along_x::<S, H, true>(&txx, 0, &c);
            if LX {
                dx = stretched_x(grid, part, j, Memory { index: memory::TXX_X, place: HALF }, dx);
            }
            push::<S, U>(&vx, &bx, dx, dz);

            let mut dz = along_z::<S, H>(&tzz, &c);
            if LZ {
                dz = stretched_z(grid, part, j, Memory { index: memory::TZZ_Z, place: HALF }, dz);
            }
            let mut dx = along_x::<S, H, false>(&txz, H, &c);
            if LX {
                dx = stretched_x(grid, part, j, Memory { index: memory::TXZ_X, place: NODE }, dx);
            }
            push::<S, U>(&vz, &bz, dx, dz);

            for rows in [&mut vx, &mut vz, &mut txx, &mut txz, &mut tzz] {
                rows.advance(S::LANES);
            }
            if !U {
                bx.advance(S::LANES);
                bz.advance(S::LANES);
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
    let strides = Strides::new::<S::Scalar>(grid.layout);
    let start = part.row * grid.layout.stride;
    let above = |rows: usize| (start + part.from).wrapping_sub(rows * grid.layout.stride);
    // SAFETY: the part lies within the grid, whose halos are as wide as the differences.
    unsafe {
        let c = weights::<S, H>(grid);
        let field =
            |k: usize, rows: usize| Rows::new(grid.fields[k].wrapping_add(above(rows)), strides);
        let [mut txx, mut tzz, mut txz] = [TXX, TZZ, TXZ].map(|k| field(k, 0));
        let (mut vz, mut vx) = (field(VZ, H), field(VX, H - 1));
        let place = if U { start } else { start + part.from };
        let [mut c11, mut c13, mut c33, mut c55] =
            [C11, C13, C33, C55].map(|k| Rows::new(grid.media[k].add(place), strides));
        let mut j = part.from;
        while j < part.to {
            let mut dz = along_z::<S, H>(&vz, &c);
            if LZ {
                dz = stretched_z(grid, part, j, Memory { index: memory::VZ_Z, place: NODE }, dz);
            }
            let mut dx = along_x::<S, H, false>(&vx, H - 1, &c);
            if LX {
                dx = stretched_x(grid, part, j, Memory { index: memory::VX_X, place: NODE }, dx);
            }
            let mut r = 0;
            while r < ROWS {
                let shared = property::<S, U>(&c13, r);
                let p = txx.at(r);
                let sum = shared.mul_add(dz[r], S::load(p));
                property::<S, U>(&c11, r).mul_add(dx[r], sum).store(p);
                let p = tzz.at(r);
                let sum = property::<S, U>(&c33, r).mul_add(dz[r], S::load(p));
                shared.mul_add(dx[r], sum).store(p);
                r += 1;
            }

            let mut dz = along_z::<S, H>(&vx, &c);
            if LZ {
                dz = stretched_z(grid, part, j, Memory { index: memory::VX_Z, place: HALF }, dz);
            }
            let mut dx = along_x::<S, H, true>(&vz, H, &c);
            if LX {
                dx = stretched_x(grid, part, j, Memory { index: memory::VZ_X, place: HALF }, dx);
            }
            push::<S, U>(&txz, &c55, dx, dz);

            for rows in [&mut txx, &mut tzz, &mut txz, &mut vz, &mut vx] {
                rows.advance(S::LANES);
            }
            if !U {
                for rows in [&mut c11, &mut c13, &mut c33, &mut c55] {
                    rows.advance(S::LANES);
                }
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
