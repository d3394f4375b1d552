//! A trained network with all that its use needs.

use std::path::Path;

use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use davylamp_traits::Samples;
use serde::{Deserialize, Serialize};

use crate::batch::Reader;
use crate::error::check_shape;
use crate::scaling::ImageScale;
use crate::{DataCard, NetsError, Network, NetworkConfig, Task, Validation, files};

/// Images that are predicted together.
const TOGETHER: usize = 32;

/// A network, what its labels mean, and how images are scaled before they enter it.
///
/// A training writes it to a folder ([`Training`](crate::Training)): `model.json`, and
/// `weights.safetensors` with names and layout of PyTorch.
///
/// The example of [`Training`](crate::Training) makes one and asks it.
#[derive(Debug, Clone)]
pub struct Model {
    about: About,
    network: Network,
    device: Device,
}

/// What `model.json` says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct About {
    pub(crate) schema: u32,
    pub(crate) network: NetworkConfig,
    pub(crate) data: DataCard,
    /// Fitted to the training images.
    pub(crate) image_scale: ImageScale,
    /// Where there were samples to validate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) validation: Option<Validation>,
}

/// The version of the files.
pub(crate) const SCHEMA: u32 = 1;

impl About {
    pub(crate) fn check(&self) -> Result<(), NetsError> {
        self.data.check()?;
        self.image_scale.check()?;
        let labels = [self.data.labels.len()];
        check_shape("labels of the card", &labels, &[self.network.labels()])?;
        if let Some(mirror) = &self.data.mirror {
            mirror.check_fits(self.network.image()[1], labels[0])?;
        }
        let Some(validation) = &self.validation else { return Ok(()) };
        let expected = match self.network.task() {
            Task::Regression { labels } => [labels, 0],
            Task::Classification { .. } => [0, 1],
        };
        let found = [validation.errors.len(), usize::from(validation.classes.is_some())];
        check_shape("errors of labels and of classes", &found, &expected)
    }
}

impl Model {
    /// `network` may be in training: a copy that only predicts is kept.
    pub(crate) fn new(about: About, network: &Network, device: &Device) -> Self {
        Self { about, network: network.valid(), device: device.clone().without_autodiff() }
    }

    /// Reads a model from a folder.
    ///
    /// # Errors
    /// [`NetsError::File`] where a file is not there, [`NetsError::Damaged`] where one is cut short
    /// or does not fit the other, and those of [`NetworkConfig::init`].
    pub fn load(folder: &Path, device: &Device) -> Result<Self, NetsError> {
        let device = device.clone().without_autodiff();
        let path = folder.join("model.json");
        let about: About = files::read_json(&path)?;
        if about.schema != SCHEMA {
            let why = format!("version {} of the layout instead of {SCHEMA}", about.schema);
            return Err(files::damaged(&path, &why));
        }
        about.check()?;
        let path = folder.join("weights.safetensors");
        let network = about.network.init(0, &device)?;
        let network = files::with_weights(network, &path, files::read(&path)?)?;
        Ok(Self { about, network, device })
    }

    /// Writes the model to a folder, each file under a temporary name first.
    ///
    /// # Errors
    /// [`NetsError::File`] with the path that could not be written.
    pub fn save(&self, folder: &Path) -> Result<(), NetsError> {
        std::fs::create_dir_all(folder).map_err(|error| files::file_error(folder, &error))?;
        files::write(&folder.join("weights.safetensors"), &files::weights(&self.network)?)?;
        files::write_json(&folder.join("model.json"), &self.about)
    }

    /// How the network is built.
    #[must_use]
    pub const fn network(&self) -> &NetworkConfig {
        &self.about.network
    }

    /// What the model was trained on.
    #[must_use]
    pub const fn data(&self) -> &DataCard {
        &self.about.data
    }

    /// How far the model was off on the validation samples; `None` where there were none, and
    /// of [`Trained::last`](crate::Trained::last).
    #[must_use]
    pub const fn validation(&self) -> Option<&Validation> {
        self.about.validation.as_ref()
    }

    /// The labels of samples in the units of their card: `[sample][label]`. Of a network that tells
    /// classes apart the labels of the card are its classes, and these are their probabilities.
    ///
    /// # Errors
    /// [`NetsError::OtherData`] and [`NetsError::Shape`] where the samples are not like those of the
    /// training, [`NetsError::NotFinite`] and [`NetsError::Read`] where one is bad.
    pub fn predict(
        &self,
        samples: &dyn Samples,
        data: &DataCard,
        indices: &[usize],
    ) -> Result<Vec<Vec<f64>>, NetsError> {
        self.about.data.check_same(data)?;
        let mut rows = self.fractions(samples, indices)?;
        for row in &mut rows {
            for (value, label) in row.iter_mut().zip(&self.about.data.labels) {
                *value *= label.scale;
            }
        }
        Ok(rows)
    }

    /// The labels between 0 and 1, as samples hold them, or the probabilities of classes:
    /// `[sample][label]`.
    ///
    /// # Errors
    /// As [`predict`](Self::predict), without a card to compare.
    pub fn fractions(
        &self,
        samples: &dyn Samples,
        indices: &[usize],
    ) -> Result<Vec<Vec<f64>>, NetsError> {
        let mut rows = self.outputs(samples, indices)?;
        let task = self.about.network.task();
        for row in &mut rows {
            task.finish(row);
        }
        Ok(rows)
    }

    /// What the network itself gives: labels, or scores of classes.
    pub(crate) fn outputs(
        &self,
        samples: &dyn Samples,
        indices: &[usize],
    ) -> Result<Vec<Vec<f64>>, NetsError> {
        let reader = Reader::new(samples, &self.about.network)?;
        let mut rows = Vec::with_capacity(indices.len());
        let (scale, mirror) = (self.about.image_scale, self.about.data.mirror.as_ref());
        for part in indices.chunks(TOGETHER) {
            let mut mirrored = Vec::new();
            let see = |image: &mut [f32]| {
                if let Some(mirror) = mirror {
                    let from = mirrored.len();
                    mirrored.extend_from_slice(image);
                    mirror.image(&mut mirrored[from..]);
                    scale.apply(&mut mirrored[from..]);
                }
                scale.apply(image);
            };
            let (images, _) = reader.batch(part, see, &self.device)?;
            let shape = images.dims();
            let own = numbers(self.network.forward(images))?;
            let Some(mirror) = mirror else {
                rows.extend(own);
                continue;
            };
            let images = Tensor::from_data(TensorData::new(mirrored, shape), &self.device);
            let others = numbers(self.network.forward(images))?;
            rows.extend(own.into_iter().zip(others).map(|(own, other)| {
                let back = mirror.labels(&other, &self.about.data.labels);
                own.iter().zip(back).map(|(a, b)| 0.5 * (a + b)).collect::<Vec<_>>()
            }));
        }
        Ok(rows)
    }
}

/// The rows of a tensor.
pub(crate) fn numbers(tensor: Tensor<2>) -> Result<Vec<Vec<f64>>, NetsError> {
    let [rows, columns] = tensor.dims();
    let data = tensor.into_data().convert::<f32>();
    let numbers: Vec<f64> = data.iter::<f32>().map(f64::from).collect();
    check_shape("numbers of the output", &[numbers.len()], &[rows * columns])?;
    Ok(numbers.chunks(columns).map(<[f64]>::to_vec).collect())
}
