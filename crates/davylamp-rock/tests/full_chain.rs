//! From depth, porosity and gas saturation to speeds, against a table of independent programs.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]

mod common;

use common::{assert_close, table};
use davylamp_rock::{
    Gassmann, GassmannInput, Means, Part, PorePressure, RockCell, RockError, StoreInput, StoreRock,
    WaveSpeeds,
};
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
        let rock = StoreRock::new(input).unwrap();
        check(rock.grain().k_dry, "K_m_Pa", DOUBLE);
        check(rock.grain().mu_dry, "G_m_Pa", DOUBLE);
        let layer = rock.at_depth(depth).unwrap();
        let pack = layer.grain_pack();
        check(pack.input().contact_poisson, "nu_1", DOUBLE);
        check(pack.moduli().k_dry, "K_hm_Pa", DOUBLE);
        check(pack.moduli().mu_dry, "G_hm_Pa", DOUBLE);
        let (porosity, gas) = (row.number("phi_1"), row.number("Sg_1"));
        let frame = pack.soft_sand(porosity).unwrap();
        check(frame.k_dry, "K_dry_Pa", DOUBLE);
        check(frame.mu_dry, "G_dry_Pa", DOUBLE);
        let (brine, hydrogen) = (layer.brine(), layer.hydrogen());
        check(brine.density(), "rho_w_kg_m3", DOUBLE);
        check(brine.sound_speed(), "v_w_m_s", DOUBLE);
        check(brine.bulk_modulus(), "K_w_Pa", DOUBLE);
        check(hydrogen.density(), "rho_g_kg_m3", SOLVED);
        check(hydrogen.sound_speed(), "c_g_m_s", SOLVED);
        check(hydrogen.bulk_modulus(), "K_g_Pa", SOLVED);
        // The same by the public parts, one after the other.
        let k_fluid = Means::new(&[
            Part { fraction: 1.0 - gas, modulus: brine.bulk_modulus() },
            Part { fraction: gas, modulus: hydrogen.bulk_modulus() },
        ])
        .unwrap()
        .reuss();
        check(k_fluid, "K_f_Pa", SOLVED);
        let fluid_density = (1.0 - gas) * brine.density() + gas * hydrogen.density();
        check(fluid_density, "rho_f_kg_m3", SOLVED);
        let k_mineral = rock.grain().k_dry;
        let gassmann =
            Gassmann::new(GassmannInput { k_dry: frame.k_dry, k_mineral, k_fluid, porosity });
        let k_sat = gassmann.unwrap().k_sat();
        check(k_sat, "K_sat_Pa", SOLVED);
        let cell = layer.cell(porosity, gas).unwrap();
        check(cell.vp, "Vp_m_s", SOLVED);
        check(cell.vs, "Vs_m_s", SOLVED);
        check(cell.rho, "rho_sat_kg_m3", SOLVED);
        let speeds = WaveSpeeds::new(k_sat, frame.mu_dry, cell.rho).unwrap();
        check(speeds.vp, "Vp_m_s", SOLVED);
        check(speeds.vs, "Vs_m_s", SOLVED);
    }
}

#[test]
fn bulk_evaluation_gives_the_same_bits() {
    // More than one block of the vector loop, and a rest.
    const N: u32 = 1003;
    let rock = StoreRock::new(StoreInput::paper()).unwrap();
    // At the surface nothing presses the grains, and a rock without pores is all mineral.
    for depth in [0.0, 900.0] {
        let layer = rock.at_depth(depth).unwrap();
        let porosity: Vec<f64> = (0..N).map(|i| 0.4 * f64::from(i % 41) / 40.0).collect();
        let gas: Vec<f64> = (0..N).map(|i| f64::from(i % 31) / 30.0).collect();
        let mut out = vec![RockCell { vp: 0.0, vs: 0.0, rho: 0.0 }; N as usize];
        layer.cells(&porosity, &gas, &mut out).unwrap();
        let mut numbers = vec![[0.0; 3]; N as usize];
        rock.rocks(depth, &porosity, &gas, &mut numbers);
        for i in 0..N as usize {
            let one = layer.cell(porosity[i], gas[i]).unwrap();
            assert!(one.vp > 0.0 && one.vs >= 0.0 && one.rho > 0.0, "{one:?}");
            assert_eq!(out[i], one);
            assert_eq!(numbers[i], [one.vp, one.vs, one.rho]);
            assert_eq!(rock.rock(depth, porosity[i], gas[i]), numbers[i]);
        }
    }
}

#[test]
fn bad_cells_of_many_are_not_numbers() {
    let rock = StoreRock::new(StoreInput::paper()).unwrap();
    let mut porosity = vec![0.2; 200];
    let mut gas = vec![0.5; 200];
    let bad = [-0.01, 1.01, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    for (i, value) in bad.into_iter().enumerate() {
        porosity[20 * i] = value;
        gas[20 * i + 10] = value;
    }
    let mut out = vec![[0.0; 3]; 200];
    rock.rocks(900.0, &porosity, &gas, &mut out);
    for (i, cell) in out.iter().enumerate() {
        let is_bad = i % 10 == 0 && i < 100;
        assert!(cell.iter().all(|value| value.is_nan() == is_bad), "{i}: {cell:?}");
    }
    rock.rocks(f64::NAN, &porosity, &gas, &mut out);
    assert!(out.iter().flatten().all(|value| value.is_nan()));
    // And are refused before anything is written where the caller wants to know.
    let layer = rock.at_depth(900.0).unwrap();
    let before = RockCell { vp: 1.0, vs: 1.0, rho: 1.0 };
    let mut cells = vec![before; 200];
    let error = layer.cells(&porosity, &gas, &mut cells).unwrap_err();
    assert!(matches!(error, RockError::OutOfRange { name: "porosity", .. }), "{error}");
    assert!(cells.iter().all(|cell| *cell == before));
}

#[test]
fn pores_that_bear_more_than_the_rock_weighs_are_refused() {
    let rock = StoreRock::new(StoreInput::paper()).unwrap();
    let error = rock.at_pore_pressure(1000.0, PorePressure::new(3e7).unwrap()).unwrap_err();
    assert!(
        matches!(error, RockError::OutOfRange { name: "effective_pressure", value, .. }
            if value < 0.0),
        "{error}"
    );
    let mut input = StoreInput::paper();
    input.profile.pore_gradient = 3e4;
    let error = StoreRock::new(input).unwrap().at_depth(1000.0).unwrap_err();
    assert!(matches!(error, RockError::OutOfRange { name: "effective_pressure", .. }), "{error}");
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
