use std::{fmt, str::FromStr};

use crate::{PlumeError, StabilityClass, briggs, isc3};

/// A published set of dispersion curves: how wide a plume is at a distance downwind.
///
/// Briggs' sets share one form, $\sigma = a x (1 + b x)^p$ with $p \in \{0, \pm 1/2, -1\}$; ISC3
/// fits Turner's curves by $\sigma_y = 465.11628  x \tan(0.017453293 (c - d \ln x))$ and
/// $\sigma_z = \alpha x^\beta$ with x in km, piece by piece.
///
/// | Symbol | Argument | Unit |
/// |---|---|---|
/// | $x$ | `downwind` | m |
/// | $\sigma_y, \sigma_z$ | the result | m |
///
/// Valid for: 100 m to 10 km (Briggs), 100 m to 50 km (ISC3), averages over about 10 minutes to an
/// hour, flat terrain. Nearer or farther they are extrapolated, as everybody does.
///
/// Not positive distances give zero widths; NaN gives NaN.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{DispersionCurves, StabilityClass};
///
/// let sigma_y = DispersionCurves::BriggsUrban.sigma_y(StabilityClass::D, 1000.0);
/// assert!((sigma_y - 160.0 / 1.4_f64.sqrt()).abs() < 1e-9);
/// ```
///
/// # References
///
/// - Briggs (1973), Diffusion estimation for small emissions, ATDL contribution 79; the formulas as
///   in Gifford (1976), Turbulent diffusion-typing schemes: a review, Nuclear Safety 17, 68-86.
/// - US EPA (1995), User's guide for the Industrial Source Complex (ISC3) dispersion models, volume
///   II, EPA-454/B-95-003b, tables 1-1 and 1-3.
/// - Xia et al. (2022), Sensors 22(1), 71, table 5, prints the urban curves with a misprint: 0.0001
///   for 0.001 in $\sigma_z$ of A and B.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DispersionCurves {
    /// Briggs for open country: the default outdoors.
    BriggsRural,
    /// Briggs for towns, from the St. Louis experiment; Xia et al. use these.
    BriggsUrban,
    /// Pasquill-Gifford-Turner for open country, as fitted in ISC3; `sigma_z` at most 5000 m.
    Isc3Rural,
}

impl DispersionCurves {
    /// Every set.
    pub const ALL: [Self; 3] = [Self::BriggsRural, Self::BriggsUrban, Self::Isc3Rural];

    /// Horizontal width of the plume at a distance downwind, in m.
    #[must_use]
    pub fn sigma_y(self, class: StabilityClass, downwind: f64) -> f64 {
        if downwind <= 0.0 {
            return 0.0;
        }
        match self {
            Self::BriggsRural => briggs::rural(class)[0].at(downwind),
            Self::BriggsUrban => briggs::urban(class)[0].at(downwind),
            Self::Isc3Rural => isc3::sigma_y(class, downwind),
        }
    }

    /// Vertical width of the plume at a distance downwind, in m.
    #[must_use]
    pub fn sigma_z(self, class: StabilityClass, downwind: f64) -> f64 {
        if downwind <= 0.0 {
            return 0.0;
        }
        match self {
            Self::BriggsRural => briggs::rural(class)[1].at(downwind),
            Self::BriggsUrban => briggs::urban(class)[1].at(downwind),
            Self::Isc3Rural => isc3::sigma_z(class, downwind),
        }
    }
}

impl fmt::Display for DispersionCurves {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::BriggsRural => "briggs-rural",
            Self::BriggsUrban => "briggs-urban",
            Self::Isc3Rural => "isc3-rural",
        })
    }
}

impl FromStr for DispersionCurves {
    type Err = PlumeError;

    fn from_str(name: &str) -> Result<Self, PlumeError> {
        let plain = name.trim().to_ascii_lowercase().replace('_', "-");
        Self::ALL.into_iter().find(|curves| curves.to_string() == plain).ok_or_else(|| {
            PlumeError::UnknownName {
                name: "dispersion curves",
                value: name.to_owned(),
                allowed: "briggs-rural, briggs-urban, isc3-rural",
            }
        })
    }
}
