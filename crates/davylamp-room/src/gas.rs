use std::str::FromStr;

use crate::RoomError;

/// Molar gas constant, J/(mol K): exact since the SI of 2019.
const GAS_CONSTANT: f64 = 8.314_462_618_153_24;

/// Molar mass of dry air, kg/mol (US Standard Atmosphere 1976).
const AIR_MOLAR_MASS: f64 = 28.964_4e-3;

/// Diffusion volume of air (Poling, Prausnitz and O'Connell 2001, table 11-1).
const AIR_DIFFUSION_VOLUME: f64 = 19.7;

/// What leaks into the room.
///
/// # Examples
/// ```
/// use davylamp_room::LightGas;
/// let hydrogen: LightGas = "hydrogen".parse()?;
/// assert!((hydrogen.density(293.15, 101_325.0) - 0.0838).abs() < 1e-4);
/// # Ok::<(), davylamp_room::RoomError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum LightGas {
    /// H₂
    Hydrogen,
    /// He, a stand-in for hydrogen in trials.
    Helium,
}

impl LightGas {
    /// Molar mass, in kg/mol (NIST Chemistry WebBook, SRD 69).
    #[must_use]
    pub const fn molar_mass(self) -> f64 {
        match self {
            Self::Hydrogen => 2.015_88e-3,
            Self::Helium => 4.002_602e-3,
        }
    }

    /// Density of the pure gas as an ideal gas, $\rho = p M / (R T)$, in kg/m³.
    #[must_use]
    pub fn density(self, temperature: f64, pressure: f64) -> f64 {
        pressure * self.molar_mass() / (GAS_CONSTANT * temperature)
    }

    /// How much lighter than air, as a part of air: $\kappa = 1 - M / M_{air}$.
    ///
    /// A mixture with volume fraction $c$ has the density $\rho_{air} (1 - \kappa c)$.
    #[must_use]
    pub fn buoyancy(self) -> f64 {
        1.0 - self.molar_mass() / AIR_MOLAR_MASS
    }

    /// Molecular diffusivity in air, in m²/s.
    ///
    /// $$ D = \frac{0.00143 \, T^{1.75}}{p \, M^{1/2} (v_{gas}^{1/3} + v_{air}^{1/3})^2}, \quad
    /// M = \frac{2}{1/M_{gas} + 1/M_{air}} $$
    ///
    /// in cm²/s with T in K, p in bar and M in g/mol. The diffusion volumes v are 6.12 for hydrogen,
    /// 2.67 for helium, 19.7 for air.
    ///
    /// # Examples
    /// ```
    /// use davylamp_room::LightGas;
    /// let d = LightGas::Helium.diffusivity(294.0, 101_325.0);
    /// assert!((d - 6.65e-5).abs() < 0.02e-5);
    /// ```
    ///
    /// # References
    /// Fuller, Schettler and Giddings (1966), <https://doi.org/10.1021/ie50677a007>, as equation 11-4.4
    /// of Poling, Prausnitz and O'Connell (2001), *The Properties of Gases and Liquids*, 5th edition.
    #[must_use]
    pub fn diffusivity(self, temperature: f64, pressure: f64) -> f64 {
        let volume: f64 = match self {
            Self::Hydrogen => 6.12,
            Self::Helium => 2.67,
        };
        let mass = 2e3 / (1.0 / self.molar_mass() + 1.0 / AIR_MOLAR_MASS);
        let size = libm::cbrt(volume) + libm::cbrt(AIR_DIFFUSION_VOLUME);
        let cm2_s =
            0.001_43 * libm::pow(temperature, 1.75) / (pressure * 1e-5 * mass.sqrt() * size * size);
        cm2_s * 1e-4
    }
}

impl FromStr for LightGas {
    type Err = RoomError;

    fn from_str(name: &str) -> Result<Self, RoomError> {
        match name {
            "hydrogen" => Ok(Self::Hydrogen),
            "helium" => Ok(Self::Helium),
            _ => Err(RoomError::UnknownName {
                name: "gas".to_owned(),
                value: name.to_owned(),
                allowed: "hydrogen, helium".to_owned(),
            }),
        }
    }
}
