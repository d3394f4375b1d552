//! PyTorch reads the weights, and gives the same outputs. Skipped where python3 has no torch.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::ops::ControlFlow;
use std::process::Command;

use common::classes::{self, Rises};
use common::{Pulses, card, mirrored_card, training};
use davylamp_nets::{Model, Training};
use davylamp_traits::Samples;

fn has_torch() -> bool {
    let asked = Command::new("python3").args(["-c", "import torch, safetensors"]).output();
    let is_here = asked.is_ok_and(|output| output.status.success());
    if !is_here {
        eprintln!("skipped: python3 has no torch or no safetensors");
    }
    is_here
}

/// Runs a script of `tests/data` on a model, images as the network sees them and its outputs.
fn compare(script: &str, model: &Model, images: &[f64], outputs: &[Vec<f64>]) {
    let folder = tempfile::tempdir().unwrap();
    model.save(folder.path()).unwrap();
    let image = model.network().image();
    let expected = serde_json::json!({ "image": image, "images": images, "outputs": outputs });
    std::fs::write(folder.path().join("expected.json"), expected.to_string()).unwrap();
    let script = format!("{}/tests/data/{script}", env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("python3").arg(script).arg(folder.path()).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
}

/// What `model.json` says of the images' scale.
fn image_scale(model: &Model) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    model.save(folder.path()).unwrap();
    let text = std::fs::read_to_string(folder.path().join("model.json")).unwrap();
    let about: serde_json::Value = serde_json::from_str(&text).unwrap();
    about["image_scale"].clone()
}

fn images(samples: &dyn Samples, scaled: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut images = Vec::new();
    for index in 0..8 {
        let mut image = vec![0.0; samples.image_shape().iter().product()];
        let mut labels = vec![0.0; samples.label_shape()[0]];
        samples.read(index, &mut image, &mut labels).unwrap();
        images.extend(image.into_iter().map(|pixel| scaled(f64::from(pixel))));
    }
    images
}

#[test]
fn pytorch_gives_the_same_outputs() {
    if !has_torch() {
        return;
    }
    let samples = Pulses::new(32);
    for data in [card(), mirrored_card()] {
        let all = Training { data, ..training(&samples, 2) };
        let model = all.run(&mut |_| ControlFlow::Continue(())).unwrap().best;
        let scale = image_scale(&model)["root-mean-square"].as_f64().unwrap();
        let outputs = model.fractions(&samples, &[0, 1, 2, 3, 4, 5, 6, 7]).unwrap();
        compare("hydrogennet_torch.py", &model, &images(&samples, |p| p / scale), &outputs);
    }
}

/// The names and shapes are torchvision's, so its networks take the weights too.
#[test]
fn pytorch_gives_the_same_probabilities() {
    if !has_torch() {
        return;
    }
    let samples = Rises { count: 32 };
    let model =
        classes::training(&samples, 0, 2).run(&mut |_| ControlFlow::Continue(())).unwrap().best;
    let scale = &image_scale(&model)["min-max"];
    let [min, max] = ["min", "max"].map(|name| scale[name].as_f64().unwrap());
    let outputs = model.fractions(&samples, &[0, 1, 2, 3, 4, 5, 6, 7]).unwrap();
    let seen = images(&samples, |p| (p - min) / (max - min));
    compare("resnet_torch.py", &model, &seen, &outputs);
}
