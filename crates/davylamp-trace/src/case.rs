use std::ops::Range;

use davylamp_traits::{AirError, UncertainDispersion};

use crate::{Readings, TraceError};

/// Readings that share one wind, and the dispersion in that wind.
///
/// The example of [`Case`] shows it.
#[allow(missing_debug_implementations, reason = "a trait object has nothing to show")]
pub struct Epoch<'a> {
    /// The dispersion.
    pub air: Box<dyn UncertainDispersion + Send + 'a>,
    /// Which readings, by index.
    pub readings: Range<usize>,
}

/// Where to look for the source.
///
/// The example of [`SearchBox::around`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchBox {
    /// West and east end, m.
    pub x: [f64; 2],
    /// South and north end, m.
    pub y: [f64; 2],
    /// Lowest and highest release height, m; equal ends say that it is known.
    pub height: [f64; 2],
    /// By how much the wind may be turned from the measured one, rad; 0 takes it as measured in the
    /// search (a posterior lets it vary by its own error).
    pub wind_turn_max: f64,
    /// Greatest rate, kg/s; may be infinite, and then means 1e10 m³/s times the greatest reading: a
    /// sensor that feels less than 1e-10 s/m³ of a source does not feel it.
    pub rate_max: f64,
}

impl SearchBox {
    /// A box around the sensors, with a margin of its own longer side to every side (at least 50 m),
    /// for a source at a known height.
    ///
    /// # Examples
    ///
    /// ```
    /// use davylamp_trace::{Reading, Readings, SearchBox};
    /// let readings = Readings::new(vec![
    ///     Reading::new([0.0, 0.0, 1.0], 1e-6),
    ///     Reading::new([100.0, 40.0, 1.0], 2e-6),
    /// ])?;
    /// let around = SearchBox::around(&readings, 0.5);
    /// assert_eq!(around.x, [-100.0, 200.0]);
    /// assert_eq!(around.y, [-100.0, 140.0]);
    /// # Ok::<(), davylamp_trace::TraceError>(())
    /// ```
    #[must_use]
    pub fn around(readings: &Readings, height: f64) -> Self {
        let extent = |axis: usize| {
            readings
                .as_slice()
                .iter()
                .map(|r| r.position[axis])
                .fold([f64::INFINITY, f64::NEG_INFINITY], |[min, max], v| [v.min(min), v.max(max)])
        };
        let (x, y) = (extent(0), extent(1));
        let margin = (x[1] - x[0]).max(y[1] - y[0]).max(50.0);
        Self {
            x: [x[0] - margin, x[1] + margin],
            y: [y[0] - margin, y[1] + margin],
            height: [height, height],
            wind_turn_max: 0.0,
            rate_max: f64::INFINITY,
        }
    }

    pub(crate) fn height_is_known(&self) -> bool {
        self.height[0] >= self.height[1]
    }

    fn check(&self) -> Result<(), TraceError> {
        for (axis, [min, max]) in [("x", self.x), ("y", self.y)] {
            if !(min.is_finite() && max.is_finite() && min < max) {
                return Err(TraceError::EmptyBox { axis, min, max });
            }
        }
        let [min, max] = self.height;
        if !(min >= 0.0 && max.is_finite() && min <= max) {
            return Err(TraceError::EmptyBox { axis: "height", min, max });
        }
        let out = |name, value, allowed| Err(TraceError::OutOfRange { name, value, allowed });
        if !(0.0..=std::f64::consts::PI).contains(&self.wind_turn_max) {
            return out("wind_turn_max", self.wind_turn_max, "between 0 and pi");
        }
        if self.rate_max.is_nan() || self.rate_max <= 0.0 {
            return out("rate_max", self.rate_max, "greater than zero");
        }
        Ok(())
    }
}

/// Readings, the air they were taken in, and where to look: all that a search needs, checked.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
/// use davylamp_trace::{Case, Epoch, Reading, Readings, SearchBox};
///
/// let readings = Readings::new(vec![
///     Reading::new([60.0, 5.0, 1.0], 1e-6),
///     Reading::new([60.0, -5.0, 1.0], 2e-6),
///     Reading::new([90.0, 0.0, 1.0], 1.5e-6),
/// ])?;
/// let air = GaussianPlume::new(PlumeInput {
///     curves: DispersionCurves::BriggsRural,
///     class: StabilityClass::D,
///     wind_speed: 3.0,
///     wind_from_deg: 270.0,
/// })?;
/// let bounds = SearchBox::around(&readings, 0.5);
/// let epoch = Epoch { air: Box::new(air), readings: 0..3 };
/// let case = Case::new(readings, vec![epoch], bounds, 0.0)?;
/// assert_eq!(case.unknowns(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[allow(missing_debug_implementations, reason = "a trait object has nothing to show")]
pub struct Case<'a> {
    readings: Readings,
    epochs: Vec<Epoch<'a>>,
    bounds: SearchBox,
    background: f64,
    positions: Vec<[f64; 3]>,
    excess: Vec<f64>,
}

impl<'a> Case<'a> {
    /// Checks and keeps what a search needs. `background` is what the air holds without the source,
    /// kg/m³; it is taken off every reading (a reading below it becomes negative, which says that
    /// noise was at work, and is kept).
    ///
    /// # Errors
    /// [`TraceError::EmptyBox`], [`TraceError::OutOfRange`] for a box or background that is not
    /// allowed; [`TraceError::Epochs`] unless the epochs cover the readings once and in order;
    /// [`TraceError::AllZero`] where no reading is above the background and its detection limit.
    pub fn new(
        readings: Readings,
        epochs: Vec<Epoch<'a>>,
        bounds: SearchBox,
        background: f64,
    ) -> Result<Self, TraceError> {
        bounds.check()?;
        if !(0.0..f64::INFINITY).contains(&background) {
            return Err(TraceError::OutOfRange {
                name: "background",
                value: background,
                allowed: "a finite number, zero or more",
            });
        }
        check_epochs(&epochs, readings.as_slice().len())?;
        if readings.as_slice().iter().all(|r| r.is_censored() || r.concentration <= background) {
            return Err(TraceError::AllZero { count: readings.as_slice().len() });
        }
        let positions = readings.as_slice().iter().map(|r| r.position).collect();
        let excess = readings.as_slice().iter().map(|r| r.concentration - background).collect();
        Ok(Self { readings, epochs, bounds, background, positions, excess })
    }

    /// The readings.
    #[must_use]
    pub fn readings(&self) -> &Readings {
        &self.readings
    }

    /// The epochs, in the order of the readings.
    #[must_use]
    pub fn epochs(&self) -> &[Epoch<'a>] {
        &self.epochs
    }

    /// Where to look.
    #[must_use]
    pub fn bounds(&self) -> &SearchBox {
        &self.bounds
    }

    /// What the air holds without the source, kg/m³.
    #[must_use]
    pub fn background(&self) -> f64 {
        self.background
    }

    /// How many numbers the readings have to tell: place, rate, and what else is free.
    #[must_use]
    pub fn unknowns(&self) -> usize {
        3 + usize::from(!self.bounds.height_is_known())
            + usize::from(self.bounds.wind_turn_max > 0.0)
    }

    /// Readings less the background, kg/m³.
    pub(crate) fn excess(&self) -> &[f64] {
        &self.excess
    }

    /// The greatest excess, kg/m³; positive.
    pub(crate) fn max_excess(&self) -> f64 {
        self.excess.iter().copied().fold(0.0, f64::max)
    }

    /// The greatest rate that is believed, kg/s.
    pub(crate) fn rate_limit(&self) -> f64 {
        self.bounds.rate_max.min(1e10 * self.max_excess())
    }

    /// The detection limit of a reading less the background, where the reading is censored.
    pub(crate) fn limit_if_censored(&self, index: usize) -> Option<f64> {
        let reading = &self.readings.as_slice()[index];
        reading.is_censored().then_some(reading.detection_limit - self.background)
    }

    /// Unit concentrations at all readings; `wind_turn` turns the wind of every epoch.
    pub(crate) fn units(&self, source: [f64; 3], wind_turn: f64, out: &mut [f64]) {
        for epoch in &self.epochs {
            let receptors = &self.positions[epoch.readings.clone()];
            let out = &mut out[epoch.readings.clone()];
            if wind_turn == 0.0 {
                epoch.air.unit_concentrations(source, receptors, out);
            } else {
                let air = AirError { wind_turn, ..AirError::default() };
                epoch.air.unit_concentrations_in(&air, source, receptors, out);
            }
        }
    }

    /// Unit concentrations at the readings of one epoch, in air that differs.
    pub(crate) fn epoch_units(
        &self,
        epoch: usize,
        air: &AirError,
        source: [f64; 3],
        out: &mut [f64],
    ) {
        let epoch = &self.epochs[epoch];
        let receptors = &self.positions[epoch.readings.clone()];
        epoch.air.unit_concentrations_in(air, source, receptors, out);
    }
}

fn check_epochs(epochs: &[Epoch<'_>], count: usize) -> Result<(), TraceError> {
    let mut expected = 0;
    for (index, Epoch { readings, .. }) in epochs.iter().enumerate() {
        let (start, end) = (readings.start, readings.end);
        if start != expected || end <= start || end > count {
            return Err(TraceError::Epochs { epoch: index, start, end, expected, count });
        }
        expected = end;
    }
    if expected == count {
        Ok(())
    } else {
        let epoch = epochs.len();
        Err(TraceError::Epochs { epoch, start: expected, end: expected, expected, count })
    }
}
