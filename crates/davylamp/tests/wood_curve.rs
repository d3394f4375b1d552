//! The example that draws Wood's curve does so.

#![cfg(all(feature = "rock", feature = "picture"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../examples/wood_curve.rs"]
#[allow(dead_code, reason = "the example's main is not called here")]
mod example;

#[test]
fn the_example_draws_a_picture() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wood-curve.png");
    example::write(&path).unwrap();
    let decoder = png::Decoder::new(std::io::Cursor::new(std::fs::read(&path).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut rgb).unwrap();
    assert_eq!((info.width, info.height), (1600, 1080));
    // The four curves' colours are there, and nothing else is left in the folder.
    for colour in [[178, 34, 52], [214, 126, 20], [28, 92, 158], [110, 110, 110]] {
        let pixels = rgb.chunks_exact(3).filter(|pixel| *pixel == colour).count();
        assert!(pixels > 1000, "{colour:?}: {pixels} pixels");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
