//! Tasks of the Davylamp workspace: `cargo xtask --help`.

#![allow(clippy::print_stdout, reason = "a task reports to the terminal")]

mod bench;
mod bless;
mod ci;
mod command;
mod dataset;
mod docs;
mod fuzz;
mod page;
mod provenance;
mod reproduce;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Checks, benchmarks and reproductions of Davylamp")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run every check that CI runs.
    Ci(ci::Args),
    /// Make a set of simulated samples, or check one: `davylamp dataset`, built for release.
    Dataset(dataset::Args),
    /// Build the API documentation (with formulas) and the book.
    Docs,
    /// Try the parsers on bytes that nobody would write.
    Fuzz(fuzz::Args),
    /// Record anew the pictures that the documentation shows; a person looks at them.
    Bless,
    /// Measure speed, beside peers, and write the page of the book about it.
    #[command(subcommand)]
    Bench(bench::Subject),
    /// Repeat an experiment on published data, and write the page of the book about it.
    #[command(subcommand)]
    Reproduce(reproduce::Experiment),
}

fn main() -> anyhow::Result<()> {
    match Args::parse().task {
        Task::Ci(args) => ci::run(&args),
        Task::Dataset(args) => dataset::run(&args),
        Task::Docs => docs::build(),
        Task::Fuzz(args) => fuzz::parsers(args.seconds),
        Task::Bless => bless::record(),
        Task::Bench(subject) => bench::run(&subject),
        Task::Reproduce(experiment) => reproduce::run(&experiment),
    }
}
