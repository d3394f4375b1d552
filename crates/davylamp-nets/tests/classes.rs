//! Networks that tell classes apart: that they learn, their gradients, the same bits, refusals.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::ops::ControlFlow;

use burn::tensor::{Device, Tensor, TensorData};
use common::classes::{CLASSES, Rises, SERIES, networks, training};
use davylamp_nets::{
    Depth, Disturbance, Epoch, LstmConfig, Model, PerceptronConfig, ResNetConfig, Schedule, Split,
    Trained, Training,
};
use davylamp_traits::{SampleError, Samples};

fn go_on(_: &Epoch) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn bits(model: &Model, samples: &Rises) -> Vec<u64> {
    let all: Vec<usize> = (0..samples.count).collect();
    common::bits(&model.fractions(samples, &all).unwrap())
}

#[test]
fn one_batch_is_learnt_by_heart() {
    let samples = Rises { count: 9 };
    for network in 0..3 {
        let mut all = training(&Rises { count: 32 }, network, 1000);
        all.samples = &samples;
        all.split = Split { train: (0..8).collect(), validation: vec![8], test: vec![] };
        all.config = all
            .config
            .with_batch_size(8)
            .with_patience(1000)
            .with_learning_rate(1e-2)
            .with_schedule(Schedule::Constant);
        // Guessing costs ln 4 = 1.39; a hundredth of it is certainty.
        let learnt = |epoch: &Epoch| epoch.train_loss < 0.0139;
        let mut watch =
            |epoch: &Epoch| if learnt(epoch) { ControlFlow::Break(()) } else { go_on(epoch) };
        let history = all.run(&mut watch).unwrap().history;
        let last = history.last().unwrap();
        assert!(learnt(last), "network {network}: {:e}", last.train_loss);
    }
}

/// What is learnt holds for samples never seen, and the accuracy that an epoch tells is that of its
/// probabilities.
#[test]
fn classes_are_told_apart() {
    let samples = Rises { count: 160 };
    let mut all = training(&samples, 0, 15);
    all.split = Split::random(160, [100, 60, 0], 3).unwrap();
    all.config = all.config.with_learning_rate(3e-3);
    let trained = all.run(&mut go_on).unwrap();
    let rows = trained.last.fractions(&samples, &all.split.validation).unwrap();
    let mut right = 0;
    for (row, index) in rows.iter().zip(&all.split.validation) {
        assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let most = row.iter().copied().fold(0.0, f64::max);
        right += usize::from(row[index % CLASSES].to_bits() == most.to_bits());
    }
    let told = trained.history.last().unwrap().accuracy.unwrap();
    assert!((told - f64::from(u32::try_from(right).unwrap()) / 60.0).abs() < 1e-12);
    // Guessing is right one time in four; this is ten standard deviations above.
    assert!(told > 0.25 + 10.0 * (0.25_f64 * 0.75 / 60.0).sqrt(), "{told}");
}

/// The slope of the outputs along the gradient of the images, by differences.
#[test]
fn gradients_are_slopes() {
    let device = Device::flex().autodiff();
    for config in networks() {
        let network = config.init(3, &device).unwrap();
        let mut images = Vec::new();
        for index in 0..24 {
            let (mut image, mut label) = ([0.0; SERIES[0] * SERIES[1]], [0.0]);
            Rises { count: 24 }.read(index, &mut image, &mut label).unwrap();
            images.extend(image.map(|pixel| f64::from(pixel) / 50.0));
        }
        // Equal pixels, as before a leak begins, are ties in the maxima: there a slope has two sides.
        for (at, pixel) in images.iter_mut().enumerate() {
            *pixel += (0.618_034 * at as f64).fract();
        }
        let tensor = |images: &[f64]| {
            #[allow(clippy::cast_possible_truncation, reason = "tensors are f32")]
            let images: Vec<f32> = images.iter().map(|pixel| *pixel as f32).collect();
            let data = TensorData::new(images, [24, SERIES[0], SERIES[1]]);
            Tensor::<3>::from_data(data, &device).require_grad()
        };
        let value = |images: Tensor<3>| network.forward(images).square().sum();
        let at = tensor(&images);
        let gradients = value(at.clone()).backward();
        let gradient: Vec<f32> = at.grad(&gradients).unwrap().into_data().try_to_vec().unwrap();
        let steepness = gradient.iter().map(|g| f64::from(*g).powi(2)).sum::<f64>().sqrt();
        let step = 1e-3;
        let moved = |way: f64| {
            let images = images.iter().zip(&gradient);
            let images: Vec<f64> =
                images.map(|(x, g)| x + way * step * f64::from(*g) / steepness).collect();
            f64::from(value(tensor(&images)).into_scalar::<f32>())
        };
        let slope = (moved(1.0) - moved(-1.0)) / (2.0 * step);
        // Rounding: some units in the last place of the value over the step; and what bends within it.
        let rounding = 4e-7 * moved(0.0) / step + 1e-3 * steepness;
        assert!((slope - steepness).abs() < rounding, "{config:?}: {slope} {steepness}");
    }
}

#[test]
fn the_same_bits_on_any_threads_and_after_a_stop() {
    let samples = Rises { count: 32 };
    let disturbed = |network: usize| {
        let mut all = training(&samples, network, 3);
        all.config = all.config.with_disturbance(Disturbance::usual(SERIES[1]));
        all
    };
    for network in 0..3 {
        let run = |threads: usize| -> Trained {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| disturbed(network).run(&mut go_on).unwrap())
        };
        let [one, three] = [run(1), run(3)];
        assert_eq!(bits(&one.last, &samples), bits(&three.last, &samples));
        let calm = training(&samples, network, 3).run(&mut go_on).unwrap();
        assert_ne!(bits(&calm.last, &samples), bits(&one.last, &samples));
        let folder = tempfile::tempdir().unwrap();
        let stopped = |control: ControlFlow<()>| {
            let all = disturbed(network);
            Training { folder: Some(folder.path()), ..all }.run(&mut |_| control).unwrap()
        };
        stopped(ControlFlow::Break(()));
        stopped(ControlFlow::Break(()));
        let resumed = stopped(ControlFlow::Continue(()));
        assert_eq!(resumed.history, one.history);
        assert_eq!(bits(&resumed.last, &samples), bits(&one.last, &samples));
        let loaded = Model::load(folder.path(), &Device::flex()).unwrap();
        assert_eq!(bits(&loaded, &samples), bits(&one.best, &samples));
    }
}

/// Without validation samples the training loss says which weights are best.
#[test]
fn validation_samples_are_not_needed() {
    let samples = Rises { count: 24 };
    let mut all = training(&Rises { count: 32 }, 1, 3);
    all.samples = &samples;
    all.split = Split { train: (0..24).collect(), validation: vec![], test: vec![] };
    for epoch in all.run(&mut go_on).unwrap().history {
        assert_eq!(epoch.validation_loss.to_bits(), epoch.train_loss.to_bits());
        assert_eq!(epoch.accuracy, None);
    }
}

#[test]
fn any_size_of_image_goes_through() {
    let device = Device::flex();
    for image in [[1, 1], [1, 64], [2, 3], [8, 64], [10, 48], [7, 60], [33, 17]] {
        let config = ResNetConfig::new(image, 3).with_depth(Depth::Ten).with_width(2);
        let network = config.init(1, &device).unwrap();
        let images = Tensor::ones([2, image[0], image[1]], &device);
        assert_eq!(network.forward(images).dims(), [2, 3]);
    }
}

#[test]
fn what_cannot_be_learnt_is_refused() {
    /// Rises whose labels are changed.
    struct Relabelled(fn(f32) -> f32);
    impl Samples for Relabelled {
        fn len(&self) -> usize {
            32
        }
        fn image_shape(&self) -> &[usize] {
            &SERIES
        }
        fn label_shape(&self) -> &[usize] {
            &[1]
        }
        fn read(&self, i: usize, image: &mut [f32], label: &mut [f32]) -> Result<(), SampleError> {
            Rises { count: 32 }.read(i, image, label)?;
            label[0] = (self.0)(label[0]);
            Ok(())
        }
    }
    let rises = Rises { count: 32 };
    let refused = |relabel: fn(f32) -> f32| {
        let samples = Relabelled(relabel);
        let all = Training { samples: &samples, ..training(&rises, 0, 1) };
        all.run(&mut go_on).unwrap_err().to_string()
    };
    assert!(refused(|label| label + 1.0).contains("class 4 is no whole number from 0 to 3"));
    assert!(refused(|label| label + 0.5).contains("is no whole number from 0 to 3"));
    let rare = refused(|label| if label > 1.5 { 0.0 } else { label });
    assert_eq!(rare, "class sensor 2 has 0 training samples, and needs 1 at least");
    let device = Device::flex();
    let resnet = ResNetConfig::new(SERIES, CLASSES);
    let shown = |error: davylamp_nets::NetsError| error.to_string();
    for (bad, words) in [
        (ResNetConfig::new([0, 5], 3).init(1, &device).map_err(shown).unwrap_err(), "sensors = 0"),
        (ResNetConfig::new([5, 0], 3).init(1, &device).map_err(shown).unwrap_err(), "readings = 0"),
        (ResNetConfig::new([5, 5], 1).init(1, &device).map_err(shown).unwrap_err(), "classes = 1"),
        (resnet.with_width(0).init(1, &device).map_err(shown).unwrap_err(), "width = 0"),
        (
            LstmConfig::new(SERIES, 4).with_hidden(0).init(1, &device).map_err(shown).unwrap_err(),
            "size of the state = 0",
        ),
        (
            PerceptronConfig::new(SERIES, 4)
                .with_hidden([0])
                .init(1, &device)
                .map_err(shown)
                .unwrap_err(),
            "size of a layer = 0",
        ),
    ] {
        assert!(bad.starts_with(words), "{bad}");
    }
}
