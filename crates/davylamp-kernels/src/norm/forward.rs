//! The statistics of a channel, and the pass that normalises, cuts and pools it.

use pulp::{Simd, WithSimd};

use super::channel::Line;

/// Sums side by side: as many as two of the widest vectors hold.
pub(super) const LANES: usize = 32;

/// Terms that are added in single precision before they go into a sum in double.
pub(super) const RUN: usize = 4096;

/// Mean and biased variance of a channel after the first ReLU, whose floor is given.
pub(super) struct Statistics<'a> {
    pub(super) planes: &'a [&'a [f32]],
    pub(super) floor: f32,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Statistics<'_> {
    type Output = [f64; 2];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) -> [f64; 2] {
        // Differences from some value of the channel: their squares do not cancel where the mean is
        // large beside the spread.
        let floor = self.floor;
        let shift = self.planes.iter().find_map(|plane| plane.first());
        let shift = shift.map_or(0.0, |first| first.max(floor));
        let (mut sum, mut squares, mut count) = (0.0, 0.0, 0);
        for plane in self.planes {
            count += plane.len();
            for run in plane.chunks(RUN) {
                let [mut a, mut b] = [[0.0_f32; LANES]; 2];
                let vectors = run.chunks_exact(LANES);
                for x in vectors.remainder() {
                    let d = f64::from(x.max(floor) - shift);
                    sum += d;
                    squares += d * d;
                }
                for x in vectors {
                    for lane in 0..LANES {
                        let d = x[lane].max(floor) - shift;
                        a[lane] += d;
                        b[lane] += d * d;
                    }
                }
                sum += total(&a);
                squares += total(&b);
            }
        }
        let n = count as f64;
        let mean = sum / n;
        [mean + f64::from(shift), (squares / n - mean * mean).max(0.0)]
    }
}

/// The sum of lanes, in double precision.
pub(super) fn total(lanes: &[f32; LANES]) -> f64 {
    lanes.iter().map(|lane| f64::from(*lane)).sum()
}

/// Normalises the planes of a channel, `width` being that of the input where it is pooled.
pub(super) struct Normalise<'a> {
    pub(super) x: &'a [&'a [f32]],
    pub(super) y: Vec<&'a mut [f32]>,
    pub(super) line: Line,
    pub(super) pooled_width: Option<usize>,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Normalise<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let line = self.line;
        let value = |x: f32| line.at(x.max(line.floor_before));
        for (x, y) in self.x.iter().zip(self.y) {
            let Some(width) = self.pooled_width else {
                for (x, y) in x.iter().zip(y) {
                    *y = value(*x).max(line.floor_after);
                }
                continue;
            };
            for (rows, y) in x.chunks_exact(2 * width).zip(y.chunks_exact_mut(width / 2)) {
                let (upper, lower) = rows.split_at(width);
                for ((upper, lower), y) in upper.chunks_exact(2).zip(lower.chunks_exact(2)).zip(y) {
                    let most = value(upper[0]).max(value(upper[1]));
                    *y = most.max(value(lower[0]).max(value(lower[1]))).max(line.floor_after);
                }
            }
        }
    }
}
