//! The discrete wavelet transform of Haar.

/// Features of a series: its approximation after `levels` steps of Haar's transform, then the root of
/// the energy of the details of each step.
///
/// $$ a_k = \frac{x_{2k} + x_{2k+1}}{\sqrt 2}, \qquad d_k = \frac{x_{2k} - x_{2k+1}}{\sqrt 2} $$
///
/// A series of odd length is made even by its last value once more. Mallat (1989),
/// doi:10.1109/34.192463, with the filters of Haar (1910), doi:10.1007/BF01456326.
pub(super) fn features(series: &[f64], levels: usize) -> Vec<f64> {
    let mut approximation = series.to_vec();
    let mut energies = Vec::with_capacity(levels);
    for _ in 0..levels {
        let pairs = approximation.chunks(2).map(|pair| [pair[0], pair[pair.len() - 1]]);
        let energy: f64 = pairs.clone().map(|[a, b]| (a - b).powi(2) / 2.0).sum();
        energies.push(energy.sqrt());
        approximation = pairs.map(|[a, b]| (a + b) * std::f64::consts::FRAC_1_SQRT_2).collect();
    }
    approximation.extend(energies);
    approximation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn energy_is_kept() {
        let series: Vec<f64> = (0..32).map(|i| f64::from(i * i % 17)).collect();
        let energy = |values: &[f64]| values.iter().map(|v| v * v).sum::<f64>();
        for levels in 0..=5 {
            // The approximation and all details are an orthonormal change of axes.
            let found = energy(&features(&series, levels));
            assert!((found - energy(&series)).abs() < 1e-12 * found);
        }
    }

    #[test]
    fn a_constant_has_no_details() {
        let found = features(&[3.0; 6], 2);
        // Six values, three, then two (the last one once more).
        assert_eq!(found.len(), 2 + 2);
        assert!(found[..2].iter().all(|a| (a - 6.0).abs() < 1e-14), "{found:?}");
        assert!(found[2..].iter().all(|d| d.abs() < 1e-14), "{found:?}");
    }
}
