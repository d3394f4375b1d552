use crate::Noise;

/// A reading as a misfit sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Transformed {
    pub(crate) value: f64,
    /// The detection limit, where the reading is censored.
    pub(crate) limit: Option<f64>,
}

/// How far a modelled concentration is from a reading.
///
/// Choose the one that follows the noise of the sensors: with a constant error
/// [`Linear`](Self::Linear), with a constant *relative* error [`Logarithmic`](Self::Logarithmic),
/// with both [`Likelihood`](Self::Likelihood).
///
/// In each, the misfit is the sum of squared residuals; e is the reading less the background, q the
/// rate, g the concentration of a source of unit rate.
///
/// The example of [`search`](crate::search) shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Misfit {
    /// Residual e - q g, in kg/m³ (Xia et al. 2022, equation 18).
    Linear,
    /// Residual $\sqrt{e} - \sqrt{q g}$: halfway between the other two; negative e counts as 0.
    SquareRoot,
    /// Residual $\ln\frac{e + f}{q g + f}$ with a floor f; negative e counts as 0.
    Logarithmic {
        /// The floor f, kg/m³; concentrations well below it do not count.
        floor: f64,
    },
    /// Residuals in standard deviations of the noise; a censored reading counts by the probability
    /// of reading below its limit. The sum is minus twice the logarithm of the likelihood, up to a
    /// constant.
    Likelihood(Noise),
}

impl Misfit {
    /// What the residual of a reading starts from: residual = transformed reading - transformed
    /// model.
    pub(crate) fn transformed(&self, concentration: f64) -> f64 {
        match self {
            Self::Linear => concentration,
            Self::SquareRoot => concentration.max(0.0).sqrt(),
            Self::Logarithmic { floor } => (concentration.max(0.0) + floor).ln(),
            Self::Likelihood(noise) => noise.scaled(concentration),
        }
    }

    /// The residual of one reading at a modelled concentration, and its derivative by that.
    pub(crate) fn residual(&self, reading: &Transformed, model: f64) -> (f64, f64) {
        match (self, reading.limit) {
            (Self::Likelihood(noise), Some(limit)) => noise.censored_residual(limit, model),
            _ => (reading.value - self.transformed(model), -self.slope(model)),
        }
    }

    fn slope(&self, model: f64) -> f64 {
        match self {
            Self::Linear => 1.0,
            Self::SquareRoot => {
                let root = model.max(0.0).sqrt();
                if root > 0.0 { 0.5 / root } else { 0.0 }
            }
            Self::Logarithmic { floor } => 1.0 / (model + floor),
            Self::Likelihood(noise) => noise.slope(model),
        }
    }

    /// The rate in [0, `rate_max`] with the least misfit, for given unit concentrations.
    ///
    /// Closed form for the linear and the square-root misfit. The others may have more than one
    /// minimum: Gauss-Newton steps in the logarithm of the rate lead from the rate that explains the
    /// strongest reading best placed to the nearest one.
    pub(crate) fn best_rate(
        &self,
        readings: &[Transformed],
        excess: &[f64],
        units: &[f64],
        rate_max: f64,
    ) -> f64 {
        match self {
            Self::Linear => {
                quotient(excess.iter().zip(units).map(|(e, g)| (e * g, g * g)), rate_max)
            }
            Self::SquareRoot => {
                let terms = excess.iter().zip(units).map(|(e, g)| ((e.max(0.0) * g).sqrt(), *g));
                let root = quotient(terms, f64::INFINITY);
                (root * root).min(rate_max)
            }
            Self::Logarithmic { .. } | Self::Likelihood(_) => {
                self.iterated_rate(readings, excess, units, rate_max)
            }
        }
    }

    fn iterated_rate(
        &self,
        readings: &[Transformed],
        excess: &[f64],
        units: &[f64],
        rate_max: f64,
    ) -> f64 {
        // The start: the rate that explains the reading with the greatest g e.
        let Some((_, mut rate)) = excess
            .iter()
            .zip(units)
            .filter(|(e, g)| **e > 0.0 && **g > 0.0)
            .map(|(e, g)| (e * g, e / g))
            .max_by(|a, b| a.0.total_cmp(&b.0))
        else {
            return 0.0;
        };
        rate = rate.min(rate_max);
        let cost = |rate: f64| {
            let mut sum = [0.0; 3];
            for (reading, g) in readings.iter().zip(units) {
                let (r, slope) = self.residual(reading, rate * g);
                let by_log_rate = slope * rate * g;
                sum[0] += r * r;
                sum[1] += r * by_log_rate;
                sum[2] += by_log_rate * by_log_rate;
            }
            sum
        };
        let mut now = cost(rate);
        for _ in 0..MOST_NEWTON_STEPS {
            if now[2] <= 0.0 {
                break;
            }
            let mut step = (-now[1] / now[2]).clamp(-2.0, 2.0);
            let mut accepted = false;
            for _ in 0..MOST_HALVINGS {
                let next_rate = (rate * step.exp()).min(rate_max);
                let next = cost(next_rate);
                if next[0] < now[0] {
                    (rate, now, accepted) = (next_rate, next, true);
                    break;
                }
                step *= 0.5;
            }
            if !accepted || step.abs() < LEAST_STEP {
                break;
            }
        }
        rate
    }
}

/// The misfit is flat at its bottom: it follows the rate by the square of this.
const LEAST_STEP: f64 = 1e-8;
const MOST_NEWTON_STEPS: usize = 200;
const MOST_HALVINGS: usize = 8;

fn quotient(terms: impl Iterator<Item = (f64, f64)>, max: f64) -> f64 {
    let (above, below) = terms.fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    // The least normal number keeps the quotient of two vanishing sums finite.
    if below > f64::MIN_POSITIVE { (above / below).clamp(0.0, max) } else { 0.0 }
}
