use std::fmt;
use std::str::FromStr;

use super::equation::Equation;
use super::isotherm::Isotherm;
use super::state::FluidState;
use super::{carbon_dioxide, hydrogen, methane, water};
use crate::RockError;

/// A pure fluid with a reference equation of state.
///
/// | Substance | Equation | Temperature | Pressure |
/// |---|---|---|---|
/// | hydrogen (normal) | Leachman et al. (2009) | 13.957 to 1000 K | to 2000 MPa |
/// | carbon dioxide | Span and Wagner (1996) | 216.592 to 1100 K | to 800 MPa |
/// | methane | Setzmann and Wagner (1991) | 90.6941 to 625 K | to 1000 MPa |
/// | water | IAPWS-95, Wagner and Pruss (2002) | 273.16 to 1273 K | to 1000 MPa |
///
/// Each equation is evaluated with the gas constant of its authors: with another one hydrogen's
/// density is off by 1e-6.
///
/// Valid for: the fluid; the melting line is not checked. Of two phases the stable one is given.
///
/// # Examples
///
/// ```
/// use davylamp_rock::Substance;
///
/// let brine_free = Substance::Water.state(10e6, 308.15)?;
/// assert!((brine_free.density() - 998.4).abs() < 0.1);
/// assert!(Substance::Water.state(10e6, 200.0).is_err());
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
///
/// - Leachman, Jacobsen, Penoncello and Lemmon (2009), <https://doi.org/10.1063/1.3160306>.
/// - Span and Wagner (1996), <https://doi.org/10.1063/1.555991>.
/// - Setzmann and Wagner (1991), <https://doi.org/10.1063/1.555898>.
/// - Wagner and Pruss (2002), <https://doi.org/10.1063/1.1461829>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Substance {
    /// Normal hydrogen: three parts ortho, one part para.
    Hydrogen,
    /// Carbon dioxide.
    CarbonDioxide,
    /// Methane.
    Methane,
    /// Water.
    Water,
}

impl Substance {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Hydrogen, Self::CarbonDioxide, Self::Methane, Self::Water];

    /// The substance at one temperature in K.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] outside the range of the equation.
    pub fn isotherm(self, temperature: f64) -> Result<Isotherm, RockError> {
        Isotherm::new(self, temperature)
    }

    /// The stable state at a pressure in Pa and a temperature in K.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] outside the range of the equation; [`RockError::NoDensity`] as
    /// [`Isotherm::state`] says.
    pub fn state(self, pressure: f64, temperature: f64) -> Result<FluidState, RockError> {
        self.isotherm(temperature)?.state(pressure)
    }

    /// In kg/mol.
    #[must_use]
    pub fn molar_mass(self) -> f64 {
        self.equation().molar_mass
    }

    /// The gas constant of the equation, in J/(mol K).
    #[must_use]
    pub fn gas_constant(self) -> f64 {
        self.equation().gas_constant
    }

    /// Critical temperature, in K.
    #[must_use]
    pub fn critical_temperature(self) -> f64 {
        self.equation().critical_temperature
    }

    /// Critical pressure, in Pa.
    #[must_use]
    pub fn critical_pressure(self) -> f64 {
        self.equation().critical_pressure
    }

    /// Critical density, in kg/m³.
    #[must_use]
    pub fn critical_density(self) -> f64 {
        self.equation().critical_density()
    }

    /// Least and greatest temperature of the equation, in K.
    #[must_use]
    pub fn temperature_range(self) -> [f64; 2] {
        [self.equation().min_temperature, self.equation().max_temperature]
    }

    /// Greatest pressure of the equation, in Pa.
    #[must_use]
    pub fn max_pressure(self) -> f64 {
        self.equation().max_pressure
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hydrogen => "hydrogen",
            Self::CarbonDioxide => "carbon-dioxide",
            Self::Methane => "methane",
            Self::Water => "water",
        }
    }

    pub(crate) const fn equation(self) -> &'static Equation {
        match self {
            Self::Hydrogen => &hydrogen::HYDROGEN,
            Self::CarbonDioxide => &carbon_dioxide::CARBON_DIOXIDE,
            Self::Methane => &methane::METHANE,
            Self::Water => &water::WATER,
        }
    }
}

impl fmt::Display for Substance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Substance {
    type Err = RockError;

    fn from_str(text: &str) -> Result<Self, RockError> {
        Self::ALL.into_iter().find(|substance| substance.name() == text).ok_or_else(|| {
            RockError::UnknownName {
                name: "substance",
                value: text.to_owned(),
                allowed: "hydrogen, carbon-dioxide, methane, water",
            }
        })
    }
}
