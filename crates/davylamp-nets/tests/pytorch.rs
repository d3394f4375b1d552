//! PyTorch reads the weights, and gives the same outputs. Skipped where python3 has no torch.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::ops::ControlFlow;
use std::process::Command;

use common::{IMAGE, Pulses, training};
use davylamp_traits::Samples;

#[test]
fn pytorch_gives_the_same_outputs() {
    let has_torch = Command::new("python3").args(["-c", "import torch, safetensors"]).output();
    if !has_torch.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: python3 has no torch or no safetensors");
        return;
    }
    let samples = Pulses::new(32);
    let folder = tempfile::tempdir().unwrap();
    let model = training(&samples, 2).run(&mut |_| ControlFlow::Continue(())).unwrap().best;
    model.save(folder.path()).unwrap();
    // The images as the network sees them: divided by their scale.
    let text = std::fs::read_to_string(folder.path().join("model.json")).unwrap();
    let about: serde_json::Value = serde_json::from_str(&text).unwrap();
    let scale = about["image_scale"].as_f64().unwrap();
    let mut images = Vec::new();
    for index in 0..8 {
        let (mut image, mut labels) = (vec![0.0; IMAGE[0] * IMAGE[1]], vec![0.0; 3]);
        samples.read(index, &mut image, &mut labels).unwrap();
        images.extend(image.into_iter().map(|pixel| f64::from(pixel) / scale));
    }
    let outputs = model.fractions(&samples, &[0, 1, 2, 3, 4, 5, 6, 7]).unwrap();
    let expected = serde_json::json!({ "image": IMAGE, "images": images, "outputs": outputs });
    std::fs::write(folder.path().join("expected.json"), expected.to_string()).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/hydrogennet_torch.py");
    let output = Command::new("python3").arg(script).arg(folder.path()).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
}
