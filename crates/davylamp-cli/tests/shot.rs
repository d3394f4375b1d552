//! `davylamp shot`: every example, every format, and whatever people hand over by mistake.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fs;
use std::path::PathBuf;

use davylamp::wave::{Component, npy, segy};
use support::{davylamp, examples, json, stderr, stdout};

/// A model of 60 by 40 cells.
const SMALL: &str = "\
[grid]
width_m = 600
depth_m = 400
spacing_m = 10
[[layers]]
top_m = 0
vp_m_s = 3000
vs_m_s = 1700
rho_kg_m3 = 2200
[source]
x_m = 300
z_m = 205
explosion_n_m_s = 1e9
[wavelet]
peak_frequency_hz = 15
[receivers]
first_m = [100, 12.5]
last_m = [500, 12.5]
count = 5
[record]
duration_s = 0.3
dt_s = 0.002
";

struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    fn new(model: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("model.toml"), model).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, output: &str, more: &[&str]) -> std::process::Output {
        let (model, output) = (self.path("model.toml"), self.path(output));
        let args = ["shot", model.to_str().unwrap(), "-o", output.to_str().unwrap()];
        davylamp(&[&args, more].concat())
    }
}

/// The small model with this in place of that is refused with these words and exit code 2.
fn refused(from: &str, to: &str, says: &str) {
    assert!(SMALL.contains(from), "{from}");
    let case = Case::new(&SMALL.replace(from, to));
    let output = case.run("gather.sgy", &["--json"]);
    let message = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains(says), "{says:?} is not in {message:?}");
    assert_eq!(stdout(&output), "");
    assert!(!case.path("gather.sgy").exists());
}

#[test]
fn every_example_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for entry in fs::read_dir(examples().join("shot")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        count += 1;
        let [gather, plot] = ["gather.sgy", "gather.png"].map(|name| folder.path().join(name));
        let found = json(&davylamp(&[
            "shot",
            path.to_str().unwrap(),
            "-o",
            gather.to_str().unwrap(),
            "--plot",
            plot.to_str().unwrap(),
            "--json",
        ]));
        assert!(found["peak"]["vz"].as_f64().unwrap() > 0.0, "{}", path.display());
        assert!(!segy::from_bytes(&fs::read(&gather).unwrap()).unwrap().is_empty());
        assert!(fs::read(&plot).unwrap().starts_with(b"\x89PNG"));
    }
    assert!(count > 0);
}

#[test]
fn a_gather_is_written_as_segy_and_as_npy() {
    let case = Case::new(SMALL);
    let said = stdout(&case.run("gather.sgy", &[]));
    assert!(said.contains("10 traces of 151 samples, 2 ms apart"), "{said}");
    let gathers = segy::from_bytes(&fs::read(case.path("gather.sgy")).unwrap()).unwrap();
    let recording = gathers[0].recording();
    assert_eq!(recording.components, [Component::Vx, Component::Vz]);
    let [x, z] = recording.receivers[1];
    assert_eq!((x.to_bits(), z.to_bits()), (200.0_f64.to_bits(), 12.5_f64.to_bits()));
    assert!(case.run("gather.npy", &["--json"]).status.success());
    let array = npy::from_bytes(&fs::read(case.path("gather.npy")).unwrap()).unwrap();
    assert_eq!(array.shape, [2, 5, 151]);
    let flat: Vec<f64> = gathers[0].data().iter().map(|v| f64::from(*v)).collect();
    assert_eq!(array.data, flat);
}

#[test]
fn a_uniform_grid_is_a_layer() {
    let layer = Case::new(SMALL);
    assert!(layer.run("gather.npy", &[]).status.success());
    let grid = Case::new(&format!("{SMALL}[grids]\nvp_m_s = \"vp.npy\"\n"));
    let vp = vec![3000.0_f32; 41 * 61];
    fs::write(grid.path("vp.npy"), npy::to_bytes(&[41, 61], &vp).unwrap()).unwrap();
    let output = grid.run("gather.npy", &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let [one, other] = [&layer, &grid]
        .map(|case| npy::from_bytes(&fs::read(case.path("gather.npy")).unwrap()).unwrap().data);
    let loudest = one.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
    // Averages of equal numbers round differently: single precision over 200 steps.
    assert!(one.iter().zip(&other).all(|(a, b)| (a - b).abs() < 1e-4 * loudest));
}

#[test]
fn a_wavelet_is_read_from_a_file() {
    let ricker = Case::new(SMALL);
    assert!(ricker.run("gather.npy", &[]).status.success());
    let model = SMALL.replace("peak_frequency_hz = 15", "file = \"wavelet.npy\"\ndt_s = 0.001");
    let case = Case::new(&model);
    let wavelet = davylamp::wave::Wavelet::ricker(15.0, 0.1).unwrap();
    let samples: Vec<f64> = (0..200).map(|k| wavelet.value(f64::from(k) * 1e-3)).collect();
    fs::write(case.path("wavelet.npy"), npy::to_bytes(&[200], &samples).unwrap()).unwrap();
    let output = case.run("gather.npy", &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let [one, other] = [&ricker, &case]
        .map(|case| npy::from_bytes(&fs::read(case.path("gather.npy")).unwrap()).unwrap().data);
    let loudest = one.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
    assert!(one.iter().zip(&other).all(|(a, b)| (a - b).abs() < 1e-4 * loudest));
}

#[test]
fn bad_models_are_refused_with_line_name_value_and_what_is_allowed() {
    for (from, to, says) in [
        ("width_m = 600", "width_m = 605", "line 2, column 1: grid.width_m = 605 is not allowed"),
        ("spacing_m = 10", "spacing_m = -1", "line 4, column 1: grid.spacing_m = -1 is not"),
        ("spacing_m = 10", "spacing = 10", "line 4, column 1: unknown field `spacing`"),
        ("spacing_m = 10", "spacing_m = 25", "line 4, column 1: 1.81 points per wavelength"),
        ("vs_m_s = 1700", "vs_m_s = 2700", "line 8, column 1: vs = 2700 at node"),
        ("rho_kg_m3 = 2200", "rho_kg_m3 = -1", "line 9, column 1: rho = -1 at node"),
        ("rho_kg_m3 = 2200", "rho_kg_m3 = nan", "line 9, column 1: rho = NaN at node"),
        ("x_m = 300", "x_m = 700", "line 11, column 1: source 0 at (700, 205) is outside"),
        ("explosion_n_m_s = 1e9", "", "lacks source.explosion_n_m_s"),
        ("= 1e9", "= 1e9\nforce_n = [1, 0]", "line 14, column 1: source.explosion_n_m_s and"),
        ("= 1e9", "= inf", "line 13, column 1: source.explosion_n_m_s = inf is not allowed"),
        ("peak_frequency_hz = 15", "", "lacks wavelet.peak_frequency_hz"),
        ("= 15", "= 15\npeak_time_s = 0.01", "line 16, column 1: peak_time = 0.01 is outside"),
        ("count = 5", "count = 0", "line 19, column 1: receivers.count = 0 is not allowed"),
        ("[500, 12.5]", "[900, 12.5]", "line 16, column 2: receiver 3 at (700, 12.5) is outside"),
        ("duration_s = 0.3", "duration_s = -1", "line 21, column 1: record.duration_s = -1"),
        ("dt_s = 0.002", "dt_s = 0.002\ncomponents = [\"vy\"]", "unknown variant `vy`"),
        (
            "dt_s = 0.002",
            "dt_s = 0.002\n[solver]\ndt_s = 0.01",
            "line 24, column 1: dt = 1e-2 s is",
        ),
        (
            "dt_s = 0.002",
            "dt_s = 0.002\n[solver]\norder = 7",
            "solver.order = 7 is not allowed: 2,",
        ),
        (
            "[source]",
            "[grids]\nvp_m_s = \"no.npy\"\n[source]",
            "line 11, column 1: grids.vp_m_s: cannot",
        ),
    ] {
        refused(from, to, says);
    }
}

#[test]
fn bad_files_and_names_are_refused() {
    let case = Case::new(&format!("{SMALL}[grids]\nvp_m_s = \"vp.npy\"\n"));
    fs::write(case.path("vp.npy"), npy::to_bytes(&[2, 2], &[1.0_f32; 4]).unwrap()).unwrap();
    let message = stderr(&case.run("gather.sgy", &[]));
    assert!(message.contains("vp.npy has the shape [2, 2], and the grid's nodes are [41, 61]"));
    fs::write(case.path("vp.npy"), b"\x93NUMPY").unwrap();
    let message = stderr(&case.run("gather.sgy", &[]));
    assert!(message.contains("vp.npy: byte 6: the file ends here"), "{message}");
    let small = Case::new(SMALL);
    for (output, more, says) in [
        ("gather.segd", &[][..], "the name must end in .sgy, .segy or .npy"),
        ("gather.sgy", &["--plot", "gather.svg"], "the name must end in .png"),
    ] {
        let output = small.run(output, more);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(says), "{}", stderr(&output));
    }
    let nowhere = small.run("no/such/folder/gather.sgy", &[]);
    assert_eq!(nowhere.status.code(), Some(1), "{}", stderr(&nowhere));
}
