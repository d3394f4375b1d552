use std::{fmt, str::FromStr};

use crate::PlumeError;

/// Pasquill's stability class of the air near the ground, from very unstable to stable.
///
/// # Examples
///
/// ```
/// use davylamp_plume::StabilityClass;
///
/// assert!(StabilityClass::A < StabilityClass::F); // ordered by stability
/// assert_eq!("d".parse(), Ok(StabilityClass::D));
/// assert_eq!(StabilityClass::E.to_string(), "E");
/// ```
///
/// # References
///
/// Pasquill (1961), The estimation of the dispersion of windborne material, Meteorological
/// Magazine 90, 33-49.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StabilityClass {
    /// Very unstable: strong sun, little wind.
    A,
    /// Unstable.
    B,
    /// Slightly unstable.
    C,
    /// Neutral: overcast or windy.
    D,
    /// Slightly stable.
    E,
    /// Stable: clear night, little wind.
    F,
}

impl StabilityClass {
    /// Every class, from the least stable.
    pub const ALL: [Self; 6] = [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F];

    /// The place of the class among [`ALL`](Self::ALL): 0 for A to 5 for F.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for StabilityClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(["A", "B", "C", "D", "E", "F"][self.index()])
    }
}

impl FromStr for StabilityClass {
    type Err = PlumeError;

    fn from_str(name: &str) -> Result<Self, PlumeError> {
        Self::ALL
            .into_iter()
            .find(|class| class.to_string().eq_ignore_ascii_case(name.trim()))
            .ok_or_else(|| PlumeError::UnknownName {
                name: "stability class",
                value: name.to_owned(),
                allowed: "A, B, C, D, E, F",
            })
    }
}

/// What a stability table gives: one class, or two neighbours such as "B-C".
///
/// # Examples
///
/// ```
/// use davylamp_plume::{ClassRange, StabilityClass::{B, C}};
///
/// let entry = ClassRange::between(B, C);
/// assert_eq!(entry.to_string(), "B-C");
/// assert_eq!(entry.stable(), C);
/// assert!(entry.single().is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClassRange {
    unstable: StabilityClass,
    stable: StabilityClass,
}

impl ClassRange {
    /// One class.
    #[must_use]
    pub const fn one(class: StabilityClass) -> Self {
        Self { unstable: class, stable: class }
    }

    /// Two classes, in either order.
    #[must_use]
    pub fn between(a: StabilityClass, b: StabilityClass) -> Self {
        Self { unstable: a.min(b), stable: a.max(b) }
    }

    /// The less stable of the two.
    #[must_use]
    pub const fn unstable(self) -> StabilityClass {
        self.unstable
    }

    /// The more stable of the two: the narrower plume, and the usual cautious choice.
    #[must_use]
    pub const fn stable(self) -> StabilityClass {
        self.stable
    }

    /// The class, where the table gives but one.
    #[must_use]
    pub fn single(self) -> Option<StabilityClass> {
        (self.unstable == self.stable).then_some(self.stable)
    }
}

impl fmt::Display for ClassRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.single() {
            Some(class) => class.fmt(f),
            None => write!(f, "{}-{}", self.unstable, self.stable),
        }
    }
}
