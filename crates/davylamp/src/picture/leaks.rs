//! Four leaks in the ground, side by side.

use std::path::Path;

use davylamp_traits::ElasticMedium;
use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::canvas::{Canvas, Type};
use super::ground::{Section, bar, edge};
use super::output::{self, Drawing};
use super::view::View;

type Drawn = Result<(), PictureError>;

/// A ground with a leak, its edge, and what is written above.
///
/// # Examples
///
/// ```
/// use davylamp::picture::{LeakPanel, write_leaks};
/// use davylamp::uhs::{Leak, Leaking, Scene};
/// use davylamp::underground;
///
/// let scene = Scene::parse("
///     grid = { width_m = 600, depth_m = 400, spacing_m = 10 }
///     layer = [{ top_m = 0, bottom_m = 400, porosity = 0.2 }]
///     leak = { width_m = [50, 90], height_m = [50, 90], depth_m = [150, 350] }
///     survey = { peak_frequency_hz = 5 }
/// ")?;
/// let rock = underground::rock(&scene)?;
/// let site = underground::site(&scene, ".".as_ref(), &rock)?;
/// let leak = Leak::drawn(&scene, 0);
/// let leaking = Leaking::new(&site, &leak, &rock)?;
/// let panel = LeakPanel {
///     title: format!("{:.0} kg", leaking.mass()),
///     medium: &leaking,
///     outline: leak.outline.polygon(1.0),
/// };
/// let folder = tempfile::tempdir()?;
/// write_leaks(&folder.path().join("leaks.png"), "A leak", &[panel])?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct LeakPanel<'a> {
    /// Above the section.
    pub title: String,
    /// The ground with the leak.
    pub medium: &'a dyn ElasticMedium,
    /// The leak's edge: x and z in m.
    pub outline: Vec<[f64; 2]>,
}

impl std::fmt::Debug for LeakPanel<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LeakPanel").field("title", &self.title).finish_non_exhaustive()
    }
}

/// Grounds that have room.
const MOST: usize = 4;
/// Left edges of the columns, and the room of a section.
const LEFTS: [f64; 2] = [70.0, 520.0];
const ROOM: [f64; 2] = [386.0, 248.0];
/// Where the first row begins, and what lies between two rows.
const TOP: f64 = 88.0;
const GAP: f64 = 92.0;

/// Draws the P speed of up to four grounds to a file that ends in `.png` or `.svg`, in one scale of
/// colours.
///
/// # Errors
/// [`PictureError::Drawing`] for no ground or more than four, [`PictureError::UnknownFormat`] for
/// another ending, [`PictureError::Write`] where the file cannot be written; then nothing is left behind.
pub fn write_leaks(path: &Path, title: &str, panels: &[LeakPanel<'_>]) -> Result<(), PictureError> {
    if !(1..=MOST).contains(&panels.len()) {
        let words = format!("{} grounds: 1 to {MOST} have room", panels.len());
        return Err(PictureError::Drawing(words));
    }
    output::write(path, &Sheet { title, panels })
}

struct Sheet<'a> {
    title: &'a str,
    panels: &'a [LeakPanel<'a>],
}

impl Sheet<'_> {
    /// Of the highest section.
    fn row(&self) -> f64 {
        self.panels.iter().map(height).fold(0.0, f64::max)
    }
}

impl Drawing for Sheet<'_> {
    /// Wide grounds are low; the bar beside them is not.
    fn height(&self) -> f64 {
        let rows = self.panels.len().div_ceil(LEFTS.len()) as f64;
        TOP + (rows * (self.row() + GAP) - GAP).max(180.0) + 60.0
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        canvas.text(self.title, [26.0, 26.0], Type::new(17.0).bold())?;
        let section = |panel: &LeakPanel<'_>| Section { medium: panel.medium, panel: 0 }.range();
        let range = self
            .panels
            .iter()
            .map(section)
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], [least, greatest]| {
                [low.min(least), high.max(greatest)]
            });
        let height = self.row();
        for (k, panel) in self.panels.iter().enumerate() {
            let section = Section { medium: panel.medium, panel: 0 };
            let (row, left) = (k / LEFTS.len(), LEFTS[k % LEFTS.len()]);
            let top = TOP + row as f64 * (height + GAP);
            let view =
                View::section([[left, top], [left + ROOM[0], top + height]], section.extent());
            canvas.text(&panel.title, [left, top - 16.0], Type::new(11.5).bold())?;
            section.tiles(canvas, &view, range)?;
            edge(canvas, &view, &panel.outline)?;
            view.axes(canvas, Some(["x, m", "depth, m"]))?;
        }
        bar(canvas, [924.0, TOP], ("P speed", "m/s"), range)
    }
}

/// Of a section in its room.
fn height(panel: &LeakPanel<'_>) -> f64 {
    let [width, depth] = Section { medium: panel.medium, panel: 0 }.extent();
    (ROOM[0] / width).min(ROOM[1] / depth) * depth
}
