//! The tables and figures of Gao et al. (2024), trained here.
//!
//! Every training lies in a folder of its own and is gone on with where it was stopped; the page is
//! written when all are finished.

pub mod baselines;
pub mod cases;
pub mod outcome;
pub mod paper;
pub mod pictures;
pub mod report;
pub mod scatter;
mod second_table;
pub mod work;
