//! Models that are trained in a second.

use std::process::Output;

use super::davylamp;

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

/// Arguments of a short training.
pub(crate) fn training<'a>(set: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let small = ["--channels", "2,4", "--hidden", "4", "--batch-size", "4"];
    let args = ["train", "hydrogennet", "--data", set, "--out", out];
    [&args[..], &["--stations", "4", "--noise", "weak"], &small, more].concat()
}

pub(crate) fn train(set: &str, out: &str, more: &[&str]) -> Output {
    davylamp(&training(set, out, more))
}
