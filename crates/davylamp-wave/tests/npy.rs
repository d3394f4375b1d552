//! NPY: arrays come back, foreign ones are refused with their byte.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use davylamp_wave::{Component, FileError, Recording, ShotGather, npy};
use proptest::prelude::*;

/// numpy 2.4: `np.save(f, np.array([[1.5, -2]], dtype='<f4'))`.
const NUMPY: &[u8] = b"\x93NUMPY\x01\x00\x76\x00{'descr': '<f4', 'fortran_order': False, \
'shape': (1, 2), }                                                          \n\
\x00\x00\xc0\x3f\x00\x00\x00\xc0";

#[test]
fn ours_is_what_numpy_writes() {
    assert_eq!(npy::to_bytes(&[1, 2], &[1.5_f32, -2.0]).unwrap(), NUMPY);
    let array = npy::from_bytes(NUMPY).unwrap();
    assert_eq!((array.shape, array.data), (vec![1, 2], vec![1.5, -2.0]));
}

#[test]
fn a_gather_is_three_sides() {
    let gather = ShotGather::<f64>::zeros(Recording {
        source: [0.0; 2],
        receivers: vec![[1.0, 0.0]; 3],
        components: vec![Component::Vx, Component::Vz],
        dt: 1e-3,
        samples: 5,
    })
    .unwrap();
    let array = npy::from_bytes(&npy::gather_to_bytes(&gather).unwrap()).unwrap();
    assert_eq!(array.shape, [2, 3, 5]);
    assert_eq!(array.data, gather.data());
}

proptest! {
    #[test]
    fn arrays_come_back(data: Vec<f64>) {
        let array = npy::from_bytes(&npy::to_bytes(&[data.len()], &data).unwrap()).unwrap();
        prop_assert_eq!(array.shape, vec![data.len()]);
        let bits = |v: &[f64]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(&array.data), bits(&data));
    }

    #[test]
    fn a_file_that_is_cut_says_where(cut in 0..136usize) {
        match npy::from_bytes(&NUMPY[..cut]) {
            Err(FileError::Truncated { offset, .. }) => prop_assert_eq!(offset, cut),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn nothing_panics_on_damaged_bytes(at in 0..136usize, byte: u8) {
        let mut bytes = NUMPY.to_vec();
        bytes[at] = byte;
        if let Err(error) = npy::from_bytes(&bytes) {
            prop_assert!(error.to_string().starts_with("byte "));
        }
    }
}

#[test]
fn foreign_files_are_refused_with_their_byte() {
    let text = String::from_utf8_lossy(&NUMPY[10..128]).into_owned();
    let with = |from: &str, to: &str| {
        let mut bytes = NUMPY[..10].to_vec();
        bytes.extend_from_slice(text.replace(from, to).as_bytes());
        bytes.extend_from_slice(&NUMPY[128..]);
        npy::from_bytes(&bytes).unwrap_err().to_string()
    };
    for (found, says) in [
        (with("<f4", "<i4"), "byte 20: descr is '<i4', and may be '<f4' or '<f8'"),
        (with("False,", "True, "), "byte 44: fortran_order is True, and may be False"),
        (with("(1, 2)", "(1, x)"), "shape is (1, x), and may be a tuple of sides"),
        (with("(1, 2)", "(1, 1)"), "byte 132: the number of bytes after the array is 4"),
        (with("(1, 2)", "(9, 9)"), "byte 136: the file ends here, and the array needs 316 bytes"),
        (with("shape", "shade"), "byte 10: shape is missing"),
        (
            npy::from_bytes(b"PK\x03\x04    ").unwrap_err().to_string(),
            "byte 0: the beginning is PK",
        ),
    ] {
        assert!(found.contains(says), "{found}");
    }
    let wrong = npy::to_bytes(&[2, 2], &[1.0_f32]).unwrap_err().to_string();
    assert!(wrong.contains("the number of elements is 1"), "{wrong}");
}
