//! What Gao et al. (2024), Int. J. Hydrogen Energy 61, 137-161,
//! <https://doi.org/10.1016/j.ijhydene.2024.02.296>, print.

use davylamp::uhs::NoiseLevel;

/// Table 1: scaled mass and volume of four leaks, true and inferred, with 4 stations:
/// `[mass, inferred mass, volume, inferred volume]`.
pub const TABLE_1: [[f64; 4]; 4] = [
    [0.277_951_4, 0.325_599_9, 0.387_875_8, 0.460_080_0],
    [0.600_199_3, 0.599_849_9, 0.738_287_5, 0.745_724_2],
    [0.792_541_3, 0.775_442_2, 0.816_465_9, 0.804_899_3],
    [0.474_540_4, 0.487_915_2, 0.500_896_2, 0.530_105_6],
];

/// Table 2: R² of the validation samples, `[stations][label][noise]`, stations 4, 8, 16, labels in the
/// order of [`Labels::NAMES`](davylamp::uhs::Labels::NAMES), noise none, weak, strong.
const TABLE_2: [[[f64; 3]; 6]; 3] = [
    [
        [0.995, 0.992, 0.987],
        [0.996, 0.993, 0.987],
        [0.969, 0.933, 0.837],
        [0.974, 0.941, 0.874],
        [0.876, 0.794, 0.673],
        [0.846, 0.739, 0.544],
    ],
    [
        [0.997, 0.995, 0.993],
        [0.997, 0.995, 0.992],
        [0.985, 0.958, 0.907],
        [0.983, 0.964, 0.917],
        [0.926, 0.870, 0.721],
        [0.905, 0.830, 0.621],
    ],
    [
        [0.998, 0.995, 0.991],
        [0.998, 0.995, 0.990],
        [0.989, 0.972, 0.943],
        [0.983, 0.968, 0.940],
        [0.947, 0.895, 0.809],
        [0.935, 0.861, 0.747],
    ],
];

/// Numbers of stations in Table 2.
pub const STATIONS: [usize; 3] = [4, 8, 16];

/// R² of x_min and x_max by HydrogenNet-1D, 4 stations, no noise: section 5.
pub const ONE_D: [f64; 2] = [0.916, 0.896];

/// The largest error of a scaled label with 4 stations, in the volume: section 4.
pub const LARGEST_ERROR: f64 = 0.254;

/// The cells of Table 2 for a number of stations and a level of noise, one a label.
#[must_use]
pub fn table_2(stations: usize, level: NoiseLevel) -> Option<[f64; 6]> {
    let at = STATIONS.iter().position(|count| *count == stations)?;
    let column = match level {
        NoiseLevel::None => 0,
        NoiseLevel::Weak => 1,
        NoiseLevel::Strong => 2,
    };
    Some(TABLE_2[at].map(|row| row[column]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the text says of the table: more stations and less noise are never worse by more than a
    /// hundredth.
    #[test]
    fn the_table_is_typed_as_printed() {
        for (at, stations) in STATIONS.iter().enumerate() {
            let [none, weak, strong] =
                NoiseLevel::ALL.map(|level| table_2(*stations, level).unwrap_or_default());
            for label in 0..6 {
                assert!(none[label] >= weak[label] && weak[label] >= strong[label]);
                if at > 0 {
                    assert!(TABLE_2[at][label][0] >= TABLE_2[at - 1][label][0]);
                }
            }
        }
        assert!(table_2(5, NoiseLevel::None).is_none());
    }
}
