//! Where in a room it may leak, over its floor plan.

use std::path::Path;

use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::canvas::{Align, Canvas, Ink, Type};
use super::output::{self, Drawing};
use super::view::View;

type Drawn = Result<(), PictureError>;

/// Floor plans, seen from above, two in a row, with the probability of each place.
///
/// # Examples
///
/// ```no_run
/// use davylamp::picture::{FloorPanel, FloorSheet};
///
/// let sheet = FloorSheet {
///     title: "Where it leaks".to_owned(),
///     size: [4.0, 3.0],
///     places: vec![[1.0, 1.5], [3.0, 1.5]],
///     cell: Some([2.0, 3.0]),
///     sensors: vec![[1.0, 0.8]],
///     panels: vec![FloorPanel {
///         title: "Sample 0".to_owned(),
///         probabilities: vec![0.9, 0.1],
///         truth: Some([0.7, 1.2]),
///     }],
/// };
/// sheet.write("floor.png".as_ref())?;
/// # Ok::<(), davylamp::picture::PictureError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FloorSheet {
    /// Above all.
    pub title: String,
    /// Length and width of the room, in m.
    pub size: [f64; 2],
    /// The middle of each class of place, in m.
    pub places: Vec<[f64; 2]>,
    /// Sides of the cell that each class is; `None` where classes are points.
    pub cell: Option<[f64; 2]>,
    /// Where sensors stand, in m.
    pub sensors: Vec<[f64; 2]>,
    /// At most [`FloorSheet::MOST`].
    pub panels: Vec<FloorPanel>,
}

/// One plan of a [`FloorSheet`].
///
/// The example of [`FloorSheet`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct FloorPanel {
    /// Above it.
    pub title: String,
    /// Of each class, between 0 and 1.
    pub probabilities: Vec<f64>,
    /// The middle of the right class, where it is known, in m.
    pub truth: Option<[f64; 2]>,
}

/// Of the whole sheet: left, top, right, bottom.
const ROOM: [f64; 4] = [70.0, 88.0, 984.0, 664.0];
/// Between plans, across and down.
const GAP: [f64; 2] = [40.0, 44.0];
const SENSOR: Ink = Ink::grey(40);
const TRUTH: Ink = Ink::rgb(213, 94, 0);

impl FloorSheet {
    /// Plans that have room.
    pub const MOST: usize = 4;

    /// Draws it to a file that ends in `.png` or `.svg`.
    ///
    /// # Errors
    /// [`PictureError::Drawing`] for no plan or more than [`FloorSheet::MOST`], a room without extent, or
    /// another number of probabilities than of places; [`PictureError::UnknownFormat`] for another ending,
    /// [`PictureError::Write`] where the file cannot be written; then nothing is left behind.
    pub fn write(&self, path: &Path) -> Result<(), PictureError> {
        let count = self.panels.len();
        let refuse = |words: String| Err(PictureError::Drawing(words));
        if !(1..=Self::MOST).contains(&count) {
            return refuse(format!("{count} plans: 1 to {} have room", Self::MOST));
        }
        if !self.size.iter().all(|side| *side > 0.0 && side.is_finite()) {
            return refuse(format!("a room of {:?} m has no floor", self.size));
        }
        let places = self.places.len();
        if let Some(panel) = self.panels.iter().find(|p| p.probabilities.len() != places) {
            return refuse(format!(
                "{} probabilities of {places} places",
                panel.probabilities.len()
            ));
        }
        output::write(path, self)
    }

    fn corners(&self, place: [f64; 2]) -> [[f64; 2]; 4] {
        place_corners(self.size, self.cell, place)
    }
}

/// What is drawn for a class whose middle is here: its cell, or a square about a point.
pub(crate) fn place_corners(
    size: [f64; 2],
    cell: Option<[f64; 2]>,
    [x, y]: [f64; 2],
) -> [[f64; 2]; 4] {
    let point = 0.04 * size[0].min(size[1]);
    let [dx, dy] = cell.unwrap_or([2.0 * point; 2]).map(|side| 0.5 * side);
    [[x - dx, y - dy], [x + dx, y - dy], [x + dx, y + dy], [x - dx, y + dy]]
}

impl Drawing for FloorSheet {
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        canvas.text(&self.title, [26.0, 26.0], Type::new(17.0).bold())?;
        canvas.disc([78.0, 54.0], 4.0, SENSOR)?;
        canvas.text("a sensor", [88.0, 54.0], Type::new(11.0))?;
        if self.panels.iter().any(|panel| panel.truth.is_some()) {
            canvas.line(&[[170.0, 54.0], [192.0, 54.0]], TRUTH, 2.4)?;
            canvas.text("where it leaks in truth", [198.0, 54.0], Type::new(11.0))?;
        }
        let side = if self.panels.len() > 1 { 2 } else { 1 };
        let rows = self.panels.len().div_ceil(side);
        let [left, top, right, bottom] = ROOM;
        let [wide, high] = [(right - left, side, GAP[0]), (bottom - top, rows, GAP[1])]
            .map(|(room, count, gap)| (room - gap * (count as f64 - 1.0)) / count as f64);
        for (k, panel) in self.panels.iter().enumerate() {
            let x = left + (k % side) as f64 * (wide + GAP[0]);
            let y = top + (k / side) as f64 * (high + GAP[1]);
            let view = View::floor([[x, y], [x + wide, y + high]], self.size);
            canvas.text(&panel.title, [x, y - 12.0], Type::new(10.5).bold())?;
            self.plan(canvas, &view, panel)?;
            let is_corner = k == (rows - 1) * side;
            view.axes(canvas, is_corner.then_some(["x, m", "y, m"]))?;
            // Over the frame of the room, where cells end, and so not cut off by it.
            if let Some(truth) = panel.truth {
                let [a, b, c, d] = self.corners(truth).map(|corner| view.place(corner));
                canvas.line(&[a, b, c, d, a], TRUTH, 2.4)?;
            }
        }
        Ok(())
    }
}

impl FloorSheet {
    fn plan<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        view: &View,
        panel: &FloorPanel,
    ) -> Drawn {
        for (place, probability) in self.places.iter().zip(&panel.probabilities) {
            let shade = Ink::of(colorous::BLUES, 0.8 * probability);
            view.fill(canvas, &self.corners(*place), shade)?;
            view.outline(canvas, &self.corners(*place), (Ink::grey(150), 0.6))?;
        }
        for (place, probability) in self.places.iter().zip(&panel.probabilities) {
            let words = format!("{:.0} %", 100.0 * probability);
            let plain = Type::new(10.0).align(Align::Center);
            // Dark letters are not read on the darkest cells.
            let shown = if *probability > 0.7 { plain.ink(Ink::grey(255)) } else { plain };
            canvas.text(&words, view.place(*place), shown)?;
        }
        self.sensors.iter().try_for_each(|sensor| canvas.disc(view.place(*sensor), 4.0, SENSOR))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(panels: usize, size: [f64; 2]) -> FloorSheet {
        let panel = FloorPanel {
            title: "A leak".to_owned(),
            probabilities: vec![0.9, 0.1],
            truth: Some([1.0, 1.5]),
        };
        FloorSheet {
            title: "Leaks".to_owned(),
            size,
            places: vec![[1.0, 1.5], [3.0, 1.5]],
            cell: Some([2.0, 3.0]),
            sensors: vec![[1.0, 0.8]],
            panels: vec![panel; panels],
        }
    }

    #[test]
    fn any_number_of_plans_is_drawn_or_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.svg");
        let mut odd = sheet(1, [4.0, 3.0]);
        odd.places.pop();
        for bad in [sheet(0, [4.0, 3.0]), sheet(5, [4.0, 3.0]), sheet(1, [4.0, 0.0]), odd] {
            let error = bad.write(&path).unwrap_err();
            assert!(matches!(error, PictureError::Drawing(_)), "{error}");
        }
        assert!(!path.exists());
        for panels in 1..=FloorSheet::MOST {
            sheet(panels, [4.0, 3.0]).write(&path).unwrap();
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(text.matches("A leak").count(), panels);
            assert_eq!(text.matches("90 %").count(), panels);
            assert!(text.contains("in truth"));
        }
        // Where nobody knows the truth, none is spoken of.
        let mut measured = sheet(1, [4.0, 3.0]);
        measured.panels[0].truth = None;
        measured.write(&path).unwrap();
        assert!(!std::fs::read_to_string(&path).unwrap().contains("in truth"));
    }
}
