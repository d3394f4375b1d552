//! Any of the networks.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::{
    HydrogenNet, HydrogenNet1d, HydrogenNet1dConfig, HydrogenNetConfig, Lstm, LstmConfig,
    NetsError, Perceptron, PerceptronConfig, ResNet, ResNetConfig, Task,
};

/// Which network, and how it is built.
///
/// # Examples
/// ```
/// use davylamp_nets::{HydrogenNetConfig, NetworkConfig};
///
/// let config = NetworkConfig::from(HydrogenNetConfig::new([256, 64], 6));
/// let text = serde_json::to_string(&config)?;
/// assert!(text.starts_with(r#"{"hydrogennet":{"image":[256,64]"#));
/// assert_eq!(serde_json::from_str::<NetworkConfig>(&text)?, config);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NetworkConfig {
    /// [`HydrogenNet`].
    #[serde(rename = "hydrogennet")]
    HydrogenNet(HydrogenNetConfig),
    /// [`HydrogenNet1d`].
    #[serde(rename = "hydrogennet-1d")]
    HydrogenNet1d(HydrogenNet1dConfig),
    /// [`ResNet`].
    #[serde(rename = "resnet")]
    ResNet(ResNetConfig),
    /// [`Perceptron`].
    Perceptron(PerceptronConfig),
    /// [`Lstm`].
    Lstm(LstmConfig),
}

impl From<HydrogenNetConfig> for NetworkConfig {
    fn from(config: HydrogenNetConfig) -> Self {
        Self::HydrogenNet(config)
    }
}

impl From<HydrogenNet1dConfig> for NetworkConfig {
    fn from(config: HydrogenNet1dConfig) -> Self {
        Self::HydrogenNet1d(config)
    }
}

impl From<ResNetConfig> for NetworkConfig {
    fn from(config: ResNetConfig) -> Self {
        Self::ResNet(config)
    }
}

impl From<PerceptronConfig> for NetworkConfig {
    fn from(config: PerceptronConfig) -> Self {
        Self::Perceptron(config)
    }
}

impl From<LstmConfig> for NetworkConfig {
    fn from(config: LstmConfig) -> Self {
        Self::Lstm(config)
    }
}

impl NetworkConfig {
    /// A network with weights drawn from `seed`.
    ///
    /// # Errors
    /// Those of the network's own `init`.
    pub fn init(&self, seed: u64, device: &Device) -> Result<Network, NetsError> {
        Ok(match self {
            Self::HydrogenNet(config) => Network::HydrogenNet(config.init(seed, device)?),
            Self::HydrogenNet1d(config) => Network::HydrogenNet1d(config.init(seed, device)?),
            Self::ResNet(config) => Network::ResNet(config.init(seed, device)?),
            Self::Perceptron(config) => Network::Perceptron(config.init(seed, device)?),
            Self::Lstm(config) => Network::Lstm(config.init(seed, device)?),
        })
    }

    /// What it is called: `HydrogenNet`, `ResNet-18`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::HydrogenNet(_) => "HydrogenNet".to_owned(),
            Self::HydrogenNet1d(_) => "HydrogenNet-1D".to_owned(),
            // Two layers a block, the first and the last.
            Self::ResNet(config) => {
                format!("ResNet-{}", 2 + 2 * config.depth.blocks().iter().sum::<usize>())
            }
            Self::Perceptron(_) => "perceptron".to_owned(),
            Self::Lstm(_) => "LSTM".to_owned(),
        }
    }

    /// Sizes of an image: `[time, trace]`, or `[sensor, reading]`.
    #[must_use]
    pub const fn image(&self) -> [usize; 2] {
        match self {
            Self::HydrogenNet(config) => config.image,
            Self::HydrogenNet1d(config) => config.image,
            Self::ResNet(config) => config.image,
            Self::Perceptron(config) => config.image,
            Self::Lstm(config) => config.image,
        }
    }

    /// What the network learns.
    #[must_use]
    pub const fn task(&self) -> Task {
        match self {
            Self::HydrogenNet(config) => Task::Regression { labels: config.labels },
            Self::HydrogenNet1d(config) => Task::Regression { labels: config.labels },
            Self::ResNet(config) => Task::Classification { classes: config.classes },
            Self::Perceptron(config) => Task::Classification { classes: config.classes },
            Self::Lstm(config) => Task::Classification { classes: config.classes },
        }
    }

    /// Numbers that it says of a sample: its labels, or the probabilities of its classes.
    #[must_use]
    pub const fn labels(&self) -> usize {
        self.task().outputs()
    }
}

/// Any of the networks, made by [`NetworkConfig::init`].
///
/// # Examples
///
/// ```
/// use burn::tensor::{Device, Tensor};
/// use davylamp_nets::{HydrogenNetConfig, NetworkConfig, Task};
///
/// let config = HydrogenNetConfig::new([16, 16], 3).with_channels([2]).with_hidden([]);
/// let config = NetworkConfig::from(config);
/// assert_eq!(config.task(), Task::Regression { labels: 3 });
/// let device = Device::flex();
/// let network = config.init(1, &device)?;
/// assert_eq!(network.forward(Tensor::zeros([5, 16, 16], &device)).dims(), [5, 3]);
/// # Ok::<(), davylamp_nets::NetsError>(())
/// ```
#[derive(Module, Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and burn knows no boxes")]
pub enum Network {
    /// Over time and trace.
    HydrogenNet(HydrogenNet),
    /// Over time.
    HydrogenNet1d(HydrogenNet1d),
    /// Over sensor and reading, with ways past the convolutions.
    ResNet(ResNet),
    /// Dense.
    Perceptron(Perceptron),
    /// Over readings, with a memory.
    Lstm(Lstm),
}

impl Network {
    /// Labels between 0 and 1, `[batch, labels]`, of images `[batch, time, trace]`; or scores of classes,
    /// whose softmax are probabilities.
    ///
    /// # Panics
    /// As burn does, where the image has another size than the network.
    #[must_use]
    pub fn forward(&self, images: Tensor<3>) -> Tensor<2> {
        match self {
            Self::HydrogenNet(network) => network.forward(images),
            Self::HydrogenNet1d(network) => network.forward(images),
            Self::ResNet(network) => network.forward(images),
            Self::Perceptron(network) => network.forward(images),
            Self::Lstm(network) => network.forward(images),
        }
    }
}
