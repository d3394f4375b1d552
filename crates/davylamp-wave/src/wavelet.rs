use crate::WaveError;
use crate::error::{in_range, positive};
use crate::kaiser::windowed_sinc;
use rustfft::FftPlanner;
use rustfft::num_complex::Complex64;
use std::f64::consts::PI;

/// A Ricker wavelet's highest frequency that counts, over its peak frequency.
const RICKER_BAND: f64 = 2.5;

/// Half width of the interpolator of samples, in samples, and the shape of its window.
///
/// Kaiser's design formula, `A = 8 + 2.285 * 2 * HALF_WIDTH * transition` dB, gives 146 dB for a
/// transition from 0.7 to 1.3 of the Nyquist frequency, and `BETA = 0.1102 (A - 8.7)`.
const HALF_WIDTH: f64 = 16.0;
const BETA: f64 = 15.0;
/// Up to which share of the Nyquist frequency the interpolator is good to 1e-7.
const NYQUIST_SHARE: f64 = 0.7;

/// What a source does over time: a number without unit, which the source's strength multiplies.
///
/// Sources start at `t = 0`: a wavelet is zero before.
///
/// # Examples
///
/// ```
/// use davylamp_wave::Wavelet;
///
/// let wavelet = Wavelet::ricker(20.0, 0.075)?;
/// assert_eq!(wavelet.value(0.075), 1.0);
/// assert_eq!(wavelet.highest_frequency(), 50.0);
///
/// // The same, known by its samples only.
/// let samples = (0..150).map(|k| wavelet.value(f64::from(k) * 1e-3)).collect();
/// let sampled = Wavelet::sampled(1e-3, samples)?;
/// assert!((sampled.value(0.0805) - wavelet.value(0.0805)).abs() < 1e-7);
/// # Ok::<(), davylamp_wave::WaveError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Wavelet(Shape);

#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Ricker { peak_frequency: f64, peak_time: f64 },
    Sampled { dt: f64, samples: Vec<f64>, band: Band },
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Band {
    peak: f64,
    highest: f64,
}

impl Wavelet {
    /// The second derivative of a Gaussian, negated, its peak 1 at `peak_time`.
    ///
    /// $$ w(t) = (1 - 2a)\,e^{-a}, \qquad a = \pi^2 f_0^2 (t - t_0)^2 $$
    ///
    /// | Symbol | Argument | Unit |
    /// |---|---|---|
    /// | $f_0$ | `peak_frequency`, where the amplitude spectrum is greatest | Hz |
    /// | $t_0$ | `peak_time`, at least $1/f_0$; $1.5/f_0$ begins within 1e-8 of rest | s |
    ///
    /// # Errors
    ///
    /// [`WaveError::NotPositive`] for a frequency or time that is not positive and finite;
    /// [`WaveError::OutOfRange`] for a peak earlier than $1/f_0$, for such a wavelet would start with a
    /// jump of more than 0.1 % of its peak.
    ///
    /// # References
    ///
    /// Ricker (1953), The form and laws of propagation of seismic wavelets, Geophysics 18, 10-40,
    /// <https://doi.org/10.1190/1.1437843>.
    pub fn ricker(peak_frequency: f64, peak_time: f64) -> Result<Self, WaveError> {
        positive("peak_frequency", peak_frequency)?;
        positive("peak_time", peak_time)?;
        in_range("peak_time", peak_time, peak_frequency.recip(), f64::INFINITY)?;
        Ok(Self(Shape::Ricker { peak_frequency, peak_time }))
    }

    /// A wavelet known by its samples, the first at `t = 0`, silent after the last.
    ///
    /// Between samples it is interpolated by a sinc under a Kaiser window of 16 samples to either side:
    /// within 1e-7 of the band-limited wavelet for frequencies up to 0.35/`dt`. Let it rise from rest
    /// and come back to it: what is cut off at either end rings.
    ///
    /// # Errors
    ///
    /// [`WaveError::NotPositive`] for an interval that is not positive and finite;
    /// [`WaveError::NotFinite`] for a sample that is not; [`WaveError::Empty`] for no samples, or
    /// none other than zero; [`WaveError::OutOfRange`] where [`highest_frequency`](Self::highest_frequency)
    /// is above 0.35/`dt`: sample it more finely.
    pub fn sampled(dt: f64, samples: Vec<f64>) -> Result<Self, WaveError> {
        positive("dt", dt)?;
        for (index, value) in samples.iter().enumerate() {
            if !value.is_finite() {
                return Err(WaveError::NotFinite {
                    name: "sample of the wavelet",
                    index,
                    value: *value,
                });
            }
        }
        if samples.iter().all(|s| *s == 0.0) {
            return Err(WaveError::Empty { name: "samples of the wavelet other than zero" });
        }
        let band = band(dt, &samples);
        let limit = NYQUIST_SHARE * 0.5 / dt;
        in_range("highest frequency of the wavelet", band.highest, 0.0, limit)?;
        Ok(Self(Shape::Sampled { dt, samples, band }))
    }

    /// The wavelet at a time in s; zero before 0.
    #[must_use]
    pub fn value(&self, time: f64) -> f64 {
        self.at(time)[0]
    }

    /// Its derivative at a time in s, in 1/s; zero before 0.
    #[must_use]
    pub fn derivative(&self, time: f64) -> f64 {
        self.at(time)[1]
    }

    fn at(&self, time: f64) -> [f64; 2] {
        if time < 0.0 {
            return [0.0; 2];
        }
        match &self.0 {
            Shape::Ricker { peak_frequency, peak_time } => {
                let (b, s) = (PI * peak_frequency, time - peak_time);
                let a = (b * s).powi(2);
                let decay = (-a).exp();
                [(1.0 - 2.0 * a) * decay, b * b * s * (4.0 * a - 6.0) * decay]
            }
            Shape::Sampled { dt, samples, .. } => interpolate(samples, time / dt)
                .map_or([f64::NAN; 2], |[value, slope]| [value, slope / dt]),
        }
    }

    /// The frequency at which its amplitude spectrum is greatest, in Hz.
    #[must_use]
    pub fn peak_frequency(&self) -> f64 {
        match &self.0 {
            Shape::Ricker { peak_frequency, .. } => *peak_frequency,
            Shape::Sampled { band, .. } => band.peak,
        }
    }

    /// The highest frequency that counts, in Hz: above it, the amplitude spectrum stays below 3.3 % of
    /// its peak.
    ///
    /// For a Ricker wavelet that is 2.5 times its peak frequency.
    #[must_use]
    pub fn highest_frequency(&self) -> f64 {
        match &self.0 {
            Shape::Ricker { peak_frequency, .. } => RICKER_BAND * peak_frequency,
            Shape::Sampled { band, .. } => band.highest,
        }
    }

    /// The time after which it is silent, in s: from $t_0 + 1.5/f_0$ on, a Ricker wavelet stays below
    /// 1e-8.
    #[must_use]
    pub fn duration(&self) -> f64 {
        match &self.0 {
            Shape::Ricker { peak_frequency, peak_time } => peak_time + 1.5 / peak_frequency,
            Shape::Sampled { dt, samples, .. } => dt * (samples.len() as f64 + HALF_WIDTH),
        }
    }

    /// A time, in s, over which a polynomial of some twenty degrees follows it to rounding.
    pub(crate) fn smooth_over(&self) -> f64 {
        match &self.0 {
            Shape::Ricker { peak_frequency, .. } => 0.2 / peak_frequency,
            // One period of the highest frequency that samples can hold.
            Shape::Sampled { dt, .. } => 2.0 * dt,
        }
    }

    /// The times between which it is more than nothing: outside, a Ricker wavelet is below
    /// exp(-(3 pi)^2) * 176 = 5e-37.
    pub(crate) fn support(&self) -> [f64; 2] {
        match &self.0 {
            Shape::Ricker { peak_frequency, peak_time } => {
                let half = 3.0 / peak_frequency;
                [(peak_time - half).max(0.0), peak_time + half]
            }
            Shape::Sampled { .. } => [0.0, self.duration()],
        }
    }
}

/// Value and slope a sample at a place counted in samples; none for a place that is no number.
fn interpolate(samples: &[f64], place: f64) -> Option<[f64; 2]> {
    if place.is_nan() {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    let bound = |x: f64| (x.max(0.0) as usize).min(samples.len());
    let (from, to) =
        (bound((place - HALF_WIDTH).ceil()), bound((place + HALF_WIDTH).floor() + 1.0));
    let mut sum = [0.0; 2];
    for (k, sample) in samples.iter().enumerate().take(to).skip(from) {
        let [weight, slope] = windowed_sinc(place - k as f64, HALF_WIDTH, BETA);
        sum[0] += weight * sample;
        sum[1] += slope * sample;
    }
    Some(sum)
}

fn band(dt: f64, samples: &[f64]) -> Band {
    // Padded fourfold, so that peaks between the lines of the spectrum are not missed.
    let len = (4 * samples.len()).next_power_of_two();
    let mut spectrum: Vec<Complex64> = samples.iter().map(|s| Complex64::new(*s, 0.0)).collect();
    spectrum.resize(len, Complex64::default());
    FftPlanner::new().plan_fft_forward(len).process(&mut spectrum);
    let amplitudes: Vec<f64> = spectrum[..=len / 2].iter().map(|c| c.norm()).collect();
    let (mut peak, mut highest) = (0, 0);
    for (k, amplitude) in amplitudes.iter().enumerate() {
        if *amplitude > amplitudes[peak] {
            peak = k;
        }
    }
    // A Ricker wavelet's spectrum, x^2 exp(1 - x^2) of its peak, at x = RICKER_BAND: 3.3 %.
    let share = RICKER_BAND * RICKER_BAND * (1.0 - RICKER_BAND * RICKER_BAND).exp();
    for (k, amplitude) in amplitudes.iter().enumerate() {
        if *amplitude > share * amplitudes[peak] {
            highest = k;
        }
    }
    let line = (dt * len as f64).recip();
    Band { peak: peak as f64 * line, highest: highest as f64 * line }
}
