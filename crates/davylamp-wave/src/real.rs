use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::kernel::dispatch::Kernel;

/// A number that waves are computed in: `f32` or `f64`.
///
/// Sealed: the kernels exist for these two.
///
/// The example of [`Solver`](crate::Solver) takes one of the two, `f32`.
pub trait Real:
    Copy
    + Default
    + PartialOrd
    + Send
    + Sync
    + std::fmt::Debug
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + Kernel
    + 'static
{
    /// The nearest number of this type.
    fn from_f64(value: f64) -> Self;
    /// The same number, exactly.
    fn to_f64(self) -> f64;
}

impl Real for f32 {
    #[allow(clippy::cast_possible_truncation, reason = "rounding is what it is for")]
    fn from_f64(value: f64) -> Self {
        value as f32
    }
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
}

impl Real for f64 {
    fn from_f64(value: f64) -> Self {
        value
    }
    fn to_f64(self) -> f64 {
        self
    }
}
