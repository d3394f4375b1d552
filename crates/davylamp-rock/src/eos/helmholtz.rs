use super::residual::Residual;

/// The reduced Helmholtz energy $\alpha = a/(RT) = \alpha^0 + \alpha^r$ at a state, with its
/// derivatives by $\delta = \rho/\rho_c$ and $\tau = T_c/T$.
///
/// Valid for: everything that an equation of state says is a sum of these numbers. The ideal part
/// keeps the reference state of the equation's authors.
///
/// # Examples
///
/// ```
/// use davylamp_rock::Substance;
///
/// let helmholtz = Substance::Hydrogen.isotherm(300.0)?.helmholtz(10.0)?;
/// let z = 1.0 + helmholtz.delta() * helmholtz.residual_delta();
/// assert!((z - 1.0804).abs() < 1e-3);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
/// Span (2000), Multiparameter equations of state, Springer, chapter 3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Helmholtz {
    pub(crate) delta: f64,
    pub(crate) tau: f64,
    /// $\alpha^0$ and $\tau^j$ times its derivatives by $\tau$.
    pub(crate) ideal: [f64; 4],
    pub(crate) residual: Residual,
}

impl Helmholtz {
    /// Reduced density $\delta$.
    #[must_use]
    pub const fn delta(&self) -> f64 {
        self.delta
    }

    /// Reciprocal reduced temperature $\tau$.
    #[must_use]
    pub const fn tau(&self) -> f64 {
        self.tau
    }

    /// $\alpha^0$.
    #[must_use]
    pub const fn ideal(&self) -> f64 {
        self.ideal[0]
    }

    /// $\partial\alpha^0/\partial\tau$.
    #[must_use]
    pub fn ideal_tau(&self) -> f64 {
        self.ideal[1] / self.tau
    }

    /// $\partial^2\alpha^0/\partial\tau^2$.
    #[must_use]
    pub fn ideal_tau_tau(&self) -> f64 {
        self.ideal[2] / self.tau.powi(2)
    }

    /// $\partial^3\alpha^0/\partial\tau^3$.
    #[must_use]
    pub fn ideal_tau_tau_tau(&self) -> f64 {
        self.ideal[3] / self.tau.powi(3)
    }

    /// $\alpha^r$.
    #[must_use]
    pub const fn residual(&self) -> f64 {
        self.residual.value
    }

    /// $\partial\alpha^r/\partial\delta$.
    #[must_use]
    pub fn residual_delta(&self) -> f64 {
        self.residual.d1 / self.delta
    }

    /// $\partial\alpha^r/\partial\tau$.
    #[must_use]
    pub fn residual_tau(&self) -> f64 {
        self.residual.t1 / self.tau
    }

    /// $\partial^2\alpha^r/\partial\delta^2$.
    #[must_use]
    pub fn residual_delta_delta(&self) -> f64 {
        self.residual.d2 / self.delta.powi(2)
    }

    /// $\partial^2\alpha^r/\partial\delta\,\partial\tau$.
    #[must_use]
    pub fn residual_delta_tau(&self) -> f64 {
        self.residual.d1t1 / (self.delta * self.tau)
    }

    /// $\partial^2\alpha^r/\partial\tau^2$.
    #[must_use]
    pub fn residual_tau_tau(&self) -> f64 {
        self.residual.t2 / self.tau.powi(2)
    }

    /// $\partial^3\alpha^r/\partial\delta^3$.
    #[must_use]
    pub fn residual_delta_delta_delta(&self) -> f64 {
        self.residual.d3 / self.delta.powi(3)
    }

    /// $\partial^3\alpha^r/\partial\delta^2\,\partial\tau$.
    #[must_use]
    pub fn residual_delta_delta_tau(&self) -> f64 {
        self.residual.d2t1 / (self.delta.powi(2) * self.tau)
    }

    /// $\partial^3\alpha^r/\partial\delta\,\partial\tau^2$.
    #[must_use]
    pub fn residual_delta_tau_tau(&self) -> f64 {
        self.residual.d1t2 / (self.delta * self.tau.powi(2))
    }

    /// $\partial^3\alpha^r/\partial\tau^3$.
    #[must_use]
    pub fn residual_tau_tau_tau(&self) -> f64 {
        self.residual.t3 / self.tau.powi(3)
    }

    /// $Z = 1 + \delta\alpha^r_\delta$.
    pub(crate) fn z(&self) -> f64 {
        1.0 + self.residual.d1
    }

    /// $A = 1 + 2\delta\alpha^r_\delta + \delta^2\alpha^r_{\delta\delta}$.
    pub(crate) fn stiffness(&self) -> f64 {
        1.0 + 2.0 * self.residual.d1 + self.residual.d2
    }

    /// $B = 1 + \delta\alpha^r_\delta - \delta\tau\alpha^r_{\delta\tau}$.
    pub(crate) fn thermal(&self) -> f64 {
        1.0 + self.residual.d1 - self.residual.d1t1
    }

    /// $c_v/R = -\tau^2(\alpha^0_{\tau\tau} + \alpha^r_{\tau\tau})$.
    pub(crate) fn heat(&self) -> f64 {
        -(self.ideal[2] + self.residual.t2)
    }
}
