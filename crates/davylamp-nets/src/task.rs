//! What a network learns: numbers, or which class.

use burn::tensor::Tensor;
use burn::tensor::activation::log_softmax;

use crate::metrics::mean_square;
use crate::{ClassError, NetsError, Validation};

/// What a network learns, and so what its outputs and its loss are.
///
/// The example of [`Network`](crate::Network) shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Labels between 0 and 1, by the mean square of their differences:
    /// $L = \frac{1}{nm} \sum_{ij} (y_{ij} - \hat y_{ij})^2$, Gao et al. (2024), equation 24.
    Regression {
        /// How many labels a sample has.
        labels: usize,
    },
    /// Which class; the sample's one label is its number. By cross-entropy:
    /// $L = -\frac{1}{n} \sum_i \ln p_i$ with the probability $p_i$ of the right class, the softmax of
    /// the outputs, Wang et al. (2024), equation 16.
    Classification {
        /// How many classes there are.
        classes: usize,
    },
}

impl Task {
    /// Labels that a sample of a set holds.
    #[must_use]
    pub const fn label_size(self) -> usize {
        match self {
            Self::Regression { labels } => labels,
            Self::Classification { .. } => 1,
        }
    }

    /// Numbers that a network gives.
    #[must_use]
    pub const fn outputs(self) -> usize {
        match self {
            Self::Regression { labels } => labels,
            Self::Classification { classes } => classes,
        }
    }

    /// What the network should say of a sample with these labels: the labels, or one at its class.
    pub(crate) fn target(self, index: usize, labels: Vec<f32>) -> Result<Vec<f32>, NetsError> {
        let Self::Classification { classes } = self else { return Ok(labels) };
        let value = labels.first().copied().unwrap_or(f32::NAN);
        let mut target = vec![0.0; classes];
        #[allow(clippy::float_cmp, reason = "a class is a whole number, exactly")]
        match target.iter_mut().enumerate().find(|(class, _)| *class as f32 == value) {
            Some((_, one)) => *one = 1.0,
            None => return Err(NetsError::Class { index, value, last: classes - 1 }),
        }
        Ok(target)
    }

    /// The mean over a batch of outputs and targets, both `[batch, outputs]`.
    pub(crate) fn loss(self, outputs: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
        match self {
            Self::Regression { .. } => (outputs - targets).square().mean(),
            Self::Classification { .. } => {
                (log_softmax(outputs, 1) * targets).sum_dim(1).mean().neg()
            }
        }
    }

    /// Outputs as they are meant: scores become probabilities.
    pub(crate) fn finish(self, row: &mut [f64]) {
        if let Self::Classification { .. } = self {
            let most = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for score in &mut *row {
                *score = (*score - most).exp();
            }
            let total: f64 = row.iter().sum();
            for score in row {
                *score /= total;
            }
        }
    }

    /// The loss of some samples, and how far off they are.
    pub(crate) fn judge(self, targets: &[Vec<f64>], outputs: &[Vec<f64>]) -> (f64, Validation) {
        let Self::Classification { .. } = self else {
            return (mean_square(targets, outputs), Validation::new(targets, outputs));
        };
        let (mut losses, mut right) = (Vec::new(), 0_usize);
        for (target, scores) in targets.iter().zip(outputs) {
            let class = largest(target);
            losses.push(log_sum(scores) - scores.get(class).copied().unwrap_or(f64::NAN));
            right += usize::from(largest(scores) == class);
        }
        let samples = targets.len();
        let loss = losses.iter().sum::<f64>() / samples as f64;
        let probabilities = losses.iter().map(|loss| (-loss).exp()).collect();
        let error = ClassError::new(probabilities, right);
        (loss, Validation { samples, errors: Vec::new(), classes: Some(error) })
    }
}

/// ln Σ exp, without overflow.
fn log_sum(scores: &[f64]) -> f64 {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    most + scores.iter().map(|score| (score - most).exp()).sum::<f64>().ln()
}

/// Which is the largest; of equal ones the first.
pub(crate) fn largest(scores: &[f64]) -> usize {
    let better = |best: usize, next: usize| if scores[next] > scores[best] { next } else { best };
    (0..scores.len()).reduce(better).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use burn::tensor::Device;

    use super::*;

    const THREE: Task = Task::Classification { classes: 3 };

    #[test]
    fn a_class_is_a_whole_number_in_range() {
        assert_eq!(THREE.target(0, vec![2.0]).unwrap(), [0.0, 0.0, 1.0]);
        for bad in [3.0, -1.0, 0.5] {
            let shown = THREE.target(7, vec![bad]).unwrap_err().to_string();
            assert_eq!(shown, format!("sample 7: class {bad} is no whole number from 0 to 2"));
        }
    }

    #[test]
    fn even_scores_cost_the_logarithm_of_the_number_of_classes() {
        let targets = vec![vec![0.0, 1.0, 0.0], vec![1.0, 0.0, 0.0]];
        let (loss, validation) = THREE.judge(&targets, &[vec![5.0; 3], vec![-1e4; 3]]);
        assert!((loss - 3_f64.ln()).abs() < 1e-12);
        assert_eq!(validation.classes.map(|classes| classes.accuracy), Some(0.5));
        // The same through burn, in single precision.
        let device = Device::flex();
        let targets = Tensor::from_data([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]], &device);
        let loss = THREE.loss(Tensor::full([2, 3], 5.0, &device), targets).into_scalar::<f32>();
        assert!((f64::from(loss) - 3_f64.ln()).abs() < 1e-6);
    }

    #[test]
    fn probabilities_sum_to_one_whatever_the_scores() {
        let mut row = [1e4, 1e4, -1e4_f64];
        THREE.finish(&mut row);
        assert_eq!(row.map(f64::to_bits), [0.5, 0.5, 0.0].map(f64::to_bits));
        let mut labels = [0.3, 0.4_f64];
        Task::Regression { labels: 2 }.finish(&mut labels);
        assert_eq!(labels.map(f64::to_bits), [0.3, 0.4].map(f64::to_bits));
    }
}
