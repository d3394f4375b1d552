//! What is done to images before they enter a network.

use serde::{Deserialize, Serialize};

use crate::NetsError;
use crate::error::check;

/// How images are scaled; its numbers are fitted to the training samples alone.
///
/// # Examples
///
/// ```
/// use davylamp_nets::{Scaling, TrainingConfig};
///
/// assert_eq!(TrainingConfig::default().scaling, Scaling::RootMeanSquare);
/// let config = TrainingConfig::default().with_scaling(Scaling::MinMax);
/// assert_eq!(config.scaling, Scaling::MinMax);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Scaling {
    /// Divided by the root mean square of all pixels: for waves.
    #[default]
    RootMeanSquare,
    /// From the least pixel to the greatest: $x' = (x - x_{min}) / (x_{max} - x_{min})$, equation 3 of
    /// Wang et al. (2024). Other images may leave the range from 0 to 1.
    MinMax,
    /// $x' = \ln(1 + x / x_0)$ with the least positive pixel $x_0$, then less the mean of the image and
    /// divided by its standard deviation: a leak ten times as strong gives nearly the same image. A
    /// negative pixel counts as zero.
    RelativeLog,
}

/// A [`Scaling`] with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum ImageScale {
    RootMeanSquare(f64),
    MinMax { min: f64, max: f64 },
    RelativeLog { floor: f64 },
}

impl Scaling {
    /// Fits to images; where they are all equal they are left as they are, or moved to zero.
    pub(crate) fn fit<E>(
        self,
        images: impl Iterator<Item = Result<Vec<f32>, E>>,
    ) -> Result<ImageScale, E> {
        let (mut squares, mut count, mut floor) = (0.0, 0_usize, f64::INFINITY);
        let [mut min, mut max] = [f64::INFINITY, f64::NEG_INFINITY];
        for image in images {
            for value in image?.into_iter().map(f64::from) {
                squares += value * value;
                count += 1;
                [min, max] = [min.min(value), max.max(value)];
                floor = if value > 0.0 { floor.min(value) } else { floor };
            }
        }
        Ok(match self {
            Self::RootMeanSquare if squares > 0.0 => {
                ImageScale::RootMeanSquare((squares / count as f64).sqrt())
            }
            Self::RootMeanSquare => ImageScale::RootMeanSquare(1.0),
            Self::MinMax if max > min => ImageScale::MinMax { min, max },
            Self::MinMax => ImageScale::MinMax { min, max: min + 1.0 },
            Self::RelativeLog if floor.is_finite() => ImageScale::RelativeLog { floor },
            Self::RelativeLog => ImageScale::RelativeLog { floor: 1.0 },
        })
    }
}

impl ImageScale {
    pub(crate) fn check(self) -> Result<(), NetsError> {
        let positive = |value| check("scale of the images", value, f64::MIN_POSITIVE, f64::MAX);
        match self {
            Self::RootMeanSquare(scale) => positive(scale),
            Self::MinMax { min, max } => positive(max - min),
            Self::RelativeLog { floor } => positive(floor),
        }
    }

    /// An image as the network sees it.
    #[allow(clippy::cast_possible_truncation, reason = "rounding to f32 is meant")]
    pub(crate) fn apply(self, image: &mut [f32]) {
        match self {
            Self::RootMeanSquare(scale) => {
                let factor = (1.0 / scale) as f32;
                for value in image {
                    *value *= factor;
                }
            }
            Self::MinMax { min, max } => {
                let factor = 1.0 / (max - min);
                for value in image {
                    *value = ((f64::from(*value) - min) * factor) as f32;
                }
            }
            Self::RelativeLog { floor } => {
                let log = |value: &f32| (f64::from(*value).max(0.0) / floor).ln_1p();
                let count = image.len().max(1) as f64;
                let mean = image.iter().map(log).sum::<f64>() / count;
                let square = image.iter().map(|v| (log(v) - mean).powi(2)).sum::<f64>() / count;
                let factor = if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 };
                for value in image {
                    *value = ((log(value) - mean) * factor) as f32;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(scaling: Scaling, images: &[&[f32]]) -> ImageScale {
        let images = images.iter().map(|image| Ok::<_, ()>(image.to_vec()));
        scaling.fit(images).unwrap()
    }

    fn applied(scale: ImageScale, image: &[f32]) -> Vec<f32> {
        let mut image = image.to_vec();
        scale.apply(&mut image);
        image
    }

    #[test]
    fn the_least_becomes_nought_and_the_greatest_one() {
        let scale = fit(Scaling::MinMax, &[&[2.0, 4.0], &[6.0, 3.0]]);
        assert_eq!(scale, ImageScale::MinMax { min: 2.0, max: 6.0 });
        // Images that were not fitted to may leave the range.
        assert_eq!(applied(scale, &[2.0, 6.0, 3.0, 10.0]), [0.0, 1.0, 0.25, 2.0]);
    }

    #[test]
    fn a_stronger_leak_looks_the_same_in_relative_logarithms() {
        let scale = fit(Scaling::RelativeLog, &[&[0.0, 1.0, 10.0]]);
        let weak = applied(scale, &[1e4, 1e5, 1e6, 1e3]);
        let strong = applied(scale, &[1e5, 1e6, 1e7, 1e4]);
        for (a, b) in weak.iter().zip(&strong) {
            // ln(1 + x) differs from ln x by 1e-3 at most there.
            assert!((a - b).abs() < 2e-3, "{weak:?} {strong:?}");
        }
        let mean: f32 = weak.iter().sum();
        assert!(mean.abs() < 1e-6);
    }

    #[test]
    fn equal_images_give_finite_numbers() {
        for scaling in [Scaling::RootMeanSquare, Scaling::MinMax, Scaling::RelativeLog] {
            for value in [0.0, 3.0] {
                let scale = fit(scaling, &[&[value; 3]]);
                assert!(scale.check().is_ok(), "{scale:?}");
                assert!(applied(scale, &[value; 3]).iter().all(|v| v.is_finite()));
            }
        }
        assert!(ImageScale::RootMeanSquare(0.0).check().is_err());
        assert!(ImageScale::MinMax { min: 1.0, max: 1.0 }.check().is_err());
        assert!(ImageScale::RelativeLog { floor: f64::NAN }.check().is_err());
    }
}
