//! How probable a place is, with the rate and the air integrated out.

use statrs::function::erf::erf;

use crate::conditional::{Conditional, Mode};
use crate::objective::with_units;
use crate::{Case, ErrorModel, Source, TraceError};

/// Gain at which the search for rate and air ends on the way and at the end, in units of twice the
/// logarithm of the probability.
const ROUGH: f64 = 1e-2;
const FINE: f64 = 1e-9;

/// How rate and air are integrated out.
pub(crate) enum PlacePosterior<'a> {
    /// Exact air and a constant error: the rate enters linearly, and the integral has a closed form.
    Linear { case: &'a Case<'a>, std: f64 },
    /// Everything else.
    General(Box<Conditional<'a>>),
}

impl<'a> PlacePosterior<'a> {
    pub(crate) fn new(
        case: &'a Case<'a>,
        model: &ErrorModel,
        near: Source,
    ) -> Result<Self, TraceError> {
        near.check()?;
        model.check()?;
        let noise = model.noise(case)?;
        let censored = case.readings().as_slice().iter().any(crate::Reading::is_censored);
        let linear = model.air_is_exact()
            && noise.relative() == 0.0
            && model.rate_exponent == 0.0
            && !model.correlated
            && !censored
            && case.epochs().len() == 1;
        if linear {
            return Ok(Self::Linear { case, std: noise.additive() });
        }
        Ok(Self::General(Box::new(Conditional::new(case, model, noise, near))))
    }

    pub(crate) fn rough(&self, source: [f64; 3]) -> Mode {
        match self {
            Self::Linear { case, std } => linear_mode(case, *std, source),
            Self::General(conditional) => conditional.mode(source, ROUGH),
        }
    }

    pub(crate) fn fine(&self, source: [f64; 3]) -> Mode {
        match self {
            Self::Linear { case, std } => linear_mode(case, *std, source),
            Self::General(conditional) => conditional.mode(source, FINE),
        }
    }

    pub(crate) fn predicted(&self, source: [f64; 3]) -> Vec<f64> {
        match self {
            Self::Linear { case, std } => {
                let rate = linear_mode(case, *std, source).log_rate.exp();
                with_units(case, source, 0.0, |units| {
                    units.iter().map(|g| rate * g + case.background()).collect()
                })
            }
            Self::General(conditional) => conditional.predicted(source, FINE),
        }
    }
}

/// With errors of standard deviation s and a rate uniform between 0 and its greatest value,
///
/// $$ p(place) \propto e^{-\frac{1}{2}(\sum c^2 - (\sum g c)^2 / \sum g^2)/s^2}
///    \frac{1}{\sqrt{\sum g^2}} [\Phi(z_{max}) - \Phi(z_0)] $$
fn linear_mode(case: &Case<'_>, std: f64, source: [f64; 3]) -> Mode {
    with_units(case, source, 0.0, |units| {
        let (mut gg, mut gc, mut cc) = (0.0, 0.0, 0.0);
        for (g, c) in units.iter().zip(case.excess()) {
            let (g, c) = (g / std, c / std);
            gg += g * g;
            gc += g * c;
            cc += c * c;
        }
        let rate_max = case.bounds().rate_max;
        let least = 1e-6 * std / case.max_excess();
        // Weaker than this, a source leaves no trace in any reading whatever its rate.
        if gg.sqrt() * rate_max.min(1e12) < least || gg <= f64::MIN_POSITIVE {
            let wide = rate_max.min(1e12);
            return Mode {
                log_marginal: -0.5 * cc + wide.ln(),
                score: -0.5 * cc,
                log_rate: (0.5 * wide).ln(),
                log_rate_variance: 1.0,
                wind_turn: 0.0,
            };
        }
        let (best, width) = (gc / gg, 1.0 / gg.sqrt());
        let standard = |q: f64| 0.5 * erf((q - best) / width / std::f64::consts::SQRT_2);
        let part = (standard(rate_max) - standard(0.0)).max(f64::MIN_POSITIVE);
        let fitted = -0.5 * (cc - gc * gc / gg).max(0.0);
        let rate = best.max(width * 1e-3).min(rate_max);
        let off = (rate - best) / width;
        Mode {
            log_marginal: fitted + (std::f64::consts::TAU.sqrt() * width * part).ln(),
            score: fitted - 0.5 * off * off,
            log_rate: rate.ln(),
            log_rate_variance: (width / rate).powi(2).min(1.0),
            wind_turn: 0.0,
        }
    })
}
