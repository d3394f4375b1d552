//! The sources that fit equally well, where readings do not tell one.

use davylamp_trace::ProjectedMisfit;
use davylamp_traits::Objective;

use super::RidgePoint;

/// Distances upwind that are tried, and places across the wind at each.
const DISTANCES: u32 = 24;
const ACROSS: i32 = 60;

/// By how much a source may fit worse than the best and still pass for as good, as a share of the
/// misfit without any source.
const AS_GOOD: f64 = 1e-3;

/// Sources stronger than the weakest by more than this are left out: they lie so near the sensor, or
/// so far beside the plume, that nobody would look for them.
const TOO_STRONG: f64 = 1e3;

/// The weakest source at each of several distances upwind of `receptor` (m), among those that fit
/// as well as any.
pub(super) fn ridge(
    objective: &ProjectedMisfit<'_>,
    downwind: [f64; 2],
    receptor: [f64; 2],
) -> Vec<RidgePoint> {
    let (lower, upper) = (objective.lower(), objective.upper());
    let middle: Vec<f64> = lower.iter().zip(upper).map(|(l, u)| 0.5 * (l + u)).collect();
    let height = objective.case().bounds().height[0];
    let [east, north] = downwind;
    let reach = (upper[0] - lower[0]).hypot(upper[1] - lower[1]);
    let inside = |p: [f64; 2]| (0..2).all(|k| (lower[k]..=upper[k]).contains(&p[k]));
    let mut rows: Vec<Vec<RidgePoint>> = Vec::new();
    for step in 1..=DISTANCES {
        let share = f64::from(step) / f64::from(DISTANCES);
        // Closer steps near the receptor, where the plume changes most.
        let back = reach * share * share;
        let row = (-ACROSS..=ACROSS).filter_map(|i| {
            let side = 0.5 * back * f64::from(i) / f64::from(ACROSS);
            let place = [
                receptor[0] - back * east - side * north,
                receptor[1] - back * north + side * east,
            ];
            let mut x = middle.clone();
            x[..2].copy_from_slice(&place);
            let rate = if inside(place) { objective.rate(&x) } else { 0.0 };
            (rate > 0.0).then(|| RidgePoint {
                position: [place[0], place[1], height],
                rate,
                misfit: objective.value(&x),
            })
        });
        rows.push(row.collect());
    }
    let all = || rows.iter().flatten().map(|point| point.misfit);
    let (best, worst) = (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max));
    let limit = best + AS_GOOD * (worst - best) + 1e-12 * worst;
    let weakest_of = |row: &Vec<RidgePoint>| {
        let as_good = row.iter().filter(|point| point.misfit <= limit);
        as_good.min_by(|a, b| a.rate.total_cmp(&b.rate)).copied()
    };
    let mut ridge: Vec<RidgePoint> = rows.iter().filter_map(weakest_of).collect();
    let weakest = ridge.iter().map(|point| point.rate).fold(f64::INFINITY, f64::min);
    ridge.retain(|point| point.rate <= TOO_STRONG * weakest);
    ridge
}
