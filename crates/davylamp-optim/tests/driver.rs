//! The driver: budgets, targets, observers, threads, refusals, NaN and panics.
#![allow(clippy::unwrap_used, reason = "a helper of a test may fail as the test may")]

mod common;

use common::{METHODS, make};
use davylamp_optim::{
    Bounds, Method, Minimizer, Objective, OptimError, Optimizer, Progress, StopReason,
    TestFunction, TestProblem, minimize,
};
use proptest::prelude::*;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts its evaluations, and may change what they give, by their number from 1.
struct Watched<F: Fn(usize, f64) -> f64 + Sync> {
    problem: TestProblem,
    evaluations: AtomicUsize,
    change: F,
}

impl<F: Fn(usize, f64) -> f64 + Sync> Watched<F> {
    fn new(change: F) -> Self {
        let problem = TestProblem::new(TestFunction::Rastrigin, 3).unwrap();
        Self { problem, evaluations: AtomicUsize::new(0), change }
    }

    fn evaluations(&self) -> usize {
        self.evaluations.load(Ordering::Relaxed)
    }

    fn make(&self, name: &str, seed: u64) -> Box<dyn Optimizer> {
        make(name, &Bounds::of(self).unwrap(), 3_000, seed)
    }
}

impl<F: Fn(usize, f64) -> f64 + Sync> Objective for Watched<F> {
    fn lower(&self) -> &[f64] {
        self.problem.lower()
    }

    fn upper(&self) -> &[f64] {
        self.problem.upper()
    }

    fn value(&self, x: &[f64]) -> f64 {
        let evaluation = self.evaluations.fetch_add(1, Ordering::Relaxed) + 1;
        (self.change)(evaluation, self.problem.value(x))
    }
}

/// A box with whatever bounds, on which everything is 0.
struct Flat(Vec<f64>, Vec<f64>);

impl Objective for Flat {
    fn lower(&self) -> &[f64] {
        &self.0
    }

    fn upper(&self) -> &[f64] {
        &self.1
    }

    fn value(&self, _: &[f64]) -> f64 {
        0.0
    }
}

/// Asks for the same points for ever.
struct Fixed(Vec<f64>);

impl Optimizer for Fixed {
    fn ask(&mut self) -> &[f64] {
        &self.0
    }

    fn tell(&mut self, _: &[f64]) {}

    fn best(&self) -> Option<(&[f64], f64)> {
        None
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_budget_is_spent_and_never_exceeded(
        method in 0..METHODS.len(), budget in 1_usize..2_000, seed: u64, parallel: bool,
    ) {
        let objective = Watched::new(|_, value| value);
        let mut optimizer = objective.make(METHODS[method], seed);
        let driver = Minimizer::new().max_evaluations(budget).parallel(parallel);
        let found = driver.minimize(&objective, optimizer.as_mut()).unwrap();
        prop_assert_eq!(found.evaluations, budget);
        prop_assert_eq!(objective.evaluations(), budget);
        prop_assert_eq!(found.stop, StopReason::MaxEvaluations);
        prop_assert_eq!(objective.problem.value(&found.x).to_bits(), found.value.to_bits());
        // What the driver saw includes what the method was told.
        if let Some((_, value)) = optimizer.best() {
            prop_assert!(found.value <= value);
        }
    }
}

#[test]
fn the_best_of_a_batch_cut_short_counts() {
    // The third evaluation is the best one by far, and the batch of 30 is never told.
    let objective = Watched::new(|evaluation, value| if evaluation == 3 { -1.0 } else { value });
    let mut optimizer = objective.make("de", 1);
    let found = minimize(&objective, optimizer.as_mut(), 10).unwrap();
    assert_eq!((found.value, found.evaluations, found.iterations), (-1.0, 10, 0));
    assert!(optimizer.best().is_none());
}

#[test]
fn iterations_are_asks() {
    for (name, evaluations) in [("de", 4 * 30), ("nelder-mead", 4 + 3)] {
        let objective = Watched::new(|_, value| value);
        let driver = Minimizer::new().max_iterations(4);
        let found = driver.minimize(&objective, objective.make(name, 1).as_mut()).unwrap();
        assert_eq!((found.iterations, found.stop), (4, StopReason::MaxIterations));
        assert_eq!(found.evaluations, evaluations, "{name}");
    }
}

#[test]
fn a_target_stops_after_the_batch_that_reached_it() {
    let objective = Watched::new(|evaluation, value| if evaluation == 40 { -5.0 } else { value });
    let driver = Minimizer::new().max_evaluations(1_000).target(-5.0);
    let mut optimizer = objective.make("de", 1);
    let found = driver.minimize(&objective, optimizer.as_mut()).unwrap();
    assert_eq!((found.stop, found.evaluations), (StopReason::TargetReached, 60));
    assert_eq!(optimizer.best().map(|(_, value)| value), Some(-5.0));
    // A method that has reached the target already has nothing to do.
    let found = driver.minimize(&objective, optimizer.as_mut()).unwrap();
    assert_eq!((found.value, found.evaluations), (-5.0, 0));
}

#[test]
fn a_method_that_finishes_ends_the_search() {
    let objective = Watched::new(|_, value| value);
    let mut optimizer = objective.make("omo", 1);
    let found = minimize(&objective, optimizer.as_mut(), 100_000).unwrap();
    assert_eq!(found.stop, StopReason::Finished);
    assert!(optimizer.ask().is_empty());
}

#[test]
fn the_observer_sees_every_evaluation_and_may_stop() {
    for name in METHODS {
        let objective = Watched::new(|_, value| value);
        let mut seen = 0;
        let mut observer = |now: &Progress<'_>| {
            seen += now.values.len();
            assert_eq!(now.evaluations, seen);
            assert_eq!(now.candidates.len(), 3 * now.values.len());
            for (x, value) in now.candidates.chunks_exact(3).zip(now.values) {
                assert_eq!(objective.problem.value(x).to_bits(), value.to_bits());
                assert!(now.best.is_some_and(|(_, best)| best <= *value));
            }
            if now.iteration == 20 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let found = Minimizer::new()
            .max_evaluations(2_999)
            .minimize_observed(&objective, objective.make(name, 2).as_mut(), &mut observer)
            .unwrap();
        assert_eq!((found.stop, found.iterations), (StopReason::Observer, 21), "{name}");
        assert_eq!(found.evaluations, seen);
    }
}

#[test]
fn history_holds_every_improvement() {
    let objective = Watched::new(|_, value| value);
    let mut curve = Vec::new();
    let mut observer = |now: &Progress<'_>| {
        curve.extend_from_slice(now.values);
        ControlFlow::Continue(())
    };
    let found = Minimizer::new()
        .max_evaluations(777)
        .record_history(true)
        .minimize_observed(&objective, objective.make("de", 3).as_mut(), &mut observer)
        .unwrap();
    let mut best = f64::INFINITY;
    let mut expected = Vec::new();
    for (k, &value) in curve.iter().enumerate() {
        if value < best {
            best = value;
            expected.push((k + 1, value));
        }
    }
    let history = found.history.iter().map(|step| (step.evaluation, step.value));
    assert_eq!(history.collect::<Vec<_>>(), expected);
    assert!(found.history.iter().all(|step| step.iteration == (step.evaluation - 1) / 30));

    let without = Minimizer::new().max_evaluations(777);
    let plain = without.minimize(&objective, objective.make("de", 3).as_mut()).unwrap();
    assert!(plain.history.is_empty());
    assert_eq!((plain.x, plain.value, plain.stop), (found.x, found.value, found.stop));
}

#[test]
fn the_same_seed_gives_the_same_bits_on_one_thread_or_many() {
    for name in METHODS {
        let run = |seed, parallel| {
            let objective = Watched::new(|_, value| value);
            let driver =
                Minimizer::new().max_evaluations(2_500).record_history(true).parallel(parallel);
            driver.minimize(&objective, objective.make(name, seed).as_mut()).unwrap()
        };
        let one = run(5, false);
        assert_eq!(one, run(5, false), "{name}");
        for threads in [1, 2, 8] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            assert_eq!(one, pool.install(|| run(5, true)), "{name}, {threads} threads");
        }
        assert_ne!(one.x, run(6, false).x, "{name}");
    }
}

#[test]
fn nan_is_infeasible() {
    for name in METHODS {
        // Nothing is feasible at first, and then only one value in three.
        let holes = |evaluation: usize, value: f64| {
            if evaluation > 100 && evaluation.is_multiple_of(3) { value } else { f64::NAN }
        };
        let objective = Watched::new(holes);
        let mut optimizer = objective.make(name, 4);
        let found = minimize(&objective, optimizer.as_mut(), 2_400).unwrap();
        assert!(found.value.is_finite(), "{name}");
        assert!(optimizer.best().is_some_and(|(_, value)| value.is_finite()));
    }
}

/// A bowl of which only the half `x[0] >= 1` is feasible: its least value is 1, on the edge.
struct HalfBowl(TestProblem);

impl Objective for HalfBowl {
    fn lower(&self) -> &[f64] {
        self.0.lower()
    }

    fn upper(&self) -> &[f64] {
        self.0.upper()
    }

    fn value(&self, x: &[f64]) -> f64 {
        if x[0] < 1.0 { f64::NAN } else { self.0.value(x) }
    }
}

#[test]
fn the_edge_of_the_feasible_is_found() {
    let objective = HalfBowl(TestProblem::new(TestFunction::Sphere, 2).unwrap());
    let bounds = Bounds::of(&objective).unwrap();
    for name in METHODS {
        let mut optimizer = make(name, &bounds, 20_000, 1);
        let found = minimize(&objective, optimizer.as_mut(), 20_000).unwrap();
        // Genes that jump into the infeasible half are lost.
        let above = if name == "ga" { 0.01 } else { 0.001 };
        assert!((1.0..1.0 + above).contains(&found.value), "{name}: {}", found.value);
    }
}

#[test]
fn nan_everywhere_is_an_error() {
    for name in METHODS {
        let objective = Watched::new(|_, _| f64::NAN);
        let error = minimize(&objective, objective.make(name, 4).as_mut(), 2_000).unwrap_err();
        let OptimError::NoFeasiblePoint { evaluations } = error else { panic!("{name}: {error}") };
        // Hawks finish sooner: where no place is known none dives.
        assert!(evaluations == 2_000 || (name == "hho" && evaluations > 1_000), "{name}");
    }
}

#[test]
fn infinite_values_are_numbers() {
    for name in METHODS {
        let objective = Watched::new(|evaluation, _| match evaluation % 2 {
            0 => f64::INFINITY,
            _ => f64::NAN,
        });
        let found = minimize(&objective, objective.make(name, 4).as_mut(), 500).unwrap();
        assert!(found.value.is_infinite(), "{name}");
        let objective = Watched::new(|_, _| f64::NEG_INFINITY);
        let found = minimize(&objective, objective.make(name, 4).as_mut(), 500).unwrap();
        assert!(found.value.is_infinite() && found.value < 0.0, "{name}");
    }
}

#[test]
fn a_panic_leaves_driver_and_method_usable() {
    for name in METHODS {
        let calm = Watched::new(|_, value| value);
        // On one thread and on many.
        for parallel in [false, true] {
            let driver = Minimizer::new().max_iterations(50).parallel(parallel);
            let expected = driver.minimize(&calm, calm.make(name, 9).as_mut()).unwrap();

            let objective = Watched::new(|evaluation, value| {
                assert!(evaluation != 41, "the objective breaks");
                value
            });
            let mut optimizer = objective.make(name, 9);
            let mut told = 0;
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                let mut observer = |now: &Progress<'_>| {
                    told = now.iteration + 1;
                    ControlFlow::Continue(())
                };
                driver.minimize_observed(&objective, optimizer.as_mut(), &mut observer)
            }));
            assert!(panicked.is_err() && told < 50, "{name}");
            let rest = Minimizer::new().max_iterations(50 - told);
            let found = rest.minimize(&objective, optimizer.as_mut()).unwrap();
            assert_eq!((found.x, found.value), (expected.x, expected.value), "{name}");
        }
    }
}

#[test]
fn limits_are_checked() {
    let objective = Watched::new(|_, value| value);
    let refuse = |driver: Minimizer| {
        driver.minimize(&objective, objective.make("de", 1).as_mut()).unwrap_err()
    };
    let zero = |name| OptimError::CountOutOfRange { name, value: 0, min: 1, max: usize::MAX };
    assert_eq!(refuse(Minimizer::new()), OptimError::NoLimit);
    assert_eq!(refuse(Minimizer::new().target(1.0)), OptimError::NoLimit);
    assert_eq!(refuse(Minimizer::new().max_evaluations(0)), zero("max_evaluations"));
    assert_eq!(refuse(Minimizer::new().max_iterations(0)), zero("max_iterations"));
    let nan = Minimizer::new().max_evaluations(1).target(f64::NAN);
    assert_eq!(refuse(nan), OptimError::TargetIsNan);
    assert_eq!(objective.evaluations(), 0);
    let built = Method::Omo.build(&Bounds::of(&objective).unwrap(), 0, 1).err();
    assert_eq!(built, Some(zero("max_evaluations")));
}

#[test]
fn bounds_are_checked() {
    let refuse = |lower: &[f64], upper: &[f64]| {
        let objective = Flat(lower.to_vec(), upper.to_vec());
        let error = minimize(&objective, &mut Fixed(vec![0.5]), 10).unwrap_err();
        assert_eq!(Bounds::of(&objective).unwrap_err().to_string(), error.to_string());
        error
    };
    assert_eq!(refuse(&[0.0], &[1.0, 2.0]), OptimError::BoundsLength { lower: 1, upper: 2 });
    assert!(matches!(refuse(&[], &[]), OptimError::CountOutOfRange { name: "unknowns", .. }));
    for (lower, upper) in [
        (1.0, 0.0),
        (1.0, 1.0),
        (f64::NAN, 1.0),
        (0.0, f64::NAN),
        (f64::NEG_INFINITY, 1.0),
        (0.0, f64::INFINITY),
        (-f64::MAX, f64::MAX),
    ] {
        let error = refuse(&[0.0, lower], &[1.0, upper]);
        assert!(matches!(error, OptimError::Bound { index: 1, .. }), "{error}");
    }
}

#[test]
fn a_method_for_another_box_is_refused() {
    let objective = Flat(vec![0.0, 0.0], vec![1.0, 2.0]);
    let refuse = |asked: &[f64]| {
        minimize(&objective, &mut Fixed(asked.to_vec()), 10).unwrap_err().to_string()
    };
    assert_eq!(refuse(&[0.5, 0.5, 0.5]), "there are 2 unknowns, but 3 numbers for them");
    let outside = "a point has unknown 1 = 2.5e0, outside [0e0, 2e0]";
    assert_eq!(refuse(&[0.5, 0.5, 0.5, 2.5]), outside);
    assert!(refuse(&[0.5, f64::NAN]).contains("unknown 1 = NaN"));

    // A method that has been used on three unknowns, on two.
    let three = Watched::new(|_, value| value);
    for name in METHODS {
        let mut optimizer = three.make(name, 1);
        minimize(&three, optimizer.as_mut(), 500).unwrap();
        let error = minimize(&objective, optimizer.as_mut(), 500).unwrap_err();
        assert_eq!(error, OptimError::WrongDimension { expected: 2, found: 3 }, "{name}");
    }
}
