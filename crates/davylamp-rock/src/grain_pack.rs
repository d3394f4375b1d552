//! Hertz-Mindlin contacts, and the sands that stand on them.

use crate::bounds::zeta;
use crate::error::{in_range, positive};
use crate::{EffectivePressure, RockError};

/// A pack of equal spheres under pressure, at its critical porosity.
///
/// The example of [`GrainPack`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrainPackInput {
    /// Bulk modulus of the grains, in Pa.
    pub k_mineral: f64,
    /// Shear modulus of the grains, in Pa.
    pub mu_mineral: f64,
    /// Poisson's ratio at the contacts; that of the grains is [`poisson_ratio`].
    pub contact_poisson: f64,
    /// Porosity above which grains no longer touch.
    pub critical_porosity: f64,
    /// Contacts of a grain, on average.
    pub coordination: f64,
    /// Effective pressure: confining less pore.
    pub effective_pressure: EffectivePressure,
    /// Share of the contacts that do not slip: 1 is Mindlin, 0 is frictionless.
    pub no_slip_fraction: f64,
}

/// Poisson's ratio, $(3K - 2\mu)/(2(3K + \mu))$.
///
/// Valid for: positive moduli; NaN where both are zero.
#[must_use]
pub fn poisson_ratio(k: f64, mu: f64) -> f64 {
    (3.0 * k - 2.0 * mu) / (2.0 * (3.0 * k + mu))
}

/// Dry moduli of a sand.
///
/// The example of [`GrainPack`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DryFrame {
    /// Bulk modulus, in Pa.
    pub k_dry: f64,
    /// Shear modulus, in Pa.
    pub mu_dry: f64,
}

/// Hertz's contacts with Mindlin's friction, and the sands between this pack and its mineral.
///
/// $$ K_c = \left[\frac{C^2(1-\phi_c)^2\mu_m^2 P}{18\pi^2(1-\nu)^2}\right]^{1/3}, \qquad
///    \mu_c = \frac{2+3f-\nu(1+3f)}{5(2-\nu)}
///    \left[\frac{3C^2(1-\phi_c)^2\mu_m^2 P}{2\pi^2(1-\nu)^2}\right]^{1/3} $$
///
/// A soft sand mixes the pack with the mineral by the lower bound of Hashin and Shtrikman, a stiff sand
/// by the upper one: with $\mu^*$ that of the pack or of the mineral and
/// $\zeta = \frac{\mu^*}{6}\frac{9K^*+8\mu^*}{K^*+2\mu^*}$,
///
/// $$ K = \left[\frac{\phi/\phi_c}{K_c+\frac43\mu^*} + \frac{1-\phi/\phi_c}{K_m+\frac43\mu^*}\right]^{-1} -
///    \frac43\mu^*, \qquad
///    \mu = \left[\frac{\phi/\phi_c}{\mu_c+\zeta} + \frac{1-\phi/\phi_c}{\mu_m+\zeta}\right]^{-1} - \zeta $$
///
/// | Symbol | Field | Unit |
/// |---|---|---|
/// | $C$ | `coordination` | |
/// | $\phi_c$ | `critical_porosity` | |
/// | $\nu$ | `contact_poisson` | |
/// | $P$ | `effective_pressure` | Pa |
/// | $f$ | `no_slip_fraction` | |
///
/// Valid for: small strains, equal spheres, isotropic load.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{EffectivePressure, GrainPack, GrainPackInput};
///
/// let pack = GrainPack::new(GrainPackInput {
///     k_mineral: 31.158e9, mu_mineral: 24.958e9, contact_poisson: 0.2, critical_porosity: 0.4,
///     coordination: 7.0, effective_pressure: EffectivePressure::new(10e6)?, no_slip_fraction: 1.0,
/// })?;
/// assert!((pack.moduli().mu_dry / pack.moduli().k_dry - 1.4).abs() < 1e-12);
/// assert!(pack.soft_sand(0.25)?.k_dry < pack.stiff_sand(0.25)?.k_dry);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
///
/// - Mindlin (1949), Compliance of elastic bodies in contact, J. Appl. Mech. 16, 259-268.
/// - Dvorkin and Nur (1996), Elasticity of high-porosity sandstones, Geophysics 61, 1363-1370,
///   <https://doi.org/10.1190/1.1444059>.
/// - Gao, Creasy, Huang and Gross (2024), Int. J. Hydrogen Energy 61, 137-161, equations 3 to 7.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrainPack {
    input: GrainPackInput,
    pack: DryFrame,
}

impl GrainPack {
    /// The pack.
    ///
    /// # Errors
    /// [`RockError::NotPositive`] unless the mineral's moduli are positive; [`RockError::OutOfRange`] for
    /// a Poisson's ratio outside -1 to 0.5, a critical porosity outside 0.01 to 0.99, a coordination
    /// outside 1 to 20, a fraction outside 0 to 1.
    pub fn new(input: GrainPackInput) -> Result<Self, RockError> {
        positive("k_mineral", input.k_mineral)?;
        positive("mu_mineral", input.mu_mineral)?;
        let nu = in_range("contact_poisson", input.contact_poisson, -1.0, 0.5)?;
        let porosity = in_range("critical_porosity", input.critical_porosity, 0.01, 0.99)?;
        let contacts = in_range("coordination", input.coordination, 1.0, 20.0)?;
        let f = in_range("no_slip_fraction", input.no_slip_fraction, 0.0, 1.0)?;
        let stiffness =
            contacts * (1.0 - porosity) * input.mu_mineral / (std::f64::consts::PI * (1.0 - nu));
        let load = stiffness * stiffness * input.effective_pressure.pascals();
        let shear = (2.0 + 3.0 * f - nu * (1.0 + 3.0 * f)) / (5.0 * (2.0 - nu));
        let pack = DryFrame { k_dry: (load / 18.0).cbrt(), mu_dry: shear * (1.5 * load).cbrt() };
        Ok(Self { input, pack })
    }

    /// What it was made of.
    #[must_use]
    pub const fn input(&self) -> &GrainPackInput {
        &self.input
    }

    /// Moduli of the pack itself, at the critical porosity.
    #[must_use]
    pub const fn moduli(&self) -> DryFrame {
        self.pack
    }

    /// A sand without cement: small grains fill the pores, away from the contacts.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] for a porosity outside 0 to the critical one.
    pub fn soft_sand(&self, porosity: f64) -> Result<DryFrame, RockError> {
        self.check(porosity)?;
        Ok(self.soft_blend().at(porosity))
    }

    /// A sand whose pores shrink at the contacts.
    ///
    /// # Errors
    /// As [`GrainPack::soft_sand`].
    pub fn stiff_sand(&self, porosity: f64) -> Result<DryFrame, RockError> {
        self.check(porosity)?;
        let mineral = DryFrame { k_dry: self.input.k_mineral, mu_dry: self.input.mu_mineral };
        Ok(Blend::new(&self.input, self.pack, mineral).at(porosity))
    }

    pub(crate) fn soft_blend(&self) -> Blend {
        Blend::new(&self.input, self.pack, self.pack)
    }

    fn check(&self, porosity: f64) -> Result<f64, RockError> {
        in_range("porosity", porosity, 0.0, self.input.critical_porosity)
    }
}

/// Pack and mineral mixed by a bound of Hashin and Shtrikman.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Blend {
    critical_porosity: f64,
    /// Bulk and shear, raised by the bound's part: of the pack, of the mineral.
    pack: [f64; 2],
    mineral: [f64; 2],
    raise: [f64; 2],
    /// The moduli of the mineral, exact at no porosity.
    solid: DryFrame,
}

impl Blend {
    fn new(input: &GrainPackInput, pack: DryFrame, matrix: DryFrame) -> Self {
        // A pack without load has no zeta: its moduli are zero.
        let loaded = if matrix.k_dry > 0.0 { zeta(matrix.k_dry, matrix.mu_dry) } else { 0.0 };
        let raise = [4.0 / 3.0 * matrix.mu_dry, loaded];
        Self {
            critical_porosity: input.critical_porosity,
            pack: [pack.k_dry + raise[0], pack.mu_dry + raise[1]],
            mineral: [input.k_mineral + raise[0], input.mu_mineral + raise[1]],
            raise,
            solid: DryFrame { k_dry: input.k_mineral, mu_dry: input.mu_mineral },
        }
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "a vector loop must contain it")]
    pub(crate) fn at(&self, porosity: f64) -> DryFrame {
        let share = porosity / self.critical_porosity;
        let [k_dry, mu_dry] = [0, 1].map(|i| {
            // 1/(s/a + (1-s)/b) without dividing by a pack of no modulus.
            let (a, b) = (self.pack[i], self.mineral[i]);
            a * b / (share * b + (1.0 - share) * a) - self.raise[i]
        });
        // Without pores the blend is 0/0 where nothing presses the pack. A choice, not a branch.
        if porosity == 0.0 { self.solid } else { DryFrame { k_dry, mu_dry } }
    }
}
