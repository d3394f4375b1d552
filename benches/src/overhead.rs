//! What the methods themselves cost, and what a second thread brings.

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::Result;
use davylamp::optim::{
    Bounds, DeSettings, DifferentialEvolution, Method, Minimizer, Objective, Optimizer,
    TestFunction, TestProblem,
};
use serde::Serialize;

use crate::xia2022::statistics::quantile;

/// Unknowns and evaluations of the measurement of overhead.
const UNKNOWNS: usize = 3;
const EVALUATIONS: usize = 200_000;

/// Times each measurement is taken; the median counts.
const REPEATS: usize = 7;

/// Time of an evaluation in the measurement of threads, and how many there are.
const SLOW: Duration = Duration::from_micros(100);
const SLOW_EVALUATIONS: usize = 6_000;

/// What a candidate costs besides the objective.
#[derive(Debug, Serialize)]
pub struct Overhead {
    /// The method.
    pub method: String,
    /// Time of a candidate, ask to tell, with the sphere, ns.
    pub nanoseconds: f64,
}

/// What is measured.
#[derive(Debug, Serialize)]
pub struct Costs {
    /// Of each method.
    pub overheads: Vec<Overhead>,
    /// The sphere itself, ns.
    pub sphere_nanoseconds: f64,
    /// Time on one thread over time on two, for an objective of 100 µs.
    pub two_threads: f64,
}

/// Measures all.
///
/// # Errors
/// None is expected: what the methods refuse.
pub fn measure() -> Result<Costs> {
    let problem = TestProblem::new(TestFunction::Sphere, UNKNOWNS)?;
    let overheads = Method::ALL
        .into_iter()
        .map(|method| {
            let times = (0..REPEATS as u64).map(|seed| candidate(method, &problem, seed));
            let nanoseconds = quantile(times.collect::<Result<Vec<_>>>()?, 0.5);
            Ok(Overhead { method: method.to_string(), nanoseconds })
        })
        .collect::<Result<_>>()?;
    let sphere = (0..REPEATS).map(|_| {
        let start = Instant::now();
        for k in 0..EVALUATIONS {
            black_box(problem.value(black_box(&[k as f64, 1.0, 2.0])));
        }
        start.elapsed().as_secs_f64() * 1e9 / EVALUATIONS as f64
    });
    Ok(Costs {
        overheads,
        sphere_nanoseconds: quantile(sphere.collect::<Vec<_>>(), 0.5),
        two_threads: two_threads()?,
    })
}

/// Time of a candidate, ns: methods that come to an end start again.
fn candidate(method: Method, problem: &TestProblem, seed: u64) -> Result<f64> {
    let bounds = Bounds::of(problem)?;
    let (mut evaluations, mut seconds) = (0, 0.0);
    while evaluations < EVALUATIONS {
        // A length at which no method has converged so far that it only starts anew.
        let budget = 20_000;
        let mut optimizer = method.build(&bounds, budget, seed)?;
        let start = Instant::now();
        let found =
            Minimizer::new().max_evaluations(budget).minimize(problem, optimizer.as_mut())?;
        seconds += start.elapsed().as_secs_f64();
        evaluations += found.evaluations;
    }
    Ok(1e9 * seconds / evaluations as f64)
}

/// The sphere, after as much work as takes a tenth of a millisecond.
struct Slow(TestProblem);

impl Objective for Slow {
    fn lower(&self) -> &[f64] {
        self.0.lower()
    }

    fn upper(&self) -> &[f64] {
        self.0.upper()
    }

    fn value(&self, x: &[f64]) -> f64 {
        let start = Instant::now();
        while start.elapsed() < SLOW {
            std::hint::spin_loop();
        }
        self.0.value(x)
    }
}

fn two_threads() -> Result<f64> {
    let slow = Slow(TestProblem::new(TestFunction::Sphere, UNKNOWNS)?);
    let bounds = Bounds::of(&slow)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build()?;
    let mut ratios = Vec::new();
    for seed in 0..5 {
        let mut times = [0.0; 2];
        for (time, parallel) in times.iter_mut().zip([false, true]) {
            let mut de = DifferentialEvolution::new(DeSettings::default(), &bounds, seed)?;
            let optimizer: &mut dyn Optimizer = &mut de;
            let driver = Minimizer::new().max_evaluations(SLOW_EVALUATIONS).parallel(parallel);
            let start = Instant::now();
            pool.install(|| driver.minimize(&slow, optimizer))?;
            *time = start.elapsed().as_secs_f64();
        }
        ratios.push(times[0] / times[1]);
    }
    Ok(quantile(ratios, 0.5))
}
