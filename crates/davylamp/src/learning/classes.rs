//! Classes that a network told, against the true ones.

use davylamp_nets::{Confusion, NetsError};
use davylamp_traits::Samples;
use serde_json::{Value, json};

/// The name of a number, and how it follows from a confusion.
///
/// # Examples
/// ```
/// use davylamp::learning::METRICS;
/// use davylamp::nets::Confusion;
///
/// let confusion = Confusion::of(2, &[0, 1], &[0, 0])?;
/// let (name, of) = METRICS[0];
/// assert_eq!((name, of(&confusion)), ("accuracy", 0.5));
/// # Ok::<(), davylamp::nets::NetsError>(())
/// ```
pub type Metric = (&'static str, fn(&Confusion) -> f64);

/// What telling classes is worth, as in Table 1 of Wang et al. (2024); all but the accuracy are means over
/// the classes.
pub const METRICS: [Metric; 4] = [
    ("accuracy", Confusion::accuracy),
    ("precision", Confusion::precision),
    ("recall", Confusion::recall),
    ("F1", Confusion::f1),
];

/// Classes by falling probability; of equal ones the first comes first.
#[must_use]
pub fn likeliest(probabilities: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|a, b| probabilities[*b].total_cmp(&probabilities[*a]));
    order
}

/// The likeliest class; 0 of none.
#[must_use]
pub fn told(probabilities: &[f64]) -> usize {
    likeliest(probabilities).first().copied().unwrap_or(0)
}

/// The true classes of samples that a network has read, so that each is a whole number in range.
///
/// # Errors
/// [`NetsError::Read`] of a sample that cannot be read.
pub fn true_classes(samples: &dyn Samples, indices: &[usize]) -> Result<Vec<usize>, NetsError> {
    let rows = super::truths(samples, indices)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "see above")]
    let class = |row: &Vec<f64>| row.first().copied().unwrap_or(f64::NAN) as usize;
    Ok(rows.iter().map(class).collect())
}

/// How many samples, and what telling their classes is worth; null without samples.
#[must_use]
pub fn metrics(samples: usize, confusion: &Confusion) -> Value {
    if samples == 0 {
        return Value::Null;
    }
    let mut object = json!({ "samples": samples });
    for (name, of) in METRICS {
        object[name.to_lowercase()] = json!(of(confusion));
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_come_first() {
        assert_eq!(likeliest(&[0.1, 0.4, 0.1, 0.4]), [1, 3, 0, 2]);
        assert_eq!([told(&[0.2, 0.8]), told(&[0.5, 0.5]), told(&[])], [1, 0, 0]);
    }

    #[test]
    fn nothing_is_worth_null() {
        let none = Confusion::of(2, &[], &[]).unwrap();
        assert_eq!(metrics(0, &none), Value::Null);
        let one = Confusion::of(2, &[1], &[1]).unwrap();
        let expected = json!({
            "samples": 1, "accuracy": 1.0, "precision": 0.5, "recall": 0.5, "f1": 0.5,
        });
        assert_eq!(metrics(1, &one), expected);
    }
}
