//! `cargo xtask bench`: speed, with the machine and the commit beside it.

mod imaging;
mod nets;
mod optim;
mod plume;
mod rock;
mod room;
mod trace;
mod wave;

use anyhow::Result;
use clap::Subcommand;

/// What to measure.
#[derive(Debug, Subcommand)]
pub(crate) enum Subject {
    /// Training and asking HydrogenNet, beside PyTorch (`docs/performance/nets.md`).
    Nets,
    /// Time and memory of a migrated image (`docs/performance/imaging.md`).
    Imaging,
    /// Optimizers beside peers in Rust and Python (`docs/performance/optim.md`).
    Optim,
    /// Source-receptor pairs a second, beside numpy (`docs/performance/plume.md`).
    Plume,
    /// States of hydrogen and cells of rock a second, beside CoolProp and rockphypy
    /// (`docs/performance/rock.md`).
    Rock,
    /// Samples of a room a minute (`docs/performance/room.md`).
    Room,
    /// Searches for a leak, and the whole command (`docs/performance/trace.md`).
    Trace,
    /// Points of elastic waves a second, beside Devito and deepwave (`docs/performance/wave.md`).
    Wave,
}

pub(crate) fn run(subject: &Subject) -> Result<()> {
    match subject {
        Subject::Nets => nets::bench(),
        Subject::Imaging => imaging::bench(),
        Subject::Optim => optim::bench(),
        Subject::Plume => plume::bench(),
        Subject::Rock => rock::bench(),
        Subject::Room => room::bench(),
        Subject::Trace => trace::bench(),
        Subject::Wave => wave::bench(),
    }
}
