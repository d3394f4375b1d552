//! Running the command as its users do.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[cfg(feature = "nets")]
pub(crate) mod models;
pub(crate) mod pages;
pub(crate) mod sets;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs `davylamp` with these arguments.
pub(crate) fn davylamp(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_davylamp")).args(args).output().unwrap()
}

/// The folder of examples.
pub(crate) fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// A file of the examples.
pub(crate) fn example(name: &str) -> String {
    examples().join(name).to_str().unwrap().to_owned()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The one JSON object on standard output.
pub(crate) fn json(output: &Output) -> serde_json::Value {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    serde_json::from_str(&stdout(output)).unwrap()
}

/// A folder with readings and a scene beside them.
pub(crate) struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    pub(crate) fn new(readings: impl AsRef<[u8]>, scene: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("run.csv"), readings).unwrap();
        if !scene.is_empty() {
            std::fs::write(folder.path().join("run.toml"), scene).unwrap();
        }
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// `davylamp trace run.csv` and these arguments.
    pub(crate) fn trace(&self, args: &[&str]) -> Output {
        let readings = self.path("run.csv");
        davylamp(&[&["trace", readings.as_str()], args].concat())
    }

    /// The message of a trace that must end with this exit code and print nothing.
    pub(crate) fn refusal(&self, code: i32) -> String {
        let output = self.trace(&["--json"]);
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{message}");
        assert_eq!(stdout(&output), "");
        assert!(!message.contains("panicked"), "{message}");
        message
    }
}

/// A scene with a plain west wind.
pub(crate) const WEST: &str = "[wind]\nspeed_m_s = 3\nfrom_deg = 270\n[air]\nclass = \"D\"\n";
