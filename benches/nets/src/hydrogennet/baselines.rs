//! What the network has to beat: a straight line, and the mean.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use davylamp::learning::{self, Leaks};
use davylamp::nets::{MeanBaseline, RidgeBaseline, r_squared_by_label};
use davylamp::uhs::NoiseLevel;
use serde::{Deserialize, Serialize};

use super::cases::Scope;

/// R² of the validation samples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baselines {
    /// By ridge regression.
    pub ridge: Vec<f64>,
    /// Its strength, the best on the validation samples.
    pub strength: f64,
    /// By the mean of the training samples.
    pub mean: Vec<f64>,
    /// That it all took.
    pub seconds: f64,
}

/// Fits both to the training leaks, each in its first view, or reads what was fitted before.
///
/// # Errors
/// A set that cannot be read, a file that cannot be written.
pub fn fit(
    leaks: &Leaks,
    scope: Scope,
    (stations, level): (usize, NoiseLevel),
    work: &Path,
) -> Result<Baselines> {
    if let Some(fitted) = read((stations, level), work)? {
        return Ok(fitted);
    }
    let begin = Instant::now();
    let seen = leaks.seen(stations, level, 0)?;
    let split = seen.split(scope.parts(seen.leaks))?;
    let truths = learning::truths(&*seen.samples, &split.validation)?;
    let ridge = RidgeBaseline::fit(&*seen.samples, &split.train, &split.validation)?;
    let line = ridge.predict(&*seen.samples, &split.validation)?;
    let mean = MeanBaseline::fit(&*seen.samples, &split.train)?.predict(truths.len());
    let fitted = Baselines {
        ridge: r_squared_by_label(&truths, &line),
        strength: ridge.strength(),
        mean: r_squared_by_label(&truths, &mean),
        seconds: begin.elapsed().as_secs_f64(),
    };
    let path = path((stations, level), work);
    davylamp::files::replace(&path, &serde_json::to_vec(&fitted)?)
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(fitted)
}

/// What was fitted before, if it was.
///
/// # Errors
/// A file that is damaged.
pub fn read(view: (usize, NoiseLevel), work: &Path) -> Result<Option<Baselines>> {
    let path = path(view, work);
    match fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        other => {
            let bytes = other.with_context(|| format!("cannot read {}", path.display()))?;
            let fitted = serde_json::from_slice(&bytes);
            Ok(Some(fitted.with_context(|| format!("{} is damaged", path.display()))?))
        }
    }
}

fn path((stations, level): (usize, NoiseLevel), work: &Path) -> std::path::PathBuf {
    work.join(format!("{stations}-{}-baselines.json", level.name()))
}
