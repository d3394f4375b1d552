//! What an interface reflects: exact after Zoeppritz, and two approximations.

use crate::RockError;
use crate::error::{in_range, positive};

/// A half-space.
///
/// The example of [`Interface`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HalfSpace {
    /// Speed of compressional waves, in m/s.
    pub vp: f64,
    /// Speed of shear waves, in m/s.
    pub vs: f64,
    /// Density, in kg/m³.
    pub rho: f64,
}

/// A welded interface that a compressional wave meets from above.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{HalfSpace, Interface};
///
/// let caprock = HalfSpace { vp: 3877.0, vs: 2160.0, rho: 2521.0 };
/// let brine = HalfSpace { vp: 2330.0, vs: 1065.0, rho: 2126.0 };
/// let hydrogen = HalfSpace { vp: 1682.0, vs: 1132.0, rho: 1883.0 };
/// let reflects = |store| Interface::new(caprock, store)?.zoeppritz(0.0);
/// // Gas brightens the top of the store.
/// assert!(reflects(hydrogen)?[0] < 1.5 * reflects(brine)?[0]);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interface {
    above: HalfSpace,
    below: HalfSpace,
}

/// A complex number, as far as Zoeppritz needs one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Complex {
    re: f64,
    im: f64,
}

impl Complex {
    const fn real(re: f64) -> Self {
        Self { re, im: 0.0 }
    }

    /// The principal root of a real number.
    fn root(of: f64) -> Self {
        if of >= 0.0 { Self::real(of.sqrt()) } else { Self { re: 0.0, im: (-of).sqrt() } }
    }

    fn plus(self, other: Self) -> Self {
        Self { re: self.re + other.re, im: self.im + other.im }
    }

    fn times(self, other: Self) -> Self {
        Self {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }

    fn scaled(self, by: f64) -> Self {
        Self { re: by * self.re, im: by * self.im }
    }

    fn over(self, other: Self) -> Self {
        let square = other.re * other.re + other.im * other.im;
        self.times(Self { re: other.re, im: -other.im }).scaled(1.0 / square)
    }
}

impl Interface {
    /// Between two solids.
    ///
    /// # Errors
    /// [`RockError::NotPositive`] unless speeds and densities are positive.
    pub fn new(above: HalfSpace, below: HalfSpace) -> Result<Self, RockError> {
        for side in [above, below] {
            positive("vp", side.vp)?;
            positive("vs", side.vs)?;
            positive("rho", side.rho)?;
        }
        Ok(Self { above, below })
    }

    /// The reflected compressional wave over the incident one (displacements), exactly: real and
    /// imaginary part.
    ///
    /// $$ R = \frac{(b\,q_{p1} - c\,q_{p2})F - (a + d\,q_{p1} q_{s2})H p^2}{EF + GHp^2} $$
    ///
    /// with the horizontal slowness $p = \sin\theta/V_{p1}$, vertical ones
    /// $q_{pi} = \sqrt{1 - p^2V_{pi}^2}/V_{pi}$ and $q_{si}$ alike, and
    ///
    /// $$ a = \rho_2(1-2V_{s2}^2p^2) - \rho_1(1-2V_{s1}^2p^2), \quad
    ///    b = \rho_2(1-2V_{s2}^2p^2) + 2\rho_1V_{s1}^2p^2 $$
    /// $$ c = \rho_1(1-2V_{s1}^2p^2) + 2\rho_2V_{s2}^2p^2, \quad
    ///    d = 2(\rho_2V_{s2}^2 - \rho_1V_{s1}^2) $$
    /// $$ E = bq_{p1}+cq_{p2}, \quad F = bq_{s1}+cq_{s2}, \quad G = a-dq_{p1}q_{s2}, \quad
    ///    H = a-dq_{p2}q_{s1} $$
    ///
    /// Valid for: any angle; beyond the critical one the result is complex, with roots of positive
    /// imaginary part.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] unless the angle (in rad, from the vertical) is from 0 to below a right
    /// angle.
    ///
    /// # References
    /// Aki and Richards (2002), Quantitative seismology, 2nd edition, equations 5.39 and 5.40.
    pub fn zoeppritz(&self, angle: f64) -> Result<[f64; 2], RockError> {
        let (above, below) = (self.above, self.below);
        let p = checked(angle)?.sin() / above.vp;
        let vertical = |v: f64| Complex::root(1.0 - (p * v).powi(2)).scaled(1.0 / v);
        let [qp1, qs1] = [above.vp, above.vs].map(vertical);
        let [qp2, qs2] = [below.vp, below.vs].map(vertical);
        let mu1 = above.rho * above.vs * above.vs;
        let mu2 = below.rho * below.vs * below.vs;
        let one = above.rho - 2.0 * mu1 * p * p;
        let two = below.rho - 2.0 * mu2 * p * p;
        let (a, b, c) = (two - one, two + 2.0 * mu1 * p * p, one + 2.0 * mu2 * p * p);
        let d = 2.0 * (mu2 - mu1);
        let real = Complex::real;
        let e = qp1.scaled(b).plus(qp2.scaled(c));
        let f = qs1.scaled(b).plus(qs2.scaled(c));
        let g = real(a).plus(qp1.times(qs2).scaled(-d));
        let h = real(a).plus(qp2.times(qs1).scaled(-d));
        let first = qp1.scaled(b).plus(qp2.scaled(-c)).times(f);
        let second = real(a).plus(qp1.times(qs2).scaled(d)).times(h).scaled(-p * p);
        let whole = e.times(f).plus(g.times(h).scaled(p * p));
        let reflected = first.plus(second).over(whole);
        Ok([reflected.re, reflected.im])
    }

    /// The same for small contrasts, after Aki and Richards.
    ///
    /// $$ R \approx \frac12\left(1 - 4p^2V_s^2\right)\frac{\Delta\rho}{\rho}
    ///    + \frac{1}{2\cos^2\theta}\frac{\Delta V_p}{V_p} - 4p^2V_s^2\frac{\Delta V_s}{V_s} $$
    ///
    /// with means over both sides and $\theta$ the mean of the angles of incidence and transmission.
    ///
    /// Valid for: contrasts well below one, angles below the critical one.
    ///
    /// # Errors
    /// As [`Interface::zoeppritz`], and [`RockError::BeyondCriticalAngle`].
    ///
    /// # References
    /// Aki and Richards (2002), Quantitative seismology, 2nd edition, equation 5.46.
    pub fn aki_richards(&self, angle: f64) -> Result<f64, RockError> {
        let sine = checked(angle)?.sin();
        let transmitted = self.below.vp / self.above.vp * sine;
        if transmitted >= 1.0 {
            let critical = (self.above.vp / self.below.vp).asin();
            return Err(RockError::BeyondCriticalAngle { angle, critical });
        }
        let mean_cosine = (0.5 * (angle + transmitted.asin())).cos();
        let [vp, vs, rho] = self.contrasts();
        let shear = 4.0 * (sine / self.above.vp * self.mean_vs()).powi(2);
        Ok(0.5 * (1.0 - shear) * rho + 0.5 * vp / mean_cosine.powi(2) - shear * vs)
    }

    /// The same as intercept, gradient and curvature, after Shuey.
    ///
    /// $$ R \approx R_0 + G\sin^2\theta + F(\tan^2\theta - \sin^2\theta), \qquad
    ///    R_0 = \frac12\left(\frac{\Delta V_p}{V_p} + \frac{\Delta\rho}{\rho}\right) $$
    /// $$ G = \frac12\frac{\Delta V_p}{V_p} - 2\frac{V_s^2}{V_p^2}
    ///    \left(\frac{\Delta\rho}{\rho} + 2\frac{\Delta V_s}{V_s}\right), \qquad
    ///    F = \frac12\frac{\Delta V_p}{V_p} $$
    ///
    /// Valid for: contrasts well below one, angles of incidence $\theta$ to about 30 degrees.
    ///
    /// # Errors
    /// As [`Interface::zoeppritz`].
    ///
    /// # References
    /// Shuey (1985), A simplification of the Zoeppritz equations, Geophysics 50, 609-614,
    /// <https://doi.org/10.1190/1.1441936>, with the gradient in the terms of Wiggins et al. (1983).
    pub fn shuey(&self, angle: f64) -> Result<f64, RockError> {
        let sine = checked(angle)?.sin().powi(2);
        let [vp, vs, rho] = self.contrasts();
        let ratio = 2.0 * self.mean_vs() / (self.above.vp + self.below.vp);
        let gradient = 0.5 * vp - 2.0 * ratio * ratio * (rho + 2.0 * vs);
        let curvature = 0.5 * vp;
        Ok(0.5 * (vp + rho) + gradient * sine + curvature * (angle.tan().powi(2) - sine))
    }

    fn mean_vs(&self) -> f64 {
        0.5 * (self.above.vs + self.below.vs)
    }

    /// Relative contrasts of vp, vs and density.
    fn contrasts(&self) -> [f64; 3] {
        let of = |above: f64, below: f64| 2.0 * (below - above) / (below + above);
        [
            of(self.above.vp, self.below.vp),
            of(self.above.vs, self.below.vs),
            of(self.above.rho, self.below.rho),
        ]
    }
}

/// From the vertical to the last angle below the horizontal.
fn checked(angle: f64) -> Result<f64, RockError> {
    in_range("angle", angle, 0.0, std::f64::consts::FRAC_PI_2 - 1e-9)
}
