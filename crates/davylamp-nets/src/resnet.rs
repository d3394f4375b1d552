//! A residual network over sensors and readings.

use burn::module::Module;
use burn::nn::conv::Conv2d;
use burn::nn::{BatchNorm, Linear};
use burn::tensor::activation::relu;
use burn::tensor::ops::MaxPoolOptions;
use burn::tensor::{Device, Tensor};
use davylamp_kernels::{NormSteps, max_pool2d};
use serde::{Deserialize, Serialize};

use crate::NetsError;
use crate::error::{check_count, check_room};
use crate::layers::{Maker, convolve, normalise};

/// How many layers with weights a [`ResNet`] has.
///
/// He et al. (2016), Table 1, for 18 and 34; one block a stage is 10.
///
/// The example of [`ResNetConfig`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Depth {
    /// One block a stage.
    Ten,
    /// Two.
    #[default]
    Eighteen,
    /// Three, four, six and three.
    ThirtyFour,
}

impl Depth {
    /// Residual blocks of each stage.
    #[must_use]
    pub const fn blocks(self) -> [usize; 4] {
        match self {
            Self::Ten => [1, 1, 1, 1],
            Self::Eighteen => [2, 2, 2, 2],
            Self::ThirtyFour => [3, 4, 6, 3],
        }
    }
}

/// How a [`ResNet`] is built.
///
/// # Examples
/// ```
/// use burn::tensor::{Device, Tensor};
/// use davylamp_nets::{Depth, ResNetConfig};
///
/// // Ten sensors, 48 readings, twelve places.
/// let config = ResNetConfig::new([10, 48], 12).with_depth(Depth::Ten).with_width(8);
/// let device = Device::flex();
/// let scores = config.init(1, &device)?.forward(Tensor::zeros([2, 10, 48], &device));
/// assert_eq!(scores.dims(), [2, 12]);
/// # Ok::<(), davylamp_nets::NetsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ResNetConfig {
    /// Sensors and readings of an image: `[P, S]`.
    pub image: [usize; 2],
    /// Classes to tell apart.
    pub classes: usize,
    /// How many layers.
    pub depth: Depth,
    /// Channels of the first stage; each further one has twice as many. He et al.: 64.
    pub width: usize,
}

impl ResNetConfig {
    /// ResNet-18 with 64 channels in the first stage.
    #[must_use]
    pub const fn new(image: [usize; 2], classes: usize) -> Self {
        Self { image, classes, depth: Depth::Eighteen, width: 64 }
    }

    /// With another [`depth`](Self::depth).
    #[must_use]
    pub const fn with_depth(mut self, depth: Depth) -> Self {
        self.depth = depth;
        self
    }

    /// With another [`width`](Self::width).
    #[must_use]
    pub const fn with_width(mut self, width: usize) -> Self {
        self.width = width;
        self
    }

    /// Sizes of the image after the stem and after each of the four stages.
    ///
    /// Every stride of two halves both sides, rounded up, and there are five of them. Of eight sensors
    /// four rows are left after the first convolution, two after the pooling and the first stage, and
    /// one from the second stage on: the early layers alone compare sensors, and the seven rows of the
    /// first kernel span most of them. Rows that are neighbours in the file are neighbours to the
    /// network, wherever the sensors stand.
    ///
    /// ```
    /// use davylamp_nets::ResNetConfig;
    ///
    /// let sides = ResNetConfig::new([8, 64], 4).sides();
    /// assert_eq!(sides, [[2, 16], [2, 16], [1, 8], [1, 4], [1, 2]]);
    /// ```
    #[must_use]
    pub fn sides(&self) -> [[usize; 2]; 5] {
        let stem = self.image.map(|side| side.div_ceil(4));
        std::array::from_fn(|at| {
            let halvings = at.saturating_sub(1);
            stem.map(|side| side.div_ceil(1 << halvings))
        })
    }

    /// A network with weights drawn from `seed`.
    ///
    /// # Errors
    /// [`NetsError::CountOutOfRange`] where a size is zero or absurd, or there are less than two
    /// classes.
    pub fn init(&self, seed: u64, device: &Device) -> Result<ResNet, NetsError> {
        self.check()?;
        let mut maker = Maker::new(seed, device);
        let conv1 = maker.convolution([1, self.width], 7, 2);
        let bn1 = maker.norm(self.width);
        let mut inputs = self.width;
        let mut stage = |number: usize| -> Vec<BasicBlock> {
            let outputs = self.width << number;
            let blocks = (0..self.depth.blocks()[number]).map(|block| {
                let stride = if number > 0 && block == 0 { 2 } else { 1 };
                let made = BasicBlock::new(&mut maker, [inputs, outputs], stride);
                inputs = outputs;
                made
            });
            blocks.collect()
        };
        let [layer1, layer2, layer3, layer4] = [stage(0), stage(1), stage(2), stage(3)];
        let fc = maker.linear([inputs, self.classes], inputs);
        Ok(ResNet { conv1, bn1, layer1, layer2, layer3, layer4, fc })
    }

    pub(crate) fn check(&self) -> Result<(), NetsError> {
        check_room(self.image, self.classes)?;
        check_count("width", self.width, [1, 1 << 12])
    }
}

/// The residual network of Wang et al. (2024): a 7 by 7 convolution of stride 2, batch normalisation,
/// ReLU, max pooling, four stages of residual blocks, the mean over the image, a linear layer.
///
/// Made by [`ResNetConfig::init`]. Its weights have the names that torchvision gives them. First
/// weights of convolutions are those of He et al. (2015), <https://doi.org/10.1109/ICCV.2015.123>,
/// equation 10, drawn evenly.
///
/// The example of [`ResNetConfig`] shows it.
///
/// # References
/// Wang et al. (2024), Figure 1 and equations 4 to 15; He et al. (2016),
/// <https://doi.org/10.1109/CVPR.2016.90>, Table 1.
#[derive(Module, Debug)]
pub struct ResNet {
    conv1: Conv2d,
    bn1: BatchNorm,
    layer1: Vec<BasicBlock>,
    layer2: Vec<BasicBlock>,
    layer3: Vec<BasicBlock>,
    layer4: Vec<BasicBlock>,
    fc: Linear,
}

impl ResNet {
    /// Scores of classes, `[batch, classes]`, of images `[batch, sensor, reading]`. Their softmax are
    /// probabilities.
    #[must_use]
    pub fn forward(&self, images: Tensor<3>) -> Tensor<2> {
        let x = images.unsqueeze_dim(1); // [batch, 1, sensor, reading]
        let x = rectified(&self.bn1, convolve(&self.conv1, x));
        let pooling = MaxPoolOptions::new([3, 3]).with_stride([2, 2]).with_padding([1, 1]);
        let mut x = max_pool2d(x, pooling);
        for stage in [&self.layer1, &self.layer2, &self.layer3, &self.layer4] {
            x = stage.iter().fold(x, |x, block| block.forward(x));
        }
        // Adaptive average pooling to one pixel is the mean.
        let x: Tensor<3> = x.flatten(2, 3);
        self.fc.forward(x.mean_dim(2).squeeze_dim(2))
    }
}

/// Normalisation, then ReLU.
fn rectified(norm: &BatchNorm, x: Tensor<4>) -> Tensor<4> {
    normalise(norm, x, NormSteps::default().with_relu_after(true))
}

/// Two 3 by 3 convolutions with normalisation, and a way past them.
///
/// He et al. (2016), Figure 2 and equation 2; Wang et al. (2024), equations 9 to 12.
#[derive(Module, Debug)]
struct BasicBlock {
    conv1: Conv2d,
    bn1: BatchNorm,
    conv2: Conv2d,
    bn2: BatchNorm,
    downsample: Option<(Conv2d, BatchNorm)>,
}

impl BasicBlock {
    fn new(maker: &mut Maker<'_>, [inputs, outputs]: [usize; 2], stride: usize) -> Self {
        let conv1 = maker.convolution([inputs, outputs], 3, stride);
        let bn1 = maker.norm(outputs);
        let conv2 = maker.convolution([outputs, outputs], 3, 1);
        let bn2 = maker.norm(outputs);
        let changes = stride > 1 || inputs != outputs;
        let downsample =
            changes.then(|| (maker.convolution([inputs, outputs], 1, stride), maker.norm(outputs)));
        Self { conv1, bn1, conv2, bn2, downsample }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let past = match &self.downsample {
            Some((convolution, norm)) => {
                normalise(norm, convolve(convolution, x.clone()), NormSteps::default())
            }
            None => x.clone(),
        };
        let y = rectified(&self.bn1, convolve(&self.conv1, x));
        let y = normalise(&self.bn2, convolve(&self.conv2, y), NormSteps::default());
        relu(y + past)
    }
}
