//! A training step and a prediction, timed alike for every program that does the same work.

use std::time::Instant;

use anyhow::{Context, Result};
use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::activation::log_softmax;
use burn::tensor::{Device, Tensor, TensorData};
use clap::{Parser, ValueEnum};
use serde::Serialize;

/// Classes of the residual network.
pub const CLASSES: usize = 12;
/// Labels of HydrogenNet.
pub const LABELS: usize = 6;

/// Which network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// HydrogenNet, wide; images of 256 times.
    Hydrogennet,
    /// ResNet-18; square images.
    Resnet,
}

/// A step of training, and one prediction.
#[derive(Debug, Parser)]
pub struct Args {
    /// The network.
    #[arg(long, value_enum, default_value = "hydrogennet")]
    pub network: Kind,
    /// Columns of an image: of HydrogenNet the traces, 16 a station.
    #[arg(long, default_value_t = 64)]
    pub traces: usize,
    /// Samples of a step.
    #[arg(long, default_value_t = 32)]
    pub batch: usize,
    /// Steps that are timed; the median counts.
    #[arg(long, default_value_t = 3)]
    pub steps: usize,
    /// Threads.
    #[arg(long, default_value_t = 2)]
    pub threads: usize,
}

/// What is timed.
#[derive(Debug, Clone, Copy)]
pub struct Contender<N> {
    /// The network, on a device.
    pub make: fn(&Args, &Device) -> Result<N>,
    /// Labels or classes `[batch, outputs]` of images `[batch, rows, columns]`.
    pub forward: fn(&N, Tensor<3>) -> Tensor<2>,
    /// Adam.
    pub optimizer: fn() -> ModuleOptimizer,
}

/// What is found, a line of JSON for whoever asks.
#[derive(Debug, Serialize)]
pub struct Speed {
    parameters: usize,
    samples_per_second: f64,
    prediction_ms: f64,
    peak_mb: f64,
}

impl Args {
    /// Rows and columns of an image.
    #[must_use]
    pub fn image(&self) -> [usize; 2] {
        match self.network {
            Kind::Hydrogennet => [256, self.traces],
            Kind::Resnet => [self.traces; 2],
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

impl<N: Module> Contender<N> {
    /// Training on so many threads, prediction on one.
    ///
    /// # Errors
    /// A size that no network has, a device that fails, a system without `/proc`.
    pub fn measure(&self, args: &Args) -> Result<Speed> {
        rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global()?;
        let device = Device::flex();
        let (parameters, step) = self.training_step(args, &device.clone().autodiff())?;
        let peak_mb = peak_mb()?;
        let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
        let prediction = one_core.install(|| self.prediction(args, &device))?;
        Ok(Speed {
            parameters,
            samples_per_second: args.batch as f64 / step,
            prediction_ms: 1e3 * prediction,
            peak_mb,
        })
    }

    /// Parameters of the network, and seconds of forward, backward and Adam.
    fn training_step(&self, args: &Args, device: &Device) -> Result<(usize, f64)> {
        let mut network = (self.make)(args, device)?;
        let mut optimizer = (self.optimizer)();
        let [rows, columns] = args.image();
        let images = images([args.batch, rows, columns], device);
        let mut times = Vec::new();
        for _ in 0..=args.steps {
            let start = Instant::now();
            let loss = args.loss((self.forward)(&network, images.clone()));
            let gradients = GradientsParams::from_grads(loss.backward(), &network);
            drop(loss);
            network = optimizer.step(1e-4, network, gradients);
            device.sync().context("the device failed")?;
            times.push(start.elapsed().as_secs_f64());
        }
        Ok((network.num_params(), median(times.split_off(1))))
    }

    /// Seconds of one image.
    fn prediction(&self, args: &Args, device: &Device) -> Result<f64> {
        let network = (self.make)(args, device)?;
        let [rows, columns] = args.image();
        let image = images([1, rows, columns], device);
        let mut times = Vec::new();
        for _ in 0..=4 * args.steps {
            let start = Instant::now();
            let labels = (self.forward)(&network, image.clone()).into_data();
            times.push(start.elapsed().as_secs_f64());
            drop(labels);
        }
        Ok(median(times.split_off(1)))
    }
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
