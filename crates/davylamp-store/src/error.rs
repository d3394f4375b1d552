use std::io;
use std::path::{Path, PathBuf};

/// What this crate refuses, or could not do.
///
/// # Examples
///
/// ```
/// use davylamp_store::{NpyArray, StoreError};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("a.npy");
/// std::fs::write(&path, "no array")?;
/// let refused = NpyArray::read(&path).unwrap_err();
/// assert!(matches!(refused, StoreError::Npy { byte: 0, .. }), "{refused}");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The system would not read, write or rename.
    #[error("cannot {action} {}: {reason}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The kind of failure, such as a full disk.
        kind: io::ErrorKind,
        /// What the system says.
        reason: String,
    },
    /// A file is not the NPY array that it should be.
    #[error("{}, byte {byte}: {reason}", path.display())]
    Npy {
        /// The file.
        path: PathBuf,
        /// Where in it, from 0.
        byte: u64,
        /// What is wrong there.
        reason: String,
    },
    /// A file's bytes are not those that were written.
    #[error("{} is damaged: its SHA-256 is {found}, and {expected} was written", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// As recorded.
        expected: String,
        /// As found.
        found: String,
    },
    /// A sample made again differs from the one that was there.
    #[error(
        "{} was made again and has the SHA-256 {found}, where the set records {expected}: this \
         program, or this machine, computes other bits than the one that made the set",
        path.display()
    )]
    Differs {
        /// The file.
        path: PathBuf,
        /// As recorded.
        expected: String,
        /// As made now.
        found: String,
    },
    /// The manifest cannot be understood.
    #[error("{}, line {line}, column {column}: {reason}", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// The folder holds another set.
    #[error(
        "{} belongs to another set: its {field} is {theirs}, and here it is {ours}",
        path.display()
    )]
    OtherSet {
        /// The manifest.
        path: PathBuf,
        /// The first field that differs.
        field: &'static str,
        /// What it is here.
        ours: String,
        /// What it is there.
        theirs: String,
    },
    /// The set is not finished.
    #[error(
        "{} is not finished: {done} of {shards} shards are there; run what makes it again",
        path.display()
    )]
    Unfinished {
        /// The folder.
        path: PathBuf,
        /// Shards that are there.
        done: usize,
        /// Shards that there should be.
        shards: usize,
    },
    /// A count lies outside its range.
    #[error("{name} = {value} is outside [{min}, {max}]")]
    OutOfRange {
        /// Which count.
        name: &'static str,
        /// What was given.
        value: usize,
        /// The least allowed.
        min: usize,
        /// The greatest allowed.
        max: usize,
    },
    /// Two things that must be alike are not.
    #[error("{name} is {found:?}, and {expected:?} is needed")]
    Shape {
        /// Which sizes.
        name: &'static str,
        /// As given.
        found: Vec<usize>,
        /// As needed.
        expected: Vec<usize>,
    },
    /// A number that says nothing must not become part of a set.
    #[error("{part} of sample {index}: the value at {position} is {value}, and must be finite")]
    NotFinite {
        /// "image" or "labels".
        part: &'static str,
        /// Which sample.
        index: usize,
        /// Which value of it, in C order.
        position: usize,
        /// What it is.
        value: f32,
    },
    /// The normalisation holds a number that JSON does not have.
    #[error("normalisation {name} = {value} must be finite")]
    Normalisation {
        /// Which number.
        name: String,
        /// What it is.
        value: f64,
    },
    /// A sample could not be computed.
    #[error("sample {index}: {reason}")]
    Sample {
        /// Which sample.
        index: usize,
        /// What its maker says.
        reason: String,
    },
}

impl StoreError {
    pub(crate) fn io(action: &'static str, path: &Path, error: &io::Error) -> Self {
        let (kind, reason) = (error.kind(), error.to_string());
        Self::Io { action, path: path.to_owned(), kind, reason }
    }
}

pub(crate) fn count(
    name: &'static str,
    value: usize,
    min: usize,
    max: usize,
) -> Result<usize, StoreError> {
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(StoreError::OutOfRange { name, value, min, max })
    }
}

pub(crate) fn shape(
    name: &'static str,
    found: &[usize],
    expected: &[usize],
) -> Result<(), StoreError> {
    if found == expected {
        Ok(())
    } else {
        Err(StoreError::Shape { name, found: found.to_vec(), expected: expected.to_vec() })
    }
}
