//! Scenes and readings made by a known plume come back as the source that made them.
#![cfg(feature = "scene")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write;

use davylamp::plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
use davylamp::scene::{ClassOrigin, Scene};
use davylamp::trace::ReadingsCsv;
use davylamp::tracing::{Finding, TraceOptions, Traced};
use davylamp::traits::Dispersion;

const HEADER: &str = "x_m,y_m,z_m,concentration_kg_m3\n";

fn plume(wind_from_deg: f64) -> GaussianPlume {
    GaussianPlume::new(PlumeInput {
        curves: DispersionCurves::BriggsRural,
        class: StabilityClass::D,
        wind_speed: 4.0,
        wind_from_deg,
    })
    .unwrap()
}

/// Readings on a grid of sensors, of sources with these places and rates.
fn readings(sources: &[([f64; 3], f64)]) -> String {
    let mut csv = String::from(HEADER);
    for i in 0..49_u32 {
        let place = [40.0 + 25.0 * f64::from(i % 7), -75.0 + 25.0 * f64::from(i / 7), 1.5];
        let of = |(source, rate): &([f64; 3], f64)| {
            rate * plume(270.0).unit_concentration(*source, place)
        };
        let concentration: f64 = sources.iter().map(of).sum();
        writeln!(csv, "{},{},{},{concentration:e}", place[0], place[1], place[2]).unwrap();
    }
    csv
}

fn trace(csv: &str, scene: &str, options: &TraceOptions) -> Traced {
    let scene = Scene::parse(scene).unwrap();
    let parsed = ReadingsCsv::parse(csv.as_bytes(), scene.kg_m3_per_ppm()).unwrap();
    Traced::new(&parsed, &scene, options).unwrap()
}

const EXACT: &str = "[wind]\nspeed_m_s = 4\nfrom_deg = 270\n[noise]\nmodel_error = \"none\"\n\
    [source]\nheight_m = 1\n[search]\nx_m = [-100, 100]\ny_m = [-100, 100]\n";

#[test]
fn one_source_comes_back() {
    let csv = readings(&[([10.0, -20.0, 1.0], 0.02)]);
    let found = trace(&csv, &format!("{EXACT}[air]\nclass = \"D\"\n"), &TraceOptions::default());
    let [source] = found.sources() else { panic!("{found:?}") };
    assert!((source.position[0] - 10.0).hypot(source.position[1] + 20.0) < 0.01, "{source:?}");
    assert!((source.rate / 0.02 - 1.0).abs() < 1e-3, "{source:?}");
    assert!(source.ellipse.contains([10.0, -20.0]));
    assert!(source.rate_interval[0] < 0.02 && 0.02 < source.rate_interval[1]);
    assert!(found.warnings.is_empty(), "{:?}", found.warnings);
}

#[test]
fn two_sources_are_told_apart() {
    let csv = readings(&[([10.0, -40.0, 1.0], 0.02), ([0.0, 45.0, 1.0], 0.01)]);
    let scene = format!("{EXACT}max_sources = 3\n[air]\nclass = \"D\"\n");
    let found = trace(&csv, &scene, &TraceOptions::default());
    let [strong, weak] = found.sources() else { panic!("{found:?}") };
    for (source, place, rate) in [(strong, [10.0, -40.0], 0.02), (weak, [0.0, 45.0], 0.01)] {
        let [x, y, _] = source.position;
        assert!((x - place[0]).hypot(y - place[1]) < 0.5, "{source:?}");
        assert!((source.rate / rate - 1.0).abs() < 0.02, "{source:?}");
    }
    let one = trace(&csv, &scene, &TraceOptions::default().with_max_sources(1));
    assert_eq!(one.sources().len(), 1);
}

#[test]
fn a_free_height_is_sampled() {
    let csv = readings(&[([10.0, -20.0, 3.0], 0.02)]);
    let scene = format!("{EXACT}height_m = [0, 8]\n[air]\nclass = \"D\"\n");
    let found = trace(&csv, &scene, &TraceOptions::default().with_seed(3));
    let [source] = found.sources() else { panic!("{found:?}") };
    assert!((source.position[2] - 3.0).abs() < 0.2, "{source:?}");
    assert!(found.density.is_some());
}

#[test]
fn the_class_that_fits_best_is_taken() {
    let csv = readings(&[([10.0, -20.0, 1.0], 0.02)]);
    let scene = format!("{EXACT}classes = [\"B\", \"D\", \"F\"]\n");
    for posterior in [true, false] {
        let options = TraceOptions::default().with_posterior(posterior);
        let found = trace(&csv, &scene, &options);
        assert_eq!(found.stability.class, StabilityClass::D);
        assert_eq!(found.stability.origin, ClassOrigin::BestFit);
    }
}

#[test]
fn one_reading_gives_a_ridge_through_the_wind() {
    let csv = format!("{HEADER}50,0,1.5,2e-6\n");
    let found = trace(&csv, &format!("{EXACT}[air]\nclass = \"D\"\n"), &TraceOptions::default());
    let Finding::Ridge { points, .. } = &found.finding else { panic!("{found:?}") };
    assert!(points.len() >= 5);
    for point in points {
        assert!(point.position[0] < 50.0 && point.position[1].abs() < 1e-9, "{point:?}");
        let read = point.rate * plume(270.0).unit_concentration(point.position, [50.0, 0.0, 1.5]);
        assert!((read / 2e-6 - 1.0).abs() < 1e-6, "{point:?}");
    }
    assert!(found.warnings[0].starts_with("1 reading cannot tell 3 unknowns"));
}

#[test]
fn a_turning_wind_lets_one_sensor_find_the_source() {
    let source = [0.0, 0.0, 1.0];
    let mut csv =
        String::from("time_s,x_m,y_m,z_m,concentration_kg_m3,wind_speed_m_s,wind_from_deg\n");
    for i in 0..12_u32 {
        let from = 255.0 + 3.0 * f64::from(i);
        for (x, y) in [(60.0, 5.0), (90.0, -10.0)] {
            let c = 0.03 * plume(from).unit_concentration(source, [x, y, 2.0]);
            writeln!(csv, "{},{x},{y},2,{c:e},4,{from}", 600 * i).unwrap();
        }
    }
    let found = trace(&csv, &format!("{EXACT}[air]\nclass = \"D\"\n"), &TraceOptions::default());
    let [found] = found.sources() else { panic!("{found:?}") };
    assert!(found.position[0].hypot(found.position[1]) < 0.5, "{found:?}");
    assert!((found.rate / 0.03 - 1.0).abs() < 0.01, "{found:?}");
}

#[test]
fn methane_has_a_background_by_itself() {
    let mut csv = String::from("x_m,y_m,z_m,concentration_ppm\n");
    for i in 0..30_u32 {
        let place = [40.0 + 25.0 * f64::from(i % 5), -75.0 + 30.0 * f64::from(i / 5), 1.5];
        // A part per million of methane weighs 0.68 mg/m³ at 15 °C and 1 atm.
        let excess = 5e-3 * plume(270.0).unit_concentration([0.0, 0.0, 1.0], place) / 6.785e-7;
        writeln!(csv, "{},{},1.5,{}", place[0], place[1], 1.9 + excess).unwrap();
    }
    let scene = format!("{EXACT}[air]\nclass = \"D\"\n[gas]\nname = \"methane\"\n");
    let found = trace(&csv, &scene, &TraceOptions::default().with_posterior(false));
    assert!((found.background / 6.785e-7 - 1.9).abs() < 0.01, "{}", found.background);
    assert!(found.warnings[0].contains("the background is taken as"), "{:?}", found.warnings);
    assert!((found.sources()[0].rate / 5e-3 - 1.0).abs() < 0.02, "{:?}", found.sources());
}
