//! The one source of chance: ChaCha with 8 rounds, whose stream is the same on every machine.

use crate::{Bounds, OptimError};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Random(ChaCha8Rng);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Uniform in `[0, 1)`.
    #[inline]
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0.random()
    }

    /// Standard normal.
    #[inline]
    pub(crate) fn normal(&mut self) -> f64 {
        self.0.sample(StandardNormal)
    }

    /// A seed for another generator.
    pub(crate) fn seed(&mut self) -> u64 {
        self.0.random()
    }

    /// Uniform in `0..n`.
    #[inline]
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0.random_range(0..n)
    }

    /// `K` distinct numbers of `0..n`, none of them in `not`; there must be enough of them.
    #[inline]
    pub(crate) fn distinct<const K: usize>(&mut self, n: usize, not: Option<usize>) -> [usize; K] {
        let mut drawn = [0; K];
        for k in 0..K {
            drawn[k] = loop {
                let number = self.below(n);
                if Some(number) != not && !drawn[..k].contains(&number) {
                    break number;
                }
            };
        }
        drawn
    }

    /// `count` uniform points of the box, `[count][dim]`.
    pub(crate) fn points(&mut self, bounds: &Bounds, count: usize) -> Vec<f64> {
        let mut points = vec![0.0; count * bounds.dim()];
        for x in points.chunks_exact_mut(bounds.dim()) {
            self.point(bounds, x);
        }
        points
    }

    /// A uniform point of the box, into `x`.
    pub(crate) fn point(&mut self, bounds: &Bounds, x: &mut [f64]) {
        for (j, x) in x.iter_mut().enumerate() {
            *x = bounds.at(j, self.uniform());
        }
    }
}

/// Steps of a Levy flight after Mantegna (1994), Phys. Rev. E 49, 4677: $\mu/|\nu|^{1/b}$ with
/// $\mu \sim N(0, s^2)$ and $\nu \sim N(0, 1)$; eqs. 9 to 12 of Xia et al. (2022).
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Levy {
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    scale: f64,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    exponent: f64,
}

impl Levy {
    /// Mantegna's algorithm holds for indices from 0.3 to 1.99.
    pub(crate) fn new(index: f64) -> Result<Self, OptimError> {
        crate::error::check("levy_index", index, 0.3, 1.99)?;
        let b = index;
        let above = libm::tgamma(1.0 + b) * (std::f64::consts::PI * b / 2.0).sin();
        let below = libm::tgamma(f64::midpoint(1.0, b)) * b * ((b - 1.0) / 2.0).exp2();
        Ok(Self { scale: (above / below).powf(1.0 / b), exponent: -1.0 / b })
    }

    /// One step; not finite in the rare case of `nu = 0`, which bounds repair.
    #[inline]
    pub(crate) fn step(&self, random: &mut Random) -> f64 {
        let mu = self.scale * random.normal();
        mu * random.normal().abs().powf(self.exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::{Levy, Random};

    #[test]
    fn levy_scale_is_mantegnas() {
        // 0.6965745025576968: mpmath, 30 digits, of eq. 12 with b = 1.5.
        assert!((Levy::new(1.5).unwrap().scale - 0.696_574_502_557_696_8).abs() < 1e-15);
        assert!(Levy::new(0.2).is_err() && Levy::new(2.0).is_err() && Levy::new(f64::NAN).is_err());
    }

    #[test]
    fn distinct_numbers_are_distinct() {
        let mut random = Random::new(3);
        for _ in 0..1000 {
            let [a, b, c] = random.distinct(4, Some(2));
            assert!(a != b && b != c && a != c && ![a, b, c].contains(&2));
        }
    }
}
