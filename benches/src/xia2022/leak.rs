//! The misfit that is minimised: equation 18 over place and rate.

use davylamp::plume::GaussianPlume;
use davylamp::traits::{Dispersion, Objective};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::park::{Park, RATE_MAX, SIDE, SOURCE};

/// The most sensors of a park.
const MOST_SENSORS: usize = 16;

/// Keeps the noise apart from the draws of the park, which have the same seed.
const NOISE: u64 = 0x6e6f_6973_6521;

/// What the readings of a park say of a place and a rate.
#[derive(Debug, Clone)]
pub struct Leak {
    plume: GaussianPlume,
    sensors: Vec<[f64; 3]>,
    readings: Vec<f64>,
}

impl Leak {
    /// The readings as they are.
    #[must_use]
    pub fn new(park: &Park) -> Self {
        let Park { plume, sensors, readings } = park.clone();
        Self { plume, sensors, readings }
    }

    /// The readings with white noise, at a ratio of signal to noise in dB: its variance is that ratio
    /// of the mean square of the readings.
    #[must_use]
    pub fn with_noise(mut self, snr_db: f64, seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed ^ NOISE);
        let power = self.readings.iter().map(|c| c * c).sum::<f64>() / self.readings.len() as f64;
        let deviation = (power * 10_f64.powf(-snr_db / 10.0)).sqrt();
        for reading in &mut self.readings {
            let normal: f64 = StandardNormal.sample(&mut random);
            *reading += deviation * normal;
        }
        self
    }
}

impl Objective for Leak {
    fn lower(&self) -> &[f64] {
        &[0.0; 3]
    }

    fn upper(&self) -> &[f64] {
        &[SIDE, SIDE, RATE_MAX]
    }

    fn value(&self, x: &[f64]) -> f64 {
        let mut units = [0.0; MOST_SENSORS];
        let units = &mut units[..self.sensors.len()];
        self.plume.unit_concentrations([x[0], x[1], SOURCE[2]], &self.sensors, units);
        self.readings.iter().zip(units).map(|(c, unit)| (c - x[2] * *unit).powi(2)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::park::RATE;

    #[test]
    fn the_source_explains_the_readings_to_their_resolution() {
        let leak = Leak::new(&Park::new(4, 1).unwrap());
        let at_source = leak.value(&[SOURCE[0], SOURCE[1], RATE]);
        // Sixteen readings, each off by half of 1e-8 at most.
        assert!(at_source > 0.0 && at_source <= 16.0 * 0.25e-16);
        assert!(leak.value(&[20.0, 15.0, RATE]) > 1e3 * at_source);
    }

    #[test]
    fn noise_has_the_power_that_was_asked_for() {
        let (mut noise, mut signal) = (0.0, 0.0);
        for seed in 0..2_000 {
            let clean = Leak::new(&Park::new(4, seed).unwrap());
            let loud = clean.clone().with_noise(20.0, seed);
            // The ratio holds for each park; divided by its power, all count alike.
            let power: f64 = clean.readings.iter().map(|c| c * c).sum();
            let pairs = clean.readings.iter().zip(&loud.readings);
            noise += pairs.map(|(a, b)| (a - b).powi(2)).sum::<f64>() / power;
            signal += 1.0;
        }
        // 32 000 squares of normal numbers: their mean errs by sqrt(2 / 32 000) = 0.8 %; five of that.
        assert!((noise / signal / 0.01 - 1.0).abs() < 0.04, "{}", noise / signal);
    }
}
