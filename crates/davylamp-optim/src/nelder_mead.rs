//! The downhill simplex of Nelder & Mead (1965), Comput. J. 7:308, in a box and with restarts.

mod settings;

pub use settings::{NelderMeadSettings, SimplexCoefficients};

use crate::best::{Best, better, by_value};
use crate::random::Random;
use crate::{Bounds, OptimError};
use davylamp_traits::Optimizer;
use settings::Coefficients;

/// The simplex method of Nelder and Mead in a box, started again from random points.
///
/// A simplex of $D + 1$ vertices reflects its worst vertex $x_w$ through the centroid $c$ of the
/// others, and expands, contracts or shrinks as the value there tells:
///
/// $$ x_r = c + \rho (c - x_w), \quad x_e = c + \chi (x_r - c), \quad
///    x_{oc} = c + \gamma (x_r - c), \quad x_{ic} = c + \gamma (x_w - c) $$
///
/// and a shrink moves every vertex to $x_b + \sigma (x - x_b)$, $x_b$ the best. Acceptance is as
/// Gao & Han (2012) state it.
///
/// | Symbol | [`SimplexCoefficients::Standard`] | [`SimplexCoefficients::Adaptive`] |
/// |---|---|---|
/// | $\rho$ | 1 | 1 |
/// | $\chi$ | 2 | $1 + 2/D$ |
/// | $\gamma$ | 1/2 | $3/4 - 1/(2D)$ |
/// | $\sigma$ | 1/2 | $1 - 1/D$ |
///
/// **Box** (ours): the simplex lives in unbounded coordinates, scaled by the box, of which the
/// objective sees the triangle wave; a step across a bound comes back mirrored, and the simplex
/// never collapses onto a face, as it does where coordinates are clipped.
///
/// **Restarts** (ours): when the vertices agree in place or in value, to the tolerances of
/// [`NelderMeadSettings`], a new simplex starts at a uniformly random point; at once on a plateau.
/// Without [`NelderMeadSettings::restarts`] the method goes on until its driver stops it.
///
/// It asks one candidate at a time, $D + 1$ for a new simplex, $D$ for a shrink. The seed governs
/// where the simplices start. NaN is worse than any number. A `tell` that does not match the `ask`
/// is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, NelderMead, NelderMeadSettings, TestFunction, TestProblem};
/// let rosenbrock = TestProblem::new(TestFunction::Rosenbrock, 2)?;
/// let settings = NelderMeadSettings::default().with_start(vec![-1.2, 1.0]).with_restarts(0);
/// let mut simplex = NelderMead::new(settings, &Bounds::of(&rosenbrock)?, 1)?;
/// let found = davylamp_optim::minimize(&rosenbrock, &mut simplex, 1_000)?;
/// assert!(found.value < 1e-12);
/// assert!(found.evaluations < 1_000); // it has finished by itself
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Nelder & Mead (1965), Comput. J. 7:308, <https://doi.org/10.1093/comjnl/7.4.308>.
/// - Gao & Han (2012), Comput. Optim. Appl. 51:259, <https://doi.org/10.1007/s10589-010-9329-3>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct NelderMead {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl NelderMead {
    /// A simplex in the box `bounds`, placed by the start of the settings, or else by `seed`.
    ///
    /// # Errors
    /// [`OptimError::OutOfRange`], [`OptimError::WrongDimension`] or
    /// [`OptimError::OutsideBounds`] for a setting outside the range that its field states.
    pub fn new(
        settings: NelderMeadSettings,
        bounds: &Bounds,
        seed: u64,
    ) -> Result<Self, OptimError> {
        settings.check(bounds)?;
        let dim = bounds.dim();
        let mut state = State {
            coefficients: settings.coefficients.of(dim),
            bounds: bounds.clone(),
            random: Random::new(seed),
            simplex: vec![0.0; (dim + 1) * dim],
            values: vec![f64::NAN; dim + 1],
            order: (0..=dim).collect(),
            centroid: vec![0.0; dim],
            reflected: vec![0.0; dim],
            reflected_value: f64::NAN,
            tried: vec![0.0; dim],
            best: Best::new(dim),
            stage: Stage::Start,
            restarts: 0,
            candidates: Vec::with_capacity((dim + 1) * dim),
            settings,
        };
        state.start();
        Ok(Self { state })
    }

    /// The settings that it was made with.
    #[must_use]
    pub fn settings(&self) -> &NelderMeadSettings {
        &self.state.settings
    }

    /// How many simplices have started after the first.
    #[must_use]
    pub fn restarts(&self) -> usize {
        self.state.restarts
    }
}

impl Optimizer for NelderMead {
    fn ask(&mut self) -> &[f64] {
        &self.state.candidates
    }

    fn tell(&mut self, values: &[f64]) {
        if !values.is_empty()
            && values.len() * self.state.bounds.dim() == self.state.candidates.len()
        {
            self.state.advance(values);
        }
    }

    fn best(&self) -> Option<(&[f64], f64)> {
        self.state.best.get()
    }
}

/// What the pending candidates are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
enum Stage {
    /// The vertices of a new simplex.
    Start,
    Reflect,
    Expand,
    ContractOutside,
    ContractInside,
    /// All vertices but the best, in order.
    Shrink,
    Finished,
}

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct State {
    settings: NelderMeadSettings,
    coefficients: Coefficients,
    bounds: Bounds,
    random: Random,
    /// Vertices, `[dim + 1][dim]`, in unfolded coordinates (the box is 0 to 1).
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    simplex: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    values: Vec<f64>,
    /// The vertices from best to worst.
    order: Vec<usize>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    centroid: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    reflected: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    reflected_value: f64,
    /// The single pending point, unfolded.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    tried: Vec<f64>,
    best: Best,
    stage: Stage,
    restarts: usize,
    /// The pending points in the box.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    candidates: Vec<f64>,
}

impl State {
    /// Asks for a new simplex: a point, and a step from it along each axis towards the middle.
    fn start(&mut self) {
        let dim = self.bounds.dim();
        for j in 0..dim {
            let first = match (&self.settings.start, self.restarts) {
                (Some(start), 0) => (start[j] - self.bounds.lower()[j]) / self.bounds.width(j),
                _ => self.random.uniform(),
            };
            let step = self.settings.initial_step;
            for (k, vertex) in self.simplex.chunks_exact_mut(dim).enumerate() {
                vertex[j] = match () {
                    () if k != j + 1 => first,
                    () if first > 0.5 => first - step,
                    () => first + step,
                };
            }
        }
        self.stage = Stage::Start;
        self.candidates.clear();
        for vertex in self.simplex.chunks_exact(dim) {
            push_folded(&self.bounds, vertex, &mut self.candidates);
        }
    }

    /// Takes the values of the pending candidates and asks for the next ones.
    fn advance(&mut self, values: &[f64]) {
        self.best.offer_all(&self.candidates, values);
        let dim = self.bounds.dim();
        let value = values[0];
        match self.stage {
            Stage::Finished => {}
            Stage::Start => {
                self.values.copy_from_slice(values);
                self.iterate();
            }
            Stage::Shrink => {
                for (&k, &value) in self.order[1..].iter().zip(values) {
                    self.values[k] = value;
                }
                self.iterate();
            }
            Stage::Reflect => {
                self.reflected.copy_from_slice(&self.tried);
                self.reflected_value = value;
                let value_at = |rank: usize| self.values[self.order[rank]];
                let Coefficients { expansion, contraction, .. } = self.coefficients;
                if better(value, value_at(0)) {
                    self.try_beyond(expansion, Stage::Expand);
                } else if better(value, value_at(dim - 1)) {
                    self.replace_worst_by_reflected();
                } else if better(value, value_at(dim)) {
                    self.try_beyond(contraction, Stage::ContractOutside);
                } else {
                    self.try_towards_worst(-contraction, Stage::ContractInside);
                }
            }
            Stage::Expand => {
                if better(value, self.reflected_value) {
                    self.replace_worst(value);
                } else {
                    self.replace_worst_by_reflected();
                }
            }
            Stage::ContractOutside => {
                if better(self.reflected_value, value) {
                    self.shrink();
                } else {
                    self.replace_worst(value);
                }
            }
            Stage::ContractInside => {
                if better(value, self.values[self.order[dim]]) {
                    self.replace_worst(value);
                } else {
                    self.shrink();
                }
            }
        }
    }

    /// Begins an iteration: order, test, reflect.
    fn iterate(&mut self) {
        let Self { values, order, .. } = self;
        order.sort_unstable_by(|&a, &b| by_value(values[a], values[b]).then(a.cmp(&b)));
        if self.converged() {
            if self.settings.restarts.is_some_and(|limit| self.restarts >= limit) {
                self.stage = Stage::Finished;
                self.candidates.clear();
            } else {
                self.restarts += 1;
                self.start();
            }
            return;
        }
        let dim = self.bounds.dim();
        self.centroid.fill(0.0);
        for &k in &self.order[..dim] {
            for (centroid, x) in self.centroid.iter_mut().zip(&self.simplex[k * dim..][..dim]) {
                *centroid += x / dim as f64;
            }
        }
        self.try_towards_worst(self.coefficients.reflection, Stage::Reflect);
    }

    /// Whether the vertices agree in value or in place.
    fn converged(&self) -> bool {
        let dim = self.bounds.dim();
        let (best, worst) = (self.order[0], self.order[dim]);
        let (low, high) = (self.values[best], self.values[worst]);
        if !better(low, high) || high - low <= self.settings.value_tolerance * low.abs() {
            return true;
        }
        let middle = &self.simplex[best * dim..][..dim];
        self.simplex.chunks_exact(dim).all(|vertex| {
            vertex.iter().zip(middle).all(|(a, b)| (a - b).abs() <= self.settings.place_tolerance)
        })
    }

    /// Asks for the centroid plus `factor` times the way from the worst vertex to it.
    fn try_towards_worst(&mut self, factor: f64, stage: Stage) {
        let dim = self.bounds.dim();
        let worst = &self.simplex[self.order[dim] * dim..][..dim];
        for ((tried, c), w) in self.tried.iter_mut().zip(&self.centroid).zip(worst) {
            *tried = c + factor * (c - w);
        }
        self.ask_tried(stage);
    }

    /// Asks for the centroid plus `factor` times the way from it to the reflected point.
    fn try_beyond(&mut self, factor: f64, stage: Stage) {
        for ((tried, c), r) in self.tried.iter_mut().zip(&self.centroid).zip(&self.reflected) {
            *tried = c + factor * (r - c);
        }
        self.ask_tried(stage);
    }

    fn ask_tried(&mut self, stage: Stage) {
        self.stage = stage;
        self.candidates.clear();
        push_folded(&self.bounds, &self.tried, &mut self.candidates);
    }

    fn replace_worst_by_reflected(&mut self) {
        self.tried.copy_from_slice(&self.reflected);
        self.replace_worst(self.reflected_value);
    }

    /// The point tried last takes the worst vertex's place.
    fn replace_worst(&mut self, value: f64) {
        let dim = self.bounds.dim();
        let worst = self.order[dim];
        self.simplex[worst * dim..][..dim].copy_from_slice(&self.tried);
        self.values[worst] = value;
        self.iterate();
    }

    /// Asks for all vertices but the best, drawn towards it.
    fn shrink(&mut self) {
        let dim = self.bounds.dim();
        let best = self.order[0];
        self.stage = Stage::Shrink;
        self.candidates.clear();
        for &k in &self.order[1..] {
            for j in 0..dim {
                let middle = self.simplex[best * dim + j];
                let x = &mut self.simplex[k * dim + j];
                *x = middle + self.coefficients.shrinkage * (*x - middle);
            }
            push_folded(&self.bounds, &self.simplex[k * dim..][..dim], &mut self.candidates);
        }
    }
}

/// Appends the point of the box that an unfolded point stands for.
fn push_folded(bounds: &Bounds, unfolded: &[f64], candidates: &mut Vec<f64>) {
    candidates.extend(unfolded.iter().enumerate().map(|(j, u)| bounds.at(j, fold(*u))));
}

/// The triangle wave: 0 to 1 as it is, beyond mirrored at each whole number.
#[inline]
pub(crate) fn fold(u: f64) -> f64 {
    if (0.0..=1.0).contains(&u) {
        return u;
    }
    let u = u.rem_euclid(2.0);
    if u > 1.0 { 2.0 - u } else { u }
}

#[cfg(feature = "serde")]
impl State {
    fn deserialize_checked<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let state = <Self as serde::Deserialize>::deserialize(from)?;
        state.check().map_err(serde::de::Error::custom)?;
        Ok(state)
    }

    /// Refuses a state whose parts do not fit each other.
    fn check(&self) -> Result<(), OptimError> {
        use crate::error::check_state;
        self.settings.check(&self.bounds)?;
        let dim = self.bounds.dim();
        let pending = match self.stage {
            Stage::Start => dim + 1,
            Stage::Shrink => dim,
            Stage::Finished => 0,
            _ => 1,
        };
        for (name, part, expected) in [
            ("simplex", &self.simplex, (dim + 1) * dim),
            ("values", &self.values, dim + 1),
            ("centroid", &self.centroid, dim),
            ("reflected", &self.reflected, dim),
            ("tried", &self.tried, dim),
            ("candidates", &self.candidates, pending * dim),
        ] {
            check_state(name, part.len(), expected)?;
        }
        check_state("order", self.order.len(), dim + 1)?;
        let mut ranks = self.order.clone();
        ranks.sort_unstable();
        let agree = ranks.iter().enumerate().filter(|&(k, &rank)| k == rank).count();
        check_state("order", agree, dim + 1)?;
        self.best.check(dim)
    }
}
