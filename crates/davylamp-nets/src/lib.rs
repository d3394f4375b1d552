//! Networks that find leaks, in waveforms or in sensors' readings, and their training, on [burn].
//!
//! | | |
//! |---|---|
//! | [`HydrogenNet`] | seismic time-lapse images to box, mass and volume of a leak, Gao et al. (2024) |
//! | [`HydrogenNet1d`] | the same with convolutions over time alone |
//! | [`ResNet`] | readings of sensors in a room to the place of a leak, Wang et al. (2024) |
//! | [`Perceptron`], [`Lstm`] | the same, to compare |
//! | [`Training`] | Adam, mini-batches, early stopping, checkpoints; goes on after a stop to the same bits |
//! | [`Model`] | a trained network with the meaning of its labels; predicts in their units |
//! | [`Confusion`] | how often classes are taken for each other: accuracy, precision, recall, F1 |
//! | `rivals` | with the feature `rivals`: six methods on one footing, and cross-validation |
//! | [`RidgeBaseline`], [`MeanBaseline`] | what a network has to beat |
//!
//! Samples come as [`Samples`](davylamp_traits::Samples): images `[time, trace]` or `[sensor, reading]`,
//! and labels between 0 and 1 or the number of a class. A [`DataCard`] says what they are, and a model refuses others.
//!
//! # Where it computes
//!
//! Everything takes a [`Device`]. With the default feature `flex` that is the
//! CPU, with the fast operations of `davylamp-kernels`; `wgpu` and `cuda` are for graphics cards, and
//! `ndarray` is burn's older CPU backend, to compare with.
//!
//! # The same bits
//!
//! First weights, and the order of samples, follow from a seed; nothing uses burn's own generator. On
//! the CPU sums do not depend on the number of threads. Weights are the same to the last bit, run
//! again or resumed, on one machine.
//!
//! # Examples
//!
//! ```
//! use burn::tensor::{Device, Tensor};
//! use davylamp_nets::HydrogenNetConfig;
//!
//! let device = Device::flex();
//! let config = HydrogenNetConfig::new([256, 64], 6).with_channels([4, 8, 8, 8]);
//! let network = config.init(1, &device)?;
//! let labels = network.forward(Tensor::zeros([2, 256, 64], &device));
//! assert_eq!(labels.dims(), [2, 6]);
//! # Ok::<(), davylamp_nets::NetsError>(())
//! ```
//!
//! # References
//!
//! Gao et al. (2024): deep learning for hydrogen leakage of underground storage from time-lapse
//! seismic data.
//!
//! Wang et al. (2024): a method for hydrogen leakage traceability based on residual neural networks.

#![recursion_limit = "256"]

mod baseline;
mod batch;
mod card;
mod confusion;
mod error;
mod files;
mod hydrogen_net;
mod hydrogen_net_1d;
mod layers;
mod lstm;
mod metrics;
mod mirror;
mod model;
mod network;
mod perceptron;
mod resnet;
#[cfg(feature = "rivals")]
pub mod rivals;
mod scaling;
mod split;
mod task;
mod train;
mod validation;

/// Where to compute: burn's own type, so that who uses a network needs no burn of the same version.
pub use burn::tensor::Device;

pub use baseline::{MeanBaseline, RidgeBaseline};
pub use card::{DataCard, Label};
pub use confusion::Confusion;
pub use error::NetsError;
pub use hydrogen_net::{HydrogenNet, HydrogenNetConfig};
pub use hydrogen_net_1d::{HydrogenNet1d, HydrogenNet1dConfig};
pub use lstm::{Lstm, LstmConfig};
pub use metrics::{r_squared, r_squared_by_label};
pub use mirror::Mirror;
pub use model::Model;
pub use network::{Network, NetworkConfig};
pub use perceptron::{Perceptron, PerceptronConfig};
pub use resnet::{Depth, ResNet, ResNetConfig};
pub use scaling::Scaling;
pub use split::Split;
pub use task::Task;
pub use train::{Disturbance, Epoch, Schedule, Trained, Training, TrainingConfig};
pub use validation::{ClassError, LabelError, Validation};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
