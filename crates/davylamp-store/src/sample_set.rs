use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use davylamp_traits::{SampleError, Samples};

use crate::error::{count, shape};
use crate::npy::{Header, Number, floats, header_bytes};
use crate::store::Part;
use crate::{Plan, Store, StoreError, checksum};

/// A finished set, read from the disk one sample at a time.
///
/// The checksum of a shard is compared when the first of its samples is read, and once.
///
/// # Examples
///
/// ```
/// use davylamp_store::{Computed, FillOptions, Plan, SampleSet, Store};
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
/// Store::create(folder.path(), &plan)?.fill(&samples, &FillOptions::default())?;
/// let set = SampleSet::open(folder.path())?;
/// assert_eq!(set.sample(4)?, (vec![4.0; 3], vec![1.0]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct SampleSet {
    store: Store,
    /// Whether the checksums of a shard were compared.
    compared: Vec<AtomicBool>,
}

impl SampleSet {
    /// Opens a set; reads its manifest and the lengths of its files.
    ///
    /// # Errors
    /// [`StoreError::Unfinished`] where shards have not been made yet, [`StoreError::Npy`] for a file
    /// of another length than it was written with, [`StoreError::Manifest`] and [`StoreError::Io`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let store = Store::open(folder)?;
        let shards = store.plan().shards();
        if !store.is_finished() {
            let path = folder.to_owned();
            let done = store.verify()?.good;
            return Err(StoreError::Unfinished { path, done, shards });
        }
        let set = Self { store, compared: (0..shards).map(|_| AtomicBool::new(false)).collect() };
        for shard in 0..shards {
            for part in Part::BOTH {
                let path = set.store.part(part, shard);
                let data = std::fs::metadata(&path)
                    .map_err(|error| StoreError::io("read", &path, &error))?;
                set.header(part, shard).check_len(data.len()).map_err(|fault| fault.at(&path))?;
            }
        }
        Ok(set)
    }

    /// What the set is.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        self.store.plan()
    }

    /// Image and labels of a sample.
    ///
    /// # Errors
    /// As [`SampleSet::read_into`].
    pub fn sample(&self, index: usize) -> Result<(Vec<f32>, Vec<f32>), StoreError> {
        let plan = self.plan();
        let mut sample = (vec![0.0; plan.image_len()], vec![0.0; plan.label_len()]);
        self.read_into(index, &mut sample.0, &mut sample.1)?;
        Ok(sample)
    }

    /// Writes image and labels of a sample into slices.
    ///
    /// # Errors
    /// [`StoreError::OutOfRange`] where there is no such sample, [`StoreError::Shape`] for slices of
    /// another length, [`StoreError::Damaged`] where the checksum does not fit, [`StoreError::Npy`]
    /// and [`StoreError::Io`].
    pub fn read_into(
        &self,
        index: usize,
        image: &mut [f32],
        labels: &mut [f32],
    ) -> Result<(), StoreError> {
        let plan = self.plan();
        count("index", index, 0, plan.samples - 1)?;
        shape("length of the image", &[image.len()], &[plan.image_len()])?;
        shape("length of the labels", &[labels.len()], &[plan.label_len()])?;
        let shard = index / plan.shard_size;
        if !self.compared[shard].load(Ordering::Relaxed) {
            self.compare(shard)?;
            self.compared[shard].store(true, Ordering::Relaxed);
        }
        let at = index - plan.shard_samples(shard).start;
        self.values((Part::Images, shard), at, image)?;
        self.values((Part::Labels, shard), at, labels)
    }

    fn header(&self, part: Part, shard: usize) -> Header {
        let plan = self.plan();
        let sizes = match part {
            Part::Images => &plan.image_shape,
            Part::Labels => &plan.label_shape,
        };
        let shape = [&[plan.shard_samples(shard).len()], sizes.as_slice()].concat();
        let data_start = header_bytes(&shape).len();
        Header { number: Number::F32, shape, data_start }
    }

    fn compare(&self, shard: usize) -> Result<(), StoreError> {
        for part in Part::BOTH {
            let path = self.store.part(part, shard);
            let expected = self.store.recorded(part, shard).unwrap_or_default();
            match checksum::of_file(&path)? {
                Some(found) if found == expected => {}
                found => {
                    let found = found.unwrap_or_else(|| "that of no file".to_owned());
                    return Err(StoreError::Damaged { path, expected: expected.to_owned(), found });
                }
            }
        }
        Ok(())
    }

    fn values(
        &self,
        (part, shard): (Part, usize),
        at: usize,
        out: &mut [f32],
    ) -> Result<(), StoreError> {
        let path = self.store.part(part, shard);
        let start = self.header(part, shard).data_start + 4 * at * out.len();
        let mut bytes = vec![0; 4 * out.len()];
        let read = File::open(&path).and_then(|mut file| {
            file.seek(SeekFrom::Start(start as u64))?;
            file.read_exact(&mut bytes)
        });
        match read {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                let reason = "the file ends within a sample".to_owned();
                return Err(StoreError::Npy { path, byte: start as u64, reason });
            }
            other => other.map_err(|error| StoreError::io("read", &path, &error))?,
        }
        for (out, value) in out.iter_mut().zip(floats(&bytes)) {
            *out = value;
        }
        Ok(())
    }
}

impl Samples for SampleSet {
    fn len(&self) -> usize {
        self.plan().samples
    }

    fn image_shape(&self) -> &[usize] {
        &self.plan().image_shape
    }

    fn label_shape(&self) -> &[usize] {
        &self.plan().label_shape
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        Ok(self.read_into(index, image, labels)?)
    }
}
