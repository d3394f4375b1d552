//! Processes that are killed, run out of disk, or may not write.
//!
//! The test program starts itself again as the process that is to suffer.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking")]

mod common;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::{Hashed, assert_undisturbed, contents, fill, plan};
use davylamp_store::{FillOptions, Store};

const FOLDER: &str = "DAVYLAMP_STORE_TEST_FOLDER";

/// Not a test: what the others start.
#[test]
#[ignore = "started by the other tests of this file"]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let samples = Hashed { plan: plan(), pause: Duration::from_millis(2) };
    let filled = Store::create(Path::new(&folder), &plan())
        .and_then(|mut store| store.fill(&samples, &FillOptions::default().with_jobs(2)));
    match filled {
        Ok(_) => println!("filled"),
        Err(error) => println!("refused: {error}"),
    }
}

/// The child, started by a shell command that may limit it first.
fn start(folder: &Path, before: &str) -> Child {
    let program = std::env::current_exe().unwrap();
    Command::new("sh")
        .arg("-c")
        .arg(format!("{before} \"$0\" --exact child --ignored --nocapture"))
        .arg(program)
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn output(child: Child) -> String {
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn killed_twenty_times() {
    let folder = tempfile::tempdir().unwrap();
    let mut grown = std::collections::BTreeSet::new();
    for k in 0..20 {
        let mut child = start(folder.path(), "exec");
        // Moments that have nothing to do with each other, from before the start to after the end.
        std::thread::sleep(Duration::from_micros(700 + 7919 * k * k % 60_000));
        child.kill().unwrap(); // SIGKILL
        child.wait().unwrap();
        grown.insert(contents(folder.path()).len());
    }
    assert!(grown.len() > 1, "no run got anywhere before it was killed");
    assert!(output(start(folder.path(), "exec")).contains("filled"));
    assert_undisturbed(folder.path());
}

#[test]
fn two_of_which_one_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, two) = (start(folder.path(), "exec"), start(folder.path(), "exec"));
    std::thread::sleep(Duration::from_millis(30));
    one.kill().unwrap();
    one.wait().unwrap();
    assert!(output(two).contains("filled"));
    // What the killed one left half written is swept by the next.
    fill(folder.path(), &FillOptions::default()).unwrap();
    assert_undisturbed(folder.path());
}

#[test]
fn a_full_disk_names_the_file_and_leaves_no_part() {
    let folder = tempfile::tempdir().unwrap();
    // The manifest is there; a shard has 608 bytes, and one block of 512 may be written. The signal
    // is ignored, and becomes the error of a write that finds no room.
    Store::create(folder.path(), &plan()).unwrap();
    let limit = "trap '' XFSZ; ulimit -f 1; exec";
    let words = output(start(folder.path(), limit));
    assert!(words.contains("refused: cannot write"), "{words}");
    let files = contents(folder.path());
    assert!(files.keys().all(|name| !name.starts_with(".tmp")), "{:?}", files.keys());
    assert!(words.contains(folder.path().to_str().unwrap()), "{words}");
    // Room again.
    assert!(output(start(folder.path(), "exec")).contains("filled"));
    assert_undisturbed(folder.path());
}

#[test]
fn a_folder_that_may_not_be_written() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), &FillOptions::default().with_share(0, 2)).unwrap();
    let before = contents(folder.path());
    assert!(Command::new("chmod").arg("0555").arg(folder.path()).status().unwrap().success());
    // Nothing is forbidden to root, who therefore becomes nobody.
    let root =
        std::fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
    let before_child =
        if root { "exec setpriv --reuid=65534 --regid=65534 --clear-groups" } else { "exec" };
    let words = output(start(folder.path(), before_child));
    Command::new("chmod").arg("0755").arg(folder.path()).status().unwrap();
    if root && words.is_empty() {
        println!("skipped: setpriv is not here, or nobody may not run this program");
        return;
    }
    assert!(words.contains("refused: cannot write"), "{words}");
    assert!(words.contains("ermission denied"), "{words}");
    assert_eq!(contents(folder.path()), before);
}
