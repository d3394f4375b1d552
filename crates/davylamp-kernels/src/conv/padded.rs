//! Images with a margin of zeros, and where a kernel finds its inputs in them.

use std::borrow::Cow;

use rayon::prelude::*;

/// Planes that a thread copies at once.
const TOGETHER: usize = 8;

/// Images `[batch, channels, height, width]`, zeros around each.
#[derive(Debug)]
pub(super) struct Padded<'a> {
    pub(super) numbers: Cow<'a, [f32]>,
    channels: usize,
    sides: [usize; 2],
}

impl<'a> Padded<'a> {
    /// `margins` are above and below, left and right.
    pub(super) fn new(
        x: &'a [f32],
        channels: usize,
        [height, width]: [usize; 2],
        margins: [[usize; 2]; 2],
    ) -> Self {
        let [[above, below], [left, right]] = margins;
        if margins == [[0; 2]; 2] {
            return Self { numbers: Cow::Borrowed(x), channels, sides: [height, width] };
        }
        let (image, pitch) = (height * width, left + width + right);
        let area = (above + height + below) * pitch;
        let mut numbers = crate::flex::zeros(x.len() / image * area);
        numbers.par_chunks_mut(TOGETHER * area).zip(x.par_chunks(TOGETHER * image)).for_each(
            |(planes, x)| {
                for (plane, x) in planes.chunks_exact_mut(area).zip(x.chunks_exact(image)) {
                    let rows = plane[above * pitch..].chunks_exact_mut(pitch);
                    for (row, x) in rows.zip(x.chunks_exact(width)) {
                        row[left..left + width].copy_from_slice(x);
                    }
                }
            },
        );
        Self { numbers: Cow::Owned(numbers), channels, sides: [area / pitch, pitch] }
    }

    /// From one row to the next.
    pub(super) fn pitch(&self) -> usize {
        self.sides[1]
    }

    /// Places in every image of the batch.
    pub(super) fn in_images(&self, places: &[usize]) -> Vec<usize> {
        let image = self.channels * self.sides[0] * self.sides[1];
        stacked(self.numbers.len() / image, image, places)
    }

    /// Places in every channel of an image.
    pub(super) fn in_channels(&self, places: &[usize]) -> Vec<usize> {
        stacked(self.channels, self.sides[0] * self.sides[1], places)
    }

    /// A grid of places in a plane, with steps down and to the right.
    pub(super) fn grid(
        &self,
        [rows, columns]: [usize; 2],
        [down, right]: [usize; 2],
    ) -> Vec<usize> {
        (0..rows)
            .flat_map(|y| (0..columns).map(move |x| y * down * self.pitch() + x * right))
            .collect()
    }
}

/// Places again and again, `apart` from each other.
pub(super) fn stacked(times: usize, apart: usize, places: &[usize]) -> Vec<usize> {
    (0..times).flat_map(|n| places.iter().map(move |place| n * apart + place)).collect()
}
