//! Scenes: the examples, the defaults, and what is refused.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers of samples and nodes"
)]

mod common;

use std::path::PathBuf;

use common::rock;
use davylamp_uhs::{GroundKind, Leak, Leaking, Scene, Site, Survey, UhsError};
use proptest::prelude::*;

fn example(name: &str) -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/uhs");
    std::fs::read_to_string(folder.join(name)).ok()
}

#[test]
fn the_paper_scene_is_the_default_and_has_every_key() {
    // The published crate comes without the repository's examples.
    let Some(text) = example("paper.toml") else { return };
    let scene = Scene::parse(&text).unwrap();
    let ground = Some(davylamp_uhs::GroundSection::default());
    let default = Scene { ground, ..Scene::default() };
    assert_eq!(scene, default);
    let keys = |text: &str| {
        let mut found = Vec::new();
        collect("", &text.parse::<toml::Table>().unwrap(), &mut found);
        found
    };
    assert_eq!(keys(&text), keys(&toml::to_string(&default).unwrap()));
}

fn collect(prefix: &str, table: &toml::Table, found: &mut Vec<String>) {
    for (key, value) in table {
        let name = format!("{prefix}{key}");
        match value {
            toml::Value::Table(inner) => collect(&format!("{name}."), inner, found),
            _ => found.push(name),
        }
    }
    found.sort();
}

#[test]
fn coarser_nodes_leave_the_leaks_as_they_are() {
    let [Some(fine), Some(coarse)] = ["paper.toml", "paper-8m.toml"].map(example) else { return };
    let [fine, coarse] = [fine, coarse].map(|text| Scene::parse(&text).unwrap());
    for index in 0..20 {
        assert_eq!(Leak::drawn(&fine, index), Leak::drawn(&coarse, index));
    }
}

#[test]
fn every_example_makes_a_ground_and_leaks() {
    for name in ["paper.toml", "paper-8m.toml", "smoke.toml", "site.toml"] {
        let Some(text) = example(name) else { return };
        let scene = Scene::parse(&text).unwrap();
        let site = Site::new(&scene, &rock()).unwrap();
        for index in 0..5 {
            let leak = Leak::drawn(&scene, index);
            assert!(Leaking::new(&site, &leak, &rock()).unwrap().mass() > 0.0, "{name}");
        }
        assert!(!Survey::new(&scene).receivers.is_empty());
    }
}

#[test]
fn a_scene_written_out_is_the_same_scene() {
    for text in [example("paper.toml"), example("site.toml"), Some(String::new())] {
        let Some(text) = text else { return };
        let scene = Scene::parse(&text).unwrap();
        assert_eq!(Scene::parse(&toml::to_string(&scene).unwrap()).unwrap(), scene);
    }
}

#[test]
fn refusals_name_key_value_and_what_is_allowed() {
    for (toml, words) in [
        ("grd = 3", "line 1, column 1: unknown field `grd`"),
        ("seed = 3\n[leak]\nbreadth_m = [1, 2]", "line 3, column 1: unknown field `breadth_m`"),
        ("samples = 'many'", "line 1, column 11: invalid type"),
        ("samples = 0", "samples = 0 is not allowed: 1 to 100000000"),
        ("grid.spacing_m = 0", "grid.spacing_m = 0 is not allowed"),
        ("grid.spacing_m = nan", "grid.spacing_m = NaN is not allowed"),
        (
            "grid.spacing_m = 7",
            "grid.width_m = 4000 is not allowed: 4 to 100000 times grid.spacing_m = 7",
        ),
        ("ground.aquifer_top_m = 1550", "ground.aquifer_top_m = 1550 is not allowed: 50 to 1500"),
        ("ground.overburden_porosity = [0.3, 0.1]", "ground.overburden_porosity = [0.3, 0.1]"),
        ("ground.caprock_porosity = nan", "ground.caprock_porosity = NaN is not allowed: 0 to 1"),
        ("ground.layer_thickness_m = [0.0, 3.0]", "ground.layer_thickness_m = [0.0, 3.0]"),
        ("ground.gas_thickness_m = 130", "ground.gas_thickness_m = 130 is not allowed: 0 to 100"),
        ("rock.salinity = 0.4", "rock.salinity = 0.4 is not allowed: 0 to 0.26"),
        ("rock.preset = 'mine'", "unknown variant `mine`"),
        ("leak.gas_saturation = [0.5, 1.5]", "leak.gas_saturation = [0.5, 1.5] is not allowed"),
        (
            "leak.depth_m = [100, 2000]",
            "leak.depth_m = [100.0, 2000.0] is not allowed: [top, bottom] in the ground of 1600 m",
        ),
        ("leak.depth_m = [100, 350]", "300 m apart or more (leak.height_m)"),
        ("leak.margin_m = 1900", "leak.margin_m = 1900 is not allowed: 0 to 1850"),
        ("leak.outline_points = [2, 5]", "leak.outline_points[0] = 2 is not allowed: 3 to 100"),
        ("leak.coverage = 'some'", "unknown variant `some`"),
        ("survey.stations = 401", "survey.stations = 401 is not allowed: 1 to 400"),
        ("survey.sources = { count = 8 }", "either count and depth_m, or positions_m"),
        ("survey.sources = { count = 0, depth_m = 5 }", "survey.sources.count = 0"),
        (
            "survey.receivers = { positions_m = [[0, 0], [4001, 0]] }",
            "receiver 1 at (4001, 0) m lies outside the grid of 4000 m by 1600 m",
        ),
        ("survey.sources = { positions_m = [[0, nan]] }", "source 0 at (0, NaN) m lies outside"),
        ("image.record_s = 0", "image.record_s = 0 is not allowed"),
        ("image.samples = 1", "image.samples = 1 is not allowed: 2 to"),
        (
            "layer = [{ top_m = 0, bottom_m = 100, porosity = 0.2 }, { top_m = 90, bottom_m = 1600, porosity = 0.2 }]",
            "layer 1 begins at 90 m, and must at 100 m",
        ),
        (
            "layer = [{ top_m = 0, bottom_m = 100, porosity = 0.2 }, { top_m = 110, bottom_m = 1600, porosity = 0.2 }]",
            "layer 1 begins at 110 m, and must at 100 m",
        ),
        (
            "layer = [{ top_m = 0, bottom_m = 100, porosity = 0.2 }]",
            "layer 0: bottom_m = 100 is not allowed: grid.depth_m = 1600 or more",
        ),
        (
            "layer = [{ top_m = 0, bottom_m = 1600, porosity = nan }]",
            "layer 0: porosity = NaN is not allowed: 0 to 1",
        ),
        ("layer = [{ top_m = 0, bottom_m = 0, porosity = 0.1 }]", "layer 0: bottom_m = 0"),
        (
            "ground = {}\nlayer = [{ top_m = 0, bottom_m = 1600, porosity = 0.1 }]",
            "[ground] and [[layer]] exclude each other",
        ),
    ] {
        let error = Scene::parse(toml).unwrap_err().to_string();
        assert!(error.contains(words), "{toml}: {error}");
    }
}

#[test]
fn the_kinds_of_ground() {
    assert!(matches!(Scene::default().ground_kind(), GroundKind::Random(_)));
    let layers = "layer = [{ top_m = 0, bottom_m = 1700, porosity = 0.1 }]";
    assert!(matches!(Scene::parse(layers).unwrap().ground_kind(), GroundKind::Layers([_])));
    let grids = "grids = { vp = 'a', vs = 'b', rho = 'c', porosity = 'd' }";
    let scene = Scene::parse(grids).unwrap();
    assert!(matches!(scene.ground_kind(), GroundKind::Grids(_)));
    assert!(scene.baseline_layers().is_empty());
}

proptest! {
    #[test]
    fn any_text_is_refused_or_understood(text in "[a-z_\\[\\]={}0-9. \n]{0,60}") {
        if let Err(error) = Scene::parse(&text) {
            prop_assert!(!error.to_string().is_empty());
            let of_solver = matches!(error, UhsError::Solver { .. });
            prop_assert!(!of_solver);
        }
    }
}
