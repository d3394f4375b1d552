//! The gradients of each operation beside central differences of its output.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use burn::tensor::ops::{ConvOptions, MaxPoolOptions};
use burn::tensor::{Device, Tensor};
use common::{Draw, floats};
use davylamp_kernels::{NormSteps, batch_norm_train, conv2d, max_pool2d};

/// Step of the differences; all inputs lie between -1 and 1.
const STEP: f32 = 1e-2;

/// Outputs are sums of some tens of terms below ten, in f32: 1e-6 of rounding, over twice the step.
/// The truncation, h² / 6 of a third derivative, is as large where the function is curved.
const TOLERANCE: f64 = 1e-3;

/// Checks the gradient of `f`, summed with weights, with respect to `x` in every place where it is
/// smooth: where the differences over one step and over half of it agree.
fn check<const D: usize>(x: &Tensor<D>, f: impl Fn(Tensor<D>) -> Tensor<4>) {
    let device = Device::flex().autodiff();
    let loss = |x: Tensor<D>| {
        let y = f(x);
        let weights = Draw::new(17).tensor(y.dims(), &y.device());
        (y * weights).sum()
    };
    let shape = x.dims();
    let at = Tensor::<D>::from_data(x.clone().into_data(), &device).require_grad();
    let gradient = floats(at.grad(&loss(at.clone()).backward()).unwrap());
    let start = floats(x.clone());
    let value = |numbers: Vec<f32>| {
        let x = Tensor::<D>::from_data(burn::tensor::TensorData::new(numbers, shape), &device);
        f64::from(loss(x).into_scalar::<f32>())
    };
    let mut checked = 0;
    for i in 0..start.len() {
        let difference = |step: f32| {
            let [mut more, mut less] = [start.clone(), start.clone()];
            more[i] += step;
            less[i] -= step;
            let width = f64::from(more[i]) - f64::from(less[i]);
            (value(more) - value(less)) / width
        };
        let (coarse, fine) = (difference(STEP), difference(STEP / 2.0));
        let scale = 1.0 + fine.abs();
        if (coarse - fine).abs() < TOLERANCE * scale {
            let found = f64::from(gradient[i]);
            assert!((found - fine).abs() < 2.0 * TOLERANCE * scale, "{i}: {found} beside {fine}");
            checked += 1;
        }
    }
    assert!(10 * checked >= 7 * start.len(), "only {checked} of {} are smooth", start.len());
}

#[test]
fn convolution() {
    let device = Device::flex();
    let mut draw = Draw::new(1);
    let x = draw.tensor::<4>([2, 2, 8, 9], &device);
    let weight = draw.tensor::<4>([3, 2, 3, 3], &device);
    let bias = draw.tensor::<1>([3], &device);
    for stride in [1, 2] {
        let conv = |x: Tensor<4>, weight: Tensor<4>, bias: Tensor<1>| {
            let options = ConvOptions::new([stride; 2], [1, 1], [1, 1], 1);
            conv2d(x, weight, Some(bias), options)
        };
        check(&x, |x| conv(x, weight.clone(), bias.clone()));
        check(&weight, |weight| conv(x.clone(), weight, bias.clone()));
        check(&bias, |bias| conv(x.clone(), weight.clone(), bias));
    }
}

#[test]
fn normalisation() {
    let device = Device::flex();
    let mut draw = Draw::new(2);
    let x = draw.tensor::<4>([3, 2, 4, 4], &device);
    let gamma = draw.tensor::<1>([2], &device);
    let beta = draw.tensor::<1>([2], &device);
    let steps = NormSteps::default().with_relu_before(true);
    for steps in [NormSteps::default(), steps, steps.with_max_pool(true)] {
        let norm = |x, gamma, beta| batch_norm_train(x, gamma, beta, 1e-5, steps).output;
        check(&x, |x| norm(x, gamma.clone(), beta.clone()));
        check(&gamma, |gamma| norm(x.clone(), gamma, beta.clone()));
        check(&beta, |beta| norm(x.clone(), gamma.clone(), beta));
    }
}

#[test]
fn pooling() {
    let x = Draw::new(3).tensor::<4>([2, 2, 4, 6], &Device::flex());
    let stem = MaxPoolOptions::new([3, 3]).with_stride([2, 2]).with_padding([1, 1]);
    for options in [MaxPoolOptions::new([2, 2]), stem] {
        check(&x, |x| max_pool2d(x, options.clone()));
    }
}
