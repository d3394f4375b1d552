//! The sinc under a Kaiser window: interpolation between samples.
//!
//! Kaiser (1974), Nonrecursive digital filter design using the I0-sinh window function, Proc. IEEE
//! Int. Symp. Circuits and Systems, 20-23; used for sources and receivers off the grid by Hicks (2002),
//! Arbitrary source and receiver positioning in finite-difference schemes using Kaiser windowed sinc
//! functions, Geophysics 67, 156-166, doi:10.1190/1.1451454.

use std::f64::consts::PI;

/// $w(x)\,\mathrm{sinc}(x)$ and its derivative, $x$ in samples, the window of half width `half_width`
/// and shape `beta`; zero outside the window.
pub(crate) fn windowed_sinc(x: f64, half_width: f64, beta: f64) -> [f64; 2] {
    let inside = 1.0 - (x / half_width).powi(2);
    if inside <= 0.0 {
        return [0.0; 2];
    }
    let root = beta * inside.sqrt();
    let scale = bessel_i0(beta).recip();
    let window = bessel_i0(root) * scale;
    // I0'(y) = I1(y), and dy/dx = -beta^2 x / (half_width^2 y).
    let slope =
        -beta * beta * x / (half_width * half_width) * bessel_i1_over_argument(root) * scale;
    let [sinc, sinc_slope] = sinc(x);
    [window * sinc, slope * sinc + window * sinc_slope]
}

/// $\sin(\pi x)/(\pi x)$ and its derivative.
fn sinc(x: f64) -> [f64; 2] {
    let y = PI * x;
    if y.abs() < 1e-3 {
        // Three terms of the series: the next is y^6/5040, below 1e-21.
        let y2 = y * y;
        return [1.0 - y2 / 6.0 + y2 * y2 / 120.0, PI * y * (-1.0 / 3.0 + y2 / 30.0)];
    }
    let (sin, cos) = y.sin_cos();
    [sin / y, PI * (cos - sin / y) / y]
}

/// $I_0(y)$ by its power series, whose terms are all positive: Abramowitz and Stegun (1964), 9.6.12.
pub(crate) fn bessel_i0(y: f64) -> f64 {
    series(y, |k| k * k)
}

/// $I_1(y)/y$, likewise: 9.6.10.
fn bessel_i1_over_argument(y: f64) -> f64 {
    0.5 * series(y, |k| k * (k + 1.0))
}

fn series(y: f64, divisor: impl Fn(f64) -> f64) -> f64 {
    let quarter = 0.25 * y * y;
    let (mut sum, mut term, mut k) = (1.0, 1.0, 0.0);
    while term > f64::EPSILON * 0.01 * sum {
        k += 1.0;
        term *= quarter / divisor(k);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{bessel_i0, bessel_i1_over_argument, windowed_sinc};

    /// Abramowitz and Stegun (1964), table 9.8 gives e^-x I0 and e^-x I1.
    #[test]
    fn bessel_functions_agree_with_the_table() {
        for (x, i0, i1) in
            [(1.0, 0.465_759_607_6, 0.207_910_415_3), (5.0, 0.183_540_812_6, 0.163_972_266_9)]
        {
            let scale = f64::exp(-x);
            assert!((bessel_i0(x) * scale - i0).abs() < 1e-10);
            assert!((bessel_i1_over_argument(x) * x * scale - i1).abs() < 1e-10);
        }
    }

    /// Central differences of step h err by h^2/6 times the third derivative, which is below pi^3.
    #[test]
    fn the_derivative_is_the_slope() {
        let h = 1e-5;
        for k in 0..200 {
            let x = f64::from(k) * 0.0791 - 7.9;
            let slope =
                (windowed_sinc(x + h, 8.0, 9.0)[0] - windowed_sinc(x - h, 8.0, 9.0)[0]) / (2.0 * h);
            assert!((windowed_sinc(x, 8.0, 9.0)[1] - slope).abs() < 1e-8, "{x}");
        }
    }

    #[test]
    fn it_is_one_at_its_own_sample_and_nothing_at_the_others() {
        assert!((windowed_sinc(0.0, 8.0, 9.0)[0] - 1.0).abs() < 1e-15);
        for k in 1..12 {
            assert!(windowed_sinc(f64::from(k), 8.0, 9.0)[0].abs() < 1e-15);
        }
    }
}
