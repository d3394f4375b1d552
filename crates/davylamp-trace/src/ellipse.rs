use statrs::distribution::{ChiSquared, ContinuousCDF};

/// A region in the plane that holds the source with a stated probability.
///
/// The example of [`Ellipse::from_covariance`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ellipse {
    /// Probability that the ellipse claims.
    pub level: f64,
    /// Centre, m.
    pub center: [f64; 2],
    /// Half lengths of the major and the minor axis, m.
    pub semi_axes: [f64; 2],
    /// Direction of the major axis, degrees counter-clockwise from east (+x), in (-90, 90].
    pub angle_deg: f64,
}

impl Ellipse {
    /// The ellipse of a normal distribution with this mean (m) and covariance (m²) that holds
    /// `level` of it.
    ///
    /// $$ (p-\mu)^T \Sigma^{-1} (p-\mu) \le \chi^2_2(level) $$
    ///
    /// # Examples
    ///
    /// ```
    /// use davylamp_trace::Ellipse;
    /// let circle = Ellipse::from_covariance([0.0, 0.0], [[1.0, 0.0], [0.0, 1.0]], 0.9);
    /// // The 90 % quantile of chi squared with two degrees of freedom is -2 ln 0.1.
    /// assert!((circle.semi_axes[0] - (-2.0 * 0.1_f64.ln()).sqrt()).abs() < 1e-9);
    /// assert!(circle.contains([2.0, 0.0]) && !circle.contains([2.2, 0.0]));
    /// ```
    #[must_use]
    pub fn from_covariance(center: [f64; 2], covariance: [[f64; 2]; 2], level: f64) -> Self {
        let [[a, b], [_, c]] = covariance;
        let mean = 0.5 * (a + c);
        let spread = (0.5 * (a - c)).hypot(b);
        let chi2 = ChiSquared::new(2.0).map_or(f64::NAN, |d| d.inverse_cdf(level));
        let semi = |variance: f64| (variance.max(0.0) * chi2).sqrt();
        let angle = 0.5 * (2.0 * b).atan2(a - c);
        Self {
            level,
            center,
            semi_axes: [semi(mean + spread), semi(mean - spread)],
            angle_deg: angle.to_degrees(),
        }
    }

    /// Whether a point (m) lies inside or on the edge.
    #[must_use]
    pub fn contains(&self, point: [f64; 2]) -> bool {
        let (sin, cos) = self.angle_deg.to_radians().sin_cos();
        let [dx, dy] = [point[0] - self.center[0], point[1] - self.center[1]];
        let along = (dx * cos + dy * sin) / self.semi_axes[0];
        let across = (dy * cos - dx * sin) / self.semi_axes[1];
        along * along + across * across <= 1.0
    }

    /// The edge as `n` points, counter-clockwise, the first not repeated.
    #[must_use]
    pub fn outline(&self, n: usize) -> Vec<[f64; 2]> {
        let (sin, cos) = self.angle_deg.to_radians().sin_cos();
        (0..n)
            .map(|i| {
                let t = std::f64::consts::TAU * i as f64 / n as f64;
                let along = self.semi_axes[0] * t.cos();
                let across = self.semi_axes[1] * t.sin();
                [
                    self.center[0] + along * cos - across * sin,
                    self.center[1] + along * sin + across * cos,
                ]
            })
            .collect()
    }

    /// The area, m².
    #[must_use]
    pub fn area(&self) -> f64 {
        std::f64::consts::PI * self.semi_axes[0] * self.semi_axes[1]
    }
}
