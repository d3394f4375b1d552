use crate::StabilityClass::{A, B, C, D, E, F};
use crate::error::in_range;
use crate::pasquill::{Rows, look_up};
use crate::{ClassRange, Insolation, PlumeError, Sky};

/// The clouds that Xia's table 3 tells apart.
///
/// The example of [`xia_insolation`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Clouds {
    /// At most 4/8 of the sky, or thin and high.
    FewOrThin,
    /// 5/8 to 7/8 of the sky, between 2134 and 4877 m.
    BrokenMiddle,
    /// 5/8 to 7/8 of the sky, below 2134 m.
    BrokenLow,
}

/// Strength of the sunshine from clouds and the height of the sun (Xia et al., table 3).
///
/// | Clouds | above 60° | 35° to 60° | 15° to 35° |
/// |---|---|---|---|
/// | few or thin | strong | moderate | slight |
/// | broken, middle | moderate | slight | slight |
/// | broken, low | slight | slight | slight |
///
/// Columns hold their upper bound.
///
/// # Errors
///
/// [`PlumeError::OutOfRange`] unless the sun stands in \[15, 90\] degrees: the table says nothing
/// about a lower sun (15 itself counts as the last column).
///
/// # Examples
///
/// ```
/// use davylamp_plume::{Clouds, Insolation, xia_insolation};
///
/// assert_eq!(xia_insolation(Clouds::BrokenMiddle, 70.0)?, Insolation::Moderate);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// Xia et al. (2022), Sensors 22(1), 71, table 3, which prints "4/8" for what must be "at most 4/8".
pub fn xia_insolation(clouds: Clouds, solar_elevation_deg: f64) -> Result<Insolation, PlumeError> {
    use Insolation::{Moderate, Slight, Strong};
    in_range("solar_elevation_deg", solar_elevation_deg, 15.0, 90.0)?;
    let columns = match clouds {
        Clouds::FewOrThin => [Strong, Moderate, Slight],
        Clouds::BrokenMiddle => [Moderate, Slight, Slight],
        Clouds::BrokenLow => [Slight, Slight, Slight],
    };
    Ok(if solar_elevation_deg > 60.0 {
        columns[0]
    } else if solar_elevation_deg > 35.0 {
        columns[1]
    } else {
        columns[2]
    })
}

const ROWS: Rows = [
    [[A, A], [A, B], [B, B], [F, F], [F, F]],
    [[A, B], [B, B], [C, C], [E, E], [F, F]],
    [[B, B], [B, C], [C, C], [D, D], [E, E]],
    [[C, C], [C, D], [D, D], [D, D], [D, D]],
    [[D, D], [D, D], [D, D], [D, D], [D, D]],
];

/// Stability class from wind and sky (Xia et al., table 4).
///
/// | Wind, m/s | Strong sun | Moderate | Slight | Night, ≥ 4/8 clouds | Night, ≤ 3/8 |
/// |---|---|---|---|---|---|
/// | below 2 | A | A-B | B | **F** | F |
/// | 2 to 3 | A-B | B | C | E | F |
/// | 3 to **4** | B | B-C | C | D | E |
/// | **4** to 6 | C | C-D | D | D | D |
/// | from 6 | **D** | D | D | D | D |
///
/// Rows hold their lower bound. Bold: unlike [`pasquill_class`](crate::pasquill_class).
///
/// # Errors
///
/// [`PlumeError::OutOfRange`] unless the wind lies in \[0, 120\] m/s.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{Sky, pasquill_class, xia_class};
///
/// assert_eq!(xia_class(1.0, Sky::NightCloudy)?.to_string(), "F");
/// assert_eq!(pasquill_class(1.0, Sky::NightCloudy)?.to_string(), "E");
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// Xia et al. (2022), Sensors 22(1), 71, table 4.
pub fn xia_class(wind_speed: f64, sky: Sky) -> Result<ClassRange, PlumeError> {
    look_up(&ROWS, [2.0, 3.0, 4.0, 6.0], wind_speed, sky)
}
