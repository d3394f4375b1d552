//! Predicted boxes over leaks.

use std::path::Path;

use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::canvas::{Canvas, Ink, Type};
use super::output::{self, Drawing};
use super::view::View;

type Drawn = Result<(), PictureError>;

/// Sections of the ground, three in a row, each with a predicted box, and the leak where it is known.
///
/// # Examples
///
/// ```no_run
/// use davylamp::picture::{BoxPanel, BoxSheet};
///
/// let panel = BoxPanel {
///     title: "Sample 0".to_owned(),
///     predicted: [[900.0, 400.0], [1100.0, 600.0]],
///     truth: None,
///     outline: Vec::new(),
/// };
/// let sheet = BoxSheet { title: "A leak".to_owned(), extent: [4000.0, 1600.0], panels: vec![panel] };
/// sheet.write("boxes.png".as_ref())?;
/// # Ok::<(), davylamp::picture::PictureError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BoxSheet {
    /// Above all.
    pub title: String,
    /// Width and depth of the ground, in m.
    pub extent: [f64; 2],
    /// At most [`BoxSheet::MOST`].
    pub panels: Vec<BoxPanel>,
}

/// One section of a [`BoxSheet`]; places are x and z in m.
///
/// The example of [`BoxSheet`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxPanel {
    /// Above it.
    pub title: String,
    /// Least and greatest x and z that were predicted.
    pub predicted: [[f64; 2]; 2],
    /// The same of the leak, where it is known.
    pub truth: Option<[[f64; 2]; 2]>,
    /// The leak's edge; none where it is not known.
    pub outline: Vec<[f64; 2]>,
}

const PER_ROW: usize = 3;
/// Of the whole sheet: left, top, right, and the lowest that its bottom may be.
const ROOM: [f64; 4] = [70.0, 88.0, 984.0, 664.0];
/// Between sections, across and down.
const GAP: [f64; 2] = [30.0, 44.0];
const LEAK: Ink = Ink::rgb(86, 180, 233);
const TRUTH: Ink = Ink::rgb(0, 114, 178);
const PREDICTED: Ink = Ink::rgb(213, 94, 0);

impl BoxSheet {
    /// Sections that have room.
    pub const MOST: usize = 12;

    /// Draws it to a file that ends in `.png` or `.svg`.
    ///
    /// # Errors
    /// [`PictureError::Drawing`] for no section or more than [`BoxSheet::MOST`], or a ground without
    /// extent; [`PictureError::UnknownFormat`] for another ending, [`PictureError::Write`] where the
    /// file cannot be written; then nothing is left behind.
    pub fn write(&self, path: &Path) -> Result<(), PictureError> {
        let count = self.panels.len();
        if !(1..=Self::MOST).contains(&count) {
            let words = format!("{count} sections: 1 to {} have room", Self::MOST);
            return Err(PictureError::Drawing(words));
        }
        if !self.extent.iter().all(|side| *side > 0.0 && side.is_finite()) {
            let words = format!("a ground of {:?} m has no extent", self.extent);
            return Err(PictureError::Drawing(words));
        }
        output::write(path, self)
    }
}

impl BoxSheet {
    /// How many rows there are, and the width and the height of a section.
    fn rows(&self) -> (usize, [f64; 2]) {
        let columns = self.panels.len().min(PER_ROW);
        let rows = self.panels.len().div_ceil(PER_ROW);
        let [left, top, right, bottom] = ROOM;
        let [width, height] = [(right - left, columns, GAP[0]), (bottom - top, rows, GAP[1])]
            .map(|(room, count, gap)| (room - gap * (count as f64 - 1.0)) / count as f64);
        let [wide, deep] = self.extent;
        (rows, [width, height.min(width * deep / wide)])
    }
}

impl Drawing for BoxSheet {
    fn height(&self) -> f64 {
        let (rows, [_, height]) = self.rows();
        ROOM[1] + rows as f64 * (height + GAP[1]) - GAP[1] + 56.0
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        canvas.text(&self.title, [26.0, 26.0], Type::new(17.0).bold())?;
        legend(canvas)?;
        let (rows, [width, height]) = self.rows();
        let [left, top, _, _] = ROOM;
        for (k, panel) in self.panels.iter().enumerate() {
            let x = left + (k % PER_ROW) as f64 * (width + GAP[0]);
            let y = top + (k / PER_ROW) as f64 * (height + GAP[1]);
            let view = View::section([[x, y], [x + width, y + height]], self.extent);
            canvas.text(&panel.title, [x, y - 12.0], Type::new(10.5).bold())?;
            section(canvas, &view, panel)?;
            let corner = k == (rows - 1) * PER_ROW;
            view.axes(canvas, corner.then_some(["x, m", "depth, m"]))?;
        }
        Ok(())
    }
}

fn section<DB: DrawingBackend>(canvas: &Canvas<'_, DB>, view: &View, panel: &BoxPanel) -> Drawn {
    view.fill(canvas, &panel.outline, LEAK.tint(0.6))?;
    view.outline(canvas, &panel.outline, (LEAK, 1.0))?;
    if let Some(truth) = panel.truth {
        view.outline(canvas, &corners(truth), (TRUTH, 1.2))?;
    }
    view.outline(canvas, &corners(panel.predicted), (PREDICTED, 1.4))
}

fn corners([[x0, z0], [x1, z1]]: [[f64; 2]; 2]) -> [[f64; 2]; 4] {
    [[x0, z0], [x1, z0], [x1, z1], [x0, z1]]
}

fn legend<DB: DrawingBackend>(canvas: &Canvas<'_, DB>) -> Drawn {
    const Y: f64 = 54.0;
    for (x, ink, words) in
        [(70.0, LEAK, "the leak"), (170.0, TRUTH, "its box"), (270.0, PREDICTED, "predicted")]
    {
        canvas.line(&[[x, Y], [x + 22.0, Y]], ink, 2.4)?;
        canvas.text(words, [x + 28.0, Y], Type::new(11.0))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(panels: usize, extent: [f64; 2]) -> BoxSheet {
        let panel = BoxPanel {
            title: "A leak".to_owned(),
            predicted: [[900.0, 400.0], [1100.0, 600.0]],
            truth: Some([[950.0, 380.0], [1120.0, 590.0]]),
            outline: vec![[950.0, 400.0], [1000.0, 380.0], [1120.0, 590.0]],
        };
        BoxSheet { title: "Leaks".to_owned(), extent, panels: vec![panel; panels] }
    }

    #[test]
    fn any_number_of_boxes_is_drawn_or_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.svg");
        for (panels, extent) in [(0, [4e3, 1.6e3]), (13, [4e3, 1.6e3]), (1, [4e3, 0.0])] {
            let error = sheet(panels, extent).write(&path).unwrap_err();
            assert!(matches!(error, PictureError::Drawing(_)), "{error}");
        }
        assert!(!path.exists());
        for panels in [1, 2, 3, 4, 12] {
            sheet(panels, [4000.0, 1600.0]).write(&path).unwrap();
            let titles = std::fs::read_to_string(&path).unwrap().matches("A leak").count();
            assert_eq!(titles, panels);
        }
    }
}
