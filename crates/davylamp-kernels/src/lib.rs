//! Fast CPU operations for [burn], behind its extension point.
//!
//! A convolutional network trains on burn's CPU backend several times slower than in PyTorch. The
//! operations here close that gap for the networks that they were written for: convolutions, each with
//! ReLU, batch normalisation and pooling.
//!
//! | Operation | Replaces | How |
//! |---|---|---|
//! | [`conv2d`] | [`burn::tensor::module::conv2d`] | shifted sums or gathered products, no matrix of columns; both gradients likewise |
//! | [`batch_norm_train`], [`batch_norm`] | ReLU, batch normalisation, ReLU, pooling | one pass, and one for the statistics |
//! | [`max_pool2d`] | [`burn::tensor::module::max_pool2d`] | on all threads; no list of places is kept |
//! | [`Adam`] | [`burn::optim::Adam`] | one pass, in place |
//!
//! Each takes the arguments of burn's operation and gives its result; where the fast way does not
//! apply (another backend, another number than f32, several groups) it *is* burn's operation, so code
//! written on these runs everywhere.
//!
//! Instruction sets (AVX-512, AVX2 with FMA, NEON, none) are chosen at run time. Sums are made in the
//! same order on any number of threads: the same machine gives the same bits. Another instruction
//! set rounds differently, as other widths and fused multiply-adds do.
//!
//! There is no unsafe code here.

mod adam;
mod conv;
#[cfg(feature = "flex")]
mod flex;
mod norm;
mod pool;
#[cfg(feature = "flex")]
mod squares;

pub use adam::Adam;
pub use conv::conv2d;
pub use norm::{NormSteps, batch_norm, batch_norm_train};
pub use pool::max_pool2d;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
