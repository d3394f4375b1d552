//! The formulas of the test functions.

use super::TestFunction;
use std::f64::consts::{E, PI, TAU};

/// $\max x \sin\sqrt{x}$ on 0 to 500 (mpmath, 22 digits).
const SCHWEFEL: f64 = 418.982_887_272_433_7;

impl TestFunction {
    #[inline]
    pub(super) fn value(self, x: &[f64]) -> f64 {
        match self {
            Self::Sphere => squares(x),
            Self::Rosenbrock => x
                .windows(2)
                .map(|x| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2))
                .sum(),
            Self::Rastrigin => x.iter().map(|x| x * x + 10.0 * (1.0 - (TAU * x).cos())).sum(),
            Self::Griewank => {
                let product: f64 =
                    (1_u32..).zip(x).map(|(i, x)| (x / f64::from(i).sqrt()).cos()).product();
                squares(x) / 4000.0 + (1.0 - product)
            }
            Self::Schaffer => {
                let r2 = squares(x);
                0.5 + (r2.sqrt().sin().powi(2) - 0.5) / (1.0 + 0.001 * r2).powi(2)
            }
            Self::Ackley => {
                let n = x.len() as f64;
                let cosines = x.iter().map(|x| (TAU * x).cos()).sum::<f64>() / n;
                20.0 * (1.0 - (-0.2 * (squares(x) / n).sqrt()).exp()) + (E - cosines.exp())
            }
            Self::Ellipsoid => {
                let step = 1.0 / (x.len() - 1) as f64;
                let weight = |i: usize| 1e6_f64.powf(i as f64 * step);
                x.iter().enumerate().map(|(i, x)| weight(i) * x * x).sum()
            }
            Self::Schwefel => x.iter().map(|x| SCHWEFEL - x * x.abs().sqrt().sin()).sum(),
            Self::Levy => levy(x),
            Self::Zakharov => {
                let s: f64 = (1_u32..).zip(x).map(|(i, x)| 0.5 * f64::from(i) * x).sum();
                squares(x) + s * s + s.powi(4)
            }
            Self::DixonPrice => {
                let first = (x[0] - 1.0).powi(2);
                let term =
                    |(i, x): (u32, &[f64])| f64::from(i) * (2.0 * x[1] * x[1] - x[0]).powi(2);
                first + (2_u32..).zip(x.windows(2)).map(term).sum::<f64>()
            }
            Self::StyblinskiTang => {
                x.iter().map(|x| 0.5 * (x.powi(4) - 16.0 * x * x + 5.0 * x)).sum()
            }
            _ => self.of_two(x[0], x[1]),
        }
    }

    /// Those of two unknowns.
    fn of_two(self, x: f64, y: f64) -> f64 {
        match self {
            Self::Booth => (x + 2.0 * y - 7.0).powi(2) + (2.0 * x + y - 5.0).powi(2),
            Self::Beale => {
                let term = |a: f64, power: i32| (a - x + x * y.powi(power)).powi(2);
                term(1.5, 1) + term(2.25, 2) + term(2.625, 3)
            }
            Self::GoldsteinPrice => {
                let one = 19.0 - 14.0 * x + 3.0 * x * x - 14.0 * y + 6.0 * x * y + 3.0 * y * y;
                let two = 18.0 - 32.0 * x + 12.0 * x * x + 48.0 * y - 36.0 * x * y + 27.0 * y * y;
                (1.0 + (x + y + 1.0).powi(2) * one) * (30.0 + (2.0 * x - 3.0 * y).powi(2) * two)
            }
            Self::Branin => {
                let parabola = y - 5.1 / (4.0 * PI * PI) * x * x + 5.0 / PI * x - 6.0;
                parabola * parabola + 10.0 * (1.0 - 1.0 / (8.0 * PI)) * x.cos() + 10.0
            }
            Self::SixHumpCamel => {
                let (x2, y2) = (x * x, y * y);
                (4.0 - 2.1 * x2 + x2 * x2 / 3.0) * x2 + x * y + 4.0 * (y2 - 1.0) * y2
            }
            // Easom's; every other function has been valued before.
            _ => -x.cos() * y.cos() * (-(x - PI).powi(2) - (y - PI).powi(2)).exp(),
        }
    }
}

fn squares(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}

fn levy(x: &[f64]) -> f64 {
    let w = |x: f64| 1.0 + 0.25 * (x - 1.0);
    let Some((last, before)) = x.split_last() else { return 0.0 };
    let first = w(before.first().copied().unwrap_or(*last));
    let last = w(*last);
    let middle = before.iter().map(|x| {
        let w = w(*x);
        (w - 1.0).powi(2) * (1.0 + 10.0 * (PI * w + 1.0).sin().powi(2))
    });
    (PI * first).sin().powi(2)
        + middle.sum::<f64>()
        + (last - 1.0).powi(2) * (1.0 + (TAU * last).sin().powi(2))
}
