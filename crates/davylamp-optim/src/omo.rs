//! Outlier Mutation Optimization after Xia et al. (2022), Sensors 22(1):71.

mod settings;

pub use settings::{OmoSettings, Sweep};

use crate::best::{Best, better};
use crate::random::{Levy, Random};
use crate::{Bounds, OptimError};
use davylamp_traits::Optimizer;

/// Outlier Mutation Optimization (OMO): a pack of predators around the best point known, the prey.
///
/// The paper's text lost operators in print. Each line below says where it comes from: *paper*
/// (stated, unambiguous), *reconstructed* (the operator is lost, the meaning is not), or *fitted*
/// (open, chosen because it gives the paper's numbers).
///
/// $N$ predators start uniformly in the box $[LB, UB]$. In iteration $t$ of $T$ predator $i$ at $X_i$
/// draws its escape energy (eqs. 3 and 4; one draw per predator: fitted; the square: reconstructed)
///
/// $$ E = 2 E_0 (1 - t/T), \quad E_0 \sim U(-1, 1), \qquad E_p = 2 E^2 $$
///
/// and either **explores**, $|E| \ge 1$ (eqs. 7 and 8, paper), by one of three moves equally likely,
/// taken unconditionally, with $X_r$ the prey, $X_m$ the mean of the pack, $r_1, r_2 \sim U(0,1)^D$:
///
/// $$ X_r - X_m - r_1 \circ (r_2 \circ (UB - LB) + LB) $$
/// $$ X_i + \mathrm{sign}(X_i - C) \circ |E_p \alpha \circ LF|, \quad C = X_m \text{ or } X_r $$
///
/// or **exploits**, $|E| < 1$ (eqs. 13 to 17), by two candidates $Y$ and $Z$, of which the better
/// replaces $X_i$ if it is better than $X_i$. Half the time it besieges the prey (reconstructed: no
/// absolute value),
///
/// $$ Y = X_r + E_p (X_r + E_p \beta \circ BM - X_i), \qquad Z = Y + E_p \alpha \circ LF $$
///
/// half the time it mutates (paper; $M_u = 1/2$ and $C_r = 1/2$ fitted), with three distinct donors
/// and each coordinate of $Z$ kept from $X_i$ where a uniform number exceeds $C_r$:
///
/// $$ Y = X_{r1} + M_u (X_{r2} - X_{r3}), \qquad Z_j = X_{ij} \text{ or } Y_j $$
///
/// $LF$ are Levy steps of index 1.5 (eqs. 9 to 12, after Mantegna 1994), $BM \sim N(0, I)$. The step
/// vectors are (eqs. 5 and 6; where $SH$ and $SR$ stand: reconstructed)
///
/// $$ \alpha = SH (UB - LB)/k_\alpha, \qquad \beta = \ln(SR (UB - LB)/k_\beta) $$
///
/// | Symbol | Field of [`OmoSettings`] | Default |
/// |---|---|---|
/// | $N$, $T$ | `population`, `iterations` | 30, 300 (paper) |
/// | $k_\alpha$, $k_\beta$ | `k_alpha`, `k_beta` | 100, 100 (paper) |
/// | $SH$, $SR$ | `sh`, `sr` | 1, 1 (paper) |
/// | $M_u$ | `mutation_factor` | 0.5 (fitted) |
/// | $C_r$ | `crossover_rate` | 0.5 (fitted) |
/// | $b$ | `levy_index` | 1.5 (paper) |
/// | | `sweep` | [`Sweep::InPlace`] (fitted) |
///
/// Six choices that the text leaves open:
/// 1. Coordinates outside the box are redrawn uniformly, each in its own range (fitted, from the
///    paper's "random allocation of super boundary data").
/// 2. $Y$ and $Z$ are repaired before they are evaluated (fitted; not decided by the numbers).
/// 3. One $E_0$ per predator, not per iteration (fitted).
/// 4. $M_u = C_r = 1/2$, constant (fitted; the text says $M_u \in [0.4, 1]$).
/// 5. The prey and the mean change after each sweep (fitted), the predators during it (fitted: the
///    pseudocode allows both, and the paper's numbers lie between those of the two [`Sweep`]s).
/// 6. Equal values keep the predator where it is (ours).
///
/// Over the schedule a predator explores with probability $(1 - \ln 2)/2$, so that a run takes about
/// $N + 1.847 N T$ evaluations (16,650 with the defaults); then the method has finished. With
/// [`Sweep::InPlace`] it asks one predator's one or two candidates at a time; the first ask is the
/// whole pack.
///
/// The seed governs every draw. NaN is worse than any number; while nothing feasible is known, the
/// first predator is the prey. A `tell` that does not match the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, Omo, OmoSettings, TestFunction, TestProblem};
/// let sphere = TestProblem::new(TestFunction::Sphere, 3)?;
/// let settings = OmoSettings::default().with_iterations(200);
/// let mut omo = Omo::new(settings, &Bounds::of(&sphere)?, 7)?;
/// let found = davylamp_optim::minimize(&sphere, &mut omo, 20_000)?;
/// assert!(found.value < 1e-6);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Xia, Z. et al. (2022), Sensors 22(1):71, <https://doi.org/10.3390/s22010071>.
/// - Mantegna, R. N. (1994), Phys. Rev. E 49:4677, <https://doi.org/10.1103/PhysRevE.49.4677>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Omo {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl Omo {
    /// A pack in the box `bounds`, placed by `seed`.
    ///
    /// # Errors
    /// [`OptimError::OutOfRange`] or [`OptimError::CountOutOfRange`] for a setting outside the range
    /// that its field states.
    pub fn new(settings: OmoSettings, bounds: &Bounds, seed: u64) -> Result<Self, OptimError> {
        settings.check()?;
        let (count, dim) = (settings.population, bounds.dim());
        let mut state = State {
            levy: Levy::new(settings.levy_index)?,
            random: Random::new(seed),
            alpha: (0..dim).map(|j| bounds.width(j) / settings.k_alpha * settings.sh).collect(),
            beta: (0..dim)
                .map(|j| (bounds.width(j) / settings.k_beta * settings.sr).ln())
                .collect(),
            pack: vec![0.0; count * dim],
            values: vec![f64::NAN; count],
            prey: vec![0.0; dim],
            mean: vec![0.0; dim],
            best: Best::new(dim),
            sweeps: 0,
            next: 0,
            energy: 0.0,
            moves: Vec::with_capacity(count),
            candidates: Vec::with_capacity(2 * count * dim),
            bounds: bounds.clone(),
            settings,
        };
        state.place();
        Ok(Self { state })
    }

    /// The settings that it was made with.
    #[must_use]
    pub fn settings(&self) -> &OmoSettings {
        &self.state.settings
    }

    /// Iterations (sweeps over the whole pack) finished, of [`OmoSettings::iterations`].
    #[must_use]
    pub fn iteration(&self) -> usize {
        self.state.sweeps.saturating_sub(1)
    }

    /// Where the predators are, `[n][dim]`; before they are placed, all zero.
    #[must_use]
    pub fn predators(&self) -> &[f64] {
        &self.state.pack
    }

    /// What their places are worth, `[n]`; NaN before they are placed.
    #[must_use]
    pub fn predator_values(&self) -> &[f64] {
        &self.state.values
    }

    /// The escape energy $E$ (eq. 3) that was drawn last; 0 before the first.
    #[must_use]
    pub fn escape_energy(&self) -> f64 {
        self.state.energy
    }
}

impl Optimizer for Omo {
    fn ask(&mut self) -> &[f64] {
        if self.state.moves.is_empty() {
            self.state.propose();
        }
        &self.state.candidates
    }

    fn tell(&mut self, values: &[f64]) {
        if values.len() * self.state.prey.len() == self.state.candidates.len() {
            self.state.select(values);
        }
    }

    fn best(&self) -> Option<(&[f64], f64)> {
        self.state.best.get()
    }
}

/// What a predator has asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
enum Move {
    /// One candidate, taken unconditionally.
    Explore,
    /// Two candidates, of which the better is taken if it is better than the predator.
    Exploit,
}

impl Move {
    fn candidates(self) -> usize {
        match self {
            Self::Explore => 1,
            Self::Exploit => 2,
        }
    }
}

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct State {
    settings: OmoSettings,
    bounds: Bounds,
    random: Random,
    levy: Levy,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    alpha: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    beta: Vec<f64>,
    /// Positions of the predators, `[n][dim]`.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    pack: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    values: Vec<f64>,
    /// The best point at the end of the last sweep.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    prey: Vec<f64>,
    /// The mean of the pack at the end of the last sweep.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    mean: Vec<f64>,
    best: Best,
    /// Sweeps finished; the placing of the pack is the first.
    sweeps: usize,
    /// The predator of the first pending move.
    next: usize,
    /// The escape energy that was drawn last.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    energy: f64,
    /// Pending moves, of the predators from `next` on; empty once told.
    moves: Vec<Move>,
    /// Their candidates.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    candidates: Vec<f64>,
}

impl State {
    /// Asks for the initial pack.
    fn place(&mut self) {
        self.moves.resize(self.settings.population, Move::Explore);
        self.candidates.resize(self.pack.len(), 0.0);
        for x in self.candidates.chunks_exact_mut(self.bounds.dim()) {
            self.random.point(&self.bounds, x);
        }
    }

    /// Asks for the candidates of the next predator, or of all.
    fn propose(&mut self) {
        if self.sweeps > self.settings.iterations {
            return;
        }
        let end = match self.settings.sweep {
            Sweep::InPlace => self.next + 1,
            Sweep::Batch => self.settings.population,
        };
        let remaining = 1.0 - (self.sweeps - 1) as f64 / self.settings.iterations as f64;
        for i in self.next..end {
            let energy = 2.0 * (2.0 * self.random.uniform() - 1.0) * remaining;
            self.energy = energy;
            let step = 2.0 * energy * energy;
            if energy.abs() >= 1.0 {
                self.explore(i, step);
            } else if self.random.uniform() > 0.5 {
                self.besiege(i, step);
            } else {
                self.mutate(i);
            }
        }
    }

    /// Eq. 8.
    fn explore(&mut self, i: usize, step: f64) {
        let Self { bounds, random, levy, alpha, pack, prey, mean, candidates, .. } = self;
        let dim = prey.len();
        let x = &pack[i * dim..][..dim];
        let which = 3.0 * random.uniform();
        for j in 0..dim {
            let moved = if which >= 2.0 {
                let (r1, r2) = (random.uniform(), random.uniform());
                prey[j] - mean[j] - r1 * (r2 * bounds.width(j) + bounds.lower()[j])
            } else {
                let centre = if which >= 1.0 { mean[j] } else { prey[j] };
                x[j] + sign(x[j] - centre) * (step * alpha[j] * levy.step(random)).abs()
            };
            candidates.push(moved);
        }
        self.close(Move::Explore);
    }

    /// Eqs. 13 and 14 with r > 0.5.
    fn besiege(&mut self, i: usize, step: f64) {
        let Self { random, levy, alpha, beta, pack, prey, candidates, .. } = self;
        let dim = prey.len();
        let x = &pack[i * dim..][..dim];
        let start = candidates.len();
        for j in 0..dim {
            let flight = prey[j] + step * beta[j] * random.normal() - x[j];
            candidates.push(prey[j] + step * flight);
        }
        for j in 0..dim {
            let y = candidates[start + j];
            candidates.push(y + step * alpha[j] * levy.step(random));
        }
        self.close(Move::Exploit);
    }

    /// Eqs. 13 to 15 with r <= 0.5.
    fn mutate(&mut self, i: usize) {
        let Self { settings, random, pack, candidates, .. } = self;
        let dim = self.prey.len();
        let [a, b, c] = random.distinct(settings.population, None).map(|k| &pack[k * dim..][..dim]);
        let x = &pack[i * dim..][..dim];
        let start = candidates.len();
        for j in 0..dim {
            candidates.push(a[j] + settings.mutation_factor * (b[j] - c[j]));
        }
        for j in 0..dim {
            let keeps = random.uniform() > settings.crossover_rate;
            candidates.push(if keeps { x[j] } else { candidates[start + j] });
        }
        self.close(Move::Exploit);
    }

    /// Brings the last candidates, those of `kind`, into the box.
    #[inline]
    fn close(&mut self, kind: Move) {
        let dim = self.prey.len();
        let start = self.candidates.len() - kind.candidates() * dim;
        for x in self.candidates[start..].chunks_exact_mut(dim) {
            for (j, x) in x.iter_mut().enumerate() {
                if !self.bounds.allows(j, *x) {
                    *x = self.bounds.at(j, self.random.uniform());
                }
            }
        }
        self.moves.push(kind);
    }

    /// Moves the predators, given the values of their candidates (eqs. 16 and 17).
    fn select(&mut self, values: &[f64]) {
        let dim = self.prey.len();
        self.best.offer_all(&self.candidates, values);
        let mut first = 0;
        for (i, &kind) in (self.next..).zip(&self.moves) {
            let winner = match kind {
                Move::Explore => Some(first),
                Move::Exploit => {
                    let winner = first + usize::from(better(values[first + 1], values[first]));
                    better(values[winner], self.values[i]).then_some(winner)
                }
            };
            if let Some(winner) = winner {
                let moved = &self.candidates[winner * dim..][..dim];
                self.pack[i * dim..][..dim].copy_from_slice(moved);
                self.values[i] = values[winner];
            }
            first += kind.candidates();
        }
        self.next += self.moves.len();
        self.moves.clear();
        self.candidates.clear();
        if self.next == self.settings.population {
            self.finish_sweep();
        }
    }

    fn finish_sweep(&mut self) {
        let dim = self.prey.len();
        self.next = 0;
        self.sweeps += 1;
        self.prey.copy_from_slice(self.best.get().map_or(&self.pack[..dim], |(x, _)| x));
        self.mean.fill(0.0);
        for x in self.pack.chunks_exact(dim) {
            for (mean, x) in self.mean.iter_mut().zip(x) {
                *mean += x;
            }
        }
        for mean in &mut self.mean {
            *mean /= self.settings.population as f64;
        }
    }
}

/// -1, 0 or 1; `f64::signum` knows no 0.
#[inline]
fn sign(difference: f64) -> f64 {
    if difference == 0.0 { 0.0 } else { difference.signum() }
}

#[cfg(feature = "serde")]
impl State {
    fn deserialize_checked<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let state = <Self as serde::Deserialize>::deserialize(from)?;
        state.check().map_err(serde::de::Error::custom)?;
        Ok(state)
    }

    /// Refuses a state whose parts do not fit each other.
    fn check(&self) -> Result<(), OptimError> {
        use crate::error::{check_count, check_state};
        self.settings.check()?;
        let (count, dim) = (self.settings.population, self.bounds.dim());
        for (name, part, expected) in [
            ("alpha", &self.alpha, dim),
            ("beta", &self.beta, dim),
            ("prey", &self.prey, dim),
            ("mean", &self.mean, dim),
            ("pack", &self.pack, count * dim),
            ("values", &self.values, count),
        ] {
            check_state(name, part.len(), expected)?;
        }
        self.best.check(dim)?;
        let asked = self.moves.iter().map(|kind| kind.candidates()).sum::<usize>();
        check_state("candidates", self.candidates.len(), asked * dim)?;
        check_count("next", self.next, 0, count - 1)?;
        check_count("moves", self.moves.len(), usize::from(self.sweeps == 0), count - self.next)
    }
}
