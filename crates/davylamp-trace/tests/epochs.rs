//! Few sensors and many winds: each wind is a look from another side.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
use davylamp_trace::{
    Case, Epoch, ErrorModel, Misfit, Noise, Posterior, ProjectedMisfit, Reading, Readings,
    SearchBox, posterior, search,
};
use davylamp_traits::Dispersion;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

const SOURCE: [f64; 3] = [12.0, -7.0, 0.5];
const RATE: f64 = 3e-4;
const SENSORS: [[f64; 3]; 3] = [[70.0, 10.0, 1.5], [-45.0, 50.0, 1.5], [-10.0, -75.0, 1.5]];
const AROUND: SearchBox = SearchBox {
    x: [-100.0, 100.0],
    y: [-100.0, 100.0],
    height: [SOURCE[2], SOURCE[2]],
    wind_turn_max: 0.0,
    rate_max: f64::INFINITY,
};

/// The wind turns once around in 24 steps, at 2 to 5 m/s.
const WINDS: usize = 24;

fn wind(step: usize) -> (f64, f64) {
    let from_deg = step as f64 * 360.0 / WINDS as f64;
    (3.5 + 1.5 * (2.0 * step as f64).sin(), from_deg)
}

fn air(speed: f64, wind_from_deg: f64) -> GaussianPlume {
    GaussianPlume::new(PlumeInput {
        curves: DispersionCurves::BriggsRural,
        class: StabilityClass::C,
        wind_speed: speed,
        wind_from_deg,
    })
    .unwrap()
}

/// Standard deviations of what is wrong with the readings.
#[derive(Clone, Copy)]
struct Wrong {
    /// The vane in all winds, degrees.
    mounting_deg: f64,
    /// The vane in each wind, degrees.
    vane_deg: f64,
    /// Logarithm of the wind speed in each wind.
    speed: f64,
    /// Logarithm of each reading.
    relative: f64,
}

const EXACT: Wrong = Wrong { mounting_deg: 0.0, vane_deg: 0.0, speed: 0.0, relative: 0.0 };

/// What the sensors read in each of `winds`, an hour apart.
fn readings(winds: &[usize], wrong: Wrong, seed: u64) -> Vec<Reading> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut normal = move || -> f64 { StandardNormal.sample(&mut random) };
    let mounting_deg = wrong.mounting_deg * normal();
    winds
        .iter()
        .flat_map(|step| {
            let (speed, from_deg) = wind(*step);
            let speed = speed * (wrong.speed * normal()).exp();
            let truth = air(speed, from_deg + mounting_deg + wrong.vane_deg * normal());
            SENSORS.map(|place| {
                let exact = RATE * truth.unit_concentration(SOURCE, place);
                let concentration = exact * (wrong.relative * normal()).exp();
                Reading { time: Some(3600.0 * *step as f64), ..Reading::new(place, concentration) }
            })
        })
        .collect()
}

fn case_of(winds: &[usize], readings: Vec<Reading>, background: f64) -> Case<'static> {
    let epochs = winds.iter().enumerate().map(|(index, step)| {
        let (speed, from_deg) = wind(*step);
        let first = SENSORS.len() * index;
        Epoch { air: Box::new(air(speed, from_deg)), readings: first..first + SENSORS.len() }
    });
    let epochs = epochs.collect();
    Case::new(Readings::new(readings).unwrap(), epochs, AROUND, background).unwrap()
}

fn all() -> Vec<usize> {
    (0..WINDS).collect()
}

/// The winds that bring some gas to a sensor: of a steady leak, those of a log that is not empty.
fn telling() -> Vec<usize> {
    let exact = readings(&all(), EXACT, 0);
    let greatest = exact.iter().map(|r| r.concentration).fold(0.0, f64::max);
    let tells = |step: &usize| {
        let first = SENSORS.len() * step;
        exact[first..first + SENSORS.len()].iter().any(|r| r.concentration > 1e-3 * greatest)
    };
    all().into_iter().filter(tells).collect()
}

fn traced(case: &Case<'_>) -> Posterior {
    let model = ErrorModel::field();
    let misfit = Misfit::Likelihood(model.noise(case).unwrap());
    let near = search(&ProjectedMisfit::new(case, misfit)).unwrap().source;
    posterior(case, &model, near).unwrap()
}

#[test]
fn three_sensors_in_changing_winds_find_the_exact_place() {
    let case = case_of(&all(), readings(&all(), EXACT, 0), 0.0);
    let greatest = case.readings().max_concentration();
    let misfits = [
        Misfit::Linear,
        Misfit::Logarithmic { floor: 1e-6 * greatest },
        Misfit::Likelihood(Noise::new(1e-3 * greatest, 0.5).unwrap()),
    ];
    for misfit in misfits {
        let fit = search(&ProjectedMisfit::new(&case, misfit)).unwrap();
        // The differences in the polish are steps of 6e-6 of the box, 1.2 mm; it ends when a step
        // lowers the misfit by less than a share of 1e-12, a millionth of its distance.
        let [x, y, _] = fit.source.position;
        assert!((x - SOURCE[0]).hypot(y - SOURCE[1]) < 1e-3, "{misfit:?}: {:?}", fit.source);
        assert!((fit.source.rate / RATE - 1.0).abs() < 1e-4, "{misfit:?}: {:?}", fit.source);
        assert!(fit.is_determined(), "{}", fit.condition);
    }
}

#[test]
fn more_winds_make_a_smaller_ellipse() {
    let place = [SOURCE[0], SOURCE[1]];
    let many = traced(&case_of(&all(), readings(&all(), EXACT, 0), 0.0));
    assert!(many.ellipse(0.9).contains(place), "{:?}", many.ellipse(0.9));
    // Each wind that brings gas to a sensor, alone.
    let mut alone = 0;
    for step in telling() {
        alone += 1;
        let one = traced(&case_of(&[step], readings(&[step], EXACT, 0), 0.0));
        assert!(one.ellipse(0.9).contains(place), "{step}: {:?}", one.ellipse(0.9));
        let (large, small) = (one.ellipse(0.9).area(), many.ellipse(0.9).area());
        assert!(small < large, "{step}: {small} {large}");
    }
    assert!(alone >= 3, "{alone}");
}

/// How many of 20 draws the 90 % ellipse holds. If it held 90 % in the long run, 14 or fewer would
/// come up once in 90 times.
fn held_of_twenty(wrong: Wrong) -> usize {
    let winds = telling();
    (0..20)
        .filter(|seed| {
            let case = case_of(&winds, readings(&winds, wrong, *seed), 0.0);
            traced(&case).ellipse(0.9).contains([SOURCE[0], SOURCE[1]])
        })
        .count()
}

#[test]
fn errors_as_large_as_stated_leave_the_ellipse_honest() {
    // The error model's own words: half of the vane's variance stays the same in all winds.
    let model = ErrorModel::field();
    let half_deg = (0.5 * model.wind_turn.std.powi(2)).sqrt().to_degrees();
    let held = held_of_twenty(Wrong {
        mounting_deg: half_deg,
        vane_deg: half_deg,
        speed: model.wind_speed,
        relative: model.relative,
    });
    assert!(held >= 15, "{held} of 20");
}

#[test]
fn a_vane_of_five_degrees_leaves_the_ellipse_honest() {
    // Each wind for itself is wrong by five degrees where the model says four: what the model adds
    // for all winds together covers that.
    let wrong = Wrong { vane_deg: 5.0, relative: 0.5, ..EXACT };
    let winds = telling();
    let draws = 20;
    let held = (0..draws)
        .filter(|seed| {
            let case = case_of(&winds, readings(&winds, wrong, *seed), 0.0);
            traced(&case).ellipse(0.9).contains([SOURCE[0], SOURCE[1]])
        })
        .count();
    assert!(held >= 15, "{held} of {draws}");
}

#[test]
fn a_known_background_changes_nothing() {
    // Readings in whole multiples of 2^-60 kg/m3 and a background that is one: sum and difference
    // are exact, so not a bit may change.
    let unit = 2.0_f64.powi(-60);
    let background = 2.0_f64.powi(-22);
    let winds = telling();
    let mut plain = readings(&winds, Wrong { vane_deg: 3.0, relative: 0.3, ..EXACT }, 4);
    for (index, reading) in plain.iter_mut().enumerate() {
        reading.concentration = unit * (reading.concentration / unit).round();
        if index % 5 == 0 {
            reading.detection_limit = unit * (1e-9 / unit).round();
        }
    }
    let lifted: Vec<Reading> = plain
        .iter()
        .map(|r| Reading {
            concentration: r.concentration + background,
            detection_limit: r.detection_limit + background,
            ..r.clone()
        })
        .collect();
    let (plain, lifted) = (case_of(&winds, plain, 0.0), case_of(&winds, lifted, background));
    let greatest = plain.readings().max_concentration();
    for misfit in [Misfit::Linear, Misfit::Likelihood(Noise::new(1e-3 * greatest, 0.3).unwrap())] {
        let [a, b] =
            [&plain, &lifted].map(|case| search(&ProjectedMisfit::new(case, misfit)).unwrap());
        assert_eq!(
            (a.source, a.covariance, a.evaluations),
            (b.source, b.covariance, b.evaluations)
        );
        for (without, with) in a.predicted.iter().zip(&b.predicted) {
            // The sum of model and background is rounded once.
            assert!((with - without - background).abs() <= f64::EPSILON * with);
        }
    }
    let (a, b) = (traced(&plain), traced(&lifted));
    assert_eq!((&a.density, a.covariance, a.best), (&b.density, b.covariance, b.best));
}
