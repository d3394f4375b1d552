//! Labelled images in memory.

use davylamp_traits::{SampleError, Samples};

use crate::NetsError;
use crate::batch::read;
use crate::error::{check_count, check_shape};
use crate::task::{Task, largest};

/// Images `[sensor][reading]` with their classes. It is a set of [`Samples`] itself.
///
/// # Examples
/// ```
/// use davylamp_nets::rivals::LabelledImages;
///
/// let images = LabelledImages::new([1, 2], 3, vec![vec![0.0, 1.0], vec![2.0, 3.0]], vec![2, 0])?;
/// assert_eq!(images.select(&[1]).labels(), [0]);
/// # Ok::<(), davylamp_nets::NetsError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledImages {
    shape: [usize; 2],
    classes: usize,
    images: Vec<Vec<f32>>,
    labels: Vec<usize>,
}

impl LabelledImages {
    /// Images with as many labels, each less than `classes`.
    ///
    /// # Errors
    /// [`NetsError::Shape`], [`NetsError::CountOutOfRange`] and [`NetsError::NotFinite`] where something
    /// does not fit.
    pub fn new(
        shape: [usize; 2],
        classes: usize,
        images: Vec<Vec<f32>>,
        labels: Vec<usize>,
    ) -> Result<Self, NetsError> {
        check_count("classes", classes, [2, 1 << 16])?;
        check_shape("labels", &[labels.len()], &[images.len()])?;
        for (index, (image, label)) in images.iter().zip(&labels).enumerate() {
            check_shape("pixels of an image", &[image.len()], &[shape[0] * shape[1]])?;
            check_count("class", *label, [0, classes - 1])?;
            if let Some(value) = image.iter().copied().find(|value| !value.is_finite()) {
                return Err(NetsError::NotFinite { index, what: "image", value });
            }
        }
        Ok(Self { shape, classes, images, labels })
    }

    /// Samples of a set whose one label is the class.
    ///
    /// # Errors
    /// [`NetsError::Shape`] for a set of another kind, [`NetsError::Class`], [`NetsError::NotFinite`] and
    /// [`NetsError::Read`] where a sample is bad.
    pub fn read(
        samples: &dyn Samples,
        indices: &[usize],
        classes: usize,
    ) -> Result<Self, NetsError> {
        let &[sensors, readings] = samples.image_shape() else {
            let found = samples.image_shape().to_vec();
            return Err(NetsError::Shape { what: "axes of an image", found, expected: vec![0, 0] });
        };
        let shape = [sensors, readings];
        check_shape("shape of the labels", samples.label_shape(), &[1])?;
        let task = Task::Classification { classes };
        let (mut images, mut labels) = (Vec::new(), Vec::new());
        for &index in indices {
            let [image, label] = read(samples, index)?;
            let target: Vec<f64> = task.target(index, label)?.into_iter().map(f64::from).collect();
            images.push(image);
            labels.push(largest(&target));
        }
        Self::new(shape, classes, images, labels)
    }

    /// Some of them, in this order.
    ///
    /// # Panics
    /// Where an index is not less than their number.
    #[must_use]
    pub fn select(&self, indices: &[usize]) -> Self {
        Self {
            images: indices.iter().map(|&index| self.images[index].clone()).collect(),
            labels: indices.iter().map(|&index| self.labels[index]).collect(),
            ..*self
        }
    }

    /// Sensors and readings.
    #[must_use]
    pub const fn shape(&self) -> [usize; 2] {
        self.shape
    }

    /// How many classes there are.
    #[must_use]
    pub const fn classes(&self) -> usize {
        self.classes
    }

    /// Pixels of each image, sensor by sensor.
    #[must_use]
    pub fn images(&self) -> &[Vec<f32>] {
        &self.images
    }

    /// The class of each image.
    #[must_use]
    pub fn labels(&self) -> &[usize] {
        &self.labels
    }

    /// That each class is there at least `needed` times.
    pub(crate) fn check_classes(&self, needed: usize) -> Result<(), NetsError> {
        for class in 0..self.classes {
            let count = self.labels.iter().filter(|label| **label == class).count();
            if count < needed {
                return Err(NetsError::RareClass { class: class.to_string(), count, needed });
            }
        }
        Ok(())
    }
}

impl Samples for LabelledImages {
    fn len(&self) -> usize {
        self.images.len()
    }

    fn image_shape(&self) -> &[usize] {
        &self.shape
    }

    fn label_shape(&self) -> &[usize] {
        &[1]
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        let (Some(pixels), Some(label)) = (self.images.get(index), self.labels.get(index)) else {
            return Err(format!("there are {} samples", self.images.len()).into());
        };
        check_shape("pixels of an image", &[image.len()], &[pixels.len()])?;
        check_shape("labels of a sample", &[labels.len()], &[1])?;
        image.copy_from_slice(pixels);
        labels[0] = *label as f32;
        Ok(())
    }
}
