//! Files that are there whole or not at all.
//!
//! Everything is written to a temporary file in the same folder, brought to the disk, renamed, and the
//! folder brought to the disk. A writer holds an advisory lock on its temporary file; a temporary file
//! whose lock is free has lost its writer and is swept away. The lock says only who lives: nothing
//! else rests on it.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::{StoreError, checksum};

const TEMPORARY: &str = ".tmp-";

/// How a file came to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Published {
    Made,
    /// The same bytes were there.
    Found,
}

/// Writes a file that must not be there yet; says whether it was not.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<bool, StoreError> {
    loop {
        let Some(temporary) = written(path, bytes)? else { continue };
        match temporary.persist_noclobber(path) {
            Ok(_) => return sync_folder(path).map(|()| true),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            Err(error) if swept(path, &error.error) => {}
            Err(error) => return Err(StoreError::io("write", path, &error.error)),
        }
    }
}

/// Writes a file that should not be there yet.
///
/// Where it is, with the same bytes, nothing happens; with other bytes it is moved aside first.
pub(crate) fn publish(path: &Path, bytes: &[u8]) -> Result<Published, StoreError> {
    while !create(path, bytes)? {
        if checksum::of_file(path)? == Some(checksum::sha256_of_bytes(bytes)) {
            return Ok(Published::Found);
        }
        quarantine(path)?;
    }
    Ok(Published::Made)
}

/// Whether a temporary file is gone because a sweeper came between its making and its lock.
fn swept(path: &Path, error: &std::io::Error) -> bool {
    error.kind() == ErrorKind::NotFound && folder_of(path).is_dir()
}

/// Writes a file, in place of one that may be there.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    loop {
        let Some(temporary) = written(path, bytes)? else { continue };
        match temporary.persist(path) {
            Ok(_) => return sync_folder(path),
            Err(error) if swept(path, &error.error) => {}
            Err(error) => return Err(StoreError::io("write", path, &error.error)),
        }
    }
}

/// A temporary file with these bytes, on the disk; `None` where a sweeper was quicker.
fn written(path: &Path, bytes: &[u8]) -> Result<Option<NamedTempFile>, StoreError> {
    let failed = |error| StoreError::io("write", path, &error);
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    let readable = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
    // Others may read a set, as far as the user's mask lets them.
    #[cfg(unix)]
    builder.permissions(readable);
    let mut temporary = builder.tempfile_in(folder_of(path)).map_err(failed)?;
    if matches!(temporary.as_file().try_lock(), Err(TryLockError::WouldBlock)) {
        return Ok(None);
    }
    temporary.write_all(bytes).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    Ok(Some(temporary))
}

/// Moves a file aside, to a name that ends in `.corrupt`, and says where.
pub(crate) fn quarantine(path: &Path) -> Result<PathBuf, StoreError> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".corrupt");
    let first = PathBuf::from(aside);
    let mut target = first.clone();
    let mut number = 1;
    while target.exists() {
        number += 1;
        target = first.with_extension(format!("corrupt-{number}"));
    }
    match fs::rename(path, &target) {
        Ok(()) => sync_folder(path)?,
        // Another job was quicker.
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(StoreError::io("move aside", path, &error)),
    }
    Ok(target)
}

/// Removes temporary files whose writers are gone.
pub(crate) fn sweep(folder: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::io("read", folder, &error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            continue;
        }
        let path = entry.path();
        let Ok(file) = File::options().read(true).write(true).open(&path) else { continue };
        if file.try_lock().is_ok() {
            // What cannot be removed does no harm.
            fs::remove_file(&path).ok();
        }
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// A rename is on the disk only once its folder is.
#[cfg(unix)]
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = folder_of(path);
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| StoreError::io("write", folder, &error))
}

/// Folders cannot be opened here; the system orders its renames.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn sync_folder(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_same_bytes_twice_are_found_and_others_move_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.npy");
        assert_eq!(publish(&path, b"one").unwrap(), Published::Made);
        assert_eq!(publish(&path, b"one").unwrap(), Published::Found);
        assert_eq!(publish(&path, b"two").unwrap(), Published::Made);
        assert_eq!(publish(&path, b"three").unwrap(), Published::Made);
        assert_eq!(names(folder.path()), ["a.npy", "a.npy.corrupt", "a.npy.corrupt-2"]);
        assert_eq!(fs::read(path).unwrap(), b"three");
        assert_eq!(fs::read(folder.path().join("a.npy.corrupt")).unwrap(), b"one");
    }

    #[test]
    fn only_the_files_of_the_dead_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".tmp-dead"), b"half").unwrap();
        let alive = written(&folder.path().join("b.npy"), b"half").unwrap().unwrap();
        fs::write(folder.path().join("a.npy"), b"whole").unwrap();
        sweep(folder.path()).unwrap();
        let alive_name = alive.path().file_name().unwrap().to_str().unwrap();
        assert_eq!(names(folder.path()), [alive_name, "a.npy"]);
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (ours, plain) = (folder.path().join("a"), folder.path().join("b"));
        publish(&ours, b"one").unwrap();
        fs::write(&plain, b"one").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&plain));
    }

    #[test]
    fn a_missing_folder_is_an_error() {
        let error = publish(Path::new("/no/such/folder/a.npy"), b"one").unwrap_err();
        assert!(matches!(error, StoreError::Io { kind: ErrorKind::NotFound, .. }), "{error}");
        assert!(error.to_string().contains("/no/such/folder/a.npy"));
    }
}
