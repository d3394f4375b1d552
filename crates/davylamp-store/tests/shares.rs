//! The same bits whatever the shares, jobs, threads and restarts.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use common::{Hashed, assert_undisturbed, fill, number, plan};
use davylamp_store::{FillOptions, SampleSet, Store, StoreError};
use davylamp_traits::Samples;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn any_shares_in_any_order(of in 1_usize..9, jobs in 1_usize..6, first in 0_usize..9) {
        let folder = tempfile::tempdir().unwrap();
        for k in 0..of {
            let options = FillOptions::default().with_share((first + k) % of, of).with_jobs(jobs);
            let filled = fill(folder.path(), &options).unwrap();
            prop_assert_eq!(filled.finished, k + 1 == of);
        }
        assert_undisturbed(folder.path());
    }
}

#[test]
fn shares_at_once() {
    for of in [1, 3, 7] {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for k in 0..of {
                let path = folder.path();
                scope.spawn(move || {
                    fill(path, &FillOptions::default().with_share(k, of).with_jobs(2)).unwrap();
                });
            }
        });
        assert_undisturbed(folder.path());
    }
}

#[test]
fn the_same_share_at_once() {
    // A mistake, and no harm.
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| fill(folder.path(), &FillOptions::default()).unwrap());
        }
    });
    assert_undisturbed(folder.path());
}

#[test]
fn a_stop_loses_only_the_open_shards() {
    let folder = tempfile::tempdir().unwrap();
    let mut runs = 0;
    loop {
        let (stop, told) = (AtomicBool::new(false), AtomicUsize::new(0));
        let progress = |_: davylamp_store::Progress| {
            // The first word comes before any sample.
            if told.fetch_add(1, Ordering::Relaxed) == 10 {
                stop.store(true, Ordering::Relaxed);
            }
        };
        let options = FillOptions::default().with_stop(&stop).with_progress(&progress);
        let filled = fill(folder.path(), &options).unwrap();
        runs += 1;
        assert_eq!(filled.stopped, !filled.finished);
        if filled.finished {
            break;
        }
        // 10 samples, 4 a shard: 2 shards.
        assert_eq!(filled.made, 2);
        assert_eq!(filled.reused, 2 * (runs - 1));
        let error = SampleSet::open(folder.path()).unwrap_err();
        assert!(
            matches!(error, StoreError::Unfinished { done, shards: 13, .. } if done == 2 * runs),
            "{error}"
        );
    }
    // The sixth run ends with its tenth sample: two shards of 4 and the last of 2.
    assert_eq!(runs, 6);
    assert_undisturbed(folder.path());
}

#[test]
fn progress_counts_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), &FillOptions::default().with_share(0, 2)).unwrap();
    let told = Mutex::new(Vec::new());
    let tell = |progress| told.lock().unwrap().push(progress);
    fill(folder.path(), &FillOptions::default().with_progress(&tell)).unwrap();
    let told = told.into_inner().unwrap();
    // Shards 0, 2, ..., 12 are there: 6 of 4 samples and the last of 2.
    assert_eq!(told.len(), 1 + 24);
    for (k, progress) in told.iter().enumerate() {
        assert_eq!((progress.done, progress.reused, progress.total), (26 + k, 26, 50));
    }
}

#[test]
fn samples_are_read_back_to_the_bit() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), &FillOptions::default()).unwrap();
    let set = SampleSet::open(folder.path()).unwrap();
    assert_eq!((set.len(), set.image_shape(), set.label_shape()), (50, &[6, 5][..], &[2][..]));
    assert_eq!(set.plan(), &plan());
    std::thread::scope(|scope| {
        for start in 0..3 {
            let set = &set;
            scope.spawn(move || {
                for index in (start..50).rev().step_by(3) {
                    let (image, labels) = set.sample(index).unwrap();
                    let values = image.iter().chain(&labels).enumerate();
                    for (k, value) in values {
                        assert_eq!(value.to_bits(), number(index, k).to_bits());
                    }
                }
            });
        }
    });
}

#[test]
fn a_set_can_be_copied_through_the_trait() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fill(one.path(), &FillOptions::default()).unwrap();
    let set = SampleSet::open(one.path()).unwrap();
    let mut store = Store::create(two.path(), &plan()).unwrap();
    store.fill(&set, &FillOptions::default().with_jobs(3)).unwrap();
    assert_undisturbed(two.path());
    let hashed = Hashed::new();
    let anything: [&dyn Samples; 2] = [&set, &hashed];
    assert!(anything.iter().all(|samples| !samples.is_empty()));
}
