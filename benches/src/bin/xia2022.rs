//! Repeats the experiments of Xia et al. (2022) and prints the page about them; `cargo xtask
//! reproduce omo` starts it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

use std::path::PathBuf;

use clap::Parser;
use davylamp_benches::xia2022::ledger::Ledger;
use davylamp_benches::xia2022::results::Results;
use davylamp_benches::xia2022::{figures, report};

/// Runs of each cell: twenty batches of fifty, or two.
const RUNS: u64 = 1000;
const FEW_RUNS: u64 = 100;

/// Speeds along a side of the sweep in a quick look.
const FEW_SPEEDS: usize = 40;

/// The tables and figures of Xia et al. (2022).
#[derive(Debug, Parser)]
struct Args {
    /// A hundred runs of each cell instead of a thousand, and forty speeds along a side.
    #[arg(long)]
    quick: bool,
    /// Speeds SH and SR along a side of the sweep, 2 to 1000.
    #[arg(long, value_name = "N", default_value_t = 200,
        value_parser = clap::value_parser!(u16).range(2..=1000))]
    speeds: u16,
    /// Keep every part of the work in this folder, and go on from what is there.
    #[arg(long, value_name = "DIR")]
    parts: Option<PathBuf>,
    /// Draw the figures to files that begin with this (PREFIX-run.png and others).
    #[arg(long, value_name = "PREFIX")]
    pictures: Option<PathBuf>,
    /// How the page refers to the figures.
    #[arg(long, value_name = "LINK", requires = "pictures")]
    link: Option<String>,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let ledger = Ledger::new(args.parts)?;
    let (count, side) =
        if args.quick { (FEW_RUNS, FEW_SPEEDS) } else { (RUNS, usize::from(args.speeds)) };
    let results = Results::compute(count, side, &ledger)?;
    if let Some(prefix) = &args.pictures {
        figures::write(&results, prefix)?;
    }
    println!("{}", report::markdown(&results, args.link.as_deref()));
    Ok(())
}
