//! `cargo xtask dataset`: the command's own `davylamp dataset`, built for release.

use std::ffi::OsString;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::root;

/// What to make or check.
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Args {
    /// As of `davylamp dataset`: seismic or room --config FILE --out DIR, verify DIR, --help.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Becomes the command, in the folder where the task was called: it hears of Ctrl-C itself.
pub(crate) fn run(args: &Args) -> Result<()> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--quiet", "--release", "--package", "davylamp-cli", "--manifest-path"]);
    command.arg(root().join("Cargo.toml")).args(["--", "dataset"]).args(&args.arguments);
    become_it(&mut command).context("cannot start cargo")
}

#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    Err(std::os::unix::process::CommandExt::exec(command).into())
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    std::process::exit(status.code().unwrap_or(1))
}
