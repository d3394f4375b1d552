//! Reverse-time migration of what leaks change in the records: Figures 8 and 9 of Gao et al. (2024).

pub mod boxes;
pub mod cost;
pub mod experiment;
pub mod guesses;
pub mod picture;
pub mod report;
