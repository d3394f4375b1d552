//! Boxes that a network gave for samples of a set, as a CSV file.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::boxes::Bounds;

/// A row: `sample,x_min_m,x_max_m,z_min_m,z_max_m`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Guess {
    /// Index in the set.
    pub sample: usize,
    /// Left end, in m.
    pub x_min_m: f64,
    /// Right end, in m.
    pub x_max_m: f64,
    /// Least depth, in m.
    pub z_min_m: f64,
    /// Greatest depth, in m.
    pub z_max_m: f64,
}

impl Guess {
    /// As a box.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        Bounds { left: self.x_min_m, right: self.x_max_m, top: self.z_min_m, bottom: self.z_max_m }
    }
}

/// Reads the boxes.
///
/// # Errors
/// A file that cannot be read, or is not such a table of finite numbers.
pub fn read(path: &Path) -> Result<Vec<Guess>> {
    let mut reader =
        csv::Reader::from_path(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut all = Vec::new();
    for row in reader.deserialize() {
        let guess: Guess = row.with_context(|| format!("in {}", path.display()))?;
        let numbers = [guess.x_min_m, guess.x_max_m, guess.z_min_m, guess.z_max_m];
        let finite = numbers.iter().all(|number| number.is_finite());
        ensure!(finite, "{}: the box of sample {} is not finite", path.display(), guess.sample);
        all.push(guess);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_read_and_nonsense_is_refused() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("boxes.csv");
        let head = "sample,x_min_m,x_max_m,z_min_m,z_max_m\n";
        std::fs::write(&path, format!("{head}900,100,250.5,300,420\n"))?;
        let boxes = read(&path)?;
        assert_eq!((boxes.len(), boxes[0].sample), (1, 900));
        assert!((boxes[0].bounds().right - 250.5).abs() < 1e-12);
        std::fs::write(&path, format!("{head}900,100,inf,300,420\n"))?;
        let words = read(&path).map_err(|error| error.to_string());
        assert!(words.is_err_and(|words| words.contains("sample 900 is not finite")));
        std::fs::write(&path, "sample,left\n900,1\n")?;
        assert!(read(&path).is_err());
        Ok(())
    }
}
