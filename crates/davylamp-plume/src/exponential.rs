//! The exponential and the logarithm of a vector loop: no table, no branch, no fused operation.
//!
//! Only `+`, `-`, `*` and bit moves, so that every vector width, and the scalar path, give the same
//! bits. Method: $e^t = 2^k e^r$ with $k = \mathrm{round}(t / \ln 2)$ and $r$ reduced in two parts
//! as in fdlibm's `e_exp.c`; $e^r = 1 + r + r^2 q(r)$ with $q$ of degree 9, relative error 1.6e-17
//! (coefficients and error from `tests/data/exp_polynomial.py`).

/// Below this argument the result is zero: $e^{-708}$ is 3e-308, near the least normal number.
pub(crate) const UNDERFLOW: f64 = -708.0;

/// 1.5 * 2^52: adding it rounds to an integer, which then stands in the low bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// The upper 33 bits of ln 2 (fdlibm), so that `k * LN2_HIGH` is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;

/// The rest of ln 2 (fdlibm).
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

const Q: [f64; 10] = [
    0.5,
    0.166_666_666_666_666_69,
    0.041_666_666_666_624_13,
    0.008_333_333_333_330_062,
    0.001_388_888_891_721_371_7,
    0.000_198_412_698_630_536_18,
    2.480_152_129_595_437_6e-5,
    2.755_726_845_999_706_4e-6,
    2.762_008_844_540_974_6e-7,
    2.510_038_549_551_032e-8,
];

/// $e^t$ for $t \le 709$, within one unit in the last place; zero below [`UNDERFLOW`]; NaN for NaN.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the caller's vector instructions must reach it")]
pub(crate) fn exp(t: f64) -> f64 {
    let shifted = t * std::f64::consts::LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = (t - k * LN2_HIGH) - k * LN2_LOW;
    let r2 = r * r;
    let r4 = r2 * r2;
    let q = ((Q[0] + Q[1] * r) + r2 * (Q[2] + Q[3] * r))
        + r4 * (((Q[4] + Q[5] * r) + r2 * (Q[6] + Q[7] * r)) + r4 * (Q[8] + Q[9] * r));
    let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1.0_f64.to_bits()));
    let value = (1.0 + (r + r2 * q)) * power;
    if t < UNDERFLOW { 0.0 } else { value }
}

/// The square root of one half, where the mantissa is cut, as bits.
const SQRT_HALF_BITS: u64 = 0x3fe6_a09e_667f_3bcd;

/// Coefficients of the odd series $\ln\frac{1+s}{1-s} = 2 s \sum s^{2j}/(2j+1)$. With
/// $|s| \le 3 - 2\sqrt 2$ the first one left out is below 2e-19 of the sum.
const ODD: [f64; 12] = [
    1.0,
    1.0 / 3.0,
    1.0 / 5.0,
    1.0 / 7.0,
    1.0 / 9.0,
    1.0 / 11.0,
    1.0 / 13.0,
    1.0 / 15.0,
    1.0 / 17.0,
    1.0 / 19.0,
    1.0 / 21.0,
    1.0 / 23.0,
];

/// $\ln x$ for normal $x > 0$, within 4 units in the last place of the greater of it and 1.
///
/// $x = 2^k m$ with $\sqrt{1/2} \le m < \sqrt 2$, and $\ln m$ by the odd series in
/// $s = (m - 1)/(m + 1)$.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the caller's vector instructions must reach it")]
pub(crate) fn ln_of_positive(x: f64) -> f64 {
    let shifted = x.to_bits().wrapping_sub(SQRT_HALF_BITS);
    // An arithmetic shift of 64 bits is not in every instruction set: move the sign out of the way.
    let biased = shifted.wrapping_add(1 << 62) >> 52;
    let mantissa = f64::from_bits((shifted & ((1 << 52) - 1)).wrapping_add(SQRT_HALF_BITS));
    // 2^52 + n as bits is n in the low bits of 2^52.
    let k = f64::from_bits(biased | TWO_52_BITS) - (TWO_52 + 1024.0);
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let s2 = s * s;
    let mut sum = 0.0;
    for coefficient in ODD.iter().rev() {
        sum = sum * s2 + coefficient;
    }
    k * std::f64::consts::LN_2 + 2.0 * s * sum
}

/// 2^52 and its bits.
const TWO_52: f64 = 4_503_599_627_370_496.0;
const TWO_52_BITS: u64 = 0x4330_0000_0000_0000;

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "exact values are meant")]
mod tests {
    use super::*;

    /// One unit for this routine and one for the reference (glibc's is within one).
    const TWO_ULP: f64 = 2.0 * f64::EPSILON;

    #[test]
    fn agrees_with_the_standard_library() {
        for i in 0..=2_000_000 {
            let t = -708.0 * f64::from(i) / 2_000_000.0;
            let (ours, theirs) = (exp(t), t.exp());
            assert!((ours - theirs).abs() <= TWO_ULP * theirs, "exp({t:e})");
        }
    }

    #[test]
    fn positive_arguments_agree_with_the_standard_library() {
        for i in 0..=100_000 {
            let t = 700.0 * f64::from(i) / 100_000.0;
            assert!((exp(t) - t.exp()).abs() <= TWO_ULP * t.exp(), "exp({t:e})");
        }
    }

    #[test]
    fn logarithm_agrees_with_the_standard_library() {
        for i in 0..=200_000 {
            let x = 10.0_f64.powf(-300.0 + 600.0 * f64::from(i) / 200_000.0);
            let error = (ln_of_positive(x) - x.ln()).abs();
            assert!(error <= 4.0 * f64::EPSILON * x.ln().abs().max(1.0), "ln({x:e})");
        }
        assert_eq!(ln_of_positive(1.0), 0.0);
    }

    #[test]
    fn ends_are_exact() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-708.5), 0.0);
        assert_eq!(exp(-1e300), 0.0);
        assert_eq!(exp(f64::NEG_INFINITY), 0.0);
        assert!(exp(f64::NAN).is_nan());
    }
}
