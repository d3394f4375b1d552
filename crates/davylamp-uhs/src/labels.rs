//! What a network learns to say of a leak.

use davylamp_traits::RockModel;

use crate::scene::GroundKind;
use crate::site::Pores;
use crate::{Leak, Leaking, Site, UhsError};

/// Where a leak is, and how much gas it holds.
///
/// # Examples
///
/// ```
/// use davylamp_uhs::Labels;
/// assert_eq!(Labels::NAMES, ["x_min", "x_max", "z_min", "z_max", "mass", "volume"]);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Labels {
    /// Left end of the outline, in m.
    pub x_min: f64,
    /// Right end, in m.
    pub x_max: f64,
    /// Its highest point, in m of depth.
    pub z_min: f64,
    /// Its lowest point, in m of depth.
    pub z_max: f64,
    /// Of the gas, in kg.
    pub mass: f64,
    /// Of the gas in the pores where it is, in m³.
    pub volume: f64,
}

impl Labels {
    /// Their names, in the order of the arrays.
    pub const NAMES: [&'static str; 6] = ["x_min", "x_max", "z_min", "z_max", "mass", "volume"];

    /// Of a leak. One that holds no gas is no leak: all its labels are zero.
    ///
    /// The box is that of the outline, not of the cells.
    #[must_use]
    pub fn new(leak: &Leak, leaking: &Leaking<'_>) -> Self {
        if leaking.volume() <= 0.0 {
            return Self::default();
        }
        let [[x_min, z_min], [x_max, z_max]] = leak.outline.bounding_box();
        Self { x_min, x_max, z_min, z_max, mass: leaking.mass(), volume: leaking.volume() }
    }

    fn array(&self) -> [f64; 6] {
        [self.x_min, self.x_max, self.z_min, self.z_max, self.mass, self.volume]
    }
}

/// The upper limits by which labels become numbers between 0 and 1.
///
/// $$ y = \left(\frac{x_{min}}{L_x}, \frac{x_{max}}{L_x}, \frac{z_{min}}{L_z}, \frac{z_{max}}{L_z},
///    \frac{M}{M_{max}}, \frac{V}{V_{max}}\right) $$
///
/// $V_{max}$ is the largest box full of the most porous rock that a leak may come into, with the
/// highest saturation, and $M_{max}$ that volume with the gas of the deepest leak: they follow from
/// the scene and not from what was drawn.
///
/// The example of [`Leaking`] shows it.
///
/// # References
/// Gao et al. (2024): "we normalize the ground-truth values using the model dimensions and the upper
/// limits of M and V"; which limits these are the paper does not say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelLimits {
    /// Width of the ground, in m.
    pub x: f64,
    /// Depth of the ground, in m.
    pub z: f64,
    /// In kg.
    pub mass: f64,
    /// In m³.
    pub volume: f64,
}

impl LabelLimits {
    /// Of a site.
    ///
    /// # Errors
    /// [`UhsError::NoRock`] where the model knows no gas at the deepest leak. Where no leak could hold any
    /// gas, the limits of mass and volume are 1.
    pub fn new(site: &Site, rock: &dyn RockModel) -> Result<Self, UhsError> {
        let scene = site.scene();
        let leak = &scene.leak;
        let porosity = match (scene.ground_kind(), &site.pores) {
            (GroundKind::Random(ground), _) if leak.depth_m[1] <= overburden_end(&ground) => {
                ground.overburden_porosity[1]
            }
            (_, Pores::Layers(rows)) => rows.max_porosity(leak.depth_m),
            (_, Pores::Measured(porosity)) => porosity.iter().copied().fold(0.0, f64::max),
        };
        let [gas, deepest] = [leak.gas_saturation[1], leak.depth_m[1]];
        let volume = leak.thickness_m * leak.width_m[1] * leak.height_m[1] * porosity * gas;
        let mass = volume * rock.gas_density(deepest);
        if !mass.is_finite() {
            return Err(UhsError::NoRock { depth: deepest, porosity, gas_saturation: gas });
        }
        if volume <= 0.0 {
            // Labels of zero then, so that sets without gas can be made to see that they are silent.
            return Ok(Self {
                x: scene.grid.width_m,
                z: scene.grid.depth_m,
                mass: 1.0,
                volume: 1.0,
            });
        }
        Ok(Self { x: scene.grid.width_m, z: scene.grid.depth_m, mass, volume })
    }

    fn array(&self) -> [f64; 6] {
        [self.x, self.x, self.z, self.z, self.mass, self.volume]
    }

    /// To numbers between 0 and 1, in the order of [`Labels::NAMES`].
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "networks learn in single precision")]
    pub fn normalised(&self, labels: &Labels) -> [f32; 6] {
        let (limits, values) = (self.array(), labels.array());
        std::array::from_fn(|i| (values[i] / limits[i]) as f32)
    }

    /// Back to their units.
    #[must_use]
    pub fn restored(&self, normalised: [f32; 6]) -> Labels {
        let limits = self.array();
        let [x_min, x_max, z_min, z_max, mass, volume] =
            std::array::from_fn(|i| f64::from(normalised[i]) * limits[i]);
        Labels { x_min, x_max, z_min, z_max, mass, volume }
    }

    /// Names and values for a manifest.
    #[must_use]
    pub fn named(&self) -> [(&'static str, f64); 6] {
        let limits = self.array();
        std::array::from_fn(|i| (Labels::NAMES[i], limits[i]))
    }
}

fn overburden_end(ground: &crate::GroundSection) -> f64 {
    ground.aquifer_top_m - ground.caprock_thickness_m
}
