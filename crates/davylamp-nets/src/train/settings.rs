//! Epochs, batches and learning rates.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use super::Disturbance;
use crate::error::{check, check_count};
use crate::{NetsError, Scaling};

/// How a training goes.
///
/// # Examples
/// ```
/// use davylamp_nets::TrainingConfig;
///
/// let config = TrainingConfig::default().with_epochs(50).with_seed(7);
/// assert_eq!(config.batch_size, 32);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TrainingConfig {
    /// Times that all training samples are gone through, at most.
    pub epochs: usize,
    /// Samples of a step, at most: an epoch is cut into steps of nearly equal size, for statistics of a
    /// small remainder would spoil the running ones of batch normalisation.
    pub batch_size: usize,
    /// The highest learning rate; the paper's is 1e-5, with batches and epochs it does not print.
    pub learning_rate: f64,
    /// How the learning rate changes.
    pub schedule: Schedule,
    /// What weights lose at each step, over the learning rate
    /// ([`Adam::weight_decay`](davylamp_kernels::Adam::weight_decay)): against learning samples by heart.
    #[serde(default)]
    pub weight_decay: f64,
    /// Epochs without a lower validation loss after which training stops.
    pub patience: usize,
    /// Equal parts that the training samples are cut into, in their order: each epoch goes through the
    /// next part, and after the last through the first again. So an epoch stays short where there are
    /// several views of each sample.
    pub parts: usize,
    /// Governs first weights and the order of samples.
    pub seed: u64,
    /// What is done to images before they enter the network.
    #[serde(default)]
    pub scaling: Scaling,
    /// How images of sensors are changed before that, anew in each epoch; not at all if `None`.
    #[serde(default)]
    pub disturbance: Option<Disturbance>,
}

/// How the learning rate changes.
///
/// # Examples
///
/// ```
/// use davylamp_nets::{Schedule, TrainingConfig};
///
/// // Up over a tenth of the steps, then down along half a cosine.
/// let config = TrainingConfig::default().with_schedule(Schedule::Cosine { warm_up: 0.1 });
/// assert_ne!(config.schedule, Schedule::Constant);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Schedule {
    /// Not at all, as in the paper.
    Constant,
    /// Up in a straight line over the first part of the steps, then down to nothing along half a
    /// cosine (Loshchilov & Hutter 2017, ICLR, equation 5, <https://arxiv.org/abs/1608.03983>).
    Cosine {
        /// The part of the steps that it goes up, in `[0, 1)`.
        warm_up: f64,
    },
}

impl Default for TrainingConfig {
    fn default() -> Self {
        Self {
            epochs: 100,
            batch_size: 32,
            learning_rate: 1e-3,
            schedule: Schedule::Cosine { warm_up: 0.05 },
            weight_decay: 0.0,
            patience: 100,
            parts: 1,
            seed: 0,
            scaling: Scaling::default(),
            disturbance: None,
        }
    }
}

impl TrainingConfig {
    /// Not long and with weights that decay, for [`HydrogenNet`](crate::HydrogenNet): of 900 leaks it would
    /// learn mass and volume by heart.
    #[must_use]
    pub fn for_leaks() -> Self {
        Self::default().with_epochs(50).with_weight_decay(3.0)
    }

    /// With other [`epochs`](Self::epochs).
    #[must_use]
    pub const fn with_epochs(mut self, epochs: usize) -> Self {
        self.epochs = epochs;
        self
    }

    /// With another [`batch_size`](Self::batch_size).
    #[must_use]
    pub const fn with_batch_size(mut self, batch_size: usize) -> Self {
        self.batch_size = batch_size;
        self
    }

    /// With another [`learning_rate`](Self::learning_rate).
    #[must_use]
    pub const fn with_learning_rate(mut self, learning_rate: f64) -> Self {
        self.learning_rate = learning_rate;
        self
    }

    /// With another [`schedule`](Self::schedule).
    #[must_use]
    pub const fn with_schedule(mut self, schedule: Schedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// With another [`weight_decay`](Self::weight_decay).
    #[must_use]
    pub const fn with_weight_decay(mut self, weight_decay: f64) -> Self {
        self.weight_decay = weight_decay;
        self
    }

    /// With another [`patience`](Self::patience).
    #[must_use]
    pub const fn with_patience(mut self, patience: usize) -> Self {
        self.patience = patience;
        self
    }

    /// With other [`parts`](Self::parts).
    #[must_use]
    pub const fn with_parts(mut self, parts: usize) -> Self {
        self.parts = parts;
        self
    }

    /// With another [`seed`](Self::seed).
    #[must_use]
    pub const fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// With another [`scaling`](Self::scaling).
    #[must_use]
    pub const fn with_scaling(mut self, scaling: Scaling) -> Self {
        self.scaling = scaling;
        self
    }

    /// With a [`disturbance`](Self::disturbance).
    #[must_use]
    pub const fn with_disturbance(mut self, disturbance: Disturbance) -> Self {
        self.disturbance = Some(disturbance);
        self
    }

    pub(crate) fn check(&self) -> Result<(), NetsError> {
        const MOST: usize = 1 << 24;
        check_count("epochs", self.epochs, [1, MOST])?;
        check_count("batch size", self.batch_size, [1, MOST])?;
        check_count("patience", self.patience, [1, MOST])?;
        check("learning rate", self.learning_rate, f64::MIN_POSITIVE, 1.0)?;
        // Beyond the upper end weights would change their sign at a step.
        check("weight decay", self.weight_decay, 0.0, 1.0 / self.learning_rate)?;
        if let Schedule::Cosine { warm_up } = self.schedule {
            check("warm-up", warm_up, 0.0, 1.0 - f64::EPSILON)?;
        }
        Ok(())
    }

    /// The samples of an epoch, counted from 1.
    pub(crate) fn part<'a>(&self, train: &'a [usize], epoch: usize) -> &'a [usize] {
        let size = train.len() / self.parts;
        let start = (epoch - 1) % self.parts * size;
        &train[start..start + size]
    }

    /// The samples of each step of an epoch, as few steps as there can be, of sizes that differ by one at
    /// most.
    pub(crate) fn batches<'a>(&self, order: &'a [usize]) -> impl Iterator<Item = &'a [usize]> {
        let (count, steps) = (order.len(), order.len().div_ceil(self.batch_size));
        (0..steps).map(move |at| &order[at * count / steps..(at + 1) * count / steps])
    }

    /// That the parts are equal and not empty.
    pub(crate) fn check_parts(&self, train: usize) -> Result<(), NetsError> {
        check_count("parts of the training samples", self.parts, [1, train])?;
        check_count("training samples beyond equal parts", train % self.parts, [0, 0])
    }

    /// The learning rate of a step, counted from 0.
    pub(crate) fn rate(&self, step: usize, steps: usize) -> f64 {
        let Schedule::Cosine { warm_up } = self.schedule else { return self.learning_rate };
        let (step, rise) = (step as f64, warm_up * steps as f64);
        if step < rise {
            return self.learning_rate * (step + 1.0) / (rise + 1.0);
        }
        let way = (step - rise) / (steps as f64 - rise);
        self.learning_rate * 0.5 * (1.0 + (PI * way).cos())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosine_rises_and_falls() {
        let config = TrainingConfig::default()
            .with_learning_rate(1.0)
            .with_schedule(Schedule::Cosine { warm_up: 0.1 });
        let rates: Vec<f64> = (0..100).map(|step| config.rate(step, 100)).collect();
        assert!(rates[..10].is_sorted() && rates[0] > 0.0);
        assert!((rates[10] - 1.0).abs() < 1e-15);
        assert!(rates[10..].is_sorted_by(|a, b| a > b));
        // Half way down: half of it; and almost nothing at the end.
        assert!((rates[55] - 0.5).abs() < 1e-15);
        assert!(rates[99] > 0.0 && rates[99] < 1e-3);
    }

    #[test]
    fn epochs_go_round_the_parts() {
        let config = TrainingConfig::default().with_parts(3);
        let train = [5, 6, 7, 8, 9, 10];
        let parts = [1, 2, 3, 4].map(|epoch| config.part(&train, epoch));
        assert_eq!(parts, [&[5, 6], &[7, 8], &[9, 10], &[5, 6]]);
        assert!(config.check_parts(6).is_ok());
        for (parts, train) in [(0, 6), (7, 6), (4, 6)] {
            let error = config.clone().with_parts(parts).check_parts(train).unwrap_err();
            assert!(error.to_string().contains("parts"), "{error}");
        }
    }

    #[test]
    fn no_batch_is_a_small_remainder() {
        let config = TrainingConfig::default().with_batch_size(16);
        for (samples, sizes) in [
            (32, vec![16, 16]),
            (17, vec![8, 9]),
            (52, vec![13; 4]),
            (225, vec![15; 15]),
            (5, vec![5]),
            (1, vec![1]),
        ] {
            let order: Vec<usize> = (0..samples).rev().collect();
            let batches: Vec<&[usize]> = config.batches(&order).collect();
            assert_eq!(batches.iter().map(|batch| batch.len()).collect::<Vec<_>>(), sizes);
            assert_eq!(batches.concat(), order);
        }
    }

    #[test]
    fn the_constant_rate_is_constant() {
        let config = TrainingConfig::default().with_schedule(Schedule::Constant);
        assert!((0..10).all(|step| config.rate(step, 10).to_bits() == 1e-3_f64.to_bits()));
    }

    #[test]
    fn settings_out_of_range_are_refused() {
        let config = TrainingConfig::default;
        assert!(config().check().is_ok());
        for (bad, name) in [
            (config().with_epochs(0), "epochs"),
            (config().with_batch_size(0), "batch size"),
            (config().with_patience(0), "patience"),
            (config().with_learning_rate(f64::NAN), "learning rate"),
            (config().with_learning_rate(-1.0), "learning rate"),
            (config().with_weight_decay(-1.0), "weight decay"),
            (config().with_weight_decay(f64::NAN), "weight decay"),
            (config().with_learning_rate(0.1).with_weight_decay(10.1), "weight decay"),
            (config().with_schedule(Schedule::Cosine { warm_up: 1.0 }), "warm-up"),
        ] {
            assert!(bad.check().unwrap_err().to_string().starts_with(name));
        }
    }
}
