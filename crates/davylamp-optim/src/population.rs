//! What the methods that move a population have in common.

use crate::Bounds;
use crate::best::Best;
use crate::random::Random;

/// The state of such a method; `own` is what it alone has.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Population<S, P> {
    pub(crate) settings: S,
    pub(crate) bounds: Bounds,
    pub(crate) random: Random,
    pub(crate) own: P,
    pub(crate) best: Best,
    pub(crate) asked: bool,
    /// The batch asked for, `[n][dim]`.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    pub(crate) candidates: Vec<f64>,
}

impl<S, P> Population<S, P> {
    /// The first batch are `count` points of the box, placed by `seed`; `own` is made of them.
    pub(crate) fn new(
        settings: S,
        bounds: &Bounds,
        seed: u64,
        count: usize,
        own: impl FnOnce(&[f64]) -> P,
    ) -> Self {
        let mut random = Random::new(seed);
        let candidates = random.points(bounds, count);
        Self {
            settings,
            bounds: bounds.clone(),
            random,
            own: own(&candidates),
            best: Best::new(bounds.dim()),
            asked: true,
            candidates,
        }
    }
}

#[cfg(feature = "serde")]
impl<S, P> Population<S, P> {
    /// Refuses a batch of other than `count` points, and a best one of another box.
    pub(crate) fn check_batch(&self, count: usize) -> Result<(), crate::OptimError> {
        let dim = self.bounds.dim();
        crate::error::check_state("candidates", self.candidates.len(), count * dim)?;
        self.best.check(dim)
    }

    /// The same for a method that ends after `iterations` batches, then with none, and has been
    /// told `iteration` of them.
    pub(crate) fn check_schedule(
        &self,
        [count, iterations]: [usize; 2],
        iteration: usize,
    ) -> Result<(), crate::OptimError> {
        self.check_batch(if self.candidates.is_empty() { 0 } else { count })?;
        // What comes next follows from the first batch.
        let least = usize::from(!self.asked);
        crate::error::check_count("iteration", iteration, least, iterations)
    }
}

/// What a method has that follows a schedule and moves from where its candidates are.
#[derive(Debug, Clone, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Schedule {
    /// Batches told.
    pub(crate) iteration: usize,
}

impl<S> Population<S, Schedule> {
    pub(crate) fn accept(&mut self, _: &[f64]) {
        self.own.iteration += 1;
    }
}
