//! Sample sets on disk: images with labels, in NumPy's format, that cannot be corrupted unnoticed.
//!
//! | Question | Answer |
//! |---|---|
//! | What will the set be? | [`Plan`] |
//! | Make it, or go on making it | [`Store::create`], [`Store::fill`] with [`FillOptions`] |
//! | Is all of it there, and whole? | [`Store::verify`], [`Report`] |
//! | Bring parts of it together | [`Store::merge`] |
//! | Read it | [`SampleSet`], which is [`Samples`](davylamp_traits::Samples) |
//! | Samples from a function | [`Computed`] |
//! | Has a file changed? | [`sha256`], [`sha256_of_bytes`] |
//! | One array, such as a grid of speeds | [`NpyArray`], [`write_npy`] |
//!
//! Each sample depends on its index alone, so a set has the same bits whatever the number of threads,
//! jobs and machines that made it, and however often they were killed. The layout is described at
//! [`Store`].
//!
//! # Examples
//!
//! See [`Store::fill`].

mod checksum;
mod computed;
mod error;
mod files;
mod fill;
mod manifest;
mod merge;
mod npy;
mod sample_set;
mod store;
mod verify;

pub use checksum::{sha256, sha256_of_bytes};
pub use computed::Computed;
pub use error::StoreError;
pub use fill::{FillOptions, Filled, Progress};
pub use manifest::Plan;
pub use merge::Merged;
pub use npy::{NpyArray, write_npy};
pub use sample_set::SampleSet;
pub use store::{Fault, Store};
pub use verify::{Damage, Report};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
