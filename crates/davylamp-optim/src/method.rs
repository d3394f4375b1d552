use crate::{
    Bounds, CmaEs, CmaEsSettings, DeSettings, DifferentialEvolution, GaSettings, GeneticAlgorithm,
    GreyWolf, GwoSettings, HarrisHawks, HhoSettings, LShade, LShadeSettings, NelderMead,
    NelderMeadSettings, Omo, OmoSettings, OptimError, ParticleSwarm, PatternSearch,
    PatternSearchSettings, PsoSettings, SaSettings, SalpSwarm, SimulatedAnnealing, SsaSettings,
    WhaleOptimization, WoaSettings,
};
use davylamp_traits::Optimizer;
use std::fmt;
use std::str::FromStr;

/// The methods by name, for command lines and files.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, Method, TestFunction, TestProblem};
/// let method: Method = "nelder-mead".parse()?;
/// let sphere = TestProblem::new(TestFunction::Sphere, 2)?;
/// let mut optimizer = method.build(&Bounds::of(&sphere)?, 2_000, 1)?;
/// let found = davylamp_optim::minimize(&sphere, optimizer.as_mut(), 2_000)?;
/// assert!(found.value < 1e-12);
///
/// let error = "simplex".parse::<Method>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     r#"no method is called "simplex"; there are: omo, de, nelder-mead, pso, ga, sa, ps, gwo, ssa, woa, hho, l-shade, cma-es"#
/// );
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Method {
    /// [`Omo`]
    Omo,
    /// [`DifferentialEvolution`]
    De,
    /// [`NelderMead`]
    NelderMead,
    /// [`ParticleSwarm`]
    Pso,
    /// [`GeneticAlgorithm`]
    Ga,
    /// [`SimulatedAnnealing`]
    Sa,
    /// [`PatternSearch`]
    Ps,
    /// [`GreyWolf`]
    Gwo,
    /// [`SalpSwarm`]
    Ssa,
    /// [`WhaleOptimization`]
    Woa,
    /// [`HarrisHawks`]
    Hho,
    /// [`LShade`]
    LShade,
    /// [`CmaEs`]
    CmaEs,
}

impl Method {
    /// All methods.
    pub const ALL: [Self; 13] = [
        Self::Omo,
        Self::De,
        Self::NelderMead,
        Self::Pso,
        Self::Ga,
        Self::Sa,
        Self::Ps,
        Self::Gwo,
        Self::Ssa,
        Self::Woa,
        Self::Hho,
        Self::LShade,
        Self::CmaEs,
    ];

    /// Its name, as [`FromStr`] reads it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Omo => "omo",
            Self::De => "de",
            Self::NelderMead => "nelder-mead",
            Self::Pso => "pso",
            Self::Ga => "ga",
            Self::Sa => "sa",
            Self::Ps => "ps",
            Self::Gwo => "gwo",
            Self::Ssa => "ssa",
            Self::Woa => "woa",
            Self::Hho => "hho",
            Self::LShade => "l-shade",
            Self::CmaEs => "cma-es",
        }
    }

    /// The method with its default settings, for a search of `max_evaluations` (which
    /// [`Omo`] and others need to know for their schedules; the driver must be given the limit too).
    ///
    /// # Errors
    /// [`OptimError::CountOutOfRange`] if `max_evaluations` is zero, or for [`CmaEs`] of more than a
    /// thousand unknowns.
    pub fn build(
        self,
        bounds: &Bounds,
        max_evaluations: usize,
        seed: u64,
    ) -> Result<Box<dyn Optimizer>, OptimError> {
        crate::error::check_count("max_evaluations", max_evaluations, 1, usize::MAX)?;
        Ok(match self {
            Self::Omo => {
                let settings = OmoSettings::for_evaluations(max_evaluations);
                Box::new(Omo::new(settings, bounds, seed)?)
            }
            Self::De => Box::new(DifferentialEvolution::new(DeSettings::default(), bounds, seed)?),
            Self::NelderMead => {
                Box::new(NelderMead::new(NelderMeadSettings::default(), bounds, seed)?)
            }
            Self::Pso => Box::new(ParticleSwarm::new(PsoSettings::default(), bounds, seed)?),
            Self::Ga => Box::new(GeneticAlgorithm::new(GaSettings::default(), bounds, seed)?),
            Self::Sa => {
                let settings = SaSettings::for_evaluations(max_evaluations, bounds.dim());
                Box::new(SimulatedAnnealing::new(settings, bounds, seed)?)
            }
            Self::Ps => {
                Box::new(PatternSearch::new(PatternSearchSettings::default(), bounds, seed)?)
            }
            Self::Gwo => {
                let settings = GwoSettings::for_evaluations(max_evaluations);
                Box::new(GreyWolf::new(settings, bounds, seed)?)
            }
            Self::Ssa => {
                let settings = SsaSettings::for_evaluations(max_evaluations);
                Box::new(SalpSwarm::new(settings, bounds, seed)?)
            }
            Self::Woa => {
                let settings = WoaSettings::for_evaluations(max_evaluations);
                Box::new(WhaleOptimization::new(settings, bounds, seed)?)
            }
            Self::Hho => {
                let settings = HhoSettings::for_evaluations(max_evaluations);
                Box::new(HarrisHawks::new(settings, bounds, seed)?)
            }
            Self::LShade => {
                let settings = LShadeSettings::for_evaluations(max_evaluations);
                Box::new(LShade::new(settings, bounds, seed)?)
            }
            Self::CmaEs => Box::new(CmaEs::new(CmaEsSettings::default(), bounds, seed)?),
        })
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Method {
    type Err = OptimError;

    fn from_str(name: &str) -> Result<Self, OptimError> {
        Self::ALL.into_iter().find(|method| method.name() == name).ok_or_else(|| {
            OptimError::UnknownMethod {
                name: name.to_owned(),
                allowed: Self::ALL.map(Self::name).join(", "),
            }
        })
    }
}
