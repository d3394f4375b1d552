//! Experiments with the networks of Davylamp; a crate of its own, for burn builds for minutes.

#![recursion_limit = "256"]

pub mod hydrogennet;
pub mod speed;
