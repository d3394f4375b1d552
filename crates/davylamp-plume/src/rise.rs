use crate::error::{in_range, positive};
use crate::{PlumeError, StabilityClass};

/// Acceleration of gravity as ISC3 takes it, in m/s².
const GRAVITY: f64 = 9.80616;

/// A stack, or an opening that blows upwards.
///
/// The example of [`PlumeRise`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StackInput {
    /// Inner diameter at the top, in m.
    pub diameter: f64,
    /// Speed of the gas upwards at the top, in m/s.
    pub exit_speed: f64,
    /// Temperature of the gas at the top, in K.
    pub gas_temperature: f64,
    /// Temperature of the air there, in K.
    pub air_temperature: f64,
    /// Wind speed there, in m/s.
    pub wind_speed: f64,
    /// Stability of the air; E and F are stable (potential temperature rises by 0.020 and 0.035 K/m).
    pub class: StabilityClass,
}

/// What lifts the plume.
///
/// The example of [`PlumeRise`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RiseRegime {
    /// The gas is so much warmer than the air that buoyancy does.
    Buoyant,
    /// The speed of the jet.
    Momentum,
}

/// How far a plume rises above its stack, after Briggs as in ISC3.
///
/// $$ F_b = g v_s d_s^2 \frac{\Delta T}{4 T_s}, \qquad F_m = v_s^2 d_s^2 \frac{T_a}{4 T_s},
///    \qquad s = \frac{g}{T_a} \frac{\partial\theta}{\partial z} $$
///
/// | Case | Final rise | Distance of final rise |
/// |---|---|---|
/// | buoyant, unstable or neutral | $21.425 F_b^{3/4}/u$; from $F_b = 55$: $38.71 F_b^{3/5}/u$ | $49 F_b^{5/8}$; $119 F_b^{2/5}$ |
/// | momentum, unstable or neutral | $3 d_s v_s/u$ | $4 d_s (v_s + 3u)^2/(v_s u)$ or, with buoyancy, as above |
/// | buoyant, stable | $2.6 (F_b/(u s))^{1/3}$ | $2.0715 u/\sqrt s$ |
/// | momentum, stable | the lesser of $1.5 (F_m/(u\sqrt s))^{1/3}$ and $3 d_s v_s/u$ | $\pi u/(2\sqrt s)$ |
///
/// Buoyancy wins where $\Delta T = T_s - T_a$ exceeds the crossover: $0.0297 T_s v_s^{1/3}/d_s^{2/3}$
/// ($F_b < 55$), $0.00575 T_s v_s^{2/3}/d_s^{1/3}$ (from 55), $0.019582 T_s v_s \sqrt s$ (stable).
///
/// Valid for: gas of about the molar mass of air; no downwash behind stack or buildings.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{PlumeRise, RiseRegime, StabilityClass, StackInput};
///
/// let rise = PlumeRise::new(StackInput {
///     diameter: 2.0, exit_speed: 10.0, gas_temperature: 400.0, air_temperature: 290.0,
///     wind_speed: 5.0, class: StabilityClass::D,
/// })?;
/// assert_eq!(rise.regime(), RiseRegime::Buoyant);
/// assert!(rise.at(50.0) < rise.final_rise());
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// - US EPA (1995), EPA-454/B-95-003b, section 1.1.4, equations 1-8 to 1-25.
/// - Briggs (1975), Plume rise predictions, in Lectures on air pollution and environmental impact
///   analyses, American Meteorological Society, 59-111.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlumeRise {
    stack: StackInput,
    buoyancy_flux: f64,
    momentum_flux: f64,
    stability: Option<f64>,
    crossover: f64,
    regime: RiseRegime,
    final_rise: f64,
    final_distance: f64,
}

/// Where the fits for weak and strong buoyancy meet, in m⁴/s³.
const STRONG_BUOYANCY: f64 = 55.0;

impl PlumeRise {
    /// The rise above a stack.
    ///
    /// # Errors
    ///
    /// [`PlumeError::NotPositive`] unless all numbers are positive and finite;
    /// [`PlumeError::OutOfRange`] for gas colder than the air (a cold plume sinks, which these
    /// formulas do not describe).
    pub fn new(stack: StackInput) -> Result<Self, PlumeError> {
        let d = positive("diameter", stack.diameter)?;
        let v = positive("exit_speed", stack.exit_speed)?;
        let ta = positive("air_temperature", stack.air_temperature)?;
        let ts = in_range("gas_temperature", stack.gas_temperature, ta, f64::MAX)?;
        let u = positive("wind_speed", stack.wind_speed)?;
        let excess = ts - ta;
        let fb = GRAVITY * v * d * d * excess / (4.0 * ts);
        let fm = v * v * d * d * ta / (4.0 * ts);
        let neutral_jet = 3.0 * d * v / u;
        let neutral_distance =
            if fb < STRONG_BUOYANCY { 49.0 * fb.powf(0.625) } else { 119.0 * fb.powf(0.4) };
        let gradient = match stack.class {
            StabilityClass::E => Some(0.020),
            StabilityClass::F => Some(0.035),
            _ => None,
        };
        let stability = gradient.map(|gradient| GRAVITY * gradient / ta);
        let crossover = match stability {
            Some(s) => 0.019_582 * ts * v * s.sqrt(),
            None if fb < STRONG_BUOYANCY => 0.0297 * ts * v.cbrt() / d.powf(2.0 / 3.0),
            None => 0.005_75 * ts * v.powf(2.0 / 3.0) / d.cbrt(),
        };
        let regime = if excess > crossover { RiseRegime::Buoyant } else { RiseRegime::Momentum };
        let (final_rise, final_distance) = match (regime, stability) {
            (RiseRegime::Buoyant, Some(s)) => (2.6 * (fb / (u * s)).cbrt(), 2.0715 * u / s.sqrt()),
            (RiseRegime::Buoyant, None) if fb < STRONG_BUOYANCY => {
                (21.425 * fb.powf(0.75) / u, neutral_distance)
            }
            (RiseRegime::Buoyant, None) => (38.71 * fb.powf(0.6) / u, neutral_distance),
            (RiseRegime::Momentum, Some(s)) => (
                (1.5 * (fm / (u * s.sqrt())).cbrt()).min(neutral_jet),
                std::f64::consts::FRAC_PI_2 * u / s.sqrt(),
            ),
            (RiseRegime::Momentum, None) if excess == 0.0 => {
                (neutral_jet, 4.0 * d * (v + 3.0 * u).powi(2) / (v * u))
            }
            (RiseRegime::Momentum, None) => (neutral_jet, neutral_distance),
        };
        Ok(Self {
            stack,
            buoyancy_flux: fb,
            momentum_flux: fm,
            stability,
            crossover,
            regime,
            final_rise,
            final_distance,
        })
    }

    /// Buoyancy flux $F_b$, in m⁴/s³.
    #[must_use]
    pub const fn buoyancy_flux(&self) -> f64 {
        self.buoyancy_flux
    }

    /// Momentum flux $F_m$, in m⁴/s².
    #[must_use]
    pub const fn momentum_flux(&self) -> f64 {
        self.momentum_flux
    }

    /// Stability parameter s, in 1/s²; None in unstable and neutral air.
    #[must_use]
    pub const fn stability(&self) -> Option<f64> {
        self.stability
    }

    /// Excess temperature from which buoyancy lifts the plume, in K.
    #[must_use]
    pub const fn crossover(&self) -> f64 {
        self.crossover
    }

    /// What lifts the plume.
    #[must_use]
    pub const fn regime(&self) -> RiseRegime {
        self.regime
    }

    /// Rise far downwind, in m: add it to the height of the stack.
    #[must_use]
    pub const fn final_rise(&self) -> f64 {
        self.final_rise
    }

    /// Distance at which the plume has risen so far, in m.
    #[must_use]
    pub const fn final_distance(&self) -> f64 {
        self.final_distance
    }

    /// Rise at a distance downwind, in m; never above the final rise.
    ///
    /// Buoyant $1.6 F_b^{1/3} x^{2/3}/u$; momentum, with $\beta = 1/3 + u/v_s$,
    /// $(3 F_m x/(\beta^2 u^2))^{1/3}$ or in stable air
    /// $(3 F_m \sin(x\sqrt s/u)/(\beta^2 u \sqrt s))^{1/3}$.
    #[must_use]
    pub fn at(&self, downwind: f64) -> f64 {
        if downwind >= self.final_distance {
            return self.final_rise;
        }
        let x = if downwind < 0.0 { 0.0 } else { downwind };
        let u = self.stack.wind_speed;
        let beta = 1.0 / 3.0 + u / self.stack.exit_speed;
        let rise = match (self.regime, self.stability) {
            (RiseRegime::Buoyant, _) => 1.6 * self.buoyancy_flux.cbrt() * x.powf(2.0 / 3.0) / u,
            (RiseRegime::Momentum, None) => {
                (3.0 * self.momentum_flux * x / (beta * u).powi(2)).cbrt()
            }
            (RiseRegime::Momentum, Some(s)) => {
                let swing = (x * s.sqrt() / u).sin();
                (3.0 * self.momentum_flux * swing / (beta * beta * u * s.sqrt())).cbrt()
            }
        };
        if rise > self.final_rise { self.final_rise } else { rise }
    }
}
