//! `davylamp dataset`: sets are made, read by others, shared out, and repaired.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::sets::Sets;
use support::{examples, json, stderr, stdout};

/// A ground of 60 by 40 cells: some milliseconds a sample.
const SMALL: &str = "\
samples = 10
grid = { width_m = 600, depth_m = 400, spacing_m = 10 }
layer = [{ top_m = 0, bottom_m = 400, porosity = 0.2 }]
leak = { width_m = [50, 90], height_m = [50, 90], depth_m = [150, 350] }
image = { record_s = 0.64, samples = 64 }
[survey]
sources = { count = 2, depth_m = 20 }
receivers = { count = 6, depth_m = 20 }
stations = 6
peak_frequency_hz = 5
";

#[test]
fn the_same_bits_whoever_makes_them() {
    let case = Sets::new("seismic", SMALL);
    let whole = case.made("whole", &["--jobs", "1"]);
    assert_eq!(whole["shards"], 3);
    assert_eq!((&whole["made"], &whole["finished"]), (&3.into(), &true.into()));
    let expected = case.contents("whole");
    assert!(expected.keys().any(|name| name == "samples.png"), "{:?}", expected.keys());

    for parts in [3, 7] {
        let set = format!("parts-{parts}");
        for part in (1..=parts).rev() {
            let made = case.made(&set, &["--jobs", "3", "--shard", &format!("{part}/{parts}")]);
            assert_eq!(made["finished"], part == 1);
        }
        assert_eq!(case.contents(&set), expected, "{parts} parts");
    }
    // Nothing is left to do.
    let again = case.made("whole", &[]);
    assert_eq!((&again["made"], &again["reused"]), (&0.into(), &3.into()));
}

#[test]
fn parts_from_several_folders_are_merged() {
    let case = Sets::new("seismic", SMALL);
    case.made("whole", &[]);
    let parts: Vec<String> = (1..=3).map(|part| case.text(&format!("part-{part}"))).collect();
    for part in 1..=3 {
        case.made(&format!("part-{part}"), &["--shard", &format!("{part}/3")]);
    }
    let merge = |parts: &[String]| json(&case.merge(parts, "merged", &["--json"]));
    assert_eq!(merge(&parts[..2])["finished"], false);
    let merged = merge(&parts);
    assert_eq!(merged["finished"], true);
    assert_eq!(
        (&merged["parts"][0]["present"], &merged["parts"][2]["taken"]),
        (&1.into(), &1.into())
    );
    assert_eq!(case.contents("merged"), case.contents("whole"));
}

#[test]
fn fewer_samples_are_the_first_ones() {
    let case = Sets::new("seismic", SMALL);
    case.made("ten", &[]);
    case.made("four", &["--samples", "4"]);
    let [ten, four] = ["ten", "four"].map(|set| case.contents(set));
    assert_eq!(ten["shard-00000.npy"], four["shard-00000.npy"]);
    assert!(!four.contains_key("shard-00001.npy"));
}

#[test]
fn damage_is_named_and_repaired() {
    let case = Sets::new("seismic", SMALL);
    case.made("set", &[]);
    let expected = case.contents("set");
    assert_eq!(case.verify("set", &[]).status.code(), Some(0));

    let file = |name: &str| case.path("set").join(name);
    let mut bytes = expected["shard-00000.npy"].clone();
    bytes.truncate(1000);
    fs::write(file("shard-00000.npy"), &bytes).unwrap();
    let mut bytes = expected["labels-00001.npy"].clone();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(file("labels-00001.npy"), &bytes).unwrap();
    fs::remove_file(file("shard-00002.npy")).unwrap();

    let output = case.verify("set", &[]);
    assert_eq!(output.status.code(), Some(1));
    let (table, words) = (stdout(&output), stderr(&output));
    for (name, state) in [
        ("shard-00000.npy", "damaged"),
        ("labels-00001.npy", "damaged"),
        ("shard-00002.npy", "gone"),
    ] {
        assert!(table.contains(&format!("{name} is {state}")), "{table}");
    }
    assert!(!table.contains("labels-00000.npy"), "{table}");
    assert!(words.contains("is not whole: --repair"), "{words}");

    let found = json(&case.verify("set", &["--repair", "--json"]));
    assert_eq!((&found["good"], &found["repaired"]), (&0.into(), &true.into()));
    let mut repaired = case.contents("set");
    repaired.retain(|name, _| !name.ends_with(".corrupt"));
    assert_eq!(repaired, expected);
    assert_eq!(case.verify("set", &[]).status.code(), Some(0));
}

#[test]
fn a_leak_without_gas_changes_nothing() {
    let case =
        Sets::new("seismic", &SMALL.replace("leak = { ", "leak = { gas_saturation = [0, 0], "));
    case.made("set", &["--samples", "2"]);
    let set = davylamp::store::SampleSet::open(&case.path("set")).unwrap();
    for index in 0..2 {
        let (image, labels) = set.sample(index).unwrap();
        assert!(image.iter().chain(&labels).all(|value| value.to_bits() == 0));
    }
}

/// Sixty samples of a tenth of a second each, stopped like a person does.
#[cfg(unix)]
#[test]
fn a_signal_ends_between_samples() {
    let slow =
        SMALL.replace("record_s = 0.64", "record_s = 2.56").replace("samples = 10", "samples = 60");
    let case = Sets::new("seismic", &slow);
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let [scene, set] = ["scene.toml", "set"].map(|name| case.text(name));
        let log = case.path("set").join("log");
        let logs = || fs::read_dir(&log).map_or(0, Iterator::count);
        let before = logs();
        let child = Command::new(env!("CARGO_BIN_EXE_davylamp"))
            .args(["dataset", "seismic", "--config", &scene, "--out", &set, "--jobs", "1"])
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        // The log begins with the baseline, when the signals are heard.
        while logs() == before {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let kill = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(kill.success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
        assert!(stderr(&output).contains("run the same again to go on"), "{}", stderr(&output));
        // Whole as far as it goes.
        let output = case.verify("set", &["--json"]);
        let found: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        assert_eq!(found["damaged"], serde_json::json!([]));
    }
}

#[test]
fn the_log_says_where_the_time_went() {
    let case = Sets::new("seismic", SMALL);
    case.made("set", &[]);
    let logs: Vec<_> = fs::read_dir(case.path("set").join("log")).unwrap().collect();
    assert_eq!(logs.len(), 1);
    let log = fs::read_to_string(logs[0].as_ref().unwrap().path()).unwrap();
    let mut lines = log.lines();
    assert_eq!(lines.next(), Some("sample,jobs,end_unix_s,seconds,solver_seconds"));
    let mut samples: Vec<String> = Vec::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        samples.push(cells[0].to_owned());
        let [all, solver] = [3, 4].map(|k| cells[k].parse::<f64>().unwrap());
        assert!(solver <= all, "{line}");
    }
    assert_eq!(samples.remove(0), "baseline");
    samples.sort_by_key(|sample| sample.parse::<usize>().unwrap());
    assert_eq!(samples, (0..10).map(|k| k.to_string()).collect::<Vec<_>>());
}

#[test]
fn figures_are_drawn() {
    let case = Sets::new("seismic", SMALL);
    let figures = case.text("figures");
    case.made("set", &["--samples", "3", "--figures", &figures]);
    for name in ["ground", "leaks", "gather", "change-0", "change-1", "samples"] {
        let picture = fs::read(case.path("figures").join(format!("{name}.png"))).unwrap();
        assert!(picture.starts_with(b"\x89PNG"), "{name}");
    }
    // A part of a set has no samples to show yet.
    let figures = case.text("part");
    case.made("half", &["--shard", "2/2", "--figures", &figures]);
    assert!(!case.path("part").join("samples.png").exists());
    assert!(case.path("part").join("leaks.png").exists());
}

/// The README's snippet opens the set, where Python with NumPy is there.
#[test]
fn python_reads_a_set() {
    let python = |arguments: &[&str], folder: &Path| {
        Command::new("python3").args(arguments).current_dir(folder).output()
    };
    if !python(&["-c", "import numpy"], Path::new(".")).is_ok_and(|run| run.status.success()) {
        return;
    }
    let readme = fs::read_to_string(examples().join("../README.md")).unwrap();
    let snippet = readme.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let case = Sets::new("seismic", SMALL);
    case.made("set", &[]);
    let read = python(&["-c", snippet], case.folder()).unwrap();
    assert!(read.status.success(), "{}", stderr(&read));
    let printed = stdout(&read);
    assert!(printed.starts_with("(10, 64, 24)\nx_min ["), "{printed}");
    assert!(printed.contains("\nvolume ["), "{printed}");
}
