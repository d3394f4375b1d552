//! Bounds of Hashin and Shtrikman, as Walpole extended them.

use crate::RockError;
use crate::error::{in_range, positive};
use crate::mixing::fractions;

/// An isotropic solid, or a fluid where `mu` is zero.
///
/// The example of [`HashinShtrikman`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Phase {
    /// Fraction of the volume.
    pub fraction: f64,
    /// Bulk modulus, in Pa.
    pub k: f64,
    /// Shear modulus, in Pa.
    pub mu: f64,
}

/// The narrowest bounds on the moduli of an isotropic mixture of which only the fractions are known.
///
/// $$ K = \left[\sum_i \frac{f_i}{K_i + \frac43\mu^*}\right]^{-1} - \frac43\mu^*, \qquad
///    \mu = \left[\sum_i \frac{f_i}{\mu_i + \zeta}\right]^{-1} - \zeta, \qquad
///    \zeta = \frac{\mu^*}{6}\,\frac{9K^* + 8\mu^*}{K^* + 2\mu^*} $$
///
/// with the greatest $K^*$, $\mu^*$ of all phases above and the least below.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{HashinShtrikman, Phase};
///
/// let quartz = Phase { fraction: 0.7, k: 37e9, mu: 44e9 };
/// let clay = Phase { fraction: 0.3, k: 21e9, mu: 7e9 };
/// let bounds = HashinShtrikman::new(&[quartz, clay])?;
/// assert!(bounds.k_lower() < bounds.k_upper());
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
///
/// - Hashin and Shtrikman (1963), J. Mech. Phys. Solids 11, 127-140,
///   <https://doi.org/10.1016/0022-5096(63)90060-7>.
/// - Walpole (1966), J. Mech. Phys. Solids 14, 151-162, <https://doi.org/10.1016/0022-5096(66)90035-4>.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HashinShtrikman {
    lower: [f64; 2],
    upper: [f64; 2],
}

impl HashinShtrikman {
    /// The bounds of a mixture of these phases.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] for a fraction outside 0 to 1 or a negative shear modulus,
    /// [`RockError::NotPositive`] unless bulk moduli are positive, [`RockError::FractionSum`] unless the
    /// fractions add up to 1.
    pub fn new(phases: &[Phase]) -> Result<Self, RockError> {
        fractions(phases.iter().map(|phase| phase.fraction))?;
        let (mut least, mut greatest) = ([f64::INFINITY; 2], [0.0_f64; 2]);
        for phase in phases {
            positive("k", phase.k)?;
            in_range("mu", phase.mu, 0.0, f64::MAX)?;
            if phase.fraction > 0.0 {
                least = [least[0].min(phase.k), least[1].min(phase.mu)];
                greatest = [greatest[0].max(phase.k), greatest[1].max(phase.mu)];
            }
        }
        Ok(Self { lower: mean(phases, least), upper: mean(phases, greatest) })
    }

    /// Lower bound of the bulk modulus, in Pa.
    #[must_use]
    pub const fn k_lower(&self) -> f64 {
        self.lower[0]
    }

    /// Upper bound of the bulk modulus, in Pa.
    #[must_use]
    pub const fn k_upper(&self) -> f64 {
        self.upper[0]
    }

    /// Lower bound of the shear modulus, in Pa.
    #[must_use]
    pub const fn mu_lower(&self) -> f64 {
        self.lower[1]
    }

    /// Upper bound of the shear modulus, in Pa.
    #[must_use]
    pub const fn mu_upper(&self) -> f64 {
        self.upper[1]
    }

    /// The middle of the bounds of the bulk modulus, in Pa.
    #[must_use]
    pub fn k_mean(&self) -> f64 {
        0.5 * (self.lower[0] + self.upper[0])
    }

    /// The middle of the bounds of the shear modulus, in Pa.
    #[must_use]
    pub fn mu_mean(&self) -> f64 {
        0.5 * (self.lower[1] + self.upper[1])
    }
}

/// $\zeta$ of a matrix.
pub(crate) fn zeta(k: f64, mu: f64) -> f64 {
    mu / 6.0 * (9.0 * k + 8.0 * mu) / (k + 2.0 * mu)
}

/// The harmonic mean of moduli that are first raised by a common part.
fn mean(phases: &[Phase], [k, mu]: [f64; 2]) -> [f64; 2] {
    let raised = |modulus: fn(&Phase) -> f64, by: f64| {
        let present = phases.iter().filter(|phase| phase.fraction > 0.0);
        1.0 / present.map(|phase| phase.fraction / (modulus(phase) + by)).sum::<f64>() - by
    };
    [raised(|phase| phase.k, 4.0 / 3.0 * mu), raised(|phase| phase.mu, zeta(k, mu))]
}
