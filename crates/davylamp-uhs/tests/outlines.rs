//! Random shapes and their exact boxes and areas.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers of samples and nodes"
)]

use davylamp_uhs::{Bend, Leak, Outline, Scene, UhsError};
use proptest::prelude::*;

/// The table has all digits of a double; both sides round a few dozen operations.
const DOUBLE: f64 = 1e-12;

#[test]
fn table_of_closed_shapes() {
    let text = include_str!("data/bezier_closed_shape.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let mut rows = 0;
    for row in reader.records() {
        let row: Vec<f64> = row.unwrap().iter().map(|cell| cell.parse().unwrap()).collect();
        let points: Vec<[f64; 2]> = row[..12].chunks(2).map(|p| [p[0], p[1]]).collect();
        let bend = Bend { radius: row[12], edginess: row[13] };
        let outline = Outline::through(&points, bend).unwrap();
        let [[x_min, z_min], [x_max, z_max]] = outline.bounding_box();
        for (ours, theirs) in [x_min, x_max, z_min, z_max, outline.area()].iter().zip(&row[14..]) {
            assert!((ours - theirs).abs() < DOUBLE, "row {rows}: {ours} {theirs}");
        }
        rows += 1;
    }
    assert_eq!(rows, 30);
}

#[test]
fn four_points_make_a_circle() {
    // The usual handle of a quarter circle is 0.5522847498 of its radius (Goldapp 1991).
    let bend = Bend { radius: 0.552_284_749_8 / 2.0_f64.sqrt(), edginess: 0.0 };
    let points = [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]];
    let circle = Outline::through(&points, bend).unwrap();
    // By Green's theorem 2 + 4 (0.6 k - 0.15 k^2), k the handle.
    let k = 0.552_284_749_8_f64;
    assert!((circle.area() - (2.0 + 2.4 * k - 0.6 * k * k)).abs() < DOUBLE);
    assert!((circle.area() - 3.14247).abs() < 5e-6); // as published with the recipe
    let [[x_min, z_min], [x_max, z_max]] = circle.bounding_box();
    for (ours, theirs) in [x_min, z_min, x_max, z_max].iter().zip([-1.0, -1.0, 1.0, 1.0]) {
        assert!((ours - theirs).abs() < DOUBLE);
    }
}

#[test]
fn areas_of_many() {
    let scene = Scene::default();
    let shares: Vec<f64> = (0..6000)
        .map(|index| {
            let outline = Leak::drawn(&scene, index).outline;
            let [[x_min, z_min], [x_max, z_max]] = outline.bounding_box();
            outline.area() / ((x_max - x_min) * (z_max - z_min))
        })
        .collect();
    let n = shares.len() as f64;
    let mean = shares.iter().sum::<f64>() / n;
    let variance = shares.iter().map(|share| (share - mean).powi(2)).sum::<f64>() / (n - 1.0);
    // 0.568 is the mean of 600 shapes of an independent program: four standard deviations of the
    // difference of both means, and half of its last digit.
    let tolerance = 4.0 * (variance * (1.0 / 600.0 + 1.0 / n)).sqrt() + 5e-4;
    assert!((mean - 0.568).abs() < tolerance, "{mean} {tolerance}");
}

proptest! {
    #[test]
    fn leaks_are_where_they_should_be(seed in any::<u64>(), index in 0_usize..1_000_000) {
        let scene = Scene { seed, ..Scene::default() };
        let leak = Leak::drawn(&scene, index);
        let area = leak.outline.area();
        let [[x_min, z_min], [x_max, z_max]] = leak.outline.bounding_box();
        let (width, height) = (x_max - x_min, z_max - z_min);
        prop_assert!(area > 0.0 && area < width * height);
        let slack = 1e-9;
        prop_assert!((30.0 - slack..=300.0 + slack).contains(&width));
        prop_assert!((30.0 - slack..=300.0 + slack).contains(&height));
        prop_assert!(x_min >= 100.0 - slack && x_max <= 3900.0 + slack);
        prop_assert!(z_min >= 100.0 - slack && z_max <= 950.0 + slack);
        prop_assert!((0.05..=0.8).contains(&leak.gas_saturation));
        prop_assert_eq!(&leak, &Leak::drawn(&scene, index));
        prop_assert_ne!(&leak, &Leak::drawn(&scene, index + 1));
    }

    #[test]
    fn polygons_stay_near_the_curve(seed in any::<u64>(), tolerance in 1e-3..2.0_f64) {
        let scene = Scene { seed, ..Scene::default() };
        let outline = Leak::drawn(&scene, 0).outline;
        let polygon = outline.polygon(tolerance);
        let next = polygon.iter().cycle().skip(1);
        let (mut twice, mut length) = (0.0, 0.0);
        for (a, b) in polygon.iter().zip(next) {
            twice += a[0] * b[1] - a[1] * b[0];
            length += (b[0] - a[0]).hypot(b[1] - a[1]);
        }
        prop_assert!((0.5 * twice - outline.area()).abs() <= tolerance * length + 1e-6);
    }

    #[test]
    fn any_points_give_a_box_and_an_area(
        points in proptest::collection::vec((-1e3..1e3_f64, -1e3..1e3_f64), 3..12),
        edginess in -3.0..3.0_f64,
    ) {
        let points: Vec<_> = points.into_iter().map(|(x, z)| [x, z]).collect();
        let outline = Outline::through(&points, Bend { radius: 0.2, edginess }).unwrap();
        let [low, high] = outline.bounding_box();
        prop_assert!(outline.area().is_finite());
        for p in points {
            prop_assert!((0..2).all(|k| low[k] <= p[k] && p[k] <= high[k]));
        }
    }
}

#[test]
fn too_few_points() {
    for points in [&[[0.0, 0.0], [1.0, 1.0]][..], &[[0.0, 0.0], [1.0, f64::NAN], [0.0, 1.0]]] {
        let error = Outline::through(points, Bend::default()).unwrap_err();
        assert!(matches!(error, UhsError::Outline { .. }), "{error}");
    }
}
