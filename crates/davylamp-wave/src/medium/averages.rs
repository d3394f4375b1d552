//! What a cell of several materials is to waves that are longer.
//!
//! Backus (1962), doi:10.1029/JZ067i011p04427, for layers across z:
//!
//! ```text
//! C33 = <1/C33>^-1    C13 = <C13/C33> C33    C11 = <C11 - C13^2/C33> + <C13/C33>^2 C33
//! C55 = <1/C55>^-1    rho = <rho>
//! ```

/// Density and stiffness at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stiffness {
    pub(super) rho: f64,
    pub(super) c11: f64,
    pub(super) c13: f64,
    pub(super) c33: f64,
    pub(super) c55: f64,
}

impl Stiffness {
    /// The same with x and z exchanged.
    fn turned(self) -> Self {
        Self { c11: self.c33, c33: self.c11, ..self }
    }
}

/// Harmonic mean; zero if one is.
#[allow(clippy::float_cmp, reason = "equal to the last bit is what is meant")]
pub(super) fn harmonic(values: &[f64]) -> f64 {
    // A node like its neighbours stays as it is, to the last bit.
    if values.iter().all(|value| *value == values[0]) {
        return values[0];
    }
    // 1/0 is infinite, and 1/infinite zero again.
    values.len() as f64 / values.iter().map(|value| value.recip()).sum::<f64>()
}

/// Mean density.
pub(super) fn density(samples: &[Stiffness]) -> f64 {
    samples.iter().map(|sample| sample.rho).sum::<f64>() / samples.len() as f64
}

/// Layers of equal thickness across z.
pub(super) fn pile(layers: &[Stiffness]) -> Stiffness {
    let share = (layers.len() as f64).recip();
    weighted_pile(layers.iter().map(|layer| (share, *layer)))
}

/// Columns of equal width.
pub(super) fn side_by_side(columns: &[Stiffness]) -> Stiffness {
    let share = (columns.len() as f64).recip();
    weighted_pile(columns.iter().map(|column| (share, column.turned()))).turned()
}

/// Layers across z, each with its share of the thickness.
pub(super) fn weighted_pile(layers: impl Iterator<Item = (f64, Stiffness)>) -> Stiffness {
    let (mut compliance, mut ratio, mut plane, mut shear, mut rho) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (share, layer) in layers {
        compliance += share / layer.c33;
        ratio += share * layer.c13 / layer.c33;
        plane += share * (layer.c11 - layer.c13 * layer.c13 / layer.c33);
        shear += share / layer.c55;
        rho += share * layer.rho;
    }
    let c33 = compliance.recip();
    Stiffness { rho, c11: plane + ratio * ratio * c33, c13: ratio * c33, c33, c55: shear.recip() }
}

#[cfg(test)]
mod tests {
    use super::{Stiffness, harmonic, pile, side_by_side};

    const SAND: Stiffness = Stiffness { rho: 2e3, c11: 9e9, c13: 3e9, c33: 9e9, c55: 3e9 };
    const CLAY: Stiffness = Stiffness { rho: 2.4e3, c11: 3e10, c13: 8e9, c33: 2e10, c55: 6e9 };

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 8.0 * f64::EPSILON * b.abs()
    }

    #[test]
    fn a_pile_of_one_material_is_that_material() {
        for average in [pile(&[CLAY; 3]), side_by_side(&[CLAY; 3])] {
            assert!(close(average.c11, CLAY.c11) && close(average.c33, CLAY.c33));
            assert!(close(average.c13, CLAY.c13) && close(average.c55, CLAY.c55));
        }
    }

    /// Across layers stresses are equal: compliances add up.
    #[test]
    fn across_layers_the_stiffness_is_harmonic() {
        let average = pile(&[SAND, CLAY]);
        assert!(close(average.c33, harmonic(&[SAND.c33, CLAY.c33])));
        let average = side_by_side(&[SAND, CLAY]);
        assert!(close(average.c11, harmonic(&[SAND.c11, CLAY.c11])));
    }

    #[test]
    fn a_fluid_in_a_cell_takes_its_shear_strength() {
        assert!(harmonic(&[3e9, 0.0, 3e9, 3e9]) == 0.0);
    }
}
