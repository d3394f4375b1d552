/// What a continuous point source of unit rate does to a receptor.
///
/// Axes: x to the east, y to the north, z up from the ground, in metres. The concentration is
/// linear in the rate, so a source of rate q (kg/s) gives q times these numbers (kg/m³).
///
/// # Examples
///
/// ```
/// use davylamp_traits::Dispersion;
///
/// /// Gas that spreads evenly in a well stirred duct of 2 m² with air of 3 m/s along x.
/// struct Duct;
///
/// impl Dispersion for Duct {
///     fn unit_concentration(&self, source: [f64; 3], receptor: [f64; 3]) -> f64 {
///         if receptor[0] > source[0] { 1.0 / (2.0 * 3.0) } else { 0.0 }
///     }
/// }
///
/// let mut out = [0.0; 2];
/// Duct.unit_concentrations([5.0, 0.0, 0.0], &[[4.0, 0.0, 0.0], [9.0, 0.0, 0.0]], &mut out);
/// assert_eq!(out, [0.0, 1.0 / 6.0]); // s/m³: times a rate in kg/s, kg/m³
/// ```
pub trait Dispersion: Sync {
    /// Concentration at `receptor` per unit rate of a source at `source`, in (kg/m³)/(kg/s) = s/m³.
    ///
    /// Zero where the source cannot reach; NaN only where an argument is NaN.
    fn unit_concentration(&self, source: [f64; 3], receptor: [f64; 3]) -> f64;

    /// The same for many receptors: `out[i]` belongs to `receptors[i]`.
    ///
    /// The default calls [`unit_concentration`](Self::unit_concentration) once a receptor. Override
    /// it where a batch is cheaper; results must agree to the last bit.
    fn unit_concentrations(&self, source: [f64; 3], receptors: &[[f64; 3]], out: &mut [f64]) {
        for (receptor, value) in receptors.iter().zip(out.iter_mut()) {
            *value = self.unit_concentration(source, *receptor);
        }
    }
}

/// The distance downwind at which the width factors of [`AirError`] are stated, in m.
pub const REFERENCE_DISTANCE: f64 = 100.0;

/// How the air differs from what was measured or tabulated.
///
/// [`Default`] is no difference. A tracer varies these to learn how much of a misfit the air can
/// explain, and therefore how sure it may be of the source.
///
/// # Examples
///
/// ```
/// use davylamp_traits::AirError;
///
/// let air = AirError { sigma_y_factor: 1.2, ..AirError::default() };
/// assert_eq!(air.wind_turn, 0.0);
/// assert_eq!(air.sigma_z_factor, 1.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AirError {
    /// Angle by which the true wind is turned from the measured one, in radians,
    /// counter-clockwise seen from above.
    pub wind_turn: f64,
    /// True horizontal plume width over the tabulated one, [`REFERENCE_DISTANCE`] downwind; positive.
    pub sigma_y_factor: f64,
    /// True vertical plume width over the tabulated one, [`REFERENCE_DISTANCE`] downwind; positive.
    pub sigma_z_factor: f64,
    /// By how much the true width grows faster than the tabulated one: the factor at a distance x
    /// is `sigma_y_factor * (x / REFERENCE_DISTANCE)^sigma_y_growth`.
    pub sigma_y_growth: f64,
    /// The same for the vertical width.
    pub sigma_z_growth: f64,
    /// True wind speed over the measured one; positive.
    pub wind_speed_factor: f64,
}

impl Default for AirError {
    fn default() -> Self {
        Self {
            wind_turn: 0.0,
            sigma_y_factor: 1.0,
            sigma_z_factor: 1.0,
            sigma_y_growth: 0.0,
            sigma_z_growth: 0.0,
            wind_speed_factor: 1.0,
        }
    }
}

/// A dispersion model that can be asked for air that differs from what was measured.
///
/// With [`AirError::default`] the results equal those of [`Dispersion`] to rounding.
///
/// # Examples
///
/// ```
/// use davylamp_traits::{AirError, Dispersion, UncertainDispersion};
///
/// /// A wind tunnel: gas goes along x, in a band as wide as it is told.
/// struct Tunnel { width: f64 }
///
/// impl Dispersion for Tunnel {
///     fn unit_concentration(&self, source: [f64; 3], receptor: [f64; 3]) -> f64 {
///         let mut out = [0.0];
///         self.unit_concentrations_in(&AirError::default(), source, &[receptor], &mut out);
///         out[0]
///     }
/// }
///
/// impl UncertainDispersion for Tunnel {
///     fn unit_concentrations_in(
///         &self, air: &AirError, source: [f64; 3], receptors: &[[f64; 3]], out: &mut [f64],
///     ) {
///         let width = self.width * air.sigma_y_factor;
///         for (receptor, value) in receptors.iter().zip(out) {
///             let inside = receptor[0] > source[0] && (receptor[1] - source[1]).abs() < width / 2.0;
///             *value = if inside { 1.0 / (width * air.wind_speed_factor) } else { 0.0 };
///         }
///     }
///     fn plume_coordinates(&self, source: [f64; 3], receptor: [f64; 3]) -> [f64; 2] {
///         [receptor[0] - source[0], (receptor[1] - source[1]) / self.width]
///     }
/// }
///
/// let wide = AirError { sigma_y_factor: 2.0, ..AirError::default() };
/// let mut out = [0.0];
/// Tunnel { width: 1.0 }.unit_concentrations_in(&wide, [0.0; 3], &[[5.0, 0.8, 0.0]], &mut out);
/// assert_eq!(out, [0.5]); // outside the band as measured, inside the wider one
/// ```
pub trait UncertainDispersion: Dispersion {
    /// As [`Dispersion::unit_concentrations`], in air that differs by `air`.
    fn unit_concentrations_in(
        &self,
        air: &AirError,
        source: [f64; 3],
        receptors: &[[f64; 3]],
        out: &mut [f64],
    );

    /// Where a receptor lies in the plume of a source: the distance downwind in m (negative upwind),
    /// and the offset from the axis in plume widths, positive to the left of the wind.
    ///
    /// Receptors that lie close together in these coordinates smell the same whiff: their errors go
    /// together.
    fn plume_coordinates(&self, source: [f64; 3], receptor: [f64; 3]) -> [f64; 2];
}
