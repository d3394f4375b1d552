//! Held against Project Prairie Grass (1956): even-numbered runs, where the measurements are at hand.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use std::path::{Path, PathBuf};

use common::Table;
use davylamp_plume::{
    AlignedPoint, DispersionCurves, GaussianPlume, MoninObukhovWind, PlumeInput, Scores,
    StabilityClass, golder_class,
};

/// Roughness of the site, in m.
const ROUGHNESS: f64 = 0.006;

fn table(name: &str) -> Option<Table> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/prairie_grass");
    let path: PathBuf = folder.join(name);
    if path.is_file() {
        return Some(Table::read(&path));
    }
    #[allow(clippy::print_stdout, reason = "a skipped test says so")]
    {
        println!("skipped: {name} of the Prairie Grass tables is not here");
    }
    None
}

#[test]
fn arc_maxima_score_as_published() {
    let (Some(runs), Some(arcs)) = (table("runs.csv"), table("arcs.csv")) else { return };
    let (mut observed, mut predicted) = (Vec::new(), Vec::new());
    for arc in arcs.rows().filter(|arc| !arc.text("pg_golder").is_empty()) {
        let run = runs.rows().find(|run| run.text("run") == arc.text("run")).unwrap();
        let plume = GaussianPlume::new(PlumeInput {
            curves: DispersionCurves::BriggsRural,
            class: arc.text("pg_golder").parse().unwrap(),
            wind_speed: run.number("u2m_m_s"),
            wind_from_deg: 270.0,
        })
        .unwrap();
        let axis = AlignedPoint { downwind: arc.number("distance_m"), crosswind: 0.0, height: 1.5 };
        let unit = plume.unit_concentration_at(axis, arc.number("source_height_m"));
        // g/s to mg/s.
        predicted.push(1e3 * arc.number("Q_g_s") * unit);
        observed.push(arc.number("cmax_mg_m3"));
    }
    let scores = Scores::new(&observed, &predicted).unwrap();
    assert_eq!(scores.pairs, 135);
    // The reference values are printed to three decimals.
    for (ours, theirs) in [
        (scores.fac2, 0.763),
        (scores.fb, -0.038),
        (scores.nmse, 0.624),
        (scores.mg, 1.126),
        (scores.vg, 1.456),
    ] {
        assert!((ours - theirs).abs() <= 0.000_5 + 1e-12, "{scores:?}: {ours} {theirs}");
    }
}

#[test]
fn golder_gives_the_classes() {
    let Some(runs) = table("runs.csv") else { return };
    let mut count = 0;
    for run in runs.rows() {
        let Some(length) = run.maybe("L_m") else { continue };
        let class: StabilityClass = run.text("pg_golder").parse().unwrap();
        assert_eq!(golder_class(length, ROUGHNESS), Ok(class), "run {}", run.text("run"));
        count += 1;
    }
    assert_eq!(count, 27);
}

#[test]
fn similarity_gives_the_wind() {
    // Friction velocities carry two digits and were fitted to whole profiles: within a quarter.
    let Some(runs) = table("runs.csv") else { return };
    for run in runs.rows() {
        let Some(length) = run.maybe("L_m") else { continue };
        let wind = MoninObukhovWind::new(run.number("ustar_m_s"), ROUGHNESS, length).unwrap();
        let ratio = wind.speed_at(2.0).unwrap() / run.number("u2m_m_s");
        assert!((0.75..=1.25).contains(&ratio), "run {}: {ratio}", run.text("run"));
    }
}
