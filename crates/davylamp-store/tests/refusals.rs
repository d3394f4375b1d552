//! What is refused, and in which words.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{Hashed, contents, fill, plan};
use davylamp_store::{
    Computed, FillOptions, NpyArray, Plan, SampleSet, Store, StoreError, write_npy,
};

#[test]
fn another_set_in_the_same_folder() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), &FillOptions::default().with_share(0, 3)).unwrap();
    let before = contents(folder.path());
    let others = [
        (Plan { config: "seed = 3\nkind = 'other'\n".to_owned(), ..plan() }, "config"),
        (
            Plan { inputs: [("vp.npy".to_owned(), "00fe".to_owned())].into(), ..plan() },
            "input files",
        ),
        (Plan { seed: 4, ..plan() }, "seed"),
        (Plan { software: "test 2".to_owned(), ..plan() }, "software"),
        (Plan { samples: 51, ..plan() }, "number of samples"),
        (Plan { shard_size: 5, ..plan() }, "shard size"),
        (Plan { image_shape: vec![5, 6], ..plan() }, "image"),
        (Plan { label_names: vec!["a".to_owned(), "b".to_owned()], ..plan() }, "labels"),
        (Plan { kind: "room".to_owned(), ..plan() }, "kind"),
        (Plan { classes: vec!["tank".to_owned()], ..plan() }, "classes"),
        (Plan { normalisation: [("mass".to_owned(), 1.0)].into(), ..plan() }, "normalisation"),
    ];
    for (other, expected) in others {
        let error = Store::create(folder.path(), &other).unwrap_err();
        assert!(
            matches!(error, StoreError::OtherSet { field, .. } if field == expected),
            "{error}"
        );
    }
    let other = Plan { config: "seed = 3\nkind = 'other'\n".to_owned(), ..plan() };
    let words = Store::create(folder.path(), &other).unwrap_err().to_string();
    assert!(
        words.contains(r#"its config is "kind = 'test'", and here it is "kind = 'other'""#),
        "{words}"
    );
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn samples_that_are_not_finite() {
    for (part, value) in [("image", f32::NAN), ("labels", f32::INFINITY)] {
        let folder = tempfile::tempdir().unwrap();
        let samples = Computed::new(&plan(), |index, image, labels| {
            image.fill(0.5);
            labels.fill(0.5);
            if index == 6 {
                let values = if part == "image" { image } else { labels };
                values[1] = value;
            }
            Ok(())
        });
        let mut store = Store::create(folder.path(), &plan()).unwrap();
        let error = store.fill(&samples, &FillOptions::default()).unwrap_err();
        assert!(
            matches!(error, StoreError::NotFinite { part: p, index: 6, position: 1, .. } if p == part),
            "{error}"
        );
        // The shard before it is there; its own is not.
        let names: Vec<String> = contents(folder.path()).into_keys().collect();
        assert_eq!(
            names,
            ["labels-00000.npy", "manifest.json", "shard-00000.npy", "shard-00000.sha256"]
        );
    }
}

#[test]
fn a_maker_that_fails() {
    let folder = tempfile::tempdir().unwrap();
    let samples = Computed::new(&plan(), |index, image, labels| {
        image.fill(0.0);
        labels.fill(0.0);
        if index == 17 { Err("the solver diverged".into()) } else { Ok(()) }
    });
    let mut store = Store::create(folder.path(), &plan()).unwrap();
    let error = store.fill(&samples, &FillOptions::default().with_jobs(3)).unwrap_err();
    assert_eq!(error.to_string(), "sample 17: the solver diverged");
    assert!(!store.verify().unwrap().missing.is_empty());
}

#[test]
fn plans_and_options_that_make_no_sense() {
    let folder = tempfile::tempdir().unwrap();
    for (bad, name) in [
        (Plan { samples: 0, ..plan() }, "samples = 0"),
        (Plan { shard_size: 0, ..plan() }, "shard_size = 0"),
        (Plan { image_shape: vec![0, 5], ..plan() }, "values of a sample = 0"),
        (Plan { image_shape: vec![1 << 40, 1 << 40], ..plan() }, "values of a sample"),
        (
            Plan { samples: 1 << 31, shard_size: 1 << 31, image_shape: vec![1 << 30, 1], ..plan() },
            "values of a shard",
        ),
        // An NPY file has 64 dimensions at most, and one of them counts samples.
        (
            Plan { image_shape: vec![1; 64], image_axes: vec![String::new(); 64], ..plan() },
            "dimensions of a sample = 64 is outside [0, 63]",
        ),
        (Plan { label_names: vec![], ..plan() }, "label_names"),
        (Plan { image_axes: vec!["time".to_owned()], ..plan() }, "image_axes"),
        (
            Plan { normalisation: [("mass".to_owned(), f64::NAN)].into(), ..plan() },
            "normalisation mass = NaN",
        ),
    ] {
        let error = Store::create(folder.path(), &bad).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
    }
    assert!(contents(folder.path()).is_empty());
    for (options, name) in [
        (FillOptions::default().with_share(3, 3), "share = 3 is outside [0, 2]"),
        (FillOptions::default().with_share(0, 0), "shares = 0"),
        (FillOptions::default().with_jobs(0), "jobs = 0"),
    ] {
        let error = fill(folder.path(), &options).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
    }
    let mut other = Hashed::new();
    other.plan.image_shape = vec![6, 6];
    let mut store = Store::create(folder.path(), &plan()).unwrap();
    let error = store.fill(&other, &FillOptions::default()).unwrap_err();
    assert!(matches!(error, StoreError::Shape { name: "shape of an image", .. }), "{error}");
}

#[test]
fn reads_that_make_no_sense() {
    let folder = tempfile::tempdir().unwrap();
    let error = SampleSet::open(folder.path()).unwrap_err();
    assert!(error.to_string().contains("there is no set in this folder"), "{error}");
    fill(folder.path(), &FillOptions::default()).unwrap();
    let set = SampleSet::open(folder.path()).unwrap();
    let error = set.sample(50).unwrap_err();
    assert_eq!(error.to_string(), "index = 50 is outside [0, 49]");
    let error = set.read_into(0, &mut [0.0; 29], &mut [0.0; 2]).unwrap_err();
    assert!(matches!(error, StoreError::Shape { name: "length of the image", .. }), "{error}");
    let error = set.read_into(0, &mut [0.0; 30], &mut [0.0; 3]).unwrap_err();
    assert!(matches!(error, StoreError::Shape { name: "length of the labels", .. }), "{error}");
    let error = write_npy(&folder.path().join("a.npy"), &[2, 2], &[0.0; 3]).unwrap_err();
    assert!(matches!(error, StoreError::Shape { name: "length of data", .. }), "{error}");
}

#[test]
fn arrays_that_no_file_can_hold() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.npy");
    // A product that wraps to nothing, and one that is nothing.
    let error = write_npy(&path, &[1 << 63, 2], &[]).unwrap_err();
    assert!(error.to_string().contains("length of data is [0]"), "{error}");
    write_npy(&path, &[1 << 63, 2, 0], &[]).unwrap_err();
    write_npy(&path, &[3, 0], &[]).unwrap();
    let error = write_npy(&path, &[1; 65], &[1.0]).unwrap_err();
    assert!(error.to_string().contains("dimensions of the array = 65"), "{error}");
    write_npy(&path, &[1; 64], &[1.0]).unwrap();
    assert_eq!(NpyArray::read(&path).unwrap().shape, [1; 64]);
}
