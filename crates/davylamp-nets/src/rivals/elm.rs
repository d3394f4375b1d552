//! A random hidden layer, and outputs by least squares.

use nalgebra::{Cholesky, DMatrix};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::features::Features;
use super::{Classifier, LabelledImages, Method, TRIALS, words};
use crate::NetsError;

/// Extreme learning machine: weights of a hidden layer of sigmoids are drawn and left so, those of the
/// outputs are the ridge regression of one-hot classes on the hidden layer.
///
/// $$ \beta = \left(H^T H + \lambda \frac{\mathrm{tr} H^T H}{m} I\right)^{-1} H^T T $$
///
/// with m hidden units, 100 or 400, and $\lambda$ 1e-4 or 1e-2. Hidden weights are even in ±√(3/d) with
/// d numbers a sample, biases in ±1.
///
/// The example of [`Method`](super::Method) shows how such a method is used.
///
/// # References
/// Huang, Zhu & Siew (2006), <https://doi.org/10.1016/j.neucom.2005.12.126>; with the penalty of Huang
/// et al. (2012), <https://doi.org/10.1109/TSMCB.2011.2168604>, equation 32.
#[derive(Debug, Clone, Copy, Default)]
pub struct Elm;

const OWN: [(usize, f64); TRIALS / 2] = [(100, 1e-4), (100, 1e-2), (400, 1e-4), (400, 1e-2)];

impl Method for Elm {
    fn name(&self) -> &'static str {
        "ELM"
    }

    fn words(&self, trial: usize) -> String {
        words(trial, &OWN.map(|(units, ridge)| format!("{units} units, λ = {ridge}")))
    }

    fn fit(
        &self,
        trial: usize,
        images: &LabelledImages,
        seed: u64,
    ) -> Result<Box<dyn Classifier>, NetsError> {
        let (scale, own) = Features::of_trial(trial, images)?;
        let (units, ridge) = OWN[own];
        let inputs = images.shape().iter().product();
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let bound = (3.0 / inputs as f64).sqrt();
        let weights = DMatrix::from_fn(units, inputs, |_, _| random.random_range(-bound..bound));
        let biases = (0..units).map(|_| random.random_range(-1.0..1.0)).collect();
        let mut machine = Machine { weights, biases, outputs: DMatrix::zeros(0, 0), scale };
        let hidden = machine.hidden(images)?; // [unit, sample]
        let targets = DMatrix::from_fn(images.labels().len(), images.classes(), |at, class| {
            f64::from(u8::from(images.labels()[at] == class))
        });
        let mut products = &hidden * hidden.transpose();
        let penalty = ridge * products.trace() / units as f64;
        for unit in 0..units {
            products[(unit, unit)] += penalty;
        }
        // Sigmoids are positive, so the trace is, and the matrix is positive definite.
        let solver = Cholesky::new(products).ok_or_else(|| NetsError::Method {
            method: "ELM",
            cause: "the hidden layer is singular".to_owned(),
        })?;
        machine.outputs = solver.solve(&(hidden * targets));
        Ok(Box::new(machine))
    }
}

struct Machine {
    weights: DMatrix<f64>,
    biases: Vec<f64>,
    outputs: DMatrix<f64>,
    scale: Features,
}

impl Machine {
    /// Hidden units of images: `[unit, sample]`.
    fn hidden(&self, images: &LabelledImages) -> Result<DMatrix<f64>, NetsError> {
        let rows = self.scale.rows(images)?;
        let inputs = self.weights.ncols();
        let columns = DMatrix::from_iterator(inputs, rows.len(), rows.into_iter().flatten());
        let mut hidden = &self.weights * columns;
        for mut column in hidden.column_iter_mut() {
            for (value, bias) in column.iter_mut().zip(&self.biases) {
                *value = 1.0 / (1.0 + (-*value - bias).exp());
            }
        }
        Ok(hidden)
    }
}

impl Classifier for Machine {
    fn classify(&self, images: &LabelledImages) -> Result<Vec<usize>, NetsError> {
        let scores = self.hidden(images)?.tr_mul(&self.outputs);
        let largest = |row: nalgebra::RowDVector<f64>| crate::task::largest(row.as_slice());
        Ok(scores.row_iter().map(|row| largest(row.into_owned())).collect())
    }
}
