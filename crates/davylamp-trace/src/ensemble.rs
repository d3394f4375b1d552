use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::conditional::Mode;
use crate::moments::{Weighted, moments, rate_quantile};
use crate::place_posterior::PlacePosterior;
use crate::{Case, ErrorModel, Posterior, Source, TraceError};

/// How long and how wide an ensemble samples.
///
/// # Examples
///
/// ```
/// use davylamp_trace::EnsembleSettings;
/// let quick = EnsembleSettings::new(7).with_steps(100);
/// assert_eq!(quick.seed, 7);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnsembleSettings {
    /// Walkers; even, at least 8.
    pub walkers: usize,
    /// Moves of each walker; the first half is thrown away. At least 20.
    pub steps: usize,
    /// Seed of everything random.
    pub seed: u64,
}

impl EnsembleSettings {
    /// 48 walkers, 400 steps.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { walkers: 48, steps: 400, seed }
    }

    /// The same with another number of steps.
    #[must_use]
    pub fn with_steps(self, steps: usize) -> Self {
        Self { steps, ..self }
    }
}

/// The stretch of Goodman and Weare: moves lie between 1/2 and 2 of the distance.
const STRETCH: f64 = 2.0;

/// Cells along a side of the density drawn from the samples.
const GRID: usize = 48;

type Point = [f64; 3];

struct Walker {
    point: Point,
    mode: Mode,
}

/// The posterior over place and release height by an affine-invariant ensemble, with the rate and
/// the errors of the air integrated out at each point.
///
/// For a case whose release height is free; the density is a map of the samples, all heights
/// together. The same seed gives the same bits on any number of threads.
///
/// # Errors
/// [`TraceError::OutOfRange`] for settings, an error model or a first estimate that are not allowed.
///
/// # References
/// Goodman and Weare (2010), Comm. Appl. Math. Comput. Sci. 5(1), 65-80,
/// doi:10.2140/camcos.2010.5.65.
pub fn ensemble(
    case: &Case<'_>,
    model: &ErrorModel,
    near: Source,
    settings: &EnsembleSettings,
) -> Result<Posterior, TraceError> {
    check(settings)?;
    let posterior = PlacePosterior::new(case, model, near)?;
    let bounds = case.bounds();
    let limits = [bounds.x, bounds.y, bounds.height];
    let mut random = ChaCha8Rng::seed_from_u64(settings.seed);
    let mut walkers = start(&posterior, limits, near, settings.walkers, &mut random);
    let mut kept: Vec<(Point, Mode)> = Vec::new();
    for step in 0..settings.steps {
        for half in 0..2 {
            advance(&posterior, limits, &mut walkers, half, &mut random);
        }
        if 2 * step >= settings.steps {
            kept.extend(walkers.iter().map(|w| (w.point, w.mode)));
        }
    }
    let evaluations = settings.walkers * (settings.steps + 1) * crate::posterior::PER_PLACE;
    Ok(summary(case, &posterior, &kept, evaluations))
}

fn check(settings: &EnsembleSettings) -> Result<(), TraceError> {
    if settings.walkers < 8 || !settings.walkers.is_multiple_of(2) {
        return Err(TraceError::OutOfRange {
            name: "walkers",
            value: settings.walkers as f64,
            allowed: "an even number, at least 8",
        });
    }
    if settings.steps < 20 {
        return Err(TraceError::OutOfRange {
            name: "steps",
            value: settings.steps as f64,
            allowed: "at least 20",
        });
    }
    Ok(())
}

fn start(
    posterior: &PlacePosterior<'_>,
    limits: [[f64; 2]; 3],
    near: Source,
    count: usize,
    random: &mut ChaCha8Rng,
) -> Vec<Walker> {
    let points: Vec<Point> = (0..count)
        .map(|_| {
            std::array::from_fn(|axis| {
                let [min, max] = limits[axis];
                let width = if axis == 2 { max - min } else { 0.1 * (max - min) };
                let middle = if axis == 2 { 0.5 * (min + max) } else { near.position[axis] };
                (middle + width * (random.random::<f64>() - 0.5)).clamp(min, max)
            })
        })
        .collect();
    points.into_par_iter().map(|point| Walker { point, mode: posterior.rough(point) }).collect()
}

/// Moves one half of the walkers by stretching towards members of the other half.
fn advance(
    posterior: &PlacePosterior<'_>,
    limits: [[f64; 2]; 3],
    walkers: &mut [Walker],
    half: usize,
    random: &mut ChaCha8Rng,
) {
    let middle = walkers.len() / 2;
    let (first, second) = walkers.split_at_mut(middle);
    let (moving, resting) = if half == 0 { (first, second) } else { (second, first) };
    // All random numbers first, in order, so that threads cannot change them.
    let proposals: Vec<(Point, f64, f64)> = moving
        .iter()
        .map(|walker| {
            let partner = &resting[random.random_range(0..resting.len())];
            let u: f64 = random.random();
            let z = ((STRETCH - 1.0) * u + 1.0).powi(2) / STRETCH;
            let point = std::array::from_fn(|k| {
                partner.point[k] + z * (walker.point[k] - partner.point[k])
            });
            (point, z, random.random::<f64>().ln())
        })
        .collect();
    moving.par_iter_mut().zip(proposals).for_each(|(walker, (point, z, log_u))| {
        let inside = (0..3).all(|k| (limits[k][0]..=limits[k][1]).contains(&point[k]));
        if !inside {
            return;
        }
        let mode = posterior.rough(point);
        // The volume of a move grows with z to the number of unknowns less one.
        let unknowns = if limits[2][0] < limits[2][1] { 3.0 } else { 2.0 };
        let gain = (unknowns - 1.0) * z.ln() + mode.log_marginal - walker.mode.log_marginal;
        if log_u < gain {
            *walker = Walker { point, mode };
        }
    });
}

fn summary(
    case: &Case<'_>,
    posterior: &PlacePosterior<'_>,
    kept: &[(Point, Mode)],
    evaluations: usize,
) -> Posterior {
    let points: Vec<Weighted> = kept
        .iter()
        .map(|(p, mode)| Weighted { place: [p[0], p[1]], mode: *mode, weight: 1.0 })
        .collect();
    let top = kept.iter().max_by(|a, b| a.1.score.total_cmp(&b.1.score));
    let position = top.map_or([f64::NAN; 3], |(p, _)| *p);
    let mode = posterior.fine(position);
    let rate = mode.log_rate.exp();
    let (mean, covariance) = moments(&points, rate);
    let mut heights: Vec<f64> = kept.iter().map(|(p, _)| p[2]).collect();
    heights.sort_by(f64::total_cmp);
    let at_percent = |percent: usize| heights[(heights.len() - 1) * percent / 100];
    let (x, y, density) = map(&points);
    let bounds = case.bounds();
    let near_edge = |p: &Weighted| {
        [bounds.x, bounds.y].iter().zip(p.place).any(|([min, max], v)| {
            let margin = (max - min) / GRID as f64;
            v - min < margin || max - v < margin
        })
    };
    Posterior {
        x,
        y,
        density,
        mean,
        covariance,
        best: Source { position, rate },
        wind_turn: mode.wind_turn,
        rate_interval: [0.05, 0.95].map(|level| rate_quantile(&points, level)),
        height_interval: Some([at_percent(5), at_percent(95)]),
        at_edge: points.iter().filter(|p| near_edge(p)).count() as f64 / points.len() as f64,
        log_evidence: None,
        evaluations,
        predicted: posterior.predicted(position),
    }
}

/// A density from the samples: each spread over a normal distribution as wide as the rule of
/// Silverman (1986) says.
fn map(points: &[Weighted]) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let count = points.len() as f64;
    let axis = |k: usize| {
        let mean = points.iter().map(|p| p.place[k]).sum::<f64>() / count;
        let variance = points.iter().map(|p| (p.place[k] - mean).powi(2)).sum::<f64>() / count;
        let width = variance.sqrt().max(1e-6) * count.powf(-1.0 / 6.0);
        let (low, high) = points
            .iter()
            .map(|p| p.place[k])
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        let (low, high) = (low - 2.0 * width, high + 2.0 * width);
        let middles: Vec<f64> =
            (0..GRID).map(|i| low + (high - low) * (i as f64 + 0.5) / GRID as f64).collect();
        (middles, width, (high - low) / GRID as f64)
    };
    let (x, width_x, cell_x) = axis(0);
    let (y, width_y, cell_y) = axis(1);
    let mut density = vec![0.0; GRID * GRID];
    for point in points {
        let bell = |middles: &[f64], width: f64, at: f64| -> Vec<f64> {
            middles.iter().map(|m| (-0.5 * ((m - at) / width).powi(2)).exp()).collect()
        };
        let (bx, by) = (bell(&x, width_x, point.place[0]), bell(&y, width_y, point.place[1]));
        for (row, wy) in density.chunks_exact_mut(GRID).zip(&by).filter(|(_, w)| **w > 1e-9) {
            for (value, wx) in row.iter_mut().zip(&bx) {
                *value += wx * wy;
            }
        }
    }
    let total: f64 = density.iter().sum::<f64>() * cell_x * cell_y;
    for value in &mut density {
        *value /= total;
    }
    (x, y, density)
}
