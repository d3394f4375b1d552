//! The pages of `--report`: their numbers are those of `--json`, and nothing on them comes from elsewhere.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod support;

use std::fmt::Write;
use std::fs;

use support::pages::{between, embedded, loads_nothing, same_numbers, written};
use support::{Case, WEST, davylamp, example, json, stderr};

fn page(command: &str, input: &str, more: &[&str]) -> String {
    written(&[&[command, input], more].concat())
}

#[test]
fn the_numbers_of_a_trace_are_those_of_json() {
    for name in ["prairie-grass-46", "prairie-grass-18", "paper-16", "paper-4"] {
        let readings = example(&format!("{name}.csv"));
        let page = page("trace", &readings, &["--seed", "3"]);
        let object = embedded(&page);
        assert_eq!(
            object["trace"],
            json(&davylamp(&["trace", &readings, "--seed", "3", "--json"]))
        );
        // Place, rate and ellipse, and five or more of each reading.
        let readings = object["trace"]["readings"].as_u64().unwrap();
        let count = same_numbers(&page, &object) as u64;
        assert!(count > 5 * readings + 8, "{name}: {count} numbers, {readings} readings");
    }
}

#[test]
fn the_zones_of_a_traced_source_are_those_of_davylamp_zones() {
    let object = embedded(&page("trace", &example("prairie-grass-46.csv"), &[]));
    let trace = &object["trace"];
    let case = Case::new("", "");
    let text = fs::read_to_string(example("prairie-grass-46.toml")).unwrap();
    let source = format!(
        "[source]\nx_m = {}\ny_m = {}\nrate_kg_s = {}\n",
        trace["x"], trace["y"], trace["rate"]
    );
    let scene = case.path("source.toml");
    fs::write(&scene, text.replace("[source]\n", &source)).unwrap();
    assert_eq!(object["zones"], json(&davylamp(&["zones", &scene, "--json"])));
}

#[test]
fn the_numbers_of_zones_are_those_of_json() {
    let scene = example("zones-ammonia.toml");
    let page = page("zones", &scene, &[]);
    let object = embedded(&page);
    assert_eq!(object["zones"], json(&davylamp(&["zones", &scene, "--json"])));
    // Three zones of five numbers, three reaches above, and the source.
    assert_eq!(same_numbers(&page, &object), 3 * 5 + 3 + 4);
}

#[test]
fn a_page_says_how_to_make_it_again_and_is_the_same_then() {
    let case = Case::new(fs::read(example("paper-16.csv")).unwrap(), "");
    let path = case.path("a page.html");
    let make = || {
        let output =
            case.trace(&["--report", &path, "--seed", "11", "--scene", &example("paper-16.toml")]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        fs::read_to_string(&path).unwrap()
    };
    let first = make();
    assert!(first.contains("--seed 11"), "the command is missing");
    assert!(first.contains(&format!("&#39;{path}&#39;")) || first.contains(&format!("'{path}'")));
    assert_eq!(first, make());
}

#[test]
fn what_comes_from_outside_cannot_become_a_part_of_the_page() {
    const NASTY: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
    let csv = format!(
        "sensor,x_m,y_m,z_m,concentration_mg_m3\n{NASTY},50,0,1.5,2\nb,50,8,1.5,0.7\n\
         c,50,-8,1.5,0.6\nd,100,0,1.5,0.6\ne,100,30,1.5,0.01\n"
    );
    let zones = format!("[[zones.thresholds]]\nname = '{NASTY}'\nppm = 10\n");
    let case = Case::new(&csv, &format!("{WEST}[gas]\nname = 'hydrogen'\n{zones}"));
    let text = page("trace", &case.path("run.csv"), &[]);
    let source = format!("{WEST}{zones}[source]\nrate_kg_s = 0.1\n");
    let scene = case.path("zones.toml");
    fs::write(&scene, source).unwrap();
    for text in [text, page("zones", &scene, &[])] {
        assert!(text.contains("&lt;/script&gt;&lt;script&gt;alert(1)"), "the name is missing");
        assert!(!text.contains("<script>alert") && !text.contains("<img"), "a name became a tag");
        assert_eq!(text.matches("</script>").count(), 2);
        same_numbers(&text, &embedded(&text));
    }
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    for text in [
        page("trace", &example("prairie-grass-46.csv"), &[]),
        page("zones", &example("zones-ammonia.toml"), &[]),
    ] {
        loads_nothing(&text);
    }
}

#[test]
fn readings_that_do_not_tell_are_said_to() {
    let case = Case::new("x_m,y_m,z_m,concentration_mg_m3\n50,0,1.5,2\n", WEST);
    let text = page("trace", &case.path("run.csv"), &[]);
    assert!(text.contains("do not tell where the source is"));
    assert!(text.contains("cannot tell 3 unknowns"), "the warning is missing");
    assert!(same_numbers(&text, &embedded(&text)) > 10);
}

#[test]
fn a_dense_gas_and_an_unknown_class_are_warned_of() {
    let csv = "x_m,y_m,z_m,concentration_mg_m3\n50,0,1.5,2000\n50,8,1.5,700\n50,-8,1.5,600\n\
               100,0,1.5,600\n100,30,1.5,10\n";
    let scene = "gas.name = 'chlorine'\n[wind]\nspeed_m_s = 2\nfrom_deg = 270\n";
    let case = Case::new(csv, scene);
    let text = page("trace", &case.path("run.csv"), &[]);
    let warnings = between(&text, "<section class=\"warnings\"", "</section>");
    assert!(warnings.contains("The gas is dense"), "{warnings}");
    assert!(warnings.contains("stability class D is assumed"), "{warnings}");
}

#[test]
fn thousands_of_readings_make_a_page_that_opens() {
    let mut csv = "time_s,x_m,y_m,z_m,concentration_mg_m3,detection_limit_mg_m3\n".to_owned();
    for i in 0..3000 {
        let (x, y) = (50 + 10 * (i % 6), 5 * (i / 6 % 10) - 25);
        let read = 200.0 / f64::from(x) * (-0.01 * f64::from(y * y)).exp();
        writeln!(csv, "{i},{x},{y},1.5,{read:.4},0.001").unwrap();
    }
    let case = Case::new(&csv, WEST);
    let text = page("trace", &case.path("run.csv"), &["--no-posterior"]);
    assert!(text.contains("Of 3000 readings these are the 400"));
    assert!(embedded(&text)["trace"].get("fit").is_none());
}

#[test]
fn a_page_of_another_name_is_refused_before_the_work() {
    for (command, input) in [("trace", "prairie-grass-46.csv"), ("zones", "zones-ammonia.toml")] {
        let output = davylamp(&[command, &example(input), "--report", "page.pdf"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("page.pdf: the name of a report must end in .html"));
    }
}
