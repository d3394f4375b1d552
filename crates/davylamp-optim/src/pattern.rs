//! Pattern search: the generalised one of Torczon (1997) along the axes.

use crate::ask_tell::ask_and_tell;
use crate::best::{Best, better};
use crate::error::check;
use crate::random::Random;
use crate::settings::with_fields;
use crate::{Bounds, OptimError};

/// Settings of [`PatternSearch`].
///
/// By default the mesh doubles after a success and halves after a failure, and the search starts
/// again from a random point whenever the mesh has become fine.
///
/// # Examples
/// ```
/// use davylamp_optim::PatternSearchSettings;
///
/// let once = PatternSearchSettings::default().with_start(vec![0.0; 3]).with_restarts(0);
/// assert_eq!((once.expansion, once.contraction), (2.0, 0.5));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct PatternSearchSettings {
    /// Where to start first; `None` is a random point.
    pub start: Option<Vec<f64>>,
    /// The first mesh, as a share of the width of each unknown, 1e-12 to 1.
    pub initial_mesh: f64,
    /// Factor of the mesh after a success, 1 to 10; it never exceeds the width of the box.
    pub expansion: f64,
    /// Factor of the mesh after a failure, 0.01 to 0.99.
    pub contraction: f64,
    /// The mesh below which a search ends, as a share of the width, 1e-16 to 1.
    pub mesh_tolerance: f64,
    /// How many searches may follow the first; `None` is as many as the driver allows.
    pub restarts: Option<usize>,
}

impl Default for PatternSearchSettings {
    fn default() -> Self {
        Self {
            start: None,
            initial_mesh: 0.25,
            expansion: 2.0,
            contraction: 0.5,
            mesh_tolerance: 1e-9,
            restarts: None,
        }
    }
}

with_fields!(PatternSearchSettings {
    /// Sets the first mesh.
    with_initial_mesh(initial_mesh: f64),
    /// Sets the factor of the mesh after a success.
    with_expansion(expansion: f64),
    /// Sets the factor of the mesh after a failure.
    with_contraction(contraction: f64),
    /// Sets the mesh below which a search ends.
    with_mesh_tolerance(mesh_tolerance: f64),
});

impl PatternSearchSettings {
    /// What Xia et al. (2022), Table 7, say of their pattern search: one search from (0, 0, 0). The
    /// rest is taken from common practice: a mesh of 1 on their park 100 wide, down to 1e-6.
    #[must_use]
    pub fn paper() -> Self {
        let settings = Self { initial_mesh: 0.01, mesh_tolerance: 1e-8, ..Self::default() };
        settings.with_start(vec![0.0; 3]).with_restarts(0)
    }

    /// Sets where to start first.
    #[must_use]
    pub fn with_start(mut self, start: Vec<f64>) -> Self {
        self.start = Some(start);
        self
    }

    /// Sets how many searches may follow the first.
    #[must_use]
    pub fn with_restarts(mut self, restarts: usize) -> Self {
        self.restarts = Some(restarts);
        self
    }

    fn check(&self, bounds: &Bounds) -> Result<(), OptimError> {
        if let Some(start) = &self.start {
            bounds.check_start(start)?;
        }
        check("initial_mesh", self.initial_mesh, 1e-12, 1.0)?;
        check("expansion", self.expansion, 1.0, 10.0)?;
        check("contraction", self.contraction, 0.01, 0.99)?;
        check("mesh_tolerance", self.mesh_tolerance, 1e-16, 1.0)
    }
}

/// Steps along the axes, on a mesh that grows with success and shrinks with failure.
///
/// From the point $x$ the search polls $x + \Delta e_1, \dots, x + \Delta e_D, x - \Delta e_1,
/// \dots$, one at a time, and moves to the first that is better: the mesh $\Delta$, scaled by the
/// box, is multiplied by `expansion`. If none is, it is multiplied by `contraction`. Points outside
/// the box are not polled (Lewis & Torczon 1999).
///
/// | Field of [`PatternSearchSettings`] | Default | [`PatternSearchSettings::paper`] |
/// |---|---|---|
/// | `start` | random | (0, 0, 0) |
/// | `initial_mesh` | 0.25 | 0.01 |
/// | `expansion` | 2 | 2 |
/// | `contraction` | 0.5 | 0.5 |
/// | `mesh_tolerance` | $10^{-9}$ | $10^{-8}$ |
/// | `restarts` | endless | 0 |
///
/// A search converges to a stationary point of a smooth function, slowly along valleys that no axis
/// follows. **Restarts** (ours): when the mesh is finer than its tolerance, a new search starts at a
/// uniformly random point. The seed governs where searches start. NaN is worse than any number. A
/// `tell` that does not match the `ask` is ignored.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, PatternSearch, PatternSearchSettings};
/// # use davylamp_optim::{TestFunction, TestProblem};
/// let sphere = TestProblem::new(TestFunction::Sphere, 3)?;
/// let settings = PatternSearchSettings::default().with_start(vec![30.0; 3]).with_restarts(0);
/// let mut search = PatternSearch::new(settings, &Bounds::of(&sphere)?, 1)?;
/// let found = davylamp_optim::minimize(&sphere, &mut search, 10_000)?;
/// assert!(found.value < 1e-10 && found.evaluations < 1_000); // it has finished by itself
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
///
/// # References
/// - Hooke & Jeeves (1961), J. ACM 8:212, <https://doi.org/10.1145/321062.321069>.
/// - Torczon (1997), SIAM J. Optim. 7:1, <https://doi.org/10.1137/S1052623493250780>.
/// - Lewis & Torczon (1999), SIAM J. Optim. 9:1082, <https://doi.org/10.1137/S1052623496300507>.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct PatternSearch {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "State::deserialize_checked"))]
    state: State,
}

impl PatternSearch {
    /// A search of the box `bounds`, from the start of the settings, or else placed by `seed`.
    ///
    /// # Errors
    /// [`OptimError::OutOfRange`], [`OptimError::WrongDimension`] or
    /// [`OptimError::OutsideBounds`] for a setting outside the range that its field states.
    pub fn new(
        settings: PatternSearchSettings,
        bounds: &Bounds,
        seed: u64,
    ) -> Result<Self, OptimError> {
        settings.check(bounds)?;
        let dim = bounds.dim();
        let mut random = Random::new(seed);
        let candidates = settings.start.clone().unwrap_or_else(|| random.points(bounds, 1));
        let state = State {
            bounds: bounds.clone(),
            random,
            x: candidates.clone(),
            value: f64::NAN,
            mesh: settings.initial_mesh,
            direction: None,
            restarts: 0,
            best: Best::new(dim),
            asked: true,
            candidates,
            settings,
        };
        Ok(Self { state })
    }

    /// How many searches have started after the first.
    #[must_use]
    pub fn restarts(&self) -> usize {
        self.state.restarts
    }
}

ask_and_tell!(PatternSearch, PatternSearchSettings);

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct State {
    settings: PatternSearchSettings,
    bounds: Bounds,
    random: Random,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    x: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    value: f64,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    mesh: f64,
    /// The direction to poll next, 0 to 2 D; none while a start is pending.
    direction: Option<usize>,
    restarts: usize,
    best: Best,
    asked: bool,
    /// One point; none once the search has finished.
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    candidates: Vec<f64>,
}

impl State {
    /// Asks for the next point of the poll, or for a new start.
    fn propose(&mut self) {
        let dim = self.bounds.dim();
        self.candidates.clear();
        while let Some(direction) = self.direction {
            if direction < 2 * dim {
                let (j, sign) =
                    if direction < dim { (direction, 1.0) } else { (direction - dim, -1.0) };
                let moved = self.x[j] + sign * self.mesh * self.bounds.width(j);
                if self.bounds.allows(j, moved) {
                    self.candidates.extend_from_slice(&self.x);
                    self.candidates[j] = moved;
                    return;
                }
                self.direction = Some(direction + 1);
            } else {
                self.mesh *= self.settings.contraction;
                self.direction = (self.mesh >= self.settings.mesh_tolerance).then_some(0);
            }
        }
        if self.settings.restarts.is_none_or(|limit| self.restarts < limit) {
            self.restarts += 1;
            self.mesh = self.settings.initial_mesh;
            self.random.point(&self.bounds, &mut self.x);
            self.candidates.extend_from_slice(&self.x);
        }
    }

    fn accept(&mut self, values: &[f64]) {
        let value = values[0];
        match self.direction {
            None => {
                self.value = value;
                self.direction = Some(0);
            }
            Some(_) if better(value, self.value) => {
                self.x.copy_from_slice(&self.candidates);
                self.value = value;
                self.mesh = (self.mesh * self.settings.expansion).min(1.0);
                self.direction = Some(0);
            }
            Some(direction) => self.direction = Some(direction + 1),
        }
    }

    /// Refuses a state whose parts do not fit each other.
    #[cfg(feature = "serde")]
    fn check(&self) -> Result<(), OptimError> {
        use crate::error::check_state;
        self.settings.check(&self.bounds)?;
        let dim = self.bounds.dim();
        check_state("x", self.x.len(), dim)?;
        if !self.candidates.is_empty() {
            check_state("candidates", self.candidates.len(), dim)?;
        }
        crate::error::check_count("direction", self.direction.unwrap_or(0), 0, 2 * dim)?;
        check("mesh", self.mesh, 0.0, 1.0)?;
        self.best.check(dim)
    }
}
