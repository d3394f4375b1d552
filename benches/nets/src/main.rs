//! Measures a training step and a prediction of HydrogenNet, or of the residual network, and prints one JSON
//! object; `peers/nets_torch.py` does the same work in PyTorch, `bin/plain_burn.rs` in burn alone.

#![allow(clippy::print_stdout, reason = "a program prints its result")]
#![recursion_limit = "256"]

use anyhow::Result;
use burn::optim::ModuleOptimizer;
use burn::tensor::Device;
use clap::Parser;
use davylamp_benches_nets::speed::{Args, CLASSES, Contender, Kind, LABELS};
use davylamp_kernels::Adam;
use davylamp_nets::{HydrogenNetConfig, Network, NetworkConfig, ResNetConfig};

/// burn takes fresh memory for every operation.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<()> {
    let ours = Contender {
        make: network,
        forward: Network::forward,
        optimizer: || ModuleOptimizer::from(Adam::default()),
    };
    println!("{}", serde_json::to_string(&ours.measure(&Args::parse())?)?);
    Ok(())
}

fn network(args: &Args, device: &Device) -> Result<Network> {
    let config: NetworkConfig = match args.network {
        Kind::Hydrogennet => HydrogenNetConfig::new(args.image(), LABELS).into(),
        Kind::Resnet => ResNetConfig::new(args.image(), CLASSES).into(),
    };
    Ok(config.init(1, device)?)
}
