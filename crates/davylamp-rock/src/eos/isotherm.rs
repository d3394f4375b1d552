use super::density::DensitySearch;
use super::equation::Equation;
use super::helmholtz::Helmholtz;
use super::residual::FrozenResidual;
use super::state::FluidState;
use super::substance::Substance;
use crate::RockError;
use crate::error::{in_range, positive};

/// A substance at one temperature: what depends on temperature alone is worked out once.
///
/// $$ p = \rho R T (1 + \delta\alpha^r_\delta) $$
///
/// solved for the density by Halley's method in a bracket above the critical temperature; below it by
/// Newton's from the vapour's side and from the liquid's, and of two roots the one of the lesser Gibbs
/// energy $g/(RT) = \ln\delta + \alpha^r + \delta\alpha^r_\delta + f(T)$ is taken: the stable phase.
///
/// # Examples
///
/// ```
/// use davylamp_rock::Substance;
///
/// let reservoir = Substance::Hydrogen.isotherm(308.15)?;
/// let shallow = reservoir.state(6.9e6)?;
/// let deep = reservoir.state(9.8e6)?;
/// assert!(shallow.density() < deep.density());
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Isotherm {
    substance: Substance,
    temperature: f64,
    tau: f64,
    /// The ideal part without $\ln\delta$: value and scaled derivatives by $\tau$.
    ideal: [f64; 4],
    residual: FrozenResidual,
}

impl Isotherm {
    pub(crate) fn new(substance: Substance, temperature: f64) -> Result<Self, RockError> {
        let equation = substance.equation();
        let (min, max) = (equation.min_temperature, equation.max_temperature);
        in_range("temperature", temperature, min, max)?;
        let tau = equation.critical_temperature / temperature;
        Ok(Self {
            substance,
            temperature,
            tau,
            ideal: ideal(equation, tau),
            residual: FrozenResidual::new(equation, tau),
        })
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

    /// The stable state at a pressure in Pa.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] unless `0 < pressure <= max_pressure` of the equation;
    /// [`RockError::NoDensity`] where no root is found: seen only at the critical pressure, less than a
    /// millikelvin below the critical temperature, where the isotherm is flat to rounding.
    pub fn state(&self, pressure: f64) -> Result<FluidState, RockError> {
        let equation = self.substance.equation();
        in_range("pressure", pressure, f64::MIN_POSITIVE, equation.max_pressure)?;
        let scale = equation.gas_constant * self.temperature * equation.critical_molar_density;
        let search =
            DensitySearch { equation, residual: &self.residual, temperature: self.temperature };
        let delta = search
            .stable(pressure / scale)
            .ok_or(RockError::NoDensity { pressure, temperature: self.temperature })?;
        Ok(FluidState::new(self, pressure, self.at(delta)))
    }

    /// The state at a density in kg/m³: also where two phases would be more stable than one.
    ///
    /// # Errors
    /// [`RockError::NotPositive`] unless the density is positive; [`RockError::OutOfRange`] unless
    /// the equation gives a pressure of its range; [`RockError::NotPositive`] where the fluid would
    /// be mechanically unstable (a negative isothermal modulus).
    pub fn state_at_density(&self, density: f64) -> Result<FluidState, RockError> {
        let helmholtz = self.helmholtz(density)?;
        let equation = self.substance.equation();
        let ideal_pressure = density * equation.specific_gas_constant() * self.temperature;
        let pressure = ideal_pressure * helmholtz.z();
        in_range("pressure", pressure, f64::MIN_POSITIVE, equation.max_pressure)?;
        positive("isothermal_modulus", ideal_pressure * helmholtz.stiffness())?;
        Ok(FluidState::new(self, pressure, helmholtz))
    }

    /// The Helmholtz energy and its derivatives at a density in kg/m³.
    ///
    /// # Errors
    /// [`RockError::NotPositive`] unless the density is positive and finite.
    pub fn helmholtz(&self, density: f64) -> Result<Helmholtz, RockError> {
        positive("density", density)?;
        Ok(self.at(density / self.substance.equation().critical_density()))
    }

    fn at(&self, delta: f64) -> Helmholtz {
        let mut ideal = self.ideal;
        ideal[0] += delta.ln();
        let residual = self.residual.at(self.substance.equation(), delta);
        Helmholtz { delta, tau: self.tau, ideal, residual }
    }
}

/// $a_1 + a_2\tau + a\ln\tau + \sum n\ln(1-e^{-\theta\tau})$ and its scaled derivatives.
fn ideal(equation: &Equation, tau: f64) -> [f64; 4] {
    let [a1, a2] = equation.ideal_lead;
    let log = equation.ideal_log;
    let mut sum = [a1 + a2 * tau + log * tau.ln(), a2 * tau + log, -log, 2.0 * log];
    for [n, theta] in equation.einstein {
        let u = theta * tau;
        // 1/(e^u - 1), and its derivatives by u, which is above 0.5 at any allowed temperature: there is
        // no cancellation to fear.
        let left = (-u).exp();
        let occupied = left / (1.0 - left);
        let first = -occupied * (1.0 + occupied);
        let second = -first * (1.0 + 2.0 * occupied);
        sum[0] += n * (1.0 - left).ln();
        sum[1] += n * u * occupied;
        sum[2] += n * u * u * first;
        sum[3] += n * u * u * u * second;
    }
    sum
}
