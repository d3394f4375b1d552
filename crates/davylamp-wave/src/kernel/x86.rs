//! Vectors of x86-64: SSE2, AVX2 with FMA, AVX-512.

#![allow(unsafe_code, reason = "vector instructions")]
#![allow(clippy::inline_always, reason = "vectors must stay in registers")]

#[allow(clippy::wildcard_imports, reason = "seventy names, each with its own prefix")]
use std::arch::x86_64::*;

use crate::kernel::simd::{Simd, unaligned};

#[derive(Clone, Copy)]
pub(crate) struct SseF32(__m128);
unaligned!(
    SseF32,
    f32,
    4,
    _mm_set1_ps,
    _mm_loadu_ps,
    _mm_storeu_ps,
    _mm_add_ps,
    _mm_sub_ps,
    _mm_mul_ps,
    |x, a, b| _mm_add_ps(_mm_mul_ps(x, a), b)
);

#[derive(Clone, Copy)]
pub(crate) struct SseF64(__m128d);
unaligned!(
    SseF64,
    f64,
    2,
    _mm_set1_pd,
    _mm_loadu_pd,
    _mm_storeu_pd,
    _mm_add_pd,
    _mm_sub_pd,
    _mm_mul_pd,
    |x, a, b| _mm_add_pd(_mm_mul_pd(x, a), b)
);

#[derive(Clone, Copy)]
pub(crate) struct AvxF32(__m256);
unaligned!(
    AvxF32,
    f32,
    8,
    _mm256_set1_ps,
    _mm256_loadu_ps,
    _mm256_storeu_ps,
    _mm256_add_ps,
    _mm256_sub_ps,
    _mm256_mul_ps,
    |x, a, b| _mm256_fmadd_ps(x, a, b)
);

#[derive(Clone, Copy)]
pub(crate) struct AvxF64(__m256d);
unaligned!(
    AvxF64,
    f64,
    4,
    _mm256_set1_pd,
    _mm256_loadu_pd,
    _mm256_storeu_pd,
    _mm256_add_pd,
    _mm256_sub_pd,
    _mm256_mul_pd,
    |x, a, b| _mm256_fmadd_pd(x, a, b)
);

/// Lanes `n..` of `low`, followed by those of `high`: an intrinsic would become a general permutation, which
/// costs registers for its indices.
macro_rules! align {
    ($name:ident, $instruction:literal) => {
        #[inline]
        #[target_feature(enable = "avx512f")]
        fn $name<const N: i32>(high: __m512i, low: __m512i) -> __m512i {
            let lanes;
            // SAFETY: computes with registers alone.
            unsafe {
                std::arch::asm!(
                    concat!($instruction, " {}, {}, {}, {}"),
                    lateout(zmm_reg) lanes,
                    in(zmm_reg) high,
                    in(zmm_reg) low,
                    const N,
                    options(pure, nomem, nostack, preserves_flags),
                );
            }
            lanes
        }
    };
}
align!(align32, "valignd");
align!(align64, "valignq");

/// Implements [`Simd`] with aligned loads. Of a window, what starts behind the middle is shifted together from two
/// of them, and what starts before it is loaded: unaligned loads of 64 bytes always touch two cache lines, lane
/// shifts all go through one unit, and half of each keeps both busy.
macro_rules! aligned {
    ($vector:ident, $register:ty, $scalar:ty, $lanes:literal, $splat:ident, $load:ident, $loadu:ident, $store:ident,
     $add:ident, $sub:ident, $mul:ident, $fma:ident, $to:ident, $from:ident, $align:ident) => {
        #[derive(Clone, Copy)]
        pub(crate) struct $vector($register);

        impl Simd for $vector {
            type Scalar = $scalar;
            type Window = ([__m512i; 2], *const $scalar);
            const LANES: usize = $lanes;

            #[inline(always)]
            unsafe fn splat(x: $scalar) -> Self {
                // SAFETY: the caller has the instructions (so in all functions below).
                unsafe { Self($splat(x)) }
            }
            #[inline(always)]
            unsafe fn load(p: *const $scalar) -> Self {
                // SAFETY: the caller's pointer is valid for a vector and aligned to it.
                unsafe { Self($load(p)) }
            }
            #[inline(always)]
            unsafe fn store(self, p: *mut $scalar) {
                // SAFETY: the caller's pointer is valid for a vector and aligned to it.
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
                // SAFETY: as in `splat`.
                unsafe { Self($fma(self.0, factor.0, addend.0)) }
            }
            #[inline(always)]
            unsafe fn window(p: *const $scalar) -> Self::Window {
                // SAFETY: the caller's pointer is aligned, and valid for a vector to either side.
                unsafe { ([$to($load(p)), $to($load(p.add($lanes)))], p) }
            }
            #[inline(always)]
            unsafe fn shifted(window: &Self::Window, k: isize) -> Self {
                let ([here, behind], p) = *window;
                // SAFETY: as in `splat`.
                unsafe {
                    Self($from(match k {
                        0 => here,
                        1 => $align::<1>(behind, here),
                        2 => $align::<2>(behind, here),
                        3 => $align::<3>(behind, here),
                        4 => $align::<4>(behind, here),
                        5 => $align::<5>(behind, here),
                        6 => $align::<6>(behind, here),
                        _ => $to($loadu(p.offset(k))),
                    }))
                }
            }
        }
    };
}
aligned!(
    Avx512F32,
    __m512,
    f32,
    16,
    _mm512_set1_ps,
    _mm512_load_ps,
    _mm512_loadu_ps,
    _mm512_store_ps,
    _mm512_add_ps,
    _mm512_sub_ps,
    _mm512_mul_ps,
    _mm512_fmadd_ps,
    _mm512_castps_si512,
    _mm512_castsi512_ps,
    align32
);
aligned!(
    Avx512F64,
    __m512d,
    f64,
    8,
    _mm512_set1_pd,
    _mm512_load_pd,
    _mm512_loadu_pd,
    _mm512_store_pd,
    _mm512_add_pd,
    _mm512_sub_pd,
    _mm512_mul_pd,
    _mm512_fmadd_pd,
    _mm512_castpd_si512,
    _mm512_castsi512_pd,
    align64
);
