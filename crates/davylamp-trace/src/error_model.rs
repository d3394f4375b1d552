use crate::{Case, Noise, TraceError};

/// What is known of a quantity before the readings: a normal distribution.
///
/// The example of [`ErrorModel`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// Mean.
    pub mean: f64,
    /// Standard deviation; zero says that the quantity is known.
    pub std: f64,
}

impl Prior {
    /// A quantity known to be zero.
    pub const NONE: Self = Self { mean: 0.0, std: 0.0 };

    /// Mean and standard deviation.
    #[must_use]
    pub const fn new(mean: f64, std: f64) -> Self {
        Self { mean, std }
    }
}

/// How wrong the air and the sensors may be: what makes an ellipse honest.
///
/// A plume computed from tabulated curves and a measured wind never fits real readings to their own
/// noise. Left out of the likelihood, that error makes an estimate sure of the wrong place. Here the
/// wind direction, both widths and how they grow with the distance have priors, the readings have a
/// relative error on top, and readings that lie close together in the plume share their error.
///
/// | Field | [`field`](Self::field) | Source |
/// |---|---|---|
/// | `wind_turn` | 4° | a vane is good to 3 to 5° (WMO-No. 8, 2018, vol. I, chapter 5) |
/// | `sigma_y`, `sigma_z` | factor $e^{\pm 0.35}$ | curves are good to a factor 1.5 (Hanna, Briggs and Hosker 1982, chapter 4) |
/// | `sigma_y_growth`, `sigma_z_growth` | -0.2 ± 0.15 | see below |
/// | `relative` | 0.5 | ten-minute means about a fitted plume, see below |
/// | `wind_speed` | 0.15 | height and place of the anemometer |
/// | `rate_exponent` | 0.5 | small leaks are more common than large ones; see below |
///
/// The growth, `relative` and `rate_exponent` were calibrated on the even-numbered runs of Project Prairie Grass
/// (Barad 1958), the odd-numbered runs left aside: Briggs's curves are straight near the source,
/// where measured plumes grow with the power 0.6 to 0.95 of the distance.
///
/// # Examples
///
/// ```
/// use davylamp_trace::ErrorModel;
/// let field = ErrorModel::field();
/// assert!((field.wind_turn.std.to_degrees() - 4.0).abs() < 1e-12);
/// let exact = ErrorModel::exact_air(1e-8, 0.1);
/// assert_eq!(exact.sigma_y.std, 0.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ErrorModel {
    /// Error of a reading as a share of it.
    pub relative: f64,
    /// Error of a reading that is always there, kg/m³; `None`: [`Self::ADDITIVE_SHARE`] of the
    /// greatest reading.
    pub additive: Option<f64>,
    /// Turn of the wind from the measured direction, rad, counter-clockwise.
    pub wind_turn: Prior,
    /// Logarithm of the true over the tabulated horizontal width, 100 m downwind.
    pub sigma_y: Prior,
    /// Logarithm of the true over the tabulated vertical width, 100 m downwind.
    pub sigma_z: Prior,
    /// How much faster the horizontal width grows, as a power of the distance.
    pub sigma_y_growth: Prior,
    /// How much faster the vertical width grows, as a power of the distance.
    pub sigma_z_growth: Prior,
    /// Standard deviation of the logarithm of the wind speed's error.
    pub wind_speed: f64,
    /// The prior density of the rate falls as rate to the power -(1 + this).
    pub rate_exponent: f64,
    /// Whether readings that lie close together in the plume share their error.
    pub correlated: bool,
}

impl ErrorModel {
    /// The additive error where none is given, as a share of the greatest reading: below it, the
    /// edges of a real plume are not modelled.
    pub const ADDITIVE_SHARE: f64 = 0.003;

    /// Real air: see the table above.
    #[must_use]
    pub fn field() -> Self {
        Self {
            relative: 0.5,
            additive: None,
            wind_turn: Prior::new(0.0, 4.0_f64.to_radians()),
            sigma_y: Prior::new(0.0, 0.35),
            sigma_z: Prior::new(0.0, 0.35),
            sigma_y_growth: Prior::new(-0.2, 0.15),
            sigma_z_growth: Prior::new(-0.2, 0.15),
            wind_speed: 0.15,
            rate_exponent: 0.5,
            correlated: true,
        }
    }

    /// Air that is exactly as computed: only the sensors err, by these parts (kg/m³ and a share),
    /// each for itself. For synthetic readings.
    #[must_use]
    pub fn exact_air(additive: f64, relative: f64) -> Self {
        Self {
            relative,
            additive: Some(additive),
            wind_turn: Prior::NONE,
            sigma_y: Prior::NONE,
            sigma_z: Prior::NONE,
            sigma_y_growth: Prior::NONE,
            sigma_z_growth: Prior::NONE,
            wind_speed: 0.0,
            rate_exponent: 0.0,
            correlated: false,
        }
    }

    /// The same with another relative error of a reading.
    #[must_use]
    pub fn with_relative(self, relative: f64) -> Self {
        Self { relative, ..self }
    }

    /// The same with an additive error of a reading, kg/m³.
    #[must_use]
    pub fn with_additive(self, additive: f64) -> Self {
        Self { additive: Some(additive), ..self }
    }

    /// The same with a wind vane that errs by this, rad.
    #[must_use]
    pub fn with_wind_turn(self, std: f64) -> Self {
        Self { wind_turn: Prior { std, ..self.wind_turn }, ..self }
    }

    /// The noise of single readings of a case.
    ///
    /// # Errors
    /// [`TraceError::OutOfRange`] for errors that are negative or not finite.
    pub fn noise(&self, case: &Case<'_>) -> Result<Noise, TraceError> {
        let additive = self.additive.unwrap_or(Self::ADDITIVE_SHARE * case.max_excess());
        Noise::new(additive, self.relative)
    }

    pub(crate) fn air_priors(&self) -> [Prior; 5] {
        [self.wind_turn, self.sigma_y, self.sigma_z, self.sigma_y_growth, self.sigma_z_growth]
    }

    pub(crate) fn air_is_exact(&self) -> bool {
        self.air_priors().iter().all(|p| p.std == 0.0)
    }

    pub(crate) fn check(&self) -> Result<(), TraceError> {
        let stds = [
            ("std of wind_turn", self.wind_turn.std),
            ("std of sigma_y", self.sigma_y.std),
            ("std of sigma_z", self.sigma_z.std),
            ("std of sigma_y_growth", self.sigma_y_growth.std),
            ("std of sigma_z_growth", self.sigma_z_growth.std),
            ("wind_speed", self.wind_speed),
            ("rate_exponent", self.rate_exponent),
        ];
        for (name, value) in stds {
            if !(0.0..=10.0).contains(&value) {
                return Err(TraceError::OutOfRange { name, value, allowed: "between 0 and 10" });
            }
        }
        if let Some(prior) = self.air_priors().iter().find(|p| !p.mean.is_finite()) {
            return Err(TraceError::OutOfRange {
                name: "mean of a prior",
                value: prior.mean,
                allowed: "a finite number",
            });
        }
        Ok(())
    }
}
