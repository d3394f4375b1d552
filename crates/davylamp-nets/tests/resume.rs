//! The same bits: run again, on other numbers of threads, stopped and resumed.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use burn::tensor::Device;
use common::{Pulses, bits, card, small_1d, training};
use davylamp_nets::{Model, NetsError, Trained, Training};

fn go_on(_: &davylamp_nets::Epoch) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// What the last and the best weights say of every sample.
fn answers(trained: &Trained, samples: &Pulses) -> [Vec<u64>; 2] {
    let all: Vec<usize> = (0..samples.count).collect();
    [&trained.last, &trained.best].map(|model| bits(&model.fractions(samples, &all).unwrap()))
}

#[test]
fn run_again_and_on_other_threads() {
    let samples = Pulses::new(32);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let trained = pool.install(|| training(&samples, 3).run(&mut go_on).unwrap());
        answers(&trained, &samples)
    };
    let one = run(1);
    assert_eq!(one, run(1));
    assert_eq!(one, run(2));
    assert_eq!(one, run(3));
}

#[test]
fn another_seed_or_decay_is_another_run() {
    let samples = Pulses::new(32);
    let one = training(&samples, 1);
    let config = || one.config.clone();
    let others = [config().with_seed(6), config().with_weight_decay(3.0)];
    let others = others.map(|config| Training { config, ..one.clone() });
    let first = answers(&one.run(&mut go_on).unwrap(), &samples);
    for other in others {
        assert_ne!(first, answers(&other.run(&mut go_on).unwrap(), &samples));
    }
}

#[test]
fn a_stopped_training_reaches_the_weights_of_an_undisturbed_one() {
    let samples = Pulses::new(32);
    for network in [common::small(), small_1d()] {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let on = |folder: &'_ Path| -> Trained {
            let all = Training { network: network.clone(), ..training(&samples, 6) };
            Training { folder: Some(folder), ..all }.run(&mut go_on).unwrap()
        };
        let undisturbed = on(folders[0].path());
        // Stopped after each of the first epochs.
        for epoch in 1..=3 {
            let all = Training { network: network.clone(), ..training(&samples, 6) };
            let trained = Training { folder: Some(folders[1].path()), ..all }
                .run(&mut |_| ControlFlow::Break(()))
                .unwrap();
            assert_eq!(trained.history.len(), epoch);
        }
        let resumed = on(folders[1].path());
        assert_eq!(resumed.history, undisturbed.history);
        assert_eq!(answers(&resumed, &samples), answers(&undisturbed, &samples));
        let read = |folder: &Path, name| fs::read(folder.join(name)).unwrap();
        for name in ["weights.safetensors", "last-000006.safetensors", "model.json"] {
            assert!(read(folders[0].path(), name) == read(folders[1].path(), name), "{name}");
        }
        // The model on the disk is the best one, and asking again changes nothing.
        let loaded = Model::load(folders[1].path(), &Device::flex()).unwrap();
        let all: Vec<usize> = (0..32).collect();
        let [ours, its] = [&loaded, &resumed.best].map(|m| m.predict(&samples, &card(), &all));
        assert_eq!(bits(&ours.unwrap()), bits(&its.unwrap()));
        assert_eq!(answers(&on(folders[1].path()), &samples), answers(&resumed, &samples));
    }
}

/// Killed between any two files of a checkpoint, the state before it counts.
#[test]
fn files_of_an_epoch_that_does_not_count_are_no_harm() {
    let samples = Pulses::new(32);
    let undisturbed = training(&samples, 3).run(&mut go_on).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let run = |control: ControlFlow<()>| {
        Training { folder: Some(folder.path()), ..training(&samples, 3) }
            .run(&mut |_| control)
            .unwrap()
    };
    run(ControlFlow::Break(()));
    fs::write(folder.path().join("last-000002.safetensors"), "half a file").unwrap();
    fs::write(folder.path().join("training.json.tmp"), "{").unwrap();
    let resumed = run(ControlFlow::Continue(()));
    assert_eq!(answers(&resumed, &samples), answers(&undisturbed, &samples));
}

#[test]
fn damaged_and_foreign_checkpoints_are_refused() {
    let samples = Pulses::new(32);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let base = || Training { folder: Some(path), ..training(&samples, 2) };
    base().run(&mut |_| ControlFlow::Break(())).unwrap();
    // Other settings.
    let mut other = base();
    other.config = other.config.with_batch_size(11);
    let what = |training: Training<'_>| match training.run(&mut go_on).unwrap_err() {
        NetsError::OtherTraining { what, .. } => what,
        error => panic!("{error}"),
    };
    assert_eq!(what(other), "configuration");
    assert_eq!(what(Training { network: small_1d(), ..base() }), "network");
    let mut other = base();
    other.split.train.swap(0, 1);
    assert_eq!(what(other), "split");
    let mut other = base();
    other.data.survey = "other pulses".to_owned();
    assert_eq!(what(other), "set of samples");
    // Every file cut short, and one byte of it changed.
    for name in ["last-000001.safetensors", "last-000001.adam", "training.json"] {
        let file = path.join(name);
        let whole = fs::read(&file).unwrap();
        let mut changed = whole.clone();
        changed[whole.len() / 2] ^= 1;
        for bad in [whole[..whole.len() / 2].to_vec(), changed] {
            fs::write(&file, bad).unwrap();
            let error = base().run(&mut go_on).unwrap_err();
            let shown = error.to_string();
            let named = shown.contains(name) || name == "training.json";
            let right =
                matches!(error, NetsError::Damaged { .. } | NetsError::OtherTraining { .. });
            // A changed digit of the history in the state is a number like any other.
            assert!(named && (right || name == "training.json"), "{name}: {shown}");
        }
        fs::write(&file, whole).unwrap();
    }
    base().run(&mut go_on).unwrap();
}
