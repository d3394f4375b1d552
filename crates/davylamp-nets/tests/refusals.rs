//! Bad input is refused by name.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::fs;
use std::ops::ControlFlow;

use burn::tensor::Device;
use common::{Changed, Pulses, card, training};
use davylamp_nets::{HydrogenNetConfig, Model, NetsError, Split, Trained, Training};

fn run(training: &Training<'_>) -> Result<Trained, NetsError> {
    training.run(&mut |_| ControlFlow::Continue(()))
}

fn refusal(training: &Training<'_>) -> String {
    run(training).unwrap_err().to_string()
}

#[test]
fn bad_samples() {
    let pulses = Pulses::new(32);
    let base = training(&pulses, 1);
    let train = base.split.train[3];
    for (index, pixel, label, words) in [
        (train, f32::NAN, 1.0, "its image holds NaN"),
        (train, f32::INFINITY, 1.0, "its image holds"),
        (train, 1.0, f32::NAN, "its labels holds NaN"),
        (base.split.validation[0], 1.0, f32::NAN, "its labels holds NaN"),
    ] {
        let bad = Changed(Pulses::new(32), |at, image: &mut [f32], labels: &mut [f32]| {
            if at == index {
                image[100] *= pixel;
                labels[1] *= label;
            }
        });
        let shown = refusal(&Training { samples: &bad, ..base.clone() });
        assert!(shown.starts_with(&format!("sample {index}: {words}")), "{shown}");
    }
    let gone = Pulses { count: 32, hidden: vec![train] };
    let shown = refusal(&Training { samples: &gone, ..base.clone() });
    assert!(shown.contains("there is no sample"), "{shown}");
}

#[test]
fn bad_shapes_and_splits() {
    let pulses = Pulses::new(32);
    let base = training(&pulses, 1);
    let network = |image, labels| HydrogenNetConfig::new(image, labels).into();
    for (network, words) in [
        (network([32, 17], 3), "shape of an image: [32, 16] instead of [32, 17]"),
        (network([32, 16], 4), "shape of the labels: [3] instead of [4]"),
    ] {
        assert_eq!(refusal(&Training { network, ..base.clone() }), words);
    }
    let mut data = card();
    data.labels.pop();
    let shown = refusal(&Training { data, ..base.clone() });
    assert_eq!(shown, "labels of the card: [2] instead of [3]");
    let mut data = card();
    data.labels[0].scale = -1.0;
    assert!(refusal(&Training { data, ..base.clone() }).starts_with("scale of a label"));
    let split = |train: &[usize], validation: &[usize], test: &[usize]| Split {
        train: train.to_vec(),
        validation: validation.to_vec(),
        test: test.to_vec(),
    };
    for (split, words) in [
        (split(&[], &[1], &[]), "training samples = 0"),
        (split(&[1, 32], &[2], &[]), "sample 32 of the training part is not in the set"),
        (split(&[1, 2], &[2], &[]), "sample 2 of the validation part is in a part already"),
        (split(&[1], &[2], &[1]), "sample 1 of the test part is in a part already"),
    ] {
        let shown = refusal(&Training { split, ..base.clone() });
        assert!(shown.starts_with(words), "{shown}");
    }
    assert!(Split::random(10, [8, 2, 1], 1).is_err());
    assert!(Split::random(10, [usize::MAX, 2, 1], 1).is_err());
}

#[test]
fn bad_networks() {
    let device = Device::flex();
    let config = || HydrogenNetConfig::new([32, 16], 3);
    for (bad, words) in [
        (HydrogenNetConfig::new([15, 16], 3), "samples of time = 15"),
        (HydrogenNetConfig::new([32, 0], 3), "traces = 0"),
        (HydrogenNetConfig::new([32, 16], 0), "labels = 0"),
        (config().with_channels([]), "layers of convolution = 0"),
        (config().with_channels([8, 0]), "size of a layer = 0"),
        (config().with_hidden([1 << 20]), "size of a layer = 1048576"),
    ] {
        let shown = bad.init(1, &device).unwrap_err().to_string();
        assert!(shown.starts_with(words), "{shown}");
    }
}

#[test]
fn a_loss_that_is_no_number_ends_it() {
    let pulses = Pulses::new(32);
    let huge = Changed(Pulses::new(32), |_, _: &mut [f32], y: &mut [f32]| y.fill(f32::MAX));
    let error = run(&Training { samples: &huge, ..training(&pulses, 1) }).unwrap_err();
    assert!(matches!(error, NetsError::Diverged { epoch: 1, .. }), "{error}");
}

#[test]
fn models_refuse_other_data_and_damaged_files() {
    let pulses = Pulses::new(32);
    let model = run(&training(&pulses, 1)).unwrap().best;
    let physical = model.predict(&pulses, &card(), &[4]).unwrap();
    let fractions = model.fractions(&pulses, &[4]).unwrap();
    for (at, scale) in [2000.0, 800.0, 1.5e6].into_iter().enumerate() {
        assert!((physical[0][at] - scale * fractions[0][at]).abs() <= 1e-9 * scale);
    }
    let refused = |change: &dyn Fn(&mut davylamp_nets::DataCard)| {
        let mut other = card();
        change(&mut other);
        model.predict(&pulses, &other, &[4]).unwrap_err().to_string()
    };
    let survey = refused(&|card| card.survey = "other".to_owned());
    assert_eq!(survey, "the survey of the samples is other; the model was trained on pulses");
    assert!(refused(&|card| card.labels[1].scale = 801.0).contains("8.01e2 m"));
    assert!(refused(&|card| card.labels.swap(0, 1)).contains("depth, place, mass"));
    assert!(model.fractions(&pulses, &[32]).unwrap_err().to_string().contains("sample 32"));

    let folder = tempfile::tempdir().unwrap();
    model.save(folder.path()).unwrap();
    assert_eq!(Model::load(folder.path(), &Device::flex()).unwrap().data(), &card());
    let weights = folder.path().join("weights.safetensors");
    let whole = fs::read(&weights).unwrap();
    for length in [0, 7, whole.len() / 2, whole.len() - 1] {
        fs::write(&weights, &whole[..length]).unwrap();
        let error = Model::load(folder.path(), &Device::flex()).unwrap_err();
        assert!(matches!(error, NetsError::Damaged { .. }), "{length}: {error}");
        assert!(error.to_string().contains("weights.safetensors"), "{error}");
    }
    fs::write(&weights, &whole).unwrap();
    // The weights of another network.
    let about = folder.path().join("model.json");
    let text = fs::read_to_string(&about).unwrap();
    fs::write(&about, text.replace("\n        16,\n        16\n", "\n        16,\n        8\n"))
        .unwrap();
    assert!(Model::load(folder.path(), &Device::flex()).is_err());
    fs::write(&about, text.replace("\"schema\": 1", "\"schema\": 2")).unwrap();
    let shown = Model::load(folder.path(), &Device::flex()).unwrap_err().to_string();
    assert!(shown.contains("version 2 of the layout"), "{shown}");
    fs::remove_file(&about).unwrap();
    let error = Model::load(folder.path(), &Device::flex()).unwrap_err();
    assert!(matches!(error, NetsError::File { .. }), "{error}");
}
