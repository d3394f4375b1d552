//! Natural gas after Batzle and Wang (1992), equations 9 to 11.

use crate::RockError;
use crate::error::in_range;

/// A natural gas and where it is.
///
/// The example of [`NaturalGas`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NaturalGasInput {
    /// Temperature, in K.
    pub temperature: f64,
    /// Pore pressure, absolute, in Pa.
    pub pressure: f64,
    /// Density over that of air at 15.6 °C and one atmosphere: 0.56 is methane.
    pub gravity: f64,
}

/// Natural gas: its density and adiabatic modulus.
///
/// With $P_{pr} = P/(4.892 - 0.4048G)$ in MPa and $T_{pr} = T/(94.72 + 170.75G)$ in K:
///
/// $$ Z = [0.03 + 0.00527(3.5 - T_{pr})^3] P_{pr} + (0.642T_{pr} - 0.007T_{pr}^4 - 0.52) + E $$
/// $$ E = 0.109(3.85 - T_{pr})^2 \exp\{-[0.45 + 8(0.56 - 1/T_{pr})^2] P_{pr}^{1.2}/T_{pr}\} $$
/// $$ \rho = \frac{28.8 G P}{Z R T}, \qquad
///    K = \frac{P\gamma_0}{1 - (P_{pr}/Z)\,\partial Z/\partial P_{pr}} $$
/// $$ \gamma_0 = 0.85 + \frac{5.6}{P_{pr}+2} + \frac{27.1}{(P_{pr}+3.5)^2} -
///    8.7\exp[-0.65(P_{pr}+1)] $$
///
/// Valid for: hydrocarbon gases. Hydrogen is none: at 9.8 MPa and 308 K these formulas are 9 % off in its
/// density and 30 % in its modulus, and its gravity of 0.07 is refused. Use [`Substance`](crate::Substance).
///
/// # Examples
///
/// ```
/// use davylamp_rock::{NaturalGas, NaturalGasInput};
///
/// let gas = NaturalGas::new(NaturalGasInput { temperature: 330.0, pressure: 20e6, gravity: 0.6 })?;
/// assert!(gas.density() > 100.0 && gas.density() < 200.0);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
///
/// - Batzle and Wang (1992), Seismic properties of pore fluids, Geophysics 57, 1396-1408,
///   <https://doi.org/10.1190/1.1443207>, equations 9 to 11.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NaturalGas {
    density: f64,
    bulk_modulus: f64,
    z: f64,
}

/// In J/(mol K), as the correlation was fitted.
const GAS_CONSTANT: f64 = 8.314_41;

impl NaturalGas {
    /// The gas at a pressure and temperature.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] for a temperature outside 273.15 to 623.15 K, a pressure outside 1 kPa to
    /// 100 MPa, a gravity outside 0.55 to 1.8, and where the correlation gives no positive modulus.
    pub fn new(input: NaturalGasInput) -> Result<Self, RockError> {
        let t = in_range("temperature", input.temperature, 273.15, 623.15)?;
        let pressure = in_range("pressure", input.pressure, 1e3, 100e6)?;
        let gravity = in_range("gravity", input.gravity, 0.55, 1.8)?;
        let p = pressure / 1e6 / (4.892 - 0.4048 * gravity);
        let tr = t / (94.72 + 170.75 * gravity);
        let decay = (0.45 + 8.0 * (0.56 - 1.0 / tr).powi(2)) / tr;
        let bump = 0.109 * (3.85 - tr).powi(2) * (-decay * p.powf(1.2)).exp();
        let slope = 0.03 + 0.00527 * (3.5 - tr).powi(3);
        let z = slope * p + (0.642 * tr - 0.007 * tr.powi(4) - 0.52) + bump;
        let dz = slope - 1.2 * decay * p.powf(0.2) * bump;
        let gamma =
            0.85 + 5.6 / (p + 2.0) + 27.1 / (p + 3.5).powi(2) - 8.7 * (-0.65 * (p + 1.0)).exp();
        let bulk_modulus = pressure * gamma / (1.0 - p / z * dz);
        in_range("z", z, f64::MIN_POSITIVE, f64::MAX)?;
        in_range("bulk_modulus", bulk_modulus, f64::MIN_POSITIVE, f64::MAX)?;
        let density = 0.0288 * gravity * pressure / (z * GAS_CONSTANT * t);
        Ok(Self { density, bulk_modulus, z })
    }

    /// In kg/m³.
    #[must_use]
    pub const fn density(&self) -> f64 {
        self.density
    }

    /// Adiabatic bulk modulus, in Pa.
    #[must_use]
    pub const fn bulk_modulus(&self) -> f64 {
        self.bulk_modulus
    }

    /// Compressibility factor.
    #[must_use]
    pub const fn z(&self) -> f64 {
        self.z
    }
}
