//! From a drawing to a file, PNG or SVG.

use std::fs;
use std::io::Write;
use std::path::Path;

use plotters::prelude::*;

use super::PictureError;
use super::canvas::{Canvas, register_font};

/// Width and height of every picture in logical units.
pub(super) const SHEET: [f64; 2] = [1000.0, 720.0];

/// Pixels of the drawing a logical unit: twice those of the PNG, so that edges become smooth.
const SCALE: u32 = 4;

/// Something that can be drawn with either backend.
pub(super) trait Drawing {
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Result<(), PictureError>;
}

/// Draws to a file whose ending says how.
pub(super) fn write(path: &Path, drawing: &impl Drawing) -> Result<(), PictureError> {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let bytes = match ending.to_ascii_lowercase().as_str() {
        "png" => png(drawing)?,
        "svg" => svg(drawing)?,
        _ => return Err(PictureError::UnknownFormat { path: path.to_owned() }),
    };
    replace(path, &bytes)
        .map_err(|error| PictureError::Write { path: path.to_owned(), reason: error.to_string() })
}

/// Writes under a temporary name in the same folder and renames, so that there is never half a
/// picture.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
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

fn draw_on<DB: DrawingBackend>(backend: DB, drawing: &impl Drawing) -> Result<(), PictureError> {
    register_font()?;
    let area = backend.into_drawing_area();
    let failed = |error: DrawingAreaErrorKind<_>| PictureError::Drawing(error.to_string());
    area.fill(&WHITE).map_err(failed)?;
    drawing.draw(&Canvas::new(&area, f64::from(SCALE)))?;
    area.present().map_err(failed)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the sheet is a few thousand pixels"
)]
fn pixels(scale: u32) -> (u32, u32) {
    let [width, height] = SHEET.map(|side| side as u32 * scale);
    (width, height)
}

fn svg(drawing: &impl Drawing) -> Result<Vec<u8>, PictureError> {
    let mut text = String::new();
    draw_on(SVGBackend::with_string(&mut text, pixels(SCALE)), drawing)?;
    // The drawing has four units a point; shown, it has the size of the PNG on paper.
    let ((width, height), (w, h)) = (pixels(SCALE), pixels(1));
    let drawn = format!("width=\"{width}\" height=\"{height}\" viewBox");
    let shown = format!("width=\"{w}\" height=\"{h}\" viewBox");
    Ok(text.replacen(&drawn, &shown, 1).into_bytes())
}

fn png(drawing: &impl Drawing) -> Result<Vec<u8>, PictureError> {
    let (width, height) = pixels(SCALE);
    let mut buffer = vec![0_u8; width as usize * height as usize * 3];
    draw_on(BitMapBackend::with_buffer(&mut buffer, (width, height)), drawing)?;
    encode(&halved(&buffer, width as usize), width / 2, height / 2)
}

/// Half the size: each pixel the mean of four.
fn halved(rgb: &[u8], width: usize) -> Vec<u8> {
    let row = 3 * width;
    let mut out = Vec::with_capacity(rgb.len() / 4);
    for rows in rgb.chunks_exact(2 * row) {
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

fn encode(rgb: &[u8], width: u32, height: u32) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(rgb))
        .map_err(|error| PictureError::Drawing(error.to_string()))?;
    Ok(bytes)
}
