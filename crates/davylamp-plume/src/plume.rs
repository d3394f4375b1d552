use davylamp_traits::{AirError, Dispersion, UncertainDispersion};
use rayon::prelude::*;

use crate::error::positive;
use crate::kernel::{Frame, Instructions, Kernel};
use crate::spread::Law;
use crate::{DispersionCurves, PlumeError, StabilityClass, downwind_direction};

/// What a plume needs to be told.
///
/// The example of [`GaussianPlume`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlumeInput {
    /// How the plume widens.
    pub curves: DispersionCurves,
    /// How stable the air is.
    pub class: StabilityClass,
    /// Wind speed at the height of the release, in m/s.
    pub wind_speed: f64,
    /// Where the wind comes from, in degrees clockwise from north.
    pub wind_from_deg: f64,
}

/// The averaging time of the wanted concentrations, where it is not that of the curves.
///
/// $$ \sigma_y' = \sigma_y   (t / t_0)^p $$
///
/// | Symbol | Field | Unit |
/// |---|---|---|
/// | $t$ | `time` | s |
/// | $t_0$ | `reference_time`, that of the curves | s |
/// | $p$ | `exponent` | |
///
/// # Examples
///
/// ```
/// use davylamp_plume::{
///     AveragingTime, DispersionCurves, GaussianPlume, PlumeInput, PlumeOptions, StabilityClass,
/// };
///
/// let input = PlumeInput {
///     curves: DispersionCurves::BriggsRural,
///     class: StabilityClass::D,
///     wind_speed: 4.0,
///     wind_from_deg: 270.0,
/// };
/// let hour = AveragingTime { time: 3600.0, reference_time: 600.0, exponent: 0.2 };
/// let options = PlumeOptions::default().with_averaging_time(hour);
/// let [wide, usual] =
///     [GaussianPlume::with_options(input, options)?, GaussianPlume::new(input)?];
/// assert!((wide.sigma_y(500.0) / usual.sigma_y(500.0) - 6_f64.powf(0.2)).abs() < 1e-12);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// Gifford (1976), Nuclear Safety 17, 68-86: p about 0.2 up to an hour and 0.25 to 0.3 from there to
/// 100 h; the reference time of the Pasquill-Gifford curves is usually taken as 10 min (600 s).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AveragingTime {
    /// Averaging time of the wanted concentration, in s.
    pub time: f64,
    /// Averaging time for which the curves hold, in s.
    pub reference_time: f64,
    /// Exponent of the ratio.
    pub exponent: f64,
}

/// What a plume may be told besides.
///
/// # Examples
///
/// ```
/// use davylamp_plume::PlumeOptions;
///
/// let options = PlumeOptions::default().with_mixing_height(800.0).with_half_life(4.0 * 3600.0);
/// assert_eq!(options.mixing_height, Some(800.0));
/// assert_eq!(options.min_wind_speed, 0.5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PlumeOptions {
    /// Height of the lid under which the gas stays, in m. None: no lid.
    pub mixing_height: Option<f64>,
    /// Time in which half of the gas decays, in s. None: it does not.
    pub half_life: Option<f64>,
    /// The averaging time, where it is not that of the curves.
    pub averaging_time: Option<AveragingTime>,
    /// Winds weaker than this are refused as calm, in m/s.
    ///
    /// The default is 0.5 m/s, the starting speed that US EPA (2000), Meteorological monitoring
    /// guidance for regulatory modeling applications, EPA-454/R-99-005, asks of an anemometer: below
    /// it a measured wind is not known.
    pub min_wind_speed: f64,
}

impl Default for PlumeOptions {
    fn default() -> Self {
        Self { mixing_height: None, half_life: None, averaging_time: None, min_wind_speed: 0.5 }
    }
}

impl PlumeOptions {
    /// Puts a lid at this height, in m.
    #[must_use]
    pub const fn with_mixing_height(mut self, mixing_height: f64) -> Self {
        self.mixing_height = Some(mixing_height);
        self
    }

    /// Lets half of the gas decay in this time, in s.
    #[must_use]
    pub const fn with_half_life(mut self, half_life: f64) -> Self {
        self.half_life = Some(half_life);
        self
    }

    /// Asks for another averaging time than that of the curves.
    #[must_use]
    pub const fn with_averaging_time(mut self, averaging_time: AveragingTime) -> Self {
        self.averaging_time = Some(averaging_time);
        self
    }

    /// Refuses winds weaker than this as calm, in m/s.
    #[must_use]
    pub const fn with_min_wind_speed(mut self, min_wind_speed: f64) -> Self {
        self.min_wind_speed = min_wind_speed;
        self
    }
}

/// A place seen from a source, in the frame of the wind.
///
/// The example of [`GaussianPlume::unit_concentration_at`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlignedPoint {
    /// Distance downwind of the source, in m.
    pub downwind: f64,
    /// Distance to the left of the wind, in m.
    pub crosswind: f64,
    /// Height above the ground, in m.
    pub height: f64,
}

/// The Gaussian plume of a continuous point source, with total reflection at the ground.
///
/// $$ \frac{C}{Q} = \frac{1}{2\pi u \sigma_y \sigma_z} e^{-y^2/2\sigma_y^2}
///    \left( e^{-(z-h)^2/2\sigma_z^2} + e^{-(z+h)^2/2\sigma_z^2} \right) e^{-kx/u} $$
///
/// for $x > 0$, and zero upwind. Under a lid the bracket becomes a sum over image sources, or the
/// cosine series where $\sigma_z$ is large; nothing passes the lid. Heights below the ground mirror
/// those above it.
///
/// | Symbol | Field | Unit |
/// |---|---|---|
/// | $C/Q$ | the result | (kg/m³)/(kg/s) = s/m³ |
/// | $u$ | [`PlumeInput::wind_speed`] | m/s |
/// | $\sigma_y, \sigma_z$ | [`PlumeInput::curves`] at x | m |
/// | $x, y$ | downwind and crosswind from the source | m |
/// | $z$ | receptor height | m |
/// | $h$ | release height (and rise) | m |
/// | $k$ | $\ln 2$ over [`PlumeOptions::half_life`] | 1/s |
///
/// Valid for: steady wind, flat open ground, a gas that neither rises nor sinks
/// ([`release_buoyancy`](crate::release_buoyancy)), the distances of the [curves](DispersionCurves).
/// Nearer than 1 µm downwind counts as 1 µm, farther than 10⁹ m as that.
///
/// Batches use the widest vectors of the machine, and all threads beyond 32768 receptors; every way
/// of asking gives the same bits.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
/// use davylamp_traits::Dispersion;
///
/// let plume = GaussianPlume::new(PlumeInput {
///     curves: DispersionCurves::BriggsRural,
///     class: StabilityClass::D,
///     wind_speed: 4.0,
///     wind_from_deg: 270.0,
/// })?;
/// let per_rate = plume.unit_concentration([0.0, 0.0, 1.0], [100.0, 0.0, 1.5]);
/// assert!((per_rate - 1.6983e-3).abs() < 1e-7);
/// assert_eq!(plume.unit_concentration([0.0, 0.0, 1.0], [-1.0, 0.0, 1.5]), 0.0);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// - US EPA (1995), EPA-454/B-95-003b (ISC3), equations 1-1 and 1-50.
/// - Xia et al. (2022), Sensors 22(1), 71, equations 2 and 19.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GaussianPlume {
    input: PlumeInput,
    options: PlumeOptions,
    sigma_y_factor: f64,
    pub(crate) kernel: Kernel,
}

/// From this many receptors on, a batch is shared among threads.
const PARALLEL_FROM: usize = 32_768;

/// Receptors that a thread takes at a time: 128 KiB in and out, about a second-level cache.
const CHUNK: usize = 4096;

impl GaussianPlume {
    /// A plume without lid or decay, for winds from 0.5 m/s on.
    ///
    /// # Errors
    ///
    /// As [`with_options`](Self::with_options).
    pub fn new(input: PlumeInput) -> Result<Self, PlumeError> {
        Self::with_options(input, PlumeOptions::default())
    }

    /// A plume with options.
    ///
    /// # Errors
    ///
    /// - [`PlumeError::CalmWind`] for winds below [`PlumeOptions::min_wind_speed`];
    /// - [`PlumeError::OutOfRange`] unless `wind_from_deg` lies in \[-360, 720\];
    /// - [`PlumeError::NotPositive`] unless speeds, heights and times are positive and finite;
    /// - [`PlumeError::NotFinite`] unless the averaging exponent is finite.
    pub fn with_options(input: PlumeInput, options: PlumeOptions) -> Result<Self, PlumeError> {
        let wind_speed = positive("wind_speed", input.wind_speed)?;
        let min_wind_speed = positive("min_wind_speed", options.min_wind_speed)?;
        if wind_speed < min_wind_speed {
            return Err(PlumeError::CalmWind { wind_speed, min_wind_speed });
        }
        let [east, north] = downwind_direction(input.wind_from_deg)?;
        if let Some(height) = options.mixing_height {
            positive("mixing_height", height)?;
        }
        let decay = match options.half_life {
            Some(half_life) => std::f64::consts::LN_2 / positive("half_life", half_life)?,
            None => 0.0,
        };
        let sigma_y_factor = options.averaging_time.map_or(Ok(1.0), AveragingTime::factor)?;
        let kernel = Kernel {
            frame: Frame {
                east,
                north,
                strength: 1.0 / (std::f64::consts::PI * wind_speed),
                decay: decay / wind_speed,
            },
            law: Law::new(input.curves, input.class).widened(sigma_y_factor, 1.0),
            lid: options.mixing_height,
            arch: Instructions::detect(),
        };
        Ok(Self { input, options, sigma_y_factor, kernel })
    }

    /// What the plume was made from.
    #[must_use]
    pub const fn input(&self) -> &PlumeInput {
        &self.input
    }

    /// The options it was made with.
    #[must_use]
    pub const fn options(&self) -> &PlumeOptions {
        &self.options
    }

    /// The unit vector along which the wind blows, `[east, north]`.
    #[must_use]
    pub const fn downwind(&self) -> [f64; 2] {
        [self.kernel.frame.east, self.kernel.frame.north]
    }

    /// Horizontal width at a distance downwind, averaging time included, in m.
    #[must_use]
    pub fn sigma_y(&self, downwind: f64) -> f64 {
        self.sigma_y_factor * self.input.curves.sigma_y(self.input.class, downwind)
    }

    /// Vertical width at a distance downwind, in m.
    #[must_use]
    pub fn sigma_z(&self, downwind: f64) -> f64 {
        self.input.curves.sigma_z(self.input.class, downwind)
    }

    /// A receptor on the map as a source sees it.
    #[must_use]
    pub fn aligned(&self, source: [f64; 3], receptor: [f64; 3]) -> AlignedPoint {
        let [downwind, crosswind, height] = self.kernel.turned(source, receptor);
        AlignedPoint { downwind, crosswind, height }
    }

    /// Concentration per unit rate in the frame of the wind, in s/m³.
    ///
    /// # Examples
    ///
    /// ```
    /// # use davylamp_plume::*;
    /// # let plume = GaussianPlume::new(PlumeInput {
    /// #     curves: DispersionCurves::BriggsRural, class: StabilityClass::D,
    /// #     wind_speed: 4.0, wind_from_deg: 123.0 })?;
    /// let at = |crosswind| AlignedPoint { downwind: 200.0, crosswind, height: 1.5 };
    /// let axis = plume.unit_concentration_at(at(0.0), 0.5);
    /// let side = plume.unit_concentration_at(at(plume.sigma_y(200.0)), 0.5);
    /// assert!((side / axis - (-0.5_f64).exp()).abs() < 1e-14);
    /// # Ok::<(), PlumeError>(())
    /// ```
    #[must_use]
    pub fn unit_concentration_at(&self, at: AlignedPoint, release_height: f64) -> f64 {
        self.kernel.aligned([at.downwind, at.crosswind, at.height], release_height)
    }
}

impl AveragingTime {
    fn factor(self) -> Result<f64, PlumeError> {
        let ratio = positive("averaging time", self.time)?
            / positive("reference averaging time", self.reference_time)?;
        crate::error::finite("averaging exponent", self.exponent)?;
        positive("averaging factor of sigma_y", ratio.powf(self.exponent))
    }
}

fn evaluate(kernel: &Kernel, source: [f64; 3], receptors: &[[f64; 3]], out: &mut [f64]) {
    if receptors.len() < PARALLEL_FROM {
        kernel.units(source, receptors, out);
    } else {
        let len = receptors.len().min(out.len());
        receptors[..len]
            .par_chunks(CHUNK)
            .zip(out[..len].par_chunks_mut(CHUNK))
            .for_each(|(receptors, out)| kernel.units(source, receptors, out));
    }
}

impl Dispersion for GaussianPlume {
    fn unit_concentration(&self, source: [f64; 3], receptor: [f64; 3]) -> f64 {
        self.kernel.unit(source, receptor)
    }

    fn unit_concentrations(&self, source: [f64; 3], receptors: &[[f64; 3]], out: &mut [f64]) {
        evaluate(&self.kernel, source, receptors, out);
    }
}

impl UncertainDispersion for GaussianPlume {
    fn unit_concentrations_in(
        &self,
        air: &AirError,
        source: [f64; 3],
        receptors: &[[f64; 3]],
        out: &mut [f64],
    ) {
        evaluate(&self.kernel.in_air(air), source, receptors, out);
    }

    fn plume_coordinates(&self, source: [f64; 3], receptor: [f64; 3]) -> [f64; 2] {
        let [downwind, crosswind, _] = self.kernel.turned(source, receptor);
        // At the source itself the width is that of a metre away.
        [downwind, crosswind / self.sigma_y(downwind.max(1.0))]
    }
}
