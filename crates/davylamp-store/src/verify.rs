use crate::store::State;
use crate::{Fault, Store, StoreError};

/// What of a set is on the disk, and whole.
///
/// The example of [`Store`] shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Shards that the set has when finished.
    pub shards: usize,
    /// Shards that are there and whole.
    pub good: usize,
    /// Shards that were not made yet.
    pub missing: Vec<usize>,
    /// Shards of which a file is not as it was written.
    pub damaged: Vec<Damage>,
}

/// A shard that is not as it was written.
///
/// The example of [`Store`] shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Damage {
    /// Which shard.
    pub shard: usize,
    /// Its files that are wrong or gone.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether nothing is missing and nothing damaged.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.good == self.shards
    }
}

impl Store {
    /// Compares every file with its checksum, and changes nothing.
    ///
    /// [`Store::fill`] makes again what this finds.
    ///
    /// # Errors
    /// [`StoreError::Io`] where a file is there and cannot be read.
    pub fn verify(&self) -> Result<Report, StoreError> {
        let shards = self.plan().shards();
        let mut report = Report { shards, good: 0, missing: Vec::new(), damaged: Vec::new() };
        for shard in 0..shards {
            match self.state(shard)? {
                State::Good => report.good += 1,
                State::Missing => report.missing.push(shard),
                State::Damaged(faults) => report.damaged.push(Damage { shard, faults }),
            }
        }
        Ok(report)
    }
}
