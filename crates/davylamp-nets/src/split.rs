//! Which samples are for what.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::NetsError;
use crate::error::check_count;

/// The samples to train on, those that choose the epoch, and those that are only looked at in the
/// end.
///
/// # Examples
/// ```
/// use davylamp_nets::Split;
///
/// let split = Split::random(1200, [900, 100, 200], 1)?;
/// assert_eq!((split.train.len(), split.validation.len(), split.test.len()), (900, 100, 200));
/// # Ok::<(), davylamp_nets::NetsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// What the weights and the scale of the images are fitted to.
    pub train: Vec<usize>,
    /// What early stopping and the choice of the best epoch look at; may be empty.
    pub validation: Vec<usize>,
    /// What training never sees.
    pub test: Vec<usize>,
}

impl Split {
    /// Draws the parts at random, sorted, from `samples` samples; `seed` governs the draw.
    ///
    /// # Errors
    /// [`NetsError::CountOutOfRange`] where the parts need more samples than there are.
    pub fn random(
        samples: usize,
        [train, validation, test]: [usize; 3],
        seed: u64,
    ) -> Result<Self, NetsError> {
        let wanted = train.saturating_add(validation).saturating_add(test);
        check_count("samples of the parts", wanted, [1, samples])?;
        let mut all: Vec<usize> = (0..samples).collect();
        all.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
        let mut rest = all.as_slice();
        let mut part = |count: usize| {
            let (part, others) = rest.split_at(count);
            rest = others;
            let mut part = part.to_vec();
            part.sort_unstable();
            part
        };
        Ok(Self { train: part(train), validation: part(validation), test: part(test) })
    }

    /// The first samples to train on, the next to validate, the next to test, of `samples`.
    ///
    /// # Errors
    /// [`NetsError::CountOutOfRange`] where the parts need more samples than there are.
    ///
    /// # Examples
    /// ```
    /// use davylamp_nets::Split;
    ///
    /// let split = Split::in_order(1000, [900, 100, 0])?;
    /// assert_eq!((split.train[0], split.validation[0]), (0, 900));
    /// assert!(split.test.is_empty());
    /// # Ok::<(), davylamp_nets::NetsError>(())
    /// ```
    pub fn in_order(
        samples: usize,
        [train, validation, test]: [usize; 3],
    ) -> Result<Self, NetsError> {
        let known = train.saturating_add(validation);
        let wanted = known.saturating_add(test);
        check_count("samples of the parts", wanted, [1, samples])?;
        Ok(Self {
            train: (0..train).collect(),
            validation: (train..known).collect(),
            test: (known..wanted).collect(),
        })
    }

    /// That every sample is in the set, and in one part at most.
    pub(crate) fn check(&self, samples: usize) -> Result<(), NetsError> {
        check_count("training samples", self.train.len(), [1, usize::MAX])?;
        let mut seen = vec![false; samples];
        for (part, indices) in
            [("training", &self.train), ("validation", &self.validation), ("test", &self.test)]
        {
            for &index in indices {
                let Some(seen) = seen.get_mut(index) else {
                    return Err(NetsError::Split { index, part, why: "is not in the set" });
                };
                if std::mem::replace(seen, true) {
                    return Err(NetsError::Split { index, part, why: "is in a part already" });
                }
            }
        }
        Ok(())
    }
}
