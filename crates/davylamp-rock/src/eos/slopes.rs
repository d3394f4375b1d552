use super::state::FluidState;

/// How a property changes.
///
/// The example of [`StateSlopes`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// By pressure at constant temperature, per Pa.
    pub by_pressure: f64,
    /// By temperature at constant pressure, per K.
    pub by_temperature: f64,
}

/// How the properties of a fluid change with pressure and temperature, exactly.
///
/// With Euler's operators $D = \delta\,\partial/\partial\delta$ and
/// $\Theta = \tau\,\partial/\partial\tau$ any property $q(\delta, \tau)$ has
///
/// $$ \left(\frac{\partial q}{\partial p}\right)_T = \frac{D q}{K_T}, \qquad
///    \left(\frac{\partial q}{\partial T}\right)_p =
///    -\frac{1}{T}\left(\Theta q + \frac{B}{A} D q\right) $$
///
/// which takes the third derivatives of the Helmholtz energy, and no differences. For the compressibility
/// factor of a liquid the sum on the right cancels; what is left of it is
/// $-\frac{Z}{T}\frac{A - B}{A}$, which does not.
///
/// # Examples
///
/// ```
/// use davylamp_rock::Substance;
///
/// let hydrogen = Substance::Hydrogen.state(9.8e6, 308.15)?;
/// let slopes = hydrogen.slopes();
/// let next = Substance::Hydrogen.state(9.8e6 + 1.0, 308.15)?;
/// let difference = next.density() - hydrogen.density();
/// assert!((slopes.density.by_pressure / difference - 1.0).abs() < 1e-6);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
/// The chain rule, with $K_T = \rho(\partial p/\partial\rho)_T$; $A$ and $B$ are those of
/// [`FluidState`](crate::FluidState).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct StateSlopes {
    /// Of the density, kg/m³.
    pub density: Slope,
    /// Of the compressibility factor.
    pub z: Slope,
    /// Of the speed of sound, m/s.
    pub sound_speed: Slope,
    /// Of the adiabatic bulk modulus, Pa.
    pub bulk_modulus: Slope,
    /// Of the isothermal bulk modulus, Pa.
    pub isothermal_modulus: Slope,
    /// Of the heat capacity at constant pressure, J/(kg K).
    pub cp: Slope,
    /// Of the heat capacity at constant volume, J/(kg K).
    pub cv: Slope,
}

/// A number and its two Euler derivatives, $D$ and $\Theta$.
#[derive(Clone, Copy)]
struct Dual {
    value: f64,
    d: f64,
    t: f64,
}

impl Dual {
    fn map(self, value: f64, slope: f64) -> Self {
        Self { value, d: slope * self.d, t: slope * self.t }
    }

    fn plus(self, other: Self) -> Self {
        Self { value: self.value + other.value, d: self.d + other.d, t: self.t + other.t }
    }

    fn times(self, other: Self) -> Self {
        Self {
            value: self.value * other.value,
            d: self.value * other.d + self.d * other.value,
            t: self.value * other.t + self.t * other.value,
        }
    }

    fn reciprocal(self) -> Self {
        self.map(1.0 / self.value, -1.0 / (self.value * self.value))
    }

    fn scaled(self, factor: f64) -> Self {
        self.map(factor * self.value, factor)
    }
}

impl StateSlopes {
    pub(crate) fn of(state: &FluidState) -> Self {
        let helmholtz = state.helmholtz();
        let r = &helmholtz.residual;
        let gas_constant = state.cv() / helmholtz.heat();
        let a = Dual {
            value: helmholtz.stiffness(),
            d: 2.0 * r.d1 + 4.0 * r.d2 + r.d3,
            t: 2.0 * r.d1t1 + r.d2t1,
        };
        let b = Dual { value: helmholtz.thermal(), d: r.d1 + r.d2 - r.d1t1 - r.d2t1, t: -r.d1t2 };
        let [_, _, ideal2, ideal3] = helmholtz.ideal;
        let cv = Dual {
            value: helmholtz.heat(),
            d: -r.d1t2,
            t: -(2.0 * ideal2 + ideal3 + 2.0 * r.t2 + r.t3),
        };
        let b_squared = b.times(b);
        let cp = cv.plus(b_squared.times(a.reciprocal()));
        let stiff = a.plus(b_squared.times(cv.reciprocal()));
        let density = Dual { value: state.density(), d: state.density(), t: 0.0 };
        let thermal = state.temperature() * gas_constant;
        // T goes as 1/tau.
        let thermal = Dual { value: thermal, d: 0.0, t: -thermal };
        let squared_speed = thermal.times(stiff);
        let speed = squared_speed.value.sqrt();
        let isothermal = density.times(thermal).times(a);
        let slope = |q: Dual| Slope {
            by_pressure: q.d / isothermal.value,
            by_temperature: -(q.t + b.value / a.value * q.d) / state.temperature(),
        };
        Self {
            density: slope(density),
            z: Slope {
                by_pressure: (r.d1 + r.d2) / isothermal.value,
                by_temperature: -state.z() / state.temperature() * (r.d1 + r.d2 + r.d1t1) / a.value,
            },
            sound_speed: slope(squared_speed.map(speed, 0.5 / speed)),
            bulk_modulus: slope(density.times(squared_speed)),
            isothermal_modulus: slope(isothermal),
            cp: slope(cp.scaled(gas_constant)),
            cv: slope(cv.scaled(gas_constant)),
        }
    }
}
