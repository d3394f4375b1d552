//! Reflections against a table of independent programs, and their limits.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use common::{assert_close, table};
use davylamp_rock::{HalfSpace, Interface, RockError};

/// Both sides round a few dozen operations.
const DOUBLE: f64 = 1e-12;

#[test]
fn avo_reflectivity() {
    let table = table("avo_reflectivity.csv");
    assert_eq!(table.rows().count(), 50);
    for row in table.rows() {
        let side = |i: usize| HalfSpace {
            vp: row.number(&format!("vp{i}_m_s")),
            vs: row.number(&format!("vs{i}_m_s")),
            rho: row.number(&format!("rho{i}_kg_m3")),
        };
        let interface = Interface::new(side(1), side(2)).unwrap();
        let angle = row.number("theta_deg").to_radians();
        let [re, im] = interface.zoeppritz(angle).unwrap();
        assert_close(re, row.number("Rpp_zoeppritz_re"), DOUBLE, "re");
        assert!((im - row.number("Rpp_zoeppritz_im")).abs() <= DOUBLE * re.abs());
        let aki_richards = interface.aki_richards(angle).unwrap();
        assert_close(aki_richards, row.number("Rpp_akirichards"), DOUBLE, "Aki-Richards");
        assert_close(interface.shuey(angle).unwrap(), row.number("Rpp_shuey"), DOUBLE, "Shuey");
    }
}

const SLOW: HalfSpace = HalfSpace { vp: 2000.0, vs: 900.0, rho: 2100.0 };
const FAST: HalfSpace = HalfSpace { vp: 4000.0, vs: 2300.0, rho: 2500.0 };

#[test]
fn at_normal_incidence_impedance_decides() {
    let [re, im] = Interface::new(SLOW, FAST).unwrap().zoeppritz(0.0).unwrap();
    let [above, below] = [SLOW, FAST].map(|side| side.vp * side.rho);
    assert_close(re, (below - above) / (below + above), DOUBLE, "normal incidence");
    assert!(im.abs() <= DOUBLE);
}

#[test]
fn beyond_the_critical_angle() {
    let interface = Interface::new(SLOW, FAST).unwrap();
    let angle = 40_f64.to_radians();
    let [re, im] = interface.zoeppritz(angle).unwrap();
    assert!(im.abs() > 0.01 && re.hypot(im) <= 1.0);
    let error = interface.aki_richards(angle).unwrap_err();
    let critical = 0.5_f64.asin();
    assert_eq!(error, RockError::BeyondCriticalAngle { angle, critical });
}

#[test]
fn bad_input_is_refused() {
    let interface = Interface::new(SLOW, FAST).unwrap();
    for angle in [-0.1, std::f64::consts::FRAC_PI_2, f64::NAN, f64::INFINITY] {
        for result in [
            interface.zoeppritz(angle).map(|r| r[0]),
            interface.aki_richards(angle),
            interface.shuey(angle),
        ] {
            let error = result.unwrap_err();
            assert!(matches!(error, RockError::OutOfRange { name: "angle", .. }), "{error}");
        }
    }
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(Interface::new(HalfSpace { vp: bad, ..SLOW }, FAST).is_err());
        assert!(Interface::new(SLOW, HalfSpace { vs: bad, ..FAST }).is_err());
        assert!(Interface::new(SLOW, HalfSpace { rho: bad, ..FAST }).is_err());
    }
}
