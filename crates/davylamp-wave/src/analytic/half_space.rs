use super::FullSpace;
use super::quadrature::after_arrival;
use crate::error::{in_range, positive};
use crate::{WaveError, Wavelet};
use rustfft::num_complex::Complex64;
use std::f64::consts::TAU;

/// Farthest receiver, in depths of the source: each panel then spans 5e-5 in u.
const FARTHEST: f64 = 1e4;

/// An isotropic elastic solid below a free surface at z = 0.
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Wavelet, analytic::{FullSpace, HalfSpace}};
///
/// let solid = FullSpace::new(3000.0, 1730.0, 2200.0)?;
/// let wavelet = Wavelet::ricker(20.0, 0.075)?;
/// let [vx, vz] = HalfSpace::new(solid).explosion(&wavelet, 1e9, [0.0, -100.0], 0.11)?;
/// // Straight above, the free surface doubles the P wave, nearly: the near field adds some.
/// let inside = solid.explosion(&wavelet, 1e9, [0.0, -100.0], 0.11)[1];
/// assert!(vx.abs() < 1e-12 * vz.abs());
/// assert!((vz / inside - 2.0).abs() < 0.5);
/// # Ok::<(), davylamp_wave::WaveError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HalfSpace {
    solid: FullSpace,
}

impl HalfSpace {
    /// The half of a full space.
    #[must_use]
    pub const fn new(solid: FullSpace) -> Self {
        Self { solid }
    }

    /// Velocity of the surface at `offset` (receiver less source, so upwards: `[x, -h]`) from a line
    /// explosion: Garvin's problem. The moment rate is `moment_rate` $w(t)$, in N m/s per metre of line.
    ///
    /// $$ \begin{aligned}
    ///    v_x &= \frac1{2\pi\rho\alpha^2}\int_0^{\mathrm{acosh}(\alpha t/r)}
    ///    \ddot M\left(t-\frac r\alpha\cosh u\right)
    ///    \mathrm{Re}\frac{4p\eta_\alpha\eta_\beta}{\beta^2R}du \\\\
    ///    v_z &= -\frac1{2\pi\rho\alpha^2}\int_0^{\mathrm{acosh}(\alpha t/r)}
    ///    \ddot M\left(t-\frac r\alpha\cosh u\right)
    ///    \mathrm{Re}\frac{2(\beta^{-2}-2p^2)\eta_\alpha}{\beta^2R}du
    ///    \end{aligned} $$
    ///
    /// on Cagniard's path $p = (x\cosh u + ih\sinh u)/(r\alpha)$, on which
    /// $\eta_\alpha = (h\cosh u - ix\sinh u)/(r\alpha)$.
    ///
    /// | Symbol | Meaning | Unit |
    /// |---|---|---|
    /// | $x$, $h$ | horizontal distance (of either sign), depth of the source | m |
    /// | $r$ | $\sqrt{x^2+h^2}$ | m |
    /// | $\alpha$, $\beta$, $\rho$ | `vp`, `vs`, `rho` | m/s, m/s, kg/m³ |
    /// | $\eta_c$ | $\sqrt{c^{-2}-p^2}$, its real part positive | s/m |
    /// | $R$ | $(\beta^{-2}-2p^2)^2 + 4p^2\eta_\alpha\eta_\beta$, Rayleigh's function | s⁴/m⁴ |
    ///
    /// The fractions are the motion of a free surface under a plane P wave of slowness p. The cost
    /// grows with distance over depth, for then the path passes close by the Rayleigh pole.
    ///
    /// # Errors
    ///
    /// [`WaveError::NotPositive`] for a depth that is not positive and finite;
    /// [`WaveError::OutOfRange`] for a distance of more than 10 000 depths.
    ///
    /// # References
    ///
    /// - Garvin (1956), <https://doi.org/10.1098/rspa.1956.0055>.
    /// - Sánchez-Sesma, Iturrarán-Viveros and Kausel (2013), Garvin's generalized problem revisited,
    ///   Soil Dyn. Earthq. Eng. 47, 4-15, <https://doi.org/10.1016/j.soildyn.2012.11.006>.
    pub fn explosion(
        &self,
        wavelet: &Wavelet,
        moment_rate: f64,
        offset: [f64; 2],
        time: f64,
    ) -> Result<[f64; 2], WaveError> {
        let (distance, depth) = (offset[0], -offset[1]);
        positive("depth", depth)?;
        in_range("distance", distance, -FARTHEST * depth, FARTHEST * depth)?;
        let (vp, vs) = (self.solid.vp(), self.solid.vs());
        let r = distance.hypot(depth);
        let (p_slow, s_slow) = (vp.powi(-2), vs.powi(-2));
        let kernel = |cosh: f64, sinh: f64| {
            let p = Complex64::new(distance * cosh, depth * sinh) / (r * vp);
            let eta_p = Complex64::new(depth * cosh, -distance * sinh) / (r * vp);
            let eta_s = (s_slow - p * p).sqrt();
            let bend = s_slow - 2.0 * p * p;
            let rayleigh = bend * bend + 4.0 * p * p * eta_p * eta_s;
            let common = eta_p * s_slow / rayleigh;
            [(4.0 * p * eta_s * common).re, (2.0 * bend * common).re]
        };
        // The pole lies about depth/r from the path; a panel of half that converges like (1/8)^20.
        let widest = 0.5 * depth / r;
        let [x, z] = after_arrival(wavelet, [time, r / vp], widest, kernel);
        let scale = moment_rate * p_slow / (TAU * self.solid.rho());
        Ok([scale * x, -scale * z])
    }
}
