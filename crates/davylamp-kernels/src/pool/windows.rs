//! Pooling of windows of any size.

use std::ops::Range;

use pulp::{Simd, WithSimd};

/// Windows that go over an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Windows {
    pub(super) kernel: [usize; 2],
    pub(super) stride: [usize; 2],
    /// Rows and columns around the image that never are the largest.
    pub(super) padding: [usize; 2],
}

impl Windows {
    /// Height and width of the output.
    pub(super) fn output(self, image: [usize; 2]) -> [usize; 2] {
        crate::flex::places(image, self.kernel, self.stride, self.padding)
    }

    /// Whether they are squares of 2 by 2 that fill an image.
    pub(super) fn are_squares(self, image: [usize; 2]) -> bool {
        let squares = Self { kernel: [2, 2], stride: [2, 2], padding: [0, 0] };
        self == squares && image.iter().all(|side| side % 2 == 0)
    }

    /// What window `at` covers of a side.
    fn span(self, d: usize, at: usize, side: usize) -> Range<usize> {
        let first = at * self.stride[d];
        let cut = |place: usize| place.saturating_sub(self.padding[d]).min(side);
        cut(first)..cut(first + self.kernel[d])
    }
}

/// Planes of images under windows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planes<'a> {
    pub(super) x: &'a [f32],
    pub(super) image: [usize; 2],
    pub(super) windows: Windows,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl Planes<'_> {
    /// Gives for each window, plane by plane and row by row, the place of its largest pixel, the first
    /// one if there are several, and that pixel.
    #[inline(always)]
    fn for_each(self, mut take: impl FnMut(usize, f32)) {
        let [height, width] = self.image;
        let [rows, columns] = self.windows.output(self.image);
        for first in (0..self.x.len()).step_by(height * width) {
            for row in 0..rows {
                let lines = self.windows.span(0, row, height);
                for column in 0..columns {
                    let within = self.windows.span(1, column, width);
                    let mut place = first + lines.start * width + within.start;
                    let mut most = self.x[place];
                    for line in lines.clone() {
                        let start = first + line * width + within.start;
                        for (k, x) in self.x[start..][..within.len()].iter().enumerate() {
                            if *x > most {
                                (place, most) = (start + k, *x);
                            }
                        }
                    }
                    take(place, most);
                }
            }
        }
    }
}

/// The largest pixel of each window.
pub(super) struct Largest<'a> {
    pub(super) planes: Planes<'a>,
    pub(super) y: &'a mut [f32],
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Largest<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let mut y = self.y.iter_mut();
        self.planes.for_each(|_, most| {
            if let Some(y) = y.next() {
                *y = most;
            }
        });
    }
}

/// The gradient of each window, added to that of its largest pixel.
pub(super) struct Chosen<'a> {
    pub(super) planes: Planes<'a>,
    pub(super) dy: &'a [f32],
    pub(super) dx: &'a mut [f32],
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Chosen<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let Self { planes, dy, dx } = self;
        let mut dy = dy.iter();
        planes.for_each(|place, _| {
            if let Some(dy) = dy.next() {
                dx[place] += dy;
            }
        });
    }
}
