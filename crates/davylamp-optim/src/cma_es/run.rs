//! One run of the evolution strategy, in coordinates where the box is 0 to 1.

use super::CmaEsSettings;
use crate::best::Rank;
use crate::random::Random;
use nalgebra::{DMatrix, SymmetricEigen};

/// Worse conditioned matrices end a run.
const MAX_CONDITION: f64 = 1e14;

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Run {
    population: usize,
    generation: usize,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    step: f64,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    mean: Vec<f64>,
    /// $C = B D^2 B^T$, all `[dim][dim]` by rows; $D$ `[dim]`.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    covariance: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    basis: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    scales: Vec<f64>,
    /// The paths of the mean: for the covariance, and, in the coordinates of $N(0, I)$, the step.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    path: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    step_path: Vec<f64>,
    /// The steps drawn, from $N(0, C)$, `[population][dim]`.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    drawn: Vec<f64>,
    /// Best values of the last generations, the oldest first.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    history: Vec<f64>,
    /// Whether the matrix can no longer be factored.
    degenerate: bool,
}

impl Run {
    /// A run from a random point.
    pub(super) fn new(dim: usize, population: usize, step: f64, random: &mut Random) -> Self {
        let identity: Vec<f64> =
            (0..dim * dim).map(|k| f64::from(u8::from(k % (dim + 1) == 0))).collect();
        Self {
            population,
            generation: 0,
            step,
            mean: (0..dim).map(|_| random.uniform()).collect(),
            covariance: identity.clone(),
            basis: identity,
            scales: vec![1.0; dim],
            path: vec![0.0; dim],
            step_path: vec![0.0; dim],
            drawn: vec![0.0; population * dim],
            history: Vec::new(),
            degenerate: false,
        }
    }

    pub(super) fn evaluations(&self) -> usize {
        self.generation.saturating_mul(self.population)
    }

    /// Draws a generation and hands out its coordinates in order, with the unknown of each.
    pub(super) fn draw(&mut self, random: &mut Random, take: &mut dyn FnMut(usize, f64)) {
        let dim = self.mean.len();
        let mut normal = vec![0.0; dim];
        for drawn in self.drawn.chunks_exact_mut(dim) {
            for (normal, scale) in normal.iter_mut().zip(&self.scales) {
                *normal = scale * random.normal();
            }
            for (j, drawn) in drawn.iter_mut().enumerate() {
                *drawn = dot(&self.basis[j * dim..][..dim], &normal);
                take(j, self.mean[j] + self.step * *drawn);
            }
        }
    }

    /// Moves the mean and adapts covariance and step, eqs. of Hansen (2016), figure 6.
    pub(super) fn learn(&mut self, values: &[f64]) {
        let (dim, count) = (self.mean.len(), self.population);
        let n = dim as f64;
        let ranks = values.iter().enumerate();
        let mut ranks: Vec<Rank> = ranks.map(|(k, &value)| Rank::new(value, k)).collect();
        ranks.sort_unstable();
        let order: Vec<usize> = ranks.into_iter().map(Rank::number).collect();
        self.remember(values[order[0]]);
        self.generation += 1;

        let middle = f64::midpoint(count as f64, 1.0).ln();
        let parents = count / 2;
        let mut weights: Vec<f64> = (1..=parents).map(|i| middle - (i as f64).ln()).collect();
        let sum: f64 = weights.iter().sum();
        for weight in &mut weights {
            *weight /= sum;
        }
        let mass = 1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>();

        let c_path = (4.0 + mass / n) / (n + 4.0 + 2.0 * mass / n);
        let c_step = (mass + 2.0) / (n + mass + 5.0);
        let rank_one = 2.0 / ((n + 1.3).powi(2) + mass);
        let rank_mu =
            (2.0 * (mass - 2.0 + 1.0 / mass) / ((n + 2.0).powi(2) + mass)).min(1.0 - rank_one);
        let damping = 1.0 + 2.0 * (((mass - 1.0) / (n + 1.0)).sqrt() - 1.0).max(0.0) + c_step;
        let expected = n.sqrt() * (1.0 - 1.0 / (4.0 * n) + 1.0 / (21.0 * n * n));

        let mut moved = vec![0.0; dim];
        for (weight, &k) in weights.iter().zip(&order) {
            for (moved, drawn) in moved.iter_mut().zip(&self.drawn[k * dim..][..dim]) {
                *moved += weight * drawn;
            }
        }
        for (mean, moved) in self.mean.iter_mut().zip(&moved) {
            *mean += self.step * moved;
        }

        // C^{-1/2} moved = B D^{-1} B^T moved.
        let mut turned = vec![0.0; dim];
        for (row, moved) in self.basis.chunks_exact(dim).zip(&moved) {
            for (turned, b) in turned.iter_mut().zip(row) {
                *turned += b * moved;
            }
        }
        for (turned, scale) in turned.iter_mut().zip(&self.scales) {
            *turned /= scale;
        }
        let gain = (c_step * (2.0 - c_step) * mass).sqrt();
        for (path, row) in self.step_path.iter_mut().zip(self.basis.chunks_exact(dim)) {
            *path = (1.0 - c_step) * *path + gain * dot(row, &turned);
        }
        let length = dot(&self.step_path, &self.step_path).sqrt();
        let settled = 1.0 - (1.0 - c_step).powf(2.0 * self.generation as f64);
        let short = length / settled.sqrt() < (1.4 + 2.0 / (n + 1.0)) * expected;

        let gain = if short { (c_path * (2.0 - c_path) * mass).sqrt() } else { 0.0 };
        for (path, moved) in self.path.iter_mut().zip(&moved) {
            *path = (1.0 - c_path) * *path + gain * moved;
        }
        let lost = if short { 0.0 } else { c_path * (2.0 - c_path) };
        let keep = 1.0 - rank_one - rank_mu + rank_one * lost;
        for i in 0..dim {
            for j in 0..=i {
                let steps = weights.iter().zip(&order);
                let spread: f64 =
                    steps.map(|(w, k)| w * self.drawn[k * dim + i] * self.drawn[k * dim + j]).sum();
                let entry = keep * self.covariance[i * dim + j]
                    + rank_one * self.path[i] * self.path[j]
                    + rank_mu * spread;
                self.covariance[i * dim + j] = entry;
                self.covariance[j * dim + i] = entry;
            }
        }
        // A step may grow by a factor e a generation at most.
        self.step *= ((c_step / damping) * (length / expected - 1.0)).min(1.0).exp();
        self.factor(rank_one + rank_mu);
    }

    /// Factors the covariance, as often as it has changed enough for it to matter.
    fn factor(&mut self, learning: f64) {
        let dim = self.mean.len();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
        let lag = (0.1 / (learning * dim as f64)).max(1.0) as usize;
        if !self.generation.is_multiple_of(lag) {
            return;
        }
        let sound = self.step.is_finite() && self.covariance.iter().all(|c| c.is_finite());
        let factored = sound
            .then(|| DMatrix::from_row_slice(dim, dim, &self.covariance))
            .and_then(|matrix| SymmetricEigen::try_new(matrix, f64::EPSILON, 1000 * dim));
        let Some(SymmetricEigen { eigenvectors, eigenvalues }) = factored else {
            self.degenerate = true;
            return;
        };
        let (least, most) = (eigenvalues.min(), eigenvalues.max());
        if least <= 0.0 || most > MAX_CONDITION * least {
            self.degenerate = true;
            return;
        }
        for i in 0..dim {
            self.scales[i] = eigenvalues[i].sqrt();
            for j in 0..dim {
                self.basis[i * dim + j] = eigenvectors[(i, j)];
            }
        }
    }

    /// Generations over which values are compared, $10 + \lceil 30 D/\lambda \rceil$.
    fn window(&self) -> usize {
        10 + (30 * self.mean.len()).div_ceil(self.population)
    }

    fn remember(&mut self, value: f64) {
        if self.history.len() >= self.window() {
            self.history.remove(0);
        }
        self.history.push(value);
    }

    pub(super) fn has_ended(&self, settings: &CmaEsSettings) -> bool {
        let n = self.mean.len() as f64;
        let generations = 100.0 + 50.0 * (n + 3.0).powi(2) / (self.population as f64).sqrt();
        if self.degenerate || self.generation as f64 >= generations {
            return true;
        }
        let longest = self.scales.iter().copied().fold(0.0, f64::max);
        // Not finite counts as ended, too.
        let moves = self.step * longest > settings.place_tolerance && self.step.is_finite();
        let full = self.history.len() >= self.window();
        let low = self.history.iter().copied().fold(f64::INFINITY, f64::min);
        let high = self.history.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let differ = high - low > settings.value_tolerance * low.abs();
        !moves || (full && !differ)
    }

    #[cfg(feature = "serde")]
    pub(super) fn population(&self) -> usize {
        self.population
    }

    /// Refuses a run whose parts do not fit each other.
    #[cfg(feature = "serde")]
    pub(super) fn check(&self, dim: usize, most: usize) -> Result<(), crate::OptimError> {
        use crate::error::{check_count, check_state};
        check_count("population", self.population, 4, most)?;
        for (name, part, expected) in [
            ("mean", &self.mean, dim),
            ("covariance", &self.covariance, dim * dim),
            ("basis", &self.basis, dim * dim),
            ("scales", &self.scales, dim),
            ("path", &self.path, dim),
            ("step_path", &self.step_path, dim),
            ("drawn", &self.drawn, self.population * dim),
        ] {
            check_state(name, part.len(), expected)?;
        }
        Ok(())
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
