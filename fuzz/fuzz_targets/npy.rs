//! Any bytes are an array or an error with its byte, never a panic.
#![no_main]

use davylamp_wave::npy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| match npy::from_bytes(bytes) {
    Ok(array) => assert_eq!(array.shape.iter().product::<usize>(), array.data.len()),
    Err(error) => assert!(error.to_string().starts_with("byte ")),
});
