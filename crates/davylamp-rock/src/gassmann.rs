//! Gassmann's relation, forward, backward, and from fluid to fluid.

use crate::RockError;
use crate::error::{in_range, positive};

/// A rock of one mineral whose connected pores one fluid fills.
///
/// The example of [`Gassmann`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GassmannInput {
    /// Bulk modulus of the dry frame, in Pa.
    pub k_dry: f64,
    /// Bulk modulus of the mineral, in Pa.
    pub k_mineral: f64,
    /// Bulk modulus of the fluid, in Pa.
    pub k_fluid: f64,
    /// Porosity.
    pub porosity: f64,
}

/// A saturated rock whose dry frame is sought.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{Gassmann, GassmannInput, SaturatedInput};
///
/// let (k_mineral, k_fluid, porosity) = (37e9, 2.25e9, 0.25);
/// let k_sat = Gassmann::new(GassmannInput { k_dry: 12e9, k_mineral, k_fluid, porosity })?.k_sat();
/// let frame =
///     Gassmann::from_saturated(SaturatedInput { k_sat, k_mineral, k_fluid, porosity })?;
/// assert!((frame.k_dry() / 12e9 - 1.0).abs() < 1e-12);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SaturatedInput {
    /// Bulk modulus of the saturated rock, in Pa.
    pub k_sat: f64,
    /// Bulk modulus of the mineral, in Pa.
    pub k_mineral: f64,
    /// Bulk modulus of the fluid, in Pa.
    pub k_fluid: f64,
    /// Porosity.
    pub porosity: f64,
}

/// Saturated bulk modulus after Gassmann (low-frequency limit).
///
/// $$ K_{sat} = K_{dry} + \frac{(1-K_{dry}/K_m)^2}{\phi/K_f+(1-\phi)/K_m-K_{dry}/K_m^2} $$
/// $$ K_{dry} = \frac{K_{sat}(\phi K_m/K_f+1-\phi)-K_m}{\phi K_m/K_f+K_{sat}/K_m-1-\phi} $$
///
/// | Symbol | Field | Unit |
/// |---|---|---|
/// | $K_m$ | `k_mineral` | Pa |
/// | $K_f$ | `k_fluid` | Pa |
/// | $\phi$ | `porosity` | |
///
/// Valid for: isotropic mineral, connected pores, frequency below squirt flow. The shear modulus does not
/// feel the fluid.
///
/// # Examples
///
/// ```
/// # use davylamp_rock::{Gassmann, GassmannInput};
/// let brine = Gassmann::new(GassmannInput {
///     k_dry: 12e9, k_mineral: 37e9, k_fluid: 2.25e9, porosity: 0.25,
/// })?;
/// assert!((brine.k_sat() - 15.72e9).abs() < 0.01e9);
/// // The same rock with hydrogen.
/// assert!(brine.with_fluid(14.7e6)?.k_sat() < 12.1e9);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
///
/// - Gassmann (1951), Über die Elastizität poröser Medien, Vierteljahrsschrift der Naturforschenden
///   Gesellschaft in Zürich 96, 1-23.
/// - Mavko, Mukerji and Dvorkin (2020), The rock physics handbook, 3rd edition, section 6.3,
///   <https://doi.org/10.1017/9781108333016>.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gassmann {
    input: GassmannInput,
}

impl Gassmann {
    /// A rock from its dry frame.
    ///
    /// # Errors
    /// [`RockError::NotPositive`] unless mineral and fluid have positive moduli;
    /// [`RockError::OutOfRange`] unless `0 <= porosity <= 1` and
    /// `0 <= k_dry <= (1 - porosity) k_mineral`, which is Voigt's bound.
    pub fn new(input: GassmannInput) -> Result<Self, RockError> {
        positive("k_mineral", input.k_mineral)?;
        positive("k_fluid", input.k_fluid)?;
        in_range("porosity", input.porosity, 0.0, 1.0)?;
        in_range("k_dry", input.k_dry, 0.0, voigt(input.k_mineral, input.porosity))?;
        Ok(Self { input })
    }

    /// A rock from what it is when saturated.
    ///
    /// # Errors
    /// As [`Gassmann::new`], and [`RockError::UnphysicalFrame`] where the frame would have to be softer
    /// than nothing or stiffer than Voigt's bound; [`RockError::OutOfRange`] for a porosity of zero, which
    /// says nothing of the frame.
    pub fn from_saturated(input: SaturatedInput) -> Result<Self, RockError> {
        let SaturatedInput { k_sat, k_mineral, k_fluid, porosity } = input;
        positive("k_sat", k_sat)?;
        positive("k_mineral", k_mineral)?;
        positive("k_fluid", k_fluid)?;
        in_range("porosity", porosity, f64::MIN_POSITIVE, 1.0)?;
        let pores = porosity * k_mineral / k_fluid;
        let k_dry = (k_sat * (pores + 1.0 - porosity) - k_mineral)
            / (pores + k_sat / k_mineral - 1.0 - porosity);
        let max = voigt(k_mineral, porosity);
        // Rounding of the inverse may pass a limit that the forward relation met exactly.
        let slack = 1e-9 * k_mineral;
        if !(-slack..=max + slack).contains(&k_dry) {
            return Err(RockError::UnphysicalFrame { k_sat, k_dry, max });
        }
        Self::new(GassmannInput { k_dry: k_dry.clamp(0.0, max), k_mineral, k_fluid, porosity })
    }

    /// The same frame with another fluid.
    ///
    /// # Errors
    /// [`RockError::NotPositive`] unless the fluid's modulus is positive.
    pub fn with_fluid(self, k_fluid: f64) -> Result<Self, RockError> {
        Self::new(GassmannInput { k_fluid, ..self.input })
    }

    /// What it is made of.
    #[must_use]
    pub const fn input(&self) -> &GassmannInput {
        &self.input
    }

    /// Bulk modulus of the dry frame, in Pa.
    #[must_use]
    pub const fn k_dry(&self) -> f64 {
        self.input.k_dry
    }

    /// Bulk modulus of the saturated rock, in Pa.
    #[must_use]
    pub fn k_sat(&self) -> f64 {
        let GassmannInput { k_dry, k_mineral, k_fluid, porosity } = self.input;
        saturated(k_dry, 1.0 / k_mineral, 1.0 / k_fluid, porosity)
    }
}

/// Rounding included: a frame that is all mineral stays allowed.
fn voigt(k_mineral: f64, porosity: f64) -> f64 {
    (1.0 - porosity) * k_mineral * (1.0 + 4.0 * f64::EPSILON)
}

/// Gassmann's relation with the compressibilities of mineral and fluid.
#[inline(always)]
#[allow(clippy::inline_always, reason = "a vector loop must contain it")]
pub(crate) fn saturated(k_dry: f64, mineral: f64, fluid: f64, porosity: f64) -> f64 {
    let frame = k_dry * mineral;
    let soft = 1.0 - frame;
    // (phi/Kf - phi/Km) + (1 - Kdry/Km)/Km.
    let compliance = porosity * fluid + (1.0 - porosity - frame) * mineral;
    let k_sat = k_dry + soft * soft / compliance;
    // All mineral: the relation is 0/0, and its limit this. A choice, not a branch.
    if soft <= 0.0 { k_dry } else { k_sat }
}
