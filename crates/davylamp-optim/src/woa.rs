//! The whale optimization algorithm after Mirjalili & Lewis (2016).

use crate::ask_tell::ask_and_tell;
use crate::population::{Population, Schedule};
use crate::settings::schedule_settings;
use crate::{Bounds, OptimError};
use std::f64::consts::TAU;

schedule_settings! {
    /// Settings of [`WhaleOptimization`]; by default those of its authors, 30 whales and 500
    /// iterations.
    ///
    /// # Examples
    /// ```
    /// use davylamp_optim::WoaSettings;
    ///
    /// assert_eq!(WoaSettings::paper(), WoaSettings::default().with_iterations(300));
    /// ```
    WoaSettings, evaluations per individual and iteration: 1.0
}

/// Whales that encircle the best place, spiral towards it, or follow another whale.
///
/// In iteration $t$ of $T$, with $a = 2 (1 - t/T)$, each whale draws $A = a (2 r - 1)$, $C = 2 r$ and
/// $l$ uniform between 1 and $-1 - t/T$, and with equal chances
///
/// - **spirals** to $|x^* - x| e^l \cos 2 \pi l + x^*$, $x^*$ the best place so far, or
/// - goes to $y - A |C y - x|$, where $y = x^*$ (**encircles**) if $|A| < 1$, else another whale
///   (**searches**), drawn for each coordinate as in the authors' code.
///
/// Whales move one after the other, and may follow those that have moved. Those outside the box are
/// put on its face. As $|C y - x|$ depends on the origin, the method is better where the minimum is at
/// 0 than elsewhere (Kudela 2022): it solves the sphere of ten unknowns, but not the sphere shifted
/// within its box.
///
/// | Symbol | Field of [`WoaSettings`] | Default | [`WoaSettings::paper`] |
/// |---|---|---|---|
/// | $N$ | `population` | 30 | 30 |
/// | $T$ | `iterations` | 500 | 300 |
///
/// A school is one batch; after $T$ of them the method has finished. The seed governs every draw. NaN
/// is worse than any number. A `tell` that does not match the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, TestFunction, TestProblem, WhaleOptimization, WoaSettings};
/// let sphere = TestProblem::new(TestFunction::Sphere, 5)?;
/// let mut school = WhaleOptimization::new(WoaSettings::default(), &Bounds::of(&sphere)?, 1)?;
/// assert!(davylamp_optim::minimize(&sphere, &mut school, 15_000)?.value < 1e-6);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Mirjalili & Lewis (2016), Adv. Eng. Softw. 95:51,
///   <https://doi.org/10.1016/j.advengsoft.2016.01.008>.
/// - Kudela (2022), Nat. Mach. Intell. 4:1238, <https://doi.org/10.1038/s42256-022-00579-0>: the
///   defect.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct WhaleOptimization {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl WhaleOptimization {
    /// A school in the box `bounds`, placed by `seed`.
    ///
    /// # Errors
    /// [`OptimError::CountOutOfRange`] for a setting outside the range that its field states.
    pub fn new(settings: WoaSettings, bounds: &Bounds, seed: u64) -> Result<Self, OptimError> {
        settings.check()?;
        let count = settings.population;
        let state = State::new(settings, bounds, seed, count, |_| Schedule::default());
        Ok(Self { state })
    }
}

ask_and_tell!(WhaleOptimization, WoaSettings);

type State = Population<WoaSettings, Schedule>;

impl State {
    /// Moves the school, which has finished after its last iteration.
    fn propose(&mut self) {
        let Self { settings, bounds, random, own, best, candidates, .. } = self;
        let dim = bounds.dim();
        if own.iteration >= settings.iterations {
            candidates.clear();
            return;
        }
        let Some((prey, _)) = best.get() else {
            candidates.chunks_exact_mut(dim).for_each(|x| random.point(bounds, x));
            return;
        };
        // The first school is told already: the schedule begins with t = 0.
        let time = (own.iteration - 1) as f64 / settings.iterations as f64;
        for i in 0..settings.population {
            let step = 2.0 * (1.0 - time) * (2.0 * random.uniform() - 1.0);
            let weight = 2.0 * random.uniform();
            let turn = 1.0 - (2.0 + time) * random.uniform();
            let spirals = random.uniform() >= 0.5;
            for j in 0..dim {
                let x = candidates[i * dim + j];
                let moved = if spirals {
                    (prey[j] - x).abs() * turn.exp() * (TAU * turn).cos() + prey[j]
                } else {
                    let towards = if step.abs() >= 1.0 {
                        candidates[random.below(settings.population) * dim + j]
                    } else {
                        prey[j]
                    };
                    towards - step * (weight * towards - x).abs()
                };
                candidates[i * dim + j] = bounds.clamp(j, moved);
            }
        }
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        let WoaSettings { population, iterations } = self.settings;
        self.settings.check()?;
        self.check_schedule([population, iterations], self.own.iteration)
    }
}
