//! Any bytes are gathers or an error with its byte, never a panic; gathers come back as they were.
#![no_main]

use davylamp_wave::segy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| match segy::from_bytes(bytes) {
    Ok(survey) => {
        assert!(!survey.is_empty());
        // Shots of unlike lengths can be read and not written.
        if let Ok(again) = segy::to_bytes(&survey) {
            let back = segy::from_bytes(&again).expect("what was written is read");
            assert_eq!(back.len(), survey.len());
            for (one, other) in back.iter().zip(&survey) {
                assert_eq!(one.recording().components, other.recording().components);
                let bits = |v: &[f32]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                assert_eq!(bits(one.data()), bits(other.data()));
            }
        }
    }
    Err(error) => assert!(error.to_string().starts_with("byte ")),
});
