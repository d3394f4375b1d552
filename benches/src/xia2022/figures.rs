//! The figures as PNG.

mod field;
mod functions;
mod run;
mod size;
mod speeds;

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::results::Results;

/// Writes `PREFIX-run.png` (figure 6), `-functions` (4), `-size` (8), `-speeds` (9 and 10) and
/// `-field` (methods at equal evaluations).
///
/// # Errors
/// A drawing that fails, a file that cannot be written.
pub fn write(results: &Results, prefix: &Path) -> Result<()> {
    let file = |name: &str| PathBuf::from(format!("{}-{name}.png", prefix.display()));
    run::write(&file("run"))?;
    functions::write(&file("functions"))?;
    size::write(&file("size"), results)?;
    speeds::write(&file("speeds"), &results.sweep)?;
    field::write(&file("field"), results)
}

/// Logarithm to base ten, of what is shown no lower than `least`.
fn log(value: f64, least: f64) -> f64 {
    value.max(least).log10()
}

/// Numbered from 0 on.
fn numbered(values: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    values.iter().enumerate().map(|(t, value)| (t as f64, *value))
}
