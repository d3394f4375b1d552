//! Vectors of AArch64: NEON.

#![allow(unsafe_code, reason = "vector instructions")]
#![allow(clippy::inline_always, reason = "vectors must stay in registers")]

#[allow(clippy::wildcard_imports, reason = "seventy names, each with its own prefix")]
use std::arch::aarch64::*;

use crate::kernel::simd::unaligned;

#[derive(Clone, Copy)]
pub(crate) struct NeonF32(float32x4_t);
unaligned!(
    NeonF32,
    f32,
    4,
    vdupq_n_f32,
    vld1q_f32,
    vst1q_f32,
    vaddq_f32,
    vsubq_f32,
    vmulq_f32,
    |x, a, b| vfmaq_f32(b, x, a)
);

#[derive(Clone, Copy)]
pub(crate) struct NeonF64(float64x2_t);
unaligned!(
    NeonF64,
    f64,
    2,
    vdupq_n_f64,
    vld1q_f64,
    vst1q_f64,
    vaddq_f64,
    vsubq_f64,
    vmulq_f64,
    |x, a, b| vfmaq_f64(b, x, a)
);
