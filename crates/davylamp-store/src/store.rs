use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::files;
use crate::manifest::{Manifest, Record, SCHEMA};
use crate::{Plan, StoreError, checksum};

/// A folder in which a set is made.
///
/// | File | Holds |
/// |---|---|
/// | `manifest.json` | the [`Plan`], and once all shards are there, their checksums |
/// | `shard-00000.npy` | images, `[sample][image shape]`, `float32` |
/// | `labels-00000.npy` | labels, `[sample][label shape]`, `float32` |
/// | `shard-00000.sha256` | the checksums of these two, as `sha256sum --check` reads them |
/// | `*.corrupt` | what was found damaged, moved aside |
///
/// A shard is there once its `.sha256` is, which is written last. Every file is written whole or not
/// at all, so any number of processes may work on one folder, on one machine or on many: two that make
/// the same shard make the same bytes, and the second finds the first's. The manifest does not depend
/// on who finishes last.
///
/// # Examples
///
/// ```
/// use davylamp_store::{Computed, FillOptions, Plan, Store};
///
/// let folder = tempfile::tempdir()?;
/// let plan = Plan {
///     samples: 5,
///     shard_size: 2,
///     image_shape: vec![3],
///     image_axes: vec!["time".to_owned()],
///     label_shape: vec![1],
///     label_names: vec!["class".to_owned()],
///     ..Plan::default()
/// };
/// let samples = Computed::new(&plan, |index, image, labels| {
///     image.fill(index as f32);
///     labels[0] = 1.0;
///     Ok(())
/// });
///
/// let mut store = Store::create(folder.path(), &plan)?;
/// store.fill(&samples, &FillOptions::default())?;
/// std::fs::write(folder.path().join("labels-00001.npy"), b"harm")?;
/// let report = Store::open(folder.path())?.verify()?;
/// assert_eq!((report.good, report.damaged.len()), (2, 1)); // named, never read
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
    manifest: Manifest,
    /// Shards whose checksums in the manifest contradict all else.
    doubtful: BTreeSet<usize>,
}

const MANIFEST: &str = "manifest.json";

/// The files of a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Images,
    Labels,
}

impl Part {
    pub(crate) const BOTH: [Self; 2] = [Self::Images, Self::Labels];

    fn of(self, record: &Record) -> &str {
        match self {
            Self::Images => &record.images,
            Self::Labels => &record.labels,
        }
    }
}

/// How a shard was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    Good,
    /// Not made yet.
    Missing,
    /// The files of it that are wrong or gone.
    Damaged(Vec<Fault>),
}

impl State {
    fn damaged(faults: Vec<Fault>) -> Self {
        if faults.is_empty() { Self::Good } else { Self::Damaged(faults) }
    }
}

/// A file that is not as it was written.
///
/// The example of [`Store`] shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// Whether it is there at all.
    pub exists: bool,
}

impl Store {
    /// Opens a folder to make a set in, or to go on with it. The folder is made where there is none.
    ///
    /// # Errors
    /// [`StoreError::OtherSet`] where the folder holds another set, with the first field that differs;
    /// [`StoreError::OutOfRange`], [`StoreError::Shape`] and [`StoreError::Normalisation`] for a plan
    /// without samples, without values, with more values in a shard than 2³¹, or with names that do
    /// not fit its shapes;
    /// [`StoreError::Manifest`] and [`StoreError::Io`].
    pub fn create(folder: &Path, plan: &Plan) -> Result<Self, StoreError> {
        plan.check()?;
        std::fs::create_dir_all(folder)
            .map_err(|error| StoreError::io("create", folder, &error))?;
        let path = folder.join(MANIFEST);
        if Manifest::read(&path)?.is_none() {
            let new = Manifest { schema: SCHEMA, plan: plan.clone(), sha256: Vec::new() };
            // Where another job is quicker, it is its manifest that counts.
            files::create(&path, &new.bytes(&path)?)?;
        }
        let store = Self::open(folder)?;
        store.manifest.check_plan(&path, plan)?;
        Ok(store)
    }

    /// Opens a folder that holds a set, finished or not.
    ///
    /// # Errors
    /// [`StoreError::Io`] where there is no manifest, [`StoreError::Manifest`] where it cannot be
    /// understood.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(MANIFEST);
        match Manifest::read(&path)? {
            Some(manifest) => {
                Ok(Self { folder: folder.to_owned(), manifest, doubtful: BTreeSet::new() })
            }
            None => Err(StoreError::Io {
                action: "read",
                path,
                kind: std::io::ErrorKind::NotFound,
                reason: "there is no set in this folder".to_owned(),
            }),
        }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the set is to be.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.manifest.plan
    }

    /// Whether all shards are there, and the manifest has their checksums.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        !self.manifest.sha256.is_empty()
    }

    pub(crate) fn part(&self, part: Part, shard: usize) -> PathBuf {
        self.folder.join(match part {
            Part::Images => format!("shard-{shard:05}.npy"),
            Part::Labels => format!("labels-{shard:05}.npy"),
        })
    }

    /// Checks that another folder holds this very set.
    pub(crate) fn check_plan(&self, other: &Self) -> Result<(), StoreError> {
        other.manifest.check_plan(&other.manifest_path(), self.plan())
    }

    fn manifest_path(&self) -> PathBuf {
        self.folder.join(MANIFEST)
    }

    fn record_path(&self, shard: usize) -> PathBuf {
        self.folder.join(format!("shard-{shard:05}.sha256"))
    }

    /// The checksum that a file should have, by the manifest of a finished set.
    pub(crate) fn recorded(&self, part: Part, shard: usize) -> Option<&str> {
        self.manifest.sha256.get(shard).map(|record| part.of(record))
    }

    /// Compares a shard with its checksums.
    pub(crate) fn state(&self, shard: usize) -> Result<State, StoreError> {
        let beside = self.record(shard)?;
        let path = self.record_path(shard);
        let Some(recorded) = self.manifest.sha256.get(shard) else {
            return Ok(match beside {
                Beside::Nothing => State::Missing,
                Beside::Nonsense => State::damaged(vec![Fault { path, exists: true }]),
                Beside::Record(record) => State::damaged(self.compare(shard, &record)?),
            });
        };
        let mut faults = self.compare(shard, recorded)?;
        match beside {
            Beside::Record(record) if record == *recorded => {}
            // Two against one: the files are what the checksums beside them say.
            Beside::Record(record) if self.compare(shard, &record)?.is_empty() => {
                faults = vec![Fault { path: self.manifest_path(), exists: true }];
            }
            other => faults.insert(0, Fault { path, exists: other != Beside::Nothing }),
        }
        Ok(State::damaged(faults))
    }

    /// The files of a shard that do not have these checksums.
    fn compare(&self, shard: usize, record: &Record) -> Result<Vec<Fault>, StoreError> {
        let mut faults = Vec::new();
        for part in Part::BOTH {
            let path = self.part(part, shard);
            let found = checksum::of_file(&path)?;
            if found.as_deref() != Some(part.of(record)) {
                faults.push(Fault { path, exists: found.is_some() });
            }
        }
        Ok(faults)
    }

    /// Moves what is damaged of a shard aside; says whether its samples must be made again.
    pub(crate) fn clear(&mut self, shard: usize, faults: &[Fault]) -> Result<bool, StoreError> {
        let (record, manifest) = (self.record_path(shard), self.manifest_path());
        if faults.iter().any(|fault| fault.path == manifest) {
            self.doubtful.insert(shard);
            return Ok(false);
        }
        for fault in faults.iter().filter(|fault| fault.exists) {
            files::quarantine(&fault.path)?;
        }
        match self.manifest.sha256.get(shard) {
            Some(known) if faults.iter().all(|fault| fault.path == record) => {
                files::publish(&record, self.record_text(shard, known).as_bytes())?;
                Ok(false)
            }
            Some(_) => Ok(true),
            // Nothing says which is wrong, the file or its checksum: both are made again.
            None if faults.iter().any(|fault| fault.path == record) => Ok(true),
            None => files::quarantine(&record).map(|_| true),
        }
    }

    fn record(&self, shard: usize) -> Result<Beside, StoreError> {
        let path = self.record_path(shard);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(self.parse_record(shard, &bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Beside::Nothing),
            Err(error) => Err(StoreError::io("read", &path, &error)),
        }
    }

    fn record_text(&self, shard: usize, record: &Record) -> String {
        let line = |part| {
            let path = self.part(part, shard);
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            format!("{}  {name}\n", part.of(record))
        };
        Part::BOTH.map(line).concat()
    }

    /// Only what is written to the last byte is a record.
    fn parse_record(&self, shard: usize, bytes: &[u8]) -> Beside {
        let text = String::from_utf8_lossy(bytes);
        let mut digests = text.lines().map(|line| line.get(..64).unwrap_or_default().to_owned());
        let (Some(images), Some(labels)) = (digests.next(), digests.next()) else {
            return Beside::Nonsense;
        };
        let record = Record { images, labels };
        let hexadecimal = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        let digits = Part::BOTH.iter().all(|part| part.of(&record).chars().all(hexadecimal));
        if digits && self.record_text(shard, &record) == text {
            Beside::Record(record)
        } else {
            Beside::Nonsense
        }
    }

    /// Publishes both files of a shard, and then its checksums.
    pub(crate) fn publish(
        &self,
        shard: usize,
        [images, labels]: [&[f32]; 2],
    ) -> Result<(), StoreError> {
        let plan = self.plan();
        let count = plan.shard_samples(shard).len();
        let encode = |shape: &[usize], data: &[f32]| {
            crate::npy::file_bytes(&[&[count], shape].concat(), data)
        };
        let bytes = [encode(&plan.image_shape, images), encode(&plan.label_shape, labels)];
        self.publish_files(shard, &bytes)
    }

    /// The same, of files that were encoded before.
    pub(crate) fn publish_files(
        &self,
        shard: usize,
        bytes: &[Vec<u8>; 2],
    ) -> Result<(), StoreError> {
        let [images, labels] = bytes.each_ref().map(|bytes| checksum::sha256_of_bytes(bytes));
        let record = Record { images, labels };
        for part in Part::BOTH {
            let found = part.of(&record);
            if let Some(expected) = self.recorded(part, shard).filter(|expected| *expected != found)
            {
                let (expected, found) = (expected.to_owned(), found.to_owned());
                return Err(StoreError::Differs { path: self.part(part, shard), expected, found });
            }
        }
        for (part, bytes) in Part::BOTH.into_iter().zip(bytes) {
            files::publish(&self.part(part, shard), bytes)?;
        }
        files::publish(&self.record_path(shard), self.record_text(shard, &record).as_bytes())?;
        Ok(())
    }

    /// Writes the checksums into the manifest where all shards are there; says how many are.
    pub(crate) fn finish(&mut self) -> Result<usize, StoreError> {
        let path = self.manifest_path();
        // Another job may have finished since.
        if let Some(manifest) = Manifest::read(&path)? {
            manifest.check_plan(&path, self.plan())?;
            self.manifest = manifest;
        }
        let shards = self.plan().shards();
        let mut records = Vec::new();
        for shard in 0..shards {
            let known = self.manifest.sha256.get(shard);
            match known.filter(|_| !self.doubtful.contains(&shard)) {
                Some(record) => records.push(record.clone()),
                None => {
                    if let Beside::Record(record) = self.record(shard)? {
                        records.push(record);
                    }
                }
            }
        }
        let done = records.len();
        if done == shards && self.manifest.sha256 != records {
            self.manifest.sha256 = records;
            files::replace(&path, &self.manifest.bytes(&path)?)?;
        }
        self.doubtful.clear();
        Ok(done)
    }
}

/// What the file beside a shard says.
#[derive(Debug, PartialEq)]
enum Beside {
    Nothing,
    Nonsense,
    Record(Record),
}
