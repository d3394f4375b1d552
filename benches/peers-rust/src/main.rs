//! Ours and other Rust crates on the leak of Xia et al. (2022), by turns in one process; prints one
//! JSON object. `cargo xtask bench optim` starts it.

mod peers;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use davylamp::optim::{
    Bounds, CmaEs, CmaEsSettings, DeSettings, DifferentialEvolution, Minimizer, NelderMead,
    NelderMeadSettings, Objective, Omo, OmoSettings, Optimizer, ParticleSwarm, PsoSettings,
};
use davylamp_benches::park::{Park, SOURCE};
use davylamp_benches::searches::processor_time;
use davylamp_benches::xia2022::leak::Leak;
use davylamp_benches::xia2022::statistics::{LEAST_MISFIT, geometric_mean, quantile};
use serde::Serialize;

/// Runs of each, with the seeds from 0 on for park and method.
const RUNS: u64 = 50;

/// Times that all take their turn; the median counts.
const TURNS: usize = 5;

/// Thirty individuals, placed and moved 300 times.
pub(crate) const POPULATION: usize = 30;
pub(crate) const ITERATIONS: usize = 300;
pub(crate) const EVALUATIONS: usize = POPULATION * (ITERATIONS + 1);

/// Where a search ended: the point, its misfit, and the evaluations.
pub(crate) type Found = (Vec<f64>, f64, usize);

type Search = fn(&Leak, u64) -> Result<Found>;

/// What a search took and found.
#[derive(Debug, Serialize)]
struct Work {
    method: &'static str,
    program: &'static str,
    settings: &'static str,
    milliseconds: f64,
    misfit: f64,
    near: f64,
    evaluations: f64,
}

#[derive(Debug, Serialize)]
struct Output {
    runs: u64,
    turns: usize,
    work: Vec<Work>,
}

/// What the scripts of other languages need of a park.
#[derive(Debug, Serialize)]
struct Instance {
    sensors: Vec<[f64; 3]>,
    readings: Vec<f64>,
    /// The concentration that a unit rate gives at a distance of 50 m on the axis: with it the wind
    /// follows from the formula.
    unit_at_50: f64,
}

const SEARCHES: [(&str, &str, &str, Search); 11] = [
    ("omo", "Davylamp", "N = 30, T = 300", omo),
    ("pso", "Davylamp", "30, w = 0.7298, c = 1.49618", pso),
    ("pso", "argmin", "30, w = 0.7298, c = 1.49618", peers::argmin_pso),
    ("pso", "metaheuristics-nature", "30, its defaults", peers::nature_pso),
    ("de", "Davylamp", "rand/1/bin, 30, F = CR = 0.5", de),
    ("de", "metaheuristics-nature", "rand/1/bin, 30, F = CR = 0.5", peers::nature_de),
    ("cma-es", "Davylamp", "BIPOP", cma_es),
    ("cma-es", "cmaes", "BIPOP", peers::cmaes_bipop),
    ("cma-es ipop", "cmaes", "IPOP", peers::cmaes_ipop),
    ("nelder-mead", "Davylamp", "restarts", nelder_mead),
    ("nelder-mead", "argmin", "restarts", peers::argmin_nelder_mead),
];

fn main() -> Result<()> {
    let parks: Vec<Park> = (0..RUNS).map(|seed| Park::new(4, seed)).collect::<Result<_, _>>()?;
    let mut arguments = std::env::args_os().skip(1);
    match arguments.next() {
        Some(option) if option == "--parks" => {
            let file = PathBuf::from(arguments.next().context("--parks needs a file")?);
            write_parks(&file, &parks)?;
        }
        Some(other) => bail!("unknown argument {}", other.display()),
        None => {}
    }
    let mut seconds = vec![Vec::new(); SEARCHES.len()];
    let mut found = vec![Vec::new(); SEARCHES.len()];
    for turn in 1..=TURNS {
        eprintln!("turn {turn} of {TURNS}");
        for (k, (.., search)) in SEARCHES.iter().enumerate() {
            let leaks: Vec<Leak> = parks.iter().map(Leak::new).collect();
            let start = processor_time();
            found[k] = leaks
                .iter()
                .zip(0..)
                .map(|(leak, seed)| search(leak, seed))
                .collect::<Result<_>>()?;
            seconds[k].push(processor_time() - start);
        }
    }
    let work = SEARCHES.iter().zip(seconds).zip(&found).map(|((search, seconds), found)| {
        let (method, program, settings, _) = search;
        let runs = RUNS as f64;
        let near = |(x, ..): &&Found| (x[0] - SOURCE[0]).hypot(x[1] - SOURCE[1]) < 1.0;
        Work {
            method,
            program,
            settings,
            milliseconds: 1e3 * quantile(seconds, 0.5) / runs,
            misfit: geometric_mean(found.iter().map(|f| f.1), LEAST_MISFIT),
            near: found.iter().filter(near).count() as f64 / runs,
            evaluations: found.iter().map(|f| f.2 as f64).sum::<f64>() / runs,
        }
    });
    let output = Output { runs: RUNS, turns: TURNS, work: work.collect() };
    println!("{}", serde_json::to_string(&output)?);
    Ok(())
}

fn write_parks(file: &std::path::Path, parks: &[Park]) -> Result<()> {
    use davylamp_benches::park::unit_concentration;
    let instances: Vec<Instance> = parks
        .iter()
        .map(|park| Instance {
            sensors: park.sensors.clone(),
            readings: park.readings.clone(),
            unit_at_50: unit_concentration(park, [0.0, 0.0, 1.0], [50.0, 0.0, 0.0]),
        })
        .collect();
    std::fs::write(file, serde_json::to_vec(&instances)?)
        .with_context(|| format!("cannot write {}", file.display()))
}

fn minimized(leak: &Leak, optimizer: &mut dyn Optimizer, budget: usize) -> Result<Found> {
    let found = Minimizer::new().max_evaluations(budget).minimize(leak, optimizer)?;
    Ok((found.x, found.value, found.evaluations))
}

fn omo(leak: &Leak, seed: u64) -> Result<Found> {
    let mut omo = Omo::new(OmoSettings::default(), &Bounds::of(leak)?, seed)?;
    minimized(leak, &mut omo, usize::MAX)
}

fn pso(leak: &Leak, seed: u64) -> Result<Found> {
    let mut swarm = ParticleSwarm::new(PsoSettings::default(), &Bounds::of(leak)?, seed)?;
    minimized(leak, &mut swarm, EVALUATIONS)
}

fn de(leak: &Leak, seed: u64) -> Result<Found> {
    let mut de = DifferentialEvolution::new(DeSettings::paper(), &Bounds::of(leak)?, seed)?;
    minimized(leak, &mut de, EVALUATIONS)
}

fn cma_es(leak: &Leak, seed: u64) -> Result<Found> {
    let mut cma_es = CmaEs::new(CmaEsSettings::default(), &Bounds::of(leak)?, seed)?;
    minimized(leak, &mut cma_es, EVALUATIONS)
}

fn nelder_mead(leak: &Leak, seed: u64) -> Result<Found> {
    let mut simplex = NelderMead::new(NelderMeadSettings::default(), &Bounds::of(leak)?, seed)?;
    minimized(leak, &mut simplex, EVALUATIONS)
}

/// The misfit at a point of the unit box, mirrored at its faces: for peers without bounds.
pub(crate) fn mirrored(leak: &Leak, unit: impl Iterator<Item = f64>) -> (Vec<f64>, f64) {
    let x: Vec<f64> = unit
        .zip(leak.lower().iter().zip(leak.upper()))
        .map(|(u, (low, high))| {
            let folded = 1.0 - (u.rem_euclid(2.0) - 1.0).abs();
            low + folded * (high - low)
        })
        .collect();
    let value = leak.value(&x);
    (x, value)
}
