//! The salp swarm algorithm after Mirjalili et al. (2017).

use crate::ask_tell::ask_and_tell;
use crate::population::{Population, Schedule};
use crate::settings::schedule_settings;
use crate::{Bounds, OptimError};

schedule_settings! {
    /// Settings of [`SalpSwarm`]; by default 30 salps and 500 iterations.
    ///
    /// # Examples
    /// ```
    /// use davylamp_optim::SsaSettings;
    ///
    /// assert_eq!(SsaSettings::paper(), SsaSettings::default().with_iterations(300));
    /// ```
    SsaSettings, evaluations per individual and iteration: 1.0
}

/// A chain of salps whose first half surrounds the best place, the others following.
///
/// In iteration $t = 2, \dots, T$ a leader is placed, coordinate by coordinate, at
///
/// $$ F \pm c_1 ((b - a) c_2 + a), \quad c_1 = 2 e^{-(4t/T)^2}, $$
///
/// $F$ the best place so far, $[a, b]$ the box, $c_2$ uniform in $[0, 1)$, the sign by a fair coin.
/// A follower moves halfway to the salp before it, which has moved already. The first half of the
/// chain leads, as in the authors' code (their paper has one leader). Salps outside the box are put
/// on its face. The $a$ in the formula is theirs: the box must not be far from the origin, or the
/// leaders lie on its faces until $c_1$ is small.
///
/// | Symbol | Field of [`SsaSettings`] | Default | [`SsaSettings::paper`] |
/// |---|---|---|---|
/// | $N$ | `population` | 30 | 30 |
/// | $T$ | `iterations` | 500 | 300 |
///
/// A chain is one batch; after $T$ of them the method has finished. The seed governs every draw. NaN
/// is worse than any number. A `tell` that does not match the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, SalpSwarm, SsaSettings, TestFunction, TestProblem};
/// let sphere = TestProblem::new(TestFunction::Sphere, 5)?;
/// let mut chain = SalpSwarm::new(SsaSettings::default(), &Bounds::of(&sphere)?, 1)?;
/// assert!(davylamp_optim::minimize(&sphere, &mut chain, 15_000)?.value < 1e-6);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// Mirjalili, Gandomi, Mirjalili, Saremi, Faris & Mirjalili (2017), Adv. Eng. Softw. 114:163,
/// <https://doi.org/10.1016/j.advengsoft.2017.07.002>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct SalpSwarm {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl SalpSwarm {
    /// A chain in the box `bounds`, placed by `seed`.
    ///
    /// # Errors
    /// [`OptimError::CountOutOfRange`] for a setting outside the range that its field states.
    pub fn new(settings: SsaSettings, bounds: &Bounds, seed: u64) -> Result<Self, OptimError> {
        settings.check()?;
        let count = settings.population;
        let state = State::new(settings, bounds, seed, count, |_| Schedule::default());
        Ok(Self { state })
    }
}

ask_and_tell!(SalpSwarm, SsaSettings);

type State = Population<SsaSettings, Schedule>;

impl State {
    /// Moves the chain, which has finished after its last iteration.
    fn propose(&mut self) {
        let Self { settings, bounds, random, own, best, candidates, .. } = self;
        let dim = bounds.dim();
        if own.iteration >= settings.iterations {
            candidates.clear();
            return;
        }
        let Some((food, _)) = best.get() else {
            candidates.chunks_exact_mut(dim).for_each(|x| random.point(bounds, x));
            return;
        };
        let time = (own.iteration + 1) as f64 / settings.iterations as f64;
        let reach = 2.0 * (-(4.0 * time).powi(2)).exp();
        let leaders = settings.population / 2;
        for k in 0..candidates.len() {
            let j = k % dim;
            let x = if k < leaders * dim {
                let step = reach * (bounds.width(j) * random.uniform() + bounds.lower()[j]);
                if random.uniform() < 0.5 { food[j] - step } else { food[j] + step }
            } else {
                f64::midpoint(candidates[k], candidates[k - dim])
            };
            candidates[k] = bounds.clamp(j, x);
        }
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        let SsaSettings { population, iterations } = self.settings;
        self.settings.check()?;
        self.check_schedule([population, iterations], self.own.iteration)
    }
}
