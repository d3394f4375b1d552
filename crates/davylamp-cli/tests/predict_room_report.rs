//! The page of `davylamp predict --report` about a room.

#![cfg(feature = "nets")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fs;

use serde_json::Value;
use support::models::{ROOM, room_training};
use support::pages::{between, embedded, loads_nothing, same_numbers, written};
use support::sets::Sets;
use support::{davylamp, json};

/// A set, and a model that so many of its leaks validated.
fn trained(scene: &str, validate: &str) -> (Sets, [String; 2]) {
    let case = Sets::new("room", scene);
    case.made("set", &["--samples", "40"]);
    let [set, model] = ["set", "model"].map(|name| case.text(name));
    let more = ["--train", "20", "--validate", validate, "--epochs", "2", "--json"];
    json(&davylamp(&room_training(&set, &model, &more)));
    (case, [set, model])
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

#[test]
fn the_numbers_are_those_of_json() {
    let (_case, [set, model]) = trained(ROOM, "9");
    for samples in ["29..30", "29..40"] {
        let args = ["predict", "--model", &model, &set, "--samples", samples];
        let page = written(&args);
        loads_nothing(&page);
        let object = embedded(&page);
        assert_eq!(object["predict"], json(&davylamp(&[&args[..], &["--json"]].concat())));
        // Of each sample its place, how likely that is, and four places; a table and four metrics where
        // there are more; three of the validation.
        let leaks = object["predict"]["samples"].as_array().unwrap().len();
        let table = if leaks > 1 { leaks + 4 } else { 0 };
        assert_eq!(same_numbers(&page, &object), 8 * leaks + table + 3);
        assert_eq!(page.matches("<figure").count(), leaks);
        assert!(page.contains("6 readings of ppm, 1 s apart; A at"), "its sensors are missing");
        assert!(page.contains("of helium; learnt from leaks of 10.0 mg/s to 100 mg/s"));
    }
}

/// Of the nine leaks that validated the model the right place is among the likely ones of all: the
/// ninth greatest of nine probabilities is the least.
#[test]
fn the_validation_is_that_of_the_set() {
    let (_case, [set, model]) = trained(ROOM, "9");
    let args = ["predict", "--model", &model, &set, "--samples", "20..29"];
    let said = json(&davylamp(&[&args[..], &["--json"]].concat()));
    assert_eq!(said["validation"]["samples"], 9);
    assert_eq!(said["validation"]["accuracy"], said["metrics"]["accuracy"]);
    let least = said["validation"]["nine_in_ten"].as_f64().unwrap();
    let mut worst = f64::INFINITY;
    for sample in said["samples"].as_array().unwrap() {
        let truth = sample["truth"].as_str().unwrap();
        worst = worst.min(sample["probabilities"][truth].as_f64().unwrap());
        for (name, probability) in sample["probabilities"].as_object().unwrap() {
            let is_likely = words(&sample["likely"]).contains(&name.as_str());
            assert_eq!(is_likely, probability.as_f64().unwrap() >= least, "{name}");
        }
    }
    // Probabilities are exponentials of losses there, and shares here.
    assert!((worst / least - 1.0).abs() < 1e-9, "{worst} {least}");
}

#[test]
fn what_is_not_known_is_said() {
    let (case, [set, model]) = trained(ROOM, "8");
    let page = written(&["predict", "--model", &model, &set, "--samples", "0..1"]);
    let warnings = between(&page, "<section class=\"warnings\"", "</section>");
    assert!(warnings.contains("was validated on 8 leaks: too few"), "{warnings}");
    assert!(!page.contains("In nine cases of ten it leaks"));
    let accuracy = embedded(&page)["predict"]["validation"]["accuracy"].as_f64().unwrap();
    assert_eq!(warnings.contains("worth no more than a guess"), accuracy <= 0.25, "{warnings}");

    // A model of an earlier version, asked for what sensors read: nobody knows the truth.
    let path = case.path("model/model.json");
    let mut about: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    about.as_object_mut().unwrap().remove("validation").unwrap();
    fs::write(&path, about.to_string()).unwrap();
    let rows = (0..6).map(|time| format!("{time},{},{},3\n", 9 * time, 4 * time));
    let text = format!("time_s,A_ppm,B_ppm,C_ppm\n{}", rows.collect::<String>());
    fs::write(case.path("run.csv"), text).unwrap();
    let page = written(&["predict", "--model", &model, &case.text("run.csv")]);
    assert!(page.contains("nothing is known of how sure this is"));
    assert!(page.contains("Not known: the folder of the model says nothing of its errors"));
    assert!(!page.contains("in truth"));
    same_numbers(&page, &embedded(&page));
}

/// Whatever a place is called, nothing of it is markup.
#[test]
fn names_are_escaped() {
    let places = "place = [\n{ name = 'tank/<b>', position_m = [0.4, 0.4, 0.2] },\n\
                  { name = 'the ~1 valve', position_m = [1.1, 1.1, 0.2] }]";
    let scene = ROOM.replace("floor_grid = [2, 2]\nheight_m = [0.1, 0.3]", places);
    let (_case, [set, model]) = trained(&scene, "9");
    let page = written(&["predict", "--model", &model, &set, "--samples", "0..2"]);
    assert!(page.contains("tank/&lt;b&gt;") && !page.contains("tank/<b>"));
    let object = embedded(&page);
    assert_eq!(same_numbers(&page, &object), 6 * 2 + 2 + 4 + 3);
}
