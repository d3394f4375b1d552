use crate::error::positive;
use crate::puff::unit_puff;
use crate::{GaussianPlume, PlumeError};

/// A release of constant rate that begins at time zero and ends: a sum of puffs.
///
/// $$ C(t) = q \int_{\max(0, t-T)}^{t} C_1(a)  da $$
///
/// over the ages a of the puffs, with $C_1$ a [`Puff`](crate::Puff) of unit mass.
///
/// | Symbol | Argument | Unit |
/// |---|---|---|
/// | $q$ | `emission_rate` | kg/s |
/// | $T$ | `duration` | s |
/// | $t$ | `time` since the begin | s |
///
/// The integral is taken by Gauss-Legendre quadrature of order 16 in the logarithm of the age, on
/// pieces of a tenth: narrower than a puff, so that the error is that of rounding for curves without
/// jumps.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{DispersionCurves, FiniteRelease, GaussianPlume, PlumeInput, StabilityClass};
/// use davylamp_traits::Dispersion;
///
/// let plume = GaussianPlume::new(PlumeInput {
///     curves: DispersionCurves::BriggsRural,
///     class: StabilityClass::D,
///     wind_speed: 5.0,
///     wind_from_deg: 270.0,
/// })?;
/// let (source, receptor) = ([0.0, 0.0, 1.0], [200.0, 0.0, 1.5]);
/// let minute = FiniteRelease::new(&plume, 2.0, 60.0)?;
/// let during = minute.concentration(source, receptor, 60.0);
/// assert!((during / (2.0 * plume.unit_concentration(source, receptor)) - 1.0).abs() < 0.03);
/// assert!(minute.concentration(source, receptor, 150.0) < 1e-6 * during);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FiniteRelease {
    plume: GaussianPlume,
    emission_rate: f64,
    duration: f64,
}

/// Nodes and weights of Gauss-Legendre quadrature of order 16 on \[-1, 1\]; the other half mirrors.
/// Abramowitz and Stegun (1964), table 25.4.
const GAUSS_16: [[f64; 2]; 8] = [
    [0.095_012_509_837_637_44, 0.189_450_610_455_068_5],
    [0.281_603_550_779_258_9, 0.182_603_415_044_923_6],
    [0.458_016_777_657_227_4, 0.169_156_519_395_002_5],
    [0.617_876_244_402_643_7, 0.149_595_988_816_576_7],
    [0.755_404_408_355_003, 0.124_628_971_255_533_9],
    [0.865_631_202_387_831_7, 0.095_158_511_682_492_78],
    [0.944_575_023_073_232_6, 0.062_253_523_938_647_9],
    [0.989_400_934_991_649_9, 0.027_152_459_411_754_1],
];

/// Length of a piece in the logarithm of the age.
const PIECE: f64 = 0.1;

/// A puff that has gone this part of the way to the receptor is not seen there: even ten times as
/// wide as it has travelled far, the receptor is a hundred widths away.
const UNSEEN: f64 = 1e-3;

impl FiniteRelease {
    /// A release at this rate (kg/s) for this time (s) in the air of a plume.
    ///
    /// # Errors
    ///
    /// [`PlumeError::NotPositive`] unless rate and duration are positive and finite.
    pub fn new(
        plume: &GaussianPlume,
        emission_rate: f64,
        duration: f64,
    ) -> Result<Self, PlumeError> {
        Ok(Self {
            plume: *plume,
            emission_rate: positive("emission_rate", emission_rate)?,
            duration: positive("duration", duration)?,
        })
    }

    /// Concentration at a receptor on the map, in kg/m³; zero before the release.
    #[must_use]
    pub fn concentration(&self, source: [f64; 3], receptor: [f64; 3], time: f64) -> f64 {
        if time <= 0.0 {
            return 0.0;
        }
        let at = self.plume.aligned(source, receptor);
        let way = at.downwind.hypot(at.crosswind).hypot(at.height - source[2]);
        let youngest = (time - self.duration).max(UNSEEN * way / self.plume.input().wind_speed);
        // A receptor at the very source has no youngest age: there the formula has no value.
        let (from, to) = (youngest.max(f64::MIN_POSITIVE).ln(), time.ln());
        if from >= to {
            return 0.0;
        }
        let pieces = ((to - from) / PIECE).ceil();
        let half = 0.5 * (to - from) / pieces;
        let in_age = |log_age: f64| {
            let age = log_age.exp();
            age * unit_puff(&self.plume, at, source[2], age)
        };
        let mut sum = 0.0;
        let mut piece = 0.0;
        while piece < pieces {
            let middle = from + (2.0 * piece + 1.0) * half;
            for [node, weight] in GAUSS_16 {
                sum += weight * (in_age(middle - node * half) + in_age(middle + node * half));
            }
            piece += 1.0;
        }
        self.emission_rate * half * sum
    }
}
