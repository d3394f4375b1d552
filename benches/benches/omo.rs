//! Time of whole searches on one objective and one budget, by criterion:
//! `cargo bench --package davylamp-benches --bench omo`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use davylamp::optim::{Bounds, Method, Minimizer, OptimError, TestFunction, TestProblem};

/// Evaluations of each search: a cheap objective, so that the methods' own work shows.
const BUDGET: usize = 5_000;

fn search(method: Method, problem: &TestProblem) -> Result<f64, OptimError> {
    let mut optimizer = method.build(&Bounds::of(problem)?, BUDGET, 1)?;
    let found = Minimizer::new().max_evaluations(BUDGET).minimize(problem, optimizer.as_mut())?;
    Ok(found.value)
}

fn methods(criterion: &mut Criterion) {
    let Ok(problem) = TestProblem::new(TestFunction::Rastrigin, 10) else { return };
    let mut group = criterion.benchmark_group("5000 evaluations of Rastrigin in 10 dimensions");
    for method in Method::ALL {
        group.bench_function(method.name(), |bencher| {
            bencher.iter(|| search(black_box(method), &problem));
        });
    }
    group.finish();
}

criterion_group!(benches, methods);
criterion_main!(benches);
