//! Gradient of the bias.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

/// Sums of `dy`, `[batch, channels, pixels]`, over images and pixels.
pub(super) fn gradient(arch: Arch, dy: &[f32], channels: usize, pixels: usize) -> Vec<f32> {
    let sums: Vec<Vec<f32>> = dy
        .par_chunks(channels * pixels)
        .map(|image| arch.dispatch(Image { image, pixels }))
        .collect();
    let mut total = vec![0.0; channels];
    for sums in sums {
        total.iter_mut().zip(sums).for_each(|(total, sum)| *total += sum);
    }
    total
}

/// The channels of an image.
struct Image<'a> {
    image: &'a [f32],
    pixels: usize,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Image<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Vec<f32> {
        self.image.chunks_exact(self.pixels).map(|channel| sum(simd, channel)).collect()
    }
}

/// The sum of a channel, in four vectors side by side.
#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
#[inline(always)]
pub(super) fn sum<S: Simd>(simd: S, channel: &[f32]) -> f32 {
    let (vectors, rest) = S::as_simd_f32s(channel);
    let mut sums = [simd.splat_f32s(0.0); 4];
    for four in vectors.chunks(sums.len()) {
        for (sum, vector) in sums.iter_mut().zip(four) {
            *sum = simd.add_f32s(*sum, *vector);
        }
    }
    let [a, b, c, d] = sums;
    let sum = simd.add_f32s(simd.add_f32s(a, b), simd.add_f32s(c, d));
    simd.reduce_sum_f32s(sum) + rest.iter().sum::<f32>()
}
