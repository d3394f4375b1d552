//! A method followed by a local search from the best that it found.

use crate::ask_tell::ask_and_tell;
use crate::best::Best;
use crate::error::{check, check_count};
use crate::{Bounds, NelderMead, NelderMeadSettings, OptimError, Recipe, SimplexCoefficients};
use davylamp_traits::Optimizer;

/// Settings of [`Polished`].
///
/// # Examples
/// ```
/// use davylamp_optim::{PolishedSettings, PsoSettings};
///
/// let settings = PolishedSettings::new(PsoSettings::default(), 5_000).with_initial_step(0.001);
/// assert_eq!((settings.after, settings.initial_step), (5_000, 0.001));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct PolishedSettings<R> {
    /// How the method is made.
    pub recipe: R,
    /// Evaluations of the method, from 1; the batch that reaches them is the last. It also ends when
    /// it has finished.
    pub after: usize,
    /// Size of the first simplex of the polish as a share of the box, 1e-9 to 0.5.
    pub initial_step: f64,
}

impl<R> PolishedSettings<R> {
    /// A simplex of a hundredth of the box (ours): inside the valley that the method has found.
    #[must_use]
    pub fn new(recipe: R, after: usize) -> Self {
        Self { recipe, after, initial_step: 0.01 }
    }

    /// Sets the size of the first simplex.
    #[must_use]
    pub fn with_initial_step(mut self, initial_step: f64) -> Self {
        self.initial_step = initial_step;
        self
    }

    fn check(&self) -> Result<(), OptimError> {
        check_count("after", self.after, 1, usize::MAX)?;
        check("initial_step", self.initial_step, 1e-9, 0.5)
    }
}

/// Any method, and then the [simplex](NelderMead) from the best point that it found.
///
/// The method ends after [`after`](PolishedSettings::after) evaluations, or when it asks for
/// nothing more. One simplex with the coefficients of Gao & Han (2012) follows, to its tolerances of
/// 1e-12 of the box and 1e-14 of the value; then all has finished (memetic search after Moscato
/// 1989). A method that has found nothing feasible goes on.
///
/// The seed governs the method; the simplex needs none. A `tell` that does not match the `ask` is
/// ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, GaSettings, Recipe, TestFunction, TestProblem};
/// // A genetic algorithm comes near and no nearer.
/// let problem = TestProblem::new(TestFunction::Ackley, 3)?;
/// let mut method = GaSettings::default().then_polish(4_000).make(&Bounds::of(&problem)?, 1)?;
/// let found = davylamp_optim::minimize(&problem, &mut method, 6_000)?;
/// assert!(found.value < 1e-9 && method.is_polishing());
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Moscato (1989), Caltech Concurrent Computation Program, report 826: memetic algorithms.
/// - Gao & Han (2012), Comput. Optim. Appl. 51:259, <https://doi.org/10.1007/s10589-010-9329-3>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Polished<R: Recipe> {
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

impl<R: Recipe> Polished<R> {
    /// The method in the box `bounds`, governed by `seed`.
    ///
    /// # Errors
    /// [`OptimError::OutOfRange`] or [`OptimError::CountOutOfRange`] for a setting outside the range
    /// that its field states; what the recipe refuses.
    pub fn new(
        settings: PolishedSettings<R>,
        bounds: &Bounds,
        seed: u64,
    ) -> Result<Self, OptimError> {
        settings.check()?;
        let state = State {
            method: settings.recipe.make(bounds, seed)?,
            simplex: None,
            evaluations: 0,
            best: Best::new(bounds.dim()),
            asked: false,
            candidates: Vec::new(),
            bounds: bounds.clone(),
            settings,
        };
        Ok(Self { state })
    }

    /// Whether the method has ended and the polish begun.
    #[must_use]
    pub fn is_polishing(&self) -> bool {
        self.state.simplex.is_some()
    }
}

ask_and_tell!(Polished<R>, PolishedSettings);

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct State<R, M> {
    settings: PolishedSettings<R>,
    bounds: Bounds,
    method: M,
    /// The polish, once it has begun.
    simplex: Option<NelderMead>,
    /// Of the method.
    evaluations: usize,
    best: Best,
    asked: bool,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    candidates: Vec<f64>,
}

impl<R: Recipe> State<R, R::Method> {
    fn propose(&mut self) {
        self.candidates.clear();
        if self.simplex.is_none() {
            if self.evaluations < self.settings.after || self.best.get().is_none() {
                self.candidates.extend_from_slice(self.method.ask());
            }
            if self.candidates.is_empty() {
                self.simplex = self.start_of_polish();
            }
        }
        if let Some(simplex) = &mut self.simplex {
            self.candidates.extend_from_slice(simplex.ask());
        }
    }

    /// A simplex at the best point; none where nothing feasible is known.
    fn start_of_polish(&self) -> Option<NelderMead> {
        let (start, _) = self.best.get()?;
        let settings = NelderMeadSettings::default()
            .with_coefficients(SimplexCoefficients::Adaptive)
            .with_initial_step(self.settings.initial_step)
            .with_start(start.to_vec())
            .with_restarts(0);
        // The step has been checked, and the start was a candidate. No seed: nothing is drawn.
        NelderMead::new(settings, &self.bounds, 0).ok()
    }

    fn accept(&mut self, values: &[f64]) {
        if let Some(simplex) = &mut self.simplex {
            simplex.tell(values);
        } else {
            self.method.tell(values);
            self.evaluations += values.len();
        }
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        self.settings.check()?;
        self.best.check(self.bounds.dim())
    }
}
