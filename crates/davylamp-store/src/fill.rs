//! From samples that can be computed to a set on disk.

mod work;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use davylamp_traits::Samples;

use crate::error::{count, shape};
use crate::store::State;
use crate::{Store, StoreError, files};

/// How far a run is.
///
/// The example of [`FillOptions`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Samples on disk or in the making, of this job's share.
    pub done: usize,
    /// Of these, what was there before.
    pub reused: usize,
    /// Samples of this job's share.
    pub total: usize,
}

/// How a set is made.
///
/// The result does not depend on any of this.
///
/// # Examples
///
/// ```
/// use davylamp_store::FillOptions;
/// // The second of three jobs, two samples at once.
/// let options = FillOptions::default().with_share(1, 3).with_jobs(2);
/// assert_eq!((options.share, options.jobs), ([1, 3], 2));
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct FillOptions<'a> {
    /// Which share of the shards this job makes: `[i, k]` makes each shard whose number leaves the
    /// remainder `i` when divided by `k`. The default `[0, 1]` makes all.
    pub share: [usize; 2],
    /// Samples that are computed at once, each on a thread of its own; 1 by default.
    pub jobs: usize,
    /// Told after each sample, from any of the threads.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
    /// Once true, samples in the making are finished and nothing more is begun.
    pub stop: Option<&'a AtomicBool>,
}

impl Default for FillOptions<'_> {
    fn default() -> Self {
        Self { share: [0, 1], jobs: 1, progress: None, stop: None }
    }
}

impl fmt::Debug for FillOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FillOptions")
            .field("share", &self.share)
            .field("jobs", &self.jobs)
            .field("progress", &self.progress.is_some())
            .field("stop", &self.stop)
            .finish()
    }
}

impl<'a> FillOptions<'a> {
    /// Makes only the shards whose number leaves the remainder `index` when divided by `of`.
    #[must_use]
    pub const fn with_share(self, index: usize, of: usize) -> Self {
        Self { share: [index, of], ..self }
    }

    /// Computes so many samples at once.
    #[must_use]
    pub const fn with_jobs(self, jobs: usize) -> Self {
        Self { jobs, ..self }
    }

    /// Tells how far it is.
    #[must_use]
    pub const fn with_progress(self, progress: &'a (dyn Fn(Progress) + Sync)) -> Self {
        Self { progress: Some(progress), ..self }
    }

    /// Stops once this is true.
    #[must_use]
    pub const fn with_stop(self, stop: &'a AtomicBool) -> Self {
        Self { stop: Some(stop), ..self }
    }

    pub(crate) fn stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    fn check(&self) -> Result<(), StoreError> {
        /// More threads than any machine has.
        const JOBS: usize = 1 << 16;
        let [index, of] = self.share;
        count("jobs", self.jobs, 1, JOBS)?;
        count("shares", of, 1, usize::MAX)?;
        count("share", index, 0, of - 1)?;
        Ok(())
    }
}

/// What a run did.
///
/// The example of [`Store::fill`] shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filled {
    /// Shards that it made.
    pub made: usize,
    /// Shards of its share that were there and whole.
    pub reused: usize,
    /// Shards that were there and damaged: moved aside, then made again, or mended from their
    /// checksums.
    pub repaired: usize,
    /// Whether it was stopped before its share was done.
    pub stopped: bool,
    /// Whether the whole set is there now.
    pub finished: bool,
}

impl Store {
    /// Makes the shards that are missing and those that are damaged.
    ///
    /// What is there is compared with its checksums first. Damaged files are moved aside, to names
    /// that end in `.corrupt`, and made again. The set is the same whatever the shares, the jobs,
    /// and however often a run was stopped or killed: each sample depends on its index alone.
    ///
    /// # Errors
    /// [`StoreError::Shape`] where the samples do not fit the plan, [`StoreError::Sample`] where one
    /// cannot be computed, [`StoreError::NotFinite`] where it holds NaN or infinity,
    /// [`StoreError::Differs`] where a shard made again has other bits than before,
    /// [`StoreError::Io`], such as a full disk: what was made before stays, and nothing half is left.
    ///
    /// # Examples
    ///
    /// ```
    /// use davylamp_store::{Computed, FillOptions, Plan, SampleSet, Store};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let plan = Plan {
    ///     samples: 10,
    ///     shard_size: 4,
    ///     image_shape: vec![2],
    ///     image_axes: vec!["time".to_owned()],
    ///     label_shape: vec![1],
    ///     label_names: vec!["class".to_owned()],
    ///     ..Plan::default()
    /// };
    /// let samples = Computed::new(&plan, |index, image, labels| {
    ///     image.copy_from_slice(&[index as f32, 0.5]);
    ///     labels[0] = (index % 3) as f32;
    ///     Ok(())
    /// });
    /// let filled = Store::create(folder.path(), &plan)?.fill(&samples, &FillOptions::default())?;
    /// assert!(filled.finished && filled.made == 3);
    ///
    /// let set = SampleSet::open(folder.path())?;
    /// assert_eq!(set.sample(7)?, (vec![7.0, 0.5], vec![1.0]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fill(
        &mut self,
        samples: &dyn Samples,
        options: &FillOptions<'_>,
    ) -> Result<Filled, StoreError> {
        options.check()?;
        let plan = self.plan();
        shape("number of samples", &[samples.len()], &[plan.samples])?;
        shape("shape of an image", samples.image_shape(), &plan.image_shape)?;
        shape("shape of the labels", samples.label_shape(), &plan.label_shape)?;
        files::sweep(self.folder())?;

        let [index, of] = options.share;
        let mut filled =
            Filled { made: 0, reused: 0, repaired: 0, stopped: false, finished: false };
        let mut todo = Vec::new();
        let mut progress = Progress { done: 0, reused: 0, total: 0 };
        for shard in (index..self.plan().shards()).step_by(of) {
            let count = self.plan().shard_samples(shard).len();
            progress.total += count;
            let again = match self.state(shard)? {
                State::Good => {
                    filled.reused += 1;
                    false
                }
                State::Missing => true,
                State::Damaged(faults) => {
                    filled.repaired += 1;
                    self.clear(shard, &faults)?
                }
            };
            if again {
                todo.push(shard);
            } else {
                progress.reused += count;
            }
        }
        progress.done = progress.reused;
        if let Some(tell) = options.progress {
            tell(progress);
        }
        filled.made = work::run(self, samples, (&todo, progress), options)?;
        filled.stopped = filled.made < todo.len();
        filled.finished = self.finish()? == self.plan().shards();
        Ok(filled)
    }
}
