//! Convolution of images.

#[cfg(feature = "flex")]
mod direct;
#[cfg(feature = "flex")]
mod extension;
#[cfg(feature = "flex")]
mod packed;
#[cfg(feature = "flex")]
mod planes;
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
/// in f32, a kernel three wide and an odd number high, moved one step at a time over an image that is
/// padded to keep its size, in one group and without holes, goes through a direct kernel, and so do
/// its gradients: every output is a sum of shifted inputs, and no matrix of columns is written.
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
    if is_direct(&x, &weight, bias.as_ref(), &options) {
        return extension::conv2d(x, weight, bias);
    }
    burn::tensor::module::conv2d(x, weight, bias, options)
}

/// Whether the direct kernel can do it. Shapes that do not fit are left to burn to refuse.
#[cfg(feature = "flex")]
fn is_direct(
    x: &Tensor<4>,
    weight: &Tensor<4>,
    bias: Option<&Tensor<1>>,
    options: &ConvOptions<2>,
) -> bool {
    let [outputs, inputs, rows, columns] = weight.dims();
    let [batch, channels, height, width] = x.dims();
    columns == weights::TAPS
        && rows % 2 == 1
        && options.stride == [1, 1]
        && options.padding == [rows / 2, columns / 2].map(|side| (side, side))
        && options.dilation == [1, 1]
        && options.groups == 1
        && channels == inputs
        && batch * channels * height * width * outputs > 0
        && bias.is_none_or(|bias| bias.dims() == [outputs])
        && crate::flex::takes(x)
        && crate::flex::takes(weight)
}
