use crate::OptimError;
use davylamp_traits::Objective;

/// A box: finite bounds of each unknown, the lower below the upper.
///
/// # Examples
/// ```
/// # use davylamp_optim::{Bounds, OptimError};
/// let park = Bounds::new(&[0.0, 0.0, 0.0], &[100.0, 100.0, 200.0])?;
/// assert_eq!(park.dim(), 3);
/// assert!(park.contains(&[8.0, 15.0, 80.0]));
/// assert!(Bounds::new(&[1.0], &[0.0]).is_err());
/// # Ok::<(), OptimError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "saved::Unchecked"))]
pub struct Bounds {
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    lower: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    upper: Vec<f64>,
}

impl Bounds {
    /// The box `lower[j] <= x[j] <= upper[j]`.
    ///
    /// # Errors
    /// [`OptimError::BoundsLength`] if the lengths differ, [`OptimError::CountOutOfRange`] without
    /// unknowns, [`OptimError::Bound`] unless `lower < upper` and both and `upper - lower` are
    /// finite.
    pub fn new(lower: &[f64], upper: &[f64]) -> Result<Self, OptimError> {
        if lower.len() != upper.len() {
            return Err(OptimError::BoundsLength { lower: lower.len(), upper: upper.len() });
        }
        crate::error::check_count("unknowns", lower.len(), 1, MAX_UNKNOWNS)?;
        for (index, (&lower, &upper)) in lower.iter().zip(upper).enumerate() {
            let width = upper - lower;
            if !(width > 0.0 && width.is_finite()) {
                return Err(OptimError::Bound { index, lower, upper });
            }
        }
        Ok(Self { lower: lower.to_vec(), upper: upper.to_vec() })
    }

    /// The box of an objective.
    ///
    /// # Errors
    /// As [`Bounds::new`].
    pub fn of(objective: &dyn Objective) -> Result<Self, OptimError> {
        Self::new(objective.lower(), objective.upper())
    }

    /// How many unknowns there are.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.lower.len()
    }

    /// Lower bound of each unknown.
    #[must_use]
    pub fn lower(&self) -> &[f64] {
        &self.lower
    }

    /// Upper bound of each unknown.
    #[must_use]
    pub fn upper(&self) -> &[f64] {
        &self.upper
    }

    /// Whether `x` has one entry per unknown and lies inside; NaN does not.
    #[must_use]
    pub fn contains(&self, x: &[f64]) -> bool {
        x.len() == self.dim() && first_outside(x, &self.lower, &self.upper).is_none()
    }

    /// Width of unknown `j`.
    #[inline]
    pub(crate) fn width(&self, j: usize) -> f64 {
        self.upper[j] - self.lower[j]
    }

    /// Whether `value` is a legal value of unknown `j`.
    #[inline]
    pub(crate) fn allows(&self, j: usize, value: f64) -> bool {
        self.lower[j] <= value && value <= self.upper[j]
    }

    /// The legal value of unknown `j` that is nearest to `value`; the lower bound for NaN.
    #[inline]
    pub(crate) fn clamp(&self, j: usize, value: f64) -> f64 {
        if value >= self.lower[j] { value.min(self.upper[j]) } else { self.lower[j] }
    }

    /// `start` must be a point of the box.
    pub(crate) fn check_start(&self, start: &[f64]) -> Result<(), OptimError> {
        match count_points(start, self)? {
            1 => Ok(()),
            _ => Err(OptimError::WrongDimension { expected: self.dim(), found: start.len() }),
        }
    }

    /// The point at `share` (0 to 1) of the width of unknown `j`, inside whatever the rounding.
    #[inline]
    pub(crate) fn at(&self, j: usize, share: f64) -> f64 {
        (self.lower[j] + share * self.width(j)).min(self.upper[j])
    }
}

/// More unknowns than any method here can search, and few enough that no size overflows.
pub(crate) const MAX_UNKNOWNS: usize = 10_000;

/// The first entry of `x` outside its bounds, or NaN.
#[inline]
fn first_outside(x: &[f64], lower: &[f64], upper: &[f64]) -> Option<usize> {
    x.iter().zip(lower).zip(upper).position(|((x, l), u)| !(l <= x && x <= u))
}

/// How many points there are; an error unless they are whole points of the box.
#[inline]
pub(crate) fn count_points(points: &[f64], bounds: &Bounds) -> Result<usize, OptimError> {
    let (dim, found) = (bounds.dim(), points.len());
    let count = found / dim;
    if count * dim != found {
        return Err(OptimError::WrongDimension { expected: dim, found });
    }
    for k in 0..count {
        let x = &points[k * dim..][..dim];
        if let Some(index) = first_outside(x, &bounds.lower, &bounds.upper) {
            let (lower, upper) = (bounds.lower[index], bounds.upper[index]);
            return Err(OptimError::OutsideBounds { index, value: x[index], lower, upper });
        }
    }
    Ok(count)
}

#[cfg(feature = "serde")]
mod saved {
    use super::Bounds;
    use crate::OptimError;

    #[derive(serde::Deserialize)]
    pub(super) struct Unchecked {
        #[serde(with = "crate::bits::many")]
        lower: Vec<f64>,
        #[serde(with = "crate::bits::many")]
        upper: Vec<f64>,
    }

    impl TryFrom<Unchecked> for Bounds {
        type Error = OptimError;

        fn try_from(unchecked: Unchecked) -> Result<Self, OptimError> {
            Self::new(&unchecked.lower, &unchecked.upper)
        }
    }
}
