//! What many runs amount to.

use super::runs::Run;

/// Runs of a geometric mean of the paper.
pub const BATCH: usize = 50;

/// Misfits below this count as this in geometric means, which cannot be taken of a zero.
pub const LEAST_MISFIT: f64 = 1e-40;

/// The same for places (m) and rates (kg/s), which lie on the bound 0 now and then.
pub const LEAST_ESTIMATE: f64 = 1e-6;

/// Exponential of the mean logarithm, of values not below `least`.
#[must_use]
pub fn geometric_mean(values: impl IntoIterator<Item = f64>, least: f64) -> f64 {
    let (mut sum, mut count) = (0.0_f64, 0.0_f64);
    for value in values {
        sum += value.max(least).ln();
        count += 1.0;
    }
    (sum / count).exp()
}

/// The value below which a share (0 to 1) of the values lies, linear between neighbours (Hyndman &
/// Fan 1996, type 7); NaN of none.
#[must_use]
pub fn quantile(values: impl IntoIterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else { return f64::NAN };
    let at = share * last as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the last index"
    )]
    let below = at.floor() as usize;
    let above = (below + 1).min(last);
    values[below] + (at - at.floor()) * (values[above] - values[below])
}

/// Final misfits of many runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Misfits {
    /// Geometric mean of the first fifty.
    pub fifty: f64,
    /// Geometric mean of all.
    pub all: f64,
    /// Median and quartiles: 25 %, 50 %, 75 %.
    pub quartiles: [f64; 3],
    /// Least, median and greatest geometric mean of the batches of fifty.
    pub batches: [f64; 3],
}

impl Misfits {
    /// Of whole batches of fifty runs.
    #[must_use]
    pub fn of(runs: &[Run]) -> Self {
        let misfits = |runs: &[Run]| runs.iter().map(|run| run.misfit).collect::<Vec<_>>();
        let mean = |runs: &[Run]| geometric_mean(misfits(runs), LEAST_MISFIT);
        let batches: Vec<f64> = runs.chunks_exact(BATCH).map(mean).collect();
        let of_batches = |share| quantile(batches.iter().copied(), share);
        Self {
            fifty: batches.first().copied().unwrap_or(f64::NAN),
            all: mean(runs),
            quartiles: [0.25, 0.5, 0.75].map(|share| quantile(misfits(runs), share)),
            batches: [0.0, 0.5, 1.0].map(of_batches),
        }
    }

    /// Whether a geometric mean of fifty runs lies among those of our batches.
    #[must_use]
    pub fn hold(&self, paper: f64) -> bool {
        let [least, _, greatest] = self.batches;
        (least..=greatest).contains(&paper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_quantiles() {
        assert!((geometric_mean([1e-2, 1e2, 0.0], 1e-3) - 1e-1).abs() < 1e-15);
        assert!((quantile([4.0, 1.0, 2.0, 3.0], 0.5) - 2.5).abs() < 1e-15);
        assert!((quantile([5.0], 0.25) - 5.0).abs() < 1e-15);
        assert!(quantile([], 0.5).is_nan());
    }

    #[test]
    fn batches_hold_what_lies_between_them() {
        let run = |misfit| Run { misfit, place: [0.0; 2], rate: 1.0, evaluations: 1, seconds: 0.0 };
        let runs: Vec<Run> =
            [1e-3, 1e-5, 1e-4].into_iter().flat_map(|misfit| vec![run(misfit); BATCH]).collect();
        let misfits = Misfits::of(&runs);
        assert!(misfits.hold(2e-4) && !misfits.hold(2e-3) && !misfits.hold(f64::NAN));
        assert!((misfits.all / 1e-4 - 1.0).abs() < 1e-12);
        assert!((misfits.fifty / 1e-3 - 1.0).abs() < 1e-12);
    }
}
