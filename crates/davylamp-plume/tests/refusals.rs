//! What is refused, and with which words.

#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use davylamp_plume::{
    Ambient, AveragingTime, Clouds, DispersionCurves, FiniteRelease, Gas, GaussianPlume, MapGrid,
    MoninObukhovWind, NetRadiationIndex, PlumeError, PlumeInput, PlumeOptions, PlumeRise,
    PowerLawWind, Puff, ReleaseBuoyancy, ReleaseInput, Scores, Sky, SkyObservation, StabilityClass,
    StackInput, ZoneInput, golder_class, isolines, pasquill_class, release_buoyancy, turner_class,
    xia_insolation,
};

const INPUT: PlumeInput = PlumeInput {
    curves: DispersionCurves::BriggsRural,
    class: StabilityClass::D,
    wind_speed: 4.0,
    wind_from_deg: 270.0,
};

/// Not a number, and not possible for what must be positive.
const BAD: [f64; 5] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0];

fn plume() -> GaussianPlume {
    GaussianPlume::new(INPUT).unwrap()
}

#[test]
fn calm_wind_says_so() {
    let error = GaussianPlume::new(PlumeInput { wind_speed: 0.3, ..INPUT }).unwrap_err();
    assert_eq!(error, PlumeError::CalmWind { wind_speed: 0.3, min_wind_speed: 0.5 });
    assert_eq!(
        error.to_string(),
        "wind_speed = 0.3 m/s is calm: the plume formula divides by it and holds from 0.5 m/s"
    );
    let options = PlumeOptions::default().with_min_wind_speed(0.1);
    assert!(GaussianPlume::with_options(PlumeInput { wind_speed: 0.3, ..INPUT }, options).is_ok());
}

#[test]
fn plumes_refuse_what_is_no_wind() {
    for wind_speed in BAD {
        let error = GaussianPlume::new(PlumeInput { wind_speed, ..INPUT }).unwrap_err();
        assert!(matches!(error, PlumeError::NotPositive { name: "wind_speed", .. }), "{error}");
    }
    for wind_from_deg in [f64::NAN, 1e4, f64::INFINITY] {
        let error = GaussianPlume::new(PlumeInput { wind_from_deg, ..INPUT }).unwrap_err();
        assert!(matches!(error, PlumeError::OutOfRange { name: "wind_from_deg", .. }), "{error}");
    }
}

#[test]
fn options_are_checked() {
    let plain = PlumeOptions::default();
    for bad in BAD {
        let averaging = AveragingTime { time: bad, reference_time: 600.0, exponent: 0.2 };
        for options in [
            plain.with_mixing_height(bad),
            plain.with_half_life(bad),
            plain.with_min_wind_speed(bad),
            plain.with_averaging_time(averaging),
            plain.with_averaging_time(AveragingTime {
                time: 600.0,
                reference_time: bad,
                ..averaging
            }),
        ] {
            let error = GaussianPlume::with_options(INPUT, options).unwrap_err();
            assert!(matches!(error, PlumeError::NotPositive { .. }), "{error}");
        }
    }
    let options = plain.with_averaging_time(AveragingTime {
        time: 3600.0,
        reference_time: 600.0,
        exponent: f64::NAN,
    });
    let error = GaussianPlume::with_options(INPUT, options).unwrap_err();
    assert!(matches!(error, PlumeError::NotFinite { .. }));
}

#[test]
fn releases_and_zones_are_checked() {
    for bad in BAD {
        assert!(Puff::new(&plume(), bad).is_err());
        assert!(FiniteRelease::new(&plume(), bad, 1.0).is_err());
        assert!(FiniteRelease::new(&plume(), 1.0, bad).is_err());
        assert!(Ambient::new(bad, 1e5).is_err());
        assert!(Ambient::new(300.0, bad).is_err());
        let good = ZoneInput { source: [0.0; 3], emission_rate: 1.0, level: 1e-6, height: 1.5 };
        assert!(plume().zone(ZoneInput { level: bad, ..good }).is_err());
        assert!(plume().zone(ZoneInput { emission_rate: bad, ..good }).is_err());
    }
    let nowhere = [f64::NAN, 0.0, 0.0];
    let zone = ZoneInput { source: nowhere, emission_rate: 1.0, level: 1e-6, height: 1.5 };
    assert!(matches!(plume().zone(zone), Err(PlumeError::NotFinite { .. })));
}

#[test]
fn maps_are_checked() {
    assert!(MapGrid::new([f64::NAN, 0.0], 1.0, [3, 3]).is_err());
    assert!(MapGrid::new([0.0, 0.0], 0.0, [3, 3]).is_err());
    assert!(MapGrid::new([0.0, 0.0], 1.0, [1, 3]).is_err());
    assert!(MapGrid::new([0.0, 0.0], 1.0, [100_000, 100_000]).is_err());
    let grid = MapGrid::new([0.0, 0.0], 1.0, [3, 3]).unwrap();
    let error = plume().unit_map([0.0; 3], &grid, 1.5, &mut [0.0; 8]).unwrap_err();
    assert_eq!(error, PlumeError::WrongLength { name: "map", len: 8, expected: 9 });
    assert!(isolines(&grid, &[0.0; 8], 1.0).is_err());
    assert!(isolines(&grid, &[0.0; 9], f64::NAN).is_err());
}

#[test]
fn tables_are_not_extrapolated() {
    for wind in [-1.0, f64::NAN, 500.0] {
        assert!(pasquill_class(wind, Sky::NightClear).is_err());
        assert!(turner_class(wind, NetRadiationIndex::new(0).unwrap()).is_err());
    }
    assert!(Sky::night(9).is_err());
    assert_eq!(Sky::night(4), Ok(Sky::NightCloudy));
    assert!(xia_insolation(Clouds::FewOrThin, 10.0).is_err());
    assert!(NetRadiationIndex::new(5).is_err());
    let sky = SkyObservation { solar_elevation_deg: 40.0, cloud_tenths: 11, ceiling: None };
    assert!(NetRadiationIndex::observed(sky).is_err());
    for (length, roughness) in [(0.0, 0.1), (f64::NAN, 0.1), (10.0, 5.0), (10.0, f64::NAN)] {
        assert!(golder_class(length, roughness).is_err());
    }
    assert!(PowerLawWind::new(3.0, 10.0, -0.1).is_err());
    assert!(PowerLawWind::new(3.0, 10.0, 0.15).unwrap().speed_at(500.0).is_err());
    assert!(MoninObukhovWind::new(0.3, 0.1, 0.0).is_err());
    let stable = MoninObukhovWind::new(0.3, 0.1, 20.0).unwrap();
    assert!(stable.speed_at(10.0).is_ok() && stable.speed_at(40.0).is_err());
}

#[test]
fn stacks_are_checked() {
    let stack = StackInput {
        diameter: 1.0,
        exit_speed: 5.0,
        gas_temperature: 400.0,
        air_temperature: 290.0,
        wind_speed: 3.0,
        class: StabilityClass::D,
    };
    assert!(PlumeRise::new(stack).is_ok());
    for bad in BAD {
        assert!(PlumeRise::new(StackInput { diameter: bad, ..stack }).is_err());
        assert!(PlumeRise::new(StackInput { exit_speed: bad, ..stack }).is_err());
        assert!(PlumeRise::new(StackInput { gas_temperature: bad, ..stack }).is_err());
        assert!(PlumeRise::new(StackInput { air_temperature: bad, ..stack }).is_err());
        assert!(PlumeRise::new(StackInput { wind_speed: bad, ..stack }).is_err());
    }
    let cold = PlumeRise::new(StackInput { gas_temperature: 280.0, ..stack }).unwrap_err();
    assert!(matches!(cold, PlumeError::OutOfRange { name: "gas_temperature", .. }));
}

#[test]
fn unknown_names_list_the_known() {
    let error = "G".parse::<StabilityClass>().unwrap_err();
    assert_eq!(error.to_string(), "stability class = \"G\" is none of A, B, C, D, E, F");
    assert!("turner".parse::<DispersionCurves>().unwrap_err().to_string().contains("isc3-rural"));
    assert!("radon".parse::<Gas>().unwrap_err().to_string().contains("hydrogen"));
    for curves in DispersionCurves::ALL {
        assert_eq!(curves.to_string().parse(), Ok(curves));
    }
    for gas in Gas::ALL {
        assert_eq!(gas.to_string().parse(), Ok(gas));
    }
}

#[test]
fn scores_need_positive_pairs() {
    assert!(Scores::new(&[], &[]).is_err());
    assert!(Scores::new(&[1.0], &[1.0, 2.0]).is_err());
    assert!(Scores::new(&[0.0], &[1.0]).is_err());
    assert!(Scores::new(&[1.0], &[f64::NAN]).is_err());
}

#[test]
fn light_passive_and_heavy_releases_are_told_apart() {
    let ambient = Ambient::standard();
    let verdict = |gas: Gas, emission_rate| {
        release_buoyancy(ReleaseInput {
            gas_density: ambient.density(gas.molar_mass()),
            emission_rate,
            wind_speed: 5.0,
            ambient,
        })
        .unwrap()
    };
    let hydrogen = verdict(Gas::Hydrogen, 0.1);
    assert!(matches!(hydrogen, ReleaseBuoyancy::Buoyant { .. }) && hydrogen.richardson() < 0.0);
    assert!(verdict(Gas::Hydrogen, 1e-6).is_passive());
    assert!(matches!(verdict(Gas::Chlorine, 10.0), ReleaseBuoyancy::Dense { .. }));
    assert!(verdict(Gas::Chlorine, 1e-6).is_passive());
    // By hand: q0 = 10 m3/s of gas twice as dense as air in 5 m/s: 9.80665 sqrt(10) / 5^2.5.
    let by_hand = release_buoyancy(ReleaseInput {
        gas_density: 2.0 * ambient.air_density(),
        emission_rate: 20.0 * ambient.air_density(),
        wind_speed: 5.0,
        ambient,
    })
    .unwrap();
    assert!((by_hand.richardson() - 9.80665 * 10.0_f64.sqrt() / 5.0_f64.powf(2.5)).abs() < 1e-12);
    for bad in BAD {
        let release =
            ReleaseInput { gas_density: 1.0, emission_rate: bad, wind_speed: 3.0, ambient };
        assert!(release_buoyancy(release).is_err());
    }
}

#[test]
fn public_types_cross_threads() {
    fn check<T: Send + Sync + std::fmt::Debug>() {}
    check::<GaussianPlume>();
    check::<PlumeError>();
    check::<Puff>();
    check::<FiniteRelease>();
    check::<PlumeRise>();
    check::<davylamp_plume::Zone>();
    check::<MapGrid>();
    check::<Scores>();
}
