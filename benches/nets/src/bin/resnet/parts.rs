//! Finished pieces of work, each in a file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use davylamp::files::replace;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A folder of them.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    folder: PathBuf,
}

impl Parts {
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self { folder: folder.to_owned() })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A piece that was made before, or is made now and kept.
    pub(crate) fn get<T: Serialize + DeserializeOwned>(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        let path = self.folder.join(format!("{name}.json"));
        if path.is_file() {
            let text =
                fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            return serde_json::from_slice(&text)
                .with_context(|| format!("{}: damaged; remove it", path.display()));
        }
        let made = make().with_context(|| name.to_owned())?;
        replace(&path, &serde_json::to_vec(&made)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
        eprintln!("{name}");
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_not_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let parts = Parts::open(&folder.path().join("new")).unwrap();
        assert_eq!(parts.get("one", || Ok(vec![1, 2])).unwrap(), [1, 2]);
        assert_eq!(parts.get::<Vec<i32>>("one", || unreachable!()).unwrap(), [1, 2]);
        fs::write(parts.folder().join("one.json"), "[1,").unwrap();
        let error = parts.get::<Vec<i32>>("one", || unreachable!()).unwrap_err();
        assert!(error.to_string().contains("one.json: damaged"));
        // What fails leaves nothing.
        assert!(parts.get::<i32>("two", || anyhow::bail!("no")).is_err());
        assert!(!parts.folder().join("two.json").exists());
    }
}
