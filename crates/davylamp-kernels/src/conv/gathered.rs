//! Convolution of any stride, and of small images, as products with a gathered matrix.

use pulp::Arch;
use rayon::prelude::*;

use super::gather::{Gathered, Product};
use super::padded::{Padded, stacked};
use super::phase::{Phase, Side};
use super::sizes::Sizes;

/// A convolution on some instruction set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Convolution {
    pub(super) arch: Arch,
    pub(super) sizes: Sizes,
}

impl Convolution {
    /// Correlates images `[batch, inputs, height, width]` with weights `[outputs, inputs, taps]`;
    /// `bias` has an entry for each output channel.
    pub(super) fn forward(self, x: &[f32], weight: &[f32], bias: &[f32]) -> Vec<f32> {
        let Sizes { batch, inputs, outputs, .. } = self.sizes;
        let (x, bases, steps) = self.places(x);
        let x = Gathered { list: &x.numbers, bases: &bases, steps: &steps };
        let terms = inputs * self.sizes.taps();
        let (rows, columns) = (stacked(outputs, terms, &[0]), stacked(terms, 1, &[0]));
        let w = Gathered { list: weight, bases: &rows, steps: &columns };
        let product = Product::new(self.arch, x, w);
        let pixels = self.sizes.pixels();
        let mut y = crate::flex::zeros(batch * outputs * pixels);
        y.par_chunks_mut(outputs * pixels).enumerate().for_each(|(image, y)| {
            product.write(image * pixels, pixels, y);
            for (y, bias) in y.chunks_exact_mut(pixels).zip(bias) {
                for y in y {
                    *y += bias;
                }
            }
        });
        y
    }

    /// The gradient of the weights `[outputs, inputs, taps]`: the same places, those of windows and
    /// those of terms having changed sides.
    pub(super) fn weight_gradient(self, x: &[f32], dy: &[f32]) -> Vec<f32> {
        let Sizes { batch, outputs, .. } = self.sizes;
        let (x, steps, bases) = self.places(x);
        let x = Gathered { list: &x.numbers, bases: &bases, steps: &steps };
        let pixels = self.sizes.pixels();
        let within = stacked(pixels, 1, &[0]);
        let (rows, columns) =
            (stacked(outputs, pixels, &[0]), stacked(batch, outputs * pixels, &within));
        let w = Gathered { list: dy, bases: &rows, steps: &columns };
        let mut dw = crate::flex::zeros(outputs * bases.len());
        Product::new(self.arch, x, w).write(0, bases.len(), &mut dw);
        dw
    }

    /// The padded input, where in it the window of each output pixel of the batch begins, and how far
    /// from there the taps of each channel look.
    fn places(self, x: &[f32]) -> (Padded<'_>, Vec<usize>, Vec<usize>) {
        let Sizes { inputs, image, kernel, window, .. } = self.sizes;
        let x = Padded::new(x, inputs, image, window.padding.map(|side| [side; 2]));
        let windows = x.in_images(&x.grid(self.sizes.output(), window.stride));
        let taps = x.in_channels(&x.grid(kernel, [1, 1]));
        (x, windows, taps)
    }

    /// The gradient of the input. The pixels of an input fall into phases by their places modulo the
    /// stride; for each the gradient is a correlation of `dy` with some of the taps.
    pub(super) fn input_gradient(self, weight: &[f32], dy: &[f32]) -> Vec<f32> {
        let Sizes { batch, inputs, outputs, image: [height, width], .. } = self.sizes;
        let sides = [self.side(0), self.side(1)];
        let dy = Padded::new(dy, outputs, self.sizes.output(), sides.map(Side::margins));
        let mut dx = crate::flex::zeros(batch * inputs * height * width);
        let [down, right] = sides.map(Side::phases);
        for rows in &down {
            for columns in &right {
                self.write_phase([rows, columns], weight, &dy, &mut dx);
            }
        }
        dx
    }

    fn side(self, d: usize) -> Side {
        let Sizes { image, kernel, window, .. } = self.sizes;
        Side {
            image: image[d],
            kernel: kernel[d],
            stride: window.stride[d],
            padding: window.padding[d],
            output: self.sizes.output()[d],
        }
    }

    /// Writes the gradients of the pixels of one phase.
    fn write_phase(
        self,
        [rows, columns]: [&Phase; 2],
        weight: &[f32],
        dy: &Padded<'_>,
        dx: &mut [f32],
    ) {
        let Sizes { inputs, outputs, image: [height, width], kernel, window, .. } = self.sizes;
        let pairs = || rows.taps.iter().flat_map(|y| columns.taps.iter().map(move |x| (y, x)));
        let taps: Vec<usize> = pairs().map(|(y, x)| y[0] * kernel[1] + x[0]).collect();
        if taps.is_empty() {
            return; // No window reaches these pixels.
        }
        let from: Vec<usize> = pairs().map(|(y, x)| y[1] * dy.pitch() + x[1]).collect();
        let pixels = rows.count * columns.count;
        let (bases, steps) =
            (dy.in_images(&dy.grid([rows.count, columns.count], [1, 1])), dy.in_channels(&from));
        let x = Gathered { list: &dy.numbers, bases: &bases, steps: &steps };
        let all = self.sizes.taps();
        let (rows_of, columns_of) =
            (stacked(inputs, all, &[0]), stacked(outputs, inputs * all, &taps));
        let w = Gathered { list: weight, bases: &rows_of, steps: &columns_of };
        let product = Product::new(self.arch, x, w);
        dx.par_chunks_mut(inputs * height * width).enumerate().for_each(|(image, dx)| {
            if window.stride == [1, 1] {
                return product.write(image * pixels, pixels, dx);
            }
            let mut gradients = vec![0.0; inputs * pixels];
            product.write(image * pixels, pixels, &mut gradients);
            for (from, dx) in
                gradients.chunks_exact(pixels).zip(dx.chunks_exact_mut(height * width))
            {
                let dx = dx.chunks_exact_mut(width).skip(rows.first).step_by(window.stride[0]);
                for (from, dx) in from.chunks_exact(columns.count).zip(dx) {
                    let dx = dx.iter_mut().skip(columns.first).step_by(window.stride[1]);
                    from.iter().zip(dx).for_each(|(from, dx)| *dx = *from);
                }
            }
        });
    }
}
