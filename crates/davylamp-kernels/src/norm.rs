//! Batch normalisation, with what stands before and behind it.

#[cfg(feature = "flex")]
mod backward;
#[cfg(feature = "flex")]
mod channel;
#[cfg(feature = "flex")]
mod extension;
#[cfg(feature = "flex")]
mod forward;
#[cfg(all(test, feature = "flex"))]
mod tests;

use burn::tensor::Tensor;
use burn::tensor::activation::relu;
use burn::tensor::module::{self, BatchNormTrainOutput};
use burn::tensor::ops::MaxPoolOptions;

use crate::pool::max_pool2d;

/// What is done in one pass with the normalisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct NormSteps {
    /// A ReLU on the input, as in HydrogenNet.
    pub relu_before: bool,
    /// A ReLU on the output, as in a residual network.
    pub relu_after: bool,
    /// The maxima of squares of 2 by 2 pixels, last of all.
    pub max_pool: bool,
}

impl NormSteps {
    /// With [`relu_before`](Self::relu_before).
    #[must_use]
    pub const fn with_relu_before(mut self, relu_before: bool) -> Self {
        self.relu_before = relu_before;
        self
    }

    /// With [`relu_after`](Self::relu_after).
    #[must_use]
    pub const fn with_relu_after(mut self, relu_after: bool) -> Self {
        self.relu_after = relu_after;
        self
    }

    /// With [`max_pool`](Self::max_pool).
    #[must_use]
    pub const fn with_max_pool(mut self, max_pool: bool) -> Self {
        self.max_pool = max_pool;
        self
    }

    /// What stands before the normalisation, by burn.
    fn before(self, x: Tensor<4>) -> Tensor<4> {
        if self.relu_before { relu(x) } else { x }
    }

    /// What stands behind it, by burn, or by the pooling of this crate.
    fn after(self, y: Tensor<4>) -> Tensor<4> {
        let y = if self.relu_after { relu(y) } else { y };
        if self.max_pool { max_pool2d(y, MaxPoolOptions::new([2, 2])) } else { y }
    }
}

/// Batch normalisation by the statistics of the batch itself, with the steps around it.
///
/// $$ y = \mathrm{pool}\left(\mathrm{relu}\left(\gamma_c \frac{x' - \mu_c}{\sqrt{\sigma_c^2 +
/// \epsilon}} + \beta_c\right)\right), \qquad x' = \mathrm{relu}(x) $$
///
/// where each ReLU and the pooling is there if `steps` says so, and mean and variance are those of
/// $x'$ over batch, height and width.
///
/// | Symbol | Argument | Shape |
/// |---|---|---|
/// | $x$ | `x` | `[batch, channels, height, width]` |
/// | $\gamma$, $\beta$ | `gamma`, `beta` | `[channels]` |
///
/// The result holds the batch's mean and its biased variance, as
/// [`burn::tensor::module::batch_norm_train`] gives them. On burn's CPU backend, in f32, all steps
/// are one pass over memory after that for the statistics, and backward only `x` is kept: what the
/// ReLU let through and which pixel was the largest is found again. Elsewhere the steps are burn's
/// own, one after the other.
///
/// # Panics
/// As burn's does, where shapes do not fit.
///
/// # Examples
/// ```
/// use burn::tensor::{Device, Tensor};
/// use davylamp_kernels::{NormSteps, batch_norm_train};
///
/// let device = Device::flex();
/// let x = Tensor::<4>::from_data([[[[-3.0, 1.0], [1.0, 2.0]]]], &device);
/// let [gamma, beta] = [Tensor::ones([1], &device), Tensor::zeros([1], &device)];
/// let steps = NormSteps::default().with_relu_before(true).with_max_pool(true);
/// let y = batch_norm_train(x, gamma, beta, 0.0, steps);
/// // The mean of 0, 1, 1, 2 is 1, their variance a half, and 2 is the largest.
/// assert_eq!(y.mean.into_scalar::<f32>(), 1.0);
/// assert!((y.output.into_scalar::<f32>() - 2_f32.sqrt()).abs() < 1e-6);
/// ```
///
/// # References
/// Ioffe & Szegedy (2015), ICML 37:448, algorithm 1, <https://proceedings.mlr.press/v37/ioffe15.html>.
#[must_use]
pub fn batch_norm_train(
    x: Tensor<4>,
    gamma: Tensor<1>,
    beta: Tensor<1>,
    epsilon: f64,
    steps: NormSteps,
) -> BatchNormTrainOutput<4> {
    #[cfg(feature = "flex")]
    if is_fused(&x, &[&gamma, &beta], steps) {
        return extension::train(x, gamma, beta, epsilon, steps);
    }
    let all = module::batch_norm_train(steps.before(x), gamma, beta, epsilon);
    BatchNormTrainOutput { output: steps.after(all.output), ..all }
}

/// Batch normalisation by statistics known beforehand, with the steps around it: the network at work.
///
/// As [`batch_norm_train`], with `mean` and `variance` given, both `[channels]`. The fused operation
/// gives no gradients: where gradients are tracked the steps are burn's own.
///
/// # Panics
/// As burn's does, where shapes do not fit.
#[must_use]
pub fn batch_norm(
    x: Tensor<4>,
    [gamma, beta]: [Tensor<1>; 2],
    [mean, variance]: [Tensor<1>; 2],
    epsilon: f64,
    steps: NormSteps,
) -> Tensor<4> {
    #[cfg(feature = "flex")]
    if !x.device().is_autodiff() && is_fused(&x, &[&gamma, &beta, &mean, &variance], steps) {
        return extension::apply(x, [gamma, beta], [mean, variance], epsilon, steps);
    }
    steps.after(module::batch_norm(steps.before(x), gamma, beta, mean, variance, epsilon))
}

/// Whether one pass can do it. Shapes that do not fit are left to burn to refuse.
#[cfg(feature = "flex")]
fn is_fused(x: &Tensor<4>, channels: &[&Tensor<1>], steps: NormSteps) -> bool {
    let [batch, c, height, width] = x.dims();
    batch * c * height * width > 0
        && (!steps.max_pool || (height % 2 == 0 && width % 2 == 0))
        && crate::flex::takes(x)
        && channels.iter().all(|one| one.dims() == [c] && crate::flex::takes(one))
}
