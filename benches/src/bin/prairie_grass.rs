//! Repeats the experiment and prints the page about it; `cargo xtask reproduce prairie-grass` starts
//! it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use davylamp::files::replace;
use davylamp_benches::prairie_grass::report::{Results, markdown};
use davylamp_benches::prairie_grass::{picture, tables};

/// The plume and the tracer on Project Prairie Grass.
#[derive(Debug, Parser)]
struct Args {
    /// Folder of runs.csv, arcs.csv and samplers.csv.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Two draws of each sparse network instead of twenty.
    #[arg(long)]
    quick: bool,
    /// Draw the estimates to this file (.svg).
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
    /// How the page refers to the picture.
    #[arg(long, value_name = "LINK", requires = "picture")]
    link: Option<String>,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let runs = tables::read(&args.data)?;
    let results = Results::of(&runs, if args.quick { 2 } else { 20 })?;
    if let Some(path) = &args.picture {
        replace(path, picture::svg(&results).as_bytes())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    println!("{}", markdown(&runs, &results, args.link.as_deref())?);
    Ok(())
}
