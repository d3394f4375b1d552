//! Xia et al. (2022), Sensors 22(1):71, <https://doi.org/10.3390/s22010071>: their tables and figures
//! beside ours.

pub mod figures;
pub mod leak;
pub mod ledger;
pub mod paper;
pub mod recording;
pub mod report;
pub mod results;
pub mod runs;
pub mod statistics;
pub mod sweep;
