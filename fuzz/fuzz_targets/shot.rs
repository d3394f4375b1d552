//! Any bytes are a model or an error with words, never a panic.
#![no_main]

use davylamp::shot::ShotScene;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| match ShotScene::parse(bytes) {
    Ok(scene) => assert!(!scene.receivers.places().is_empty() && scene.record.samples() > 1),
    Err(error) => assert!(!error.to_string().is_empty()),
});
