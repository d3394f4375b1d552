//! The other crates, each as its documentation uses it.

use std::cell::{Cell, RefCell};

use anyhow::{Result, anyhow};
use argmin::core::{CostFunction, Error, Executor, State};
use argmin::solver::neldermead::NelderMead;
use argmin::solver::particleswarm::ParticleSwarm;
use cmaes::restart::{BIPOP, IPOP, RestartOptions, RestartStrategy};
use davylamp::optim::Objective;
use davylamp_benches::xia2022::leak::Leak;
use metaheuristics_nature as nature;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::{EVALUATIONS, Found, ITERATIONS, POPULATION, mirrored};

/// The leak as argmin sees it.
struct Cost<'a> {
    leak: &'a Leak,
    /// Whether points are of the unit box, mirrored.
    unit: bool,
    count: &'a std::sync::atomic::AtomicUsize,
}

impl CostFunction for Cost<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, x: &Vec<f64>) -> Result<f64, Error> {
        self.count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok(if self.unit { mirrored(self.leak, x.iter().copied()).1 } else { self.leak.value(x) })
    }
}

pub(crate) fn argmin_pso(leak: &Leak, seed: u64) -> Result<Found> {
    let bounds = (leak.lower().to_vec(), leak.upper().to_vec());
    let solver = ParticleSwarm::new(bounds, POPULATION)
        .with_rng_generator(StdRng::seed_from_u64(seed))
        .with_inertia_factor(0.7298)?
        .with_cognitive_factor(1.496_18)?
        .with_social_factor(1.496_18)?;
    let count = std::sync::atomic::AtomicUsize::new(0);
    let cost = Cost { leak, unit: false, count: &count };
    let found = Executor::new(cost, solver).configure(|s| s.max_iters(ITERATIONS as u64)).run()?;
    let best = found.state().get_best_param().ok_or_else(|| anyhow!("no best particle"))?;
    Ok((best.position.clone(), best.cost, count.into_inner()))
}

/// As ours: simplices of 0.15 of the box from random points until the evaluations are spent.
pub(crate) fn argmin_nelder_mead(leak: &Leak, seed: u64) -> Result<Found> {
    let mut random = StdRng::seed_from_u64(seed);
    let count = std::sync::atomic::AtomicUsize::new(0);
    let mut best = (vec![0.0; 3], f64::INFINITY);
    loop {
        let spent = count.load(std::sync::atomic::Ordering::Relaxed);
        if spent >= EVALUATIONS {
            return Ok((best.0, best.1, spent));
        }
        let start: Vec<f64> = (0..3).map(|_| random.random()).collect();
        let simplex: Vec<Vec<f64>> = (0..4)
            .map(|k| {
                let mut vertex = start.clone();
                if k > 0 {
                    vertex[k - 1] += if start[k - 1] > 0.5 { -0.15 } else { 0.15 };
                }
                vertex
            })
            .collect();
        // The spread of the values at which ours ends, relative there: the floor of the misfit here.
        let solver = NelderMead::new(simplex).with_sd_tolerance(1e-28)?;
        let cost = Cost { leak, unit: true, count: &count };
        let found = Executor::new(cost, solver).configure(|s| s.max_iters(600)).run()?;
        let unit = found.state().get_best_param().ok_or_else(|| anyhow!("no best vertex"))?;
        let (x, value) = mirrored(leak, unit.iter().copied());
        if value < best.1 {
            best = (x, value);
        }
    }
}

/// The leak as metaheuristics-nature sees it, with a count.
struct Counted<'a> {
    leak: &'a Leak,
    bounds: [[f64; 2]; 3],
    count: &'a std::sync::atomic::AtomicUsize,
}

impl nature::Bounded for Counted<'_> {
    fn bound(&self) -> &[[f64; 2]] {
        &self.bounds
    }
}

impl nature::ObjFunc for Counted<'_> {
    type Ys = f64;

    fn fitness(&self, x: &[f64]) -> f64 {
        self.count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.leak.value(x)
    }
}

fn nature<A: nature::prelude::AlgCfg>(algorithm: A, leak: &Leak, seed: u64) -> Result<Found> {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let bounds = [0, 1, 2].map(|j| [leak.lower()[j], leak.upper()[j]]);
    let (x, value) = {
        let solved = nature::Solver::build(algorithm, Counted { leak, bounds, count: &count })
            .seed(seed)
            .pop_num(POPULATION)
            .task(|ctx| ctx.r#gen == ITERATIONS as u64)
            .solve();
        let (x, value) = solved.as_best();
        (x.to_vec(), *value)
    };
    Ok((x, value, count.into_inner()))
}

pub(crate) fn nature_pso(leak: &Leak, seed: u64) -> Result<Found> {
    nature(nature::Pso::default(), leak, seed)
}

pub(crate) fn nature_de(leak: &Leak, seed: u64) -> Result<Found> {
    let de = nature::De::default().strategy(nature::methods::de::Strategy::C2F2).f(0.5).cross(0.5);
    nature(de, leak, seed)
}

pub(crate) fn cmaes_bipop(leak: &Leak, seed: u64) -> Result<Found> {
    cmaes(leak, seed, RestartStrategy::BIPOP(BIPOP::default()))
}

pub(crate) fn cmaes_ipop(leak: &Leak, seed: u64) -> Result<Found> {
    cmaes(leak, seed, RestartStrategy::IPOP(IPOP::default()))
}

fn cmaes(leak: &Leak, seed: u64, strategy: RestartStrategy) -> Result<Found> {
    // It has no bounds: points are of the unit box, mirrored. What counts is what was evaluated
    // within the budget, which it overruns by the end of a run.
    let count = Cell::new(0);
    let best = RefCell::new((vec![0.0; 3], f64::INFINITY));
    let (counted, found) = (&count, &best);
    let function = || {
        move |unit: &cmaes::DVector<f64>| {
            counted.set(counted.get() + 1);
            let (x, value) = mirrored(leak, unit.iter().copied());
            if counted.get() <= EVALUATIONS && value < found.borrow().1 {
                found.replace((x, value));
            }
            value
        }
    };
    RestartOptions::new(3, 0.0..=1.0, strategy)
        .seed(seed)
        .max_function_evals(EVALUATIONS)
        .build()
        .map_err(|error| anyhow!("{error:?}"))?
        .run(function);
    let (x, value) = best.into_inner();
    Ok((x, value, count.get()))
}
