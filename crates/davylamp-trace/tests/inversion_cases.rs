//! The paper's scenario (Xia et al. 2022): 50 instances each of 16, 9 and 4 sensors with exact
//! readings, and with 10 % error. Table: `data/inversion_cases.csv`, made by an independent script.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, PlumeOptions, StabilityClass};
use davylamp_trace::{
    Case, Epoch, ErrorModel, Misfit, ProjectedMisfit, Reading, Readings, SearchBox, posterior,
    search,
};

const TRUTH: [f64; 2] = [8.0, 15.0];
const RATE: f64 = 80.0;

struct Instance {
    wind_speed: f64,
    places: Vec<[f64; 3]>,
    exact: Vec<f64>,
    quantised: Vec<f64>,
}

fn instances() -> BTreeMap<(usize, usize), Instance> {
    let mut all = BTreeMap::new();
    let table = include_str!("data/inversion_cases.csv");
    for line in table.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let cell: Vec<&str> = line.split(',').collect();
        let number = |i: usize| cell[i].parse::<f64>().unwrap();
        let key = (cell[0].parse().unwrap(), cell[1].parse().unwrap());
        let instance = all.entry(key).or_insert_with(|| Instance {
            wind_speed: number(2),
            places: vec![],
            exact: vec![],
            quantised: vec![],
        });
        instance.places.push([number(3), number(4), 0.0]);
        instance.exact.push(number(5));
        instance.quantised.push(number(7));
    }
    all
}

fn case<'a>(instance: &Instance, values: &[f64]) -> Case<'a> {
    let readings =
        instance.places.iter().zip(values).map(|(p, c)| Reading::new(*p, *c)).collect::<Vec<_>>();
    let count = readings.len();
    let input = PlumeInput {
        curves: DispersionCurves::BriggsUrban,
        class: StabilityClass::D,
        wind_speed: instance.wind_speed,
        wind_from_deg: 270.0,
    };
    let options = PlumeOptions::default().with_min_wind_speed(0.1);
    let air = GaussianPlume::with_options(input, options).unwrap();
    let bounds = SearchBox {
        x: [0.0, 100.0],
        y: [0.0, 100.0],
        height: [1.0, 1.0],
        wind_turn_max: 0.0,
        rate_max: 200.0,
    };
    let epoch = Epoch { air: Box::new(air), readings: 0..count };
    Case::new(Readings::new(readings).unwrap(), vec![epoch], bounds, 0.0).unwrap()
}

/// The greatest relative error of place and rate.
fn error(position: [f64; 3], rate: f64) -> f64 {
    let relative = |value: f64, truth: f64| (value / truth - 1.0).abs();
    relative(position[0], TRUTH[0]).max(relative(position[1], TRUTH[1])).max(relative(rate, RATE))
}

fn errors(sensors: usize) -> Vec<f64> {
    of(sensors)
        .iter()
        .map(|instance| {
            let case = case(instance, &instance.exact);
            let fit = search(&ProjectedMisfit::new(&case, Misfit::Linear)).unwrap();
            assert!(fit.evaluations < 1000, "{}", fit.evaluations);
            error(fit.source.position, fit.source.rate)
        })
        .collect()
}

fn of(sensors: usize) -> Vec<Instance> {
    instances().into_iter().filter(|(key, _)| key.0 == sensors).map(|(_, i)| i).collect()
}

#[test]
fn sixteen_sensors_find_every_source() {
    let errors = errors(16);
    assert_eq!(errors.len(), 50);
    let worst = errors.iter().copied().fold(0.0, f64::max);
    assert!(worst < 1e-3, "{worst}");
}

#[test]
fn nine_sensors_find_nearly_every_source() {
    let errors = errors(9);
    let found = errors.iter().filter(|e| **e < 1e-3).count();
    assert!(found >= 49, "{found} of {}", errors.len());
}

/// Readings of an ideal instrument tell more by their logarithms, down to what it resolves.
const RESOLVED: f64 = 1e-30;

#[test]
fn four_sensors_find_half_and_know_where_the_others_may_be() {
    let instances = of(4);
    let mut found = 0;
    for (index, instance) in instances.iter().enumerate() {
        let case = case(instance, &instance.exact);
        let misfit = Misfit::Logarithmic { floor: RESOLVED };
        let fit = search(&ProjectedMisfit::new(&case, misfit)).unwrap();
        if error(fit.source.position, fit.source.rate) < 0.05 {
            found += 1;
            continue;
        }
        // Sensors good to a tenth of the reading, and a thousandth of the greatest.
        let model = ErrorModel::exact_air(1e-3 * case.readings().max_concentration(), 0.1);
        let p = posterior(&case, &model, fit.source).unwrap();
        assert!(p.ellipse(0.9).contains(TRUTH), "case {index}: {:?}", p.ellipse(0.9));
    }
    assert!(found * 100 >= 46 * instances.len(), "{found} of {}", instances.len());
}

#[test]
fn quantised_readings_find_the_source_to_their_digits() {
    // Rounding to 1e-8 kg/m3 leaves 16 sensors a few significant digits; the floor of the misfit
    // that it causes is 4e-17 (Xia et al. 2022, Table 12).
    for instance in of(16) {
        let case = case(&instance, &instance.quantised);
        let fit = search(&ProjectedMisfit::new(&case, Misfit::Linear)).unwrap();
        assert!(error(fit.source.position, fit.source.rate) < 0.01);
        assert!(fit.misfit < 16.0 * 0.25e-16, "{:e}", fit.misfit);
    }
}
