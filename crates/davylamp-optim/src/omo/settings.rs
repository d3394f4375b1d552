use crate::OptimError;
use crate::error::{check, check_count};
use crate::settings::{MAX_POPULATION, with_fields};

/// When the predators move.
///
/// # Examples
///
/// ```
/// use davylamp_optim::{Bounds, Omo, OmoSettings, OptimError, Sweep, TestFunction, TestProblem};
/// use davylamp_traits::{Objective, Optimizer};
///
/// let sphere = TestProblem::new(TestFunction::Sphere, 2)?;
/// let second_batch = |sweep| -> Result<usize, OptimError> {
///     let settings = OmoSettings::default().with_sweep(sweep);
///     let mut omo = Omo::new(settings, &Bounds::of(&sphere)?, 1)?;
///     let first: Vec<f64> = omo.ask().chunks(2).map(|x| sphere.value(x)).collect();
///     omo.tell(&first);
///     Ok(omo.ask().len() / 2)
/// };
/// assert!(second_batch(Sweep::Batch)? > second_batch(Sweep::InPlace)?);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Sweep {
    /// One after the other, so that donors show this sweep's moves. Asks one predator's candidates
    /// at a time.
    #[default]
    InPlace,
    /// All at once: one batch a sweep, which can be evaluated in parallel; a little less accurate.
    Batch,
}

/// Settings of [`Omo`](crate::Omo); the defaults are the paper's.
///
/// # Examples
/// ```
/// use davylamp_optim::OmoSettings;
///
/// // The paper's recommendation for 16 sensors (its section 4.1.4).
/// let settings = OmoSettings::default().with_sh(4.0).with_sr(6.0);
/// assert_eq!((settings.population, settings.iterations), (30, 300));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct OmoSettings {
    /// Predators, $N$, from 3 (the donors of a mutation) to a million.
    pub population: usize,
    /// Iterations, $T$, at least 1: the schedule of the escape energy ends with them, and the method
    /// too.
    pub iterations: usize,
    /// Divisor of the Levy step, $k_\alpha$, 1e-9 to 1e9.
    pub k_alpha: f64,
    /// Divisor inside the logarithm of the Brownian step, $k_\beta$, 1e-9 to 1e9.
    pub k_beta: f64,
    /// Speed of the predators' Levy flight, $SH$, 1e-9 to 1e9.
    pub sh: f64,
    /// Speed of the prey's Brownian motion, $SR$, 1e-9 to 1e9.
    pub sr: f64,
    /// Mutation factor, $M_u$, 0 to 2; the paper says 0.4 to 1.
    pub mutation_factor: f64,
    /// Crossover rate, $C_r$, 0 to 1.
    pub crossover_rate: f64,
    /// Index of the Levy distribution, $b$, 0.3 to 1.99.
    pub levy_index: f64,
    /// When the predators move.
    pub sweep: Sweep,
}

impl Default for OmoSettings {
    fn default() -> Self {
        Self {
            population: 30,
            iterations: 300,
            k_alpha: 100.0,
            k_beta: 100.0,
            sh: 1.0,
            sr: 1.0,
            mutation_factor: 0.5,
            crossover_rate: 0.5,
            levy_index: 1.5,
            sweep: Sweep::default(),
        }
    }
}

with_fields!(OmoSettings {
    /// Sets the number of predators.
    with_population(population: usize),
    /// Sets the number of iterations.
    with_iterations(iterations: usize),
    /// Sets the divisor of the Levy step.
    with_k_alpha(k_alpha: f64),
    /// Sets the divisor inside the logarithm of the Brownian step.
    with_k_beta(k_beta: f64),
    /// Sets the speed of the Levy flight.
    with_sh(sh: f64),
    /// Sets the speed of the Brownian motion.
    with_sr(sr: f64),
    /// Sets the mutation factor.
    with_mutation_factor(mutation_factor: f64),
    /// Sets the crossover rate.
    with_crossover_rate(crossover_rate: f64),
    /// Sets the index of the Levy distribution.
    with_levy_index(levy_index: f64),
    /// Sets when the predators move.
    with_sweep(sweep: Sweep),
});

impl OmoSettings {
    /// The defaults, with as many iterations as `evaluations` allow on average, at least 1.
    ///
    /// A predator explores (one evaluation, else two) with the probability $(1 - \ln 2)/2$, the mean
    /// over the schedule of that of $|E| \ge 1$.
    ///
    /// # Examples
    /// ```
    /// # use davylamp_optim::OmoSettings;
    /// assert_eq!(OmoSettings::for_evaluations(16_650).iterations, 300);
    /// ```
    #[must_use]
    pub fn for_evaluations(evaluations: usize) -> Self {
        let settings = Self::default();
        let explores = f64::midpoint(1.0, -std::f64::consts::LN_2);
        let sweep = (2.0 - explores) * settings.population as f64;
        let left = evaluations.saturating_sub(settings.population) as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative, and a cast to an integer saturates"
        )]
        let iterations = (left / sweep).round().max(1.0) as usize;
        settings.with_iterations(iterations)
    }

    pub(crate) fn check(&self) -> Result<(), OptimError> {
        check_count("population", self.population, 3, MAX_POPULATION)?;
        check_count("iterations", self.iterations, 1, usize::MAX - 1)?;
        for (name, value) in
            [("k_alpha", self.k_alpha), ("k_beta", self.k_beta), ("sh", self.sh), ("sr", self.sr)]
        {
            check(name, value, 1e-9, 1e9)?;
        }
        check("mutation_factor", self.mutation_factor, 0.0, 2.0)?;
        check("crossover_rate", self.crossover_rate, 0.0, 1.0)?;
        check("levy_index", self.levy_index, 0.3, 1.99)
    }
}
