//! The way back is the transpose of the way forth.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use common::{Random, SPACING, relative_error, wavelet};
use davylamp_wave::{
    Component, Cpml, Edge, Edges, Ground, Layer, Mechanism, Medium, Real, Settings, Shot,
    ShotGather, Solver, Source, SpatialOrder, Vectors, WaveError, Wavelet,
};

const ALL: [Component; 6] = [
    Component::Vx,
    Component::Vz,
    Component::Pressure,
    Component::Txx,
    Component::Tzz,
    Component::Txz,
];

const MECHANISMS: [Mechanism; 3] = [
    Mechanism::Force([3e5, -1e6]),
    Mechanism::Explosion(1e6),
    Mechanism::Moment { xx: 1e6, zz: -4e5, xz: 7e5 },
];

/// -1 to 1, by SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195).
fn draw(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    2.0 * ((z ^ z >> 31) >> 11) as f64 / (1_u64 << 53) as f64 - 1.0
}

/// Twenty pulses of random height, one after another: samples at the solver's own steps, so that what a force
/// does in a step is a sample.
fn noise(dt: f64, seed: u64) -> Wavelet {
    let mut seed = seed;
    let heights: Vec<f64> = (0..20).map(|_| draw(&mut seed)).collect();
    let pulse = Wavelet::ricker(7.0, 0.25).unwrap();
    let sample = |n: i32| {
        let time = f64::from(n) * dt;
        let at = |k: usize| pulse.value(time - 0.02 * k as f64);
        heights.iter().enumerate().map(|(k, height)| height * at(k)).sum()
    };
    let count = (0..100_000).find(|n| f64::from(*n) * dt > 0.9).unwrap();
    Wavelet::sampled(dt, (0..count).map(sample).collect()).unwrap()
}

fn settings() -> Settings {
    let cpml = Cpml { kappa_max: 2.0, ..Cpml::of_cells(10) };
    Settings::new(&wavelet()).with_coarse(true).with_time_dispersion(false).with_cpml(cpml)
}

/// Between nodes, and so near the edges that their weights reach into the layers.
fn shot(dt: f64, mechanism: Mechanism, components: &[Component]) -> Shot {
    Shot {
        sources: vec![Source { position: [313.0, 28.0], mechanism, wavelet: noise(dt, 5) }],
        receivers: vec![[12.3, 31.0], [500.0, 40.0], [677.7, 455.0]],
        components: components.to_vec(),
        dt: 2e-3,
        samples: 350,
    }
}

/// Relative difference of <F q, d> and <q, F* d>, d of noise as loud for each component.
fn mismatch(solver: &Solver<f64>, shot: &Shot) -> f64 {
    let there = solver.shot(shot).unwrap();
    let mut seed = 11;
    let mut data = there.clone();
    let mut one = 0.0;
    for c in 0..shot.components.len() {
        for r in 0..shot.receivers.len() {
            let size = there.trace(c, r).iter().fold(0.0_f64, |most, v| most.max(v.abs()));
            for (value, forth) in data.trace_mut(c, r).iter_mut().zip(there.trace(c, r)) {
                *value = draw(&mut seed) / size;
                one += *value * forth;
            }
        }
    }
    let back = solver.adjoint(shot, &data).unwrap();
    let source = &shot.sources[0];
    let half = if matches!(source.mechanism, Mechanism::Force(_)) { 0.0 } else { 0.5 };
    let time = |n: usize| (n as f64 + half) * solver.dt();
    let other: f64 =
        back[0].iter().enumerate().map(|(n, b)| b * source.wavelet.value(time(n))).sum();
    (one - other).abs() / one.abs()
}

/// Rounding of sums of 1e6 terms of either sign.
const EXACT: f64 = 1e-10;

#[test]
fn for_every_source_and_every_component() {
    let medium = Random { shape: [47, 69], anisotropic: true, seed: 3 }.medium();
    let solver = Solver::<f64>::new(&medium, &settings()).unwrap();
    for mechanism in MECHANISMS {
        for component in ALL {
            let error = mismatch(&solver, &shot(solver.dt(), mechanism, &[component]));
            assert!(error < EXACT, "{mechanism:?}, {component:?}: {error:e}");
        }
    }
}

#[test]
fn for_every_order_blocking_and_edge() {
    let medium = Random { shape: [47, 69], anisotropic: true, seed: 4 }.medium();
    let one_closed = Edges { left: Edge::Closed, bottom: Edge::Closed, ..Edges::absorbing() };
    let narrow = Cpml::of_cells(3);
    let mut cases: Vec<Settings> =
        SpatialOrder::ALL.map(|order| settings().with_order(order)).to_vec();
    cases.extend([
        settings().with_blocking(1, 32),
        settings().with_blocking(4, 128),
        settings().with_cpml(narrow),
        settings().with_cpml(Cpml::of_cells(40)),
        settings().with_edges(Edges::closed()),
        settings().with_edges(one_closed).with_order(SpatialOrder::Twelve),
    ]);
    for settings in cases {
        let solver = Solver::<f64>::new(&medium, &settings).unwrap();
        let error = mismatch(&solver, &shot(solver.dt(), MECHANISMS[0], &ALL));
        assert!(error < EXACT, "{settings:?}: {error:e}");
    }
}

/// Layers end at multiples of vectors and blocks, or between them.
#[test]
fn for_every_size() {
    for more in 0..17 {
        let shape = [44 + more % 9, 60 + more];
        let medium = Random { shape, anisotropic: true, seed: 8 }.medium();
        let solver = Solver::<f64>::new(&medium, &settings()).unwrap();
        let mut shot = shot(solver.dt(), MECHANISMS[0], &ALL[..2]);
        shot.receivers = vec![[12.3, 31.0], [577.7, 425.0]];
        let error = mismatch(&solver, &shot);
        assert!(error < EXACT, "{shape:?}: {error:e}");
    }
}

#[test]
fn in_a_grid_that_is_hardly_more_than_layers() {
    let medium = Random { shape: [9, 12], anisotropic: true, seed: 5 }.medium();
    for cells in [1, 5, 30] {
        let settings = settings().with_cpml(Cpml::of_cells(cells));
        let solver = Solver::<f64>::new(&medium, &settings).unwrap();
        let mut shot = shot(solver.dt(), MECHANISMS[2], &ALL);
        shot.sources[0].position = [33.0, 28.0];
        shot.receivers = vec![[12.3, 31.0], [77.0, 44.0]];
        let error = mismatch(&solver, &shot);
        assert!(error < EXACT, "{cells} cells: {error:e}");
    }
}

#[test]
fn in_water_and_of_several_sources() {
    let layers = [
        Layer { top: 0.0, ground: Ground::isotropic(1500.0, 0.0, 1000.0) },
        Layer { top: 123.0, ground: Ground::isotropic(2400.0, 1200.0, 2100.0) },
    ];
    let medium = Medium::from_layers([47, 70], SPACING, &layers).unwrap();
    let solver = Solver::<f64>::new(&medium, &settings()).unwrap();
    let explosion = shot(solver.dt(), MECHANISMS[1], &ALL[..5]);
    let error = mismatch(&solver, &explosion);
    assert!(error < EXACT, "{error:e}");
    // Each of two sources is told what it would be told alone.
    let gather = solver.shot(&explosion).unwrap();
    let mut two = explosion.clone();
    two.sources.push(Source { position: [402.0, 251.0], ..explosion.sources[0].clone() });
    two.sources[1].mechanism = MECHANISMS[0];
    let both = solver.adjoint(&two, &gather).unwrap();
    assert!(both[0] == solver.adjoint(&explosion, &gather).unwrap()[0]);
    assert!(both[0] != both[1]);
    // A moment in water.
    let moment = shot(solver.dt(), MECHANISMS[2], &ALL[..5]);
    let refused = solver.adjoint(&moment, &gather);
    assert!(matches!(refused, Err(WaveError::Ground { .. })), "{refused:?}");
}

/// Single precision against double, along every path: as for the way forth (`paths.rs`).
#[test]
fn all_vectors_agree_with_double_precision() {
    fn back<T: Real>(settings: &Settings) -> Vec<T> {
        let medium = Random { shape: [47, 69], anisotropic: true, seed: 6 }.medium();
        let solver = Solver::<T>::new(&medium, settings).unwrap();
        let shot = shot(solver.dt(), MECHANISMS[0], &ALL[..2]);
        let mut gather = solver.shot(&shot).unwrap();
        let mut seed = 7;
        for c in 0..2 {
            for r in 0..3 {
                for value in gather.trace_mut(c, r) {
                    *value = T::from_f64(draw(&mut seed));
                }
            }
        }
        solver.adjoint(&shot, &gather).unwrap().remove(0)
    }
    for order in [SpatialOrder::Four, SpatialOrder::Eight, SpatialOrder::Twelve] {
        let settings = settings().with_order(order);
        let exact = back::<f64>(&settings.clone().with_vectors(Vectors::Scalar));
        for vectors in Vectors::available() {
            let settings = settings.clone().with_vectors(vectors);
            let single = relative_error(&back::<f32>(&settings), &exact);
            assert!(single < 1e-6, "{order:?}, {vectors:?}: {single:e}");
            let double = relative_error(&back::<f64>(&settings), &exact);
            assert!(double < 1e-12, "{order:?}, {vectors:?}: {double:e}");
        }
    }
}

#[test]
fn what_has_no_way_back_is_refused() {
    let medium = Random { shape: [47, 69], anisotropic: false, seed: 3 }.medium();
    let solver = Solver::<f64>::new(&medium, &settings()).unwrap();
    let shot = shot(solver.dt(), MECHANISMS[0], &ALL[..2]);
    let gather = solver.shot(&shot).unwrap();
    let refused = |shot: &Shot, gather: &ShotGather<f64>| {
        solver.adjoint(shot, gather).unwrap_err().to_string()
    };
    let free = Solver::<f64>::new(&medium, &settings().with_edges(Edges::free_surface())).unwrap();
    assert_eq!(free.adjoint(&shot, &gather), Err(WaveError::NoWayBack));
    let mut other = shot.clone();
    other.samples += 1;
    assert_eq!(refused(&other, &gather), "its number of samples is 350, and that of the shot 351");
    let mut other = shot.clone();
    other.receivers[1][0] += 5.0;
    let words = "its receiver is at [500.0, 40.0], and that of the shot at [505.0, 40.0]";
    assert_eq!(refused(&other, &gather), words);
    let mut other = shot.clone();
    other.sources[0].position[1] += 5.0;
    assert!(refused(&other, &gather).starts_with("its source is at [313.0, 28.0]"));
    let mut other = shot.clone();
    other.components.pop();
    let words = "its list of components is [Vx, Vz], and that of the shot [Vx]";
    assert_eq!(refused(&other, &gather), words);
    let mut other = shot.clone();
    other.dt = 1e-3;
    let words = "its sample interval, in s, is 0.002, and that of the shot 0.001";
    assert_eq!(refused(&other, &gather), words);
    let mut other = shot.clone();
    other.receivers.pop();
    assert!(refused(&other, &gather).starts_with("its number of receivers is 3"));
    let mut silent = gather.clone();
    silent.trace_mut(1, 0)[3] = f64::NAN;
    assert_eq!(refused(&shot, &silent), "sample of the gather 1053 is NaN, which is not finite");
}
