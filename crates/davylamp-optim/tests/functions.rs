//! The test functions: values by hand, minima, refusals.
#![allow(clippy::unwrap_used, reason = "a helper of a test may fail as the test may")]

use davylamp_optim::{Bounds, Method, Objective, TestFunction, TestProblem};

/// Every minimum is where it is said to be: the value there, and more beside it.
#[test]
fn each_function_has_its_minimum_where_it_says() {
    for function in TestFunction::ALL {
        for dim in [2, 5].into_iter().filter(|dim| function.allows(*dim)) {
            let problem = TestProblem::new(function, dim).unwrap();
            let (at, least) = (problem.minimum_position(), problem.minimum_value());
            // A few roundings of the greatest terms that cancel: 20 in Ackley's, 419 a dimension in
            // Schwefel's, 100 in Styblinski and Tang's.
            let error = (problem.value(at) - least).abs();
            assert!(error < 4e-15 * 419.0 * dim as f64, "{function:?}: {error:e}");
            assert!(Bounds::of(&problem).unwrap().contains(at));
            for j in 0..dim {
                for step in [-1e-3, 1e-3] {
                    let mut beside = at.to_vec();
                    beside[j] += step;
                    assert!(problem.value(&beside) > least, "{function:?}");
                }
            }
        }
    }
}

/// Nowhere in its box is a function below its minimum, nor NaN.
#[test]
fn no_function_is_below_its_minimum() {
    for function in TestFunction::ALL {
        for dim in [1, 2, 3, 10].into_iter().filter(|dim| function.allows(*dim)) {
            let problem = TestProblem::new(function, dim).unwrap();
            let mut swarm = Method::Pso.build(&Bounds::of(&problem).unwrap(), 3_000, 1).unwrap();
            let found = davylamp_optim::minimize(&problem, swarm.as_mut(), 3_000).unwrap();
            assert!(found.value >= problem.minimum_value() - 1e-11, "{function:?}, {dim}");
        }
    }
}

#[test]
fn functions_refuse_unknowns_that_they_do_not_have() {
    let refused = |function, dim| {
        assert!(!TestFunction::allows(function, dim));
        TestProblem::new(function, dim).unwrap_err().to_string()
    };
    assert_eq!(refused(TestFunction::Branin, 3), "unknowns = 3 is outside [2, 2]");
    assert_eq!(refused(TestFunction::Ellipsoid, 1), "unknowns = 1 is outside [2, 10000]");
    assert_eq!(refused(TestFunction::Sphere, 0), "unknowns = 0 is outside [1, 10000]");
}

/// Values by hand, at the point (1, 2).
#[test]
fn functions_have_the_values_of_their_formulas() {
    let value = |function| TestProblem::new(function, 2).unwrap().value(&[1.0, 2.0]);
    let (e, close) = (std::f64::consts::E, |a: f64, b: f64| (a - b).abs() < 1e-12);
    assert!(close(value(TestFunction::Sphere), 5.0));
    assert!(close(value(TestFunction::Rosenbrock), 100.0));
    assert!(close(value(TestFunction::Rastrigin), 5.0));
    let product = 1.0_f64.cos() * 2.0_f64.sqrt().cos();
    assert!(close(value(TestFunction::Griewank), 5.0 / 4000.0 - product + 1.0));
    let rings = 5.0_f64.sqrt().sin().powi(2);
    assert!(close(value(TestFunction::Schaffer), 0.5 + (rings - 0.5) / 1.005_f64.powi(2)));
    assert!(close(
        value(TestFunction::Ackley),
        20.0 - 20.0 * (-0.2 * 2.5_f64.sqrt()).exp() + e - e
    ));
    assert!(close(value(TestFunction::Ellipsoid), 1.0 + 4e6));
    let schwefel = 2.0 * 418.982_887_272_433_7 - 1.0_f64.sin() - 2.0 * 2.0_f64.sqrt().sin();
    assert!(close(value(TestFunction::Schwefel), schwefel));
    // w = (1, 1.25): only the last term is left, a sixteenth times 1 + sin^2 of 2.5 pi.
    assert!(close(value(TestFunction::Levy), 2.0 / 16.0));
    // The weighted sum is 2.5.
    assert!(close(value(TestFunction::Zakharov), 5.0 + 6.25 + 39.0625));
    assert!(close(value(TestFunction::DixonPrice), 2.0 * 49.0));
    assert!(close(
        value(TestFunction::StyblinskiTang),
        0.5 * (1.0 - 16.0 + 5.0 + 16.0 - 64.0 + 10.0)
    ));
    assert!(close(value(TestFunction::Booth), 4.0 + 1.0));
    assert!(close(
        value(TestFunction::Beale),
        2.5_f64.powi(2) + 5.25_f64.powi(2) + 9.625_f64.powi(2)
    ));
    // (1 + 16 (19 - 14 + 3 - 28 + 12 + 12)) (30 + 16 (18 - 32 + 12 + 96 - 72 + 108)).
    assert!(close(value(TestFunction::GoldsteinPrice), 65.0 * 2110.0));
    let pi = std::f64::consts::PI;
    let parabola = 2.0 - 5.1 / (4.0 * pi * pi) + 5.0 / pi - 6.0;
    let branin = parabola.powi(2) + 10.0 * (1.0 - 0.125 / pi) * 1.0_f64.cos() + 10.0;
    assert!(close(value(TestFunction::Branin), branin));
    assert!(close(value(TestFunction::SixHumpCamel), 4.0 - 2.1 + 1.0 / 3.0 + 2.0 + 48.0));
    let needle = -1.0_f64.cos() * 2.0_f64.cos() * (-(1.0 - pi).powi(2) - (2.0 - pi).powi(2)).exp();
    assert!(close(value(TestFunction::Easom), needle));
}
