//! How good predictions are.

/// The coefficient of determination of one label over a set of samples.
///
/// $$ R^2 = 1 - \frac{\sum_i (y_i - \hat y_i)^2}{\sum_i (y_i - \bar y)^2} $$
///
/// One for perfect predictions, zero for predicting the mean, negative for worse. NaN where all
/// `truths` are equal or there are none.
///
/// # Examples
/// ```
/// use davylamp_nets::r_squared;
///
/// assert_eq!(r_squared(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]), 1.0);
/// assert_eq!(r_squared(&[1.0, 2.0, 3.0], &[2.0, 2.0, 2.0]), 0.0);
/// ```
///
/// # References
/// Gao et al. (2024), equation 25.
#[must_use]
pub fn r_squared(truths: &[f64], predictions: &[f64]) -> f64 {
    let mean = truths.iter().sum::<f64>() / truths.len() as f64;
    let off: f64 = truths.iter().zip(predictions).map(|(y, p)| (y - p).powi(2)).sum();
    let spread: f64 = truths.iter().map(|y| (y - mean).powi(2)).sum();
    if spread > 0.0 { 1.0 - off / spread } else { f64::NAN }
}

/// [`r_squared`] of each label; rows are samples.
///
/// # Examples
/// ```
/// use davylamp_nets::r_squared_by_label;
///
/// let truths = [vec![0.0, 1.0], vec![1.0, 3.0]];
/// let predictions = [vec![0.0, 2.0], vec![1.0, 2.0]];
/// assert_eq!(r_squared_by_label(&truths, &predictions), [1.0, 0.0]);
/// ```
#[must_use]
pub fn r_squared_by_label(truths: &[Vec<f64>], predictions: &[Vec<f64>]) -> Vec<f64> {
    let labels = truths.first().map_or(0, Vec::len);
    let column = |rows: &[Vec<f64>], at: usize| -> Vec<f64> {
        rows.iter().filter_map(|row| row.get(at).copied()).collect()
    };
    (0..labels).map(|at| r_squared(&column(truths, at), &column(predictions, at))).collect()
}

/// The mean of squared differences over all samples and labels.
pub(crate) fn mean_square(truths: &[Vec<f64>], predictions: &[Vec<f64>]) -> f64 {
    let pairs = || truths.iter().flatten().zip(predictions.iter().flatten());
    pairs().map(|(y, p)| (y - p).powi(2)).sum::<f64>() / pairs().count() as f64
}
