use crate::error::in_range;
use crate::{PlumeError, StabilityClass};

/// Turner's classes 1 to 7, from extremely unstable to extremely stable.
///
/// The example of [`turner_class`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TurnerClass(u8);

impl TurnerClass {
    /// Turner's number, 1 to 7.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Pasquill's class: 1 is A, and both 6 and 7 are F, as in ISC3.
    #[must_use]
    pub const fn stability_class(self) -> StabilityClass {
        match self.0 {
            1 => StabilityClass::A,
            2 => StabilityClass::B,
            3 => StabilityClass::C,
            4 => StabilityClass::D,
            5 => StabilityClass::E,
            _ => StabilityClass::F,
        }
    }
}

/// What an observer at a weather station notes of the sky.
///
/// The example of [`NetRadiationIndex::observed`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SkyObservation {
    /// Height of the sun over the horizon, in degrees; zero and below is night.
    pub solar_elevation_deg: f64,
    /// Cloud cover in tenths of the sky, 0 to 10.
    pub cloud_tenths: u8,
    /// Height of the lowest layer that covers more than half of the sky, in m. None: unlimited.
    pub ceiling: Option<f64>,
}

/// How much the ground gains (positive) or loses by radiation: 4 for strong sun to -2 for a clear
/// night.
///
/// The example of [`turner_class`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NetRadiationIndex(i8);

/// 7000 feet, in m: the top of low clouds.
const LOW_CEILING: f64 = 2133.6;

/// 16000 feet, in m: the top of middle clouds.
const MIDDLE_CEILING: f64 = 4876.8;

impl NetRadiationIndex {
    /// The index by its number.
    ///
    /// # Errors
    ///
    /// [`PlumeError::OutOfRange`] outside -2 to 4.
    pub fn new(index: i8) -> Result<Self, PlumeError> {
        in_range("net radiation index", index.into(), -2.0, 4.0)?;
        Ok(Self(index))
    }

    /// The index of an observed sky.
    ///
    /// 1. Overcast below 7000 ft: 0, day and night.
    /// 2. Night: -2 with at most 4/10 of clouds, else -1.
    /// 3. Day: 4, 3, 2, 1 for a sun above 60°, 35°, 15° and lower. With more than 5/10 of clouds
    ///    subtract 2 under a ceiling below 7000 ft, 1 below 16000 ft, and 1 when overcast above; not
    ///    below 1.
    ///
    /// # Errors
    ///
    /// [`PlumeError::OutOfRange`] unless the sun stands in \[-90, 90\] degrees, clouds cover 0 to 10
    /// tenths, and the ceiling lies in \[0, 30000\] m.
    ///
    /// # Examples
    ///
    /// ```
    /// use davylamp_plume::{NetRadiationIndex, SkyObservation};
    ///
    /// let sky = SkyObservation { solar_elevation_deg: 50.0, cloud_tenths: 8, ceiling: Some(3000.0) };
    /// assert_eq!(NetRadiationIndex::observed(sky)?.number(), 2);
    /// # Ok::<(), davylamp_plume::PlumeError>(())
    /// ```
    pub fn observed(sky: SkyObservation) -> Result<Self, PlumeError> {
        in_range("solar_elevation_deg", sky.solar_elevation_deg, -90.0, 90.0)?;
        in_range("cloud_tenths", sky.cloud_tenths.into(), 0.0, 10.0)?;
        let ceiling = match sky.ceiling {
            Some(ceiling) => in_range("ceiling", ceiling, 0.0, 30_000.0)?,
            None => f64::INFINITY,
        };
        let overcast = sky.cloud_tenths == 10;
        if overcast && ceiling < LOW_CEILING {
            return Ok(Self(0));
        }
        if sky.solar_elevation_deg <= 0.0 {
            return Ok(Self(if sky.cloud_tenths <= 4 { -2 } else { -1 }));
        }
        let sun = match sky.solar_elevation_deg {
            high if high > 60.0 => 4,
            middle if middle > 35.0 => 3,
            low if low > 15.0 => 2,
            _ => 1,
        };
        let less = match sky.cloud_tenths {
            0..=5 => 0,
            _ if ceiling < LOW_CEILING => 2,
            _ if ceiling < MIDDLE_CEILING || overcast => 1,
            _ => 0,
        };
        Ok(Self((sun - less).max(1)))
    }

    /// The number, -2 to 4.
    #[must_use]
    pub const fn number(self) -> i8 {
        self.0
    }
}

/// Rows begin at these winds in knots; columns are the index from 4 down to -2.
const TABLE: [(f64, [u8; 7]); 9] = [
    (0.0, [1, 1, 2, 3, 4, 6, 7]),
    (2.0, [1, 2, 2, 3, 4, 6, 7]),
    (4.0, [1, 2, 3, 4, 4, 5, 6]),
    (6.0, [2, 2, 3, 4, 4, 5, 6]),
    (7.0, [2, 2, 3, 4, 4, 4, 5]),
    (8.0, [2, 3, 3, 4, 4, 4, 5]),
    (10.0, [3, 3, 4, 4, 4, 4, 5]),
    (11.0, [3, 3, 4, 4, 4, 4, 4]),
    (12.0, [3, 4, 4, 4, 4, 4, 4]),
];

/// One knot, in m/s.
const KNOT: f64 = 1852.0 / 3600.0;

/// Stability class after Turner: wind at 10 m and net radiation index.
///
/// The table is one of whole knots, to which the wind is rounded.
///
/// # Errors
///
/// [`PlumeError::OutOfRange`] unless the wind lies in \[0, 120\] m/s.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{NetRadiationIndex, StabilityClass, turner_class};
///
/// let class = turner_class(3.0, NetRadiationIndex::new(-2)?)?;
/// assert_eq!(class.number(), 6);
/// assert_eq!(class.stability_class(), StabilityClass::F);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// - Turner (1964), A diffusion model for an urban area, Journal of Applied Meteorology 3, 83-91.
/// - US EPA (2000), EPA-454/R-99-005, section 6.4.1: the procedure and the table.
pub fn turner_class(wind_speed: f64, index: NetRadiationIndex) -> Result<TurnerClass, PlumeError> {
    let knots = (in_range("wind_speed", wind_speed, 0.0, 120.0)? / KNOT).round();
    let row = TABLE.iter().rposition(|(begin, _)| knots >= *begin).unwrap_or(0);
    // 0 for index 4 to 6 for index -2.
    let column = usize::from((4 - index.0).unsigned_abs());
    Ok(TurnerClass(TABLE[row].1[column]))
}
