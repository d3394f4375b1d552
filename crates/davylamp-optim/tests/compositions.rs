//! Methods started again and again, and polished.
#![allow(clippy::unwrap_used, reason = "a helper of a test may fail as the test may")]

use davylamp_optim::{
    Bounds, DeSettings, MultiStartSettings, OptimError, Optimizer, PolishedSettings, Recipe,
};

fn points(asked: &[f64], dim: usize) -> Vec<Vec<f64>> {
    asked.chunks_exact(dim).map(<[f64]>::to_vec).collect()
}

/// The setting that was refused.
fn name(error: &OptimError) -> &'static str {
    match error {
        OptimError::OutOfRange { name, .. } | OptimError::CountOutOfRange { name, .. } => name,
        _ => "another error",
    }
}

/// A start ends after `patience` evaluations without progress, and the last one ends all.
#[test]
fn starts_end_without_progress() {
    let bounds = Bounds::new(&[-1.0; 2], &[1.0; 2]).unwrap();
    let settings = DeSettings::default().with_population(10).many_starts(25).with_starts(3);
    let mut method = settings.make(&bounds, 1).unwrap();
    let first = points(method.ask(), 2);
    let mut asks = 0;
    // Every value of the first two batches is a new best, afterwards none is.
    while !method.ask().is_empty() {
        let value = |k: usize| if asks < 2 { -((10 * asks + k) as f64) } else { 0.0 };
        method.tell(&(0..10).map(value).collect::<Vec<_>>());
        asks += 1;
        if asks == 5 {
            assert_eq!(method.starts(), 1);
            assert_ne!(points(method.ask(), 2), first);
            assert_eq!(method.starts(), 2);
        }
    }
    // Two batches of progress and three without; then a first value, 25 more and the batch's rest.
    assert_eq!((method.starts(), asks), (3, 5 + 3 + 3));
    assert_eq!(method.best().map(|(_, value)| value), Some(-19.0));
}

/// The simplex starts at the best point of the method, and ends what it has begun.
#[test]
fn a_polish_starts_at_the_best() {
    let bounds = Bounds::new(&[-1.0; 3], &[1.0; 3]).unwrap();
    let mut method = DeSettings::default().then_polish(90).make(&bounds, 1).unwrap();
    let bowl = |x: &[f64]| x.iter().map(|x| (x - 0.3).powi(2)).sum::<f64>();
    let mut evaluations = 0;
    while !method.is_polishing() {
        let values: Vec<f64> = points(method.ask(), 3).iter().map(|x| bowl(x)).collect();
        if method.is_polishing() {
            break;
        }
        evaluations += values.len();
        method.tell(&values);
    }
    assert!((90..180).contains(&evaluations), "{evaluations}");
    let (best, before) = method.best().map(|(x, value)| (x.to_vec(), value)).unwrap();
    let simplex = points(method.ask(), 3);
    assert_eq!(simplex.len(), 4);
    // Scaled to the box and back: a few roundings; the other vertices a hundredth of it away.
    let apart = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>();
    assert!(apart(&simplex[0], &best) < 1e-14);
    assert!(simplex[1..].iter().all(|x| (apart(x, &best) - 0.02).abs() < 1e-14));
    while !method.ask().is_empty() {
        let values: Vec<f64> = points(method.ask(), 3).iter().map(|x| bowl(x)).collect();
        method.tell(&values);
    }
    let after = method.best().map(|(_, value)| value).unwrap();
    // The simplex ends at 1e-12 of a box two wide.
    assert!(after < before && after < 1e-22, "{after:e}");
}

#[test]
fn settings_are_checked() {
    let bounds = Bounds::new(&[0.0; 2], &[1.0; 2]).unwrap();
    let starts =
        |settings: MultiStartSettings<DeSettings>| name(&settings.make(&bounds, 1).unwrap_err());
    let good = DeSettings::default().many_starts(100);
    assert_eq!(starts(DeSettings::default().many_starts(0)), "patience");
    assert_eq!(starts(good.with_starts(0)), "starts");
    assert_eq!(starts(DeSettings::default().with_population(3).many_starts(9)), "population");
    let polished =
        |settings: PolishedSettings<DeSettings>| name(&settings.make(&bounds, 1).unwrap_err());
    assert_eq!(polished(DeSettings::default().then_polish(0)), "after");
    let good = DeSettings::default().then_polish(100);
    assert_eq!(polished(good.clone().with_initial_step(0.6)), "initial_step");
    assert_eq!(polished(good.with_initial_step(f64::NAN)), "initial_step");
}
