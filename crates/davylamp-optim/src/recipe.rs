use crate::{
    Bounds, CmaEs, CmaEsSettings, DeSettings, DifferentialEvolution, GaSettings, GeneticAlgorithm,
    GreyWolf, GwoSettings, HarrisHawks, HhoSettings, LShade, LShadeSettings, Method, MultiStart,
    MultiStartSettings, NelderMead, NelderMeadSettings, Omo, OmoSettings, OptimError, Optimizer,
    ParticleSwarm, PatternSearch, PatternSearchSettings, Polished, PolishedSettings, PsoSettings,
    SaSettings, SalpSwarm, SimulatedAnnealing, SsaSettings, WhaleOptimization, WoaSettings,
};

/// What a method is made from, as often as one likes: the settings of each are its recipe.
///
/// Recipes compose: a polished or many times started method has a recipe too.
///
/// # Examples
/// ```
/// use davylamp_optim::{Bounds, DeSettings, Recipe, TestFunction, TestProblem, minimize};
///
/// let problem = TestProblem::new(TestFunction::Rastrigin, 2)?;
/// // 2000 evaluations of differential evolution, a simplex from the best, and that all over again.
/// let recipe = DeSettings::default().then_polish(2_000).many_starts(5_000);
/// let mut method = recipe.make(&Bounds::of(&problem)?, 1)?;
/// let found = minimize(&problem, &mut method, 20_000)?;
/// assert!(found.value < 1e-9 && method.starts() > 1);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
pub trait Recipe: Clone + Send {
    /// What is made.
    type Method: Optimizer;

    /// The method in the box `bounds`, its chances governed by `seed`.
    ///
    /// # Errors
    /// As the method's own constructor: what refuses once refuses always, whatever the seed.
    fn make(&self, bounds: &Bounds, seed: u64) -> Result<Self::Method, OptimError>;

    /// The recipe of the method followed by a local polish, after so many evaluations or when it
    /// has finished: see [`Polished`].
    #[must_use]
    fn then_polish(self, after: usize) -> PolishedSettings<Self>
    where
        Self: Sized,
    {
        PolishedSettings::new(self, after)
    }

    /// The recipe of the method started again and again, when it has finished or made no progress
    /// for `patience` evaluations: see [`MultiStart`].
    #[must_use]
    fn many_starts(self, patience: usize) -> MultiStartSettings<Self>
    where
        Self: Sized,
    {
        MultiStartSettings::new(self, patience)
    }
}

macro_rules! recipes {
    ($($settings:ident makes $method:ident,)*) => {
        $(
            impl Recipe for $settings {
                type Method = $method;

                fn make(&self, bounds: &Bounds, seed: u64) -> Result<$method, OptimError> {
                    $method::new(self.clone(), bounds, seed)
                }
            }
        )*
    };
}

recipes! {
    OmoSettings makes Omo,
    DeSettings makes DifferentialEvolution,
    NelderMeadSettings makes NelderMead,
    PsoSettings makes ParticleSwarm,
    GaSettings makes GeneticAlgorithm,
    SaSettings makes SimulatedAnnealing,
    PatternSearchSettings makes PatternSearch,
    GwoSettings makes GreyWolf,
    SsaSettings makes SalpSwarm,
    WoaSettings makes WhaleOptimization,
    HhoSettings makes HarrisHawks,
    LShadeSettings makes LShade,
    CmaEsSettings makes CmaEs,
}

impl<R: Recipe> Recipe for MultiStartSettings<R> {
    type Method = MultiStart<R>;

    fn make(&self, bounds: &Bounds, seed: u64) -> Result<MultiStart<R>, OptimError> {
        MultiStart::new(self.clone(), bounds, seed)
    }
}

impl<R: Recipe> Recipe for PolishedSettings<R> {
    type Method = Polished<R>;

    fn make(&self, bounds: &Bounds, seed: u64) -> Result<Polished<R>, OptimError> {
        Polished::new(self.clone(), bounds, seed)
    }
}

/// The recipe of a [`Method`] chosen by its name, for a search of a known length.
///
/// # Examples
/// ```
/// use davylamp_optim::{Bounds, Method, NamedRecipe, Recipe, TestFunction, TestProblem, minimize};
///
/// let method: Method = "gwo".parse()?;
/// let sphere = TestProblem::new(TestFunction::Sphere, 3)?;
/// let recipe = NamedRecipe::new(method, 3_000).then_polish(2_500);
/// let mut wolves = recipe.make(&Bounds::of(&sphere)?, 1)?;
/// assert!(minimize(&sphere, &mut wolves, 3_000)?.value < 1e-12);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct NamedRecipe {
    method: Method,
    max_evaluations: usize,
}

impl NamedRecipe {
    /// The method with its default settings, for as many evaluations as each start may have.
    #[must_use]
    pub fn new(method: Method, max_evaluations: usize) -> Self {
        Self { method, max_evaluations }
    }
}

impl Recipe for NamedRecipe {
    type Method = Box<dyn Optimizer>;

    fn make(&self, bounds: &Bounds, seed: u64) -> Result<Box<dyn Optimizer>, OptimError> {
        self.method.build(bounds, self.max_evaluations, seed)
    }
}
