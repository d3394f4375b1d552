//! What holds for any rock.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use davylamp_rock::{
    Gassmann, GassmannInput, HashinShtrikman, Means, Part, Phase, SaturatedInput, Substance,
};
use proptest::prelude::*;

/// Rounding of a few operations.
const ROUNDING: f64 = 1e-12;

/// The inverse divides by what a fluid adds to a stiff frame, which may be a thousandth of it.
const INVERSE: f64 = 1e-9;

fn phases() -> impl Strategy<Value = Vec<Phase>> {
    proptest::collection::vec((0.01..1.0_f64, 1e8..1e11_f64, 1e7..1e11_f64), 1..6).prop_map(|raw| {
        let sum: f64 = raw.iter().map(|(fraction, ..)| fraction).sum();
        raw.into_iter().map(|(f, k, mu)| Phase { fraction: f / sum, k, mu }).collect()
    })
}

proptest! {
    #[test]
    fn bounds_are_in_order(phases in phases()) {
        let bounds = HashinShtrikman::new(&phases).unwrap();
        let means = |modulus: fn(&Phase) -> f64| {
            let part = |p: &Phase| Part { fraction: p.fraction, modulus: modulus(p) };
            Means::new(&phases.iter().map(part).collect::<Vec<_>>()).unwrap()
        };
        for (means, lower, upper) in [
            (means(|p| p.k), bounds.k_lower(), bounds.k_upper()),
            (means(|p| p.mu), bounds.mu_lower(), bounds.mu_upper()),
        ] {
            let order = [means.reuss(), lower, upper, means.voigt()];
            prop_assert!(order.is_sorted_by(|a, b| *a <= b * (1.0 + ROUNDING)), "{order:?}");
        }
    }

    #[test]
    fn fluid_stiffens_and_can_be_taken_out(
        frame in 0.01..0.99_f64, porosity in 0.01..0.6_f64, k_mineral in 1e10..1e11_f64,
        k_fluid in 1e5..5e9_f64,
    ) {
        let k_dry = frame * (1.0 - porosity) * k_mineral;
        let rock = Gassmann::new(GassmannInput { k_dry, k_mineral, k_fluid, porosity }).unwrap();
        let k_sat = rock.k_sat();
        prop_assert!(k_dry <= k_sat && k_sat <= k_mineral, "{k_dry} {k_sat}");
        let back =
            Gassmann::from_saturated(SaturatedInput { k_sat, k_mineral, k_fluid, porosity }).unwrap();
        prop_assert!((back.k_dry() - k_dry).abs() <= INVERSE * k_mineral, "{back:?} {k_dry}");
    }

    #[test]
    fn supercritical_hydrogen_is_denser_under_pressure_and_lighter_when_hot(
        pressure in 1e4..1e8_f64, temperature in 200.0..600.0_f64,
    ) {
        let density = |p, t| Substance::Hydrogen.state(p, t).unwrap().density();
        let here = density(pressure, temperature);
        prop_assert!(density(1.01 * pressure, temperature) > here);
        prop_assert!(density(pressure, 1.01 * temperature) < here);
        let slopes = Substance::Hydrogen.state(pressure, temperature).unwrap().slopes();
        prop_assert!(slopes.density.by_pressure > 0.0 && slopes.density.by_temperature < 0.0);
    }

    #[test]
    fn a_density_gives_its_pressure_back(pressure in 1e3..5e7_f64, temperature in 280.0..450.0_f64) {
        for substance in Substance::ALL {
            let isotherm = substance.isotherm(temperature).unwrap();
            let state = isotherm.state(pressure).unwrap();
            let again = isotherm.state_at_density(state.density()).unwrap();
            let error = (again.pressure() - pressure).abs();
            prop_assert!(error <= 1e-12 * state.isothermal_modulus().max(pressure));
        }
    }
}
