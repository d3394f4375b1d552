//! Wavelets: known values, interpolation, spectra, refusals.

use davylamp_wave::{WaveError, Wavelet};
use proptest::prelude::*;

fn sampled(wavelet: &Wavelet, dt: f64) -> Result<Wavelet, WaveError> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
    let count = (wavelet.duration() / dt).ceil() as usize;
    Wavelet::sampled(dt, (0..count).map(|k| wavelet.value(k as f64 * dt)).collect())
}

#[test]
fn a_ricker_wavelet_has_its_known_values() -> Result<(), WaveError> {
    let wavelet = Wavelet::ricker(20.0, 0.075)?;
    // It crosses zero where a = 1/2, and its troughs, -2 exp(-3/2), lie where a = 3/2.
    let zero = 1.0 / (20.0 * std::f64::consts::PI * 2f64.sqrt());
    assert!(wavelet.value(0.075 - zero).abs() < 1e-14);
    assert!((wavelet.value(0.075 + 3f64.sqrt() * zero) + 2.0 * (-1.5f64).exp()).abs() < 1e-14);
    assert!(wavelet.derivative(0.075 + 3f64.sqrt() * zero).abs() < 1e-11);
    assert!(wavelet.value(-1e-9).abs() == 0.0 && wavelet.derivative(-1e-9).abs() == 0.0);
    Ok(())
}

proptest! {
    /// Central differences of step h err by h^2/6 of the third derivative, at most about (2 pi f)^3.
    #[test]
    fn the_derivative_is_the_slope(frequency in 1.0..100.0f64, phase in 0.05..1.95f64) {
        let wavelet = Wavelet::ricker(frequency, 1.5 / frequency)?;
        let (t, h) = (phase * 1.5 / frequency, 1e-5 / frequency);
        let slope = (wavelet.value(t + h) - wavelet.value(t - h)) / (2.0 * h);
        prop_assert!((wavelet.derivative(t) - slope).abs() < 1e-7 * frequency);
    }

    /// 20 Hz sampled at 2.5 ms: 0.35/dt = 140 Hz, seven times the peak frequency. The interpolator is
    /// good to 1e-7 there, and the slope to that times the highest frequency.
    #[test]
    fn samples_are_interpolated_to_the_wavelet(t in 0.045..0.105f64) {
        let wavelet = Wavelet::ricker(20.0, 0.075)?;
        let samples = sampled(&wavelet, 2.5e-3)?;
        prop_assert!((samples.value(t) - wavelet.value(t)).abs() < 2e-7);
        prop_assert!((samples.derivative(t) - wavelet.derivative(t)).abs() < 2e-7 * 2.0 * 3.2 * 140.0);
    }
}

#[test]
fn samples_are_kept() -> Result<(), WaveError> {
    let wavelet = Wavelet::ricker(20.0, 0.075)?;
    let samples = sampled(&wavelet, 2e-3)?;
    for k in 0..75 {
        let t = f64::from(k) * 2e-3;
        assert!((samples.value(t) - wavelet.value(t)).abs() < 1e-13, "{t}");
    }
    assert!(samples.value(1.0).abs() == 0.0);
    assert!(samples.value(f64::NAN).is_nan());
    Ok(())
}

/// Lines of the padded spectrum are 1/(256 * 1 ms) = 0.98 Hz apart or closer.
#[test]
fn the_band_of_samples_is_that_of_the_wavelet() -> Result<(), WaveError> {
    let wavelet = Wavelet::ricker(20.0, 0.075)?;
    let samples = sampled(&wavelet, 1e-3)?;
    assert!((samples.peak_frequency() - 20.0).abs() < 1.0);
    assert!((samples.highest_frequency() - 50.0).abs() < 1.0);
    Ok(())
}

#[test]
fn nonsense_is_refused() {
    for frequency in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            Wavelet::ricker(frequency, 1.0),
            Err(WaveError::NotPositive { name: "peak_frequency", .. })
        ));
    }
    for time in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            Wavelet::ricker(20.0, time),
            Err(WaveError::NotPositive { name: "peak_time", .. })
        ));
    }
    assert!(matches!(
        Wavelet::ricker(20.0, 0.04),
        Err(WaveError::OutOfRange { name: "peak_time", .. })
    ));
    assert!(matches!(Wavelet::sampled(0.0, vec![1.0]), Err(WaveError::NotPositive { .. })));
    assert!(matches!(Wavelet::sampled(1e-3, vec![]), Err(WaveError::Empty { .. })));
    assert!(matches!(Wavelet::sampled(1e-3, vec![0.0; 9]), Err(WaveError::Empty { .. })));
    assert!(matches!(
        Wavelet::sampled(1e-3, vec![0.0, f64::NAN]),
        Err(WaveError::NotFinite { index: 1, .. })
    ));
    // A spike has every frequency.
    assert!(matches!(
        Wavelet::sampled(1e-3, vec![0.0, 1.0, 0.0]),
        Err(WaveError::OutOfRange { name: "highest frequency of the wavelet", .. })
    ));
}
