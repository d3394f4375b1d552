//! `cargo xtask bench`: speed, with the machine and the commit beside it.

mod plume;
mod trace;
mod wave;

use anyhow::Result;
use clap::Subcommand;

/// What to measure.
#[derive(Debug, Subcommand)]
pub(crate) enum Subject {
    /// Source-receptor pairs a second, beside numpy (`docs/performance/plume.md`).
    Plume,
    /// Searches for a leak, and the whole command (`docs/performance/trace.md`).
    Trace,
    /// Points of elastic waves a second, beside Devito and deepwave (`docs/performance/wave.md`).
    Wave,
}

pub(crate) fn run(subject: &Subject) -> Result<()> {
    match subject {
        Subject::Plume => plume::bench(),
        Subject::Trace => trace::bench(),
        Subject::Wave => wave::bench(),
    }
}
