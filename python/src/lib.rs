//! What the Python package `davylamp` calls: arrays and words in, arrays and JSON out.
//!
//! Names, units, shapes and their checks are the package's, in Python; here the facade is called with the
//! defaults of the command `davylamp`, and what it refuses becomes a `ValueError` with its words.

mod rock;
mod shot;
mod trace;
mod zones;

use std::fmt::Display;

use davylamp::scene::Scene;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::Value;

#[pymodule]
fn _davylamp(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(rock::hydrogen, module)?)?;
    module.add_function(wrap_pyfunction!(rock::rock, module)?)?;
    module.add_function(wrap_pyfunction!(shot::shot, module)?)?;
    module.add_function(wrap_pyfunction!(trace::trace, module)?)?;
    module.add_function(wrap_pyfunction!(zones::zones, module)?)
}

/// A refusal, in its own words.
fn refusal(error: impl Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// A scene in JSON, its keys those of a scene file; refused with the key.
fn scene(json: &str) -> PyResult<Scene> {
    let value: Value = serde_json::from_str(json).map_err(refusal)?;
    let scene: Scene = serde_path_to_error::deserialize(value).map_err(refusal)?;
    scene.check().map_err(refusal)?;
    Ok(scene)
}
