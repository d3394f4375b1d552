//! `davylamp dataset`

mod figures;
mod kind;
mod made;
mod merge;
mod progress;
mod room;
mod seismic;
mod share;
mod stopwatch;
mod verify;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Subcommand;

use crate::failure::Failure;
use made::Order;
use share::Share;

#[derive(Debug, Subcommand)]
pub(crate) enum DatasetCommand {
    /// Simulates what leaks of an underground store change in seismic traces.
    Seismic(SeismicArgs),
    /// Simulates what sensors in a room read of leaks, and where each leak was.
    Room(RoomArgs),
    /// Compares a set with its checksums, and makes again what is damaged or missing.
    Verify(VerifyArgs),
    /// Brings together parts of a set that were made in several folders.
    Merge(MergeArgs),
}

/// Arguments of every kind of set that is made.
#[derive(Debug, clap::Args)]
pub(crate) struct SetArgs {
    /// Scene in TOML: what is simulated, and the ranges that leaks are drawn from.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Folder of the set; what is there already is kept.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Make only part I of K of the set, such as 2/7; other processes make the others.
    #[arg(long, value_name = "I/K")]
    shard: Option<Share>,
    /// Samples to make at once; by default one a core.
    #[arg(long, value_name = "J")]
    jobs: Option<NonZeroUsize>,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    json: bool,
}

impl SetArgs {
    fn order(&self) -> Order<'_> {
        let share = self.shard.unwrap_or_default();
        Order { out: &self.out, share, jobs: made::jobs(self.jobs) }
    }
}

/// Arguments of `davylamp dataset seismic`.
#[derive(Debug, clap::Args)]
pub(crate) struct SeismicArgs {
    #[command(flatten)]
    set: SetArgs,
    /// How many samples, instead of what the scene says.
    #[arg(long, value_name = "N")]
    samples: Option<usize>,
    /// Samples of one file.
    #[arg(long, value_name = "N", default_value_t = 4)]
    shard_size: usize,
    /// Draw the ground, four leaks, gathers and samples to this folder.
    #[arg(long, value_name = "DIR")]
    figures: Option<PathBuf>,
}

/// Arguments of `davylamp dataset room`.
#[derive(Debug, clap::Args)]
pub(crate) struct RoomArgs {
    #[command(flatten)]
    set: SetArgs,
    /// How many samples: the first N of the seed.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    samples: usize,
    /// Seed of everything random.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Samples of one file.
    #[arg(long, value_name = "N", default_value_t = 50)]
    shard_size: usize,
}

/// Arguments of `davylamp dataset verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// Folder of the set.
    set: PathBuf,
    /// Make again what is damaged or missing.
    #[arg(long)]
    repair: bool,
    /// Folder of the grids that a seismic scene names; without it, the current one.
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
        DatasetCommand::Room(args) => room::run(args),
        DatasetCommand::Verify(args) => verify::run(args),
        DatasetCommand::Merge(args) => merge::run(args),
    }
}
