//! Scenes, and samples of them.
#![cfg(feature = "scene")]
#![allow(clippy::unwrap_used, reason = "tests")]

use davylamp_room::{LightGas, RoomScene, Sample, Sampler};

const TANK_ROOM: &str = include_str!("../../../examples/room/tank-room.toml");
const NIST_BOX: &str = include_str!("../../../examples/room/nist-box.toml");

#[test]
fn the_examples_are_scenes() {
    let tank = RoomScene::parse(TANK_ROOM).unwrap();
    assert_eq!((tank.classes(), tank.sensors.len()), (12, 10));
    assert_eq!(tank.class_name(11).as_deref(), Some("3-2"));
    assert_eq!(tank.class_name(12), None);
    assert_eq!(tank.class_centre(0).map(|c| [c[0], c[1]]), Some([0.5, 0.5]));
    let nist = RoomScene::parse(NIST_BOX).unwrap();
    assert_eq!(nist.room.gas, LightGas::Helium);
    assert_eq!(nist.class_name(1).as_deref(), Some("lower rear"));
}

#[test]
fn a_scene_that_was_not_checked_does_no_harm() {
    let mut scene = RoomScene::parse(TANK_ROOM).unwrap();
    scene.leak.floor_grid = Some([usize::MAX, 2]);
    assert_eq!(scene.classes(), usize::MAX);
    assert_eq!(scene.class_name(5).as_deref(), Some("2-1"));
    scene.leak.floor_grid = Some([3, 0]);
    assert_eq!((scene.classes(), scene.class_name(0), scene.class_centre(0)), (0, None, None));
    assert!(Sampler::new(scene).is_err());
}

#[test]
fn a_sample_depends_on_seed_and_number_alone() {
    use rayon::prelude::*;
    let sampler = Sampler::new(RoomScene::parse(TANK_ROOM).unwrap()).unwrap();
    let made = |threads: usize| -> Vec<Sample> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| (0..6).into_par_iter().map(|n| sampler.sample(5, n).unwrap()).collect())
    };
    let one = made(1);
    assert_eq!(one, made(3));
    let alone = sampler.sample(5, 4).unwrap();
    assert_eq!(alone, one[4]);
    assert_eq!(sampler.samples(5).nth(2).unwrap().unwrap(), one[2]);
    assert_ne!(sampler.sample(6, 4).unwrap(), alone);
}

#[test]
fn what_is_drawn_lies_in_its_ranges() {
    let scene = RoomScene::parse(TANK_ROOM).unwrap();
    let sampler = Sampler::new(scene.clone()).unwrap();
    let mut layouts = [0; 2];
    for number in 0..12 {
        let sample = sampler.sample(1, number).unwrap();
        let truth = &sample.truth;
        assert_eq!(sample.class as u64, number);
        let cell = [truth.position[0].floor(), truth.position[1].floor()];
        assert_eq!(Some(format!("{}-{}", cell[0], cell[1])), scene.class_name(sample.class));
        assert!((scene.leak.rate.min..=scene.leak.rate.max).contains(&truth.rate));
        assert!((2.0..=12.0).contains(&truth.start));
        assert!(truth.sensors.iter().all(|s| (2.0..=8.0).contains(&s.lag)));
        layouts[truth.layout] += 1;
        // Readings are steps of 10 ppm, nothing below 200, nothing above 40 000.
        assert_eq!(sample.image.len(), 10 * 48);
        for ppm in &sample.image {
            assert!(*ppm == 0.0 || (200.0..=40_000.0).contains(ppm));
            assert!((ppm % 10.0).abs() < 1e-3);
        }
    }
    assert!(layouts.iter().all(|n| *n > 0), "{layouts:?}");
}

#[test]
fn before_the_leak_there_is_no_gas() {
    let scene = RoomScene::parse(TANK_ROOM).unwrap();
    let sampler = Sampler::new(scene).unwrap();
    let truth = sampler.sample(1, 0).unwrap().truth;
    let series = sampler.simulate(&truth, 7).unwrap();
    for values in &series {
        for (reading, ppm) in values.iter().enumerate() {
            assert!(reading as f64 > truth.start || *ppm == 0.0);
        }
    }
    assert!(series.iter().flatten().any(|ppm| *ppm > 100.0));
}

#[test]
fn what_a_scene_may_not_say_is_refused() {
    for (from, to, says) in [
        ("[record]", "[records]", "unknown field `records`"),
        ("gas = \"hydrogen\"", "gas = \"neon\"", "unknown variant `neon`, expected `hydrogen`"),
        ("size_m = [4.0, 3.0, 2.5]", "size_m = [4.0, 3.0]", "line 5"),
        ("cells = [12, 9, 8]", "cells = [12, 9, 1]", "room.cells = 1 is not allowed: 2 to 128"),
        ("[1e-4, 1e-2]", "[1e-2, 1e-4]", "leak.rate_kg_s = [0.01, 0.0001] is not allowed"),
        ("[1e-4, 1e-2]", "[0, 1e-2]", "leak.rate_kg_s = 0 is not allowed"),
        ("[1e-4, 1e-2]", "\"much\"", "expected a number or a range [min, max]"),
        ("[1e-4, 1e-2]", "[1, 2, 3]", "expected a number or a range [min, max]"),
        (
            "height_m = [0.2, 1.2]",
            "height_m = [0.2, 9]",
            "leak.height_m = 9 is not allowed: 0 to 2.5 m",
        ),
        ("height_m = [0.2, 1.2]", "", "together with leak.height_m"),
        ("floor_grid = [4, 3]", "", "a floor grid such as [4, 3], or leak.place"),
        (
            "outlets = [\"east, high\"]",
            "outlets = [\"east\"]",
            "layout[0].outlets = \"east\" is none of",
        ),
        ("outlets = [\"east, high\"]", "", "layout[0] has no way out"),
        (
            "inlets = [\"west, low\"]",
            "",
            "air.changes_per_h = 15 is not allowed: 0, since layout[0]",
        ),
        // 15 times 48 000 m³ an hour are 200 m³/s.
        (
            "size_m = [4.0, 3.0, 2.5]",
            "size_m = [80.0, 60.0, 10.0]",
            "air.changes_per_h = 15 is not allowed: 0 to 7.5 per hour",
        ),
        ("name = \"C2\"", "name = \"C1\"", "sensor.name = \"C1\" is there twice"),
        ("[1.0, 0.8, 2.4]", "[1.0, 0.8, 2.6]", "sensor[0].position_m, z = 2.6 is not allowed"),
        ("wall = \"x-min\"", "wall = \"floor\"", "unknown variant `floor`"),
        ("width_m = 0.4", "width_m = 4", "opening[0].width_m = 4 is not allowed"),
        ("[0.03, 0.06]", "0.001", "leak.outlet_diameter_m = 0.001: speed of the gas = 1"),
        ("gain_sd = 0.1", "gain_sd = nan", "sensor_errors.gain_sd = NaN"),
        ("samples = 48", "samples = 0", "record.samples = 0 is not allowed"),
        ("interval_s = 1", "interval_s = 0", "record.interval_s = 0 is not allowed"),
    ] {
        assert!(TANK_ROOM.contains(from), "{from}");
        let error = RoomScene::parse(&TANK_ROOM.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(says), "{to}: {error}");
        assert!(!error.contains('\n'), "{error}");
    }
}
