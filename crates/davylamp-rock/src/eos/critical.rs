//! The terms that Span and Wagner added near the critical point: not separable, so a jet computes them.
//!
//! Span and Wagner (1996), equation 6.1; the derivatives are those of truncated Taylor arithmetic.

use super::equation::NonAnalytic;
use super::residual::Residual;

/// Order of the coefficients: 1, x, y, x², xy, y², x³, x²y, xy², y³ (x: density, y: temperature).
const EXPONENTS: [[usize; 2]; 10] =
    [[0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [0, 2], [3, 0], [2, 1], [1, 2], [0, 3]];

/// Taylor coefficients of a function of two variables, to the third order.
#[derive(Clone, Copy)]
struct Jet([f64; 10]);

impl Jet {
    const fn of_density(taylor: [f64; 4]) -> Self {
        let [a, b, c, d] = taylor;
        Self([a, b, 0.0, c, 0.0, 0.0, d, 0.0, 0.0, 0.0])
    }

    fn plus(mut self, other: Self) -> Self {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a += b;
        }
        self
    }

    fn times(self, other: Self) -> Self {
        let mut product = [0.0; 10];
        for (k, [kx, ky]) in EXPONENTS.into_iter().enumerate() {
            for (i, [ix, iy]) in EXPONENTS.into_iter().enumerate() {
                if ix <= kx && iy <= ky {
                    product[k] += self.0[i] * other.0[place(kx - ix, ky - iy)];
                }
            }
        }
        Self(product)
    }

    fn scaled(mut self, factor: f64) -> Self {
        self.0.iter_mut().for_each(|c| *c *= factor);
        self
    }

    /// A function of this jet, of which the Taylor coefficients at its value are given.
    fn into_function(self, taylor: [f64; 4]) -> Self {
        let mut rest = self;
        rest.0[0] = 0.0;
        let mut sum = Self::of_density([taylor[3], 0.0, 0.0, 0.0]);
        for coefficient in [taylor[2], taylor[1], taylor[0]] {
            sum = sum.times(rest);
            sum.0[0] += coefficient;
        }
        sum
    }

    fn exp(self) -> Self {
        let e = self.0[0].exp();
        self.into_function([e, e, e / 2.0, e / 6.0])
    }

    fn powf(self, power: f64) -> Self {
        self.into_function(power_series(self.0[0], power))
    }
}

fn place(x: usize, y: usize) -> usize {
    let order = x + y;
    order * (order + 1) / 2 + y
}

/// Taylor coefficients of $x^p$ at a positive x.
fn power_series(x: f64, p: f64) -> [f64; 4] {
    let value = x.powf(p);
    let first = p * value / x;
    let second = first * (p - 1.0) / (2.0 * x);
    [value, first, second, second * (p - 2.0) / (3.0 * x)]
}

/// Taylor coefficients of $|x|^p$ for $p > 3$, which vanish at zero.
fn absolute_power(x: f64, p: f64) -> [f64; 4] {
    if x == 0.0 {
        return [0.0; 4];
    }
    let [a, b, c, d] = power_series(x.abs(), p);
    [a, b * x.signum(), c, d * x.signum()]
}

/// Adds the terms' values and scaled derivatives.
pub(crate) fn add(terms: &[NonAnalytic], delta: f64, tau: f64, sum: &mut Residual) {
    let x = delta - 1.0;
    let y = tau - 1.0;
    for term in terms {
        let mut theta = Jet::of_density(absolute_power(x, 1.0 / term.beta)).scaled(term.big_a);
        theta.0[0] -= y;
        theta.0[2] -= 1.0;
        let far = Jet::of_density(absolute_power(x, 2.0 * term.a)).scaled(term.big_b);
        let distance = theta.times(theta).plus(far);
        if distance.0[0] <= 0.0 {
            // The critical point itself, where the term vanishes.
            continue;
        }
        let mut exponent = Jet::of_density([
            -term.big_c * x * x - term.big_d * y * y,
            -2.0 * term.big_c * x,
            -term.big_c,
            0.0,
        ]);
        exponent.0[2] = -2.0 * term.big_d * y;
        exponent.0[5] = -term.big_d;
        let value = distance
            .powf(term.b)
            .times(exponent.exp())
            .times(Jet::of_density([delta, 1.0, 0.0, 0.0]))
            .scaled(term.n);
        sum.add_taylor(&value.0, delta, tau);
    }
}
