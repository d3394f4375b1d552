//! Convolution of images.

#[cfg(feature = "flex")]
mod bias;
#[cfg(feature = "flex")]
mod direct;
#[cfg(feature = "flex")]
mod extension;
#[cfg(feature = "flex")]
mod gather;
#[cfg(feature = "flex")]
mod gathered;
#[cfg(feature = "flex")]
mod packed;
#[cfg(feature = "flex")]
mod padded;
#[cfg(feature = "flex")]
mod panels;
#[cfg(feature = "flex")]
mod phase;
#[cfg(feature = "flex")]
mod planes;
#[cfg(feature = "flex")]
mod sizes;
#[cfg(all(test, feature = "flex"))]
mod tests;
#[cfg(feature = "flex")]
mod weights;

use burn::tensor::Tensor;
use burn::tensor::ops::ConvOptions;

/// Convolution (in the sense of networks: correlation) of images with a bank of kernels.
///
/// $$ y_{bo} = \beta_o + \sum_i w_{oi} \star x_{bi} $$
///
/// | Symbol | Argument | Shape |
/// |---|---|---|
/// | $x$ | `x` | `[batch, inputs, height, width]` |
/// | $w$ | `weight` | `[outputs, inputs / groups, kernel height, kernel width]` |
/// | $\beta$ | `bias` | `[outputs]` |
///
/// The arguments and the result are those of [`burn::tensor::module::conv2d`]. On burn's CPU backend,
/// in f32, a convolution in one group and without holes is done here, and so are its gradients,
/// without a matrix of columns:
///
/// - a kernel three wide and an odd number high, moved one step at a time over an image of 64 pixels
///   or more that is padded to keep its size: every output is a sum of shifted inputs;
/// - any other kernel and stride, and smaller images: a product of matrices that gathers one of them
///   from where its numbers lie.
///
/// Anything else is burn's own operation.
///
/// An infinity or a NaN in the gradient of an output may make more entries of the gradient of the
/// weights NaN than it must: it meets the zeros around the image.
///
/// # Panics
/// As burn's does, where shapes do not fit.
///
/// # Examples
/// ```
/// use burn::tensor::{Device, Tensor, ops::ConvOptions};
/// use davylamp_kernels::conv2d;
///
/// let device = Device::flex();
/// let x = Tensor::<4>::ones([1, 1, 4, 4], &device);
/// let weight = Tensor::<4>::ones([1, 1, 3, 3], &device);
/// let y = conv2d(x, weight, None, ConvOptions::new([1, 1], [1, 1], [1, 1], 1));
/// // Nine inputs inside, four in a corner.
/// assert_eq!(y.clone().max().into_scalar::<f32>(), 9.0);
/// assert_eq!(y.min().into_scalar::<f32>(), 4.0);
/// ```
#[must_use]
pub fn conv2d(
    x: Tensor<4>,
    weight: Tensor<4>,
    bias: Option<Tensor<1>>,
    options: ConvOptions<2>,
) -> Tensor<4> {
    #[cfg(feature = "flex")]
    if let Some(window) = fast(&x, &weight, bias.as_ref(), &options) {
        return extension::conv2d(x, weight, bias, window);
    }
    burn::tensor::module::conv2d(x, weight, bias, options)
}

/// How the kernel moves, where it can be done here. Shapes that do not fit are left to burn to refuse.
#[cfg(feature = "flex")]
fn fast(
    x: &Tensor<4>,
    weight: &Tensor<4>,
    bias: Option<&Tensor<1>>,
    options: &ConvOptions<2>,
) -> Option<sizes::Window> {
    let [[above, below], [left, right]] = options.padding.map(|(before, after)| [before, after]);
    let window = sizes::Window { stride: options.stride, padding: [above, left] };
    let sizes = sizes::Sizes::new(x.dims(), weight.dims(), window);
    let fits = options.dilation == [1, 1]
        && options.groups == 1
        && [above, left] == [below, right]
        && options.stride.iter().all(|step| *step > 0)
        && x.dims()[1] == weight.dims()[1]
        && sizes.counts().iter().all(|count| *count > 0)
        && sizes.image.iter().all(|side| *side > 0)
        && sizes.pixels() > 0
        && bias.is_none_or(|bias| bias.dims() == [sizes.outputs])
        && crate::flex::takes(x)
        && crate::flex::takes(weight);
    fits.then_some(window)
}
