//! Support vector machines, one for each two classes.

use linfa::ParamGuard;
use linfa::dataset::Dataset;
use linfa::traits::Fit;
use linfa_ndarray::{Array1, Array2, ArrayView1};

use super::features::Features;
use super::{Classifier, LabelledImages, Method, TRIALS, words};
use crate::NetsError;

/// Support vector machines with a Gaussian kernel, one against one, by linfa's port of LIBSVM's solver.
///
/// $$ K(x, x') = \exp(-\gamma |x - x'|^2), \qquad \gamma = \frac{1}{d \sigma^2} $$
///
/// with d numbers a sample and the variance $\sigma^2$ of them all. The penalty C is 1, 10, 100 or 1000.
/// Each two classes have a machine of their own, and the class with the most votes wins; of equally many
/// the first.
///
/// The example of [`Method`](super::Method) shows it.
///
/// # References
/// Cortes & Vapnik (1995), <https://doi.org/10.1007/BF00994018>; Chang & Lin (2011),
/// <https://doi.org/10.1145/1961189.1961199>, sections 4.1 and 7.
#[derive(Debug, Clone, Copy, Default)]
pub struct Svm;

const PENALTIES: [f64; TRIALS / 2] = [1.0, 10.0, 100.0, 1000.0];

impl Method for Svm {
    fn name(&self) -> &'static str {
        "SVM"
    }

    fn words(&self, trial: usize) -> String {
        words(trial, &PENALTIES.map(|c| format!("C = {c}")))
    }

    fn fit(
        &self,
        trial: usize,
        images: &LabelledImages,
        _seed: u64,
    ) -> Result<Box<dyn Classifier>, NetsError> {
        let (scale, own) = Features::of_trial(trial, images)?;
        let rows = scale.rows(images)?;
        let width = width(&rows);
        let mut machines = Vec::new();
        for first in 0..images.classes() {
            for second in first + 1..images.classes() {
                let machine =
                    pair(&rows, images.labels(), [first, second], [width, PENALTIES[own]])?;
                machines.push(([first, second], machine));
            }
        }
        Ok(Box::new(Machines { pairs: machines, classes: images.classes(), scale }))
    }
}

/// 1 / γ; 1 where all numbers are equal.
fn width(rows: &[Vec<f64>]) -> f64 {
    let numbers = || rows.iter().flatten();
    let count = numbers().count() as f64;
    let mean = numbers().sum::<f64>() / count;
    let variance = numbers().map(|x| (x - mean).powi(2)).sum::<f64>() / count;
    let width = variance * count / rows.len() as f64;
    if width > 0.0 { width } else { 1.0 }
}

/// The machine that tells two classes apart.
fn pair(
    rows: &[Vec<f64>],
    labels: &[usize],
    [first, second]: [usize; 2],
    [width, penalty]: [f64; 2],
) -> Result<linfa_svm::Svm<f64, bool>, NetsError> {
    let of_pair = || rows.iter().zip(labels).filter(|(_, label)| [first, second].contains(label));
    let targets: Array1<bool> = of_pair().map(|(_, label)| *label == first).collect();
    let numbers: Vec<f64> = of_pair().flat_map(|(row, _)| row.iter().copied()).collect();
    let refused = |cause: String| NetsError::Method { method: "SVM", cause };
    let shape = (targets.len(), numbers.len() / targets.len().max(1));
    let records = Array2::from_shape_vec(shape, numbers).map_err(|e| refused(e.to_string()))?;
    let settings = linfa_svm::Svm::<f64, bool>::params()
        .gaussian_kernel(width)
        .pos_neg_weights(penalty, penalty)
        .check()
        .map_err(|error| refused(error.to_string()))?;
    settings.fit(&Dataset::new(records, targets)).map_err(|error| refused(error.to_string()))
}

struct Machines {
    pairs: Vec<([usize; 2], linfa_svm::Svm<f64, bool>)>,
    classes: usize,
    scale: Features,
}

impl Classifier for Machines {
    fn classify(&self, images: &LabelledImages) -> Result<Vec<usize>, NetsError> {
        let vote = |row: Vec<f64>| {
            let row = ArrayView1::from(&row);
            let mut votes = vec![0.0; self.classes];
            for ([first, second], machine) in &self.pairs {
                let is_first = machine.weighted_sum(&row) - machine.rho >= 0.0;
                votes[if is_first { *first } else { *second }] += 1.0;
            }
            crate::task::largest(&votes)
        };
        Ok(self.scale.rows(images)?.into_iter().map(vote).collect())
    }
}
