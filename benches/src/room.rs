//! The room beside NIST's helium experiments, and how fast it makes samples.

pub mod cases;
pub mod picture;
pub mod report;
pub mod speed;
