//! The embedded font: pictures need none of the system.

use plotters::style::FontStyle;

use super::PictureError;

/// Makes the embedded font, DejaVu Sans in regular and bold, known to plotters as `family`.
///
/// It has Latin-1, Greek and a few signs, not all of Unicode
/// (`assets/README.md` names them).
///
/// # Errors
/// [`PictureError::Drawing`] where the font is damaged, which a test of this crate excludes.
///
/// # Examples
/// ```
/// davylamp::picture::register_font("sans-serif")?;
/// # Ok::<(), davylamp::picture::PictureError>(())
/// ```
pub fn register_font(family: &str) -> Result<(), PictureError> {
    let regular: &[u8] = include_bytes!("../../assets/DejaVuSans-Regular-subset.ttf");
    let bold: &[u8] = include_bytes!("../../assets/DejaVuSans-Bold-subset.ttf");
    plotters::style::register_font(family, FontStyle::Normal, regular)
        .and_then(|()| plotters::style::register_font(family, FontStyle::Bold, bold))
        .map_err(|_| PictureError::Drawing("the embedded font is damaged".to_owned()))
}
