//! How accuracy grows with training samples, and what the nearest neighbour says of the limit.

use std::ops::ControlFlow;

use anyhow::Result;
use davylamp_nets::rivals::{LabelledImages, Method, Net};
use davylamp_nets::{Confusion, Split, Training};
use serde::{Deserialize, Serialize};

use crate::experiment::SEED;
use crate::outcome::Task;

/// More and more draws of the same leaks to learn from, and the same test samples for all.
#[derive(Debug, Clone)]
pub(crate) struct Curve {
    pub(crate) data: LabelledImages,
    /// The first samples are for training, up to the greatest of these.
    pub(crate) counts: Vec<usize>,
    /// The last samples are for testing.
    pub(crate) test: usize,
    pub(crate) epochs: usize,
}

impl Curve {
    fn select(&self, range: std::ops::Range<usize>) -> LabelledImages {
        self.data.select(&range.collect::<Vec<_>>())
    }

    pub(crate) fn tests(&self) -> LabelledImages {
        let count = self.data.labels().len();
        self.select(count - self.test..count)
    }

    /// The accuracy of a method that has learnt from so many.
    pub(crate) fn accuracy(&self, method: &dyn Method, trial: usize, count: usize) -> Result<f64> {
        let tests = self.tests();
        let told = method.fit(trial, &self.select(0..count), SEED)?.classify(&tests)?;
        Ok(Confusion::of(tests.classes(), tests.labels(), &told)?.accuracy())
    }
}

/// The greatest accuracy that any method could reach, if the nearest neighbour of endless samples erred
/// this often: $E \le e^* (2 - \frac{C}{C-1} e^*)$ between the error E of the nearest neighbour and the
/// least one $e^*$ that there is. Cover & Hart (1967), doi:10.1109/TIT.1967.1053964, theorem 1.
pub(crate) fn cover_hart(nearest_accuracy: f64, classes: usize) -> f64 {
    let part = classes as f64 / (classes as f64 - 1.0);
    let error = 1.0 - nearest_accuracy;
    1.0 - (1.0 - (1.0 - part * error).max(0.0).sqrt()) / part
}

/// Losses after each epoch of a training: of the training samples and of the test samples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Losses {
    pub(crate) train: Vec<f64>,
    pub(crate) test: Vec<f64>,
}

/// The network of Figure 2 on the first draw; the test samples are looked at and choose nothing.
pub(crate) fn losses(task: &Task, net: &Net, trial: usize) -> Result<Losses> {
    let drawn = task.indices(0)?;
    let split = Split { train: drawn.train, validation: drawn.test, test: vec![] };
    let training: Training<'_> = net.training(trial, &task.data, split, SEED)?;
    let history = training.run(&mut |_| ControlFlow::Continue(()))?.history;
    Ok(Losses {
        train: history.iter().map(|epoch| epoch.train_loss).collect(),
        test: history.iter().map(|epoch| epoch.validation_loss).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_the_theorem_turned_round() {
        assert!((cover_hart(1.0, 6) - 1.0).abs() < 1e-15);
        // Guessing among six: the least error is 5/6 too.
        assert!((cover_hart(1.0 / 6.0, 6) - 1.0 / 6.0).abs() < 1e-12);
        for least in [0.05, 0.2, 0.5] {
            let nearest = least * (2.0 - 1.2 * least);
            assert!((cover_hart(1.0 - nearest, 6) - (1.0 - least)).abs() < 1e-12);
        }
    }
}
