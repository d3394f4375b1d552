//! What a network has to beat: the mean, and a straight line.

use davylamp_traits::Samples;
use nalgebra::{DMatrix, DVector, SymmetricEigen};

use crate::NetsError;
use crate::batch::read;
use crate::error::{check, check_count};
use crate::metrics::mean_square;

/// Predicts the mean of the training labels, whatever the image.
///
/// # Examples
/// ```
/// use davylamp_nets::MeanBaseline;
/// use davylamp_traits::{SampleError, Samples};
///
/// struct Counted;
/// impl Samples for Counted {
///     fn len(&self) -> usize {
///         3
///     }
///     fn image_shape(&self) -> &[usize] {
///         &[1]
///     }
///     fn label_shape(&self) -> &[usize] {
///         &[1]
///     }
///     fn read(&self, i: usize, image: &mut [f32], label: &mut [f32]) -> Result<(), SampleError> {
///         image[0] = i as f32;
///         label[0] = i as f32 / 2.0;
///         Ok(())
///     }
/// }
///
/// let mean = MeanBaseline::fit(&Counted, &[0, 2])?;
/// assert_eq!(mean.predict(1), [[0.5]]);
/// # Ok::<(), davylamp_nets::NetsError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct MeanBaseline {
    labels: Vec<f64>,
}

impl MeanBaseline {
    /// The mean of the labels of these samples.
    ///
    /// # Errors
    /// [`NetsError::CountOutOfRange`] without samples, [`NetsError::Read`] and
    /// [`NetsError::NotFinite`] where one is bad.
    pub fn fit(samples: &dyn Samples, train: &[usize]) -> Result<Self, NetsError> {
        check_count("training samples", train.len(), [1, usize::MAX])?;
        let rows: Result<Vec<Vec<f32>>, NetsError> =
            train.iter().map(|&index| Ok(read(samples, index)?[1].clone())).collect();
        Ok(Self { labels: mean(&rows?) })
    }

    /// The mean, once a sample.
    #[must_use]
    pub fn predict(&self, samples: usize) -> Vec<Vec<f64>> {
        vec![self.labels.clone(); samples]
    }
}

/// A straight line from pixels to labels, kept flat by a penalty: ridge regression.
///
/// $$ \hat y = \bar y + W (x - \bar x), \qquad W = \arg\min \sum_i |y_i - \hat y_i|^2 + \lambda
/// \frac{\mathrm{tr} K}{n} |W|^2 $$
///
/// $K$ being the $n$ by $n$ matrix of products of the centred images, so that $\lambda$ has no unit.
/// The strength is the one of [`STRENGTHS`](Self::STRENGTHS) that predicts the validation samples
/// best.
///
/// # Examples
///
/// ```
/// use davylamp_nets::RidgeBaseline;
/// use davylamp_traits::{SampleError, Samples};
///
/// /// Images whose brightness is their label.
/// struct Grey;
/// impl Samples for Grey {
///     fn len(&self) -> usize {
///         20
///     }
///     fn image_shape(&self) -> &[usize] {
///         &[1]
///     }
///     fn label_shape(&self) -> &[usize] {
///         &[1]
///     }
///     fn read(&self, i: usize, image: &mut [f32], label: &mut [f32]) -> Result<(), SampleError> {
///         image[0] = i as f32;
///         label[0] = i as f32 / 20.0;
///         Ok(())
///     }
/// }
///
/// let (train, validate): (Vec<usize>, Vec<usize>) = (0..20).partition(|i| i % 3 > 0);
/// let line = RidgeBaseline::fit(&Grey, &train, &validate)?;
/// let found = line.predict(&Grey, &[9])?[0][0];
/// assert!((found - 9.0 / 20.0).abs() < 0.01);
/// # Ok::<(), davylamp_nets::NetsError>(())
/// ```
///
/// # References
/// Hoerl & Kennard (1970), Technometrics 12:55, <https://doi.org/10.1080/00401706.1970.10488634>.
#[derive(Debug, Clone, PartialEq)]
pub struct RidgeBaseline {
    image: Vec<f64>,
    labels: Vec<f64>,
    /// One row a label.
    weights: Vec<Vec<f64>>,
    strength: f64,
}

impl RidgeBaseline {
    /// The strengths that are tried.
    pub const STRENGTHS: [f64; 9] = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 1e1, 1e2];

    /// Fits to the training samples, with the strength that suits the validation samples.
    ///
    /// Works with products of images, not of pixels: the time is that of n² products of images.
    ///
    /// # Errors
    /// As [`MeanBaseline::fit`], and [`NetsError::OutOfRange`] where all training images are equal.
    pub fn fit(
        samples: &dyn Samples,
        train: &[usize],
        validation: &[usize],
    ) -> Result<Self, NetsError> {
        check_count("training samples", train.len(), [2, usize::MAX])?;
        check_count("validation samples", validation.len(), [1, usize::MAX])?;
        let (images, labels) = columns(samples, train)?;
        let (tests, truths) = columns(samples, validation)?;
        let [image, label] = [mean(&images), mean(&labels)];
        let centred = matrix(&images, &image);
        let targets = matrix(&labels, &label).transpose();
        let products = centred.tr_mul(&centred);
        let unit = products.trace() / train.len() as f64;
        check("spread of the training images", unit, f64::MIN_POSITIVE, f64::MAX)?;
        let SymmetricEigen { eigenvalues, eigenvectors } = SymmetricEigen::new(products);
        let rotated = eigenvectors.tr_mul(&targets);
        // Of the validation images, with the training images.
        let others = matrix(&tests, &image).tr_mul(&centred);
        let truths: Vec<Vec<f64>> =
            truths.iter().map(|row| row.iter().copied().map(f64::from).collect()).collect();
        let attempt = |strength: f64| {
            let shrink = DVector::from_iterator(
                eigenvalues.len(),
                eigenvalues.iter().map(|value| 1.0 / (value.max(0.0) + strength * unit)),
            );
            let dual = &eigenvectors * DMatrix::from_diagonal(&shrink) * &rotated;
            let predictions: Vec<Vec<f64>> = (&others * &dual)
                .row_iter()
                .map(|row| row.iter().zip(&label).map(|(value, mean)| value + mean).collect())
                .collect();
            (mean_square(&truths, &predictions), strength, dual)
        };
        let [first, rest @ ..] = Self::STRENGTHS;
        let better = |best: Attempt, next: Attempt| if next.0 < best.0 { next } else { best };
        let (_, strength, dual) = rest.into_iter().map(attempt).fold(attempt(first), better);
        let weights = (&centred * dual)
            .column_iter()
            .map(|column| column.iter().copied().collect())
            .collect();
        Ok(Self { image, labels: label, weights, strength })
    }

    /// The strength that was chosen.
    #[must_use]
    pub const fn strength(&self) -> f64 {
        self.strength
    }

    /// The labels of samples, as fractions of their scales: `[sample][label]`.
    ///
    /// # Errors
    /// [`NetsError::Read`] and [`NetsError::NotFinite`] where a sample is bad.
    pub fn predict(
        &self,
        samples: &dyn Samples,
        indices: &[usize],
    ) -> Result<Vec<Vec<f64>>, NetsError> {
        let line = |image: &[f32], weights: &[f64]| -> f64 {
            let pixels = image.iter().zip(&self.image).zip(weights);
            pixels.map(|((x, mean), weight)| (f64::from(*x) - mean) * weight).sum()
        };
        indices
            .iter()
            .map(|&index| {
                let [image, _] = read(samples, index)?;
                let labels = self.weights.iter().zip(&self.labels);
                Ok(labels.map(|(weights, mean)| mean + line(&image, weights)).collect())
            })
            .collect()
    }
}

/// Loss on the validation samples, strength, and weights of the training samples.
type Attempt = (f64, f64, DMatrix<f64>);

/// Images and labels, each a list of samples.
type Columns = (Vec<Vec<f32>>, Vec<Vec<f32>>);

fn columns(samples: &dyn Samples, indices: &[usize]) -> Result<Columns, NetsError> {
    let mut columns = (Vec::new(), Vec::new());
    for &index in indices {
        let [image, labels] = read(samples, index)?;
        columns.0.push(image);
        columns.1.push(labels);
    }
    Ok(columns)
}

fn mean(rows: &[Vec<f32>]) -> Vec<f64> {
    let mut sums = vec![0.0; rows.first().map_or(0, Vec::len)];
    for row in rows {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += f64::from(*value));
    }
    sums.into_iter().map(|sum| sum / rows.len() as f64).collect()
}

/// A column a sample, without the mean.
fn matrix(samples: &[Vec<f32>], mean: &[f64]) -> DMatrix<f64> {
    let values = samples.iter().flat_map(|sample| sample.iter().zip(mean));
    let values = values.map(|(value, mean)| f64::from(*value) - mean);
    DMatrix::from_iterator(mean.len(), samples.len(), values)
}
