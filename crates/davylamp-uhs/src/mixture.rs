//! A cell of several rocks.

/// Rocks in one cell, by their shares of its volume.
///
/// Density is the arithmetic mean, and both moduli, $\rho V_p^2$ and $\rho V_s^2$, are harmonic
/// means: an interface that crosses a cell then lies where it is to the second order of the spacing
/// (Moczo et al. 2002, doi:10.1785/0120010167, harmonic and arithmetic averages over the cell).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mixture {
    share: f64,
    rho: f64,
    compressional_compliance: f64,
    shear_compliance: f64,
    /// The rock, where all shares are of one.
    only: Option<[f64; 3]>,
}

impl Mixture {
    pub(crate) fn add(&mut self, share: f64, rock: [f64; 3]) {
        if share <= 0.0 {
            return;
        }
        let [vp, vs, rho] = rock;
        #[expect(clippy::float_cmp, reason = "the same rock has the same bits")]
        let same = |before: &[f64; 3]| *before == rock;
        self.only = if self.share > 0.0 { self.only.filter(same) } else { Some(rock) };
        self.share += share;
        self.rho += share * rho;
        self.compressional_compliance += share / (rho * vp * vp);
        self.shear_compliance += share / (rho * vs * vs);
    }

    /// `[vp, vs, rho]`; NaN where nothing was added, or NaN.
    pub(crate) fn rock(&self) -> [f64; 3] {
        if let Some(rock) = self.only {
            return rock;
        }
        let rho = self.rho / self.share;
        let speed = |compliance: f64| (self.share / (compliance * rho)).sqrt();
        [speed(self.compressional_compliance), speed(self.shear_compliance), rho]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::float_cmp, reason = "where bits are compared, bits are meant")]
    #[test]
    fn one_rock_stays_what_it_is() {
        let rock = [2330.1, 1065.3, 2126.7];
        let mut mixture = Mixture::default();
        mixture.add(0.3, rock);
        mixture.add(0.7, rock);
        assert_eq!(mixture.rock(), rock);
    }

    #[test]
    fn moduli_are_harmonic_and_density_arithmetic() {
        let mut mixture = Mixture::default();
        mixture.add(0.5, [2000.0, 1000.0, 2000.0]);
        mixture.add(0.5, [3000.0, 0.0, 1000.0]);
        let [vp, vs, rho] = mixture.rock();
        // 8e9 and 9e9 Pa: 144/17 e9.
        assert!((rho - 1500.0).abs() < 1e-9);
        assert!((vp - (144e9 / 17.0 / 1500.0_f64).sqrt()).abs() < 1e-9);
        assert!(vs.abs() < f64::MIN_POSITIVE); // a fluid carries no shear
        assert!(Mixture::default().rock()[0].is_nan());
    }
}
