//! What the benchmarks and experiments of Davylamp measure.

pub mod park;
pub mod plume;
pub mod prairie_grass;
pub mod room;
pub mod searches;
