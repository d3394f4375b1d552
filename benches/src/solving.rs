//! How often each method solves each test function.

use std::fmt::Write;

use anyhow::Result;
use davylamp::optim::{Bounds, Method, Minimizer, TestFunction, TestProblem};
use rayon::prelude::*;

/// How near to the minimum a value must come.
pub const PRECISION: f64 = 1e-6;

/// Evaluations a dimension.
pub const EVALUATIONS: usize = 10_000;

/// Seeds of each cell, from 0 on.
pub const SEEDS: u64 = 25;

/// The numbers of dimensions.
pub const DIMENSIONS: [usize; 2] = [2, 10];

/// The runs that reach the precision, of so many seeds.
///
/// # Errors
/// None is expected: what the methods refuse.
pub fn solved(method: Method, function: TestFunction, dim: usize, seeds: u64) -> Result<u64> {
    let problem = TestProblem::new(function, dim)?;
    let bounds = Bounds::of(&problem)?;
    let budget = EVALUATIONS * dim;
    let target = problem.minimum_value() + PRECISION;
    let driver = Minimizer::new().max_evaluations(budget).target(target);
    let runs = (0..seeds).into_par_iter().map(|seed| -> Result<u64> {
        let mut optimizer = method.build(&bounds, budget, seed)?;
        let found = driver.minimize(&problem, optimizer.as_mut())?;
        Ok(u64::from(found.value <= target))
    });
    runs.sum()
}

/// The page, as Markdown.
///
/// # Errors
/// As [`solved`].
pub fn markdown(seeds: u64) -> Result<String> {
    let mut page = format!(
        "Of {seeds} seeds from 0 on, the share that comes within {PRECISION:e} of the minimum with \
         {EVALUATIONS} evaluations a dimension, in percent. Every method has its default settings, and \
         the same in all columns; those that follow a schedule are told the number of evaluations.\n\n\
         The minimum of the sphere, Rastrigin's, Griewank's, Schaffer's, Ackley's, the ellipsoid and \
         Zakharov's function is the origin, the middle of the box or near it. Wolves (`gwo`), whales \
         (`woa`) and hawks (`hho`) are drawn there whatever the function (Kudela 2022, [Nat. Mach. \
         Intell. 4:1238](https://doi.org/10.1038/s42256-022-00579-0)): compare the other rows.\n\n"
    );
    for dim in DIMENSIONS {
        let _ = writeln!(page, "## {dim} dimensions\n");
        let names: Vec<&str> = Method::ALL.iter().map(|method| method.name()).collect();
        let _ = writeln!(page, "| Function | {} |", names.join(" | "));
        let _ = writeln!(page, "|---|{}", "---|".repeat(names.len()));
        let mut sums = vec![0; names.len()];
        let functions: Vec<TestFunction> =
            TestFunction::ALL.into_iter().filter(|function| function.allows(dim)).collect();
        for function in &functions {
            let mut row = format!("| {function:?} |");
            for (sum, method) in sums.iter_mut().zip(Method::ALL) {
                let count = solved(method, *function, dim, seeds)?;
                *sum += count;
                let _ = write!(row, " {} |", percent(count, seeds));
            }
            eprintln!("{dim} dimensions: {function:?}");
            let _ = writeln!(page, "{row}");
        }
        let all = seeds * functions.len() as u64;
        let means: Vec<String> = sums.iter().map(|sum| percent(*sum, all)).collect();
        let _ = writeln!(page, "| **mean** | {} |\n", means.join(" | "));
    }
    Ok(page)
}

fn percent(part: u64, of: u64) -> String {
    format!("{:.0}", 100.0 * part as f64 / of as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_solved_is_counted() {
        assert_eq!(solved(Method::CmaEs, TestFunction::Sphere, 2, 5).unwrap(), 5);
        assert_eq!(solved(Method::Ps, TestFunction::Rosenbrock, 10, 2).unwrap(), 0);
        assert_eq!(percent(1, 3), "33");
    }
}
