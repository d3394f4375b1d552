//! Every operation beside burn's own, forward and backward.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use burn::optim::{AdamConfig, AdamWConfig, GradientsParams, Optimizer};
use burn::tensor::ops::{ConvOptions, MaxPoolOptions};
use burn::tensor::{Device, Tensor, module};
use common::{Draw, apart, floats};
use davylamp_kernels::{Adam, NormSteps, batch_norm, batch_norm_train, conv2d, max_pool2d};
use proptest::prelude::*;

/// Both work in f32, in different orders: some roundings of 6e-8.
const TOLERANCE: f64 = 1e-6;

fn same(rows: usize) -> ConvOptions<2> {
    ConvOptions::new([1, 1], [rows / 2, 1], [1, 1], 1)
}

/// A convolution of images `x` with kernels `weight`.
#[derive(Debug, Clone)]
struct Case {
    x: [usize; 4],
    weight: [usize; 4],
    options: ConvOptions<2>,
}

impl Case {
    /// One that keeps the size of the image, with a kernel three wide.
    fn same([batch, inputs, outputs, height, width, rows]: [usize; 6]) -> Self {
        let (x, weight) = ([batch, inputs, height, width], [outputs, inputs, rows, 3]);
        Self { x, weight, options: same(rows) }
    }

    /// Output and gradients with respect to input, weight and bias, for a loss that weighs each output.
    fn run(
        &self,
        f: impl Fn(Tensor<4>, Tensor<4>, Option<Tensor<1>>, ConvOptions<2>) -> Tensor<4>,
        seed: u64,
    ) -> [Vec<f32>; 4] {
        let device = Device::flex().autodiff();
        let mut draw = Draw::new(seed);
        let x = draw.tensor(self.x, &device).require_grad();
        let weight = draw.tensor(self.weight, &device).require_grad();
        let bias = draw.tensor::<1>([self.weight[0]], &device).require_grad();
        let y = f(x.clone(), weight.clone(), Some(bias.clone()), self.options.clone());
        let weights = draw.tensor(y.dims(), &device);
        let gradients = (y.clone() * weights).sum().backward();
        [
            floats(y.inner()),
            floats(x.grad(&gradients).unwrap()),
            floats(weight.grad(&gradients).unwrap()),
            floats(bias.grad(&gradients).unwrap()),
        ]
    }

    fn compare(&self, seed: u64) {
        let ours = self.run(conv2d, seed);
        let burns = self.run(module::conv2d, seed);
        let ([_, inputs, _, _], [outputs, _, rows, columns]) = (self.x, self.weight);
        // How many products each number sums.
        let windows = ours[0].len() / outputs;
        let terms = [inputs * rows * columns, outputs * rows * columns, windows];
        for (what, ours, burns, terms) in [
            ("output", &ours[0], &burns[0], terms[0]),
            ("of input", &ours[1], &burns[1], terms[1]),
            ("of weight", &ours[2], &burns[2], terms[2]),
            ("of bias", &ours[3], &burns[3], terms[2]),
        ] {
            // Each of n additions rounds the sum so far by half of epsilon at most, in either direction.
            let tolerance = TOLERANCE.max(f64::from(f32::EPSILON) * (terms as f64).sqrt());
            let apart = apart(ours, burns, terms);
            assert!(apart < tolerance, "{what} of {self:?}, {terms} terms: {apart:e}");
        }
    }
}

#[test]
fn convolutions_of_the_network() {
    // The four of the wide network, made smaller, and images of one row as the 1D network has them.
    Case::same([3, 1, 32, 32, 16, 3]).compare(1);
    Case::same([9, 16, 32, 16, 8, 3]).compare(2);
    Case::same([17, 24, 9, 16, 4, 3]).compare(3);
    Case::same([2, 64, 16, 1, 256, 1]).compare(4);
    Case::same([5, 3, 3, 8, 33, 5]).compare(5);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    #[test]
    fn convolutions_of_any_size(
        batch in 1..10_usize, inputs in 1..20_usize, outputs in 1..20_usize,
        height in 1..12_usize, width in 1..40_usize, half in 0..3_usize, seed: u64,
    ) {
        Case::same([batch, inputs, outputs, height, width, 2 * half + 1]).compare(seed);
    }

    #[test]
    fn convolutions_of_any_stride(
        batch in 1..6_usize, inputs in 1..20_usize, outputs in 1..40_usize,
        sides in [1..14_usize, 1..14_usize], kernel in [1..6_usize, 1..6_usize],
        stride in [1..4_usize, 1..4_usize], padding in [0..4_usize, 0..4_usize], seed: u64,
    ) {
        prop_assume!((0..2).all(|d| sides[d] + 2 * padding[d] >= kernel[d]));
        let (x, weight) = ([batch, inputs, sides[0], sides[1]], [outputs, inputs, kernel[0], kernel[1]]);
        Case { x, weight, options: ConvOptions::new(stride, padding, [1, 1], 1) }.compare(seed);
    }
}

#[test]
fn convolutions_of_a_residual_network() {
    // The stem, the first of a stage with the way past it, the last stage.
    for (x, weight, stride, padding, seed) in [
        ([2, 1, 32, 24], [24, 1, 7, 7], 2, 3, 1),
        ([5, 12, 8, 10], [24, 12, 3, 3], 2, 1, 2),
        ([5, 12, 8, 10], [24, 12, 1, 1], 2, 0, 3),
        ([6, 70, 2, 2], [80, 70, 3, 3], 1, 1, 4),
        ([1, 70, 1, 2], [80, 70, 3, 3], 1, 1, 5),
    ] {
        let options = ConvOptions::new([stride; 2], [padding; 2], [1, 1], 1);
        Case { x, weight, options }.compare(seed);
    }
}

#[test]
fn other_convolutions_are_burns() {
    let device = Device::flex();
    let mut draw = Draw::new(7);
    let x = draw.tensor([2, 4, 9, 9], &device);
    let wide = draw.tensor::<4>([6, 4, 5, 5], &device);
    let narrow = draw.tensor::<4>([6, 2, 3, 3], &device);
    for (weight, options) in [
        (&narrow, ConvOptions::new([1, 1], [1, 1], [1, 1], 2)),
        (&wide, ConvOptions::new([1, 1], [0, 3], [2, 2], 1)),
    ] {
        let ours = conv2d(x.clone(), weight.clone(), None, options.clone());
        let burns = module::conv2d(x.clone(), weight.clone(), None, options);
        assert_eq!(floats(ours), floats(burns));
    }
}

#[test]
fn a_view_of_a_larger_tensor() {
    let device = Device::flex();
    let mut draw = Draw::new(8);
    let x = draw.tensor::<4>([4, 6, 10, 12], &device).slice([1..3, 0..6, 2..8, 3..11]);
    let weight = draw.tensor::<4>([3, 6, 3, 3], &device).swap_dims(2, 3);
    let ours = conv2d(x.clone(), weight.clone(), None, same(3));
    let burns = module::conv2d(x.clone(), weight, None, same(3));
    assert!(apart(&floats(ours), &floats(burns), 1) < TOLERANCE);
    let pool = |x| max_pool2d(x, MaxPoolOptions::new([2, 2]));
    assert_eq!(floats(pool(x.clone().swap_dims(1, 0))), floats(pool(x).swap_dims(1, 0)));
}

fn all_steps() -> impl Iterator<Item = NormSteps> {
    (0..8).map(|bits| {
        NormSteps::default()
            .with_relu_before(bits & 1 != 0)
            .with_relu_after(bits & 2 != 0)
            .with_max_pool(bits & 4 != 0)
    })
}

/// The same from burn's operations.
fn burns_norm(
    x: Tensor<4>,
    [gamma, beta]: [Tensor<1>; 2],
    epsilon: f64,
    steps: NormSteps,
) -> [Tensor<4>; 3] {
    use burn::tensor::activation::relu;
    let x = if steps.relu_before { relu(x) } else { x };
    let all = module::batch_norm_train(x, gamma, beta, epsilon);
    let y = if steps.relu_after { relu(all.output) } else { all.output };
    let pool = || MaxPoolOptions::new([2, 2]);
    let y = if steps.max_pool { module::max_pool2d(y, pool()) } else { y };
    [y, all.mean.reshape([1, 1, 1, -1]), all.variance.reshape([1, 1, 1, -1])]
}

#[test]
fn normalisations_with_all_steps() {
    for (sizes, seed) in [([5, 12, 38, 28], 1), ([2, 3, 4, 64], 2), ([3, 2, 2, 2], 3)] {
        for steps in all_steps() {
            compare_normalisations(sizes, steps, seed);
        }
    }
    // Odd sides: pooled by burn.
    compare_normalisations([2, 3, 7, 9], NormSteps::default().with_max_pool(true), 4);
}

fn compare_normalisations(sizes: [usize; 4], steps: NormSteps, seed: u64) {
    const EPSILON: f64 = 1e-5;
    let device = Device::flex().autodiff();
    let mut draw = Draw::new(seed);
    let channels = sizes[1];
    // Gammas of both signs: the largest output is then that of the smallest input.
    let gamma = draw.tensor::<1>([channels], &device).require_grad();
    let beta = draw.tensor::<1>([channels], &device).require_grad();
    let x = (draw.tensor::<4>(sizes, &device) * 1.5 + 0.3).detach().require_grad();
    let run = |f: &dyn Fn() -> [Tensor<4>; 3]| {
        let [y, mean, variance] = f();
        let weights = Draw::new(99).tensor(y.dims(), &device);
        let gradients = (y.clone() * weights).sum().backward();
        [
            floats(y.inner()),
            floats(mean),
            floats(variance),
            floats(x.grad(&gradients).unwrap()),
            floats(gamma.grad(&gradients).unwrap()),
            floats(beta.grad(&gradients).unwrap()),
        ]
    };
    let ours = run(&|| {
        let all = batch_norm_train(x.clone(), gamma.clone(), beta.clone(), EPSILON, steps);
        [all.output, all.mean.reshape([1, 1, 1, -1]), all.variance.reshape([1, 1, 1, -1])]
    });
    let burns = run(&|| burns_norm(x.clone(), [gamma.clone(), beta.clone()], EPSILON, steps));
    for (what, (ours, burns)) in ["output", "mean", "variance", "of x", "of gamma", "of beta"]
        .iter()
        .zip(ours.iter().zip(&burns))
    {
        let apart = apart(ours, burns, 1);
        assert!(apart < 2.0 * TOLERANCE, "{what} of {steps:?} at {sizes:?}: {apart:e}");
    }
}

#[test]
fn normalisation_at_work() {
    let device = Device::flex();
    let mut draw = Draw::new(11);
    let x = draw.tensor::<4>([3, 5, 6, 8], &device);
    let mut channels = || draw.tensor::<1>([5], &device);
    let (parameters, mean) = ([channels(), channels()], channels());
    let variance = channels().abs() + 0.1;
    for steps in all_steps() {
        let at = |device: Device| {
            let to = |t: &Tensor<1>| Tensor::<1>::from_data(t.clone().into_data(), &device);
            let x = Tensor::from_data(x.clone().into_data(), &device);
            let parameters = [to(&parameters[0]), to(&parameters[1])];
            floats(batch_norm(x, parameters, [to(&mean), to(&variance)], 1e-5, steps))
        };
        // Where gradients are tracked, burn's operations are taken.
        let (fused, burns) = (at(Device::flex()), at(Device::flex().autodiff()));
        assert!(apart(&fused, &burns, 1) < TOLERANCE, "{steps:?}");
    }
}

#[test]
fn pooling_and_its_gradient() {
    let device = Device::flex().autodiff();
    let squares = MaxPoolOptions::new([2, 2]);
    let stem = MaxPoolOptions::new([3, 3]).with_stride([2, 2]).with_padding([1, 1]);
    let wide = MaxPoolOptions::new([1, 4]).with_stride([3, 1]).with_padding([0, 2]);
    for (sizes, options, seed) in [
        ([2, 9, 6, 10], &squares, 1),
        ([1, 1, 2, 2], &squares, 2),
        ([1, 2, 5, 4], &squares, 3),
        ([3, 5, 8, 6], &stem, 4),
        ([2, 3, 7, 1], &stem, 5),
        ([1, 9, 4, 9], &wide, 6),
    ] {
        let mut draw = Draw::new(seed);
        // Few levels, so that many windows hold equal pixels.
        let x = (draw.tensor::<4>(sizes, &device) * 2.0).round().detach().require_grad();
        let run = |f: fn(Tensor<4>, MaxPoolOptions<2>) -> Tensor<4>| {
            let y = f(x.clone(), options.clone());
            let weights = Draw::new(5).tensor(y.dims(), &device);
            let gradients = (y.clone() * weights).sum().backward();
            (floats(y), floats(x.grad(&gradients).unwrap()))
        };
        assert_eq!(run(max_pool2d), run(module::max_pool2d));
    }
}

#[test]
fn adam_goes_on_where_burns_stopped() {
    let device = Device::flex();
    let adam = Adam::default().with_epsilon(1e-5);
    let burns = AdamConfig::new().build();
    let mut draw = Draw::new(21);
    let start = draw.tensor::<2>([37, 450], &device);
    let gradients: Vec<_> = (0..6).map(|_| draw.tensor::<2>([37, 450], &device)).collect();
    let (mut x, mut state) = (start.clone(), None);
    let (mut y, mut other) = (start, None);
    for (step, gradient) in gradients.iter().enumerate() {
        (y, other) = burns.step(1e-2, y, gradient.clone(), other);
        (x, state) = if step < 3 {
            adam.step(1e-2, x, gradient.clone(), state)
        } else {
            burns.step(1e-2, x, gradient.clone(), state)
        };
    }
    assert!(apart(&floats(x), &floats(y), 1) < TOLERANCE);
}

#[test]
fn weights_decay_as_burns_do() {
    let device = Device::flex();
    let adam = Adam::default().with_epsilon(1e-5).with_weight_decay(3.0);
    let burns = AdamWConfig::new().with_weight_decay(3.0).build();
    let mut draw = Draw::new(22);
    let start = draw.tensor::<2>([37, 450], &device);
    let (mut x, mut state) = (start.clone(), None);
    let (mut y, mut other) = (start, None);
    for _ in 0..6 {
        let gradient = draw.tensor::<2>([37, 450], &device);
        (y, other) = burns.step(1e-2, y, gradient.clone(), other);
        (x, state) = adam.step(1e-2, x, gradient, state);
    }
    assert!(apart(&floats(x), &floats(y), 1) < TOLERANCE);
}

#[test]
fn biases_do_not_decay() {
    let device = Device::flex();
    let adam = Adam::default().with_weight_decay(3.0);
    let step = |decaying: Tensor<2>, kept: Tensor<1>| {
        let still = (decaying.zeros_like(), kept.zeros_like());
        let (decaying, _) = adam.step(0.1, decaying, still.0, None);
        let (kept, _) = adam.step(0.1, kept, still.1, None);
        (floats(decaying), floats(kept))
    };
    let (weights, biases) = step(Tensor::ones([4, 5], &device), Tensor::ones([20], &device));
    assert!(weights.iter().all(|weight| (weight - 0.7).abs() < 1e-6), "{weights:?}");
    assert_eq!(biases, vec![1.0; 20]);
}

#[test]
fn adam_leaves_shared_tensors_alone() {
    let device = Device::flex();
    let x = Tensor::<1>::ones([100], &device);
    let (next, state) = Adam::default().step(0.1, x.clone(), Tensor::ones([100], &device), None);
    assert_eq!(floats(x), vec![1.0; 100]);
    let kept = state.clone();
    let _ = Adam::default().step(0.1, next, Tensor::ones([100], &device), state);
    let moment = kept.unwrap().momentum.moment_1;
    assert!(floats(moment).iter().all(|m| (m - 0.1).abs() < 1e-7));
}

#[test]
fn adam_within_a_module() {
    use burn::module::Module;
    use burn::nn::LinearConfig;
    use burn::optim::ModuleOptimizer;
    let device = Device::flex().autodiff();
    let mut linear = LinearConfig::new(8, 3).init(&device);
    let mut optimizer = ModuleOptimizer::from(Adam::default());
    let x = Draw::new(3).tensor::<2>([5, 8], &device);
    let loss = |linear: &burn::nn::Linear| linear.forward(x.clone()).square().mean();
    let before = loss(&linear).into_scalar::<f32>();
    for _ in 0..100 {
        let gradients = GradientsParams::from_grads(loss(&linear).backward(), &linear);
        linear = optimizer.step(0.05, linear, gradients);
    }
    assert!(loss(&linear).into_scalar::<f32>() < 1e-2 * before);
    assert_eq!(linear.num_params(), 27);
}
