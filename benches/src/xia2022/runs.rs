//! Many runs of one method on the leak.

use anyhow::{Result, bail};
use davylamp::optim::{
    Bounds, DeSettings, DifferentialEvolution, GaSettings, GeneticAlgorithm, GreyWolf, GwoSettings,
    HarrisHawks, HhoSettings, Method, Minimizer, Omo, OmoSettings, Optimizer, ParticleSwarm,
    PatternSearch, PatternSearchSettings, PsoSettings, Recipe, SaSettings, SalpSwarm,
    SimulatedAnnealing, SsaSettings, WhaleOptimization, WoaSettings,
};
use davylamp::trace::{Misfit, ProjectedMisfit, search};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::leak::Leak;
use crate::park::Park;
use crate::searches::processor_time;

/// Evaluations of OMO with 30 predators and 300 iterations on average: what "equal evaluations"
/// gives every method.
pub const BUDGET: usize = 16_650;

/// A budget at which the methods differ: fewer than an eighth of that.
pub const SMALL_BUDGET: usize = 2_000;

/// Iterations of the paper's comparison, and individuals.
const ITERATIONS: usize = 300;
const POPULATION: usize = 30;

/// Places that an iteration of pattern search looks at: both ways along three axes.
const POLL: usize = 6;

/// Where a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The least misfit found, kg²/m⁶.
    pub misfit: f64,
    /// Where the leak would be, m.
    pub place: [f64; 2],
    /// How much would leak, kg/s.
    pub rate: f64,
    /// Evaluations of the misfit.
    pub evaluations: usize,
    /// Processor time, s.
    pub seconds: f64,
}

/// What the readings are like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Cells, each with a sensor, along a side of the park.
    pub cells: u32,
    /// Ratio of signal to noise, dB; `None` is no noise but the sensors' resolution.
    pub snr_db: Option<f64>,
}

impl Setting {
    /// Without noise.
    #[must_use]
    pub fn quiet(cells: u32) -> Self {
        Self { cells, snr_db: None }
    }
}

/// Who searches, and how long.
#[derive(Debug, Clone, PartialEq)]
pub enum Contender {
    /// OMO, perhaps stopped at a misfit.
    Omo(OmoSettings, Option<f64>),
    /// A rival at the paper's settings and length.
    Paper(Method),
    /// A rival at the paper's settings, with so many evaluations.
    PaperFor(Method, usize),
    /// A method at its own defaults, with so many evaluations.
    Default(Method, usize),
    /// Differential evolution for a quarter of so many evaluations, polished, again and again.
    PolishedDe(usize),
    /// The tracer's own: rate in closed form, grid, least squares.
    Projected,
}

impl Contender {
    /// What it is called in a table.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Omo(..) => "omo".to_owned(),
            Self::Paper(method) | Self::PaperFor(method, _) | Self::Default(method, _) => {
                method.to_string()
            }
            Self::PolishedDe(_) => "de polished, many starts".to_owned(),
            Self::Projected => "projected search".to_owned(),
        }
    }

    /// One run: the seed is that of the park, of the noise and of the method.
    ///
    /// # Errors
    /// None is expected: whatever the crates below refuse.
    pub fn run(&self, setting: Setting, seed: u64) -> Result<Run> {
        let park = Park::new(setting.cells, seed)?;
        let start = processor_time();
        if matches!(self, Self::Projected) {
            let case = park.case()?;
            let fit = search(&ProjectedMisfit::new(&case, Misfit::Linear))?;
            return Ok(Run {
                misfit: fit.misfit,
                place: [fit.source.position[0], fit.source.position[1]],
                rate: fit.source.rate,
                evaluations: fit.evaluations,
                seconds: processor_time() - start,
            });
        }
        let mut leak = Leak::new(&park);
        if let Some(snr_db) = setting.snr_db {
            leak = leak.with_noise(snr_db, seed);
        }
        let bounds = Bounds::of(&leak)?;
        let (mut optimizer, driver) = self.prepare(&bounds, seed)?;
        let minimum = driver.minimize(&leak, optimizer.as_mut())?;
        Ok(Run {
            misfit: minimum.value,
            place: [minimum.x[0], minimum.x[1]],
            rate: minimum.x[2],
            evaluations: minimum.evaluations,
            seconds: processor_time() - start,
        })
    }

    /// The runs with the seeds from 0 on, in order.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn runs(&self, setting: Setting, count: u64) -> Result<Vec<Run>> {
        (0..count).into_par_iter().map(|seed| self.run(setting, seed)).collect()
    }

    fn prepare(&self, bounds: &Bounds, seed: u64) -> Result<(Box<dyn Optimizer>, Minimizer)> {
        let to_its_end = || Minimizer::new().max_evaluations(usize::MAX);
        let within = |budget| Minimizer::new().max_evaluations(budget);
        Ok(match self {
            Self::Omo(settings, target) => {
                let driver = target.map_or_else(to_its_end, |value| to_its_end().target(value));
                (Box::new(Omo::new(settings.clone(), bounds, seed)?), driver)
            }
            // Methods with a schedule end by themselves.
            Self::Paper(method) => {
                let evaluations = POPULATION * (ITERATIONS + 1);
                let driver = match method {
                    Method::Pso | Method::Ga | Method::De | Method::Sa => within(evaluations),
                    Method::Ps => within(ITERATIONS * POLL),
                    _ => to_its_end(),
                };
                (rival(*method, ITERATIONS, evaluations, (bounds, seed))?, driver)
            }
            Self::PaperFor(method, budget) => {
                let iterations = match method {
                    Method::Hho => HhoSettings::for_evaluations(*budget).iterations,
                    _ => GwoSettings::for_evaluations(*budget).iterations,
                };
                (rival(*method, iterations, *budget, (bounds, seed))?, within(*budget))
            }
            Self::Default(method, budget) => {
                (method.build(bounds, *budget, seed)?, within(*budget))
            }
            Self::PolishedDe(budget) => {
                let each = budget / 4;
                let recipe = DeSettings::default().then_polish(each).many_starts(each);
                (Box::new(recipe.make(bounds, seed)?), within(*budget))
            }
            Self::Projected => bail!("the projected search is no optimizer"),
        })
    }
}

/// A method of the paper at the settings that it states.
fn rival(
    method: Method,
    iterations: usize,
    evaluations: usize,
    (bounds, seed): (&Bounds, u64),
) -> Result<Box<dyn Optimizer>> {
    Ok(match method {
        Method::Omo => {
            let settings = OmoSettings::default().with_iterations(iterations);
            Box::new(Omo::new(settings, bounds, seed)?)
        }
        Method::De => Box::new(DifferentialEvolution::new(DeSettings::paper(), bounds, seed)?),
        Method::Pso => Box::new(ParticleSwarm::new(PsoSettings::paper(), bounds, seed)?),
        Method::Ga => Box::new(GeneticAlgorithm::new(GaSettings::paper(), bounds, seed)?),
        Method::Sa => {
            let settings = SaSettings::for_evaluations(evaluations, bounds.dim());
            let settings = settings.with_start(vec![0.0; bounds.dim()]);
            Box::new(SimulatedAnnealing::new(settings, bounds, seed)?)
        }
        Method::Ps => Box::new(PatternSearch::new(PatternSearchSettings::paper(), bounds, seed)?),
        Method::Gwo => {
            let settings = GwoSettings::paper().with_iterations(iterations);
            Box::new(GreyWolf::new(settings, bounds, seed)?)
        }
        Method::Ssa => {
            let settings = SsaSettings::paper().with_iterations(iterations);
            Box::new(SalpSwarm::new(settings, bounds, seed)?)
        }
        Method::Woa => {
            let settings = WoaSettings::paper().with_iterations(iterations);
            Box::new(WhaleOptimization::new(settings, bounds, seed)?)
        }
        Method::Hho => {
            let settings = HhoSettings::paper().with_iterations(iterations);
            Box::new(HarrisHawks::new(settings, bounds, seed)?)
        }
        other => bail!("{other} is not one of the paper's methods"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_are_equal() {
        for method in super::super::paper::RIVALS {
            let run = Contender::PaperFor(method, 1_000).run(Setting::quiet(4), 1).unwrap();
            // Pattern search ends at its mesh, the hawks' cost an iteration is known as a bound, and
            // the other schedules are whole iterations long.
            let least = match method {
                Method::Ps => 100,
                Method::Hho => 800,
                _ => 940,
            };
            assert!((least..=1_000).contains(&run.evaluations), "{method}: {}", run.evaluations);
        }
    }

    #[test]
    fn the_projected_search_finds_the_leak() {
        let run = Contender::Projected.run(Setting::quiet(4), 3).unwrap();
        assert!((run.place[0] - 8.0).hypot(run.place[1] - 15.0) < 1e-3);
        assert!((run.rate - 80.0).abs() < 1e-2);
    }
}
