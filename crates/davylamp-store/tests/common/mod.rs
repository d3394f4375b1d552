//! A small set, and what a folder holds.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::Path;

use davylamp_store::{FillOptions, Filled, Plan, Store, StoreError};
use davylamp_traits::{SampleError, Samples};

pub(crate) fn plan() -> Plan {
    Plan {
        kind: "test".to_owned(),
        config: "seed = 3\nkind = 'test'\n".to_owned(),
        inputs: BTreeMap::from([("vp.npy".to_owned(), "00ff".to_owned())]),
        seed: 3,
        software: "test 1".to_owned(),
        samples: 50,
        shard_size: 4,
        image_shape: vec![6, 5],
        image_axes: vec!["time".to_owned(), "trace".to_owned()],
        label_shape: vec![2],
        label_names: vec!["mass".to_owned(), "volume".to_owned()],
        classes: Vec::new(),
        normalisation: BTreeMap::from([("mass".to_owned(), 177_397.25)]),
    }
}

/// Samples that follow from the index, and may take their time.
pub(crate) struct Hashed {
    pub(crate) plan: Plan,
    pub(crate) pause: std::time::Duration,
}

impl Hashed {
    pub(crate) fn new() -> Self {
        Self { plan: plan(), pause: std::time::Duration::ZERO }
    }
}

/// A number that follows from two others.
pub(crate) fn number(index: usize, k: usize) -> f32 {
    let hash = (index * 1000 + k + 1) as u64;
    let hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    hash as f32 / 16_777_216.0
}

impl Samples for Hashed {
    fn len(&self) -> usize {
        self.plan.samples
    }
    fn image_shape(&self) -> &[usize] {
        &self.plan.image_shape
    }
    fn label_shape(&self) -> &[usize] {
        &self.plan.label_shape
    }
    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        std::thread::sleep(self.pause);
        for (k, value) in image.iter_mut().chain(labels).enumerate() {
            *value = number(index, k);
        }
        Ok(())
    }
}

pub(crate) fn fill(folder: &Path, options: &FillOptions<'_>) -> Result<Filled, StoreError> {
    Store::create(folder, &plan())?.fill(&Hashed::new(), options)
}

/// Every file with its bytes, but those moved aside.
pub(crate) fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if !name.contains(".corrupt") {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// A finished set that nothing disturbed.
pub(crate) fn undisturbed() -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    assert!(fill(folder.path(), &FillOptions::default()).unwrap().finished);
    contents(folder.path())
}

#[track_caller]
pub(crate) fn assert_undisturbed(folder: &Path) {
    let (ours, theirs) = (contents(folder), undisturbed());
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&ours), names(&theirs));
    for (name, bytes) in &theirs {
        assert!(ours[name] == *bytes, "{name} differs");
    }
}
