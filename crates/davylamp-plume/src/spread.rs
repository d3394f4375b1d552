//! The widths of a plume as the inner loops want them: half of the inverse variances.

use crate::briggs::{self, Power, Width};
use crate::exponential::{exp, ln_of_positive};
use crate::{DispersionCurves, StabilityClass, isc3};
use davylamp_traits::REFERENCE_DISTANCE;

/// Nearer than this counts as this, in m: at the source itself the formula has no value.
const NEAREST: f64 = 1e-6;

/// Farther than this counts as this, in m, so that squares stay finite.
const FARTHEST: f64 = 1e9;

/// The distance at which curves are asked; NaN stays NaN.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the vector loop must contain it")]
pub(crate) fn within_reach(x: f64) -> f64 {
    let x = if x < NEAREST { NEAREST } else { x };
    if x > FARTHEST { FARTHEST } else { x }
}

/// What a set of curves says at a distance: 1 / (2 sigma_y^2) and 1 / (2 sigma_z^2), in 1/m^2.
pub(crate) trait Spread: Copy + Sync {
    fn half_inverse_variances(&self, x: f64) -> [f64; 2];
}

/// Briggs' curves as rational functions: one division for both widths.
///
/// With $\sigma = a x (1 + b x)^p$, $1/(2\sigma^2)$ is $(1 + b x)^{-2p} / (2 a^2 x^2)$, and $-2p$ is
/// 0, 1, 2 (a polynomial above the line) or -1 (a factor below it).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BriggsSpread {
    /// 1 / (2 a^2) of sigma_y, whose exponent is -1/2 in every class.
    y_scale: f64,
    y_bend: f64,
    z_scale: f64,
    z_linear: f64,
    z_square: f64,
    z_below: f64,
}

impl BriggsSpread {
    pub(crate) fn new([y, z]: [Width; 2]) -> Self {
        let (z_linear, z_square, z_below) = match z.power {
            Power::Zero => (0.0, 0.0, 0.0),
            Power::MinusHalf => (z.b, 0.0, 0.0),
            Power::MinusOne => (2.0 * z.b, z.b * z.b, 0.0),
            Power::PlusHalf => (0.0, 0.0, z.b),
        };
        Self {
            y_scale: 0.5 / (y.a * y.a),
            y_bend: y.b,
            z_scale: 0.5 / (z.a * z.a),
            z_linear,
            z_square,
            z_below,
        }
    }

    pub(crate) fn widened(self, y_factor: f64, z_factor: f64) -> Self {
        Self {
            y_scale: self.y_scale / (y_factor * y_factor),
            z_scale: self.z_scale / (z_factor * z_factor),
            ..self
        }
    }
}

#[allow(clippy::inline_always, reason = "the vector loop must contain it")]
impl Spread for BriggsSpread {
    #[inline(always)]
    fn half_inverse_variances(&self, x: f64) -> [f64; 2] {
        let below = 1.0 + self.z_below * x;
        let inverse = 1.0 / (x * x * below);
        let y = self.y_scale * (1.0 + self.y_bend * x) * below * inverse;
        let z = self.z_scale * (1.0 + x * (self.z_linear + x * self.z_square)) * inverse;
        [y, z]
    }
}

/// Any curves in air where the widths grow faster or slower than tabulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Grown<S> {
    spread: S,
    y_growth: f64,
    z_growth: f64,
}

impl<S> Grown<S> {
    fn by(self, y_growth: f64, z_growth: f64) -> Self {
        let (y_growth, z_growth) = (self.y_growth + y_growth, self.z_growth + z_growth);
        Self { y_growth, z_growth, ..self }
    }
}

#[allow(clippy::inline_always, reason = "the vector loop must contain it")]
impl<S: Spread> Spread for Grown<S> {
    #[inline(always)]
    fn half_inverse_variances(&self, x: f64) -> [f64; 2] {
        let [y, z] = self.spread.half_inverse_variances(x);
        let distance = -2.0 * ln_of_positive(x / REFERENCE_DISTANCE);
        [y * exp(self.y_growth * distance), z * exp(self.z_growth * distance)]
    }
}

/// ISC3's curves, through logarithm, tangent and power.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Isc3Spread {
    class: StabilityClass,
    y_factor: f64,
    z_factor: f64,
}

impl Isc3Spread {
    pub(crate) fn widened(self, y_factor: f64, z_factor: f64) -> Self {
        Self { y_factor: self.y_factor * y_factor, z_factor: self.z_factor * z_factor, ..self }
    }
}

impl Spread for Isc3Spread {
    fn half_inverse_variances(&self, x: f64) -> [f64; 2] {
        let y = self.y_factor * isc3::sigma_y(self.class, x);
        let z = self.z_factor * isc3::sigma_z(self.class, x);
        [0.5 / (y * y), 0.5 / (z * z)]
    }
}

/// Curves and class, ready for use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Law {
    Briggs(BriggsSpread),
    Isc3(Isc3Spread),
    GrownBriggs(Grown<BriggsSpread>),
    GrownIsc3(Grown<Isc3Spread>),
}

impl Law {
    pub(crate) fn new(curves: DispersionCurves, class: StabilityClass) -> Self {
        match curves {
            DispersionCurves::BriggsRural => Self::Briggs(BriggsSpread::new(briggs::rural(class))),
            DispersionCurves::BriggsUrban => Self::Briggs(BriggsSpread::new(briggs::urban(class))),
            DispersionCurves::Isc3Rural => {
                Self::Isc3(Isc3Spread { class, y_factor: 1.0, z_factor: 1.0 })
            }
        }
    }

    pub(crate) fn widened(self, y_factor: f64, z_factor: f64) -> Self {
        match self {
            Self::Briggs(spread) => Self::Briggs(spread.widened(y_factor, z_factor)),
            Self::Isc3(spread) => Self::Isc3(spread.widened(y_factor, z_factor)),
            Self::GrownBriggs(grown) => {
                let spread = grown.spread.widened(y_factor, z_factor);
                Self::GrownBriggs(Grown { spread, ..grown })
            }
            Self::GrownIsc3(grown) => {
                let spread = grown.spread.widened(y_factor, z_factor);
                Self::GrownIsc3(Grown { spread, ..grown })
            }
        }
    }

    /// The same widths at the reference distance, growing faster by these powers of the distance.
    pub(crate) fn grown(self, y_growth: f64, z_growth: f64) -> Self {
        if y_growth == 0.0 && z_growth == 0.0 {
            return self;
        }
        match self {
            Self::Briggs(spread) => Self::GrownBriggs(Grown { spread, y_growth, z_growth }),
            Self::Isc3(spread) => Self::GrownIsc3(Grown { spread, y_growth, z_growth }),
            Self::GrownBriggs(grown) => Self::GrownBriggs(grown.by(y_growth, z_growth)),
            Self::GrownIsc3(grown) => Self::GrownIsc3(grown.by(y_growth, z_growth)),
        }
    }

    pub(crate) fn half_inverse_variances(&self, x: f64) -> [f64; 2] {
        let x = within_reach(x);
        match self {
            Self::Briggs(spread) => spread.half_inverse_variances(x),
            Self::Isc3(spread) => spread.half_inverse_variances(x),
            Self::GrownBriggs(spread) => spread.half_inverse_variances(x),
            Self::GrownIsc3(spread) => spread.half_inverse_variances(x),
        }
    }
}
