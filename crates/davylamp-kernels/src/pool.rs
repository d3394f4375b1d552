//! Pooling of squares of 2 by 2 pixels.

#[cfg(feature = "flex")]
mod extension;

use burn::tensor::Tensor;
use burn::tensor::ops::MaxPoolOptions;

/// The largest of each square of 2 by 2 pixels; an odd last row or column is left out.
///
/// `x` is `[batch, channels, height, width]`, the result `[batch, channels, height / 2, width / 2]`.
/// As [`burn::tensor::module::max_pool2d`] with kernel and stride 2, which also does it where burn's
/// CPU backend in f32 is not at work, or a side is odd. Of equal pixels the first one, row by row,
/// gets the gradient.
///
/// # Examples
/// ```
/// use burn::tensor::{Device, Tensor};
///
/// let x = Tensor::<4>::from_data([[[[1.0, 2.0], [4.0, 3.0]]]], &Device::flex());
/// assert_eq!(davylamp_kernels::max_pool2d(x).into_scalar::<f32>(), 4.0);
/// ```
#[must_use]
pub fn max_pool2d(x: Tensor<4>) -> Tensor<4> {
    #[cfg(feature = "flex")]
    {
        let [batch, channels, height, width] = x.dims();
        let even = height % 2 == 0 && width % 2 == 0 && batch * channels * height * width > 0;
        if even && crate::flex::takes(&x) {
            return extension::max_pool2d(x);
        }
    }
    burn::tensor::module::max_pool2d(x, MaxPoolOptions::new([2, 2]))
}
