//! From depth, porosity and gas saturation to speeds, against a table of independent programs.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]

mod common;

use common::{assert_close, table};
use davylamp_rock::{RockCell, RockError, StoreInput, StoreRock};
use davylamp_traits::RockModel;

/// Hydrogen's density and modulus are solved for.
const SOLVED: f64 = 1e-10;

/// The rest is closed.
const DOUBLE: f64 = 1e-12;

#[test]
fn full_chain() {
    let table = table("full_chain.csv");
    assert_eq!(table.rows().count(), 100);
    for row in table.rows() {
        let preset = match row.text("preset") {
            "handbook" => StoreInput::handbook(),
            "lanl" => StoreInput::lanl(),
            _ => StoreInput::paper(),
        };
        let input = StoreInput { salinity: row.number("S_massfrac"), ..preset };
        let depth = row.number("z_m");
        let profile = input.profile;
        let check = |ours: f64, column: &str, tolerance: f64| {
            assert_close(ours, row.number(column), tolerance, &format!("{column} at {depth} m"));
        };
        check(profile.temperature(depth).unwrap() - 273.15, "T_degC", DOUBLE);
        check(profile.confining_pressure(depth).unwrap().pascals(), "p_conf_Pa", DOUBLE);
        check(profile.pore_pressure(depth).unwrap().pascals(), "p_pore_Pa", DOUBLE);
        check(profile.effective_pressure(depth).unwrap().pascals(), "P_d_Pa", DOUBLE);
        let layer = StoreRock::new(input).unwrap().at_depth(depth).unwrap();
        let cell = layer.cell(row.number("phi_1"), row.number("Sg_1")).unwrap();
        check(cell.vp, "Vp_m_s", SOLVED);
        check(cell.vs, "Vs_m_s", SOLVED);
        check(cell.rho, "rho_sat_kg_m3", SOLVED);
    }
}

#[test]
fn bulk_evaluation_gives_the_same_bits() {
    let rock = StoreRock::new(StoreInput::paper()).unwrap();
    let layer = rock.at_depth(900.0).unwrap();
    let porosity: Vec<f64> = (0..41).map(|i| 0.01 * f64::from(i)).collect();
    let gas: Vec<f64> = (0..41).map(|i| f64::from(i) / 40.0).collect();
    let mut out = vec![RockCell { vp: 0.0, vs: 0.0, rho: 0.0 }; 41];
    layer.cells(&porosity, &gas, &mut out).unwrap();
    let mut numbers = vec![[0.0; 3]; 41];
    rock.rocks(900.0, &porosity, &gas, &mut numbers);
    for i in 0..41 {
        let one = layer.cell(porosity[i], gas[i]).unwrap();
        assert_eq!(out[i], one);
        assert_eq!(numbers[i], [one.vp, one.vs, one.rho]);
        assert_eq!(rock.rock(900.0, porosity[i], gas[i]), numbers[i]);
    }
}

#[test]
fn bad_cells_are_refused() {
    let rock = StoreRock::new(StoreInput::paper()).unwrap();
    for depth in [-1.0, 2e4, f64::NAN, f64::INFINITY] {
        let error = rock.at_depth(depth).unwrap_err();
        assert!(matches!(error, RockError::OutOfRange { name: "depth", .. }), "{error}");
        assert!(rock.rock(depth, 0.2, 0.5).iter().all(|v| v.is_nan()));
    }
    let layer = rock.at_depth(900.0).unwrap();
    for bad in [-0.01, 1.01, f64::NAN, f64::INFINITY] {
        let error = layer.cell(bad, 0.5).unwrap_err();
        assert!(
            matches!(error, RockError::OutOfRange { name: "porosity", max: 0.4, .. }),
            "{error}"
        );
        let error = layer.cell(0.2, bad).unwrap_err();
        assert!(matches!(error, RockError::OutOfRange { name: "gas_saturation", .. }), "{error}");
    }
    let error = layer.cells(&[0.2], &[], &mut []).unwrap_err();
    assert_eq!(error, RockError::WrongLength { name: "gas_saturation", len: 0, expected: 1 });
}

/// The inverse of Gassmann's relation loses what the brine adds to the frame, about a tenth of it.
const INVERSE: f64 = 1e-11;

#[test]
fn gas_put_into_measured_rock_is_the_rock_with_gas() {
    let rock = StoreRock::new(StoreInput::paper()).unwrap();
    for depth in [100.0, 600.0, 950.0] {
        for porosity in [0.05, 0.2, 0.35] {
            let brine = rock.rock(depth, porosity, 0.0);
            assert_eq!(rock.with_gas(depth, porosity, brine, 0.0), brine);
            for gas in [1e-3, 0.05, 0.4, 1.0] {
                let expected = rock.rock(depth, porosity, gas);
                let found = rock.with_gas(depth, porosity, brine, gas);
                for (ours, theirs) in found.into_iter().zip(expected) {
                    assert_close(ours, theirs, INVERSE, "gas in measured rock");
                }
            }
        }
    }
}

#[test]
fn gas_density_is_that_of_hydrogen() {
    use davylamp_rock::Substance;
    let input = StoreInput::paper();
    let rock = StoreRock::new(input).unwrap();
    for depth in [100.0, 682.0, 950.0] {
        let pressure = input.profile.pore_pressure(depth).unwrap().pascals();
        let temperature = input.profile.temperature(depth).unwrap();
        let hydrogen = Substance::Hydrogen.state(pressure, temperature).unwrap();
        assert_eq!(rock.gas_density(depth), hydrogen.density());
    }
    assert!(rock.gas_density(-1.0).is_nan());
}

#[test]
fn impossible_measurements_are_refused() {
    let rock = StoreRock::new(StoreInput::paper()).unwrap();
    let layer = rock.at_depth(600.0).unwrap();
    let cell = layer.cell(0.2, 0.0).unwrap();
    let stiff = RockCell { vp: 9000.0, ..cell };
    let error = layer.with_gas(0.2, stiff, 0.3).unwrap_err();
    assert!(matches!(error, RockError::UnphysicalFrame { .. }), "{error}");
    let error = layer.with_gas(0.2, RockCell { vs: 0.0, ..cell }, 0.3).unwrap_err();
    assert!(matches!(error, RockError::NotPositive { name: "vs", .. }), "{error}");
    let error = layer.with_gas(0.0, cell, 0.3).unwrap_err();
    assert!(matches!(error, RockError::OutOfRange { name: "porosity", .. }), "{error}");
    let error = layer.with_gas(0.2, cell, 1.5).unwrap_err();
    assert!(matches!(error, RockError::OutOfRange { name: "gas_saturation", .. }), "{error}");
    assert!(rock.with_gas(600.0, 0.2, [9000.0, cell.vs, cell.rho], 0.3)[0].is_nan());
}
