//! Harris hawks optimization after Heidari et al. (2019).

use crate::ask_tell::ask_and_tell;
use crate::best::better;
use crate::population::Population;
use crate::random::Levy;
use crate::settings::schedule_settings;
use crate::{Bounds, OptimError};

schedule_settings! {
    /// Settings of [`HarrisHawks`]; by default those of its authors, 30 hawks and 500 iterations.
    ///
    /// # Examples
    /// ```
    /// use davylamp_optim::HhoSettings;
    ///
    /// assert_eq!(HhoSettings::paper(), HhoSettings::default().with_iterations(300));
    /// // A hawk takes 1 to 3 evaluations an iteration, below 1.85 in the mean.
    /// assert_eq!(HhoSettings::for_evaluations(16_650).iterations, 300);
    /// ```
    HhoSettings, evaluations per individual and iteration: 1.85
}

/// Hawks that explore while the prey has energy, and besiege it or dive as it tires.
///
/// In iteration $t$ of $T$, with $x^*$ the best place so far (the prey), $\bar x$ the mean of the
/// hawks, $r, r_1, \dots$ uniform in $[0, 1)$, and each hawk's escape energy
/// $E = 2 (1 - t/T) (2 r - 1)$, a hawk
///
/// | does | where | goes to |
/// |---|---|---|
/// | perch by another, $y$ | $\lvert E\rvert \ge 1$, one half | $y - r_1 \lvert y - 2 r_2 x\rvert$ |
/// | perch in the range | $\lvert E\rvert \ge 1$, one half | $x^* - \bar x - r_1 (a + r_2 (b - a))$ |
/// | besiege softly | $\lvert E\rvert \ge 1/2$, one half | $x^* - x - E \lvert J x^* - x\rvert$ |
/// | besiege hard | $\lvert E\rvert < 1/2$, one half | $x^* - E \lvert x^* - x\rvert$ |
/// | dive softly | $\lvert E\rvert \ge 1/2$, one half | $y = x^* - E \lvert J x^* - x\rvert$ |
/// | dive hard | $\lvert E\rvert < 1/2$, one half | $y = x^* - E \lvert J x^* - \bar x\rvert$ |
///
/// where $[a, b]$ is the box and $J = 2 (1 - r)$. A diving hawk moves to $y$ if that is better than
/// where it is, else to $y$ plus a flight, $0.01\,r$ times a Levy step of index 1.5 in each
/// coordinate, if that is; else it stays.
///
/// **Batches** (ours): all hawks are one batch, the dives one, the flights of those that failed
/// another; so $\bar x$ is the mean at the beginning of an iteration. Hawks outside the box are put on
/// its face. As several moves depend on the origin, the method is better where the minimum is at 0
/// than elsewhere (Kudela 2022): it solves the sphere of ten unknowns, but not the sphere shifted
/// within its box.
///
/// | Symbol | Field of [`HhoSettings`] | Default | [`HhoSettings::paper`] |
/// |---|---|---|---|
/// | $N$ | `population` | 30 | 30 |
/// | $T$ | `iterations` | 500 | 300 |
///
/// After $T$ iterations the method has finished. The seed governs every draw. NaN is worse than any
/// number. A `tell` that does not match the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, HarrisHawks, HhoSettings, TestFunction, TestProblem};
/// let sphere = TestProblem::new(TestFunction::Sphere, 5)?;
/// let mut hawks = HarrisHawks::new(HhoSettings::default(), &Bounds::of(&sphere)?, 1)?;
/// assert!(davylamp_optim::minimize(&sphere, &mut hawks, 30_000)?.value < 1e-6);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Heidari, Mirjalili, Faris, Aljarah, Mafarja & Chen (2019), Future Gener. Comput. Syst. 97:849,
///   <https://doi.org/10.1016/j.future.2019.02.028>.
/// - Kudela (2022), Nat. Mach. Intell. 4:1238, <https://doi.org/10.1038/s42256-022-00579-0>: the
///   defect.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct HarrisHawks {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl HarrisHawks {
    /// Hawks in the box `bounds`, placed by `seed`.
    ///
    /// # Errors
    /// [`OptimError::CountOutOfRange`] for a setting outside the range that its field states.
    pub fn new(settings: HhoSettings, bounds: &Bounds, seed: u64) -> Result<Self, OptimError> {
        settings.check()?;
        let (count, levy) = (settings.population, Levy::new(1.5)?);
        let state = State::new(settings, bounds, seed, count, |hawks| Hunt {
            levy,
            hawks: hawks.to_vec(),
            values: vec![f64::NAN; count],
            mean: vec![0.0; bounds.dim()],
            divers: Vec::with_capacity(count),
            dives: Vec::with_capacity(hawks.len()),
            stage: Stage::Hawks,
            iteration: 0,
        });
        Ok(Self { state })
    }
}

ask_and_tell!(HarrisHawks, HhoSettings);

/// What was asked last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
enum Stage {
    Hawks,
    Dives,
    Flights,
}

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Hunt {
    levy: Levy,
    /// `[n][dim]`, and their values when they were asked for.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    hawks: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    values: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    mean: Vec<f64>,
    /// The hawks that dive, or fly, and where their dives lead, `[divers][dim]`, in the box or not.
    divers: Vec<usize>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    dives: Vec<f64>,
    stage: Stage,
    /// Sweeps of all hawks told.
    iteration: usize,
}

type State = Population<HhoSettings, Hunt>;

impl State {
    fn propose(&mut self) {
        if self.own.stage == Stage::Hawks {
            self.sweep();
            self.own.stage = Stage::Dives;
            self.ask_dives();
        } else if self.own.stage == Stage::Dives {
            self.own.stage = Stage::Flights;
            self.ask_flights();
        } else {
            self.own.divers.clear();
            self.own.dives.clear();
        }
        if self.own.divers.is_empty() {
            self.own.stage = Stage::Hawks;
            self.candidates.clear();
            if self.own.iteration < self.settings.iterations {
                self.candidates.extend_from_slice(&self.own.hawks);
            }
        }
    }

    /// Moves the hawks that do not dive.
    fn sweep(&mut self) {
        let Self { settings, bounds, random, own, best, .. } = self;
        let Hunt { hawks, mean, divers, dives, iteration, .. } = own;
        let (dim, count) = (bounds.dim(), settings.population);
        divers.clear();
        dives.clear();
        let Some((prey, _)) = best.get() else {
            hawks.chunks_exact_mut(dim).for_each(|x| random.point(bounds, x));
            return;
        };
        mean.fill(0.0);
        for hawk in hawks.chunks_exact(dim) {
            for (mean, x) in mean.iter_mut().zip(hawk) {
                *mean += x / count as f64;
            }
        }
        let time = (*iteration - 1) as f64 / settings.iterations as f64;
        for i in 0..count {
            let energy = 2.0 * (1.0 - time) * (2.0 * random.uniform() - 1.0);
            let (tired, coin) = (energy.abs() < 0.5, random.uniform() < 0.5);
            let explores = energy.abs() >= 1.0;
            let (r1, r2) = (random.uniform(), random.uniform());
            let other = random.below(count);
            let jump = 2.0 * (1.0 - r1);
            let dives_now = coin && !explores;
            if dives_now {
                divers.push(i);
            }
            for j in 0..dim {
                let (x, prey) = (hawks[i * dim + j], prey[j]);
                if dives_now {
                    let from = if tired { mean[j] } else { x };
                    dives.push(prey - energy * (jump * prey - from).abs());
                    continue;
                }
                let moved = if explores && coin {
                    let perch = hawks[other * dim + j];
                    perch - r1 * (perch - 2.0 * r2 * x).abs()
                } else if explores {
                    prey - mean[j] - r1 * (bounds.lower()[j] + r2 * bounds.width(j))
                } else if tired {
                    prey - energy * (prey - x).abs()
                } else {
                    prey - x - energy * (jump * prey - x).abs()
                };
                hawks[i * dim + j] = bounds.clamp(j, moved);
            }
        }
    }

    fn ask_dives(&mut self) {
        let Self { bounds, own, candidates, .. } = self;
        let dim = bounds.dim();
        candidates.clear();
        candidates.extend(own.dives.iter().enumerate().map(|(k, x)| bounds.clamp(k % dim, *x)));
    }

    /// Asks for a flight from each dive that failed.
    fn ask_flights(&mut self) {
        let Self { bounds, random, own, candidates, .. } = self;
        let dim = bounds.dim();
        candidates.clear();
        for (k, x) in own.dives.iter().enumerate() {
            let flight = 0.01 * random.uniform() * own.levy.step(random);
            candidates.push(bounds.clamp(k % dim, x + flight));
        }
    }

    fn accept(&mut self, values: &[f64]) {
        if self.own.stage == Stage::Hawks {
            self.own.values.copy_from_slice(values);
            self.own.iteration += 1;
            return;
        }
        // Those that succeed move; the others are kept, in order.
        let Self { own, candidates, bounds, .. } = self;
        let Hunt { hawks, values: known, divers, dives, .. } = own;
        let dim = bounds.dim();
        let mut failed = 0;
        for (k, &value) in values.iter().enumerate() {
            let i = divers[k];
            if better(value, known[i]) {
                hawks[i * dim..][..dim].copy_from_slice(&candidates[k * dim..][..dim]);
            } else {
                divers[failed] = i;
                dives.copy_within(k * dim..(k + 1) * dim, failed * dim);
                failed += 1;
            }
        }
        divers.truncate(failed);
        dives.truncate(failed * dim);
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        use crate::error::{check_count, check_state};
        self.settings.check()?;
        let Hunt { hawks, values, mean, divers, dives, stage, iteration, .. } = &self.own;
        let (dim, count) = (self.bounds.dim(), self.settings.population);
        check_state("hawks", hawks.len(), count * dim)?;
        check_state("values", values.len(), count)?;
        check_state("mean", mean.len(), dim)?;
        check_state("dives", dives.len(), divers.len() * dim)?;
        check_count("divers", divers.len(), 0, count)?;
        for &diver in divers {
            check_count("diver", diver, 0, count - 1)?;
        }
        let has_hawks = *stage == Stage::Hawks;
        if self.asked && !self.candidates.is_empty() {
            let asked = if has_hawks { count } else { divers.len() };
            check_state("candidates", self.candidates.len(), asked * dim)?;
        }
        let least = usize::from(!self.asked || !has_hawks);
        check_count("iteration", *iteration, least, self.settings.iterations)?;
        self.best.check(dim)
    }
}
