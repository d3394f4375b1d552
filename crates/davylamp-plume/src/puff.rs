use crate::error::positive;
use crate::exponential::exp;
use crate::lid::vertical_with_lid;
use crate::{AlignedPoint, GaussianPlume, PlumeError};

/// A puff: gas released all at once, carried by the wind and growing on the way.
///
/// $$ C = \frac{M}{(2\pi)^{3/2} \sigma_x \sigma_y \sigma_z} e^{-(x-ut)^2/2\sigma_x^2}
///    e^{-y^2/2\sigma_y^2} \left( e^{-(z-h)^2/2\sigma_z^2} + e^{-(z+h)^2/2\sigma_z^2} \right)
///    e^{-kt} $$
///
/// with $\sigma_x = \sigma_y$ and the widths taken at the distance travelled, $ut$; lid and decay as
/// in [`GaussianPlume`], from which a puff takes its wind, curves and options.
///
/// | Symbol | Argument | Unit |
/// |---|---|---|
/// | $C$ | the result | kg/m³ |
/// | $M$ | `mass` | kg |
/// | $t$ | `time` since the release | s |
///
/// Valid for: as the plume; its curves are those of plumes, which are wider than puffs.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, Puff, StabilityClass};
///
/// let plume = GaussianPlume::new(PlumeInput {
///     curves: DispersionCurves::BriggsRural,
///     class: StabilityClass::D,
///     wind_speed: 5.0,
///     wind_from_deg: 270.0,
/// })?;
/// let puff = Puff::new(&plume, 10.0)?;
/// let source = [0.0, 0.0, 1.0];
/// let seen = |time| puff.concentration(source, [100.0, 0.0, 1.5], time);
/// assert!(seen(20.0) > seen(15.0) && seen(20.0) > seen(30.0)); // it passes after 20 s
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// Slade (ed., 1968), Meteorology and atomic energy 1968, TID-24190, equation 3.116.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Puff {
    plume: GaussianPlume,
    mass: f64,
}

impl Puff {
    /// A puff of this mass (kg) in the air of a plume.
    ///
    /// # Errors
    ///
    /// [`PlumeError::NotPositive`] unless the mass is positive and finite.
    pub fn new(plume: &GaussianPlume, mass: f64) -> Result<Self, PlumeError> {
        Ok(Self { plume: *plume, mass: positive("mass", mass)? })
    }

    /// Concentration at a receptor on the map, in kg/m³; zero before the release.
    #[must_use]
    pub fn concentration(&self, source: [f64; 3], receptor: [f64; 3], time: f64) -> f64 {
        let at = self.plume.aligned(source, receptor);
        self.concentration_at(at, source[2], time)
    }

    /// Concentration in the frame of the wind, in kg/m³; zero before the release.
    #[must_use]
    pub fn concentration_at(&self, at: AlignedPoint, release_height: f64, time: f64) -> f64 {
        self.mass * unit_puff(&self.plume, at, release_height, time)
    }

    /// Where the middle of the puff is, on the map.
    #[must_use]
    pub fn centre(&self, source: [f64; 3], time: f64) -> [f64; 3] {
        let travelled = self.plume.input().wind_speed * time;
        let [east, north] = self.plume.downwind();
        [source[0] + travelled * east, source[1] + travelled * north, source[2]]
    }
}

/// Concentration per mass, in 1/m³.
pub(crate) fn unit_puff(plume: &GaussianPlume, at: AlignedPoint, h: f64, time: f64) -> f64 {
    if time <= 0.0 {
        return 0.0;
    }
    let travelled = plume.input().wind_speed * time;
    let [half_iy, half_iz] = plume.kernel.law.half_inverse_variances(travelled);
    let behind = at.downwind - travelled;
    let z = at.height;
    let common = (behind * behind + at.crosswind * at.crosswind) * half_iy
        + plume.kernel.frame.decay * travelled;
    let vertical = match plume.kernel.lid {
        Some(lid) => exp(-common) * vertical_with_lid(z, h, half_iz, lid),
        None => {
            exp(-(common + (z - h).powi(2) * half_iz)) + exp(-(common + (z + h).powi(2) * half_iz))
        }
    };
    half_iy * half_iz.sqrt() * std::f64::consts::PI.powf(-1.5) * vertical
}
