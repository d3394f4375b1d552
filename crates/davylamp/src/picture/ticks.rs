//! Round numbers along an axis.

use super::view::{decimals, minus, nice_step};

/// Round numbers along an axis.
pub(super) struct Ticks {
    low: f64,
    high: f64,
    step: f64,
}

impl Ticks {
    pub(super) fn of([low, high]: [f64; 2], length: f64, apart: f64) -> Self {
        Self { low, high, step: nice_step((high - low) / (length / apart).max(2.0)) }
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = (f64, String)> {
        let (first, step) = ((self.low / self.step).ceil(), self.step);
        let count = ((self.high / step).floor() - first).clamp(-1.0, 100.0) + 1.0;
        let decimals = decimals(step);
        (0..100).map(f64::from).take_while(move |i| *i < count).map(move |i| {
            // Adding 0.0 turns -0 into 0.
            let value = (first + i) * step + 0.0;
            (value, minus(&format!("{value:.decimals$}")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Ticks;

    #[test]
    fn numbers_read_well() {
        let labels: Vec<String> =
            Ticks::of([-0.5, 1.2], 300.0, 60.0).labels().map(|t| t.1).collect();
        assert_eq!(labels, ["\u{2212}0.5", "0.0", "0.5", "1.0"]);
    }
}
