use rand::RngExt;
use rand_distr::StandardNormal;

use crate::RoomError;
use crate::error::within;

/// What one sensor makes of the concentration at its place.
///
/// In this order: first-order lag, gain and offset errors, noise, limits, resolution.
///
/// $$ \tau \dot y = x - y, \qquad r = (1 + e_g) y + e_o + n $$
///
/// A reading below the detection limit is 0; above `saturation` it is `saturation`; in between it is
/// rounded to `resolution`.
///
/// # Examples
/// A step seen through a lag of 5 s is at $1 - e^{-2}$ after 10 s.
/// ```
/// use davylamp_room::Sensor;
/// let sensor = Sensor { lag: 5.0, ..Sensor::perfect() };
/// let read = sensor.read(&[100.0; 11], 1.0, 0)?;
/// assert!((read[10] - 100.0 * (1.0 - (-2.0_f64).exp())).abs() < 1e-9);
/// # Ok::<(), davylamp_room::RoomError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sensor {
    /// Time constant $\tau$ of the lag, s; 0: none.
    pub lag: f64,
    /// Relative error $e_g$ of the gain.
    pub gain_error: f64,
    /// Error $e_o$ of the zero, ppm.
    pub offset_ppm: f64,
    /// Standard deviation of the noise whatever the reading, ppm.
    pub noise_ppm: f64,
    /// Standard deviation of the noise that grows with the reading, as a part of it.
    pub noise_relative: f64,
    /// Steps of the reading, ppm; 0: none.
    pub resolution_ppm: f64,
    /// Least reading that is shown, ppm.
    pub detection_limit_ppm: f64,
    /// Greatest reading, ppm.
    pub saturation_ppm: f64,
}

impl Sensor {
    /// One that reads what there is.
    #[must_use]
    pub const fn perfect() -> Self {
        Self {
            lag: 0.0,
            gain_error: 0.0,
            offset_ppm: 0.0,
            noise_ppm: 0.0,
            noise_relative: 0.0,
            resolution_ppm: 0.0,
            detection_limit_ppm: 0.0,
            saturation_ppm: 1e6,
        }
    }

    /// Readings (ppm) of a series of true concentrations (ppm) every `interval` seconds. The first is
    /// seen by a sensor that read nothing before. The seed governs the noise.
    ///
    /// Between two samples the concentration is taken to change evenly, for which the lag is exact;
    /// before the first it was zero.
    ///
    /// # Errors
    /// [`RoomError::OutOfRange`] for a constant or an interval outside its range, and for a
    /// concentration that is not finite.
    pub fn read(&self, true_ppm: &[f64], interval: f64, seed: u64) -> Result<Vec<f64>, RoomError> {
        self.check("sensor")?;
        within("interval_s", interval, 1e-3..=1e6, "s")?;
        if let Some(at) = true_ppm.iter().position(|ppm| !ppm.is_finite()) {
            return Err(RoomError::OutOfRange {
                name: format!("true_ppm[{at}]"),
                value: true_ppm[at].to_string(),
                allowed: "a finite number".to_owned(),
            });
        }
        let mut rng = crate::random::stream(seed, 0);
        Ok(self.read_with(true_ppm, interval, &mut rng))
    }

    pub(crate) fn read_with(
        &self,
        true_ppm: &[f64],
        interval: f64,
        rng: &mut impl rand::Rng,
    ) -> Vec<f64> {
        let decay = if self.lag > 0.0 { libm::exp(-interval / self.lag) } else { 0.0 };
        let (mut shown, mut last) = (0.0, true_ppm.first().copied().unwrap_or(0.0));
        let mut read = Vec::with_capacity(true_ppm.len());
        for (at, now) in true_ppm.iter().copied().enumerate() {
            if at > 0 {
                // Solution of the lag for a ramp from `last` to `now`.
                let behind = (now - last) / interval * self.lag;
                shown = now - behind + (shown - last + behind) * decay;
            } else if self.lag == 0.0 {
                shown = now;
            }
            last = now;
            let noise: [f64; 2] = [rng.sample(StandardNormal), rng.sample(StandardNormal)];
            let raw = (1.0 + self.gain_error) * shown
                + self.offset_ppm
                + self.noise_ppm * noise[0]
                + self.noise_relative * shown * noise[1];
            read.push(self.limited(raw));
        }
        read
    }

    fn limited(&self, raw: f64) -> f64 {
        if raw < self.detection_limit_ppm.max(0.0) {
            return 0.0;
        }
        let stepped = if self.resolution_ppm > 0.0 {
            (raw / self.resolution_ppm).round() * self.resolution_ppm
        } else {
            raw
        };
        stepped.min(self.saturation_ppm)
    }

    pub(crate) fn check(&self, name: &str) -> Result<(), RoomError> {
        within(format!("{name}.lag_s"), self.lag, 0.0..=1e4, "s")?;
        within(format!("{name}.gain_error"), self.gain_error, -0.999..=10.0, "")?;
        for (key, value) in [
            ("noise_ppm", self.noise_ppm),
            ("resolution_ppm", self.resolution_ppm),
            ("detection_limit_ppm", self.detection_limit_ppm),
        ] {
            within(format!("{name}.{key}"), value, 0.0..=1e6, "ppm")?;
        }
        within(format!("{name}.offset_ppm"), self.offset_ppm, -1e6..=1e6, "ppm")?;
        within(format!("{name}.noise_relative"), self.noise_relative, 0.0..=10.0, "")?;
        let least = self.detection_limit_ppm.max(1.0);
        within(format!("{name}.saturation_ppm"), self.saturation_ppm, least..=1e6, "ppm")?;
        Ok(())
    }
}
