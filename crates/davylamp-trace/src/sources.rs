use davylamp_traits::AirError;
use nalgebra::DMatrix;

use crate::error_model::Prior;
use crate::least_squares::{Problem, jacobian, minimize};
use crate::{Case, ErrorModel, Noise, Source, TraceError, redundancy};

/// The most sources that are looked for.
pub const MOST_SOURCES: usize = 4;

/// A number of sources, where they are, and what speaks for that number.
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
/// use davylamp_trace::{ErrorModel, sources};
///
/// // Readings of one leak of 2 g/s at (12, -3): a second source does not pay.
/// let first = Source { position: [12.0, -3.0, 0.5], rate: 2e-3 };
/// let found = sources(&case, &ErrorModel::field(), first, 2)?;
/// assert_eq!((found.sources.len(), found.covariances.len()), (1, 1));
/// assert!((found.sources[0].rate / 2e-3 - 1.0).abs() < 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SourceSet {
    /// The sources, the strongest first.
    pub sources: Vec<Source>,
    /// Covariance of (x, y, rate) of each, the other sources and the air integrated out; `None`
    /// where the readings do not determine it.
    pub covariances: Vec<Option<[[f64; 3]; 3]>>,
    /// Bayesian information criterion, up to a constant: lower is better.
    pub bic: f64,
    /// How often the plumes were evaluated at all readings.
    pub evaluations: usize,
    /// Modelled concentration of each reading, background included, kg/m³.
    pub predicted: Vec<f64>,
}

/// A further source must lower the criterion by at least this: "very strong" evidence on the scale
/// of Kass and Raftery (1995), doi:10.1080/01621459.1995.10476572.
const LEAST_GAIN: f64 = 10.0;

/// Places along each side of the box where a further source is tried, and how many are followed.
const GRID: usize = 12;
const FOLLOWED: usize = 4;

const STEPS: usize = 60;

/// Errors of the air that all sources share.
const AIR: usize = 5;

/// Unknowns of a source: x, y, logarithm of the rate.
const EACH: usize = 3;

/// Looks for up to `most` sources ([`MOST_SOURCES`] at the most), by comparing models with one, two,
/// ... sources: each is the best of the previous one with a source added anywhere in the box, all
/// places, rates and errors of the air refitted together, and counts only if it explains the
/// readings better than its three more unknowns would by chance.
///
/// The errors of the air are the same in all winds here, and the rates have no prior: a comparison
/// of models, not a posterior. A source is alone in the result when no further one pays.
///
/// # Errors
/// [`TraceError::OutOfRange`] for a number of sources, an error model or a first estimate that is
/// not allowed, and for a case whose release height is free.
///
/// # References
/// Schwarz (1978), Ann. Statist. 6(2), 461-464, doi:10.1214/aos/1176344136 (the criterion).
pub fn sources(
    case: &Case<'_>,
    model: &ErrorModel,
    first: Source,
    most: usize,
) -> Result<SourceSet, TraceError> {
    if !(1..=MOST_SOURCES).contains(&most) {
        return Err(TraceError::OutOfRange {
            name: "number of sources",
            value: most as f64,
            allowed: "between 1 and 4",
        });
    }
    model.check()?;
    first.check()?;
    let bounds = case.bounds();
    if !bounds.height_is_known() {
        return Err(TraceError::OutOfRange {
            name: "highest release height",
            value: bounds.height[1],
            allowed: "the lowest one: several sources are sought at a known height",
        });
    }
    let together = Together::new(case, model, first)?;
    let mut evaluations = 0;
    let mut start = vec![first.position[0], first.position[1], first.rate.ln()];
    start.extend(together.priors.iter().map(|p| p.mean));
    let mut best = together.settle(&start, &mut evaluations);
    for _ in 1..most {
        let Some(next) = together.with_one_more(&best, &mut evaluations) else { break };
        if next.bic > best.bic - LEAST_GAIN {
            break;
        }
        best = next;
    }
    Ok(together.finish(&best, evaluations))
}

struct Together<'a> {
    case: &'a Case<'a>,
    noise: Noise,
    priors: [Prior; AIR],
    root_weights: Vec<f64>,
    scaled: Vec<f64>,
    /// How many readings there are, those that go together counted once.
    count: f64,
}

struct Candidate {
    /// (x, y, ln rate) of each source, then the errors of the air.
    x: Vec<f64>,
    bic: f64,
}

impl<'a> Together<'a> {
    fn new(case: &'a Case<'a>, model: &ErrorModel, near: Source) -> Result<Self, TraceError> {
        let noise = model.noise(case)?;
        let root_weights = redundancy::root_weights(case, model, near);
        Ok(Self {
            case,
            noise,
            priors: model.air_priors(),
            count: root_weights.iter().map(|w| w * w).sum(),
            root_weights,
            scaled: case.excess().iter().map(|e| noise.scaled(*e)).collect(),
        })
    }

    fn bounds(&self, sources: usize) -> (Vec<f64>, Vec<f64>) {
        let bounds = self.case.bounds();
        // Wide: unit concentrations lie between 1e-8 and 1e2 s/m3 wherever a plume is felt.
        let highest = self.case.rate_limit().ln();
        let (mut lower, mut upper) = (vec![], vec![]);
        for _ in 0..sources {
            lower.extend([bounds.x[0], bounds.y[0], highest - 40.0]);
            upper.extend([bounds.x[1], bounds.y[1], highest]);
        }
        for prior in self.priors {
            // A known error has a sliver of room, so that the differences are defined.
            let reach = (5.0 * prior.std).max(1e-9);
            lower.push(prior.mean - reach);
            upper.push(prior.mean + reach);
        }
        (lower, upper)
    }

    /// Modelled excess of each reading.
    fn model(&self, x: &[f64], out: &mut [f64]) {
        let (sources, air) = x.split_at(x.len() - AIR);
        let air = AirError {
            wind_turn: air[0],
            sigma_y_factor: air[1].exp(),
            sigma_z_factor: air[2].exp(),
            sigma_y_growth: air[3],
            sigma_z_growth: air[4],
            wind_speed_factor: 1.0,
        };
        let mut units = vec![0.0; out.len()];
        out.fill(0.0);
        for source in sources.chunks_exact(EACH) {
            let place = [source[0], source[1], self.case.bounds().height[0]];
            for (index, epoch) in self.case.epochs().iter().enumerate() {
                self.case.epoch_units(index, &air, place, &mut units[epoch.readings.clone()]);
            }
            let rate = source[2].exp();
            for (sum, unit) in out.iter_mut().zip(&units) {
                *sum += rate * unit;
            }
        }
    }

    /// Residuals of the readings, then those of the priors.
    fn residuals(&self, x: &[f64], out: &mut [f64]) {
        let (readings, priors) = out.split_at_mut(self.scaled.len());
        self.model(x, readings);
        for (i, value) in readings.iter_mut().enumerate() {
            let r = match self.case.limit_if_censored(i) {
                None => self.scaled[i] - self.noise.scaled(*value),
                Some(limit) => self.noise.censored_residual(limit, *value).0,
            };
            *value = self.root_weights[i] * r;
        }
        for ((r, prior), value) in priors.iter_mut().zip(self.priors).zip(&x[x.len() - AIR..]) {
            *r = if prior.std > 0.0 { (value - prior.mean) / prior.std } else { 0.0 };
        }
    }

    fn with_problem<R>(&self, sources: usize, then: impl FnOnce(&Problem<'_>) -> R) -> R {
        let (lower, upper) = self.bounds(sources);
        let residuals = |x: &[f64], out: &mut [f64]| self.residuals(x, out);
        let count = self.scaled.len() + AIR;
        then(&Problem { lower: &lower, upper: &upper, count, residuals: &residuals })
    }

    fn settle(&self, start: &[f64], evaluations: &mut usize) -> Candidate {
        let number = (start.len() - AIR) / EACH;
        let solution = self.with_problem(number, |problem| minimize(problem, start, STEPS));
        *evaluations += solution.evaluations * number;
        let bic = solution.cost + (EACH * number) as f64 * self.count.ln();
        Candidate { x: solution.x, bic }
    }

    /// The best model with another source.
    fn with_one_more(&self, now: &Candidate, evaluations: &mut usize) -> Option<Candidate> {
        let (sources, air) = now.x.split_at(now.x.len() - AIR);
        let number = sources.len() / EACH + 1;
        let bounds = self.case.bounds();
        let mut modelled = vec![0.0; self.scaled.len()];
        self.model(&now.x, &mut modelled);
        let at = |range: [f64; 2], i: usize| {
            range[0] + (range[1] - range[0]) * (i as f64 + 0.5) / GRID as f64
        };
        let mut residuals = vec![0.0; self.scaled.len() + AIR];
        let mut tried: Vec<(f64, Vec<f64>)> = Vec::new();
        for i in 0..GRID * GRID {
            let place = [at(bounds.x, i % GRID), at(bounds.y, i / GRID)];
            let Some(rate) = self.missing_rate(place, air, &modelled) else { continue };
            let mut x = sources.to_vec();
            x.extend([place[0], place[1], rate.ln()]);
            x.extend(air);
            self.residuals(&x, &mut residuals);
            tried.push((residuals.iter().map(|r| r * r).sum(), x));
        }
        *evaluations += tried.len() * (number + 1);
        tried.sort_by(|a, b| a.0.total_cmp(&b.0));
        tried
            .into_iter()
            .take(FOLLOWED)
            .map(|(_, x)| self.settle(&x, evaluations))
            .min_by(|a, b| a.bic.total_cmp(&b.bic))
    }

    /// The rate that a source at `place` would need to explain what is missing at the sensor it
    /// reaches best among those where something is missing.
    fn missing_rate(&self, place: [f64; 2], air: &[f64], modelled: &[f64]) -> Option<f64> {
        let mut alone = vec![place[0], place[1], 0.0];
        alone.extend(air);
        let mut units = vec![0.0; modelled.len()];
        self.model(&alone, &mut units);
        let terms = self.case.excess().iter().zip(modelled).zip(&units);
        terms
            .map(|((excess, model), unit)| (excess - model, *unit))
            .filter(|(missing, unit)| *missing > self.noise.additive() && *unit > 0.0)
            .max_by(|a, b| (a.0 * a.1).total_cmp(&(b.0 * b.1)))
            .map(|(missing, unit)| (missing / unit).min(self.case.rate_limit()))
    }

    fn finish(&self, best: &Candidate, evaluations: usize) -> SourceSet {
        let number = (best.x.len() - AIR) / EACH;
        let covariance = self.covariance(best, number);
        let height = self.case.bounds().height[0];
        let mut all: Vec<(Source, Option<[[f64; 3]; 3]>)> = (0..number)
            .map(|k| {
                let [x, y, log_rate] = std::array::from_fn(|i| best.x[EACH * k + i]);
                let rate = log_rate.exp();
                let scale = [1.0, 1.0, rate];
                let block = covariance.as_ref().map(|c| {
                    std::array::from_fn(|i| {
                        std::array::from_fn(|j| {
                            c[(EACH * k + i, EACH * k + j)] * scale[i] * scale[j]
                        })
                    })
                });
                (Source { position: [x, y, height], rate }, block)
            })
            .collect();
        all.sort_by(|a, b| b.0.rate.total_cmp(&a.0.rate));
        let mut predicted = vec![0.0; self.scaled.len()];
        self.model(&best.x, &mut predicted);
        for value in &mut predicted {
            *value += self.case.background();
        }
        let (sources, covariances) = all.into_iter().unzip();
        SourceSet { sources, covariances, bic: best.bic, evaluations, predicted }
    }

    fn covariance(&self, best: &Candidate, number: usize) -> Option<DMatrix<f64>> {
        let derivatives = self.with_problem(number, |problem| jacobian(problem, &best.x));
        let mut normal = derivatives.tr_mul(&derivatives);
        let first_air = EACH * number;
        for (k, _) in self.priors.iter().enumerate().filter(|(_, p)| p.std == 0.0) {
            normal.fill_row(first_air + k, 0.0);
            normal.fill_column(first_air + k, 0.0);
            normal[(first_air + k, first_air + k)] = 1.0;
        }
        let inverse = normal.cholesky()?.inverse();
        inverse.iter().all(|v| v.is_finite()).then_some(inverse)
    }
}
