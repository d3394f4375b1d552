//! Images side by side, with numbers at the sides where no other image is.

use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::canvas::{Align, Canvas, Ink, Point, Type};
use super::ticks::Ticks;

type Drawn = Result<(), PictureError>;

/// Images in rows, all with the same axes.
pub(super) struct Panels<'a> {
    /// Above all.
    pub(super) title: &'a str,
    /// Above each.
    pub(super) titles: Vec<&'a str>,
    /// How many stand in a row.
    pub(super) per_row: usize,
    pub(super) down: Axis,
    pub(super) across: Axis,
}

/// From zero.
pub(super) struct Axis {
    pub(super) words: &'static str,
    pub(super) end: f64,
}

const LEFT: f64 = 70.0;
const RIGHT: f64 = 984.0;
const TOP: f64 = 78.0;
const BOTTOM: f64 = 670.0;
/// Between panels, across and down.
const GAP: [f64; 2] = [22.0, 34.0];

impl Panels<'_> {
    /// Draws them; `ink` is told which panel, and which share of the way across and down.
    pub(super) fn draw<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        ink: impl Fn(usize, f64, f64) -> Ink,
    ) -> Drawn {
        canvas.text(self.title, [26.0, 26.0], Type::new(17.0).bold())?;
        let columns = self.titles.len().min(self.per_row);
        let rows = self.titles.len().div_ceil(self.per_row);
        let [width, height] = [(RIGHT - LEFT, columns, GAP[0]), (BOTTOM - TOP, rows, GAP[1])]
            .map(|(room, count, gap)| (room - gap * (count as f64 - 1.0)) / count as f64);
        for (k, title) in self.titles.iter().enumerate() {
            let (row, column) = (k / self.per_row, k % self.per_row);
            let left = LEFT + column as f64 * (width + GAP[0]);
            let top = TOP + row as f64 * (height + GAP[1]);
            let frame = [[left, top], [left + width, top + height]];
            canvas.image(frame, |across, down| ink(k, across, down))?;
            let heading = [0.5 * (left + frame[1][0]), top - 12.0];
            canvas.text(title, heading, Type::new(11.0).bold().align(Align::Center))?;
            self.axes(canvas, frame, (column == 0, row + 1 == rows))?;
        }
        let below = [0.5 * (LEFT + RIGHT), BOTTOM + 36.0];
        canvas.text(self.across.words, below, Type::new(11.5).align(Align::Center))?;
        let beside = [LEFT - 50.0, 0.5 * (TOP + BOTTOM)];
        canvas.text(self.down.words, beside, Type::new(11.5).align(Align::Center).upright())
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
        let [down, across] = [self.down.end, self.across.end];
        let along_down = Ticks::of([0.0, down], bottom - top, 45.0);
        for (value, label) in along_down.labels() {
            let y = top + value / down * (bottom - top);
            canvas.line(&[[left - TICK, y], [left, y]], ink, 0.8)?;
            if first {
                canvas.text(&label, [left - TICK - 3.0, y], small.align(Align::Right))?;
            }
        }
        let along_across = Ticks::of([0.0, across], right - left, 60.0);
        for (value, label) in along_across.labels() {
            let x = left + value / across * (right - left);
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
pub(super) fn cell(share: f64, count: usize) -> usize {
    ((share * count as f64).max(0.0) as usize).min(count.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn shares_fall_into_cells() {
        assert_eq!([0.0, 0.24, 0.25, 0.99, 1.0].map(|share| cell(share, 4)), [0, 0, 1, 3, 3]);
    }
}
