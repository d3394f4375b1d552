//! What a finished training came to, as it lies in its folder.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use davylamp::nets::{Epoch, r_squared_by_label};
use serde::{Deserialize, Serialize};

/// The name of the file.
pub const FILE: &str = "outcome.json";

/// A finished training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Wall time of all sittings, in s: epochs, with reading, validation and checkpoints.
    pub seconds: f64,
    /// Parameters and running statistics of the network.
    pub weights: usize,
    /// What each epoch came to.
    pub history: Vec<Epoch>,
    /// The greatest mass and volume among the training samples, in kg and m³.
    pub greatest: [f64; 2],
    /// Of the training samples, each in its first view, by the best weights.
    pub train: Answers,
    /// Of the validation samples.
    pub validation: Answers,
    /// Of the samples that nothing was chosen by.
    pub test: Answers,
}

/// Labels as predicted and in truth, `[sample][label]`: places as fractions of the ground, mass and
/// volume as fractions of the greatest among the training samples.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Which samples of the set.
    pub indices: Vec<usize>,
    /// As they are.
    pub truths: Vec<Vec<f64>>,
    /// As predicted.
    pub predictions: Vec<Vec<f64>>,
}

impl Answers {
    /// R² of each label; NaN without samples.
    #[must_use]
    pub fn r_squared(&self) -> [f64; 6] {
        let scores = r_squared_by_label(&self.truths, &self.predictions);
        std::array::from_fn(|label| scores.get(label).copied().unwrap_or(f64::NAN))
    }

    /// Truth and prediction of a label.
    #[must_use]
    pub fn pairs(&self, label: usize) -> Vec<[f64; 2]> {
        let rows = self.truths.iter().zip(&self.predictions);
        rows.map(|(truth, found)| [truth[label], found[label]]).collect()
    }

    /// Prediction minus truth of a label.
    #[must_use]
    pub fn errors(&self, label: usize) -> Errors {
        Errors::of(self.pairs(label).into_iter().map(|[truth, found]| found - truth).collect())
    }
}

/// Least and greatest x and z, in m, of a row of labels on a ground of this width and depth.
#[must_use]
pub fn corners(row: &[f64], [width, depth]: [f64; 2]) -> [[f64; 2]; 2] {
    [[row[0], row[2]], [row[1], row[3]]].map(|[x, z]| [x * width, z * depth])
}

/// Errors with the Gaussian that fits them: their mean and their standard deviation, which is the
/// likeliest one.
#[derive(Debug, Clone, PartialEq)]
pub struct Errors {
    /// All of them.
    pub values: Vec<f64>,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation about it.
    pub deviation: f64,
}

impl Errors {
    /// Of some errors; NaN of none.
    #[must_use]
    pub fn of(values: Vec<f64>) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        Self { mean, deviation: (squares / count).sqrt(), values }
    }

    /// The greatest, whatever its sign.
    #[must_use]
    pub fn largest(&self) -> f64 {
        self.values.iter().fold(0.0, |most: f64, value| most.max(value.abs()))
    }

    /// The least and the greatest.
    #[must_use]
    pub fn range(&self) -> [f64; 2] {
        let least = self.values.iter().copied().fold(f64::INFINITY, f64::min);
        [least, self.values.iter().copied().fold(f64::NEG_INFINITY, f64::max)]
    }
}

impl Outcome {
    /// The boxes predicted of the samples that the network did not learn from, on a ground of this width and
    /// depth in m: CSV of `sample`, `x_min_m`, `x_max_m`, `z_min_m`, `z_max_m`.
    #[must_use]
    pub fn unseen_boxes(&self, extent: [f64; 2]) -> String {
        let mut text = "sample,x_min_m,x_max_m,z_min_m,z_max_m\n".to_owned();
        for answers in [&self.validation, &self.test] {
            for (sample, row) in answers.indices.iter().zip(&answers.predictions) {
                let [[left, top], [right, bottom]] = corners(row, extent);
                let _ = writeln!(text, "{sample},{left:.1},{right:.1},{top:.1},{bottom:.1}");
            }
        }
        text
    }

    /// Reads it from the folder of its training; `None` if that is not finished.
    ///
    /// # Errors
    /// A file that is no outcome.
    pub fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE);
        match fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            other => {
                let bytes = other.with_context(|| format!("cannot read {}", path.display()))?;
                let outcome = serde_json::from_slice(&bytes);
                Ok(Some(outcome.with_context(|| format!("{} is damaged", path.display()))?))
            }
        }
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(FILE);
        davylamp::files::replace(&path, &serde_json::to_vec(self)?)
            .with_context(|| format!("cannot write {}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn errors_have_a_mean_and_a_deviation() {
        let errors = Errors::of(vec![-3.0, 1.0, 2.0, 4.0]);
        assert!((errors.mean - 1.0).abs() < 1e-15);
        // (16 + 0 + 1 + 9) / 4
        assert!((errors.deviation - 6.5_f64.sqrt()).abs() < 1e-15);
        assert!((errors.largest() - 4.0).abs() < 1e-15);
        assert!((errors.range()[0] + 3.0).abs() < 1e-15);
        assert!(Errors::of(vec![]).mean.is_nan());
    }

    #[test]
    fn an_outcome_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Outcome::read(folder.path()).unwrap(), None);
        let answers = Answers {
            indices: vec![3, 4],
            truths: vec![vec![0.1; 6], vec![0.3; 6]],
            predictions: vec![vec![0.1; 6], vec![0.2; 6]],
        };
        let epoch = |number, validation_loss| Epoch {
            number,
            learning_rate: 1e-3,
            train_loss: 0.1,
            validation_loss,
            r_squared: vec![None; 6],
            accuracy: None,
        };
        let outcome = Outcome {
            seconds: 1.5,
            weights: 7,
            greatest: [1.0, 2.0],
            history: vec![epoch(1, 0.3), epoch(2, 0.1), epoch(3, 0.2)],
            train: Answers::default(),
            validation: answers,
            test: Answers::default(),
        };
        outcome.write(folder.path()).unwrap();
        assert_eq!(Outcome::read(folder.path()).unwrap().unwrap(), outcome);
        assert_eq!(Epoch::best(&outcome.history), 2);
        // 1 - 0.01 / 0.02
        assert!((outcome.validation.r_squared()[2] - 0.5).abs() < 1e-12);
        assert!(outcome.test.r_squared()[0].is_nan());
        let boxes = outcome.unseen_boxes([4000.0, 1600.0]);
        let rows = ["3,400.0,400.0,160.0,160.0", "4,800.0,800.0,320.0,320.0"];
        assert_eq!(boxes.lines().skip(1).collect::<Vec<_>>(), rows);
        std::fs::write(folder.path().join(FILE), "{}").unwrap();
        assert!(Outcome::read(folder.path()).unwrap_err().to_string().contains(FILE));
    }
}
