//! Minimisers behind one ask-and-tell trait, and the driver that feeds them.
//!
//! An [`Objective`] is a function over a box; an [`Optimizer`] is asked for points and told what
//! they are worth. [`minimize`] and [`Minimizer`] evaluate, count, stop and observe, the same for
//! every method: budgets are equal, and never exceeded.
//!
//! | Method | Is | Asks at a time |
//! |---|---|---|
//! | [`Omo`] | Outlier Mutation Optimization, Xia et al. (2022) | 1 or 2, or a sweep |
//! | [`DifferentialEvolution`] | Storn & Price (1997) | a generation |
//! | [`NelderMead`] | the downhill simplex with restarts, Nelder & Mead (1965) | 1, or a simplex |
//! | [`ParticleSwarm`] | Kennedy & Eberhart (1995), constricted | the swarm |
//! | [`GeneticAlgorithm`] | real-coded, with Deb's operators | a generation |
//! | [`SimulatedAnnealing`] | Corana et al. (1987) | 1, or a first sample |
//! | [`PatternSearch`] | along the axes, Torczon (1997), with restarts | 1 |
//! | [`GreyWolf`] | Mirjalili et al. (2014) | the pack |
//! | [`SalpSwarm`] | Mirjalili et al. (2017) | the chain |
//! | [`WhaleOptimization`] | Mirjalili & Lewis (2016) | the school |
//! | [`HarrisHawks`] | Heidari et al. (2019) | the hawks, or those that dive |
//! | [`LShade`] | self-adaptive differential evolution, Tanabe & Fukunaga (2014) | a generation |
//! | [`CmaEs`] | CMA-ES with BIPOP restarts, Hansen (2009) | a generation |
//! | [`MultiStart`] | any of them again and again, from other seeds | as it does |
//! | [`Polished`] | any of them, then the simplex from its best point | as it does, then 1 |
//!
//! Where Xia et al. (2022) compare OMO with a method, its settings have the constructor `paper`.
//!
//! [`Method`] knows the first thirteen by name; a [`Recipe`] makes any of them, and recipes compose.
//! Every run is a function of its inputs and a `seed`: the same on one thread or many, and, with the
//! feature `serde`, resumed from a saved state. Within one platform runs agree to the last bit;
//! between platforms the mathematical library may differ.
//!
//! # Saving and resuming
//!
//! With the feature `serde` every method can be written and read. Its numbers are kept as bit
//! patterns, so that no format can change them (the settings are plain numbers, which most formats
//! keep; for `serde_json` turn on its feature `float_roundtrip`). Save between two runs of the
//! driver that end on [`Minimizer::max_iterations`]: a batch cut short by the budget is asked again.
//!
//! # Examples
//!
//! ```
//! use davylamp_optim::{Bounds, Minimizer, Omo, OmoSettings, TestFunction, TestProblem};
//!
//! let problem = TestProblem::new(TestFunction::Rastrigin, 2)?;
//! let mut omo = Omo::new(OmoSettings::default(), &Bounds::of(&problem)?, 1)?;
//! let found = Minimizer::new()
//!     .max_evaluations(20_000)
//!     .record_history(true)
//!     .minimize(&problem, &mut omo)?;
//! assert!(found.value < 1e-3);
//! assert_eq!(found.history.last().map(|last| last.value), Some(found.value));
//! # Ok::<(), davylamp_optim::OptimError>(())
//! ```

mod ask_tell;
mod best;
#[cfg(feature = "serde")]
mod bits;
mod bounds;
mod cma_es;
mod de;
mod driver;
mod error;
mod functions;
mod ga;
mod gwo;
mod hho;
mod lshade;
mod method;
mod multi_start;
mod nelder_mead;
mod omo;
mod pattern;
mod polished;
mod population;
mod pso;
mod random;
mod recipe;
mod sa;
mod settings;
mod ssa;
mod woa;

pub use bounds::Bounds;
pub use cma_es::{CmaEs, CmaEsSettings};
pub use davylamp_traits::{Objective, Optimizer};
pub use de::{DeSettings, DeStrategy, DifferentialEvolution};
pub use driver::{Improvement, Minimizer, Minimum, Progress, StopReason, minimize};
pub use error::OptimError;
pub use functions::{TestFunction, TestProblem};
pub use ga::{GaSettings, GeneticAlgorithm};
pub use gwo::{GreyWolf, GwoSettings};
pub use hho::{HarrisHawks, HhoSettings};
pub use lshade::{LShade, LShadeSettings};
pub use method::Method;
pub use multi_start::{MultiStart, MultiStartSettings};
pub use nelder_mead::{NelderMead, NelderMeadSettings, SimplexCoefficients};
pub use omo::{Omo, OmoSettings, Sweep};
pub use pattern::{PatternSearch, PatternSearchSettings};
pub use polished::{Polished, PolishedSettings};
pub use pso::{ParticleSwarm, PsoSettings};
pub use recipe::{NamedRecipe, Recipe};
pub use sa::{SaSettings, SimulatedAnnealing};
pub use ssa::{SalpSwarm, SsaSettings};
pub use woa::{WhaleOptimization, WoaSettings};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
