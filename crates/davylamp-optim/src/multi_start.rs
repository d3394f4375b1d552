//! A method started again and again.

use crate::ask_tell::ask_and_tell;
use crate::best::{Best, better};
use crate::error::check_count;
use crate::random::Random;
use crate::{Bounds, OptimError, Recipe};
use davylamp_traits::Optimizer;

/// Settings of [`MultiStart`].
///
/// # Examples
/// ```
/// use davylamp_optim::{DeSettings, MultiStartSettings};
///
/// let settings = MultiStartSettings::new(DeSettings::default(), 3_000).with_starts(10);
/// assert_eq!((settings.patience, settings.starts), (3_000, Some(10)));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct MultiStartSettings<R> {
    /// How each start is made.
    pub recipe: R,
    /// Evaluations without a value better than all before of the same start, after which the start
    /// ends; from 1.
    pub patience: usize,
    /// How many starts there are, from 1; `None` is no limit.
    pub starts: Option<usize>,
}

impl<R> MultiStartSettings<R> {
    /// Starts without limit.
    #[must_use]
    pub fn new(recipe: R, patience: usize) -> Self {
        Self { recipe, patience, starts: None }
    }

    /// Sets how many starts there are.
    #[must_use]
    pub fn with_starts(mut self, starts: usize) -> Self {
        self.starts = Some(starts);
        self
    }

    fn check(&self) -> Result<(), OptimError> {
        check_count("patience", self.patience, 1, usize::MAX)?;
        check_count("starts", self.starts.unwrap_or(1), 1, usize::MAX)
    }
}

/// Any method, started anew when it has finished or makes no progress: the best of all starts
/// counts.
///
/// A start ends when its method asks for nothing more, or after
/// [`patience`](MultiStartSettings::patience) evaluations none of which was better than all before
/// in this start. The next one is the same recipe with another seed, drawn from the seed given
/// here; nothing is carried over but the best point, so that starts are independent and the chance
/// to miss the minimum falls with a power of their number (Rinnooy Kan & Timmer 1987).
///
/// It asks what the present start asks. A `tell` that does not match the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, Recipe, PsoSettings, TestFunction, TestProblem};
/// // The swarm falls into one of many dents; of many swarms one falls into the deepest.
/// let problem = TestProblem::new(TestFunction::Rastrigin, 3)?;
/// let settings = PsoSettings::default().many_starts(500);
/// let mut method = settings.make(&Bounds::of(&problem)?, 1)?;
/// let found = davylamp_optim::minimize(&problem, &mut method, 60_000)?;
/// assert!(found.value < 1e-9 && method.starts() > 3);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// Rinnooy Kan & Timmer (1987), Math. Program. 39:27, <https://doi.org/10.1007/BF02592070>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct MultiStart<R: Recipe> {
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "State::deserialize_checked",
            bound(
                serialize = "R: serde::Serialize, R::Method: serde::Serialize",
                deserialize = "R: serde::Deserialize<'de>, R::Method: serde::Deserialize<'de>"
            )
        )
    )]
    state: State<R, R::Method>,
}

impl<R: Recipe> MultiStart<R> {
    /// The first start in the box `bounds`; `seed` governs the seeds of all.
    ///
    /// # Errors
    /// [`OptimError::CountOutOfRange`] for a setting outside the range that its field states; what
    /// the recipe refuses.
    pub fn new(
        settings: MultiStartSettings<R>,
        bounds: &Bounds,
        seed: u64,
    ) -> Result<Self, OptimError> {
        settings.check()?;
        let mut random = Random::new(seed);
        let state = State {
            method: settings.recipe.make(bounds, random.seed())?,
            start_value: f64::NAN,
            idle: 0,
            starts: 1,
            best: Best::new(bounds.dim()),
            asked: false,
            candidates: Vec::new(),
            bounds: bounds.clone(),
            random,
            settings,
        };
        Ok(Self { state })
    }

    /// How many starts have begun.
    #[must_use]
    pub fn starts(&self) -> usize {
        self.state.starts
    }
}

ask_and_tell!(MultiStart<R>, MultiStartSettings);

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct State<R, M> {
    settings: MultiStartSettings<R>,
    bounds: Bounds,
    random: Random,
    /// The present start.
    method: M,
    /// The best value of the present start.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    start_value: f64,
    /// Evaluations since then.
    idle: usize,
    starts: usize,
    best: Best,
    asked: bool,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    candidates: Vec<f64>,
}

impl<R: Recipe> State<R, R::Method> {
    /// Asks the present start, or the next one if that has ended; nothing after the last.
    fn propose(&mut self) {
        self.candidates.clear();
        if self.idle < self.settings.patience {
            self.candidates.extend_from_slice(self.method.ask());
        }
        if self.candidates.is_empty() && self.settings.starts.is_none_or(|most| self.starts < most)
        {
            let seed = self.random.seed();
            // The same recipe has been accepted for the first start.
            if let Ok(next) = self.settings.recipe.make(&self.bounds, seed) {
                self.method = next;
                self.starts += 1;
                (self.start_value, self.idle) = (f64::NAN, 0);
                self.candidates.extend_from_slice(self.method.ask());
            }
        }
    }

    fn accept(&mut self, values: &[f64]) {
        for &value in values {
            if better(value, self.start_value) {
                (self.start_value, self.idle) = (value, 0);
            } else {
                self.idle += 1;
            }
        }
        self.method.tell(values);
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        self.settings.check()?;
        self.best.check(self.bounds.dim())
    }
}
