//! PNG files of what was drawn at twice its size.

use std::path::Path;

use super::PictureError;
use crate::files::replace;

/// Writes a picture that was drawn at twice its size, so that edges become smooth: each pixel of the
/// file is the mean of four. A file that is there is replaced as a whole or not at all.
///
/// `doubled` has the bytes red, green, blue of each pixel, row by row from the top: shape
/// `[2 * height, 2 * width, 3]`. It is what a `plotters::BitMapBackend` draws to.
///
/// # Errors
/// [`PictureError::Buffer`] where `doubled` has another length or the picture no pixel,
/// [`PictureError::Write`] where the file cannot be written; then nothing is left behind.
///
/// # Examples
/// ```
/// let (width, height) = (3, 2);
/// let white = vec![255; 2 * width as usize * 2 * height as usize * 3];
/// let folder = tempfile::tempdir()?;
/// davylamp::picture::write_png(&folder.path().join("white.png"), &white, (width, height))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_png(path: &Path, doubled: &[u8], size: (u32, u32)) -> Result<(), PictureError> {
    replace_with(path, &encoded(doubled, size)?)
}

/// Replaces a picture by these bytes.
pub(super) fn replace_with(path: &Path, bytes: &[u8]) -> Result<(), PictureError> {
    replace(path, bytes)
        .map_err(|error| PictureError::Write { path: path.to_owned(), reason: error.to_string() })
}

/// The bytes of the file that [`write_png`] writes.
pub(super) fn encoded(
    doubled: &[u8],
    (width, height): (u32, u32),
) -> Result<Vec<u8>, PictureError> {
    let needed = 12 * u128::from(width) * u128::from(height);
    if needed == 0 || needed != doubled.len() as u128 {
        return Err(PictureError::Buffer { bytes: doubled.len(), width, height });
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&halved(doubled, width as usize)))
        .map_err(|error| PictureError::Drawing(error.to_string()))?;
    Ok(bytes)
}

/// Half the size, so many pixels wide: each pixel the mean of four, rounded.
fn halved(doubled: &[u8], width: usize) -> Vec<u8> {
    let row = 6 * width;
    let mut out = Vec::with_capacity(doubled.len() / 4);
    for rows in doubled.chunks_exact(2 * row) {
        let (above, below) = rows.split_at(row);
        for (a, b) in above.chunks_exact(6).zip(below.chunks_exact(6)) {
            out.extend((0..3).map(|c| {
                let sum = u16::from(a[c]) + u16::from(a[c + 3]) + u16::from(b[c]);
                u8::try_from((sum + u16::from(b[c + 3]) + 2) / 4).unwrap_or(u8::MAX)
            }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixel_of_the_file_is_the_mean_of_four() {
        // Two pixels beside each other, of four each; the second is half black, half white.
        let row = |right: [u8; 2]| {
            let grey = |level: u8| [level; 3];
            [[10, 20, 30], [11, 20, 30], grey(right[0]), grey(right[1])].concat()
        };
        let doubled = [row([0, 255]), row([255, 0])].concat();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("two.png");
        write_png(&path, &doubled, (2, 1)).unwrap();
        let file = std::io::BufReader::new(std::fs::File::open(&path).unwrap());
        let mut reader = png::Decoder::new(file).read_info().unwrap();
        let mut rgb = [0; 6];
        let info = reader.next_frame(&mut rgb).unwrap();
        assert_eq!((info.width, info.height), (2, 1));
        // 10.5 and 127.5 go up.
        assert_eq!(rgb, [11, 20, 30, 128, 128, 128]);
    }

    #[test]
    fn a_buffer_of_another_size_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none.png");
        for (bytes, size) in [(11, (1, 1)), (13, (1, 1)), (12, (1, 2)), (0, (0, 1)), (0, (1, 0))] {
            let refused = write_png(&path, &vec![0; bytes], size).unwrap_err();
            let (width, height) = size;
            assert_eq!(refused, PictureError::Buffer { bytes, width, height });
        }
        // Four times this many pixels of three bytes do not fit in 64 bits.
        let refused = write_png(&path, &[], (u32::MAX, u32::MAX)).unwrap_err();
        assert!(matches!(refused, PictureError::Buffer { bytes: 0, .. }), "{refused}");
        assert!(!path.exists());
    }
}
