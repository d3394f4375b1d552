//! Images whose truth nobody knows.

use davylamp::traits::{SampleError, Samples};

/// Images of a file; they have no labels, so zeros stand for them.
pub(super) struct Images {
    pub(super) shape: [usize; 2],
    pub(super) labels: [usize; 1],
    pub(super) values: Vec<f64>,
}

impl Samples for Images {
    fn len(&self) -> usize {
        self.values.len() / self.shape.iter().product::<usize>().max(1)
    }

    fn image_shape(&self) -> &[usize] {
        &self.shape
    }

    fn label_shape(&self) -> &[usize] {
        &self.labels
    }

    #[expect(clippy::cast_possible_truncation, reason = "networks read single precision")]
    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        let size = self.shape.iter().product();
        let values = self.values.chunks_exact(size).nth(index).ok_or("there is no such image")?;
        image.iter_mut().zip(values).for_each(|(out, value)| *out = *value as f32);
        labels.fill(0.0);
        Ok(())
    }
}
