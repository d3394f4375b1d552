//! Particle swarm optimization after Kennedy & Eberhart (1995), with Clerc & Kennedy's constriction.

use crate::ask_tell::ask_and_tell;
use crate::best::better;
use crate::error::{check, check_count};
use crate::population::Population;
use crate::settings::{MAX_POPULATION, with_fields};
use crate::{Bounds, OptimError};

/// Settings of [`ParticleSwarm`].
///
/// By default 30 particles with the constriction of Clerc & Kennedy (2002) for
/// $c_1 = c_2 = 2.05$, written as inertia: $w = 0.7298$, $c_1 = c_2 = 1.49618$ (Eberhart & Shi 2000,
/// who also advise to limit velocities to the range of an unknown).
///
/// # Examples
/// ```
/// use davylamp_optim::PsoSettings;
///
/// let settings = PsoSettings::default().with_population(50);
/// assert_eq!((settings.inertia, settings.cognitive), (0.7298, 1.49618));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct PsoSettings {
    /// Particles, 2 to a million.
    pub population: usize,
    /// Share of its velocity that a particle keeps, $w$, 0 to 1.
    pub inertia: f64,
    /// Pull of a particle's own best place, $c_1$, 0 to 4.
    pub cognitive: f64,
    /// Pull of the swarm's best place, $c_2$, 0 to 4.
    pub social: f64,
    /// Largest step along an unknown as a share of its range, above 0 to 1.
    pub max_velocity: f64,
}

impl Default for PsoSettings {
    fn default() -> Self {
        Self {
            population: 30,
            inertia: 0.7298,
            cognitive: 1.496_18,
            social: 1.496_18,
            max_velocity: 1.0,
        }
    }
}

with_fields!(PsoSettings {
    /// Sets the number of particles.
    with_population(population: usize),
    /// Sets the share of its velocity that a particle keeps.
    with_inertia(inertia: f64),
    /// Sets the pull of a particle's own best place.
    with_cognitive(cognitive: f64),
    /// Sets the pull of the swarm's best place.
    with_social(social: f64),
    /// Sets the largest step as a share of the range.
    with_max_velocity(max_velocity: f64),
});

impl PsoSettings {
    /// The settings of Xia et al. (2022), Table 7: 30 particles, $w = 0.3$, $c_1 = c_2 = 1$. Far
    /// below what the literature advises: the swarm comes to rest too soon.
    #[must_use]
    pub fn paper() -> Self {
        Self { inertia: 0.3, cognitive: 1.0, social: 1.0, ..Self::default() }
    }

    fn check(&self) -> Result<(), OptimError> {
        check_count("population", self.population, 2, MAX_POPULATION)?;
        check("inertia", self.inertia, 0.0, 1.0)?;
        check("cognitive", self.cognitive, 0.0, 4.0)?;
        check("social", self.social, 0.0, 4.0)?;
        check("max_velocity", self.max_velocity, 1e-9, 1.0)
    }
}

/// Particles that fly between the best place that each has seen and the best that any has.
///
/// In each iteration, for each coordinate, with $r_1, r_2$ uniform in $[0, 1)$,
///
/// $$ v \leftarrow w v + c_1 r_1 (p_i - x) + c_2 r_2 (g - x), \quad x \leftarrow x + v, $$
///
/// $p_i$ the particle's best place and $g$ the swarm's. Velocities start at 0 and are limited;
/// a particle that would leave the box stays on its face with that velocity 0 (as in Clerc's
/// Standard PSO 2006).
///
/// | Symbol | Field of [`PsoSettings`] | Default | [`PsoSettings::paper`] |
/// |---|---|---|---|
/// | $N$ | `population` | 30 | 30 |
/// | $w$ | `inertia` | 0.7298 | 0.3 |
/// | $c_1$ | `cognitive` | 1.49618 | 1 |
/// | $c_2$ | `social` | 1.49618 | 1 |
///
/// The swarm moves as one batch. The method never finishes by itself. The seed governs every draw.
/// NaN is worse than any number. A `tell` that does not match the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, ParticleSwarm, PsoSettings, TestFunction, TestProblem};
/// let sphere = TestProblem::new(TestFunction::Sphere, 5)?;
/// let mut swarm = ParticleSwarm::new(PsoSettings::default(), &Bounds::of(&sphere)?, 1)?;
/// assert!(davylamp_optim::minimize(&sphere, &mut swarm, 20_000)?.value < 1e-10);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Kennedy & Eberhart (1995), Proc. ICNN, <https://doi.org/10.1109/ICNN.1995.488968>.
/// - Shi & Eberhart (1998), Proc. ICEC, <https://doi.org/10.1109/ICEC.1998.699146>: the inertia.
/// - Eberhart & Shi (2000), Proc. CEC, <https://doi.org/10.1109/CEC.2000.870279>.
/// - Clerc & Kennedy (2002), IEEE Trans. Evol. Comput. 6:58, <https://doi.org/10.1109/4235.985692>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct ParticleSwarm {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl ParticleSwarm {
    /// A swarm in the box `bounds`, placed by `seed`.
    ///
    /// # Errors
    /// [`OptimError::OutOfRange`] or [`OptimError::CountOutOfRange`] for a setting outside the range
    /// that its field states.
    pub fn new(settings: PsoSettings, bounds: &Bounds, seed: u64) -> Result<Self, OptimError> {
        settings.check()?;
        let count = settings.population;
        let state = State::new(settings, bounds, seed, count, |places| Particles {
            velocities: vec![0.0; places.len()],
            places: places.to_vec(),
            values: vec![f64::NAN; count],
            leader: 0,
        });
        Ok(Self { state })
    }
}

ask_and_tell!(ParticleSwarm, PsoSettings);

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Particles {
    /// `[n][dim]`.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    velocities: Vec<f64>,
    /// The best place of each particle, `[n][dim]`, and its value.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    places: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    values: Vec<f64>,
    /// Whose best place is the swarm's.
    leader: usize,
}

type State = Population<PsoSettings, Particles>;

impl State {
    /// Moves the swarm.
    fn propose(&mut self) {
        let Self { settings, bounds, random, own, candidates, .. } = self;
        let Particles { velocities, places, leader, .. } = own;
        let dim = bounds.dim();
        let PsoSettings { inertia, cognitive, social, max_velocity, .. } = *settings;
        for k in 0..candidates.len() {
            let j = k % dim;
            let x = candidates[k];
            let own = cognitive * random.uniform() * (places[k] - x);
            let common = social * random.uniform() * (places[*leader * dim + j] - x);
            let limit = max_velocity * bounds.width(j);
            let velocity = (inertia * velocities[k] + own + common).clamp(-limit, limit);
            candidates[k] = bounds.clamp(j, x + velocity);
            velocities[k] = if bounds.allows(j, x + velocity) { velocity } else { 0.0 };
        }
    }

    /// Particles remember better places.
    fn accept(&mut self, values: &[f64]) {
        let dim = self.bounds.dim();
        let Particles { places, values: best, leader, .. } = &mut self.own;
        for (i, &value) in values.iter().enumerate() {
            if better(value, best[i]) {
                let x = &self.candidates[i * dim..][..dim];
                places[i * dim..][..dim].copy_from_slice(x);
                best[i] = value;
                if better(value, best[*leader]) {
                    *leader = i;
                }
            }
        }
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        use crate::error::check_state;
        self.settings.check()?;
        let Particles { velocities, places, values, leader } = &self.own;
        let (dim, count) = (self.bounds.dim(), self.settings.population);
        check_state("velocities", velocities.len(), count * dim)?;
        check_state("places", places.len(), count * dim)?;
        check_state("values", values.len(), count)?;
        check_count("leader", *leader, 0, count - 1)?;
        self.check_batch(count)
    }
}
