//! Properties that hold for any plume.

#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, PlumeOptions, StabilityClass};
use davylamp_traits::Dispersion;
use proptest::prelude::*;

fn plumes() -> impl Strategy<Value = GaussianPlume> {
    (0..3_usize, 0..6_usize, 0.5..20.0_f64, 0.0..360.0_f64, proptest::option::of(50.0..2000.0_f64))
        .prop_map(|(curves, class, wind_speed, wind_from_deg, lid)| {
            let mut options = PlumeOptions::default();
            options.mixing_height = lid;
            GaussianPlume::with_options(
                PlumeInput {
                    curves: DispersionCurves::ALL[curves],
                    class: StabilityClass::ALL[class],
                    wind_speed,
                    wind_from_deg,
                },
                options,
            )
            .unwrap()
        })
}

fn places() -> impl Strategy<Value = [f64; 3]> {
    [-500.0..500.0_f64, -500.0..500.0, 0.0..30.0]
}

/// Turning rounds coordinates by 1e-13 m; far in the tail the exponent multiplies that.
const TURNED: f64 = 1e-8;

proptest! {
    #[test]
    fn never_negative_nor_infinite(plume in plumes(), source in places(), receptor in places()) {
        let value = plume.unit_concentration(source, receptor);
        prop_assert!(value >= 0.0 && value.is_finite());
    }

    #[test]
    fn turning_wind_and_places_together_changes_nothing(
        plume in plumes(), source in places(), receptor in places(), turn in 0.0..360.0_f64,
    ) {
        let turned = GaussianPlume::with_options(
            PlumeInput { wind_from_deg: plume.input().wind_from_deg - turn, ..*plume.input() },
            *plume.options(),
        ).unwrap();
        let (sin, cos) = turn.to_radians().sin_cos();
        let rotate = |p: [f64; 3]| [p[0] * cos - p[1] * sin, p[0] * sin + p[1] * cos, p[2]];
        let here = plume.unit_concentration(source, receptor);
        let there = turned.unit_concentration(rotate(source), rotate(receptor));
        // Beside the source, and where the curves jump, a rounding of place is no small matter.
        prop_assume!(plume.aligned(source, receptor).downwind.abs() > 1.0);
        prop_assume!(plume.input().curves != DispersionCurves::Isc3Rural);
        prop_assert!((here - there).abs() <= TURNED * here + 1e-100, "{here:e} {there:e}");
    }

    #[test]
    fn moving_both_places_changes_nothing(
        plume in plumes(), source in places(), receptor in places(),
        // Whole metres, so that sums of sixteenths have no rounding.
        shift in [-1000..1000_i32, -1000..1000_i32],
    ) {
        let grain = |p: [f64; 3]| p.map(|v| (v * 16.0).round() / 16.0);
        let moved = |p: [f64; 3]| [p[0] + f64::from(shift[0]), p[1] + f64::from(shift[1]), p[2]];
        let (source, receptor) = (grain(source), grain(receptor));
        prop_assert_eq!(
            plume.unit_concentration(source, receptor),
            plume.unit_concentration(moved(source), moved(receptor))
        );
    }

    #[test]
    fn heights_may_be_exchanged(plume in plumes(), x in 1.0..5000.0_f64, y in -50.0..50.0_f64,
        z in 0.0..40.0_f64, h in 0.0..40.0_f64) {
        let at = |height| davylamp_plume::AlignedPoint { downwind: x, crosswind: y, height };
        let (a, b) =
            (plume.unit_concentration_at(at(z), h), plume.unit_concentration_at(at(h), z));
        prop_assert!((a - b).abs() <= 1e-12 * a);
    }

    #[test]
    fn the_axis_is_the_maximum_across(plume in plumes(), x in 1.0..5000.0_f64, y in 0.0..500.0_f64) {
        let at = |crosswind| {
            let at = davylamp_plume::AlignedPoint { downwind: x, crosswind, height: 1.5 };
            plume.unit_concentration_at(at, 2.0)
        };
        prop_assert!(at(y) <= at(0.0));
        prop_assert_eq!(at(y), at(-y));
    }
}
