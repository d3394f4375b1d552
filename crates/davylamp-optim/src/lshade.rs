//! L-SHADE, differential evolution that adapts itself, after Tanabe & Fukunaga (2014).

use crate::ask_tell::ask_and_tell;
use crate::best::{Rank, better, by_value};
use crate::error::{check, check_count};
use crate::population::Population;
use crate::settings::{MAX_POPULATION, with_fields};
use crate::{Bounds, OptimError};

/// Settings of [`LShade`]; by default those of its authors.
///
/// # Examples
/// ```
/// use davylamp_optim::LShadeSettings;
///
/// let settings = LShadeSettings::for_evaluations(5_000);
/// assert_eq!((settings.greed, settings.memory), (0.11, 6));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct LShadeSettings {
    /// Individuals at the beginning, 4 to a million; `None` is 18 per unknown.
    pub population: Option<usize>,
    /// Evaluations after which 4 individuals are left, from 1; `None` is 10,000 per unknown. The
    /// method goes on with these 4.
    pub evaluations: Option<usize>,
    /// Entries of the memory, $H$, 1 to 1000.
    pub memory: usize,
    /// Share of the population that may lead a mutation, $p$, 0 to 1; two individuals at least.
    pub greed: f64,
    /// Size of the archive of replaced individuals over that of the population, 0 to 10.
    pub archive: f64,
}

impl Default for LShadeSettings {
    fn default() -> Self {
        Self { population: None, evaluations: None, memory: 6, greed: 0.11, archive: 2.6 }
    }
}

with_fields!(LShadeSettings {
    /// Sets the entries of the memory.
    with_memory(memory: usize),
    /// Sets the share of the population that may lead a mutation.
    with_greed(greed: f64),
    /// Sets the size of the archive over that of the population.
    with_archive(archive: f64),
});

/// Individuals at the end; a mutation needs as many.
const FEWEST: usize = 4;

impl LShadeSettings {
    /// The defaults, for a search of this many evaluations.
    #[must_use]
    pub fn for_evaluations(evaluations: usize) -> Self {
        Self { evaluations: Some(evaluations), ..Self::default() }
    }

    /// Sets the individuals at the beginning.
    #[must_use]
    pub fn with_population(mut self, population: usize) -> Self {
        self.population = Some(population);
        self
    }

    /// Sets the evaluations after which 4 individuals are left.
    #[must_use]
    pub fn with_evaluations(mut self, evaluations: usize) -> Self {
        self.evaluations = Some(evaluations);
        self
    }

    fn population(&self, dim: usize) -> usize {
        self.population.unwrap_or_else(|| (18 * dim).min(MAX_POPULATION))
    }

    fn evaluations(&self, dim: usize) -> usize {
        self.evaluations.unwrap_or(10_000 * dim)
    }

    fn check(&self, dim: usize) -> Result<(), OptimError> {
        check_count("population", self.population(dim), FEWEST, MAX_POPULATION)?;
        check_count("evaluations", self.evaluations(dim), 1, usize::MAX)?;
        check_count("memory", self.memory, 1, 1000)?;
        check("greed", self.greed, 0.0, 1.0)?;
        check("archive", self.archive, 0.0, 10.0)
    }
}

/// Differential evolution with success-history adaptation and a population that shrinks linearly.
///
/// Each individual $x_i$ draws an entry $r$ of the memory, $CR_i \sim N(M_{CR,r}, 0.1)$ in $[0, 1]$,
/// and $F_i \sim \mathrm{Cauchy}(M_{F,r}, 0.1)$, above 0 and cut at 1. Its mutant is
///
/// $$ x_i + F_i (x_{pbest} - x_i) + F_i (x_{r1} - x_{r2}), $$
///
/// $x_{pbest}$ one of the best $p N$, $x_{r1}$ another individual, $x_{r2}$ another one still or one
/// of the archive of those replaced; they cross binomially. A coordinate outside the box is put
/// midway between the bound and the target's. Weighted Lehmer means of the $F$ and $CR$ that
/// succeeded, by how much they gained, go to the memory, entry after entry; a $CR$ whose successes
/// were all 0 stays 0. After each generation the worst leave, so that the population falls linearly
/// with the evaluations to 4.
///
/// | Symbol | Field of [`LShadeSettings`] | Default |
/// |---|---|---|
/// | $N^{init}$ | `population` | 18 per unknown |
/// | $\mathrm{MAX\\_NFE}$ | `evaluations` | 10,000 per unknown |
/// | $H$ | `memory` | 6 |
/// | $p$ | `greed` | 0.11 |
/// | $r^{arc}$ | `archive` | 2.6 |
///
/// A generation is one batch. The method never finishes by itself. The seed governs every draw. NaN
/// is worse than any number. A `tell` that does not match the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, LShade, LShadeSettings, TestFunction, TestProblem};
/// let rastrigin = TestProblem::new(TestFunction::Rastrigin, 5)?;
/// let settings = LShadeSettings::for_evaluations(50_000);
/// let mut lshade = LShade::new(settings, &Bounds::of(&rastrigin)?, 1)?;
/// assert!(davylamp_optim::minimize(&rastrigin, &mut lshade, 50_000)?.value < 1e-8);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Tanabe & Fukunaga (2014), Proc. CEC, 1658, <https://doi.org/10.1109/CEC.2014.6900380>.
/// - Zhang & Sanderson (2009), IEEE Trans. Evol. Comput. 13:945,
///   <https://doi.org/10.1109/TEVC.2009.2014613>: the mutation and the bounds.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct LShade {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl LShade {
    /// A population in the box `bounds`, placed by `seed`.
    ///
    /// # Errors
    /// [`OptimError::OutOfRange`] or [`OptimError::CountOutOfRange`] for a setting outside the range
    /// that its field states.
    pub fn new(settings: LShadeSettings, bounds: &Bounds, seed: u64) -> Result<Self, OptimError> {
        let dim = bounds.dim();
        settings.check(dim)?;
        let count = settings.population(dim);
        let memory = settings.memory;
        let state = State::new(settings, bounds, seed, count, |individuals| Evolution {
            individuals: individuals.to_vec(),
            values: vec![f64::NAN; count],
            order: Vec::with_capacity(count),
            archive: Vec::new(),
            weights: vec![0.5; memory],
            rates: vec![0.5; memory],
            oldest: 0,
            drawn: vec![0.5; 2 * count],
            told: 0,
        });
        Ok(Self { state })
    }
}

ask_and_tell!(LShade, LShadeSettings);

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Evolution {
    /// `[n][dim]`.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    individuals: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    values: Vec<f64>,
    /// Scratch: the individuals, those that may lead a mutation first and in order.
    #[cfg_attr(feature = "serde", serde(skip))]
    order: Vec<Rank>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    archive: Vec<f64>,
    /// The memory of F, and that of CR, whose NaN is 0 for good.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    weights: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    rates: Vec<f64>,
    /// The entry of the memory to write next.
    oldest: usize,
    /// F and CR of each trial asked for, `[n][2]`.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    drawn: Vec<f64>,
    /// Evaluations told.
    told: usize,
}

type State = Population<LShadeSettings, Evolution>;

impl State {
    /// Asks for one trial per individual.
    fn propose(&mut self) {
        let Self { settings, bounds, random, own, candidates, .. } = self;
        let Evolution { individuals, values, order, archive, weights, rates, drawn, .. } = own;
        let dim = bounds.dim();
        let count = values.len();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to count")]
        let leaders = ((settings.greed * count as f64).round() as usize).clamp(2, count);
        order.clear();
        order.extend(values.iter().enumerate().map(|(k, &value)| Rank::new(value, k)));
        order.select_nth_unstable(leaders - 1);
        order[..leaders].sort_unstable();
        let archived = archive.len() / dim;
        let individual = |k: usize| &individuals[k * dim..][..dim];
        candidates.truncate(count * dim);
        drawn.truncate(2 * count);
        for (i, trial) in candidates.chunks_exact_mut(dim).enumerate() {
            let entry = random.below(settings.memory);
            let rate = match rates[entry] {
                mean if mean.is_nan() => 0.0,
                mean => (mean + 0.1 * random.normal()).clamp(0.0, 1.0),
            };
            let weight = loop {
                let angle = std::f64::consts::PI * (random.uniform() - 0.5);
                let weight = weights[entry] + 0.1 * angle.tan();
                if weight > 0.0 {
                    break weight.min(1.0);
                }
            };
            drawn[2 * i..][..2].copy_from_slice(&[weight, rate]);
            let (target, leader) =
                (individual(i), individual(order[random.below(leaders)].number()));
            let [a] = random.distinct(count, Some(i));
            let b = loop {
                let b = random.below(count + archived);
                if b != i && b != a {
                    break b;
                }
            };
            let (b, a) = match b.checked_sub(count) {
                None => (individual(b), individual(a)),
                Some(b) => (&archive[b * dim..][..dim], individual(a)),
            };
            let forced = random.below(dim);
            for j in 0..dim {
                trial[j] = target[j];
                if random.uniform() < rate || j == forced {
                    let mutant =
                        target[j] + weight * (leader[j] - target[j]) + weight * (a[j] - b[j]);
                    let nearest = bounds.clamp(j, mutant);
                    trial[j] = if bounds.allows(j, mutant) {
                        mutant
                    } else {
                        bounds.clamp(j, f64::midpoint(nearest, target[j]))
                    };
                }
            }
        }
    }

    /// Trials that are not worse replace their targets; the memory learns from those that are better.
    fn accept(&mut self, values: &[f64]) {
        let (own, dim) = (&mut self.own, self.bounds.dim());
        own.told = own.told.saturating_add(values.len());
        // Sums over the successes, by gain and plainly: of 1, F, F^2, CR, CR^2.
        let (mut by_gain, mut plain) = ([0.0; 5], [0.0; 5]);
        for (i, &value) in values.iter().enumerate() {
            let old = own.values[i];
            if better(old, value) {
                continue;
            }
            let target = &mut own.individuals[i * dim..][..dim];
            if better(value, old) && !old.is_nan() {
                let (weight, rate) = (own.drawn[2 * i], own.drawn[2 * i + 1]);
                let terms = [1.0, weight, weight * weight, rate, rate * rate];
                for (k, term) in terms.into_iter().enumerate() {
                    by_gain[k] += (old - value) * term;
                    plain[k] += term;
                }
                own.archive.extend_from_slice(target);
            }
            target.copy_from_slice(&self.candidates[i * dim..][..dim]);
            own.values[i] = value;
        }
        if plain[0] > 0.0 {
            // Gains that are infinite, or too small for a sum, count alike.
            let usable = by_gain.iter().all(|sum| sum.is_finite()) && by_gain[2] > 0.0;
            let [_, weight, weight2, rate, rate2] = if usable { by_gain } else { plain };
            own.weights[own.oldest] = weight2 / weight;
            let dead = own.rates[own.oldest].is_nan() || rate <= 0.0;
            own.rates[own.oldest] = if dead { f64::NAN } else { rate2 / rate };
            own.oldest = (own.oldest + 1) % self.settings.memory;
        }
        self.shrink();
    }

    /// The worst leave, and chance empties the archive to its size.
    fn shrink(&mut self) {
        let (own, dim) = (&mut self.own, self.bounds.dim());
        let first = self.settings.population(dim);
        let time = (own.told as f64 / self.settings.evaluations(dim) as f64).min(1.0);
        let wanted = first as f64 + time * (FEWEST as f64 - first as f64);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "4 to a million"
        )]
        let wanted = wanted.round() as usize;
        while own.values.len() > wanted.max(FEWEST) {
            let values = &own.values;
            let worst = (0..values.len()).max_by(|&a, &b| by_value(values[a], values[b]));
            let Some(worst) = worst else { break };
            remove(&mut own.individuals, worst, dim);
            own.values.swap_remove(worst);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 10 millions"
        )]
        let room = (self.settings.archive * own.values.len() as f64).round() as usize;
        while own.archive.len() / dim > room {
            let gone = self.random.below(own.archive.len() / dim);
            remove(&mut own.archive, gone, dim);
        }
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        use crate::error::check_state;
        let (own, dim) = (&self.own, self.bounds.dim());
        self.settings.check(dim)?;
        let count = own.values.len();
        check_count("values", count, FEWEST, self.settings.population(dim))?;
        check_state("individuals", own.individuals.len(), count * dim)?;
        check_state("archive", own.archive.len() % dim, 0)?;
        check_state("weights", own.weights.len(), self.settings.memory)?;
        check_state("rates", own.rates.len(), self.settings.memory)?;
        check_count("oldest", own.oldest, 0, self.settings.memory - 1)?;
        for &weight in &own.weights {
            check("weights", weight, 0.0, 1.0)?;
        }
        let asked = if self.asked { count } else { self.candidates.len() / dim };
        check_count("candidates", asked, count, self.settings.population(dim))?;
        check_state("candidates", self.candidates.len(), asked * dim)?;
        check_state("drawn", own.drawn.len(), 2 * asked)?;
        self.best.check(dim)
    }
}

/// Takes point `k` out of `points`, `[n][dim]`; the last takes its place.
fn remove(points: &mut Vec<f64>, k: usize, dim: usize) {
    let last = points.len() - dim;
    points.copy_within(last.., k * dim);
    points.truncate(last);
}
