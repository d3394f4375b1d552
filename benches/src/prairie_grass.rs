//! Project Prairie Grass (Barad 1958, AFCRC-TR-58-235): the plume and the tracer against a real
//! release.

pub mod arcs;
pub mod network;
pub mod picture;
pub mod report;
pub mod tables;
pub mod trial;
