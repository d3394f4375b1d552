//! HydrogenNet: a two-dimensional network over time and trace.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::module::adaptive_avg_pool2d;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::NetsError;
use crate::error::check_count;
use crate::layers::{Block, Maker, dense};

/// Poolings of two: Gao et al. go from 256 to 16 samples of time.
pub(crate) const POOLINGS: usize = 4;

/// How a [`HydrogenNet`] is built.
///
/// The paper prints the kernel (3), the order of a layer (convolution, ReLU, batch normalisation),
/// the pooled size (16 by W/16 with 256 channels), three dense layers and the sigmoid; it does not
/// print the widths, so they are settings.
///
/// # Examples
/// ```
/// use davylamp_nets::HydrogenNetConfig;
///
/// // Four stations: 2 components, 8 sources, 4 stations; six labels.
/// let config = HydrogenNetConfig::new([256, 64], 6).with_channels([16, 32, 64, 128, 256]);
/// assert_eq!(config.pooled(), [16, 4]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HydrogenNetConfig {
    /// Samples of time and traces of an image: `[256, W]`.
    pub image: [usize; 2],
    /// Channels after each convolution; the first four are pooled.
    pub channels: Vec<usize>,
    /// Sizes of the dense layers before the last one.
    pub hidden: Vec<usize>,
    /// Labels of a sample.
    pub labels: usize,
}

impl HydrogenNetConfig {
    /// The wide network for images of this size: channels 32, 64, 128, 256, dense layers 512, 128.
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

    /// Size of the image after convolutions and pooling.
    #[must_use]
    pub fn pooled(&self) -> [usize; 2] {
        self.image.map(|side| (side >> POOLINGS).max(1))
    }

    /// A network with weights drawn from `seed`.
    ///
    /// # Errors
    /// [`NetsError::CountOutOfRange`] where a size is zero or absurd, or an image is too small to be
    /// pooled.
    pub fn init(&self, seed: u64, device: &Device) -> Result<HydrogenNet, NetsError> {
        self.check()?;
        let mut maker = Maker::new(seed, device);
        let mut inputs = 1;
        let mut blocks = Vec::new();
        for &outputs in &self.channels {
            blocks.push(maker.block([inputs, outputs], [3, 3]));
            inputs = outputs;
        }
        let pooled = self.pooled();
        let sizes: Vec<usize> = self.hidden.iter().copied().chain([self.labels]).collect();
        let dense = maker.dense(inputs * pooled[0] * pooled[1], &sizes);
        Ok(HydrogenNet { blocks, dense, pooled })
    }

    pub(crate) fn check(&self) -> Result<(), NetsError> {
        const SMALLEST: usize = 1 << POOLINGS;
        check_count("samples of time", self.image[0], [SMALLEST, 1 << 16])?;
        check_count("traces", self.image[1], [1, 1 << 16])?;
        check_sizes(&self.channels, &self.hidden, self.labels)
    }
}

/// The checks that both variants share.
pub(crate) fn check_sizes(
    channels: &[usize],
    hidden: &[usize],
    labels: usize,
) -> Result<(), NetsError> {
    check_count("layers of convolution", channels.len(), [1, 64])?;
    check_count("hidden dense layers", hidden.len(), [0, 64])?;
    check_count("labels", labels, [1, 1 << 16])?;
    for size in channels.iter().chain(hidden) {
        check_count("size of a layer", *size, [1, 1 << 16])?;
    }
    Ok(())
}

/// The network of Gao et al. (2024): convolutions with ReLU, batch normalisation and pooling,
/// adaptive average pooling, dense layers, a sigmoid.
///
/// Made by [`HydrogenNetConfig::init`].
///
/// The example of [`HydrogenNetConfig`] shows it.
///
/// # References
/// Gao et al. (2024), section on HydrogenNet and Figure 2.
#[derive(Module, Debug)]
pub struct HydrogenNet {
    blocks: Vec<Block>,
    dense: Vec<Linear>,
    pooled: [usize; 2],
}

impl HydrogenNet {
    /// Labels between 0 and 1, `[batch, labels]`, of images `[batch, time, trace]`.
    ///
    /// # Panics
    /// As burn does, where the image has another size than the network.
    #[must_use]
    pub fn forward(&self, images: Tensor<3>) -> Tensor<2> {
        let mut x = images.unsqueeze_dim(1); // [batch, 1, time, trace]
        for (at, block) in self.blocks.iter().enumerate() {
            let [_, _, height, width] = x.dims();
            x = block.forward(x, at < POOLINGS && height > 1 && width > 1);
        }
        let [_, _, height, width] = x.dims();
        if [height, width] != self.pooled {
            x = adaptive_avg_pool2d(x, self.pooled);
        }
        dense(&self.dense, x.flatten(1, 3))
    }
}
