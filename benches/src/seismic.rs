//! A set of simulated leaks, looked at: how long it took, and what is in it.

pub mod log;
pub mod picture;
pub mod report;
pub mod set;
