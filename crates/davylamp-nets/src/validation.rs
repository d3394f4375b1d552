//! How far off a model was.

use serde::{Deserialize, Serialize};

use crate::Label;
use crate::metrics::r_squared;

/// The part of errors that [`LabelError::nine_in_ten`] covers.
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
/// let validation = Validation { samples: 100, errors: vec![error] };
/// let metres = validation.in_units(&[Label::new("x_min", "m", 4000.0)]);
/// assert_eq!(metres.errors[0].nine_in_ten, Some(200.0));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validation {
    /// How many samples.
    pub samples: usize,
    /// Of each label, as shares of its scale.
    pub errors: Vec<LabelError>,
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
        Self { samples: truths.len(), errors: (0..labels).map(error).collect() }
    }

    /// The same in the units of the labels.
    #[must_use]
    pub fn in_units(&self, labels: &[Label]) -> Self {
        let scaled = |(error, label): (&LabelError, &Label)| LabelError {
            rms: error.rms * label.scale,
            nine_in_ten: error.nine_in_ten.map(|share| share * label.scale),
            r_squared: error.r_squared,
        };
        Self { samples: self.samples, errors: self.errors.iter().zip(labels).map(scaled).collect() }
    }
}

impl LabelError {
    fn new(truths: &[f64], predictions: &[f64]) -> Self {
        let pairs = truths.iter().zip(predictions);
        let mut off: Vec<f64> = pairs.map(|(truth, found)| (found - truth).abs()).collect();
        off.sort_by(f64::total_cmp);
        let count = off.len() as f64;
        let rms = (off.iter().map(|e| e * e).sum::<f64>() / count).sqrt();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of samples"
        )]
        let rank = (COVERED * (count + 1.0)).ceil() as usize;
        let r_squared = Some(r_squared(truths, predictions)).filter(|score| score.is_finite());
        Self { rms, nine_in_ten: off.get(rank - 1).copied(), r_squared }
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
