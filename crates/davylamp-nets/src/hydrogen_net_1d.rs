//! HydrogenNet over time alone, every trace a channel.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::module::{adaptive_avg_pool1d, max_pool1d};
use burn::tensor::ops::MaxPoolOptions;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::NetsError;
use crate::error::check_count;
use crate::hydrogen_net::{POOLINGS, check_sizes};
use crate::layers::{Block, Maker, dense};

/// How a [`HydrogenNet1d`] is built; the settings are those of
/// [`HydrogenNetConfig`](crate::HydrogenNetConfig).
///
/// # Examples
/// ```
/// use davylamp_nets::HydrogenNet1dConfig;
///
/// let config = HydrogenNet1dConfig::new([256, 64], 6);
/// assert_eq!(config.channels, [32, 64, 128, 256]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HydrogenNet1dConfig {
    /// Samples of time and traces of an image: `[256, W]`.
    pub image: [usize; 2],
    /// Channels after each convolution; the first four are pooled.
    pub channels: Vec<usize>,
    /// Sizes of the dense layers before the last one.
    pub hidden: Vec<usize>,
    /// Labels of a sample.
    pub labels: usize,
}

impl HydrogenNet1dConfig {
    /// As wide as [`HydrogenNetConfig::new`](crate::HydrogenNetConfig::new).
    #[must_use]
    pub fn new(image: [usize; 2], labels: usize) -> Self {
        Self { image, channels: vec![32, 64, 128, 256], hidden: vec![512, 128], labels }
    }

    /// With other [`channels`](Self::channels).
    #[must_use]
    pub fn with_channels(mut self, channels: impl Into<Vec<usize>>) -> Self {
        self.channels = channels.into();
        self
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
    /// As [`HydrogenNetConfig::init`](crate::HydrogenNetConfig::init).
    pub fn init(&self, seed: u64, device: &Device) -> Result<HydrogenNet1d, NetsError> {
        self.check()?;
        let mut maker = Maker::new(seed, device);
        let mut inputs = self.image[1];
        let mut blocks = Vec::new();
        for &outputs in &self.channels {
            blocks.push(maker.block([inputs, outputs], [1, 3]));
            inputs = outputs;
        }
        let pooled = self.image[0] >> POOLINGS;
        let sizes: Vec<usize> = self.hidden.iter().copied().chain([self.labels]).collect();
        let dense = maker.dense(inputs * pooled, &sizes);
        Ok(HydrogenNet1d { blocks, dense, pooled })
    }

    pub(crate) fn check(&self) -> Result<(), NetsError> {
        check_count("samples of time", self.image[0], [1 << POOLINGS, 1 << 16])?;
        check_count("traces", self.image[1], [1, 1 << 16])?;
        check_sizes(&self.channels, &self.hidden, self.labels)
    }
}

/// HydrogenNet-1D: the same layers with convolutions over time, the traces being the channels of the
/// input.
///
/// Made by [`HydrogenNet1dConfig::init`]. The convolutions are stored as two-dimensional ones with
/// kernels of one row.
///
/// The example of [`HydrogenNet1dConfig`] shows it.
///
/// # References
/// Gao et al. (2024), Figure 25.
#[derive(Module, Debug)]
pub struct HydrogenNet1d {
    blocks: Vec<Block>,
    dense: Vec<Linear>,
    pooled: usize,
}

impl HydrogenNet1d {
    /// Labels between 0 and 1, `[batch, labels]`, of images `[batch, time, trace]`.
    ///
    /// # Panics
    /// As burn does, where the image has another size than the network.
    #[must_use]
    pub fn forward(&self, images: Tensor<3>) -> Tensor<2> {
        let mut x = images.swap_dims(1, 2); // [batch, trace, time]
        for (at, block) in self.blocks.iter().enumerate() {
            x = block.forward(x.unsqueeze_dim(2), false).squeeze_dim(2);
            if at < POOLINGS {
                x = max_pool1d(x, MaxPoolOptions::new([2]));
            }
        }
        if x.dims()[2] != self.pooled {
            x = adaptive_avg_pool1d(x, self.pooled);
        }
        dense(&self.dense, x.flatten(1, 2))
    }
}
