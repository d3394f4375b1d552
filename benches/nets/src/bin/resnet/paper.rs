//! Table 1 of Wang et al. (2024), as it is printed.

/// The methods in the order of the table.
pub(crate) const METHODS: [&str; 6] = ["K-DWT", "ANN", "SVM", "ELM", "LSTM", "ResNet"];

/// Samples of the paper: for training and for testing. Every accuracy of the table is a multiple of 1/52
/// or 1/22.
pub(crate) const SAMPLES: [usize; 2] = [52, 22];

/// Accuracy, precision, recall, F1, each for training and test.
pub(crate) const TABLE: [(&str, [[f64; 6]; 2]); 4] = [
    (
        "accuracy",
        [
            [0.8654, 0.9423, 0.8654, 0.8462, 1.0, 1.0],
            [0.6818, 0.7272, 0.6363, 0.7272, 0.7727, 0.8636],
        ],
    ),
    (
        "precision",
        [
            [0.8349, 0.7034, 0.7058, 0.7285, 1.0, 1.0],
            [0.6316, 0.7906, 0.8034, 0.7044, 0.7890, 0.7738],
        ],
    ),
    (
        "recall",
        [
            [0.7971, 0.7811, 0.7742, 0.7581, 1.0, 1.0],
            [0.7750, 0.7698, 0.8132, 0.7241, 0.8612, 0.8469],
        ],
    ),
    (
        "F1",
        [
            [0.7976, 0.7332, 0.7283, 0.7344, 1.0, 1.0],
            [0.7068, 0.7161, 0.8788, 0.7068, 0.7540, 0.7921],
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accuracies_are_whole_samples() {
        let (_, accuracy) = TABLE[0];
        for (values, samples) in accuracy.iter().zip(SAMPLES) {
            for value in values {
                let right = value * samples as f64;
                // Four digits, the last of some cut off instead of rounded.
                assert!((right - right.round()).abs() < 1e-4 * samples as f64, "{value}");
            }
        }
    }
}
