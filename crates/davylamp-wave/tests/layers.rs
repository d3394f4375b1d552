//! Interfaces inside a cell: of second order wherever they lie.
//!
//! A plane wave at right angles needs one dimension only: the scheme here is the solver's, reduced to it,
//! with the solver's medium.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers of nodes and steps"
)]

mod common;

use common::relative_error;
use davylamp_wave::{Ground, Layer, Medium, SpatialOrder, Wavelet};

const ABOVE: Ground = Ground { vp: 2000.0, vs: 0.0, rho: 2000.0, epsilon: 0.0, delta: 0.0 };
const BELOW: Ground = Ground { vp: 3500.0, vs: 0.0, rho: 2300.0, epsilon: 0.0, delta: 0.0 };

const DT: f64 = 1e-4;
const SOURCE: f64 = 600.0;
const RECEIVERS: [f64; 2] = [900.0, 1800.0];

/// Velocities at the two receivers' nodes after a stress at the source, interface at `depth`.
fn record(medium: &Medium) -> [Vec<f64>; 2] {
    let h = medium.spacing();
    let wavelet = Wavelet::ricker(20.0, 0.075).unwrap();
    let nx = medium.shape()[1];
    let column =
        |k: usize| -> Vec<f64> { medium.properties()[k].iter().copied().step_by(nx).collect() };
    let (bz, c33) = (column(1), column(4));
    let n = bz.len();
    let weights = SpatialOrder::Eight.weights();
    let node = |z: f64| (z / h).round() as usize;
    let (mut v, mut t) = (vec![0.0; n], vec![0.0; n]);
    let mut records = [Vec::new(), Vec::new()];
    for step in 0..(0.75 / DT) as usize {
        for i in 4..n - 4 {
            let slope = weights.iter().enumerate().map(|(k, c)| c * (t[i + 1 + k] - t[i - k]));
            v[i] += DT / h * bz[i] * slope.sum::<f64>();
        }
        for (record, z) in records.iter_mut().zip(RECEIVERS) {
            record.push(v[node(z)]);
        }
        for i in 4..n - 4 {
            let slope = weights.iter().enumerate().map(|(k, c)| c * (v[i + k] - v[i - 1 - k]));
            t[i] += DT / h * c33[i] * slope.sum::<f64>();
        }
        t[node(SOURCE)] += DT * wavelet.value((step as f64 + 0.5) * DT) / h;
    }
    records
}

/// d'Alembert's solution: a stress S on a plane moves the ground by -S/(2 Z c) on its far side; of a
/// velocity (Z1 - Z2)/(Z1 + Z2) is reflected and 2 Z1/(Z1 + Z2) goes through.
fn exact(depth: f64, h: f64) -> [Vec<f64>; 2] {
    let wavelet = Wavelet::ricker(20.0, 0.075).unwrap();
    let [one, two] = [ABOVE.rho * ABOVE.vp, BELOW.rho * BELOW.vp];
    let [near, far] = RECEIVERS.map(|z| z + 0.5 * h);
    let wave = |time: f64| -wavelet.value(time) / (2.0 * one * ABOVE.vp);
    let times = (0..(0.75 / DT) as usize).map(|n| (n as f64 + 0.5) * DT);
    let above = times.clone().map(|t| {
        wave(t - (near - SOURCE) / ABOVE.vp)
            + (one - two) / (one + two) * wave(t - (2.0 * depth - near - SOURCE) / ABOVE.vp)
    });
    let below = times.map(|t| {
        let arrival = (depth - SOURCE) / ABOVE.vp + (far - depth) / BELOW.vp;
        2.0 * one / (one + two) * wave(t - arrival)
    });
    [above.collect(), below.collect()]
}

fn error(h: f64, place: f64, make: impl Fn([usize; 2], f64, f64) -> Medium) -> f64 {
    let depth = 1200.0 + place * h;
    let medium = make([(2400.0 / h) as usize, 2], h, depth);
    let (found, exact) = (record(&medium), exact(depth, h));
    found.iter().zip(&exact).map(|(a, b)| relative_error(a, b)).fold(0.0, f64::max)
}

fn layered(shape: [usize; 2], h: f64, depth: f64) -> Medium {
    let layers = [Layer { top: 0.0, ground: ABOVE }, Layer { top: depth, ground: BELOW }];
    Medium::from_layers(shape, h, &layers).unwrap()
}

/// Thirty-two samples a cell: the interface within h/64, of which a 64th of the pointwise error remains.
fn sampled(shape: [usize; 2], h: f64, depth: f64) -> Medium {
    Medium::sampled(shape, h, 32, |_, z| if z < depth { ABOVE } else { BELOW }).unwrap()
}

/// Second order: a quarter of the spacing, a sixteenth of the error, and at most a twelfth with what is of
/// other orders.
#[test]
fn interfaces_anywhere_are_of_second_order() {
    for place in [0.5, 0.0, 0.25, 0.8] {
        let errors = [10.0, 5.0, 2.5].map(|h| error(h, place, layered));
        println!("interface at node + {place} h: {errors:?}");
        assert!(errors[2] < errors[0] / 12.0, "{place}: {errors:?}");
        assert!(errors[1] < 1e-2);
    }
}

#[test]
fn samples_of_a_cell_do_as_well() {
    for place in [0.0, 0.25] {
        let errors = [10.0, 5.0].map(|h| error(h, place, sampled));
        println!("sampled, interface at node + {place} h: {errors:?}");
        assert!(errors[1] < 0.35 * errors[0], "{place}: {errors:?}");
    }
}

/// A modulus taken at the node alone knows the interface to half a cell only: first order.
#[test]
fn without_averages_it_would_be_first_order() {
    let pointwise = |shape: [usize; 2], h: f64, depth: f64| {
        Medium::sampled(shape, h, 1, |_, z| if z < depth { ABOVE } else { BELOW }).unwrap()
    };
    let errors = [10.0, 5.0].map(|h| error(h, 0.0, pointwise));
    assert!(errors[1] > 0.4 * errors[0], "{errors:?}");
}
