//! `davylamp train` and `davylamp predict` on a set of a few small samples.

#![cfg(feature = "nets")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Output;

use support::models::{SMALL, assert_goes_on, train, training};
use support::sets::Sets;
use support::{davylamp, json, stderr, stdout};

#[test]
fn a_model_is_trained_and_asked() {
    let case = Sets::new("seismic", SMALL);
    case.made("set", &[]);
    let [set, model] = ["set", "model"].map(|name| case.text(name));
    let more = ["--train", "8", "--validate", "2", "--epochs", "3", "--json"];
    let output = train(&set, &model, &more);
    let said = json(&output);
    assert_eq!(said["epochs"], 3);
    assert!(said["test_r_squared"]["mass"].is_number(), "{said}");
    let lines = stderr(&output);
    assert!(lines.starts_with("training on 8 samples, 2 validate; R² of x_min, x_max"), "{lines}");
    assert_eq!(lines.matches("epoch ").count(), 3, "{lines}");
    for name in ["model.json", "weights.safetensors", "training.json", "curves.png"] {
        assert!(Path::new(&model).join(name).exists(), "{name}");
    }

    let plot = case.text("boxes.png");
    let ask = |more: &[&str]| davylamp(&[&["predict", "--model", &model, &set], more].concat());
    let answer = json(&ask(&["--noise", "weak", "--samples", "8..10", "--plot", &plot, "--json"]));
    assert!(Path::new(&plot).exists());
    assert_eq!(answer["units"]["volume"], "m³");
    let samples = answer["samples"].as_array().unwrap();
    assert_eq!((samples.len(), &samples[1]["index"]), (2, &9.into()));
    // In metres: a leak lies somewhere in the ground, and its truth where it was drawn.
    for sample in samples {
        for name in ["predicted", "truth"] {
            let x = sample[name]["x_min"].as_f64().unwrap();
            assert!((0.0..600.0).contains(&x), "{sample}");
        }
        assert!(sample["truth"]["x_min"].as_f64() < sample["truth"]["x_max"].as_f64());
    }
    // The R² of the two are those that the training came to: same noise, same weights.
    let text = fs::read_to_string(Path::new(&model).join("training.json")).unwrap();
    let state: serde_json::Value = serde_json::from_str(&text).unwrap();
    let best = said["best_epoch"].as_u64().unwrap() - 1;
    let trained = state["history"][usize::try_from(best).unwrap()]["r_squared"][0].as_f64();
    let asked = answer["r_squared"]["x_min"].as_f64();
    assert!((trained.unwrap() - asked.unwrap()).abs() < 1e-5, "{trained:?} {asked:?}");

    let table = stdout(&ask(&[]));
    assert!(table.starts_with("Sample      x_min, m"), "{table}");
    assert_eq!(table.matches("truth").count(), 12);
    assert!(table.contains("\nR²"), "{table}");
}

#[test]
fn images_of_a_file_have_no_truth() {
    let case = Sets::new("seismic", SMALL);
    case.made("set", &[]);
    let [set, model] = ["set", "model"].map(|name| case.text(name));
    let four = ["--stations", "8", "--noise", "none", "--variant", "1d", "--epochs", "1", "--json"];
    let small = ["--channels", "2,4", "--hidden", "4"];
    let args = ["train", "hydrogennet", "--data", &set, "--out", &model];
    json(&davylamp(&[&args[..], &four, &small].concat()));
    // Eight stations without noise see what is on the disk.
    let shard = Path::new(&set).join("shard-00001.npy");
    let shard = shard.to_str().unwrap();
    let ask = |input: &str, more: &[&str]| {
        davylamp(&[&["predict", "--model", &model, input], more].concat())
    };
    let plot = case.text("boxes.svg");
    let file = json(&ask(shard, &["--json", "--plot", &plot]));
    assert!(fs::read_to_string(&plot).unwrap().contains("Sample 3"));
    let whole = json(&ask(&set, &["--json", "--samples", "4..8"]));
    for k in 0..4 {
        assert_eq!(file["samples"][k]["predicted"], whole["samples"][k]["predicted"]);
        assert!(file["samples"][k].get("truth").is_none());
    }
    assert_eq!(stdout(&ask(shard, &[])).lines().count(), 5);

    let refused = |output: Output, words: &str| {
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    };
    refused(ask(shard, &["--noise", "weak"]), "only to the samples of a set");
    refused(ask(shard, &["--samples", "2..5"]), "there are 4");
    refused(ask(&case.text("none.npy"), &[]), "none.npy");
    refused(ask(&case.text("scene.toml"), &[]), "scene.toml");
    let labels = Path::new(&set).join("labels-00001.npy");
    refused(ask(labels.to_str().unwrap(), &[]), "shape of an image: [4, 6] instead of [64, 32]");
    let mut bytes = fs::read(shard).unwrap();
    let length = bytes.len();
    bytes[length - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
    let bad = case.text("bad.npy");
    fs::write(&bad, bytes).unwrap();
    refused(ask(&bad, &[]), "sample 3: its image holds NaN");
}

#[test]
fn bad_input_is_refused_by_name() {
    let case = Sets::new("seismic", SMALL);
    case.made("set", &[]);
    let [set, model] = ["set", "model"].map(|name| case.text(name));
    json(&train(&set, &model, &["--epochs", "1", "--json"]));
    let refused = |output: Output, words: &str| {
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(words), "{words}: {}", stderr(&output));
    };
    let other = case.text("other");
    refused(train(&set, &other, &["--stations", "9"]), "cannot be used multiple times");
    for (args, words) in [
        (["--stations", "9"], "stations = 9 is not allowed"),
        (["--stations", "0"], "stations = 0 is not allowed"),
    ] {
        let rest = ["--noise", "none", "--data", &set, "--out", &other];
        refused(davylamp(&[&["train", "hydrogennet"], &args[..], &rest].concat()), words);
    }
    for (args, words) in [
        (["--learning-rate", "nan"], "learning rate = NaN"),
        (["--weight-decay", "-1"], "weight decay = -1"),
        (["--epochs", "0"], "epochs = 0"),
        (["--train", "13"], "samples of the parts"),
        (["--train", "12"], "validation samples = 0"),
        (["--channels", "0"], "size of a layer = 0"),
    ] {
        refused(train(&set, &other, &args), words);
    }
    refused(train(&case.text("none"), &other, &[]), "none");
    // A folder that holds another training.
    refused(train(&set, &model, &["--seed", "1"]), "holds a training with another configuration");

    // Sets of another ground, of other scales, of another survey, of another kind.
    let ask = |set: &str| davylamp(&["predict", "--model", &model, &case.text(set)]);
    for (name, from, to, words) in [
        ("ground", "porosity = 0.2", "porosity = 0.21", "the survey of the samples is"),
        ("sources", "count = 2", "count = 3", "no stations of the set give the 16 traces"),
    ] {
        case.write_scene(&SMALL.replace(from, to));
        case.made(name, &["--samples", "1"]);
        refused(ask(name), words);
    }
    // Other leaks in the same ground are no other survey.
    let higher = SMALL.replace("height_m = [50, 90]", "height_m = [50, 95]");
    case.write_scene(&format!("seed = 2\n{higher}"));
    case.made("leaks", &["--samples", "1"]);
    assert_eq!(ask("leaks").status.code(), Some(0));

    // Half a file of weights.
    let path = Path::new(&model).join("weights.safetensors");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    refused(ask("set"), "weights.safetensors: damaged");
    fs::write(&path, &whole).unwrap();
    fs::write(case.path("set").join("shard-00000.npy"), "no array").unwrap();
    refused(ask("set"), "shard-00000.npy");
}

/// Ctrl-C ends it after the epoch, `kill -9` anywhere: run again, it comes to the same weights.
#[cfg(unix)]
#[test]
fn a_stopped_training_goes_on_to_the_same_weights() {
    let case = Sets::new("seismic", SMALL);
    case.made("set", &[]);
    let [set, model, other] = ["set", "model", "other"].map(|name| case.text(name));
    assert_goes_on(&|out| training(&set, out, &["--epochs", "40"]), [&model, &other]);
}
