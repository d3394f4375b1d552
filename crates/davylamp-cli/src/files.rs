//! Files of the user.

use std::fs;
use std::path::Path;

use davylamp::scene::Scene;
use serde_json::Value;

use crate::failure::Failure;

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path)
        .map_err(|error| Failure::Input(format!("cannot read {}: {error}", path.display())))
}

/// A file in UTF-8.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read(path)?).map_err(|error| Failure::in_file(path, error))
}

/// A scene file.
pub(crate) fn scene(path: &Path) -> Result<Scene, Failure> {
    Scene::parse_bytes(&read(path)?).map_err(|error| Failure::in_file(path, error))
}

/// Writes JSON.
pub(crate) fn write_json(path: &Path, value: &Value) -> Result<(), Failure> {
    write(path, format!("{value:#}\n").as_bytes())
}

/// Writes under a temporary name in the same folder and renames.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    davylamp::files::replace(path, bytes)
        .map_err(|error| Failure::Work(format!("cannot write {}: {error}", path.display())))
}
