//! Any bytes are readings or an error with words, never a panic.
#![no_main]

use davylamp_trace::ReadingsCsv;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for kg_m3_per_ppm in [None, Some(8.4e-8)] {
        match ReadingsCsv::parse(bytes, kg_m3_per_ppm) {
            Ok(parsed) => {
                let readings = parsed.readings.as_slice();
                assert_eq!(readings.len(), parsed.lines.len());
                assert!(readings.iter().all(|r| r.concentration >= 0.0));
                assert!(parsed.lines.is_sorted());
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
});
