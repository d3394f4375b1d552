//! Absorbing layers and free surfaces.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use std::ops::ControlFlow;

use common::{shot, wavelet};
use davylamp_wave::{
    Component, Cpml, Edges, Ground, Layer, Mechanism, Medium, Settings, Shot, ShotGather, Snapshot,
    Solver, Source, Wavelet,
};

/// A box of 200 by 60 nodes with source and receivers near its edges, or the same with so many more nodes
/// on each side.
fn record(cells: usize, more: usize) -> ShotGather<f32> {
    let ground = Ground::isotropic(3000.0, 1730.0, 2200.0);
    let shape = [60 + 2 * more, 200 + 2 * more];
    let medium = Medium::from_layers(shape, 10.0, &[Layer { top: 0.0, ground }]).unwrap();
    let place = |x: f64, z: f64| [10.0 * (x + more as f64), 10.0 * (z + more as f64)];
    let wavelet = Wavelet::ricker(20.0, 0.075).unwrap();
    let settings = Settings::new(&wavelet)
        .with_dt(1e-3)
        .with_coarse(true)
        .with_cpml(Cpml::of_cells(cells))
        .with_time_dispersion(false)
        .with_threads(2);
    let shot = Shot {
        sources: vec![Source {
            position: place(10.0, 20.5),
            mechanism: Mechanism::Force([0.0, 1e6]),
            wavelet,
        }],
        receivers: vec![place(10.0, 3.0), place(100.0, 3.0), place(196.0, 3.0)],
        components: vec![Component::Vx, Component::Vz],
        dt: 1e-3,
        samples: 1400,
    };
    Solver::new(&medium, &settings).unwrap().shot(&shot).unwrap()
}

fn largest(values: impl Iterator<Item = f32>) -> f64 {
    f64::from(values.fold(0.0_f32, |most, value| most.max(value.abs())))
}

/// Nothing more than this of the largest sample comes back, near the source, 900 m away, and of waves that
/// graze the layer for 1860 m.
#[test]
fn little_comes_back_from_the_layer() {
    // 2100 m more on each side: back and forth takes 1.4 s at 3000 m/s, as long as is recorded.
    let exact = record(30, 210);
    let peak = largest(exact.data().iter().copied());
    for (cells, limit) in [(20, -55.0), (30, -65.0)] {
        let gather = record(cells, 0);
        let of_peak = |receiver: usize| {
            let [vx, vz] = [0, 1].map(|component| {
                let [a, b] = [&gather, &exact].map(|g| g.trace(component, receiver));
                largest(a.iter().zip(b).map(|(a, b)| a - b))
            });
            20.0 * (vx.max(vz) / peak).log10()
        };
        let [near, middle, grazing] = [0, 1, 2].map(of_peak);
        println!("{cells} cells: {near:.1}, {middle:.1}, grazing {grazing:.1} dB of the peak");
        for component in 0..2 {
            for receiver in 0..3 {
                let [a, b] = [&gather, &exact].map(|g| g.trace(component, receiver));
                let own = largest(b.iter().copied());
                let error = largest(a.iter().zip(b).map(|(a, b)| a - b));
                let db = 20.0 * (error / own).log10();
                println!("  component {component}, receiver {receiver}: {db:.1} dB of its trace");
            }
        }
        assert!(near <= limit && middle <= limit, "{cells} cells: {near:.1}, {middle:.1} dB");
        assert!(grazing <= limit, "{cells} cells, grazing: {grazing:.1} dB");
    }
}

/// Energy in the model: of motion and of strain, without the factor of cell area.
fn energy(medium: &Medium, snapshot: &Snapshot<'_, f64>) -> f64 {
    let [bx, bz, c11, c13, c33, c55] = medium.properties();
    let [nz, nx] = snapshot.shape();
    let mut sum = 0.0;
    for iz in 0..nz {
        let row = |component| snapshot.row(component, iz).unwrap();
        let (vx, vz) = (row(Component::Vx), row(Component::Vz));
        let (txx, tzz, txz) = (row(Component::Txx), row(Component::Tzz), row(Component::Txz));
        for ix in 0..nx {
            let k = iz * nx + ix;
            let motion = vx[ix] * vx[ix] / bx[k] + vz[ix] * vz[ix] / bz[k];
            let determinant = c11[k] * c33[k] - c13[k] * c13[k];
            let normal = c33[k] * txx[ix] * txx[ix] - 2.0 * c13[k] * txx[ix] * tzz[ix]
                + c11[k] * tzz[ix] * tzz[ix];
            sum += 0.5 * (motion + normal / determinant + txz[ix] * txz[ix] / c55[k]);
        }
    }
    sum
}

/// Energies after each hundred steps.
fn energies(ratio: f64, edges: Edges, steps: usize) -> Vec<f64> {
    let layers = [(0.0, 2500.0, 2200.0), (183.0, 3500.0, 2400.0)]
        .map(|(top, vp, rho)| Layer { top, ground: Ground::isotropic(vp, vp / ratio, rho) });
    let medium = Medium::from_layers([40, 70], 10.0, &layers).unwrap();
    let settings =
        Settings::new(&wavelet()).with_coarse(true).with_edges(edges).with_cpml(Cpml::of_cells(20));
    let solver = Solver::<f64>::new(&medium, &settings).unwrap();
    let mut shot = shot([333.0, 55.0], &[[100.0, 10.0]]);
    shot.samples = 2;
    shot.dt = solver.dt() * steps as f64;
    let mut energies = Vec::new();
    let _ = solver.shot_observed(&shot, 100, &mut |snapshot| {
        energies.push(energy(&medium, snapshot));
        if snapshot.step() >= steps { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    energies
}

/// Nothing grows late, from rock to mud, with layers on four sides and under a free surface: from each
/// thousand steps to the next energy falls, to a floor that the wavelet's own sum leaves as stress (it is
/// cut off at 1e-7 of its peak: 1e-14 of the energy, and some). Sixty decibels are gone at last, of the slowest
/// mud under a free surface too.
#[test]
fn energy_decays() {
    for ratio in [1.5, 2.0, 3.0, 4.0] {
        for edges in [Edges::absorbing(), Edges::free_surface()] {
            let energies = energies(ratio, edges, 20_000);
            assert_eq!(energies.len(), 200);
            let peak = energies.iter().copied().fold(0.0, f64::max);
            let thousands: Vec<f64> =
                energies.iter().skip(9).step_by(10).map(|e| e / peak).collect();
            println!("{ratio}, {:?}: {:?}", edges.top, thousands);
            for pair in thousands.windows(2) {
                assert!(pair[1] <= pair[0].max(1e-12), "{ratio}, {edges:?}: {thousands:?}");
            }
            assert!(thousands[19] < 1e-6, "{ratio}, {edges:?}: {thousands:?}");
        }
    }
}

/// Between closed edges energy stays: it wavers, as kinetic and strain energy are taken half a step
/// apart, but does not drift.
#[test]
fn closed_edges_keep_energy() {
    let energies = energies(1.8, Edges::closed(), 20_000);
    let [early, late] = [&energies[20..110], &energies[110..]]
        .map(|part| part.iter().sum::<f64>() / part.len() as f64);
    assert!((late / early - 1.0).abs() < 0.05, "{energies:?}");
}
