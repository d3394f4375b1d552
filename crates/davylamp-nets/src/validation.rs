//! How far off a model was.

use serde::{Deserialize, Serialize};

use crate::Label;
use crate::metrics::r_squared;

/// The part of errors that `nine_in_ten` covers.
const COVERED: f64 = 0.9;

/// How far a model was off on the samples that chose its best epoch, and that it did not learn from.
///
/// A training writes it to `model.json`; [`Model::validation`](crate::Model::validation) has it.
///
/// # Examples
///
/// ```
/// use davylamp_nets::{Label, LabelError, Validation};
///
/// let error = LabelError { rms: 0.02, nine_in_ten: Some(0.05), r_squared: Some(0.9) };
/// let validation = Validation { samples: 100, errors: vec![error], classes: None };
/// let metres = validation.in_units(&[Label::new("x_min", "m", 4000.0)]);
/// assert_eq!(metres.errors[0].nine_in_ten, Some(200.0));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validation {
    /// How many samples.
    pub samples: usize,
    /// Of each label, as shares of its scale; empty where classes are told.
    pub errors: Vec<LabelError>,
    /// Where classes are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classes: Option<ClassError>,
}

/// How often a class was told wrongly, and what that says of the next.
///
/// # Examples
///
/// ```
/// use davylamp_nets::ClassError;
///
/// let error = ClassError { accuracy: 0.8, nine_in_ten: Some(0.1) };
/// // The first of these is not among those that hold the truth in nine cases of ten.
/// assert_eq!(error.likely(&[0.05, 0.25, 0.7]), Some(vec![1, 2]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassError {
    /// The part of the samples whose class was told rightly.
    pub accuracy: f64,
    /// The right class of another sample of the same kind has at least this probability in nine cases of
    /// ten: of $n$ probabilities of right classes the $\lceil 0.9 (n + 1) \rceil$-th greatest. `None` for
    /// fewer than nine samples. It holds as [`LabelError::nine_in_ten`] does.
    pub nine_in_ten: Option<f64>,
}

impl ClassError {
    /// Of the right class's probability, of each sample, and whether it was told.
    pub(crate) fn new(mut probabilities: Vec<f64>, right: usize) -> Self {
        let count = probabilities.len();
        probabilities.sort_by(|a, b| b.total_cmp(a));
        let nine_in_ten = probabilities.get(rank(count) - 1).copied();
        Self { accuracy: right as f64 / count as f64, nine_in_ten }
    }

    /// The classes that hold the truth in nine cases of ten; `None` where that is not known. There may be
    /// none, of a sample unlike those that the model knows.
    #[must_use]
    pub fn likely(&self, probabilities: &[f64]) -> Option<Vec<usize>> {
        let least = self.nine_in_ten?;
        let classes = probabilities.iter().enumerate();
        Some(classes.filter(|(_, p)| **p >= least).map(|(class, _)| class).collect())
    }
}

/// Which of so many errors, from the least on, covers nine of ten others.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of samples")]
fn rank(count: usize) -> usize {
    (COVERED * (count as f64 + 1.0)).ceil() as usize
}

/// How far one label was off.
///
/// The example of [`Validation`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelError {
    /// The root of the mean square of the errors.
    pub rms: f64,
    /// Another sample of the same kind is off by no more than this in nine cases of ten: of $n$ absolute
    /// errors the $\lceil 0.9 (n + 1) \rceil$-th smallest. `None` for fewer than nine samples.
    ///
    /// This holds whatever the errors' distribution, as long as the sample is drawn as those were (split
    /// conformal prediction: Lei et al. 2018, [doi:10.1080/01621459.2017.1307116](https://doi.org/10.1080/01621459.2017.1307116),
    /// theorem 2), but for what choosing the best epoch on the same samples takes from it.
    pub nine_in_ten: Option<f64>,
    /// [`r_squared`](crate::r_squared); `None` where all truths are equal.
    pub r_squared: Option<f64>,
}

impl Validation {
    /// Of predictions and truths, rows of samples.
    pub(crate) fn new(truths: &[Vec<f64>], predictions: &[Vec<f64>]) -> Self {
        let labels = truths.first().map_or(0, Vec::len);
        let column = |rows: &[Vec<f64>], at: usize| -> Vec<f64> {
            rows.iter().filter_map(|row| row.get(at).copied()).collect()
        };
        let error = |at| LabelError::new(&column(truths, at), &column(predictions, at));
        Self { samples: truths.len(), errors: (0..labels).map(error).collect(), classes: None }
    }

    /// The same in the units of the labels.
    #[must_use]
    pub fn in_units(&self, labels: &[Label]) -> Self {
        let scaled = |(error, label): (&LabelError, &Label)| LabelError {
            rms: error.rms * label.scale,
            nine_in_ten: error.nine_in_ten.map(|share| share * label.scale),
            r_squared: error.r_squared,
        };
        let errors = self.errors.iter().zip(labels).map(scaled).collect();
        Self { errors, ..self.clone() }
    }
}

impl LabelError {
    fn new(truths: &[f64], predictions: &[f64]) -> Self {
        let pairs = truths.iter().zip(predictions);
        let mut off: Vec<f64> = pairs.map(|(truth, found)| (found - truth).abs()).collect();
        off.sort_by(f64::total_cmp);
        let count = off.len() as f64;
        let rms = (off.iter().map(|e| e * e).sum::<f64>() / count).sqrt();
        let r_squared = Some(r_squared(truths, predictions)).filter(|score| score.is_finite());
        Self { rms, nine_in_ten: off.get(rank(off.len()) - 1).copied(), r_squared }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(errors: &[f64]) -> LabelError {
        let truths: Vec<f64> = (0..errors.len()).map(|i| i as f64).collect();
        let found: Vec<f64> = truths.iter().zip(errors).map(|(y, e)| y + e).collect();
        LabelError::new(&truths, &found)
    }

    #[test]
    fn nine_in_ten_is_the_rank_of_split_conformal_prediction() {
        // Ranks by hand: ceil(0.9 * 10) = 9 of 9, ceil(0.9 * 20) = 18 of 19, ceil(0.9 * 101) = 91 of 100.
        let halves = |n: i32| -> Vec<f64> {
            (1..=n).map(|i| if i % 2 == 0 { 0.5 } else { -0.5 } * f64::from(i)).collect()
        };
        for (count, rank) in [(9, 9.0), (19, 18.0), (100, 91.0)] {
            assert_eq!(of(&halves(count)).nine_in_ten, Some(0.5 * rank), "{count}");
        }
        assert_eq!(of(&halves(8)).nine_in_ten, None);
        assert_eq!(of(&halves(1)).nine_in_ten, None);
    }

    #[test]
    fn so_it_is_of_classes() {
        let right = |n: i32| (1..=n).map(|i| f64::from(i) / 128.0).collect::<Vec<_>>();
        // The 9th, 18th and 91st greatest.
        for (count, nth) in [(9, 1.0), (19, 2.0), (100, 10.0)] {
            let error = ClassError::new(right(count), 3);
            assert_eq!(error.nine_in_ten, Some(nth / 128.0), "{count}");
        }
        let few = ClassError::new(right(8), 6);
        assert_eq!((few.nine_in_ten, few.likely(&[1.0])), (None, None));
        assert!((few.accuracy - 0.75).abs() < 1e-15);
        let error = ClassError { accuracy: 0.5, nine_in_ten: Some(0.25) };
        assert_eq!(error.likely(&[0.2, 0.25, 0.55]), Some(vec![1, 2]));
        assert_eq!(error.likely(&[0.2; 5]), Some(vec![]));
    }

    #[test]
    fn the_root_of_the_mean_square() {
        let error = of(&[3.0, -4.0]);
        assert!((error.rms - 12.5_f64.sqrt()).abs() < 1e-12);
        // Truths 0 and 1 vary by 1/2, and are off by 25: 1 - 25 / 0.5.
        assert_eq!(error.r_squared, Some(-49.0));
        assert_eq!(LabelError::new(&[1.0, 1.0], &[1.0, 1.0]).r_squared, None);
    }

    /// Of new samples no more than one in ten is farther off, in the mean over many validations.
    #[test]
    fn a_new_sample_is_within_in_nine_cases_of_ten() {
        use rand::{Rng, SeedableRng};
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(1);
        let mut draw = || (f64::from(random.next_u32()) / f64::from(u32::MAX)).powi(3);
        let (trials, mut within) = (20_000_u32, 0_u32);
        for _ in 0..trials {
            let errors: Vec<f64> = (0..19).map(|_| draw()).collect();
            within += u32::from(draw() <= of(&errors).nine_in_ten.unwrap());
        }
        // 18 of 20, exactly; five standard deviations of so many trials.
        let part = f64::from(within) / f64::from(trials);
        assert!((part - 0.9).abs() < 5.0 * (0.09 / f64::from(trials)).sqrt(), "{part}");
    }
}
