use crate::WaveError;

/// Why a file of gathers cannot be read or written. Offsets count bytes from 0.
///
/// # Examples
///
/// ```
/// use davylamp_wave::{FileError, npy};
///
/// let whole = npy::to_bytes(&[4], &[0.5_f32; 4])?;
/// let cut = npy::from_bytes(&whole[..whole.len() - 2]).unwrap_err();
/// assert!(matches!(cut, FileError::Truncated { missing: 2, .. }), "{cut}");
/// # Ok::<(), FileError>(())
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The file ends too early.
    #[error("byte {offset}: the file ends here, and {what} needs {missing} bytes more")]
    Truncated {
        /// Where the file ends.
        offset: usize,
        /// What was being read.
        what: &'static str,
        /// Bytes that are missing.
        missing: usize,
    },
    /// Something in the file is not what it may be.
    #[error("byte {offset}: {name} is {value}, and may be {allowed}")]
    Field {
        /// Where it stands.
        offset: usize,
        /// What it is.
        name: &'static str,
        /// What was found.
        value: String,
        /// What is allowed, in words.
        allowed: String,
    },
    /// This gather has no place in the format.
    #[error("{name} is {value}, and {format} takes {allowed}")]
    Unwritable {
        /// The format.
        format: &'static str,
        /// What does not fit.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What fits, in words.
        allowed: &'static str,
    },
    /// The file was read, and what it says is no gather.
    #[error("byte {offset}: {error}")]
    Gather {
        /// Where the shot begins.
        offset: usize,
        /// What is wrong with it.
        error: WaveError,
    },
}

/// `len` bytes at `offset`.
pub(crate) fn bytes_at<'a>(
    bytes: &'a [u8],
    offset: usize,
    len: usize,
    what: &'static str,
) -> Result<&'a [u8], FileError> {
    let end = offset.saturating_add(len);
    bytes.get(offset..end).ok_or(FileError::Truncated {
        offset: bytes.len(),
        what,
        missing: end.saturating_sub(bytes.len()),
    })
}
