//! `davylamp dataset` refuses bad scenes and wrong folders before any work, in words that help.

mod support;

use std::fs;

use davylamp::store::write_npy;
use support::sets::{Sets, refused};
use support::{davylamp, stderr};

/// A ground of 60 by 40 cells.
const SMALL: &str = "\
samples = 4
grid = { width_m = 600, depth_m = 400, spacing_m = 10 }
layer = [
    { top_m = 0, bottom_m = 200, porosity = 0.2 },
    { top_m = 200, bottom_m = 400, porosity = 0.15 },
]
leak = { width_m = [50, 90], height_m = [50, 90], depth_m = [150, 350] }
image = { record_s = 0.32, samples = 32 }
[survey]
sources = { count = 1, depth_m = 20 }
receivers = { positions_m = [[100, 0], [500, 20]] }
stations = 2
peak_frequency_hz = 5
";

/// The scene with this in place of that is refused, and no folder is made.
#[track_caller]
fn refuses(this: &str, that: &str, words: &[&str]) {
    assert!(SMALL.contains(this), "{this}");
    let case = Sets::new("seismic", &SMALL.replace(this, that));
    refused(&case.make("set", &[]), &[words, &["scene.toml: "]].concat());
    assert!(!case.path("set").exists());
}

#[test]
fn unknown_keys() {
    refuses("peak_frequency_hz", "peak_frequency", &["line 13, column 1", "`peak_frequency`"]);
    refuses("samples = 4", "sample = 4", &["unknown field `sample`", "`samples`"]);
}

#[test]
fn a_grid_too_coarse_for_the_wavelet() {
    // The spacing that would do is named.
    refuses(
        "peak_frequency_hz = 5",
        "peak_frequency_hz = 25",
        &["grid.spacing_m = 10", "m or less"],
    );
}

#[test]
fn leaks_outside_the_ground() {
    refuses("[150, 350]", "[150, 450]", &["leak.depth_m = [150.0, 450.0]", "ground of 400 m"]);
    refuses("[50, 90], h", "[50, 700], h", &["leak.margin_m", "a leak of 700 m"]);
}

#[test]
fn receivers_and_sources_off_the_grid() {
    refuses("[500, 20]", "[601, 20]", &["receiver 1 at (601, 20) m", "600 m by 400 m"]);
    refuses("count = 1, depth_m = 20", "positions_m = [[5, -1]]", &["source 0 at (5, -1) m"]);
}

#[test]
fn layers_that_overlap() {
    refuses("top_m = 200", "top_m = 190", &["layer 1 begins at 190 m, and must at 200 m"]);
    refuses("top_m = 200", "top_m = 210", &["layer 1 begins at 210 m"]);
}

#[test]
fn porosity_that_is_none() {
    refuses("porosity = 0.15", "porosity = nan", &["layer 1: porosity = NaN", "0 to 1"]);
    refuses("porosity = 0.15", "porosity = 1.5", &["layer 1: porosity = 1.5", "0 to 1"]);
    // In a measured grid, with its place.
    let start = SMALL.find("layer").unwrap();
    let end = SMALL.find("leak").unwrap();
    let grids = "grids = { vp = 'vp.npy', vs = 'vs.npy', rho = 'rho.npy', porosity = 'phi.npy' }\n";
    let case = Sets::new("seismic", &SMALL.replace(&SMALL[start..end], grids));
    refused(&case.make("set", &[]), &["cannot read", "vp.npy"]);
    for (name, value) in [("vp", 2600.0), ("vs", 1200.0), ("rho", 2200.0), ("phi", 0.2)] {
        let mut values = vec![value; 41 * 61];
        if name == "phi" {
            values[3 * 61 + 8] = f32::NAN;
        }
        write_npy(&case.path(&format!("{name}.npy")), &[41, 61], &values).unwrap();
    }
    refused(&case.make("set", &[]), &["porosity at row 3, column 8 is NaN: 0 to 1"]);
    assert!(!case.path("set").exists());
}

#[test]
fn a_folder_of_another_set() {
    let case = Sets::new("seismic", SMALL);
    assert_eq!(case.make("set", &[]).status.code(), Some(0));
    let manifest = fs::read(case.path("set/manifest.json")).unwrap();
    case.write_scene(&SMALL.replace("[50, 90], h", "[50, 91], h"));
    refused(&case.make("set", &[]), &["belongs to another set", "its config is", "[50, 91]"]);
    case.write_scene(&format!("seed = 2\n{SMALL}"));
    refused(&case.make("set", &[]), &["belongs to another set"]);
    case.write_scene(SMALL);
    refused(
        &case.make("set", &["--samples", "5"]),
        &["number of samples is \"4\", and here it is \"5\""],
    );
    refused(
        &case.make("set", &["--shard-size", "2"]),
        &["shard size is \"4\", and here it is \"2\""],
    );
    assert_eq!(fs::read(case.path("set/manifest.json")).unwrap(), manifest);
}

#[test]
fn grids_that_changed() {
    let start = SMALL.find("layer").unwrap();
    let end = SMALL.find("leak").unwrap();
    let grids = "grids = { vp = 'vp.npy', vs = 'vs.npy', rho = 'rho.npy', porosity = 'phi.npy' }\n";
    let case = Sets::new("seismic", &SMALL.replace(&SMALL[start..end], grids));
    let write = |name: &str, value: f32| {
        write_npy(&case.path(name), &[41, 61], &vec![value; 41 * 61]).unwrap();
    };
    for (name, value) in
        [("vp.npy", 2600.0), ("vs.npy", 1200.0), ("rho.npy", 2200.0), ("phi.npy", 0.2)]
    {
        write(name, value);
    }
    assert_eq!(case.make("set", &["--shard", "1/2"]).status.code(), Some(0));
    // A repair finds the grids where it is told to.
    let [set, grids] = ["set", "."].map(|name| case.path(name).to_str().unwrap().to_owned());
    fs::remove_file(case.path("set/shard-00000.npy")).unwrap();
    let verify = ["dataset", "verify", &set, "--repair"];
    assert_eq!(davylamp(&verify).status.code(), Some(2));
    assert_eq!(davylamp(&[&verify[..], &["--grids", &grids]].concat()).status.code(), Some(0));
    write("rho.npy", 2201.0);
    refused(&case.make("set", &[]), &["belongs to another set", "rho.npy"]);
}

#[test]
fn wrong_arguments() {
    let case = Sets::new("seismic", SMALL);
    refused(&case.make("set", &["--shard", "0/3"]), &["I/K with I from 1 to K"]);
    refused(&case.make("set", &["--samples", "0"]), &["samples = 0"]);
    refused(&case.make("set", &["--jobs", "0"]), &["--jobs <J>", "zero"]);
    refused(&case.make("set", &["--shard-size", "0"]), &["shard_size = 0"]);
    assert!(!case.path("set").exists());
    let nowhere = case.path("nowhere");
    let output = davylamp(&["dataset", "verify", nowhere.to_str().unwrap()]);
    refused(&output, &["there is no set in this folder"]);
    fs::write(case.path("set"), "a file").unwrap();
    let output = case.make("set", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cannot create"), "{}", stderr(&output));
}
