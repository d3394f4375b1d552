/// Why a sample could not be given: any error, so that causes are kept and no crate's type enters.
///
/// The example of [`Samples`] shows it.
pub type SampleError = Box<dyn std::error::Error + Send + Sync>;

/// A set of samples: images with labels, read one at a time.
///
/// A simulation that computes its samples, a folder that holds them, and a set that adds noise to
/// another are all this. What is written to disk, and what a network is trained on, is behind it.
///
/// The contract, which a reader may rely on:
/// - sizes never change during the life of the value;
/// - the same index gives the same bits, from any thread, in any order.
///
/// # Examples
///
/// ```
/// use davylamp_traits::{SampleError, Samples};
///
/// /// Ramps, labelled with their slope.
/// struct Ramps;
///
/// impl Samples for Ramps {
///     fn len(&self) -> usize {
///         10
///     }
///     fn image_shape(&self) -> &[usize] {
///         &[4]
///     }
///     fn label_shape(&self) -> &[usize] {
///         &[1]
///     }
///     fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
///         if index >= self.len() {
///             return Err(format!("there is no sample {index}").into());
///         }
///         labels[0] = index as f32;
///         image.iter_mut().zip(0_u8..).for_each(|(v, i)| *v = labels[0] * f32::from(i));
///         Ok(())
///     }
/// }
///
/// let (mut image, mut labels) = ([0.0; 4], [0.0]);
/// Ramps.read(2, &mut image, &mut labels)?;
/// assert_eq!((image, labels), ([0.0, 2.0, 4.0, 6.0], [2.0]));
/// # Ok::<(), SampleError>(())
/// ```
pub trait Samples: Sync {
    /// How many samples there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The sizes of an image, the slowest first, such as `[time, trace]`.
    fn image_shape(&self) -> &[usize];

    /// The sizes of the labels of one sample, such as `[6]`.
    fn label_shape(&self) -> &[usize];

    /// Writes the image and the labels of the sample `index`, in C order.
    ///
    /// # Errors
    /// Where there is no such sample, where a slice has another length than its shape says, or where
    /// the sample cannot be read or computed. The slices then hold nothing of value.
    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError>;
}

impl<S: Samples + ?Sized> Samples for &S {
    fn len(&self) -> usize {
        (**self).len()
    }

    fn image_shape(&self) -> &[usize] {
        (**self).image_shape()
    }

    fn label_shape(&self) -> &[usize] {
        (**self).label_shape()
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        (**self).read(index, image, labels)
    }
}
