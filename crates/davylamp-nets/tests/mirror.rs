//! What a model says of a sample is what it says of its mirror image.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::ops::ControlFlow;

use burn::tensor::Device;
use common::{Changed, Pulses, card, mirror, mirrored_card, training};
use davylamp_nets::{DataCard, Label, Mirror, Model, NetsError, Training};
use proptest::prelude::*;

#[test]
fn a_sample_and_its_mirror_image_are_told_alike() {
    let (samples, folder) = (Pulses::new(32), tempfile::tempdir().unwrap());
    let all =
        Training { data: mirrored_card(), folder: Some(folder.path()), ..training(&samples, 2) };
    let trained = all.run(&mut |_| ControlFlow::Continue(())).unwrap();
    let model = Model::load(folder.path(), &Device::flex()).unwrap();
    assert_eq!(model.data().mirror, Some(mirror()));
    let indices: Vec<usize> = (0..32).collect();
    let here = model.predict(&samples, &card(), &indices).unwrap();
    let turned = Changed(Pulses::new(32), |_, image: &mut [f32], labels: &mut [f32]| {
        mirror().image(image);
        labels[0] = 1.0 - labels[0];
    });
    let there = model.predict(&turned, &card(), &indices).unwrap();
    for (here, there) in here.iter().zip(&there) {
        // The same two numbers, added in another order, of labels up to 1.5e6.
        assert!((here[0] - (2000.0 - there[0])).abs() <= 1e-12 * 2000.0, "{here:?} {there:?}");
        assert!((here[1] - there[1]).abs() <= 1e-12 * 800.0, "{here:?} {there:?}");
        assert!((here[2] - there[2]).abs() <= 1e-12 * 1.5e6, "{here:?} {there:?}");
    }
    // What validation says is said of these answers.
    let validation = &all.split.validation;
    let answers = trained.best.fractions(&samples, validation).unwrap();
    let squares = validation.iter().zip(&answers).map(|(&index, row)| {
        let truth = Pulses::labels(index).map(f64::from);
        row.iter().zip(truth).map(|(a, b)| (a - b).powi(2)).sum::<f64>()
    });
    let loss = squares.sum::<f64>() / (3 * validation.len()) as f64;
    let best = trained.history.iter().map(|epoch| epoch.validation_loss).fold(f64::MAX, f64::min);
    assert!((loss - best).abs() <= 1e-12, "{loss:e} beside {best:e}");
    // A mirror changes answers and nothing that is learnt.
    let plain = training(&samples, 2).run(&mut |_| ControlFlow::Continue(())).unwrap();
    let losses = |trained: &davylamp_nets::Trained| {
        trained.history.iter().map(|epoch| epoch.train_loss.to_bits()).collect::<Vec<_>>()
    };
    assert_eq!(losses(&plain), losses(&trained));
    assert_ne!(plain.last.fractions(&samples, &[0]), trained.last.fractions(&samples, &[0]));
}

#[test]
fn mirrors_that_do_not_come_back_are_refused() {
    let refused = |columns, labels, expected: &str| {
        let error = Mirror::new(columns, labels).unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    let label = vec![(0, None)];
    let column = |at| format!("column {at} of the mirror does not come back from where it goes");
    refused(vec![(1, 1.0), (1, 1.0)], label.clone(), &column(0));
    refused(vec![(0, 1.0), (2, 1.0)], label.clone(), &column(1));
    refused(vec![(1, 1.0), (0, -1.0)], label.clone(), &column(0));
    refused(vec![(0, 0.5)], label, &column(0));
    for labels in [vec![(1, None), (0, Some(1.0))], vec![(1, None)], vec![(0, Some(f64::NAN))]] {
        let words = "label 0 of the mirror does not come back from where it goes";
        refused(vec![(0, 1.0)], labels, words);
    }
    // Of another width than the images.
    let samples = Pulses::new(32);
    let narrow = Mirror::new(vec![(0, 1.0)], vec![(0, None), (1, None), (2, None)]).unwrap();
    let data = DataCard { mirror: Some(narrow), ..card() };
    let error = Training { data, ..training(&samples, 1) }
        .run(&mut |_| ControlFlow::Continue(()))
        .unwrap_err();
    assert!(matches!(error, NetsError::Shape { .. }), "{error}");
}

proptest! {
    /// Pairs of columns with a factor each, and what a second mirror makes of the first one's image.
    #[test]
    fn a_second_mirror_undoes_the_first(
        pairs in prop::collection::vec(any::<bool>(), 1..6),
        image in prop::collection::vec(-1e6_f32..1e6, 40),
        sum in -1e3_f64..1e3,
    ) {
        let factor = |minus| if minus { -1.0 } else { 1.0 };
        let columns = pairs.iter().enumerate().flat_map(|(at, minus)| {
            [(2 * at + 1, factor(*minus)), (2 * at, factor(*minus))]
        });
        let mirror = Mirror::new(columns.collect(), vec![(1, Some(sum)), (0, Some(sum))]).unwrap();
        let rows = image.len() / (2 * pairs.len()) * 2 * pairs.len();
        let mut twice = image.clone();
        mirror.image(&mut twice);
        prop_assert_eq!(&twice[rows..], &image[rows..]);
        mirror.image(&mut twice);
        prop_assert_eq!(&twice, &image);
        let labels = ["a", "b"].map(|name| Label::new(name, "m", 10.0));
        let fractions = [0.25, 0.75];
        let back = mirror.labels(&mirror.labels(&fractions, &labels), &labels);
        for (a, b) in back.iter().zip(fractions) {
            // Two subtractions of numbers up to 100.
            prop_assert!((a - b).abs() <= 4.0 * 100.0 * f64::EPSILON);
        }
    }
}
