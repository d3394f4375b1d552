//! Every file in `examples/` runs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fs;

use support::{davylamp, examples, json, stderr, stdout};

fn files(ending: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(examples())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .map(|path| path.to_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert!(!names.is_empty());
    names
}

#[test]
fn every_readings_file_is_traced() {
    for readings in files("csv") {
        let found = json(&davylamp(&["trace", &readings, "--json"]));
        for key in ["x", "y", "rate", "misfit"] {
            assert!(found[key].is_f64(), "{readings}: {key} in {found}");
        }
        assert!(!stdout(&davylamp(&["trace", &readings, "--no-posterior"])).is_empty());
    }
}

#[test]
fn every_scene_without_readings_has_zones() {
    for scene in files("toml") {
        if scene.contains("zones-") {
            let found = json(&davylamp(&["zones", &scene, "--json"]));
            assert!(!found["zones"].as_array().unwrap().is_empty(), "{scene}");
        } else {
            assert!(fs::exists(scene.replace(".toml", ".csv")).unwrap(), "{scene} stands alone");
        }
    }
}

#[test]
fn the_paper_cases_come_back_exactly() {
    for (name, tolerance) in [("paper-16", 1e-3), ("paper-9", 1e-3), ("paper-4", 5e-2)] {
        let readings = examples().join(format!("{name}.csv"));
        let found = json(&davylamp(&["trace", readings.to_str().unwrap(), "--json"]));
        for (key, truth) in [("x", 8.0), ("y", 15.0), ("rate", 80.0)] {
            let value = found[key].as_f64().unwrap();
            assert!((value / truth - 1.0).abs() < tolerance, "{name}: {key} = {value}");
        }
    }
}

#[test]
fn prairie_grass_is_traced_to_the_true_source() {
    // Barad (1958): the source is at the origin; rates in kg/s.
    for (run, rate) in [("46", 0.0997), ("30", 0.0984), ("18", 0.0576)] {
        let readings = examples().join(format!("prairie-grass-{run}.csv"));
        let found = json(&davylamp(&["trace", readings.to_str().unwrap(), "--json"]));
        let [x, y, q] = ["x", "y", "rate"].map(|key| found[key].as_f64().unwrap());
        // A plain method has a median error of 18 m and is within a factor of two in 78 % of runs.
        assert!(x.hypot(y) < 40.0, "run {run}: {x} {y}");
        assert!((0.5..=2.0).contains(&(q / rate)), "run {run}: {q}");
    }
}

#[test]
fn help_names_every_command() {
    let output = davylamp(&["--help"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for command in ["trace", "zones"] {
        assert!(stdout(&output).contains(command));
    }
}
