//! Whatever happens to the files is found, and only that is made again, to the same bits.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;

use common::{assert_undisturbed, contents, fill, plan};
use davylamp_store::{FillOptions, SampleSet, Store, StoreError};

const SHARDS: usize = 13; // 50 samples of 4

fn finished() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let filled = fill(folder.path(), &FillOptions::default()).unwrap();
    assert!(filled.finished);
    assert_eq!((filled.made, filled.reused, filled.repaired), (SHARDS, 0, 0));
    folder
}

/// As it was before the manifest got its checksums.
fn unfinished(folder: &Path) {
    let path = folder.join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    let start = text.find("\"sha256\": [").unwrap();
    fs::write(path, format!("{}\"sha256\": []\n}}\n", &text[..start])).unwrap();
}

fn flip(path: &Path, byte: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[byte] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn cut(path: &Path, len: u64) {
    fs::File::options().write(true).open(path).unwrap().set_len(len).unwrap();
}

/// Does harm; says whether the file can be moved aside afterwards.
type Harm = fn(&Path) -> bool;

const HARMS: [(&str, Harm); 5] = [
    ("a flipped bit", |path| {
        flip(path, fs::read(path).unwrap().len() - 2);
        true
    }),
    ("a flipped bit at the beginning", |path| {
        flip(path, 0);
        true
    }),
    ("cut in half", |path| {
        cut(path, fs::metadata(path).unwrap().len() / 2);
        true
    }),
    ("emptied", |path| {
        cut(path, 0);
        true
    }),
    ("deleted", |path| {
        fs::remove_file(path).unwrap();
        false
    }),
];

#[test]
fn each_harm_to_each_file_is_named_and_mended() {
    for is_finished in [true, false] {
        for (harm, does) in HARMS {
            for name in ["shard-00005.npy", "labels-00012.npy", "shard-00000.sha256"] {
                let folder = finished();
                if !is_finished {
                    unfinished(folder.path());
                }
                let path = folder.path().join(name);
                let moved = does(&path);
                let what = format!("{name} {harm}, finished {is_finished}");

                let store = Store::open(folder.path()).unwrap();
                let report = store.verify().unwrap();
                assert_eq!(report.good, SHARDS - 1, "{what}");
                assert!(!report.is_whole());
                let lost_record = !is_finished && !moved && name.ends_with("sha256");
                if lost_record {
                    assert_eq!(report.missing, [0], "{what}");
                } else {
                    assert_eq!(report.damaged.len(), 1, "{what}: {report:?}");
                    let faults = &report.damaged[0].faults;
                    if is_finished || !name.ends_with("sha256") {
                        assert_eq!(faults[0].path, path, "{what}");
                        assert_eq!(faults[0].exists, moved, "{what}");
                    }
                }

                let filled = fill(folder.path(), &FillOptions::default()).unwrap();
                assert_eq!(filled.repaired, usize::from(!lost_record), "{what}");
                assert_eq!(filled.reused, SHARDS - 1, "{what}");
                assert!(filled.finished && filled.made <= 1, "{what}");
                assert_undisturbed(folder.path());
                if moved && is_finished {
                    assert!(folder.path().join(format!("{name}.corrupt")).exists(), "{what}");
                }
            }
        }
    }
}

#[test]
fn a_checksum_of_the_manifest_that_contradicts_all_else_is_mended() {
    let folder = finished();
    let path = folder.path().join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    let at = text.find("\"images\": \"").unwrap() + 11;
    let digit = if &text[at..=at] == "0" { "1" } else { "0" };
    fs::write(&path, format!("{}{digit}{}", &text[..at], &text[at + 1..])).unwrap();
    let report = Store::open(folder.path()).unwrap().verify().unwrap();
    assert_eq!(report.damaged[0].faults[0].path, path);
    let filled = fill(folder.path(), &FillOptions::default()).unwrap();
    assert_eq!((filled.made, filled.repaired), (0, 1));
    assert_undisturbed(folder.path());
}

#[test]
fn a_set_without_its_manifest_gets_it_back() {
    let folder = finished();
    fs::remove_file(folder.path().join("manifest.json")).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(error.to_string().contains("manifest.json"), "{error}");
    let filled = fill(folder.path(), &FillOptions::default()).unwrap();
    assert_eq!((filled.made, filled.reused), (0, SHARDS));
    assert_undisturbed(folder.path());
}

#[test]
fn a_manifest_that_is_nonsense_is_refused_with_its_line() {
    let folder = finished();
    let path = folder.path().join("manifest.json");
    fs::write(&path, "{\n  \"schema\": 1,\n  \"plan\": 7\n}\n").unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Manifest { line: 3, .. }), "{error:?}");
}

#[test]
fn readers_find_damage_too() {
    let folder = finished();
    let path = folder.path().join("shard-00002.npy");
    flip(&path, 300);
    let set = SampleSet::open(folder.path()).unwrap();
    assert!(set.sample(0).is_ok());
    let error = set.sample(9).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { path: p, .. } if *p == path), "{error}");

    cut(&path, 500);
    let error = SampleSet::open(folder.path()).unwrap_err();
    let StoreError::Npy { byte, .. } = error else { panic!("{error}") };
    assert_eq!(byte, 500);
    assert!(error.to_string().contains("shard-00002.npy, byte 500"), "{error}");

    fs::remove_file(&path).unwrap();
    let error = SampleSet::open(folder.path()).unwrap_err();
    assert!(error.to_string().contains("shard-00002.npy"), "{error}");
}

#[test]
fn what_is_moved_aside_is_kept_however_often() {
    let folder = finished();
    for _ in 0..3 {
        flip(&folder.path().join("shard-00001.npy"), 200);
        fill(folder.path(), &FillOptions::default()).unwrap();
    }
    for name in ["corrupt", "corrupt-2", "corrupt-3"] {
        assert!(folder.path().join(format!("shard-00001.npy.{name}")).exists(), "{name}");
    }
    assert_undisturbed(folder.path());
}

#[test]
fn a_maker_that_gives_other_bits_is_found_out() {
    let folder = finished();
    fs::remove_file(folder.path().join("shard-00003.npy")).unwrap();
    let before = contents(folder.path());
    let other = davylamp_store::Computed::new(&plan(), |_, image, labels| {
        image.fill(1.0);
        labels.fill(1.0);
        Ok(())
    });
    let mut store = Store::create(folder.path(), &plan()).unwrap();
    let error = store.fill(&other, &FillOptions::default()).unwrap_err();
    assert!(matches!(error, StoreError::Differs { .. }), "{error}");
    assert_eq!(contents(folder.path()), before);
}
