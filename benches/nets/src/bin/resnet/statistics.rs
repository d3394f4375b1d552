//! Whether a difference is one.

use anyhow::Result;
use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, StudentsT};

pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The sample's standard deviation; NaN of less than two values.
pub(crate) fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

/// Two-sided probability of differences as large as these where the methods are equal: Student's t with
/// the variance corrected for training sets that overlap.
///
/// $$ t = \frac{\bar d}{\sqrt{(1/J + n_2/n_1) s^2}} $$
///
/// with J draws of n1 training and n2 test samples, J - 1 degrees of freedom. Nadeau & Bengio (2003),
/// doi:10.1023/A:1024068626366, equation 8 and section 5. One where all differences are zero.
pub(crate) fn corrected_t(differences: &[f64], [train, test]: [usize; 2]) -> Result<f64> {
    let draws = differences.len() as f64;
    let variance = deviation(differences).powi(2) * (1.0 / draws + test as f64 / train as f64);
    let mean = mean(differences);
    if variance == 0.0 {
        return Ok(if mean == 0.0 { 1.0 } else { 0.0 });
    }
    let t = StudentsT::new(0.0, 1.0, draws - 1.0)?;
    Ok(2.0 * t.sf((mean / variance.sqrt()).abs()))
}

/// McNemar's exact test: two-sided probability of so uneven a division of the samples that just one of two
/// methods tells rightly. McNemar (1947), doi:10.1007/BF02295996; exact as in Dietterich (1998),
/// doi:10.1162/089976698300017197, section 3.1, by the binomial distribution.
pub(crate) fn mcnemar(only_first: usize, only_second: usize) -> Result<f64> {
    let discordant = (only_first + only_second) as u64;
    let binomial = Binomial::new(0.5, discordant)?;
    Ok((2.0 * binomial.cdf(only_first.min(only_second) as u64)).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corrected_t_is_a_worked_example() {
        // Mean 2, variance 1, five draws of 10 and 5: t = 2 / sqrt(0.2 + 0.5) = 2.3905, four degrees of
        // freedom: the closed form of Student's distribution with 4 degrees gives p.
        let values = [-1.0, -0.5, 0.0, 0.5, 1.0].map(|z: f64| 2.0 + z * 1.6_f64.sqrt());
        assert!((deviation(&values) - 1.0).abs() < 1e-12);
        let t = 2.0 / 0.7_f64.sqrt();
        let part = t / (4.0 + t * t).sqrt();
        let p = 1.0 - (1.5 * part - 0.5 * part.powi(3));
        assert!((corrected_t(&values, [10, 5]).unwrap() - p).abs() < 1e-9);
        assert!((corrected_t(&[0.0; 3], [10, 5]).unwrap() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn mcnemar_is_a_coin() {
        // Ten throws, all the same: 2 / 1024.
        assert!((mcnemar(10, 0).unwrap() - 2.0 / 1024.0).abs() < 1e-12);
        assert!((mcnemar(3, 3).unwrap() - 1.0).abs() < 1e-12);
        assert!((mcnemar(0, 0).unwrap() - 1.0).abs() < 1e-12);
        // 1 of 5: (1 + 5) / 32, twice.
        assert!((mcnemar(1, 4).unwrap() - 0.375).abs() < 1e-12);
    }
}
