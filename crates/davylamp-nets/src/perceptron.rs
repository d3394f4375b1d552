//! A multilayer perceptron over all readings.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::NetsError;
use crate::error::{check_count, check_room};
use crate::layers::{Maker, rectified};

/// How a [`Perceptron`] is built.
///
/// # Examples
/// ```
/// use davylamp_nets::{NetworkConfig, PerceptronConfig};
///
/// let config = PerceptronConfig::new([10, 48], 12).with_hidden([32]);
/// assert_eq!(NetworkConfig::from(config).labels(), 12);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PerceptronConfig {
    /// Sensors and readings of an image: `[P, S]`.
    pub image: [usize; 2],
    /// Classes to tell apart.
    pub classes: usize,
    /// Sizes of the layers before the last one.
    pub hidden: Vec<usize>,
}

impl PerceptronConfig {
    /// With one hidden layer of 64.
    #[must_use]
    pub fn new(image: [usize; 2], classes: usize) -> Self {
        Self { image, classes, hidden: vec![64] }
    }

    /// With other [`hidden`](Self::hidden) layers.
    #[must_use]
    pub fn with_hidden(mut self, hidden: impl Into<Vec<usize>>) -> Self {
        self.hidden = hidden.into();
        self
    }

    /// A network with weights drawn from `seed`.
    ///
    /// # Errors
    /// As [`ResNetConfig::init`](crate::ResNetConfig::init).
    pub fn init(&self, seed: u64, device: &Device) -> Result<Perceptron, NetsError> {
        self.check()?;
        let sizes: Vec<usize> = self.hidden.iter().copied().chain([self.classes]).collect();
        let dense = Maker::new(seed, device).dense(self.image.iter().product(), &sizes);
        Ok(Perceptron { dense })
    }

    pub(crate) fn check(&self) -> Result<(), NetsError> {
        check_room(self.image, self.classes)?;
        for size in &self.hidden {
            check_count("size of a layer", *size, [1, 1 << 16])?;
        }
        check_count("hidden dense layers", self.hidden.len(), [0, 64])
    }
}

/// Dense layers with ReLUs between them: the ANN that Wang et al. (2024) compare with.
///
/// Made by [`PerceptronConfig::init`].
///
/// The example of [`PerceptronConfig`] shows it.
#[derive(Module, Debug)]
pub struct Perceptron {
    dense: Vec<Linear>,
}

impl Perceptron {
    /// Scores of classes, `[batch, classes]`, of images `[batch, sensor, reading]`.
    #[must_use]
    pub fn forward(&self, images: Tensor<3>) -> Tensor<2> {
        rectified(&self.dense, images.flatten(1, 2))
    }
}
