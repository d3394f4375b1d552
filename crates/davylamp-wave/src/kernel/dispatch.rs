//! Which kernel for which machine.

#![allow(unsafe_code, reason = "functions that need instructions of the machine")]

use super::combine::{SUMS, combine};
use super::grid::Grid;
use crate::Real;

use super::simd::{ScalarF32, ScalarF64};
use super::transposed::{Transposed, stress_strip, velocity_strip};
use super::update::{stress_block, velocity_block};

/// Vectors that the kernels can use.
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Ground, Layer, Medium, Settings, Solver, Vectors, Wavelet};
///
/// let ground = Ground::isotropic(3000.0, 1730.0, 2200.0);
/// let medium = Medium::from_layers([60, 60], 10.0, &[Layer { top: 0.0, ground }])?;
/// let settings = Settings::new(&Wavelet::ricker(15.0, 0.1)?).with_vectors(Vectors::Scalar);
/// assert!(Solver::<f32>::new(&medium, &settings).is_ok()); // scalars are everywhere
/// # Ok::<(), davylamp_wave::WaveError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Vectors {
    /// One number at a time; on every machine.
    Scalar,
    /// 128 bits, x86-64.
    Sse2,
    /// 256 bits with fused multiply-add, x86-64.
    Avx2,
    /// 512 bits, x86-64.
    Avx512,
    /// 128 bits, AArch64.
    Neon,
}

impl Vectors {
    /// What this machine has, the fastest last.
    #[must_use]
    pub fn available() -> Vec<Self> {
        #[cfg_attr(
            not(any(target_arch = "x86_64", target_arch = "aarch64")),
            allow(unused_mut, reason = "nothing to add")
        )]
        let mut all = vec![Self::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            all.push(Self::Sse2);
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                all.push(Self::Avx2);
                if is_x86_feature_detected!("avx512f") {
                    all.push(Self::Avx512);
                }
            }
        }
        #[cfg(target_arch = "aarch64")]
        all.push(Self::Neon);
        all
    }

    /// The fastest that this machine has.
    #[must_use]
    pub fn best() -> Self {
        Self::available().last().copied().unwrap_or(Self::Scalar)
    }
}

/// Half a step of a block: grid, block, columns from and to.
pub(crate) type HalfStep<T> = unsafe fn(&Grid<'_, T>, usize, usize, usize);

/// The same of the transposed propagator, in its strips.
pub(crate) type StripStep<T> = unsafe fn(&Transposed<'_, T>, usize, usize, usize);

/// Sums of rows: weights, rows, sums, the latter with the numbers from one to the next.
pub(crate) type Combine<T> = unsafe fn(&[[T; SUMS]], (&[T], usize), (&mut [T], usize));

/// The two half steps for some vectors and an order of differences, and what makes samples of steps.
///
/// What is behind [`Real`](crate::Real), for the crate alone: the example of [`Solver`](crate::Solver) runs them.
#[derive(Debug, Clone, Copy)]
pub struct Kernels<T: 'static> {
    pub(crate) combine: Combine<T>,
    pub(crate) velocity: HalfStep<T>,
    pub(crate) stress: HalfStep<T>,
    pub(crate) transposed_velocity: StripStep<T>,
    pub(crate) transposed_stress: StripStep<T>,
}

impl<T: Real> Kernels<T> {
    /// Adds rows, each times its weights, to sums of their own.
    ///
    /// # Panics
    ///
    /// If there are fewer rows than weights, or rows or sums do not start and end at a cache line.
    pub(crate) fn sum_rows(
        &self,
        weights: &[[T; SUMS]],
        rows: (&[T], usize),
        sums: (&mut [T], usize),
    ) {
        assert!([rows.0.as_ptr(), sums.0.as_ptr()].iter().all(|p| p.align_offset(64) == 0));
        // SAFETY: kernels are only made for vectors that the machine has.
        unsafe { (self.combine)(weights, rows, sums) }
    }
}

/// Compiles both half steps for a vector type, with its instructions enabled.
macro_rules! compiled {
    ($name:ident, $scalar:ty, $vector:ty $(, $features:literal)?) => {
        mod $name {
            use super::*;

            /// # Safety
            ///
            /// As [`velocity_block`].
            $(#[target_feature(enable = $features)])?
            unsafe fn velocity<const H: usize>(
                grid: &Grid<'_, $scalar>, block: usize, from: usize, to: usize,
            ) {
                // SAFETY: as the caller promises.
                unsafe { velocity_block::<$vector, H>(grid, block, from, to) }
            }

            /// # Safety
            ///
            /// As [`stress_block`].
            $(#[target_feature(enable = $features)])?
            unsafe fn stress<const H: usize>(
                grid: &Grid<'_, $scalar>, block: usize, from: usize, to: usize,
            ) {
                // SAFETY: as the caller promises.
                unsafe { stress_block::<$vector, H>(grid, block, from, to) }
            }

            /// # Safety
            ///
            /// As [`velocity_strip`].
            $(#[target_feature(enable = $features)])?
            unsafe fn transposed_velocity<const H: usize>(
                on: &Transposed<'_, $scalar>, block: usize, from: usize, to: usize,
            ) {
                // SAFETY: as the caller promises.
                unsafe { velocity_strip::<$vector, H>(on, block, from, to) }
            }

            /// # Safety
            ///
            /// As [`stress_strip`].
            $(#[target_feature(enable = $features)])?
            unsafe fn transposed_stress<const H: usize>(
                on: &Transposed<'_, $scalar>, block: usize, from: usize, to: usize,
            ) {
                // SAFETY: as the caller promises.
                unsafe { stress_strip::<$vector, H>(on, block, from, to) }
            }

            fn of<const H: usize>() -> Kernels<$scalar> {
                Kernels {
                    combine: sum,
                    velocity: velocity::<H>,
                    stress: stress::<H>,
                    transposed_velocity: transposed_velocity::<H>,
                    transposed_stress: transposed_stress::<H>,
                }
            }

            /// # Safety
            ///
            /// As [`combine`].
            $(#[target_feature(enable = $features)])?
            unsafe fn sum(
                weights: &[[$scalar; SUMS]],
                rows: (&[$scalar], usize),
                sums: (&mut [$scalar], usize),
            ) {
                // SAFETY: as the caller promises.
                unsafe { combine::<$vector>(weights, rows, sums) }
            }

            pub(super) fn kernels(half: usize) -> Kernels<$scalar> {
                match half {
                    1 => of::<1>(),
                    2 => of::<2>(),
                    3 => of::<3>(),
                    4 => of::<4>(),
                    5 => of::<5>(),
                    _ => of::<6>(),
                }
            }
        }
    };
}

compiled!(scalar_f32, f32, ScalarF32);
compiled!(scalar_f64, f64, ScalarF64);

#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{
        Grid, Kernels, SUMS, Transposed, combine, stress_block, stress_strip, velocity_block,
        velocity_strip,
    };
    use crate::kernel::x86::{Avx512F32, Avx512F64, AvxF32, AvxF64, SseF32, SseF64};

    compiled!(sse_f32, f32, SseF32);
    compiled!(sse_f64, f64, SseF64);
    compiled!(avx_f32, f32, AvxF32, "avx2,fma");
    compiled!(avx_f64, f64, AvxF64, "avx2,fma");
    compiled!(avx512_f32, f32, Avx512F32, "avx512f,avx2,fma");
    compiled!(avx512_f64, f64, Avx512F64, "avx512f,avx2,fma");

    pub(super) fn f32(vectors: super::Vectors, half: usize) -> Option<Kernels<f32>> {
        match vectors {
            super::Vectors::Sse2 => Some(sse_f32::kernels(half)),
            super::Vectors::Avx2 => Some(avx_f32::kernels(half)),
            super::Vectors::Avx512 => Some(avx512_f32::kernels(half)),
            _ => None,
        }
    }

    pub(super) fn f64(vectors: super::Vectors, half: usize) -> Option<Kernels<f64>> {
        match vectors {
            super::Vectors::Sse2 => Some(sse_f64::kernels(half)),
            super::Vectors::Avx2 => Some(avx_f64::kernels(half)),
            super::Vectors::Avx512 => Some(avx512_f64::kernels(half)),
            _ => None,
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod wide {
    use super::{
        Grid, Kernels, SUMS, Transposed, combine, stress_block, stress_strip, velocity_block,
        velocity_strip,
    };
    use crate::kernel::neon::{NeonF32, NeonF64};

    compiled!(neon_f32, f32, NeonF32);
    compiled!(neon_f64, f64, NeonF64);

    pub(super) fn f32(vectors: super::Vectors, half: usize) -> Option<Kernels<f32>> {
        (vectors == super::Vectors::Neon).then(|| neon_f32::kernels(half))
    }

    pub(super) fn f64(vectors: super::Vectors, half: usize) -> Option<Kernels<f64>> {
        (vectors == super::Vectors::Neon).then(|| neon_f64::kernels(half))
    }
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
mod wide {
    use super::{Kernels, Vectors};

    pub(super) fn f32(_: Vectors, _: usize) -> Option<Kernels<f32>> {
        None
    }

    pub(super) fn f64(_: Vectors, _: usize) -> Option<Kernels<f64>> {
        None
    }
}

/// The numbers that there are kernels for.
///
/// The example of [`Solver`](crate::Solver) runs them.
pub trait Kernel: Sized + 'static {
    /// For vectors that this machine has, and differences of `half` points to either side.
    fn kernels(vectors: Vectors, half: usize) -> Kernels<Self>;
}

impl Kernel for f32 {
    fn kernels(vectors: Vectors, half: usize) -> Kernels<Self> {
        wide::f32(vectors, half).unwrap_or_else(|| scalar_f32::kernels(half))
    }
}

impl Kernel for f64 {
    fn kernels(vectors: Vectors, half: usize) -> Kernels<Self> {
        wide::f64(vectors, half).unwrap_or_else(|| scalar_f64::kernels(half))
    }
}
