//! Which density a pressure has.

use super::equation::Equation;
use super::residual::FrozenResidual;

/// A last step below this leaves an error of its square: Newton's method doubles the digits.
const LAST_STEP: f64 = 1e-10;

/// Halley's method triples them: a last step below the first, whose correction for curvature is below the
/// second, leaves less than rounding does.
const LAST_CURVED_STEP: [f64; 2] = [1e-7, 1e-4];

/// More steps than a bisection of all doubles between the bounds takes.
const MOST_STEPS: usize = 200;

/// $\delta$ against $\delta(1 + \delta\alpha^r_\delta)$ on one isotherm.
pub(crate) struct DensitySearch<'a> {
    pub(crate) equation: &'a Equation,
    pub(crate) residual: &'a FrozenResidual,
    pub(crate) temperature: f64,
}

impl DensitySearch<'_> {
    /// The reduced density of the stable phase; `target` is $p/(RT\rho_c)$.
    pub(crate) fn stable(&self, target: f64) -> Option<f64> {
        if self.temperature >= self.equation.critical_temperature {
            return self.supercritical(target);
        }
        match (self.vapour(target), self.liquid(target)) {
            (Some(vapour), Some(liquid)) => {
                // The stable phase is that of the lesser Gibbs energy.
                Some(if self.gibbs(vapour) <= self.gibbs(liquid) { vapour } else { liquid })
            }
            (vapour, liquid) => vapour.or(liquid),
        }
    }

    /// Reduced pressure over $RT\rho_c$, its slope, and the slope of that.
    fn pressure(&self, delta: f64) -> [f64; 3] {
        let [d1, d2, d3] = self.residual.density_slopes(self.equation, delta);
        [delta * (1.0 + d1), 1.0 + 2.0 * d1 + d2, (2.0 * d1 + 4.0 * d2 + d3) / delta]
    }

    fn gibbs(&self, delta: f64) -> f64 {
        let residual = self.residual.at(self.equation, delta);
        delta.ln() + residual.value + residual.d1
    }

    /// Above the critical temperature pressure rises with density: Halley's method in a bracket.
    fn supercritical(&self, target: f64) -> Option<f64> {
        let (mut low, mut high) = (0.0, self.above(target)?);
        let mut delta = target.min(0.5 * high);
        for _ in 0..MOST_STEPS {
            let [pressure, slope, curvature] = self.pressure(delta);
            if pressure > target {
                high = delta;
            } else {
                low = delta;
            }
            let straight = (pressure - target) / slope;
            let bend = 0.5 * straight * curvature / slope;
            let step = straight / (1.0 - bend);
            let next = delta - step;
            let [last, last_bend] = LAST_CURVED_STEP;
            if step.abs() <= last * delta && bend.abs() <= last_bend {
                return Some(next);
            }
            delta = if next > low && next < high { next } else { 0.5 * (low + high) };
        }
        // The bracket has closed: the critical isotherm is flat there.
        Some(delta)
    }

    /// From below, where pressure is a concave function of density: the steps never pass the root.
    fn vapour(&self, target: f64) -> Option<f64> {
        let equation = self.equation;
        let critical = equation.critical_pressure
            / (equation.gas_constant * self.temperature * equation.critical_molar_density);
        if target >= critical.min(1.0) {
            // No vapour below the critical temperature has the critical pressure.
            return None;
        }
        self.walk(target, target)
    }

    /// From above, where it is convex.
    fn liquid(&self, target: f64) -> Option<f64> {
        self.walk(target, self.above(target)?)
    }

    /// Newton's method that stays on its side of the critical density, where pressure rises.
    fn walk(&self, target: f64, start: f64) -> Option<f64> {
        let vapour = start < 1.0;
        let mut delta = start;
        let mut last_slope = f64::INFINITY;
        for _ in 0..MOST_STEPS {
            if (delta < 1.0) != vapour || delta <= 0.0 {
                return None;
            }
            let [pressure, slope, _] = self.pressure(delta);
            // Towards the spinodal the slope falls; where it rises again, the equation winds between
            // the phases and its roots mean nothing.
            if slope <= 0.0 || slope > last_slope * (1.0 + LAST_STEP) {
                return None;
            }
            last_slope = slope;
            let step = (pressure - target) / slope;
            delta -= step;
            if step.abs() <= LAST_STEP * delta {
                return Some(delta);
            }
        }
        None
    }

    /// A density whose pressure is above the target.
    fn above(&self, target: f64) -> Option<f64> {
        let mut delta = self.equation.densest;
        for _ in 0..60 {
            let [pressure, slope, _] = self.pressure(delta);
            if pressure > target && slope > 0.0 {
                return Some(delta);
            }
            delta *= 1.03;
        }
        None
    }
}
