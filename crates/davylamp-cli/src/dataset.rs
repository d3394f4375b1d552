//! `davylamp dataset`

mod figures;
mod made;
mod merge;
mod progress;
mod seismic;
mod share;
mod stop;
mod stopwatch;
mod verify;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Subcommand;

use crate::failure::Failure;
use share::Share;

#[derive(Debug, Subcommand)]
pub(crate) enum DatasetCommand {
    /// Simulates what leaks of an underground store change in seismic traces.
    Seismic(SeismicArgs),
    /// Compares a set with its checksums, and makes again what is damaged or missing.
    Verify(VerifyArgs),
    /// Brings together parts of a set that were made in several folders.
    Merge(MergeArgs),
}

/// Arguments of `davylamp dataset seismic`.
#[derive(Debug, clap::Args)]
pub(crate) struct SeismicArgs {
    /// Scene in TOML: ground, leaks, survey.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Folder of the set; what is there already is kept.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// How many samples, instead of what the scene says.
    #[arg(long, value_name = "N")]
    samples: Option<usize>,
    /// Make only part I of K of the set, such as 2/7; other processes make the others.
    #[arg(long, value_name = "I/K")]
    shard: Option<Share>,
    /// Samples to make at once; by default one a core.
    #[arg(long, value_name = "J")]
    jobs: Option<NonZeroUsize>,
    /// Samples of one file.
    #[arg(long, value_name = "N", default_value_t = 4)]
    shard_size: usize,
    /// Draw the ground, four leaks, gathers and samples to this folder.
    #[arg(long, value_name = "DIR")]
    figures: Option<PathBuf>,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    json: bool,
}

/// Arguments of `davylamp dataset verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// Folder of the set.
    set: PathBuf,
    /// Make again what is damaged or missing.
    #[arg(long)]
    repair: bool,
    /// Folder of the grids that the scene names; without it, the current one.
    #[arg(long, value_name = "DIR", requires = "repair")]
    grids: Option<PathBuf>,
    /// Samples to make at once; by default one a core.
    #[arg(long, value_name = "J", requires = "repair")]
    jobs: Option<NonZeroUsize>,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    json: bool,
}

/// Arguments of `davylamp dataset merge`.
#[derive(Debug, clap::Args)]
pub(crate) struct MergeArgs {
    /// Folders of the parts.
    #[arg(required = true)]
    parts: Vec<PathBuf>,
    /// Folder of the whole set.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(command: &DatasetCommand) -> Result<(), Failure> {
    match command {
        DatasetCommand::Seismic(args) => seismic::run(args),
        DatasetCommand::Verify(args) => verify::run(args),
        DatasetCommand::Merge(args) => merge::run(args),
    }
}
