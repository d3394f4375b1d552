//! Parts of a set from several folders become one.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{contents, fill, plan};
use davylamp_store::{Computed, FillOptions, Plan, Store, StoreError};

#[test]
fn parts_become_one_with_the_same_bits() {
    let whole = tempfile::tempdir().unwrap();
    fill(whole.path(), &FillOptions::default()).unwrap();
    let expected = contents(whole.path());
    for parts in [2, 3, 7] {
        let folders: Vec<_> = (0..parts).map(|_| tempfile::tempdir().unwrap()).collect();
        for (part, folder) in folders.iter().enumerate() {
            fill(folder.path(), &FillOptions::default().with_share(part, parts)).unwrap();
        }
        let before = contents(folders[1].path());
        let target = tempfile::tempdir().unwrap();
        let mut store = Store::create(target.path(), &plan()).unwrap();
        let mut taken = 0;
        for (part, folder) in folders.iter().enumerate() {
            let merged = store.merge(folder.path()).unwrap();
            assert_eq!((merged.present, merged.finished), (0, part + 1 == parts));
            taken += merged.taken;
        }
        assert_eq!(taken, 13);
        assert_eq!(contents(target.path()), expected);
        assert_eq!(contents(folders[1].path()), before);
        // Once more: all is there.
        let merged = store.merge(folders[0].path()).unwrap();
        assert_eq!((merged.taken, merged.finished), (0, true));
        assert!(merged.present > 0);
    }
}

#[test]
fn damage_stays_where_it_is_and_is_mended_from_elsewhere() {
    let [a, b] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for folder in [&a, &b] {
        fill(folder.path(), &FillOptions::default()).unwrap();
    }
    let expected = contents(a.path());
    fs::write(a.path().join("shard-00002.npy"), "cut").unwrap();
    fs::remove_file(b.path().join("labels-00004.npy")).unwrap();
    let merged = Store::open(a.path()).unwrap().merge(b.path()).unwrap();
    assert_eq!((merged.taken, merged.present, merged.finished), (1, 11, true));
    assert_eq!(merged.damaged.len(), 1);
    assert_eq!(merged.damaged[0].shard, 4);
    assert_eq!(contents(a.path()), expected);
    assert!(!b.path().join("labels-00004.npy").exists());
}

#[test]
fn other_sets_and_other_bits_are_refused() {
    let [a, b, c] = [(); 3].map(|()| tempfile::tempdir().unwrap());
    fill(a.path(), &FillOptions::default()).unwrap();
    let other = Plan { seed: 4, ..plan() };
    Store::create(b.path(), &other).unwrap();
    let mut store = Store::open(a.path()).unwrap();
    let error = store.merge(b.path()).unwrap_err();
    assert!(matches!(error, StoreError::OtherSet { field: "seed", .. }), "{error}");
    let nowhere = store.merge(&a.path().join("nowhere")).unwrap_err();
    assert!(matches!(nowhere, StoreError::Io { .. }), "{nowhere}");

    // The same plan, made by a program that computes something else.
    let wrong = Computed::new(&plan(), |_, _, _| Ok(()));
    Store::create(c.path(), &plan()).unwrap().fill(&wrong, &FillOptions::default()).unwrap();
    let before = contents(a.path());
    let error = store.merge(c.path()).unwrap_err();
    assert!(matches!(error, StoreError::Differs { .. }), "{error}");
    assert_eq!(contents(a.path()), before);
}
