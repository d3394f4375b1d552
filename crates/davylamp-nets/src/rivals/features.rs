//! Images as rows of numbers, scaled by what training images say.

use super::LabelledImages;
use crate::error::check_shape;
use crate::scaling::ImageScale;
use crate::{NetsError, Scaling};

/// A scaling with its numbers, and the size of images that it was fitted to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Features {
    scale: ImageScale,
    shape: [usize; 2],
}

impl Features {
    pub(super) fn fit(scaling: Scaling, images: &LabelledImages) -> Result<Self, NetsError> {
        let scale = scaling.fit(images.images().iter().map(|image| Ok(image.clone())))?;
        Ok(Self { scale, shape: images.shape() })
    }

    /// A row an image.
    pub(super) fn rows(&self, images: &LabelledImages) -> Result<Vec<Vec<f64>>, NetsError> {
        check_shape("shape of an image", &images.shape(), &self.shape)?;
        let row = |image: &Vec<f32>| {
            let mut image = image.clone();
            self.scale.apply(&mut image);
            image.into_iter().map(f64::from).collect()
        };
        Ok(images.images().iter().map(row).collect())
    }
}
