//! Any bytes are a scene or an error with words, never a panic.
#![no_main]

use davylamp::scene::Scene;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match Scene::parse_bytes(bytes) {
        Ok(scene) => assert!(scene.air.calm_speed > 0.0),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
