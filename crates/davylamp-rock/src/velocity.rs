//! Speeds of waves from moduli.

use crate::RockError;
use crate::error::{in_range, positive};

/// Speeds of compressional and shear waves in an isotropic solid or fluid.
///
/// $$ V_p = \sqrt{\frac{K + \frac43\mu}{\rho}}, \qquad V_s = \sqrt{\frac{\mu}{\rho}} $$
///
/// # Examples
///
/// ```
/// let quartz = davylamp_rock::WaveSpeeds::new(37e9, 44e9, 2650.0)?;
/// assert!((quartz.vp - 6008.0).abs() < 1.0);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
/// Mavko, Mukerji and Dvorkin (2020), The rock physics handbook, 3rd edition, section 3.1,
/// <https://doi.org/10.1017/9781108333016>.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaveSpeeds {
    /// Of compressional waves, in m/s.
    pub vp: f64,
    /// Of shear waves, in m/s.
    pub vs: f64,
}

impl WaveSpeeds {
    /// From the bulk and shear modulus in Pa and the density in kg/m³.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] for a negative modulus, [`RockError::NotPositive`] unless the density
    /// is positive.
    pub fn new(k: f64, mu: f64, rho: f64) -> Result<Self, RockError> {
        in_range("k", k, 0.0, f64::MAX)?;
        in_range("mu", mu, 0.0, f64::MAX)?;
        positive("rho", rho)?;
        Ok(Self { vp: ((k + 4.0 / 3.0 * mu) / rho).sqrt(), vs: (mu / rho).sqrt() })
    }
}
