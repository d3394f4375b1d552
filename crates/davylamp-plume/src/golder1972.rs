use crate::error::in_range;
use crate::{PlumeError, StabilityClass};

/// `[class]` of `[a, b]` in $1/L = a + b \log_{10} z_0$.
const MIDDLE: [[f64; 2]; 6] = [
    [-0.096, 0.029],
    [-0.037, 0.029],
    [-0.002, 0.018],
    [0.0, 0.0],
    [0.004, -0.018],
    [0.035, -0.036],
];

/// 1/L in the middle of a class, in 1/m.
fn middle(class: StabilityClass, roughness: f64) -> f64 {
    let [a, b] = MIDDLE[class.index()];
    a + b * roughness.log10()
}

/// Stability class after Golder: the class whose middle line lies nearest in 1/L.
///
/// $$ \frac{1}{L} = a + b \log_{10} z_0 $$
///
/// | Symbol | Argument | Unit |
/// |---|---|---|
/// | $L$ | `obukhov_length`: negative when unstable, infinite when neutral | m |
/// | $z_0$ | `roughness` | m |
///
/// with (a, b) = (-0.096, 0.029), (-0.037, 0.029), (-0.002, 0.018), (0, 0), (0.004, -0.018),
/// (0.035, -0.036) for A to F.
///
/// Valid for: z₀ from 0.001 to 0.5 m, to which Golder's diagram is extended here from its own 0.01 m.
///
/// # Errors
///
/// - [`PlumeError::OutOfRange`] unless the roughness lies in \[0.001, 0.5\] m;
/// - [`PlumeError::OutOfRange`] for a length that is NaN, or within 1 mm of zero.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{StabilityClass, golder_class};
///
/// assert_eq!(golder_class(-11.0, 0.006)?, StabilityClass::B);
/// assert_eq!(golder_class(f64::INFINITY, 0.1)?, StabilityClass::D);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// - Golder (1972), Relations among stability parameters in the surface layer, Boundary-Layer
///   Meteorology 3, 47-58, figure 5.
/// - The straight lines: Seinfeld and Pandis (2006), Atmospheric chemistry and physics, 2nd ed.,
///   equation 16.83.
pub fn golder_class(obukhov_length: f64, roughness: f64) -> Result<StabilityClass, PlumeError> {
    in_range("roughness", roughness, 0.001, 0.5)?;
    in_range("absolute Obukhov length", obukhov_length.abs(), 1e-3, f64::INFINITY)?;
    let inverse = 1.0 / obukhov_length;
    let distance = |class: &StabilityClass| (middle(*class, roughness) - inverse).abs();
    Ok(StabilityClass::ALL
        .into_iter()
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .unwrap_or(StabilityClass::D))
}

/// A typical Monin-Obukhov length of a class, in m: the middle line of [`golder_class`].
///
/// Infinite for class D.
///
/// # Errors
///
/// [`PlumeError::OutOfRange`] unless the roughness lies in \[0.001, 0.5\] m.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{StabilityClass, golder_obukhov_length};
///
/// let length = golder_obukhov_length(StabilityClass::F, 0.1)?;
/// assert!((length - 1.0 / 0.071).abs() < 1e-9);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
pub fn golder_obukhov_length(class: StabilityClass, roughness: f64) -> Result<f64, PlumeError> {
    in_range("roughness", roughness, 0.001, 0.5)?;
    Ok(match class {
        StabilityClass::D => f64::INFINITY,
        class => 1.0 / middle(class, roughness),
    })
}
