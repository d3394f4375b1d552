//! What must be equal, is.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use common::{Random, relative_error, shot, wavelet};
use davylamp_traits::ElasticMedium;
use davylamp_wave::{
    Component, Edges, Ground, Layer, Mechanism, Medium, Real, Settings, Solver, Source,
};

/// The vertical velocity at one place after a horizontal force at the other, and the other way round.
fn reciprocal<T: Real>(edges: Edges) -> f64 {
    let medium = Random { shape: [80, 110], anisotropic: true, seed: 2 }.medium();
    let settings = Settings::new(&wavelet()).with_coarse(true).with_edges(edges);
    let solver = Solver::<T>::new(&medium, &settings).unwrap();
    // On no node of any field.
    let (one, other) = ([203.3, 155.1], [871.9, 602.4]);
    let record = |force, from, to, component| {
        let mut shot = shot(from, &[to]);
        let mechanism = Mechanism::Force(force);
        shot.sources = vec![Source { position: from, mechanism, wavelet: wavelet() }];
        shot.components = vec![component];
        solver.shot(&shot).unwrap()
    };
    let there = record([0.0, 1e6], one, other, Component::Vx);
    let back = record([1e6, 0.0], other, one, Component::Vz);
    relative_error(there.data(), back.data())
}

/// Sources are the transpose of receivers, and the scheme is its own; what remains is rounding.
#[test]
fn source_and_receiver_may_change_places() {
    for edges in [Edges::absorbing(), Edges::closed()] {
        let (double, single) = (reciprocal::<f64>(edges), reciprocal::<f32>(edges));
        println!("{edges:?}: {double:e} in f64, {single:e} in f32");
        assert!(double < 1e-12 && single < 1e-5, "{edges:?}: {double:e}, {single:e}");
    }
}

/// A medium whose anisotropy is there, and nothing.
struct Isotropic<'a>(&'a Random, f64);

impl ElasticMedium for Isotropic<'_> {
    fn shape(&self) -> [usize; 2] {
        self.0.shape()
    }

    fn spacing(&self) -> f64 {
        self.0.spacing()
    }

    fn velocities(&self, iz: usize, ix: usize) -> [f64; 3] {
        self.0.velocities(iz, ix)
    }

    fn thomsen(&self, _: usize, _: usize) -> [f64; 2] {
        [self.1; 2]
    }
}

/// Parameters of 1e-15 change the constants by rounding, and take the way of the anisotropic.
#[test]
fn anisotropy_of_nothing_is_isotropy() {
    let random = Random { shape: [50, 60], anisotropic: false, seed: 3 };
    let [isotropic, anisotropic] = [0.0, 1e-15].map(|parameter| {
        let medium = Medium::new(&Isotropic(&random, parameter)).unwrap();
        let settings = Settings::new(&wavelet()).with_coarse(true);
        let solver = Solver::<f64>::new(&medium, &settings).unwrap();
        solver.shot(&shot([205.0, 300.0], &[[400.0, 55.0], [100.0, 400.0]])).unwrap()
    });
    assert!(isotropic.data() != anisotropic.data());
    assert!(relative_error(anisotropic.data(), isotropic.data()) < 1e-12);
}

/// Left and right of an explosion in layers; edges are so far away that nothing comes back.
#[test]
fn mirrored_places_see_mirrored_waves() {
    let layers = [(0.0, 2000.0), (333.0, 3000.0)]
        .map(|(top, vp)| Layer { top, ground: Ground::isotropic(vp, vp / 1.9, 2000.0) });
    let medium = Medium::from_layers([80, 201], 10.0, &layers).unwrap();
    let settings = Settings::new(&wavelet()).with_coarse(true);
    let solver = Solver::<f64>::new(&medium, &settings).unwrap();
    let mut shot = shot([1000.0, 200.0], &[[640.0, 111.0], [1360.0, 111.0]]);
    shot.samples = 250;
    let gather = solver.shot(&shot).unwrap();
    let mirrored: Vec<f64> = gather.trace(0, 1).iter().map(|v| -v).collect();
    assert!(relative_error(gather.trace(0, 0), &mirrored) < 1e-12);
    assert!(relative_error(gather.trace(1, 0), gather.trace(1, 1)) < 1e-12);
}

/// Two sources together are the sum of each alone, and twice the strength is twice the wave.
#[test]
fn waves_add_up() {
    let medium = Random { shape: [40, 50], anisotropic: true, seed: 4 }.medium();
    let solver = Solver::<f64>::new(&medium, &Settings::new(&wavelet()).with_coarse(true)).unwrap();
    let source = |position, mechanism| Source { position, mechanism, wavelet: wavelet() };
    let moment = Mechanism::Moment { xx: 1e6, zz: -2e6, xz: 3e6 };
    let all =
        [source([100.0, 203.0], moment), source([444.0, 111.0], Mechanism::Force([1e4, -2e4]))];
    let record = |sources: &[Source]| {
        let mut shot = shot([0.0, 0.0], &[[250.0, 20.0], [33.0, 333.0]]);
        shot.sources = sources.to_vec();
        solver.shot(&shot).unwrap()
    };
    let (both, one, other) = (record(&all), record(&all[..1]), record(&all[1..]));
    let sum: Vec<f64> = one.data().iter().zip(other.data()).map(|(a, b)| a + b).collect();
    assert!(relative_error(both.data(), &sum) < 1e-12);
}
