//! Arrays in NumPy's own format.
//!
//! Written as version 1.0, little-endian `float32` in C order, the data aligned to 64 bytes; read in
//! any version, `float32` or `float64`, in C order.
//!
//! # References
//! NumPy enhancement proposal 1, <https://numpy.org/neps/nep-0001-npy-format.html>, and
//! `numpy.lib.format`.

mod header;

use std::path::Path;

use crate::StoreError;
use crate::error::count;
pub(crate) use header::{DIMENSIONS, Fault, Header, Number, header_bytes};

/// An array of numbers in C order.
///
/// The example of [`NpyArray::read`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct NpyArray {
    /// Its sizes, the slowest first.
    pub shape: Vec<usize>,
    /// Its numbers.
    pub data: Vec<f64>,
}

impl NpyArray {
    /// Reads a file of `float32` or `float64`.
    ///
    /// # Errors
    /// [`StoreError::Io`], and [`StoreError::Npy`] with the byte where the file is not such an array.
    ///
    /// # Examples
    /// ```
    /// use davylamp_store::{NpyArray, write_npy};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("vp.npy");
    /// write_npy(&path, &[2, 3], &[0.0, 1.0, 2.0, 3.0, 4.0, 5.5])?;
    /// let vp = NpyArray::read(&path)?;
    /// assert_eq!(vp.shape, [2, 3]);
    /// assert_eq!(vp.data[5], 5.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let bytes = std::fs::read(path).map_err(|error| StoreError::io("read", path, &error))?;
        Self::parse(&bytes).map_err(|fault| fault.at(path))
    }

    fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let header = Header::parse(bytes)?;
        header.check_len(bytes.len() as u64)?;
        let data = &bytes[header.data_start..];
        let data = match header.number {
            Number::F32 => floats(data).map(f64::from).collect(),
            Number::F64 => data
                .chunks_exact(8)
                .filter_map(|c| c.try_into().ok().map(f64::from_le_bytes))
                .collect(),
        };
        Ok(Self { shape: header.shape, data })
    }
}

/// How many numbers an array of these sizes has; the greatest number where there are more than that.
pub(crate) fn product(sizes: &[usize]) -> usize {
    let product = sizes.iter().try_fold(1_usize, |n, size| n.checked_mul(*size));
    product.unwrap_or(usize::MAX)
}

/// Little-endian single precision.
pub(crate) fn floats(bytes: &[u8]) -> impl Iterator<Item = f32> + '_ {
    bytes.chunks_exact(4).filter_map(|c| c.try_into().ok().map(f32::from_le_bytes))
}

/// The whole file of an array in single precision.
pub(crate) fn file_bytes(shape: &[usize], data: &[f32]) -> Vec<u8> {
    let mut bytes = header_bytes(shape);
    bytes.reserve(4 * data.len());
    bytes.extend(data.iter().flat_map(|value| value.to_le_bytes()));
    bytes
}

/// Writes an array in single precision, whole or not at all; a file of that name is replaced.
///
/// # Errors
/// [`StoreError::Shape`] where `data` has another length than the shape says, [`StoreError::OutOfRange`]
/// for more than 64 dimensions, [`StoreError::Io`].
pub fn write_npy(path: &Path, shape: &[usize], data: &[f32]) -> Result<(), StoreError> {
    count("dimensions of the array", shape.len(), 0, DIMENSIONS)?;
    crate::error::shape("length of data", &[data.len()], &[product(shape)])?;
    crate::files::replace(path, &file_bytes(shape, data))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(shape in proptest::collection::vec(0_usize..5, 0..4)) {
            let count: usize = shape.iter().product();
            let data: Vec<f32> = (0..u16::try_from(count).unwrap()).map(|i| f32::from(i) * 0.3).collect();
            let bytes = file_bytes(&shape, &data);
            prop_assert_eq!((bytes.len() - 4 * data.len()) % 64, 0);
            let array = NpyArray::parse(&bytes).unwrap();
            prop_assert_eq!(array.shape, shape);
            let data: Vec<f64> = data.into_iter().map(f64::from).collect();
            prop_assert_eq!(array.data, data);
        }

        #[test]
        fn bytes_of_any_kind_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut file = b"\x93NUMPY\x01\x00".to_vec();
            file.extend(bytes);
            prop_assert!(NpyArray::parse(&file).is_err());
        }

        #[test]
        fn every_cut_is_found(at in 0_usize..152) {
            let bytes = file_bytes(&[2, 3], &[1.0; 6]);
            prop_assert_eq!(bytes.len(), 152);
            let fault = NpyArray::parse(&bytes[..at]).unwrap_err();
            prop_assert!(fault.byte <= at as u64, "{fault:?}");
        }
    }

    #[test]
    fn doubles_are_read() {
        let mut bytes = file_bytes(&[2], &[]);
        let at = bytes.windows(3).position(|w| w == b"<f4").unwrap();
        bytes[at + 2] = b'8';
        for value in [1.0_f64 / 3.0, -2.5] {
            bytes.extend(value.to_le_bytes());
        }
        assert_eq!(NpyArray::parse(&bytes).unwrap().data, [1.0 / 3.0, -2.5]);
    }
}
