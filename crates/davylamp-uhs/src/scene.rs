//! Scenes in TOML: the ground, its leaks and the survey, each number with its unit in its name.

mod check;
mod sections;

use serde::{Deserialize, Serialize};

pub use sections::{
    GridFiles, GridSection, GroundSection, ImageSection, LayerSection, LeakSection, Placement,
    RockPreset, RockSection, SurveySection,
};

use crate::UhsError;

/// Everything that a set of samples follows from.
///
/// Every key has a default, that of the paper where the paper has one; an unknown key, a wrong type
/// or a number outside its range is refused. `examples/uhs/paper.toml` in the repository has every
/// key with its default.
///
/// The ground is one of three: drawn at random about a store as the paper has it (`[ground]`, the
/// default), layers (`[[layer]]`), or measured grids (`[grids]`).
///
/// # Examples
///
/// ```
/// use davylamp_uhs::Scene;
///
/// let scene = Scene::parse("
///     samples = 20
///     [leak]
///     gas_saturation = [0.3, 0.3]
/// ")?;
/// assert_eq!(scene.survey.sources.count, Some(8)); // the default
///
/// let wrong = Scene::parse("[leak]\nwidth_m = [300, 30]").unwrap_err();
/// assert_eq!(
///     wrong.to_string(),
///     "leak.width_m = [300.0, 30.0] is not allowed: [least, most], positive numbers in this order",
/// );
/// # Ok::<(), davylamp_uhs::UhsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scene {
    /// From which all chance follows.
    pub seed: u64,
    /// How many leaks.
    pub samples: usize,
    /// Extent and spacing of the grid.
    pub grid: GridSection,
    /// A ground drawn at random about a store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<GroundSection>,
    /// A ground of layers, from the top down.
    #[serde(rename = "layer", skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<LayerSection>,
    /// A ground of measured values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grids: Option<GridFiles>,
    /// What the rock is made of; for whoever makes the rock model.
    pub rock: RockSection,
    /// What leaks are drawn.
    pub leak: LeakSection,
    /// Sources and receivers.
    pub survey: SurveySection,
    /// What becomes of the traces.
    pub image: ImageSection,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            seed: 1,
            samples: 1000,
            grid: GridSection::default(),
            ground: None,
            layers: Vec::new(),
            grids: None,
            rock: RockSection::default(),
            leak: LeakSection::default(),
            survey: SurveySection::default(),
            image: ImageSection::default(),
        }
    }
}

/// Which of the three a scene's ground is.
///
/// # Examples
///
/// ```
/// use davylamp_uhs::{GroundKind, GroundSection, Scene};
///
/// assert_eq!(Scene::default().ground_kind(), GroundKind::Random(GroundSection::default()));
/// let scene = Scene::parse("layer = [{ top_m = 0, bottom_m = 1600, porosity = 0.2 }]")?;
/// let GroundKind::Layers([layer]) = scene.ground_kind() else { panic!("one layer is given") };
/// assert_eq!((layer.bottom_m, layer.gas_saturation), (1600.0, 0.0));
/// # Ok::<(), davylamp_uhs::UhsError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum GroundKind<'a> {
    /// Drawn at random.
    Random(GroundSection),
    /// Given as layers.
    Layers(&'a [LayerSection]),
    /// Measured.
    Grids(&'a GridFiles),
}

impl Scene {
    /// Parses and checks a scene.
    ///
    /// # Errors
    /// [`UhsError::Toml`] with line and column; the others with key, value and what is allowed.
    pub fn parse(toml: &str) -> Result<Self, UhsError> {
        let scene: Self = toml::from_str(toml).map_err(|error| {
            let (line, column) = error.span().map(|span| place(toml, span.start)).unzip();
            let words: Vec<_> = error.message().split_whitespace().collect();
            UhsError::Toml { line, column, message: words.join(" ") }
        })?;
        scene.check()?;
        Ok(scene)
    }

    /// Checks every number; [`Scene::parse`] has done so.
    ///
    /// # Errors
    /// With key, value and what is allowed.
    pub fn check(&self) -> Result<(), UhsError> {
        check::check(self)
    }

    /// The ground that the scene describes.
    #[must_use]
    pub fn ground_kind(&self) -> GroundKind<'_> {
        match (&self.grids, &self.ground) {
            (Some(files), _) => GroundKind::Grids(files),
            (None, Some(ground)) => GroundKind::Random(ground.clone()),
            (None, None) if self.layers.is_empty() => GroundKind::Random(GroundSection::default()),
            (None, None) => GroundKind::Layers(&self.layers),
        }
    }

    /// Nodes of the grid, `[nz, nx]`; the first lie at the surface and at the left edge.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the check allows 100 000 nodes a side"
    )]
    pub fn shape(&self) -> [usize; 2] {
        let GridSection { width_m, depth_m, spacing_m, .. } = self.grid;
        [depth_m, width_m].map(|side| (side / spacing_m).round() as usize + 1)
    }
}

/// Line and column, from 1, of a byte.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (1 + before.matches('\n').count(), 1 + before[line_start..].chars().count())
}
