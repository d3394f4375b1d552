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
//!
//! [`Method`] knows them by name. Every run is a function of its inputs and a `seed`: the same on
//! one thread or many, and, with the feature `serde`, resumed from a saved state. Within one
//! platform runs agree to the last bit; between platforms the mathematical library may differ.
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

mod best;
#[cfg(feature = "serde")]
mod bits;
mod bounds;
mod de;
mod driver;
mod error;
mod functions;
mod method;
mod nelder_mead;
mod omo;
mod random;
mod settings;

pub use bounds::Bounds;
pub use davylamp_traits::{Objective, Optimizer};
pub use de::{DeSettings, DeStrategy, DifferentialEvolution};
pub use driver::{Improvement, Minimizer, Minimum, Progress, StopReason, minimize};
pub use error::OptimError;
pub use functions::{TestFunction, TestProblem};
pub use method::Method;
pub use nelder_mead::{NelderMead, NelderMeadSettings, SimplexCoefficients};
pub use omo::{Omo, OmoSettings, Sweep};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
