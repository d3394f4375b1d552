//! Looks at a finished set of leaks and prints the page about it; `cargo xtask reproduce seismic` starts it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use davylamp_benches::seismic::log::Log;
use davylamp_benches::seismic::set::Set;
use davylamp_benches::seismic::{picture, report};

/// A set of simulated leaks, looked at.
#[derive(Debug, Parser)]
struct Args {
    /// Folder of the set.
    #[arg(long, value_name = "DIR")]
    set: PathBuf,
    /// Draw the histograms into this folder, as `labels.png`.
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
    /// How the page refers to that folder.
    #[arg(long, value_name = "LINK", default_value = "seismic")]
    link: String,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let (set, log) = (Set::read(&args.set)?, Log::read(&args.set)?);
    if let Some(folder) = &args.pictures {
        std::fs::create_dir_all(folder)?;
        picture::draw(&folder.join("labels.png"), &set)?;
    }
    println!("{}", report::markdown(&set, &log, &args.link));
    Ok(())
}
