//! Any text is the scene of a store or an error with words, never a panic; the leaks of a scene lie in its
//! ground.
#![no_main]

use davylamp::uhs::{Leak, Scene, Survey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Scene::parse(text) {
        Ok(scene) => {
            let [width, depth] = [scene.grid.width_m, scene.grid.depth_m];
            let [[left, top], [right, bottom]] = Leak::drawn(&scene, 0).outline.bounding_box();
            // To rounding.
            let slack = 1e-9 * (width + depth);
            assert!(left >= -slack && right <= width + slack, "{left} to {right} of {width}");
            assert!(top >= -slack && bottom <= depth + slack, "{top} to {bottom} of {depth}");
            assert_eq!(Survey::new(&scene).receivers.len(), scene.survey.stations);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
