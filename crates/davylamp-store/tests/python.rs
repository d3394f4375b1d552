//! The README's lines of Python open a set.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking")]

mod common;

use std::process::Command;

use common::{fill, number};
use davylamp_store::FillOptions;

#[test]
fn numpy_reads_the_set() {
    let has_numpy = Command::new("python3").args(["-c", "import numpy"]).output();
    if !has_numpy.is_ok_and(|output| output.status.success()) {
        println!("skipped: python3 with numpy is not here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fill(&folder.path().join("set"), &FillOptions::default()).unwrap();
    let readme = include_str!("../README.md");
    let snippet = readme.split("```python\n").nth(1).and_then(|rest| rest.split("```").next());
    let more = "print(images.shape, labels.shape, images.dtype, repr(float(images[7, 2, 3])))";
    let script = format!("{}\n{more}\n", snippet.unwrap());
    let python = Command::new("python3").arg("-c").arg(script).current_dir(&folder).output();
    let python = python.unwrap();
    assert!(python.status.success(), "{}", String::from_utf8_lossy(&python.stderr));
    assert_eq!(
        String::from_utf8(python.stdout).unwrap().trim(),
        format!("(50, 6, 5) (50, 2) float32 {:?}", f64::from(number(7, 13)))
    );
}

#[test]
fn a_shell_checks_the_set() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), &FillOptions::default()).unwrap();
    let check = || {
        let script = "sha256sum --check --quiet *.sha256";
        Command::new("sh").args(["-c", script]).current_dir(&folder).output()
    };
    if Command::new("sha256sum").arg("--version").output().is_err() {
        println!("skipped: sha256sum is not here");
        return;
    }
    assert!(check().unwrap().status.success());
    std::fs::write(folder.path().join("labels-00004.npy"), b"harm").unwrap();
    assert!(!check().unwrap().status.success());
}
