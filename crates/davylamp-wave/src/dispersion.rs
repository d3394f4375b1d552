//! From steps to samples: the time-dispersion transforms, and the filter before samples are thinned out.
//!
//! The leapfrog in time makes of a wave of frequency w one of w_d, sin(w_d dt/2) = w dt/2 (Koene et al.
//! 2018, doi:10.1093/gji/ggx563). With U_d the spectrum of what was computed,
//!
//! ```text
//! U(w) = H(w) U_d(w_d(w))            traces, H a low-pass filter
//! S_d(w_d) = S(w(w_d))               wavelets
//! ```
//!
//! Both are sums over samples with weights that depend on the two times; those of the traces vanish away
//! from the diagonal, and are applied to all traces at once.

use std::f64::consts::PI;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustfft::FftPlanner;
use rustfft::num_complex::Complex64;

use crate::kaiser::windowed_sinc;
use crate::kernel::combine::SUMS;
use crate::{Real, Wavelet};

/// The low-pass filter: half in the middle of a transition from 3/4 of the samples' Nyquist frequency (or
/// that of the steps, if these are longer) to all of it, 120 dB down: Kaiser's formulas give `taps = (120 - 8)/(2.285 * width)` and
/// `beta = 0.1102 (120 - 8.7)`.
const PASS: f64 = 0.75;
const BETA: f64 = 12.27;
const HALF_TAPS: f64 = 32.0;

/// Weights below this share of the greatest are left out.
const NOTHING: f64 = 1e-7;

/// Up to the first of these many times the highest frequency that counts the warp is exact (a Ricker
/// wavelet has 5e-6 of its peak there); from there on it grows less and less, and from the second on no
/// more. There is nothing to be warped there, and without a kink the weights stay short: with one, their
/// tails run round the sum and put 4e-4 into frequencies that count.
const EXACT: f64 = 1.6;
const LEVEL: f64 = 3.4;
/// Where the warp ends.
const WARPED: f64 = 0.5 * (EXACT + LEVEL);

/// The time axis that the solver steps along, and how waves are distorted on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Clock {
    pub(crate) dt: f64,
    /// Whether to correct for dispersion.
    pub(crate) corrected: bool,
    pub(crate) highest_frequency: f64,
}

impl Clock {
    /// How much higher a frequency comes out of the leapfrog, all in rad/s.
    fn rise(&self, w: f64) -> f64 {
        if !self.corrected {
            return 0.0;
        }
        // Integral of one, then of a squared cosine.
        let unit = 2.0 * PI * self.highest_frequency;
        let beyond = ((w / unit - EXACT) / (LEVEL - EXACT)).clamp(0.0, 1.0);
        let slowed = beyond / 2.0 + (PI * beyond).sin() / (2.0 * PI);
        let w = (w.min(EXACT * unit) + (LEVEL - EXACT) * unit * slowed).min(1.8 / self.dt);
        2.0 / self.dt * (0.5 * w * self.dt).asin() - w
    }

    /// A wavelet at the times `(n + half) dt`, warped so that what arrives is the wavelet.
    pub(crate) fn signal(&self, wavelet: &Wavelet, half: f64, steps: usize) -> Vec<f64> {
        let time = |n: usize| (n as f64 + half) * self.dt;
        if !self.corrected {
            return (0..steps).map(|n| wavelet.value(time(n))).collect();
        }
        // Spectrum up to twice what counts (and 1.8/dt, below the warp's limit of 2/dt), on lines close
        // enough for a period of twice the wavelet and more.
        let top = (2.0 * WARPED * wavelet.highest_frequency()).min(0.9 / (PI * self.dt));
        let period = 2.0 * wavelet.duration() + 8.0 / wavelet.highest_frequency();
        let lines = (top * period).ceil();
        let dw = 2.0 * PI / period;
        let fine = (wavelet.duration() * 4.0 * top).ceil();
        let step = wavelet.duration() / fine;
        let mut signal = vec![0.0; steps];
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive")]
        let length = steps.min((0.75 * period / self.dt).ceil() as usize);
        let mut line = 0.0;
        while line <= lines {
            let w = line * dw;
            let (mut re, mut im) = (0.0, 0.0);
            let mut k = 0.0;
            while k <= fine {
                let (sin, cos) = (w * k * step).sin_cos();
                let value = wavelet.value(k * step) * step;
                re += value * cos;
                im -= value * sin;
                k += 1.0;
            }
            let warped = 2.0 / self.dt * (0.5 * w * self.dt).asin();
            // dw_d = dw / cos(w_d dt / 2); the lines at zero count half.
            let share = if line == 0.0 { 0.5 } else { 1.0 };
            let scale = share * dw / PI / (0.5 * warped * self.dt).cos();
            for (n, value) in signal.iter_mut().enumerate().take(length) {
                let (sin, cos) = (warped * time(n)).sin_cos();
                *value += scale * (re * cos - im * sin);
            }
            line += 1.0;
        }
        signal
    }
}

/// The weights that make samples of steps, [`SUMS`] samples at a time, which are of a few steps.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Resampler<T> {
    /// Of each group of samples: the first step it is of, and where its weights start and end.
    spans: Vec<(usize, Range<usize>)>,
    weights: Vec<[T; SUMS]>,
}

impl<T: Real> Resampler<T> {
    /// Steps at `(n + half) dt` to samples at `k * interval`.
    pub(crate) fn new(
        clock: &Clock,
        half: f64,
        steps: usize,
        (interval, samples): (f64, usize),
    ) -> Self {
        let time = |n: usize| (n as f64 + half) * clock.dt;
        // Room for the filter and the greatest delay of the warp, which at the top frequency is
        // t (1/sqrt(1 - (w dt/2)^2) - 1).
        let top = (WARPED * 2.0 * PI * clock.highest_frequency).min(1.8 / clock.dt);
        let delay = if clock.corrected {
            time(steps) * ((1.0 - (0.5 * top * clock.dt).powi(2)).sqrt().recip() - 1.0)
        } else {
            0.0
        };
        let coarser = interval.max(clock.dt);
        // Where the warp levels off takes time to be told from a kink.
        let bend = if clock.corrected { 10.0 / clock.highest_frequency } else { 0.0 };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive")]
        let room = ((2.0 * delay + bend + 4.0 * HALF_TAPS * coarser) / interval) as usize;
        let length = room.next_power_of_two();
        let lines = length / 2;
        let dw = 2.0 * PI / (length as f64 * interval);
        let filter = filter(lines, dw, coarser);
        let rises: Vec<f64> = (0..lines).map(|line| clock.rise(line as f64 * dw)).collect();
        let inverse = FftPlanner::new().plan_fft_inverse(length);
        let mut scratch = vec![Complex64::default(); inverse.get_inplace_scratch_len()];
        let mut spectrum = vec![Complex64::default(); length];
        let mut columns = Vec::with_capacity(steps);
        let scale = 2.0 * clock.dt / (length as f64 * interval);
        for n in 0..steps {
            let near = (time(n) / interval).round();
            let early = near * interval - time(n);
            spectrum.fill(Complex64::default());
            for (line, value) in spectrum.iter_mut().enumerate().take(lines) {
                let w = line as f64 * dw;
                let share = if line == 0 { 0.5 } else { 1.0 };
                let phase = w * early - rises[line] * time(n);
                *value = Complex64::from_polar(scale * share * filter[line], phase);
            }
            inverse.process_with_scratch(&mut spectrum, &mut scratch);
            // Weight of the sample `lag` behind the nearest one; lags run round.
            let weight =
                |lag: isize| spectrum[lag.rem_euclid(length.cast_signed()).cast_unsigned()].re;
            let greatest = spectrum.iter().fold(0.0_f64, |most, value| most.max(value.re.abs()));
            #[allow(clippy::cast_possible_truncation, reason = "a number of samples")]
            let near = near as isize;
            let half_length = length.cast_signed() / 2;
            let lags = (-half_length).max(-near)..half_length.min(samples.cast_signed() - near);
            let counts = |lag: &isize| weight(*lag).abs() > NOTHING * greatest;
            let first = lags.clone().find(counts).unwrap_or(lags.start);
            let last = lags.rev().find(counts).unwrap_or(first - 1);
            let values: Vec<T> = (first..=last).map(|lag| T::from_f64(weight(lag))).collect();
            columns.push(((near + first).max(0).cast_unsigned(), values));
        }
        Self::of_samples(&columns, samples)
    }

    /// The weights of each step, with the first sample it goes to, the other way about.
    fn of_samples(columns: &[(usize, Vec<T>)], samples: usize) -> Self {
        let mut reach = vec![(usize::MAX, 0); samples.div_ceil(SUMS)];
        for (step, (first, values)) in columns.iter().enumerate() {
            let groups = first / SUMS..(first + values.len()).div_ceil(SUMS);
            for (from, to) in &mut reach[groups] {
                *from = step.min(*from);
                *to = step + 1;
            }
        }
        let mut spans = Vec::with_capacity(reach.len());
        let mut end = 0;
        for (from, to) in reach {
            let start = end;
            end += to.saturating_sub(from);
            spans.push((from.min(to), start..end));
        }
        let mut weights = vec![[T::default(); SUMS]; end];
        for (step, (first, values)) in columns.iter().enumerate() {
            for (sample, value) in (*first..).zip(values) {
                let (from, span) = &spans[sample / SUMS];
                weights[span.start + step - from][sample % SUMS] = *value;
            }
        }
        Self { spans, weights }
    }

    /// Steps beyond the last sample that still go into it.
    pub(crate) fn reach(dt: f64, interval: f64) -> usize {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive")]
        let reach = (HALF_TAPS * interval.max(dt) / dt).ceil() as usize;
        reach
    }

    /// The transpose: what the samples of a trace make of steps.
    pub(crate) fn spread(&self, samples: &[T], steps: usize) -> Vec<T> {
        let mut all = vec![T::default(); steps];
        for ((first, weights), group) in self.spans().zip(samples.chunks(SUMS)) {
            let mut four = [T::default(); SUMS];
            four[..group.len()].copy_from_slice(group);
            for (value, weights) in all[first..].iter_mut().zip(weights) {
                for (weight, sample) in weights.iter().zip(four) {
                    *value = *value + *weight * sample;
                }
            }
        }
        all
    }

    /// Of each group of [`SUMS`] samples: the first step it is of, and the steps' weights.
    pub(crate) fn spans(&self) -> impl Iterator<Item = (usize, &[[T; SUMS]])> {
        self.spans.iter().map(|(first, span)| (*first, &self.weights[span.clone()]))
    }
}

/// Weights that were needed before, for the shots to come.
#[derive(Debug)]
pub(crate) struct Resamplers<T>(Mutex<Vec<(Axis, Arc<Resampler<T>>)>>);

/// What weights are for: half, steps, interval and samples.
type Axis = (f64, usize, f64, usize);

impl<T> Default for Resamplers<T> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<T: Real> Resamplers<T> {
    /// As [`Resampler::new`].
    pub(crate) fn get(
        &self,
        clock: &Clock,
        half: f64,
        steps: usize,
        (interval, samples): (f64, usize),
    ) -> Arc<Resampler<T>> {
        let axis = (half, steps, interval, samples);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, resampler)) = known.iter().find(|known| known.0 == axis) {
            return Arc::clone(resampler);
        }
        let resampler = Arc::new(Resampler::new(clock, half, steps, (interval, samples)));
        // Two for velocities and stresses; a survey needs no more. The older one goes.
        if known.len() > 1 {
            known.remove(0);
        }
        known.push((axis, Arc::clone(&resampler)));
        resampler
    }
}

/// The filter's response at so many frequencies `dw` apart, for samples (or steps) of this interval.
fn filter(lines: usize, dw: f64, interval: f64) -> Vec<f64> {
    let cutoff = 0.5 * (1.0 + PASS);
    (0..lines)
        .map(|line| {
            let w = line as f64 * dw;
            if w * interval >= PI {
                return 0.0;
            }
            let mut sum = cutoff;
            let mut k = 1.0;
            while k < HALF_TAPS {
                // The ideal low-pass under the window.
                let [tap, _] = windowed_sinc(cutoff * k, cutoff * HALF_TAPS, BETA);
                sum += 2.0 * cutoff * tap * (w * interval * k).cos();
                k += 1.0;
            }
            sum
        })
        .collect()
}
