//! Sums of rows, each with a weight: samples of steps.

#![allow(unsafe_code, reason = "vectors of the machine")]
#![allow(clippy::inline_always, reason = "vectors must stay in registers")]

use super::layout::LINE;
use super::simd::Simd;

/// Sums that are made together of the same rows, each in a register for [`LINES`] lines.
pub(crate) const SUMS: usize = 4;
const LINES: usize = 4;

/// Adds rows, each times its weights: `sums[s][column] = weights[k][s] * rows[k * pitch + column]` over
/// all `k`, the sums `width` numbers apart.
///
/// # Safety
///
/// The instructions of `S` must be there; rows and sums start at a cache line.
///
/// # Panics
///
/// If there are fewer rows than weights, or rows or sums are not whole cache lines.
#[inline(always)]
pub(crate) unsafe fn combine<S: Simd>(
    weights: &[[S::Scalar; SUMS]],
    (rows, pitch): (&[S::Scalar], usize),
    (sums, width): (&mut [S::Scalar], usize),
) {
    let reach = weights.len().saturating_sub(1) * pitch + width;
    assert!(pitch.is_multiple_of(LINE) && width.is_multiple_of(LINE));
    assert!(reach <= rows.len() && SUMS * width <= sums.len());
    let (rows, sums) = (rows.as_ptr(), sums.as_mut_ptr());
    let mut column = 0;
    while column < width {
        // SAFETY: the columns lie in all rows and sums, and as the caller promises.
        unsafe {
            let (rows, sums) = (rows.add(column), sums.add(column));
            if column + LINES * LINE <= width {
                lines::<S, LINES>(weights, (rows, pitch), (sums, width));
                column += LINES * LINE;
            } else {
                lines::<S, 1>(weights, (rows, pitch), (sums, width));
                column += LINE;
            }
        }
    }
}

/// `N` times [`LINE`] columns.
#[inline(always)]
unsafe fn lines<S: Simd, const N: usize>(
    weights: &[[S::Scalar; SUMS]],
    (rows, pitch): (*const S::Scalar, usize),
    (sums, width): (*mut S::Scalar, usize),
) {
    // SAFETY: as the caller promises.
    unsafe {
        let mut part = 0;
        while part < LINE {
            let mut all = [[S::splat(S::Scalar::default()); N]; SUMS];
            for (k, weights) in weights.iter().enumerate() {
                let row = rows.add(k * pitch + part);
                let values: [S; N] = std::array::from_fn(|line| S::load(row.add(line * LINE)));
                for (sum, weight) in all.iter_mut().zip(weights) {
                    let weight = S::splat(*weight);
                    for (sum, value) in sum.iter_mut().zip(values) {
                        *sum = value.mul_add(weight, *sum);
                    }
                }
            }
            for (s, sum) in all.iter().enumerate() {
                for (line, value) in sum.iter().enumerate() {
                    value.store(sums.add(s * width + line * LINE + part));
                }
            }
            part += S::LANES;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::kernel::arrays::Arrays;
    use crate::kernel::dispatch::{Kernel, Vectors};

    use super::{LINE, SUMS};

    #[test]
    fn all_vectors_sum_as_one_number_at_a_time() -> Result<(), crate::WaveError> {
        // Fewer lines than are summed together, as many, more; columns beyond the sums are left alone.
        for width in [LINE, 4 * LINE, 5 * LINE] {
            let (pitch, steps) = (width + LINE, 7);
            let mut rows = Arrays::<f32>::zeros(&[steps * pitch])?;
            for (value, k) in rows.get_mut(0).iter_mut().zip(1_u16..) {
                *value = (f32::from(k) * 0.7).sin();
            }
            let weights: Vec<[f32; SUMS]> = (0_u8..7)
                .map(|k| std::array::from_fn(|s| f32::from(k) - 1.5 * f32::from(u8::from(s == 2))))
                .collect();
            for vectors in Vectors::available() {
                let mut sums = Arrays::<f32>::zeros(&[SUMS * width])?;
                f32::kernels(vectors, 4).sum_rows(
                    &weights,
                    (rows.get(0), pitch),
                    (sums.get_mut(0), width),
                );
                for (s, sum) in sums.get(0).chunks_exact(width).enumerate() {
                    for (column, found) in sum.iter().enumerate() {
                        let terms = weights.iter().enumerate();
                        let expected: f32 =
                            terms.map(|(k, w)| w[s] * rows.get(0)[k * pitch + column]).sum();
                        // Seven terms of at most 6, each rounded once.
                        let most = 7.0 * 6.0 * f32::EPSILON;
                        assert!(
                            (found - expected).abs() <= most,
                            "{vectors:?} {width} {s} {column}"
                        );
                    }
                }
            }
        }
        Ok(())
    }
}
