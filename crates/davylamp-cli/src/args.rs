//! What the command line understands.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub(crate) use crate::dataset::DatasetCommand;
#[cfg(feature = "nets")]
pub(crate) use crate::{predict::PredictArgs, train::TrainCommand};

/// Finds hydrogen leaks: from sensor readings to place and rate, and how sure one can be.
#[derive(Debug, Parser)]
#[command(name = "davylamp", version, about, max_term_width = 100)]
pub(crate) struct Args {
    /// Do not show how far the work is; warnings and errors are said.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Finds place and rate of an outdoor source from sensor readings.
    Trace(TraceArgs),
    /// Draws the threat zones of a known source.
    Zones(ZonesArgs),
    /// Says what hydrogen is at a pressure and a temperature.
    Hydrogen(HydrogenArgs),
    /// Says what the rock of a hydrogen store is to waves.
    Rock(RockArgs),
    /// Makes a seismic shot through a model of the ground.
    Shot(ShotArgs),
    /// Images the ground from gathers, by reverse-time migration.
    Image(ImageArgs),
    /// Makes sets of simulated samples to learn from, and checks them.
    #[command(subcommand)]
    Dataset(DatasetCommand),
    /// Trains a network to find leaks in a set.
    #[cfg(feature = "nets")]
    #[command(subcommand)]
    Train(TrainCommand),
    /// Says where leaks are, by a trained network.
    #[cfg(feature = "nets")]
    Predict(PredictArgs),
    /// Trains a network to find leaks in a set (only in a build with the feature nets).
    #[cfg(not(feature = "nets"))]
    #[command(disable_help_flag = true)]
    Train(Unbuilt),
    /// Says where leaks are, by a trained network (only in a build with the feature nets).
    #[cfg(not(feature = "nets"))]
    #[command(disable_help_flag = true)]
    Predict(Unbuilt),
    /// Prints the script with which a shell completes this command.
    Completions(CompletionsArgs),
    /// Writes the man pages, for packagers.
    #[command(hide = true)]
    Man(ManArgs),
}

/// Arguments of `davylamp completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// Which shell.
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments of `davylamp man`.
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// Folder for the pages; made where it is not there.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// Whatever is asked of a command that this build has not.
#[cfg(not(feature = "nets"))]
#[derive(Debug, clap::Args)]
pub(crate) struct Unbuilt {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    _arguments: Vec<std::ffi::OsString>,
}

/// Arguments of `davylamp trace`.
#[derive(Debug, clap::Args)]
pub(crate) struct TraceArgs {
    /// Readings: CSV whose header names the units (x_m, y_m, concentration_mg_m3, ...).
    pub(crate) readings: PathBuf,
    /// Scene in TOML: gas, wind, air, search box. Without it the file beside the readings with the
    /// same stem (run.csv: run.toml), if there is one.
    #[arg(long, value_name = "FILE")]
    pub(crate) scene: Option<PathBuf>,
    /// Search by this method before the polish, instead of the projected grid: omo, de,
    /// nelder-mead, cma-es, l-shade, pso, ga, sa, ps, gwo, ssa, woa or hho.
    #[arg(long, value_name = "NAME")]
    pub(crate) optimizer: Option<String>,
    /// Seed of everything random.
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// Take the covariance at the best fit instead of the posterior: faster, and less honest.
    #[arg(long)]
    pub(crate) no_posterior: bool,
    /// Look for up to so many sources (1 to 4), instead of what the scene says.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub(crate) sources: Option<u8>,
    /// Draw the picture to this file (.png or .svg).
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Write the estimate as GeoJSON to this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) geojson: Option<PathBuf>,
    /// Write a page for people to this file (.html): one file, for a phone and for paper.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `davylamp zones`.
#[derive(Debug, clap::Args)]
pub(crate) struct ZonesArgs {
    /// Scene in TOML: gas, wind, air, and the source with its rate.
    pub(crate) scene: PathBuf,
    /// Draw the picture to this file (.png or .svg).
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Write the zones as GeoJSON to this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) geojson: Option<PathBuf>,
    /// Write a page for people to this file (.html): one file, for a phone and for paper.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `davylamp hydrogen`.
#[derive(Debug, clap::Args)]
pub(crate) struct HydrogenArgs {
    /// Absolute pressure, in Pa.
    #[arg(long, value_name = "PA", allow_negative_numbers = true)]
    pub(crate) pressure_pa: f64,
    /// Temperature, in K.
    #[arg(long, value_name = "K", allow_negative_numbers = true)]
    pub(crate) temperature_k: f64,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `davylamp rock`.
#[derive(Debug, clap::Args)]
pub(crate) struct RockArgs {
    /// Depth, in m.
    #[arg(long, value_name = "M", allow_negative_numbers = true)]
    pub(crate) depth_m: f64,
    /// Porosity, a fraction of one.
    #[arg(long, value_name = "FRACTION", allow_negative_numbers = true)]
    pub(crate) porosity: f64,
    /// Share of the pores that hydrogen fills; brine fills the rest.
    #[arg(long, value_name = "FRACTION", allow_negative_numbers = true, default_value_t = 0.0)]
    pub(crate) gas_saturation: f64,
    /// What the pores bear, absolute, in Pa; without it what water of this depth weighs.
    #[arg(long, value_name = "PA", allow_negative_numbers = true)]
    pub(crate) pore_pressure_pa: Option<f64>,
    /// Whose parameters: paper, handbook or lanl.
    #[arg(long, value_name = "NAME", default_value = "paper", value_parser = ["paper", "handbook", "lanl"])]
    pub(crate) preset: String,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `davylamp shot`.
#[derive(Debug, clap::Args)]
pub(crate) struct ShotArgs {
    /// Model in TOML: grid, layers, source, receivers.
    pub(crate) model: PathBuf,
    /// Write the gather to this file: SEG-Y (.sgy, .segy) or NPY (.npy).
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Draw the gather to this file (.png).
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `davylamp image`.
#[derive(Debug, clap::Args)]
pub(crate) struct ImageArgs {
    /// Model in TOML, as for a shot: the ground as far as it is known, the source and its wavelet.
    pub(crate) model: PathBuf,
    /// Gathers: SEG-Y of any number of shots, or NPY of the model's shot.
    #[arg(required = true)]
    pub(crate) gathers: Vec<PathBuf>,
    /// Gathers of an earlier survey, recorded alike: the change since then is imaged.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) before: Vec<PathBuf>,
    /// Write the images to this file (.npy): PP and PS, `[image][iz][ix]`, without low wavenumbers.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Draw both images to this file (.png).
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Memory that may be taken, in MB: less than enough for all fields costs time.
    #[arg(long, value_name = "MB", default_value_t = 1000)]
    pub(crate) memory_mb: u64,
    /// Shots at once; by default one a core.
    #[arg(long, value_name = "J")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}
