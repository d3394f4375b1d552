//! The layers that the networks are made of, with weights drawn from a seed.

use burn::module::{Module, Param, ParamId};
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Device, Tensor, TensorData};
use davylamp_kernels::{NormSteps, batch_norm, batch_norm_train, conv2d};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Makes layers: their weights follow from a seed, and their names, under which an optimizer keeps
/// what it knows of them, from the order in which they are made.
#[derive(Debug)]
pub(crate) struct Maker<'a> {
    random: ChaCha8Rng,
    made: u64,
    device: &'a Device,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(seed: u64, device: &'a Device) -> Self {
        Self { random: ChaCha8Rng::seed_from_u64(seed), made: 0, device }
    }

    /// Uniform in ±1/√`fan_in`, for weights and biases alike: PyTorch's default, which is He et al.
    /// (2015), doi:10.1109/ICCV.2015.123, equation 14, with the negative slope √5.
    fn uniform<const D: usize>(&mut self, shape: [usize; D], fan_in: usize) -> Param<Tensor<D>> {
        self.within(shape, 1.0 / (fan_in as f64).sqrt())
    }

    fn within<const D: usize>(&mut self, shape: [usize; D], bound: f64) -> Param<Tensor<D>> {
        #[allow(clippy::cast_possible_truncation, reason = "rounding to f32 is meant")]
        let bound = bound as f32;
        let count = shape.iter().product();
        let random = &mut self.random;
        let numbers: Vec<f32> = (0..count).map(|_| random.random_range(-bound..bound)).collect();
        self.parameter(Tensor::from_data(TensorData::new(numbers, shape), self.device))
    }

    pub(crate) fn parameter<const D: usize>(&mut self, value: Tensor<D>) -> Param<Tensor<D>> {
        self.made += 1;
        let value = if self.device.is_autodiff() { value.require_grad() } else { value };
        Param::initialized(ParamId::from(self.made), value)
    }

    /// A convolution that keeps sizes, then normalisation.
    pub(crate) fn block(&mut self, [inputs, outputs]: [usize; 2], kernel: [usize; 2]) -> Block {
        let [rows, columns] = kernel.map(|side| side / 2);
        let mut convolution = Conv2dConfig::new([inputs, outputs], kernel)
            .with_padding(PaddingConfig2d::Explicit(rows, columns, rows, columns))
            .init(self.device);
        let fan_in = inputs * kernel[0] * kernel[1];
        convolution.weight = self.uniform([outputs, inputs, kernel[0], kernel[1]], fan_in);
        convolution.bias = Some(self.uniform([outputs], fan_in));
        Block { convolution, norm: self.norm(outputs) }
    }

    /// A convolution without a bias, padded by half its kernel.
    pub(crate) fn convolution(
        &mut self,
        [inputs, outputs]: [usize; 2],
        kernel: usize,
        stride: usize,
    ) -> Conv2d {
        let half = kernel / 2;
        let mut convolution = Conv2dConfig::new([inputs, outputs], [kernel; 2])
            .with_stride([stride; 2])
            .with_padding(PaddingConfig2d::Explicit(half, half, half, half))
            .with_bias(false)
            .init(self.device);
        // He et al. (2015), equation 10: a variance of 2 / fan_in, for the ReLU behind it.
        let fan_in = inputs * kernel * kernel;
        let bound = (6.0 / fan_in as f64).sqrt();
        convolution.weight = self.within([outputs, inputs, kernel, kernel], bound);
        convolution
    }

    /// Normalisation that does nothing yet.
    pub(crate) fn norm(&mut self, channels: usize) -> BatchNorm {
        let mut norm = BatchNormConfig::new(channels).init(self.device);
        norm.gamma = self.parameter(Tensor::ones([channels], self.device));
        norm.beta = self.parameter(Tensor::zeros([channels], self.device));
        norm
    }

    /// A dense layer with weights uniform in ±1/√`fan_in`.
    pub(crate) fn linear(&mut self, [inputs, outputs]: [usize; 2], fan_in: usize) -> Linear {
        let mut layer = LinearConfig::new(inputs, outputs).init(self.device);
        layer.weight = self.uniform([inputs, outputs], fan_in);
        layer.bias = Some(self.uniform([outputs], fan_in));
        layer
    }

    /// Dense layers from `inputs` through each of `sizes`.
    pub(crate) fn dense(&mut self, inputs: usize, sizes: &[usize]) -> Vec<Linear> {
        let mut from = inputs;
        let mut layers = Vec::new();
        for &to in sizes {
            layers.push(self.linear([from, to], from));
            from = to;
        }
        layers
    }
}

/// A convolution without a bias, by the fast kernel where it applies.
pub(crate) fn convolve(convolution: &Conv2d, x: Tensor<4>) -> Tensor<4> {
    let [_, _, rows, columns] = convolution.weight.dims();
    let options = ConvOptions::new(convolution.stride, [rows / 2, columns / 2], [1, 1], 1);
    conv2d(x, convolution.weight.val(), None, options)
}

/// Convolution, ReLU, batch normalisation, in this order, and pooling if asked for.
#[derive(Module, Debug)]
pub(crate) struct Block {
    convolution: Conv2d,
    norm: BatchNorm,
}

impl Block {
    /// `x` is `[batch, inputs, height, width]`.
    pub(crate) fn forward(&self, x: Tensor<4>, max_pool: bool) -> Tensor<4> {
        let [_, _, rows, columns] = self.convolution.weight.dims();
        let bias = self.convolution.bias.as_ref().map(Param::val);
        let options = ConvOptions::new([1, 1], [rows / 2, columns / 2], [1, 1], 1);
        let x = conv2d(x, self.convolution.weight.val(), bias, options);
        let steps = NormSteps::default().with_relu_before(true).with_max_pool(max_pool);
        normalise(&self.norm, x, steps)
    }
}

/// As burn's [`BatchNorm::forward`], with the steps around it: learns running statistics where the
/// device tracks gradients, and uses them where it does not.
pub(crate) fn normalise(norm: &BatchNorm, x: Tensor<4>, steps: NormSteps) -> Tensor<4> {
    let (gamma, beta) = (norm.gamma.val(), norm.beta.val());
    if !(x.device().is_autodiff() && norm.training.is_enabled()) {
        let running = [norm.running_mean.value(), norm.running_var.value()];
        return batch_norm(x, [gamma, beta], running, norm.epsilon, steps);
    }
    let all = batch_norm_train(x, gamma, beta, norm.epsilon, steps);
    for (running, new) in [(&norm.running_mean, all.mean), (&norm.running_var, all.variance)] {
        let old = running.value_sync() * (1.0 - norm.momentum);
        running.update((old + new.detach() * norm.momentum).detach());
    }
    all.output
}

/// Dense layers with ReLUs between them and a sigmoid at the end: labels lie between 0 and 1.
pub(crate) fn dense(layers: &[Linear], x: Tensor<2>) -> Tensor<2> {
    burn::tensor::activation::sigmoid(rectified(layers, x))
}

/// Dense layers with ReLUs between them.
pub(crate) fn rectified(layers: &[Linear], x: Tensor<2>) -> Tensor<2> {
    let mut x = x;
    for (at, layer) in layers.iter().enumerate() {
        if at > 0 {
            x = burn::tensor::activation::relu(x);
        }
        x = layer.forward(x);
    }
    x
}
