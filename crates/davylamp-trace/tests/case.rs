//! What is refused at the door, and that the message names the thing, its value and what is allowed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
use davylamp_trace::{
    Case, Epoch, FullMisfit, MeasuredWind, Misfit, Noise, ProjectedMisfit, Reading, Readings,
    SearchBox, TraceError, polish, search,
};

const BOX: SearchBox = SearchBox {
    x: [-100.0, 50.0],
    y: [-50.0, 50.0],
    height: [0.5, 0.5],
    wind_turn_max: 0.0,
    rate_max: f64::INFINITY,
};

/// Three sensors across a west wind, which blows along +x.
fn three() -> Vec<Reading> {
    vec![
        Reading::new([60.0, 5.0, 1.0], 1e-6),
        Reading::new([60.0, -5.0, 1.0], 2e-6),
        Reading::new([90.0, 0.0, 1.0], 1.5e-6),
    ]
}

fn epoch(wind_from_deg: f64, readings: std::ops::Range<usize>) -> Epoch<'static> {
    let air = GaussianPlume::new(PlumeInput {
        curves: DispersionCurves::BriggsRural,
        class: StabilityClass::D,
        wind_speed: 3.0,
        wind_from_deg,
    })
    .unwrap();
    Epoch { air: Box::new(air), readings }
}

fn case_of(
    readings: Vec<Reading>,
    bounds: SearchBox,
    background: f64,
) -> Result<Case<'static>, TraceError> {
    let count = readings.len();
    Case::new(Readings::new(readings)?, vec![epoch(270.0, 0..count)], bounds, background)
}

fn case_in(bounds: SearchBox) -> Result<Case<'static>, TraceError> {
    case_of(three(), bounds, 0.0)
}

fn with_epochs(epochs: &[std::ops::Range<usize>]) -> Result<Case<'static>, TraceError> {
    let epochs = epochs.iter().map(|range| epoch(270.0, range.clone())).collect();
    Case::new(Readings::new(three()).unwrap(), epochs, BOX, 0.0)
}

/// Holds the message of a refusal against what it must name.
fn says(error: &TraceError, words: &[&str]) {
    let message = error.to_string();
    for word in words {
        assert!(message.contains(word), "{word:?} is not in {message:?}");
    }
}

/// The third reading changed.
fn with_third(change: impl Fn(&mut Reading)) -> Result<Readings, TraceError> {
    let mut readings = three();
    change(&mut readings[2]);
    Readings::new(readings)
}

fn refused_reading(change: impl Fn(&mut Reading), expected: &str, words: &[&str]) {
    let error = with_third(change).unwrap_err();
    assert!(
        matches!(error, TraceError::Reading { index: 2, name, .. } if name == expected),
        "{error:?}"
    );
    says(&error, &["reading 2", expected, "is not allowed"]);
    says(&error, words);
}

#[test]
fn places_that_are_none_are_refused() {
    for (axis, name) in ["x", "y", "z"].into_iter().enumerate() {
        refused_reading(|r| r.position[axis] = f64::NAN, name, &["NaN", "finite"]);
        refused_reading(|r| r.position[axis] = f64::INFINITY, name, &["inf", "finite"]);
    }
    refused_reading(|r| r.position[2] = -0.5, "z", &["-0.5", "zero or more", "above the ground"]);
}

#[test]
fn concentrations_and_limits_that_are_none_are_refused() {
    for (value, shown) in [(f64::NAN, "NaN"), (-2.5, "-2.5"), (f64::INFINITY, "inf")] {
        let words = [shown, "zero or more", "background"];
        refused_reading(|r| r.concentration = value, "concentration", &words);
        let words = [shown, "zero or more"];
        refused_reading(|r| r.detection_limit = value, "detection limit", &words);
    }
}

#[test]
fn times_and_winds_that_are_none_are_refused() {
    refused_reading(|r| r.time = Some(f64::NAN), "time", &["NaN", "finite"]);
    for (value, shown) in [(0.0, "= 0 "), (-60.0, "-60"), (f64::NAN, "NaN")] {
        let words = [shown, "greater than zero"];
        refused_reading(|r| r.averaging_time = Some(value), "averaging time", &words);
    }
    let wind = |speed, from_deg| Some(MeasuredWind { speed, from_deg });
    refused_reading(|r| r.wind = wind(-1.0, 270.0), "wind speed", &["-1", "zero or more"]);
    refused_reading(|r| r.wind = wind(f64::NAN, 270.0), "wind speed", &["NaN", "zero or more"]);
    refused_reading(|r| r.wind = wind(3.0, f64::NAN), "wind direction", &["NaN", "finite"]);
}

#[test]
fn no_readings_are_refused() {
    let error = Readings::new(vec![]).unwrap_err();
    assert_eq!(error, TraceError::NoReadings);
    says(&error, &["no readings"]);
}

#[test]
fn one_place_at_one_time_is_read_once() {
    let error = with_third(|r| r.position = [60.0, 5.0, 1.0]).unwrap_err();
    assert_eq!(error, TraceError::Duplicate { first: 0, second: 2 });
    says(&error, &["0 and 2", "same place and time"]);

    let at = |y: f64, time: Option<f64>| Reading { time, ..Reading::new([1.0, y, 1.0], 1e-6) };
    let error = Readings::new(vec![at(0.0, None), at(-0.0, None)]).unwrap_err();
    assert_eq!(error, TraceError::Duplicate { first: 0, second: 1 });
    assert!(Readings::new(vec![at(0.0, Some(0.0)), at(0.0, Some(60.0))]).is_ok());
    assert!(Readings::new(vec![at(0.0, Some(60.0)), at(0.0, Some(60.0))]).is_err());
}

#[test]
fn a_box_that_is_empty_or_endless_is_refused() {
    let nan = f64::NAN;
    for range in [[5.0, 5.0], [5.0, -5.0], [nan, 5.0], [5.0, nan], [5.0, f64::INFINITY]] {
        let shown = [format!("from {}", range[0]), format!("to {}", range[1])];
        let boxes = [("x", SearchBox { x: range, ..BOX }), ("y", SearchBox { y: range, ..BOX })];
        for (expected, bounds) in boxes {
            let error = case_in(bounds).err().unwrap();
            assert!(
                matches!(error, TraceError::EmptyBox { axis, .. } if axis == expected),
                "{error:?}"
            );
            says(&error, &["search box", expected, &shown[0], &shown[1], "empty or not finite"]);
        }
    }
    for height in [[2.0, 1.0], [-1.0, 1.0], [nan, 1.0], [1.0, nan], [1.0, f64::INFINITY]] {
        let error = case_in(SearchBox { height, ..BOX }).err().unwrap();
        assert!(matches!(error, TraceError::EmptyBox { axis: "height", .. }), "{error:?}");
        says(&error, &["height", &height[0].to_string(), &height[1].to_string()]);
    }
}

#[test]
fn limits_of_wind_turn_rate_and_background_are_checked() {
    let out = |error: TraceError, expected: &str, words: &[&str]| {
        assert!(
            matches!(error, TraceError::OutOfRange { name, .. } if name == expected),
            "{error:?}"
        );
        says(&error, &[expected, "is not allowed"]);
        says(&error, words);
    };
    for (wind_turn_max, shown) in [(-0.1, "-0.1"), (3.2, "3.2"), (f64::NAN, "NaN")] {
        let error = case_in(SearchBox { wind_turn_max, ..BOX }).err().unwrap();
        out(error, "wind_turn_max", &[shown, "between 0 and pi"]);
    }
    for (rate_max, shown) in [(0.0, "= 0 "), (-1.0, "-1"), (f64::NAN, "NaN")] {
        let error = case_in(SearchBox { rate_max, ..BOX }).err().unwrap();
        out(error, "rate_max", &[shown, "greater than zero"]);
    }
    for (background, shown) in [(-1.0, "-1"), (f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        let error = case_of(three(), BOX, background).err().unwrap();
        out(error, "background", &[shown, "zero or more"]);
    }
}

#[test]
#[allow(
    clippy::reversed_empty_ranges,
    clippy::single_range_in_vec_init,
    reason = "the range is what an epoch covers, and one of them is reversed to be refused"
)]
fn epochs_cover_the_readings_once_and_in_order() {
    assert!(with_epochs(&[0..3]).is_ok());
    assert!(with_epochs(&[0..1, 1..3]).is_ok());
    // The epochs, then which of them is wrong, and which reading should have come.
    let wrong: [(&[std::ops::Range<usize>], usize, usize); 8] = [
        (&[], 0, 0),
        (&[0..2], 1, 2),
        (&[1..3], 0, 0),
        (&[0..1, 2..3], 1, 1),
        (&[0..2, 1..3], 1, 2),
        (&[0..0, 0..3], 0, 0),
        (&[0..2, 2..4], 1, 2),
        (&[2..0], 0, 0),
    ];
    for (epochs, at, next) in wrong {
        let error = with_epochs(epochs).err().unwrap();
        assert!(
            matches!(
                error,
                TraceError::Epochs { epoch, expected, count: 3, .. } if (epoch, expected) == (at, next)
            ),
            "{epochs:?}: {error:?}"
        );
        says(&error, &[&format!("epoch {at}"), &format!("{next} comes next"), "of 3"]);
    }
}

#[test]
fn readings_without_gas_are_no_leak() {
    let zero: Vec<Reading> =
        three().into_iter().map(|r| Reading { concentration: 0.0, ..r }).collect();
    let censored: Vec<Reading> =
        three().into_iter().map(|r| Reading { detection_limit: 1e-5, ..r }).collect();
    for (readings, background) in [(zero, 0.0), (censored, 0.0), (three(), 2e-6)] {
        let error = case_of(readings, BOX, background).err().unwrap();
        assert_eq!(error, TraceError::AllZero { count: 3 });
        says(&error, &["all 3 readings", "detection limit", "no leak"]);
    }
    // One reading above its limit and the background is a leak.
    assert!(case_of(three(), BOX, 1.9e-6).is_ok());
}

#[test]
fn unknowns_are_counted() {
    assert_eq!(case_in(BOX).unwrap().unknowns(), 3);
    assert_eq!(case_in(SearchBox { height: [0.0, 2.0], ..BOX }).unwrap().unknowns(), 4);
    assert_eq!(case_in(SearchBox { wind_turn_max: 0.2, ..BOX }).unwrap().unknowns(), 4);
}

fn misfits() -> [Misfit; 4] {
    [
        Misfit::Linear,
        Misfit::SquareRoot,
        Misfit::Logarithmic { floor: 1e-12 },
        Misfit::Likelihood(Noise::new(1e-8, 0.3).unwrap()),
    ]
}

#[test]
fn a_wind_that_blows_away_from_every_sensor_is_said() {
    // The sensors lie to the east of the box, the wind blows to the west.
    let readings = Readings::new(three()).unwrap();
    let away = Case::new(readings, vec![epoch(90.0, 0..3)], BOX, 0.0).unwrap();
    // A sensor in the plume does not help where it reads nothing.
    let mut downwind = three();
    downwind.push(Reading::new([-120.0, 0.0, 1.0], 0.0));
    let readings = Readings::new(downwind).unwrap();
    let silent = Case::new(readings, vec![epoch(90.0, 0..4)], BOX, 0.0).unwrap();
    for case in [away, silent] {
        for misfit in misfits() {
            let objective = ProjectedMisfit::new(&case, misfit);
            for error in
                [search(&objective).unwrap_err(), polish(&objective, &[0.0, 0.0]).unwrap_err()]
            {
                assert_eq!(error, TraceError::OutOfReach, "{misfit:?}");
                says(&error, &["search box", "wind direction", "blows from"]);
            }
        }
    }
}

#[test]
fn an_endless_rate_is_no_bound_for_an_optimizer() {
    let case = case_in(BOX).unwrap();
    for misfit in misfits() {
        let error = FullMisfit::new(&case, misfit).err().unwrap();
        assert!(matches!(error, TraceError::OutOfRange { name: "rate_max", .. }), "{error:?}");
        says(&error, &["rate_max", "inf", "finite"]);
    }
    let bounded = case_in(SearchBox { rate_max: 1.0, ..BOX }).unwrap();
    assert!(FullMisfit::new(&bounded, Misfit::Linear).is_ok());
}

#[test]
fn a_start_that_is_no_place_is_refused() {
    let case = case_in(BOX).unwrap();
    let objective = ProjectedMisfit::new(&case, Misfit::Linear);
    for (start, length) in [(&[1.0][..], "= 1 "), (&[1.0, 2.0, 0.5], "= 3 "), (&[], "= 0 ")] {
        let error = polish(&objective, start).unwrap_err();
        assert!(
            matches!(error, TraceError::OutOfRange { name: "length of start", .. }),
            "{error:?}"
        );
        says(&error, &["length of start", length, "as many numbers as the misfit has unknowns"]);
    }
    for (start, shown) in [([f64::NAN, 0.0], "NaN"), ([0.0, f64::NEG_INFINITY], "-inf")] {
        let error = polish(&objective, &start).unwrap_err();
        assert!(matches!(error, TraceError::OutOfRange { name: "start", .. }), "{error:?}");
        says(&error, &["start", shown, "finite"]);
    }
    // A start outside the box is moved to its face, not refused.
    let fit = polish(&objective, &[-1e4, 0.0]).unwrap();
    assert!((BOX.x[0]..=BOX.x[1]).contains(&fit.source.position[0]));
}
