//! What a convolution is given and gives.

use super::planes::Planes;

/// The sizes of a convolution.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    pub(super) batch: usize,
    pub(super) inputs: usize,
    pub(super) outputs: usize,
    /// Height and width.
    pub(super) image: [usize; 2],
    /// Rows and columns.
    pub(super) kernel: [usize; 2],
    pub(super) window: Window,
}

/// How the kernel goes over the image, down and to the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(super) stride: [usize; 2],
    /// Zeros on both sides of the image.
    pub(super) padding: [usize; 2],
}

impl Sizes {
    /// Of images `[batch, inputs, height, width]` under weights `[outputs, inputs, rows, columns]`.
    pub(super) fn new(x: [usize; 4], weight: [usize; 4], window: Window) -> Self {
        let ([batch, inputs, height, width], [outputs, _, rows, columns]) = (x, weight);
        let (image, kernel) = ([height, width], [rows, columns]);
        Self { batch, inputs, outputs, image, kernel, window }
    }

    /// Height and width of the output; nought where the kernel is larger than the padded image.
    pub(super) fn output(self) -> [usize; 2] {
        let Window { stride, padding } = self.window;
        crate::flex::places(self.image, self.kernel, stride, padding)
    }

    /// Of the output.
    pub(super) fn pixels(self) -> usize {
        let [height, width] = self.output();
        height * width
    }

    /// Places of the kernel.
    pub(super) fn taps(self) -> usize {
        self.kernel[0] * self.kernel[1]
    }

    /// Images, inputs, outputs, taps.
    pub(super) fn counts(self) -> [usize; 4] {
        [self.batch, self.inputs, self.outputs, self.taps()]
    }

    pub(super) fn input_shape(self) -> [usize; 4] {
        [self.batch, self.inputs, self.image[0], self.image[1]]
    }

    pub(super) fn output_shape(self) -> [usize; 4] {
        let [height, width] = self.output();
        [self.batch, self.outputs, height, width]
    }

    pub(super) fn weight_shape(self) -> [usize; 4] {
        [self.outputs, self.inputs, self.kernel[0], self.kernel[1]]
    }

    /// Whether the direct kernel can do it, and does it faster: the margins that it computes and
    /// throws away are most of a small image.
    pub(super) fn is_direct(self) -> bool {
        let [rows, columns] = self.kernel;
        let same = Window { stride: [1, 1], padding: [rows / 2, columns / 2] };
        let [height, width] = self.image;
        columns == super::weights::TAPS
            && rows % 2 == 1
            && self.window == same
            && height * width >= SMALL
    }

    /// The layout of the direct kernel.
    pub(super) fn planes(self) -> Planes {
        Planes::new(self.image, self.kernel)
    }
}

/// Pixels of an image from which on the direct kernel is the faster one.
const SMALL: usize = 64;
