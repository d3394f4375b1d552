//! Water and brine after Batzle and Wang (1992), equations 27 to 29.

use crate::RockError;
use crate::error::in_range;

/// The coefficient of $S^2$ in the speed of sound in brine.
///
/// Batzle and Wang print 820; the errata of The Rock Physics Handbook insist on 1820. Measurements side
/// with 820: seawater of 35 g/kg at 15 °C and one atmosphere has 1506.48 m/s (TEOS-10), 820 gives 1506.23
/// and 1820 gives 1505.00; at 100 g/kg and 25 °C 1607.6, 1609.9 and 1599.9 m/s. Saturated brine in salt
/// caverns (26 % at 25 °C) is taken to have 1740 to 1870 m/s; they give 1795 and 1728.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{Brine, BrineInput, SalinityCoefficient};
///
/// let seawater = BrineInput { temperature: 288.15, pressure: 101_325.0, salinity: 0.035 };
/// for (coefficient, speed) in
///     [(SalinityCoefficient::Printed820, 1506.23), (SalinityCoefficient::Errata1820, 1505.00)]
/// {
///     let brine = Brine::with_coefficient(seawater, coefficient)?;
///     assert!((brine.sound_speed() - speed).abs() < 0.01);
/// }
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SalinityCoefficient {
    /// 820, as printed.
    #[default]
    Printed820,
    /// 1820, as in the handbook's errata.
    Errata1820,
}

impl SalinityCoefficient {
    const fn value(self) -> f64 {
        match self {
            Self::Printed820 => 820.0,
            Self::Errata1820 => 1820.0,
        }
    }
}

/// Where a brine is and how salty.
///
/// The example of [`Brine`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BrineInput {
    /// Temperature, in K.
    pub temperature: f64,
    /// Pore pressure, absolute, in Pa.
    pub pressure: f64,
    /// Mass fraction of sodium chloride: 0.035 is 35 000 ppm.
    pub salinity: f64,
}

/// Brine: its density and its speed of sound.
///
/// In °C, MPa, g/cm³ and m/s, with S the mass fraction of salt:
///
/// $$ \rho_w = 1 + 10^{-6}(-80T - 3.3T^2 + 0.00175T^3 + 489P - 2TP + 0.016T^2P - 1.3\cdot10^{-5}T^3P -
///    0.333P^2 - 0.002TP^2) $$
/// $$ \rho_b = \rho_w + S\{0.668 + 0.44S + 10^{-6}[300P - 2400PS + T(80 + 3T - 3300S - 13P + 47PS)]\} $$
/// $$ v_w = \sum_{i=0}^4\sum_{j=0}^3 w_{ij} T^i P^j $$
/// $$ v_b = v_w + S(1170 - 9.6T + 0.055T^2 - 8.5\cdot10^{-5}T^3 + 2.6P - 0.0029TP - 0.0476P^2) +
///    S^{1.5}(780 - 10P + 0.16P^2) - q S^2 $$
///
/// Valid for: 20 to 350 °C, to 100 MPa, salt to 0.3 (saturation at 150 °C). From 10 to 120 °C and to
/// 50 MPa pure water differs from IAPWS-95 by at most 0.30 % in density and 0.56 % in speed. The ground
/// above a store is colder than 20 °C, so 0 °C is allowed: down to there the two differ by at most 0.11 %
/// and 0.21 %.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{Brine, BrineInput};
///
/// let brine = Brine::new(BrineInput { temperature: 308.15, pressure: 9.8e6, salinity: 0.035 })?;
/// assert!((brine.bulk_modulus() - 2.52e9).abs() < 0.01e9);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
///
/// - Batzle and Wang (1992), Seismic properties of pore fluids, Geophysics 57, 1396-1408,
///   <https://doi.org/10.1190/1.1443207>, equations 27 to 29 and table 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brine {
    density: f64,
    sound_speed: f64,
}

/// Table 1 of Batzle and Wang, `[i][j]` of $T^i P^j$.
const SPEED: [[f64; 4]; 5] = [
    [1402.85, 1.524, 3.437e-3, -1.197e-5],
    [4.871, -0.0111, 1.739e-4, -1.628e-6],
    [-0.04783, 2.747e-4, -2.135e-6, 1.237e-8],
    [1.487e-4, -6.503e-7, -1.455e-8, 1.327e-10],
    [-2.197e-7, 7.987e-10, 5.230e-11, -4.614e-13],
];

const FREEZING: f64 = 273.15;

impl Brine {
    /// Brine with the coefficient as printed.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] for a temperature outside 273.15 to 623.15 K, a pressure outside 0 to
    /// 100 MPa, a salinity outside 0 to 0.3.
    pub fn new(input: BrineInput) -> Result<Self, RockError> {
        Self::with_coefficient(input, SalinityCoefficient::default())
    }

    /// Brine with a coefficient of one's choice.
    ///
    /// # Errors
    /// As [`Brine::new`].
    pub fn with_coefficient(
        input: BrineInput,
        coefficient: SalinityCoefficient,
    ) -> Result<Self, RockError> {
        in_range("temperature", input.temperature, FREEZING, FREEZING + 350.0)?;
        in_range("pressure", input.pressure, 0.0, 100e6)?;
        in_range("salinity", input.salinity, 0.0, 0.3)?;
        let t = input.temperature - FREEZING;
        let p = input.pressure / 1e6;
        let s = input.salinity;
        Ok(Self {
            density: 1000.0 * density(t, p, s),
            sound_speed: sound_speed(t, p, s, coefficient.value()),
        })
    }

    /// In kg/m³.
    #[must_use]
    pub const fn density(&self) -> f64 {
        self.density
    }

    /// In m/s.
    #[must_use]
    pub const fn sound_speed(&self) -> f64 {
        self.sound_speed
    }

    /// Adiabatic bulk modulus, in Pa.
    #[must_use]
    pub fn bulk_modulus(&self) -> f64 {
        self.density * self.sound_speed * self.sound_speed
    }
}

/// In g/cm³.
fn density(t: f64, p: f64, s: f64) -> f64 {
    let water = 1.0
        + 1e-6
            * (-80.0 * t - 3.3 * t * t + 0.00175 * t.powi(3) + 489.0 * p - 2.0 * t * p
                + 0.016 * t * t * p
                - 1.3e-5 * t.powi(3) * p
                - 0.333 * p * p
                - 0.002 * t * p * p);
    let warm = t * (80.0 + 3.0 * t - 3300.0 * s - 13.0 * p + 47.0 * p * s);
    water + s * (0.668 + 0.44 * s + 1e-6 * (300.0 * p - 2400.0 * p * s + warm))
}

/// In m/s.
fn sound_speed(t: f64, p: f64, s: f64, square: f64) -> f64 {
    let water = SPEED
        .iter()
        .rev()
        .fold(0.0, |sum, row| sum * t + row.iter().rev().fold(0.0, |inner, w| inner * p + w));
    let linear = 1170.0 - 9.6 * t + 0.055 * t * t - 8.5e-5 * t.powi(3) + 2.6 * p
        - 0.0029 * t * p
        - 0.0476 * p * p;
    water + s * linear + s.powf(1.5) * (780.0 - 10.0 * p + 0.16 * p * p) - square * s * s
}
