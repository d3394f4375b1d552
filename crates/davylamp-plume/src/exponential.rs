//! The exponential of a vector loop: no table, no branch, no fused operation.
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

/// $e^t$ for $t \le 0$, within one unit in the last place; zero below [`UNDERFLOW`]; NaN for NaN.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the caller's vector instructions must reach it")]
pub(crate) fn exp_of_negative(t: f64) -> f64 {
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
            let (ours, theirs) = (exp_of_negative(t), t.exp());
            assert!((ours - theirs).abs() <= TWO_ULP * theirs, "exp({t:e})");
        }
    }

    #[test]
    fn ends_are_exact() {
        assert_eq!(exp_of_negative(0.0), 1.0);
        assert_eq!(exp_of_negative(-708.5), 0.0);
        assert_eq!(exp_of_negative(-1e300), 0.0);
        assert_eq!(exp_of_negative(f64::NEG_INFINITY), 0.0);
        assert!(exp_of_negative(f64::NAN).is_nan());
    }
}
