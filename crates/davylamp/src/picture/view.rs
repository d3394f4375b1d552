//! A map on the sheet: metres with equal scales, axes, and what is drawn by place.

use plotters::prelude::DrawingBackend;

use super::canvas::{Align, Canvas, Ink, Point, Type};
use super::{PictureError, clip};

type Drawn = Result<(), PictureError>;

/// A window of the ground, m: `[[x_min, y_min], [x_max, y_max]]`.
pub(crate) type Window = [[f64; 2]; 2];

/// A map with its frame on the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct View {
    /// Upper left and lower right corner on the sheet.
    pub(crate) frame: [Point; 2],
    pub(crate) window: Window,
    /// Whether the second axis points down, as depth does.
    pub(super) down: bool,
}

impl View {
    /// A view that shows at least `wanted`, with equal scales, in the whole frame.
    pub(crate) fn new(frame: [Point; 2], wanted: Window) -> Self {
        let size = [frame[1][0] - frame[0][0], frame[1][1] - frame[0][1]];
        let span = [0, 1].map(|axis| wanted[1][axis] - wanted[0][axis]);
        let metres = (span[0] / size[0]).max(span[1] / size[1]);
        let middle = [0, 1].map(|axis| 0.5 * (wanted[0][axis] + wanted[1][axis]));
        let half = size.map(|s| 0.5 * s * metres);
        let window = [
            [middle[0] - half[0], middle[1] - half[1]],
            [middle[0] + half[0], middle[1] + half[1]],
        ];
        Self { frame, window, down: false }
    }

    /// A section of the ground, from the surface down, as large as the frame holds.
    #[cfg(any(feature = "uhs", feature = "wave", all(feature = "nets", feature = "room")))]
    pub(crate) fn section(frame: [Point; 2], [width, depth]: [f64; 2]) -> Self {
        let room = [frame[1][0] - frame[0][0], frame[1][1] - frame[0][1]];
        let scale = (room[0] / width).min(room[1] / depth);
        let corner = [frame[0][0] + scale * width, frame[0][1] + scale * depth];
        Self { frame: [frame[0], corner], window: [[0.0; 2], [width, depth]], down: true }
    }

    /// A floor of this length and width, seen from above, as large as a frame lets it be.
    #[cfg(all(feature = "nets", feature = "room"))]
    pub(crate) fn floor(frame: [Point; 2], size: [f64; 2]) -> Self {
        Self { down: false, ..Self::section(frame, size) }
    }

    /// Metres a logical unit.
    pub(super) fn resolution(&self) -> f64 {
        (self.window[1][0] - self.window[0][0]) / (self.frame[1][0] - self.frame[0][0])
    }

    /// The place on the sheet of a place on the ground.
    pub(crate) fn place(&self, ground: [f64; 2]) -> Point {
        let scale = 1.0 / self.resolution();
        let [across, along] = [0, 1].map(|axis| (ground[axis] - self.window[0][axis]) * scale);
        let y = if self.down { self.frame[0][1] + along } else { self.frame[1][1] - along };
        [self.frame[0][0] + across, y]
    }

    pub(crate) fn shows(&self, ground: [f64; 2]) -> bool {
        (0..2).all(|axis| (self.window[0][axis]..=self.window[1][axis]).contains(&ground[axis]))
    }

    /// The place near a corner of the frame that is farthest from these places.
    pub(crate) fn quiet_corner(&self, places: &[[f64; 2]]) -> Point {
        const INSET: [f64; 2] = [44.0, 42.0];
        let [[left, top], [right, bottom]] = self.frame;
        let (low, high) = ([left + INSET[0], top + INSET[1]], [right - INSET[0], bottom - 56.0]);
        let corners = [[low[0], low[1]], [high[0], low[1]], [low[0], high[1]], [high[0], high[1]]];
        let quiet = |corner: &Point| {
            places
                .iter()
                .map(|p| self.place(*p))
                .map(|[x, y]| (x - corner[0]).hypot(y - corner[1]))
                .fold(f64::INFINITY, f64::min)
        };
        corners.into_iter().max_by(|a, b| quiet(a).total_cmp(&quiet(b))).unwrap_or(low)
    }

    pub(super) fn fill<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        ground: &[[f64; 2]],
        ink: Ink,
    ) -> Drawn {
        let points: Vec<Point> = ground.iter().map(|p| self.place(*p)).collect();
        canvas.polygon(&clip::polygon(&points, self.frame), ink)
    }

    pub(super) fn trace<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        ground: &[[f64; 2]],
        (ink, width): (Ink, f64),
    ) -> Drawn {
        let points: Vec<Point> = ground.iter().map(|p| self.place(*p)).collect();
        clip::line(&points, self.frame).iter().try_for_each(|part| canvas.line(part, ink, width))
    }

    /// A closed line.
    pub(super) fn outline<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        ground: &[[f64; 2]],
        pen: (Ink, f64),
    ) -> Drawn {
        let closed: Vec<[f64; 2]> = ground.iter().chain(ground.first()).copied().collect();
        self.trace(canvas, &closed, pen)
    }

    /// Faint lines at the ticks; to be drawn first.
    pub(super) fn grid<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        let [[left, top], [right, bottom]] = self.frame;
        let pen = Ink::grey(232);
        for x in self.ticks(0) {
            let at = self.place([x, 0.0])[0];
            canvas.line(&[[at, top], [at, bottom]], pen, 0.5)?;
        }
        for y in self.ticks(1) {
            let at = self.place([0.0, y])[1];
            canvas.line(&[[left, at], [right, at]], pen, 0.5)?;
        }
        Ok(())
    }

    /// The frame, ticks, numbers and names of the axes; to be drawn last.
    pub(super) fn axes<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        names: Option<[&str; 2]>,
    ) -> Drawn {
        const TICK: f64 = 4.0;
        let [[left, top], [right, bottom]] = self.frame;
        let ink = Ink::grey(90);
        let small = Type::new(10.5).ink(ink);
        canvas.ring(self.frame, ink, 0.8)?;
        for (axis, decimals) in [0, 1].map(|axis| (axis, decimals(self.step(axis)))) {
            for tick in self.ticks(axis) {
                // Adding 0.0 turns -0 into 0.
                let label = minus(&format!("{:.decimals$}", tick + 0.0));
                if axis == 0 {
                    let at = self.place([tick, 0.0])[0];
                    canvas.line(&[[at, bottom], [at, bottom + TICK]], ink, 0.8)?;
                    let look = small.align(Align::Center);
                    canvas.text(&label, [at, bottom + TICK + 8.0], look)?;
                } else {
                    let at = self.place([0.0, tick])[1];
                    canvas.line(&[[left - TICK, at], [left, at]], ink, 0.8)?;
                    let look = small.align(Align::Right);
                    canvas.text(&label, [left - TICK - 3.0, at], look)?;
                }
            }
        }
        if let Some([across, up]) = names {
            let name = Type::new(11.5).align(Align::Center);
            canvas.text(across, [0.5 * (left + right), bottom + 30.0], name)?;
            canvas.text(up, [left - 46.0, 0.5 * (top + bottom)], name.upright())?;
        }
        Ok(())
    }

    pub(crate) fn step(&self, axis: usize) -> f64 {
        const WANTED: f64 = 75.0;
        const LEAST: f64 = 4.0;
        let pixels = self.frame[1][axis] - self.frame[0][axis];
        nice_step((self.window[1][axis] - self.window[0][axis]) / (pixels / WANTED).max(LEAST))
    }

    pub(crate) fn ticks(&self, axis: usize) -> impl Iterator<Item = f64> {
        let (low, high) = (self.window[0][axis], self.window[1][axis]);
        let step = self.step(axis);
        let first = (low / step).ceil();
        let count = ((high / step).floor() - first).clamp(-1.0, 100.0) + 1.0;
        (0..100).map(f64::from).take_while(move |i| *i < count).map(move |i| (first + i) * step)
    }
}

/// The least of 1, 2, 5 times a power of ten that is not less.
pub(super) fn nice_step(rough: f64) -> f64 {
    let decade = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|m| m * decade).into_iter().find(|s| *s >= rough).unwrap_or(rough)
}

/// Digits behind the point that a step needs.
pub(crate) fn decimals(step: f64) -> usize {
    (0..6).find(|d| step >= 0.999 * 10_f64.powi(-d)).map_or(6, |d| usize::try_from(d).unwrap_or(0))
}

/// A minus sign instead of a hyphen.
pub(crate) fn minus(number: &str) -> String {
    number.replace('-', "\u{2212}")
}

/// The window of these places with a margin on every side, a part of its greater span, and never
/// smaller than `least` metres.
pub(crate) fn window_of(places: &[[f64; 2]], margin: f64, least: f64) -> Window {
    let mut window = [[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]];
    for place in places {
        for axis in 0..2 {
            window[0][axis] = window[0][axis].min(place[axis]);
            window[1][axis] = window[1][axis].max(place[axis]);
        }
    }
    let span = [0, 1].map(|axis| window[1][axis] - window[0][axis]);
    let widest = span[0].max(span[1]).max(least);
    for axis in 0..2 {
        let extra = (0.5 * (least - span[axis])).max(0.0) + margin * widest;
        window[0][axis] -= extra;
        window[1][axis] += extra;
    }
    window
}

#[cfg(test)]
mod tests {
    use super::{View, decimals, nice_step, window_of};

    #[test]
    fn scales_are_equal_and_north_is_up() {
        let view = View::new([[0.0, 0.0], [200.0, 100.0]], [[0.0, 0.0], [10.0, 10.0]]);
        for (ground, sheet) in
            [([5.0, 5.0], [100.0, 50.0]), ([5.0, 10.0], [100.0, 0.0]), ([6.0, 5.0], [110.0, 50.0])]
        {
            let [x, y] = view.place(ground);
            assert!((x - sheet[0]).hypot(y - sheet[1]) < 1e-9, "{ground:?}: {x} {y}");
        }
    }

    #[cfg(feature = "uhs")]
    #[test]
    fn depth_points_down() {
        let view = View::section([[10.0, 20.0], [210.0, 220.0]], [100.0, 50.0]);
        for (ground, sheet) in [([25.0, 10.0], [60.0, 40.0]), ([100.0, 50.0], view.frame[1])] {
            let [x, y] = view.place(ground);
            assert!((x - sheet[0]).hypot(y - sheet[1]) < 1e-9, "{ground:?}: {x} {y}");
        }
    }

    #[test]
    fn steps_are_round() {
        for (rough, step, digits) in
            [(0.07, 0.1, 1), (1.0, 1.0, 0), (1.3, 2.0, 0), (34.0, 50.0, 0), (0.003, 0.005, 3)]
        {
            assert!((nice_step(rough) / step - 1.0).abs() < 1e-12, "{rough}");
            assert_eq!(decimals(step), digits);
        }
    }

    #[test]
    fn a_single_place_has_a_window() {
        assert_eq!(window_of(&[[1.0, 2.0]], 0.0, 10.0), [[-4.0, -3.0], [6.0, 7.0]]);
    }
}
