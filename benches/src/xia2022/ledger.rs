//! Parts of a long piece of work, each kept once it is done, so that the work can be stopped at any
//! moment and goes on where it was.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use davylamp::files::replace;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Where the parts are kept.
#[derive(Debug)]
pub struct Ledger {
    folder: Option<PathBuf>,
    begin: Instant,
    parts: Cell<usize>,
}

impl Ledger {
    /// Parts in a folder, which is made; without one nothing is kept.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn new(folder: Option<PathBuf>) -> Result<Self> {
        if let Some(folder) = &folder {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        Ok(Self { folder, begin: Instant::now(), parts: Cell::new(0) })
    }

    /// The part of this name: read if it is there, else computed and kept. The name must say all
    /// that the part depends on. What is done is told on standard error.
    ///
    /// # Errors
    /// What `compute` says; a part that cannot be written. One that cannot be read is computed anew.
    pub fn part<T, F>(&self, name: &str, compute: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned,
        F: FnOnce() -> Result<T>,
    {
        self.parts.set(self.parts.get() + 1);
        let file = self.folder.as_ref().map(|folder| folder.join(format!("{name}.json")));
        let kept = file.as_ref().and_then(|file| fs::read(file).ok());
        if let Some(part) = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
            self.tell(name, "kept");
            return Ok(part);
        }
        let start = Instant::now();
        let part = compute().with_context(|| name.to_owned())?;
        if let Some(file) = &file {
            // A part is there as a whole, or not at all.
            replace(file, &serde_json::to_vec(&part)?)
                .with_context(|| format!("cannot write {}", file.display()))?;
        }
        self.tell(name, &format!("{:.1} s", start.elapsed().as_secs_f64()));
        Ok(part)
    }

    fn tell(&self, name: &str, how: &str) {
        let seconds = self.begin.elapsed().as_secs_f64();
        eprintln!("{seconds:6.0} s  part {:3}  {name}: {how}", self.parts.get());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn a_part_is_computed_once() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = || Ledger::new(Some(folder.path().to_owned())).unwrap();
        assert_eq!(ledger().part("one", || Ok(vec![0.1, 1e-300])).unwrap(), [0.1, 1e-300]);
        let again: Vec<f64> = ledger().part("one", || bail!("computed twice")).unwrap();
        assert_eq!(again, [0.1, 1e-300]);
        // One that was cut short is computed anew.
        std::fs::write(folder.path().join("one.json"), "[0.1").unwrap();
        assert_eq!(ledger().part("one", || Ok(vec![2.0])).unwrap(), [2.0]);
        assert!(ledger().part::<f64, _>("two", || bail!("broken")).is_err());
    }
}
