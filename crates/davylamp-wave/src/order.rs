use std::f64::consts::PI;

/// Order of the differences in space.
///
/// Twelve points cost more than eight and allow a coarser grid; the fastest kernel is that of order 8.
///
/// # Examples
///
/// ```
/// use davylamp_wave::SpatialOrder;
/// // The staggered difference of order four: 9/8 and -1/24 (Levander 1988).
/// let weights = SpatialOrder::Four.weights();
/// assert!((weights[0] - 9.0 / 8.0).abs() < 1e-15 && (weights[1] + 1.0 / 24.0).abs() < 1e-15);
/// assert!(SpatialOrder::Eight.least_points_per_wavelength() < SpatialOrder::Four.least_points_per_wavelength());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SpatialOrder {
    /// Second order: two points.
    Two,
    /// Fourth order: four points (Levander 1988).
    Four,
    /// Sixth order.
    Six,
    /// Eighth order.
    #[default]
    Eight,
    /// Tenth order.
    Ten,
    /// Twelfth order.
    Twelve,
}

/// Relative error of the phase velocity up to which a wave counts as sampled well enough.
const PHASE_ERROR: f64 = 0.01;

impl SpatialOrder {
    /// All of them, the lowest first.
    pub const ALL: [Self; 6] =
        [Self::Two, Self::Four, Self::Six, Self::Eight, Self::Ten, Self::Twelve];

    /// The order of this number: 2, 4, 6, 8, 10 or 12; `None` for another.
    #[must_use]
    pub fn of(order: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| 2 * one.half() == usize::from(order))
    }

    /// Points to either side.
    #[must_use]
    pub fn half(self) -> usize {
        self as usize + 1
    }

    /// Weights $c_1, c_2, \ldots$ of the staggered difference
    ///
    /// $$ h f'(x) \approx \sum_{m=1}^{M} c_m
    ///    \left[ f(x + (m - \tfrac12) h) - f(x - (m - \tfrac12) h) \right] $$
    ///
    /// which is exact for polynomials up to degree $2M$.
    ///
    /// # References
    ///
    /// Fornberg (1988), Generation of finite difference formulas on arbitrarily spaced grids, Math.
    /// Comput. 51, 699-706, <https://doi.org/10.1090/S0025-5718-1988-0935077-0>, table 2.
    #[must_use]
    pub fn weights(self) -> Vec<f64> {
        let odd = |m: usize| (2 * m - 1) as f64;
        let half = self.half();
        (1..=half)
            .map(|m| {
                let others = (1..=half).filter(|other| *other != m);
                let product: f64 = others
                    .map(|other| odd(other).powi(2) / (odd(other).powi(2) - odd(m).powi(2)))
                    .product();
                product / odd(m)
            })
            .collect()
    }

    /// The largest stable $c\,\Delta t / h$ of the leapfrog scheme in two dimensions.
    ///
    /// $$ \frac{v_{p} \Delta t}{h} \le \frac{1}{\sqrt 2 \sum_m |c_m|} $$
    ///
    /// # References
    ///
    /// Levander (1988), Fourth-order finite-difference P-SV seismograms, Geophysics 53, 1425-1436,
    /// <https://doi.org/10.1190/1.1442422>.
    #[must_use]
    pub fn courant_limit(self) -> f64 {
        let sum: f64 = self.weights().iter().map(|c| c.abs()).sum();
        (2.0_f64.sqrt() * sum).recip()
    }

    /// The fewest points per wavelength at which differences of this order change the speed of a wave
    /// by no more than 1 %.
    ///
    /// The difference sees a wavenumber $k$ as $(2/h) \sum_m c_m \sin((m - \tfrac12) k h)$, less than
    /// it is, and the wave is slower by that much.
    ///
    /// | Order | 2 | 4 | 6 | 8 | 10 | 12 |
    /// |---|---|---|---|---|---|---|
    /// | Points | 12.8 | 5.1 | 3.8 | 3.3 | 3.0 | 2.9 |
    #[must_use]
    pub fn least_points_per_wavelength(self) -> f64 {
        // The error grows with k: halve the interval until it is as narrow as numbers allow.
        let (mut fine, mut coarse) = (0.0, PI);
        for _ in 0..60 {
            let middle = 0.5 * (fine + coarse);
            if self.slowness_error(middle) < PHASE_ERROR {
                fine = middle;
            } else {
                coarse = middle;
            }
        }
        2.0 * PI / fine
    }

    /// How much less than `kh` the difference sees, relatively.
    fn slowness_error(self, kh: f64) -> f64 {
        let seen: f64 = (0..)
            .zip(self.weights())
            .map(|(m, c)| 2.0 * c * ((f64::from(m) + 0.5) * kh).sin())
            .sum();
        1.0 - seen / kh
    }
}

#[cfg(test)]
mod tests {
    use super::SpatialOrder;

    #[test]
    fn orders_go_by_their_number() {
        let found: Vec<u8> = (0..=255).filter(|order| SpatialOrder::of(*order).is_some()).collect();
        assert_eq!(found, [2, 4, 6, 8, 10, 12]);
        assert_eq!(SpatialOrder::of(10), Some(SpatialOrder::Ten));
    }

    #[test]
    fn weights_of_order_eight_are_those_of_the_books() {
        let known = [1225.0 / 1024.0, -245.0 / 3072.0, 49.0 / 5120.0, -5.0 / 7168.0];
        for (weight, known) in SpatialOrder::Eight.weights().iter().zip(known) {
            assert!((weight - known).abs() < 4.0 * f64::EPSILON);
        }
    }

    /// The conditions that define the weights: exact for x, and nothing of x^3, x^5, ...
    #[test]
    fn differences_are_exact_for_polynomials() {
        for order in SpatialOrder::ALL {
            for power in 0..order.half() {
                let power = 2 * i32::try_from(power).unwrap() + 1;
                let terms: Vec<f64> = (0..)
                    .zip(order.weights())
                    .map(|(m, c)| 2.0 * c * (f64::from(m) + 0.5).powi(power))
                    .collect();
                let exact = if power == 1 { 1.0 } else { 0.0 };
                let size: f64 = terms.iter().map(|t| t.abs()).sum();
                let sum: f64 = terms.iter().sum();
                assert!((sum - exact).abs() < 8.0 * f64::EPSILON * size, "{order:?}, {power}");
            }
        }
    }

    #[test]
    fn points_per_wavelength_are_those_of_the_table() {
        let table = [12.8, 5.1, 3.8, 3.3, 3.0, 2.9];
        for (order, points) in SpatialOrder::ALL.iter().zip(table) {
            assert!((order.least_points_per_wavelength() - points).abs() < 0.05, "{order:?}");
        }
    }
}
