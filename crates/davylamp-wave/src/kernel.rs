//! The inner loops: memory, vectors, half steps, and the order they are taken in.
//!
//! The only unsafe code of the crate is here.

pub(crate) mod arrays;
pub(crate) mod combine;
pub(crate) mod denormals;
pub(crate) mod dispatch;
pub(crate) mod grid;
mod huge;
pub(crate) mod layout;
#[cfg(target_arch = "aarch64")]
mod neon;
mod rows;
pub(crate) mod schedule;
mod simd;
mod surface;
pub(crate) mod taps;
pub(crate) mod transposed;
mod update;
#[cfg(target_arch = "x86_64")]
mod x86;
