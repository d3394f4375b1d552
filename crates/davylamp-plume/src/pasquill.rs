use crate::StabilityClass::{A, B, C, D, E, F};
use crate::error::in_range;
use crate::{ClassRange, PlumeError, StabilityClass};

/// How strongly the sun heats the ground.
///
/// The example of [`pasquill_class`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Insolation {
    /// Sunny midday in midsummer in England (Pasquill); the sun above 60 degrees, few clouds.
    Strong,
    /// Between the two.
    Moderate,
    /// Sunny midday in midwinter (Pasquill); the sun below 35 degrees.
    Slight,
}

/// What the sky does to the air below it.
///
/// Under a thick overcast sky, by day or night, Pasquill takes class D whatever the wind.
///
/// The example of [`pasquill_class`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sky {
    /// Day.
    Day(Insolation),
    /// Night with thin overcast, or clouds over at least 4/8 of the sky.
    NightCloudy,
    /// Night with clouds over at most 3/8 of the sky.
    NightClear,
}

impl Sky {
    /// The night sky with so many eighths of clouds.
    ///
    /// # Errors
    ///
    /// [`PlumeError::OutOfRange`] for more than eight eighths.
    pub fn night(cloud_eighths: u8) -> Result<Self, PlumeError> {
        in_range("cloud_eighths", cloud_eighths.into(), 0.0, 8.0)?;
        Ok(if cloud_eighths >= 4 { Self::NightCloudy } else { Self::NightClear })
    }

    /// The column of a stability table.
    pub(crate) const fn column(self) -> usize {
        match self {
            Self::Day(Insolation::Strong) => 0,
            Self::Day(Insolation::Moderate) => 1,
            Self::Day(Insolation::Slight) => 2,
            Self::NightCloudy => 3,
            Self::NightClear => 4,
        }
    }
}

/// A table entry: the two classes, which are often one.
pub(crate) type Entry = [StabilityClass; 2];

/// Rows of wind speed, and columns as [`Sky::column`] counts them.
pub(crate) type Rows = [[Entry; 5]; 5];

const ROWS: Rows = [
    [[A, A], [A, B], [B, B], [E, E], [F, F]],
    [[A, B], [B, B], [C, C], [E, E], [F, F]],
    [[B, B], [B, C], [C, C], [D, D], [E, E]],
    [[C, C], [C, D], [D, D], [D, D], [D, D]],
    [[C, C], [D, D], [D, D], [D, D], [D, D]],
];

/// The strongest wind that a table is asked about, in m/s: beyond it there is a mistake.
const STRONGEST: f64 = 120.0;

/// Looks up a table whose rows begin at zero and at these speeds.
pub(crate) fn look_up(
    rows: &Rows,
    begins: [f64; 4],
    wind_speed: f64,
    sky: Sky,
) -> Result<ClassRange, PlumeError> {
    in_range("wind_speed", wind_speed, 0.0, STRONGEST)?;
    let row = begins.iter().filter(|begin| wind_speed >= **begin).count();
    let [a, b] = rows[row][sky.column()];
    Ok(ClassRange::between(a, b))
}

/// Stability class after Pasquill: wind at 10 m, sunshine by day, clouds by night.
///
/// | Wind, m/s | Strong sun | Moderate | Slight | Night, ≥ 4/8 clouds | Night, ≤ 3/8 |
/// |---|---|---|---|---|---|
/// | below 2 | A | A-B | B | E | F |
/// | 2 to 3 | A-B | B | C | E | F |
/// | 3 to 5 | B | B-C | C | D | E |
/// | 5 to 6 | C | C-D | D | D | D |
/// | from 6 | C | D | D | D | D |
///
/// Rows hold their lower bound.
///
/// # Errors
///
/// [`PlumeError::OutOfRange`] unless the wind lies in \[0, 120\] m/s.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{Insolation, Sky, pasquill_class};
///
/// let entry = pasquill_class(4.5, Sky::Day(Insolation::Moderate))?;
/// assert_eq!(entry.to_string(), "B-C");
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// Pasquill (1961), Meteorological Magazine 90, 33-49, as NOAA's READY service prints it (it fills
/// the nights below 2 m/s, which Pasquill left open).
pub fn pasquill_class(wind_speed: f64, sky: Sky) -> Result<ClassRange, PlumeError> {
    look_up(&ROWS, [2.0, 3.0, 5.0, 6.0], wind_speed, sky)
}
