//! The mirror image of a sample is the sample of the mirrored ground.
#![cfg(all(feature = "uhs", feature = "wave"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use davylamp::traits::{ElasticMedium, SampleError, Samples};
use davylamp::uhs::{Forward, Gathers, Mirrored, Scene, Survey, TimeLapse};
use davylamp::underground::{self, WaveForward};

const SCENE: &str = "
    samples = 2
    grid = { width_m = 600, depth_m = 400, spacing_m = 10 }
    layer = [
        { top_m = 0, bottom_m = 200, porosity = 0.3 },
        { top_m = 200, bottom_m = 400, porosity = 0.1 },
    ]
    leak = { width_m = [50, 90], height_m = [50, 90], depth_m = [100, 350] }
    image = { record_s = 0.64, samples = 64 }
    [survey]
    sources = { count = 2, depth_m = 20 }
    receivers = { count = 4, depth_m = 20 }
    stations = 4
    peak_frequency_hz = 5
";

/// A ground with left and right exchanged.
struct Turned<'a>(&'a dyn ElasticMedium);

impl ElasticMedium for Turned<'_> {
    fn shape(&self) -> [usize; 2] {
        self.0.shape()
    }
    fn spacing(&self) -> f64 {
        self.0.spacing()
    }
    fn velocities(&self, iz: usize, ix: usize) -> [f64; 3] {
        self.0.velocities(iz, self.shape()[1] - 1 - ix)
    }
}

/// Turns every ground before it shoots it.
struct TurnedForward<'a>(&'a WaveForward);

impl Forward for TurnedForward<'_> {
    fn gathers(&self, medium: &dyn ElasticMedium, survey: &Survey) -> Result<Gathers, SampleError> {
        self.0.gathers(&Turned(medium), survey)
    }
}

#[test]
fn a_mirrored_sample_is_that_of_the_mirrored_ground() {
    let scene = Scene::parse(SCENE).unwrap();
    let rock = underground::rock(&scene).unwrap();
    let site = underground::site(&scene, ".".as_ref(), &rock).unwrap();
    let forward = WaveForward::new(&site).unwrap();
    let turned = TurnedForward(&forward);
    let set = TimeLapse::new(&site, &rock, &forward).unwrap();
    let other = TimeLapse::new(&site, &rock, &turned).unwrap();
    let mirrored = Mirrored::new(&set, &scene).unwrap();
    assert_eq!(mirrored.len(), 4);
    let read = |set: &dyn Samples, index: usize| {
        let (mut image, mut labels) = (vec![0.0; 64 * 16], vec![0.0; 6]);
        set.read(index, &mut image, &mut labels).unwrap();
        (image, labels)
    };
    for index in 0..2 {
        let (image, labels) = read(&mirrored, 2 + index);
        let (shot, before) = read(&other, index);
        let peak = shot.iter().fold(0.0_f32, |peak, value| peak.max(value.abs()));
        assert!(peak > 0.0);
        // What a leak changes is a difference of single-precision fields a hundred times as great, of
        // which each step rounds the seventh digit: a thousandth of the change.
        for (at, (a, b)) in image.iter().zip(&shot).enumerate() {
            assert!((a - b).abs() <= 1e-3 * peak, "{index} {at}: {a} {b}, peak {peak}");
        }
        assert!((labels[0] - (1.0 - before[1])).abs() < 1e-6);
        assert!((labels[1] - (1.0 - before[0])).abs() < 1e-6);
        assert_eq!(labels[2..], before[2..]);
        assert_eq!(read(&mirrored, index).0, read(&set, index).0);
    }
    assert!(mirrored.read(4, &mut vec![0.0; 64 * 16], &mut [0.0; 6]).is_err());
}

#[test]
fn lopsided_surveys_have_no_mirror_image() {
    struct Nothing;
    impl Samples for Nothing {
        fn len(&self) -> usize {
            1
        }
        fn image_shape(&self) -> &[usize] {
            &[64, 16]
        }
        fn label_shape(&self) -> &[usize] {
            &[6]
        }
        fn read(&self, _: usize, _: &mut [f32], _: &mut [f32]) -> Result<(), SampleError> {
            Ok(())
        }
    }
    let refused = |from: &str, to: &str| {
        let scene = Scene::parse(&SCENE.replace(from, to)).unwrap();
        Mirrored::new(Nothing, &scene).map(|_| ()).unwrap_err().to_string()
    };
    let lopsided = "sources = { positions_m = [[100, 20], [510, 20]] }";
    let shown = refused("sources = { count = 2, depth_m = 20 }", lopsided);
    assert!(
        shown.contains("survey.sources") && shown.contains("to both sides of 300 m"),
        "{shown}"
    );
    // Of four receivers none is in the middle.
    let shown = refused("stations = 4", "stations = 3");
    assert!(shown.contains("survey.receivers"), "{shown}");
    let shown = refused("count = 2, depth_m", "count = 3, depth_m");
    assert!(shown.contains("row of the image"), "{shown}");
}
