//! Gradient of the weights and of the bias, without a matrix of columns.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::bias::sum;
use super::packed::BLOCK;
use super::planes::SLACK;
use super::sizes::Sizes;

/// Taps of a row of the kernel that are summed together.
pub(super) const TAPS: usize = 3;

/// Parts in which a batch is summed. Fixed, so that sums are the same on any number of threads.
const PARTS: usize = 8;

/// Floats of padded images that one thread works on at a time: with both sides of the product they
/// stay in a cache of 2 MB.
const WORKING_SET: usize = 400_000;

/// Gradients of the weights `[outputs, inputs, rows, 3]` and of the bias `[outputs]`, from the input
/// and the gradient of the output.
pub(super) fn gradients(arch: Arch, x: &[f32], dy: &[f32], sizes: Sizes) -> [Vec<f32>; 2] {
    let (part, image) = (sizes.batch.div_ceil(PARTS), sizes.planes().image());
    let sums: Vec<[Vec<f32>; 2]> = x
        .par_chunks(part * sizes.inputs * image)
        .zip(dy.par_chunks(part * sizes.outputs * image))
        .map(|(x, dy)| arch.dispatch(Part { x, dy, sizes }))
        .collect();
    let mut total =
        [vec![0.0; sizes.outputs * sizes.inputs * sizes.taps()], vec![0.0; sizes.outputs]];
    for sum in sums {
        for (total, sum) in total.iter_mut().zip(sum) {
            total.iter_mut().zip(sum).for_each(|(total, sum)| *total += sum);
        }
    }
    total
}

/// Some images of the batch.
struct Part<'a> {
    x: &'a [f32],
    dy: &'a [f32],
    sizes: Sizes,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Part<'_> {
    type Output = [Vec<f32>; 2];

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> [Vec<f32>; 2] {
        let Sizes { inputs, outputs, kernel: [rows, _], .. } = self.sizes;
        let planes = self.sizes.planes();
        let image = planes.image();
        let (area, images) = (planes.area(), self.x.len() / (inputs * image));
        let together = (WORKING_SET / (area * (inputs + outputs))).clamp(1, images);
        let length = together * area + SLACK;
        let blocks = outputs.div_ceil(BLOCK);
        let mut x_rows = vec![0.0; inputs * length];
        let mut dy_rows = vec![0.0; blocks * BLOCK * length];
        let mut weights = vec![0.0; outputs * inputs * rows * TAPS];
        let mut bias = vec![0.0; outputs];
        for (x, dy) in
            self.x.chunks(together * inputs * image).zip(self.dy.chunks(together * outputs * image))
        {
            let here = x.len() / (inputs * image);
            if here < together {
                dy_rows.fill(0.0);
            }
            for (k, (x, dy)) in x.chunks(inputs * image).zip(dy.chunks(outputs * image)).enumerate()
            {
                for (channel, row) in x.chunks(image).zip(x_rows.chunks_mut(length)) {
                    planes.place_input(channel, &mut row[k * area..][..area + SLACK]);
                }
                for ((channel, row), bias) in
                    dy.chunks(image).zip(dy_rows.chunks_mut(length)).zip(&mut bias)
                {
                    planes.place_output(channel, &mut row[k * area..][..area]);
                    *bias += sum(simd, channel);
                }
            }
            let span = (here - 1) * area + planes.span();
            let steps = span.div_ceil(S::F32_LANES);
            for (dy, weights) in dy_rows
                .chunks_exact(BLOCK * length)
                .zip(weights.chunks_mut(BLOCK * inputs * rows * TAPS))
            {
                let rows = Rows { x: &x_rows, dy, length, steps };
                rows.add_products(simd, self.sizes, weights);
            }
        }
        [weights, bias]
    }
}

/// Images one behind the other, a row a channel: all of the input, eight of the output.
struct Rows<'a> {
    x: &'a [f32],
    dy: &'a [f32],
    length: usize,
    /// Vectors of a row that hold something.
    steps: usize,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl Rows<'_> {
    /// Adds to the weights of eight outputs, or fewer, the products with every input.
    #[inline(always)]
    fn add_products<S: Simd>(&self, simd: S, sizes: Sizes, weights: &mut [f32]) {
        let Sizes { inputs, kernel: [rows, _], .. } = sizes;
        let planes = sizes.planes();
        for (i, x) in self.x.chunks_exact(self.length).enumerate() {
            for row in 0..rows {
                let x = &x[row * planes.pitch()..];
                let mut products = [[0.0; TAPS]; BLOCK];
                if S::REGISTER_COUNT >= 32 {
                    self.correlate::<S, 8, 0>(simd, x, &mut products);
                } else {
                    self.correlate::<S, 4, 0>(simd, x, &mut products);
                    self.correlate::<S, 4, 4>(simd, x, &mut products);
                }
                for (products, weights) in
                    products.iter().zip(weights.chunks_exact_mut(inputs * rows * TAPS))
                {
                    let taps = &mut weights[(i * rows + row) * TAPS..][..TAPS];
                    taps.iter_mut().zip(products).for_each(|(tap, product)| *tap += product);
                }
            }
        }
    }

    /// The sums over a row of `dy[channel][i] x[i + tap]`, for `M` channels from `C` on and three
    /// taps.
    #[inline(always)]
    fn correlate<S: Simd, const M: usize, const C: usize>(
        &self,
        simd: S,
        x: &[f32],
        products: &mut [[f32; TAPS]; BLOCK],
    ) {
        let floats = self.steps * S::F32_LANES;
        let x: [&[S::f32s]; TAPS] =
            std::array::from_fn(|tap| S::as_simd_f32s(&x[tap..][..floats]).0);
        let dy: [&[S::f32s]; M] =
            std::array::from_fn(|m| S::as_simd_f32s(&self.dy[(C + m) * self.length..][..floats]).0);
        let mut sums = [[simd.splat_f32s(0.0); TAPS]; M];
        for i in 0..self.steps {
            let x = [x[0][i], x[1][i], x[2][i]];
            for m in 0..M {
                let dy = dy[m][i];
                for tap in 0..TAPS {
                    sums[m][tap] = simd.mul_add_e_f32s(dy, x[tap], sums[m][tap]);
                }
            }
        }
        for m in 0..M {
            for tap in 0..TAPS {
                products[C + m][tap] = simd.reduce_sum_f32s(sums[m][tap]);
            }
        }
    }
}
