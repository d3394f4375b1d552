//! What is best believed of rate and air once the place is given, and how much room that leaves.
//!
//! At a place, the unknowns are the logarithm of the rate, five errors of the air that all epochs
//! share, and, where there is more than one epoch, four more of each. Gauss-Newton finds their most
//! probable values; the curvature there integrates them out (Laplace's method; Tierney and Kadane
//! 1986, doi:10.1080/01621459.1986.10478240). Errors of one epoch meet those of another only through
//! the shared ones, so the system is an arrow and costs as much as the number of readings.

use davylamp_traits::AirError;
use nalgebra::SMatrix;

use crate::arrow::{Equations, LOCAL, Local, LocalEquations, SHARED, Shared, WIDE_OPEN};
use crate::error_model::Prior;
use crate::{Case, ErrorModel, Noise, Source, redundancy};

/// Errors of the air with derivatives: turn, two widths, two growths.
const AIR: usize = 5;

/// With several winds, the air errs anew in each of them by its whole variance, and by this part of
/// it once more in all of them alike: curves err alike on alike days, a vane by its mounting. How the
/// widths grow with the distance is the same in all.
const SHARED_PART: f64 = 0.5;

/// The prior of the rate falls only above this share of the fitted rate, so that it stays proper.
const LEAST_RATE: f64 = 1e-3;

const MOST_STEPS: usize = 30;
const MOST_TRIALS: usize = 9;
const DIFFERENCE: f64 = 1e-5;

/// What is believed at one place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mode {
    /// Logarithm of the probability of the place, rate and air integrated out, up to a constant.
    pub(crate) log_marginal: f64,
    /// What the best place has the most of: with one wind the probability together with the best rate
    /// and air; with several the marginal one, because each wind brings unknowns of its own, and where
    /// they are many the joint one fits them to the noise (Neyman and Scott 1948,
    /// doi:10.2307/1914288).
    pub(crate) score: f64,
    pub(crate) log_rate: f64,
    pub(crate) log_rate_variance: f64,
    pub(crate) wind_turn: f64,
}

pub(crate) struct Conditional<'a> {
    case: &'a Case<'a>,
    noise: Noise,
    priors: [Prior; AIR],
    /// Standard deviations of the local errors; all zero with one epoch.
    local: [f64; LOCAL],
    /// Error of the rate that the readings cannot see: a wind speed that is always too high.
    unseen: f64,
    rate_exponent: f64,
    log_least_rate: f64,
    root_weights: Vec<f64>,
    /// T of each reading, for those that are not censored.
    scaled: Vec<f64>,
}

/// The unknowns, and what they lead to.
#[derive(Clone)]
struct State {
    shared: Shared,
    local: Vec<Local>,
    units: Vec<f64>,
    cost: f64,
}

/// Derivatives of the unit concentrations of an epoch, and room for one set of moved ones.
struct Moved {
    by_air: Vec<[f64; AIR]>,
    units: Vec<f64>,
}

impl<'a> Conditional<'a> {
    /// Prepares for a case; `near` is a first estimate, which says which readings go together.
    pub(crate) fn new(case: &'a Case<'a>, model: &ErrorModel, noise: Noise, near: Source) -> Self {
        let several = case.epochs().len() > 1;
        let [turn, sigma_y, sigma_z, growth_y, growth_z] = model.air_priors();
        let part = if several { SHARED_PART.sqrt() } else { 1.0 };
        let shared = |p: Prior| Prior { std: p.std * part, ..p };
        let local = if several {
            [model.wind_speed, turn.std, sigma_y.std, sigma_z.std]
        } else {
            [0.0; LOCAL]
        };
        Self {
            case,
            noise,
            priors: [shared(turn), shared(sigma_y), shared(sigma_z), growth_y, growth_z],
            local,
            unseen: model.wind_speed * part,
            rate_exponent: model.rate_exponent,
            log_least_rate: (LEAST_RATE * near.rate).ln(),
            root_weights: redundancy::root_weights(case, model, near),
            scaled: case.excess().iter().map(|e| noise.scaled(*e)).collect(),
        }
    }

    /// The most probable rate and air at a place, to within this much of twice the log probability.
    pub(crate) fn mode(&self, source: [f64; 3], least_gain: f64) -> Mode {
        let (state, equations) = self.settle(source, least_gain);
        let (log_determinant, variance) = equations.room();
        let log_joint = -0.5 * state.cost;
        let log_marginal = log_joint - 0.5 * log_determinant;
        Mode {
            log_marginal,
            score: if state.local.is_empty() { log_joint } else { log_marginal },
            log_rate: state.shared[0],
            log_rate_variance: variance + self.unseen * self.unseen,
            wind_turn: state.shared[1],
        }
    }

    /// Modelled concentrations at the most probable rate and air, background included.
    pub(crate) fn predicted(&self, source: [f64; 3], least_gain: f64) -> Vec<f64> {
        let (mut state, _) = self.settle(source, least_gain);
        for (index, epoch) in self.case.epochs().iter().enumerate() {
            let factor = factor(&state, index);
            for value in &mut state.units[epoch.readings.clone()] {
                *value = *value * factor + self.case.background();
            }
        }
        state.units
    }

    fn settle(&self, source: [f64; 3], least_gain: f64) -> (State, Equations) {
        let mut state = self.start(source);
        let mut damping = 1e-2;
        let mut equations = self.equations(source, &state);
        for _ in 0..MOST_STEPS {
            let mut gain = 0.0;
            for _ in 0..MOST_TRIALS {
                if let Some(next) = self.step(source, &state, &equations, damping)
                    && next.cost < state.cost
                {
                    gain = state.cost - next.cost;
                    state = next;
                    damping = (damping * 0.15_f64).max(1e-10);
                    break;
                }
                damping *= 8.0;
            }
            if gain > 0.0 {
                equations = self.equations(source, &state);
            }
            if gain < least_gain {
                break;
            }
        }
        (state, equations)
    }

    fn start(&self, source: [f64; 3]) -> State {
        let mut shared = Shared::zeros();
        for (k, prior) in self.priors.iter().enumerate() {
            shared[k + 1] = prior.mean;
        }
        let several = self.local.iter().any(|s| *s > 0.0);
        let local = if several { vec![Local::zeros(); self.case.epochs().len()] } else { vec![] };
        let mut state = State { shared, local, units: vec![0.0; self.scaled.len()], cost: 0.0 };
        self.evaluate(source, &mut state);
        // The mean logarithm of reading over unit concentration, where there is signal on both sides.
        let ratios = self.case.excess().iter().zip(&state.units).zip(&self.root_weights);
        let (sum, count) = ratios
            .filter(|((e, g), _)| **e > self.noise.additive() && **g > 0.0)
            .map(|((e, g), w)| ((e / g).ln().min(self.log_least_rate + 12.0) * w * w, w * w))
            .fold((0.0, 0.0), |(a, b), (x, w)| (a + x, b + w));
        state.shared[0] = if count > 0.0 {
            (sum / count).max(self.log_least_rate - 3.0)
        } else {
            self.log_least_rate
        };
        state.cost = self.cost(&state);
        state
    }

    /// What the air of an epoch errs by: what all share and what is its own.
    fn air_errors(state: &State, epoch: usize) -> [f64; AIR] {
        let local = state.local.get(epoch).copied().unwrap_or_else(Local::zeros);
        std::array::from_fn(|k| state.shared[k + 1] + local.get(k + 1).copied().unwrap_or(0.0))
    }

    /// Fills in the unit concentrations and the cost.
    fn evaluate(&self, source: [f64; 3], state: &mut State) {
        for (index, epoch) in self.case.epochs().iter().enumerate() {
            let air = air_error(Self::air_errors(state, index));
            self.case.epoch_units(index, &air, source, &mut state.units[epoch.readings.clone()]);
        }
        state.cost = self.cost(state);
    }

    fn residual(&self, index: usize, model: f64) -> (f64, f64) {
        let weight = self.root_weights[index];
        let (r, slope) = match self.case.limit_if_censored(index) {
            None => (self.scaled[index] - self.noise.scaled(model), -self.noise.slope(model)),
            Some(limit) => self.noise.censored_residual(limit, model),
        };
        (weight * r, weight * slope)
    }

    fn cost(&self, state: &State) -> f64 {
        let mut cost = 0.0;
        for (index, epoch) in self.case.epochs().iter().enumerate() {
            let factor = factor(state, index);
            for i in epoch.readings.clone() {
                cost += self.residual(i, factor * state.units[i]).0.powi(2);
            }
        }
        for (k, prior) in self.priors.iter().enumerate().filter(|(_, p)| p.std > 0.0) {
            cost += ((state.shared[k + 1] - prior.mean) / prior.std).powi(2);
        }
        for local in &state.local {
            for (value, std) in local.iter().zip(self.local).filter(|(_, s)| *s > 0.0) {
                cost += (value / std).powi(2);
            }
        }
        let above_least = 2.0 * (state.shared[0] - self.log_least_rate);
        cost + self.rate_exponent * softplus(above_least)
    }

    fn equations(&self, source: [f64; 3], state: &State) -> Equations {
        let mut shared = SMatrix::<f64, SHARED, SHARED>::zeros();
        let mut gradient = Shared::zeros();
        let mut local = Vec::with_capacity(state.local.len());
        let longest = self.case.epochs().iter().map(|e| e.readings.len()).max().unwrap_or(0);
        let mut moved = Moved { by_air: vec![[0.0; AIR]; longest], units: vec![0.0; longest] };
        for (index, epoch) in self.case.epochs().iter().enumerate() {
            let readings = epoch.readings.clone();
            self.differences(source, state, index, &mut moved);
            let factor = factor(state, index);
            let mut own = SMatrix::<f64, SHARED, SHARED>::zeros();
            let mut own_gradient = Shared::zeros();
            for (i, by_air) in readings.zip(&moved.by_air) {
                let model = factor * state.units[i];
                let (r, slope) = self.residual(i, model);
                let mut row = Shared::zeros();
                row[0] = slope * model;
                for (k, value) in by_air.iter().enumerate() {
                    row[k + 1] = slope * factor * value;
                }
                own += row * row.transpose();
                own_gradient += row * r;
            }
            if !state.local.is_empty() {
                let values = &state.local[index];
                local.push(self.local_equations(values, &own, &own_gradient));
            }
            shared += own;
            gradient += own_gradient;
        }
        self.add_shared_priors(state, &mut shared, &mut gradient);
        Equations { shared, gradient, local }
    }

    /// Derivatives of the unit concentrations of an epoch by the errors of the air.
    fn differences(&self, source: [f64; 3], state: &State, epoch: usize, moved: &mut Moved) {
        let Moved { by_air, units } = moved;
        let readings = self.case.epochs()[epoch].readings.clone();
        let units = &mut units[..readings.len()];
        let errors = Self::air_errors(state, epoch);
        for k in 0..AIR {
            let active =
                self.priors[k].std > 0.0 || self.local.get(k + 1).is_some_and(|s| *s > 0.0);
            if !active {
                for row in by_air.iter_mut() {
                    row[k] = 0.0;
                }
                continue;
            }
            let mut air = errors;
            air[k] += DIFFERENCE;
            self.case.epoch_units(epoch, &air_error(air), source, units);
            for ((row, unit), i) in by_air.iter_mut().zip(&*units).zip(readings.clone()) {
                row[k] = (unit - state.units[i]) / DIFFERENCE;
            }
        }
    }

    fn local_equations(
        &self,
        values: &Local,
        own: &SMatrix<f64, SHARED, SHARED>,
        own_gradient: &Shared,
    ) -> LocalEquations {
        // The local errors act through the same derivatives as the first shared ones.
        let mut matrix = own.fixed_view::<LOCAL, LOCAL>(0, 0).into_owned();
        let mut coupling = own.fixed_view::<SHARED, LOCAL>(0, 0).into_owned();
        let mut gradient = own_gradient.fixed_rows::<LOCAL>(0).into_owned();
        for (k, std) in self.local.iter().enumerate() {
            if *std > 0.0 {
                matrix[(k, k)] += 1.0 / (std * std);
                gradient[k] += values[k] / (std * std);
            } else {
                matrix.fill_row(k, 0.0);
                matrix.fill_column(k, 0.0);
                matrix[(k, k)] = 1.0;
                coupling.fill_column(k, 0.0);
                gradient[k] = 0.0;
            }
        }
        for (k, _) in self.priors.iter().enumerate().filter(|(_, p)| p.std == 0.0) {
            coupling.fill_row(k + 1, 0.0);
        }
        LocalEquations { matrix, coupling, gradient }
    }

    fn add_shared_priors(
        &self,
        state: &State,
        matrix: &mut SMatrix<f64, SHARED, SHARED>,
        gradient: &mut Shared,
    ) {
        for (k, prior) in self.priors.iter().enumerate() {
            let at = k + 1;
            if prior.std > 0.0 {
                matrix[(at, at)] += 1.0 / (prior.std * prior.std);
                gradient[at] += (state.shared[at] - prior.mean) / (prior.std * prior.std);
            } else {
                matrix.fill_row(at, 0.0);
                matrix.fill_column(at, 0.0);
                matrix[(at, at)] = 1.0;
                gradient[at] = 0.0;
            }
        }
        let above_least = 2.0 * (state.shared[0] - self.log_least_rate);
        gradient[0] += self.rate_exponent / (1.0 + (-above_least).exp());
        // Where no reading feels the rate, this keeps the system solvable and the rate wide open.
        matrix[(0, 0)] += WIDE_OPEN;
    }

    fn step(
        &self,
        source: [f64; 3],
        state: &State,
        equations: &Equations,
        damping: f64,
    ) -> Option<State> {
        let (shared_step, local_steps) = equations.solve(damping)?;
        let mut next = state.clone();
        next.shared += shared_step;
        for (local, step) in next.local.iter_mut().zip(local_steps) {
            *local += step;
        }
        if next.shared.iter().any(|v| !v.is_finite() || v.abs() > 100.0) {
            return None;
        }
        self.evaluate(source, &mut next);
        next.cost.is_finite().then_some(next)
    }
}

fn air_error([wind_turn, ln_y, ln_z, sigma_y_growth, sigma_z_growth]: [f64; AIR]) -> AirError {
    AirError {
        wind_turn,
        sigma_y_factor: ln_y.exp(),
        sigma_z_factor: ln_z.exp(),
        sigma_y_growth,
        sigma_z_growth,
        wind_speed_factor: 1.0,
    }
}

/// The rate of an epoch's readings: the shared one and the epoch's own factor.
fn factor(state: &State, epoch: usize) -> f64 {
    (state.shared[0] + state.local.get(epoch).map_or(0.0, |l| l[0])).exp()
}

/// ln(1 + e^t) without overflow.
fn softplus(t: f64) -> f64 {
    if t > 30.0 { t } else { t.exp().ln_1p() }
}
