//! Between burn's CPU tensors and slices.

use burn::backend::{DispatchDevice, TensorMetadata};
use burn::tensor::{Bytes, DType, Device, Shape, Tensor};
use burn_flex::{FlexTensor, Layout};
use rayon::prelude::*;

/// Whether the fast operations can take this tensor: it holds f32, and lives where they do.
pub(crate) fn takes<const D: usize>(tensor: &Tensor<D>) -> bool {
    tensor.dtype() == DType::F32 && is_flex(&tensor.device())
}

fn is_flex(device: &Device) -> bool {
    matches!(device.clone().without_autodiff().as_dispatch(), DispatchDevice::Flex(_))
}

/// A tensor of these numbers, in C order.
pub(crate) fn tensor(numbers: Vec<f32>, shape: &[usize]) -> FlexTensor {
    let layout = Layout::contiguous(Shape::from(shape.to_vec()));
    FlexTensor::new(Bytes::from_elems(numbers), layout, DType::F32)
}

/// Memory for an output, written by all threads at once: it is fresh, and one thread would take its
/// pages alone.
pub(crate) fn zeros(count: usize) -> Vec<f32> {
    let mut zeros = Vec::new();
    zeros.par_extend(rayon::iter::repeat_n(0.0, count).with_min_len(1 << 16));
    zeros
}

/// The sizes of an image tensor: `[batch, channels, height, width]`.
pub(crate) fn sizes(tensor: &FlexTensor) -> [usize; 4] {
    let shape = tensor.shape();
    [shape[0], shape[1], shape[2], shape[3]]
}

/// A number of double precision in single.
#[allow(clippy::cast_possible_truncation, reason = "rounding to f32 is meant")]
pub(crate) fn narrow(value: f64) -> f32 {
    value as f32
}

/// How many places a window has along each side of an image that is padded on both sides.
pub(crate) fn places(
    image: [usize; 2],
    kernel: [usize; 2],
    stride: [usize; 2],
    padding: [usize; 2],
) -> [usize; 2] {
    std::array::from_fn(|d| {
        let room = image[d] + 2 * padding[d] + 1;
        room.saturating_sub(kernel[d]).div_ceil(stride[d])
    })
}

/// The instruction sets that this machine has, the widest first.
#[cfg(test)]
pub(crate) fn arches() -> Vec<pulp::Arch> {
    use pulp::Arch;
    let mut arches = vec![Arch::new()];
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = pulp::x86::V3::try_new() {
        arches.push(Arch::V3(avx2));
    }
    arches.push(Arch::Scalar);
    arches
}
