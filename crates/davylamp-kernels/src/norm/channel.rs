//! What one channel needs to know.

use super::NormSteps;
use crate::flex::narrow;

/// The normalisation of one channel as a straight line, `y = slope x + offset`, with the floors of
/// the ReLUs: zero, or minus infinity where there is none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) slope: f32,
    pub(super) offset: f32,
    pub(super) floor_before: f32,
    pub(super) floor_after: f32,
}

impl Line {
    /// From the channel's gamma and beta and its statistics, in double precision.
    pub(super) fn new(
        [gamma, beta]: [f32; 2],
        [mean, variance]: [f64; 2],
        epsilon: f64,
        steps: NormSteps,
    ) -> Self {
        let slope = f64::from(gamma) / (variance + epsilon).sqrt();
        let offset = f64::from(beta) - mean * slope;
        Self {
            slope: narrow(slope),
            offset: narrow(offset),
            floor_before: floor(steps.relu_before),
            floor_after: floor(steps.relu_after),
        }
    }

    /// The output for an input that has passed the first ReLU.
    #[allow(clippy::inline_always, reason = "the innermost of vector loops")]
    #[inline(always)]
    pub(super) fn at(self, x: f32) -> f32 {
        x * self.slope + self.offset
    }
}

/// The floor under a value: a ReLU's, or none.
pub(super) fn floor(relu: bool) -> f32 {
    if relu { 0.0 } else { f32::NEG_INFINITY }
}

/// The planes of each channel, for threads that take a channel each: of numbers `[batch, channels,
/// ..]`, `planes[channel][image]`.
pub(super) fn by_channel<T>(
    planes: impl ExactSizeIterator<Item = T>,
    channels: usize,
) -> Vec<Vec<T>> {
    let images = planes.len() / channels;
    let mut by_channel: Vec<Vec<T>> = (0..channels).map(|_| Vec::with_capacity(images)).collect();
    for (at, plane) in planes.enumerate() {
        by_channel[at % channels].push(plane);
    }
    by_channel
}
