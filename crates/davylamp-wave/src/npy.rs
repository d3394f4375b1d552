//! NPY, numpy's format for one array: gathers out, and models and wavelets in.
//!
//! Version 1.0 is written, 1.0 to 3.0 are read: little-endian floats in C order. See the
//! specification at <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.
//!
//! # Examples
//!
//! ```
//! use davylamp_wave::npy;
//!
//! let bytes = npy::to_bytes(&[2, 3], &[1.0_f32, 2.0, 3.0, 4.0, 5.0, 6.0])?;
//! let array = npy::from_bytes(&bytes)?;
//! assert_eq!(array.shape, [2, 3]);
//! assert_eq!(array.data[4], 5.0);
//! # Ok::<(), davylamp_wave::FileError>(())
//! ```

use crate::file_error::bytes_at;
use crate::{FileError, Real, ShotGather};

const MAGIC: &[u8] = b"\x93NUMPY";
/// Headers end at multiples of this, so that the data can be mapped into memory.
const ALIGNMENT: usize = 64;

/// An array that was read, its numbers widened to `f64`.
///
/// The example of [`npy`](crate::npy) shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Array {
    /// Its sides; the last one runs fastest.
    pub shape: Vec<usize>,
    /// Its numbers.
    pub data: Vec<f64>,
}

/// A gather as `[component][receiver][sample]`. Where it was recorded is not in the file.
///
/// # Errors
///
/// None that a gather can cause: the shape is its own.
pub fn gather_to_bytes<T: Real>(gather: &ShotGather<T>) -> Result<Vec<u8>, FileError> {
    let recording = gather.recording();
    let shape = [recording.components.len(), recording.receivers.len(), recording.samples];
    to_bytes(&shape, gather.data())
}

/// An array in C order as the bytes of an NPY file, in its own precision.
///
/// # Errors
///
/// [`FileError::Unwritable`] where the shape is not that of the data.
pub fn to_bytes<T: Real>(shape: &[usize], data: &[T]) -> Result<Vec<u8>, FileError> {
    if product(shape) != Some(data.len()) {
        return Err(FileError::Unwritable {
            format: "NPY",
            name: "the number of elements",
            value: data.len() as f64,
            allowed: "the product of the shape's sides",
        });
    }
    let width = size_of::<T>();
    // A tuple of one is written (n,).
    let comma = if shape.len() == 1 { "," } else { "" };
    let sides = shape.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ") + comma;
    let mut header =
        format!("{{'descr': '<f{width}', 'fortran_order': False, 'shape': ({sides}), }}");
    let before = MAGIC.len() + 4;
    let end = (before + header.len() + 1).next_multiple_of(ALIGNMENT);
    header.push_str(&" ".repeat(end - 1 - before - header.len()));
    header.push('\n');
    let len = u16::try_from(header.len()).map_err(|_| FileError::Unwritable {
        format: "NPY",
        name: "the number of sides",
        value: shape.len() as f64,
        allowed: "some thousands",
    })?;
    let mut out = Vec::with_capacity(end + size_of_val(data));
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&[1, 0]);
    out.extend_from_slice(&len.to_le_bytes());
    out.extend_from_slice(header.as_bytes());
    for value in data {
        let wide = value.to_f64();
        #[allow(clippy::cast_possible_truncation, reason = "it was an f32 before")]
        match width {
            4 => out.extend_from_slice(&(wide as f32).to_le_bytes()),
            _ => out.extend_from_slice(&wide.to_le_bytes()),
        }
    }
    Ok(out)
}

/// The array of an NPY file.
///
/// # Errors
///
/// [`FileError::Truncated`] where the file ends early; [`FileError::Field`] for other files, other
/// numbers than `<f4` and `<f8`, Fortran's order, or bytes after the last number. All name the byte.
pub fn from_bytes(bytes: &[u8]) -> Result<Array, FileError> {
    let start = bytes_at(bytes, 0, MAGIC.len() + 2, "the file's header")?;
    if &start[..MAGIC.len()] != MAGIC {
        return Err(field(
            0,
            "the beginning",
            &bytes[..MAGIC.len()].escape_ascii().to_string(),
            "\\x93NUMPY",
        ));
    }
    let (header_start, len) = match start[MAGIC.len()] {
        1 => {
            let len = bytes_at(bytes, 8, 2, "the file's header")?;
            (10, usize::from(len[0]) | usize::from(len[1]) << 8)
        }
        2 | 3 => {
            let len = bytes_at(bytes, 8, 4, "the file's header")?;
            (12, len.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
        }
        _ => return Err(field(6, "the version", &start[6].to_string(), "1, 2 or 3")),
    };
    let header = bytes_at(bytes, header_start, len, "the file's header")?;
    let Ok(text) = std::str::from_utf8(header) else {
        return Err(field(header_start, "the header", "not text", "a dictionary"));
    };
    let entry = |key: &'static str, allowed: &str| {
        value_of(text, key)
            .map(|(at, value)| (header_start + at, value))
            .ok_or_else(|| field(header_start, key, "missing", allowed))
    };
    let (at, descr) = entry("descr", "'<f4' or '<f8'")?;
    let width = match descr.trim_matches(['\'', '"']) {
        "<f4" => 4,
        "<f8" => 8,
        _ => return Err(field(at, "descr", descr, "'<f4' or '<f8'")),
    };
    let (at, order) = entry("fortran_order", "False")?;
    if order != "False" {
        return Err(field(at, "fortran_order", order, "False"));
    }
    let (at, sides) = entry("shape", "a tuple of sides")?;
    let refuse = || field(at, "shape", sides, "a tuple of sides");
    let shape = sides
        .trim_matches(['(', ')'])
        .split(',')
        .map(str::trim)
        .filter(|side| !side.is_empty())
        .map(|side| side.parse().map_err(|_| refuse()))
        .collect::<Result<Vec<usize>, _>>()?;
    let size = product(&shape).and_then(|count| count.checked_mul(width)).ok_or_else(refuse)?;
    let data_start = header_start + len;
    let data = bytes_at(bytes, data_start, size, "the array")?;
    if bytes.len() > data_start + size {
        let extra = (bytes.len() - data_start - size).to_string();
        return Err(field(data_start + size, "the number of bytes after the array", &extra, "0"));
    }
    Ok(Array { shape, data: data.chunks_exact(width).map(number).collect() })
}

fn number(bytes: &[u8]) -> f64 {
    if let Ok(eight) = bytes.try_into() {
        f64::from_le_bytes(eight)
    } else {
        let mut four = [0; 4];
        four.copy_from_slice(bytes);
        f64::from(f32::from_le_bytes(four))
    }
}

fn product(shape: &[usize]) -> Option<usize> {
    shape.iter().try_fold(1_usize, |product, side| product.checked_mul(*side))
}

/// Where the value of a key begins in a dictionary, and the value.
fn value_of<'a>(text: &'a str, key: &str) -> Option<(usize, &'a str)> {
    let found = [format!("'{key}'"), format!("\"{key}\"")]
        .iter()
        .find_map(|quoted| text.find(quoted.as_str()).map(|at| at + quoted.len()))?;
    let after = &text[found..];
    let colon = after.find(':')?;
    let rest = &after[colon + 1..];
    let value = rest.trim_start();
    let at = found + colon + 1 + rest.len() - value.len();
    let end = if value.starts_with('(') { value.find(')')? + 1 } else { value.find([',', '}'])? };
    Some((at, value[..end].trim_end()))
}

fn field(offset: usize, name: &'static str, value: &str, allowed: &str) -> FileError {
    let value = value.replace(char::is_control, "?");
    FileError::Field { offset, name, value, allowed: allowed.to_owned() }
}
