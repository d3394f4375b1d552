use rayon::prelude::*;

use crate::conditional::Mode;
use crate::moments::{Weighted, moments, rate_quantile};
use crate::place_posterior::PlacePosterior;
use crate::{Case, Ellipse, ErrorModel, Source, TraceError};

/// Where the source is, as probabilities: the answer that a single point is not.
///
/// The density over a grid of places, with the rate and the errors of the air integrated out at each
/// place, and what follows from it.
///
/// # Examples
///
/// ```
/// # use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
/// # use davylamp_trace::{Case, Epoch, Reading, Readings, SearchBox, Source};
/// # use davylamp_traits::Dispersion;
/// # let air = GaussianPlume::new(PlumeInput {
/// #     curves: DispersionCurves::BriggsRural,
/// #     class: StabilityClass::D,
/// #     wind_speed: 3.0,
/// #     wind_from_deg: 270.0,
/// # })?;
/// # let readings = (0..12).map(|i| {
/// #     let place = [40.0 + 20.0 * f64::from(i % 3), -15.0 + 10.0 * f64::from(i / 3), 1.0];
/// #     Reading::new(place, 2e-3 * air.unit_concentration([12.0, -3.0, 0.5], place))
/// # });
/// # let readings = Readings::new(readings.collect())?;
/// # let bounds = SearchBox { x: [-50.0, 100.0], y: [-50.0, 50.0], ..SearchBox::around(&readings, 0.5) };
/// # let epoch = Epoch { air: Box::new(air), readings: 0..12 };
/// # let case = Case::new(readings, vec![epoch], bounds, 0.0)?;
/// use davylamp_trace::{ErrorModel, posterior};
///
/// // Readings of a leak of 2 g/s at (12, -3), and a guess.
/// let guess = Source { position: [10.0, 0.0, 0.5], rate: 1e-3 };
/// let found = posterior(&case, &ErrorModel::field(), guess)?;
/// assert!(found.ellipse(0.9).contains([12.0, -3.0]));
/// // Half of the probability lies where the density is at least this.
/// let least = found.density_at_level(0.5);
/// let inside: f64 = found.density.iter().filter(|density| **density >= least).sum();
/// assert!(inside >= 0.5 * found.density.iter().sum::<f64>());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Posterior {
    /// Middles of the cells from west to east, m.
    pub x: Vec<f64>,
    /// Middles of the cells from south to north, m.
    pub y: Vec<f64>,
    /// Probability density, `[iy][ix]`, 1/m²; it sums to one over the grid.
    pub density: Vec<f64>,
    /// Mean place, m.
    pub mean: [f64; 2],
    /// Covariance of (x, y, rate), in m and kg/s; that of the rate is linearised at `best`.
    pub covariance: [[f64; 3]; 3],
    /// Place and rate that are most probable together with the air that belongs to them.
    pub best: Source,
    /// The turn of the wind that belongs to `best`, rad.
    pub wind_turn: f64,
    /// The central 90 % of the rate, kg/s.
    pub rate_interval: [f64; 2],
    /// The central 90 % of the release height, m, where that is unknown.
    pub height_interval: Option<[f64; 2]>,
    /// The part of the probability in the outermost cells of the search box: more than a few percent
    /// say that the box is too small.
    pub at_edge: f64,
    /// Logarithm of the probability of the readings, up to a constant that is the same for every
    /// dispersion: compares stability classes. `None` from an ensemble, which does not know it.
    pub log_evidence: Option<f64>,
    /// How often the plume was evaluated at all readings, at least.
    pub evaluations: usize,
    /// Modelled concentration of each reading at `best`, background included, kg/m³.
    pub predicted: Vec<f64>,
}

impl Posterior {
    /// The ellipse of the posterior's mean and covariance that holds `level` of a normal
    /// distribution.
    #[must_use]
    pub fn ellipse(&self, level: f64) -> Ellipse {
        let [[xx, xy, _], [_, yy, _], _] = self.covariance;
        Ellipse::from_covariance(self.mean, [[xx, xy], [xy, yy]], level)
    }

    /// The density that bounds the smallest region with this share of the probability, 1/m².
    #[must_use]
    pub fn density_at_level(&self, level: f64) -> f64 {
        let mut sorted = self.density.clone();
        sorted.sort_by(|a, b| b.total_cmp(a));
        let total: f64 = sorted.iter().sum();
        let mut sum = 0.0;
        for density in sorted {
            sum += density;
            if sum >= level * total {
                return density;
            }
        }
        0.0
    }
}

/// Cells along a side while the region is sought, and at the end.
const SEEK: usize = 24;
const GRID: usize = 48;

/// In each pass, and in all after the last, cells whose probability is below this logarithm of the
/// greatest are left outside. Coarse cells may miss a narrow ridge by many of its widths, so the
/// first passes keep what looks hopeless.
const NEGLIGIBLE: [f64; 4] = [40.0, 25.0, 14.0, 9.0];

/// The region is sought until a pass leaves more than this share of its area.
const SETTLED: f64 = 0.6;
const MOST_PASSES: usize = 9;

/// Plume evaluations (readings times cells) that a grid may cost before it is made coarser, by a
/// factor of two at the most: cells must stay narrower than the posterior's deviation.
const DEAR: usize = 400_000;

/// A wind costs as much as so many readings, however few it has.
const PER_EPOCH: usize = 20;

/// Evaluations of the plume for a place: a few steps with five differences each, measured.
pub(crate) const PER_PLACE: usize = 30;

/// A region under search.
#[derive(Clone, Copy)]
struct Window {
    x: [f64; 2],
    y: [f64; 2],
}

struct Cells {
    side: usize,
    window: Window,
    modes: Vec<Mode>,
}

impl Window {
    fn axis(range: [f64; 2], side: usize, i: usize) -> f64 {
        range[0] + (range[1] - range[0]) * (i as f64 + 0.5) / side as f64
    }

    fn place(&self, side: usize, index: usize) -> [f64; 2] {
        [Self::axis(self.x, side, index % side), Self::axis(self.y, side, index / side)]
    }

    fn area(&self) -> f64 {
        (self.x[1] - self.x[0]) * (self.y[1] - self.y[0])
    }
}

/// The posterior over places by quadrature, for a source at a known height.
///
/// `near` is a first estimate, from [`search`](crate::search). The grid closes in on the part of the
/// box that matters, so a narrow posterior in a wide box is resolved.
///
/// # Errors
/// [`TraceError::OutOfRange`] for an error model or a first estimate that is not allowed, and for a case whose release
/// height is free (use [`ensemble`](crate::ensemble)).
pub fn posterior(
    case: &Case<'_>,
    model: &ErrorModel,
    near: Source,
) -> Result<Posterior, TraceError> {
    let bounds = case.bounds();
    if !bounds.height_is_known() {
        return Err(TraceError::OutOfRange {
            name: "highest release height",
            value: bounds.height[1],
            allowed: "the lowest one: the quadrature takes the height as known",
        });
    }
    let place_posterior = PlacePosterior::new(case, model, near)?;
    let height = bounds.height[0];
    let whole = Window { x: bounds.x, y: bounds.y };
    let side_of = |side: usize| {
        let price = case.excess().len() + PER_EPOCH * case.epochs().len();
        let affordable = side * side * DEAR / (price * SEEK * SEEK);
        affordable.isqrt().clamp(side / 2, side)
    };
    let evaluate = |window: Window, side: usize| Cells {
        side,
        window,
        modes: (0..side * side)
            .into_par_iter()
            .map(|i| {
                let [x, y] = window.place(side, i);
                place_posterior.rough([x, y, height])
            })
            .collect(),
    };
    let near_place = [
        near.position[0].clamp(bounds.x[0], bounds.x[1]),
        near.position[1].clamp(bounds.y[0], bounds.y[1]),
    ];
    let near_mode = place_posterior.rough([near_place[0], near_place[1], height]);
    let mut best = (near_place, near_mode);
    let mut window = whole;
    let mut evaluations = 0;
    for pass in 0..MOST_PASSES {
        let last = NEGLIGIBLE.len() - 1;
        let cells = evaluate(window, side_of(SEEK));
        evaluations += cells.modes.len() * PER_PLACE;
        best = cells.best(best);
        let next = cells.closed_in(&whole, &best, NEGLIGIBLE[pass.min(last)]);
        let settled = pass >= last && next.area() > SETTLED * window.area();
        window = next;
        if settled {
            break;
        }
    }
    let cells = evaluate(window, side_of(GRID));
    evaluations += cells.modes.len() * PER_PLACE;
    best = cells.best(best);
    let refined = refine(&place_posterior, &whole, &cells, best.0, height);
    let (at_edge, whole_area) = (cells.share_at_edge(&whole), whole.area());
    let found = summary(case, &place_posterior, &cells, refined);
    // The evidence is an average over the box: the prior of the place is even.
    let log_evidence = found.log_evidence.map(|log| log - whole_area.ln());
    Ok(Posterior { at_edge, log_evidence, evaluations, ..found })
}

impl Cells {
    /// The place with the greatest joint probability so far.
    fn best(&self, so_far: ([f64; 2], Mode)) -> ([f64; 2], Mode) {
        self.modes.iter().enumerate().fold(so_far, |best, (i, mode)| {
            if mode.score > best.1.score { (self.window.place(self.side, i), *mode) } else { best }
        })
    }

    /// The smallest window around the cells that matter, and around the best place.
    fn closed_in(&self, whole: &Window, best: &([f64; 2], Mode), negligible: f64) -> Window {
        // Not that of the best place: a spike next to a sensor may be high and yet hold nothing.
        let greatest = self.modes.iter().map(|m| m.log_marginal).fold(f64::NEG_INFINITY, f64::max);
        let cell = [
            (self.window.x[1] - self.window.x[0]) / self.side as f64,
            (self.window.y[1] - self.window.y[0]) / self.side as f64,
        ];
        let mut low = best.0;
        let mut high = best.0;
        for (i, mode) in self.modes.iter().enumerate() {
            if mode.log_marginal > greatest - negligible {
                let place = self.window.place(self.side, i);
                for axis in 0..2 {
                    low[axis] = low[axis].min(place[axis]);
                    high[axis] = high[axis].max(place[axis]);
                }
            }
        }
        let around = |axis: usize, whole: [f64; 2]| {
            [(low[axis] - cell[axis]).max(whole[0]), (high[axis] + cell[axis]).min(whole[1])]
        };
        Window { x: around(0, whole.x), y: around(1, whole.y) }
    }

    /// Probabilities up to a factor, and the logarithm of that.
    fn weights(&self) -> (Vec<f64>, f64) {
        let greatest = self.modes.iter().map(|m| m.log_marginal).fold(f64::NEG_INFINITY, f64::max);
        (self.modes.iter().map(|m| (m.log_marginal - greatest).exp()).collect(), greatest)
    }

    /// The share of the probability in cells at an edge of the whole box.
    fn share_at_edge(&self, whole: &Window) -> f64 {
        let last = self.side - 1;
        let touches =
            |a: f64, b: f64, range: [f64; 2]| (a - b).abs() < 1e-9 * (range[1] - range[0]);
        let window = &self.window;
        let edges = [
            touches(window.x[0], whole.x[0], whole.x),
            touches(window.x[1], whole.x[1], whole.x),
            touches(window.y[0], whole.y[0], whole.y),
            touches(window.y[1], whole.y[1], whole.y),
        ];
        let at_edge = |i: usize| {
            let (ix, iy) = (i % self.side, i / self.side);
            [ix == 0, ix == last, iy == 0, iy == last]
                .iter()
                .zip(edges)
                .any(|(on, edge)| *on && edge)
        };
        let (weights, _) = self.weights();
        let outermost: f64 =
            weights.iter().enumerate().filter(|(i, _)| at_edge(*i)).map(|(_, w)| w).sum();
        outermost / weights.iter().sum::<f64>()
    }
}

/// Climbs from the best cell to the top of the joint probability, by a compass search.
fn refine(
    posterior: &PlacePosterior<'_>,
    whole: &Window,
    cells: &Cells,
    start: [f64; 2],
    height: f64,
) -> ([f64; 2], Mode) {
    let at = |place: [f64; 2]| posterior.fine([place[0], place[1], height]);
    let mut best = (start, at(start));
    let side = cells.side as f64;
    let mut step = [
        (cells.window.x[1] - cells.window.x[0]) / side,
        (cells.window.y[1] - cells.window.y[0]) / side,
    ];
    for _ in 0..REFINEMENTS {
        let moves = [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]];
        let tried: Vec<([f64; 2], Mode)> = moves
            .into_par_iter()
            .map(|[dx, dy]| {
                let place = [
                    (best.0[0] + dx * step[0]).clamp(whole.x[0], whole.x[1]),
                    (best.0[1] + dy * step[1]).clamp(whole.y[0], whole.y[1]),
                ];
                (place, at(place))
            })
            .collect();
        let better = tried.into_iter().max_by(|a, b| a.1.score.total_cmp(&b.1.score));
        match better {
            Some(better) if better.1.score > best.1.score => best = better,
            _ => step = [0.5 * step[0], 0.5 * step[1]],
        }
    }
    best
}

/// Enough to move several cells and to halve the step a dozen times.
const REFINEMENTS: usize = 24;

fn summary(
    case: &Case<'_>,
    posterior: &PlacePosterior<'_>,
    cells: &Cells,
    (place, mode): ([f64; 2], Mode),
) -> Posterior {
    let Cells { side, window, modes } = cells;
    let cell_area = window.area() / (side * side) as f64;
    let (weights, greatest) = cells.weights();
    let total: f64 = weights.iter().sum();
    let density = weights.iter().map(|w| w / (total * cell_area)).collect();
    let points: Vec<Weighted> = modes
        .iter()
        .zip(&weights)
        .enumerate()
        .map(|(i, (mode, weight))| Weighted {
            place: window.place(*side, i),
            mode: *mode,
            weight: *weight,
        })
        .collect();
    let rate = mode.log_rate.exp();
    let (mean, mut covariance) = moments(&points, rate);
    // A cell is not a point: what lies within it has its own variance.
    for (axis, range) in [window.x, window.y].into_iter().enumerate() {
        covariance[axis][axis] += ((range[1] - range[0]) / *side as f64).powi(2) / 12.0;
    }
    let height = case.bounds().height[0];
    Posterior {
        x: (0..*side).map(|i| Window::axis(window.x, *side, i)).collect(),
        y: (0..*side).map(|i| Window::axis(window.y, *side, i)).collect(),
        density,
        mean,
        covariance,
        best: Source { position: [place[0], place[1], height], rate },
        wind_turn: mode.wind_turn,
        rate_interval: [0.05, 0.95].map(|level| rate_quantile(&points, level)),
        height_interval: None,
        at_edge: 0.0,
        log_evidence: Some(greatest + (total * cell_area).ln()),
        evaluations: 0,
        predicted: posterior.predicted([place[0], place[1], height]),
    }
}
