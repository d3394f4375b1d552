//! Wind profiles and the net radiation index, by hand.

#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use davylamp_plume::{
    MoninObukhovWind, NetRadiationIndex, PlumeRise, SkyObservation, StabilityClass, StackInput,
    golder_class, golder_obukhov_length,
};

fn index(solar_elevation_deg: f64, cloud_tenths: u8, ceiling: Option<f64>) -> i8 {
    let sky = SkyObservation { solar_elevation_deg, cloud_tenths, ceiling };
    NetRadiationIndex::observed(sky).unwrap().number()
}

#[test]
fn net_radiation_index() {
    assert_eq!(
        [65.0, 60.0, 36.0, 35.0, 16.0, 15.0, 1.0].map(|sun| index(sun, 3, None)),
        [4, 3, 3, 2, 2, 1, 1]
    );
    // Night.
    assert_eq!([0, 4, 5, 10].map(|clouds| index(-5.0, clouds, None)), [-2, -2, -1, -1]);
    // Overcast below 7000 ft is neutral, day and night.
    assert_eq!([index(65.0, 10, Some(500.0)), index(-65.0, 10, Some(500.0))], [0, 0]);
    // Clouds over more than half of the sky take away 2, 1 or (overcast, high) 1, down to 1.
    assert_eq!(index(65.0, 7, Some(1000.0)), 2);
    assert_eq!(index(65.0, 7, Some(3000.0)), 3);
    assert_eq!(index(65.0, 7, Some(6000.0)), 4);
    assert_eq!(index(65.0, 10, Some(6000.0)), 3);
    assert_eq!(index(20.0, 7, Some(1000.0)), 1);
}

#[test]
fn monin_obukhov_meets_neutral_air() {
    let neutral = MoninObukhovWind::new(0.3, 0.05, f64::INFINITY).unwrap();
    for length in [-1e9, 1e9] {
        let nearly = MoninObukhovWind::new(0.3, 0.05, length).unwrap();
        let (a, b) = (neutral.speed_at(10.0).unwrap(), nearly.speed_at(10.0).unwrap());
        assert!((a / b - 1.0).abs() < 1e-6);
    }
    // At one friction velocity wind rises faster with height in stable air.
    let at = |length| MoninObukhovWind::new(0.3, 0.05, length).unwrap().speed_at(10.0).unwrap();
    assert!(at(30.0) > at(f64::INFINITY) && at(f64::INFINITY) > at(-30.0));
    // psi(-1) = 2 ln((1+s)/2) + ln((1+s^2)/2) - 2 atan s + pi/2 with s = 17^(1/4), by mpmath.
    let unstable = MoninObukhovWind::new(0.4, 1e-9, -10.0).unwrap();
    let psi = (10.0_f64 / 1e-9).ln() - unstable.speed_at(10.0).unwrap();
    assert!((psi - PSI_AT_MINUS_ONE).abs() < 1e-8, "{psi:.12}");
    let through = MoninObukhovWind::through(5.0, 10.0, 0.05, -30.0).unwrap();
    assert!((through.speed_at(10.0).unwrap() - 5.0).abs() < 1e-14);
    assert!(through.friction_velocity() > 0.0);
}

/// By mpmath, 30 digits.
const PSI_AT_MINUS_ONE: f64 = 1.116_232_249_768_326_5;

#[test]
fn golder_lengths_give_their_class() {
    for roughness in [0.001, 0.006, 0.03, 0.1, 0.5] {
        for class in StabilityClass::ALL {
            let length = golder_obukhov_length(class, roughness).unwrap();
            assert_eq!(golder_class(length, roughness), Ok(class));
        }
    }
}

#[test]
fn plumes_rise_and_stay() {
    for class in StabilityClass::ALL {
        for gas_temperature in [290.0, 291.0, 400.0] {
            let rise = PlumeRise::new(StackInput {
                diameter: 2.0,
                exit_speed: 12.0,
                gas_temperature,
                air_temperature: 290.0,
                wind_speed: 4.0,
                class,
            })
            .unwrap();
            assert_eq!(rise.at(0.0), 0.0);
            assert_eq!(rise.at(-5.0), 0.0);
            assert_eq!(rise.at(1e6), rise.final_rise());
            let mut last = 0.0;
            for step in 1..2000 {
                let here = rise.at(f64::from(step));
                assert!(here >= last && here <= rise.final_rise());
                last = here;
            }
        }
    }
}
