//! Measures a training step and a prediction of HydrogenNet, or of the residual network, and prints one JSON
//! object; `peers/nets_torch.py` does the same work in PyTorch.

#![allow(clippy::print_stdout, reason = "a program prints its result")]
#![recursion_limit = "256"]

use std::time::Instant;

use anyhow::{Context, Result};
use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::activation::log_softmax;
use burn::tensor::{Device, Tensor, TensorData};
use clap::{Parser, ValueEnum};
use davylamp_kernels::Adam;
use davylamp_nets::{HydrogenNetConfig, NetworkConfig, ResNetConfig};
use serde::Serialize;

/// burn takes fresh memory for every operation.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Classes of the residual network.
const CLASSES: usize = 12;

/// Which network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// HydrogenNet, wide; images of 256 times.
    Hydrogennet,
    /// ResNet-18; square images.
    Resnet,
}

/// A step of training, and one prediction.
#[derive(Debug, Parser)]
struct Args {
    /// The network.
    #[arg(long, value_enum, default_value = "hydrogennet")]
    network: Kind,
    /// Columns of an image: of HydrogenNet the traces, 16 a station.
    #[arg(long, default_value_t = 64)]
    traces: usize,
    /// Samples of a step.
    #[arg(long, default_value_t = 32)]
    batch: usize,
    /// Steps that are timed; the median counts.
    #[arg(long, default_value_t = 3)]
    steps: usize,
    /// Threads.
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

/// What is printed.
#[derive(Debug, Serialize)]
struct Speed {
    parameters: usize,
    samples_per_second: f64,
    prediction_ms: f64,
    peak_mb: f64,
}

fn main() -> Result<()> {
    let args = Args::parse();
    rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global()?;
    let config = args.config();
    let device = Device::flex();
    let (parameters, step) = training_step(&config, &args, &device.clone().autodiff())?;
    let peak_mb = peak_mb()?;
    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let prediction = one_core.install(|| prediction(&config, &args, &device))?;
    let speed = Speed {
        parameters,
        samples_per_second: args.batch as f64 / step,
        prediction_ms: 1e3 * prediction,
        peak_mb,
    };
    println!("{}", serde_json::to_string(&speed)?);
    Ok(())
}

impl Args {
    fn image(&self) -> [usize; 2] {
        match self.network {
            Kind::Hydrogennet => [256, self.traces],
            Kind::Resnet => [self.traces; 2],
        }
    }

    fn config(&self) -> NetworkConfig {
        match self.network {
            Kind::Hydrogennet => HydrogenNetConfig::new(self.image(), 6).into(),
            Kind::Resnet => ResNetConfig::new(self.image(), CLASSES).into(),
        }
    }

    /// Mean square of differences from a half; cross-entropy of classes that follow each other.
    fn loss(&self, outputs: Tensor<2>) -> Tensor<1> {
        let device = outputs.device();
        if self.network == Kind::Hydrogennet {
            return (outputs - 0.5).square().mean();
        }
        let truth = (0..self.batch * CLASSES).map(|at| at % CLASSES == at / CLASSES % CLASSES);
        let truth: Vec<f32> = truth.map(|is| if is { 1.0 } else { 0.0 }).collect();
        let truth = Tensor::from_data(TensorData::new(truth, [self.batch, CLASSES]), &device);
        -(log_softmax(outputs, 1) * truth).sum() / self.batch as f64
    }
}

/// Parameters of the network, and seconds of forward, backward and Adam.
fn training_step(config: &NetworkConfig, args: &Args, device: &Device) -> Result<(usize, f64)> {
    let mut network = config.init(1, device)?;
    let mut optimizer = ModuleOptimizer::from(Adam::default());
    let [rows, columns] = args.image();
    let images = images([args.batch, rows, columns], device);
    let mut times = Vec::new();
    for _ in 0..=args.steps {
        let start = Instant::now();
        let loss = args.loss(network.forward(images.clone()));
        let gradients = GradientsParams::from_grads(loss.backward(), &network);
        drop(loss);
        network = optimizer.step(1e-4, network, gradients);
        device.sync().context("the device failed")?;
        times.push(start.elapsed().as_secs_f64());
    }
    Ok((network.num_params(), median(times.split_off(1))))
}

/// Seconds of one image.
fn prediction(config: &NetworkConfig, args: &Args, device: &Device) -> Result<f64> {
    let network = config.init(1, device)?;
    let [rows, columns] = args.image();
    let image = images([1, rows, columns], device);
    let mut times = Vec::new();
    for _ in 0..=4 * args.steps {
        let start = Instant::now();
        let labels = network.forward(image.clone()).into_data();
        times.push(start.elapsed().as_secs_f64());
        drop(labels);
    }
    Ok(median(times.split_off(1)))
}

/// Numbers between 0 and 1 that look random: the speed does not depend on them.
fn images(shape: [usize; 3], device: &Device) -> Tensor<3> {
    let numbers = (0..shape.iter().product::<usize>()).map(|i| (0.618_034 * i as f64).fract());
    #[allow(clippy::cast_possible_truncation, reason = "rounding to f32 is meant")]
    let numbers: Vec<f32> = numbers.map(|number| number as f32).collect();
    Tensor::from_data(TensorData::new(numbers, shape), device)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The most memory that this process has held, in 10⁶ bytes.
fn peak_mb() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status").context("Linux only")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).context("no VmHWM")?;
    Ok(kib.parse::<f64>()? * 1024.0 / 1e6)
}
