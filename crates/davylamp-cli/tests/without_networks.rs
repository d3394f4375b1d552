//! A build without networks says how to get them.

#![cfg(not(feature = "nets"))]

mod support;

use support::{davylamp, stderr, stdout};

#[test]
fn the_commands_say_what_they_need() {
    for args in [&["train"][..], &["train", "hydrogennet", "--data", "x"], &["predict", "--help"]] {
        let output = davylamp(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains("--features nets"), "{}", stderr(&output));
    }
    let help = stdout(&davylamp(&["--help"]));
    assert!(help.contains("only in a build with the feature nets"), "{help}");
}
