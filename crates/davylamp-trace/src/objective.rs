use davylamp_traits::Objective;

use crate::misfit::Transformed;
use crate::{Case, Misfit};

/// The unknowns of a case as a vector: x, y, then the height and the wind turn where they are free.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    pub(crate) lower: Vec<f64>,
    pub(crate) upper: Vec<f64>,
    height: f64,
    height_at: Option<usize>,
    turn_at: Option<usize>,
}

impl Layout {
    pub(crate) fn of(case: &Case<'_>) -> Self {
        let bounds = case.bounds();
        let (mut lower, mut upper) =
            (vec![bounds.x[0], bounds.y[0]], vec![bounds.x[1], bounds.y[1]]);
        let mut add = |min: f64, max: f64| {
            lower.push(min);
            upper.push(max);
            lower.len() - 1
        };
        let [low, high] = bounds.height;
        let height_at = (!bounds.height_is_known()).then(|| add(low, high));
        let turn = bounds.wind_turn_max;
        let turn_at = (turn > 0.0).then(|| add(-turn, turn));
        Self { lower, upper, height: low, height_at, turn_at }
    }

    pub(crate) fn dim(&self) -> usize {
        self.lower.len()
    }

    pub(crate) fn source(&self, x: &[f64]) -> [f64; 3] {
        [x[0], x[1], self.height_at.map_or(self.height, |at| x[at])]
    }

    pub(crate) fn wind_turn(&self, x: &[f64]) -> f64 {
        self.turn_at.map_or(0.0, |at| x[at])
    }

    /// A place as unknowns, the others in the middle of their ranges.
    pub(crate) fn at(&self, place: [f64; 2]) -> Vec<f64> {
        let mut x: Vec<f64> =
            self.lower.iter().zip(&self.upper).map(|(l, u)| 0.5 * (l + u)).collect();
        x[..2].copy_from_slice(&place);
        x
    }
}

/// Up to this many readings are evaluated without asking for memory.
const ON_STACK: usize = 64;

pub(crate) fn with_units<R>(
    case: &Case<'_>,
    source: [f64; 3],
    wind_turn: f64,
    then: impl FnOnce(&[f64]) -> R,
) -> R {
    let count = case.excess().len();
    if count <= ON_STACK {
        let mut units = [0.0; ON_STACK];
        case.units(source, wind_turn, &mut units[..count]);
        then(&units[..count])
    } else {
        let mut units = vec![0.0; count];
        case.units(source, wind_turn, &mut units);
        then(&units)
    }
}

/// The misfit of a place, with the rate that fits it best: the search has one unknown less.
///
/// An [`Objective`] over x and y (m), then the release height (m) and the turn of the wind (rad)
/// where the [`SearchBox`](crate::SearchBox) leaves them free. This is variable projection: the
/// concentrations are linear in the rate, so the best rate follows from the place.
///
/// The example of [`search`](crate::search) shows it.
///
/// # References
/// Golub and Pereyra (1973), SIAM J. Numer. Anal. 10(2), 413-432, doi:10.1137/0710036.
#[allow(missing_debug_implementations, reason = "a trait object has nothing to show")]
pub struct ProjectedMisfit<'a> {
    case: &'a Case<'a>,
    misfit: Misfit,
    pub(crate) readings: Vec<Transformed>,
    pub(crate) layout: Layout,
}

impl<'a> ProjectedMisfit<'a> {
    /// The misfit of a case.
    #[must_use]
    pub fn new(case: &'a Case<'a>, misfit: Misfit) -> Self {
        Self { case, misfit, readings: transformed(case, misfit), layout: Layout::of(case) }
    }

    /// The case.
    #[must_use]
    pub fn case(&self) -> &'a Case<'a> {
        self.case
    }

    /// The kind of misfit.
    #[must_use]
    pub fn misfit(&self) -> Misfit {
        self.misfit
    }

    /// The rate that fits best at `x`, kg/s.
    #[must_use]
    pub fn rate(&self, x: &[f64]) -> f64 {
        self.with_rate(x, |rate, _| rate)
    }

    pub(crate) fn with_rate<R>(&self, x: &[f64], then: impl FnOnce(f64, &[f64]) -> R) -> R {
        let (source, turn) = (self.layout.source(x), self.layout.wind_turn(x));
        with_units(self.case, source, turn, |units| {
            let rate_max = self.case.rate_limit();
            let excess = self.case.excess();
            then(self.misfit.best_rate(&self.readings, excess, units, rate_max), units)
        })
    }

    /// The best rate at `x` and the misfit with it.
    pub(crate) fn rate_and_value(&self, x: &[f64]) -> (f64, f64) {
        self.with_rate(x, |rate, units| {
            (rate, sum_of_squares(self.case, self.misfit, &self.readings, rate, units))
        })
    }

    /// The residuals at the best rate.
    pub(crate) fn residuals(&self, x: &[f64], out: &mut [f64]) {
        self.with_rate(x, |rate, units| {
            for ((reading, unit), r) in self.readings.iter().zip(units).zip(out) {
                *r = self.misfit.residual(reading, rate * unit).0;
            }
        });
    }
}

impl Objective for ProjectedMisfit<'_> {
    fn lower(&self) -> &[f64] {
        &self.layout.lower
    }

    fn upper(&self) -> &[f64] {
        &self.layout.upper
    }

    fn value(&self, x: &[f64]) -> f64 {
        self.rate_and_value(x).1
    }
}

fn transformed(case: &Case<'_>, misfit: Misfit) -> Vec<Transformed> {
    let excess = case.excess().iter().enumerate();
    excess
        .map(|(i, e)| Transformed {
            value: misfit.transformed(*e),
            limit: case.limit_if_censored(i),
        })
        .collect()
}

fn sum_of_squares(
    case: &Case<'_>,
    misfit: Misfit,
    readings: &[Transformed],
    rate: f64,
    units: &[f64],
) -> f64 {
    if misfit == Misfit::Linear {
        // The common case of an optimizer's inner loop, without a branch a reading.
        return case.excess().iter().zip(units).map(|(e, g)| (e - rate * g).powi(2)).sum();
    }
    let terms = readings.iter().zip(units);
    terms.map(|(reading, g)| misfit.residual(reading, rate * g).0.powi(2)).sum()
}

/// The misfit of a place and a rate, with the rate as the last unknown: the problem as the paper
/// gives it to its optimizers.
///
/// An [`Objective`] over x and y (m), the height and the wind turn where they are free, and the rate
/// (kg/s) from 0 to `rate_max` (which must be finite for that: see [`new`](Self::new)).
///
/// # Examples
///
/// ```
/// # use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
/// # use davylamp_trace::{Case, Epoch, Reading, Readings, SearchBox};
/// # use davylamp_traits::Dispersion;
/// # let air = GaussianPlume::new(PlumeInput {
/// #     curves: DispersionCurves::BriggsRural,
/// #     class: StabilityClass::D,
/// #     wind_speed: 3.0,
/// #     wind_from_deg: 270.0,
/// # })?;
/// # let readings = (0..12).map(|i| {
/// #     let place = [40.0 + 20.0 * f64::from(i % 3), -15.0 + 10.0 * f64::from(i / 3), 1.0];
/// #     Reading::new(place, 2e-3 * air.unit_concentration([12.0, -3.0, 0.5], place))
/// # });
/// # let readings = Readings::new(readings.collect())?;
/// use davylamp_trace::{FullMisfit, Misfit};
/// use davylamp_traits::Objective;
///
/// // Readings of a leak of 2 g/s at (12, -3), and a rate of at most 10 g/s.
/// let bounds = SearchBox { rate_max: 0.01, ..SearchBox::around(&readings, 0.5) };
/// let epoch = Epoch { air: Box::new(air), readings: 0..12 };
/// let case = Case::new(readings, vec![epoch], bounds, 0.0)?;
/// let misfit = FullMisfit::new(&case, Misfit::Linear)?;
/// assert_eq!(misfit.upper()[2], 0.01);
/// assert!(misfit.value(&[12.0, -3.0, 2e-3]) < 1e-9 * misfit.value(&[12.0, -3.0, 1e-3]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # References
/// Xia et al. (2022), Sensors 22(1), 71, equation 18, doi:10.3390/s22010071.
#[allow(missing_debug_implementations, reason = "a trait object has nothing to show")]
pub struct FullMisfit<'a> {
    case: &'a Case<'a>,
    misfit: Misfit,
    readings: Vec<Transformed>,
    layout: Layout,
    lower: Vec<f64>,
    upper: Vec<f64>,
}

impl<'a> FullMisfit<'a> {
    /// The misfit of a case; the greatest rate of its box bounds the rate.
    ///
    /// # Errors
    /// [`TraceError::OutOfRange`](crate::TraceError::OutOfRange) where that rate is infinite: an
    /// optimizer needs finite bounds.
    pub fn new(case: &'a Case<'a>, misfit: Misfit) -> Result<Self, crate::TraceError> {
        let rate_max = case.bounds().rate_max;
        if !rate_max.is_finite() {
            return Err(crate::TraceError::OutOfRange {
                name: "rate_max",
                value: rate_max,
                allowed: "finite, where the rate is one of the unknowns",
            });
        }
        let layout = Layout::of(case);
        let (mut lower, mut upper) = (layout.lower.clone(), layout.upper.clone());
        lower.push(0.0);
        upper.push(rate_max);
        let readings = transformed(case, misfit);
        Ok(Self { case, misfit, readings, layout, lower, upper })
    }
}

impl Objective for FullMisfit<'_> {
    fn lower(&self) -> &[f64] {
        &self.lower
    }

    fn upper(&self) -> &[f64] {
        &self.upper
    }

    fn value(&self, x: &[f64]) -> f64 {
        let rate = x[self.layout.dim()];
        let (source, turn) = (self.layout.source(x), self.layout.wind_turn(x));
        with_units(self.case, source, turn, |units| {
            sum_of_squares(self.case, self.misfit, &self.readings, rate, units)
        })
    }
}
