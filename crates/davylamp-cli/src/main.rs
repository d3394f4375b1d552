//! The command `davylamp`.

mod args;
mod dataset;
mod failure;
mod files;
mod help;
mod hydrogen;
mod output;
mod quiet;
mod report;
mod rock;
mod shell;
mod shot;
mod trace;
mod zones;

use std::process::ExitCode;

use clap::FromArgMatches;

use args::{Args, Command};

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
        Command::Dataset(command) => dataset::run(&command),
        Command::Completions(args) => shell::completions(&args),
        Command::Man(args) => shell::man(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
