//! However one asks, the bits are the same: one receptor or many, any vector width, any threads.

#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use davylamp_plume::{
    DispersionCurves, GaussianPlume, MapGrid, PlumeInput, PlumeOptions, StabilityClass,
};
use davylamp_traits::{AirError, Dispersion, REFERENCE_DISTANCE, UncertainDispersion};

/// Turning coordinates costs a few roundings, which the exponent of the tail multiplies.
const TURNED: f64 = 1e-11;

fn plumes() -> Vec<GaussianPlume> {
    let options = [
        PlumeOptions::default(),
        PlumeOptions::default().with_half_life(600.0),
        PlumeOptions::default().with_mixing_height(120.0),
    ];
    let mut plumes = Vec::new();
    for curves in DispersionCurves::ALL {
        for class in StabilityClass::ALL {
            for options in options {
                let input = PlumeInput { curves, class, wind_speed: 3.0, wind_from_deg: 251.0 };
                plumes.push(GaussianPlume::with_options(input, options).unwrap());
            }
        }
    }
    plumes
}

/// Receptors all around, upwind too, by a low-discrepancy sequence.
fn receptors(n: usize) -> Vec<[f64; 3]> {
    (0..n)
        .map(|i| {
            let i = i as f64;
            [
                (i * 0.618_033_988_749_895).fract() * 900.0 - 100.0,
                (i * 0.754_877_666_246_693).fract() * 400.0 - 50.0,
                (i * 0.569_840_290_998_053).fract() * 5.0,
            ]
        })
        .collect()
}

#[test]
fn a_batch_equals_its_parts() {
    for plume in plumes() {
        for source in [[0.0, 0.0, 0.0], [3.0, -2.0, 1.3]] {
            for n in [0, 1, 2, 7, 8, 9, 15, 16, 17, 64, 1001] {
                let receptors = receptors(n);
                let mut out = vec![f64::NAN; n];
                plume.unit_concentrations(source, &receptors, &mut out);
                for (receptor, value) in receptors.iter().zip(&out) {
                    let alone = plume.unit_concentration(source, *receptor);
                    assert_eq!(alone.to_bits(), value.to_bits(), "{plume:?} {receptor:?}");
                }
            }
        }
    }
}

#[test]
fn threads_do_not_matter() {
    let receptors = receptors(100_003);
    let source = [0.0, 0.0, 1.0];
    for plume in [plumes()[0], plumes()[2], plumes()[53]] {
        let mut out = vec![0.0; receptors.len()];
        plume.unit_concentrations(source, &receptors, &mut out);
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let mut alone = vec![0.0; receptors.len()];
        one.install(|| plume.unit_concentrations(source, &receptors, &mut alone));
        assert_eq!(out, alone);
        assert!(out.iter().any(|value| *value > 0.0));
        for (receptor, value) in receptors.iter().zip(&out) {
            assert_eq!(*value, plume.unit_concentration(source, *receptor));
        }
    }
}

#[test]
fn slices_of_unlike_length_fill_the_shorter() {
    let receptors = receptors(40);
    let plume = plumes()[0];
    let mut short = [0.0; 11];
    plume.unit_concentrations([0.0; 3], &receptors, &mut short);
    let mut long = [7.0; 50];
    plume.unit_concentrations([0.0; 3], &receptors, &mut long);
    assert_eq!(short[..], long[..11]);
    assert_eq!(long[40..], [7.0; 10]);
}

#[test]
fn no_difference_in_the_air_is_no_difference() {
    let receptors = receptors(333);
    let source = [0.0, 0.0, 1.0];
    for plume in plumes() {
        let (mut plain, mut air) = (vec![0.0; 333], vec![0.0; 333]);
        plume.unit_concentrations(source, &receptors, &mut plain);
        plume.unit_concentrations_in(&AirError::default(), source, &receptors, &mut air);
        assert_eq!(plain, air);
    }
}

#[test]
fn air_errors_mean_what_they_say() {
    let input = PlumeInput {
        curves: DispersionCurves::BriggsRural,
        class: StabilityClass::C,
        wind_speed: 3.0,
        wind_from_deg: 250.0,
    };
    let plume = GaussianPlume::new(input).unwrap();
    let (source, receptor) = ([0.0, 0.0, 1.0], [200.0, 90.0, 1.5]);
    let ask = |air: AirError| {
        let mut out = [0.0];
        plume.unit_concentrations_in(&air, source, &[receptor], &mut out);
        out[0]
    };
    // Turned counter-clockwise by ten degrees, the wind comes from ten degrees less.
    let turned = GaussianPlume::new(PlumeInput { wind_from_deg: 240.0, ..input }).unwrap();
    let expected = turned.unit_concentration(source, receptor);
    let got = ask(AirError { wind_turn: 10.0_f64.to_radians(), ..AirError::default() });
    assert!((got / expected - 1.0).abs() < TURNED, "{got} {expected}");

    let faster = GaussianPlume::new(PlumeInput { wind_speed: 4.5, ..input }).unwrap();
    let expected = faster.unit_concentration(source, receptor);
    let got = ask(AirError { wind_speed_factor: 1.5, ..AirError::default() });
    assert!((got / expected - 1.0).abs() < TURNED);

    let at = plume.aligned(source, receptor);
    let plain = plume.unit_concentration(source, receptor);
    let exponent = 0.5 * (at.crosswind / plume.sigma_y(at.downwind)).powi(2);
    let expected = plain * (exponent * (1.0 - 0.25)).exp() / 2.0;
    let got = ask(AirError { sigma_y_factor: 2.0, ..AirError::default() });
    assert!((got / expected - 1.0).abs() < TURNED);

    let sigma_z = 2.0 * plume.sigma_z(at.downwind);
    let near = |d: f64, sigma: f64| (-0.5 * (d / sigma).powi(2)).exp();
    let bracket = |sigma: f64| near(0.5, sigma) + near(2.5, sigma);
    let expected = plain / 2.0 * bracket(sigma_z) / bracket(0.5 * sigma_z);
    let got = ask(AirError { sigma_z_factor: 2.0, ..AirError::default() });
    assert!((got / expected - 1.0).abs() < TURNED);

    // Growth is a factor that depends on the distance.
    let factor = |growth: f64| (at.downwind / REFERENCE_DISTANCE).powf(growth);
    let air = AirError { sigma_y_growth: -0.2, sigma_z_growth: 0.1, ..AirError::default() };
    let (sigma_y_factor, sigma_z_factor) = (factor(-0.2), factor(0.1));
    let same = ask(AirError { sigma_y_factor, sigma_z_factor, ..AirError::default() });
    assert!((ask(air) / same - 1.0).abs() < TURNED);
}

#[test]
fn maps_equal_receptors() {
    let grid = MapGrid::new([-40.0, -105.0], 5.0, [61, 43]).unwrap();
    let source = [10.0, 0.0, 2.0];
    let receptors: Vec<[f64; 3]> = (0..grid.len())
        .map(|i| {
            let [x, y] = grid.node(i);
            [x, y, 1.5]
        })
        .collect();
    for wind_from_deg in [0.0, 90.0, 180.0, 270.0, 33.0] {
        for curves in DispersionCurves::ALL {
            let plume = GaussianPlume::new(PlumeInput {
                curves,
                class: StabilityClass::D,
                wind_speed: 3.0,
                wind_from_deg,
            })
            .unwrap();
            let (mut map, mut each) = (vec![0.0; grid.len()], vec![0.0; grid.len()]);
            plume.unit_map(source, &grid, 1.5, &mut map).unwrap();
            plume.unit_concentrations(source, &receptors, &mut each);
            assert!(map.iter().any(|value| *value > 0.0));
            for (a, b) in map.iter().zip(&each) {
                assert!((a - b).abs() <= TURNED * b + 1e-290, "{wind_from_deg}: {a:e} {b:e}");
            }
        }
    }
}
