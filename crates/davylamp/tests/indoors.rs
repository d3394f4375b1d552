//! The leaks of a room as samples.
#![cfg(all(feature = "room", feature = "store", feature = "scene"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use davylamp::indoors::{self, RoomSamples};
use davylamp::room::{RoomScene, Sampler};
use davylamp::traits::Samples;

const SCENE: &str = "
    room = { size_m = [1.5, 1.5, 0.75], cells = [4, 4, 3], gas = 'hydrogen' }
    opening = [{ name = 'door', wall = 'x-min', centre_m = [0.7, 0.3], width_m = 0.5, height_m = 0.6 }]
    layout = [{ natural = ['door'] }]
    sensor = [{ name = 'A', position_m = [1, 1, 0.7] }, { name = 'B', position_m = [0.3, 1, 0.7] }]
    record = { samples = 4 }
    [leak]
    rate_kg_s = 1e-5
    place = [
        { name = 'valve', position_m = [0.2, 0.3, 0.1] },
        { name = 'pump', position_m = [1.2, 1.1, 0.1] },
        { name = 'tank', position_m = [1.2, 0.3, 0.1] },
    ]
";

fn samples() -> RoomSamples {
    let sampler = Sampler::new(RoomScene::parse(SCENE).unwrap()).unwrap();
    RoomSamples::new(sampler, 3, 5)
}

#[test]
fn classes_go_by_the_names_of_places() {
    let samples = samples();
    let plan = indoors::plan(SCENE, &samples, 2);
    assert_eq!(plan.classes, ["valve", "pump", "tank"]);
    assert_eq!((plan.config.as_str(), plan.seed, plan.samples), (SCENE, 3, 5));
    assert_eq!((samples.image_shape(), samples.label_shape()), (&[2, 4][..], &[1][..]));
    let scene = samples.sampler().scene();
    for index in 0..5 {
        let (mut image, mut labels) = ([0.0; 8], [0.0]);
        samples.read(index, &mut image, &mut labels).unwrap();
        let sample = samples.sampler().sample(3, index as u64).unwrap();
        assert_eq!(image[..], sample.image[..]);
        assert_eq!(labels[..], [(index % 3) as f32][..]);
        // Without jitter a leak lies where its class does.
        assert_eq!(scene.class_centre(index % 3), Some(sample.truth.position));
    }
}

#[test]
fn what_is_not_there_is_not_read() {
    let samples = samples();
    for (index, image, labels, words) in [
        (5, 8, 1, "index = 5 is not allowed: less than 5"),
        (0, 7, 1, "length of the image = 7 is not allowed: 8"),
        (0, 8, 2, "length of the labels = 2 is not allowed: 1"),
    ] {
        let error = samples.read(index, &mut vec![0.0; image], &mut vec![0.0; labels]).unwrap_err();
        assert_eq!(error.to_string(), words);
    }
}
