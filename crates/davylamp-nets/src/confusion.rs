//! How often classes are taken for each other.

use crate::NetsError;
use crate::error::{check_count, check_shape};

/// Counts of true and predicted classes.
///
/// Precision, recall and F1 are macro averages: the plain mean over classes, each class counting the
/// same. A class that is never predicted has precision 0, one that never occurs recall 0, and both
/// have F1 0.
///
/// $$ P = \frac{1}{C} \sum_c \frac{n_{cc}}{\sum_t n_{tc}}, \quad R = \frac{1}{C} \sum_c
/// \frac{n_{cc}}{\sum_p n_{cp}}, \quad F_1 = \frac{1}{C} \sum_c \frac{2 n_{cc}}{\sum_t n_{tc} + \sum_p
/// n_{cp}} $$
///
/// with $n_{tp}$ samples of class t that are said to be of class p.
///
/// # Examples
/// ```
/// use davylamp_nets::Confusion;
///
/// let confusion = Confusion::of(2, &[0, 0, 0, 1], &[0, 0, 1, 1])?;
/// assert_eq!(confusion.accuracy(), 0.75);
/// assert_eq!(confusion.precision(), 0.75); // of 1 and 1/2
/// assert!((confusion.recall() - 5.0 / 6.0).abs() < 1e-15); // of 2/3 and 1
/// assert!((confusion.f1() - 11.0 / 15.0).abs() < 1e-15); // of 4/5 and 2/3
/// # Ok::<(), davylamp_nets::NetsError>(())
/// ```
///
/// # References
/// Sokolova & Lapalme (2009), <https://doi.org/10.1016/j.ipm.2009.03.002>, Table 3, with F1 as the mean
/// of the classes' F1 (Opitz & Burst 2019, <https://arxiv.org/abs/1911.03347>, equation 2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    counts: Vec<Vec<usize>>,
}

impl Confusion {
    /// Of true and predicted classes, pair by pair.
    ///
    /// # Errors
    /// [`NetsError::Shape`] where there are not as many of the one as of the other,
    /// [`NetsError::CountOutOfRange`] for a class that is not less than `classes`.
    pub fn of(classes: usize, truths: &[usize], predictions: &[usize]) -> Result<Self, NetsError> {
        check_count("classes", classes, [1, 1 << 16])?;
        check_shape("predictions", &[predictions.len()], &[truths.len()])?;
        let mut counts = vec![vec![0; classes]; classes];
        for (&truth, &prediction) in truths.iter().zip(predictions) {
            check_count("class", truth.max(prediction), [0, classes - 1])?;
            counts[truth][prediction] += 1;
        }
        Ok(Self { counts })
    }

    /// How many samples of a class are said to be of another: `[true][predicted]`.
    #[must_use]
    pub fn counts(&self) -> &[Vec<usize>] {
        &self.counts
    }

    /// The part of the samples whose class is told rightly; NaN without samples.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        let right: usize = (0..self.counts.len()).map(|class| self.counts[class][class]).sum();
        right as f64 / self.counts.iter().flatten().sum::<usize>() as f64
    }

    /// Of those said to be of a class, the part that is; mean over classes.
    #[must_use]
    pub fn precision(&self) -> f64 {
        self.mean(|right, _, predicted| ratio(right, predicted))
    }

    /// Of those of a class, the part that is said to be; mean over classes.
    #[must_use]
    pub fn recall(&self) -> f64 {
        self.mean(|right, truly, _| ratio(right, truly))
    }

    /// The harmonic mean of both of a class; mean over classes.
    #[must_use]
    pub fn f1(&self) -> f64 {
        self.mean(|right, truly, predicted| ratio(2 * right, truly + predicted))
    }

    /// Mean over classes of a function of rightly told, true and predicted samples of it.
    fn mean(&self, of: impl Fn(usize, usize, usize) -> f64) -> f64 {
        let classes = 0..self.counts.len();
        let each = classes.map(|class| {
            let truly = self.counts[class].iter().sum();
            let predicted = self.counts.iter().map(|row| row[class]).sum();
            of(self.counts[class][class], truly, predicted)
        });
        each.sum::<f64>() / self.counts.len() as f64
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn perfect_predictions_are_worth_one() {
        let confusion = Confusion::of(3, &[0, 1, 2, 1], &[0, 1, 2, 1]).unwrap();
        for value in
            [confusion.accuracy(), confusion.precision(), confusion.recall(), confusion.f1()]
        {
            assert!((value - 1.0).abs() < 1e-15);
        }
        assert_eq!(confusion.counts(), [[1, 0, 0], [0, 2, 0], [0, 0, 1]]);
    }

    #[test]
    fn a_class_that_is_never_predicted_counts_nothing() {
        // Always 0: precisions 1/2, 0; recalls 1, 0; F1 2/3, 0.
        let confusion = Confusion::of(2, &[0, 1], &[0, 0]).unwrap();
        assert!((confusion.precision() - 0.25).abs() < 1e-15);
        assert!((confusion.recall() - 0.5).abs() < 1e-15);
        assert!((confusion.f1() - 1.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(Confusion::of(2, &[0, 1], &[0]).is_err());
        assert!(Confusion::of(0, &[], &[]).is_err());
        let shown = Confusion::of(2, &[0, 2], &[0, 1]).unwrap_err().to_string();
        assert_eq!(shown, "class = 2 is outside [0, 1]");
        assert!(Confusion::of(2, &[], &[]).unwrap().accuracy().is_nan());
    }
}
