use crate::TraceError;

/// Wind that was measured with a reading.
///
/// # Examples
///
/// ```
/// use davylamp_trace::{MeasuredWind, Reading};
///
/// let wind = Some(MeasuredWind { speed: 3.2, from_deg: 250.0 });
/// let reading = Reading { time: Some(60.0), wind, ..Reading::new([40.0, 18.0, 2.0], 7.6e-5) };
/// assert_eq!(reading.wind.map(|wind| wind.speed), Some(3.2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasuredWind {
    /// Speed, m/s.
    pub speed: f64,
    /// Direction that the wind blows from, degrees clockwise from north (0 is from north, 90 from
    /// east).
    pub from_deg: f64,
}

/// What one sensor said once.
///
/// The example of [`Reading::new`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Place of the sensor: x to the east, y to the north, z up from the ground; m.
    pub position: [f64; 3],
    /// Concentration, kg/m³; never negative.
    pub concentration: f64,
    /// Detection limit, kg/m³; 0 where the sensor has none. A concentration below it is *censored*:
    /// it says only that the truth is below the limit.
    pub detection_limit: f64,
    /// Time over which the concentration was averaged, s.
    pub averaging_time: Option<f64>,
    /// When it was read, s from an origin of the caller's choice.
    pub time: Option<f64>,
    /// The wind at that time, where it was measured with the reading.
    pub wind: Option<MeasuredWind>,
}

impl Reading {
    /// A reading with nothing but a place and a concentration.
    ///
    /// # Examples
    ///
    /// ```
    /// use davylamp_trace::Reading;
    /// let reading = Reading::new([10.0, 5.0, 1.5], 2e-6);
    /// assert_eq!(reading.detection_limit, 0.0);
    /// ```
    #[must_use]
    pub fn new(position: [f64; 3], concentration: f64) -> Self {
        Self {
            position,
            concentration,
            detection_limit: 0.0,
            averaging_time: None,
            time: None,
            wind: None,
        }
    }

    /// Whether the reading says only that the concentration is below the detection limit.
    #[must_use]
    pub fn is_censored(&self) -> bool {
        self.concentration < self.detection_limit
    }
}

/// Readings that were checked: finite, not negative, none twice.
///
/// # Examples
///
/// ```
/// use davylamp_trace::{Reading, Readings, TraceError};
/// let readings = Readings::new(vec![
///     Reading::new([10.0, 5.0, 1.5], 2e-6),
///     Reading::new([20.0, 5.0, 1.5], 1e-6),
/// ])?;
/// assert_eq!(readings.as_slice().len(), 2);
/// assert_eq!(Readings::new(vec![]), Err(TraceError::NoReadings));
/// # Ok::<(), TraceError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Readings {
    readings: Vec<Reading>,
}

const FINITE: &str = "a finite number";
const NOT_NEGATIVE: &str =
    "a finite number, zero or more (give the background instead of subtracting it)";
const POSITIVE: &str = "a finite number greater than zero";

impl Readings {
    /// Checks the readings.
    ///
    /// # Errors
    /// [`TraceError::NoReadings`]; [`TraceError::Reading`] for a place that is not finite, a
    /// negative or infinite concentration, detection limit, averaging time or wind;
    /// [`TraceError::Duplicate`] for two readings at one place and time.
    pub fn new(readings: Vec<Reading>) -> Result<Self, TraceError> {
        if readings.is_empty() {
            return Err(TraceError::NoReadings);
        }
        for (index, reading) in readings.iter().enumerate() {
            check(index, reading)?;
        }
        check_duplicates(&readings)?;
        Ok(Self { readings })
    }

    /// The readings, in the order given.
    #[must_use]
    pub fn as_slice(&self) -> &[Reading] {
        &self.readings
    }

    /// The greatest concentration, kg/m³.
    #[must_use]
    pub fn max_concentration(&self) -> f64 {
        self.readings.iter().map(|r| r.concentration).fold(0.0, f64::max)
    }
}

fn check(index: usize, reading: &Reading) -> Result<(), TraceError> {
    let refuse = |name, value, allowed| Err(TraceError::Reading { index, name, value, allowed });
    for (name, value) in ["x", "y", "z"].into_iter().zip(reading.position) {
        if !value.is_finite() {
            return refuse(name, value, FINITE);
        }
    }
    if reading.position[2] < 0.0 {
        return refuse("z", reading.position[2], "zero or more: z is the height above the ground");
    }
    for (name, value) in
        [("concentration", reading.concentration), ("detection limit", reading.detection_limit)]
    {
        if !(0.0..f64::INFINITY).contains(&value) {
            return refuse(name, value, NOT_NEGATIVE);
        }
    }
    if let Some(time) = reading.time
        && !time.is_finite()
    {
        return refuse("time", time, FINITE);
    }
    if let Some(averaging_time) = reading.averaging_time
        && !(averaging_time > 0.0 && averaging_time.is_finite())
    {
        return refuse("averaging time", averaging_time, POSITIVE);
    }
    if let Some(wind) = reading.wind {
        if !(0.0..f64::INFINITY).contains(&wind.speed) {
            return refuse("wind speed", wind.speed, "a finite number, zero or more");
        }
        if !wind.from_deg.is_finite() {
            return refuse("wind direction", wind.from_deg, FINITE);
        }
    }
    Ok(())
}

fn check_duplicates(readings: &[Reading]) -> Result<(), TraceError> {
    let key = |r: &Reading| {
        // Adding 0.0 makes -0.0 and 0.0 one place.
        let [x, y, z] = r.position.map(|v| (v + 0.0).to_bits());
        (x, y, z, r.time.map(|t| (t + 0.0).to_bits()))
    };
    let mut seen = std::collections::HashMap::with_capacity(readings.len());
    for (second, reading) in readings.iter().enumerate() {
        if let Some(first) = seen.insert(key(reading), second) {
            return Err(TraceError::Duplicate { first, second });
        }
    }
    Ok(())
}
