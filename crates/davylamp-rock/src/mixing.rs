//! Means of moduli: Voigt, Reuss (for fluids: Wood), Hill, Brie.

use crate::RockError;
use crate::error::{in_range, positive};

/// How far the sum of fractions may be from one: rounding of a hundred of them.
const FRACTION_SUM: f64 = 1e-12;

/// A part of a mixture: how much of the volume, and its modulus.
///
/// The example of [`Means`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Fraction of the volume.
    pub fraction: f64,
    /// Modulus, in Pa; zero for what does not resist.
    pub modulus: f64,
}

/// The means of a modulus over the parts of a mixture.
///
/// $$ M_V = \sum_i f_i M_i, \qquad \frac{1}{M_R} = \sum_i \frac{f_i}{M_i}, \qquad
///    M_H = \frac{M_V + M_R}{2} $$
///
/// Valid for: $M_V$ and $M_R$ bound any mixture; fluids mixed finely obey $M_R$, which is Wood's law.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{Means, Part};
///
/// let sand = Means::new(&[
///     Part { fraction: 0.7, modulus: 37e9 },
///     Part { fraction: 0.3, modulus: 21e9 },
/// ])?;
/// assert!((sand.hill() - 31.158e9).abs() < 1e6);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
///
/// - Hill (1952), The elastic behaviour of a crystalline aggregate, Proc. Phys. Soc. A 65, 349-354,
///   <https://doi.org/10.1088/0370-1298/65/5/307>.
/// - Wood (1930), A textbook of sound, Bell, London.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Means {
    voigt: f64,
    reuss: f64,
}

impl Means {
    /// The means over these parts.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] for a fraction outside 0 to 1 or a negative modulus;
    /// [`RockError::FractionSum`] unless the fractions add up to 1.
    pub fn new(parts: &[Part]) -> Result<Self, RockError> {
        fractions(parts.iter().map(|part| part.fraction))?;
        let (mut voigt, mut compliance) = (0.0, 0.0);
        for part in parts {
            in_range("modulus", part.modulus, 0.0, f64::MAX)?;
            if part.fraction > 0.0 {
                voigt += part.fraction * part.modulus;
                compliance += part.fraction / part.modulus;
            }
        }
        Ok(Self { voigt, reuss: 1.0 / compliance })
    }

    /// The mean of equal strain: the upper bound, in Pa.
    #[must_use]
    pub const fn voigt(&self) -> f64 {
        self.voigt
    }

    /// The mean of equal stress: the lower bound, and Wood's law for fluids, in Pa.
    #[must_use]
    pub const fn reuss(&self) -> f64 {
        self.reuss
    }

    /// The middle of both, in Pa.
    #[must_use]
    pub fn hill(&self) -> f64 {
        0.5 * (self.voigt + self.reuss)
    }
}

pub(crate) fn fractions(all: impl Iterator<Item = f64>) -> Result<(), RockError> {
    let mut sum = 0.0;
    for fraction in all {
        sum += in_range("fraction", fraction, 0.0, 1.0)?;
    }
    if (sum - 1.0).abs() <= FRACTION_SUM { Ok(()) } else { Err(RockError::FractionSum { sum }) }
}

/// The modulus of gas in water where the gas sits in patches, after Brie.
///
/// $$ K_f = (K_w - K_g)(1 - S_g)^e + K_g $$
///
/// | Symbol | Argument | Unit |
/// |---|---|---|
/// | $K_w$ | `k_water` | Pa |
/// | $K_g$ | `k_gas` | Pa |
/// | $S_g$ | `gas_saturation` | |
/// | $e$ | `exponent` | |
///
/// Valid for: e = 1 is Voigt's mean; e of about 40 comes near Wood's law; 3 fits logs.
///
/// # Errors
/// [`RockError::NotPositive`] unless both moduli are positive; [`RockError::OutOfRange`] for a saturation
/// outside 0 to 1 or an exponent outside 1 to 100.
///
/// # Examples
///
/// ```
/// let k = davylamp_rock::brie(2.5e9, 15e6, 0.3, 3.0)?;
/// assert!((k - 0.867e9).abs() < 1e6);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
/// Brie, Pampuri, Marsala and Meazza (1995), Shear sonic interpretation in gas-bearing sands, SPE 30595,
/// <https://doi.org/10.2118/30595-MS>.
pub fn brie(
    k_water: f64,
    k_gas: f64,
    gas_saturation: f64,
    exponent: f64,
) -> Result<f64, RockError> {
    positive("k_water", k_water)?;
    positive("k_gas", k_gas)?;
    in_range("gas_saturation", gas_saturation, 0.0, 1.0)?;
    in_range("exponent", exponent, 1.0, 100.0)?;
    Ok((k_water - k_gas) * (1.0 - gas_saturation).powf(exponent) + k_gas)
}
