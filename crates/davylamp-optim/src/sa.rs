//! Simulated annealing of continuous unknowns after Corana, Marchesi, Martini & Ridella (1987).

use crate::ask_tell::ask_and_tell;
use crate::best::{Best, better};
use crate::error::{check, check_count};
use crate::random::Random;
use crate::settings::with_fields;
use crate::{Bounds, OptimError};

/// Settings of [`SimulatedAnnealing`].
///
/// By default those of Corana et al. (1987), who leave the first temperature to the user; ours is
/// the spread of the values, as White (1984) proposed.
///
/// # Examples
/// ```
/// use davylamp_optim::SaSettings;
///
/// let settings = SaSettings::default().with_initial_temperature(100.0);
/// assert_eq!((settings.cycles, settings.cooling), (20, 0.85));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct SaSettings {
    /// Where to start; `None` is the best of the first sample.
    pub start: Option<Vec<f64>>,
    /// The first temperature, in the unit of the objective, 1e-300 to 1e300; `None` is the standard
    /// deviation of the values of a first sample of ten points per unknown.
    pub initial_temperature: Option<f64>,
    /// What is left of the temperature after a reduction, $r_T$, 0.01 to 0.9999.
    pub cooling: f64,
    /// Cycles through the unknowns between adjustments of the steps, $N_S$, 1 to a million.
    pub cycles: usize,
    /// Adjustments of the steps between reductions of the temperature, $N_T$, 1 to a million; `None`
    /// is 100, or 5 per unknown if that is more.
    pub adjustments: Option<usize>,
    /// How strongly steps are adjusted, $c$, 0 to 100.
    pub step_variation: f64,
}

impl Default for SaSettings {
    fn default() -> Self {
        Self {
            start: None,
            initial_temperature: None,
            cooling: 0.85,
            cycles: 20,
            adjustments: None,
            step_variation: 2.0,
        }
    }
}

with_fields!(SaSettings {
    /// Sets what is left of the temperature after a reduction.
    with_cooling(cooling: f64),
    /// Sets the cycles between adjustments of the steps.
    with_cycles(cycles: usize),
    /// Sets how strongly steps are adjusted.
    with_step_variation(step_variation: f64),
});

const MAX_CYCLES: usize = 1_000_000;

impl SaSettings {
    /// What Xia et al. (2022), Table 7, say of their simulated annealing: it starts at (0, 0, 0).
    /// Their schedule is not known, so this one is Corana's.
    #[must_use]
    pub fn paper() -> Self {
        Self::default().with_start(vec![0.0; 3])
    }

    /// The defaults, with as few adjustments a temperature as let it fall by $10^{12}$ within
    /// `evaluations` of `unknowns` (Goffe, Ferrier & Rogers 1994 found that far fewer than Corana's
    /// do), at least 1.
    ///
    /// # Examples
    /// ```
    /// # use davylamp_optim::SaSettings;
    /// assert_eq!(SaSettings::for_evaluations(20_000, 2).adjustments, Some(2));
    /// ```
    #[must_use]
    pub fn for_evaluations(evaluations: usize, unknowns: usize) -> Self {
        // ln(1e-12) / ln(0.85), rounded up.
        let reductions = 171;
        let settings = Self::default();
        let adjustment = settings.cycles.saturating_mul(unknowns).max(1);
        let most = settings.adjustments(unknowns);
        settings.with_adjustments((evaluations / reductions / adjustment).clamp(1, most))
    }

    /// Sets where to start.
    #[must_use]
    pub fn with_start(mut self, start: Vec<f64>) -> Self {
        self.start = Some(start);
        self
    }

    /// Sets the first temperature.
    #[must_use]
    pub fn with_initial_temperature(mut self, temperature: f64) -> Self {
        self.initial_temperature = Some(temperature);
        self
    }

    /// Sets the adjustments of the steps between reductions of the temperature.
    #[must_use]
    pub fn with_adjustments(mut self, adjustments: usize) -> Self {
        self.adjustments = Some(adjustments);
        self
    }

    fn adjustments(&self, dim: usize) -> usize {
        self.adjustments.unwrap_or_else(|| (5 * dim.min(MAX_CYCLES / 5)).max(100))
    }

    fn check(&self, bounds: &Bounds) -> Result<(), OptimError> {
        if let Some(start) = &self.start {
            bounds.check_start(start)?;
        }
        check("initial_temperature", self.initial_temperature.unwrap_or(1.0), 1e-300, 1e300)?;
        check("cooling", self.cooling, 0.01, 0.9999)?;
        check_count("cycles", self.cycles, 1, MAX_CYCLES)?;
        check_count("adjustments", self.adjustments(bounds.dim()), 1, MAX_CYCLES)?;
        check("step_variation", self.step_variation, 0.0, 100.0)
    }
}

/// One point that walks along the axes and accepts worse values the less, the colder it is.
///
/// A candidate differs from the point $x$ in one unknown, uniformly within a step of it; it is
/// accepted with the probability $\min(1, e^{-\Delta f/T})$ (Metropolis). Every $N_S$ cycles through
/// the unknowns each step is adjusted so that about half of its candidates are accepted: multiplied
/// by $1 + c\,(p - 0.6)/0.4$ if the share $p > 0.6$, divided by $1 + c\,(0.4 - p)/0.4$ if $p < 0.4$.
/// After $N_T$ adjustments the temperature falls to $r_T T$, and the point returns to the best so far.
///
/// | Symbol | Field of [`SaSettings`] | Default |
/// |---|---|---|
/// | $T_0$ | `initial_temperature` | the spread of a first sample |
/// | $r_T$ | `cooling` | 0.85 |
/// | $N_S$ | `cycles` | 20 |
/// | $N_T$ | `adjustments` | $\max(100, 5 D)$ |
/// | $c$ | `step_variation` | 2 |
///
/// A step is at most the width of the box (Goffe et al. 1994), and candidates outside are drawn
/// again. The first sample, ten points per unknown and the start, is one batch; from then on it asks
/// one candidate at a time. With the default schedule it takes some $10^5$ evaluations per unknown;
/// [`SaSettings::for_evaluations`] fits it to a budget. It never finishes by itself. The seed governs
/// every draw. NaN is worse than any number. A `tell` that does not match the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, SaSettings, SimulatedAnnealing, TestFunction, TestProblem};
/// let rastrigin = TestProblem::new(TestFunction::Rastrigin, 2)?;
/// let settings = SaSettings::for_evaluations(20_000, 2);
/// let mut annealing = SimulatedAnnealing::new(settings, &Bounds::of(&rastrigin)?, 1)?;
/// assert!(davylamp_optim::minimize(&rastrigin, &mut annealing, 20_000)?.value < 1e-3);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Kirkpatrick, Gelatt & Vecchi (1983), Science 220:671,
///   <https://doi.org/10.1126/science.220.4598.671>.
/// - White (1984), Proc. ICCD, 646.
/// - Corana, Marchesi, Martini & Ridella (1987), ACM Trans. Math. Softw. 13:262,
///   <https://doi.org/10.1145/29380.29864>.
/// - Goffe, Ferrier & Rogers (1994), J. Econometrics 60:65,
///   <https://doi.org/10.1016/0304-4076(94)90038-8>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct SimulatedAnnealing {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl SimulatedAnnealing {
    /// A search of the box `bounds`, driven by `seed`.
    ///
    /// # Errors
    /// [`OptimError::OutOfRange`], [`OptimError::CountOutOfRange`],
    /// [`OptimError::WrongDimension`] or [`OptimError::OutsideBounds`] for a setting outside the
    /// range that its field states.
    pub fn new(settings: SaSettings, bounds: &Bounds, seed: u64) -> Result<Self, OptimError> {
        settings.check(bounds)?;
        let dim = bounds.dim();
        let mut random = Random::new(seed);
        let mut candidates = settings.start.clone().unwrap_or_default();
        candidates.extend(random.points(bounds, SAMPLE * dim));
        let state = State {
            bounds: bounds.clone(),
            random,
            x: vec![0.0; dim],
            value: f64::NAN,
            steps: (0..dim).map(|j| bounds.width(j)).collect(),
            accepted: vec![0; dim],
            temperature: f64::NAN,
            unknown: 0,
            cycle: 0,
            adjustment: 0,
            sampled: false,
            best: Best::new(dim),
            asked: true,
            candidates,
            settings,
        };
        Ok(Self { state })
    }
}

/// Points per unknown in the first sample.
const SAMPLE: usize = 10;

ask_and_tell!(SimulatedAnnealing, SaSettings);

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct State {
    settings: SaSettings,
    bounds: Bounds,
    random: Random,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    x: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    value: f64,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    steps: Vec<f64>,
    /// Candidates accepted since the last adjustment, by unknown.
    accepted: Vec<usize>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    temperature: f64,
    /// Which unknown the pending candidate moves.
    unknown: usize,
    cycle: usize,
    adjustment: usize,
    /// Whether the first sample has been told.
    sampled: bool,
    best: Best,
    asked: bool,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    candidates: Vec<f64>,
}

impl State {
    /// Asks for a point that differs in one unknown.
    fn propose(&mut self) {
        let Self { bounds, random, x, steps, unknown: j, candidates, .. } = self;
        candidates.clear();
        candidates.extend_from_slice(x);
        candidates[*j] = loop {
            let moved = x[*j] + steps[*j] * (2.0 * random.uniform() - 1.0);
            // A step is at most the width of the box: half of the draws or more are inside.
            if bounds.allows(*j, moved) {
                break moved;
            }
        };
    }

    fn accept(&mut self, values: &[f64]) {
        if self.sampled {
            self.walk(values[0]);
        } else {
            self.begin(values);
        }
    }

    /// Takes the first temperature and place from the first sample.
    fn begin(&mut self, values: &[f64]) {
        self.sampled = true;
        let finite = || values.iter().filter(|value| value.is_finite());
        let count = finite().count() as f64;
        let mean = finite().sum::<f64>() / count;
        let variance = finite().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
        let spread = variance.sqrt();
        let usable = spread > 0.0 && spread.is_finite();
        self.temperature =
            self.settings.initial_temperature.unwrap_or(if usable { spread } else { 1.0 });
        match self.best.get() {
            Some((x, value)) if self.settings.start.is_none() => {
                self.x.copy_from_slice(x);
                self.value = value;
            }
            _ => {
                let dim = self.x.len();
                self.x.copy_from_slice(&self.candidates[..dim]);
                self.value = values[0];
            }
        }
    }

    /// Metropolis' rule, and the schedule.
    fn walk(&mut self, value: f64) {
        let worse = value - self.value;
        let takes =
            !better(self.value, value) || self.random.uniform() < (-worse / self.temperature).exp();
        if takes {
            self.x.copy_from_slice(&self.candidates);
            self.value = value;
            self.accepted[self.unknown] += 1;
        }
        self.unknown += 1;
        if self.unknown == self.x.len() {
            self.unknown = 0;
            self.cycle += 1;
        }
        if self.cycle >= self.settings.cycles {
            self.cycle = 0;
            self.adjust();
            self.adjustment += 1;
        }
        if self.adjustment >= self.settings.adjustments(self.x.len()) {
            self.adjustment = 0;
            self.temperature *= self.settings.cooling;
            if let Some((x, value)) = self.best.get() {
                self.x.copy_from_slice(x);
                self.value = value;
            }
        }
    }

    /// Fits the steps so that about half of the candidates are accepted.
    fn adjust(&mut self) {
        let SaSettings { cycles, step_variation, .. } = self.settings;
        for (j, (step, accepted)) in self.steps.iter_mut().zip(&mut self.accepted).enumerate() {
            let share = *accepted as f64 / cycles as f64;
            if share > 0.6 {
                *step *= 1.0 + step_variation * (share - 0.6) / 0.4;
            } else if share < 0.4 {
                *step /= 1.0 + step_variation * (0.4 - share) / 0.4;
            }
            *step = step.min(self.bounds.width(j));
            *accepted = 0;
        }
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        use crate::error::check_state;
        self.settings.check(&self.bounds)?;
        let dim = self.bounds.dim();
        let sample = SAMPLE * dim + usize::from(self.settings.start.is_some());
        let pending = if self.sampled { 1 } else { sample };
        check_state("x", self.x.len(), dim)?;
        check_state("steps", self.steps.len(), dim)?;
        check_state("accepted", self.accepted.len(), dim)?;
        if self.asked {
            check_state("candidates", self.candidates.len(), pending * dim)?;
        }
        check_count("unknown", self.unknown, 0, dim - 1)?;
        check_count("cycle", self.cycle, 0, MAX_CYCLES)?;
        check_count("adjustment", self.adjustment, 0, MAX_CYCLES)?;
        for j in 0..dim {
            // Else the loop in propose might not end.
            check("x", self.x[j], self.bounds.lower()[j], self.bounds.upper()[j])
                .or_else(|error| if self.sampled { Err(error) } else { Ok(()) })?;
            check("steps", self.steps[j], 0.0, self.bounds.width(j))?;
        }
        self.best.check(dim)
    }
}
