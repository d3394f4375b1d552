//! Grey wolf optimization after Mirjalili, Mirjalili & Lewis (2014).

use crate::ask_tell::ask_and_tell;
use crate::best::better;
use crate::population::Population;
use crate::settings::schedule_settings;
use crate::{Bounds, OptimError};

schedule_settings! {
    /// Settings of [`GreyWolf`]; by default those of its authors, 30 wolves and 500 iterations.
    ///
    /// # Examples
    /// ```
    /// use davylamp_optim::GwoSettings;
    ///
    /// assert_eq!(GwoSettings::paper(), GwoSettings::default().with_iterations(300));
    /// assert_eq!(GwoSettings::for_evaluations(9_000).iterations, 300);
    /// ```
    GwoSettings, evaluations per individual and iteration: 1.0
}

/// A pack that closes in on its three best places.
///
/// In iteration $t$ of $T$, coordinate by coordinate, a wolf moves to the mean of
///
/// $$ l_k - A_k |C_k l_k - x|, \quad A_k = a (2 r_1 - 1), \quad C_k = 2 r_2, \quad a = 2 (1 - t/T) $$
///
/// over the leaders $l_k$: alpha, beta and delta, the three best places so far, as the authors' code
/// keeps them: a new alpha does not make the old one beta, and leaders differ in value. While there
/// are fewer than three, alpha stands for the others. Wolves outside the box are put on its face.
///
/// Where $A_k |C_k l_k - x|$ depends on the origin the method is not indifferent to it: it is better
/// where the minimum is at 0, as in most test functions, than elsewhere (Niu, Niu & Chang 2019;
/// Kudela 2022): it solves the sphere of ten unknowns, but not the sphere shifted within its box.
///
/// | Symbol | Field of [`GwoSettings`] | Default | [`GwoSettings::paper`] |
/// |---|---|---|---|
/// | $N$ | `population` | 30 | 30 |
/// | $T$ | `iterations` | 500 | 300 |
///
/// A pack is one batch; after $T$ of them the method has finished. The seed governs every draw. NaN is
/// worse than any number. A `tell` that does not match the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, GreyWolf, GwoSettings, TestFunction, TestProblem};
/// let ackley = TestProblem::new(TestFunction::Ackley, 5)?;
/// let mut pack = GreyWolf::new(GwoSettings::default(), &Bounds::of(&ackley)?, 1)?;
/// assert!(davylamp_optim::minimize(&ackley, &mut pack, 15_000)?.value < 1e-6);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Mirjalili, Mirjalili & Lewis (2014), Adv. Eng. Softw. 69:46,
///   <https://doi.org/10.1016/j.advengsoft.2013.12.007>.
/// - Niu, Niu & Chang (2019), Knowl.-Based Syst. 171:37: the defect.
/// - Kudela (2022), Nat. Mach. Intell. 4:1238, <https://doi.org/10.1038/s42256-022-00579-0>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct GreyWolf {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl GreyWolf {
    /// A pack in the box `bounds`, placed by `seed`.
    ///
    /// # Errors
    /// [`OptimError::CountOutOfRange`] for a setting outside the range that its field states.
    pub fn new(settings: GwoSettings, bounds: &Bounds, seed: u64) -> Result<Self, OptimError> {
        settings.check()?;
        let count = settings.population;
        let state = State::new(settings, bounds, seed, count, |_| Pack {
            leaders: vec![0.0; 3 * bounds.dim()],
            values: vec![f64::NAN; 3],
            iteration: 0,
        });
        Ok(Self { state })
    }
}

ask_and_tell!(GreyWolf, GwoSettings);

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Pack {
    /// Alpha, beta and delta, `[3][dim]`, and their values.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    leaders: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    values: Vec<f64>,
    /// Packs told.
    iteration: usize,
}

type State = Population<GwoSettings, Pack>;

impl State {
    /// Moves the pack, which has finished after its last iteration.
    fn propose(&mut self) {
        let Self { settings, bounds, random, own, candidates, .. } = self;
        let Pack { leaders, values, iteration } = own;
        let dim = bounds.dim();
        if *iteration >= settings.iterations {
            candidates.clear();
            return;
        }
        // The first pack is told already: the schedule begins with a = 2.
        let done = (*iteration - 1) as f64 / settings.iterations as f64;
        let reach = 2.0 * (1.0 - done);
        for x in candidates.chunks_exact_mut(dim) {
            if values[0].is_nan() {
                random.point(bounds, x);
                continue;
            }
            for (j, x) in x.iter_mut().enumerate() {
                let mut sum = 0.0;
                for k in 0..3 {
                    let leader = leaders[if values[k].is_nan() { j } else { k * dim + j }];
                    let step = reach * (2.0 * random.uniform() - 1.0);
                    let weight = 2.0 * random.uniform();
                    sum += leader - step * (weight * leader - *x).abs();
                }
                *x = bounds.clamp(j, sum / 3.0);
            }
        }
    }

    /// The best wolves become leaders.
    fn accept(&mut self, values: &[f64]) {
        let dim = self.bounds.dim();
        let Pack { leaders, values: best, iteration } = &mut self.own;
        *iteration += 1;
        for (i, &value) in values.iter().enumerate() {
            let rank = |k: usize| better(value, best[k]);
            let apart = |k: usize| better(best[k], value);
            let place = match () {
                () if rank(0) => 0,
                () if apart(0) && rank(1) => 1,
                () if apart(0) && apart(1) && rank(2) => 2,
                () => continue,
            };
            best[place] = value;
            let x = &self.candidates[i * dim..][..dim];
            leaders[place * dim..][..dim].copy_from_slice(x);
        }
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        use crate::error::check_state;
        let GwoSettings { population, iterations } = self.settings;
        self.settings.check()?;
        check_state("leaders", self.own.leaders.len(), 3 * self.bounds.dim())?;
        check_state("values", self.own.values.len(), 3)?;
        self.check_schedule([population, iterations], self.own.iteration)
    }
}
