//! From several folders to one.

use std::path::Path;

use crate::store::{Part, State};
use crate::{Damage, Store, StoreError, checksum, files};

/// What a merge did.
///
/// The example of [`Store::merge`] shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Merged {
    /// Shards that were taken over.
    pub taken: usize,
    /// Shards of the other folder that were here already.
    pub present: usize,
    /// Shards of the other folder that are not as they were written; they were left there.
    pub damaged: Vec<Damage>,
    /// Whether the whole set is there now.
    pub finished: bool,
}

impl Store {
    /// Takes over the shards that another folder holds of the same set: for machines that share no file
    /// system.
    ///
    /// Every file is compared with its checksum on the way. The other folder is not changed.
    ///
    /// # Errors
    /// [`StoreError::OtherSet`] where the folder holds another set, [`StoreError::Differs`] where both have
    /// a shard with different bits, [`StoreError::Io`], [`StoreError::Manifest`].
    ///
    /// # Examples
    ///
    /// ```
    /// use davylamp_store::{Computed, FillOptions, Plan, SampleSet, Store};
    ///
    /// let plan = Plan {
    ///     samples: 10,
    ///     shard_size: 4,
    ///     image_shape: vec![1],
    ///     image_axes: vec!["time".to_owned()],
    ///     label_shape: vec![1],
    ///     label_names: vec!["class".to_owned()],
    ///     ..Plan::default()
    /// };
    /// let samples = Computed::new(&plan, |index, image, labels| {
    ///     image[0] = index as f32;
    ///     labels[0] = 1.0;
    ///     Ok(())
    /// });
    /// let [here, there] = [tempfile::tempdir()?, tempfile::tempdir()?];
    /// for (share, folder) in [&here, &there].into_iter().enumerate() {
    ///     let options = FillOptions::default().with_share(share, 2);
    ///     Store::create(folder.path(), &plan)?.fill(&samples, &options)?;
    /// }
    /// let merged = Store::open(here.path())?.merge(there.path())?;
    /// assert!(merged.finished && merged.taken == 1);
    /// assert_eq!(SampleSet::open(here.path())?.sample(5)?.0, [5.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, folder: &Path) -> Result<Merged, StoreError> {
        let other = Self::open(folder)?;
        self.check_plan(&other)?;
        files::sweep(self.folder())?;
        let (mut taken, mut present, mut damaged) = (0, 0, Vec::new());
        for shard in 0..self.plan().shards() {
            match other.state(shard)? {
                State::Missing => {}
                State::Damaged(faults) => damaged.push(Damage { shard, faults }),
                State::Good if self.take(&other, shard)? => taken += 1,
                State::Good => present += 1,
            }
        }
        let finished = self.finish()? == self.plan().shards();
        Ok(Merged { taken, present, damaged, finished })
    }

    /// Takes over a shard that is whole there; says whether it was not here.
    fn take(&mut self, other: &Self, shard: usize) -> Result<bool, StoreError> {
        match self.state(shard)? {
            State::Good => {
                for part in Part::BOTH {
                    let [ours, theirs] =
                        [&*self, other].map(|store| checksum::of_file(&store.part(part, shard)));
                    let [expected, found] = [ours?, theirs?].map(Option::unwrap_or_default);
                    if expected != found {
                        let path = other.part(part, shard);
                        return Err(StoreError::Differs { path, expected, found });
                    }
                }
                return Ok(false);
            }
            State::Missing => {}
            State::Damaged(faults) => {
                if !self.clear(shard, &faults)? {
                    return Ok(false);
                }
            }
        }
        let paths = Part::BOTH.map(|part| other.part(part, shard));
        let read =
            |path: &Path| std::fs::read(path).map_err(|error| StoreError::io("read", path, &error));
        let bytes = [read(&paths[0])?, read(&paths[1])?];
        self.publish_files(shard, &bytes)?;
        Ok(true)
    }
}
