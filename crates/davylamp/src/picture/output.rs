//! From a drawing to a file, PNG or SVG.

use std::path::Path;

use plotters::prelude::*;

use super::PictureError;
use super::canvas::{Canvas, FONT};
use super::fonts::register_font;
use super::png_file::{encoded, replace_with};

/// Width of every picture in logical units, and the height of those that do not say their own.
const SHEET: [f64; 2] = [1000.0, 720.0];

/// Pixels of the drawing a logical unit: twice those of the PNG, so that edges become smooth.
const SCALE: u32 = 4;

/// Something that can be drawn with either backend.
pub(super) trait Drawing {
    /// Of the sheet, in logical units.
    fn height(&self) -> f64 {
        SHEET[1]
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Result<(), PictureError>;
}

/// Refuses a file of another ending than `.png`: an SVG with a value at every pixel would be huge.
#[cfg(any(feature = "wave", feature = "uhs", feature = "room"))]
pub(super) fn check_png(path: &Path) -> Result<(), PictureError> {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    if ending.eq_ignore_ascii_case("png") {
        Ok(())
    } else {
        Err(PictureError::NotPng { path: path.to_owned() })
    }
}

/// Draws to a file whose ending says how.
pub(super) fn write(path: &Path, drawing: &impl Drawing) -> Result<(), PictureError> {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let bytes = match ending.to_ascii_lowercase().as_str() {
        "png" => png(drawing)?,
        "svg" => svg(drawing)?,
        _ => return Err(PictureError::UnknownFormat { path: path.to_owned() }),
    };
    replace_with(path, &bytes)
}

fn draw_on<DB: DrawingBackend>(backend: DB, drawing: &impl Drawing) -> Result<(), PictureError> {
    register_font(FONT)?;
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
fn pixels(drawing: &impl Drawing, scale: u32) -> (u32, u32) {
    let [width, height] = [SHEET[0], drawing.height()].map(|side| side as u32 * scale);
    (width, height)
}

fn svg(drawing: &impl Drawing) -> Result<Vec<u8>, PictureError> {
    let mut text = String::new();
    draw_on(SVGBackend::with_string(&mut text, pixels(drawing, SCALE)), drawing)?;
    // The drawing has four units a point; shown, it has the size of the PNG on paper.
    let ((width, height), (w, h)) = (pixels(drawing, SCALE), pixels(drawing, 1));
    let drawn = format!("width=\"{width}\" height=\"{height}\" viewBox");
    let shown = format!("width=\"{w}\" height=\"{h}\" viewBox");
    Ok(text.replacen(&drawn, &shown, 1).into_bytes())
}

fn png(drawing: &impl Drawing) -> Result<Vec<u8>, PictureError> {
    let (width, height) = pixels(drawing, SCALE);
    let mut buffer = vec![0_u8; width as usize * height as usize * 3];
    draw_on(BitMapBackend::with_buffer(&mut buffer, (width, height)), drawing)?;
    encoded(&buffer, (width / 2, height / 2))
}
