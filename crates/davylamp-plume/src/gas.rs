use std::{fmt, str::FromStr};

use crate::PlumeError;
use crate::error::positive;

/// Molar gas constant, in J/(mol K): exact since the SI of 2019.
const GAS_CONSTANT: f64 = 8.314_462_618_153_24;

/// Molar mass of dry air, in kg/mol (US Standard Atmosphere 1976).
const AIR_MOLAR_MASS: f64 = 0.028_964_4;

/// A gas that leaks.
///
/// # Examples
///
/// ```
/// use davylamp_plume::Gas;
///
/// assert_eq!(Gas::Ammonia.aegl()[1], Some(160.0)); // ppm
/// assert_eq!("H2".parse(), Ok(Gas::Hydrogen));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Gas {
    /// H₂
    Hydrogen,
    /// He, a stand-in for hydrogen in trials.
    Helium,
    /// CH₄
    Methane,
    /// NH₃
    Ammonia,
    /// Cl₂
    Chlorine,
    /// COCl₂
    Phosgene,
    /// SO₂, the tracer of Prairie Grass.
    SulphurDioxide,
}

/// A flammable mixture with air, in parts per million by volume.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{FlammableRange, Gas};
///
/// let range = FlammableRange { lower: 40_000.0, upper: 750_000.0 };
/// assert_eq!(Gas::Hydrogen.flammable(), Some(range)); // from 4 to 75 %
/// assert_eq!(Gas::Helium.flammable(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlammableRange {
    /// Lower flammable limit (LFL).
    pub lower: f64,
    /// Upper flammable limit.
    pub upper: f64,
}

impl Gas {
    /// Every gas.
    pub const ALL: [Self; 7] = [
        Self::Hydrogen,
        Self::Helium,
        Self::Methane,
        Self::Ammonia,
        Self::Chlorine,
        Self::Phosgene,
        Self::SulphurDioxide,
    ];

    /// Molar mass, in kg/mol.
    ///
    /// # References
    ///
    /// NIST Chemistry WebBook, SRD 69: the sum of its atomic weights (H 1.00794, He 4.002602, C 12.0107,
    /// N 14.0067, O 15.9994, S 32.065, Cl 35.453).
    #[must_use]
    pub const fn molar_mass(self) -> f64 {
        match self {
            Self::Hydrogen => 2.015_88e-3,
            Self::Helium => 4.002_602e-3,
            Self::Methane => 16.042_5e-3,
            Self::Ammonia => 17.030_5e-3,
            Self::Chlorine => 70.906e-3,
            Self::Phosgene => 98.916e-3,
            Self::SulphurDioxide => 64.064e-3,
        }
    }

    /// Acute exposure guideline levels 1, 2 and 3 for one hour, in ppm: discomfort, lasting harm,
    /// danger to life. None where no level is recommended, or none exists.
    ///
    /// | Gas | AEGL-1 | AEGL-2 | AEGL-3 |
    /// |---|---|---|---|
    /// | ammonia | 30 | 160 | 1100 |
    /// | chlorine | 0.5 | 2.0 | 20 |
    /// | phosgene | | 0.3 | 0.75 |
    /// | sulphur dioxide | 0.20 | 0.75 | 30 |
    ///
    /// # References
    ///
    /// - Ammonia, chlorine, phosgene: Xia et al. (2022), Sensors 22(1), 71, table 1.
    /// - Sulphur dioxide: National Research Council (2010), Acute exposure guideline levels for selected
    ///   airborne chemicals, volume 8, chapter 9, pages 393-448, <https://doi.org/10.17226/12770>.
    #[must_use]
    pub const fn aegl(self) -> [Option<f64>; 3] {
        match self {
            Self::Ammonia => [Some(30.0), Some(160.0), Some(1100.0)],
            Self::Chlorine => [Some(0.5), Some(2.0), Some(20.0)],
            Self::Phosgene => [None, Some(0.3), Some(0.75)],
            Self::SulphurDioxide => [Some(0.20), Some(0.75), Some(30.0)],
            Self::Hydrogen | Self::Helium | Self::Methane => [None; 3],
        }
    }

    /// Between which concentrations a mixture with air burns; None for gases that are not feared for
    /// it (ammonia burns from 15 %, where it has long been deadly).
    ///
    /// Hydrogen 4 to 75 vol %, methane 5 to 15 vol %, in air at 25 °C and 1 atm.
    ///
    /// # References
    ///
    /// Zabetakis (1965), Flammability characteristics of combustible gases and vapors, US Bureau of
    /// Mines Bulletin 627. The older Bulletin 503 (Coward and Jones 1952) lets methane burn to 14 vol %
    /// only.
    #[must_use]
    pub const fn flammable(self) -> Option<FlammableRange> {
        match self {
            Self::Hydrogen => Some(FlammableRange { lower: 40_000.0, upper: 750_000.0 }),
            Self::Methane => Some(FlammableRange { lower: 50_000.0, upper: 150_000.0 }),
            _ => None,
        }
    }

    /// The concentrations at which a zone is drawn, from the weakest, with their names.
    ///
    /// Toxic gases: their AEGL; flammable ones: a quarter of the lower limit, at which alarms are
    /// set, and the limit itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use davylamp_plume::Gas;
    ///
    /// let names: Vec<_> = Gas::Phosgene.thresholds().iter().map(|t| t.name).collect();
    /// assert_eq!(names, ["AEGL-2", "AEGL-3"]);
    /// assert_eq!(Gas::Hydrogen.thresholds()[0].ppm, 10_000.0); // 25 % of the lower limit: 1 %
    /// ```
    #[must_use]
    pub fn thresholds(self) -> Vec<Threshold> {
        let toxic = ["AEGL-1", "AEGL-2", "AEGL-3"]
            .into_iter()
            .zip(self.aegl())
            .filter_map(|(name, ppm)| ppm.map(|ppm| Threshold { name, ppm }));
        let flammable = self.flammable().into_iter().flat_map(|range| {
            [
                Threshold { name: "25 % LFL", ppm: 0.25 * range.lower },
                Threshold { name: "LFL", ppm: range.lower },
            ]
        });
        toxic.chain(flammable).collect()
    }
}

/// A concentration that matters.
///
/// The example of [`Gas::thresholds`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// What it is called.
    pub name: &'static str,
    /// Parts per million by volume.
    pub ppm: f64,
}

impl fmt::Display for Gas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Hydrogen => "hydrogen",
            Self::Helium => "helium",
            Self::Methane => "methane",
            Self::Ammonia => "ammonia",
            Self::Chlorine => "chlorine",
            Self::Phosgene => "phosgene",
            Self::SulphurDioxide => "sulphur-dioxide",
        })
    }
}

impl FromStr for Gas {
    type Err = PlumeError;

    /// By name or formula.
    fn from_str(name: &str) -> Result<Self, PlumeError> {
        match name.trim().to_ascii_lowercase().as_str() {
            "hydrogen" | "h2" => Ok(Self::Hydrogen),
            "helium" | "he" => Ok(Self::Helium),
            "methane" | "ch4" => Ok(Self::Methane),
            "ammonia" | "nh3" => Ok(Self::Ammonia),
            "chlorine" | "cl2" => Ok(Self::Chlorine),
            "phosgene" | "cocl2" => Ok(Self::Phosgene),
            "sulphur-dioxide" | "sulfur-dioxide" | "sulphur dioxide" | "sulfur dioxide" | "so2" => {
                Ok(Self::SulphurDioxide)
            }
            _ => Err(PlumeError::UnknownName {
                name: "gas",
                value: name.to_owned(),
                allowed: "hydrogen, helium, methane, ammonia, chlorine, phosgene, sulphur-dioxide",
            }),
        }
    }
}

/// The air around: what a part per million weighs.
///
/// $$ \rho = x \frac{M p}{R T} $$
///
/// | Symbol | Argument | Unit |
/// |---|---|---|
/// | $\rho$ | mass concentration | kg/m³ |
/// | $x$ | mole fraction, 1e-6 of `ppm` | |
/// | $M$ | [`Gas::molar_mass`] | kg/mol |
/// | $p$ | `pressure` | Pa |
/// | $T$ | `temperature` | K |
///
/// Valid for: ideal gases, which the gases here are within 1 % in open air.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{Ambient, Gas};
///
/// let air = Ambient::new(298.15, 101_325.0)?;
/// let density = air.density_of_ppm(Gas::Ammonia.molar_mass(), 30.0);
/// assert!((density - 20.88e-6).abs() < 0.01e-6);
/// assert!((air.ppm_of_density(Gas::Ammonia.molar_mass(), density) - 30.0).abs() < 1e-12);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ambient {
    temperature: f64,
    pressure: f64,
}

impl Ambient {
    /// Air at a temperature (K) and pressure (Pa).
    ///
    /// # Errors
    ///
    /// [`PlumeError::NotPositive`] unless both are positive and finite.
    pub fn new(temperature: f64, pressure: f64) -> Result<Self, PlumeError> {
        Ok(Self {
            temperature: positive("temperature", temperature)?,
            pressure: positive("pressure", pressure)?,
        })
    }

    /// The International Standard Atmosphere at sea level: 288.15 K and 101325 Pa.
    #[must_use]
    pub const fn standard() -> Self {
        Self { temperature: 288.15, pressure: 101_325.0 }
    }

    /// Temperature, in K.
    #[must_use]
    pub const fn temperature(&self) -> f64 {
        self.temperature
    }

    /// Pressure, in Pa.
    #[must_use]
    pub const fn pressure(&self) -> f64 {
        self.pressure
    }

    /// Density of a pure gas of this molar mass (kg/mol), in kg/m³.
    #[must_use]
    pub fn density(&self, molar_mass: f64) -> f64 {
        molar_mass * self.pressure / (GAS_CONSTANT * self.temperature)
    }

    /// Density of dry air, in kg/m³.
    #[must_use]
    pub fn air_density(&self) -> f64 {
        self.density(AIR_MOLAR_MASS)
    }

    /// Mass concentration in kg/m³ of a gas of this molar mass (kg/mol) at so many ppm by volume.
    #[must_use]
    pub fn density_of_ppm(&self, molar_mass: f64, ppm: f64) -> f64 {
        1e-6 * ppm * self.density(molar_mass)
    }

    /// Parts per million by volume of a gas of this molar mass (kg/mol) at a mass concentration in
    /// kg/m³.
    #[must_use]
    pub fn ppm_of_density(&self, molar_mass: f64, density: f64) -> f64 {
        1e6 * density / self.density(molar_mass)
    }
}

#[cfg(test)]
mod tests {
    use super::Gas;

    #[test]
    fn molar_masses_are_sums_of_atomic_weights() {
        let (h, he, c, n) = (1.007_94, 4.002_602, 12.010_7, 14.006_7);
        let (o, s, cl) = (15.999_4, 32.065, 35.453);
        for (gas, grams) in [
            (Gas::Hydrogen, 2.0 * h),
            (Gas::Helium, he),
            (Gas::Methane, c + 4.0 * h),
            (Gas::Ammonia, n + 3.0 * h),
            (Gas::Chlorine, 2.0 * cl),
            (Gas::Phosgene, c + o + 2.0 * cl),
            (Gas::SulphurDioxide, s + 2.0 * o),
        ] {
            // The WebBook rounds to the last digit that is sure, a thousandth at worst.
            assert!((1e3 * gas.molar_mass() - grams).abs() <= 5e-4, "{gas} {grams}");
        }
    }
}
