//! Errors shrink as the orders of the scheme say.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of nodes")]

mod common;

use common::relative_error;
use davylamp_wave::{
    Component, Ground, Layer, Mechanism, Medium, Settings, Shot, ShotGather, Solver, Source,
    SpatialOrder, Wavelet,
};

/// A full space for 0.3 s: nothing comes back from edges 1200 m away from the source.
fn explosion(order: SpatialOrder, spacing: f64, dt: f64, corrected: bool) -> ShotGather<f64> {
    let ground = Ground::isotropic(3000.0, 1730.0, 2200.0);
    let nodes = (1440.0_f64 / spacing).round() as usize + 1;
    let layers = [Layer { top: 0.0, ground }];
    let medium = Medium::from_layers([nodes, nodes], spacing, &layers).unwrap();
    let wavelet = Wavelet::ricker(20.0, 0.075).unwrap();
    let settings = Settings::new(&wavelet)
        .with_order(order)
        .with_coarse(true)
        .with_dt(dt)
        .with_time_dispersion(corrected);
    let mechanism = Mechanism::Explosion(1e6);
    let shot = Shot {
        sources: vec![Source { position: [720.0; 2], mechanism, wavelet }],
        receivers: vec![[1020.0, 720.0], [920.0, 920.0], [820.0, 980.0]],
        components: vec![Component::Txx, Component::Tzz],
        dt: 2e-3,
        samples: 150,
    };
    Solver::new(&medium, &settings).unwrap().shot(&shot).unwrap()
}

/// Against order twelve on a grid of half the fine spacing: at 30 points per wavelength its phase error is
/// far below what is measured here.
#[test]
fn order_in_space_is_what_it_says() {
    let exact = explosion(SpatialOrder::Twelve, 5.0, 2.5e-4, true);
    for (order, least) in [(SpatialOrder::Four, 3.9), (SpatialOrder::Eight, 7.0)] {
        let [coarse, fine] = [20.0, 10.0].map(|spacing| {
            relative_error(explosion(order, spacing, 1e-3, true).data(), exact.data())
        });
        let observed = (coarse / fine).log2();
        assert!(observed >= least, "{order:?}: {coarse:e} / {fine:e}, order {observed}");
    }
}

/// Differences between steps of 1.6, 0.8 and 0.4 ms: of second order they are as four to one.
#[test]
fn order_in_time_is_two() {
    let [long, middle, short] =
        [1.6e-3, 8e-4, 4e-4].map(|dt| explosion(SpatialOrder::Twelve, 10.0, dt, false));
    let first = relative_error(long.data(), middle.data());
    let second = relative_error(middle.data(), short.data());
    let observed = (first / second).log2();
    assert!((observed - 2.0).abs() < 0.1, "{first:e} / {second:e}, order {observed}");
}

/// The correction leaves of the time step's error what the interpolations leave: 1e-5.
#[test]
fn the_time_step_leaves_no_dispersion() {
    let [long, short] = [1.6e-3, 4e-4].map(|dt| explosion(SpatialOrder::Twelve, 10.0, dt, true));
    let error = relative_error(long.data(), short.data());
    assert!(error < 1e-4, "{error:e}");
}
