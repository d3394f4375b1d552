//! What a method said, and what that is worth.

use anyhow::Result;
use davylamp_nets::rivals::LabelledImages;
use davylamp_nets::{Confusion, Split};
use serde::{Deserialize, Serialize};

/// What one method said after one training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// Classes of the training samples.
    pub(crate) train: Vec<usize>,
    /// Of the test samples.
    pub(crate) test: Vec<usize>,
    /// Of samples from elsewhere, set by set.
    pub(crate) others: Vec<Vec<usize>>,
}

/// A comparison: samples, and how they are divided.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) name: &'static str,
    pub(crate) data: LabelledImages,
    /// What chooses the settings, for the draws in turn: of each as many as are trained on, none of them in
    /// `data`.
    pub(crate) tuning: Vec<LabelledImages>,
    pub(crate) train: usize,
    pub(crate) test: usize,
    pub(crate) draws: usize,
    /// Parts of the cross-validation that chooses settings.
    pub(crate) folds: usize,
    pub(crate) epochs: usize,
    /// Sets that are told too, never trained on.
    pub(crate) others: Vec<(&'static str, LabelledImages)>,
}

impl Task {
    /// A draw's training and test samples. The seed is that of the page.
    pub(crate) fn split(&self, draw: usize) -> Result<[LabelledImages; 2]> {
        let split = self.indices(draw)?;
        Ok([self.data.select(&split.train), self.data.select(&split.test)])
    }

    pub(crate) fn indices(&self, draw: usize) -> Result<Split> {
        let count = self.data.labels().len();
        Ok(Split::random(count, [self.train, 0, self.test], crate::experiment::SEED + draw as u64)?)
    }

    /// Confusions of an outcome: training and test.
    pub(crate) fn confusions(&self, draw: usize, outcome: &Outcome) -> Result<[Confusion; 2]> {
        let [train, test] = self.split(draw)?;
        let of = |images: &LabelledImages, told: &[usize]| {
            Confusion::of(images.classes(), images.labels(), told)
        };
        Ok([of(&train, &outcome.train)?, of(&test, &outcome.test)?])
    }
}

/// Accuracy, precision, recall, F1.
pub(crate) fn metrics(confusion: &Confusion) -> [f64; 4] {
    [confusion.accuracy(), confusion.precision(), confusion.recall(), confusion.f1()]
}

/// The part of labels that is told rightly.
pub(crate) fn accuracy(labels: &[usize], told: &[usize]) -> f64 {
    let right = labels.iter().zip(told).filter(|(label, told)| label == told).count();
    right as f64 / labels.len() as f64
}
