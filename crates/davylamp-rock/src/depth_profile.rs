//! Pressures and temperature against depth.

use crate::error::{in_range, positive};
use crate::{ConfiningPressure, EffectivePressure, PorePressure, RockError};

/// Straight lines from the surface down.
///
/// $$ T = T_0 + \gamma z, \qquad P_{conf} = p_a + \rho g z, \qquad p_{pore} = p_0 + g_p z $$
///
/// | Symbol | Field | Unit |
/// |---|---|---|
/// | $T_0$, $\gamma$ | `surface_temperature`, `temperature_gradient` | K, K/m |
/// | $p_a$, $\rho$, $g$ | `surface_pressure`, `overburden_density`, `gravity` | Pa, kg/m³, m/s² |
/// | $p_0$, $g_p$ | `surface_pore_pressure`, `pore_gradient` | Pa, Pa/m |
///
/// Valid for: hydrostatic pores and an overburden of constant density.
///
/// # Examples
///
/// ```
/// let profile = davylamp_rock::DepthProfile::default();
/// assert!((profile.temperature(1000.0)? - 308.15).abs() < 1e-9);
/// assert!((profile.effective_pressure(1000.0)?.pascals() - 14.21e6).abs() < 1.0);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
/// Gao, Creasy, Huang and Gross (2024), Int. J. Hydrogen Energy 61, 137-161. The paper's pore pressure
/// lacks the atmosphere, so that the grains of the surface would bear one; the default adds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DepthProfile {
    /// At the surface, in K.
    pub surface_temperature: f64,
    /// In K/m.
    pub temperature_gradient: f64,
    /// Of the air, in Pa.
    pub surface_pressure: f64,
    /// Of the pores at the surface, absolute, in Pa; zero is the paper to the letter.
    pub surface_pore_pressure: f64,
    /// In kg/m³.
    pub overburden_density: f64,
    /// In m/s².
    pub gravity: f64,
    /// In Pa/m.
    pub pore_gradient: f64,
}

impl Default for DepthProfile {
    fn default() -> Self {
        Self {
            surface_temperature: 288.15,
            temperature_gradient: 0.020,
            surface_pressure: 101_325.0,
            surface_pore_pressure: 101_325.0,
            overburden_density: 2450.0,
            gravity: 9.8,
            pore_gradient: 9.8e3,
        }
    }
}

/// Nobody stores gas deeper, and the lines bend before, in m.
const DEEPEST: f64 = 10e3;

impl DepthProfile {
    /// In K.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] for a depth outside 0 to 10 km, [`RockError::NotPositive`] for
    /// parameters that give no positive temperature.
    pub fn temperature(&self, depth: f64) -> Result<f64, RockError> {
        let depth = checked(depth)?;
        positive("temperature", self.surface_temperature + self.temperature_gradient * depth)
    }

    /// What the rock above weighs.
    ///
    /// # Errors
    /// As [`DepthProfile::temperature`].
    pub fn confining_pressure(&self, depth: f64) -> Result<ConfiningPressure, RockError> {
        let weight = self.overburden_density * self.gravity * checked(depth)?;
        ConfiningPressure::new(self.surface_pressure + weight)
    }

    /// What the pores bear, absolute.
    ///
    /// # Errors
    /// As [`DepthProfile::temperature`].
    pub fn pore_pressure(&self, depth: f64) -> Result<PorePressure, RockError> {
        PorePressure::new(self.surface_pore_pressure + self.pore_gradient * checked(depth)?)
    }

    /// What presses the grains together.
    ///
    /// # Errors
    /// As [`DepthProfile::temperature`], and [`RockError::OutOfRange`] where it would be negative.
    pub fn effective_pressure(&self, depth: f64) -> Result<EffectivePressure, RockError> {
        self.confining_pressure(depth)?.less(self.pore_pressure(depth)?)
    }
}

fn checked(depth: f64) -> Result<f64, RockError> {
    in_range("depth", depth, 0.0, DEEPEST)
}
