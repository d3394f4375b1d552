//! That the networks learn, and what they have to beat.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::ops::ControlFlow;

use burn::tensor::Device;
use common::{BY_HEART, Pulses, by_heart, card, small, small_1d, training};
use davylamp_nets::{
    MeanBaseline, RidgeBaseline, Schedule, Split, Training, TrainingConfig, r_squared_by_label,
};
use davylamp_traits::{SampleError, Samples};

/// One batch that is seen over and over.
#[test]
fn one_batch_is_learnt_by_heart() {
    let samples = Pulses::new(32);
    for network in [small(), small_1d()] {
        let history =
            by_heart(network, &samples).run(&mut |_| ControlFlow::Continue(())).unwrap().history;
        let last = history.last().unwrap().train_loss;
        assert!(last < BY_HEART, "{last:e}");
    }
}

/// The places of pulses are no linear function of the pixels: the network is ahead of the line, and
/// both of the mean.
#[test]
fn the_network_beats_the_line_and_the_line_the_mean() {
    let samples = Pulses::new(360);
    let split = Split::random(360, [240, 60, 60], 1).unwrap();
    let test = split.test.clone();
    let truths: Vec<Vec<f64>> =
        test.iter().map(|&index| Pulses::labels(index).map(f64::from).to_vec()).collect();
    let mean = MeanBaseline::fit(&samples, &split.train).unwrap().predict(test.len());
    let ridge = RidgeBaseline::fit(&samples, &split.train, &split.validation).unwrap();
    let line = ridge.predict(&samples, &test).unwrap();
    let trained = Training {
        network: small(),
        data: card(),
        samples: &samples,
        split,
        config: TrainingConfig::default()
            .with_epochs(40)
            .with_batch_size(16)
            .with_learning_rate(3e-3),
        device: Device::flex(),
        folder: None,
    }
    .run(&mut |_| ControlFlow::Continue(()))
    .unwrap();
    let network = trained.best.fractions(&samples, &test).unwrap();
    let [mean, line, network] = [mean, line, network].map(|p| r_squared_by_label(&truths, &p));
    for label in 0..3 {
        assert!(mean[label] <= 0.0, "{mean:?}");
        assert!(line[label] > 0.1, "{line:?}");
        assert!(network[label] > 0.95, "{network:?}");
        assert!(network[label] > line[label], "{network:?} beside {line:?}");
    }
}

/// Labels that are a line of the pixels are found by the line.
#[test]
fn the_line_finds_a_line() {
    struct Lines;
    impl Samples for Lines {
        fn len(&self) -> usize {
            60
        }
        fn image_shape(&self) -> &[usize] {
            &[4, 3]
        }
        fn label_shape(&self) -> &[usize] {
            &[2]
        }
        fn read(&self, i: usize, image: &mut [f32], y: &mut [f32]) -> Result<(), SampleError> {
            for (at, pixel) in image.iter_mut().enumerate() {
                *pixel = (((i + 1) * (at + 3)) as f32 * 0.7).sin();
            }
            y.copy_from_slice(&[0.3 + 0.1 * image[0] - 0.2 * image[5], 0.5 * image[11]]);
            Ok(())
        }
    }
    let (train, rest): (Vec<usize>, Vec<usize>) = (0..60).partition(|index| *index < 30);
    let ridge = RidgeBaseline::fit(&Lines, &train, &rest[..15]).unwrap();
    // Without noise the weakest penalty is the best. It shrinks what varies a thousandth as much as
    // the rest, in squares, by a thousandth.
    assert!((ridge.strength() - RidgeBaseline::STRENGTHS[0]).abs() < 1e-12);
    for (row, &index) in ridge.predict(&Lines, &rest).unwrap().iter().zip(&rest) {
        let (mut image, mut labels) = ([0.0; 12], [0.0; 2]);
        Lines.read(index, &mut image, &mut labels).unwrap();
        for (found, truth) in row.iter().zip(labels) {
            assert!((found - f64::from(truth)).abs() < 1e-3, "{found} {truth}");
        }
    }
}

#[test]
fn training_stops_when_validation_does_not_improve() {
    let samples = Pulses::new(32);
    let mut all = training(&samples, 200);
    // Far too fast to get better for long.
    all.config =
        all.config.with_learning_rate(0.3).with_schedule(Schedule::Constant).with_patience(3);
    let mut called = 0;
    let trained = all.run(&mut |_| {
        called += 1;
        ControlFlow::Continue(())
    });
    let history = trained.unwrap().history;
    assert_eq!(called, history.len());
    assert!(history.len() < 200);
    let losses: Vec<f64> = history.iter().map(|epoch| epoch.validation_loss).collect();
    let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
    let best = losses.iter().position(|loss| loss.to_bits() == least.to_bits()).unwrap();
    assert_eq!(history.len() - 1 - best, 3);
}

/// Samples of the test part are never read, and the best weights are those of the best epoch.
#[test]
fn the_test_part_is_never_read() {
    let mut samples = Pulses::new(40);
    let split = Split::random(40, [24, 8, 8], 3).unwrap();
    samples.hidden.clone_from(&split.test);
    let trained = Training { split: split.clone(), ..training(&samples, 4) }
        .run(&mut |_| ControlFlow::Continue(()))
        .unwrap();
    let predictions = trained.best.fractions(&samples, &split.validation).unwrap();
    let loss: f64 = split
        .validation
        .iter()
        .zip(&predictions)
        .flat_map(|(&index, row)| {
            let truths = Pulses::labels(index).map(f64::from);
            row.iter().zip(truths).map(|(p, y)| (p - y).powi(2)).collect::<Vec<_>>()
        })
        .sum::<f64>()
        / (8.0 * 3.0);
    let losses = trained.history.iter().map(|epoch| epoch.validation_loss);
    assert!((loss - losses.fold(f64::INFINITY, f64::min)).abs() < 1e-12);
    // What the model says of its errors is of the same samples: of eight no nine in ten.
    let validation = trained.best.validation().unwrap();
    let squares = validation.errors.iter().map(|error| error.rms.powi(2)).sum::<f64>() / 3.0;
    assert!((squares - loss).abs() < 1e-12);
    assert_eq!((validation.samples, validation.errors[0].nine_in_ten), (8, None));
    assert!(trained.best.fractions(&samples, &split.test).is_err());
}
