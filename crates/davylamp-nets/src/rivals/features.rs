//! Images as rows of numbers, scaled by what training images say.

use super::{LabelledImages, settings};
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
    /// Those of a trial, of images with every class, and which of a method's own four settings it is.
    pub(super) fn of_trial(
        trial: usize,
        images: &LabelledImages,
    ) -> Result<(Self, usize), NetsError> {
        let (scaling, own) = settings(trial)?;
        images.check_classes(1)?;
        Ok((Self::fit(scaling, images)?, own))
    }

    fn fit(scaling: Scaling, images: &LabelledImages) -> Result<Self, NetsError> {
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
