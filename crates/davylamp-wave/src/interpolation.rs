//! Sources and receivers anywhere: their weights on the nodes of a staggered field.
//!
//! Hicks (2002), Arbitrary source and receiver positioning in finite-difference schemes using Kaiser
//! windowed sinc functions, Geophysics 67, 156-166, doi:10.1190/1.1451454.

use crate::kaiser::windowed_sinc;

/// Half width in cells, and the window's shape for it, for wavelengths of four cells and more: Hicks
/// (2002), table 1, monopole, half the Nyquist wavenumber, radius 6.
const HALF_WIDTH: f64 = 6.0;
const BETA: f64 = 9.42;

/// Below this a weight is rounding: a node that a place does not need.
const NOTHING: f64 = 1e-14;

/// Nodes of the polynomial near a free surface: of seventh degree.
const POLYNOMIAL: usize = 8;

/// Indices and weights of nodes along an axis.
pub(crate) type Weights = Vec<(usize, f64)>;

/// Weights of the nodes `0..n` for a place counted in cells from the first one; what falls outside is
/// left out.
pub(crate) fn sinc(place: f64, n: usize) -> Weights {
    // On a node it is that node, with no rounding of the sinc's zeros.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a node of 0..n")]
    if place.fract() == 0.0 && (0.0..n as f64).contains(&place) {
        return vec![(place as usize, 1.0)];
    }
    let nodes = |i: &usize| (*i as f64 - place).abs() <= HALF_WIDTH;
    (0..n)
        .filter(nodes)
        .map(|i| (i, windowed_sinc(i as f64 - place, HALF_WIDTH, BETA)[0]))
        .filter(|(_, weight)| weight.abs() > NOTHING)
        .collect()
}

/// The same where there is nothing above the first node: near it, by the polynomial through the first
/// nodes, which needs none above.
pub(crate) fn below_surface(place: f64, n: usize) -> Weights {
    if place >= HALF_WIDTH || n < POLYNOMIAL {
        return sinc(place, n);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0..=6")]
    let first = ((place - 0.5 * POLYNOMIAL as f64).ceil().max(0.0) as usize).min(n - POLYNOMIAL);
    let nodes = first..first + POLYNOMIAL;
    nodes
        .clone()
        .map(|i| {
            let factor = |j: usize| (place - j as f64) / (i as f64 - j as f64);
            (i, nodes.clone().filter(|j| *j != i).map(factor).product())
        })
        .filter(|(_, weight): &(usize, f64)| weight.abs() > NOTHING)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{below_surface, sinc};

    #[test]
    fn on_a_node_it_is_that_node() {
        assert_eq!(sinc(7.0, 20), [(7, 1.0)]);
        assert_eq!(below_surface(0.0, 20), [(0, 1.0)]);
        assert_eq!(below_surface(3.0, 20), [(3, 1.0)]);
    }

    /// The window of radius 6 lets 94 dB through: 2e-5.
    #[test]
    fn a_wave_of_five_cells_comes_out_right() {
        for k in 0..40 {
            let place = 20.0 + 0.1 * f64::from(k);
            let wave = |x: f64| (0.4 * std::f64::consts::PI * x).cos();
            let sum: f64 = sinc(place, 60).iter().map(|(i, w)| w * wave(*i as f64)).sum();
            assert!((sum - wave(place)).abs() < 5e-5, "{place}: {}", sum - wave(place));
        }
    }

    #[test]
    fn the_polynomial_is_exact_to_the_seventh_degree() {
        for place in [-0.5, 0.2, 1.7, 4.4, 5.9] {
            let sum: f64 =
                below_surface(place, 30).iter().map(|(i, w)| w * (*i as f64).powi(7)).sum();
            let terms: f64 =
                below_surface(place, 30).iter().map(|(i, w)| (w * (*i as f64).powi(7)).abs()).sum();
            assert!((sum - place.powi(7)).abs() < 32.0 * f64::EPSILON * terms);
        }
    }
}
