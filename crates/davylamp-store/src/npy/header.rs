//! The header: magic, version, length, and a Python dictionary.

use std::path::Path;

use crate::StoreError;

const MAGIC: &[u8; 6] = b"\x93NUMPY";

/// The data begins at a multiple of this, so that it can be mapped into memory.
const ALIGNMENT: usize = 64;

/// No array has more dimensions (`NPY_MAXDIMS` of NumPy 2).
pub(crate) const DIMENSIONS: usize = 64;

/// The numbers that are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    F32,
    F64,
}

/// What the header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) number: Number,
    pub(crate) shape: Vec<usize>,
    pub(crate) data_start: usize,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) byte: u64,
    pub(crate) reason: String,
}

impl Fault {
    pub(crate) fn at(self, path: &Path) -> StoreError {
        StoreError::Npy { path: path.to_owned(), byte: self.byte, reason: self.reason }
    }
}

fn fault<T>(byte: usize, reason: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { byte: byte as u64, reason: reason.into() })
}

/// The header of an array of `float32` in C order.
pub(crate) fn header_bytes(shape: &[usize]) -> Vec<u8> {
    let sizes: Vec<String> = shape.iter().map(ToString::to_string).collect();
    let comma = if sizes.len() == 1 { "," } else { "" };
    let mut text = format!(
        "{{'descr': '<f4', 'fortran_order': False, 'shape': ({}{comma}), }}",
        sizes.join(", ")
    );
    let unpadded = MAGIC.len() + 4 + text.len() + 1;
    text.push_str(&" ".repeat(unpadded.next_multiple_of(ALIGNMENT) - unpadded));
    text.push('\n');
    let mut bytes = MAGIC.to_vec();
    bytes.extend([1, 0]);
    // 64 dimensions of 20 digits stay far below the 65535 bytes of version 1.0.
    bytes.extend(u16::try_from(text.len()).unwrap_or(u16::MAX).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes
}

impl Header {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let wrong = MAGIC.iter().zip(bytes).position(|(a, b)| a != b);
        if let Some(byte) = wrong {
            return fault(byte, "not an NPY file: it must begin with \\x93NUMPY");
        }
        let (text_start, text_len) = match bytes.get(6) {
            _ if bytes.len() < 12 => return fault(bytes.len(), "the file ends within its header"),
            Some(1) => (10, usize::from(u16::from_le_bytes([bytes[8], bytes[9]]))),
            Some(2 | 3) => {
                let len = u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]);
                (12, usize::try_from(len).unwrap_or(usize::MAX))
            }
            other => {
                return fault(6, format!("version {other:?} of NPY is not known: 1, 2 or 3 is"));
            }
        };
        let Some(text) = bytes[text_start..].get(..text_len) else {
            let reason = format!("the header has {text_len} bytes, and the file ends before");
            return fault(bytes.len(), reason);
        };
        let mut cursor = Cursor { text, at: 0, start: text_start };
        let (number, shape) = cursor.dictionary()?;
        Ok(Self { number, shape, data_start: text_start + text_len })
    }

    /// Bytes of the whole file; `None` beyond what a file can have.
    pub(crate) fn file_len(&self) -> Option<u64> {
        let size = match self.number {
            Number::F32 => 4,
            Number::F64 => 8,
        };
        let count = self.shape.iter().try_fold(1_u64, |n, len| n.checked_mul(*len as u64))?;
        count.checked_mul(size)?.checked_add(self.data_start as u64)
    }

    /// Checks the length of the file.
    pub(crate) fn check_len(&self, found: u64) -> Result<(), Fault> {
        let expected = self.file_len();
        if expected == Some(found) {
            return Ok(());
        }
        let byte = found.min(expected.unwrap_or(u64::MAX));
        let words = expected.map_or("more than a file can have".to_owned(), |n| n.to_string());
        let shape = &self.shape;
        Err(Fault {
            byte,
            reason: format!("the file has {found} bytes, and shape {shape:?} needs {words}"),
        })
    }
}

/// Reads the dictionary literal.
struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
    /// Where the text begins in the file.
    start: usize,
}

impl Cursor<'_> {
    fn fail<T>(&self, reason: impl Into<String>) -> Result<T, Fault> {
        fault(self.start + self.at, reason)
    }

    fn peek(&mut self) -> Option<u8> {
        while self.text.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> bool {
        let here = self.peek() == Some(wanted);
        self.at += usize::from(here);
        here
    }

    fn need(&mut self, wanted: u8) -> Result<(), Fault> {
        if self.take(wanted) {
            Ok(())
        } else {
            self.fail(format!("the header has no '{}' here", char::from(wanted)))
        }
    }

    fn dictionary(&mut self) -> Result<(Number, Vec<usize>), Fault> {
        let (mut number, mut shape, mut order) = (None, None, false);
        self.need(b'{')?;
        while !self.take(b'}') {
            self.peek();
            let begin = self.at;
            let key = self.string()?;
            self.need(b':')?;
            match key.as_str() {
                "descr" => number = Some(self.number()?),
                "fortran_order" => {
                    self.c_order()?;
                    order = true;
                }
                "shape" => shape = Some(self.shape()?),
                _ => {
                    self.at = begin;
                    return self.fail(format!("the header has an unknown key '{key}'"));
                }
            }
            if !self.take(b',') {
                self.need(b'}')?;
                break;
            }
        }
        match (number, shape) {
            (Some(number), Some(shape)) if order => Ok((number, shape)),
            _ => self.fail("the header needs 'descr', 'fortran_order' and 'shape'"),
        }
    }

    fn string(&mut self) -> Result<String, Fault> {
        let quote = if self.peek() == Some(b'"') { b'"' } else { b'\'' };
        self.need(quote)?;
        let rest = &self.text[self.at..];
        let Some(len) = rest.iter().position(|b| *b == quote) else {
            return self.fail("a string of the header has no end");
        };
        self.at += len + 1;
        Ok(String::from_utf8_lossy(&rest[..len]).into_owned())
    }

    fn number(&mut self) -> Result<Number, Fault> {
        self.peek();
        let begin = self.at;
        let name = if self.take(b'[') { "a record".to_owned() } else { self.string()? };
        match name.as_str() {
            "<f4" => Ok(Number::F32),
            "<f8" => Ok(Number::F64),
            _ => {
                self.at = begin;
                self.fail(format!("numbers of type {name} are not read: '<f4' and '<f8' are"))
            }
        }
    }

    fn c_order(&mut self) -> Result<(), Fault> {
        self.peek();
        let rest = &self.text[self.at..];
        if rest.starts_with(b"False") {
            self.at += 5;
            Ok(())
        } else if rest.starts_with(b"True") {
            self.fail("the array is in Fortran order: save numpy.ascontiguousarray(a)")
        } else {
            self.fail("fortran_order is neither True nor False")
        }
    }

    fn shape(&mut self) -> Result<Vec<usize>, Fault> {
        let mut shape = Vec::new();
        self.need(b'(')?;
        while !self.take(b')') {
            self.peek();
            let rest = &self.text[self.at..];
            let len = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            let digits = String::from_utf8_lossy(&rest[..len]);
            let Ok(size) = digits.parse() else {
                return self.fail("a size of the shape is not a whole number");
            };
            self.at += len;
            shape.push(size);
            if shape.len() > DIMENSIONS {
                return self.fail(format!("the array has more than {DIMENSIONS} dimensions"));
            }
            if !self.take(b',') {
                self.need(b')')?;
                break;
            }
        }
        Ok(shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_text(text: &str) -> Vec<u8> {
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
        bytes.extend(text.as_bytes());
        bytes
    }

    #[test]
    fn numpys_own_header() {
        // numpy.save of numpy.zeros((3, 4), "<f4"), NumPy 2.4.
        let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }";
        let header = Header::parse(&header_bytes(&[3, 4])).unwrap();
        assert_eq!(header, Header { number: Number::F32, shape: vec![3, 4], data_start: 128 });
        assert!(header_bytes(&[3, 4])[10..].starts_with(text.as_bytes()));
        assert_eq!(Header::parse(&header_bytes(&[7])).unwrap().shape, [7]);
        assert_eq!(Header::parse(&header_bytes(&[])).unwrap().shape, [0_usize; 0]);
    }

    #[test]
    fn any_order_of_keys_and_any_space() {
        let text = "{ \"shape\" : ( 2 , 5 ), 'fortran_order':False,'descr':'<f8'}";
        let header = Header::parse(&with_text(text)).unwrap();
        assert_eq!((header.number, header.shape.as_slice()), (Number::F64, &[2, 5][..]));
    }

    #[test]
    fn refusals_say_where() {
        for (text, byte, part) in [
            ("{'descr': '>f4', 'fortran_order': False, 'shape': (2,)}", 20, "'<f4' and '<f8'"),
            ("{'descr': '<f4', 'fortran_order': True, 'shape': (2,)}", 44, "ascontiguousarray"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", 61, "whole number"),
            ("{'descr': '<f4', 'fortran_order': False, }", 52, "needs"),
            ("{'descr': [('a', '<f4')]}", 20, "a record"),
            ("{'colour': 3}", 11, "unknown key 'colour'"),
            ("['descr']", 10, "no '{'"),
        ] {
            let fault = Header::parse(&with_text(text)).unwrap_err();
            assert_eq!(fault.byte, byte, "{fault:?}");
            assert!(fault.reason.contains(part), "{fault:?}");
        }
        let fault = Header::parse(b"\x93NUMPZ\x01\x00").unwrap_err();
        assert_eq!(fault.byte, 5);
    }

    #[test]
    fn sizes_that_overflow_are_refused() {
        let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999)}";
        let header = Header::parse(&with_text(text)).unwrap();
        assert_eq!(header.file_len(), None);
        assert!(header.check_len(100).is_err());
    }
}
