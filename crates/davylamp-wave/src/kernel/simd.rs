//! Vectors of numbers, as wide as the machine has them.

#![allow(unsafe_code, reason = "loads, stores and vector instructions")]
#![allow(clippy::inline_always, reason = "vectors must stay in registers")]

/// A vector of `LANES` numbers.
///
/// # Safety
///
/// All functions need the instructions of the type to be there. Pointers must be aligned to a vector and valid
/// for `LANES` numbers, those of a [`window`](Self::window) for as many to either side too.
pub(crate) trait Simd: Copy {
    type Scalar: Copy + Default;
    /// What [`shifted`](Self::shifted) picks from.
    type Window: Copy;
    const LANES: usize;

    unsafe fn splat(x: Self::Scalar) -> Self;
    unsafe fn load(p: *const Self::Scalar) -> Self;
    unsafe fn store(self, p: *mut Self::Scalar);
    unsafe fn add(self, other: Self) -> Self;
    unsafe fn sub(self, other: Self) -> Self;
    unsafe fn mul(self, other: Self) -> Self;
    /// `self * factor + addend`, fused where the machine can.
    unsafe fn mul_add(self, factor: Self, addend: Self) -> Self;
    /// The neighbourhood of `p`, which is aligned to a vector.
    unsafe fn window(p: *const Self::Scalar) -> Self::Window;
    /// The vector that starts `k` numbers behind the window's middle, `-6 <= k <= 6`.
    unsafe fn shifted(window: &Self::Window, k: isize) -> Self;
}

/// Implements [`Simd`] with a plain unaligned load for each shift.
#[cfg_attr(not(any(target_arch = "x86_64", target_arch = "aarch64")), allow(unused_macros))]
macro_rules! unaligned {
    ($vector:ident, $scalar:ty, $lanes:literal, $splat:ident, $load:ident, $store:ident, $add:ident,
     $sub:ident, $mul:ident, |$x:ident, $a:ident, $b:ident| $mul_add:expr) => {
        impl crate::kernel::simd::Simd for $vector {
            type Scalar = $scalar;
            type Window = *const $scalar;
            const LANES: usize = $lanes;

            #[inline(always)]
            unsafe fn splat(x: $scalar) -> Self {
                // SAFETY: the caller has the instructions (so in all functions below).
                unsafe { Self($splat(x)) }
            }
            #[inline(always)]
            unsafe fn load(p: *const $scalar) -> Self {
                // SAFETY: the caller's pointer is valid for a vector.
                unsafe { Self($load(p)) }
            }
            #[inline(always)]
            unsafe fn store(self, p: *mut $scalar) {
                // SAFETY: the caller's pointer is valid for a vector.
                unsafe { $store(p, self.0) }
            }
            #[inline(always)]
            unsafe fn add(self, other: Self) -> Self {
                // SAFETY: as in `splat`.
                unsafe { Self($add(self.0, other.0)) }
            }
            #[inline(always)]
            unsafe fn sub(self, other: Self) -> Self {
                // SAFETY: as in `splat`.
                unsafe { Self($sub(self.0, other.0)) }
            }
            #[inline(always)]
            unsafe fn mul(self, other: Self) -> Self {
                // SAFETY: as in `splat`.
                unsafe { Self($mul(self.0, other.0)) }
            }
            #[inline(always)]
            unsafe fn mul_add(self, factor: Self, addend: Self) -> Self {
                let ($x, $a, $b) = (self.0, factor.0, addend.0);
                // SAFETY: as in `splat`.
                unsafe { Self($mul_add) }
            }
            #[inline(always)]
            unsafe fn window(p: *const $scalar) -> *const $scalar {
                p
            }
            #[inline(always)]
            unsafe fn shifted(window: &*const $scalar, k: isize) -> Self {
                // SAFETY: the caller's window is valid for a vector to either side.
                unsafe { Self($load(window.offset(k))) }
            }
        }
    };
}
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
pub(crate) use unaligned;

/// One number at a time, for machines without vectors of ours, and as the reference in tests.
macro_rules! scalar {
    ($name:ident, $scalar:ty) => {
        #[derive(Clone, Copy)]
        pub(crate) struct $name($scalar);

        impl Simd for $name {
            type Scalar = $scalar;
            type Window = *const $scalar;
            const LANES: usize = 1;

            #[inline(always)]
            unsafe fn splat(x: $scalar) -> Self {
                Self(x)
            }
            #[inline(always)]
            unsafe fn load(p: *const $scalar) -> Self {
                // SAFETY: the caller's pointer is valid.
                unsafe { Self(*p) }
            }
            #[inline(always)]
            unsafe fn store(self, p: *mut $scalar) {
                // SAFETY: the caller's pointer is valid.
                unsafe { *p = self.0 }
            }
            #[inline(always)]
            unsafe fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
            #[inline(always)]
            unsafe fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
            #[inline(always)]
            unsafe fn mul(self, other: Self) -> Self {
                Self(self.0 * other.0)
            }
            #[inline(always)]
            unsafe fn mul_add(self, factor: Self, addend: Self) -> Self {
                // A fused operation would be a call where the machine has none.
                Self(self.0 * factor.0 + addend.0)
            }
            #[inline(always)]
            unsafe fn window(p: *const $scalar) -> *const $scalar {
                p
            }
            #[inline(always)]
            unsafe fn shifted(window: &*const $scalar, k: isize) -> Self {
                // SAFETY: the caller's window is valid for six numbers to either side.
                unsafe { Self(*window.offset(k)) }
            }
        }
    };
}
scalar!(ScalarF32, f32);
scalar!(ScalarF64, f64);
