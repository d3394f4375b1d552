//! Leaks underground as some stations see them.

use davylamp_nets::{DataCard, Label, NetsError, Split};
use davylamp_traits::{SampleError, Samples};

use super::{LearningError, truths};

/// Labels that are as great as the leak is.
const EXTENSIVE: [&str; 2] = ["mass", "volume"];
/// The scale of these over the greatest: a sigmoid does not reach one.
const MARGIN: f64 = 1.05;

/// Samples whose labels are multiplied.
struct Rescaled<'a> {
    inner: Box<dyn Samples + 'a>,
    factors: Vec<f64>,
}

impl Samples for Rescaled<'_> {
    fn len(&self) -> usize {
        self.inner.len()
    }

    fn image_shape(&self) -> &[usize] {
        self.inner.image_shape()
    }

    fn label_shape(&self) -> &[usize] {
        self.inner.label_shape()
    }

    #[expect(clippy::cast_possible_truncation, reason = "networks learn in single precision")]
    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        self.inner.read(index, image, labels)?;
        for (label, factor) in labels.iter_mut().zip(&self.factors) {
            *label = (f64::from(*label) * factor) as f32;
        }
        Ok(())
    }
}

/// A set of leaks as some stations with noise see it, each leak in one view or in several.
///
/// The example of [`Leaks`](super::Leaks) shows it.
pub struct SeenLeaks<'a> {
    /// What it is.
    pub card: DataCard,
    /// Images `[time, trace]` and labels: view `k` of leak `i` of `leaks` is sample `k * leaks + i`. The
    /// first view is the leak itself.
    pub samples: Box<dyn Samples + 'a>,
    /// How many there are in the set.
    pub leaks: usize,
    /// Of each leak.
    pub views: usize,
}

impl std::fmt::Debug for SeenLeaks<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SeenLeaks")
            .field("card", &self.card)
            .field("leaks", &self.leaks)
            .field("views", &self.views)
            .finish_non_exhaustive()
    }
}

impl SeenLeaks<'_> {
    /// The same with labels as shares of other scales, in the units that they have.
    ///
    /// # Errors
    /// [`LearningError::Scales`] where there is not one for each label, or one is not positive.
    pub fn with_scales(self, scales: &[f64]) -> Result<Self, LearningError> {
        let Self { mut card, samples, leaks, views } = self;
        let positive = |scale: &f64| *scale > 0.0 && scale.is_finite();
        if scales.len() != card.labels.len() || !scales.iter().all(positive) {
            let (found, expected) = (scales.to_vec(), card.labels.len());
            return Err(LearningError::Scales { found, expected });
        }
        let mut factors = Vec::with_capacity(scales.len());
        for (label, scale) in card.labels.iter_mut().zip(scales) {
            factors.push(label.scale / scale);
            label.scale = *scale;
        }
        Ok(Self { card, samples: Box::new(Rescaled { inner: samples, factors }), leaks, views })
    }

    /// The same with mass and volume as shares of a little more than the greatest of the first
    /// `leaks`, which train: the others of a set are mostly far below what its scene allows, and a
    /// network would learn little of labels that are all nearly zero.
    ///
    /// # Errors
    /// [`LearningError::Nets`] where a leak cannot be read, [`LearningError::Scales`] where none holds gas.
    pub fn with_greatest(self, leaks: usize) -> Result<Self, LearningError> {
        let indices: Vec<usize> = (0..leaks.min(self.leaks)).collect();
        let rows = truths(&*self.samples, &indices)?;
        let scale = |(at, label): (usize, &Label)| {
            let greatest = rows.iter().map(|row| row[at]).fold(0.0, f64::max);
            if EXTENSIVE.contains(&label.name.as_str()) {
                MARGIN * greatest * label.scale
            } else {
                label.scale
            }
        };
        let scales: Vec<f64> = self.card.labels.iter().enumerate().map(scale).collect();
        self.with_scales(&scales)
    }

    /// The first leaks to train on, in all their views; the next to validate and the next to test, in
    /// their first view alone.
    ///
    /// The training samples are as many equal parts as there are views
    /// ([`TrainingConfig::parts`](davylamp_nets::TrainingConfig::parts)). Each part has every leak once,
    /// and every view of some.
    ///
    /// # Errors
    /// As [`Split::in_order`].
    pub fn split(&self, parts: [usize; 3]) -> Result<Split, NetsError> {
        let split = Split::in_order(self.leaks, parts)?;
        let view = |part: usize, leak: usize| (part + leak) % self.views * self.leaks + leak;
        let part = |part| split.train.iter().map(move |leak| view(part, *leak));
        Ok(Split { train: (0..self.views).flat_map(part).collect(), ..split })
    }
}
