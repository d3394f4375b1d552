//! How much each reading says that others do not.

use crate::{Case, ErrorModel, Source};

/// Over this many plume widths across, and this logarithm of the distance along, the departures of
/// a real plume from a fitted Gaussian go together: an arc of samplers from edge to edge counts as
/// about three readings, arcs at twice the distance as separate ones.
const ACROSS: f64 = 1.0;
const ALONG: f64 = 0.35;

/// Readings at different times closer than this (s) see the same eddies: the averaging time of the
/// dispersion curves.
const TIME: f64 = 600.0;

/// In an epoch with more readings than this, neighbours are sought among an even sample of them.
const MOST_NEIGHBOURS: usize = 1000;

/// The weight of each reading's residual: the root of that of its square, or one where the error
/// model says that readings err each for itself.
pub(crate) fn root_weights(case: &Case<'_>, model: &ErrorModel, near: Source) -> Vec<f64> {
    if model.correlated {
        weights(case, near).into_iter().map(f64::sqrt).collect()
    } else {
        vec![1.0; case.excess().len()]
    }
}

/// The weight of each reading's squared residual: one over the number of readings, itself included,
/// that lie close to it in the plume of `source` (a composite likelihood).
///
/// # References
/// Varin, Reid and Firth (2011), Statistica Sinica 21, 5-42 (composite likelihoods and their
/// weights).
fn weights(case: &Case<'_>, source: Source) -> Vec<f64> {
    let mut weights = vec![1.0; case.excess().len()];
    let times: Vec<Option<f64>> =
        case.epochs().iter().map(|e| case.readings().as_slice()[e.readings.start].time).collect();
    for (index, epoch) in case.epochs().iter().enumerate() {
        let places: Vec<[f64; 2]> = case.readings().as_slice()[epoch.readings.clone()]
            .iter()
            .map(|r| {
                let [along, across] = epoch.air.plume_coordinates(source.position, r.position);
                [along.max(1.0).ln() / ALONG, across / ACROSS]
            })
            .collect();
        let step = places.len().div_ceil(MOST_NEIGHBOURS);
        let sample: Vec<[f64; 2]> = places.iter().copied().step_by(step).collect();
        let share = step as f64;
        let in_time = together_in_time(&times, index);
        for (weight, place) in weights[epoch.readings.clone()].iter_mut().zip(&places) {
            let near: f64 = sample.iter().map(|other| kernel(place, other)).sum::<f64>() * share;
            *weight = 1.0 / (near.max(1.0) * in_time);
        }
    }
    weights
}

fn kernel(a: &[f64; 2], b: &[f64; 2]) -> f64 {
    (-0.5 * ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2))).exp()
}

/// How many epochs, itself included, lie so close in time that they see the same eddies. Epochs are
/// in the order of the file, so the search goes outwards from each.
fn together_in_time(times: &[Option<f64>], index: usize) -> f64 {
    let Some(now) = times[index] else { return 1.0 };
    let near = |other: &Option<f64>| {
        other.map(|t| (-0.5 * ((t - now) / TIME).powi(2)).exp()).filter(|k| *k > 1e-3)
    };
    let after: f64 = times[index + 1..].iter().map_while(near).sum();
    let before: f64 = times[..index].iter().rev().map_while(near).sum();
    1.0 + after + before
}
