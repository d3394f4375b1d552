//! The equations of state against tables of an independent program.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use common::{assert_close, table};
use davylamp_rock::{FluidState, RockError, StateSlopes, Substance};

/// Sums of fifty terms of either sign, and quotients of them.
const SOLVED: f64 = 1e-10;

/// The columns beside the density are less exact than it, but for hydrogen: Z of a row differs from
/// p/(rho R T) of the same row by up to 9.5e-9 (water), 3.3e-9 (methane), 2.0e-10 (carbon dioxide), and
/// from fifty digits (`all_columns_against_fifty_digits`) by as much.
const BESIDE_DENSITY: f64 = 1e-8;

/// Some fifty terms of either sign are added.
const ROUNDING: f64 = 1e-13;

fn compare(name: &str, substance: Substance, rows: usize, others: f64) {
    let table = table(name);
    assert_eq!(table.rows().count(), rows);
    for row in table.rows() {
        let state = substance.state(row.number("p_Pa"), row.number("T_K")).unwrap();
        let what = format!("{name} {} Pa {} K", row.number("p_Pa"), row.number("T_K"));
        assert_close(state.density(), row.number("rho_kg_m3"), SOLVED, &what);
        // Ours gives the pressure back.
        let isotherm = substance.isotherm(row.number("T_K")).unwrap();
        let again = isotherm.state_at_density(state.density()).unwrap();
        let error = (again.pressure() - state.pressure()).abs();
        assert!(error <= ROUNDING * state.isothermal_modulus(), "{what}: {error} Pa");
        for (ours, column) in [
            (state.z(), "Z_1"),
            (state.sound_speed(), "c_m_s"),
            (state.bulk_modulus(), "KS_Pa"),
            (state.isothermal_modulus(), "KT_Pa"),
            (state.cp(), "cp_J_kgK"),
            (state.cv(), "cv_J_kgK"),
        ] {
            assert_close(ours, row.number(column), others, &format!("{column} of {what}"));
        }
    }
}

/// The properties of a state in the order of the columns.
const COLUMNS: [&str; 7] = ["rho_kg_m3", "Z_1", "c_m_s", "KS_Pa", "KT_Pa", "cp_J_kgK", "cv_J_kgK"];

#[test]
fn all_columns_against_fifty_digits() {
    let table = table("equations_of_state.csv");
    assert_eq!(table.rows().count(), 150 + 84 + 60 + 150);
    for row in table.rows() {
        let substance: Substance = row.text("substance").parse().unwrap();
        let (pressure, temperature) = (row.number("p_Pa"), row.number("T_K"));
        let state = substance.state(pressure, temperature).unwrap();
        let slopes = state.slopes();
        for (column, (_, property, slope)) in COLUMNS.into_iter().zip(PROPERTIES) {
            let what = format!("{column} of {substance} at {pressure} Pa, {temperature} K");
            let value = row.number(column);
            assert_close(property(&state), value, SOLVED, &what);
            for (ours, per, whole) in
                [(slope(&slopes)[0], "per_Pa", pressure), (slope(&slopes)[1], "per_K", temperature)]
            {
                let theirs = row.number(&format!("d_{column}_{per}"));
                // A slope may pass zero: what is added up to it is of the size of the property.
                let allowed = SOLVED * theirs.abs().max(value.abs() / whole);
                assert!((ours - theirs).abs() <= allowed, "{what} {per}: {ours:e} {theirs:e}");
            }
        }
    }
}

#[test]
fn hydrogen() {
    compare("hydrogen_leachman2009.csv", Substance::Hydrogen, 150, SOLVED);
}

#[test]
fn carbon_dioxide() {
    compare("co2_span_wagner1996.csv", Substance::CarbonDioxide, 84, BESIDE_DENSITY);
}

#[test]
fn methane() {
    compare("methane_setzmann_wagner1991.csv", Substance::Methane, 60, BESIDE_DENSITY);
}

#[test]
fn water() {
    compare("water_iapws95.csv", Substance::Water, 150, BESIDE_DENSITY);
}

#[test]
fn helmholtz_derivatives_of_hydrogen() {
    let table = table("hydrogen_helmholtz_derivatives.csv");
    assert_eq!(table.rows().count(), 30);
    for row in table.rows() {
        let isotherm = Substance::Hydrogen.isotherm(row.number("T_K")).unwrap();
        let density = row.number("rho_kg_m3");
        let h = isotherm.helmholtz(density).unwrap();
        let check = |ours: f64, column: &str| {
            assert_close(ours, row.number(column), SOLVED, &format!("{column} at {density}"));
        };
        check(h.delta(), "delta_1");
        check(h.tau(), "tau_1");
        check(h.residual(), "alphar");
        check(h.residual_delta(), "dalphar_ddelta");
        check(h.residual_tau(), "dalphar_dtau");
        check(h.residual_delta_delta(), "d2alphar_ddelta2");
        check(h.residual_tau_tau(), "d2alphar_dtau2");
        check(h.residual_delta_tau(), "d2alphar_ddelta_dtau");
        check(h.ideal(), "alpha0");
        check(h.ideal_tau_tau(), "d2alpha0_dtau2");
        let state = isotherm.state_at_density(density).unwrap();
        check(state.pressure(), "p_Pa");
        check(state.sound_speed(), "c_m_s");
    }
}

/// Central differences of step h and h/2, extrapolated: the error left is h⁴ and rounding over h.
const DIFFERENCES: f64 = 2e-7;

type Property = (&'static str, fn(&FluidState) -> f64, fn(&StateSlopes) -> [f64; 2]);

const PROPERTIES: [Property; 7] = [
    ("density", FluidState::density, |s| [s.density.by_pressure, s.density.by_temperature]),
    ("z", FluidState::z, |s| [s.z.by_pressure, s.z.by_temperature]),
    ("sound_speed", FluidState::sound_speed, |s| {
        [s.sound_speed.by_pressure, s.sound_speed.by_temperature]
    }),
    ("bulk_modulus", FluidState::bulk_modulus, |s| {
        [s.bulk_modulus.by_pressure, s.bulk_modulus.by_temperature]
    }),
    ("isothermal_modulus", FluidState::isothermal_modulus, |s| {
        [s.isothermal_modulus.by_pressure, s.isothermal_modulus.by_temperature]
    }),
    ("cp", FluidState::cp, |s| [s.cp.by_pressure, s.cp.by_temperature]),
    ("cv", FluidState::cv, |s| [s.cv.by_pressure, s.cv.by_temperature]),
];

fn extrapolated(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let central = |h: f64| (f(x + h) - f(x - h)) / (2.0 * h);
    let h = 2e-3 * x;
    (4.0 * central(0.5 * h) - central(h)) / 3.0
}

#[test]
fn slopes_are_those_of_differences() {
    let states = [
        (Substance::Hydrogen, 9.8e6, 308.15),
        (Substance::Hydrogen, 40e6, 80.0),
        (Substance::Methane, 8e6, 350.0),
        (Substance::CarbonDioxide, 20e6, 350.0),
        (Substance::Water, 30e6, 350.0),
        (Substance::Water, 3e5, 450.0),
    ];
    for (substance, pressure, temperature) in states {
        let slopes = substance.state(pressure, temperature).unwrap().slopes();
        for (name, property, slope) in PROPERTIES {
            let value = property(&substance.state(pressure, temperature).unwrap());
            let by_pressure =
                extrapolated(|p| property(&substance.state(p, temperature).unwrap()), pressure);
            let by_temperature =
                extrapolated(|t| property(&substance.state(pressure, t).unwrap()), temperature);
            let [p, t] = slope(&slopes);
            let what = format!("{name} of {substance} at {pressure} Pa, {temperature} K");
            let scale = DIFFERENCES * value.abs();
            assert!((p - by_pressure).abs() * pressure <= scale, "{what}: {p:e} {by_pressure:e}");
            assert!(
                (t - by_temperature).abs() * temperature <= scale,
                "{what}: {t:e} {by_temperature:e}"
            );
        }
    }
}

#[test]
fn the_stable_phase_is_chosen() {
    // Saturation pressures: 101.325 kPa for water at 373.124 K and for methane at 111.667 K, 5.7291
    // MPa for carbon dioxide at 293.15 K (the papers' own ancillary equations, to four digits).
    for (substance, temperature, saturation, boundary) in [
        (Substance::Water, 373.124, 101_325.0, [1.0, 900.0]),
        (Substance::Methane, 111.667, 101_325.0, [3.0, 400.0]),
        (Substance::CarbonDioxide, 293.15, 5.729_1e6, [200.0, 700.0]),
    ] {
        let isotherm = substance.isotherm(temperature).unwrap();
        let vapour = isotherm.state(0.998 * saturation).unwrap().density();
        let liquid = isotherm.state(1.002 * saturation).unwrap().density();
        assert!(vapour < boundary[0] && liquid > boundary[1], "{substance} {vapour} {liquid}");
    }
}

#[test]
fn every_state_of_the_range_has_a_density() {
    for substance in Substance::ALL {
        let [min, max] = substance.temperature_range();
        for i in 0..=60 {
            let temperature = min * (max / min).powf(f64::from(i) / 60.0);
            let isotherm = substance.isotherm(temperature.clamp(min, max)).unwrap();
            let mut last = 0.0;
            for k in 0..=60 {
                let pressure = substance.max_pressure() * 10_f64.powf(-0.15 * f64::from(60 - k));
                let state = isotherm.state(pressure).unwrap_or_else(|e| panic!("{substance} {e}"));
                assert!(state.density() > last, "{substance} {pressure:e} Pa {temperature} K");
                last = state.density();
            }
        }
    }
}

#[test]
fn outside_the_range_is_refused() {
    for substance in Substance::ALL {
        let [min, max] = substance.temperature_range();
        for temperature in [min - 0.001, max + 0.001, f64::NAN, f64::INFINITY, -1.0] {
            let error = substance.isotherm(temperature).unwrap_err();
            assert!(
                matches!(error, RockError::OutOfRange { name: "temperature", value, .. }
                    if value.to_bits() == temperature.to_bits()),
                "{error}"
            );
        }
        let isotherm = substance.isotherm(300.0).unwrap();
        for pressure in [0.0, -1e5, 1.001 * substance.max_pressure(), f64::NAN, f64::INFINITY] {
            let error = isotherm.state(pressure).unwrap_err();
            assert!(matches!(error, RockError::OutOfRange { name: "pressure", .. }), "{error}");
        }
        for density in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(isotherm.helmholtz(density).is_err());
            assert!(isotherm.state_at_density(density).is_err());
        }
    }
}
