//! The optimizer Adam.

#[cfg(feature = "flex")]
mod extension;

use burn::optim::{AdamState, AdaptiveMomentumState, LearningRate, Optimizer};
use burn::tensor::{Device, Tensor};

/// Adam, one pass over a parameter and its two moments.
///
/// $$ m_t = \beta_1 m_{t-1} + (1-\beta_1) g, \quad v_t = \beta_2 v_{t-1} + (1-\beta_2) g^2, \quad
/// \theta_t = \theta_{t-1} - \eta \frac{m_t / (1-\beta_1^t)}{\sqrt{v_t / (1-\beta_2^t)} + \epsilon} $$
///
/// The same formula and the same state as [`burn::optim::Adam`], so that the one goes on where the
/// other stopped. With a [`weight_decay`](Self::weight_decay) $\lambda$, every parameter of two dimensions
/// or more is first multiplied with $1 - \eta \lambda$, whatever its gradient: weights, and neither
/// biases nor the factors of a normalisation. On burn's CPU backend, in f32, parameter and moments are written in place; elsewhere
/// it is made of burn's operations.
///
/// # Examples
/// ```
/// use burn::optim::Optimizer;
/// use burn::tensor::{Device, Tensor};
/// use davylamp_kernels::Adam;
///
/// let device = Device::flex();
/// let (x, gradient) = (Tensor::<1>::from_data([1.0], &device), Tensor::from_data([5.0], &device));
/// let (x, _) = Adam::default().step(0.1, x, gradient, None);
/// // The first step is as long as the learning rate, whatever the gradient.
/// assert!((x.into_scalar::<f32>() - 0.9).abs() < 1e-6);
/// ```
///
/// # References
/// Kingma & Ba (2015), ICLR, algorithm 1, <https://arxiv.org/abs/1412.6980>; the decay is that of
/// Loshchilov & Hutter (2019), ICLR, algorithm 2, <https://arxiv.org/abs/1711.05101>.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Adam {
    /// How slowly the mean of the gradient forgets; in `[0, 1)`, 0.9 by default.
    pub beta_1: f32,
    /// How slowly the mean of its square forgets; in `[0, 1)`, 0.999 by default.
    pub beta_2: f32,
    /// Added to the root of the mean square; positive, 1e-8 by default as in the paper and in
    /// PyTorch (burn: 1e-5).
    pub epsilon: f32,
    /// What weights lose at a step, over the learning rate; not negative, 0 by default.
    pub weight_decay: f64,
}

impl Default for Adam {
    fn default() -> Self {
        Self { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, weight_decay: 0.0 }
    }
}

impl Adam {
    /// With another [`epsilon`](Self::epsilon).
    #[must_use]
    pub const fn with_epsilon(mut self, epsilon: f32) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// With a [`weight_decay`](Self::weight_decay).
    #[must_use]
    pub const fn with_weight_decay(mut self, weight_decay: f64) -> Self {
        self.weight_decay = weight_decay;
        self
    }
}

impl Optimizer for Adam {
    type State<const D: usize> = AdamState<D>;

    fn step<const D: usize>(
        &self,
        learning_rate: LearningRate,
        parameter: Tensor<D>,
        gradient: Tensor<D>,
        state: Option<AdamState<D>>,
    ) -> (Tensor<D>, Option<AdamState<D>>) {
        let (time, moments) = match state {
            Some(AdamState { momentum }) => (momentum.time, [momentum.moment_1, momentum.moment_2]),
            None => (0, [gradient.zeros_like(), gradient.zeros_like()]),
        };
        let decay = if D > 1 { self.weight_decay } else { 0.0 };
        let factors = self.factors(learning_rate, decay, time + 1);
        let (parameter, [moment_1, moment_2]) = update(parameter, gradient, moments, factors);
        let momentum = AdaptiveMomentumState::new(time + 1, moment_1, moment_2);
        (parameter, Some(AdamState::new(momentum)))
    }

    fn to_device<const D: usize>(mut state: AdamState<D>, device: &Device) -> AdamState<D> {
        state.momentum = state.momentum.to_device(device);
        state
    }
}

/// What one step multiplies with. The corrections of both moments are in `step` and `epsilon`:
/// m / c1 / (sqrt(v / c2) + e) = (sqrt(c2) / c1) m / (sqrt(v) + sqrt(c2) e).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Factors {
    keep: f32,
    beta_1: f32,
    beta_2: f32,
    step: f32,
    epsilon: f32,
}

impl Adam {
    #[allow(clippy::cast_possible_truncation, reason = "rounding to f32 is meant")]
    fn factors(&self, learning_rate: f64, decay: f64, time: usize) -> Factors {
        let exponent = i32::try_from(time).unwrap_or(i32::MAX);
        let [first, second] =
            [self.beta_1, self.beta_2].map(|beta| 1.0 - f64::from(beta).powi(exponent));
        Factors {
            keep: (1.0 - learning_rate * decay) as f32,
            beta_1: self.beta_1,
            beta_2: self.beta_2,
            step: (learning_rate * second.sqrt() / first) as f32,
            epsilon: (f64::from(self.epsilon) * second.sqrt()) as f32,
        }
    }
}

fn update<const D: usize>(
    parameter: Tensor<D>,
    gradient: Tensor<D>,
    [moment_1, moment_2]: [Tensor<D>; 2],
    factors: Factors,
) -> (Tensor<D>, [Tensor<D>; 2]) {
    #[cfg(feature = "flex")]
    if [&parameter, &gradient, &moment_1, &moment_2].into_iter().all(crate::flex::takes) {
        return extension::update(parameter, gradient, [moment_1, moment_2], factors);
    }
    let Factors { keep, beta_1, beta_2, step, epsilon } = factors;
    let moment_1 = moment_1 * beta_1 + gradient.clone() * (1.0 - beta_1);
    let moment_2 = moment_2 * beta_2 + gradient.square() * (1.0 - beta_2);
    let change = moment_1.clone() * step / (moment_2.clone().sqrt() + epsilon);
    (parameter * keep - change, [moment_1, moment_2])
}
