//! What this machine can do at most: fused multiply-adds, and bytes from its caches.

#![allow(unsafe_code, reason = "functions compiled for the vectors that were found")]

use std::hint::black_box;
use std::time::Instant;

use serde::Serialize;

/// Multiply-adds under way at a time: more than their latency times their number a cycle.
const CHAINS: usize = 12;
const ROUNDS: usize = 4_000_000;
/// Bytes of three arrays that fit the second cache, and that do not fit it but the third.
const SECOND: usize = 512 << 10;
const THIRD: usize = 8 << 20;
/// Bytes to be moved in a measurement.
const MOVED: usize = 2 << 30;
const TURNS: usize = 3;

/// The limits of one core.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Limits {
    /// Vectors of 16 numbers multiplied and added a second.
    pub fused_a_second: f64,
    /// Bytes a second of a triad in the second cache.
    pub second_cache: f64,
    /// And in the third.
    pub third_cache: f64,
}

/// Measures them.
#[must_use]
pub fn measure() -> Limits {
    Limits {
        fused_a_second: fastest(|| (ROUNDS * CHAINS) as f64, fused),
        second_cache: bytes_a_second(SECOND),
        third_cache: bytes_a_second(THIRD),
    }
}

fn fastest(work: impl Fn() -> f64, run: impl Fn()) -> f64 {
    let mut best = 0.0_f64;
    for _ in 0..TURNS {
        let start = Instant::now();
        run();
        best = best.max(work() / start.elapsed().as_secs_f64());
    }
    best
}

/// Chains of multiply-adds on 16 numbers each, with the widest vectors there are.
fn fused() {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512f") {
        // SAFETY: the instructions are there.
        unsafe { fused_512() };
        return;
    }
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        // SAFETY: the instructions are there.
        unsafe { fused_256() };
        return;
    }
    chains::<16>(|a, b, c| a * b + c);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn fused_512() {
    use std::arch::x86_64::{_mm512_fmadd_ps, _mm512_set1_ps};
    let mut sums = [_mm512_set1_ps(1.0); CHAINS];
    let (factor, addend) = (_mm512_set1_ps(0.999_999), _mm512_set1_ps(1e-7));
    for _ in 0..ROUNDS {
        for sum in &mut sums {
            *sum = _mm512_fmadd_ps(*sum, factor, addend);
        }
    }
    black_box(sums);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn fused_256() {
    use std::arch::x86_64::{_mm256_fmadd_ps, _mm256_set1_ps};
    // Two for sixteen numbers.
    let mut sums = [_mm256_set1_ps(1.0); CHAINS];
    let (factor, addend) = (_mm256_set1_ps(0.999_999), _mm256_set1_ps(1e-7));
    for _ in 0..2 * ROUNDS {
        for sum in &mut sums {
            *sum = _mm256_fmadd_ps(*sum, factor, addend);
        }
    }
    black_box(sums);
}

fn chains<const N: usize>(step: impl Fn(f32, f32, f32) -> f32) {
    let mut sums = [[1.0_f32; N]; CHAINS];
    for _ in 0..ROUNDS {
        for value in sums.iter_mut().flatten() {
            *value = step(*value, 0.999_999, 1e-7);
        }
    }
    black_box(sums);
}

/// `a = b + s c`, three arrays of so many bytes together: two are read, one is written.
fn bytes_a_second(bytes: usize) -> f64 {
    let n = bytes / 12;
    let (mut a, b, c) = (vec![0.0_f32; n], vec![1.0_f32; n], vec![2.0_f32; n]);
    let rounds = MOVED / bytes;
    let mut best = 0.0_f64;
    for _ in 0..TURNS {
        let start = Instant::now();
        for _ in 0..rounds {
            triad(&mut a, &b, &c);
            black_box(&mut a);
        }
        best = best.max((rounds * bytes) as f64 / start.elapsed().as_secs_f64());
    }
    best
}

fn triad(a: &mut [f32], b: &[f32], c: &[f32]) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512f") {
        // SAFETY: the instructions are there.
        unsafe { triad_512(a, b, c) };
        return;
    }
    sum(a, b, c);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
fn triad_512(a: &mut [f32], b: &[f32], c: &[f32]) {
    sum(a, b, c);
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "to be compiled for the caller's vectors")]
fn sum(a: &mut [f32], b: &[f32], c: &[f32]) {
    for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
        *a = *b + 0.5 * *c;
    }
}
