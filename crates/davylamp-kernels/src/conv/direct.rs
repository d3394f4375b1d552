//! Convolution without a matrix of columns: every output is a sum of shifted inputs.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::packed::{BLOCK, Packed};
use super::planes::{Planes, SLACK};

/// Vectors side by side in a tile of outputs.
const VECTORS: usize = 3;

/// Floats of the widest tile: [`VECTORS`] of 16 lanes.
const TILE: usize = 16 * VECTORS;

/// Correlates images `[batch, inputs, height, width]` with packed weights, zeros around the image;
/// `bias` has an entry for each output channel. Gives `[batch, outputs, height, width]`.
pub(super) fn correlate(
    arch: Arch,
    x: &[f32],
    planes: Planes,
    (weights, bias): (&Packed, &[f32]),
    mut y: Vec<f32>,
) -> Vec<f32> {
    let image = planes.image();
    let length = planes.area() + SLACK;
    y.par_chunks_mut(weights.outputs * image)
        .zip(x.par_chunks(weights.inputs * image))
        .for_each_init(
            || vec![0.0; weights.inputs * length],
            |padded, (y, x)| {
                for (channel, plane) in x.chunks(image).zip(padded.chunks_mut(length)) {
                    planes.place_input(channel, plane);
                }
                arch.dispatch(OneImage { padded, length, planes, weights, bias, y });
            },
        );
    y
}

/// One image, all output channels.
struct OneImage<'a> {
    padded: &'a [f32],
    length: usize,
    planes: Planes,
    weights: &'a Packed,
    bias: &'a [f32],
    y: &'a mut [f32],
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for OneImage<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { padded, length, planes, weights, bias, y } = self;
        let image = planes.image();
        let (span, taps) = (planes.span(), planes.taps());
        for ((block, bias), y) in
            weights.blocks().zip(bias.chunks(BLOCK)).zip(y.chunks_mut(BLOCK * image))
        {
            let mut start = [0.0; BLOCK];
            start[..bias.len()].copy_from_slice(bias);
            let sum = Sum { padded, length, taps: &taps, block, start };
            let (mut first, mut tile) = (0, [[0.0; TILE]; BLOCK]);
            while first < span {
                let left = (span - first).div_ceil(S::F32_LANES);
                let vectors = match left {
                    1 => sum.block::<S, 1>(simd, first, &mut tile),
                    2 => sum.block::<S, 2>(simd, first, &mut tile),
                    _ => sum.block::<S, VECTORS>(simd, first, &mut tile),
                };
                let width = vectors * S::F32_LANES;
                for (row, channel) in tile.iter().zip(y.chunks_exact_mut(image)) {
                    planes.take(&row[..width], first, channel);
                }
                first += width;
            }
        }
    }
}

/// The sum over inputs and taps, for a block of outputs.
struct Sum<'a> {
    padded: &'a [f32],
    length: usize,
    taps: &'a [usize],
    block: &'a [f32],
    start: [f32; BLOCK],
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl Sum<'_> {
    /// Eight channels at once where there are registers for them, else four and four.
    #[inline(always)]
    fn block<S: Simd, const N: usize>(
        &self,
        simd: S,
        first: usize,
        tile: &mut [[f32; TILE]; BLOCK],
    ) -> usize {
        if S::REGISTER_COUNT >= 32 {
            self.tile::<S, 8, N, 0>(simd, first, tile);
        } else {
            self.tile::<S, 4, N, 0>(simd, first, tile);
            self.tile::<S, 4, N, 4>(simd, first, tile);
        }
        N
    }

    /// `M` channels, from channel `C` of the block on, times `N` vectors.
    #[inline(always)]
    fn tile<S: Simd, const M: usize, const N: usize, const C: usize>(
        &self,
        simd: S,
        first: usize,
        tile: &mut [[f32; TILE]; BLOCK],
    ) {
        let mut sums = [[simd.splat_f32s(0.0); N]; M];
        for (sums, start) in sums.iter_mut().zip(&self.start[C..]) {
            *sums = [simd.splat_f32s(*start); N];
        }
        let width = N * S::F32_LANES;
        for (plane, weights) in self
            .padded
            .chunks_exact(self.length)
            .zip(self.block.chunks_exact(self.taps.len() * BLOCK))
        {
            for (tap, weights) in self.taps.iter().zip(weights.chunks_exact(BLOCK)) {
                let (x, _) = S::as_simd_f32s(&plane[first + tap..][..width]);
                for m in 0..M {
                    let weight = simd.splat_f32s(weights[C + m]);
                    for n in 0..N {
                        sums[m][n] = simd.mul_add_e_f32s(weight, x[n], sums[m][n]);
                    }
                }
            }
        }
        for m in 0..M {
            let (row, _) = S::as_mut_simd_f32s(&mut tile[C + m]);
            row[..N].copy_from_slice(&sums[m]);
        }
    }
}
