//! How much of each cell a polygon covers.

use serde::{Deserialize, Serialize};

/// How a leak meets the cells of the grid.
///
/// # Examples
///
/// ```
/// use davylamp_uhs::{CoverageRule, Scene};
///
/// assert_eq!(Scene::default().leak.coverage, CoverageRule::Exact);
/// let scene = Scene::parse("leak.coverage = 'staircase'")?;
/// assert_eq!(scene.leak.coverage, CoverageRule::Staircase);
/// # Ok::<(), davylamp_uhs::UhsError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoverageRule {
    /// A cell is covered as far as the outline covers its square.
    #[default]
    Exact,
    /// A cell is covered wholly or not at all, as its node is: a staircase.
    Staircase,
}

/// Shares of cells about the nodes of a window, `[iz][ix]`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Coverage {
    /// First row and column of the window.
    pub(crate) origin: [usize; 2],
    /// Rows and columns.
    pub(crate) shape: [usize; 2],
    pub(crate) share: Vec<f64>,
}

type Polygon = Vec<[f64; 2]>;

impl Coverage {
    /// The cell of node `(iz, ix)` is the square of side `spacing` about it; the polygon lies inside
    /// the grid.
    pub(crate) fn new(
        polygon: &[[f64; 2]],
        spacing: f64,
        shape: [usize; 2],
        rule: CoverageRule,
    ) -> Self {
        let range = |axis: usize, count: usize| {
            let values = polygon.iter().map(|p| p[axis] / spacing);
            let (min, max) = values
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), v| (min.min(v), max.max(v)));
            let first = nearest(min, count);
            first..nearest(max, count) + 1
        };
        let (rows, columns) = (range(1, shape[0]), range(0, shape[1]));
        // A mapped outline may turn the other way.
        let turn = area(polygon).signum();
        let mut share = Vec::with_capacity(rows.len() * columns.len());
        for iz in rows.clone() {
            match rule {
                CoverageRule::Exact => {
                    let strip = between(polygon, 1, cell(iz, spacing));
                    share.extend(columns.clone().map(|ix| {
                        let covered = turn * area(&between(&strip, 0, cell(ix, spacing)));
                        (covered / (spacing * spacing)).clamp(0.0, 1.0)
                    }));
                }
                CoverageRule::Staircase => {
                    let z = iz as f64 * spacing;
                    let inside = |ix: usize| holds(polygon, [ix as f64 * spacing, z]);
                    share.extend(columns.clone().map(|ix| f64::from(u8::from(inside(ix)))));
                }
            }
        }
        let (origin, shape) = ([rows.start, columns.start], [rows.len(), columns.len()]);
        Self { origin, shape, share }
    }

    /// Rows of the grid with the shares of their cells.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (usize, &[f64])> {
        let rows = self.share.chunks_exact(self.shape[1].max(1));
        rows.enumerate().map(|(row, share)| (self.origin[0] + row, share))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the grid just before"
)]
fn nearest(position: f64, count: usize) -> usize {
    position.round().clamp(0.0, count.saturating_sub(1) as f64) as usize
}

fn cell(index: usize, spacing: f64) -> [f64; 2] {
    [(index as f64 - 0.5) * spacing, (index as f64 + 0.5) * spacing]
}

/// The part of a polygon between two lines across an axis (Sutherland and Hodgman 1974,
/// doi:10.1145/360767.360802).
fn between(polygon: &[[f64; 2]], axis: usize, [low, high]: [f64; 2]) -> Polygon {
    let above = clipped(polygon, axis, |v| v - low, low);
    clipped(&above, axis, |v| high - v, high)
}

fn clipped(polygon: &[[f64; 2]], axis: usize, inside: impl Fn(f64) -> f64, line: f64) -> Polygon {
    let mut kept = Polygon::with_capacity(polygon.len() + 4);
    for (i, b) in polygon.iter().enumerate() {
        let a = polygon[(i + polygon.len() - 1) % polygon.len()];
        let (from, to) = (inside(a[axis]), inside(b[axis]));
        if (from < 0.0) != (to < 0.0) {
            let share = from / (from - to);
            let mut corner = [0, 1].map(|k| a[k] + share * (b[k] - a[k]));
            corner[axis] = line;
            kept.push(corner);
        }
        if to >= 0.0 {
            kept.push(*b);
        }
    }
    kept
}

/// The area of a polygon, positive from x towards z.
pub(crate) fn area(polygon: &[[f64; 2]]) -> f64 {
    let Some(origin) = polygon.first() else { return 0.0 };
    let mut twice = 0.0;
    for pair in polygon.windows(2) {
        let [a, b] = [0, 1].map(|i| [pair[i][0] - origin[0], pair[i][1] - origin[1]]);
        twice += a[0] * b[1] - a[1] * b[0];
    }
    0.5 * twice
}

/// Whether a polygon holds a point, by the even-odd rule.
fn holds(polygon: &[[f64; 2]], [x, z]: [f64; 2]) -> bool {
    let mut inside = false;
    for (i, b) in polygon.iter().enumerate() {
        let a = polygon[(i + polygon.len() - 1) % polygon.len()];
        if (a[1] > z) != (b[1] > z) && x < a[0] + (z - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) {
            inside = !inside;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIANGLE: [[f64; 2]; 3] = [[10.0, 10.0], [40.0, 10.0], [10.0, 30.0]];

    #[test]
    fn a_square_covers_its_cells() {
        let square = [[10.0, 10.0], [30.0, 10.0], [30.0, 20.0], [10.0, 20.0]];
        let coverage = Coverage::new(&square, 10.0, [10, 10], CoverageRule::Exact);
        assert_eq!(coverage.origin, [1, 1]);
        assert_eq!(coverage.shape, [2, 3]);
        assert_eq!(coverage.share, [0.25, 0.5, 0.25, 0.25, 0.5, 0.25]);
    }

    #[test]
    fn it_does_not_matter_which_way_a_polygon_turns() {
        let back: Vec<_> = TRIANGLE.iter().rev().copied().collect();
        for rule in [CoverageRule::Exact, CoverageRule::Staircase] {
            let [one, other] =
                [&TRIANGLE[..], &back].map(|p| Coverage::new(p, 7.0, [100, 100], rule));
            assert_eq!(one.origin, other.origin);
            for (a, b) in one.share.iter().zip(&other.share) {
                assert!((a - b).abs() < 1e-12, "{rule:?}: {a} {b}");
            }
        }
    }

    #[test]
    fn shares_add_up_to_the_area() {
        for spacing in [0.7, 2.0, 9.0, 35.0] {
            let coverage = Coverage::new(&TRIANGLE, spacing, [100, 100], CoverageRule::Exact);
            let sum: f64 = coverage.share.iter().sum::<f64>() * spacing * spacing;
            assert!((sum - 300.0).abs() < 1e-10, "{sum}");
        }
        assert!((area(&TRIANGLE) - 300.0).abs() < 1e-12);
    }

    #[test]
    fn the_staircase_is_all_or_nothing() {
        let coverage = Coverage::new(&TRIANGLE, 0.5, [100, 100], CoverageRule::Staircase);
        assert!(coverage.share.iter().all(|share| [0.0, 1.0].contains(share)));
        let sum: f64 = coverage.share.iter().sum::<f64>() * 0.25;
        // Half a cell along the perimeter of 86 m at most.
        assert!((sum - 300.0).abs() < 0.25 * 86.1, "{sum}");
    }
}
