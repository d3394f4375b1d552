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
fn rock_under_another_pore_pressure() {
    let vs = |pressure: &str| {
        let args = ["rock", "--depth-m", "1025", "--porosity", "0.3", "--json"];
        let all = [&args[..], &["--pore-pressure-pa", pressure]].concat();
        json(&davylamp(&all))["vs"].as_f64().unwrap()
    };
    // The pressure of the profile itself, and more, which takes load off the grains.
    let profile = json(&davylamp(&["rock", "--depth-m", "1025", "--porosity", "0.3", "--json"]));
    assert_eq!(profile["vs"].as_f64().unwrap().to_bits(), vs("10146325").to_bits());
    assert!(vs("13e6") < vs("10146325"));
}

#[test]
fn bad_input_is_refused() {
    let hydrogen = "hydrogen --pressure-pa 9.8e6 --temperature-k 300";
    let rock = "rock --depth-m 900 --porosity 0.2 --gas-saturation 0.5";
    // One word, so that -inf is not taken for options.
    let with = |command: &str, name: &str, value: &str| {
        let mut words: Vec<String> = command.split(' ').map(str::to_owned).collect();
        if let Some(place) = words.iter().position(|word| *word == format!("--{name}")) {
            words.drain(place..place + 2);
        }
        words.push(format!("--{name}={value}"));
        words
    };
    let mut tried = 0;
    for (command, name, values, says) in [
        (
            hydrogen,
            "temperature-k",
            ["13.95", "1000.1"],
            "temperature = {} is outside [1.3957e1, 1e3]",
        ),
        (hydrogen, "pressure-pa", ["-1e0", "2.1e9"], "pressure = {} is outside ["),
        (rock, "porosity", ["-0.01", "0.41"], "porosity = {} is outside [0e0, 4e-1]"),
        (rock, "gas-saturation", ["-0.01", "1.1"], "gas_saturation = {} is outside [0e0, 1e0]"),
        (rock, "depth-m", ["-1", "20000"], "depth = {} is outside [0e0, 1e4]"),
        (rock, "pore-pressure-pa", ["-1", "0"], "pore_pressure = {} must be positive and finite"),
    ] {
        for value in values.into_iter().chain(["NaN", "inf", "-inf"]) {
            let args = with(command, name, value);
            let output = davylamp(&args.iter().map(String::as_str).collect::<Vec<_>>());
            let shown = format!("{:e}", value.parse::<f64>().unwrap());
            assert_eq!(output.status.code(), Some(2), "{args:?}");
            assert_eq!(stdout(&output), "", "{args:?}");
            let message = stderr(&output);
            assert!(message.contains(&says.replace("{}", &shown)), "{args:?}: {message}");
            tried += 1;
        }
    }
    assert_eq!(tried, 30);
}

#[test]
fn pores_that_bear_more_than_the_rock_weighs_are_refused() {
    let args = "rock --depth-m 1000 --porosity 0.2 --pore-pressure-pa 3e7";
    let output = davylamp(&args.split(' ').collect::<Vec<_>>());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), "");
    // 101325 + 2450 * 9.8 * 1000 - 3e7.
    assert!(
        stderr(&output).contains("effective_pressure = -5.888675e6 is outside [0e0,"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn the_book_shows_what_the_commands_print() {
    let book = std::fs::read_to_string(support::examples().join("../docs/rock.md")).unwrap();
    let mut shown = 0;
    for block in book.split("```sh\n").skip(1) {
        let (command, rest) = block.split_once("\n```\n\n```text\n").unwrap();
        let (text, _) = rest.split_once("```").unwrap();
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        assert_eq!(stdout(&davylamp(&words)), text, "{command}");
        shown += 1;
    }
    assert_eq!(shown, 2);
}
