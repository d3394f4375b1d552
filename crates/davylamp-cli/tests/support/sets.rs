//! A folder with a scene, and sets made of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use super::{davylamp, json, stderr, stdout};

/// A folder with a scene, and sets beside it.
pub(crate) struct Sets {
    kind: &'static str,
    folder: tempfile::TempDir,
}

impl Sets {
    /// Of a kind: `seismic` or `room`.
    pub(crate) fn new(kind: &'static str, scene: &str) -> Self {
        let sets = Self { kind, folder: tempfile::tempdir().unwrap() };
        sets.write_scene(scene);
        sets
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn write_scene(&self, scene: &str) {
        fs::write(self.path("scene.toml"), scene).unwrap();
    }

    /// `davylamp dataset KIND` into a folder, with these arguments.
    pub(crate) fn make(&self, set: &str, more: &[&str]) -> Output {
        let (scene, set) = (self.text("scene.toml"), self.text(set));
        let args = ["dataset", self.kind, "--config", &scene, "--out", &set];
        davylamp(&[&args, more].concat())
    }

    /// The same, which must not fail.
    pub(crate) fn made(&self, set: &str, more: &[&str]) -> serde_json::Value {
        json(&self.make(set, &[more, &["--json"]].concat()))
    }

    pub(crate) fn verify(&self, set: &str, more: &[&str]) -> Output {
        davylamp(&[&["dataset", "verify", &self.text(set)], more].concat())
    }

    pub(crate) fn merge(&self, parts: &[String], out: &str, more: &[&str]) -> Output {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let out = self.text(out);
        davylamp(&[&["dataset", "merge", "--out", &out], more, &parts[..]].concat())
    }

    /// The files of a set but its log.
    pub(crate) fn contents(&self, set: &str) -> BTreeMap<String, Vec<u8>> {
        let files = fs::read_dir(self.path(set)).unwrap().map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.is_file());
        files
            .map(|path| {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, fs::read(path).unwrap())
            })
            .collect()
    }
}

/// Wrong input: exit code 2, nothing printed, and a message with these words.
#[track_caller]
pub(crate) fn refused(output: &Output, words: &[&str]) {
    let message = stderr(output);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_eq!(stdout(output), "");
    assert!(!message.contains("panicked"), "{message}");
    for words in words {
        assert!(message.contains(words), "{words:?} is not in {message:?}");
    }
}
