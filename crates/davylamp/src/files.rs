//! Files that are there as a whole, or as they were.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes a file under a temporary name in the same folder, and gives it its own when it is on the
/// disk: whoever reads it finds the old bytes or the new, never half of them.
///
/// # Errors
/// What the system says; then the temporary file is gone again and a file that was there is as it was.
///
/// # Examples
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("zones.json");
/// davylamp::files::replace(&path, b"{}")?;
/// assert_eq!(std::fs::read(&path)?, b"{}");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::File::create(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let renamed = written.and_then(|()| fs::rename(&temporary, path));
    if renamed.is_err() {
        // The first error is the one to tell.
        fs::remove_file(&temporary).ok();
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn what_cannot_be_replaced_stays_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        // A file cannot take the place of a folder that holds something.
        let taken = folder.path().join("taken");
        std::fs::create_dir(&taken).unwrap();
        std::fs::write(taken.join("kept"), b"kept").unwrap();
        replace(&taken, b"new").unwrap_err();
        assert_eq!(std::fs::read(taken.join("kept")).unwrap(), b"kept");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
