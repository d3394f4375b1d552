//! The commands of rock and fluid physics.

mod support;

use support::{davylamp, json, stderr, stdout};

#[test]
fn hydrogen() {
    let args = ["hydrogen", "--pressure-pa", "9.8e6", "--temperature-k", "308.15", "--json"];
    let found = json(&davylamp(&args));
    for (name, expected) in [
        ("density", 7.291_276_927_098),
        ("sound_speed", 1_418.959_559_315_07),
        ("bulk_modulus", 14.680_594_047_836e6),
        ("z", 1.057_524_192_557_9),
    ] {
        let ours = found[name].as_f64().unwrap();
        assert!((ours / expected - 1.0).abs() < 1e-12, "{name} {ours}");
    }
    assert!(stdout(&davylamp(&args[..5])).contains("7.291277 kg/m³"));
}

#[test]
fn rock() {
    let args = "rock --depth-m 1025 --porosity 0.3 --gas-saturation 0.8 --json";
    let found = json(&davylamp(&args.split(' ').collect::<Vec<_>>()));
    for (name, expected) in [("vp", 1682.0), ("vs", 1132.0), ("rho", 1883.0)] {
        assert!((found[name].as_f64().unwrap() - expected).abs() < 1.0, "{name}");
    }
}

#[test]
fn bad_input_is_refused() {
    for (args, says) in [
        ("hydrogen --pressure-pa 9.8e6 --temperature-k 5", "temperature = 5e0 is outside"),
        ("hydrogen --pressure-pa -1 --temperature-k 300", "pressure = -1e0 is outside"),
        ("hydrogen --pressure-pa NaN --temperature-k 300", "pressure = NaN is outside"),
        ("rock --depth-m 900 --porosity 0.41", "porosity = 4.1e-1 is outside [0e0, 4e-1]"),
        ("rock --depth-m 900 --porosity 0.2 --gas-saturation 1.1", "gas_saturation = 1.1e0"),
        ("rock --depth-m inf --porosity 0.2", "depth = inf is outside"),
    ] {
        let output = davylamp(&args.split(' ').collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(2), "{args}");
        assert_eq!(stdout(&output), "", "{args}");
        assert!(stderr(&output).contains(says), "{args}: {}", stderr(&output));
    }
}
