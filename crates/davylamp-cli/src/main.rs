//! The command `davylamp`.

mod args;
mod dataset;
mod failure;
mod files;
mod help;
mod hydrogen;
mod image;
mod output;
#[cfg(feature = "nets")]
mod predict;
mod quiet;
mod report;
mod rock;
mod shell;
mod shot;
mod stop;
mod trace;
#[cfg(feature = "nets")]
mod train;
mod zones;

use std::process::ExitCode;

use clap::FromArgMatches;

use args::{Args, Command};

/// burn takes fresh memory for every operation.
#[cfg(feature = "nets")]
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = match Args::from_arg_matches(&help::command().get_matches()) {
        Ok(args) => args,
        Err(error) => error.exit(),
    };
    quiet::set(args.quiet);
    let done = match args.command {
        Command::Trace(args) => trace::run(&args),
        Command::Zones(args) => zones::run(&args),
        Command::Hydrogen(args) => hydrogen::run(&args),
        Command::Rock(args) => rock::run(&args),
        Command::Shot(args) => shot::run(&args),
        Command::Image(args) => image::run(&args),
        Command::Dataset(command) => dataset::run(&command),
        Command::Completions(args) => shell::completions(&args),
        Command::Man(args) => shell::man(&args),
        #[cfg(feature = "nets")]
        Command::Train(command) => train::run(&command),
        #[cfg(feature = "nets")]
        Command::Predict(args) => predict::run(&args),
        #[cfg(not(feature = "nets"))]
        Command::Train(_) | Command::Predict(_) => Err(failure::Failure::without_networks()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
