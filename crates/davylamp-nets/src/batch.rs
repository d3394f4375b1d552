//! Samples read and checked.

use burn::tensor::{Device, Tensor, TensorData};
use davylamp_traits::Samples;

use crate::error::check_shape;
use crate::{NetsError, NetworkConfig, Task};

/// A set whose shapes fit a network.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    samples: &'a dyn Samples,
    image: [usize; 2],
    task: Task,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        samples: &'a dyn Samples,
        network: &NetworkConfig,
    ) -> Result<Self, NetsError> {
        let (image, task) = (network.image(), network.task());
        check_shape("shape of an image", samples.image_shape(), &image)?;
        check_shape("shape of the labels", samples.label_shape(), &[task.label_size()])?;
        Ok(Self { samples, image, task })
    }

    pub(crate) fn samples(&self) -> &'a dyn Samples {
        self.samples
    }

    /// Image of a sample, and what the network should say of it; `index` must be in the set.
    pub(crate) fn read(&self, index: usize) -> Result<[Vec<f32>; 2], NetsError> {
        let [image, labels] = read(self.samples, index)?;
        Ok([image, self.task.target(index, labels)?])
    }

    /// Images `[n, height, width]` as `change` makes the network see them, and targets `[n, outputs]`.
    pub(crate) fn batch(
        &self,
        indices: &[usize],
        mut change: impl FnMut(&mut [f32]),
        device: &Device,
    ) -> Result<(Tensor<3>, Tensor<2>), NetsError> {
        let [mut images, mut targets] = [Vec::new(), Vec::new()];
        for &index in indices {
            let [mut image, target] = self.read(index)?;
            change(&mut image);
            images.extend(image);
            targets.extend(target);
        }
        let [height, width] = self.image;
        let images = TensorData::new(images, [indices.len(), height, width]);
        let targets = TensorData::new(targets, [indices.len(), self.task.outputs()]);
        Ok((Tensor::from_data(images, device), Tensor::from_data(targets, device)))
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
