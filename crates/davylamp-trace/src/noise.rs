use statrs::function::erf::erfc;

use crate::TraceError;

/// How far a reading lies from the truth: a part that is always there and a part that grows with it.
///
/// The standard deviation at concentration c is $\sqrt{a^2 + (\rho c)^2}$ with `additive` a and
/// `relative` $\rho$. The function
///
/// $$ T(c) = \frac{1}{\rho} \sinh^{-1} \frac{\rho c}{a} $$
///
/// makes that deviation 1 everywhere (its derivative is one over the deviation), so differences of T
/// are residuals in standard deviations: linear where the additive part rules, logarithmic where the
/// relative part does.
///
/// # Examples
///
/// ```
/// use davylamp_trace::Noise;
/// let noise = Noise::new(1e-8, 0.3)?;
/// let slope = (noise.scaled(1e-6 + 1e-12) - noise.scaled(1e-6)) / 1e-12;
/// let deviation = (1e-16_f64 + (0.3e-6_f64).powi(2)).sqrt();
/// assert!((slope * deviation - 1.0).abs() < 1e-3);
/// # Ok::<(), davylamp_trace::TraceError>(())
/// ```
///
/// # References
/// The transformation that stabilises this variance is that of Rocke and Durbin (2003),
/// Bioinformatics 19(8), 966-972, doi:10.1093/bioinformatics/btg107.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    additive: f64,
    relative: f64,
}

impl Noise {
    /// Noise with an additive part in kg/m³ (positive) and a relative part (zero or more).
    ///
    /// # Errors
    /// [`TraceError::OutOfRange`] for numbers that are not allowed.
    pub fn new(additive: f64, relative: f64) -> Result<Self, TraceError> {
        if !(additive > 0.0 && additive.is_finite()) {
            return Err(TraceError::OutOfRange {
                name: "additive noise",
                value: additive,
                allowed: "a finite number greater than zero",
            });
        }
        if !(0.0..f64::INFINITY).contains(&relative) {
            return Err(TraceError::OutOfRange {
                name: "relative noise",
                value: relative,
                allowed: "a finite number, zero or more",
            });
        }
        Ok(Self { additive, relative })
    }

    /// The additive part, kg/m³.
    #[must_use]
    pub fn additive(&self) -> f64 {
        self.additive
    }

    /// The relative part.
    #[must_use]
    pub fn relative(&self) -> f64 {
        self.relative
    }

    /// T(c): the concentration in standard deviations from zero.
    #[must_use]
    pub fn scaled(&self, c: f64) -> f64 {
        // Below this the arc sine is its argument to the last digit, and its quotient is not.
        let t = self.relative * c / self.additive;
        if t.abs() < 1e-9 {
            c / self.additive
        } else if t > 0.1 {
            // The arc sine by its definition, which is exact enough here and much faster.
            (t + (t * t + 1.0).sqrt()).ln() / self.relative
        } else {
            t.asinh() / self.relative
        }
    }

    /// T'(c), m³/kg: one over the standard deviation.
    #[must_use]
    pub fn slope(&self, c: f64) -> f64 {
        let growing = self.relative * c;
        1.0 / (self.additive * self.additive + growing * growing).sqrt()
    }

    /// The residual of a reading below its detection limit, and its derivative by the modelled
    /// concentration.
    pub(crate) fn censored_residual(&self, limit: f64, model: f64) -> (f64, f64) {
        let (r, by_z) = censored(self.scaled(limit) - self.scaled(model));
        (r, -by_z * self.slope(model))
    }
}

/// $r = \sqrt{-2 \ln \Phi(z)}$, so that r² is twice the negative log likelihood of "below the
/// limit", and dr/dz.
fn censored(z: f64) -> (f64, f64) {
    let (ln_phi, hazard) = if z > -30.0 {
        let phi = 0.5 * erfc(-z / std::f64::consts::SQRT_2);
        (phi.ln(), (-0.5 * z * z).exp() / (std::f64::consts::TAU.sqrt() * phi))
    } else {
        // Abramowitz and Stegun 26.2.12, first terms: relative error 1 / z^4.
        (-0.5 * z * z - (-z * std::f64::consts::TAU.sqrt()).ln() - 1.0 / (z * z), -z - 1.0 / z)
    };
    let r = (-2.0 * ln_phi).max(0.0).sqrt();
    (r, if r > 0.0 { -hazard / r } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn censored_residual_has_the_derivative_it_says() {
        for z in [-45.0, -31.0, -29.9, -10.0, -3.0, 0.0, 1.0, 3.0] {
            let h = 1e-5;
            let slope = (censored(z + h).0 - censored(z - h).0) / (2.0 * h);
            let (r, by_z) = censored(z);
            assert!((slope - by_z).abs() <= 2e-5 * by_z.abs() + 1e-9, "{z} {r} {slope} {by_z}");
        }
    }

    #[test]
    fn the_two_branches_of_the_censored_residual_meet() {
        // The series leaves out 3 / z^4 of the logarithm, 4e-6 at the seam.
        assert!((censored(-30.0 + 1e-9).0 - censored(-30.0 - 1e-9).0).abs() < 1e-5);
    }

    #[test]
    fn without_a_relative_part_the_scale_is_linear() {
        let noise = Noise::new(2.0, 0.0).unwrap();
        assert!((noise.scaled(3.0) - 1.5).abs() < 1e-15);
        assert!((noise.slope(3.0) - 0.5).abs() < 1e-15);
    }

    #[test]
    fn bad_numbers_are_refused() {
        assert!(Noise::new(0.0, 0.1).is_err());
        assert!(Noise::new(f64::NAN, 0.1).is_err());
        assert!(Noise::new(1.0, -0.1).is_err());
        assert!(Noise::new(1.0, f64::INFINITY).is_err());
    }
}
