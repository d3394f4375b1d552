use super::helmholtz::Helmholtz;
use super::isotherm::Isotherm;
use super::slopes::StateSlopes;
use super::substance::Substance;

/// A pure fluid at a pressure and a temperature.
///
/// With $A = 1 + 2\delta\alpha^r_\delta + \delta^2\alpha^r_{\delta\delta}$ and
/// $B = 1 + \delta\alpha^r_\delta - \delta\tau\alpha^r_{\delta\tau}$:
///
/// $$ Z = 1 + \delta\alpha^r_\delta, \qquad K_T = \rho R T A, \qquad
///    c_v = -R\tau^2(\alpha^0_{\tau\tau} + \alpha^r_{\tau\tau}), \qquad c_p = c_v + R\frac{B^2}{A} $$
/// $$ c^2 = R T \left(A + \frac{R B^2}{c_v}\right), \qquad K_S = \rho c^2 $$
///
/// with $R$ per kilogram.
///
/// # Examples
///
/// ```
/// use davylamp_rock::Substance;
///
/// let hydrogen = Substance::Hydrogen.state(9.8e6, 308.15)?;
/// assert!((hydrogen.density() - 7.291276927098).abs() < 1e-11);
/// assert!((hydrogen.sound_speed() - 1418.95955931507).abs() < 1e-9);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
/// Span (2000), Multiparameter equations of state, Springer, table 3.9.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FluidState {
    substance: Substance,
    temperature: f64,
    pressure: f64,
    density: f64,
    helmholtz: Helmholtz,
}

impl FluidState {
    pub(crate) fn new(isotherm: &Isotherm, pressure: f64, helmholtz: Helmholtz) -> Self {
        let substance = isotherm.substance();
        let density = helmholtz.delta * substance.equation().critical_density();
        Self { substance, temperature: isotherm.temperature(), pressure, density, helmholtz }
    }

    fn gas_constant(&self) -> f64 {
        self.substance.equation().specific_gas_constant()
    }

    /// Which substance.
    #[must_use]
    pub const fn substance(&self) -> Substance {
        self.substance
    }

    /// Temperature, in K.
    #[must_use]
    pub const fn temperature(&self) -> f64 {
        self.temperature
    }

    /// Absolute pressure, in Pa.
    #[must_use]
    pub const fn pressure(&self) -> f64 {
        self.pressure
    }

    /// Density, in kg/m³.
    #[must_use]
    pub const fn density(&self) -> f64 {
        self.density
    }

    /// Compressibility factor $Z = p/(\rho R T)$.
    #[must_use]
    pub fn z(&self) -> f64 {
        // Not from the Helmholtz energy: 1 + δα_δ cancels in a liquid.
        self.pressure / (self.density * self.gas_constant() * self.temperature)
    }

    /// Speed of sound, in m/s.
    #[must_use]
    pub fn sound_speed(&self) -> f64 {
        let [a, b] = [self.helmholtz.stiffness(), self.helmholtz.thermal()];
        (self.gas_constant() * self.temperature * (a + b * b / self.helmholtz.heat())).sqrt()
    }

    /// Adiabatic bulk modulus, in Pa: the one that waves feel.
    #[must_use]
    pub fn bulk_modulus(&self) -> f64 {
        let [a, b] = [self.helmholtz.stiffness(), self.helmholtz.thermal()];
        self.density * self.gas_constant() * self.temperature * (a + b * b / self.helmholtz.heat())
    }

    /// Isothermal bulk modulus, in Pa.
    #[must_use]
    pub fn isothermal_modulus(&self) -> f64 {
        self.density * self.gas_constant() * self.temperature * self.helmholtz.stiffness()
    }

    /// Heat capacity at constant pressure, in J/(kg K).
    #[must_use]
    pub fn cp(&self) -> f64 {
        let [a, b] = [self.helmholtz.stiffness(), self.helmholtz.thermal()];
        self.gas_constant() * (self.helmholtz.heat() + b * b / a)
    }

    /// Heat capacity at constant volume, in J/(kg K).
    #[must_use]
    pub fn cv(&self) -> f64 {
        self.gas_constant() * self.helmholtz.heat()
    }

    /// The Helmholtz energy and its derivatives here.
    #[must_use]
    pub const fn helmholtz(&self) -> &Helmholtz {
        &self.helmholtz
    }

    /// How all these change with pressure and with temperature.
    #[must_use]
    pub fn slopes(&self) -> StateSlopes {
        StateSlopes::of(self)
    }
}
