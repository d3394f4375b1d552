//! Samples as a network sees them: time downwards, one column a trace.

use std::path::Path;

use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::amplitude;
use super::canvas::Canvas;
use super::output::{self, Drawing};
use super::panels::{Axis, Panels, cell};

/// Images side by side, three in a row, each clipped at the 99th percentile of its amplitudes.
///
/// # Examples
///
/// ```no_run
/// use davylamp::picture::{SamplePanel, SampleSheet};
/// use davylamp::store::SampleSet;
///
/// let set = SampleSet::open("set".as_ref())?;
/// let panels = (0..3).map(|index| {
///     let (image, _) = set.sample(index)?;
///     Ok(SamplePanel { title: format!("Sample {index}"), image })
/// });
/// let panels = panels.collect::<Result<Vec<_>, davylamp::store::StoreError>>()?;
/// let sheet = SampleSheet { title: "Three samples".to_owned(), traces: 256, record_s: 2.56, panels };
/// sheet.write("samples.png".as_ref())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SampleSheet {
    /// Above all.
    pub title: String,
    /// Columns of an image.
    pub traces: usize,
    /// The time from the first row to behind the last, in s.
    pub record_s: f64,
    /// The images, at most nine.
    pub panels: Vec<SamplePanel>,
}

/// One image of a [`SampleSheet`].
///
/// The example of [`SampleSheet`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct SamplePanel {
    /// Above it.
    pub title: String,
    /// `[time][trace]`.
    pub image: Vec<f32>,
}

/// Images of a row, and rows of a sheet.
const SIDE: usize = 3;

impl SampleSheet {
    /// Draws it to a PNG file.
    ///
    /// # Errors
    /// [`PictureError::NotPng`] for another ending than `.png`; [`PictureError::Drawing`] for more than
    /// nine images, none, or one that is not a whole number of rows; [`PictureError::Write`] where the
    /// file cannot be written; then nothing is left behind.
    pub fn write(&self, path: &Path) -> Result<(), PictureError> {
        output::check_png(path)?;
        let count = self.panels.len();
        if !(1..=SIDE * SIDE).contains(&count) {
            return Err(PictureError::Drawing(format!("{count} images: 1 to 9 have room")));
        }
        for panel in &self.panels {
            let values = panel.image.len();
            if self.traces == 0 || values == 0 || !values.is_multiple_of(self.traces) {
                let words = format!("an image of {values} values has no rows of {}", self.traces);
                return Err(PictureError::Drawing(words));
            }
        }
        output::write(path, self)
    }
}

impl Drawing for SampleSheet {
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Result<(), PictureError> {
        let clips: Vec<f64> =
            self.panels.iter().map(|panel| amplitude::clip(panel.image.iter())).collect();
        let panels = Panels {
            title: &self.title,
            titles: self.panels.iter().map(|panel| panel.title.as_str()).collect(),
            per_row: SIDE,
            down: Axis { words: "Time, s", end: self.record_s },
            across: Axis { words: "Trace: component, source, receiver", end: self.traces as f64 },
        };
        panels.draw(canvas, |k, across, down| {
            let image = &self.panels[k].image;
            let row = cell(down, image.len() / self.traces);
            let value = image[row * self.traces + cell(across, self.traces)];
            amplitude::ink(f64::from(value), clips[k])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let panel = SamplePanel { title: String::new(), image: vec![0.0; 12] };
        let sheet = |panels: usize, traces| SampleSheet {
            title: String::new(),
            traces,
            record_s: 1.0,
            panels: vec![panel.clone(); panels],
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        for (sheet, words) in [
            (sheet(0, 4), "0 images: 1 to 9 have room"),
            (sheet(10, 4), "10 images"),
            (sheet(1, 0), "no rows of 0"),
            (sheet(1, 5), "12 values has no rows of 5"),
        ] {
            let error = sheet.write(&path).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
        let svg = path.with_extension("svg");
        assert!(matches!(sheet(1, 4).write(&svg), Err(PictureError::NotPng { .. })));
        assert!(!path.exists());
        sheet(4, 4).write(&path).unwrap();
        assert!(path.exists());
    }
}
