//! OMO on the leak of Xia et al. (2022), section 3.1: statistics over many instances.
//!
//! Seeds are 0 to RUNS - 1, for the instance and for the method. The geometric mean of the final
//! misfit scatters: over batches of 50 runs of an independent implementation it spans more than a
//! decade either way, hence the factor.
#![allow(clippy::unwrap_used, reason = "a helper of a test may fail as the test may")]

use davylamp_optim::{
    Bounds, DeSettings, DifferentialEvolution, GreyWolf, GwoSettings, HarrisHawks, HhoSettings,
    Minimizer, Objective, Omo, OmoSettings, Optimizer, ParticleSwarm, PsoSettings, SalpSwarm,
    SsaSettings, Sweep, WhaleOptimization, WoaSettings,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::f64::consts::{LN_2, PI};

const RUNS: u64 = 200;

/// A park of 100 m x 100 m with one sensor in each of `side` x `side` cells, wind along +x, and a
/// source of unknown place and rate, 1 m high.
struct Park {
    sensors: Vec<[f64; 2]>,
    readings: Vec<f64>,
    wind_speed: f64,
}

impl Park {
    const TRUTH: [f64; 3] = [8.0, 15.0, 80.0];

    fn new(side: u32, seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let cell = 100.0 / f64::from(side);
        let mut sensors = Vec::new();
        for i in 0..side {
            for j in 0..side {
                let place = [i, j].map(|k| (f64::from(k) + random.random::<f64>()) * cell);
                sensors.push(place);
            }
        }
        let wind_speed = 10.0 * random.random::<f64>();
        let mut park = Self { sensors, readings: Vec::new(), wind_speed };
        // A sensor resolves 1e-8 kg/m3 (the paper's section 3.1).
        let exact = park.sensors.iter().map(|&sensor| park.concentration(sensor, &Self::TRUTH));
        park.readings = exact.map(|c| (c / 1e-8).round() * 1e-8).collect();
        park
    }

    /// The plume at the ground with Briggs' urban curves, class D (the paper's eq. 19, Table 5).
    fn concentration(&self, [x, y]: [f64; 2], source: &[f64]) -> f64 {
        let (d, across) = (x - source[0], y - source[1]);
        if d <= 0.0 {
            return 0.0;
        }
        let sigma_y = 0.16 * d / (1.0 + 0.0004 * d).sqrt();
        let sigma_z = 0.14 * d / (1.0 + 0.0003 * d).sqrt();
        let height = 1.0;
        source[2] / (PI * self.wind_speed * sigma_y * sigma_z)
            * (-0.5 * ((across / sigma_y).powi(2) + (height / sigma_z).powi(2))).exp()
    }
}

impl Objective for Park {
    fn lower(&self) -> &[f64] {
        &[0.0, 0.0, 0.0]
    }

    fn upper(&self) -> &[f64] {
        &[100.0, 100.0, 200.0]
    }

    fn value(&self, source: &[f64]) -> f64 {
        let residuals = self.sensors.iter().zip(&self.readings);
        residuals.map(|(&s, reading)| (reading - self.concentration(s, source)).powi(2)).sum()
    }
}

/// Geometric mean of the misfit and mean of the evaluations.
fn statistics(side: u32, sweep: Sweep, target: Option<f64>) -> (f64, f64) {
    let mut driver = Minimizer::new().max_evaluations(usize::MAX);
    if let Some(target) = target {
        driver = driver.target(target);
    }
    statistics_of(side, &driver, &|bounds, seed| {
        let settings = OmoSettings::default().with_sweep(sweep);
        Box::new(Omo::new(settings, bounds, seed).unwrap())
    })
}

fn statistics_of(
    side: u32,
    driver: &Minimizer,
    make: &dyn Fn(&Bounds, u64) -> Box<dyn Optimizer>,
) -> (f64, f64) {
    let (mut logarithms, mut evaluations) = (0.0, 0.0);
    for seed in 0..RUNS {
        let park = Park::new(side, seed);
        let mut method = make(&Bounds::of(&park).unwrap(), seed);
        let found = driver.minimize(&park, method.as_mut()).unwrap();
        logarithms += found.value.max(1e-40).ln();
        evaluations += found.evaluations as f64;
    }
    ((logarithms / RUNS as f64).exp(), evaluations / RUNS as f64)
}

fn assert_within_factor(found: f64, expected: f64, factor: f64) {
    let ratio = found / expected;
    assert!((factor.recip()..=factor).contains(&ratio), "{found:e} against {expected:e}");
}

/// 7.7e-16 over 1000 runs, 1.3e-15 over 400 others; the paper has 2.464e-15 (Table 8).
#[test]
fn sixteen_sensors() {
    let (misfit, evaluations) = statistics(4, Sweep::InPlace, None);
    assert_within_factor(misfit, 7.7e-16, 10.0);
    assert_within_factor(evaluations, 16_643.0, 1.005);

    // A predator explores with the probability that |E| >= 1; the variance of one run's count is
    // below T N / 4, and the mean of RUNS stays within five standard errors.
    let explores = |t: i32| (1.0 - 0.5 / (1.0 - f64::from(t) / 300.0)).max(0.0);
    let expected = 30.0 * (1.0 + (0..300).map(|t| 2.0 - explores(t)).sum::<f64>());
    let standard_error = (300.0 * 30.0 / 4.0 / RUNS as f64).sqrt();
    assert!((evaluations - expected).abs() < 5.0 * standard_error, "{evaluations}, {expected}");
    assert!((expected - 30.0 * (1.0 + 300.0 * f64::midpoint(3.0, LN_2))).abs() < 30.0);
}

/// 7.0e-14 over 1000 runs, 1.3e-13 over 400 others; the paper has 2.356e-13 (Table 9).
#[test]
fn nine_sensors() {
    let (misfit, _) = statistics(3, Sweep::InPlace, None);
    assert_within_factor(misfit, 7.0e-14, 10.0);
}

/// 4.9e-15 over 300 runs of a synchronous sweep.
#[test]
fn sixteen_sensors_in_batches() {
    let (misfit, _) = statistics(4, Sweep::Batch, None);
    assert_within_factor(misfit, 4.9e-15, 10.0);
}

/// With the target 1e-10 half the evaluations do (8360 of 16,643; the paper's time falls to 0.526,
/// Table 11). One run's share scatters by less than 0.3, the mean of 200 by less than 0.02.
#[test]
fn a_target_halves_the_work() {
    let (misfit, evaluations) = statistics(4, Sweep::InPlace, Some(1e-10));
    assert!((evaluations / 16_643.0 - 0.502).abs() < 0.06, "{evaluations}");
    assert_within_factor(misfit, 1.64e-10, 10.0);
}

/// The paper's rivals at its settings, 30 individuals and 300 iterations, beside an independent
/// implementation over 1000 runs. Genetic algorithm, annealing and pattern search are left out, as
/// the paper does not say which they are.
#[test]
fn rivals_on_sixteen_sensors() {
    let rival = |name: &str, bounds: &Bounds, seed| -> Box<dyn Optimizer> {
        match name {
            "de" => {
                Box::new(DifferentialEvolution::new(DeSettings::paper(), bounds, seed).unwrap())
            }
            "pso" => Box::new(ParticleSwarm::new(PsoSettings::paper(), bounds, seed).unwrap()),
            "gwo" => Box::new(GreyWolf::new(GwoSettings::paper(), bounds, seed).unwrap()),
            "ssa" => Box::new(SalpSwarm::new(SsaSettings::paper(), bounds, seed).unwrap()),
            "woa" => Box::new(WhaleOptimization::new(WoaSettings::paper(), bounds, seed).unwrap()),
            "hho" => Box::new(HarrisHawks::new(HhoSettings::paper(), bounds, seed).unwrap()),
            _ => Box::new(ParticleSwarm::new(PsoSettings::default(), bounds, seed).unwrap()),
        }
    };
    for (name, budget, expected, factor) in [
        // There individuals are replaced one by one, here a generation as a whole, which is slower.
        ("de", 9_030, 2.75e-16, 30.0),
        ("pso", 9_030, 9.2e-6, 10.0),
        ("pso by default", 9_030, 1.2e-12, 10.0),
        ("gwo", 9_000, 3.2e-7, 10.0),
        ("ssa", 9_000, 1.7e-9, 10.0),
        ("woa", 9_000, 9.7e-5, 10.0),
        ("hho", 20_000, 2.9e-4, 10.0),
    ] {
        let driver = Minimizer::new().max_evaluations(budget);
        let (misfit, evaluations) =
            statistics_of(4, &driver, &|bounds, seed| rival(name, bounds, seed));
        assert_within_factor(misfit, expected, factor);
        // 15,542 for the hawks there.
        let expected = if name == "hho" { 15_542.0 } else { budget as f64 };
        assert_within_factor(evaluations, expected, 1.01);
    }
}
