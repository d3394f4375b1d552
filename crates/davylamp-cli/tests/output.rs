//! What the command prints and writes.

mod support;

use support::{Case, WEST, davylamp, example, json, stderr, stdout};

#[test]
fn json_has_every_key_in_si_units() {
    let output = davylamp(&["trace", &example("prairie-grass-46.csv"), "--json", "--seed", "7"]);
    let found = json(&output);
    for key in ["x", "y", "z", "rate", "misfit"] {
        assert!(found[key].is_f64(), "{key} in {found}");
    }
    let covariance = found["covariance"].as_array().unwrap();
    assert_eq!(covariance.len(), 3);
    for (i, row) in covariance.iter().enumerate() {
        assert_eq!(row.as_array().unwrap().len(), 3);
        assert!(row[i].as_f64().unwrap() > 0.0, "variance {i}");
        for (j, value) in row.as_array().unwrap().iter().enumerate() {
            assert_eq!(*value, covariance[j][i], "symmetry");
        }
    }
    let ellipse = &found["ellipse"];
    assert_eq!(ellipse["level"], 0.9);
    assert!(ellipse["angle_deg"].is_f64());
    for key in ["center", "semi_axes_m"] {
        assert_eq!(ellipse[key].as_array().unwrap().len(), 2, "{key}");
    }
    assert!(found["evaluations"].as_u64().unwrap() > 0);
    assert_eq!(found["optimizer"], "projected");
    assert_eq!(found["seed"], 7);
    assert_eq!(found["class"], "D");
    assert_eq!(found["identified"], true);
    assert!(found["warnings"].is_array());
    let interval = found["rate_interval"].as_array().unwrap();
    let [low, high] = [&interval[0], &interval[1]].map(|v| v.as_f64().unwrap());
    assert!(0.0 <= low && low < found["rate"].as_f64().unwrap());
    assert!(high > found["rate"].as_f64().unwrap());
    assert!(found.get("sources").is_none());
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for optimizer in ["omo", "de", "nelder-mead"] {
        let readings = example("paper-16.csv");
        let args = ["trace", &readings, "--json", "--optimizer", optimizer, "--no-posterior"];
        let [first, second] = [davylamp(&args), davylamp(&args)];
        assert_eq!(stdout(&first), stdout(&second), "{optimizer}");
        let found = json(&first);
        assert_eq!(found["optimizer"], optimizer);
        assert!((found["x"].as_f64().unwrap() - 8.0).abs() < 0.1, "{optimizer}: {found}");
    }
}

#[test]
fn pictures_are_written_whole() {
    let case = Case::new("", "");
    for (scene_or_run, command) in
        [("prairie-grass-46.csv", "trace"), ("zones-ammonia.toml", "zones")]
    {
        for (name, begins) in [("a.png", &b"\x89PNG\r\n"[..]), ("a.svg", &b"<svg"[..])] {
            let path = case.path(name);
            let output = davylamp(&[command, &example(scene_or_run), "--plot", &path]);
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            let bytes = std::fs::read(&path).unwrap();
            assert!(bytes.starts_with(begins), "{command} {name}");
            assert!((10_000..3_000_000).contains(&bytes.len()), "{name}: {} bytes", bytes.len());
        }
    }
    let left: Vec<_> = std::fs::read_dir(case.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().ends_with(".tmp"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn geojson_is_in_degrees_where_the_scene_has_a_map() {
    let case = Case::new("", "");
    let path = case.path("out.geojson");
    let output = davylamp(&["trace", &example("prairie-grass-46.csv"), "--geojson", &path]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let found: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(found["type"], "FeatureCollection");
    let features = found["features"].as_array().unwrap();
    let kinds: Vec<&str> =
        features.iter().map(|f| f["properties"]["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds[0], "source");
    assert_eq!(kinds[1], "credible region");
    assert_eq!(kinds.iter().filter(|kind| **kind == "sensor").count(), 40);
    let at = &features[0]["geometry"]["coordinates"];
    let degrees = (at[0].as_f64().unwrap() + 98.5717).hypot(at[1].as_f64().unwrap() - 42.4933);
    assert!(degrees < 1e-3, "{at}");
    assert!(found.get("crs_note").is_none());
}

#[test]
fn geojson_is_in_metres_without_a_map_and_says_so() {
    let case = Case::new("", "");
    let path = case.path("out.geojson");
    let args = ["trace", &example("paper-16.csv"), "--no-posterior", "--geojson", &path];
    assert_eq!(davylamp(&args).status.code(), Some(0));
    let found: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert!(found["crs_note"].as_str().unwrap().contains("local metres"));
    let at = &found["features"][0]["geometry"]["coordinates"];
    assert!((at[0].as_f64().unwrap() - 8.0).abs() < 0.1, "{at}");
}

#[test]
fn only_the_result_is_on_standard_output() {
    // Nothing says the class: a warning, which must not spoil the JSON.
    let csv = "x_m,y_m,z_m,concentration_mg_m3\n50,0,1.5,2\n50,8,1.5,0.7\n50,-8,1.5,0.6\n\
        100,0,1.5,0.6\n100,30,1.5,0.01\n70,5,1.5,\n";
    let case = Case::new(csv, &WEST.replace("[air]\nclass = \"D\"\n", ""));
    let output = case.trace(&["--json"]);
    assert_eq!(json(&output)["class_origin"], "assumed");
    let words = stderr(&output);
    assert!(words.contains("warning: nothing says how fast the air mixes"), "{words}");
    assert!(words.contains("warning: 1 row has no concentration"), "{words}");
}

#[test]
fn zones_of_ammonia() {
    let found = json(&davylamp(&["zones", &example("zones-ammonia.toml"), "--json"]));
    assert_eq!(found["gas"], "ammonia");
    let zones = found["zones"].as_array().unwrap();
    let names: Vec<&str> = zones.iter().map(|z| z["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["AEGL-1", "AEGL-2", "AEGL-3"]);
    let reaches: Vec<f64> = zones.iter().map(|z| z["reach"].as_f64().unwrap()).collect();
    assert!(reaches.is_sorted_by(|a, b| a > b), "{reaches:?}");
}
