//! Measures a training step and a prediction of HydrogenNet and prints one JSON object;
//! `peers/nets_torch.py` does the same work in PyTorch.

#![allow(clippy::print_stdout, reason = "a program prints its result")]
#![recursion_limit = "256"]

use std::time::Instant;

use anyhow::{Context, Result};
use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, TensorData};
use clap::Parser;
use davylamp_kernels::Adam;
use davylamp_nets::HydrogenNetConfig;
use serde::Serialize;

/// burn takes fresh memory for every operation.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// HydrogenNet, wide: a step of training, and one prediction.
#[derive(Debug, Parser)]
struct Args {
    /// Traces of an image: 16 a station.
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
    let config = HydrogenNetConfig::new([256, args.traces], 6);
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

/// Parameters of the network, and seconds of forward, backward and Adam.
fn training_step(config: &HydrogenNetConfig, args: &Args, device: &Device) -> Result<(usize, f64)> {
    let mut network = config.init(1, device)?;
    let mut optimizer = ModuleOptimizer::from(Adam::default());
    let images = images([args.batch, 256, args.traces], device);
    let labels = Tensor::full([args.batch, 6], 0.5, device);
    let mut times = Vec::new();
    for _ in 0..=args.steps {
        let start = Instant::now();
        let loss = (network.forward(images.clone()) - labels.clone()).square().mean();
        let gradients = GradientsParams::from_grads(loss.backward(), &network);
        drop(loss);
        network = optimizer.step(1e-4, network, gradients);
        device.sync().context("the device failed")?;
        times.push(start.elapsed().as_secs_f64());
    }
    Ok((network.num_params(), median(times.split_off(1))))
}

/// Seconds of one image.
fn prediction(config: &HydrogenNetConfig, args: &Args, device: &Device) -> Result<f64> {
    let network = config.init(1, device)?;
    let image = images([1, 256, args.traces], device);
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
