//! Tensors to test with.

#![allow(dead_code, reason = "each test program uses some")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use burn::tensor::{Device, Tensor, TensorData};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Random tensors that do not touch burn's own generator, which all tests share.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Numbers between -1 and 1.
    pub(crate) fn tensor<const D: usize>(
        &mut self,
        shape: [usize; D],
        device: &Device,
    ) -> Tensor<D> {
        let count = shape.iter().product();
        let numbers: Vec<f32> = (0..count).map(|_| self.0.random_range(-1.0..1.0)).collect();
        Tensor::from_data(TensorData::new(numbers, shape), device)
    }
}

pub(crate) fn floats<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().unwrap()
}

/// The largest difference, over the largest value or the size that a value has if its `terms`, of
/// either sign and a third in root mean square, cancel as random numbers do: whichever is more.
pub(crate) fn apart(a: &[f32], b: &[f32], terms: usize) -> f64 {
    assert_eq!(a.len(), b.len());
    let usual = (terms as f64).sqrt() / 3.0;
    let size = a.iter().fold(usual, |most, a| most.max(f64::from(a.abs())));
    let apart = a.iter().zip(b).map(|(a, b)| f64::from(a - b).abs());
    apart.fold(0.0, |most, d| if d > most || d.is_nan() { d } else { most }) / size
}
