use crate::OptimError;
use crate::best::Best;
use crate::bounds::{Bounds, count_points};
use davylamp_traits::{Objective, Optimizer};
use rayon::prelude::*;
use std::ops::ControlFlow;

/// Minimises `objective` by `optimizer` within `max_evaluations` evaluations.
///
/// The short form of [`Minimizer`], which also knows a target, a limit of iterations, parallel
/// evaluation, a history and observers.
///
/// # Errors
/// As [`Minimizer::minimize`].
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, DeSettings, DifferentialEvolution, TestFunction, TestProblem};
/// let sphere = TestProblem::new(TestFunction::Sphere, 2)?;
/// let mut de = DifferentialEvolution::new(DeSettings::default(), &Bounds::of(&sphere)?, 1)?;
/// let found = davylamp_optim::minimize(&sphere, &mut de, 4_000)?;
/// assert!(found.value < 1e-8);
/// assert_eq!(found.evaluations, 4_000);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
pub fn minimize(
    objective: &dyn Objective,
    optimizer: &mut dyn Optimizer,
    max_evaluations: usize,
) -> Result<Minimum, OptimError> {
    Minimizer::new().max_evaluations(max_evaluations).minimize(objective, optimizer)
}

/// The driver: it evaluates, counts, stops and reports, the same for every method.
///
/// - The budget counts evaluations and is never exceeded: of a batch that does not fit, the part
///   that fits is evaluated and counts for the result, and the method is not told of it.
/// - An iteration is one [`ask`](Optimizer::ask) and its [`tell`](Optimizer::tell), whatever the
///   number of candidates.
/// - A method that knows a best point already (a resumed one) keeps it: the search goes on from
///   there. Its objective must be the one it was told about.
/// - A panic in the objective reaches the caller. The method has not been told, so it asks the same
///   again, and both can be used as before.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, Minimizer, Omo, OmoSettings, StopReason};
/// # use davylamp_optim::{TestFunction, TestProblem};
/// let ackley = TestProblem::new(TestFunction::Ackley, 2)?;
/// let mut omo = Omo::new(OmoSettings::default(), &Bounds::of(&ackley)?, 1)?;
/// let found = Minimizer::new()
///     .max_evaluations(20_000)
///     .target(1e-3)
///     .minimize(&ackley, &mut omo)?;
/// assert_eq!(found.stop, StopReason::TargetReached);
/// assert!(found.value <= 1e-3 && found.evaluations < 20_000);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[must_use]
pub struct Minimizer {
    max_evaluations: Option<usize>,
    max_iterations: Option<usize>,
    target: Option<f64>,
    parallel: bool,
    history: bool,
}

impl Minimizer {
    /// A driver without limits; at least one must be set.
    pub fn new() -> Self {
        Self::default()
    }

    /// At most this many evaluations of the objective.
    pub fn max_evaluations(mut self, evaluations: usize) -> Self {
        self.max_evaluations = Some(evaluations);
        self
    }

    /// At most this many iterations (an ask and its tell).
    pub fn max_iterations(mut self, iterations: usize) -> Self {
        self.max_iterations = Some(iterations);
        self
    }

    /// Stop as soon as the best value is this or less (the "precision control" of Xia et al.);
    /// a batch that has begun is finished.
    pub fn target(mut self, value: f64) -> Self {
        self.target = Some(value);
        self
    }

    /// Evaluate the candidates of a batch on all threads: the same result to the last bit, sooner
    /// where an evaluation takes more than a few microseconds.
    pub fn parallel(mut self, parallel: bool) -> Self {
        self.parallel = parallel;
        self
    }

    /// Keep every improvement in [`Minimum::history`].
    pub fn record_history(mut self, history: bool) -> Self {
        self.history = history;
        self
    }

    /// Runs the search.
    ///
    /// # Errors
    /// [`OptimError::NoLimit`], [`OptimError::CountOutOfRange`] (a limit of zero) or
    /// [`OptimError::TargetIsNan`] for this driver; as [`Bounds::new`] for the objective's bounds;
    /// [`OptimError::WrongDimension`] or [`OptimError::OutsideBounds`] for a method made
    /// for another box; [`OptimError::NoFeasiblePoint`] if every value was NaN.
    pub fn minimize(
        &self,
        objective: &dyn Objective,
        optimizer: &mut dyn Optimizer,
    ) -> Result<Minimum, OptimError> {
        self.minimize_observed(objective, optimizer, &mut |_| ControlFlow::Continue(()))
    }

    /// Runs the search and shows `observer` every batch once it is evaluated; the search stops
    /// after the batch for which it returns [`ControlFlow::Break`].
    ///
    /// # Errors
    /// As [`Minimizer::minimize`].
    ///
    /// # Examples
    /// ```
    /// # use davylamp_optim::{Bounds, Minimizer, NelderMead, NelderMeadSettings, StopReason};
    /// # use davylamp_optim::{TestFunction, TestProblem};
    /// # use std::ops::ControlFlow;
    /// let sphere = TestProblem::new(TestFunction::Sphere, 2)?;
    /// let mut simplex = NelderMead::new(NelderMeadSettings::default(), &Bounds::of(&sphere)?, 1)?;
    /// let mut worst = f64::NEG_INFINITY;
    /// let driver = Minimizer::new().max_evaluations(1_000);
    /// let found = driver.minimize_observed(&sphere, &mut simplex, &mut |now| {
    ///     worst = now.values.iter().copied().fold(worst, f64::max);
    ///     if now.iteration == 9 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    /// })?;
    /// assert_eq!((found.iterations, found.stop), (10, StopReason::Observer));
    /// assert!(worst > found.value);
    /// # Ok::<(), davylamp_optim::OptimError>(())
    /// ```
    pub fn minimize_observed(
        &self,
        objective: &dyn Objective,
        optimizer: &mut dyn Optimizer,
        observer: &mut dyn FnMut(&Progress<'_>) -> ControlFlow<()>,
    ) -> Result<Minimum, OptimError> {
        self.check()?;
        let bounds = Bounds::of(objective)?;
        let dim = bounds.dim();
        let mut run = Run::new(dim, self.history);
        run.take_over(optimizer)?;
        let stop = loop {
            let left = match self.stop(&run) {
                ControlFlow::Break(reason) => break reason,
                ControlFlow::Continue(left) => left,
            };
            let asked = optimizer.ask();
            if asked.is_empty() {
                break StopReason::Finished;
            }
            let whole = count_points(asked, &bounds)?;
            let count = whole.min(left);
            let candidates = &asked[..count * dim];
            run.values.resize(count, 0.0);
            self.evaluate(objective, candidates, &mut run.values);
            run.record(candidates);
            let flow = observer(&Progress {
                iteration: run.iterations,
                evaluations: run.evaluations,
                best: run.best.get(),
                candidates,
                values: &run.values,
            });
            if count < whole {
                break StopReason::MaxEvaluations;
            }
            optimizer.tell(&run.values);
            run.iterations += 1;
            if flow.is_break() {
                break StopReason::Observer;
            }
        };
        run.finish(stop)
    }

    /// Refuses limits that allow nothing, or everything.
    fn check(&self) -> Result<(), OptimError> {
        if self.max_evaluations.is_none() && self.max_iterations.is_none() {
            return Err(OptimError::NoLimit);
        }
        let limits =
            [("max_evaluations", self.max_evaluations), ("max_iterations", self.max_iterations)];
        for (name, limit) in limits {
            if let Some(limit) = limit {
                crate::error::check_count(name, limit, 1, usize::MAX)?;
            }
        }
        if self.target.is_some_and(f64::is_nan) {
            return Err(OptimError::TargetIsNan);
        }
        Ok(())
    }

    /// The evaluations that are left, or why there are none.
    fn stop(&self, run: &Run) -> ControlFlow<StopReason, usize> {
        if let (Some(target), Some((_, value))) = (self.target, run.best.get())
            && value <= target
        {
            return ControlFlow::Break(StopReason::TargetReached);
        }
        if self.max_iterations.is_some_and(|max| run.iterations >= max) {
            return ControlFlow::Break(StopReason::MaxIterations);
        }
        match self.max_evaluations.map_or(usize::MAX, |max| max - run.evaluations) {
            0 => ControlFlow::Break(StopReason::MaxEvaluations),
            left => ControlFlow::Continue(left),
        }
    }

    /// The values of `candidates`, into `values`.
    fn evaluate(&self, objective: &dyn Objective, candidates: &[f64], values: &mut [f64]) {
        if let [value] = values {
            *value = objective.value(candidates);
        } else if self.parallel {
            let share = values.len().div_ceil(rayon::current_num_threads());
            let dim = objective.lower().len();
            candidates
                .par_chunks(share * dim)
                .zip(values.par_chunks_mut(share))
                .for_each(|(candidates, values)| objective.values(candidates, values));
        } else {
            objective.values(candidates, values);
        }
    }
}

/// Why a search ended.
///
/// The example of [`Minimizer`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum StopReason {
    /// The best value is the target or less.
    TargetReached,
    /// The evaluations are spent.
    MaxEvaluations,
    /// The iterations are spent.
    MaxIterations,
    /// The method has finished.
    Finished,
    /// The observer said so.
    Observer,
}

/// What a search found.
///
/// # Examples
///
/// ```
/// use davylamp_optim::{
///     Bounds, DeSettings, DifferentialEvolution, Minimizer, StopReason, TestFunction, TestProblem,
/// };
/// use davylamp_traits::Objective;
///
/// let sphere = TestProblem::new(TestFunction::Sphere, 2)?;
/// let mut de = DifferentialEvolution::new(DeSettings::default(), &Bounds::of(&sphere)?, 1)?;
/// let driver = Minimizer::new().max_evaluations(400).record_history(true);
/// let found = driver.minimize(&sphere, &mut de)?;
/// assert_eq!((found.evaluations, found.stop), (400, StopReason::MaxEvaluations));
/// assert_eq!(found.value, sphere.value(&found.x));
/// // Each improvement is better than the one before, and the last one is what was found.
/// assert!(found.history.is_sorted_by(|a, b| a.value > b.value && a.evaluation < b.evaluation));
/// assert_eq!(found.history.last().map(|improvement| improvement.value), Some(found.value));
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Minimum {
    /// The best point.
    pub x: Vec<f64>,
    /// Its value.
    pub value: f64,
    /// Evaluations of this search.
    pub evaluations: usize,
    /// Iterations (asks that were told) of this search.
    pub iterations: usize,
    /// Why the search ended.
    pub stop: StopReason,
    /// Every improvement in order, if [`Minimizer::record_history`] was set: the whole convergence
    /// curve, since the best value is constant in between.
    pub history: Vec<Improvement>,
}

/// A new best value.
///
/// The example of [`Minimum`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Improvement {
    /// The iteration that found it, from 0.
    pub iteration: usize,
    /// The evaluation that found it, from 1.
    pub evaluation: usize,
    /// The new best value.
    pub value: f64,
}

/// What an observer sees after each batch, before the method is told.
///
/// The example of [`Minimizer::minimize_observed`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// The iteration, from 0.
    pub iteration: usize,
    /// Evaluations so far, this batch included.
    pub evaluations: usize,
    /// The best point so far and its value.
    pub best: Option<(&'a [f64], f64)>,
    /// The candidates of this batch that were evaluated, `[n][dim]`.
    pub candidates: &'a [f64],
    /// Their values, in the same order.
    pub values: &'a [f64],
}

/// What changes while a search runs.
struct Run {
    best: Best,
    evaluations: usize,
    iterations: usize,
    values: Vec<f64>,
    history: Option<Vec<Improvement>>,
}

impl Run {
    fn new(dim: usize, history: bool) -> Self {
        Self {
            best: Best::new(dim),
            evaluations: 0,
            iterations: 0,
            values: Vec::new(),
            history: history.then(Vec::new),
        }
    }

    /// Starts from what the method knows already.
    fn take_over(&mut self, optimizer: &dyn Optimizer) -> Result<(), OptimError> {
        if let Some((x, value)) = optimizer.best() {
            if x.len() != self.best.dim() {
                let (expected, found) = (self.best.dim(), x.len());
                return Err(OptimError::WrongDimension { expected, found });
            }
            self.best.offer(x, value);
        }
        Ok(())
    }

    /// Counts the candidates whose values have just been computed.
    fn record(&mut self, candidates: &[f64]) {
        let dim = self.best.dim();
        for (k, &value) in self.values.iter().enumerate() {
            self.evaluations += 1;
            if self.best.offer(&candidates[k * dim..][..dim], value)
                && let Some(history) = &mut self.history
            {
                let (iteration, evaluation) = (self.iterations, self.evaluations);
                history.push(Improvement { iteration, evaluation, value });
            }
        }
    }

    fn finish(self, stop: StopReason) -> Result<Minimum, OptimError> {
        let evaluations = self.evaluations;
        let (x, value) = self.best.get().ok_or(OptimError::NoFeasiblePoint { evaluations })?;
        Ok(Minimum {
            x: x.to_vec(),
            value,
            evaluations,
            iterations: self.iterations,
            stop,
            history: self.history.unwrap_or_default(),
        })
    }
}
