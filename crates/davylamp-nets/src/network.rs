//! Any of the networks.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::{HydrogenNet, HydrogenNet1d, HydrogenNet1dConfig, HydrogenNetConfig, NetsError};

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

impl NetworkConfig {
    /// A network with weights drawn from `seed`.
    ///
    /// # Errors
    /// Those of the network's own `init`.
    pub fn init(&self, seed: u64, device: &Device) -> Result<Network, NetsError> {
        Ok(match self {
            Self::HydrogenNet(config) => Network::HydrogenNet(config.init(seed, device)?),
            Self::HydrogenNet1d(config) => Network::HydrogenNet1d(config.init(seed, device)?),
        })
    }

    /// Sizes of an image: `[time, trace]`.
    #[must_use]
    pub fn image(&self) -> [usize; 2] {
        match self {
            Self::HydrogenNet(config) => config.image,
            Self::HydrogenNet1d(config) => config.image,
        }
    }

    /// Labels of a sample.
    #[must_use]
    pub fn labels(&self) -> usize {
        match self {
            Self::HydrogenNet(config) => config.labels,
            Self::HydrogenNet1d(config) => config.labels,
        }
    }
}

/// Any of the networks, made by [`NetworkConfig::init`].
#[derive(Module, Debug)]
pub enum Network {
    /// Over time and trace.
    HydrogenNet(HydrogenNet),
    /// Over time.
    HydrogenNet1d(HydrogenNet1d),
}

impl Network {
    /// Labels between 0 and 1, `[batch, labels]`, of images `[batch, time, trace]`.
    ///
    /// # Panics
    /// As burn does, where the image has another size than the network.
    #[must_use]
    pub fn forward(&self, images: Tensor<3>) -> Tensor<2> {
        match self {
            Self::HydrogenNet(network) => network.forward(images),
            Self::HydrogenNet1d(network) => network.forward(images),
        }
    }
}
