//! The same bits on any number of threads.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use burn::tensor::ops::ConvOptions;
use burn::tensor::{Device, Tensor};
use common::{Draw, floats};
use davylamp_kernels::{NormSteps, batch_norm_train, conv2d};

/// A layer of the network, forward and backward, on this many threads.
fn layer(threads: usize, stride: usize) -> Vec<Vec<u32>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let device = Device::flex().autodiff();
        let mut draw = Draw::new(1);
        let x = draw.tensor([21, 10, 16, 24], &device).require_grad();
        let weight = draw.tensor([20, 10, 3, 3], &device).require_grad();
        let bias = draw.tensor::<1>([20], &device).require_grad();
        let gamma = draw.tensor::<1>([20], &device).require_grad();
        let options = ConvOptions::new([stride; 2], [1, 1], [1, 1], 1);
        let y = conv2d(x.clone(), weight.clone(), Some(bias.clone()), options);
        let steps = NormSteps::default().with_relu_before(true).with_max_pool(true);
        let beta = Tensor::zeros([20], &device);
        let y = batch_norm_train(y, gamma.clone(), beta, 1e-5, steps).output;
        let gradients = y.clone().square().mean().backward();
        [
            floats(y),
            floats(x.grad(&gradients).unwrap()),
            floats(weight.grad(&gradients).unwrap()),
            floats(bias.grad(&gradients).unwrap()),
            floats(gamma.grad(&gradients).unwrap()),
        ]
        .map(|numbers| numbers.into_iter().map(f32::to_bits).collect())
        .to_vec()
    })
}

#[test]
fn one_two_and_three_threads_agree() {
    for stride in [1, 2] {
        let one = layer(1, stride);
        assert_eq!(one, layer(2, stride));
        assert_eq!(one, layer(3, stride));
    }
}
