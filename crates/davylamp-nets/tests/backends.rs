//! The same weights give the same outputs and gradients on every backend, and every backend learns.

#![cfg(any(feature = "ndarray", feature = "wgpu"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::ops::ControlFlow;

use burn::tensor::{Device, Tensor, TensorData};
use common::{BY_HEART, IMAGE, Pulses, by_heart, small, small_1d};
use davylamp_nets::{Model, Network, NetworkConfig, Training};
use davylamp_traits::Samples;

/// Outputs, and the gradient of their mean square with respect to the images. Where an image is flat, all of a pooling
/// window are equal but for rounding, and any of them may take its gradient; so no image is flat here.
fn run(config: &NetworkConfig, device: &Device) -> [Vec<f32>; 2] {
    let device = device.clone().autodiff();
    let network: Network = config.init(3, &device).unwrap();
    let mut images = Vec::new();
    for index in 0..6 {
        let (mut image, mut labels) = (vec![0.0; IMAGE[0] * IMAGE[1]], vec![0.0; 3]);
        Pulses::new(6).read(index, &mut image, &mut labels).unwrap();
        let golden = 0.618_034_f32;
        images.extend(image.iter().enumerate().map(|(at, x)| x + (at as f32 * golden).fract()));
    }
    let data = TensorData::new(images, [6, IMAGE[0], IMAGE[1]]);
    let images = Tensor::<3>::from_data(data, &device).require_grad();
    let outputs = network.forward(images.clone());
    let gradients = outputs.clone().square().mean().backward();
    let gradient = images.grad(&gradients).unwrap();
    [outputs.into_data().try_to_vec().unwrap(), gradient.into_data().try_to_vec().unwrap()]
}

fn compare(device: &Device, tolerance: f32) {
    for config in [small(), small_1d()] {
        let (ours, theirs) = (run(&config, &Device::flex()), run(&config, device));
        for (ours, theirs) in ours.iter().zip(&theirs) {
            let largest = ours.iter().fold(0.0, |most: f32, x| most.max(x.abs()));
            for (a, b) in ours.iter().zip(theirs) {
                assert!((a - b).abs() <= tolerance * largest, "{a} beside {b}");
            }
        }
    }
}

/// A batch is learnt by heart there, and the model that is left answers the same here.
fn learn(device: &Device, tolerance: f64) {
    let (samples, folder) = (Pulses::new(32), tempfile::tempdir().unwrap());
    let there = Training {
        device: device.clone(),
        folder: Some(folder.path()),
        ..by_heart(small(), &samples)
    };
    let trained = there.run(&mut |_| ControlFlow::Continue(())).unwrap();
    let last = trained.history.last().unwrap().train_loss;
    assert!(last < BY_HEART, "{last:e}");
    let here = Model::load(folder.path(), &Device::flex()).unwrap();
    let indices: Vec<usize> = (0..32).collect();
    let [there, here] =
        [&trained.best, &here].map(|model| model.fractions(&samples, &indices).unwrap());
    for (there, here) in there.iter().flatten().zip(here.iter().flatten()) {
        assert!((there - here).abs() <= tolerance, "{there} beside {here}");
    }
}

#[test]
#[cfg(feature = "ndarray")]
#[allow(deprecated, reason = "tested for as long as burn ships it")]
fn on_ndarray() {
    compare(&Device::ndarray(), 1e-5);
    learn(&Device::ndarray(), 1e-5);
}

/// Needs a graphics card, or a software one (Debian: mesa-vulkan-drivers).
#[test]
#[cfg(feature = "wgpu")]
fn on_wgpu() {
    let device = Device::wgpu(burn::tensor::DeviceKind::DefaultDevice);
    compare(&device, 1e-4);
    learn(&device, 1e-4);
}
