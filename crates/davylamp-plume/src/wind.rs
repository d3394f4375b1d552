use crate::PlumeError;
use crate::error::in_range;

/// The unit vector along which a wind that comes *from* `wind_from_deg` blows: `[east, north]`.
///
/// Degrees count clockwise from north, so a wind from 270 (the west) blows along +x. Exact at the
/// four quarters.
///
/// # Errors
///
/// [`PlumeError::OutOfRange`] unless the direction lies in \[-360, 720\].
///
/// # Examples
///
/// ```
/// use davylamp_plume::downwind_direction;
///
/// assert_eq!(downwind_direction(270.0)?, [1.0, 0.0]);
/// assert_eq!(downwind_direction(0.0)?, [0.0, -1.0]); // a north wind blows to the south
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
pub fn downwind_direction(wind_from_deg: f64) -> Result<[f64; 2], PlumeError> {
    in_range("wind_from_deg", wind_from_deg, -360.0, 720.0)?;
    // The nearest quarter and what is left, so that a quarter turn has no rounding.
    let quarter = (wind_from_deg / 90.0).round();
    let (sin, cos) = (wind_from_deg - 90.0 * quarter).to_radians().sin_cos();
    // The direction blown to, [-sin(from), -cos(from)]; zeros come out as +0.
    Ok(match quarter.rem_euclid(4.0) {
        0.0 => [0.0 - sin, 0.0 - cos],
        1.0 => [0.0 - cos, sin],
        2.0 => [sin, cos],
        _ => [cos, 0.0 - sin],
    })
}
