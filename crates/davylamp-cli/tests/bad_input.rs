//! Whatever people hand over by mistake: a message that helps, and never a panic.

mod support;

use std::fmt::Write as _;

use support::{Case, WEST, davylamp, example, stderr, stdout};

const HEADER: &str = "x_m,y_m,z_m,concentration_mg_m3\n";

fn says(case: &Case, code: i32, parts: &[&str]) {
    let message = case.refusal(code);
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
}

/// Three sensors in the plume, two beside it.
fn body() -> &'static str {
    "50,0,1.5,2\n50,8,1.5,0.7\n100,0,1.5,0.6\n100,30,1.5,0.01\n50,-30,1.5,0\n"
}

#[test]
fn missing_columns() {
    let case = Case::new("x_m,concentration_mg_m3\n1,2\n", WEST);
    says(
        &case,
        2,
        &["run.csv: line 1: the header lacks a column y_m; it has x_m, concentration_mg"],
    );
    let case = Case::new("x_m,y_m\n1,2\n", WEST);
    says(&case, 2, &["lacks a column concentration_kg_m3 (or _g_m3, _mg_m3, _ug_m3, _ppm, _ppb)"]);
}

#[test]
fn unknown_units() {
    let case = Case::new("x_m,y_m,concentration_furlongs\n1,2,3\n", WEST);
    says(&case, 2, &["run.csv: line 1", "unknown unit \"furlongs\"", "concentration_ug_m3"]);
    let case = Case::new("x_ft,y_m,concentration_kg_m3\n1,2,3\n", WEST);
    says(&case, 2, &["\"x_ft\" has the unknown unit \"ft\"; allowed are x_m"]);
}

#[test]
fn parts_per_million_of_an_unknown_gas() {
    let case = Case::new("x_m,y_m,concentration_ppm\n1,2,3\n", WEST);
    says(&case, 2, &["column \"concentration_ppm\" needs to know the gas: say [gas] name"]);
}

#[test]
fn text_where_a_number_belongs() {
    let case = Case::new(format!("{HEADER}50,zero,1.5,2\n"), WEST);
    says(&case, 2, &["run.csv: line 2, column y_m: \"zero\" is not a number"]);
}

#[test]
fn not_a_number() {
    let case = Case::new(format!("{HEADER}{}50,1,1.5,NaN\n", body()), WEST);
    says(&case, 2, &["line 7, column concentration_mg_m3: NaN is not a finite number"]);
}

#[test]
fn negative_concentrations() {
    let case = Case::new(format!("{HEADER}{}50,1,1.5,-0.25\n", body()), WEST);
    says(&case, 2, &["line 7, column concentration_mg_m3: -0.25 is not allowed", "zero or more"]);
}

#[test]
fn duplicate_sensors() {
    let case = Case::new(format!("# site\n{HEADER}{}50,0,1.5,2\n", body()), WEST);
    says(&case, 2, &["run.csv: lines 3 and 8 are readings at the same place and time"]);
}

#[test]
fn all_zeros() {
    let case = Case::new(format!("{HEADER}50,0,1.5,0\n60,0,1.5,0\n70,0,1.5,0\n"), WEST);
    says(&case, 1, &["all 3 readings are zero or below their detection limit"]);
}

#[test]
fn calm_wind() {
    let scene = WEST.replace("speed_m_s = 3", "speed_m_s = 0.1");
    let case = Case::new(format!("{HEADER}{}", body()), &scene);
    says(&case, 2, &["line 2", "a wind of 0.1 m/s is calm (below 0.5 m/s, air.calm_speed_m_s)"]);
}

#[test]
fn no_wind() {
    let case = Case::new(format!("{HEADER}{}", body()), "");
    says(&case, 2, &["run.csv: line 2", "has no wind", "[wind] speed_m_s and from_deg"]);
}

#[test]
fn wind_that_blows_away_from_every_sensor() {
    let scene = format!("{WEST}[search]\nx_m = [200, 300]\ny_m = [-50, 50]\n");
    let case = Case::new(format!("{HEADER}{}", body()), &scene);
    says(&case, 1, &["no place in the search box can send gas to any sensor", "wind direction"]);
}

#[test]
fn an_empty_file() {
    says(&Case::new("", WEST), 2, &["run.csv: the file is empty"]);
    says(&Case::new(HEADER, WEST), 2, &["run.csv: the file has a header but no readings"]);
}

#[test]
fn a_binary_file() {
    let elf = b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00";
    says(&Case::new(elf, WEST), 2, &["run.csv: line 1: this is not a text file in UTF-8"]);
}

#[test]
fn files_that_are_not_there() {
    let output = davylamp(&["trace", "/nowhere/run.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot read /nowhere/run.csv"), "{}", stderr(&output));
    let output = davylamp(&["trace", &example("paper-16.csv"), "--scene", "/nowhere/x.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot read /nowhere/x.toml"));
}

#[test]
fn outputs_that_cannot_be_written() {
    let readings = example("paper-16.csv");
    for flag in ["--plot", "--geojson"] {
        let path = "/nowhere/there/out.png";
        let output = davylamp(&["trace", &readings, "--no-posterior", flag, path]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(stderr(&output).contains("cannot write /nowhere/there/out.png"));
        assert_eq!(stdout(&output), "");
    }
    let output = davylamp(&["trace", &readings, "--no-posterior", "--plot", "picture.bmp"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot draw picture.bmp: the name must end in .png or .svg"));
}

#[test]
fn scenes_that_are_refused() {
    for (scene, part) in [
        ("[wind]\nspeed = 3\n", "run.toml: line 2, column 1: unknown field `speed`, expected"),
        ("[winds]\n", "run.toml: line 1, column 2: unknown field `winds`, expected one of `gas`"),
        (
            "[wind]\nspeed_m_s = -3\n",
            "run.toml: line 2, column 1: wind.speed_m_s = -3 is not allowed",
        ),
        ("[air]\nclass = \"Z\"\n", "\"Z\" is none of A, B, C, D, E, F"),
        ("[wind\n", "run.toml: line 1, column"),
    ] {
        says(&Case::new(format!("{HEADER}{}", body()), scene), 2, &[part]);
    }
}

#[test]
fn arguments_that_are_refused() {
    let readings = example("paper-16.csv");
    for (args, part) in [
        (
            vec!["trace", &readings, "--optimizer", "magic"],
            "no method is called \"magic\"; there are",
        ),
        (vec!["trace", &readings, "--sources", "5"], "5 is not in 1..=4"),
        (vec!["trace", &readings, "--seed", "x"], "invalid value 'x'"),
        (vec!["trace"], "<READINGS>"),
        (vec!["chase", &readings], "unrecognized subcommand 'chase'"),
    ] {
        let output = davylamp(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(part), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn fewer_readings_than_unknowns() {
    // One reading, three unknowns: every place upwind explains it with some rate.
    let case = Case::new(format!("{HEADER}50,0,1.5,2\n"), WEST);
    let output = case.trace(&["--json"]);
    let found = support::json(&output);
    assert_eq!(found["identified"], false);
    assert!(found["ridge"].as_array().unwrap().len() >= 5, "{found}");
    assert!(stderr(&output).contains("warning:"), "{}", stderr(&output));
    let words = stdout(&case.trace(&[]));
    assert!(words.contains("not identified"), "{words}");
}

#[test]
fn a_million_readings() {
    let mut csv = String::from(HEADER);
    for i in 0..1_000_000_u32 {
        let (x, y) = (i % 1000, i / 1000);
        let far = f64::from(x) + 10.0;
        let width = 0.08 * far;
        let across = (f64::from(y) - 500.0) / width;
        let concentration = 1e3 / (far * far) * (-0.5 * across * across).exp();
        writeln!(csv, "{x},{y},1.5,{concentration:.6}").unwrap();
    }
    let case = Case::new(csv, WEST);
    let start = std::time::Instant::now();
    let output = case.trace(&["--json", "--no-posterior"]);
    assert!(support::json(&output)["x"].is_f64());
    let words = stderr(&output);
    assert!(words.contains("warning: 1000000 readings are more than a search needs"), "{words}");
    // A few seconds; the bound allows for a busy, slow machine.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_panic() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_davylamp"))
        .args(["zones", &example("zones-ammonia.toml"), "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    assert_eq!(output.status.code(), Some(0));
}
