//! Pooling.

#[cfg(feature = "flex")]
mod extension;
#[cfg(feature = "flex")]
mod squares;
#[cfg(feature = "flex")]
mod windows;

use burn::tensor::Tensor;
use burn::tensor::ops::MaxPoolOptions;

/// The largest pixel of each window.
///
/// `x` is `[batch, channels, height, width]`; arguments and result are those of
/// [`burn::tensor::module::max_pool2d`]. On burn's CPU backend, in f32, windows without holes that never
/// lie wholly in the padding are pooled here, on all threads, and backward only `x` is kept: which pixel
/// was the largest is found again. Anything else is burn's own operation. Of equal pixels the first one,
/// row by row, gets the gradient.
///
/// # Panics
/// As burn's does, where shapes do not fit.
///
/// # Examples
/// ```
/// use burn::tensor::{Device, Tensor, ops::MaxPoolOptions};
/// use davylamp_kernels::max_pool2d;
///
/// let x = Tensor::<4>::from_data([[[[1.0, 2.0], [4.0, 3.0]]]], &Device::flex());
/// let y = max_pool2d(x, MaxPoolOptions::new([2, 2]));
/// assert_eq!(y.into_scalar::<f32>(), 4.0);
/// ```
#[must_use]
pub fn max_pool2d(x: Tensor<4>, options: MaxPoolOptions<2>) -> Tensor<4> {
    #[cfg(feature = "flex")]
    if let Some(windows) = fast(&x, &options) {
        return extension::max_pool2d(x, windows);
    }
    burn::tensor::module::max_pool2d(x, options)
}

/// The windows, where they can be pooled here.
#[cfg(feature = "flex")]
fn fast(x: &Tensor<4>, options: &MaxPoolOptions<2>) -> Option<windows::Windows> {
    let [batch, channels, height, width] = x.dims();
    let MaxPoolOptions { kernel_size: kernel, stride, padding, dilation, ceil_mode } =
        options.clone();
    let windows = windows::Windows { kernel, stride, padding: padding.map(|(before, _)| before) };
    let fits = dilation == [1, 1]
        && !ceil_mode
        && padding.iter().all(|(before, after)| before == after)
        && (0..2).all(|d| stride[d] > 0 && 2 * windows.padding[d] <= kernel[d])
        && batch * channels * windows.output([height, width]).iter().product::<usize>() > 0
        && crate::flex::takes(x);
    fits.then_some(windows)
}
