//! Models that are trained in a second.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::{davylamp, stderr};

/// A ground of 60 by 40 cells, two shots, four stations.
pub(crate) const SMALL: &str = "\
samples = 12
grid = { width_m = 600, depth_m = 400, spacing_m = 10 }
layer = [{ top_m = 0, bottom_m = 400, porosity = 0.2 }]
leak = { width_m = [50, 90], height_m = [50, 90], depth_m = [150, 350] }
image = { record_s = 0.64, samples = 64 }
[survey]
sources = { count = 2, depth_m = 20 }
receivers = { count = 8, depth_m = 20 }
stations = 8
peak_frequency_hz = 5
";

/// Four places, three sensors, six readings: some milliseconds a sample.
pub(crate) const ROOM: &str = "\
[room]
size_m = [1.5, 1.5, 0.75]
cells = [4, 4, 3]
gas = 'helium'
[leak]
floor_grid = [2, 2]
height_m = [0.1, 0.3]
rate_kg_s = [1e-5, 1e-4]
[air]
spin_up_s = 1
[[opening]]
name = 'low'
wall = 'x-min'
centre_m = [0.75, 0.1]
width_m = 0.2
height_m = 0.1
[[layout]]
natural = ['low']
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
noise_ppm = 50
[record]
samples = 6
";

/// Arguments of a short training.
pub(crate) fn training<'a>(set: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let small = ["--channels", "2,4", "--hidden", "4", "--batch-size", "4"];
    let args = ["train", "hydrogennet", "--data", set, "--out", out];
    [&args[..], &["--stations", "4", "--noise", "weak"], &small, more].concat()
}

/// The same of a room.
pub(crate) fn room_training<'a>(set: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let args = ["train", "resnet", "--data", set, "--out", out, "--batch-size", "8"];
    [&args[..], &["--depth", "10", "--width", "4"], more].concat()
}

pub(crate) fn train(set: &str, out: &str, more: &[&str]) -> Output {
    davylamp(&training(set, out, more))
}

#[cfg(unix)]
fn weights(folder: &str) -> Vec<u8> {
    fs::read(Path::new(folder).join("weights.safetensors")).unwrap()
}

/// A training of 40 epochs into the first folder that is stopped by Ctrl-C and by `kill -9`, and run again, comes to
/// the weights of one into the second that nobody stopped. `training` gives the arguments for a folder.
#[cfg(unix)]
pub(crate) fn assert_goes_on<'a>(
    training: &dyn Fn(&'a str) -> Vec<&'a str>,
    [model, other]: [&'a str; 2],
) {
    for (signal, code) in [("-INT", Some(130)), ("-KILL", None)] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_davylamp"))
            .args(training(model))
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().starts_with("epoch ")));
        let id = child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let rest: Vec<String> = lines.map(Result::unwrap).collect();
        assert_eq!(child.wait().unwrap().code(), code, "{rest:?}");
        if code.is_some() {
            let words = "davylamp: stopped after epoch ";
            assert!(rest.last().unwrap().starts_with(words), "{rest:?}");
        }
    }
    let resumed = davylamp(&training(model));
    assert_eq!(resumed.status.code(), Some(0), "{}", stderr(&resumed));
    assert!(stderr(&resumed).matches("\nepoch ").count() < 40);
    davylamp(&training(other));
    assert!(weights(model) == weights(other));
}
