//! Pooling of squares of 2 by 2, two rows at a time.

use pulp::{Simd, WithSimd};

use crate::squares::chosen;

/// The largest of each square.
pub(super) struct Largest<'a> {
    pub(super) x: &'a [f32],
    pub(super) y: &'a mut [f32],
    pub(super) width: usize,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Largest<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let width = self.width;
        for (rows, y) in self.x.chunks_exact(2 * width).zip(self.y.chunks_exact_mut(width / 2)) {
            let (upper, lower) = rows.split_at(width);
            for ((upper, lower), y) in upper.chunks_exact(2).zip(lower.chunks_exact(2)).zip(y) {
                *y = upper[0].max(upper[1]).max(lower[0].max(lower[1]));
            }
        }
    }
}

/// The gradient, at the pixel of each square that was chosen.
pub(super) struct Chosen<'a> {
    pub(super) x: &'a [f32],
    pub(super) dy: &'a [f32],
    pub(super) dx: &'a mut [f32],
    pub(super) width: usize,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Chosen<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let width = self.width;
        for ((rows, dy), dx) in self
            .x
            .chunks_exact(2 * width)
            .zip(self.dy.chunks_exact(width / 2))
            .zip(self.dx.chunks_exact_mut(2 * width))
        {
            let (upper, lower) = rows.split_at(width);
            let (dx_upper, dx_lower) = dx.split_at_mut(width);
            for ((((u, l), dy), du), dl) in upper
                .chunks_exact(2)
                .zip(lower.chunks_exact(2))
                .zip(dy)
                .zip(dx_upper.chunks_exact_mut(2))
                .zip(dx_lower.chunks_exact_mut(2))
            {
                let most = u[0].max(u[1]).max(l[0].max(l[1]));
                let [a, b, c, d] = chosen([u[0], u[1], l[0], l[1]], most);
                let pass = |chosen: bool| if chosen { *dy } else { 0.0 };
                (du[0], du[1]) = (pass(a), pass(b));
                (dl[0], dl[1]) = (pass(c), pass(d));
            }
        }
    }
}
