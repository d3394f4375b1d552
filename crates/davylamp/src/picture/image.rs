//! Pictures of the ground from its waves, side by side, with the edges of what is looked for.

use std::path::Path;

use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::amplitude;
use super::canvas::{Canvas, Ink, Point, Type};
use super::output::{self, Drawing};
use super::view::View;

type Drawn = Result<(), PictureError>;

/// An image of the ground, and what is drawn over it.
///
/// # Examples
///
/// ```
/// use davylamp::picture::{ImagePanel, write_images};
///
/// let values: Vec<f32> = (0..41 * 61_u16).map(|i| (0.1 * f32::from(i)).sin()).collect();
/// let panel = ImagePanel {
///     title: "From four stations".to_owned(),
///     values: &values,
///     shape: [41, 61],
///     spacing: 10.0,
///     outlines: Vec::new(),
///     guesses: vec![vec![[200.0, 100.0], [300.0, 100.0], [300.0, 180.0], [200.0, 180.0]]],
/// };
/// let folder = tempfile::tempdir()?;
/// write_images(&folder.path().join("images.png"), "Images of a leak", &[panel])?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ImagePanel<'a> {
    /// Above the image.
    pub title: String,
    /// Values on the nodes, `[iz][ix]`.
    pub values: &'a [f32],
    /// Nodes down and to the right.
    pub shape: [usize; 2],
    /// Between neighbouring nodes, in m.
    pub spacing: f64,
    /// Closed lines in black, such as true edges: x and z in m.
    pub outlines: Vec<Vec<[f64; 2]>>,
    /// Closed lines in colours, such as boxes that were read from the image or told by a network.
    pub guesses: Vec<Vec<[f64; 2]>>,
}

/// Images that have room.
const MOST: usize = 4;
/// Left edges of the columns, and the room of an image.
const LEFTS: [f64; 2] = [70.0, 552.0];
const ROOM: [f64; 2] = [430.0, 248.0];
/// Above the first row, between two rows, and below the last one.
const TOP: f64 = 76.0;
const GAP: f64 = 92.0;
const BOTTOM: f64 = 56.0;

/// Of the guesses, in their order.
const COLOURS: [[u8; 3]; 3] = [[230, 120, 0], [0, 130, 70], [120, 40, 150]];

/// Draws up to four images to a file that ends in `.png`, red above zero and blue below, each clipped at the
/// 99th percentile of its amplitudes.
///
/// # Errors
/// [`PictureError::Drawing`] for no image or more than four, or one whose shape is not that of its values;
/// [`PictureError::NotPng`] for another ending, [`PictureError::Write`] where the file cannot be written; then
/// nothing is left behind.
pub fn write_images(
    path: &Path,
    title: &str,
    panels: &[ImagePanel<'_>],
) -> Result<(), PictureError> {
    if !(1..=MOST).contains(&panels.len()) {
        let words = format!("{} images: 1 to {MOST} have room", panels.len());
        return Err(PictureError::Drawing(words));
    }
    for ImagePanel { shape: [nz, nx], values, .. } in panels {
        if nz.saturating_mul(*nx) != values.len() || nz.min(nx) < &2 {
            let words = format!("an image of {nz} by {nx} nodes with {} values", values.len());
            return Err(PictureError::Drawing(words));
        }
    }
    output::check_png(path)?;
    output::write(path, &Sheet { title, panels })
}

struct Sheet<'a> {
    title: &'a str,
    panels: &'a [ImagePanel<'a>],
}

impl Sheet<'_> {
    /// Of the highest image.
    fn row(&self) -> f64 {
        self.panels.iter().map(height).fold(0.0, f64::max)
    }
}

impl Drawing for Sheet<'_> {
    fn height(&self) -> f64 {
        let rows = self.panels.len().div_ceil(LEFTS.len()) as f64;
        TOP + rows * (self.row() + GAP) - GAP + BOTTOM
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        canvas.text(self.title, [26.0, 26.0], Type::new(17.0).bold())?;
        let height = self.row();
        for (k, panel) in self.panels.iter().enumerate() {
            let (row, left) = (k / LEFTS.len(), LEFTS[k % LEFTS.len()]);
            let top = TOP + row as f64 * (height + GAP);
            panel.draw(canvas, [[left, top], [left + ROOM[0], top + height]])?;
        }
        Ok(())
    }
}

/// Width and depth, in m.
fn extent(panel: &ImagePanel<'_>) -> [f64; 2] {
    let [nz, nx] = panel.shape;
    [nx, nz].map(|count| (count - 1) as f64 * panel.spacing)
}

/// Of an image in its room.
fn height(panel: &ImagePanel<'_>) -> f64 {
    let [width, depth] = extent(panel);
    (ROOM[0] / width).min(ROOM[1] / depth) * depth
}

impl ImagePanel<'_> {
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, room: [Point; 2]) -> Drawn {
        let view = View::section(room, extent(self));
        let [[left, top], _] = room;
        canvas.text(&self.title, [left, top - 16.0], Type::new(11.5).bold())?;
        let clip = amplitude::clip(self.values.iter());
        canvas
            .image(view.frame, |across, down| amplitude::ink(self.value([across, down]), clip))?;
        for outline in &self.outlines {
            view.outline(canvas, outline, (Ink::grey(255), 2.6))?;
            view.outline(canvas, outline, (Ink::grey(20), 1.2))?;
        }
        for (guess, [red, green, blue]) in self.guesses.iter().zip(COLOURS.into_iter().cycle()) {
            view.outline(canvas, guess, (Ink::grey(255), 2.6))?;
            view.outline(canvas, guess, (Ink::rgb(red, green, blue), 1.4))?;
        }
        view.axes(canvas, Some(["x, m", "depth, m"]))
    }

    /// The value of the node nearest to 0 to 1 across and down.
    fn value(&self, [across, down]: [f64; 2]) -> f64 {
        let [nz, nx] = self.shape;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the image"
        )]
        let node = |share: f64, count: usize| {
            (share.clamp(0.0, 1.0) * (count - 1) as f64).round() as usize
        };
        f64::from(self.values[node(down, nz) * nx + node(across, nx)])
    }
}

#[cfg(test)]
mod tests {
    use super::ImagePanel;

    #[test]
    fn nodes_are_where_they_are() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let panel = ImagePanel {
            title: String::new(),
            values: &values,
            shape: [2, 3],
            spacing: 5.0,
            outlines: Vec::new(),
            guesses: Vec::new(),
        };
        for (place, value) in
            [([0.0, 0.0], 1.0), ([1.0, 0.0], 3.0), ([0.5, 0.9], 5.0), ([2.0, 2.0], 6.0)]
        {
            assert!((panel.value(place) - value).abs() < 1e-12, "{place:?}");
        }
    }
}
