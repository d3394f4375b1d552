//! Samples read and checked.

use burn::tensor::{Device, Tensor, TensorData};
use davylamp_traits::Samples;

use crate::error::check_shape;
use crate::{NetsError, NetworkConfig};

/// A set whose shapes fit a network.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    samples: &'a dyn Samples,
    image: [usize; 2],
    labels: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        samples: &'a dyn Samples,
        network: &NetworkConfig,
    ) -> Result<Self, NetsError> {
        let (image, labels) = (network.image(), network.labels());
        check_shape("shape of an image", samples.image_shape(), &image)?;
        check_shape("shape of the labels", samples.label_shape(), &[labels])?;
        Ok(Self { samples, image, labels })
    }

    pub(crate) fn samples(&self) -> &'a dyn Samples {
        self.samples
    }

    /// Image and labels of a sample; `index` must be in the set.
    pub(crate) fn read(&self, index: usize) -> Result<[Vec<f32>; 2], NetsError> {
        read(self.samples, index)
    }

    /// Images `[n, time, trace]` times `factor`, and labels `[n, labels]`.
    pub(crate) fn batch(
        &self,
        indices: &[usize],
        factor: f32,
        device: &Device,
    ) -> Result<(Tensor<3>, Tensor<2>), NetsError> {
        let [mut images, mut labels] = [Vec::new(), Vec::new()];
        for &index in indices {
            let [image, label] = self.read(index)?;
            images.extend(image.iter().map(|value| value * factor));
            labels.extend(label);
        }
        let [time, trace] = self.image;
        let images = TensorData::new(images, [indices.len(), time, trace]);
        let labels = TensorData::new(labels, [indices.len(), self.labels]);
        Ok((Tensor::from_data(images, device), Tensor::from_data(labels, device)))
    }
}

/// Image and labels of a sample, refused if they hold anything but finite numbers.
pub(crate) fn read(samples: &dyn Samples, index: usize) -> Result<[Vec<f32>; 2], NetsError> {
    let sizes = [samples.image_shape(), samples.label_shape()];
    let [mut image, mut labels] = sizes.map(|shape| vec![0.0; shape.iter().product()]);
    samples
        .read(index, &mut image, &mut labels)
        .map_err(|cause| NetsError::Read { index, cause: cause.to_string() })?;
    for (what, numbers) in [("image", &image), ("labels", &labels)] {
        if let Some(value) = numbers.iter().copied().find(|value| !value.is_finite()) {
            return Err(NetsError::NotFinite { index, what, value });
        }
    }
    Ok([image, labels])
}
