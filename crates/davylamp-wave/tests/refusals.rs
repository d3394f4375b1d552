//! What makes no sense is refused, with what would.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use std::ops::ControlFlow;

use common::{Random, shot, wavelet};
use davylamp_wave::{
    Component, Cpml, Edge, Edges, Ground, Layer, Mechanism, Medium, Recording, Settings, Shot,
    ShotGather, Solver, SpatialOrder, WaveError,
};

const ROCK: Ground = Ground { vp: 3000.0, vs: 1730.0, rho: 2200.0, epsilon: 0.0, delta: 0.0 };

fn medium() -> Medium {
    Medium::from_layers([50, 60], 10.0, &[Layer { top: 0.0, ground: ROCK }]).unwrap()
}

fn refused(settings: &Settings) -> WaveError {
    Solver::<f32>::new(&medium(), settings).unwrap_err()
}

fn refused_shot(change: impl Fn(&mut Shot)) -> WaveError {
    let solver = Solver::<f32>::new(&medium(), &Settings::new(&wavelet())).unwrap();
    let mut shot = shot([300.0, 200.0], &[[100.0, 20.0]]);
    change(&mut shot);
    solver.shot(&shot).unwrap_err()
}

#[test]
fn grounds_that_cannot_be() {
    let with = |change: fn(&mut Ground)| {
        let mut ground = ROCK;
        change(&mut ground);
        let at = |x: f64, z: f64| if x > 95.0 && z > 45.0 { ground } else { ROCK };
        match Medium::sampled([20, 20], 10.0, 1, at).unwrap_err() {
            WaveError::Ground { name, value, .. } => (name, value),
            other => panic!("{other}"),
        }
    };
    assert!(with(|g| g.rho = f64::NAN).1.is_nan());
    assert_eq!(with(|g| g.rho = -1.0), ("rho", -1.0));
    assert_eq!(with(|g| g.rho = 0.0), ("rho", 0.0));
    assert_eq!(with(|g| g.vp = -3000.0), ("vp", -3000.0));
    assert_eq!(with(|g| g.vp = f64::INFINITY), ("vp", f64::INFINITY));
    // vs = vp sqrt(3)/2 is no bulk modulus at all.
    assert_eq!(with(|g| g.vs = 2599.0), ("vs", 2599.0));
    assert_eq!(with(|g| g.vs = -1.0), ("vs", -1.0));
    assert_eq!(with(|g| g.epsilon = -0.5).0, "epsilon");
    assert_eq!(with(|g| g.delta = -0.5).0, "delta");
}

#[test]
fn a_bad_node_is_named() {
    struct Hole;
    impl davylamp_traits::ElasticMedium for Hole {
        fn shape(&self) -> [usize; 2] {
            [10, 12]
        }
        fn spacing(&self) -> f64 {
            5.0
        }
        fn velocities(&self, iz: usize, ix: usize) -> [f64; 3] {
            [3000.0, 1500.0, if (iz, ix) == (7, 11) { f64::NAN } else { 2000.0 }]
        }
    }
    let error = Medium::new(&Hole).unwrap_err();
    assert!(matches!(error, WaveError::Ground { name: "rho", iz: 7, ix: 11, .. }), "{error}");
}

#[test]
fn an_unstable_step() {
    let max = medium().max_stable_dt(SpatialOrder::Eight);
    let error = refused(&Settings::new(&wavelet()).with_dt(1.001 * max));
    assert_eq!(error, WaveError::Unstable { dt: 1.001 * max, max });
    assert!(Solver::<f32>::new(&medium(), &Settings::new(&wavelet()).with_dt(max)).is_ok());
    for dt in [0.0, -1e-3, f64::NAN] {
        assert!(matches!(
            refused(&Settings::new(&wavelet()).with_dt(dt)),
            WaveError::NotPositive { name: "dt", .. }
        ));
    }
}

/// 30 Hz at 1730 m/s are 57.7 m: 5.8 points, enough for order 4 (5.1) but not for order 2 (12.8).
#[test]
fn too_few_points_per_wavelength() {
    let settings = Settings::new(&wavelet()).with_order(SpatialOrder::Two);
    let WaveError::TooCoarse { points, spacing, .. } = refused(&settings) else {
        panic!("not refused for its grid");
    };
    assert!((points - 5.77).abs() < 0.01 && (spacing - 4.5).abs() < 0.05);
    assert!(Solver::<f32>::new(&medium(), &settings.with_coarse(true)).is_ok());
    let settings = Settings::new(&wavelet()).with_order(SpatialOrder::Four);
    assert!(Solver::<f32>::new(&medium(), &settings).is_ok());
    let error = refused_shot(|shot| {
        shot.sources[0].wavelet = davylamp_wave::Wavelet::ricker(13.0, 0.12).unwrap();
    });
    assert!(matches!(error, WaveError::OutOfRange { .. }), "{error}");
}

#[test]
fn places_outside_the_model() {
    // The layer begins where the model ends, at x = 590 m and z = 490 m.
    for place in [[-1.0, 100.0], [591.0, 100.0], [100.0, -1.0], [100.0, 491.0], [f64::NAN, 0.0]] {
        let error = refused_shot(|shot| shot.sources[0].position = place);
        assert!(matches!(error, WaveError::Outside { name: "source", index: 0, .. }), "{error}");
        let error = refused_shot(|shot| shot.receivers.push(place));
        assert!(matches!(error, WaveError::Outside { name: "receiver", index: 1, .. }), "{error}");
    }
}

#[test]
fn nothing_to_do() {
    assert_eq!(refused_shot(|shot| shot.sources.clear()), WaveError::Empty { name: "sources" });
    assert_eq!(refused_shot(|shot| shot.receivers.clear()), WaveError::Empty { name: "receivers" });
    assert_eq!(
        refused_shot(|shot| shot.components.clear()),
        WaveError::Empty { name: "components" }
    );
    assert_eq!(refused_shot(|shot| shot.samples = 0), WaveError::Empty { name: "samples" });
    assert!(matches!(
        refused_shot(|shot| shot.dt = -1.0),
        WaveError::NotPositive { name: "dt", .. }
    ));
}

#[test]
fn more_memory_than_allowed() {
    let settings = Settings::new(&wavelet());
    let solver = Solver::<f32>::new(&medium(), &settings).unwrap();
    let shot = shot([300.0, 200.0], &[[100.0, 20.0]]);
    let needed = solver.memory_bytes(&shot);
    let enough = Solver::<f32>::new(&medium(), &settings.clone().with_memory_limit(needed));
    assert!(enough.unwrap().shot(&shot).is_ok());
    let close = Solver::<f32>::new(&medium(), &settings.clone().with_memory_limit(needed - 1));
    assert_eq!(
        close.unwrap().shot(&shot).unwrap_err(),
        WaveError::TooLarge { needed, limit: Some(needed - 1) }
    );
    let error = refused(&settings.with_memory_limit(1000));
    assert!(matches!(error, WaveError::TooLarge { limit: Some(1000), .. }), "{error}");
}

/// More samples than any machine has room for.
#[test]
fn more_memory_than_there_is() {
    let error = refused_shot(|shot| {
        shot.dt = 1e-3;
        shot.samples = 400_000_000_000_000;
    });
    assert!(matches!(error, WaveError::TooLarge { .. }), "{error}");
    // Numbers of steps, samples and bytes that no integer holds are too many, not few.
    for (dt, samples) in [(1e300, 400), (2e-3, usize::MAX), (1e300, usize::MAX), (1e12, 400)] {
        let error = refused_shot(|shot| (shot.dt, shot.samples) = (dt, samples));
        assert!(matches!(error, WaveError::TooLarge { .. }), "{dt}, {samples}: {error}");
        let solver = Solver::<f32>::new(&medium(), &Settings::new(&wavelet())).unwrap();
        let shot = Shot { dt, samples, ..shot([300.0, 200.0], &[[100.0, 20.0]]) };
        let error = solver.survey(&[shot], 2, &mut |_, _| ControlFlow::Continue(())).unwrap_err();
        assert!(matches!(error, WaveError::TooLarge { .. }), "{dt}, {samples}: {error}");
    }
}

#[test]
fn grounds_and_gathers_that_no_machine_holds() {
    struct Vast;
    impl davylamp_traits::ElasticMedium for Vast {
        fn shape(&self) -> [usize; 2] {
            [1_000_000_000; 2]
        }
        fn spacing(&self) -> f64 {
            1.0
        }
        fn velocities(&self, _: usize, _: usize) -> [f64; 3] {
            [3000.0, 1500.0, 2000.0]
        }
    }
    let layers = [Layer { top: 0.0, ground: ROCK }];
    let shape = [1_000_000_000; 2];
    for error in [
        Medium::from_layers(shape, 1.0, &layers).unwrap_err(),
        Medium::sampled(shape, 1.0, 1, |_, _| ROCK).unwrap_err(),
        Medium::new(&Vast).unwrap_err(),
    ] {
        assert!(matches!(error, WaveError::TooLarge { .. }), "{error}");
    }
    for samples in [usize::MAX, usize::MAX / 2, usize::MAX / 8] {
        let error = ShotGather::<f32>::zeros(Recording {
            source: [0.0; 2],
            receivers: vec![[0.0; 2]; 3],
            components: vec![Component::Vx],
            dt: 1e-3,
            samples,
        })
        .unwrap_err();
        assert!(matches!(error, WaveError::TooLarge { .. }), "{samples}: {error}");
    }
}

/// A million samples a step would take a filter of as many numbers, for nothing.
#[test]
fn samples_much_finer_than_steps() {
    for dt in [1e-300, 1e-12] {
        let error = refused_shot(|shot| shot.dt = dt);
        assert!(matches!(error, WaveError::OutOfRange { name: "dt", .. }), "{error}");
    }
}

#[test]
fn settings_that_make_no_sense() {
    let settings = Settings::new(&wavelet());
    let free = Edges { left: Edge::Free, ..Edges::default() };
    assert_eq!(refused(&settings.clone().with_edges(free)), WaveError::FreeEdge { edge: "left" });
    for cpml in [
        Cpml { cells: 0, ..Cpml::default() },
        Cpml { reflection: 1.0, ..Cpml::default() },
        Cpml { kappa_max: 0.5, ..Cpml::default() },
        Cpml { power: f64::NAN, ..Cpml::default() },
    ] {
        refused(&settings.clone().with_cpml(cpml));
    }
    refused(&settings.clone().with_threads(0));
    refused(&settings.with_blocking(0, 100));
    assert!(Medium::from_layers([50, 60], 10.0, &[]).is_err());
    assert!(Medium::from_layers([1, 60], 10.0, &[Layer { top: 0.0, ground: ROCK }]).is_err());
    assert!(Medium::from_layers([9, 9], f64::NAN, &[Layer { top: 0.0, ground: ROCK }]).is_err());
}

#[test]
fn an_observer_may_stop_it() {
    let solver = Solver::<f32>::new(&medium(), &Settings::new(&wavelet())).unwrap();
    let mut seen = Vec::new();
    let result =
        solver.shot_observed(&shot([300.0, 200.0], &[[100.0, 20.0]]), 10, &mut |snapshot| {
            seen.push(snapshot.step());
            if snapshot.step() == 30 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    assert_eq!(result.unwrap_err(), WaveError::Stopped { step: 30 });
    assert_eq!(seen, [10, 20, 30]);
}

/// However short the shot is: looks come every 64 steps, and after the last one.
#[test]
fn a_wave_that_blows_up_at_the_end_is_told() {
    let solver = Solver::<f32>::new(&medium(), &Settings::new(&wavelet())).unwrap();
    let mut shot = shot([300.0, 200.0], &[[305.0, 205.0]]);
    (shot.dt, shot.samples) = (solver.dt(), 10);
    assert!(solver.steps(&shot) < 64);
    shot.sources[0].mechanism = Mechanism::Explosion(1e300);
    let error = solver.shot(&shot).unwrap_err();
    assert!(matches!(error, WaveError::BlowUp { .. }), "{error}");
}

#[test]
fn strengths_that_are_no_numbers() {
    for (mechanism, value) in [
        (Mechanism::Explosion(f64::NAN), f64::NAN),
        (Mechanism::Force([0.0, f64::INFINITY]), f64::INFINITY),
        (Mechanism::Moment { xx: 0.0, zz: 0.0, xz: f64::NEG_INFINITY }, f64::NEG_INFINITY),
    ] {
        let error = refused_shot(|shot| shot.sources[0].mechanism = mechanism);
        let WaveError::NotFinite { index: 0, value: found, .. } = error else { panic!("{error}") };
        assert!(found.to_bits() == value.to_bits(), "{error}");
    }
}

/// A wavelet of 1e300 is beyond single precision; it is told within 64 steps, and where.
#[test]
fn a_wave_that_blows_up_is_told() {
    let medium = Random { shape: [40, 50], anisotropic: false, seed: 5 }.medium();
    let settings = Settings::new(&wavelet()).with_coarse(true).with_threads(2);
    let solver = Solver::<f32>::new(&medium, &settings).unwrap();
    let mut shot = shot([250.0, 200.0], &[[100.0, 20.0]]);
    shot.sources[0].mechanism = Mechanism::Explosion(1e300);
    let error = solver.shot(&shot).unwrap_err();
    let WaveError::BlowUp { step, x, z, .. } = error else { panic!("{error}") };
    assert!(step < 64 && (-300.0..800.0).contains(&x) && (-300.0..700.0).contains(&z), "{error}");
}
