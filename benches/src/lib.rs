//! Benchmarks.

pub mod plume;
