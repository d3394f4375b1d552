//! From the solver's time step to the image's.

use crate::UhsError;

/// A low-pass filter and a change of the sampling interval, in one sum.
///
/// $$ y(t) = \frac{\sum_n x_n  g(t - n \delta)}{\sum_n g(t - n \delta)}, \qquad
///    g(s) = \mathrm{sinc}(2 f_c s)  \frac{I_0(\beta\sqrt{1 - s^2/T^2})}{I_0(\beta)},
///    \quad |s| \le T $$
///
/// A sinc in Kaiser's window. The cut-off $f_c$ is 0.9 of the Nyquist frequency $f_N$ of the coarser
/// of the two intervals; the transition goes from 0.8 to 1.0 of it, so nothing above $f_N$ is folded
/// back. $\beta$ and $T$ follow from 60 dB in the stop band, a thousandth of the amplitude, which is
/// below the errors of the solver. The filter has no delay: its phase is zero.
///
/// Before the first sample the ground is at rest; after the last the traces are taken as zero, which
/// is why a [`Survey`](crate::Survey) records longer by [`Resampler::half_width`].
///
/// The example of [`Resampler::new`] shows it.
///
/// # References
/// Kaiser (1974), Nonrecursive digital filter design using the I0-sinh window function, Proc. IEEE
/// Int. Symp. Circuits and Systems, 20-23; Oppenheim and Schafer, Discrete-time signal processing,
/// section 7.5.3.
#[derive(Debug, Clone, PartialEq)]
pub struct Resampler {
    /// For each sample of the output: the first of the input that counts, and their weights.
    weights: Vec<(usize, Vec<f64>)>,
    input: usize,
}

/// In the stop band, in dB.
const ATTENUATION_DB: f64 = 60.0;
/// Of the Nyquist frequency of the output: the middle and the width of the transition.
const CUTOFF: f64 = 0.9;
const TRANSITION: f64 = 0.2;

/// Samples of the input for one of the output at most, a choice of ours: each costs a sum over 36 times as many.
const MOST: f64 = 1e6;

impl Resampler {
    /// From `input` samples every `dt` to `output` samples every `interval`, both from time zero.
    ///
    /// # Errors
    /// [`UhsError::NotAllowed`] unless both intervals are positive and finite, `dt` a millionth of
    /// `interval` or more, and there is something to read and to write.
    ///
    /// # Examples
    /// ```
    /// use davylamp_uhs::Resampler;
    ///
    /// // Ten hertz, from 1 ms to 10 ms.
    /// let trace: Vec<f32> = (0..2000).map(|n| (n as f32 * 1e-3 * 10.0 * 6.2831855).sin()).collect();
    /// let resampler = Resampler::new([1e-3, 10e-3], [2000, 150])?;
    /// let mut coarse = vec![0.0; 150];
    /// resampler.resample(&trace, &mut coarse)?;
    /// assert!((coarse[100] - trace[1000]).abs() < 2e-3);
    /// # Ok::<(), davylamp_uhs::UhsError>(())
    /// ```
    pub fn new([dt, interval]: [f64; 2], [input, output]: [usize; 2]) -> Result<Self, UhsError> {
        for (name, value) in [("dt", dt), ("interval", interval)] {
            if !(value > 0.0 && value.is_finite()) {
                return crate::error::refuse(name, &value, "positive and finite, in s");
            }
        }
        for (name, value) in [("input", input), ("output", output)] {
            if value == 0 {
                return crate::error::refuse(name, &value, "1 sample or more");
            }
        }
        if interval > MOST * dt {
            let allowed = format!("a millionth of the interval of {interval} s or more");
            return crate::error::refuse("dt", &dt, allowed);
        }
        let coarser = interval.max(dt);
        let (reach, cutoff) = (Self::half_width(coarser), CUTOFF * 0.5 / coarser);
        let beta = 0.1102 * (ATTENUATION_DB - 8.7);
        let window = |s: f64| {
            let inside = 1.0 - (s / reach) * (s / reach);
            if inside < 0.0 { 0.0 } else { bessel_i0(beta * inside.sqrt()) }
        };
        let weights = (0..output).map(|k| {
            let time = k as f64 * interval;
            let first = index(((time - reach) / dt).ceil());
            let last = index(((time + reach) / dt).floor());
            // Over all of the filter, also where the trace has ended, or an end would ring.
            let all = |n: f64| time - n * dt;
            let gain = |s: f64| sinc(2.0 * cutoff * s) * window(s);
            let mut sum = 0.0;
            let mut n = ((time - reach) / dt).ceil();
            while n <= (time + reach) / dt {
                sum += gain(all(n));
                n += 1.0;
            }
            let counted = first..(last + 1).min(input);
            (first, counted.map(|n| gain(all(n as f64)) / sum).collect())
        });
        Ok(Self { weights: weights.collect(), input })
    }

    /// How far the filter reaches to either side, in s, for an output every `interval`.
    #[must_use]
    pub fn half_width(interval: f64) -> f64 {
        let transition = std::f64::consts::TAU * TRANSITION * 0.5 / interval;
        (ATTENUATION_DB - 7.95) / (2.285 * transition) / 2.0
    }

    /// Filters and resamples one trace.
    ///
    /// # Errors
    /// [`UhsError::WrongLength`] unless both have the lengths that this was made for.
    #[expect(clippy::cast_possible_truncation, reason = "traces are in single precision")]
    pub fn resample(&self, trace: &[f32], out: &mut [f32]) -> Result<(), UhsError> {
        crate::error::length("the trace", trace.len(), self.input)?;
        crate::error::length("the image's trace", out.len(), self.weights.len())?;
        for (out, (first, weights)) in out.iter_mut().zip(&self.weights) {
            let values = trace.get(*first..).unwrap_or_default();
            *out = dot(weights, values) as f32;
        }
        Ok(())
    }
}

/// The sum of products, in eight sums side by side: processors do so at once, and the order, which
/// decides the last bit, is the same on all of them.
fn dot(weights: &[f64], values: &[f32]) -> f64 {
    const LANES: usize = 8;
    let (blocks, rest) = weights.as_chunks::<LANES>();
    let (values, values_rest) = values[..weights.len().min(values.len())].as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for (weights, values) in blocks.iter().zip(values) {
        for lane in 0..LANES {
            sums[lane] += weights[lane] * f64::from(values[lane]);
        }
    }
    let rest = rest.iter().zip(values_rest).map(|(w, x)| w * f64::from(*x));
    sums.into_iter().sum::<f64>() + rest.sum::<f64>()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "negative indices saturate to the first sample"
)]
fn index(value: f64) -> usize {
    value as usize
}

fn sinc(x: f64) -> f64 {
    let x = std::f64::consts::PI * x;
    if x == 0.0 { 1.0 } else { x.sin() / x }
}

/// The modified Bessel function of order zero, by its series (Abramowitz and Stegun 9.6.12).
fn bessel_i0(x: f64) -> f64 {
    let quarter = 0.25 * x * x;
    let (mut sum, mut term, mut k) = (1.0, 1.0, 1.0);
    while term > 1e-17 * sum {
        term *= quarter / (k * k);
        sum += term;
        k += 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    #[test]
    fn bessel() {
        // besseli(0, x) of mpmath, 30 digits.
        for (x, exact) in [(1.0, 1.266_065_877_752_008_3), (5.0, 27.239_871_823_604_442)] {
            assert!((super::bessel_i0(x) / exact - 1.0).abs() < 1e-15 * 8.0);
        }
    }
}
