use super::quadrature::after_arrival;
use crate::error::{in_range, positive};
use crate::{WaveError, Wavelet};
use std::f64::consts::TAU;

/// Panels of this width resolve cosh and sinh to rounding.
const WIDEST: f64 = 0.5;

/// An isotropic elastic solid without end.
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Wavelet, analytic::FullSpace};
///
/// let ground = FullSpace::new(3000.0, 1730.0, 2200.0)?;
/// let wavelet = Wavelet::ricker(20.0, 0.075)?;
/// // 300 m from a force of 1 MN a metre that points down, the P wave is on its way until 0.1 s.
/// let before = ground.force(&wavelet, [0.0, 1e6], [0.0, 300.0], 0.0999);
/// let after = ground.force(&wavelet, [0.0, 1e6], [0.0, 300.0], 0.17);
/// assert_eq!(before, [0.0, 0.0]);
/// assert!(after[0].abs() < 1e-12 && after[1] > 1e-4);
/// # Ok::<(), davylamp_wave::WaveError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FullSpace {
    vp: f64,
    vs: f64,
    rho: f64,
}

impl FullSpace {
    /// Speeds in m/s and density in kg/m³.
    ///
    /// # Errors
    ///
    /// [`WaveError::NotPositive`] for a speed or density that is not positive and finite;
    /// [`WaveError::OutOfRange`] for `vs` above $\sqrt{3/4} v_p$, where the bulk modulus would be negative.
    pub fn new(vp: f64, vs: f64, rho: f64) -> Result<Self, WaveError> {
        positive("vp", vp)?;
        positive("vs", vs)?;
        positive("rho", rho)?;
        in_range("vs", vs, 0.0, vp * 0.75_f64.sqrt())?;
        Ok(Self { vp, vs, rho })
    }

    /// Speed of compressional waves, in m/s.
    #[must_use]
    pub const fn vp(&self) -> f64 {
        self.vp
    }

    /// Speed of shear waves, in m/s.
    #[must_use]
    pub const fn vs(&self) -> f64 {
        self.vs
    }

    /// Density, in kg/m³.
    #[must_use]
    pub const fn rho(&self) -> f64 {
        self.rho
    }

    /// Velocity at `offset` from a line explosion of moment rate $\dot M(t)$ = `moment_rate` $w(t)$, in
    /// N m/s per metre of line: positive pushes outwards.
    ///
    /// $$ v_r = \frac{1}{2\pi\rho\alpha^3}\int_0^{\mathrm{acosh}(\alpha t/r)}
    ///    \ddot M\left(t - \frac r\alpha\cosh u\right)\cosh u\,du $$
    ///
    /// | Symbol | Meaning | Unit |
    /// |---|---|---|
    /// | $r$ | length of `offset`, receiver less source | m |
    /// | $\alpha$, $\rho$ | `vp`, `rho` | m/s, kg/m³ |
    ///
    /// In a velocity-stress scheme this is the source that adds $-\dot M$ to the rates of
    /// $\tau_{xx}$ and $\tau_{zz}$ at a point. NaN at the source itself.
    #[must_use]
    pub fn explosion(
        &self,
        wavelet: &Wavelet,
        moment_rate: f64,
        offset: [f64; 2],
        time: f64,
    ) -> [f64; 2] {
        let (r, [gx, gz]) = polar(offset);
        let [sum] = after_arrival(wavelet, [time, r / self.vp], WIDEST, |cosh, _| [cosh]);
        let radial = moment_rate * sum / (TAU * self.rho * self.vp.powi(3));
        [radial * gx, radial * gz]
    }

    /// Pressure $-(\tau_{xx}+\tau_{zz})/2$ of the same explosion, in Pa.
    ///
    /// $$ p = \frac{\alpha^2-\beta^2}{2\pi\alpha^4}\int_0^{\mathrm{acosh}(\alpha t/r)}
    ///    \ddot M\left(t - \frac r\alpha\cosh u\right)du $$
    ///
    /// with $\beta$ = `vs`: off the source the stresses are $\lambda+\mu$ times the dilatation.
    #[must_use]
    pub fn explosion_pressure(
        &self,
        wavelet: &Wavelet,
        moment_rate: f64,
        offset: [f64; 2],
        time: f64,
    ) -> f64 {
        let (r, _) = polar(offset);
        let [sum] = after_arrival(wavelet, [time, r / self.vp], WIDEST, |_, _| [1.0]);
        let bulk = (self.vp.powi(2) - self.vs.powi(2)) / self.vp.powi(4);
        moment_rate * bulk * sum / TAU
    }

    /// Velocity at `offset` from a line force $f_j(t)$ = `force[j]` $w(t)$, in N per metre of line.
    ///
    /// $$ v_i = \frac{1}{2\pi\rho}\sum_j\left\lbrace
    ///    \frac1{\alpha^2}\int_0^{\mathrm{acosh}(\alpha t/r)}
    ///    \dot f_j\left(t-\frac r\alpha\cosh u\right)
    ///    \left[\gamma_i\gamma_j + (2\gamma_i\gamma_j-\delta_{ij})\sinh^2u\right]du +
    ///    \frac1{\beta^2}\int_0^{\mathrm{acosh}(\beta t/r)}
    ///    \dot f_j\left(t-\frac r\beta\cosh u\right)
    ///    \left[\delta_{ij}-\gamma_i\gamma_j - (2\gamma_i\gamma_j-\delta_{ij})\sinh^2u\right]du
    ///    \right\rbrace $$
    ///
    /// with $\gamma$ the direction of `offset`. NaN at the source itself.
    #[must_use]
    pub fn force(
        &self,
        wavelet: &Wavelet,
        force: [f64; 2],
        offset: [f64; 2],
        time: f64,
    ) -> [f64; 2] {
        let (r, [gx, gz]) = polar(offset);
        let kernel = |_: f64, sinh: f64| [1.0, sinh * sinh];
        let [p, p_near] = after_arrival(wavelet, [time, r / self.vp], WIDEST, kernel);
        let [s, s_near] = after_arrival(wavelet, [time, r / self.vs], WIDEST, kernel);
        let (p_scale, s_scale) = (self.vp.powi(-2), self.vs.powi(-2));
        // Of the force, the part along the ray goes with P and the part across it with S.
        let along = force[0] * gx + force[1] * gz;
        let near = p_near * p_scale - s_near * s_scale;
        let part = |g: f64, f: f64| {
            let parallel = g * along;
            (parallel * p * p_scale + (f - parallel) * s * s_scale + (2.0 * parallel - f) * near)
                / (TAU * self.rho)
        };
        [part(gx, force[0]), part(gz, force[1])]
    }
}

/// Length and direction.
fn polar([x, z]: [f64; 2]) -> (f64, [f64; 2]) {
    let r = x.hypot(z);
    (r, [x / r, z / r])
}
