//! `davylamp train resnet` and `davylamp predict` on leaks in a small room.

#![cfg(feature = "nets")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Output;

use davylamp::learning::SeenRoom;
use davylamp::room::SensorSeries;
use serde_json::Value;
use support::models::{ROOM, SMALL, assert_goes_on, room_training};
use support::sets::{Sets, refused};
use support::{davylamp, json, stderr, stdout};

/// Forty samples: 24 teach, 8 choose the epoch, 8 are left.
fn sets() -> Sets {
    let case = Sets::new("room", ROOM);
    case.made("set", &["--samples", "40"]);
    case
}

/// 24 teach, 8 validate.
fn train(set: &str, out: &str, more: &[&str]) -> Output {
    davylamp(&training(set, out, more))
}

fn training<'a>(set: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    room_training(set, out, &[&["--train", "24", "--validate", "8"], more].concat())
}

/// A model of three epochs, and what its training said.
fn trained(case: &Sets) -> Value {
    let said = train(&case.text("set"), &case.text("model"), &["--epochs", "3", "--json"]);
    let lines = stderr(&said);
    assert!(lines.starts_with("training on 24 samples, 8 validate; 4 classes\n"), "{lines}");
    assert_eq!(lines.matches("  accuracy ").count(), 3, "{lines}");
    json(&said)
}

fn ask(case: &Sets, input: &str, more: &[&str]) -> Output {
    let [model, input] = [case.text("model"), case.text(input)];
    davylamp(&[&["predict", "--model", &model, &input], more].concat())
}

/// The readings of a sample of the set, as CSV.
fn series(case: &Sets, index: usize) -> String {
    let (room, set) = SeenRoom::open(&case.path("set")).unwrap();
    let (image, _) = set.sample(index).unwrap();
    let [_, readings] = room.image();
    let series = SensorSeries {
        sensors: room.scene().sensors.iter().map(|sensor| sensor.name.clone()).collect(),
        start: 0.0,
        interval: room.scene().record.interval,
        values: image
            .chunks(readings)
            .map(|row| row.iter().copied().map(f64::from).collect())
            .collect(),
    };
    series.to_csv()
}

#[test]
fn a_model_is_trained_and_asked() {
    let case = sets();
    let said = trained(&case);
    assert_eq!(said["epochs"], 3);
    for (part, samples) in [("train", 24), ("validation", 8), ("test", 8)] {
        assert_eq!(said[part]["samples"], samples);
        for metric in ["accuracy", "precision", "recall", "f1"] {
            let value = said[part][metric].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&value), "{said}");
        }
    }
    for name in ["model.json", "weights.safetensors", "training.json", "curves.png"] {
        assert!(case.path("model").join(name).exists(), "{name}");
    }
    // The accuracy of the validation samples is the one that was told after the best epoch.
    let text = fs::read_to_string(case.path("model/training.json")).unwrap();
    let state: Value = serde_json::from_str(&text).unwrap();
    let best = usize::try_from(said["best_epoch"].as_u64().unwrap()).unwrap() - 1;
    assert_eq!(state["history"][best]["accuracy"], said["validation"]["accuracy"]);

    // Asked about the samples that training never saw, it says what it said when it was trained.
    let plot = case.text("floor.png");
    let answer = json(&ask(&case, "set", &["--samples", "32..40", "--plot", &plot, "--json"]));
    assert!(fs::read(&plot).unwrap().starts_with(b"\x89PNG"));
    assert_eq!(answer["metrics"], said["test"]);
    let names = ["0-0", "0-1", "1-0", "1-1"];
    for (class, name) in names.iter().enumerate() {
        assert_eq!(answer["classes"][class]["name"], *name);
        let right = answer["confusion"][class].as_array().unwrap();
        assert_eq!(right.iter().map(|count| count.as_u64().unwrap()).sum::<u64>(), 2);
    }
    // Of a grid of 2 by 2 on 1.5 m by 1.5 m, leaks 0.1 to 0.3 m high.
    assert_eq!(answer["classes"][1]["position_m"][1], 1.125);
    let mut right = 0.0;
    for (sample, index) in answer["samples"].as_array().unwrap().iter().zip(32..) {
        assert_eq!((&sample["index"], &sample["truth"]), (&index.into(), &names[index % 4].into()));
        let probability = |name: &str| sample["probabilities"][name].as_f64().unwrap();
        assert!((names.iter().copied().map(probability).sum::<f64>() - 1.0).abs() < 1e-12);
        let told = sample["place"].as_str().unwrap();
        assert!(names.iter().all(|name| probability(name) <= probability(told)));
        right += f64::from(u8::from(told == names[index % 4]));
    }
    assert_eq!(answer["metrics"]["accuracy"], right / 8.0);

    let table = stdout(&ask(&case, "set", &[]));
    assert!(
        table.starts_with("Sample  place     x, m   y, m   z, m  probability  truth"),
        "{table}"
    );
    assert!(table.contains("\n40 samples: accuracy 0."), "{table}");
    assert!(table.contains("\nTruth     right  taken for\n0-0  "), "{table}");
    assert!(table.contains(" of 10"), "{table}");
}

#[test]
fn the_table_of_a_training() {
    let case = sets();
    let more = ["--epochs", "1", "--scaling", "relative-log", "--disturb", "--quiet"];
    let output = train(&case.text("set"), &case.text("model"), &more);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()));
    let table = stdout(&output);
    assert!(table.contains(": the weights after epoch 1 of 1\nTime "), "{table}");
    assert!(table.contains("samples            24           8           8\naccuracy  "), "{table}");
    assert!(table.contains("\nF1  "), "{table}");
    let model = fs::read_to_string(case.path("model/model.json")).unwrap();
    let model: Value = serde_json::from_str(&model).unwrap();
    let state = fs::read_to_string(case.path("model/training.json")).unwrap();
    assert!(state.contains(r#""disturbance""#) && state.contains(r#""dead": 0.2"#), "{state}");
    assert!(model["image_scale"]["relative-log"]["floor"].as_f64().unwrap() > 0.0, "{model}");
    assert_eq!(model["data"]["labels"][2]["name"], "1-0");
    assert!(model["data"]["config"].as_str().unwrap().contains("[[sensor]]\nname = 'C'"));

    // Nothing is left.
    let args = ["train", "resnet", "--depth", "10", "--width", "4", "--epochs", "1"];
    let [set, alone] = ["set", "alone"].map(|name| case.text(name));
    let rest = ["--train", "32", "--validate", "8", "--data", &set, "--out", &alone];
    let table = stdout(&davylamp(&[&args[..], &rest].concat()));
    assert!(table.contains("samples            32           8           0\n"), "{table}");
    assert!(table.ends_with("none\nThere are no samples left to test on.\n"), "{table}");
}

#[test]
fn measured_series_are_told_as_the_set_is() {
    let case = sets();
    trained(&case);
    let whole = json(&ask(&case, "set", &["--json", "--samples", "33..34"]));
    let text = series(&case, 33);
    // Other order of columns, a reading too many, and a comment.
    let shuffled = text.lines().enumerate().map(|(at, line)| {
        let cells: Vec<&str> = line.split(',').collect();
        if at == 0 {
            "time_s,C_ppm,A_ppm,B_ppm".to_owned()
        } else {
            [cells[0], cells[3], cells[1], cells[2]].join(",")
        }
    });
    let shuffled = shuffled.collect::<Vec<_>>().join("\n");
    fs::write(case.path("run.csv"), &text).unwrap();
    fs::write(case.path("other.csv"), format!("# shuffled\n{shuffled}\n6,1,2,3\n")).unwrap();
    for name in ["run.csv", "other.csv"] {
        let answer = json(&ask(&case, name, &["--json"]));
        assert_eq!(answer["samples"][0]["probabilities"], whole["samples"][0]["probabilities"]);
        assert_eq!(answer["samples"][0]["place"], whole["samples"][0]["place"]);
        for without in ["metrics", "confusion"] {
            assert!(answer.get(without).is_none());
        }
        assert!(answer["samples"][0].get("truth").is_none());
    }
    let plot = case.text("floor.svg");
    let list = stdout(&ask(&case, "run.csv", &["--plot", &plot]));
    assert!(list.starts_with("Place     x, m   y, m   z, m  probability\n"), "{list}");
    let place = whole["samples"][0]["place"].as_str().unwrap();
    assert!(list.lines().nth(1).unwrap().starts_with(place), "{list}");
    assert_eq!(list.lines().count(), 5);
    assert!(fs::read_to_string(&plot).unwrap().contains(&format!("{place}, ")));
}

#[test]
fn bad_series_are_refused_by_line() {
    let case = sets();
    trained(&case);
    let text = series(&case, 0);
    let lines: Vec<&str> = text.lines().collect();
    let with = |at: usize, line: &str| {
        let mut lines = lines.clone();
        lines[at] = line;
        lines.join("\n")
    };
    for (text, words) in [
        (with(3, "5,1,2,3"), "line 4: time_s = 5 is not allowed: 2, one interval after"),
        (with(3, "2,1,NaN,3"), "line 4, column B_ppm: \"NaN\" is not allowed"),
        (with(3, "2,1,inf,3"), "line 4, column B_ppm: \"inf\" is not allowed"),
        (with(3, "2,1,-2,3"), "line 4, column B_ppm: \"-2\" is not allowed"),
        (with(3, "2,1,,3"), "line 4, column B_ppm: \"\" is not allowed"),
        (with(3, "2,1,2"), "line 4: 3 cells, and the header has 4"),
        (with(0, "time_s,A_ppm,B_ppm,D_ppm"), "\"D_ppm\" is not allowed: one of A, B, C"),
        (with(0, "time_s,A_ppm,B_ppm,B_ppm"), "each sensor once"),
        ("time_s,A_ppm,B_ppm\n0,1,2\n1,1,2\n".to_owned(), "there is no column C_ppm"),
        (lines[..5].join("\n"), "4 readings, 1 s apart: 6, 1 s apart"),
        (text.replace("\n1,", "\n0.5,"), "line 4: time_s = 2 is not allowed: 1,"),
        (String::new(), "0 readings"),
    ] {
        fs::write(case.path("bad.csv"), text).unwrap();
        refused(&ask(&case, "bad.csv", &["--json"]), &["bad.csv: ", words]);
    }
    let slow = "time_s,A_ppm,B_ppm,C_ppm\n".to_owned()
        + &["0", "2", "4", "6", "8", "10"].map(|time| format!("{time},1,2,3\n")).concat();
    fs::write(case.path("bad.csv"), slow).unwrap();
    refused(&ask(&case, "bad.csv", &[]), &["6 readings, 2 s apart: 6, 1 s apart, are needed"]);
    refused(&ask(&case, "none.csv", &[]), &["cannot read", "none.csv"]);
    refused(&ask(&case, "set/shard-00000.npy", &[]), &["shard-00000.npy: ", "not a text file"]);
    fs::write(case.path("run.csv"), text).unwrap();
    refused(&ask(&case, "run.csv", &["--samples", "1..2"]), &["--samples 1..2: there are 1"]);
    refused(&ask(&case, "run.csv", &["--noise", "weak"]), &["--noise", "seismic"]);
    refused(&ask(&case, "run.csv", &["--plot", &case.text("floor.gif")]), &["floor.gif"]);
}

#[test]
fn another_room_is_refused_by_what_differs() {
    let case = sets();
    trained(&case);
    for (set, from, to, words) in [
        ("named", "name = 'C'", "name = 'D'", "the list of sensors of the samples is A, B, D;"),
        (
            "slow",
            "samples = 6",
            "samples = 6\ninterval_s = 2",
            "interval of readings of the samples is 2 s;",
        ),
        ("long", "samples = 6", "samples = 7", "number of readings of the samples is 7;"),
        ("fine", "[2, 2]", "[3, 2]", "list of classes of the samples is 0-0, 0-1, 1-0, 1-1, 2-0,"),
        ("moved", "[1.1, 1.1, 0.7]", "[1.1, 1.2, 0.7]", "B at 1.1, 1.2, 0.7 m"),
        (
            "wide",
            "size_m = [1.5, 1.5,",
            "size_m = [1.5, 1.6,",
            "size of the room of the samples is 1.5 by 1.6",
        ),
    ] {
        assert!(ROOM.contains(from), "{from}");
        case.write_scene(&ROOM.replace(from, to));
        case.made(set, &["--samples", "1"]);
        refused(&ask(&case, set, &[]), &[words, "the model was trained on"]);
    }
    // Other leaks and other noise are no other room.
    case.write_scene(&ROOM.replace("noise_ppm = 50", "noise_ppm = 90").replace("1e-5", "2e-5"));
    case.made("weak", &["--samples", "1", "--seed", "5"]);
    assert_eq!(ask(&case, "weak", &[]).status.code(), Some(0));
    // A model whose room somebody took away.
    let path = case.path("model/model.json");
    let text = fs::read_to_string(&path).unwrap();
    let mut model: Value = serde_json::from_str(&text).unwrap();
    model["data"].as_object_mut().unwrap().remove("config");
    fs::write(&path, model.to_string()).unwrap();
    refused(&ask(&case, "set", &[]), &["model: a model of", "keeps no room"]);
}

#[test]
fn models_and_sets_of_the_other_kind_are_refused() {
    let case = sets();
    trained(&case);
    let ground = Sets::new("seismic", SMALL);
    ground.made("set", &["--samples", "3"]);
    let [set, model] = ["set", "model"].map(|name| ground.text(name));
    let train = ["train", "hydrogennet", "--data", &set, "--out", &model, "--stations", "2"];
    let small = ["--noise", "none", "--channels", "2", "--hidden", "2", "--epochs", "1"];
    let learnt = davylamp(&[&train[..], &small, &["--train", "2", "--json"]].concat());
    assert_eq!(json(&learnt)["epochs"], 1);

    let room = ["a set of kind \"room\": one of kind \"seismic\" is needed"];
    let seismic = ["a set of kind \"seismic\": one of kind \"room\" is needed"];
    let ask =
        |case: &Sets, input: &str| davylamp(&["predict", "--model", &case.text("model"), input]);
    refused(&ask(&case, &set), &seismic);
    refused(&ask(&ground, &case.text("set")), &room);
    let out = case.text("out");
    refused(&davylamp(&training(&set, &out, &[])), &seismic);
    let room_set = case.text("set");
    let other = ["train", "hydrogennet", "--data", &room_set, "--out", &out, "--stations", "2"];
    refused(&davylamp(&[&other[..], &["--noise", "none"]].concat()), &room);
    // Series are of no use to a model of traces.
    fs::write(case.path("run.csv"), series(&case, 0)).unwrap();
    refused(&ask(&ground, &case.text("run.csv")), &["run.csv"]);
    assert!(!Path::new(&out).exists());
}

#[test]
fn what_cannot_be_learnt_is_refused() {
    let case = sets();
    let [set, out] = ["set", "out"].map(|name| case.text(name));
    let learn = |more: &[&str]| {
        let args = ["train", "resnet", "--data", &set, "--out", &out];
        davylamp(&[&args[..], more].concat())
    };
    for (more, words) in [
        (&["--train", "3", "--validate", "8"][..], "class 1-1 has 0 training samples, and needs 1"),
        (&["--train", "40", "--validate", "8"], "samples of the parts = 48"),
        (&["--train", "0"], "training samples = 0"),
        (&["--train", "40"], "validation samples = 0"),
        (&["--width", "0"], "width = 0"),
        (&["--epochs", "0"], "epochs = 0"),
        (&["--learning-rate", "nan"], "learning rate = NaN"),
        (&["--depth", "12"], "'12'"),
        (&["--scaling", "log"], "'log'"),
    ] {
        refused(&learn(more), &[words]);
    }
    case.write_scene(&ROOM.replace("[2, 2]", "[1, 1]"));
    case.made("one", &["--samples", "32"]);
    refused(&train(&case.text("one"), &out, &[]), &["classes = 1"]);
    refused(&train(&case.text("none"), &out, &[]), &["none"]);
    assert!(!Path::new(&out).exists());

    trained(&case);
    let model = case.text("model");
    let words = ["holds a training with another configuration"];
    refused(&train(&set, &model, &["--epochs", "3", "--seed", "1"]), &words);
    let words = ["holds a training with another network"];
    let args =
        ["--train", "24", "--validate", "8", "--epochs", "3", "--out", &model, "--width", "5"];
    refused(&davylamp(&[&["train", "resnet", "--data", &set], &args[..]].concat()), &words);
    // A set of another seed.
    case.write_scene(ROOM);
    case.made("other", &["--samples", "40", "--seed", "1"]);
    let words = ["holds a training with another set of samples"];
    refused(&train(&case.text("other"), &model, &["--epochs", "3"]), &words);
    // A set that somebody has damaged.
    let labels = case.path("set/labels-00000.npy");
    let mut bytes = fs::read(&labels).unwrap();
    let length = bytes.len();
    bytes[length - 4..].copy_from_slice(&7.0_f32.to_le_bytes());
    fs::write(&labels, bytes).unwrap();
    let damaged = learn(&[]);
    assert_eq!(damaged.status.code(), Some(1));
    assert!(stderr(&damaged).contains("labels-00000.npy is damaged"), "{}", stderr(&damaged));
}

/// Ctrl-C ends it after the epoch, `kill -9` anywhere: run again, it comes to the same weights.
#[cfg(unix)]
#[test]
fn a_stopped_training_goes_on_to_the_same_weights() {
    let case = sets();
    let [set, model, other] = ["set", "model", "other"].map(|name| case.text(name));
    assert_goes_on(&|out| training(&set, out, &["--epochs", "40"]), [&model, &other]);
}
