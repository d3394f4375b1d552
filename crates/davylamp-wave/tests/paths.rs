//! Whichever way it is computed, the gather is the same.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use common::{Random, relative_error, shot, wavelet};
use davylamp_wave::{Component, Edges, Real, Settings, ShotGather, Solver, SpatialOrder, Vectors};

/// Single precision against double, along every path: 24 bits, rounded about 10 times a step for a few
/// hundred steps, at random.
const SINGLE: f64 = 1e-6;

fn gather<T: Real>(settings: &Settings) -> ShotGather<T> {
    let medium = Random { shape: [70, 90], anisotropic: true, seed: 1 }.medium();
    let mut shot = shot([310.0, 245.0], &[[123.0, 30.0], [500.0, 35.0], [777.7, 601.0]]);
    shot.components = vec![
        Component::Vx,
        Component::Vz,
        Component::Pressure,
        Component::Txx,
        Component::Tzz,
        Component::Txz,
    ];
    Solver::new(&medium, settings).unwrap().shot(&shot).unwrap()
}

/// Velocities and stresses apart, as they have different units.
fn apart<T: Real, U: Real>(one: &ShotGather<T>, other: &ShotGather<U>) -> f64 {
    let velocities = one.data().len() / 3;
    let (one_v, one_t) = one.data().split_at(velocities);
    let (other_v, other_t) = other.data().split_at(velocities);
    relative_error(one_v, other_v).max(relative_error(one_t, other_t))
}

#[test]
fn all_vectors_and_orders_agree_with_double_precision() {
    for order in SpatialOrder::ALL {
        let settings = Settings::new(&wavelet()).with_order(order).with_coarse(true);
        let exact = gather::<f64>(&settings.clone().with_vectors(Vectors::Scalar));
        for vectors in Vectors::available() {
            let settings = settings.clone().with_vectors(vectors);
            let single = apart(&gather::<f32>(&settings), &exact);
            assert!(single < SINGLE, "{order:?}, {vectors:?}: {single:e}");
            let double = apart(&gather::<f64>(&settings), &exact);
            assert!(double < 1e-12, "{order:?}, {vectors:?}: {double:e}");
        }
    }
}

#[test]
fn blockings_agree() {
    for (edges, order) in [
        (Edges::absorbing(), SpatialOrder::Eight),
        (Edges::free_surface(), SpatialOrder::Eight),
        (Edges::free_surface(), SpatialOrder::Twelve),
        (Edges::free_surface(), SpatialOrder::Two),
    ] {
        let settings =
            Settings::new(&wavelet()).with_edges(edges).with_order(order).with_coarse(true);
        let plain = gather::<f64>(&settings.clone().with_blocking(1, 100_000));
        for (steps, columns) in [(1, 32), (2, 64), (3, 96), (4, 128), (7, 10_000), (8, 256)] {
            let blocked = gather::<f64>(&settings.clone().with_blocking(steps, columns));
            let error = apart(&blocked, &plain);
            assert!(error < 1e-13, "{order:?}, {steps} x {columns}: {error:e}");
        }
    }
}

#[test]
fn threads_make_no_difference_at_all() {
    for blocking in [(1, 32), (4, 128), (4, 10_000), (8, 256)] {
        for edges in [Edges::absorbing(), Edges::free_surface()] {
            let settings = Settings::new(&wavelet())
                .with_coarse(true)
                .with_edges(edges)
                .with_blocking(blocking.0, blocking.1);
            let one = gather::<f32>(&settings);
            for threads in [2, 3, 7] {
                let many = gather::<f32>(&settings.clone().with_threads(threads));
                assert!(one == many, "{blocking:?}, {threads} threads");
            }
        }
    }
}
