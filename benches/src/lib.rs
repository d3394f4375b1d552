//! What the benchmarks and experiments of Davylamp measure.

pub mod chart;
pub mod imaging;
pub mod overhead;
pub mod park;
pub mod plume;
pub mod prairie_grass;
pub mod rock;
pub mod room;
pub mod searches;
pub mod seismic;
pub mod solving;
pub mod wave;
pub mod xia2022;

/// The chapter of the book on writing an optimizer: its code is compiled and run as a test.
#[cfg(doctest)]
#[doc = include_str!("../../docs/optimizer.md")]
struct OptimizerChapter;
