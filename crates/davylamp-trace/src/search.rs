use davylamp_traits::Objective;

use crate::fit::{Fit, describe};
use crate::least_squares::{Problem, minimize};
use crate::objective::Layout;
use crate::{Misfit, ProjectedMisfit, TraceError};

/// Places tried along each side of the box.
const GRID: usize = 10;

/// How many of them are followed to a minimum.
const FOLLOWED: usize = 4;

/// The floor of the logarithmic misfit that guides the search, as a share of the greatest reading.
/// With a low floor even sensors far from the plume's axis say which way to go.
const GUIDE_FLOOR: f64 = 1e-8;

/// Steps on the guide, then on the misfit itself.
const GUIDE_STEPS: usize = 12;
const STEPS: usize = 30;

/// Finds the source that fits best: the default search.
///
/// A 10 x 10 grid of places, valued by a logarithmic misfit (which slopes towards the source even
/// where the plume is thin), the best four followed by Levenberg-Marquardt on that and then on the
/// misfit asked for; the rate always in closed form. A few hundred evaluations, no randomness.
///
/// # Errors
/// [`TraceError::OutOfReach`] where no place in the box can send gas to a sensor that reads some.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
/// use davylamp_trace::{Case, Epoch, Misfit, ProjectedMisfit, Reading, Readings, SearchBox, search};
/// use davylamp_traits::Dispersion;
///
/// let air = GaussianPlume::new(PlumeInput {
///     curves: DispersionCurves::BriggsRural,
///     class: StabilityClass::D,
///     wind_speed: 3.0,
///     wind_from_deg: 270.0,
/// })?;
/// let truth = [12.0, -3.0, 0.5];
/// let readings = (0..16)
///     .map(|i| {
///         let place = [40.0 + 20.0 * f64::from(i % 4), -15.0 + 10.0 * f64::from(i / 4), 1.0];
///         Reading::new(place, 2e-3 * air.unit_concentration(truth, place))
///     })
///     .collect();
/// let readings = Readings::new(readings)?;
/// let bounds = SearchBox { x: [-50.0, 100.0], y: [-50.0, 50.0], ..SearchBox::around(&readings, 0.5) };
/// let epoch = Epoch { air: Box::new(air), readings: 0..16 };
/// let case = Case::new(readings, vec![epoch], bounds, 0.0)?;
/// let fit = search(&ProjectedMisfit::new(&case, Misfit::Linear))?;
/// assert!((fit.source.position[0] - 12.0).abs() < 1e-3);
/// assert!((fit.source.rate - 2e-3).abs() < 1e-6);
/// assert!(fit.evaluations < 1000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # References
/// The projection: Golub and Pereyra (1973), doi:10.1137/0710036.
pub fn search(objective: &ProjectedMisfit<'_>) -> Result<Fit, TraceError> {
    let case = objective.case();
    let floor = GUIDE_FLOOR * case.max_excess();
    let guide = ProjectedMisfit::new(case, Misfit::Logarithmic { floor });
    let mut evaluations = GRID * GRID;
    let starts = best_of_grid(&guide);
    if starts.is_empty() {
        return Err(TraceError::OutOfReach);
    }
    let mut best: Option<(Vec<f64>, f64)> = None;
    let nothing: f64 = objective.readings.iter().map(|reading| reading.value.powi(2)).sum();
    for start in starts {
        let guided = follow(&guide, &start, GUIDE_STEPS);
        let ended = follow(objective, &guided.x, STEPS);
        evaluations += guided.evaluations + ended.evaluations;
        let as_before = best.as_ref().is_some_and(|(_, cost)| same(ended.cost, *cost, nothing));
        if best.as_ref().is_none_or(|(_, cost)| ended.cost < *cost) {
            best = Some((ended.x, ended.cost));
        }
        if as_before {
            break;
        }
    }
    let (x, _) = best.ok_or(TraceError::OutOfReach)?;
    describe(objective, &x, evaluations)
}

/// Whether two starts ended at one minimum, seen from the misfit without any source.
fn same(a: f64, b: f64, nothing: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.max(b) + 1e-24 * nothing
}

/// Improves a place, for example the best of an [`Optimizer`](davylamp_traits::Optimizer), to the
/// nearest minimum. `start` is what [`ProjectedMisfit`] takes.
///
/// # Errors
/// [`TraceError::OutOfRange`] where `start` has the wrong length or is not finite;
/// [`TraceError::OutOfReach`] where no gas gets from there to a sensor that reads some.
pub fn polish(objective: &ProjectedMisfit<'_>, start: &[f64]) -> Result<Fit, TraceError> {
    if start.len() != objective.lower().len() {
        return Err(TraceError::OutOfRange {
            name: "length of start",
            value: start.len() as f64,
            allowed: "as many numbers as the misfit has unknowns",
        });
    }
    if let Some(value) = start.iter().find(|v| !v.is_finite()) {
        return Err(TraceError::OutOfRange {
            name: "start",
            value: *value,
            allowed: "finite numbers",
        });
    }
    let ended = follow(objective, start, STEPS);
    describe(objective, &ended.x, ended.evaluations)
}

fn follow(
    objective: &ProjectedMisfit<'_>,
    start: &[f64],
    steps: usize,
) -> crate::least_squares::Solution {
    let residuals = |x: &[f64], out: &mut [f64]| objective.residuals(x, out);
    let problem = Problem {
        lower: objective.lower(),
        upper: objective.upper(),
        count: objective.case().excess().len(),
        residuals: &residuals,
    };
    minimize(&problem, start, steps)
}

/// The best places of a grid, best first, those out of reach left out.
fn best_of_grid(guide: &ProjectedMisfit<'_>) -> Vec<Vec<f64>> {
    let layout: &Layout = &guide.layout;
    let side = |axis: usize, i: usize| {
        let share = (i as f64 + 0.5) / GRID as f64;
        layout.lower[axis] + share * (layout.upper[axis] - layout.lower[axis])
    };
    let mut places: Vec<(f64, Vec<f64>)> = (0..GRID * GRID)
        .map(|i| layout.at([side(0, i % GRID), side(1, i / GRID)]))
        .filter_map(|x| {
            let (rate, value) = guide.rate_and_value(&x);
            (rate > 0.0).then_some((value, x))
        })
        .collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    places.into_iter().take(FOLLOWED).map(|(_, x)| x).collect()
}
