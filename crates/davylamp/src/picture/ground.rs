//! A section of the ground: speeds and density, the edges of leaks, sources and receivers.

use std::path::Path;

use davylamp_traits::ElasticMedium;
use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::canvas::{Align, Canvas, Ink, Point, Type};
use super::output::{self, Drawing};
use super::view::View;

type Drawn = Result<(), PictureError>;

/// The ground: a section of the P speed, and smaller ones of the S speed and the density.
///
/// # Examples
///
/// ```no_run
/// use davylamp::picture::GroundPicture;
/// use davylamp::uhs::{Leak, Leaking, Scene};
/// use davylamp::underground;
///
/// let scene = Scene::default();
/// let rock = underground::rock(&scene)?;
/// let site = underground::site(&scene, ".".as_ref(), &rock)?;
/// let leak = Leak::drawn(&scene, 3);
/// let leaking = Leaking::new(&site, &leak, &rock)?;
/// let mut picture = GroundPicture::new("A leak", &leaking);
/// picture.outlines.push(leak.outline.polygon(1.0));
/// picture.write(std::path::Path::new("leak.png"))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct GroundPicture<'a> {
    title: String,
    medium: &'a dyn ElasticMedium,
    /// Closed lines, such as the edges of leaks: x and z in m.
    pub outlines: Vec<Vec<[f64; 2]>>,
    /// Places marked with discs: x and z in m.
    pub sources: Vec<[f64; 2]>,
    /// Places marked with triangles: x and z in m.
    pub receivers: Vec<[f64; 2]>,
}

impl std::fmt::Debug for GroundPicture<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GroundPicture").field("title", &self.title).finish_non_exhaustive()
    }
}

impl<'a> GroundPicture<'a> {
    /// A picture of the ground alone.
    #[must_use]
    pub fn new(title: &str, medium: &'a dyn ElasticMedium) -> Self {
        let title = title.to_owned();
        Self { title, medium, outlines: Vec::new(), sources: Vec::new(), receivers: Vec::new() }
    }

    /// Draws it to a file that ends in `.png` or `.svg`.
    ///
    /// # Errors
    /// [`PictureError::UnknownFormat`] for another ending, [`PictureError::Write`] where the file
    /// cannot be written; then nothing is left behind.
    pub fn write(&self, path: &Path) -> Result<(), PictureError> {
        output::write(path, self)
    }
}

/// What a panel shows, its unit, and the room that it has on the sheet.
const PANELS: [(&str, &str, [Point; 2]); 3] = [
    ("P speed", "m/s", [[92.0, 56.0], [872.0, 386.0]]),
    ("S speed", "m/s", [[92.0, 456.0], [422.0, 656.0]]),
    ("Density", "kg/m³", [[582.0, 456.0], [912.0, 656.0]]),
];

/// Tiles across a panel: two for each pixel of the picture are not seen.
const TILES: usize = 420;

impl Drawing for GroundPicture<'_> {
    /// Wide grounds are low; the bars beside them are not.
    fn height(&self) -> f64 {
        let [.., (_, _, frame)] = PANELS;
        let section = Section { medium: self.medium, panel: 0 };
        let bottom = View::section(frame, section.extent()).frame[1][1];
        bottom.max(frame[0][1] + 176.0) + 60.0
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        canvas.text(&self.title, [26.0, 26.0], Type::new(18.0).bold())?;
        for (panel, (name, unit, frame)) in PANELS.into_iter().enumerate() {
            let section = Section { medium: self.medium, panel };
            let view = View::section(frame, section.extent());
            let range = section.range();
            section.tiles(canvas, &view, range)?;
            for outline in &self.outlines {
                edge(canvas, &view, outline)?;
            }
            self.marks(canvas, &view)?;
            view.axes(canvas, Some(["x, m", "depth, m"]))?;
            bar(canvas, [view.frame[1][0] + 26.0, frame[0][1]], (name, unit), range)?;
        }
        Ok(())
    }
}

/// One of the values of a ground: P speed, S speed or density.
#[derive(Clone, Copy)]
pub(super) struct Section<'a> {
    pub(super) medium: &'a dyn ElasticMedium,
    pub(super) panel: usize,
}

impl Section<'_> {
    /// Width and depth, in m.
    pub(super) fn extent(&self) -> [f64; 2] {
        let ([nz, nx], spacing) = (self.medium.shape(), self.medium.spacing());
        [nx, nz].map(|count| count.saturating_sub(1).max(1) as f64 * spacing)
    }

    /// The least and the greatest value.
    pub(super) fn range(&self) -> [f64; 2] {
        let [nz, nx] = self.medium.shape();
        let nodes = (0..nz).flat_map(|iz| (0..nx).map(move |ix| (iz, ix)));
        let values = nodes.map(|(iz, ix)| self.medium.velocities(iz, ix)[self.panel]);
        let [low, high] = values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
            [low.min(value), high.max(value)]
        });
        if high > low { [low, high] } else { [low - 0.5, low + 0.5] }
    }

    pub(super) fn tiles<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        view: &View,
        range: [f64; 2],
    ) -> Drawn {
        let [nz, nx] = self.medium.shape();
        let step = nx.div_ceil(TILES).max(1);
        let spacing = self.medium.spacing();
        let [width, depth] = self.extent();
        let edge = |index: usize, end: f64| ((index as f64 - 0.5) * spacing).clamp(0.0, end);
        for iz in (0..nz).step_by(step) {
            let rows = [edge(iz, depth), edge(iz + step, depth)];
            let mut ix = 0;
            while ix < nx {
                // Neighbours of one colour make one tile: flat layers are many of these.
                let value = self.medium.velocities(iz, ix)[self.panel];
                let mut end = ix + step;
                #[expect(clippy::float_cmp, reason = "equal colours need equal values")]
                while end < nx && self.medium.velocities(iz, end)[self.panel] == value {
                    end += step;
                }
                let corners = [[edge(ix, width), rows[0]], [edge(end, width), rows[1]]];
                canvas.rectangle(corners.map(|place| view.place(place)), ink(value, range))?;
                ix = end;
            }
        }
        Ok(())
    }
}

impl GroundPicture<'_> {
    fn marks<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, view: &View) -> Drawn {
        for receiver in &self.receivers {
            let [x, y] = view.place(*receiver);
            let corners = [[x, y], [x - 3.0, y - 5.0], [x + 3.0, y - 5.0]];
            canvas.polygon(&corners, Ink::rgb(30, 90, 160))?;
        }
        for source in &self.sources {
            let [x, y] = view.place(*source);
            canvas.disc([x, y], 4.2, Ink::grey(255))?;
            canvas.disc([x, y], 3.2, Ink::rgb(200, 40, 30))?;
        }
        Ok(())
    }
}

/// The edge of a leak, seen on every colour.
pub(super) fn edge<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    view: &View,
    outline: &[[f64; 2]],
) -> Drawn {
    view.outline(canvas, outline, (Ink::grey(255), 2.6))?;
    view.outline(canvas, outline, (Ink::grey(20), 1.1))
}

fn ink(value: f64, [low, high]: [f64; 2]) -> Ink {
    Ink::of(colorous::VIRIDIS, (value - low) / (high - low))
}

/// A colour bar with its name, its unit and its ends.
pub(super) fn bar<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    [left, top]: [f64; 2],
    (name, unit): (&str, &str),
    [low, high]: [f64; 2],
) -> Drawn {
    const STEPS: u32 = 64;
    const HEIGHT: f64 = 128.0;
    canvas.text(name, [left, top + 6.0], Type::new(11.5).bold())?;
    canvas.text(unit, [left, top + 22.0], Type::new(10.5).ink(Ink::grey(110)))?;
    let top = top + 40.0;
    let at = |share: f64| top + (1.0 - share) * HEIGHT;
    for i in 0..STEPS {
        let [from, to] = [i, i + 1].map(|i| f64::from(i) / f64::from(STEPS));
        let colour = ink(low + 0.5 * (from + to) * (high - low), [low, high]);
        canvas.rectangle([[left, at(to) - 0.3], [left + 14.0, at(from)]], colour)?;
    }
    canvas.ring([[left, at(1.0)], [left + 14.0, at(0.0)]], Ink::grey(90), 0.6)?;
    for (share, value) in [(0.0, low), (0.5, f64::midpoint(low, high)), (1.0, high)] {
        let look = Type::new(10.5).align(Align::Left).ink(Ink::grey(60));
        canvas.text(&format!("{value:.0}"), [left + 20.0, at(share)], look)?;
    }
    Ok(())
}
