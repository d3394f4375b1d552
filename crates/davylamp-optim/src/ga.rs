//! A real-coded genetic algorithm with the operators of Deb.

use crate::ask_tell::ask_and_tell;
use crate::best::{Rank, better};
use crate::error::{check, check_count};
use crate::population::Population;
use crate::settings::{MAX_POPULATION, with_fields};
use crate::{Bounds, OptimError};

/// Settings of [`GeneticAlgorithm`].
///
/// By default those of Deb (2000): ten individuals per unknown (ours: 30 at least), crossover with
/// probability 0.9 and index 1, mutation of one gene in the mean with index 100.
///
/// # Examples
/// ```
/// use davylamp_optim::GaSettings;
///
/// let settings = GaSettings::default().with_population(60);
/// assert_eq!((settings.crossover_rate, settings.crossover_index), (0.9, 1.0));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct GaSettings {
    /// Individuals, 2 to a million; `None` is ten per unknown, 30 at least.
    pub population: Option<usize>,
    /// Probability that two parents cross over, 0 to 1.
    pub crossover_rate: f64,
    /// Distribution index of the crossover, $\eta_c$, 0 to 1000: children of a large one are near
    /// their parents.
    pub crossover_index: f64,
    /// Probability that a gene mutates, 0 to 1; `None` is one over the number of unknowns.
    pub mutation_rate: Option<f64>,
    /// Distribution index of the mutation, $\eta_m$, 0 to 1000: a large one mutates little.
    pub mutation_index: f64,
}

impl Default for GaSettings {
    fn default() -> Self {
        Self {
            population: None,
            crossover_rate: 0.9,
            crossover_index: 1.0,
            mutation_rate: None,
            mutation_index: 100.0,
        }
    }
}

with_fields!(GaSettings {
    /// Sets the probability that two parents cross over.
    with_crossover_rate(crossover_rate: f64),
    /// Sets the distribution index of the crossover.
    with_crossover_index(crossover_index: f64),
    /// Sets the distribution index of the mutation.
    with_mutation_index(mutation_index: f64),
});

impl GaSettings {
    /// What Xia et al. (2022), Table 7, say of their genetic algorithm: 30 individuals, crossover
    /// with probability 0.5. Their operators are not known, so these are ours.
    #[must_use]
    pub fn paper() -> Self {
        Self { population: Some(30), crossover_rate: 0.5, ..Self::default() }
    }

    /// Sets the number of individuals.
    #[must_use]
    pub fn with_population(mut self, population: usize) -> Self {
        self.population = Some(population);
        self
    }

    /// Sets the probability that a gene mutates.
    #[must_use]
    pub fn with_mutation_rate(mut self, rate: f64) -> Self {
        self.mutation_rate = Some(rate);
        self
    }

    /// The number of individuals for `dim` unknowns.
    fn population(&self, dim: usize) -> usize {
        self.population.unwrap_or_else(|| (10 * dim).clamp(30, MAX_POPULATION))
    }

    fn check(&self, dim: usize) -> Result<(), OptimError> {
        check_count("population", self.population(dim), 2, MAX_POPULATION)?;
        check("crossover_rate", self.crossover_rate, 0.0, 1.0)?;
        check("crossover_index", self.crossover_index, 0.0, 1000.0)?;
        check("mutation_rate", self.mutation_rate.unwrap_or(0.0), 0.0, 1.0)?;
        check("mutation_index", self.mutation_index, 0.0, 1000.0)
    }
}

/// A genetic algorithm on real numbers: tournaments, simulated binary crossover, polynomial mutation.
///
/// In each generation as many children are made as there are individuals, pair by pair:
///
/// 1. **Parents** win binary tournaments.
/// 2. **Crossover** (SBX, Deb & Agrawal 1995), with the probability `crossover_rate`: each gene, with
///    probability 1/2, becomes $\frac12 [(1 \pm \beta) x_1 + (1 \mp \beta) x_2]$, where
///    $\beta = (2u)^{1/(\eta_c + 1)}$ if $u \le 1/2$, else $(2(1-u))^{-1/(\eta_c + 1)}$.
/// 3. **Mutation** (polynomial, Deb & Goyal 1996), gene by gene: $x + \delta (b - a)$ in the box
///    $[a, b]$, where $\delta = (2u)^{1/(\eta_m + 1)} - 1$ if $u < 1/2$, else
///    $1 - (2(1-u))^{1/(\eta_m + 1)}$.
/// 4. **Survival**: the best of parents and children together, as in Deb et al. (2002) with one
///    objective.
///
/// Genes beyond a bound are put on it.
///
/// | Field of [`GaSettings`] | Default | [`GaSettings::paper`] |
/// |---|---|---|
/// | `population` | 10 per unknown, from 30 | 30 |
/// | `crossover_rate` | 0.9 | 0.5 |
/// | `crossover_index`, $\eta_c$ | 1 | 1 |
/// | `mutation_rate` | $1/D$ | $1/D$ |
/// | `mutation_index`, $\eta_m$ | 100 | 100 |
///
/// A generation is one batch. The method never finishes by itself. The seed governs every draw. NaN
/// is worse than any number. A `tell` that does not match the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, GaSettings, GeneticAlgorithm, TestFunction, TestProblem};
/// let rastrigin = TestProblem::new(TestFunction::Rastrigin, 2)?;
/// let mut ga = GeneticAlgorithm::new(GaSettings::default(), &Bounds::of(&rastrigin)?, 1)?;
/// assert!(davylamp_optim::minimize(&rastrigin, &mut ga, 20_000)?.value < 1e-2);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Holland (1975), Adaptation in Natural and Artificial Systems, University of Michigan Press.
/// - Deb & Agrawal (1995), Complex Systems 9:115.
/// - Deb & Goyal (1996), Computer Science and Informatics 26:30.
/// - Deb (2000), Comput. Methods Appl. Mech. Eng. 186:311,
///   <https://doi.org/10.1016/S0045-7825(99)00389-8>: the settings.
/// - Deb et al. (2002), IEEE Trans. Evol. Comput. 6:182, <https://doi.org/10.1109/4235.996017>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct GeneticAlgorithm {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl GeneticAlgorithm {
    /// A population in the box `bounds`, placed by `seed`.
    ///
    /// # Errors
    /// [`OptimError::OutOfRange`] or [`OptimError::CountOutOfRange`] for a setting outside the range
    /// that its field states.
    pub fn new(settings: GaSettings, bounds: &Bounds, seed: u64) -> Result<Self, OptimError> {
        settings.check(bounds.dim())?;
        let count = settings.population(bounds.dim());
        // Before the first tell nobody is alive: the first children replace them all.
        let state = State::new(settings, bounds, seed, count, |individuals| Parents {
            individuals: individuals.to_vec(),
            values: vec![f64::NAN; count],
            order: Vec::with_capacity(2 * count),
        });
        Ok(Self { state })
    }
}

ask_and_tell!(GeneticAlgorithm, GaSettings);

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Parents {
    /// `[n][dim]`.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    individuals: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    values: Vec<f64>,
    /// Scratch: children (from 0) and parents (from n).
    #[cfg_attr(feature = "serde", serde(skip))]
    order: Vec<Rank>,
}

type State = Population<GaSettings, Parents>;

impl State {
    /// Asks for the children of a generation.
    fn propose(&mut self) {
        let Self { settings, bounds, random, own, candidates, .. } = self;
        let Parents { individuals, values, .. } = own;
        let dim = bounds.dim();
        let count = values.len();
        let mutation_rate = settings.mutation_rate.unwrap_or(1.0 / dim as f64);
        let spread_exponent = 1.0 / (settings.crossover_index + 1.0);
        let mutation_exponent = 1.0 / (settings.mutation_index + 1.0);
        for pair in candidates.chunks_mut(2 * dim) {
            let [mother, father] = [(); 2].map(|()| {
                let [a, b] = random.distinct(count, None);
                let winner = if better(values[b], values[a]) { b } else { a };
                &individuals[winner * dim..][..dim]
            });
            let crosses = random.uniform() < settings.crossover_rate;
            for j in 0..dim {
                let (mut first, mut second) = (mother[j], father[j]);
                if crosses && random.uniform() < 0.5 {
                    let u = random.uniform();
                    let spread = if u <= 0.5 {
                        (2.0 * u).powf(spread_exponent)
                    } else {
                        (2.0 * (1.0 - u)).powf(-spread_exponent)
                    };
                    let (middle, half) = (0.5 * (first + second), 0.5 * spread * (first - second));
                    (first, second) = (middle + half, middle - half);
                }
                let mut mutated = |x: f64| {
                    let mut x = x;
                    if random.uniform() < mutation_rate {
                        let u = random.uniform();
                        let delta = if u < 0.5 {
                            (2.0 * u).powf(mutation_exponent) - 1.0
                        } else {
                            1.0 - (2.0 * (1.0 - u)).powf(mutation_exponent)
                        };
                        x += delta * bounds.width(j);
                    }
                    bounds.clamp(j, x)
                };
                pair[j] = mutated(first);
                // Of an odd population's last pair only the first child is wanted.
                if let Some(x) = pair.get_mut(dim + j) {
                    *x = mutated(second);
                }
            }
        }
    }

    /// The best of parents and children survive.
    fn accept(&mut self, values: &[f64]) {
        let Self { own, candidates, bounds, .. } = self;
        let Parents { individuals, values: parents, order } = own;
        let (dim, count) = (bounds.dim(), values.len());
        order.clear();
        let all = values.iter().chain(&*parents).enumerate();
        order.extend(all.map(|(k, &value)| Rank::new(value, k)));
        order.select_nth_unstable(count);
        // Parents that do not survive leave their places to children that do, the best to the best.
        let (survivors, dead) = order.split_at_mut(count);
        let born = sorted(survivors, |k| k < count);
        let places = sorted(dead, |k| k >= count);
        for (child, place) in born.iter().zip(places) {
            let (child, place) = (child.number(), place.number() - count);
            individuals[place * dim..][..dim].copy_from_slice(&candidates[child * dim..][..dim]);
            parents[place] = values[child];
        }
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        use crate::error::check_state;
        let dim = self.bounds.dim();
        self.settings.check(dim)?;
        let count = self.settings.population(dim);
        check_state("individuals", self.own.individuals.len(), count * dim)?;
        check_state("values", self.own.values.len(), count)?;
        self.check_batch(count)
    }
}

/// Those whose number is wanted, from best to worst.
fn sorted(ranks: &mut [Rank], wanted: impl Fn(usize) -> bool) -> &[Rank] {
    let mut found = 0;
    for k in 0..ranks.len() {
        if wanted(ranks[k].number()) {
            ranks.swap(k, found);
            found += 1;
        }
    }
    ranks[..found].sort_unstable();
    &ranks[..found]
}
