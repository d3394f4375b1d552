//! Images leaks and prints the page about them; `cargo xtask reproduce imaging` starts it.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program prints its result")]

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use davylamp_benches::imaging::experiment::{self, Order};
use davylamp_benches::imaging::{cost, guesses, picture, report};

/// Images of leaks by reverse-time migration.
#[derive(Debug, Parser)]
struct Args {
    /// Scene.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Indices of the leaks.
    #[arg(long, value_name = "N,...", value_delimiter = ',')]
    leaks: Vec<usize>,
    /// A network's boxes: CSV of sample, `x_min_m`, `x_max_m`, `z_min_m`, `z_max_m`.
    #[arg(long, value_name = "FILE")]
    boxes: Option<PathBuf>,
    /// Shots at once.
    #[arg(long, value_name = "J", default_value = "2")]
    jobs: NonZeroUsize,
    /// Keep finished images in this folder, and take up those that are there.
    #[arg(long, value_name = "DIR")]
    parts: Option<PathBuf>,
    /// Draw the pictures into this folder.
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
    /// How the page refers to that folder.
    #[arg(long, value_name = "LINK", default_value = "imaging")]
    link: String,
    /// Measure what an image costs instead, and print it as JSON.
    #[arg(long)]
    cost: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let config = std::fs::read_to_string(&args.config)
        .with_context(|| format!("cannot read {}", args.config.display()))?;
    let folder = args.config.parent().unwrap_or(Path::new("")).to_path_buf();
    if args.cost {
        let cost = cost::measured(&config, &folder, args.jobs)?;
        println!("{}", serde_json::to_string(&cost)?);
        return Ok(());
    }
    let boxes = args.boxes.as_deref().map(guesses::read).transpose()?.unwrap_or_default();
    if let Some(parts) = &args.parts {
        std::fs::create_dir_all(parts)?;
    }
    let order = Order { config, folder, leaks: args.leaks, jobs: args.jobs, parts: args.parts };
    let outcome = experiment::run(&order, &|words| eprintln!("{words}"))?;
    if let Some(folder) = &args.pictures {
        picture::draw(folder, &outcome, &boxes)?;
    }
    println!("{}", report::markdown(&outcome, &boxes, &args.link));
    Ok(())
}
