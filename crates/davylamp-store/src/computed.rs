use std::fmt;

use davylamp_traits::{SampleError, Samples};

use crate::Plan;

/// Samples from a function: index in, image and labels out.
///
/// The function must give the same bits for the same index, whatever it gave before.
///
/// # Examples
///
/// ```
/// use davylamp_store::{Computed, Plan};
/// use davylamp_traits::Samples;
/// # let plan = Plan { samples: 3, image_shape: vec![2], label_shape: vec![1], ..Plan::default() };
///
/// let squares = Computed::new(&plan, |index, image, labels| {
///     labels[0] = index as f32;
///     image.fill(labels[0] * labels[0]);
///     Ok(())
/// });
/// assert_eq!((squares.len(), squares.image_shape()), (3, &[2][..]));
/// ```
pub struct Computed<F> {
    len: usize,
    image_shape: Vec<usize>,
    label_shape: Vec<usize>,
    function: F,
}

impl<F> Computed<F>
where
    F: Fn(usize, &mut [f32], &mut [f32]) -> Result<(), SampleError> + Sync,
{
    /// As many samples as the plan has, in its shapes.
    pub fn new(plan: &Plan, function: F) -> Self {
        Self {
            len: plan.samples,
            image_shape: plan.image_shape.clone(),
            label_shape: plan.label_shape.clone(),
            function,
        }
    }
}

impl<F> fmt::Debug for Computed<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Computed")
            .field("len", &self.len)
            .field("image_shape", &self.image_shape)
            .field("label_shape", &self.label_shape)
            .finish_non_exhaustive()
    }
}

impl<F> Samples for Computed<F>
where
    F: Fn(usize, &mut [f32], &mut [f32]) -> Result<(), SampleError> + Sync,
{
    fn len(&self) -> usize {
        self.len
    }

    fn image_shape(&self) -> &[usize] {
        &self.image_shape
    }

    fn label_shape(&self) -> &[usize] {
        &self.label_shape
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        (self.function)(index, image, labels)
    }
}
