//! Computes NIST's helium cases and prints the page about them; `cargo xtask reproduce room` starts it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use davylamp::files::replace;
use davylamp::room::Closure;
use davylamp_benches::room::cases::{Compared, compute, read};
use davylamp_benches::room::{picture, report};
use rayon::prelude::*;

/// The room on NIST's helium experiments.
#[derive(Debug, Parser)]
struct Args {
    /// Folder of cases.csv and timeseries.csv.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// A coarse grid: a look, not a result.
    #[arg(long)]
    quick: bool,
    /// Draw the curves to this file (.svg).
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
    /// How the page refers to the picture.
    #[arg(long, value_name = "LINK", requires = "picture")]
    link: Option<String>,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let cells = if args.quick { [6, 6, 8] } else { [10, 10, 15] };
    let closure = Closure::default();
    let cases: Vec<Compared> = read(&args.data)?
        .into_par_iter()
        .map(|case| {
            let name = case.case.clone();
            let compared = compute(case, cells, closure)?;
            eprintln!("{name}: {} steps", compared.steps);
            Ok(compared)
        })
        .collect::<Result<_>>()?;
    if let Some(path) = &args.picture {
        replace(path, picture::svg(&cases).as_bytes())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    println!("{}", report::markdown(&cases, cells, closure, args.link.as_deref()));
    Ok(())
}
