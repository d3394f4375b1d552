//! `davylamp dataset room`: leaks in a room, made, shared out, repaired, read, and refused.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use davylamp::room::{RoomScene, Sampler};
use davylamp::store::SampleSet;
use support::sets::{Sets, refused};
use support::{davylamp, examples, json, stderr, stdout};

/// A box of 4 by 4 by 3 cells: some milliseconds a sample.
const SMALL: &str = "\
[room]
size_m = [1.5, 1.5, 0.75]
cells = [4, 4, 3]
gas = 'helium'
[leak]
floor_grid = [2, 2]
height_m = [0.1, 0.3]
rate_kg_s = [1e-5, 1e-4]
start_s = [0, 2]
[air]
changes_per_h = [0, 15]
stirring_m_s = [0.03, 0.2]
spin_up_s = 1
[[opening]]
name = 'low'
wall = 'x-min'
centre_m = [0.75, 0.1]
width_m = 0.2
height_m = 0.1
[[opening]]
name = 'high'
wall = 'x-max'
centre_m = [0.75, 0.6]
width_m = 0.2
height_m = 0.1
[[layout]]
inlets = ['low']
outlets = ['high']
[[layout]]
natural = ['low', 'high']
[[sensor]]
name = 'A'
position_m = [0.4, 0.4, 0.7]
[[sensor]]
name = 'B'
position_m = [1.1, 1.1, 0.7]
[[sensor]]
name = 'C'
position_m = [0.4, 1.1, 0.4]
[sensor_errors]
lag_s = [1, 2]
gain_sd = 0.1
noise_ppm = 50
[record]
samples = 6
";

/// Ten samples in three files.
const TEN: [&str; 6] = ["--samples", "10", "--shard-size", "4", "--seed", "7"];

fn sets() -> Sets {
    Sets::new("room", SMALL)
}

#[test]
fn the_same_bits_whoever_makes_them() {
    let case = sets();
    let whole = case.made("whole", &[&TEN[..], &["--jobs", "1"]].concat());
    assert_eq!((&whole["made"], &whole["finished"]), (&3.into(), &true.into()));
    let expected = case.contents("whole");
    assert!(expected["samples.png"].starts_with(b"\x89PNG"));

    for parts in [2, 3] {
        let set = format!("parts-{parts}");
        for part in (1..=parts).rev() {
            let share = format!("{part}/{parts}");
            let made = case.made(&set, &[&TEN[..], &["--jobs", "3", "--shard", &share]].concat());
            assert_eq!(made["finished"], part == 1);
        }
        assert_eq!(case.contents(&set), expected, "{parts} parts");
    }
    // Begun, and gone on with.
    case.made("begun", &[&TEN[..], &["--shard", "2/3"]].concat());
    let rest = case.made("begun", &TEN);
    assert_eq!((&rest["made"], &rest["reused"]), (&2.into(), &1.into()));
    assert_eq!(case.contents("begun"), expected);
}

#[test]
fn samples_are_those_of_the_sampler() {
    let case = sets();
    case.made("set", &TEN);
    let set = SampleSet::open(&case.path("set")).unwrap();
    let plan = set.plan();
    assert_eq!((plan.kind.as_str(), plan.seed, plan.samples), ("room", 7, 10));
    assert_eq!(plan.image_shape, [3, 6]);
    assert_eq!(plan.image_axes, ["sensor", "reading"]);
    assert_eq!(plan.classes, ["0-0", "0-1", "1-0", "1-1"]);
    let sampler = Sampler::new(RoomScene::parse(SMALL).unwrap()).unwrap();
    for index in 0..10 {
        let (image, labels) = set.sample(index).unwrap();
        let sample = sampler.sample(7, index as u64).unwrap();
        let bits = |image: &[f32]| image.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&image), bits(&sample.image), "sample {index}");
        assert_eq!(bits(&labels), bits(&[sample.class as f32]), "sample {index}");
    }
}

#[test]
fn another_seed_is_another_set_and_fewer_samples_are_the_first() {
    let case = sets();
    let [a, b, c] = [("a", "10", "0"), ("b", "10", "1"), ("c", "4", "0")].map(|set| {
        let (set, samples, seed) = set;
        case.made(set, &["--samples", samples, "--seed", seed, "--shard-size", "4"]);
        case.contents(set)
    });
    assert_ne!(a["shard-00000.npy"], b["shard-00000.npy"]);
    assert_eq!(a["labels-00000.npy"], b["labels-00000.npy"]);
    assert_eq!(a["shard-00000.npy"], c["shard-00000.npy"]);
}

#[test]
fn parts_are_merged() {
    let case = sets();
    case.made("whole", &TEN);
    let parts: Vec<String> = (1..=2).map(|part| case.text(&format!("part-{part}"))).collect();
    for part in 1..=2 {
        let share = format!("{part}/2");
        case.made(&format!("part-{part}"), &[&TEN[..], &["--shard", &share]].concat());
    }
    let merged = json(&case.merge(&parts, "merged", &["--json"]));
    assert_eq!(merged["finished"], true);
    assert_eq!(case.contents("merged"), case.contents("whole"));
}

#[test]
fn damage_is_repaired_from_the_manifest() {
    let case = sets();
    case.made("set", &TEN);
    let expected = case.contents("set");
    // The scene of the manifest counts, and not what became of its file.
    case.write_scene("gone");
    let mut bytes = expected["shard-00001.npy"].clone();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(case.path("set/shard-00001.npy"), &bytes).unwrap();
    fs::remove_file(case.path("set/labels-00002.npy")).unwrap();
    let output = case.verify("set", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("shard-00001.npy is damaged"), "{}", stdout(&output));
    assert!(stdout(&output).contains("labels-00002.npy is gone"), "{}", stdout(&output));

    assert_eq!(json(&case.verify("set", &["--repair", "--json"]))["repaired"], true);
    let mut repaired = case.contents("set");
    repaired.retain(|name, _| !name.ends_with(".corrupt"));
    assert_eq!(repaired, expected);
    assert_eq!(case.verify("set", &[]).status.code(), Some(0));
}

#[test]
fn a_kind_that_nobody_knows() {
    let case = sets();
    case.made("set", &TEN);
    let manifest = fs::read_to_string(case.path("set/manifest.json")).unwrap();
    let other = manifest.replace("\"kind\": \"room\"", "\"kind\": \"seabed\"");
    assert_ne!(other, manifest);
    fs::write(case.path("set/manifest.json"), other).unwrap();
    // Checksums have no kind.
    assert_eq!(case.verify("set", &[]).status.code(), Some(0));
    let words = ["\"seabed\"", "is none of seismic, room"];
    refused(&case.verify("set", &["--repair"]), &words);
    refused(&case.merge(&[case.text("set")], "merged", &[]), &words);
    assert!(!case.path("merged").exists());
    refused(&case.make("set", &TEN), &["its kind is \"seabed\", and here it is \"room\""]);
}

/// The scene with this in place of that is refused, and no folder is made.
#[track_caller]
fn refuses(this: &str, that: &str, words: &[&str]) {
    assert!(SMALL.contains(this), "{this}");
    let case = Sets::new("room", &SMALL.replace(this, that));
    refused(&case.make("set", &[]), &[words, &["scene.toml: "]].concat());
    assert!(!case.path("set").exists());
}

#[test]
fn scenes_that_are_none() {
    refuses("spin_up_s", "spin_up", &["line 13, column 1", "`spin_up`"]);
    refuses("[0.1, 0.3]", "[0.1, 0.8]", &["leak.height_m = 0.8", "0 to 0.75 m"]);
    refuses("[1e-5, 1e-4]", "[1e-5, nan]", &["leak.rate_kg_s = NaN"]);
    refuses("[1.1, 1.1, 0.7]", "[1.1, 1.6, 0.7]", &["sensor[1].position_m", "1.6"]);
    refuses("name = 'B'", "name = 'A'", &["sensor.name = \"A\" is there twice"]);
    refuses("natural = ['low', ", "natural = ['door', ", &["layout[1].natural = \"door\""]);
    refuses("gas = 'helium'", "gas = 'neon'", &["line 4", "neon"]);
    refuses("samples = 6", "samples = 0", &["record.samples = 0"]);
}

#[test]
fn wrong_arguments() {
    let case = sets();
    refused(&case.make("set", &["--samples", "0"]), &["samples = 0"]);
    refused(&case.make("set", &["--samples", "-5"]), &["-5"]);
    refused(&case.make("set", &["--seed", "-1"]), &["-1"]);
    refused(&case.make("set", &["--shard-size", "0"]), &["shard_size = 0"]);
    refused(&case.make("set", &["--shard", "3/2"]), &["I/K with I from 1 to K"]);
    refused(&case.make("set", &["--jobs", "0"]), &["--jobs <J>", "zero"]);
    refused(&case.make("set", &["--figures", "here"]), &["--figures"]);
    assert!(!case.path("set").exists());

    case.made("set", &TEN);
    let changed = |k: usize, value: &'static str| {
        let mut arguments = TEN;
        arguments[k] = value;
        case.make("set", &arguments)
    };
    refused(&changed(1, "11"), &["number of samples is \"10\", and here it is \"11\""]);
    refused(&changed(3, "5"), &["shard size is \"4\", and here it is \"5\""]);
    refused(&changed(5, "8"), &["seed is \"7\", and here it is \"8\""]);
    refused(&case.verify("set", &["--repair", "--grids", "."]), &["a room has no grids"]);

    fs::write(case.path("scene.toml"), b"[room]\ngas = '\xff'").unwrap();
    refused(&case.make("other", &[]), &["scene.toml: ", "utf-8"]);
    fs::remove_file(case.path("scene.toml")).unwrap();
    refused(&case.make("other", &[]), &["cannot read", "scene.toml"]);
}

#[test]
fn a_folder_of_the_other_kind() {
    let case = sets();
    case.made("set", &TEN);
    let [scene, set] = [examples().join("uhs/smoke.toml"), case.path("set")];
    let [scene, set] = [&scene, &set].map(|path| path.to_str().unwrap());
    let output = davylamp(&["dataset", "seismic", "--config", scene, "--out", set]);
    refused(&output, &["its kind is \"room\", and here it is \"seismic\""]);
}

#[test]
fn the_examples_are_made() {
    for (scene, shape) in [("tank-room", "10 by 48"), ("nist-box", "7 by 60")] {
        // A minute of a release takes longer than a test may.
        let text = fs::read_to_string(examples().join(format!("room/{scene}.toml"))).unwrap();
        let short = text.replace("interval_s = 60", "interval_s = 0.1");
        let case = Sets::new("room", &short);
        let output = case.make("set", &["--samples", "1"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let words = format!("1 samples of {shape} in");
        assert!(stdout(&output).contains(&words), "{}", stdout(&output));
    }
}

/// The guide's snippet reads places from a set, where Python with NumPy is there.
#[test]
fn python_reads_places() {
    let python = |arguments: &[&str], folder: &Path| {
        Command::new("python3").args(arguments).current_dir(folder).output()
    };
    if !python(&["-c", "import numpy"], Path::new(".")).is_ok_and(|run| run.status.success()) {
        return;
    }
    let guide = fs::read_to_string(examples().join("../docs/dataset.md")).unwrap();
    let room = guide.split("## Leaks in a room").nth(1).unwrap();
    let snippet = room.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let case = sets();
    case.made("set", &TEN);
    let read = python(&["-c", snippet], case.folder()).unwrap();
    assert!(read.status.success(), "{}", stderr(&read));
    assert!(stdout(&read).starts_with("(10, 3, 6) ['0-0', '0-1', '1-0', "), "{}", stdout(&read));
}
