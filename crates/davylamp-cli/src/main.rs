//! The command `davylamp`.

mod args;
mod dataset;
mod failure;
mod files;
mod hydrogen;
mod image;
mod output;
mod rock;
mod shot;
mod trace;
mod zones;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Trace(args) => trace::run(&args),
        Command::Zones(args) => zones::run(&args),
        Command::Hydrogen(args) => hydrogen::run(&args),
        Command::Rock(args) => rock::run(&args),
        Command::Shot(args) => shot::run(&args),
        Command::Image(args) => image::run(&args),
        Command::Dataset(command) => dataset::run(&command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
