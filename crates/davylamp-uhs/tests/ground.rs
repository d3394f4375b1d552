//! The ground before any leak.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers of samples and nodes"
)]

mod common;

use common::rock;
use davylamp_rock::{StoreInput, StoreRock};
use davylamp_traits::{ElasticMedium, RockModel};
use davylamp_uhs::{LabelLimits, Scene, Site, UhsError};
use proptest::prelude::*;

/// Printed as whole numbers.
const DIGIT: f64 = 0.51;

#[track_caller]
fn assert_rock(found: [f64; 3], expected: [f64; 3]) {
    for (ours, theirs) in found.into_iter().zip(expected) {
        assert!((ours - theirs).abs() < DIGIT, "{found:?} {expected:?}");
    }
}

#[test]
fn the_papers_store() {
    let (scene, rock) = (Scene::default(), rock());
    let site = Site::new(&scene, &rock).unwrap();
    assert_eq!(site.shape(), [321, 801]);
    // Caprock, gas at the top of the aquifer, and brine below it.
    assert_rock(site.velocities(195, 400), [3877.0, 2160.0, 2521.0]); // 975 m
    assert_rock(site.velocities(205, 0), [1682.0, 1132.0, 1883.0]); // 1025 m
    assert_rock(rock.rock(1025.0, 0.3, 0.0), [2330.0, 1065.0, 2126.0]);
    assert_eq!(site.velocities(215, 3), rock.rock(1075.0, 0.3, 0.0));
    assert!((site.porosity(195, 7) - 0.05).abs() < 1e-15);
    // Flat.
    for iz in 0..321 {
        assert_eq!(site.velocities(iz, 0), site.velocities(iz, 800));
    }
    assert!(site.slowest() >= 627.0 - DIGIT && site.fastest() >= 3877.0 - DIGIT);
}

#[test]
fn shear_speeds_near_the_surface() {
    let free = StoreRock::new(StoreInput::paper()).unwrap();
    for (depth, porosity, vs) in
        [(5.0, 0.35, 405.0), (50.0, 0.35, 593.0), (100.0, 0.35, 665.0), (5.0, 0.10, 824.0)]
    {
        let found = free.rock(depth, porosity, 0.0)[1];
        assert!((found - vs).abs() < DIGIT, "{depth} {porosity}: {found}");
    }
    assert!((rock().rock(5.0, 0.35, 0.0)[1] - 627.0).abs() < DIGIT);
}

#[test]
fn speed_hardly_tells_how_much_gas() {
    // At 600 m with a porosity of 0.25, in percent of the speed with brine.
    let brine = rock().rock(600.0, 0.25, 0.0);
    for (gas, change) in [(0.01, -21.0), (0.05, -29.0), (0.20, -30.8), (0.80, -28.9)] {
        let found = 100.0 * (rock().rock(600.0, 0.25, gas)[0] / brine[0] - 1.0);
        assert!((found - change).abs() < 0.51, "{gas}: {found}");
    }
}

#[test]
fn limits_of_the_labels() {
    let (scene, rock) = (Scene::default(), rock());
    let site = Site::new(&scene, &rock).unwrap();
    let limits = LabelLimits::new(&site, &rock).unwrap();
    assert!((limits.volume - 25_200.0).abs() < 1e-8);
    assert!((limits.mass - 177_397.0).abs() < DIGIT, "{}", limits.mass);
    let ratio = rock.gas_density(950.0) / rock.gas_density(682.0);
    assert!((ratio - 1.343).abs() < 5.1e-4, "{ratio}");
}

#[test]
fn the_ground_follows_from_the_seed_alone() {
    let scene = Scene::default();
    let mut other = scene.clone();
    other.samples = 3;
    other.survey.stations = 4;
    assert_eq!(scene.baseline_layers(), other.baseline_layers());
    other.seed = 2;
    assert_ne!(scene.baseline_layers(), other.baseline_layers());
}

proptest! {
    #[test]
    fn layers_follow_on_each_other(seed in any::<u64>()) {
        let scene = Scene { seed, ..Scene::default() };
        let layers = scene.baseline_layers();
        prop_assert_eq!(layers[0].top, 0.0);
        prop_assert_eq!(layers[layers.len() - 1].bottom, 1600.0);
        for pair in layers.windows(2) {
            prop_assert_eq!(pair[0].bottom, pair[1].top);
        }
        for layer in &layers {
            let thickness = layer.bottom - layer.top;
            let cut = [950.0, 1600.0].contains(&layer.bottom);
            prop_assert!(thickness > 0.0 && thickness <= 150.0 + 1e-9);
            prop_assert!(cut || thickness >= 30.0 - 1e-9);
            let allowed = match layer.top {
                top if top < 950.0 => 0.10..=0.35,
                top if top < 1000.0 => 0.05..=0.05,
                top if top < 1100.0 => 0.30..=0.30,
                _ => 0.05..=0.20,
            };
            prop_assert!(allowed.contains(&layer.porosity));
            prop_assert_eq!(layer.gas_saturation, if layer.top == 1000.0 { 0.8 } else { 0.0 });
        }
    }
}

#[test]
fn interfaces_lie_where_they_are() {
    // The travel time through a column does not depend on where the grid cuts the layers: the error of
    // the harmonic modulus is of second order, that of a staircase of first.
    let rock = rock();
    let time = |spacing: f64| {
        let toml = format!(
            "grid = {{ width_m = 480, depth_m = 480, spacing_m = {spacing} }}
             survey.peak_frequency_hz = 2
             leak = {{ width_m = [50, 90], height_m = [50, 90], depth_m = [200, 400] }}
             [[layer]]
             top_m = 0
             bottom_m = 203.7
             porosity = 0.2
             [[layer]]
             top_m = 203.7
             bottom_m = 480
             porosity = 0.2"
        );
        let two = toml.replacen("porosity = 0.2\n", "porosity = 0.35\n", 1);
        let site = |toml: &str| Site::new(&Scene::parse(toml).unwrap(), &rock).unwrap();
        let (one, two) = (site(&toml), site(&two));
        let slowness = |site: &Site| {
            let nz = site.shape()[0];
            (0..nz)
                .map(|iz| {
                    let half = if iz == 0 || iz == nz - 1 { 0.5 } else { 1.0 };
                    half * spacing / site.velocities(iz, 0)[0]
                })
                .sum::<f64>()
        };
        slowness(&two) - slowness(&one)
    };
    let fine = time(0.5);
    // A staircase at 10 m would be wrong by up to half a cell in 203.7 m: 2.5 %. A cell cut in half
    // delays long waves by (Z1/Z2 + Z2/Z1 - 2)/8 of its time more than rays, with impedances that
    // differ by a factor 1.4: 1.5 % of 10 m, of the quarter of 203.7 m by which both grounds differ.
    for spacing in [10.0, 8.0, 5.0] {
        let share = (time(spacing) / fine - 1.0).abs();
        assert!(share < 0.005, "{spacing}: {share}");
    }
}

#[test]
fn a_grid_too_coarse_says_what_it_needs() {
    let scene = Scene::parse("survey.peak_frequency_hz = 20").unwrap();
    let error = Site::new(&scene, &rock()).unwrap_err();
    let UhsError::TooCoarse { needed, speed, .. } = error else { unreachable!("{error}") };
    assert!((needed - speed / 200.0).abs() < 1e-12);
    assert!(error.to_string().contains("grid.spacing_m = 5 is too coarse"), "{error}");
}

#[test]
fn rock_beyond_the_model_is_refused() {
    let toml = "layer = [{ top_m = 0, bottom_m = 1600, porosity = 0.45 }]";
    let error = Site::new(&Scene::parse(toml).unwrap(), &rock()).unwrap_err();
    assert!(matches!(error, UhsError::NoRock { porosity: 0.45, .. }), "{error}");
}

#[test]
fn leaks_into_gas_are_refused() {
    let scene = Scene::parse("leak.depth_m = [100, 1020]").unwrap();
    let error = Site::new(&scene, &rock()).unwrap_err();
    assert!(error.to_string().starts_with("leak.depth_m = [100.0, 1020.0]"), "{error}");
}
