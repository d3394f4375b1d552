//! `cargo xtask bench`: speed, with the machine and the commit beside it.

mod plume;
mod room;
mod trace;

use anyhow::Result;
use clap::Subcommand;

/// What to measure.
#[derive(Debug, Subcommand)]
pub(crate) enum Subject {
    /// Source-receptor pairs a second, beside numpy (`docs/performance/plume.md`).
    Plume,
    /// Samples of a room a minute (`docs/performance/room.md`).
    Room,
    /// Searches for a leak, and the whole command (`docs/performance/trace.md`).
    Trace,
}

pub(crate) fn run(subject: &Subject) -> Result<()> {
    match subject {
        Subject::Plume => plume::bench(),
        Subject::Room => room::bench(),
        Subject::Trace => trace::bench(),
    }
}
