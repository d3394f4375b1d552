//! Pressures that cannot be mistaken for one another.

use crate::RockError;
use crate::error::{in_range, positive};

/// Pressure of the fluid in the pores, absolute.
///
/// The example of [`ConfiningPressure::less`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct PorePressure(f64);

/// Pressure of the rock above.
///
/// The example of [`ConfiningPressure::less`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct ConfiningPressure(f64);

/// What presses the grains together: confining less pore pressure.
///
/// The example of [`ConfiningPressure::less`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct EffectivePressure(f64);

impl PorePressure {
    /// From Pa, absolute.
    ///
    /// # Errors
    /// [`RockError::NotPositive`] unless positive and finite.
    pub fn new(pascals: f64) -> Result<Self, RockError> {
        positive("pore_pressure", pascals).map(Self)
    }

    /// In Pa.
    #[must_use]
    pub const fn pascals(self) -> f64 {
        self.0
    }
}

impl ConfiningPressure {
    /// From Pa, absolute.
    ///
    /// # Errors
    /// [`RockError::NotPositive`] unless positive and finite.
    pub fn new(pascals: f64) -> Result<Self, RockError> {
        positive("confining_pressure", pascals).map(Self)
    }

    /// In Pa.
    #[must_use]
    pub const fn pascals(self) -> f64 {
        self.0
    }

    /// What is left for the grains.
    ///
    /// $$ P_d = P_{conf} - p_{pore} $$
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] where the pores bear more than the rock above weighs.
    ///
    /// # Examples
    /// ```
    /// use davylamp_rock::{ConfiningPressure, PorePressure};
    ///
    /// let confining = ConfiningPressure::new(24e6)?;
    /// assert_eq!(confining.less(PorePressure::new(9.8e6)?)?.pascals(), 14.2e6);
    /// assert!(confining.less(PorePressure::new(25e6)?).is_err());
    /// # Ok::<(), davylamp_rock::RockError>(())
    /// ```
    ///
    /// # References
    /// Terzaghi (1943), Theoretical soil mechanics, Wiley, section 6.
    pub fn less(self, pore: PorePressure) -> Result<EffectivePressure, RockError> {
        EffectivePressure::new(self.0 - pore.0)
    }
}

impl EffectivePressure {
    /// Grains that nothing presses.
    pub const ZERO: Self = Self(0.0);

    /// From Pa.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] for a negative or infinite pressure and NaN.
    pub fn new(pascals: f64) -> Result<Self, RockError> {
        in_range("effective_pressure", pascals, 0.0, f64::MAX).map(Self)
    }

    /// In Pa.
    #[must_use]
    pub const fn pascals(self) -> f64 {
        self.0
    }
}
