//! Differential evolution after Storn & Price (1997), J. Global Optim. 11:341.

use crate::ask_tell::ask_and_tell;
use crate::best::better;
use crate::error::{check, check_count};
use crate::population::Population;
use crate::settings::{MAX_POPULATION, with_fields};
use crate::{Bounds, OptimError};

/// How a mutant is made; all cross over binomially ("bin").
///
/// The example of [`DeSettings`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum DeStrategy {
    /// $x_{r1} + F (x_{r2} - x_{r3})$: the original, robust one.
    #[default]
    Rand1,
    /// $x_{best} + F (x_{r1} - x_{r2})$: fast, and sooner stuck.
    Best1,
    /// $x_i + F (x_{best} - x_i) + F (x_{r1} - x_{r2})$: between the two.
    CurrentToBest1,
}

/// Settings of [`DifferentialEvolution`].
///
/// By default rand/1/bin with ten individuals per unknown, $F = 0.8$ and $CR = 0.9$. Storn & Price
/// start from $F = 0.5$ and raise it where the population converges too soon; at 0.5 it does so in
/// Rosenbrock's valley of two unknowns, at 0.8 it does not (ours, by trial).
///
/// # Examples
/// ```
/// use davylamp_optim::{DeSettings, DeStrategy};
///
/// let settings = DeSettings::default().with_strategy(DeStrategy::Best1).with_population(50);
/// assert_eq!((settings.differential_weight, settings.crossover_rate), (0.8, 0.9));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct DeSettings {
    /// Individuals, $NP$, from 4 (the target and three donors) to a million; `None` is ten per
    /// unknown (Storn & Price's advice is five to ten).
    pub population: Option<usize>,
    /// Weight of the differences, $F$, 0 to 2; 0.5 is quicker, and sooner stuck.
    pub differential_weight: f64,
    /// Crossover probability, $CR$, 0 to 1; small where the unknowns act independently.
    pub crossover_rate: f64,
    /// How a mutant is made.
    pub strategy: DeStrategy,
}

impl Default for DeSettings {
    fn default() -> Self {
        Self {
            population: None,
            differential_weight: 0.8,
            crossover_rate: 0.9,
            strategy: DeStrategy::default(),
        }
    }
}

with_fields!(DeSettings {
    /// Sets the weight of the differences.
    with_differential_weight(differential_weight: f64),
    /// Sets the crossover probability.
    with_crossover_rate(crossover_rate: f64),
    /// Sets how a mutant is made.
    with_strategy(strategy: DeStrategy),
});

impl DeSettings {
    /// The settings of Xia et al. (2022), Table 7: 30 individuals, $F = CR = 0.5$.
    ///
    /// # Examples
    /// ```
    /// # use davylamp_optim::DeSettings;
    /// assert_eq!(DeSettings::paper().population, Some(30));
    /// ```
    #[must_use]
    pub fn paper() -> Self {
        Self {
            population: Some(30),
            differential_weight: 0.5,
            crossover_rate: 0.5,
            strategy: DeStrategy::Rand1,
        }
    }

    /// Sets the number of individuals.
    #[must_use]
    pub fn with_population(mut self, population: usize) -> Self {
        self.population = Some(population);
        self
    }

    /// The number of individuals for `dim` unknowns.
    fn population(&self, dim: usize) -> usize {
        self.population.unwrap_or_else(|| (10 * dim).clamp(4, MAX_POPULATION))
    }

    fn check(&self, dim: usize) -> Result<(), OptimError> {
        check_count("population", self.population(dim), 4, MAX_POPULATION)?;
        check("differential_weight", self.differential_weight, 0.0, 2.0)?;
        check("crossover_rate", self.crossover_rate, 0.0, 1.0)
    }
}

/// Differential evolution: mutants by scaled differences of individuals, crossed with their targets.
///
/// In each generation every target $x_i$ gets a trial $u$: one coordinate drawn at random, and each
/// other one with probability $CR$, comes from the mutant $v$ of its [`DeStrategy`], the rest from
/// $x_i$. Donors are distinct and differ from the target. The trial replaces the target if it is not
/// worse: equal values count as a step, so that a plateau does not hold the search.
///
/// | Symbol | Field of [`DeSettings`] | Default |
/// |---|---|---|
/// | $NP$ | `population` | 10 per unknown |
/// | $F$ | `differential_weight` | 0.8 |
/// | $CR$ | `crossover_rate` | 0.9 |
///
/// A mutant's coordinate outside the box is drawn again, uniformly between the bound and that of its
/// base vector ("bounce-back" of Price, Storn & Lampinen 2005, section 4.3.1); the 1997 paper has no
/// bounds.
///
/// A generation is one batch, and replaces the last one as a whole. The method never finishes by
/// itself. The seed governs every draw. NaN is worse than any number. A `tell` that does not match
/// the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, DeSettings, DifferentialEvolution, TestFunction, TestProblem};
/// let rosenbrock = TestProblem::new(TestFunction::Rosenbrock, 2)?;
/// let bounds = Bounds::of(&rosenbrock)?;
/// let mut de = DifferentialEvolution::new(DeSettings::default(), &bounds, 3)?;
/// let found = davylamp_optim::minimize(&rosenbrock, &mut de, 10_000)?;
/// assert!((found.x[0] - 1.0).abs() < 1e-6);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Storn & Price (1997), J. Global Optim. 11:341, <https://doi.org/10.1023/A:1008202821328>.
/// - Price, Storn & Lampinen (2005), Differential Evolution, Springer,
///   <https://doi.org/10.1007/3-540-31306-0>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct DifferentialEvolution {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl DifferentialEvolution {
    /// A population in the box `bounds`, placed by `seed`.
    ///
    /// # Errors
    /// [`OptimError::OutOfRange`] or [`OptimError::CountOutOfRange`] for a setting outside the range
    /// that its field states.
    pub fn new(settings: DeSettings, bounds: &Bounds, seed: u64) -> Result<Self, OptimError> {
        let dim = bounds.dim();
        settings.check(dim)?;
        let count = settings.population(dim);
        let state = State::new(settings, bounds, seed, count, |individuals| Generation {
            individuals: individuals.to_vec(),
            values: vec![f64::NAN; count],
            leader: 0,
        });
        Ok(Self { state })
    }
}

ask_and_tell!(DifferentialEvolution, DeSettings);

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Generation {
    /// `[n][dim]`; before the first tell, the candidates.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    individuals: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    values: Vec<f64>,
    /// The best individual.
    leader: usize,
}

type State = Population<DeSettings, Generation>;

impl State {
    /// Asks for one trial per individual.
    fn propose(&mut self) {
        let Self { settings, bounds, random, own, candidates, .. } = self;
        let Generation { individuals, leader, .. } = own;
        let dim = bounds.dim();
        let count = individuals.len() / dim;
        let individual = |k: usize| &individuals[k * dim..][..dim];
        let (weight, rate) = (settings.differential_weight, settings.crossover_rate);
        for (i, trial) in candidates.chunks_exact_mut(dim).enumerate() {
            let target = individual(i);
            let leader = individual(*leader);
            // The mutant is base + pull (leader - base) + weight (b - c).
            let ([b, c], base, pull) = match settings.strategy {
                DeStrategy::Rand1 => {
                    let [a, b, c] = random.distinct(count, Some(i)).map(individual);
                    ([b, c], a, 0.0)
                }
                DeStrategy::Best1 => (random.distinct(count, Some(i)).map(individual), leader, 0.0),
                DeStrategy::CurrentToBest1 => {
                    (random.distinct(count, Some(i)).map(individual), target, weight)
                }
            };
            let forced = random.below(dim);
            for j in 0..dim {
                if random.uniform() >= rate && j != forced {
                    trial[j] = target[j];
                    continue;
                }
                let mutant = base[j] + pull * (leader[j] - base[j]) + weight * (b[j] - c[j]);
                trial[j] = if bounds.allows(j, mutant) {
                    mutant
                } else {
                    let bound =
                        if mutant < base[j] { bounds.lower()[j] } else { bounds.upper()[j] };
                    base[j] + random.uniform() * (bound - base[j])
                };
            }
        }
    }

    /// Trials that are not worse replace their targets.
    fn accept(&mut self, values: &[f64]) {
        let dim = self.bounds.dim();
        let Generation { individuals, values: old, leader } = &mut self.own;
        for (i, &value) in values.iter().enumerate() {
            if !better(old[i], value) {
                let trial = &self.candidates[i * dim..][..dim];
                individuals[i * dim..][..dim].copy_from_slice(trial);
                old[i] = value;
            }
        }
        for (i, &value) in old.iter().enumerate() {
            if better(value, old[*leader]) {
                *leader = i;
            }
        }
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        use crate::error::check_state;
        let dim = self.bounds.dim();
        self.settings.check(dim)?;
        let count = self.settings.population(dim);
        let Generation { individuals, values, leader } = &self.own;
        check_state("individuals", individuals.len(), count * dim)?;
        check_state("values", values.len(), count)?;
        check_count("leader", *leader, 0, count - 1)?;
        self.check_batch(count)
    }
}
