//! The closed forms against tables of independent programs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Row, assert_close, table};
use davylamp_rock::{
    Brine, BrineInput, EffectivePressure, Gassmann, GassmannInput, GrainPack, GrainPackInput,
    HashinShtrikman, Means, NaturalGas, NaturalGasInput, Part, Phase, SalinityCoefficient,
    SaturatedInput, Substance, WaveSpeeds, brie, poisson_ratio,
};

/// Both sides round a few dozen operations.
const DOUBLE: f64 = 1e-12;

fn check(row: &Row, ours: f64, column: &str) {
    assert_close(ours, row.number(column), DOUBLE, column);
}

#[test]
fn voigt_reuss_hill() {
    let table = table("voigt_reuss_hill.csv");
    assert_eq!(table.rows().count(), 40);
    for row in table.rows() {
        let part = |i: usize| Part {
            fraction: row.number(&format!("f{i}_1")),
            modulus: row.number(&format!("M{i}_Pa")),
        };
        let means = Means::new(&[1, 2, 3, 4].map(part)).unwrap();
        check(&row, means.voigt(), "voigt_Pa");
        check(&row, means.reuss(), "reuss_Pa");
        check(&row, means.hill(), "hill_Pa");
    }
}

#[test]
fn hashin_shtrikman() {
    let table = table("hashin_shtrikman_walpole_2phase.csv");
    assert_eq!(table.rows().count(), 30);
    for row in table.rows() {
        let phase = |i: usize| Phase {
            fraction: row.number(&format!("f{i}_1")),
            k: row.number(&format!("K{i}_Pa")),
            mu: row.number(&format!("G{i}_Pa")),
        };
        let bounds = HashinShtrikman::new(&[1, 2].map(phase)).unwrap();
        check(&row, bounds.k_lower(), "K_lower_Pa");
        check(&row, bounds.k_upper(), "K_upper_Pa");
        check(&row, bounds.mu_lower(), "G_lower_Pa");
        check(&row, bounds.mu_upper(), "G_upper_Pa");
    }
}

#[test]
fn fluid_mixing() {
    let table = table("fluid_mixing.csv");
    assert_eq!(table.rows().count(), 40);
    for row in table.rows() {
        let gas = row.number("Sg_1");
        let [k_water, k_gas] = ["K_water_Pa", "K_gas_Pa"].map(|c| row.number(c));
        let mix = |water: f64, gas_value: f64| {
            Means::new(&[
                Part { fraction: 1.0 - gas, modulus: water },
                Part { fraction: gas, modulus: gas_value },
            ])
            .unwrap()
        };
        check(&row, mix(k_water, k_gas).reuss(), "K_wood_Pa");
        check(&row, mix(k_water, k_gas).voigt(), "K_voigt_Pa");
        let rho = mix(row.number("rho_water_kg_m3"), row.number("rho_gas_kg_m3")).voigt();
        check(&row, rho, "rho_mix_kg_m3");
        let patches = brie(k_water, k_gas, gas, row.number("brie_e_1")).unwrap();
        check(&row, patches, "K_brie_Pa");
    }
}

#[test]
fn batzle_wang_brine() {
    let table = table("batzle_wang_brine.csv");
    assert_eq!(table.rows().count(), 80);
    for row in table.rows() {
        let input = BrineInput {
            temperature: row.number("T_degC") + 273.15,
            pressure: row.number("p_Pa"),
            salinity: row.number("S_massfrac"),
        };
        let water = Brine::new(BrineInput { salinity: 0.0, ..input }).unwrap();
        check(&row, water.density(), "rho_water_kg_m3");
        check(&row, water.sound_speed(), "v_water_m_s");
        let brine = Brine::new(input).unwrap();
        check(&row, brine.density(), "rho_brine_kg_m3");
        check(&row, brine.sound_speed(), "v_brine820_m_s");
        check(&row, brine.bulk_modulus(), "K_brine820_Pa");
        let other = Brine::with_coefficient(input, SalinityCoefficient::Errata1820).unwrap();
        check(&row, other.sound_speed(), "v_brine1820_m_s");
        check(&row, other.bulk_modulus(), "K_brine1820_Pa");
    }
}

#[test]
fn batzle_wang_gas() {
    let table = table("batzle_wang_gas.csv");
    assert_eq!(table.rows().count(), 40);
    for row in table.rows() {
        let gas = NaturalGas::new(NaturalGasInput {
            temperature: row.number("T_degC") + 273.15,
            pressure: row.number("p_Pa"),
            gravity: row.number("gravity_air_1"),
        })
        .unwrap();
        check(&row, gas.density(), "rho_kg_m3");
        check(&row, gas.bulk_modulus(), "K_Pa");
        check(&row, gas.z(), "Z_1");
    }
}

fn pack(row: &Row, poisson: Option<f64>) -> GrainPack {
    let [k_mineral, mu_mineral] = ["K_mineral_Pa", "G_mineral_Pa"].map(|c| row.number(c));
    GrainPack::new(GrainPackInput {
        k_mineral,
        mu_mineral,
        contact_poisson: poisson.unwrap_or_else(|| poisson_ratio(k_mineral, mu_mineral)),
        critical_porosity: row.number("phi_c_1"),
        coordination: row.number("C_1"),
        effective_pressure: EffectivePressure::new(row.number("P_eff_Pa")).unwrap(),
        no_slip_fraction: row.number("f_shear_1"),
    })
    .unwrap()
}

#[test]
fn hertz_mindlin() {
    let table = table("hertz_mindlin.csv");
    assert_eq!(table.rows().count(), 60);
    for row in table.rows() {
        let moduli = pack(&row, Some(row.number("nu_mineral_1"))).moduli();
        check(&row, moduli.k_dry, "K_hm_Pa");
        check(&row, moduli.mu_dry, "G_hm_Pa");
    }
}

#[test]
fn soft_sand() {
    let table = table("soft_sand.csv");
    assert_eq!(table.rows().count(), 60);
    for row in table.rows() {
        let frame = pack(&row, None).soft_sand(row.number("phi_1")).unwrap();
        check(&row, frame.k_dry, "K_dry_Pa");
        check(&row, frame.mu_dry, "G_dry_Pa");
    }
}

#[test]
fn gassmann_forward() {
    let table = table("gassmann_forward.csv");
    assert_eq!(table.rows().count(), 60);
    for row in table.rows() {
        let porosity = row.number("phi_1");
        let rock = Gassmann::new(GassmannInput {
            k_dry: row.number("K_dry_Pa"),
            k_mineral: row.number("K_mineral_Pa"),
            k_fluid: row.number("K_fluid_Pa"),
            porosity,
        })
        .unwrap();
        check(&row, rock.k_sat(), "K_sat_Pa");
        let grain = (1.0 - porosity) * row.number("rho_grain_kg_m3");
        let rho = grain + porosity * row.number("rho_fluid_kg_m3");
        check(&row, rho, "rho_sat_kg_m3");
        let speeds = WaveSpeeds::new(rock.k_sat(), row.number("G_sat_Pa"), rho).unwrap();
        check(&row, speeds.vp, "Vp_m_s");
        check(&row, speeds.vs, "Vs_m_s");
    }
}

#[test]
fn gassmann_substitution() {
    let table = table("gassmann_substitution.csv");
    assert_eq!(table.rows().count(), 60);
    for row in table.rows() {
        let rock = Gassmann::from_saturated(SaturatedInput {
            k_sat: row.number("K_sat1_Pa"),
            k_mineral: row.number("K_mineral_Pa"),
            k_fluid: row.number("K_fluid1_Pa"),
            porosity: row.number("phi_1"),
        })
        .unwrap();
        let other = rock.with_fluid(row.number("K_fluid2_Pa")).unwrap();
        check(&row, other.k_sat(), "K_sat2_Pa");
    }
}

/// The limits of `closed_form_checks.csv` that say what must come out, each worked out anew here.
#[test]
fn closed_form_checks() {
    let table = table("closed_form_checks.csv");
    assert_eq!(table.rows().count(), 45);
    for row in table.rows() {
        let name = row.text("name");
        let [ours, expected] = limit(name);
        // The standard prints nine digits.
        let printed = if name == "iapws95_p" { PRINTED } else { 0.0 };
        let tolerance = row.number("rel_tol").max(printed);
        let theirs = row.number("expected");
        let error = (ours - theirs).abs();
        // A ratio that should vanish leaves rounding of one.
        assert!(
            error <= tolerance * theirs.abs().max(EPSILON_OF_ZERO),
            "{name}: {ours:e} {theirs:e}"
        );
        assert!(
            (ours - expected).abs() <= tolerance * expected.abs().max(EPSILON_OF_ZERO),
            "{name}"
        );
    }
}

/// Half a unit of the ninth digit of 99241.8352.
const PRINTED: f64 = 5e-10;

/// Where zero is expected, the numbers that cancel are of the order of one.
const EPSILON_OF_ZERO: f64 = 1.0;

fn wood(gas: f64, k_water: f64, k_gas: f64) -> f64 {
    Means::new(&[
        Part { fraction: 1.0 - gas, modulus: k_water },
        Part { fraction: gas, modulus: k_gas },
    ])
    .unwrap()
    .reuss()
}

const MINERAL: [f64; 2] = [31_158_139_534.883_72, 24_958_287_292.817_68];

fn sand(poisson: f64, slip: f64, pressure: f64, coordination: f64) -> GrainPack {
    GrainPack::new(GrainPackInput {
        k_mineral: MINERAL[0],
        mu_mineral: MINERAL[1],
        contact_poisson: poisson,
        critical_porosity: 0.4,
        coordination,
        effective_pressure: EffectivePressure::new(pressure).unwrap(),
        no_slip_fraction: slip,
    })
    .unwrap()
}

fn saturated(k_dry: f64, k_fluid: f64, porosity: f64) -> f64 {
    let k_mineral = MINERAL[0];
    Gassmann::new(GassmannInput { k_dry, k_mineral, k_fluid, porosity }).unwrap().k_sat()
}

/// Ours, and what the statement of the row says it must be.
fn limit(name: &str) -> [f64; 2] {
    if let Some((kind, nu)) = name.rsplit_once("_nu") {
        return contact_limit(kind, nu.parse().unwrap());
    }
    if name.starts_with("h2_") || name == "iapws95_p" {
        return equation_limit(name);
    }
    let pressure = 10e6;
    let pack = sand(0.2, 1.0, pressure, 7.0).moduli();
    let water = |t: f64, pressure: f64| {
        Brine::new(BrineInput { temperature: t + 273.15, pressure, salinity: 0.0 }).unwrap()
    };
    match name {
        "wood_Sg0" => [wood(0.0, 2.5e9, 1.5e7), 2.5e9],
        "wood_Sg1" => [wood(1.0, 2.5e9, 1.5e7), 1.5e7],
        "wood_equal" => [wood(0.3, 2e9, 2e9), 2e9],
        "brie_e1" => [brie(2.5e9, 1.5e7, 0.3, 1.0).unwrap(), 1_754_500_000.0],
        "vrh_single" => {
            let mean = Means::new(&[Part { fraction: 1.0, modulus: 5e9 }]).unwrap();
            [mean.hill(), 5e9]
        }
        "vrh_K" => [hill(37e9, 21e9), MINERAL[0]],
        "vrh_G" => [hill(44e9, 7e9), MINERAL[1]],
        "hm_P" => [sand(0.2, 1.0, 8.0 * pressure, 7.0).moduli().k_dry / pack.k_dry, 2.0],
        "hm_C" => {
            let [one, eight] = [2.0, 16.0].map(|c| sand(0.2, 1.0, pressure, c).moduli().k_dry);
            [eight / one, 4.0]
        }
        "hm_P0" => [sand(0.2, 1.0, 0.0, 7.0).moduli().k_dry, 0.0],
        "ss_phi0_K" => [sand(0.2, 1.0, pressure, 7.0).soft_sand(0.0).unwrap().k_dry, MINERAL[0]],
        "ss_phi0_G" => [sand(0.2, 1.0, pressure, 7.0).soft_sand(0.0).unwrap().mu_dry, MINERAL[1]],
        "ss_phic_K" => [sand(0.2, 1.0, pressure, 7.0).soft_sand(0.4).unwrap().k_dry, pack.k_dry],
        "ss_phic_G" => [sand(0.2, 1.0, pressure, 7.0).soft_sand(0.4).unwrap().mu_dry, pack.mu_dry],
        "gas_Kf_eq_Km" => [saturated(9e9, MINERAL[0], 0.25), MINERAL[0]],
        "gas_dry_eq_m" => [saturated(MINERAL[0], 2.5e9, 0.0), MINERAL[0]],
        "gas_suspension" => [saturated(0.0, 2.5e9, 0.3), wood(0.3, MINERAL[0], 2.5e9)],
        "gas_Kf0" => [saturated(9e9, 1e-3, 0.25), 9e9],
        "bw_water_rho" => [water(25.0, 10e6).density(), 1_000.414_512_5],
        "bw_brine_rho" => [water(40.0, 10e6).density(), 995.928_38],
        "bw_brine_v" => [water(40.0, 10e6).sound_speed(), 1_545.483_805_136],
        "bw_v_T0P0" => [water(0.0, 0.0).sound_speed(), 1402.85],
        other => panic!("{other}"),
    }
}

fn hill(quartz: f64, clay: f64) -> f64 {
    let parts = [(0.7, quartz), (0.3, clay)].map(|(fraction, modulus)| Part { fraction, modulus });
    Means::new(&parts).unwrap().hill()
}

fn contact_limit(kind: &str, nu: f64) -> [f64; 2] {
    let [sticks, slips] = [1.0, 0.0].map(|f| sand(nu, f, 10e6, 7.0).moduli());
    match kind {
        "hm_ratio" => [sticks.mu_dry / sticks.k_dry, 3.0 * (5.0 - 4.0 * nu) / (5.0 * (2.0 - nu))],
        "hm_pack" => [poisson_ratio(sticks.k_dry, sticks.mu_dry), nu / (2.0 * (5.0 - 3.0 * nu))],
        "hm_f0" => [slips.mu_dry / slips.k_dry, 0.6],
        other => panic!("{other}"),
    }
}

fn equation_limit(name: &str) -> [f64; 2] {
    let hydrogen = Substance::Hydrogen;
    if let Some(temperature) = name.strip_prefix("h2_ideal_Z_") {
        return [hydrogen.state(10.0, temperature.parse().unwrap()).unwrap().z(), 1.0];
    }
    if let Some(temperature) = name.strip_prefix("h2_ideal_c_") {
        let state = hydrogen.state(10.0, temperature.parse().unwrap()).unwrap();
        let gas_constant = hydrogen.gas_constant() / hydrogen.molar_mass();
        let ratio = 1.0 + gas_constant / state.cv();
        let ideal = (ratio * gas_constant * state.temperature()).sqrt();
        return [state.sound_speed(), ideal];
    }
    let state = hydrogen.state(9.8e6, 308.15).unwrap();
    match name {
        "h2_rho_ref" => [state.density(), 7.291_276_927_098_226_5],
        "h2_c_ref" => [state.sound_speed(), 1_418.959_559_315_073_9],
        "iapws95_p" => {
            let water = Substance::Water.isotherm(300.0).unwrap();
            [water.state_at_density(996.556).unwrap().pressure(), 99_241.835_2]
        }
        other => panic!("{other}"),
    }
}
