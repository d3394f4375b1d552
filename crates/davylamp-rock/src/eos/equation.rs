//! What an equation of state is made of.

/// $n \delta^d \tau^t e^{-\delta^l}$, without the exponential where $l = 0$.
#[derive(Debug)]
pub(crate) struct Power {
    pub(crate) n: f64,
    pub(crate) d: u8,
    pub(crate) t: f64,
    pub(crate) l: u8,
}

/// $n \delta^d \tau^t e^{-\eta(\delta-\epsilon)^2 - \beta(\tau-\gamma)^2}$.
#[derive(Debug)]
pub(crate) struct Gauss {
    pub(crate) n: f64,
    pub(crate) d: u8,
    pub(crate) t: f64,
    pub(crate) eta: f64,
    pub(crate) beta: f64,
    pub(crate) gamma: f64,
    pub(crate) epsilon: f64,
}

/// $n \Delta^b \delta e^{-C(\delta-1)^2 - D(\tau-1)^2}$ with
/// $\Delta = \theta^2 + B|\delta-1|^{2a}$, $\theta = 1-\tau + A|\delta-1|^{1/\beta}$.
#[derive(Debug)]
pub(crate) struct NonAnalytic {
    pub(crate) n: f64,
    pub(crate) a: f64,
    pub(crate) b: f64,
    pub(crate) beta: f64,
    pub(crate) big_a: f64,
    pub(crate) big_b: f64,
    pub(crate) big_c: f64,
    pub(crate) big_d: f64,
}

/// Coefficients and range of one equation of state, SI.
#[derive(Debug)]
pub(crate) struct Equation {
    /// The gas constant that its authors used.
    pub(crate) gas_constant: f64,
    pub(crate) molar_mass: f64,
    pub(crate) critical_temperature: f64,
    pub(crate) critical_pressure: f64,
    /// In mol/m³.
    pub(crate) critical_molar_density: f64,
    /// The triple point.
    pub(crate) min_temperature: f64,
    pub(crate) max_temperature: f64,
    pub(crate) max_pressure: f64,
    /// A reduced density just above the liquid's at the triple point, where the search begins.
    pub(crate) densest: f64,
    /// $\alpha^0 = \ln\delta + a_1 + a_2\tau + a\ln\tau + \sum n \ln(1 - e^{-\theta\tau})$: $a_1, a_2$.
    pub(crate) ideal_lead: [f64; 2],
    /// $a$.
    pub(crate) ideal_log: f64,
    /// $n, \theta$.
    pub(crate) einstein: &'static [[f64; 2]],
    pub(crate) powers: &'static [Power],
    pub(crate) bells: &'static [Gauss],
    pub(crate) critical: &'static [NonAnalytic],
}

impl Equation {
    /// Critical density, in kg/m³.
    pub(crate) fn critical_density(&self) -> f64 {
        self.critical_molar_density * self.molar_mass
    }

    /// In J/(kg K).
    pub(crate) fn specific_gas_constant(&self) -> f64 {
        self.gas_constant / self.molar_mass
    }
}
