//! The vertical terms between the ground and a lid: images, or the cosine series.

use std::f64::consts::PI;

use crate::exponential::exp;

/// Terms below $e^{-40}$ (4e-18) of the first do not change a double.
const NEGLIGIBLE: f64 = 40.0;

/// With $\sigma_z$ beyond this part of the lid the cosine series needs fewer terms than images.
const SERIES_FROM: f64 = 0.7;

/// $\sum_n e^{-(z - h + 2nL)^2 / 2\sigma^2} + e^{-(z + h + 2nL)^2 / 2\sigma^2}$ over all integers n,
/// for `half_iz` $= 1/(2\sigma^2)$ and lid L; by Poisson's sum formula equal to
/// $\sqrt{2\pi} (\sigma/L) [1 + 2 \sum_{n \ge 1} e^{-(n\pi\sigma/L)^2/2} \cos(n\pi z/L) \cos(n\pi h/L)]$.
///
/// Zero where either height is above the lid.
pub(crate) fn vertical_with_lid(z: f64, h: f64, half_iz: f64, lid: f64) -> f64 {
    if z.abs() > lid || h.abs() > lid {
        return 0.0;
    }
    // (sigma / L)^2
    let spread = 0.5 / (half_iz * lid * lid);
    if spread > SERIES_FROM * SERIES_FROM {
        cosines(z / lid, h / lid, spread)
    } else {
        images(z, h, half_iz, lid)
    }
}

fn images(z: f64, h: f64, half_iz: f64, lid: f64) -> f64 {
    let term = |d: f64| exp(-d * d * half_iz);
    let mut sum = term(z - h) + term(z + h);
    let mut shift = 2.0 * lid;
    // |z| + |h| <= 2 L, so the nearest image of this order is at shift - 2 L.
    while (shift - 2.0 * lid).powi(2) * half_iz < NEGLIGIBLE {
        sum += (term(z - h + shift) + term(z - h - shift))
            + (term(z + h + shift) + term(z + h - shift));
        shift += 2.0 * lid;
    }
    sum
}

fn cosines(z: f64, h: f64, spread: f64) -> f64 {
    let mut sum = 0.0;
    let mut n = 1.0;
    loop {
        let exponent = 0.5 * (n * PI) * (n * PI) * spread;
        if exponent > NEGLIGIBLE {
            return (2.0 * PI * spread).sqrt() * (1.0 + 2.0 * sum);
        }
        sum += exp(-exponent) * (n * PI * z).cos() * (n * PI * h).cos();
        n += 1.0;
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "an exact zero is meant")]
mod tests {
    use super::*;

    /// Two convergent sums of a dozen terms each, in double precision.
    const ROUNDING: f64 = 1e-13;

    #[test]
    fn both_sums_are_equal() {
        let lid = 300.0;
        for ratio in [0.5, 0.6, 0.7, 0.8, 1.0] {
            let sigma = ratio * lid;
            for (z, h) in [(0.0, 0.0), (1.5, 80.0), (150.0, 20.0), (300.0, 300.0)] {
                let a = images(z, h, 0.5 / (sigma * sigma), lid);
                let b = cosines(z / lid, h / lid, ratio * ratio);
                assert!((a - b).abs() < ROUNDING * a, "{ratio} {z} {h}: {a} {b}");
            }
        }
    }

    #[test]
    fn far_away_is_well_mixed() {
        let mixed = vertical_with_lid(10.0, 40.0, 0.5 / 1e8, 100.0);
        let uniform = (2.0 * PI).sqrt() * 1e4 / 100.0;
        assert!((mixed / uniform - 1.0).abs() < ROUNDING);
    }

    #[test]
    fn nothing_above_the_lid() {
        assert_eq!(vertical_with_lid(101.0, 40.0, 0.5, 100.0), 0.0);
        assert_eq!(vertical_with_lid(1.0, 140.0, 0.5, 100.0), 0.0);
    }
}
