use crate::error::positive;
use crate::{Ambient, PlumeError};

/// Standard acceleration of gravity, in m/s².
const GRAVITY: f64 = 9.806_65;

/// A release into wind, for the question whether the gas follows the air.
///
/// The example of [`release_buoyancy`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReleaseInput {
    /// Density of what is released, in kg/m³ (cold or mixed with droplets: as it leaves).
    pub gas_density: f64,
    /// Mass rate, in kg/s.
    pub emission_rate: f64,
    /// Wind speed at 10 m, in m/s.
    pub wind_speed: f64,
    /// The air.
    pub ambient: Ambient,
}

/// Whether a plume of passive gas describes a release.
///
/// The example of [`release_buoyancy`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReleaseBuoyancy {
    /// Yes: the wind carries the gas as it carries air.
    Passive {
        /// The Richardson number, signed.
        richardson: f64,
    },
    /// No: near the source the gas sinks, spreads on the ground and creeps upwind.
    Dense {
        /// The Richardson number, positive.
        richardson: f64,
    },
    /// No: near the source the gas rises, and the ground sees less than a passive plume says.
    Buoyant {
        /// The Richardson number, negative.
        richardson: f64,
    },
}

impl ReleaseBuoyancy {
    /// The Richardson number of the release: positive for dense gas.
    #[must_use]
    pub const fn richardson(self) -> f64 {
        match self {
            Self::Passive { richardson }
            | Self::Dense { richardson }
            | Self::Buoyant { richardson } => richardson,
        }
    }

    /// Whether the gas follows the air.
    #[must_use]
    pub const fn is_passive(self) -> bool {
        matches!(self, Self::Passive { .. })
    }
}

/// From this cube root of the Richardson number on, density matters to a continuous release.
const CONTINUOUS_LIMIT: f64 = 0.15;

/// Whether a continuous release is passive, after Britter and McQuaid.
///
/// $$ Ri = \frac{g_0' q_0}{u^3 D}, \qquad g_0' = g \frac{\rho - \rho_a}{\rho_a}, \qquad
///    D = \sqrt{q_0 / u}; \qquad \text{passive where } |Ri|^{1/3} \le 0.15 $$
///
/// | Symbol | Field | Unit |
/// |---|---|---|
/// | $\rho$ | `gas_density` | kg/m³ |
/// | $\rho_a$ | [`Ambient::air_density`] | kg/m³ |
/// | $q_0$ | `emission_rate` / `gas_density` | m³/s |
/// | $u$ | `wind_speed` | m/s |
///
/// Britter and McQuaid give the limit for dense gas; for light gas the same limit is taken here by
/// symmetry. The verdict is about the source: farther downwind every plume becomes passive. A fast
/// jet mixes at once and may be passive where this says it is not.
///
/// # Errors
///
/// [`PlumeError::NotPositive`] unless density, rate and wind are positive and finite.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{Ambient, Gas, ReleaseBuoyancy, ReleaseInput, release_buoyancy};
///
/// let ambient = Ambient::standard();
/// let verdict = release_buoyancy(ReleaseInput {
///     gas_density: ambient.density(Gas::Chlorine.molar_mass()),
///     emission_rate: 1.0,
///     wind_speed: 3.0,
///     ambient,
/// })?;
/// assert!(matches!(verdict, ReleaseBuoyancy::Dense { .. }));
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// - Britter and McQuaid (1988), Workbook on the dispersion of dense gases, HSE contract research
///   report 17/1988.
/// - Hanna, Drivas and Chang (1996), Guidelines for use of vapor cloud dispersion models, 2nd ed.,
///   AIChE: the same criterion.
pub fn release_buoyancy(release: ReleaseInput) -> Result<ReleaseBuoyancy, PlumeError> {
    let density = positive("gas_density", release.gas_density)?;
    let flow = positive("emission_rate", release.emission_rate)? / density;
    let wind = positive("wind_speed", release.wind_speed)?;
    let air = release.ambient.air_density();
    let gravity = GRAVITY * (density - air) / air;
    let richardson = gravity * flow / (wind.powi(3) * (flow / wind).sqrt());
    Ok(if richardson.abs().cbrt() <= CONTINUOUS_LIMIT {
        ReleaseBuoyancy::Passive { richardson }
    } else if richardson > 0.0 {
        ReleaseBuoyancy::Dense { richardson }
    } else {
        ReleaseBuoyancy::Buoyant { richardson }
    })
}
