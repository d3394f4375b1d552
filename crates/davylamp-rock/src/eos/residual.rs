//! The residual Helmholtz energy along an isotherm.

use super::critical;
use super::equation::{Equation, Gauss, Power};

/// $\alpha^r$ and its derivatives, each times $\delta^i\tau^j$: `d2t1` is
/// $\delta^2\tau\,\partial^3\alpha^r/\partial\delta^2\partial\tau$.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Residual {
    pub(crate) value: f64,
    pub(crate) d1: f64,
    pub(crate) d2: f64,
    pub(crate) d3: f64,
    pub(crate) t1: f64,
    pub(crate) t2: f64,
    pub(crate) t3: f64,
    pub(crate) d1t1: f64,
    pub(crate) d2t1: f64,
    pub(crate) d1t2: f64,
}

impl Residual {
    /// Adds a product of a function of density (value, then scaled derivatives over the value) and
    /// one of temperature.
    fn add_product(&mut self, value: f64, density: Ratios, temperature: Ratios) {
        let [d1, d2, d3] = density;
        let [t1, t2, t3] = temperature;
        self.value += value;
        self.d1 += value * d1;
        self.d2 += value * d2;
        self.d3 += value * d3;
        self.t1 += value * t1;
        self.t2 += value * t2;
        self.t3 += value * t3;
        self.d1t1 += value * d1 * t1;
        self.d2t1 += value * d2 * t1;
        self.d1t2 += value * d1 * t2;
    }

    /// Adds Taylor coefficients in the order 1, x, y, x², xy, y², x³, x²y, xy², y³.
    pub(crate) fn add_taylor(&mut self, taylor: &[f64; 10], delta: f64, tau: f64) {
        let [c, x, y, xx, xy, yy, xxx, xxy, xyy, yyy] = *taylor;
        self.value += c;
        self.d1 += x * delta;
        self.t1 += y * tau;
        self.d2 += 2.0 * xx * delta * delta;
        self.d1t1 += xy * delta * tau;
        self.t2 += 2.0 * yy * tau * tau;
        self.d3 += 6.0 * xxx * delta.powi(3);
        self.d2t1 += 2.0 * xxy * delta * delta * tau;
        self.d1t2 += 2.0 * xyy * delta * tau * tau;
        self.t3 += 6.0 * yyy * tau.powi(3);
    }
}

/// $x F'/F$, $x^2 F''/F$, $x^3 F'''/F$.
type Ratios = [f64; 3];

/// From $\theta\ln F$, $\theta^2\ln F$, $\theta^3\ln F$ with Euler's operator $\theta = x\,d/dx$.
fn ratios(f: f64, g: f64, h: f64) -> Ratios {
    [f, f * (f - 1.0) + g, f * (f - 1.0) * (f - 2.0) + 3.0 * g * (f - 1.0) + h]
}

/// The ratios of $x^p e^{-a(x-b)^2}$.
fn bell_ratios(x: f64, p: f64, a: f64, b: f64) -> Ratios {
    let inner = 2.0 * a * x;
    ratios(p - inner * (x - b), -inner * (2.0 * x - b), -inner * (4.0 * x - b))
}

/// The part of a term that depends on temperature: $n\tau^t\ldots$ and its ratios.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Frozen {
    value: f64,
    ratios: Ratios,
}

/// The residual part with all that depends on temperature worked out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FrozenResidual {
    tau: f64,
    terms: Vec<Frozen>,
}

/// Squared distance from which the exponential of a bell is below the least double.
const FAR: f64 = 745.0;

impl FrozenResidual {
    pub(crate) fn new(equation: &Equation, tau: f64) -> Self {
        let ln_tau = tau.ln();
        let powers = equation.powers.iter().map(|term| Frozen {
            value: term.n * (term.t * ln_tau).exp(),
            ratios: ratios(term.t, 0.0, 0.0),
        });
        let bells = equation.bells.iter().map(|term| {
            let offset = tau - term.gamma;
            Frozen {
                value: term.n * (term.t * ln_tau - term.beta * offset * offset).exp(),
                ratios: bell_ratios(tau, term.t, term.beta, term.gamma),
            }
        });
        Self { tau, terms: powers.chain(bells).collect() }
    }

    /// All derivatives to the third order.
    pub(crate) fn at(&self, equation: &Equation, delta: f64) -> Residual {
        let mut sum = Residual::default();
        let (powers, bells) = self.terms.split_at(equation.powers.len());
        let delta_to = powers_of(delta);
        let mut damping = Damping::default();
        for (term, frozen) in equation.powers.iter().zip(powers) {
            let (density, damped) = damping.of(term, &delta_to);
            let reach = f64::from(term.l);
            let slope = -reach * damped;
            let density_ratios =
                ratios(f64::from(term.d) + slope, reach * slope, reach * reach * slope);
            sum.add_product(frozen.value * density, density_ratios, frozen.ratios);
        }
        for (term, frozen) in equation.bells.iter().zip(bells) {
            let Some(density) = bell(term, &delta_to) else { continue };
            let density_ratios = bell_ratios(delta, f64::from(term.d), term.eta, term.epsilon);
            sum.add_product(frozen.value * density, density_ratios, frozen.ratios);
        }
        critical::add(equation.critical, delta, self.tau, &mut sum);
        sum
    }

    /// The first three scaled derivatives by density alone, for a search of the density.
    pub(crate) fn density_slopes(&self, equation: &Equation, delta: f64) -> [f64; 3] {
        let mut sum = [0.0; 3];
        let mut add = |value: f64, ratios: Ratios| {
            for (slope, ratio) in sum.iter_mut().zip(ratios) {
                *slope += value * ratio;
            }
        };
        let (powers, bells) = self.terms.split_at(equation.powers.len());
        let delta_to = powers_of(delta);
        let mut damping = Damping::default();
        for (term, frozen) in equation.powers.iter().zip(powers) {
            let (density, damped) = damping.of(term, &delta_to);
            let reach = f64::from(term.l);
            let slope = -reach * damped;
            let shape = ratios(f64::from(term.d) + slope, reach * slope, reach * reach * slope);
            add(frozen.value * density, shape);
        }
        for (term, frozen) in equation.bells.iter().zip(bells) {
            let Some(density) = bell(term, &delta_to) else { continue };
            let shape = bell_ratios(delta, f64::from(term.d), term.eta, term.epsilon);
            add(frozen.value * density, shape);
        }
        if !equation.critical.is_empty() {
            let mut near = Residual::default();
            critical::add(equation.critical, delta, self.tau, &mut near);
            add(1.0, [near.d1, near.d2, near.d3]);
        }
        sum
    }
}

/// One more than the greatest power of the density in any equation.
const POWERS: usize = 16;

/// $\delta^0$ to $\delta^{15}$, by the fewest multiplications in a row.
fn powers_of(delta: f64) -> [f64; POWERS] {
    let mut powers = [1.0; POWERS];
    powers[1] = delta;
    for i in 2..POWERS {
        powers[i] = powers[i / 2] * powers[i - i / 2];
    }
    powers
}

/// $\delta^d e^{-\eta(\delta-\epsilon)^2}$; none where it vanishes.
fn bell(term: &Gauss, delta_to: &[f64; POWERS]) -> Option<f64> {
    let offset = delta_to[1] - term.epsilon;
    let exponent = term.eta * offset * offset;
    (exponent < FAR).then(|| delta_to[usize::from(term.d)] * (-exponent).exp())
}

/// $\delta^l$ and $e^{-\delta^l}$, kept while terms of the same $l$ follow one another.
#[derive(Default)]
struct Damping {
    l: u8,
    power: f64,
    factor: f64,
}

impl Damping {
    /// $\delta^d e^{-\delta^l}$ and $\delta^l$ (1 and 0 in their place where $l = 0$).
    fn of(&mut self, term: &Power, delta_to: &[f64; POWERS]) -> (f64, f64) {
        let density = delta_to[usize::from(term.d)];
        if term.l == 0 {
            return (density, 0.0);
        }
        if term.l != self.l {
            self.l = term.l;
            self.power = delta_to[usize::from(term.l)];
            self.factor = (-self.power).exp();
        }
        (density * self.factor, self.power)
    }
}
