//! The numbers that the paper prints, tables 8 to 18.

use davylamp::optim::Method;

/// What a table gives for a method or a setting: geometric means of fifty runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Printed {
    /// Time of fifty runs, s (MATLAB R2020a, Intel i5-9400F).
    pub seconds: f64,
    /// Place (m) and rate (kg/s).
    pub estimate: [f64; 3],
    /// The final misfit, kg²/m⁶.
    pub misfit: f64,
}

/// The three parks: cells along a side.
pub const PARKS: [u32; 3] = [4, 3, 2];

/// Tables 8, 9 and 10: OMO with 16, 9 and 4 sensors.
pub const QUALITATIVE: [Printed; 3] = [
    Printed { seconds: 12.743, estimate: [8.158, 15.020, 79.045], misfit: 2.464e-15 },
    Printed { seconds: 10.304, estimate: [8.287, 15.444, 76.909], misfit: 2.356e-13 },
    Printed { seconds: 8.644, estimate: [10.725, 14.190, 84.612], misfit: 5.694e-23 },
];

/// What an independent program of the same reconstruction gave over 1000 runs with 16, 9 and 4
/// sensors, before this crate was written: a check on the program, not on the paper.
pub const RECONSTRUCTION: [f64; 3] = [7.7e-16, 7.0e-14, 4.2e-20];

/// Table 11: OMO stopped at 1e-10, 16 sensors.
pub const STOPPED: Printed =
    Printed { seconds: 6.697, estimate: [8.285, 15.069, 79.896], misfit: 2.029e-10 };

/// Where table 11 stops.
pub const PRECISION: f64 = 1e-10;

/// Table 12: predators, misfit, time of fifty runs (s).
pub const BY_POPULATION: [(usize, f64, f64); 10] = [
    (3, 8.450e-6, 1.678),
    (5, 2.130e-7, 2.490),
    (8, 9.622e-10, 3.712),
    (10, 3.253e-10, 4.561),
    (15, 1.187e-11, 6.591),
    (20, 7.940e-13, 8.680),
    (25, 7.228e-15, 10.723),
    (30, 2.464e-15, 12.743),
    (50, 2.339e-16, 21.753),
    (100, 4.073e-17, 42.479),
];

/// Table 13: iterations, misfit, time of fifty runs (s).
pub const BY_ITERATIONS: [(usize, f64, f64); 7] = [
    (50, 1.384e-10, 2.249),
    (100, 1.457e-13, 4.405),
    (200, 3.067e-14, 8.623),
    (300, 2.464e-15, 12.743),
    (400, 7.305e-16, 16.975),
    (500, 4.157e-16, 21.311),
    (1000, 5.238e-16, 43.213),
];

/// Table 14: SH, SR, misfit; 20 predators, 100 iterations; the best six and the worst six of a
/// million.
pub const BY_SPEED: [(f64, f64, f64); 12] = [
    (4.0, 6.0, 1.447e-11),
    (2.0, 33.0, 1.690e-11),
    (2.0, 43.0, 2.405e-11),
    (1.0, 52.0, 2.683e-11),
    (1.0, 33.0, 3.602e-11),
    (1.0, 371.0, 3.679e-11),
    (422.0, 440.0, 4.382e-4),
    (709.0, 469.0, 4.384e-4),
    (495.0, 844.0, 4.396e-4),
    (869.0, 42.0, 6.804e-4),
    (865.0, 76.0, 7.124e-4),
    (973.0, 329.0, 7.846e-4),
];

/// Table 15: ratio of signal to noise (dB), place and rate, misfit; SH = 4, SR = 6.
pub const BY_NOISE: [(f64, [f64; 3], f64); 11] = [
    (0.0, [14.916, 12.956, 61.406], 5.565e-2),
    (0.3, [15.173, 14.886, 54.400], 6.340e-2),
    (0.6, [11.520, 13.130, 82.052], 3.102e-2),
    (1.0, [12.125, 13.927, 57.669], 2.614e-2),
    (5.0, [11.808, 14.294, 78.303], 1.128e-2),
    (10.0, [9.047, 14.618, 73.611], 3.658e-3),
    (15.0, [9.563, 15.179, 71.538], 1.071e-3),
    (20.0, [7.383, 14.727, 77.701], 3.932e-4),
    (30.0, [8.405, 15.271, 80.032], 8.574e-5),
    (50.0, [8.175, 14.979, 79.100], 4.209e-7),
    (100.0, [7.906, 14.848, 81.372], 3.680e-11),
];

/// The methods of tables 16 to 18, in their order.
pub const RIVALS: [Method; 10] = [
    Method::Omo,
    Method::Ps,
    Method::Sa,
    Method::Pso,
    Method::Ga,
    Method::De,
    Method::Hho,
    Method::Gwo,
    Method::Ssa,
    Method::Woa,
];

const fn printed(seconds: f64, estimate: [f64; 3], misfit: f64) -> Printed {
    Printed { seconds, estimate, misfit }
}

/// Tables 16, 17 and 18: the ten methods with 16, 9 and 4 sensors.
pub const COMPARISON: [[Printed; 10]; 3] = [
    [
        QUALITATIVE[0],
        printed(4.910, [6.207, 14.501, 62.406], 2.309e-6),
        printed(3.028, [5.565, 10.905, 43.929], 9.492e-3),
        printed(2.223, [7.410, 14.175, 83.694], 5.625e-8),
        printed(6.049, [6.379, 13.890, 75.824], 3.302e-4),
        printed(10.129, [7.435, 15.028, 81.038], 3.697e-13),
        printed(12.373, [8.528, 14.530, 76.953], 8.531e-7),
        printed(13.196, [5.276, 14.740, 83.620], 2.712e-7),
        printed(13.514, [6.849, 15.026, 84.956], 6.317e-9),
        printed(13.160, [8.779, 13.188, 76.095], 2.434e-5),
    ],
    [
        QUALITATIVE[1],
        printed(4.429, [4.111, 12.990, 95.762], 9.689e-7),
        printed(2.990, [10.667, 12.908, 52.081], 6.450e-4),
        printed(1.638, [9.549, 13.352, 90.098], 5.182e-8),
        printed(3.867, [5.668, 13.661, 79.938], 6.226e-6),
        printed(8.406, [8.854, 15.001, 85.554], 1.459e-11),
        printed(10.263, [9.644, 15.533, 73.722], 2.012e-7),
        printed(11.170, [1.855, 10.150, 92.250], 4.987e-7),
        printed(11.364, [7.312, 13.190, 83.853], 1.960e-7),
        printed(11.083, [4.460, 12.100, 83.342], 3.161e-4),
    ],
    [
        QUALITATIVE[2],
        printed(3.206, [2.677, 7.641, 127.404], 1.401e-11),
        printed(2.954, [12.369, 15.168, 43.551], 1.384e-6),
        printed(1.341, [2.101, 9.720, 106.466], 5.373e-10),
        printed(3.046, [6.126, 10.597, 100.159], 3.371e-10),
        printed(7.219, [4.446, 9.392, 101.978], 1.075e-11),
        printed(8.833, [10.669, 15.472, 58.645], 9.049e-19),
        printed(9.301, [3.628, 19.127, 80.567], 5.915e-12),
        printed(9.536, [12.061, 8.076, 104.305], 7.136e-14),
        printed(9.390, [4.878, 11.870, 72.035], 2.514e-9),
    ],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::park::{RATE, SOURCE};

    /// The relative errors that the paper prints beside its estimates follow from them: a check on
    /// the typing. Tables 8 to 10, and a few rows of 16 to 18 (in others the paper's own numbers do not
    /// agree with each other).
    #[test]
    fn estimates_give_the_printed_errors() {
        let errors = |printed: Printed| {
            let truth = [SOURCE[0], SOURCE[1], RATE];
            [0, 1, 2].map(|j| 100.0 * (printed.estimate[j] - truth[j]).abs() / truth[j])
        };
        let rows = [
            (QUALITATIVE[0], [1.971, 0.131, 1.193]),
            (QUALITATIVE[1], [3.593, 2.960, 3.864]),
            (QUALITATIVE[2], [34.068, 5.401, 5.765]),
            (STOPPED, [3.568, 0.459, 0.131]),
            (COMPARISON[0][1], [22.418, 3.326, 21.993]),
            (COMPARISON[0][5], [7.064, 0.186, 1.298]),
            (COMPARISON[1][9], [44.252, 19.336, 4.178]),
            (COMPARISON[2][8], [50.768, 46.160, 30.382]),
        ];
        for (printed, expected) in rows {
            for (error, expected) in errors(printed).into_iter().zip(expected) {
                // Estimates have three decimals: half of the last is up to 0.007 % of 8 m.
                assert!((error - expected).abs() < 0.008, "{error} against {expected}");
            }
        }
    }
}
