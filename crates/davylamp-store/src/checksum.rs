//! SHA-256, as `sha256sum` prints it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::StoreError;

/// The SHA-256 of some bytes, in lower case hexadecimal digits.
///
/// # Examples
/// ```
/// assert!(davylamp_store::sha256_of_bytes(b"abc").starts_with("ba7816bf"));
/// ```
#[must_use]
pub fn sha256_of_bytes(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The SHA-256 of a file, as `sha256sum` prints it.
///
/// # Errors
/// [`StoreError::Io`] where the file cannot be read.
///
/// # Examples
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("a");
/// std::fs::write(&path, b"abc")?;
/// assert!(davylamp_store::sha256(&path)?.starts_with("ba7816bf"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sha256(path: &Path) -> Result<String, StoreError> {
    of_file(path)?.ok_or_else(|| {
        StoreError::io("read", path, &std::io::Error::from(std::io::ErrorKind::NotFound))
    })
}

/// The checksum of a file; `None` where there is no such file.
pub(crate) fn of_file(path: &Path) -> Result<Option<String>, StoreError> {
    let failed = |error| StoreError::io("read", path, &error);
    let mut file = match File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(failed)?,
    };
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer).map_err(failed)? {
            0 => return Ok(Some(hexadecimal(&hash.finalize()))),
            n => hash.update(&buffer[..n]),
        }
    }
}

fn hexadecimal(digest: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_standards_example() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            super::sha256_of_bytes(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn of_a_file_and_of_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        assert_eq!(super::of_file(&path).unwrap(), None);
        std::fs::write(&path, b"abc").unwrap();
        assert_eq!(super::of_file(&path).unwrap().unwrap(), super::sha256_of_bytes(b"abc"));
    }
}
