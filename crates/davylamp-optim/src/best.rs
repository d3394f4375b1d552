//! The order of values, with NaN (infeasible) worse than any number, and the best point so far.

use std::cmp::Ordering;

/// Whether `a` is strictly better than `b`.
#[inline]
pub(crate) fn better(a: f64, b: f64) -> bool {
    a < b || (b.is_nan() && !a.is_nan())
}

/// Better first, NaN last.
#[inline]
pub(crate) fn by_value(a: f64, b: f64) -> Ordering {
    if better(a, b) {
        Ordering::Less
    } else if better(b, a) {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

/// A value and the number of whose it is, in the order of [`by_value`] and then of the numbers: one
/// integer, which sorts several times as fast as two looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank(u128);

impl Rank {
    #[inline]
    pub(crate) fn new(value: f64, number: usize) -> Self {
        const SIGN: u64 = 1 << 63;
        // Adding 0 turns -0 into 0, which it equals. The bits of negative numbers fall as they grow.
        let key = match (value + 0.0).to_bits() {
            _ if value.is_nan() => u64::MAX,
            bits if bits & SIGN == 0 => bits | SIGN,
            bits => !bits,
        };
        Self(u128::from(key) << 64 | number as u128)
    }

    /// Whose value it is: the lower half.
    #[inline]
    pub(crate) fn number(self) -> usize {
        self.0 as usize
    }
}

/// The best point so far; its value is NaN before any feasible one.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Best {
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::many"))]
    x: Vec<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::bits::one"))]
    value: f64,
}

impl Best {
    pub(crate) fn new(dim: usize) -> Self {
        Self { x: vec![0.0; dim], value: f64::NAN }
    }

    pub(crate) fn dim(&self) -> usize {
        self.x.len()
    }

    /// Takes `x` if it is strictly better; says whether it did.
    #[inline]
    pub(crate) fn offer(&mut self, x: &[f64], value: f64) -> bool {
        let wins = better(value, self.value);
        if wins {
            self.x.copy_from_slice(x);
            self.value = value;
        }
        wins
    }

    /// Offers each point of `points`, `[n][dim]`.
    #[inline]
    pub(crate) fn offer_all(&mut self, points: &[f64], values: &[f64]) {
        let dim = self.dim();
        for (k, &value) in values.iter().enumerate() {
            self.offer(&points[k * dim..][..dim], value);
        }
    }

    #[inline]
    pub(crate) fn get(&self) -> Option<(&[f64], f64)> {
        (!self.value.is_nan()).then_some((self.x.as_slice(), self.value))
    }

    #[cfg(feature = "serde")]
    pub(crate) fn check(&self, dim: usize) -> Result<(), crate::OptimError> {
        crate::error::check_state("best", self.x.len(), dim)
    }
}

#[cfg(test)]
mod tests {
    use super::{Best, Ordering, Rank, better, by_value};

    #[test]
    fn nan_is_worse_than_any_number() {
        assert!(better(1.0, f64::NAN) && better(f64::INFINITY, f64::NAN));
        assert!(!better(f64::NAN, 1.0) && !better(f64::NAN, f64::NAN));
        assert!(!better(1.0, 1.0) && better(f64::NEG_INFINITY, 1.0));
        assert_eq!(by_value(f64::NAN, f64::INFINITY), Ordering::Greater);
        assert_eq!(by_value(f64::NAN, f64::NAN), Ordering::Equal);
    }

    #[test]
    fn ranks_are_in_the_order_of_values_and_numbers() {
        let (tiny, nan) = (f64::from_bits(1), f64::NAN);
        let values = [f64::NEG_INFINITY, -1.5, -1.0, -tiny, -0.0, 0.0, tiny, 2.0, f64::MAX];
        let values = [&values[..], &[f64::INFINITY, nan, -nan, 0.0, -0.0]].concat();
        for (a, &one) in values.iter().enumerate() {
            for (b, &other) in values.iter().enumerate() {
                let (left, right) = (Rank::new(one, a), Rank::new(other, b));
                assert_eq!(left.cmp(&right), by_value(one, other).then(a.cmp(&b)), "{one} {other}");
                assert_eq!(right.number(), b);
            }
        }
    }

    #[test]
    fn the_first_of_equals_stays() {
        let mut best = Best::new(1);
        assert_eq!(best.get(), None);
        best.offer_all(&[1.0, 2.0, 3.0], &[f64::NAN, 5.0, 5.0]);
        assert_eq!(best.get(), Some(([2.0].as_slice(), 5.0)));
    }
}
