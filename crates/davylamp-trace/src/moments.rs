//! What follows from places with weights: means, covariances, quantiles.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::conditional::Mode;

/// A place, what is believed there, and how probable it is (up to a common factor).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weighted {
    pub(crate) place: [f64; 2],
    pub(crate) mode: Mode,
    pub(crate) weight: f64,
}

/// Mean place, and covariance of (x, y, rate) with the rate linearised about `rate`.
pub(crate) fn moments(points: &[Weighted], rate: f64) -> ([f64; 2], [[f64; 3]; 3]) {
    let total: f64 = points.iter().map(|p| p.weight).sum();
    let average =
        |f: &dyn Fn(&Weighted) -> f64| points.iter().map(|p| p.weight * f(p)).sum::<f64>() / total;
    let value = |p: &Weighted, k: usize| if k < 2 { p.place[k] } else { p.mode.log_rate };
    let mean: [f64; 3] = std::array::from_fn(|k| average(&|p| value(p, k)));
    let scale = [1.0, 1.0, rate];
    let mut covariance: [[f64; 3]; 3] = std::array::from_fn(|j| {
        std::array::from_fn(|k| {
            let moment = average(&|p| (value(p, j) - mean[j]) * (value(p, k) - mean[k]));
            moment * scale[j] * scale[k]
        })
    });
    covariance[2][2] += average(&|p| p.mode.log_rate_variance) * rate * rate;
    ([mean[0], mean[1]], covariance)
}

/// Points lighter than this do not move a quantile.
const LIGHTEST: f64 = 1e-9;

/// Quantile of the rate, whose logarithm is a mixture of one normal distribution a point.
pub(crate) fn rate_quantile(points: &[Weighted], level: f64) -> f64 {
    let Ok(normal) = Normal::new(0.0, 1.0) else { return f64::NAN };
    let points: Vec<&Weighted> = points.iter().filter(|p| p.weight > LIGHTEST).collect();
    let total: f64 = points.iter().map(|p| p.weight).sum();
    let below = |log_rate: f64| {
        let part = |p: &&Weighted| {
            let std = p.mode.log_rate_variance.sqrt().max(1e-12);
            p.weight * normal.cdf((log_rate - p.mode.log_rate) / std)
        };
        points.iter().map(part).sum::<f64>() / total
    };
    let (mut low, mut high) =
        points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| {
            let reach = 8.0 * p.mode.log_rate_variance.sqrt();
            (low.min(p.mode.log_rate - reach), high.max(p.mode.log_rate + reach))
        });
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if below(middle) < level { low = middle } else { high = middle }
    }
    (0.5 * (low + high)).exp()
}
