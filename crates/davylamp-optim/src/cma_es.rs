//! CMA-ES with BIPOP restarts after Hansen & Ostermeier (2001) and Hansen (2009).

mod run;

use crate::ask_tell::ask_and_tell;
use crate::best::Best;
use crate::error::{check, check_count};
use crate::nelder_mead::fold;
use crate::random::Random;
use crate::settings::{MAX_POPULATION, with_fields};
use crate::{Bounds, OptimError};
use run::Run;

/// Settings of [`CmaEs`]; by default those of Hansen (2009).
///
/// # Examples
/// ```
/// use davylamp_optim::CmaEsSettings;
///
/// let once = CmaEsSettings::default().with_restarts(0);
/// assert_eq!(once.initial_step, 0.2);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct CmaEsSettings {
    /// Candidates of a generation of the first run, $\lambda$, 4 to a million; `None` is
    /// $4 + \lfloor 3 \ln D \rfloor$.
    pub population: Option<usize>,
    /// The first step as a share of the width of the box, 1e-9 to 1 (Hansen's 2 in a box of 10).
    pub initial_step: f64,
    /// A run ends when its steps are below this share of the width of the box, 0 to 1.
    pub place_tolerance: f64,
    /// A run ends when the best values of its last generations differ by this share of them or less,
    /// 0 to 1.
    pub value_tolerance: f64,
    /// How many runs may follow the first; `None` is as many as the driver allows.
    pub restarts: Option<usize>,
}

impl Default for CmaEsSettings {
    fn default() -> Self {
        Self {
            population: None,
            initial_step: 0.2,
            place_tolerance: 1e-12,
            value_tolerance: 1e-12,
            restarts: None,
        }
    }
}

with_fields!(CmaEsSettings {
    /// Sets the first step.
    with_initial_step(initial_step: f64),
    /// Sets the steps at which a run ends.
    with_place_tolerance(place_tolerance: f64),
    /// Sets the difference of values at which a run ends.
    with_value_tolerance(value_tolerance: f64),
});

/// The method keeps matrices of unknowns by unknowns, and factors them.
const MAX_UNKNOWNS: usize = 1000;

/// Large populations double at most this often, as in Hansen (2009).
const MAX_DOUBLINGS: usize = 9;

impl CmaEsSettings {
    /// Sets the candidates of a generation of the first run.
    #[must_use]
    pub fn with_population(mut self, population: usize) -> Self {
        self.population = Some(population);
        self
    }

    /// Sets how many runs may follow the first.
    #[must_use]
    pub fn with_restarts(mut self, restarts: usize) -> Self {
        self.restarts = Some(restarts);
        self
    }

    fn population(&self, dim: usize) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "4 to 24")]
        self.population.unwrap_or(4 + (3.0 * (dim as f64).ln()) as usize)
    }

    fn check(&self, dim: usize) -> Result<(), OptimError> {
        check_count("unknowns", dim, 1, MAX_UNKNOWNS)?;
        check_count("population", self.population(dim), 4, MAX_POPULATION)?;
        check("initial_step", self.initial_step, 1e-9, 1.0)?;
        check("place_tolerance", self.place_tolerance, 0.0, 1.0)?;
        check("value_tolerance", self.value_tolerance, 0.0, 1.0)
    }
}

/// The evolution strategy that learns the covariance of its steps, restarted in two regimes.
///
/// A generation is drawn from $m + \sigma N(0, C)$. The better half of it, weighted by
/// $\ln \frac{\lambda + 1}{2} - \ln i$ in order of rank $i$, moves the mean $m$, bends $C$ (rank one
/// along the path of the mean, rank $\mu$ by the steps themselves) and, by the length of the
/// path, sets the step $\sigma$. The constants are those of Hansen's tutorial (2016).
///
/// **Restarts.** A run ends when its steps or its values agree to the tolerances of
/// [`CmaEsSettings`], when $C$ is conditioned worse than $10^{14}$, or after
/// $100 + 50 (D + 3)^2/\sqrt\lambda$ generations. A new one starts at a random point, in the regime
/// that has used fewer evaluations: **large**, with twice the population of the last large one (nine
/// doublings at most), or **small**, with
/// $\lambda_0 (\frac12 \lambda_l/\lambda_0)^{u^2}$ candidates, a first step shortened by
/// $10^{-2 u'}$, and half the evaluations of the last large run; $u, u'$ uniform in $[0, 1)$.
///
/// **Box** (ours): as in [`NelderMead`](crate::NelderMead), the search lives in unbounded
/// coordinates of which the objective sees the triangle wave.
///
/// | Symbol | Field of [`CmaEsSettings`] | Default |
/// |---|---|---|
/// | $\lambda_0$ | `population` | $4 + \lfloor 3 \ln D \rfloor$ |
/// | $\sigma_0$ | `initial_step` | 0.2 |
///
/// A generation is one batch. The seed governs every draw. NaN is worse than any number. A `tell`
/// that does not match the `ask` is ignored. A thousand unknowns at most.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, CmaEs, CmaEsSettings, TestFunction, TestProblem};
/// let rosenbrock = TestProblem::new(TestFunction::Rosenbrock, 5)?;
/// let mut cma = CmaEs::new(CmaEsSettings::default(), &Bounds::of(&rosenbrock)?, 1)?;
/// assert!(davylamp_optim::minimize(&rosenbrock, &mut cma, 20_000)?.value < 1e-10);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Hansen & Ostermeier (2001), Evol. Comput. 9:159, <https://doi.org/10.1162/106365601750190398>.
/// - Hansen (2009), Proc. GECCO, 2389, <https://doi.org/10.1145/1570256.1570333>: the restarts.
/// - Hansen (2016), The CMA Evolution Strategy: A Tutorial, <https://arxiv.org/abs/1604.00772>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct CmaEs {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl CmaEs {
    /// A search of the box `bounds`, driven by `seed`.
    ///
    /// # Errors
    /// [`OptimError::OutOfRange`] or [`OptimError::CountOutOfRange`] for a setting outside the range
    /// that its field states, or more than a thousand unknowns.
    pub fn new(settings: CmaEsSettings, bounds: &Bounds, seed: u64) -> Result<Self, OptimError> {
        let dim = bounds.dim();
        settings.check(dim)?;
        let mut random = Random::new(seed);
        let run = Run::new(dim, settings.population(dim), settings.initial_step, &mut random);
        let state = State {
            bounds: bounds.clone(),
            random,
            run,
            large: true,
            doublings: 0,
            spent: [0; 2],
            last_large: 0,
            limit: usize::MAX,
            restarts: 0,
            best: Best::new(dim),
            asked: false,
            candidates: Vec::new(),
            settings,
        };
        Ok(Self { state })
    }

    /// How many runs have started after the first.
    #[must_use]
    pub fn restarts(&self) -> usize {
        self.state.restarts
    }
}

ask_and_tell!(CmaEs, CmaEsSettings);

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct State {
    settings: CmaEsSettings,
    bounds: Bounds,
    random: Random,
    run: Run,
    /// Whether the run is in the large regime; the first one counts for neither.
    large: bool,
    /// How often the large population has doubled.
    doublings: usize,
    /// Evaluations of the small and of the large regime.
    spent: [usize; 2],
    /// Evaluations of the last large run.
    last_large: usize,
    /// Evaluations after which a small run ends.
    limit: usize,
    restarts: usize,
    best: Best,
    asked: bool,
    /// A generation; none before the first ask, or once the last run has ended.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    candidates: Vec<f64>,
}

impl State {
    /// Asks for a generation, of a new run if the last has ended.
    fn propose(&mut self) {
        self.candidates.clear();
        let spent = self.run.evaluations();
        if spent >= self.limit || self.run.has_ended(&self.settings) {
            if self.settings.restarts.is_some_and(|limit| self.restarts >= limit) {
                return;
            }
            self.restart(spent);
        }
        let Self { run, bounds, random, candidates, .. } = self;
        run.draw(random, &mut |j, u| candidates.push(bounds.at(j, fold(u))));
    }

    /// Starts a run in the regime that has used less.
    fn restart(&mut self, spent: usize) {
        if self.restarts > 0 {
            let regime = &mut self.spent[usize::from(self.large)];
            *regime = regime.saturating_add(spent);
            if self.large {
                self.last_large = spent;
            }
        }
        let dim = self.bounds.dim();
        let first = self.settings.population(dim);
        let [small, large] = self.spent;
        // The first restart is a large one.
        self.large = self.restarts == 0 || small >= large;
        self.restarts += 1;
        let (population, step);
        if self.large {
            self.doublings = (self.doublings + 1).min(MAX_DOUBLINGS);
            (population, step) =
                ((first << self.doublings).min(MAX_POPULATION), self.settings.initial_step);
            self.limit = usize::MAX;
        } else {
            let (u, v) = (self.random.uniform(), self.random.uniform());
            let half = 0.5 * (1_usize << self.doublings) as f64;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
            let shrunk = (first as f64 * half.powf(u * u)) as usize;
            (population, step) =
                (shrunk.max(first), self.settings.initial_step * 10_f64.powf(-2.0 * v));
            self.limit = (self.last_large / 2).max(1);
        }
        self.run = Run::new(dim, population, step, &mut self.random);
    }

    fn accept(&mut self, values: &[f64]) {
        self.run.learn(values);
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        use crate::error::check_state;
        let dim = self.bounds.dim();
        self.settings.check(dim)?;
        check_count("doublings", self.doublings, 0, MAX_DOUBLINGS)?;
        let most = self.settings.population(dim) << MAX_DOUBLINGS;
        self.run.check(dim, most)?;
        if self.asked && !self.candidates.is_empty() {
            check_state("candidates", self.candidates.len(), self.run.population() * dim)?;
        }
        self.best.check(dim)
    }
}
