use crate::PlumeError;
use crate::error::positive;

/// How well predictions agree with observations, by the usual statistics of dispersion models.
///
/// $$ FB = \frac{2(\overline{C_o} - \overline{C_p})}{\overline{C_o} + \overline{C_p}}, \quad
///    NMSE = \frac{\overline{(C_o - C_p)^2}}{\overline{C_o} \overline{C_p}}, \quad
///    MG = e^{\overline{\ln C_o} - \overline{\ln C_p}}, \quad
///    VG = e^{\overline{(\ln C_o - \ln C_p)^2}} $$
///
/// and FAC2, the part of pairs with $0.5 \le C_p/C_o \le 2$. A perfect model has 1, 0, 0, 1, 1; a
/// positive FB and an MG above one are underprediction.
///
/// # Examples
///
/// ```
/// use davylamp_plume::Scores;
///
/// let scores = Scores::new(&[1.0, 2.0, 4.0], &[1.0, 1.0, 9.0])?;
/// assert_eq!(scores.pairs, 3);
/// assert!((scores.fac2 - 2.0 / 3.0).abs() < 1e-15);
/// assert!((scores.fb + 4.0 / 9.0).abs() < 1e-15);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// Chang and Hanna (2004), Air quality model performance evaluation, Meteorology and Atmospheric
/// Physics 87, 167-196, equations 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Scores {
    /// Number of pairs.
    pub pairs: usize,
    /// Part of the predictions within a factor of two.
    pub fac2: f64,
    /// Fractional bias.
    pub fb: f64,
    /// Normalised mean square error.
    pub nmse: f64,
    /// Geometric mean bias.
    pub mg: f64,
    /// Geometric variance.
    pub vg: f64,
}

impl Scores {
    /// The scores of pairs of concentrations in one unit.
    ///
    /// # Errors
    ///
    /// [`PlumeError::WrongLength`] for no pairs or slices of unlike length;
    /// [`PlumeError::NotPositive`] unless all concentrations are positive and finite (MG and VG take
    /// logarithms: replace what is below a detection limit by the limit beforehand, and say so).
    pub fn new(observed: &[f64], predicted: &[f64]) -> Result<Self, PlumeError> {
        if observed.is_empty() {
            return Err(PlumeError::WrongLength { name: "observed", len: 0, expected: 1 });
        }
        if predicted.len() != observed.len() {
            return Err(PlumeError::WrongLength {
                name: "predicted",
                len: predicted.len(),
                expected: observed.len(),
            });
        }
        for value in observed {
            positive("observed concentration", *value)?;
        }
        for value in predicted {
            positive("predicted concentration", *value)?;
        }
        let n = observed.len() as f64;
        let mean = |f: &dyn Fn(f64, f64) -> f64| {
            observed.iter().zip(predicted).map(|(o, p)| f(*o, *p)).sum::<f64>() / n
        };
        let (mean_o, mean_p) = (mean(&|o, _| o), mean(&|_, p| p));
        Ok(Self {
            pairs: observed.len(),
            fac2: mean(&|o, p| f64::from(u8::from((0.5..=2.0).contains(&(p / o))))),
            fb: 2.0 * (mean_o - mean_p) / (mean_o + mean_p),
            nmse: mean(&|o, p| (o - p).powi(2)) / (mean_o * mean_p),
            mg: mean(&|o, p| (o / p).ln()).exp(),
            vg: mean(&|o, p| (o / p).ln().powi(2)).exp(),
        })
    }
}
