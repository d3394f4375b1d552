//! Readings of a room's sensors as a network sees them: one row a sensor, time to the right.

use std::path::Path;

use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::canvas::{Canvas, Ink};
use super::output::{self, Drawing};
use super::panels::{Axis, Panels, cell};

/// Images of readings in grey, four in a row: white is nothing, black the greatest reading of the image.
///
/// # Examples
///
/// ```no_run
/// use davylamp::picture::{ReadingPanel, ReadingSheet};
/// use davylamp::store::SampleSet;
///
/// let set = SampleSet::open("set".as_ref())?;
/// let panels = (0..12).map(|index| {
///     let (image, _) = set.sample(index)?;
///     Ok(ReadingPanel { title: format!("Sample {index}"), image })
/// });
/// let panels = panels.collect::<Result<Vec<_>, davylamp::store::StoreError>>()?;
/// let sheet = ReadingSheet { title: "Twelve leaks".to_owned(), sensors: 10, record_s: 48.0, panels };
/// sheet.write("samples.png".as_ref())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingSheet {
    /// Above all.
    pub title: String,
    /// Rows of an image.
    pub sensors: usize,
    /// The time from the first column to behind the last, in s.
    pub record_s: f64,
    /// The images, at most twelve.
    pub panels: Vec<ReadingPanel>,
}

/// One image of a [`ReadingSheet`].
///
/// The example of [`ReadingSheet`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingPanel {
    /// Above it.
    pub title: String,
    /// `[sensor][reading]`.
    pub image: Vec<f32>,
}

/// Images of a row.
const PER_ROW: usize = 4;
/// Images that have room.
const MOST: usize = 3 * PER_ROW;

impl ReadingSheet {
    /// Draws it to a PNG file.
    ///
    /// # Errors
    /// [`PictureError::NotPng`] for another ending than `.png`; [`PictureError::Drawing`] for more than
    /// twelve images, none, or one that is not a whole number of readings of each sensor;
    /// [`PictureError::Write`] where the file cannot be written; then nothing is left behind.
    pub fn write(&self, path: &Path) -> Result<(), PictureError> {
        output::check_png(path)?;
        let count = self.panels.len();
        if !(1..=MOST).contains(&count) {
            return Err(PictureError::Drawing(format!("{count} images: 1 to {MOST} have room")));
        }
        for panel in &self.panels {
            let values = panel.image.len();
            if self.sensors == 0 || values == 0 || !values.is_multiple_of(self.sensors) {
                let sensors = self.sensors;
                let words = format!("an image of {values} values has no rows of {sensors} sensors");
                return Err(PictureError::Drawing(words));
            }
        }
        output::write(path, self)
    }
}

impl Drawing for ReadingSheet {
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Result<(), PictureError> {
        let greatest = |panel: &ReadingPanel| panel.image.iter().copied().fold(0.0, f32::max);
        let greatest: Vec<f32> = self.panels.iter().map(greatest).collect();
        let panels = Panels {
            title: &self.title,
            titles: self.panels.iter().map(|panel| panel.title.as_str()).collect(),
            per_row: PER_ROW,
            down: Axis { words: "Sensor, as the scene counts them", end: self.sensors as f64 },
            across: Axis { words: "Time, s", end: self.record_s },
        };
        panels.draw(canvas, |k, across, down| {
            let image = &self.panels[k].image;
            let readings = image.len() / self.sensors;
            let at = cell(down, self.sensors) * readings + cell(across, readings);
            grey(image[at], greatest[k])
        })
    }
}

/// White to black; a picture of nothing is white.
fn grey(value: f32, greatest: f32) -> Ink {
    let share = if greatest > 0.0 { (value / greatest).clamp(0.0, 1.0) } else { 0.0 };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 255"
    )]
    let level = (255.0 * (1.0 - share)).round() as u8;
    Ink::grey(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_reading_is_black() {
        assert_eq!(grey(0.0, 200.0), Ink::grey(255));
        assert_eq!(grey(200.0, 200.0), Ink::grey(0));
        assert_eq!(grey(50.0, 200.0), Ink::grey(191));
        assert_eq!(grey(0.0, 0.0), Ink::grey(255));
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let panel = ReadingPanel { title: String::new(), image: vec![0.0; 12] };
        let sheet = |panels: usize, sensors| ReadingSheet {
            title: String::new(),
            sensors,
            record_s: 1.0,
            panels: vec![panel.clone(); panels],
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        for (sheet, words) in [
            (sheet(0, 4), "0 images: 1 to 12 have room"),
            (sheet(13, 4), "13 images"),
            (sheet(1, 0), "no rows of 0 sensors"),
            (sheet(1, 5), "12 values has no rows of 5 sensors"),
        ] {
            let error = sheet.write(&path).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
        let svg = path.with_extension("svg");
        assert!(matches!(sheet(1, 4).write(&svg), Err(PictureError::NotPng { .. })));
        assert!(!path.exists());
        sheet(5, 4).write(&path).unwrap();
        assert!(path.exists());
    }
}
