//! Six methods on leaks in rooms, simulated and real, and the page about them; `cargo xtask reproduce
//! resnet` starts it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]
#![recursion_limit = "256"]

mod curve;
mod experiment;
mod figures;
mod floor;
mod measured;
mod outcome;
mod paper;
mod parts;
mod report;
mod sets;
mod statistics;
mod workers;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

use experiment::Experiment;
use parts::Parts;

/// burn takes fresh memory for every operation.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The residual network of Wang et al. (2024) and its five rivals.
#[derive(Debug, Parser)]
struct Args {
    /// Folder of sets and finished parts, gone on with where it is not empty.
    #[arg(long, value_name = "DIR")]
    work: PathBuf,
    /// Folder of NIST's cases.csv and timeseries.csv; without it nothing is said of real leaks.
    #[arg(long, value_name = "DIR")]
    measured: Option<PathBuf>,
    /// Few draws and small sets: a look, not a result.
    #[arg(long)]
    quick: bool,
    /// Trainings at once.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Draw the figures to this folder.
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
    /// How the page refers to that folder.
    #[arg(long, value_name = "LINK", default_value = "resnet")]
    link: String,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let parts = Parts::open(&args.work.join(if args.quick { "quick" } else { "full" }))?;
    let experiment = Experiment::new(&parts, args.measured.as_deref(), args.quick, args.jobs)?;
    let findings = experiment.run(&parts, args.jobs)?;
    if let Some(folder) = &args.pictures {
        std::fs::create_dir_all(folder)?;
        figures::draw(folder, &experiment, &findings)?;
    }
    let link = args.pictures.is_some().then_some(args.link.as_str());
    println!("{}", report::markdown(&experiment, &findings, link)?);
    Ok(())
}
