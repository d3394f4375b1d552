//! Images of sensors, changed anew whenever a training looks at them.

use rand::{Rng, RngExt};
use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};

use crate::error::{check, check_count};
use crate::{NetsError, Task};

/// How the readings of sensors are changed, anew each time that a training looks at a sample: a network
/// that sees a sensor read too much, a leak begin later, or a sensor dead, cannot learn its samples by
/// heart, and meets such sensors again where it is used. Validation and prediction see samples as they are.
///
/// Rows of an image are sensors, columns their readings. The reading $x_{s,t}$ becomes $d_s e^{g n_s}
/// x_{s,t - m}$ with a normal number $n_s$, a delay $m$ of the whole image, evenly one of $-$`shift` to
/// `shift`, and $d_s$ zero with the probability `dead`, otherwise one. Beyond its ends a series goes on
/// as it began or ended.
///
/// # Examples
/// ```
/// use davylamp_nets::{Disturbance, TrainingConfig};
///
/// let one_in_ten = Disturbance { dead: 0.1, ..Disturbance::usual(48) };
/// let config = TrainingConfig::default().with_disturbance(one_in_ten);
/// assert_eq!(config.disturbance.map(|disturbance| disturbance.shift), Some(4));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disturbance {
    /// Standard deviation of the logarithm of a sensor's gain, in [0, 2].
    pub gain: f64,
    /// The greatest delay, in readings.
    pub shift: usize,
    /// The part of the sensors that read nothing, in [0, 1).
    pub dead: f64,
}

impl Disturbance {
    /// Gains by a fifth, delays of up to a twelfth of so many readings, one sensor in five dead: of eight
    /// that were tried on simulated leaks, ten sensors reading 48 times, the one that served the residual
    /// network best.
    #[must_use]
    pub const fn usual(readings: usize) -> Self {
        Self { gain: 0.2, shift: readings / 12, dead: 0.2 }
    }

    /// That the numbers are possible and that the images of such a task are of sensors, with so many
    /// readings.
    pub(crate) fn check(&self, task: Task, readings: usize) -> Result<(), NetsError> {
        if !matches!(task, Task::Classification { .. }) {
            return Err(NetsError::NoSensors);
        }
        check("disturbance of gains", self.gain, 0.0, 2.0)?;
        check_count("disturbance of times, in readings,", self.shift, [0, readings - 1])?;
        check("part of dead sensors", self.dead, 0.0, 1.0 - f64::EPSILON)
    }

    /// An image changed; `readings` is the length of its rows.
    #[allow(clippy::cast_possible_truncation, reason = "rounding to f32 is meant")]
    pub(crate) fn apply(&self, image: &mut [f32], readings: usize, random: &mut impl Rng) {
        let moved = random.random_range(0..=2 * self.shift);
        for series in image.chunks_exact_mut(readings) {
            let normal: f64 = StandardNormal.sample(random);
            let dead = random.random_bool(self.dead);
            let factor = if dead { 0.0 } else { (self.gain * normal).exp() };
            let old = series.to_vec();
            for (time, reading) in series.iter_mut().enumerate() {
                // Less the greatest shift: a delay may be negative.
                let from = (time + moved).saturating_sub(self.shift).min(readings - 1);
                *reading = (f64::from(old[from]) * factor) as f32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    const NOTHING: Disturbance = Disturbance { gain: 0.0, shift: 0, dead: 0.0 };

    fn disturbed(disturbance: Disturbance, image: &[f32], seed: u64) -> Vec<f32> {
        let mut image = image.to_vec();
        disturbance.apply(&mut image, 5, &mut ChaCha8Rng::seed_from_u64(seed));
        image
    }

    #[test]
    fn nothing_changes_nothing() {
        let image: Vec<f32> = (0..10_u8).map(f32::from).collect();
        assert_eq!(disturbed(NOTHING, &image, 1), image);
    }

    #[test]
    fn all_sensors_are_shifted_alike_and_ends_go_on() {
        let image = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        let shift = Disturbance { shift: 1, ..NOTHING };
        let mut seen = [false; 3];
        for seed in 0..40 {
            let at = match disturbed(shift, &image, seed)[..] {
                [0.0, 0.0, 1.0, 2.0, 3.0, 5.0, 5.0, 6.0, 7.0, 8.0] => 0,
                [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0] => 1,
                [1.0, 2.0, 3.0, 4.0, 4.0, 6.0, 7.0, 8.0, 9.0, 9.0] => 2,
                ref other => panic!("{other:?}"),
            };
            seen[at] = true;
        }
        assert_eq!(seen, [true; 3]);
    }

    #[test]
    fn gains_are_lognormal_and_the_dead_read_nothing() {
        let (sensors, image) = (4000, vec![1.0; 20_000]);
        let gains: Vec<f64> = disturbed(Disturbance { gain: 0.3, ..NOTHING }, &image, 1)
            .chunks_exact(5)
            .map(|series| {
                assert!(series.iter().all(|reading| reading.to_bits() == series[0].to_bits()));
                f64::from(series[0]).ln()
            })
            .collect();
        let count = f64::from(sensors);
        let mean = gains.iter().sum::<f64>() / count;
        let square = gains.iter().map(|gain| gain * gain).sum::<f64>() / count;
        // Five standard errors: of a mean, and of a variance.
        assert!(mean.abs() < 5.0 * 0.3 / count.sqrt(), "{mean}");
        assert!((square / 0.09 - 1.0).abs() < 5.0 * (2.0 / count).sqrt(), "{square}");
        let dead = disturbed(Disturbance { dead: 0.2, ..NOTHING }, &image, 1);
        let zeros = dead.iter().filter(|reading| **reading == 0.0).count() / 5;
        let part = f64::from(u32::try_from(zeros).unwrap()) / count;
        assert!((part - 0.2).abs() < 5.0 * (0.2_f64 * 0.8 / count).sqrt(), "{part}");
        assert!(dead.iter().all(|reading| *reading == 0.0 || (reading - 1.0).abs() < 1e-6));
    }

    #[test]
    fn impossible_ones_are_refused() {
        let check = |disturbance: Disturbance| {
            let checked = disturbance.check(Task::Classification { classes: 2 }, 5);
            checked.map_err(|error| error.to_string())
        };
        assert_eq!(check(Disturbance::usual(5)), Ok(()));
        for (bad, name) in [
            (Disturbance { gain: f64::NAN, ..NOTHING }, "disturbance of gains"),
            (Disturbance { gain: -0.1, ..NOTHING }, "disturbance of gains"),
            (Disturbance { shift: 5, ..NOTHING }, "disturbance of times"),
            (Disturbance { dead: 1.0, ..NOTHING }, "part of dead sensors"),
        ] {
            assert!(check(bad).unwrap_err().starts_with(name));
        }
        let waves = NOTHING.check(Task::Regression { labels: 6 }, 5);
        assert_eq!(waves, Err(NetsError::NoSensors));
    }
}
