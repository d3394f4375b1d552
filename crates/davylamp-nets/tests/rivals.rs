//! The six methods on one footing.

#![cfg(feature = "rivals")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use burn::tensor::Device;
use common::classes::{CLASSES, Rises};
use davylamp_nets::rivals::{
    Elm, KDwt, LabelledImages, Method, Net, Svm, TRIALS, cross_validate, folds,
};
use davylamp_nets::{Confusion, NetsError};

fn images(count: usize) -> LabelledImages {
    let all: Vec<usize> = (0..count).collect();
    LabelledImages::read(&Rises { count }, &all, CLASSES).unwrap()
}

fn methods() -> Vec<Box<dyn Method>> {
    let device = Device::flex;
    vec![
        Box::new(KDwt),
        Box::new(Net::perceptron(60, device())),
        Box::new(Svm),
        Box::new(Elm),
        Box::new(Net::lstm(40, device())),
        Box::new(Net::resnet(8, device())),
    ]
}

/// Forty samples that were not learnt from: far above guessing, which is right a quarter of the time with a
/// standard deviation of 0.068, whatever the trial.
#[test]
fn each_learns_in_each_trial() {
    let all = images(160);
    let (train, test): (Vec<usize>, Vec<usize>) = (0..160).partition(|index| *index < 120);
    let [train, test] = [all.select(&train), all.select(&test)];
    for method in methods() {
        let mut words = Vec::new();
        for trial in 0..TRIALS {
            let learnt = method.fit(trial, &train, 1).unwrap();
            let told = learnt.classify(&test).unwrap();
            let accuracy = Confusion::of(CLASSES, test.labels(), &told).unwrap().accuracy();
            assert!(accuracy > 0.5, "{}, {}: {accuracy}", method.name(), method.words(trial));
            words.push(method.words(trial));
        }
        words.sort();
        words.dedup();
        assert_eq!(words.len(), TRIALS, "{}: each trial is another one", method.name());
        assert!(method.fit(TRIALS, &train, 1).is_err());
    }
}

#[test]
fn the_same_seed_is_the_same_method() {
    let all = images(48);
    for method in methods() {
        let told = |seed| method.fit(5, &all, seed).unwrap().classify(&all).unwrap();
        assert_eq!(told(1), told(1), "{}", method.name());
    }
}

/// Labels that the images say nothing about are guessed.
#[test]
fn cross_validation_does_not_see_what_it_judges() {
    let all = images(160);
    // Pairs of equal images, each with two labels: whoever learnt one errs on the other. One out of four
    // classes at random is right a quarter of the time, with a standard deviation of 0.034.
    let labels: Vec<usize> = (0..160).map(|index| (index * 7919 / 13) % CLASSES).collect();
    let mixed = LabelledImages::new(all.shape(), CLASSES, all.images().to_vec(), labels).unwrap();
    for method in [&KDwt as &dyn Method, &Svm, &Elm] {
        let honest = cross_validate(method, 0, &all, 4, 1).unwrap();
        let blind = cross_validate(method, 0, &mixed, 4, 1).unwrap();
        assert!(honest > 0.6, "{}: {honest}", method.name());
        assert!(blind < 0.25 + 4.0 * 0.034, "{}: {blind}", method.name());
    }
}

#[test]
fn parts_are_balanced() {
    let labels: Vec<usize> = (0..53).map(|index| index % 3).collect();
    let part = folds(&labels, 3, 5, 9).unwrap();
    for held in 0..5 {
        let of_part = |class| (0..53).filter(|&i| part[i] == held && labels[i] == class).count();
        // 18, 18 and 17 samples in five parts.
        assert!((0..3).all(|class| (3..=4).contains(&of_part(class))));
        assert!((10..=11).contains(&(0..3).map(of_part).sum::<usize>()));
    }
    assert_eq!(part, folds(&labels, 3, 5, 9).unwrap());
    assert_ne!(part, folds(&labels, 3, 5, 10).unwrap());
}

#[test]
fn bad_input_is_refused() {
    let rare = folds(&[0, 0, 0, 1], 2, 2, 1).unwrap_err();
    assert_eq!(rare, NetsError::RareClass { class: "1".to_owned(), count: 1, needed: 2 });
    assert!(folds(&[0, 1], 2, 1, 1).is_err());
    let pixel = vec![vec![f32::NAN]];
    let bad = LabelledImages::new([1, 1], 2, pixel, vec![0]).unwrap_err();
    assert!(bad.to_string().starts_with("sample 0: its image holds NaN"), "{bad}");
    assert!(LabelledImages::new([1, 1], 2, vec![vec![0.0]], vec![2]).is_err());
    assert!(LabelledImages::new([1, 2], 2, vec![vec![0.0]], vec![1]).is_err());
    assert!(LabelledImages::new([1, 1], 2, vec![vec![0.0]], vec![]).is_err());
    let all = images(16);
    let of_two = all.select(&[0, 1, 4, 5]);
    let other = LabelledImages::new([1, 1], CLASSES, vec![vec![0.0]], vec![1]).unwrap();
    for method in methods() {
        let refused = method.fit(0, &of_two, 1).err().unwrap();
        assert!(refused.to_string().starts_with("class 2 has 0 training"), "{refused}");
        let learnt = method.fit(0, &all, 1).unwrap();
        assert!(matches!(learnt.classify(&other), Err(NetsError::Shape { .. })));
    }
}
