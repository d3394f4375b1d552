//! A product of matrices, one of which is gathered from where its numbers lie.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::panels::{Panels, TILE};

/// Terms that are summed before the next rows have their turn: a panel of them, 24 kB, stays in the
/// first cache.
const TERMS: usize = 96;

/// Tasks, at least, into which the rows of a panel are divided where there are enough.
const TASKS: usize = 16;

/// Tiles, at most, in a task: their sums stay in the cache beside the panel.
const TILES: usize = 16;

/// A matrix whose numbers lie in a list, that in row $p$ and column $k$ at place
/// $\mathrm{base}_p + \mathrm{step}_k$: the windows of a convolution, say, with their terms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gathered<'a> {
    pub(super) list: &'a [f32],
    pub(super) bases: &'a [usize],
    pub(super) steps: &'a [usize],
}

/// A product $r_{pq} = \sum_k x_{pk} w_{qk}$.
#[derive(Debug)]
pub(super) enum Product {
    /// `[p, q]`.
    Upright(Panels),
    /// `[q, p]`.
    Turned(Panels),
}

impl Product {
    /// Packs the matrix with fewer rows, and gathers the other one where it lies. The terms of every
    /// sum come in order.
    pub(super) fn new(arch: Arch, x: Gathered<'_>, w: Gathered<'_>) -> Self {
        if w.bases.len() <= x.bases.len() {
            Self::Upright(x.times(arch, w))
        } else {
            Self::Turned(w.times(arch, x))
        }
    }

    /// Some rows `p`, turned around: `into` is `[q][p]`.
    pub(super) fn write(&self, first: usize, count: usize, into: &mut [f32]) {
        match self {
            Self::Upright(product) => product.write_turned(first, count, into),
            Self::Turned(product) => product.write(first, count, into),
        }
    }
}

impl Gathered<'_> {
    /// The product with a matrix that is packed for it.
    fn times(self, arch: Arch, other: Self) -> Panels {
        let a = Panels::gathered(arch, other.list, other.steps, other.bases);
        let mut c = Panels::zeros(arch, [self.bases.len(), other.bases.len()]);
        let (terms, width) = (self.steps.len(), a.width());
        let tiles = self.bases.len().div_ceil(TILE).div_ceil(TASKS).clamp(1, TILES);
        let reach = self.steps.iter().max().map_or(0, |last| last + 1);
        c.panels_mut().zip(a.panels()).for_each(|(c, a)| {
            c.par_chunks_mut(tiles * TILE * width)
                .zip(self.bases.par_chunks(tiles * TILE))
                .for_each(|(c, bases)| {
                    let a = &a[..terms * width];
                    arch.dispatch(Task { a, x: Self { bases, ..self }, reach, c });
                });
        });
        c
    }
}

/// Some rows of a panel of the result.
struct Task<'a> {
    a: &'a [f32],
    x: Gathered<'a>,
    /// One past the largest step.
    reach: usize,
    c: &'a mut [f32],
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Task<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let vectors = self.a.len() / (self.x.steps.len() * S::F32_LANES);
        match vectors {
            1 => self.add::<S, 1>(simd),
            2 => self.add::<S, 2>(simd),
            _ => self.add::<S, 4>(simd),
        }
    }
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl Task<'_> {
    /// With rows of `V` vectors.
    #[inline(always)]
    fn add<S: Simd, const V: usize>(self, simd: S) {
        let Self { a, x: Gathered { list, bases, steps }, reach, c } = self;
        let width = V * S::F32_LANES;
        for (a, steps) in a.chunks(TERMS * width).zip(steps.chunks(TERMS)) {
            for (bases, c) in bases.chunks(TILE).zip(c.chunks_mut(TILE * width)) {
                // Where rows are missing the last one is summed again, and never read.
                let last = bases.len() - 1;
                let x = std::array::from_fn(|row| &list[bases[row.min(last)]..][..reach]);
                if let Some(c) = S::as_mut_simd_f32s(c).0.as_chunks_mut().0.first_chunk_mut() {
                    add_tile::<S, V>(simd, a, (x, steps), c);
                }
            }
        }
    }
}

/// A tile, in registers from the first term to the last.
#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
#[inline(always)]
fn add_tile<S: Simd, const V: usize>(
    simd: S,
    a: &[f32],
    (x, steps): ([&[f32]; TILE], &[usize]),
    c: &mut [[S::f32s; V]; TILE],
) {
    let mut sums = *c;
    let (a, _) = S::as_simd_f32s(a).0.as_chunks::<V>();
    for (a, step) in a.iter().zip(steps) {
        for row in 0..TILE {
            let x = simd.splat_f32s(x[row][*step]);
            for v in 0..V {
                sums[row][v] = simd.mul_add_e_f32s(a[v], x, sums[row][v]);
            }
        }
    }
    *c = sums;
}
