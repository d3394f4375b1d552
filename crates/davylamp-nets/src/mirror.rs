//! How samples look in a mirror.

use serde::{Deserialize, Serialize};

use crate::error::check_shape;
use crate::{Label, NetsError};

/// What a mirror makes of the samples of a set, where that is again a sample of the set's kind.
///
/// A model whose [`DataCard`](crate::DataCard) has one asks its network about each image and about that in
/// the mirror, and answers the mean of both, the second seen back in the mirror:
///
/// $$ \hat y(x) = \tfrac{1}{2} \left( f(x) + M f(M x) \right) $$
///
/// So it says the same of a sample and of its mirror image, as it should, and errs less, for twice the
/// time. Validation does the same.
///
/// # Examples
/// ```
/// use davylamp_nets::{Label, Mirror};
///
/// // Horizontal motion at two stations that lie opposite, and where something begins and ends on 9 m.
/// let mirror = Mirror::new(vec![(1, -1.0), (0, -1.0)], vec![(1, Some(9.0)), (0, Some(9.0))])?;
/// let mut image = [1.0, 2.0];
/// mirror.image(&mut image);
/// assert_eq!(image, [-2.0, -1.0]);
/// let labels = ["begin", "end"].map(|name| Label::new(name, "m", 9.0));
/// assert_eq!(mirror.labels(&[0.25, 0.5], &labels), [0.5, 0.75]);
/// assert!(Mirror::new(vec![(1, 1.0), (1, 1.0)], vec![]).is_err());
/// # Ok::<(), davylamp_nets::NetsError>(())
/// ```
///
/// # References
/// Krizhevsky, Sutskever & Hinton (2012), section 4.1 (predictions averaged over reflections),
/// <https://doi.org/10.1145/3065386>.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mirror {
    columns: Vec<(usize, f32)>,
    labels: Vec<(usize, Option<f64>)>,
}

impl Mirror {
    /// A mirror that puts together each row of an image from `columns`, each with the column that it comes from
    /// and a factor, 1 or -1, and the labels from `labels`, each with the label that it comes from; with
    /// `Some(sum)` it is `sum` less that one, in the unit of the label.
    ///
    /// # Errors
    /// [`NetsError::Mirror`] unless a second mirror undoes the first.
    pub fn new(
        columns: Vec<(usize, f32)>,
        labels: Vec<(usize, Option<f64>)>,
    ) -> Result<Self, NetsError> {
        let mirror = Self { columns, labels };
        mirror.check()?;
        Ok(mirror)
    }

    #[allow(clippy::float_cmp, reason = "factors and sums are copies of each other")]
    pub(crate) fn check(&self) -> Result<(), NetsError> {
        let back = |at: usize, (from, factor): (usize, f32)| {
            factor.abs() == 1.0 && self.columns.get(from) == Some(&(at, factor))
        };
        if let Some(at) = self.columns.iter().enumerate().position(|(at, c)| !back(at, *c)) {
            return Err(NetsError::Mirror { what: "column", at });
        }
        let back = |at: usize, (from, sum): (usize, Option<f64>)| {
            sum.is_none_or(f64::is_finite) && self.labels.get(from) == Some(&(at, sum))
        };
        match self.labels.iter().enumerate().position(|(at, label)| !back(at, *label)) {
            Some(at) => Err(NetsError::Mirror { what: "label", at }),
            None => Ok(()),
        }
    }

    /// That it fits images of so many columns, and so many labels.
    pub(crate) fn check_fits(&self, columns: usize, labels: usize) -> Result<(), NetsError> {
        let found = [self.columns.len(), self.labels.len()];
        check_shape("columns and labels of the mirror", &found, &[columns, labels])
    }

    /// An image in the mirror, row by row; of a row that is cut short what there is is left.
    pub fn image(&self, image: &mut [f32]) {
        let mut row = vec![0.0; self.columns.len()];
        for out in image.chunks_exact_mut(row.len().max(1)) {
            row.copy_from_slice(out);
            for (out, (from, factor)) in out.iter_mut().zip(&self.columns) {
                *out = factor * row[*from];
            }
        }
    }

    /// Labels in the mirror, as fractions of the scales of `labels`.
    ///
    /// # Panics
    /// If there are fewer `fractions` than labels of the mirror.
    #[must_use]
    pub fn labels(&self, fractions: &[f64], labels: &[Label]) -> Vec<f64> {
        let of = |((from, sum), label): (&(usize, Option<f64>), &Label)| {
            let value = fractions[*from];
            sum.map_or(value, |sum| sum / label.scale - value)
        };
        self.labels.iter().zip(labels).map(of).collect()
    }
}
