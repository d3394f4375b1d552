//! The work of `davylamp-benches-nets` in burn as it comes: its own layers, its own Adam, the system's allocator.

#![allow(clippy::print_stdout, reason = "a program prints its result")]
#![recursion_limit = "256"]

use anyhow::Result;
use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{AdaptiveAvgPool2d, AdaptiveAvgPool2dConfig, MaxPool2d, MaxPool2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::optim::AdamConfig;
use burn::tensor::activation::{relu, sigmoid};
use burn::tensor::{Device, Tensor};
use clap::Parser;
use davylamp_benches_nets::speed::{Args, CLASSES, Contender, Kind, LABELS};

fn main() -> Result<()> {
    let plain = Contender {
        make: |args, device| Ok(PlainNetwork::new(args, device)),
        forward: PlainNetwork::forward,
        optimizer: || AdamConfig::new().init(),
    };
    println!("{}", serde_json::to_string(&plain.measure(&Args::parse())?)?);
    Ok(())
}

/// Either network.
#[allow(clippy::large_enum_variant, reason = "there is one of them")]
#[derive(Module, Debug)]
enum PlainNetwork {
    HydrogenNet(PlainHydrogenNet),
    ResNet(PlainResNet),
}

impl PlainNetwork {
    fn new(args: &Args, device: &Device) -> Self {
        match args.network {
            Kind::Hydrogennet => Self::HydrogenNet(PlainHydrogenNet::new(args.traces, device)),
            Kind::Resnet => Self::ResNet(PlainResNet::new(device)),
        }
    }

    fn forward(&self, images: Tensor<3>) -> Tensor<2> {
        let x = images.unsqueeze_dim(1); // [batch, 1, rows, columns]
        match self {
            Self::HydrogenNet(network) => network.forward(x),
            Self::ResNet(network) => network.forward(x),
        }
    }
}

/// HydrogenNet with the wide channels.
#[derive(Module, Debug)]
struct PlainHydrogenNet {
    convolutions: Vec<Conv2d>,
    norms: Vec<BatchNorm>,
    pool: MaxPool2d,
    dense: Vec<Linear>,
}

impl PlainHydrogenNet {
    fn new(traces: usize, device: &Device) -> Self {
        let channels = [1, 32, 64, 128, 256];
        let same = PaddingConfig2d::Explicit(1, 1, 1, 1);
        let convolution = |pair: &[usize]| {
            Conv2dConfig::new([pair[0], pair[1]], [3, 3]).with_padding(same.clone()).init(device)
        };
        let sizes = [256 * traces, 512, 128, LABELS];
        Self {
            convolutions: channels.windows(2).map(convolution).collect(),
            norms: channels[1..].iter().map(|n| BatchNormConfig::new(*n).init(device)).collect(),
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            dense: sizes.windows(2).map(|n| LinearConfig::new(n[0], n[1]).init(device)).collect(),
        }
    }

    fn forward(&self, mut x: Tensor<4>) -> Tensor<2> {
        for (convolution, norm) in self.convolutions.iter().zip(&self.norms) {
            x = self.pool.forward(norm.forward(relu(convolution.forward(x))));
        }
        let mut x: Tensor<2> = x.flatten(1, 3);
        for (at, layer) in self.dense.iter().enumerate() {
            x = layer.forward(if at > 0 { relu(x) } else { x });
        }
        sigmoid(x)
    }
}

/// ResNet-18 with one input channel.
#[derive(Module, Debug)]
struct PlainResNet {
    first: Normed,
    pool: MaxPool2d,
    blocks: Vec<PlainBlock>,
    average: AdaptiveAvgPool2d,
    classes: Linear,
}

impl PlainResNet {
    fn new(device: &Device) -> Self {
        let stages = [(64, 64, 1), (64, 128, 2), (128, 256, 2), (256, 512, 2)];
        let blocks = stages.into_iter().flat_map(|(inputs, outputs, stride)| {
            [
                PlainBlock::new([inputs, outputs], stride, device),
                PlainBlock::new([outputs, outputs], 1, device),
            ]
        });
        let same = PaddingConfig2d::Explicit(1, 1, 1, 1);
        let pool = MaxPool2dConfig::new([3, 3]).with_strides([2, 2]).with_padding(same);
        Self {
            first: Normed::new([1, 64], 7, 2, device),
            pool: pool.init(),
            blocks: blocks.collect(),
            average: AdaptiveAvgPool2dConfig::new([1, 1]).init(),
            classes: LinearConfig::new(512, CLASSES).init(device),
        }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<2> {
        let x = self.pool.forward(relu(self.first.forward(x)));
        let x = self.blocks.iter().fold(x, |x, block| block.forward(x));
        self.classes.forward(self.average.forward(x).flatten(1, 3))
    }
}

/// Two convolutions and the way past them.
#[derive(Module, Debug)]
struct PlainBlock {
    first: Normed,
    second: Normed,
    past: Option<Normed>,
}

impl PlainBlock {
    fn new(channels: [usize; 2], stride: usize, device: &Device) -> Self {
        let [inputs, outputs] = channels;
        let changes = stride > 1 || inputs != outputs;
        Self {
            first: Normed::new(channels, 3, stride, device),
            second: Normed::new([outputs, outputs], 3, 1, device),
            past: changes.then(|| Normed::new(channels, 1, stride, device)),
        }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let past = self.past.as_ref().map_or_else(|| x.clone(), |past| past.forward(x.clone()));
        relu(self.second.forward(relu(self.first.forward(x))) + past)
    }
}

/// A convolution without a bias, and normalisation.
#[derive(Module, Debug)]
struct Normed {
    convolution: Conv2d,
    norm: BatchNorm,
}

impl Normed {
    fn new(channels: [usize; 2], kernel: usize, stride: usize, device: &Device) -> Self {
        let half = kernel / 2;
        let convolution = Conv2dConfig::new(channels, [kernel, kernel])
            .with_stride([stride, stride])
            .with_padding(PaddingConfig2d::Explicit(half, half, half, half))
            .with_bias(false)
            .init(device);
        Self { convolution, norm: BatchNormConfig::new(channels[1]).init(device) }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.norm.forward(self.convolution.forward(x))
    }
}
