//! Sensors, and their series in CSV.
#![allow(clippy::unwrap_used, reason = "tests")]

use davylamp_room::{Sensor, SensorSeries};
use proptest::prelude::*;

#[test]
fn a_ramp_is_seen_late_by_the_lag() {
    // x = a t: y = a (t - tau + tau e^(-t / tau))
    let sensor = Sensor { lag: 3.0, ..Sensor::perfect() };
    let ramp: Vec<f64> = (0..30).map(|t| 10.0 * f64::from(t)).collect();
    for (t, read) in sensor.read(&ramp, 1.0, 0).unwrap().into_iter().enumerate() {
        let t = t as f64;
        assert!((read - 10.0 * (t - 3.0 + 3.0 * (-t / 3.0).exp())).abs() < 1e-9);
    }
}

#[test]
fn errors_come_in_their_order() {
    let sensor = Sensor {
        gain_error: 0.1,
        offset_ppm: 3.0,
        resolution_ppm: 10.0,
        detection_limit_ppm: 200.0,
        saturation_ppm: 40_000.0,
        ..Sensor::perfect()
    };
    let read = sensor.read(&[0.0, 178.0, 180.0, 1000.0, 50_000.0], 1.0, 0).unwrap();
    // 178 becomes 198.8, which is below the limit although it would round to 200.
    assert_eq!(read, [0.0, 0.0, 200.0, 1100.0, 40_000.0]);
}

#[test]
fn noise_has_the_size_that_is_asked_for() {
    let sensor = Sensor { noise_ppm: 30.0, noise_relative: 0.004, ..Sensor::perfect() };
    let n = 20_000;
    let read = sensor.read(&vec![10_000.0; n], 1.0, 5).unwrap();
    let variance = read.iter().map(|r| (r - 10_000.0).powi(2)).sum::<f64>() / n as f64;
    // 30² + 40²; the estimate of a variance has a relative error of sqrt(2 / n), here 1 %.
    assert!((variance / 2500.0 - 1.0).abs() < 0.05, "{variance}");
    assert_eq!(read, sensor.read(&vec![10_000.0; n], 1.0, 5).unwrap());
    assert_ne!(read, sensor.read(&vec![10_000.0; n], 1.0, 6).unwrap());
}

#[test]
fn a_sensor_that_cannot_be_is_refused() {
    for (sensor, says) in [
        (Sensor { lag: -1.0, ..Sensor::perfect() }, "sensor.lag_s = -1"),
        (Sensor { noise_ppm: f64::NAN, ..Sensor::perfect() }, "sensor.noise_ppm = NaN"),
        (Sensor { saturation_ppm: 0.0, ..Sensor::perfect() }, "sensor.saturation_ppm = 0"),
    ] {
        let error = sensor.read(&[0.0], 1.0, 0).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    assert!(Sensor::perfect().read(&[0.0], 0.0, 0).is_err());
}

#[test]
fn a_concentration_that_is_no_number_is_refused() {
    for bad in [f64::NAN, f64::INFINITY] {
        let error = Sensor::perfect().read(&[1.0, bad], 1.0, 0).unwrap_err().to_string();
        assert!(error.starts_with(&format!("true_ppm[1] = {bad} is not allowed")), "{error}");
    }
}

#[test]
fn bad_files_are_refused_with_their_line() {
    for (csv, says) in [
        ("", "0 readings, and at least 2 are needed"),
        ("time_s,A_ppm,B_ppm\n0,1,2\n", "1 readings"),
        ("t,A_ppm,B_ppm\n", "line 1, column 1: \"t\" is not allowed: time_s"),
        ("time_s,A_ppm,C_ppm\n", "column 3: \"C_ppm\" is not allowed: one of A, B, each with _ppm"),
        ("time_s,A,B_ppm\n", "column 2: \"A\" is not allowed"),
        ("time_s,A_ppm,A_ppm\n", "\"A_ppm\" is not allowed: each sensor once"),
        ("time_s,A_ppm\n0,1\n", "there is no column B_ppm; the file has A"),
        ("time_s,A_ppm,B_ppm\n0,1,2\n1,2\n", "line 3: 2 cells, and the header has 3"),
        ("time_s,A_ppm,B_ppm\n0,1,2\n1,2,\n", "line 3, column B_ppm: \"\" is not allowed"),
        ("time_s,A_ppm,B_ppm\n0,1,2\n1,-2,0\n", "line 3, column A_ppm: \"-2\" is not allowed"),
        ("time_s,A_ppm,B_ppm\n0,NaN,2\n1,2,0\n", "line 2, column A_ppm: \"NaN\" is not allowed"),
        ("time_s,A_ppm,B_ppm\n0,inf,2\n1,2,0\n", "line 2, column A_ppm: \"inf\" is not allowed"),
        ("time_s,A_ppm,B_ppm\n0,1,2\n0,2,0\n", "line 3: time_s = 0 is not allowed"),
        ("time_s,A_ppm,B_ppm\n0,1,2\n1,2,0\n3,2,0\n", "line 4: time_s = 3 is not allowed: 2,"),
        ("time_s,A_ppm,B_ppm\nsoon,1,2\n", "line 2, column time_s: \"soon\" is not allowed"),
    ] {
        let error = SensorSeries::parse(csv.as_bytes(), &["A", "B"]).unwrap_err().to_string();
        assert!(error.contains(says), "{csv:?}: {error}");
    }
    let error = SensorSeries::parse(b"time_s,A_ppm\n0,\xff\n", &["A"]).unwrap_err();
    assert_eq!(error.to_string(), "line 2: this is not a text file in UTF-8");
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        values in proptest::collection::vec((0.0..1e6_f64, 0.0..1e6_f64), 2..40),
    ) {
        let (a, b) = values.into_iter().unzip();
        let series = SensorSeries {
            sensors: vec!["A".to_owned(), "B".to_owned()],
            start: 0.0,
            interval: 0.5,
            values: vec![a, b],
        };
        let read = SensorSeries::parse(series.to_csv().as_bytes(), &["A", "B"]).unwrap();
        prop_assert_eq!(read, series);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = SensorSeries::parse(&bytes, &["A"]);
    }
}
