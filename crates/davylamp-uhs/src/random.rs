//! The one source of chance: ChaCha with 8 rounds, counted rather than carried on.
//!
//! Each draw has a key (the seed) and a stream of its own (what is drawn, and for which sample), so a
//! sample does not depend on the samples before it.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Ground = 0,
    Leak = 1,
    WeakNoise = 2,
    StrongNoise = 3,
}

#[derive(Debug, Clone)]
pub(crate) struct Random(ChaCha8Rng);

impl Random {
    pub(crate) fn new(seed: u64, purpose: Purpose, index: usize) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(((purpose as u64) << 56) | index as u64);
        Self(generator)
    }

    /// Uniform in `[0, 1)`.
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0.random()
    }

    /// Uniform between two numbers.
    pub(crate) fn between(&mut self, [min, max]: [f64; 2]) -> f64 {
        min + (max - min) * self.uniform()
    }

    /// Uniform among `min, ..., max`.
    pub(crate) fn count(&mut self, [min, max]: [usize; 2]) -> usize {
        self.0.random_range(min..=max)
    }

    /// Standard normal.
    pub(crate) fn normal(&mut self) -> f64 {
        self.0.sample(StandardNormal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_and_repeat() {
        let draw = |seed, purpose, index| Random::new(seed, purpose, index).uniform().to_bits();
        let numbers = [
            draw(1, Purpose::Leak, 0),
            draw(1, Purpose::Leak, 1),
            draw(1, Purpose::Ground, 0),
            draw(2, Purpose::Leak, 0),
            draw(1, Purpose::StrongNoise, 0),
        ];
        for (i, a) in numbers.iter().enumerate() {
            assert!(numbers[i + 1..].iter().all(|b| a != b), "{numbers:?}");
        }
        assert_eq!(numbers[1], draw(1, Purpose::Leak, 1));
    }
}
