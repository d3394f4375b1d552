//! The page of `davylamp predict --report`.

#![cfg(feature = "nets")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fs;
use std::path::Path;

use support::models::{SMALL, train};
use support::pages::{between, embedded, loads_nothing, same_numbers, written};
use support::sets::Sets;
use support::{davylamp, json, stderr};

/// A set, and a model that so many of its leaks validated.
fn trained(validate: &str) -> (Sets, [String; 2]) {
    let case = Sets::new("seismic", SMALL);
    case.made("set", &[]);
    let [set, model] = ["set", "model"].map(|name| case.text(name));
    json(&train(
        &set,
        &model,
        &["--train", "3", "--validate", validate, "--epochs", "1", "--json"],
    ));
    (case, [set, model])
}

#[test]
fn the_numbers_are_those_of_json() {
    let (_case, [set, model]) = trained("9");
    for more in [&["--samples", "3..4"][..], &["--noise", "weak"]] {
        let args = [&["predict", "--model", &model, &set], more].concat();
        let page = written(&args);
        loads_nothing(&page);
        let object = embedded(&page);
        assert_eq!(object["predict"], json(&davylamp(&[&args[..], &["--json"]].concat())));
        // Of each leak six in words and six in figures; a table of those and the truth where there are
        // more; three of each label of the validation, and how many leaks that was of.
        let leaks = object["predict"]["samples"].as_array().unwrap().len();
        let table = if leaks > 1 { 12 * leaks } else { 0 };
        assert_eq!(same_numbers(&page, &object), 12 * leaks + table + 18 + 1);
        assert_eq!(page.matches("<figure").count(), leaks);
        assert!(
            page.contains("Learnt from</dt><dd>2 sources, 4 stations"),
            "its survey is missing"
        );
        assert!(page.contains("same input and seed"), "the seed is missing");
        assert!(page.contains("in nine cases of ten"));
    }
}

/// The interval of the page holds nine of ten of the leaks that validated the model, as the model says.
#[test]
fn the_validation_is_that_of_the_set() {
    let (_case, [set, model]) = trained("9");
    let args =
        ["predict", "--model", &model, &set, "--noise", "weak", "--samples", "3..12", "--json"];
    let said = json(&davylamp(&args));
    assert_eq!(said["validation"]["samples"], 9);
    for (name, within) in said["validation"]["nine_in_ten"].as_object().unwrap() {
        let off = said["samples"].as_array().unwrap().iter().map(|sample| {
            let [found, truth] =
                ["predicted", "truth"].map(|of| sample[of][name].as_f64().unwrap());
            (found - truth).abs()
        });
        let most = off.fold(0.0, f64::max);
        // Of nine errors the greatest; labels are in single precision.
        let within = within.as_f64().unwrap();
        assert!((within / most - 1.0).abs() < 1e-4, "{name}: {within} {most}");
        assert_eq!(
            said["r_squared"][name].is_f64(),
            said["validation"]["r_squared"][name].is_f64()
        );
    }
}

#[test]
fn what_is_not_known_is_said() {
    let (case, [set, model]) = trained("2");
    let page = written(&["predict", "--model", &model, &set, "--samples", "0..1"]);
    let warnings = between(&page, "<section class=\"warnings\"", "</section>");
    assert!(warnings.contains("was validated on 2 leaks: too few"), "{warnings}");
    assert!(!between(&page, "<main>", "How sure it is").contains('±'));

    // A model of an earlier version, which kept no errors, asked for images that name no survey.
    let path = Path::new(&model).join("model.json");
    let mut about: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    about.as_object_mut().unwrap().remove("validation").unwrap();
    fs::write(&path, about.to_string()).unwrap();
    let shard = case.path("four.npy");
    let mut bytes = b"\x93NUMPY\x01\x00\x76\x00".to_vec();
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (64, 16), }";
    bytes.extend(format!("{header:<117}\n").into_bytes());
    bytes.extend((0..64 * 16_u16).flat_map(|i| (f32::from(i) * 0.1).sin().to_le_bytes()));
    fs::write(&shard, bytes).unwrap();
    let page = written(&["predict", "--model", &model, shard.to_str().unwrap()]);
    assert!(page.contains("nothing is known of how sure this is"));
    assert!(page.contains("Not known: the folder of the model says nothing of its errors"));
    assert!(page.contains("a file of images does not say"));
    same_numbers(&page, &embedded(&page));
}

#[test]
fn a_page_of_another_name_is_refused_before_the_work() {
    let output = davylamp(&["predict", "--model", "none", "none", "--report", "page.pdf"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("page.pdf: the name of a report must end in .html"));
}
