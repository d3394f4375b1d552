use crate::error::{finite, in_range, positive};
use crate::{PlumeError, StabilityClass};

/// What covers the ground, for the exponents of the wind profile.
///
/// The example of [`PowerLawWind`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Terrain {
    /// Open country.
    Rural,
    /// Towns.
    Urban,
}

/// Exponent of the wind profile by class, as ISC3 takes it by default.
///
/// A to F: 0.07, 0.07, 0.10, 0.15, 0.35, 0.55 (rural); 0.15, 0.15, 0.20, 0.25, 0.30, 0.30 (urban).
///
/// # References
///
/// US EPA (1995), EPA-454/B-95-003b, section 1.1.3.
#[must_use]
pub const fn wind_exponent(class: StabilityClass, terrain: Terrain) -> f64 {
    match terrain {
        Terrain::Rural => [0.07, 0.07, 0.10, 0.15, 0.35, 0.55][class.index()],
        Terrain::Urban => [0.15, 0.15, 0.20, 0.25, 0.30, 0.30][class.index()],
    }
}

/// Wind speed at another height by the power law.
///
/// $$ u(z) = u_r   (z / z_r)^p $$
///
/// | Symbol | Field | Unit |
/// |---|---|---|
/// | $u_r$ | `wind_speed` | m/s |
/// | $z_r$ | `height` | m |
/// | $p$ | `exponent`, see [`wind_exponent`] | |
///
/// Valid for: the lowest 200 m.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{PowerLawWind, StabilityClass, Terrain, wind_exponent};
///
/// let p = wind_exponent(StabilityClass::D, Terrain::Rural);
/// let wind = PowerLawWind::new(4.0, 10.0, p)?;
/// assert!((wind.speed_at(2.0)? - 4.0 * 0.2_f64.powf(0.15)).abs() < 1e-12);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerLawWind {
    wind_speed: f64,
    height: f64,
    exponent: f64,
}

impl PowerLawWind {
    /// A profile through the wind measured at a height.
    ///
    /// # Errors
    ///
    /// [`PlumeError::NotPositive`] unless speed and height are positive and finite,
    /// [`PlumeError::OutOfRange`] unless the exponent lies in \[0, 1\].
    pub fn new(wind_speed: f64, height: f64, exponent: f64) -> Result<Self, PlumeError> {
        Ok(Self {
            wind_speed: positive("wind_speed", wind_speed)?,
            height: positive("height", height)?,
            exponent: in_range("exponent", exponent, 0.0, 1.0)?,
        })
    }

    /// Wind speed at a height, in m/s.
    ///
    /// # Errors
    ///
    /// [`PlumeError::OutOfRange`] outside \[0, 200\] m.
    pub fn speed_at(&self, height: f64) -> Result<f64, PlumeError> {
        in_range("height", height, 0.0, 200.0)?;
        Ok(self.wind_speed * (height / self.height).powf(self.exponent))
    }
}

/// Von Karman's constant.
const VON_KARMAN: f64 = 0.4;

/// Wind speed over flat ground after Monin and Obukhov.
///
/// $$ u(z) = \frac{u_*}{\kappa} \left[ \ln \frac{z}{z_0} - \psi(z/L) + \psi(z_0/L) \right] $$
///
/// $$ \psi(\zeta) = -5 \zeta \quad (\zeta \ge 0), \qquad
///    \psi(\zeta) = 2 \ln \frac{1+s}{2} + \ln \frac{1+s^2}{2} - 2 \arctan s + \frac{\pi}{2},
///    \quad s = (1 - 16 \zeta)^{1/4} \quad (\zeta < 0) $$
///
/// | Symbol | Argument | Unit |
/// |---|---|---|
/// | $u_*$ | `friction_velocity` | m/s |
/// | $z_0$ | `roughness` | m |
/// | $L$ | `obukhov_length`: negative when unstable, infinite when neutral | m |
///
/// Valid for: z from z₀ to 200 m, with z/L in \[-2, 1\]; κ = 0.4.
///
/// # Examples
///
/// ```
/// use davylamp_plume::MoninObukhovWind;
///
/// let neutral = MoninObukhovWind::new(0.4, 0.01, f64::INFINITY)?;
/// assert!((neutral.speed_at(10.0)? - 1000.0_f64.ln()).abs() < 1e-12);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// - Dyer (1974), A review of flux-profile relationships, Boundary-Layer Meteorology 7, 363-372.
/// - Paulson (1970), Journal of Applied Meteorology 9, 857-861: the integrated form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MoninObukhovWind {
    friction_velocity: f64,
    roughness: f64,
    inverse_length: f64,
}

impl MoninObukhovWind {
    /// A profile by its friction velocity.
    ///
    /// # Errors
    ///
    /// [`PlumeError::NotPositive`] unless friction velocity and roughness are positive and finite;
    /// [`PlumeError::NotFinite`] for a length that is zero or NaN.
    pub fn new(
        friction_velocity: f64,
        roughness: f64,
        obukhov_length: f64,
    ) -> Result<Self, PlumeError> {
        Ok(Self {
            friction_velocity: positive("friction_velocity", friction_velocity)?,
            roughness: positive("roughness", roughness)?,
            inverse_length: finite("1 / obukhov_length", 1.0 / obukhov_length)?,
        })
    }

    /// The profile through a wind measured at a height.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new) and [`speed_at`](Self::speed_at).
    pub fn through(
        wind_speed: f64,
        height: f64,
        roughness: f64,
        obukhov_length: f64,
    ) -> Result<Self, PlumeError> {
        let unit = Self::new(1.0, roughness, obukhov_length)?;
        let at_unit = positive("height above the roughness", unit.speed_at(height)?)?;
        Self::new(positive("wind_speed", wind_speed)? / at_unit, roughness, obukhov_length)
    }

    /// Friction velocity, in m/s.
    #[must_use]
    pub const fn friction_velocity(&self) -> f64 {
        self.friction_velocity
    }

    /// Wind speed at a height, in m/s.
    ///
    /// # Errors
    ///
    /// [`PlumeError::OutOfRange`] unless the height lies in \[z₀, 200\] m and z/L in \[-2, 1\].
    pub fn speed_at(&self, height: f64) -> Result<f64, PlumeError> {
        in_range("height", height, self.roughness, 200.0)?;
        let zeta = in_range("height / obukhov_length", height * self.inverse_length, -2.0, 1.0)?;
        let shape = (height / self.roughness).ln() - stability_correction(zeta)
            + stability_correction(self.roughness * self.inverse_length);
        Ok(self.friction_velocity / VON_KARMAN * shape)
    }
}

fn stability_correction(zeta: f64) -> f64 {
    if zeta >= 0.0 {
        return -5.0 * zeta;
    }
    let s = (1.0 - 16.0 * zeta).sqrt().sqrt();
    2.0 * f64::midpoint(1.0, s).ln() + f64::midpoint(1.0, s * s).ln() - 2.0 * s.atan()
        + std::f64::consts::FRAC_PI_2
}
