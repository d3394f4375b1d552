//! Trains all of Table 2 of Gao et al. (2024), goes on where it was stopped, and prints the page when all
//! is finished; `cargo xtask reproduce hydrogennet` starts it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use davylamp::files;
use davylamp::learning::Leaks;
use davylamp_benches_nets::hydrogennet::cases::Scope;
use davylamp_benches_nets::hydrogennet::outcome::Outcome;
use davylamp_benches_nets::hydrogennet::report::{self, Finished};
use davylamp_benches_nets::hydrogennet::{baselines, pictures, work};

/// burn takes fresh memory for every operation.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// HydrogenNet on a finished set of leaks.
#[derive(Debug, Parser)]
struct Args {
    /// Folder of the set.
    #[arg(long, value_name = "DIR")]
    set: PathBuf,
    /// Folder of the trainings; finished ones are kept, one that was stopped is gone on with.
    #[arg(long, value_name = "DIR")]
    work: PathBuf,
    /// Draw the pictures into this folder.
    #[arg(long, value_name = "DIR")]
    pictures: PathBuf,
    /// How the page refers to that folder.
    #[arg(long, value_name = "LINK", default_value = "hydrogennet")]
    link: String,
    /// A small network, two trainings.
    #[arg(long)]
    quick: bool,
    /// Only say what is finished and what is missing.
    #[arg(long)]
    status: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let scope = if args.quick { Scope::Quick } else { Scope::Full };
    if args.status {
        return status(&args, scope);
    }
    let leaks = Leaks::open(&args.set)?;
    std::fs::create_dir_all(&args.work)
        .with_context(|| format!("cannot make {}", args.work.display()))?;
    let mut finished = Finished { scope, trainings: Vec::new(), baselines: Vec::new() };
    for case in scope.cases() {
        let outcome = work::train(&leaks, scope, &case, &args.work.join(case.name()))
            .with_context(|| case.name())?;
        if finished.trainings.is_empty() {
            write_boxes(&args.work.join("boxes.csv"), &leaks, &outcome)?;
        }
        finished.trainings.push((case, outcome));
    }
    let mut views: Vec<_> = Vec::new();
    for case in scope.cases() {
        let view = (case.stations, case.level);
        if !views.contains(&view) {
            views.push(view);
            finished.baselines.push((view, baselines::fit(&leaks, scope, view, &args.work)?));
        }
    }
    pictures::draw(&args.pictures, &leaks, &finished)?;
    println!("{}", report::markdown(&leaks, &finished, &args.link));
    Ok(())
}

/// Of the leaks that the network did not learn from, for whoever looks at them in another way.
fn write_boxes(path: &Path, leaks: &Leaks, outcome: &Outcome) -> Result<()> {
    let grid = &leaks.scene().grid;
    let boxes = outcome.unseen_boxes([grid.width_m, grid.depth_m]);
    files::replace(path, boxes.as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))
}

fn status(args: &Args, scope: Scope) -> Result<()> {
    let mut missing = Vec::new();
    for case in scope.cases() {
        if Outcome::read(&args.work.join(case.name()))?.is_none() {
            missing.push(case.name());
        }
    }
    let all = scope.cases().len();
    let done = all - missing.len();
    if missing.is_empty() {
        println!("{done} of {all} trainings are finished");
    } else {
        println!("{done} of {all} trainings are finished; missing: {}", missing.join(", "));
    }
    Ok(())
}
