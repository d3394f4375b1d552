//! Samples as a network sees them: time downwards, one column a trace.

use std::path::Path;

use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::amplitude;
use super::canvas::{Align, Canvas, Ink, Point, Type};
use super::output::{self, Drawing};
use super::ticks::Ticks;

type Drawn = Result<(), PictureError>;

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
#[derive(Debug, Clone, PartialEq)]
pub struct SamplePanel {
    /// Above it.
    pub title: String,
    /// `[time][trace]`.
    pub image: Vec<f32>,
}

/// Images of a row, and rows of a sheet.
const SIDE: usize = 3;

const LEFT: f64 = 70.0;
const RIGHT: f64 = 984.0;
const TOP: f64 = 78.0;
const BOTTOM: f64 = 670.0;
/// Between panels, across and down.
const GAP: [f64; 2] = [22.0, 34.0];

impl SampleSheet {
    /// Draws it to a PNG file.
    ///
    /// # Errors
    /// [`PictureError::NotPng`] for another ending than `.png`; [`PictureError::Drawing`] for more than
    /// nine images, none, or one that is not a whole number of rows; [`PictureError::Write`] where the
    /// file cannot be written; then nothing is left behind.
    pub fn write(&self, path: &Path) -> Result<(), PictureError> {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if !ending.eq_ignore_ascii_case("png") {
            return Err(PictureError::NotPng { path: path.to_owned() });
        }
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
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        canvas.text(&self.title, [26.0, 26.0], Type::new(17.0).bold())?;
        let columns = self.panels.len().min(SIDE);
        let rows = self.panels.len().div_ceil(SIDE);
        let [width, height] = [(RIGHT - LEFT, columns, GAP[0]), (BOTTOM - TOP, rows, GAP[1])]
            .map(|(room, count, gap)| (room - gap * (count as f64 - 1.0)) / count as f64);
        for (k, panel) in self.panels.iter().enumerate() {
            let (row, column) = (k / SIDE, k % SIDE);
            let left = LEFT + column as f64 * (width + GAP[0]);
            let top = TOP + row as f64 * (height + GAP[1]);
            let frame = [[left, top], [left + width, top + height]];
            self.density(canvas, panel, frame)?;
            let heading = [0.5 * (left + frame[1][0]), top - 12.0];
            canvas.text(&panel.title, heading, Type::new(11.0).bold().align(Align::Center))?;
            self.axes(canvas, frame, (column == 0, row + 1 == rows))?;
        }
        let words = "Trace: component, source, receiver";
        let below = [0.5 * (LEFT + RIGHT), BOTTOM + 36.0];
        canvas.text(words, below, Type::new(11.5).align(Align::Center))?;
        let beside = [LEFT - 50.0, 0.5 * (TOP + BOTTOM)];
        canvas.text("Time, s", beside, Type::new(11.5).align(Align::Center).upright())
    }
}

impl SampleSheet {
    fn density<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        panel: &SamplePanel,
        frame: [Point; 2],
    ) -> Drawn {
        let clip = amplitude::clip(panel.image.iter());
        let rows = panel.image.len() / self.traces;
        canvas.image(frame, |across, down| {
            let [row, column] = [(down, rows), (across, self.traces)].map(cell);
            let value = f64::from(panel.image[row * self.traces + column]);
            amplitude::ink(value, clip)
        })
    }

    /// Numbers at the sides where no other panel is.
    fn axes<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        [[left, top], [right, bottom]]: [Point; 2],
        (first, last): (bool, bool),
    ) -> Drawn {
        const TICK: f64 = 4.0;
        let ink = Ink::grey(90);
        let small = Type::new(10.0).ink(ink);
        canvas.ring([[left, top], [right, bottom]], ink, 0.8)?;
        let axes = [(self.record_s, bottom - top, 45.0), (self.traces as f64, right - left, 60.0)];
        let [down, across] = axes.map(|(end, length, apart)| Ticks::of([0.0, end], length, apart));
        for (time, label) in down.labels() {
            let y = top + time / self.record_s * (bottom - top);
            canvas.line(&[[left - TICK, y], [left, y]], ink, 0.8)?;
            if first {
                canvas.text(&label, [left - TICK - 3.0, y], small.align(Align::Right))?;
            }
        }
        for (trace, label) in across.labels() {
            let x = left + trace / self.traces as f64 * (right - left);
            canvas.line(&[[x, bottom], [x, bottom + TICK]], ink, 0.8)?;
            if last {
                canvas.text(&label, [x, bottom + TICK + 8.0], small.align(Align::Center))?;
            }
        }
        Ok(())
    }
}

/// Which of so many equal parts of 0 to 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bounded on both sides"
)]
fn cell((share, count): (f64, usize)) -> usize {
    ((share * count as f64).max(0.0) as usize).min(count - 1)
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
